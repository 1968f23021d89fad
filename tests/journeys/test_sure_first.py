"""Saying how sure one is before the answer, and what comes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.card import Card, Deck
from bot.domain.chat import LANGUAGES
from bot.domain.mode import How
from bot.i18n.translator import Translator
from bot.sandbox.objects import Text
from bot.storage import answers, chats, learners
from bot.storage.answers import RatingIntent
from tests.house import House, house

WORDS = tuple(Card(f"k{at}", f"What is the name of number {at}?", f"Name{at}") for at in range(12))


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """A house with a deck of words."""
    async with house(tmp_path, (Deck("words", "Words", "en", WORDS),)) as home:
        yield home


async def says_first(home: House, language: str = "en") -> Translator:
    """Ana's chat reads this language, and she says how sure she is before she sees an answer."""
    t = await home.reads(language)
    async with home.app.desk.database.write() as conn:
        await chats.choose_mode(conn, home.ana.user.id, "sure")
    return t


async def test_how_sure(home: House) -> None:
    """Sureness first, then the answer, then right or wrong; both make the rating."""
    t = await says_first(home)
    await home.ana.says("/quiz words")
    for sure, rating in ((1, 3), (5, 5)):
        await says_how_sure(home, t, sure, right=True)
        async with home.app.desk.database.read() as conn:
            learner = await learners.find(conn, "person", home.ana.user.id)
            assert learner is not None
            given = await answers.latest(conn, learner.id)
        assert given is not None
        assert (given.rating, given.how.mode, given.how.sure, given.how.right) == (rating, "sure", sure, True)


async def test_sure_and_wrong_comes_first(home: House) -> None:
    """Of what was wrong, that of which the reader was sure comes back first."""
    for language in LANGUAGES:
        t = await says_first(home, language)
        await home.ana.says("/quiz 2 words")
        await says_how_sure(home, t, 2, right=False)
        surprise = await says_how_sure(home, t, 5, right=False)
        await home.passes(minutes=15)
        await home.ana.says("/quiz 1 words")
        assert await says_how_sure(home, t, 3, right=True) == surprise


async def says_how_sure(home: House, t: Translator, sure: int, *, right: bool) -> str:
    """Ana goes through one question; returns its text."""
    message = home.ana.sees(t("sure.ask"))
    assert isinstance(message.content, Text)
    question = next(card.question for card in WORDS if card.question in message.content.text)
    await home.ana.taps(str(sure), message=message)
    home.ana.sees(t("sure.was", sure=sure))
    interval = "\0"
    label = t("sure.right" if right else "sure.wrong", interval=interval).partition(" · ")[0]
    await home.ana.taps(label)
    return question


async def test_stats_tell_how_well_sureness_matches(home: House) -> None:
    """/stats compares what a person was sure of with what they were not, once there is enough."""
    await says_first(home)
    await home.ana.says("/stats")
    for number, (sure, right) in enumerate(
        ((5, True), (4, True), (1, False), (2, True), (4, False), (1, True))
    ):
        if number == 5:
            await home.ana.says("/stats")
            home.ana.does_not_see("right when you were sure")
        await record(home, number + 1, How("sure", sure, right))
    await home.ana.says("/stats")
    home.ana.sees("right when you were sure: 67%, otherwise: 67%")


async def record(home: House, card_id: int, how: How) -> None:
    """Ana has answered a card like this."""
    now = home.app.desk.now()
    async with home.app.desk.database.write() as conn:
        learner = await learners.find(conn, "person", home.ana.user.id)
        assert learner is not None
        facts = {
            "rating": 3,
            "at": now,
            "zone": "UTC",
            "day": now.date(),
            "took_ms": None,
            "memory_before": None,
        }
        await answers.record(conn, RatingIntent(None, learner.id, card_id, how=how, **facts))
