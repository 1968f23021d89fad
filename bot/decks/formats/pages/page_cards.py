"""Cards and problems out of the lines of a page, in the order they are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.decks.formats.pages.page_lists import listed
from bot.decks.formats.pages.page_text import Line
from bot.decks.latex import mend
from bot.decks.markdown import bare
from bot.decks.problems import Kind, Problem
from bot.decks.typed import typed
from bot.domain.card import Card
from bot.domain.identity import question_key

FURNITURE = "card numbers, marks, rating buttons and other furniture of the page; nothing to do"
_UNANSWERED = "it has no answer; it is not asked until it has one"


class PageCards:
    """What a page gives: every line that is handed over stands in a card or in a problem afterwards."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.cards: list[Card] = []
        self.problems: list[Problem] = []

    def card(
        self,
        question: Sequence[Line],
        answer: Sequence[Line],
        *,
        glued: str = "",
        unanswered: str = "",
    ) -> None:
        """One card of the lines of its question and its answer.

        `glued` is the mark its list stuck to; `unanswered` tells a person what to do if there is no answer.

        An answer without a question is left out; a card without an answer is kept, and said so.
        """
        asked = self._markdown(question)
        if not asked:
            self.left_out(answer, "an answer without a question; write the question above it")
            return
        told = self._markdown(answer, glued)
        line = next(each.number for each in question if bare(each.text))
        if not told:
            self.note(line, "unanswered", asked, mend=unanswered or _UNANSWERED)
        self.cards.append(Card(question_key(asked), asked, told, line=line))

    def left_out(self, lines: Iterable[Line], why: str) -> None:
        """One problem for each run of lines that become no card, where only empty lines lie between."""
        kept = [line for line in lines if bare(line.text)]
        if kept:
            self.note(kept[0].number, "left_out", "\n".join(line.text for line in kept), mend=why)

    def note(self, line: int, kind: Kind, found: str, expected: str = "", mend: str = "") -> None:
        """One problem."""
        self.problems.append(Problem(self._path, line, kind, found, expected, mend))

    def _markdown(self, lines: Sequence[Line], glued: str = "") -> str:
        full = [i for i, line in enumerate(lines) if bare(line.text)]
        if not full:
            return ""
        kept = lines[full[0] : full[-1] + 1]
        made = listed([line.text for line in kept])
        if made.found:
            self.note(_line_of(kept, made.found), "repaired", f"{glued} {made.found}".strip(), made.mended)
        mended = mend(made.text, kept[0].number)
        for repair in mended.repairs:
            self.note(min(repair.line, kept[-1].number), "repaired", repair.found, repair.mended)
        for doubt in mended.doubts:
            where = min(doubt.line, kept[-1].number)
            self.note(where, "bad-formula", doubt.found, mend=f"{doubt.why}; write it anew")
        return bare(typed(mended.text))


def _line_of(lines: Sequence[Line], text: str) -> int:
    return next((line.number for line in lines if text in line.text), lines[0].number)
