"""The row under a card and the pages about marks and reports, with nasty texts in every language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain

import pytest

from bot.domain.card import Card, Deck
from bot.domain.chat import LANGUAGES
from bot.domain.mark import LONGEST_NOTE, Mark, Written
from bot.domain.report import OUTCOMES, REASONS, Report
from bot.domain.review import Interval
from bot.domain.session import Run
from bot.domain.subscription import REVEALS
from bot.i18n.translator import Translator, translator
from bot.render import marks, reports
from bot.render.message import OutgoingMessage
from bot.render.post import Face, Given, buttons, post
from bot.render.taps import parse

T = Translator("en")
NASTY = "<b>&amp;\"'</pre></blockquote> \u05e9\u05dc\u05d5\u05dd (1)"
CARD = Card("k", NASTY, NASTY, tags=("t",), hint=NASTY, explanation=NASTY, concept="c")
LONG = Card("k" * 64, "q " * 2_500, "a " * 2_500)
DECK = Deck("d" * 48, NASTY, "en", ())
REPORT = Report(2**31, 1, 1, "wrong", NASTY * 10, datetime(2026, 3, 2, tzinfo=UTC), None)
FACE = Face(
    2**31, "daily", "private", Card("k", "q", "a"), "button", shown=True, mark=Mark(), other_language="ru"
)
GIVEN = Given(1, 4, Interval(6, "day"))

ROWS: dict[str, tuple[Face, list[str]]] = {
    "unmarked": (FACE, ["1", "2", "3", "4", "5", "☆", "🙈", "✏️", "🚩", "🌐 RU"]),
    "marked": (
        replace(FACE, mark=Mark(starred=True, note="n"), other_language=""),
        ["1", "2", "3", "4", "5", "⭐", "🙈", "📝", "🚩"],
    ),
    "hidden": (replace(FACE, mark=Mark(hidden=True)), [T("mark.unhide"), T("post.another")]),
    "hidden in a session": (
        replace(FACE, mark=Mark(hidden=True), run=Run(1, "quiz")),
        [T("mark.unhide"), T("mark.go_on")],
    ),
    "rated and hidden": (
        replace(FACE, mark=Mark(hidden=True), given=GIVEN),
        ["✓ 4 · in 6 days", T("post.undo"), T("post.another"), T("mark.unhide")],
    ),
    "not revealed": (replace(FACE, shown=False), [T("post.show"), "🌐 RU"]),
    "a group": (
        replace(FACE, chat_kind="group", mark=None, other_language=""),
        ["1", "2", "3", "4", "5"],
    ),
}


@pytest.mark.parametrize(("face", "expected"), ROWS.values(), ids=ROWS.keys())
def test_the_row(face: Face, expected: list[str]) -> None:
    """The ratings stay first; a hidden card is only to be brought back or passed over."""
    assert [button.text for button in chain.from_iterable(buttons(face, T))] == expected


def test_a_note_is_as_hidden_as_its_answer(tdlib_reads: Callable[[str], str]) -> None:
    """A note stands under the answer, behind its spoiler, as the text it is; before the answer it is not there."""
    face = replace(FACE, card=CARD, mark=Mark(note="<i>mine</i> & only"))
    for reveal in REVEALS:
        (message,) = post(replace(face, reveal=reveal, shown=False), T)
        text = tdlib_reads(message.html)
        assert ("<i>mine</i> & only" in text) == (reveal != "button")
        assert (message.html.count("<tg-spoiler>") == 3) == (reveal == "spoiler")


def _pages(t: Translator) -> dict[str, OutgoingMessage]:
    operators, own = {"operators": True}, {"operators": False}
    hidden = [(number, LONG.question if number else "") for number in range(20)]
    found = {
        "a first note": marks.ask_for_note(t, 1, Mark()),
        "another note": marks.ask_for_note(t, 1, Mark(note=NASTY * 10)),
        "noted": marks.noted(t, Written("x", cut=False), gone=False),
        "cut": marks.noted(t, Written("x", cut=True), gone=False),
        "nothing": marks.noted(t, Written("", cut=False), gone=False),
        "gone": marks.noted(t, Written("x", cut=False), gone=True),
        "hidden": marks.hidden_list(t, hidden, 1),
        "none hidden": marks.hidden_list(t, [], 7),
        "words": reports.ask_for_words(t),
        "correcting": reports.how_to_mend(t, 1, CARD, DECK, **own),
        "correcting a long one": reports.how_to_mend(t, 1, LONG, DECK, **own),
        "a key that no file can have": reports.how_to_mend(t, 1, replace(CARD, key="a b"), DECK, **own),
        "correcting a file": reports.how_to_mend(t, 1, CARD, DECK, **operators),
        "withdrawn": reports.withdrawn(t, CARD, DECK, **operators),
        "corrected": reports.mended(t, LONG),
    }
    for reason in REASONS:
        report = replace(REPORT, reason=reason, text=NASTY[0] * LONGEST_NOTE)
        found[f"news: {reason}"] = reports.for_owner(t, report, LONG, DECK, **operators)
    return found | {f"it was {each}": reports.for_reader(t, CARD, each) for each in OUTCOMES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_markup_but_ours(language: str, tdlib_reads: Callable[[str], str]) -> None:
    """Notes, reports and cards are text, each page is one message, and its buttons come back as they were made."""
    for name, page in _pages(translator(language)).items():
        text = tdlib_reads(page.html)
        assert text.strip(), name
        assert len(text) <= 4096, name
        assert "<b>&amp;" not in page.html, name
        assert all(parse(button.data).name for button in chain.from_iterable(page.buttons)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong(language: str) -> None:
    """Each reason has its button, and there is a way back."""
    rows = reports.reasons(translator(language), 1)
    carried = [button.data for button in chain.from_iterable(rows)]
    assert carried == [*(f"flag:1:{reason}" for reason in REASONS), "mark:1:back"]
    assert max(map(len, rows)) <= 2
