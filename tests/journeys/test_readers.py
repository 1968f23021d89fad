"""Who is asked in which language, and what goes with them into another one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.actions import rebuild
from bot.cli.demo import Stage, open_stage
from bot.domain.card import Card, Deck
from bot.domain.memory import Memory
from bot.sandbox.objects import User
from bot.storage import chats, learners, memories, subscriptions
from tests.house import House, house

SUBJECTS = ("dropout", "attention", "padding")
TAGS = {"en": "layers", "ru": "слои", "pl": "warstwy"}
ASKS = {"en": "What is {}?", "ru": "Что такое {}?", "pl": "Czym jest {}?"}


def shelf() -> list[Deck]:
    """One deck in three languages, its cards versions of each other, and one of Python that is in English only."""
    decks = [
        Deck(
            f"dl-{language}", f"Learning {language}", language, tuple(_card(language, on) for on in SUBJECTS)
        )
        for language in ASKS
    ]
    python = Card("gil", "What does the GIL lock?", "The interpreter.", tags=("python",), concept="gil")
    return [*decks, Deck("python", "Python interviews", "en", (python,))]


def _card(language: str, subject: str) -> Card:
    answer = f"{subject}, {language}"
    return Card(subject, ASKS[language].format(subject), answer, tags=(TAGS[language],), concept=subject)


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[House]:
    """The bot with that shelf."""
    async with house(tmp_path, shelf()) as home:
        yield home


def speaks(user: User, language: str) -> None:
    """Telegram says so of a person from now on."""
    user.language = language


async def remembered(home: House) -> dict[int, Memory]:
    """What Ana remembers, by card."""
    async with home.app.desk.database.read() as conn:
        me = await learners.find(conn, "person", home.ana.user.id)
        assert me is not None
        return {card: memory for (_, card), memory in (await memories.everything(conn, me.id)).items()}


async def turns_to(home: House, name: str) -> str:
    """Ana changes the language in the settings; returns what the tap told her."""
    await home.ana.says("/settings")
    await home.ana.taps(next(each for each in home.ana.buttons() if each in {"Language", "Язык"}))
    return (await home.ana.taps(name)).text


@pytest.mark.parametrize(("language", "asks"), [("ru", "Что такое"), ("pl", "Czym jest"), ("zh", "W")])
async def test_own_language_or_english(library: House, language: str, asks: str) -> None:
    """Who chose no decks is asked in their language only, in English where there is none in it; so is their group."""
    ana = library.ana
    speaks(ana.user, language)
    await ana.says("/start")
    assert ("4" if language == "zh" else "3") in library.text(ana)
    await ana.says("/quiz 10")
    for _ in range(4 if language == "zh" else 3):
        assert library.text(ana).split("\n")[-1].startswith(asks) or asks in library.text(ana)
        assert "GIL" not in library.text(ana) or language == "zh"
        await ana.taps(ana.buttons()[0])
        await ana.taps("5 ·")
    assert len(await remembered(library)) == (4 if language == "zh" else 3)
    async with library.app.desk.database.write() as conn:
        await chats.choose_language(conn, library.group.id, language, library.world.clock.now())
    await ana.says("/quiz", library.group)
    ana.sees(asks, library.group)


async def test_chosen_by_name_topic_or_in_settings(library: House) -> None:
    """What is English only comes to a Russian reader who names it, by deck, by topic or in the settings."""
    ana = library.ana
    speaks(ana.user, "ru")
    for asked in ("/quiz 1 python", "/quiz 1 #python", "/exam 1 python"):
        await ana.says(asked)
        ana.sees("GIL")
    await ana.says("/subscribe 09:00 #python")
    await library.until(9)
    ana.sees("GIL")


async def test_what_is_followed_turns_too(library: House) -> None:
    """Decks and topics become those of the new language; what there is only in English stays what was asked for."""
    ana = library.ana
    await ana.says("/settings")
    await ana.taps("Decks")
    assert ana.buttons()[0] == "Learning en · 3"
    assert "Learning pl · 3 · PL" in ana.buttons()
    await ana.taps("Learning en")
    await ana.taps("Python")
    await ana.says("/subscribe 09:00 #layers #python")
    assert "Подборки" in await turns_to(library, "Русский")
    async with library.app.desk.database.read() as conn:
        wanted = await subscriptions.get(conn, ana.user.id)
    assert wanted is not None
    assert (wanted.decks, wanted.tags) == (("dl-ru", "python"), ("слои", "python"))
    await ana.says("/settings")
    ana.sees("Learning ru")


async def test_one_memory(library: House) -> None:
    """A concept keeps its schedule, star and follow-up across languages, and is no new card in any of them."""
    ana = library.ana
    await ana.says("/quiz 3")
    for rating in ("3 ·", "3 ·", "2 ·"):
        await ana.taps("Show the answer")
        await ana.taps(rating)
    before = await remembered(library)
    assert "по-русски" in await turns_to(library, "Русский")
    await library.passes(hours=8)
    ana.sees("Что такое")
    assert sorted((each.stability, each.due) for each in before.values()) == sorted(
        (each.stability, each.due) for each in (await remembered(library)).values()
    )
    await ana.taps("Показать ответ")
    await ana.taps("1 ·")
    async with library.app.desk.database.write() as conn:
        assert await rebuild.rebuild(conn, library.app.desk.policy.scheduler) == 0
    await library.passes(days=30)
    await ana.says("/quiz 10")
    ana.sees("Что такое")
    assert len(await remembered(library)) == 3
    await turns_to(library, "English")
    await library.passes(days=1)
    ana.sees("What is")
    assert len(await remembered(library)) == 3


async def test_a_group_in_another_language(library: House) -> None:
    """What was rated in an English group comes back in the language of the person's own chat."""
    ana = library.ana
    await library.ben.says("/quiz dl-en", library.group)
    speaks(ana.user, "ru")
    await ana.says("/start")
    await ana.taps("1", chat=library.group)
    await library.passes(minutes=11)
    ana.sees("Что такое")
    await ana.taps("Показать ответ")
    await ana.taps("4 ·")
    assert len(await remembered(library)) == 1
    await ana.says("/undo")
    assert [each.rating for each in (await remembered(library)).values()] == [1]
    await ana.says("/undo")
    ana.does_not_see("Что-то пошло не так")


async def test_the_demo_speaks_the_browsers_language(library: House) -> None:
    """The first browser that opens the demo says in which language its people, group and channel are asked."""
    stage = Stage(library.world, library.world.clock, ((-100500, "group", "Club"),))

    async def opened(language: str) -> None:
        await open_stage(library.app, stage, language)

    library.world.on_open = opened
    club = library.world.add_group("New club", [library.ana.user], admins=[library.ana.user])
    async with ClientSession() as browser:
        for preferred in ("ru-RU,ru;q=0.9,en;q=0.8", "pl"):
            async with browser.get(library.sandbox.url, headers={"Accept-Language": preferred}) as page:
                assert page.status == 200
    assert stage.opened == ["ru-RU"]
    await library.sandbox.idle()
    library.ana.sees("Готовы к собеседованию?", club)
    await library.ana.says("/quiz 1")
    library.ana.sees("Что такое")
