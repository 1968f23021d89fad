"""One process draws for everybody; whatever a formula does to it, the bot goes on."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator

import pytest

from bot.errors import PictureError
from bot.pictures.process import Ended, start
from bot.pictures.studio import LONGEST, MOST, Limits, Studio

STUBBORN = "tests.pictures.stubborn"
SMALL = Limits(seconds=30, memory=2**26, kept=3)
SHORT = Limits(seconds=0.5, memory=2**26)


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    """A studio whose process does as the formula says."""
    async with Studio(SMALL, STUBBORN) as opened:
        yield opened


async def test_one_process_draws_for_everybody(studio: Studio) -> None:
    """Many ask at once, some for the same: one process, and it draws each sheet once."""
    asked = [f"x{n % 3}" for n in range(30)]
    drawn = [said.decode().split() for said in await asyncio.gather(*(studio.draw((one,)) for one in asked))]
    assert len({process for process, _, _ in drawn}) == 1
    assert {times for _, times, _ in drawn} == {"1"}
    assert [name for _, _, name in drawn] == asked


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("hang", "takes (longer than 0.5 s|too long) to draw"),  # we end it, or its own alarm
        ("bomb", "needs more memory than is allowed"),
        ("die", "ends the drawing process with 9"),
    ],
)
async def test_a_formula_that_breaks_the_process_is_refused(order: str, reason: str) -> None:
    """The process is replaced, the next sheet is drawn, and the refusal is remembered."""
    async with Studio(SHORT, STUBBORN) as studio:
        before = (await studio.draw(("x",))).split()[0]
        with pytest.raises(PictureError) as told:
            await studio.draw((order,))
        assert told.value.formula == order
        assert re.fullmatch(reason, told.value.reason)
        after = (await studio.draw(("y",))).split()[0]
        with pytest.raises(PictureError):
            await studio.draw((order,))
        assert before != after
        assert (await studio.draw(("z",))).split()[0] == after  # asked again, it was not tried again


async def test_an_orphan_ends_itself() -> None:
    """An alarm inside the process ends a drawing, even when nobody is left to kill it."""
    process = await start(STUBBORN, memory=2**26, seconds=0.1)
    with pytest.raises(Ended, match="takes too long to draw"):
        await process.ask(("hang",))
    await process.kill()


async def test_a_refusal_names_the_formula(studio: Studio) -> None:
    """Of several formulas the one to blame is named."""
    with pytest.raises(PictureError) as told:
        await studio.draw(("refuse", "y"))
    assert (told.value.formula, told.value.reason) == ("y", "not this one")


async def test_what_a_library_prints_is_no_answer(studio: Studio) -> None:
    """The pipe has answers in it and nothing else, however large they are."""
    assert (await studio.draw(("chatter",))).endswith(b"1 chatter")
    assert len(await studio.draw(("much",))) == 300_000


async def test_the_process_is_told_no_secret(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads the formulas of strangers does not get the bot's environment."""
    monkeypatch.setenv("QUIZBOT_TOKEN", "1:secret")
    assert b"QUIZBOT_TOKEN" not in await studio.draw(("environment",))


async def test_the_oldest_sheet_is_forgotten(studio: Studio) -> None:
    """So many sheets are kept, and those asked for last are."""
    for one in ("a", "b", "c", "a", "d"):
        await studio.draw((one,))
    assert (await studio.draw(("a",))).split()[1] == b"1"
    assert (await studio.draw(("b",))).split()[1] == b"2"


async def test_giving_up_leaves_no_answer_behind(studio: Studio) -> None:
    """Who stops waiting does not leave the next one a wrong sheet."""
    await studio.draw(("x",))
    waiting = asyncio.ensure_future(studio.draw(("hang",)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await studio.draw(("y",))).endswith(b"y")


async def test_a_closed_studio_refuses(studio: Studio) -> None:
    """After closing nothing is drawn, and the process is gone."""
    process = int((await studio.draw(("x",))).split()[0])
    await studio.close()
    with pytest.raises(PictureError, match="closed"):
        await studio.draw(("y",))
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


async def test_a_process_that_does_not_start_is_an_error() -> None:
    """Nothing hangs, and who asked is told."""
    async with Studio(SMALL, "tests.pictures.absent") as studio:
        with pytest.raises(PictureError, match="does not start"):
            await studio.draw(("x",))


@pytest.mark.parametrize(
    ("formulas", "reason"),
    [
        ((), "0 formulas"),
        (("x",) * (MOST + 1), f"{MOST + 1} formulas"),
        (("x", "y" * (LONGEST + 1)), f"longer than {LONGEST}"),
        (("x" * 100_000,), f"longer than {LONGEST}"),
    ],
)
async def test_too_much_is_refused_at_once(formulas: tuple[str, ...], reason: str) -> None:
    """No process is bothered with what no sheet could hold."""
    async with Studio(SMALL, "tests.pictures.absent") as studio:
        with pytest.raises(PictureError, match=reason):
            await studio.draw(formulas)
