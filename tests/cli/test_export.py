"""Taking decks away, and bringing them into another database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.actions.adopt import adopt_histories
from bot.actions.rebuild import rebuild
from bot.actions.sync import sync
from bot.domain.history import History, Reviewed, Schedule
from bot.domain.memory import Memory
from bot.domain.schedule import Rules, Scheduler
from bot.storage import cards, learners, memories
from bot.storage.database import open_database
from tests.cli.running import Quizbot
from tests.decks.export.pasts import sample
from tests.rooms import card, deck

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
RATED = tuple(Reviewed(rating, NOW - timedelta(days=40 - 9 * at)) for at, rating in enumerate((3, 1, 4, 5)))
BACK = [("native", "md"), ("obsidian", "md"), ("json", "json"), ("apkg", "apkg")]


def config(folder: Path) -> str:
    """The path of settings with a database in the folder."""
    folder.mkdir(exist_ok=True)
    path = folder / "config.toml"
    path.write_text(f'database = "sqlite+aiosqlite:///{folder}/quiz.db"\ncards = ["{folder}/cards"]\n')
    return str(path)


async def _lived(folder: Path) -> None:
    """Two decks, and Ana (7), who answered two cards, one of them elsewhere."""
    database = await open_database(f"sqlite+aiosqlite:///{folder}/quiz.db")
    async with database.write() as conn:
        await sync(conn, [sample(), deck(slug="other")])
        ana = await learners.meet(conn, "person", 7, "Europe/Moscow", NOW)
        first, second, _ = sample().cards
        past = [History(first.key, RATED), History(second.key, (), Schedule(NOW.date(), 12, 2.3))]
        await adopt_histories(conn, ana, 1, past, Scheduler(Rules()), NOW)
    await database.close()


async def _believed(folder: Path) -> dict[str, Memory]:
    """Ana's memories by question, after a rebuild that finds nothing to mend."""
    database = await open_database(f"sqlite+aiosqlite:///{folder}/quiz.db")
    async with database.write() as conn:
        assert await rebuild(conn, Scheduler(Rules())) == 0
        ana = await learners.find(conn, "person", 7)
        assert ana
        stored = {each.id: each.card.question for each in await cards.active(conn)}
        everything = await memories.everything(conn)
    await database.close()
    return {stored[card]: memory for (learner, card), memory in everything.items() if learner == ana.id}


@pytest.mark.parametrize(("format_", "suffix"), BACK)
def test_a_deck_moves_to_another_database(
    quizbot: Quizbot, tmp_path: Path, format_: str, suffix: str
) -> None:
    """Export from one database, import into an empty one: the same memories, due at the same moments, and for good."""
    here, there = config(tmp_path / "here"), config(tmp_path / "there")
    asyncio.run(_lived(tmp_path / "here"))
    file = tmp_path / f"databases.{suffix}"
    out = quizbot(
        "export", "databases", "--to", str(file), "--format", format_, "--learner", "7", "--config", here
    )
    assert (out.code, out.err) == (0, "")
    assert "3 cards, 2 with a past" in out.out
    bring = (
        "import",
        str(file),
        "--to",
        str(tmp_path / "there" / "cards"),
        "--learner",
        "7",
        "--config",
        there,
    )
    brought = quizbot(*bring)
    assert (brought.code, brought.err) == (0, "")
    assert brought.out.splitlines()[-1].endswith("2 schedules taken over")
    assert asyncio.run(_believed(tmp_path / "there")) == asyncio.run(_believed(tmp_path / "here"))
    assert (
        quizbot(*bring).out.splitlines()[-1].endswith("0 schedules taken over, 2 cards have a past already")
    )


def test_all_decks_leave_at_once(quizbot: Quizbot, tmp_path: Path) -> None:
    """Without a name every deck goes to the folder, and without a learner nobody's past."""
    settings = config(tmp_path / "here")
    asyncio.run(_lived(tmp_path / "here"))
    ended = quizbot("export", "--to", str(tmp_path / "out"), "--format", "apkg", "--config", settings)
    assert ended.code == 0
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["databases.apkg", "other.apkg"]
    assert "8 cards, 0 with a past" in ended.out


def test_schedules_that_are_nobodys(quizbot: Quizbot, tmp_path: Path) -> None:
    """Without --learner the last line says how many schedules were not taken over."""
    settings = config(tmp_path / "here")
    asyncio.run(_lived(tmp_path / "here"))
    quizbot("export", "databases", "--to", "databases.json", "--learner", "7", "--config", settings)
    ended = quizbot("import", "databases.json", "--to", "cards")
    assert ended.out.splitlines()[-1].endswith("2 schedules not taken over: no --learner")


WRONG = {
    "an unknown deck": (("nothing", "--to", "x.json"), "no deck nothing"),
    "an unknown format": (("--to", "out", "--format", "docx"), "choose one of native, obsidian, apkg"),
    "an unknown ending": (("--to", "x.docx"), "no format goes by"),
    "several decks in one file": (("--to", "x.json"), "one file for 2 decks"),
    "an unknown learner": (("--to", "out", "--learner", "8"), "no learner 8"),
    "a place that cannot be": (("databases", "--to", "config/x.json"), "cannot be written"),
}


@pytest.mark.parametrize(("arguments", "why"), WRONG.values(), ids=WRONG.keys())
def test_wrong_exports(quizbot: Quizbot, tmp_path: Path, arguments: tuple[str, ...], why: str) -> None:
    """A mistake is one line, and nothing is written."""
    settings = config(tmp_path / "here")
    (tmp_path / "config").write_text("a file, not a folder")
    asyncio.run(_lived(tmp_path / "here"))
    ended = quizbot("export", *arguments, "--config", settings)
    assert ended.code == 2
    assert ended.err.startswith("quizbot: ")
    assert ended.err.count("\n") == 1
    assert why in ended.err


@pytest.mark.parametrize("format_", ["native", "apkg"])
def test_pictures_go_along(quizbot: Quizbot, tmp_path: Path, format_: str) -> None:
    """The pictures a deck refers to leave with it, and no other file of the machine does."""
    settings = config(tmp_path / "here")
    (tmp_path / "here" / "secret.png").write_bytes(b"secret")
    (tmp_path / "here" / "cards" / "trees").mkdir(parents=True)
    (tmp_path / "here" / "cards" / "trees" / "b.png").write_bytes(b"a tree")
    asyncio.run(_drawn(tmp_path / "here"))
    ended = quizbot("export", "--to", str(tmp_path / "out"), "--format", format_, "--config", settings)
    assert ended.code == 0
    files = {each.name: each.read_bytes() for each in (tmp_path / "out").rglob("*") if each.is_file()}
    assert b"secret" not in files.values()
    assert (format_ == "apkg" and b"a tree" in files["trees.apkg"]) or files.get("b.png") == b"a tree"


async def _drawn(folder: Path) -> None:
    """A deck with two pictures, one of them not its own."""
    database = await open_database(f"sqlite+aiosqlite:///{folder}/quiz.db")
    async with database.write() as conn:
        drawn = card("trees", answer="![a tree](trees/b.png) ![no](../secret.png)")
        await sync(conn, [deck(drawn, slug="trees")])
    await database.close()
