"""Readers say that something is wrong with a card, and its owner decides.

The owner hears of a report once, through the outbox: the person a deck belongs to, or the operator's people. Who
reported it is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actions.policy import Policy
from bot.actions.regroup import outdate
from bot.domain.card import Card, Deck
from bot.domain.chat import Chat
from bot.domain.mark import written
from bot.domain.report import LONGEST_REPORT, Outcome, Reason, Report
from bot.errors import NotAllowed
from bot.storage import cards, chats, deliveries, inbox, learners, pending, reports
from bot.storage.cards import StoredCard
from bot.storage.database import Connection
from bot.storage.deliveries import DeliveryIntent
from bot.storage.learners import Learner
from bot.storage.pending import Pending

A_DAY = 10  # reports from one reader
WORDS_WITHIN = timedelta(minutes=5)  # a report waits so long for its reader's own words
MENDING = timedelta(hours=1)  # and the bot so long for a card as it should be


@dataclass(frozen=True, slots=True)
class Filed:
    """A report that was kept, and the rows of the outbox by which its owners hear of it; none: nobody does."""

    id: int
    debts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a text is for: the `words` of a report, an `other` reason to report a card, or a card to `mend`.

    With `rewrite` and `split` it is what takes the place of a card that was set aside. `number` is the report's, or
    for these and `other` the card's; `post_id` the question to be shown again, 0 for none.
    """

    what: str
    number: int
    post_id: int


@dataclass(frozen=True, slots=True)
class Case:
    """A report before its owner; `operators` says that the deck is read from a file, so the file is to be mended."""

    report: Report
    stored: StoredCard
    deck: Deck
    operators: bool


async def file(
    conn: Connection, learner: Learner, card_id: int, reason: Reason, text: str, policy: Policy, now: datetime
) -> Filed:
    """Keep a report and owe the news of it to the card's owner, a little later unless it has its words.

    Raises `NotAllowed` when this reader's report on the card stands already, or after ten reports in a day.
    """
    if any(each.learner_id == learner.id for each in await reports.standing(conn, card_id)):
        raise NotAllowed("report.twice")
    if await reports.count_since(conn, learner.id, now - timedelta(days=1)) >= A_DAY:
        raise NotAllowed("report.too_many")
    report_id = await reports.add(conn, card_id, learner.id, reason, text, now)
    stored = await cards.get(conn, card_id)
    owners = await _owners(conn, stored.deck_id, policy)
    debts = tuple(f"report {report_id} {chat.id}" for chat in owners)
    for key, chat in zip(debts, owners, strict=True):
        due = now if text else now + WORDS_WITHIN
        await deliveries.enqueue(conn, DeliveryIntent(key, chat.id, "nudge", due))
    return Filed(report_id, debts)


async def ask_for_words(
    conn: Connection, chat_id: int, token: int, about: str, now: datetime, within: timedelta = WORDS_WITHIN
) -> None:
    """Take the chat's next text for what `about` says: see `Awaited`."""
    await pending.drop_texts(conn, chat_id)
    await pending.hold(conn, chat_id, "report", Pending(token, about), now + within)


async def awaited(conn: Connection, chat_id: int, now: datetime) -> Awaited | None:
    """What the chat's next text is for."""
    waiting = await pending.held(conn, chat_id, "report", now)
    if waiting is None:
        return None
    what, *numbers = waiting.name.split()
    return Awaited(what, *map(int, numbers))


async def say(
    conn: Connection, learner: Learner, chat: Chat, update_id: int, text: str, policy: Policy, now: datetime
) -> Filed | None:
    """Keep the words that a report waits for, and let its owner hear of it now; None when nothing can be seen of them.

    Raises `NotAllowed` as `file` does, and when the card is no more.
    """
    waiting = await awaited(conn, chat.id, now)
    words = written(text, LONGEST_REPORT).text
    if waiting is None or not words:
        return None
    await inbox.acts(conn, update_id)
    await pending.drop(conn, chat.id, "report")
    if waiting.what == "other":
        if await cards.find(conn, waiting.number) is None:
            raise NotAllowed("report.gone")
        return await file(conn, learner, waiting.number, "other", words, policy, now)
    return await _add_words(conn, learner, waiting.number, words, policy, now)


async def mine(conn: Connection, learner: Learner, report_id: int | None) -> Report:
    """The report, for the reader who sent it; raises `NotAllowed` for anybody else, or when it is settled."""
    report = await reports.find(conn, report_id)
    if report is None or report.settled_at is not None:
        raise NotAllowed("report.settled")
    if report.learner_id != learner.id:
        raise NotAllowed("refused.not_yours")
    return report


async def case(conn: Connection, user_id: int, report_id: int | None, policy: Policy) -> Case:
    """A report that its owner may decide on.

    Raises `NotAllowed` for somebody else, and when it is settled or its reader was forgotten.
    """
    report = await reports.find(conn, report_id)
    if report is None:
        raise NotAllowed("report.settled")
    found = await look_into(conn, report)
    owner = await cards.owner_of(conn, found.stored.deck_id)
    me = await learners.find(conn, "person", user_id)
    if not (user_id in policy.owners if owner is None else me is not None and me.id == owner):
        raise NotAllowed("refused.not_yours")
    if report.settled_at is not None:
        raise NotAllowed("report.settled")
    return found


async def look_into(conn: Connection, report: Report) -> Case:
    """A report with its card and deck."""
    stored = await cards.get(conn, report.card_id)
    operators = await cards.owner_of(conn, stored.deck_id) is None
    return Case(report, stored, await cards.get_deck(conn, stored.deck_id), operators)


async def withdraw(conn: Connection, stored: StoredCard, now: datetime) -> None:
    """Ask the card no more; one of the operator's comes back when its file is read again and still has it."""
    await cards.withdraw(conn, [stored.id])
    await settle(conn, stored.id, "withdrawn", now)


async def mend(conn: Connection, stored: StoredCard, corrected: Card, now: datetime) -> Card:
    """Let the card read as its owner corrected it; it stays itself, with everybody's memory. Returns the card."""
    old = stored.card
    concept, tags = corrected.concept or old.concept, corrected.tags or old.tags
    kept = replace(corrected, key=old.key, tags=tags, concept=concept, line=old.line)
    card = replace(kept, likes=old.likes, difficulty=old.difficulty)
    order = [each.id for each in await cards.of_deck(conn, stored.deck_id)]
    await cards.change(conn, [(stored.id, order.index(stored.id), card)])
    await outdate(conn)
    await settle(conn, stored.id, "fixed", now)
    return card


async def settle(conn: Connection, card_id: int, outcome: Outcome, now: datetime) -> None:
    """Close every report on a card, and owe each of its readers the news."""
    for report in await reports.settle(conn, card_id, now):
        reader = await learners.get(conn, report.learner_id)
        chat = await chats.get(conn, reader.telegram_id)
        if chat is not None and not chat.gone:
            key = f"settled {report.id} {outcome}"
            await deliveries.enqueue(conn, DeliveryIntent(key, chat.id, "nudge", now))


async def _add_words(
    conn: Connection, learner: Learner, report_id: int, words: str, policy: Policy, now: datetime
) -> Filed:
    report = await mine(conn, learner, report_id)
    await reports.say(conn, report.id, words)
    owners = await _owners(conn, (await cards.get(conn, report.card_id)).deck_id, policy)
    debts = tuple(f"report {report.id} {chat.id}" for chat in owners)
    for key in debts:
        await deliveries.bring_forward(conn, key, now)
    return Filed(report.id, debts)


async def _owners(conn: Connection, deck_id: int, policy: Policy) -> Sequence[Chat]:
    """The private chats in which a deck's owner, or the operator's people, can be reached."""
    owner = await cards.owner_of(conn, deck_id)
    people = policy.owners if owner is None else ((await learners.get(conn, owner)).telegram_id,)
    found = [await chats.get(conn, user_id) for user_id in dict.fromkeys(people)]
    return [chat for chat in found if chat is not None and not chat.gone]
