"""What becomes of an owed message, whatever Telegram says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.actions import ask, meet, subscribe
from bot.actions.sync import sync
from bot.delivery.courier import Courier, back_off
from bot.delivery.outcome import Gone, Later, Missing, Moved, NoRights, NotRich, Outcome, Refused, Sent, Wait
from bot.delivery.pacing import Limits, Pacer
from bot.domain.chat import Chat, ChatKind
from bot.render.message import OutgoingMessage
from bot.storage import chats, deliveries, posts, reports, subscriptions
from bot.storage.database import Database
from bot.storage.deliveries import DeliveryIntent
from bot.storage.tables import cards
from bot.storage.tables import deliveries as outbox
from tests.rooms import MONDAY, card, deck, policy


@dataclass
class Telegram:
    """Takes messages and answers what a test scripted, then that all is well."""

    says: list[Outcome] = field(default_factory=list)
    got: list[tuple[int, str]] = field(default_factory=list)

    takes_rich = True

    async def send(self, chat_id: int, message: OutgoingMessage, **_how: object) -> Outcome:
        outcome = self.says.pop(0) if self.says else Sent(100 + len(self.got))
        if isinstance(outcome, Sent):
            self.got.append((chat_id, message.html))
        return outcome


@dataclass
class Hand:
    """A clock a test moves by hand."""

    at: datetime = MONDAY

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Post:
    """An office with one owed message in it."""

    database: Database
    telegram: Telegram
    clock: Hand
    courier: Courier
    chat: Chat
    pacer: Pacer

    async def row(self) -> tuple[str, int, str | None]:
        async with self.database.read() as conn:
            query = select(outbox.c.state, outbox.c.attempts, outbox.c.reason)
            return tuple((await conn.execute(query)).one())  # type: ignore[return-value]


@pytest.fixture
async def office(database: Database) -> Post:
    return await make_office(database, "private", "button")


async def make_office(
    database: Database, kind: ChatKind, reveal: str, *, answer: str = "", attempts: int = 3
) -> Post:
    chosen = policy()
    async with database.write() as conn:
        await sync(conn, [deck(card("joins", answer=answer))])
        chat = await chats.meet(conn, 7 if kind == "private" else -7, kind, "Here", "en", MONDAY)
        learner = await meet.audience(conn, chat, chosen, MONDAY)
        await subscribe.subscribe(conn, chat, subscribe.Request(), chosen, MONDAY)
        wanted = await subscribe.change(conn, chat, "reveal", reveal, chosen, MONDAY)
        await ask.owe_daily(conn, chat, learner, wanted.subscription, MONDAY, chosen, MONDAY)
    telegram, clock, pacer = Telegram(), Hand(), Pacer(Limits())
    courier = Courier(
        database,
        telegram,
        pacer,
        clock,
        chosen,
        owner="one",
        lease=timedelta(minutes=1),
        attempts=attempts,
    )
    return Post(database, telegram, clock, courier, chat, pacer)


async def test_arrives_once(office: Post) -> None:
    """A delivered message is recorded with its id and never sent again."""
    assert await office.courier.deliver_one()
    assert not await office.courier.deliver_one()
    assert len(office.telegram.got) == 1
    async with office.database.read() as conn:
        post = await posts.get(conn, 1)
    assert (post.state, post.message_id) == ("open", 100)


async def test_what_is_not_taken_rich_arrives_classic(database: Database) -> None:
    """A rich message that is refused is sent as a classic one at once, and is never tried again."""
    answer = r"$\begin{pmatrix}a\\b\end{pmatrix}$"
    office = await make_office(database, "private", "open", answer=answer)
    office.telegram.says = [NotRich("RICH_MESSAGE_TOO_LONG")]
    assert await office.courier.deliver_one()
    [(_, html)] = office.telegram.got
    assert "(1)" in html
    assert await office.row() == ("sent", 1, None)


async def test_parts_go_on_whatever_the_look_is_now(database: Database) -> None:
    """Where more parts have arrived than the post would have today, its last is sent: the buttons are under that."""
    office = await make_office(database, "private", "open", answer="Short.")
    async with office.database.write() as conn:
        await conn.execute(update(outbox).values(parts_sent=2))
    assert await office.courier.deliver_one()
    assert len(office.telegram.got) == 1
    assert (await office.row())[0] == "sent"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        pytest.param(Wait(30), "waiting", id="a flood wait"),
        pytest.param(Later("timed out"), "waiting", id="a network failure"),
        pytest.param(Moved(-100500), "waiting", id="a group that moved"),
        pytest.param(Gone("bot was blocked by the user"), "dropped", id="a person who blocked us"),
        pytest.param(NoRights("not enough rights"), "dropped", id="a group that muted us"),
        pytest.param(Refused("can't parse entities"), "dropped", id="a message of ours that is wrong"),
        pytest.param(
            Missing("message to edit not found"), "dropped", id="what makes no sense for a new message"
        ),
    ],
)
async def test_refusals(office: Post, said: Outcome, state: str) -> None:
    """Each refusal leaves the row either waiting for another try or dropped with the reason."""
    office.telegram.says = [said]
    await office.courier.deliver_one()
    found, _, reason = await office.row()
    assert found == state
    assert reason or isinstance(said, Wait)


async def test_backs_off(office: Post) -> None:
    """A failed message is tried again later and later, and given up after the last attempt."""
    office.telegram.says = [Later("down")] * 9
    tries = []
    for _ in range(9):
        while not await office.courier.deliver_one():
            if (await office.row())[0] != "waiting":
                break
            office.clock.at += timedelta(seconds=1)
        tries.append((office.clock.at - MONDAY).total_seconds())
        if (await office.row())[0] == "dropped":
            break
    assert tries == [0, 5, 15]
    async with office.database.read() as conn:
        assert (await posts.get(conn, 1)).state == "over"


def test_back_off_has_a_ceiling() -> None:
    """No failed message waits longer than a quarter of an hour."""
    waits = [back_off(attempts).total_seconds() for attempts in (1, 2, 3, 8, 9, 50, 10_000)]
    assert waits == [5, 10, 20, 640, 900, 900, 900]


async def test_flood_wait_costs_no_attempt(office: Post) -> None:
    """A flood wait postpones the message without counting against it."""
    office.telegram.says = [Wait(30)] * 10
    for _ in range(10):
        await office.courier.deliver_one()
        office.clock.at += timedelta(seconds=31)
    assert await office.row() == ("waiting", 0, None)
    await office.courier.deliver_one()
    assert len(office.telegram.got) == 1


async def test_gone_chat_is_switched_off(office: Post) -> None:
    """Nothing more is planned for a chat that blocked us, until it speaks again."""
    office.telegram.says = [Gone("bot was blocked by the user")]
    await office.courier.deliver_one()
    later = MONDAY + timedelta(days=3)
    async with office.database.write() as conn:
        assert not await subscriptions.owed(conn, later, limit=5)
        await chats.meet(conn, 7, "private", "Here", "en", later)
        assert len(await subscriptions.owed(conn, later, limit=5)) == 1


async def test_moved_group_is_followed(database: Database) -> None:
    """A group that became a supergroup gets its message under the new id, with everything it had."""
    office = await make_office(database, "group", "spoiler")
    office.telegram.says = [Moved(-1007)]
    await office.courier.deliver_one()
    await office.courier.deliver_one()
    assert [chat_id for chat_id, _ in office.telegram.got] == [-1007]
    async with database.read() as conn:
        assert await chats.get(conn, -7) is None
        assert (await subscriptions.get(conn, -1007)) is not None


async def test_dead_sender_s_row_is_taken_over(office: Post) -> None:
    """A row whose holder died is free once its lease ran out, and not before."""
    async with office.database.write() as conn:
        await deliveries.lease(conn, "dead", MONDAY, MONDAY + timedelta(seconds=60))
    assert not await office.courier.deliver_one()
    office.clock.at += timedelta(seconds=60)
    assert await office.courier.deliver_one()
    assert len(office.telegram.got) == 1


async def test_lost_lease_records_nothing(office: Post) -> None:
    """A sender that was too slow finds its row taken and does not write over the other's record."""
    async with office.database.write() as conn:
        slow = await deliveries.lease(conn, "slow", MONDAY, MONDAY)
        fast = await deliveries.lease(conn, "fast", MONDAY, MONDAY + timedelta(minutes=1))
        assert slow is not None
        assert fast is not None
        assert not await deliveries.finish(conn, slow, MONDAY)
        assert await deliveries.finish(conn, fast, MONDAY)


async def test_long_answer_goes_on_where_it_stopped(database: Database) -> None:
    """When the second of two messages fails, only the second is sent again."""
    paragraphs = "\n\n".join(f"Paragraph {n} " + "word " * 150 for n in range(8))
    office = await make_office(database, "group", "open", answer=paragraphs)
    office.telegram.says = [Sent(1), Later("cut")]
    await office.courier.deliver_one()
    office.clock.at += timedelta(minutes=1)
    await office.courier.deliver_one()
    texts = [text for _, text in office.telegram.got]
    assert len(texts) == 2
    assert "Paragraph 0" in texts[0]
    assert "Paragraph 0" not in texts[1]


async def test_slow_chat_does_not_hold_up_others(database: Database) -> None:
    """A message whose chat must wait is put back, so that the next chat's goes out at once."""
    office = await make_office(database, "group", "spoiler")
    other = 8
    async with database.write() as conn:
        chosen = policy()
        chat = await chats.meet(conn, other, "private", "Ben", "en", MONDAY)
        learner = await meet.audience(conn, chat, chosen, MONDAY)
        wanted = await subscribe.current(conn, chat, chosen, MONDAY)
        await ask.owe_daily(conn, chat, learner, wanted, MONDAY, chosen, MONDAY)
    for _ in range(20):
        office.courier._pacer.spend(-7, "group", MONDAY)
    while await office.courier.deliver_one():
        pass
    assert [chat_id for chat_id, _ in office.telegram.got] == [other]


async def test_mistake_of_ours_is_not_tried_for_ever(office: Post) -> None:
    """A message that cannot be made is given up after its tries, like one that cannot be sent."""
    async with office.database.write() as conn:
        await conn.execute(update(cards).values(choices=[["only a text"]]))
    for _ in range(5):
        await office.courier.deliver_one()
        office.clock.at += timedelta(hours=1)
    state, attempts, reason = await office.row()
    assert (state, attempts) == ("dropped", 3)
    assert "TypeError" in str(reason)


async def test_a_flood_longer_than_the_lease(database: Database) -> None:
    """What somebody waits for is given back when its chat's turn comes only after the lease, and nothing is sent."""
    office = await make_office(database, "private", "button")
    office.pacer.halt(MONDAY + timedelta(minutes=5))
    assert not await office.courier.deliver_post(1)
    assert office.telegram.got == []
    assert (await office.row())[0] == "waiting"


async def test_a_lapsed_lease_of_our_own(office: Post) -> None:
    """A row that our own process took again, because its first lease ran out, is no longer the first holder's."""
    async with office.database.write() as conn:
        slow = await deliveries.lease(conn, "one", MONDAY, MONDAY)
        fast = await deliveries.lease(conn, "one", MONDAY, MONDAY + timedelta(minutes=1))
        assert slow is not None
        assert fast is not None
        assert not await deliveries.finish(conn, slow, MONDAY)
        assert await deliveries.finish(conn, fast, MONDAY)


@pytest.mark.parametrize(
    ("said", "key", "state"),
    [
        pytest.param([], "report 1 7", "sent", id="it arrives"),
        pytest.param([Later("timed out")], "report 1 7", "waiting", id="a network failure"),
        pytest.param([Gone("blocked")], "report 1 7", "dropped", id="a person who blocked us"),
        pytest.param([], "report 2 7", "dropped", id="news of what is no more"),
    ],
)
async def test_news(office: Post, said: list[Outcome], key: str, state: str) -> None:
    """A letter is written when it is sent, sent like a post, and not at all when it has become pointless."""
    async with office.database.write() as conn:
        await conn.execute(outbox.delete())
        learner = await meet.audience(conn, office.chat, policy(), MONDAY)
        await reports.add(conn, 1, learner.id, "wrong", "no <b>", MONDAY)
        await deliveries.enqueue(conn, DeliveryIntent(key, office.chat.id, "nudge", MONDAY))
    office.telegram.says = said
    assert await office.courier.deliver_one()
    assert (await office.row())[0] == state
    assert len(office.telegram.got) == (state == "sent")
