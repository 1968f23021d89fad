"""An update that is handled again, because the process died before it was crossed off, changes nothing twice."""

from __future__ import annotations

from dataclasses import dataclass, field

import telegram
from sqlalchemy import func, select

from bot.storage import subscriptions
from bot.storage.tables import answers
from bot.tg.application import handle
from tests.house import House


@dataclass
class Memo:
    """Remembers the updates the bot was handed, to hand it the newest once more, as after a crash."""

    home: House
    handed: list[telegram.Update] = field(default_factory=list)

    def __post_init__(self) -> None:
        handle_once = self.home.app.poller._handle

        async def noted(update: telegram.Update) -> None:
            self.handed.append(update)
            await handle_once(update)

        self.home.app.poller._handle = noted

    async def again(self) -> None:
        await handle(self.home.app.desk, self.handed[-1])


async def log_lines(home: House) -> int:
    async with home.app.desk.database.read() as conn:
        return await conn.scalar(select(func.count()).select_from(answers)) or 0


async def test_an_undo_is_one_undo(home: House) -> None:
    """/undo takes back one rating, however often it is handled."""
    memo = Memo(home)
    await home.ana.says("/quiz 3")
    for _ in range(2):
        await home.ana.taps("Show the answer")
        await home.ana.taps("4 ·")
    await home.ana.says("/undo")
    before = await log_lines(home)
    await memo.again()
    assert await log_lines(home) == before == 3
    home.ana.sees("Taken back")


async def test_a_choice_is_one_choice(home: House) -> None:
    """A time that was chosen with a tap stays chosen when the tap is handled again."""
    memo = Memo(home)
    await home.ana.says("/subscribe 09:00")
    await home.ana.says("/settings")
    await home.ana.taps("Time")
    await home.ana.taps("18:00")
    await memo.again()
    async with home.app.desk.database.read() as conn:
        wanted = await subscriptions.get(conn, home.ana.user.id)
    assert wanted is not None
    assert [f"{at:%H:%M}" for at in wanted.times] == ["09:00", "18:00"]
