"""Tables of cards: CSV and its kin, spreadsheets saved as text, and the exports of learning sites."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice

from bot.decks.draft import answer_of
from bot.decks.formats.imported import ENOUGH, MOST_CARDS, Imported, Recognition, finished, too_many
from bot.decks.formats.own import own_csv
from bot.decks.formats.questions import ASKS, asking
from bot.decks.formats.quizzes.options import is_quiz, mixed, sound, without_letters
from bot.decks.formats.tables.cells import plain
from bot.decks.formats.tables.columns import Columns, is_tags
from bot.decks.formats.tables.keys import label_of, right_ones
from bot.decks.formats.tables.layouts import Cut, Layout, layout_of, rows_in
from bot.decks.formats.tables.mochi import sides_of, unheaded, with_gaps
from bot.decks.formats.tables.names import Role
from bot.decks.formats.tables.option_cells import key_in, listed, wrong_ones
from bot.decks.formats.tables.rows import Row, rows_of
from bot.decks.markdown import EDGES, lines_of
from bot.decks.problems import Kind, Problem
from bot.decks.tags import merged, tag_of
from bot.decks.typed import typed
from bot.domain.card import Card, Choice
from bot.domain.identity import question_key
from bot.errors import DeckError

_MEND = "begin the file with a row of names such as question,answer"
_UNANSWERED = "its cell for the answer is empty; the card is not asked until it has one"
_TOTAL = "how many rows there are"
_NO_QUESTION = "rows whose cell for the question is empty"
_NAMES = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}
_FOREIGN = re.compile(
    r"\s*(?:[\[{]|#(?:separator|html|notetype|deck|columns)\b|::[^:\n]+::|<(?:!doctype|html)\b)",
    re.IGNORECASE,
)
_OTHER_LINE = re.compile(
    r"\s*\|.*\|\s*$|#{1,6}\s|\?{1,2}\s*$|<!--|.{1,300}\S\s?:::?\s?\S|[A-Da-d][.)]\s|ANSWER:|#\w+(?:\s#\w+)*\s*$"
)
_TOO_MANY_OTHERS = 0.2
_EVEN = 5  # rows, from which on as many semicolons in each are no chance of sentences
_REMEMBERED = 200  # characters of a cell
_RULE = re.compile(r"[ \t]*:?-{2,}:?[ \t]*|[ \t]*-{2,}(?:\+-{2,})+[ \t]*")
_ROWS = re.compile(r"[ \t]*(?:\(\d{1,9} rows?\)|\d{1,9} rows? in set.{0,40})[ \t]*")
_BOX = re.compile(r"[ \t]*\+(?:-{2,}\+)+[ \t]*")


class TableFormat:
    """Rows of cells."""

    name = "table"
    describe = "CSV, TSV and their kin: rows of two columns or more, with or without a header that names them"

    def recognise(self, text: str) -> Recognition:
        """How well the rows agree about their columns, and whether anything else would explain the text better."""
        if _FOREIGN.match(text[:200]):
            return Recognition(0.0, ("it begins like something else than a table",))
        lines = lines_of(text[:ENOUGH])
        layout = layout_of(lines)
        if layout is None:
            return Recognition(0.0, ("nothing parts its lines into columns",))
        told = [line for line in lines if line.strip()]
        others = sum(bool(_OTHER_LINE.match(line[:400])) for line in told) / max(1, len(told))
        drawn = len(told) > 1 and bool(
            (_BOX.fullmatch(told[0]) and _BOX.fullmatch(told[-1])) or _ROWS.fullmatch(told[-1])
        )
        if (
            others > _TOO_MANY_OTHERS
            and not (drawn and layout.columns.names)
            and not (layout.columns.names and layout.delimiter != "|")
        ):
            return Recognition(0.1, ("its lines have marks of another format",))
        return Recognition(_score(layout, told), _reasons(layout))

    def parse(self, text: str, path: str) -> Imported:
        """One card for each row; cells that have no place in a card are told, column by column."""
        lines = lines_of(text)
        layout = layout_of(lines)
        if layout is None:
            return finished(path, self.name, (), (), mend=_MEND)
        if own_csv.is_ours(layout.columns.names):
            own = islice(rows_of(lines, layout.delimiter, spaced=False), layout.header, None)
            return own_csv.read(own, layout.columns.names, path, self.name)
        reading = _Reading(path, layout)
        for row in rows_in(lines, layout):
            reading.take(row)
        reading.end()
        return finished(path, self.name, reading.cards, [*reading.problems, *reading.unused()], mend=_MEND)


TABLE = TableFormat()


def _score(layout: Layout, lines: Sequence[str]) -> float:
    if layout.columns.names:
        return 0.95 if layout.rows else 0.4
    if layout.rows < 2:
        return 0.55 if layout.delimiter == "\t" and layout.sure else 0.2
    if layout.sure:
        return 0.5 + 0.4 * layout.fit if layout.fit >= 0.8 else 0.3
    if len(layout.delimiter) > 1 or layout.cut is not Cut.LINE:
        return 0.55 if layout.fit > 0.95 else 0.3
    if (
        layout.delimiter in ";|"
        and len(layout.columns.roles) > 2
        and layout.rows >= _EVEN
        and layout.fit > 0.95
    ):
        return 0.6
    spaced = sum(layout.delimiter + " " in line for line in lines)
    return 0.6 if layout.fit >= 0.95 and layout.rows > 2 and 2 * spaced < len(lines) else 0.25


def _reasons(layout: Layout) -> tuple[str, ...]:
    mark = _NAMES.get(layout.delimiter, repr(layout.delimiter))
    names = ", ".join(layout.columns.names)
    seen = f"{layout.rows} rows of {len(layout.columns.roles)} columns parted by {mark}"
    return (seen, f"a header: {names}" if names else f"no header, {layout.fit:.0%} of the rows alike")


class _Reading:
    """The cards and problems of one table as its rows are gone through."""

    def __init__(self, path: str, layout: Layout) -> None:
        self.path = path
        self.cards: list[Card] = []
        self.problems: list[Problem] = []
        self._layout = layout
        self._columns = layout.columns
        self._before = layout.header
        self._more_lines: list[str] = []
        self._strays: list[str] = []
        self._stray = 0
        roles, named = layout.columns.roles, bool(layout.columns.names)
        self._at = at = {role: layout.columns.where(role) for role in Role}
        self._unused: dict[int, list[str]] = {i: [] for i in (*at[Role.NUMBERS], *at[Role.NAME])}
        self._tagged = sorted((*at[Role.TAGS], *at[Role.TOPIC]))
        self._below = sorted((*at[Role.MORE], *(() if named else at[Role.TAGS] + at[Role.TOPIC])))
        self._first_unused = 0
        self._simple = roles == (Role.QUESTION, Role.ANSWER)
        self._runs_on = layout.delimiter == "\t" and layout.cut is Cut.LINE and not layout.columns.names
        self._one_cell = Role.SIDES in roles  # of Mochi, and Markdown
        self._quiz = any(role in (Role.OPTION, Role.OPTIONS, Role.WRONG) for role in roles)
        self._keys = at[Role.RIGHT] or at[Role.ANSWER]
        self._asked = at[Role.QUESTION][0] if at[Role.QUESTION] else -1
        self._answers = at[Role.ANSWER] if self._quiz else at[Role.ANSWER] + at[Role.RIGHT]
        self._hints, self._explanations = at[Role.HINT], at[Role.EXPLANATION]

    def take(self, row: Row) -> None:
        if self._before:
            self._before -= 1
            mend = "above the first card" if self._before else "the header: it names the columns"
            self._note(row.line, "left_out", self._written(row), mend=mend)
        elif self._repeats_header(row.cells):
            self._note(row.line, "left_out", self._written(row), mend="the header again")
        elif not self.cards and all(map(_RULE.fullmatch, row.cells)):
            self._note(row.line, "left_out", self._written(row), mend="the rule below the header")
        elif len(row.cells) == 1 and _ROWS.fullmatch(row.cells[0]):
            self._note(row.line, "left_out", self._written(row), mend=_TOTAL)
        elif self._goes_on(row):
            self._more_lines.append(self._plain(row.line, row.cells[0]))
        else:
            self._card(row.line, self._fitted(row))

    def _repeats_header(self, cells: Sequence[str]) -> bool:
        """Whether a row names the columns once more, as in tables that were put together."""
        names = self._columns.names
        return bool(names) and cells[0].strip() == names[0] and [cell.strip() for cell in cells] == [*names]

    def end(self) -> None:
        """Give the last card the lines that go on with its answer, and note the rows that became no card."""
        if self._more_lines:
            last = self.cards[-1]
            answer = "\n".join([last.answer, *self._more_lines]).strip(EDGES)
            self.cards[-1] = replace(last, answer=answer)
            self._more_lines = []
        if self._strays:
            self._note(self._stray, "left_out", "\n".join(self._strays), mend=_NO_QUESTION)
            self._strays = []

    def unused(self) -> list[Problem]:
        """What the columns say that no card has room for, a note for each."""
        mend = "a column that no card has room for"
        return [
            Problem(self.path, self._first_unused, "left_out", "\n".join(cells), mend=mend)
            for cells in self._unused.values()
            if cells
        ]

    def _goes_on(self, row: Row) -> bool:
        """Whether a line without a tab goes on with the answer above it, as such an export has no quotes."""
        alone = self._runs_on and len(row.cells) == 1 and bool(self.cards) and bool(self.cards[-1].answer)
        return alone and asking(row.cells[0].strip()) < ASKS

    def _fitted(self, row: Row) -> list[str]:
        """The cells of a row, one for each column: what is missing is empty, what is too much belongs to an answer."""
        width = len(self._columns.roles)
        cells = row.cells
        if len(cells) == width and not row.broken:
            return cells
        if len(cells) > width:
            extra = len(cells) - width
            if any(cell.strip(EDGES) for cell in cells[width:]):
                cells = _joined(cells, extra, self._columns, self._layout.delimiter)
                expected = " / ".join(cell.strip() for cell in cells)
                mend = "more cells than columns; put a cell that has the mark inside into quotes"
                self._note(row.line, "repaired", self._written(row), expected, mend)
        elif row.broken:
            mend = "a quote that is not closed, or not doubled inside a cell"
            self._note(row.line, "repaired", self._written(row), " / ".join(cells), mend)
        return [*cells[:width], *[""] * (width - len(cells))]

    def _card(self, line: int, cells: Sequence[str]) -> None:
        if self._simple:
            question, answer = self._plain(line, cells[0]), self._plain(line, cells[1])
            card = Card(question_key(question), question, answer, line=line)
        else:
            card = self._full(line, cells)
        if not card.question:
            self._astray(line, [cell for cell in cells if cell.strip(EDGES)])
            return
        if self._more_lines or self._strays:
            self.end()
        for each in with_gaps(card, braces=self._one_cell) if "{{" in card.question else (card,):
            if len(self.cards) == MOST_CARDS:
                raise too_many(self.path, line)
            if not each.answer:
                self._note(line, "unanswered", each.question, mend=_UNANSWERED)
            self.cards.append(each)

    def _astray(self, line: int, told: list[str]) -> None:
        """Hold what a row says that asks nothing; neighbouring rows are noted together."""
        if not told:
            return
        if len(self._strays) >= MOST_CARDS:
            problem = f"has more than {MOST_CARDS} rows that ask nothing"
            raise DeckError(self.path, problem, line=line, mend=_MEND)
        self._stray = self._stray if self._strays else line
        self._strays += told

    def _full(self, line: int, cells: Sequence[str]) -> Card:
        """The card of a row with more than two columns."""
        columns, clean = self._columns, partial(self._plain, line)
        if self._quiz and any(cells[i].startswith("[") for i in self._keys):
            cells = [key_in(cell) if i in self._keys else cell for i, cell in enumerate(cells)]
        asked, answer = self._sides(cells, clean)
        tags = merged(*[_tags(cells[i], columns.roles[i], columns) for i in self._tagged])
        card = Card(
            question_key(asked), asked, answer, tags=tags, line=line,
            hint=_together(cells, self._hints, clean),
            explanation=_together(cells, self._explanations, clean),
        )  # fmt: skip
        if asked and self._unused:
            self._put_aside(line, cells, asked)
        if self._quiz:
            card = self._with_choices(card, cells, clean)
        more = [text for i in self._below if (text := self._more(line, cells, i))]
        return self._with_more(card, more) if more else card

    def _with_more(self, card: Card, more: Sequence[str]) -> Card:
        """The card with what has no column of its own, below the answer; that alone answers nothing."""
        if self._columns.names and not card.answer:
            return replace(card, explanation="\n\n".join(filter(None, [card.explanation, *more])))
        return replace(card, answer="\n\n".join(filter(None, [card.answer, *more])))

    def _put_aside(self, line: int, cells: Sequence[str], asked: str) -> None:
        """Hold what no card has room for, to be told column by column; a name that is asked anyway is none."""
        for i, held in self._unused.items():
            named = self._columns.roles[i] is Role.NAME and cells[i].strip(EDGES + "#") in asked
            if cells[i].strip(EDGES) and not named:
                self._first_unused = self._first_unused or line
                held.append(cells[i].strip(EDGES))

    def _sides(self, cells: Sequence[str], clean: Callable[[str], str]) -> tuple[str, str]:
        """The question and the answer of a row."""
        if not self._one_cell:
            return clean(cells[self._asked]), _together(cells, self._answers, clean)
        front, *back = sides_of(cells[self._at[Role.SIDES][0]])
        front = front or _together(cells, self._at[Role.NAME][:1], unheaded)
        return clean(front), "\n\n".join(clean(side) for side in back)

    def _more(self, line: int, cells: Sequence[str], i: int) -> str:
        """What a column without a place of its own adds below the answer, under its name when it has one."""
        cell = cells[i]
        told = cell and (self._columns.roles[i] is Role.MORE or not is_tags(cell))
        text = self._plain(line, cell) if told else ""
        name = self._columns.names[i] if self._columns.names else ""
        return f"{name}: {text}" if text and name else text

    def _with_choices(self, card: Card, cells: Sequence[str], clean: Callable[[str], str]) -> Card:
        """The card with its options, where the row says which is right; else they stand below the question."""
        columns, at = self._columns, self._at
        options = [clean(cells[i]) for i in at[Role.OPTION]]
        inside = [each for i in at[Role.OPTIONS] for each in listed(cells[i])]
        options += [clean(text) for _, text in inside]
        wrong = [clean(each) for i in at[Role.WRONG] for each in wrong_ones(cells[i])]
        key = [clean(cells[i]) for i in self._keys]
        labels = [label_of(columns.names[i]) for i in at[Role.OPTION]] if columns.names else []
        labels += [label for label, _ in inside]
        right = right_ones(key[0] if key else "", options, labels, columns.first_number)
        choices = [Choice(text, i in right) for i, text in enumerate(options)]
        choices += [Choice(text, right=False) for text in wrong]
        if not right and key and key[0] and wrong:
            choices.append(Choice(key[0], right=True))
            choices = list(mixed(card.question, choices))
        only = [text for text in options if text]
        if len(only) == 1 and not (wrong or card.answer or any(key)):
            return replace(card, answer=only[0])  # a gap to fill: its one option is what belongs there
        quiz = without_letters(sound(choices))
        if is_quiz(quiz):
            answer = card.answer if _is_told(columns, card.answer, key) else ""
            return replace(card, choices=quiz, answer=answer or answer_of(quiz))
        below = "\n".join(f"- {choice.text}" for choice in choices if choice.text)
        asked = f"{card.question}\n\n{below}" if below and card.question else card.question
        told = [card.answer, *(each for each in key if each and each not in card.answer)]
        answer = "\n\n".join(part for part in told if part)
        return replace(card, key=question_key(asked), question=asked, answer=answer)

    def _plain(self, line: int, cell: str) -> str:
        if "<" not in cell and "&" not in cell:
            return cell.strip(EDGES) if self._one_cell else typed(cell.strip(EDGES))
        found = plain(cell, markdown=self._one_cell)
        if found.unread:
            self._note(line, "left_out", found.unread, mend="a comment or a script inside a cell")
        return found.text

    def _written(self, row: Row) -> str:
        return self._layout.delimiter.join(row.cells).strip()

    def _note(self, line: int, kind: Kind, found: str, expected: str = "", mend: str = "") -> None:
        self.problems.append(Problem(self.path, line, kind, found, expected, mend))


def _joined(cells: Sequence[str], extra: int, columns: Columns, delimiter: str) -> list[str]:
    """A row with cells too many, those joined again that an unquoted mark has cut.

    A question that was cut ends where it asks; else it is the answer that was cut, or the last column.
    """
    asked = columns.roles.index(Role.QUESTION) if Role.QUESTION in columns.roles else 0
    whole = next((n for n in range(extra + 1) if cells[asked + n].rstrip().endswith(("?", "？"))), 0)
    cells = [*cells[:asked], delimiter.join(cells[asked : asked + whole + 1]), *cells[asked + whole + 1 :]]
    extra -= whole
    at = columns.roles.index(Role.ANSWER) if Role.ANSWER in columns.roles else len(columns.roles) - 1
    return [*cells[:at], delimiter.join(cells[at : at + extra + 1]), *cells[at + extra + 1 :]]


def _together(cells: Sequence[str], where: Sequence[int], clean: Callable[[str], str]) -> str:
    if not where:
        return ""
    if len(where) == 1:
        return clean(cells[where[0]])
    return "\n\n".join(text for i in where if (text := clean(cells[i])))


def _tags(cell: str, role: Role, columns: Columns) -> Sequence[str]:
    """The tags of a cell: parted by commas or spaces where the column holds several, else the whole cell is one."""
    if not cell or (not columns.names and not is_tags(cell)):
        return ()
    find = _tags_in if len(cell) <= _REMEMBERED else _tags_in.__wrapped__
    return find(cell, several=role is Role.TAGS)


@lru_cache(maxsize=4096)  # few tags stand in many rows
def _tags_in(cell: str, *, several: bool) -> Sequence[str]:
    text = plain(cell).text
    if several and any(mark in text for mark in ",;|\n"):
        words = re.split(r"[,;|\n]", text)
    else:
        words = text.split() if several else [text]
    return tuple(tag for word in words if (tag := tag_of(word)))


def _is_told(columns: Columns, answer: str, key: Sequence[str]) -> bool:
    """Whether a card has an answer besides the cell that says which option is right."""
    return bool(answer) and (bool(columns.where(Role.RIGHT)) or answer not in key)
