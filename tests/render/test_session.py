"""What sessions and exams show, with nasty values in every language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.card import Card, Choice
from bot.domain.chat import LANGUAGES
from bot.domain.exam import Reviewed
from bot.domain.session import Run, Summary, TagScore, Went
from bot.i18n.translator import Translator, translator
from bot.render import exam, session
from bot.render import post as render
from bot.render.message import OutgoingMessage
from bot.render.post import Face
from bot.render.taps import parse

NASTY = "<b>&amp;\"'</b> \u202eright to left\u202c"
OPTIONS = (Choice(NASTY, right=True), Choice("b", right=True), Choice("c" * 300, right=False))
CARD = Card("k", NASTY, NASTY, choices=OPTIONS, tags=("cnn",), explanation=NASTY)
WENT = Went(1, 1, NASTY, ("cnn",), 4)
MISSED = replace(WENT, card_id=2, rating=1, right=False, question="long " * 60)
SUMMARY = Summary(
    2**52,
    2**52,
    "quiz",
    5,
    (WENT, MISSED, replace(WENT, rating=3)),
    (TagScore("cnn", 1, 2),),
    tuple((days, 1) for days in (0, 1, 2, 9, 40, 99)),
    600,
)
EXAM = replace(
    SUMMARY,
    kind="exam",
    allowed=1800.0,
    went=(
        *SUMMARY.went,
        replace(WENT, rating=None),
        *(replace(WENT, rating=3, sure=sure) for sure in (1, 3, 5)),
    ),
)
RUN = Run(2**52, "exam", until=datetime(2026, 3, 2, 8, 30, tzinfo=UTC), picked=(1,))
FACE = Face(2**52, "quiz", "private", CARD, "button", shown=False, step=(3, 60), run=RUN, options=OPTIONS)
QUIZ = replace(FACE, run=Run(2**52, "quiz"), options=())
SEEN = Reviewed(2**52, 1, 3, MISSED, CARD, OPTIONS, (1, 2))


def _pages(t: Translator) -> dict[str, tuple[OutgoingMessage, ...]]:
    return {
        "summary": (session.summary(t, SUMMARY),),
        "nothing answered": (session.summary(t, replace(SUMMARY, went=(), scores=(), comes=())),),
        "its deck is gone": (session.summary(t, replace(SUMMARY, lost_deck=True)),),
        "paused": (session.paused(t, 2**52, (2, 5)),),
        "offer": (session.offer(t, 2**52, (2, 5), 2**52, in_exam=False),),
        "offer of an exam": (session.offer(t, 2**52, (2, 5), 2**52, in_exam=True),),
        "result": (exam.result(t, EXAM),),
        "time is over": (exam.result(t, EXAM, in_time=False),),
        "hand in": (OutgoingMessage("?", exam.hand_in(t, 2**52, 3)),),
        "review": (exam.review(t, SEEN),),
        "very long answer": (exam.review(t, replace(SEEN, card=replace(CARD, answer="word " * 2000))),),
        "exam": render.post(FACE, t),
        "exam without options": render.post(replace(FACE, options=()), t),
        "question": render.post(QUIZ, t),
        "answer": render.post(replace(QUIZ, shown=True), t),
        "round": render.post(replace(QUIZ, chat_kind="group", run=Run(1, "quiz", onward=True)), t),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", _pages(translator("en")))
def test_taken_by_telegram(name: str, language: str, tdlib_reads: Callable[[str], str]) -> None:
    """Every page is text Telegram takes and shows as it was meant, and its buttons come back as they were made."""
    for page in _pages(translator(language))[name]:
        assert tdlib_reads(page.html).strip()
        assert len(tdlib_reads(page.html)) <= 4096
        for button in (button for row in page.buttons for button in row):
            assert parse(button.data).name


def test_nothing_is_not_counted() -> None:
    """A session that ends before its first answer says that it is over, and counts nothing."""
    page = session.summary(translator("en"), replace(SUMMARY, went=(), scores=(), comes=(), lost_deck=True))
    title, *rest = page.html.split("\n\n")
    assert title == "<b>That is it for now</b>"
    assert rest == ["The deck these questions came from is no longer there."]


def test_no_answer_is_not_right() -> None:
    """Questions without an answer count among those of an exam, so that half an exam is never all of it right."""
    page = exam.result(
        translator("en"), replace(EXAM, went=(replace(WENT, right=True), replace(WENT, rating=None)))
    )
    assert "(50%)" in page.html


def test_an_exam_tells_nothing() -> None:
    """Neither the answer nor a mark, a hint or a rating stands in an exam's question."""
    t = translator("en")
    face = replace(FACE, card=replace(CARD, answer="secret", hint="secret", explanation="secret"), shown=True)
    (page,) = render.post(face, t)
    assert "secret" not in page.html
    assert "✅" not in page.html
    names = {parse(button.data).name for row in page.buttons for button in row}
    assert names == {"select", "give", "skip", "handin"}


@pytest.mark.parametrize(
    ("step", "bar"), [((1, 1), ""), ((2, 5), "●●○○○ "), ((1, 50), "●○○○○○○○○○ "), ((50, 50), "●" * 10 + " ")]
)
def test_progress(step: tuple[int, int], bar: str) -> None:
    """A dot a question, ten dots at most, and none for a single question."""
    assert session.progress(translator("en"), step).startswith(f"{bar}Question")
