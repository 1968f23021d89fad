"""The same concept in another language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.card import Card, Deck
from bot.sandbox.person import Person
from bot.storage import cards, learners, memories
from tests.house import House, house, in_every_language
from tests.journeys.test_bad_input import forges

DROPOUT = {
    "en": ("What does dropout do?", "It switches units off at random."),
    "ru": ("Что делает dropout?", "Случайно выключает нейроны."),
    "pl": ("Co robi dropout?", "Losowo wyłącza neurony."),
    "zh": ("dropout 做什么？", "随机关闭神经元。"),
}


def decks(*languages: str) -> list[Deck]:
    """A deck of one card in each of these languages."""
    return [
        Deck(f"d{each}", each, each, (Card(f"drop-{each}", *DROPOUT[each], hint=each, concept="dropout"),))
        for each in languages
    ]


@pytest.fixture
async def polyglot(tmp_path: Path) -> AsyncIterator[House]:
    """The bot with one concept in four languages."""
    async with house(tmp_path, decks(*DROPOUT)) as home:
        yield home


async def remembers(home: House, person: Person) -> dict[str, int]:
    """The last rating the person's memories come from, by the language of the card."""
    async with home.app.desk.database.read() as conn:
        me = await learners.find(conn, "person", person.user.id)
        kept = await memories.everything(conn, me.id if me else 0)
        return {
            (await cards.get(conn, card_id)).language: memory.rating for (_, card_id), memory in kept.items()
        }


async def test_turned_and_revealed(polyglot: House) -> None:
    """A question turned to another language is revealed, hinted at and rated in it; the memory is the card's own."""
    ana = polyglot.ana
    await ana.says("/quiz 1 den")
    for language in ("pl", "ru", "zh", "en", "pl"):
        t = await polyglot.reads(language)  # what the bot says around the question
        await ana.taps(f"🌐 {language.upper()}")
        assert DROPOUT[language][0] in polyglot.text(ana)
        assert (await ana.taps(t("post.hint"))).text == language
    await ana.taps(t("post.show"))
    assert DROPOUT["pl"][1] in polyglot.text(ana)
    await ana.taps("🌐 RU")
    assert "\n\n".join(DROPOUT["ru"]) in polyglot.text(ana)
    await ana.taps("4 ·")
    async with polyglot.app.desk.database.read() as conn:
        me = await learners.find(conn, "person", ana.user.id)
        assert me is not None
        rated = [cards_ for cards_ in range(1, 5) if await memories.get(conn, me.id, cards_)]
        assert [(await cards.get(conn, card_id)).language for card_id in rated] == ["en"]


async def test_a_daily_question_and_its_follow_up(polyglot: House) -> None:
    """A daily question can be turned, before and after its rating, and its follow-up; a group's cannot."""
    ana = polyglot.ana
    await polyglot.ana.says("/quiz den", polyglot.group)
    question = ana.last(polyglot.group)
    assert "🌐" not in str(question.rows), "what many read stays as it came"
    await forges(polyglot, ana, question, "tongue:1:ru")
    ana.sees(DROPOUT["en"][0], polyglot.group)
    await ana.says("/subscribe 09:00")
    await polyglot.until(9)
    await ana.taps("🌐 PL")
    await ana.taps("Show the answer")
    await ana.taps("1 ·")
    assert DROPOUT["pl"][1] in polyglot.text(ana)
    await ana.taps("🌐 RU")
    assert DROPOUT["ru"][1] in polyglot.text(ana)
    await polyglot.passes(minutes=11)
    assert DROPOUT["en"][0] in polyglot.text(ana)
    await ana.taps("🌐 PL")
    assert DROPOUT["pl"][0] in polyglot.text(ana)


async def test_only_where_there_is_another(tmp_path: Path) -> None:
    """A card of one language has no globe, nor has a group's; a forged one turns nothing."""
    async with house(tmp_path, decks("en")) as home:
        await home.ana.says("/quiz 1")
        assert not any("🌐" in button for button in home.ana.buttons())
        toast = await forges(home, home.ana, home.ana.last(), "tongue:1:ru")
        assert toast.text == "This question is over."
        home.ana.sees(DROPOUT["en"][0])


async def test_a_deck_of_one_s_own(polyglot: House) -> None:
    """A person's own card of a concept is turned to the operator's, and nobody else sees theirs."""
    mine = (
        '{"format": "quizbot", "version": 1, "slug": "mine", "title": "Mine", "language": "de", "cards": [\n'
    )
    mine += '{"key": "d", "question": "Was macht Dropout?", "answer": "Es schaltet ab.", "concept": "dropout"}\n]}'
    await polyglot.ana.sends_file("mine.json", mine)
    await polyglot.ana.taps("Add 1 card")
    await polyglot.ana.taps("Ask me now")
    polyglot.ana.sees("Was macht Dropout?")
    await polyglot.ana.taps("🌐 EN")
    polyglot.ana.sees(DROPOUT["en"][0])
    await polyglot.ben.says("/quiz 1 den")
    for _ in range(4):
        await polyglot.ben.taps("🌐")
        polyglot.ben.does_not_see("Was macht")


@in_every_language
async def test_undo_after_another_language(tmp_path: Path, language: str) -> None:
    """A rating is taken back although its card was asked in another language since, and then the card's memory is back.

    A rating in that other language has to be taken back first.
    """
    other = "en" if language != "en" else "ru"
    async with house(tmp_path, decks("en", "ru", "pl", "zh")) as home:
        ana, t = home.ana, await home.reads(other)
        await ana.says("/quiz 1")
        await ana.taps(t("post.show"))
        await ana.taps("🌐")
        t = await home.reads(language)
        await ana.taps("1 ·")
        ana.sees(DROPOUT[language][0])
        assert await remembers(home, ana) == {language: 1}, "it went with the question"
        await ana.taps(t("post.show"))
        await ana.taps("4 ·")
        toast = await forges(home, ana, ana.last(), "undo:1")
        assert toast.text == t("undo.rated_again")
        await ana.says("/undo")
        ana.sees(t("undo.done"))
        assert await remembers(home, ana) == {language: 1}
        await ana.says("/undo")
        ana.does_not_see(t("undo.rated_again"))
        assert await remembers(home, ana) == {}, "the card was new before"
        await ana.taps("3 ·")
        assert await remembers(home, ana) == {other: 3}
