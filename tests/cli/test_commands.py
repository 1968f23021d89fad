"""The command line as an operator meets it: one line a mistake, and an exit code that says what happened."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr

import bot
from bot.actions import meet, quiz
from bot.actions.answer import Touch, rate
from bot.actions.sync import sync
from bot.app import policy_of
from bot.cli.logs import set_up
from bot.cli.serve import run_until_stopped
from bot.config import Settings, Telegram
from bot.decks.writer import write
from bot.delivery.loop import TICKED_AT
from bot.domain.chat import Chat
from bot.errors import ConfigError
from bot.sandbox import refusals
from bot.sandbox.clock import MovableClock
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from bot.storage import facts, memories, posts
from bot.storage.database import Database, open_database
from tests.cli.running import Ended, Quizbot
from tests.house import MORNING, TOKEN, Skipping
from tests.rooms import deck

ROOT = Path(__file__).parents[2]
SECRET = "987654321:a-secret-that-is-in-the-settings-alone"
GOOD = write(deck())
BAD = "# Databases\n\n## What is a key?\n\n- [ ] A colour\n- [ ] A river\n"


def config(folder: Path, text: str = "", *, database: str = "") -> str:
    """The path of a settings file with a token, a database in the folder, and `text`."""
    path = folder / "config.toml"
    url = f"sqlite+aiosqlite:///{database or folder / 'quiz.db'}"
    path.write_text(f'token = "{SECRET}"\ndatabase = "{url}"\ncards = ["{folder / "cards"}"]\n{text}')
    return str(path)


async def database_in(folder: Path) -> Database:
    """The database of those settings."""
    return await open_database(f"sqlite+aiosqlite:///{folder}/quiz.db")


def test_version(quizbot: Quizbot) -> None:
    """--version prints the version and nothing else."""
    assert quizbot("--version") == Ended(0, f"{bot.__version__}\n", "")


def test_no_command(quizbot: Quizbot) -> None:
    """Without a command the commands are listed."""
    ended = quizbot()
    assert ended.code == 2
    for command in ("run", "demo", "check", "import", "rebuild", "health", "settings"):
        assert command in ended.out + ended.err


def test_check_of_good_decks(quizbot: Quizbot, tmp_path: Path) -> None:
    """Decks without mistakes are counted, and the exit code is 0."""
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "databases.md").write_text(GOOD)
    assert quizbot("check") == Ended(0, "1 deck, 8 cards, 0 mistakes\n", "")


def test_check_of_bad_decks(quizbot: Quizbot, tmp_path: Path) -> None:
    """Every mistake is listed with its file and line, and the exit code is 1."""
    (tmp_path / "bad.md").write_text(BAD)
    (tmp_path / "worse.md").write_bytes(b"## \xff\xfe")
    ended = quizbot("check", "bad.md", "worse.md", "none.md")
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert any(re.match(r"bad\.md:\d+: ", line) for line in lines)
    assert any(line.startswith("worse.md") for line in lines)
    assert any(line.startswith("none.md") for line in lines)
    assert re.fullmatch(r"\d decks?, \d cards?, [3-9] mistakes", lines[-1])
    assert ended.err == ""


def test_settings(quizbot: Quizbot) -> None:
    """`settings` prints the page of every setting."""
    ended = quizbot("settings")
    assert ended.code == 0
    assert ended.out == (ROOT / "docs" / "configuration.md").read_text()


WRONG = {
    "no token": ('token = ""', "token"),
    "an unknown key": ('tokn = "x"', "tokn"),
    "a bad zone": ('[defaults]\nzone = "Mars/Base"', "defaults.zone"),
    "no database URL": ('token = "1:x"\ndatabase = "quiz.db"', "quiz.db"),
    "a database in a file": (
        'token = "1:x"\ndatabase = "sqlite+aiosqlite:///config.toml/quiz.db"',
        "config.toml",
    ),
}


@pytest.mark.parametrize(("text", "key"), WRONG.values(), ids=WRONG.keys())
def test_wrong_settings(quizbot: Quizbot, tmp_path: Path, text: str, key: str) -> None:
    """A wrong setting is one line on stderr that names the key, exit code 2, no traceback."""
    (tmp_path / "config.toml").write_text(text)
    ended = quizbot("run", "--config", "config.toml")
    assert ended.code == 2
    assert re.fullmatch(r"quizbot: [^\n]+\n", ended.err), ended.err
    assert key in ended.err


def test_missing_settings(quizbot: Quizbot) -> None:
    """A settings file that is not there is named."""
    ended = quizbot("run", "--config", "none.toml")
    assert ended == Ended(2, "", ended.err)
    assert re.fullmatch(r"quizbot: none\.toml: [^\n]+\n", ended.err)


@pytest.mark.parametrize("command", ["run", "rebuild"])
def test_newer_database(quizbot: Quizbot, tmp_path: Path, command: str) -> None:
    """A database that a newer program wrote is left alone, with what to do in one line."""
    path = config(tmp_path)
    asyncio.run(_created(tmp_path))
    with sqlite3.connect(tmp_path / "quiz.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    ended = quizbot(command, "--config", path)
    assert ended.code == 2
    assert re.fullmatch(
        r"quizbot: the database is at revision 9999, [^\n]+ install the newer program[^\n]+\n", ended.err
    )


async def _created(folder: Path) -> None:
    await (await database_in(folder)).close()


def test_health(quizbot: Quizbot, tmp_path: Path) -> None:
    """A bot that never ticked is ill, one that ticked just now is well, one that ticked long ago is ill."""
    path = config(tmp_path)
    never = Ended(1, "the bot has not run with this database\n", "")
    assert quizbot("health", "--config", path) == never
    asyncio.run(_created(tmp_path))
    assert quizbot("health", "--config", path) == never
    asyncio.run(_ticks(tmp_path, datetime.now(UTC)))
    well = quizbot("health", "--config", path)
    assert (well.code, well.err) == (0, "")
    assert re.fullmatch(r"the bot was at work \d+ seconds ago\n", well.out)
    asyncio.run(_ticks(tmp_path, datetime.now(UTC) - timedelta(hours=1)))
    assert quizbot("health", "--config", path).code == 1


async def _ticks(folder: Path, at: datetime) -> None:
    database = await database_in(folder)
    async with database.write() as conn:
        await facts.remember(conn, TICKED_AT, at.isoformat())
    await database.close()


def test_rebuild(quizbot: Quizbot, tmp_path: Path) -> None:
    """Memories that were lost come back from the log of answers, and a second time nothing is different."""
    path = config(tmp_path)
    asyncio.run(_answers(tmp_path))
    with sqlite3.connect(tmp_path / "quiz.db") as connection:
        connection.execute("DELETE FROM memories")
    connection.close()
    assert quizbot("rebuild", "--config", path).out == "memories rebuilt, 1 came out different\n"
    assert quizbot("rebuild", "--config", path).out == "memories rebuilt, 0 came out different\n"


async def _answers(folder: Path) -> None:
    database = await database_in(folder)
    policy = policy_of(Settings(token=SecretStr(SECRET)))
    visitor = meet.Visitor(7, 7, "private", "", "en")
    async with database.write() as conn:
        await sync(conn, [deck()])
        chat: Chat = await meet.meet_chat(conn, visitor, MORNING)
        learner = await meet.meet_person(conn, visitor, policy, MORNING)
        post_id = await quiz.start(conn, chat, learner, 1, policy, MORNING)
        assert post_id is not None
        await posts.arrived(conn, await posts.get(conn, post_id), 5, MORNING)
        await rate(conn, Touch(post_id, 7, 5, learner), 4, policy, MORNING)
        assert await memories.everything(conn)
    await database.close()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    world = World(MovableClock(MORNING, running=False))
    world.add_bot("Quiz Bot", "quiz_test_bot", SECRET)
    async with Sandbox(world) as sandbox:
        yield sandbox


async def start(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    """`python -m bot` in a process of its own."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("QUIZBOT_")}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=folder,
        env=surroundings | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def pointed_at(folder: Path, sandbox: Sandbox) -> str:
    """Settings for the sandbox, with a log of everything."""
    (folder / "cards").mkdir()
    (folder / "cards" / "databases.md").write_text(GOOD)
    (folder / "cards" / "bad.md").write_text(BAD)
    at = f'[telegram]\napi_url = "{sandbox.api_url}"\nfile_url = "{sandbox.file_url}"\n'
    return config(folder, f'{at}[log]\nlevel = "debug"\n')


async def test_unknown_token(tmp_path: Path, sandbox: Sandbox) -> None:
    """A token that Telegram does not know is one line; it stands in no output, at whatever log level."""
    sandbox.world.bots[0].token = TOKEN
    process = await start(tmp_path, "run", "--config", pointed_at(tmp_path, sandbox))
    out, err = await process.communicate()
    assert process.returncode == 2
    assert [line for line in err.decode().splitlines() if line.startswith("quizbot: token: ")]
    assert b"Traceback" not in err
    assert SECRET.partition(":")[2].encode() not in out + err


async def test_run_and_stop(tmp_path: Path, sandbox: Sandbox) -> None:
    """The bot runs until SIGTERM, is healthy meanwhile, ends with 0, and its log never has the token."""
    path = pointed_at(tmp_path, sandbox)
    process = await start(tmp_path, "run", "--config", path)
    async with asyncio.timeout(20):
        await sandbox.called("getUpdates")
        while await (await start(tmp_path, "health", "--config", path)).wait():
            pass  # it has not ticked yet
    process.send_signal(signal.SIGTERM)
    out, err = await process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in err
    assert SECRET.partition(":")[2].encode() not in out + err
    assert b"deck problem" in err
    assert b"bad.md:" in err


async def test_token_taken_back_while_running(tmp_path: Path, sandbox: Sandbox) -> None:
    """A token that Telegram stops knowing ends the bot with the same line as an unknown one."""
    settings = Settings(
        token=SecretStr(SECRET),
        database=f"sqlite+aiosqlite:///{tmp_path}/quiz.db",
        cards=(tmp_path,),
        telegram=Telegram(api_url=sandbox.api_url, file_url=sandbox.file_url),
    )
    sandbox.faults.refuse("getUpdates", refusals.UNAUTHORIZED.refusal())
    with pytest.raises(ConfigError, match="token: Telegram does not know this token") as refused:
        await run_until_stopped(settings, Skipping(sandbox.world.clock))
    assert SECRET not in str(refused.value)


def served_by(folder: Path, sandbox: Sandbox) -> Settings:
    """Settings of a bot that the sandbox serves."""
    at = Telegram(api_url=sandbox.api_url, file_url=sandbox.file_url)
    database = f"sqlite+aiosqlite:///{folder}/quiz.db"
    return Settings(token=SecretStr(SECRET), database=database, cards=(folder,), telegram=at)


DOWN: dict[str, Callable[[Sandbox], object]] = {
    "a connection that is cut": lambda sandbox: sandbox.faults.cut("getMe", when="before", times=3),
    "a gateway's page": lambda sandbox: sandbox.faults.answer("getMe", 502, "<h1>Bad Gateway</h1>", times=3),
}


@pytest.mark.parametrize("down", DOWN.values(), ids=DOWN.keys())
async def test_telegram_down_at_the_start(
    tmp_path: Path, sandbox: Sandbox, down: Callable[[Sandbox], object]
) -> None:
    """A Telegram that is down when the bot starts is waited for, longer each time, with a line in the log."""
    down(sandbox)
    sandbox.faults.refuse("getUpdates", refusals.UNAUTHORIZED.refusal())  # how this run ends
    with structlog.testing.capture_logs() as said, pytest.raises(ConfigError, match="token: "):
        await run_until_stopped(served_by(tmp_path, sandbox), Skipping(sandbox.world.clock))
    pauses = [entry["pause"] for entry in said if entry["event"] == "telegram is out of reach"]
    assert pauses == [1, 2, 4]
    assert "running" in [entry["event"] for entry in said]


NO_API = {
    "a page": (200, "<html>Hello</html>"),
    "a page elsewhere": (301, ""),
    "a method it does not know": (405, "<html>"),
}


@pytest.mark.parametrize(("status", "body"), NO_API.values(), ids=NO_API.keys())
async def test_no_bot_api(tmp_path: Path, sandbox: Sandbox, status: int, body: str) -> None:
    """An address that answers and is no Bot API is one line that names the setting."""
    sandbox.faults.answer("getMe", status, body)
    with pytest.raises(ConfigError, match=r"telegram\.api_url: no Bot API there: "):
        await run_until_stopped(served_by(tmp_path, sandbox), Skipping(sandbox.world.clock))


def test_lines_for_machines(quizbot: Quizbot, capsys: pytest.CaptureFixture[str]) -> None:
    """With `json_lines` each event is one JSON object, its traceback inside, and the secret in neither."""
    set_up("info", json_lines=True, secrets=[SECRET])
    log = structlog.get_logger("test")
    log.debug("not worth a line")
    try:
        int(SECRET)
    except ValueError:
        log.exception("it failed", address=f"http://localhost/bot{SECRET}/getMe")
    shown = capsys.readouterr().err
    assert len(shown.splitlines()) == 1
    assert '"exception": "Traceback' in shown
    assert SECRET not in shown


@pytest.mark.parametrize("url", ["mysql://x", "postgresql+nodriver://localhost/x", "sqlite://x/y"])
def test_database_without_a_driver(quizbot: Quizbot, tmp_path: Path, url: str) -> None:
    """A database we have no driver for is one line that says which to take, exit code 2."""
    (tmp_path / "config.toml").write_text(f'token = "{SECRET}"\ndatabase = "{url}"\n')
    ended = quizbot("rebuild", "--config", "config.toml")
    assert ended.code == 2
    assert re.fullmatch(r"quizbot: database [^\n]+\n", ended.err)


def test_cards_that_are_not_there(quizbot: Quizbot, tmp_path: Path) -> None:
    """A path without decks stops the start, as all its cards would be taken for withdrawn."""
    (tmp_path / "config.toml").write_text(f'token = "{SECRET}"\ncards = ["nowhere"]\n')
    ended = quizbot("run", "--config", "config.toml")
    assert ended.code == 2
    assert ended.err == "quizbot: cards: there is no nowhere; name deck files or folders of them\n"
