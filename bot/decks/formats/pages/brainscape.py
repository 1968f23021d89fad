"""A page of Brainscape, saved or copied: numbered cards with their question, their answer and rating buttons."""

from __future__ import annotations

from bot.decks.formats.imported import Imported, Recognition, finished
from bot.decks.formats.pages.brainscape_marks import (
    card_count,
    is_footer,
    is_navigation,
    is_rated,
    is_sign,
    is_title,
    named_deck,
    undressed,
)
from bot.decks.formats.pages.brainscape_page import Draft, Reading
from bot.decks.formats.pages.brainscape_reading import read
from bot.decks.formats.pages.converted import plain, without_headings
from bot.decks.formats.pages.page_cards import FURNITURE, PageCards
from bot.decks.formats.pages.page_text import Line, glance, page_lines, without_cells
from bot.decks.formats.pages.printed import without_print
from bot.decks.markdown import bare
from bot.errors import DeckError

_HEAD = "the page's heading and navigation, above the first card"
_AROUND = "text of the page between or below the cards; if it is part of a card, add it by hand"
_FOOTER = "what the page has below the last card; nothing to do"
_SITE = "brainscape.com"
_TITLE_LONGEST = 200


class BrainscapeFormat:
    """Brainscape's pages."""

    name = "brainscape"
    describe = (
        'a Brainscape page: numbered cards with Q and A on lines of their own, "How well did you know this?"'
    )

    def recognise(self, text: str) -> Recognition:
        """How many cards have its marks, numbers and rating blocks, or what else says whose page it is."""
        try:
            lines = undressed(without_cells(glance(text)))
        except DeckError as e:
            return Recognition(0.0, (e.problem,))
        lines, _ = without_print(lines, _SITE)
        page = read(lines)
        named = any(is_title(bare(line.text)) or card_count([line]) for line in [*page.head, *page.furniture])
        signs = sum(is_sign(bare(line.text)) for line in lines)
        rated = sum(is_rated(bare(line.text)) for line in page.furniture)
        seen = (
            (len(page.cards), f"cards told apart by {page.how or 'nothing'}"),
            (rated, "lines of rating buttons"),
            (signs, "buttons of the page"),
            (int(named), "title of a Brainscape deck"),
        )
        reasons = tuple(f"{n} {what}" for n, what in seen if n)
        return Recognition(
            _score(page, named=named, sure=bool(rated or signs)), reasons or ("no cards with Q and A",)
        )

    def parse(self, text: str, path: str) -> Imported:
        """One card for each number; its furniture, heading and footer left out."""
        lines, printed = without_print(undressed(plain(without_cells(page_lines(text, path)))), _SITE)
        page = read(lines)
        page.furniture += printed
        made = PageCards(path)
        title, head = _title(page.head)
        made.left_out(head, _HEAD)
        for run in page.other:
            made.left_out(run, _FOOTER if is_footer(bare(run[0].text)) else _AROUND)
        asked = without_headings([draft.question for draft in page.cards])
        for draft, question in zip(page.cards, asked, strict=True):
            draft.question = question
            _make(made, draft)
        made.left_out(sorted(page.furniture, key=lambda line: line.number), FURNITURE)
        return finished(
            path, self.name, made.cards, made.problems, title=title,
            mend="put a number, a line Q, the question, a line A and the answer, one below the other",
        )  # fmt: skip


BRAINSCAPE = BrainscapeFormat()


def _score(page: Reading, *, named: bool, sure: bool) -> float:
    """Marks alone are anybody's: with numbers, buttons or the deck's title they are this page's."""
    if not page.cards:
        return 0.0
    numbered = sum(bare(line.text)[:1].isdigit() for line in page.furniture)
    match page.how:
        case "marks":
            answered = sum(bool(draft.question and draft.answer) for draft in page.cards)
            weight = (
                (0.5 if page.alone and answered > 1 else 0.2)
                + 0.4 * sure
                + 0.3 * named
                + 0.3 * (numbered * 2 >= len(page.cards))
            )
        case "numbers":
            weight = 0.1 + 0.6 * sure + 0.4 * named
        case _:
            weight = 0.1 + 0.4 * sure + 0.5 * named
    return min(1.0, weight)


def _make(made: PageCards, draft: Draft) -> None:
    full = [line for line in draft.question if bare(line.text)]
    if draft.doubt and full and any(bare(line.text) for line in draft.answer):
        made.note(
            full[0].number, "repaired", draft.doubt, "Q, A", "check that question and answer are cut here"
        )
    made.card(draft.question, draft.answer, glued=draft.glued)


def _title(head: list[Line]) -> tuple[str, list[Line]]:
    """The name of the deck, and the other lines above the cards: a lone line that is no button is a name, too."""
    full = [line for line in head if bare(line.text)]
    named = [line for line in full if is_title(bare(line.text))]
    lone = [line for line in full if _may_name(bare(line.text))]
    found = named[:1] or (lone if len(lone) == 1 else [])
    if not found or len(found[0].text) > _TITLE_LONGEST:
        return next(filter(None, (named_deck(bare(line.text)) for line in full)), ""), full
    return bare(found[0].text), [line for line in full if line is not found[0]]


def _may_name(text: str) -> bool:
    return not is_navigation(text) and not card_count([Line(1, text)]) and not text.endswith((".", "!"))
