"""Answering in more than a rating: writing, ticking points."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import telegram

from bot.domain.card import Card, Deck
from bot.domain.chat import LANGUAGES
from bot.domain.mode import Mode
from bot.i18n.translator import Translator, translator
from bot.sandbox import notices
from bot.sandbox.objects import Chat, Query, Text
from bot.storage import answers, chats, learners
from bot.storage.answers import Given
from bot.tg.application import handle
from tests.house import House, house

LONG = "It smooths the path:\n\n- it averages past gradients\n- it damps oscillation\n- it speeds up flat regions"
SHORT = Card("momentum", "What remembers past gradients?", "Momentum", hint="It has mass.")
OTHERS = tuple(Card(f"k{at}", f"What is the name of number {at}?", f"Name{at}") for at in range(12))
THINGS = ("momentum", "averaging", "smoothing", "inertia", "friction")
POINTS = tuple(Card(thing, f"What is {thing} good for?", LONG) for thing in THINGS)
DECKS = (Deck("words", "Words", "en", (SHORT, *OTHERS)), Deck("points", "Points", "en", POINTS))


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """A house with short answers in one deck and an answer of three points in another."""
    async with house(tmp_path, DECKS) as home:
        yield home


async def answers_by(home: House, mode: Mode, language: str = "en", chat: Chat | None = None) -> Translator:
    """Ana's chat, or another, reads this language and is asked in this mode."""
    chat_id, kind = (chat.id, "group") if chat else (home.ana.user.id, "private")
    async with home.app.desk.database.write() as conn:
        now = home.app.desk.now()
        await chats.meet(conn, chat_id, "group" if kind == "group" else "private", "", language, now)
        await chats.choose_language(conn, chat_id, language, now)
        await chats.choose_mode(conn, chat_id, mode)
    return translator(language)


async def last_answer(home: House, user_id: int | None = None) -> Given | None:
    """The newest answer that stands."""
    async with home.app.desk.database.read() as conn:
        learner = await learners.find(conn, "person", user_id or home.ana.user.id)
        return await answers.latest(conn, learner.id) if learner else None


async def asked(home: House, key: str = "momentum") -> str:
    """Ana is asked until it is the question with this key; returns its answer."""
    await home.ana.says("/quiz words" if key == "momentum" else "/quiz 1 points")
    return next(card.answer for card in (SHORT, *OTHERS, *POINTS) if card.question in home.text(home.ana))


async def test_choosing(home: House) -> None:
    """In every language the settings have a page of the ways to answer, and the next question comes in the new one."""
    await home.ana.says("/settings")
    for language in LANGUAGES:
        t = await answers_by(home, "reveal", language)
        await home.ana.says("/settings")
        await home.ana.taps(t("settings.mode"))
        toast = await home.ana.taps(t("mode.typed"))
        assert toast.text == t("settings.mode_done")
        home.ana.sees(f"✓ {t('mode.typed')}")
    await home.ana.says("/quiz words")
    home.ana.sees(t("typed.ask"))


async def test_choosing_for_a_group_and_a_channel(home: House) -> None:
    """A group is offered what its members can do together, a channel what needs no names; members choose nothing."""
    await home.ana.says("/settings", home.group)
    toast = await home.ben.taps("How I answer", home.group)
    assert toast.alert
    await home.ana.taps("How I answer", home.group)
    group = [button["text"] for row in home.ana.last(home.group).rows for button in row]
    assert group == ["✓ look and rate", "quiz poll", "quiz buttons", "write it", "‹ Back"]
    await home.ana.says("/settings @daily_questions")
    await home.ana.taps("How I answer")
    channel = [button["text"] for row in home.ana.last().rows for button in row]
    assert channel == ["✓ look and rate", "quiz poll", "‹ Back"]


# Written answers


NEAR = {  # a question, its answer, and how people write that: slips, order, capitals, ё, diacritics, traditional signs
    "en": (
        ("What does dropout switch off?", "Hidden units", "hiden unit"),
        ("Which step looks ahead?", "Nesterov momentum", "MOMENTUM, NESTEROV!"),
    ),
    "ru": (
        ("Какую потерю берут для классов?", "Перекрёстная энтропия", "перекрестная энтропия"),
        ("Чем делают сеть реже?", "Прореживание слоёв", "слоев прореживание"),
    ),
    "pl": (
        ("Jaką stratę ma regresja?", "Błąd średniokwadratowy", "blad sredniokwadratowy"),
        ("Co dzieli dane pytaniami?", "Drzewo decyzyjne", "decyzyjne drzewo"),
    ),
    "zh": (
        ("从数据中学习规律的学科叫什么？", "机器学习", "機器學習"),
        ("训练误差小而测试误差大，这叫什么？", "过拟合", " 過擬合。"),
    ),
}


async def test_writing(tmp_path: Path) -> None:
    """A right answer is counted at once, a wrong one too and can be overruled; both show what the card says."""
    decks = [
        Deck(
            f"own{language}",
            language,
            language,
            tuple(Card(f"k{at}", *each[:2]) for at, each in enumerate(of)),
        )
        for language, of in NEAR.items()
    ]
    async with house(tmp_path, decks) as home:
        for language, of in NEAR.items():
            t = await answers_by(home, "typed", language)
            await home.ana.says(f"/quiz own{language}")
            home.ana.sees(t("typed.ask"))
            question = home.ana.last()
            await home.ana.says(next(near for asks, _, near in of if asks in home.text(home.ana)))
            assert (given := await last_answer(home)) is not None
            assert (given.rating, given.how.mode, given.how.right) == (4, "typed", True)
            assert home.ana.last() is not question
            assert not question.rows
            home.ana.sees(t("verdict.near"))
            await home.ana.taps(t("quiz.onward"))
            home.ana.sees(t("typed.ask"))
            await home.ana.says("something else altogether")
            home.ana.sees(t("verdict.other"))
            assert (given := await last_answer(home)) is not None
            assert (given.rating, given.how.right, given.how.given) == (1, False, "something else altogether")
            toast = await home.ana.taps(t("typed.overrule"))
            assert "4" in toast.text
            assert (given := await last_answer(home)) is not None
            assert (given.rating, given.how.right) == (4, True)
            assert t("typed.overrule") not in home.ana.buttons()
            home.ana.sees(t("typed.overruled"))
        await home.ana.taps(t("quiz.onward"))
        home.ana.sees(t("session.over"))


async def test_long_answer_is_only_proposed(home: House) -> None:
    """Of a long answer the bot says what it did not find and proposes; the person rates."""
    await answers_by(home, "typed")
    await asked(home, "points")
    await home.ana.says("It averages the past gradients and does not damp the oscillations.")
    home.ana.sees("I did not find in it:\n    ▫️ it speeds up flat regions")
    home.ana.sees("you decide")
    assert await last_answer(home) is None
    coloured = [button["text"] for row in home.ana.last().rows for button in row if button.get("style")]
    assert len(coloured) == 1
    await home.ana.taps("5 ·")
    assert (given := await last_answer(home)) is not None
    assert (given.rating, given.how.mode, given.how.right) == (5, "typed", None)


async def test_edited_answer(home: House) -> None:
    """An edited answer counts as it reads now until it is rated; then the person is told."""
    await answers_by(home, "typed")
    await asked(home, "points")
    said = await home.ana.says("It averages gradients.")
    home.ana.sees("▫️ it damps oscillation")
    await home.ana.edits(said, "It averages past gradients, damps oscillation, speeds up flat regions.")
    home.ana.does_not_see("▫️ it damps oscillation")
    await home.ana.taps("4 ·")
    await home.ana.edits(said, "No idea.")
    home.ana.sees("counted already")
    assert (given := await last_answer(home)) is not None
    assert given.how.given == "It averages past gradients, damps oscillation, speeds up flat regions."
    other = await home.ana.says("/help")
    before = len(home.ana.messages())
    await home.ana.edits(other, "/help me")
    assert len(home.ana.messages()) == before


async def test_overruled_too_late(home: House) -> None:
    """Who was right must say so within ten minutes."""
    await answers_by(home, "typed")
    await asked(home)
    await home.ana.says("something else altogether")
    await home.passes(minutes=11)
    toast = await home.ana.taps("I was right")
    assert toast.alert
    assert (given := await last_answer(home)) is not None
    assert given.rating == 1


async def test_undo_of_a_written_answer(home: House) -> None:
    """A decision taken back leaves the question open to a rating, in a session that has not gone on."""
    await answers_by(home, "typed")
    await home.ana.says("/quiz 2 words")
    await home.ana.says("something else altogether")
    await home.ana.taps("Undo")
    home.ana.sees("Question 1 of 2")
    await home.ana.taps("3 ·")
    home.ana.sees("Question 2 of 2")
    await home.ana.taps("Show the answer")
    await home.ana.taps("4 ·")
    home.ana.sees("You answered 2 questions")


async def test_answer_to_an_older_question(home: House) -> None:
    """A text answers the newest question, a reply the one it replies to, and no question twice."""
    await answers_by(home, "typed")
    await home.ana.says("/subscribe 09:00")
    await home.until(9)
    daily = home.ana.last()
    older = home.text(home.ana)
    await home.until(9)
    newer = home.text(home.ana)
    await home.ana.says("something else altogether", reply_to=daily)
    assert older.split("\n")[0] in home.text(home.ana)
    shown = home.ana.last()
    await home.ana.says("something else altogether")
    assert newer.split("\n")[0] in home.text(home.ana)
    for standing, text in (
        (shown, "again"),
        (daily, "and again"),
    ):  # the answer, and the question it moved away from
        await home.ana.says(text, reply_to=standing)
        assert "counted already" in home.text(home.ana)
        await home.ana.says("/help")


async def test_answer_without_words(home: House) -> None:
    """A voice message, a sticker or a photograph is told kindly that answers are written; the question waits on."""
    for language in LANGUAGES:
        t = await answers_by(home, "typed", language)
        await asked(home)
        for kind in ("voice", "sticker"):
            await handle(home.app.desk, wordless(home, kind))
            assert home.text(home.ana) == t("typed.wordless")
    await home.ana.sends_photo()
    assert home.text(home.ana) == t("typed.wordless")
    await home.ana.taps(t("post.show"))
    await handle(home.app.desk, wordless(home, "voice"))
    assert home.text(home.ana) != t("typed.wordless")


def wordless(home: House, kind: str) -> telegram.Update:
    """What Telegram tells of a voice message or a sticker."""
    file: dict[str, Any] = {"file_id": "f", "file_unique_id": "u"}
    content = {
        "voice": {**file, "duration": 3},
        "sticker": {
            **file,
            "type": "regular",
            "width": 9,
            "height": 9,
            "is_animated": False,
            "is_video": False,
        },
    }
    user = home.ana.user
    message = {
        "message_id": 9_000,
        "date": 1_772_000_000,
        "chat": {"id": user.id, "type": "private", "first_name": "Ana"},
        "from": {"id": user.id, "is_bot": False, "first_name": "Ana"},
        kind: content[kind],
    }
    update = telegram.Update.de_json({"update_id": 77_000_000, "message": message}, home.app.desk.bot)
    assert update is not None
    return update


STRANGE = {
    "nothing but signs nobody sees": ("\u200b🙂\u202e", "There are no words in it"),
    "zero-width and bidi characters inside": ("\u202eda\u200bmps oscil\u200dlation\u2069", "🟨"),
    "100 KB": ("momentum " * 11_000, "❌"),
    "markup": ("<b>&amp;</b> of (nothing)", "<b>&amp;</b> of (nothing)"),
}


async def test_strange_text(home: House) -> None:
    """Whatever is written has an answer."""
    await answers_by(home, "typed")
    for text, verdict in STRANGE.values():
        await home.ana.says("/quiz points")
        await home.ana.says(text)
        assert verdict in home.text(home.ana)


async def test_cards_are_not_answers(home: House) -> None:
    """A question with its options, or a long deck, is taken for cards while a question waits; lists are answers."""
    await answers_by(home, "typed")
    await asked(home, "points")
    await home.ana.says("What keeps an index sorted?\n+ a B-tree\n- a hash table")
    home.ana.sees("My cards")
    await home.ana.says(
        "# Deck\n\n## What is one?\n\nOne.\n\n## What is two?\n\nTwo.\n\n## What is three?\n\nThree."
    )
    home.ana.sees("3 cards")
    await home.ana.says("Pros:\n+ averages past gradients\n- nothing")
    home.ana.sees("Your answer:")
    await home.ana.says("nothing waits for this")
    home.ana.sees("I did not understand that")


async def test_handled_twice(home: House) -> None:
    """An answer whose update is handled again, as after a crash, is shown again and counted once."""
    await answers_by(home, "typed")
    await asked(home)
    said = await home.ana.says("something else altogether")
    before = len(home.ana.messages())
    user = home.ana.user
    message = {
        "message_id": said.id,
        "date": said.date,
        "chat": {"id": user.id, "type": "private", "first_name": "Ana"},
        "from": {"id": user.id, "is_bot": False, "first_name": "Ana"},
        "text": "something else altogether",
    }
    update = telegram.Update.de_json({"update_id": 77_000_001, "message": message}, home.app.desk.bot)
    assert update is not None
    await handle(home.app.desk, update)
    assert len(home.ana.messages()) == before
    assert "❌" in home.text(home.ana)


async def test_in_a_group(home: House) -> None:
    """Members reply to the question, each for themselves, once, and are told nothing that gives it away."""
    for language in LANGUAGES:
        t = await answers_by(home, "typed", language, home.group)
        await home.ben.says("/quiz words", home.group)
        question = home.ben.sees(t("typed.ask_group"), home.group)
        assert isinstance(question.content, Text)
        right = next(card.answer for card in (SHORT, *OTHERS) if card.question in question.content.text)
        await home.ben.says(right.lower(), home.group, reply_to=question)
        home.ben.sees(t("verdict.near"), home.group)
        await home.chen.says("something else altogether", home.group, reply_to=question)
        home.chen.sees(t("verdict.other"), home.group)
        await home.chen.says(right, home.group, reply_to=question)
        home.chen.sees(t("typed.counted"), home.group)
        assert (ben := await last_answer(home, home.ben.user.id)) is not None
        assert (chen := await last_answer(home, home.chen.user.id)) is not None
        assert (ben.rating, ben.how.right, chen.rating, chen.how.right) == (4, True, 1, False)
    before = len(home.group.messages)
    await home.ana.says(right, home.group)
    await home.ana.says(right, home.group, reply_to=home.chen.last(home.group))
    assert len(home.group.messages) == before + 2


async def test_long_answer_in_a_group(home: House) -> None:
    """What words cannot decide its writer rates under the question, and hears nothing of what was missed."""
    await answers_by(home, "typed", "en", home.group)
    await home.ben.says("/quiz points", home.group)
    await home.ben.says("It averages past gradients", home.group, reply_to=home.ben.last(home.group))
    assert "rate yourself under the question. I suggest 2." in home.group.messages[-1].words.text
    assert "oscillation" not in home.group.messages[-1].words.text
    assert await last_answer(home, home.ben.user.id) is None
    await home.ben.taps("3", home.group)
    assert (given := await last_answer(home, home.ben.user.id)) is not None
    assert given.rating == 3


# Points


async def test_checklist(home: House) -> None:
    """The reader writes or thinks, ticks points, and the share suggests the rating; ticks stay."""
    for language in LANGUAGES:
        t = await answers_by(home, "checklist", language)
        await asked(home, "points")
        home.ana.sees(t("checklist.ask"))
        await home.ana.says("averages and damps")
        home.ana.sees(t("checklist.tick"))
        for point in ("1. it", "2. it", "1. it", "3. it"):
            await home.ana.taps(point)
        labels = home.ana.buttons()
        assert [label[:4] for label in labels[:3]] == ["▫️ 1", "✅ 2.", "✅ 3."]
        coloured = [button["text"] for row in home.ana.last().rows for button in row if button.get("style")]
        assert [label[0] for label in coloured] == ["3"]
        await home.ana.taps(coloured[0])
        assert (given := await last_answer(home)) is not None
        assert (given.rating, given.how.mode, given.how.given) == (3, "checklist", [1, 2])
    await asked(home)  # a word has no points to tick
    assert t("checklist.ask") not in home.text(home.ana)


FORGED = {
    "a sureness there is not": "sure:{post}:9",
    "no sureness": "sure:{post}",
    "a verdict before the answer": "judge:{post}:1",
    "a verdict there is not": "judge:{post}:7",
    "a tick where nothing is ticked": "tick:{post}:0",
    "overruling nothing": "overrule:{post}",
    "going on before the answer": "on:{post}",
    "somebody else's": "sure:999999:3",
    "a mode there is not": "set:{here}:mode:telepathy",
    "the mode of somebody else": "set:{ben}:mode:typed",
}


async def test_forged_buttons(home: House) -> None:
    """A button that was never there is refused in words, and nothing is counted or chosen."""
    await answers_by(home, "sure")
    await home.ana.says("/quiz words")
    post = int(home.ana.last().rows[0][0]["callback_data"].split(":")[1])
    names = {"post": post, "here": home.ana.user.id, "ben": home.ben.user.id}
    for data in FORGED.values():
        number = str(home.world.next_number("forged"))
        query = Query(
            number,
            home.world.bot,
            home.ana.user,
            home.ana.last(),
            data.format(**names),
            home.world.clock.now(),
        )
        home.world.queries[number] = query
        notices.tapped(query)
        await home.sandbox.idle()
        assert query.toast is not None
        assert query.toast.text, data
    assert await last_answer(home) is None
    async with home.app.desk.database.read() as conn:
        chat = await chats.get(conn, home.ana.user.id)
    assert chat is not None
    assert chat.mode == "sure"
    home.ana.sees("How sure are you")
