"""A page of StudyStack, saved or copied: a table of two columns below the page's buttons and forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.decks.formats.imported import Imported, Recognition, finished
from bot.decks.formats.pages.boxes import unboxed
from bot.decks.formats.pages.converted import plain
from bot.decks.formats.pages.page_cards import PageCards
from bot.decks.formats.pages.page_text import Line, glance, page_lines
from bot.decks.formats.pages.pairing import asks
from bot.decks.formats.pages.printed import without_print
from bot.decks.formats.pages.studystack_chrome import is_chapter
from bot.decks.formats.pages.studystack_rows import Reading, Row, read
from bot.errors import DeckError

_CHROME = "buttons, lists and column names of the page; nothing to do"
_AROUND = "text around the table; if it is part of a card, add it by hand"
_CHAPTER = "a row with the name of a chapter, not a card"
_TOGETHER = (
    "if its answer stands on the same line, cut it where the answer begins; it is not asked until it has one"
)
_SITE = "studystack.com"
_PUSHED = (
    2  # how many times longer a definition in a row of its own is than its term, and a term's most words
)
_FEW_WORDS = 6


class StudyStackFormat:
    """StudyStack's pages."""

    name = "studystack"
    describe = (
        'a StudyStack page: a table of questions and answers, with "click below" and "show me how" above it'
    )

    def recognise(self, text: str) -> Recognition:
        """Whether it has the page's buttons, or a table whose columns are named question and answer."""
        try:
            page = read(unboxed(without_print(glance(text), _SITE)[0])[0])
        except DeckError as e:
            return Recognition(0.0, (e.problem,))
        seen = (
            (len(page.rows), f"rows told apart by {page.how}"),
            (page.signs, "buttons and hints of StudyStack"),
        )
        reasons = tuple(f"{n} {what}" for n, what in seen if n)
        if reasons and not page.signs:
            reasons = (*reasons, "no buttons of StudyStack")
        return Recognition(_score(page), reasons or ("no buttons of StudyStack and no table",))

    def parse(self, text: str, path: str) -> Imported:
        """One card for each row; chapter rows, the page's buttons and the lists below the table left out."""
        shown, printed = without_print(plain(page_lines(text, path)), _SITE)
        lines, borders = unboxed(shown)
        page = read(lines, sure=True)
        page.chrome += [*printed, *borders]
        made = PageCards(path)
        for row in page.rows if page.how == "lines" else _whole(page.rows, made):
            _make(row, page, made)
        for run in page.other:
            made.left_out(run, _AROUND)
        made.left_out(sorted(page.chrome, key=lambda line: line.number), _CHROME)
        return finished(
            path, self.name, made.cards, made.problems, title=page.title,
            mend="put question and answer on one line with a tab between them, under Question, a tab, Answer",
        )  # fmt: skip


STUDYSTACK = StudyStackFormat()


def _score(page: Reading) -> float:
    if not page.rows:
        return 0.0
    if page.signs:
        return min(1.0, 0.6 + 0.1 * page.signs)
    named = any(len(line.cells or line.text.split("|")) >= 2 for line in page.chrome)
    return 0.5 if named and page.how in {"cells", "marks"} and len(page.rows) > 1 else 0.1


def _whole(rows: Sequence[Row], made: PageCards) -> Iterator[Row]:
    """The rows with every definition that was pushed into the next one back in its own, and said so."""
    row: Row | None = None
    lone = False
    for each in rows:
        continues = row and not each.question and each.answer
        if row and (continues or (not lone and _is_pushed(row, each))):
            more = each.answer or each.question
            made.note(
                each.line,
                "repaired",
                more,
                f"{row.question}: {more}",
                "the answer was pushed into the next row",
            )
            row = replace(row, answer=f"{row.answer}\n{more}".strip())
            lone = not continues
            continue
        if row:
            yield row
        row, lone = each, False
    if row:
        yield row


def _is_pushed(row: Row, below: Row) -> bool:
    """Whether a row without an answer is a term, and the row below it, without one either, its definition."""
    if (
        row.answer
        or below.answer
        or not below.question
        or is_chapter(row.question)
        or is_chapter(below.question)
    ):
        return False
    few = len(row.question.split()) <= _FEW_WORDS
    return few and len(below.question) > _PUSHED * len(row.question) and not asks(below.question)


def _make(row: Row, page: Reading, made: PageCards) -> None:
    line = Line(row.line, row.question)
    if row.question and not row.answer and is_chapter(row.question):
        made.left_out([line], _CHAPTER)
        return
    if row.doubt:
        mended = f"{row.question} | {row.answer}"
        made.note(row.line, "repaired", row.doubt, mended, "check that question and answer are cut here")
    made.card([line], _lines(row.line, row.answer), unanswered=_TOGETHER if page.how == "lines" else "")


def _lines(number: int, text: str) -> list[Line]:
    return [Line(number, each) for each in text.split("\n")] if text else []
