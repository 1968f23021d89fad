"""A card of a Markdown file while its lines are gathered, and the parts these make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.decks.draft import answer_of
from bot.decks.formats.articles import options
from bot.decks.formats.articles.scenarios import Scenario
from bot.decks.formats.obsidian.jokes import is_no_answer
from bot.decks.markdown import indent, trimmed
from bot.domain.card import Choice

_PLACEHOLDER = re.compile(
    r"[\W_]*(?:(?:write |put |add |type |enter )?(?:your |the )?answer (?:goes )?here|your answer|answer|"
    r"coming soon|to be (?:answered|added|done|filled(?: in)?|completed|written|updated|continued)|"
    r"no answer(?: yet)?|not answered(?: yet)?|tbc|tba|todo.{0,60}|"
    r"ответа (?:пока )?нет|ответ будет (?:позже|здесь)|скоро|"
    r"(?:ответ )?(?:будет добавлен|в процессе|в разработке)|(?:odpowiedź )?(?:wkrótce|w przygotowaniu|do dodania)|"
    r"[省从]?略|暂无(?:答案)?|(?:答案)?(?:待|未)(?:补充|更新|完善|续|填写?|写|整理|解答))[\W_]*",
    re.IGNORECASE,
)
_LONGEST_PLACEHOLDER = 120


@dataclass(slots=True)
class Draft:
    """A card to be: `body` stands below its question, `answer` below the mark that announces one, if any does."""

    line: int
    question: str
    tags: tuple[str, ...]
    scenario: Scenario | None = None
    body: list[str] = field(default_factory=list)
    answer: list[str] | None = None
    name: bool = False  # a heading that asks nothing by itself
    loose: bool = False  # a line of text, with no mark that it asks
    hidden: bool = False  # such a line, whose answer unfolds
    level: int = 0  # of the heading that asks it
    number: int = 0  # of that heading
    folded: int = 0  # how deep in folds it stands, when a summary asks it

    def with_body(self, body: str) -> str:
        """Its question with what belongs to it: a line of text goes on with words on the next line."""
        goes_on = not self.level and "".join(self.body[:1]).strip()[:1].isalpha()
        return ("\n" if goes_on else "\n\n").join(filter(None, (self.question, body)))

    def is_chapter(self, level: int, number: int) -> bool:
        """Whether it is the name of a chapter: it asks nothing, and right below it stands a heading that opens one.

        A heading of the same `level`, with a `number` that goes on with its own, opens the next question instead.
        """
        empty = self.answer is None and not any(map(str.strip, self.body))
        return self.name and empty and not (level == self.level and 0 < self.number == number - 1)

    def awaits(self, level: int) -> bool:
        """Whether a heading of this level may announce its answer: one beside its own, or smaller."""
        return self.answer is None and 0 < self.level <= level


@dataclass(frozen=True, slots=True)
class Parts:
    """What a card is made of: what belongs to its question, its answer, its choices, and what stood before these."""

    body: str
    answer: str
    choices: tuple[Choice, ...] = ()
    explanation: str = ""
    marks: str = ""


def parts_of(draft: Draft) -> Parts:
    """The parts of a card, with the choices found below its question."""
    if not draft.body and not draft.answer:
        return Parts("", "")
    start, end = options.options_of(draft.body)
    before, listed, after = draft.body[:start], draft.body[start:end], draft.body[end:]
    told = _shaped([*after, *(draft.answer or ())])
    marks = options.marks_of(listed)
    if choices := options.ticked(listed):
        return Parts(_shaped(before), answer_of(choices), choices, told, marks)
    if draft.answer is None:
        return Parts("", _shaped(draft.body))
    choices = () if options.has_more(after) else options.keyed(listed, _shaped(draft.answer))
    if choices:
        why = options.without_key(_shaped(draft.answer), choices)
        key = options.key_of(_shaped(draft.answer))
        return Parts(_shaped([*before, *after]), answer_of(choices), choices, why, f"{marks} {key}")
    return Parts(_shaped(draft.body), _shaped(draft.answer))


def from_body(body: Sequence[str]) -> tuple[str, list[str]]:
    """A question whose label stands alone is the first line below it."""
    first = next((i for i, line in enumerate(body) if line.strip()), len(body))
    return (body[first].strip(), list(body[first + 1 :])) if first < len(body) else ("", [])


def _shaped(lines: Sequence[str]) -> str:
    """Lines without the indent they share and with one blank line where there were several."""
    filled = [line for line in lines if line.strip()]
    shared = min((indent(line) for line in filled), default=0)
    spaces = all(line[:shared].isspace() for line in filled) if shared else False
    plain = [line[shared:] if spaces else line for line in lines]
    out: list[str] = []
    for line in plain:
        if line.strip() or (out and out[-1].strip()):
            out.append(line.rstrip())
    return trimmed(out)


def unquoted(answer: str) -> str:
    """An answer that is one quotation from end to end, without its marks; a callout stays as it is."""
    lines = answer.split("\n")
    if answer.startswith("> [!") or not all(line.startswith(">") for line in lines if line):
        return answer
    return "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines)


def is_placeholder(answer: str) -> bool:
    """Whether an answer only keeps a place."""
    return (
        not any(map(str.isalnum, answer))
        or is_no_answer(answer)
        or (len(answer) <= _LONGEST_PLACEHOLDER and _PLACEHOLDER.fullmatch(answer) is not None)
    )
