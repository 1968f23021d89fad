"""What comes by itself on which day: what was ignored, siblings, and the daily limit of new cards."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.sandbox.objects import Message
from tests.house import House, house
from tests.rooms import card, deck

QUESTION = "in a database?"


def questions(home: House) -> list[Message]:
    """The questions Ana's private chat shows, oldest first."""
    return [one for one in home.ana.messages() if one.words and QUESTION in one.words.text]


async def test_a_question_ignored_for_a_week_is_asked_again(tmp_path: Path) -> None:
    """A card that was asked and left is over after a week, so that a small deck never falls silent."""
    async with house(tmp_path, [deck(card("joins"), card("locks"))]) as home:
        await home.ana.says("/subscribe 09:00")
        for _ in range(12):
            await home.until(9)
        assert len(questions(home)) == 4  # two in the first days, and the same two a week later
        await home.ana.taps("Show the answer")
        home.ana.sees("It depends on")


async def test_siblings_keep_to_different_days(tmp_path: Path) -> None:
    """A follow-up waits for tomorrow when its sibling was asked today."""
    siblings = deck(card("joins", concept="c"), card("locks", concept="c"))
    async with house(tmp_path, [siblings]) as home:
        for _ in range(2):  # one a day
            await home.ana.says("/quiz 1")
            await home.ana.taps("Show the answer")
            await home.ana.taps("3 ·")
            await home.until(7)
        days = []
        for _ in range(12):
            await home.passes(days=1)
            days.append(len(questions(home)))
            for _ in range(3):
                await home.passes(hours=2)
            assert len(questions(home)) - days[-1] <= 1
        asked = [datetime.fromtimestamp(one.date, UTC).date() for one in questions(home)]
        assert len(asked) == len(set(asked)) > 2


async def test_new_cards_keep_to_their_limit_unanswered_too(tmp_path: Path) -> None:
    """Three hours a day bring no more new cards than the limit, although none was answered."""
    async with house(tmp_path, new_a_day=2) as home:
        await home.ana.says("/subscribe 09:00 10:00 11:00")
        for hour in (9, 10, 11):
            await home.until(hour)
        assert len(questions(home)) == 2
        await home.until(9)
        assert len(questions(home)) == 3
