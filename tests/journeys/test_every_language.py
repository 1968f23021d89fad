"""What a person meets, walked from end to end in each of the four languages, in the words they see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.decks.writer import write
from bot.domain.card import Card, Choice, Deck
from bot.domain.chat import LANGUAGES, Style
from bot.domain.mode import Mode
from bot.i18n.translator import Translator, translator
from bot.sandbox.objects import Message, Photo, Poll, Rich, Text
from bot.storage import chats
from bot.storage.tables import events
from tests.house import House, house, in_every_language
from tests.journeys.test_pace import dues, knows, wants
from tests.journeys.test_reports import shared
from tests.rooms import card, deck

MATRIX = r"$$\begin{pmatrix}a&b\\c&d\end{pmatrix}$$"
CODE = "```python\nfor row in rows: pass\n```\n\n|join|cost|\n|-|-|\n|hash|memory|"
LONG = "\n\n".join(f"Paragraph {number} " + "word " * 150 for number in range(9))
POINTS = "It smooths the path:\n\n- it averages past gradients\n- it damps oscillation\n- it speeds up flat regions"
THINGS = ("momentum", "averaging", "smoothing", "inertia")
NOTES = "# Notes\n\n#flashcards\n\nheap:::a kind of tree\n\nA ==router== forwards packets.\n"
TREE = Card(
    "tree",
    "Which index serves a range of dates?",
    "Its keys are sorted.",
    choices=(
        Choice("a B-tree", right=True),
        Choice("a hash table", right=False),
        Choice("a Bloom filter", right=False),
    ),
)


async def answers_by(home: House, mode: Mode) -> None:
    """Ana is asked in this mode from now on."""
    async with home.app.desk.database.write() as conn:
        await chats.choose_mode(conn, home.ana.user.id, mode)


async def looks(home: House, style: Style) -> None:
    """Ana's questions have this look from now on."""
    async with home.app.desk.database.write() as conn:
        await chats.choose_style(conn, home.ana.user.id, style)


async def rates(home: House, t: Translator, rating: int) -> None:
    """Ana looks at the answer and rates it."""
    await home.ana.taps(t("post.show"))
    await home.ana.taps(f"{rating} ·")


async def happened(home: House) -> list[str]:
    """What was noted beside answers."""
    async with home.app.desk.database.read() as conn:
        return list(await conn.scalars(select(events.c.kind).order_by(events.c.id)))


def marked(message: Message) -> set[str]:
    """The kinds of entities in a message."""
    assert isinstance(message.content, Text)
    return {str(entity["type"]) for entity in message.content.entities}


def a_card_of_each_look(language: str) -> Deck:
    """A deck in this language, whose cards have a tag each."""
    answers = {
        "auto": MATRIX,
        "rich": "A line.",
        "classic": MATRIX,
        "code": CODE,
        "long": LONG,
        "old": MATRIX,
    }
    cards = [
        card(f"{tag}-{language}", tags=(f"{tag}_{language}",), answer=text) for tag, text in answers.items()
    ]
    return deck(*cards, slug=f"looks{language}", language=language)


async def test_looks(tmp_path: Path) -> None:
    """A card is rich where it needs that, or as the chat wants; code, tables, long answers classic; times local."""
    async with house(tmp_path, [a_card_of_each_look(each) for each in LANGUAGES], new_a_day=50) as home:
        ana = home.ana
        for language in LANGUAGES:
            t = await home.reads(language)
            for style, kind in (("rich", Rich), ("classic", Photo)):
                await ana.says("/settings")
                await ana.taps(t("settings.style"))
                await ana.taps(t(f"style.{style}"))
                ana.sees(t("settings.line", name=t("settings.style"), value=t(f"style.{style}")))
                await ana.says(f"/quiz 1 #{style}_{language}")
                await ana.taps(t("post.show"))
                assert isinstance(ana.last().content, kind)
                await ana.taps("4 ·")
                ana.sees(t("session.over"))
            await looks(home, "auto")
            await ana.says(f"/quiz 1 #auto_{language}")
            assert isinstance(ana.last().content, Rich)
            await ana.says(f"/quiz 1 #code_{language}")
            await ana.taps(t("post.show"))
            assert "pre" in marked(ana.last())
            long = home.count("Paragraph 0"), home.count("Paragraph 8")
            await ana.says(f"/quiz 1 #long_{language}")
            await ana.taps(t("post.show"))
            assert (home.count("Paragraph 0"), home.count("Paragraph 8")) == (long[0] + 1, long[1] + 1)
            await ana.says("/subscribe 09:00")
            assert "date_time" in marked(ana.sees(t("subscribed.title")))
        home.sandbox.api_version = (10, 0)
        await looks(home, "rich")
        for language in LANGUAGES:
            await home.reads(language)
            await ana.says(f"/quiz 1 #old_{language}")
            assert isinstance(ana.last().content, Text)


@in_every_language
async def test_sessions(home: House, language: str) -> None:
    """What is hard, starred or hidden; ended early, left and taken up; exams handed in and run out."""
    ana, t = home.ana, await home.reads(language)
    for which, told in (("hard", "quiz.no_hard"), ("starred", "marks.none_starred")):
        await ana.says(f"/quiz {which}")
        ana.sees(t(told))
    await ana.says("/quiz 5 databases")
    ana.sees(t("post.step", done=1, size=5))
    await ana.taps(t("post.show"))
    assert (await ana.taps("☆")).text == t("mark.starred")
    await ana.taps("2 ·")
    await ana.taps(t("session.end"))
    ana.sees(t("session.ended"))
    ana.sees(t("session.counts", known=0, shaky=0, missed=1))
    await ana.taps(t.plural("session.more", 5))
    await rates(home, t, 4)
    await ana.says("/quiz")
    ana.sees(t("session.offer"))
    await ana.taps(t("session.go_on"))
    await ana.taps(t("post.show"))
    assert (await ana.taps("🙈")).text == t("mark.hidden")
    await ana.taps(t("mark.go_on"))
    await ana.says("/quiz")
    await ana.taps(t("session.new"))
    ana.sees(t("post.step", done=1, size=3))
    for which in ("10 databases hard", "starred"):
        await ana.says(f"/quiz {which}")
        ana.sees(t("post.step", done=1, size=1))
    await ana.says("/decks")
    ana.sees(t("marks.starred", count=1))
    ana.sees(t("marks.hidden", count=1))
    await ana.says("/exam 4 30m databases")
    await ana.says("/quiz 5")
    ana.sees(t("exam.running"))
    await ana.taps(t("session.go_on"))
    await ana.taps(t("exam.hand_in"))
    await ana.taps(t("exam.back"))
    await ana.taps(t("exam.hand_in"))
    await ana.taps(t.plural("exam.hand_in_sure", 4))
    ana.sees(t.plural("exam.unanswered", 4))
    ana.sees(t("exam.weak", tags="#sql 0/4"))
    await ana.says("/exam 2 5m databases")
    await home.passes(minutes=6)
    ana.sees(t("exam.time_over"))


@in_every_language
async def test_pace(home: House, language: str) -> None:
    """A pace is chosen; a miss comes in ten minutes; a break; a backlog; and quiet when nobody answers."""
    ana, t = home.ana, await home.reads(language)
    await ana.says("/pace")
    for field, value in (("new", "3"), ("reviews", "5"), ("light", t.weekday(1))):
        await ana.taps(t(f"pace.{field}"))
        ana.sees(t(f"pace.{field}_how"))
        await ana.taps(value)
    await ana.taps(t("button.back"))
    for field, value in (
        ("new", "3"),
        ("reviews", "5"),
        ("light", t.weekday(1)),
        ("hours", t("pace.any_time")),
    ):
        ana.sees(t("settings.line", name=t(f"pace.{field}"), value=value))
    await ana.says("/today")
    await rates(home, t, 1)
    await home.passes(seconds=598)
    ana.does_not_see(t("post.review"))
    await home.passes(seconds=2)
    ana.sees(t("post.review"))
    await rates(home, t, 4)
    await ana.says("/pause")
    before = await dues(home)
    await ana.taps(t.plural("pause.days", 7))
    ana.sees(t("pause.begun", day=t.day(date(2026, 3, 9))))
    assert await dues(home) == [due + timedelta(days=6) for due in before], "today is answered"
    await ana.taps(t("pause.end"))
    ana.sees(t("pause.ended"))
    assert await dues(home) == before
    for words, told in (("off", "pause.none"), ("0d", "usage.pause")):
        await ana.says(f"/pause {words}")
        ana.sees(t(told).split("\n")[0])
    await knows(home, 5, language=language)
    await wants(home, reviews_a_day=2)
    await home.passes(minutes=1)
    offer = ana.sees(t.plural("backlog.offer", 5))
    await ana.taps(t.plural("pace.a_day", 10), message=offer)
    ana.sees(t.plural("backlog.chosen", 10))
    for _ in range(5):
        await home.until(9)
    assert home.count(t("quiet.told")) == 1


@in_every_language
async def test_as_the_deck_says(home: House, language: str) -> None:
    """A card with a gap, and one that is asked both ways; their session ends in words when their deck is deleted."""
    ana, t = home.ana, await home.reads(language)
    await ana.sends_file("notes.md", NOTES)
    await ana.taps(t.plural("bring.add", 3))
    await ana.says("/quiz 3 notes")
    seen = set()
    for _ in range(2):  # the two sides of one keep to different days
        seen.add(home.text(ana).splitlines()[-1])
        await rates(home, t, 4)
    await home.passes(days=1)
    await ana.says("/quiz 1 notes")
    seen.add(home.text(ana).splitlines()[-1])
    assert {"heap", "a kind of tree"} < seen
    assert any(text.startswith("A ") and "router" not in text for text in seen)
    asked = ana.last()
    await ana.says("/decks")
    await ana.taps("Notes")
    await ana.taps(t("button.deck_delete"))
    await ana.taps(t("button.deck_delete_yes"))
    assert (await ana.taps(t("post.show"), message=asked)).text == t("post.over")
    assert asked.words
    assert t("session.lost_deck") in asked.words.text


@in_every_language
async def test_written_badly(tmp_path: Path, language: str) -> None:
    """A reply to an older question, an edit in time and one too late, nothing to read, and 100 KB."""
    points = tuple(Card(thing, f"What is {thing} good for?", POINTS) for thing in THINGS)
    async with house(tmp_path, [Deck("points", "Points", language, points)]) as home:
        ana, t = home.ana, await home.reads(language)
        await answers_by(home, "typed")
        await ana.says("/subscribe 09:00")
        await home.until(9)
        daily, older = ana.last(), home.text(ana)
        await home.until(9)
        newer = home.text(ana)
        said = await ana.says("It averages past gradients.", reply_to=daily)
        assert older.split("\n")[0] in home.text(ana)
        ana.sees(f"{t('typed.missed')}\n    ▫️ it damps oscillation")
        await ana.edits(said, "It averages past gradients and damps oscillation.")
        ana.does_not_see("▫️ it damps oscillation")
        await ana.taps("4 ·")
        await ana.edits(said, "No idea.")
        ana.sees(t("typed.counted"))
        await ana.says("\u200b\u202e")
        ana.sees(t("typed.empty"))
        await ana.says("lock\u200bs \u202eand queues " * 6_000)
        assert newer.split("\n")[0] in home.text(ana)
        ana.sees(t("verdict.other"))
        ana.sees(t("typed.proposed", rating=1))


@in_every_language
async def test_votes_that_are_none(home: House, language: str) -> None:
    """A vote taken back, a poll closed by hand, and options that an update of the deck changed under an open poll."""
    ana, t = home.ana, await home.reads(language)
    mine = Deck(
        "mine", "Trees", language, (TREE, replace(TREE, key="again", question="And a range of keys?"))
    )
    await ana.sends_file("mine.md", write(mine))
    await ana.taps(t.plural("bring.add", 2))
    await answers_by(home, "poll")
    await ana.says("/quiz 2 trees")
    ana.last().content.revoting = True  # as in a client that lets a quiz's vote go
    await ana.votes("a B-tree")
    await ana.votes()
    assert await happened(home) == ["retracted"]
    await ana.taps("3 ·")
    await ana.taps(t("quiz.onward"))
    newest = ana.last()
    assert isinstance(newest.content, Poll)
    changed = replace(TREE, choices=(*TREE.choices[1:], Choice("a sorted file", right=True)))
    cards = (changed, replace(changed, key="again", question="And a range of keys?"))
    await ana.sends_file("mine.md", write(replace(mine, cards=cards)))
    await ana.taps(t("bring.update"))
    await ana.votes("a B-tree", message=newest)
    ana.sees("✅ a B-tree")
    await ana.taps(t("quiz.onward"))
    ana.sees(t("session.over"))
    await home.passes(days=30)
    await ana.says("/quiz 1 trees")
    poll = ana.last().content
    assert isinstance(poll, Poll)
    assert "a sorted file" in [option.text for option in poll.options]
    home.world.close_poll(poll)
    await home.sandbox.idle()
    assert (await happened(home))[-1] == "closed"
    await ana.taps("3 ·")
    ana.sees(t("session.over"))


REASONS = (("unclear", "fine", "kept"), ("outdated", "fine", "kept"), ("duplicate", "withdraw", "withdrawn"))


@in_every_language
async def test_reports(home: House, language: str) -> None:
    """Every reason reaches the owner, and what they decide its reader."""
    await shared(home, language)
    t = translator(language)
    await home.ben.taps("🚩")
    await home.ben.taps(t("reason.other"))
    home.ben.sees(t("report.ask_words"))
    await home.ben.says("\u200b\u2060")
    home.ben.sees(t("note.nothing"))
    await home.ben.says("It is <too> short")
    home.ben.sees(t("report.thanks"))
    await home.passes(minutes=6)
    home.ana.sees("It is <too> short")
    await home.ana.taps(t("report.fine"))
    for reason, button, told in REASONS:
        await home.ben.taps("🚩")
        await home.ben.taps(t(f"reason.{reason}"))
        await home.ben.taps(t("report.enough"))
        await home.passes(minutes=6)
        home.ana.sees(t("report.news", deck="Networks", reason=t(f"reason.{reason}")))
        await home.ana.taps(t(f"report.{button}"))
        await home.passes(seconds=5)
        home.ben.sees(t(f"report.was_{told}"))
