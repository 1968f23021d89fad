"""Stars, hidden cards and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.mark import UNMARKED, Mark
from bot.storage.tables import cards, decks, marks

_MARK = tuple(marks.c[name] for name in Mark.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cards in use a learner has starred, and how many they have hidden."""

    starred: int
    hidden: int


@dataclass(frozen=True, slots=True)
class HiddenCard:
    """A card that is never asked of the learner."""

    id: int
    question: str


async def get(conn: AsyncConnection, learner_id: int, card_id: int) -> Mark:
    """What the learner noted about the card."""
    query = select(*_MARK).where(marks.c.learner_id == learner_id, marks.c.card_id == card_id)
    row = (await conn.execute(query)).one_or_none()
    return Mark(*row) if row else UNMARKED


async def put(conn: AsyncConnection, learner_id: int, card_id: int, mark: Mark) -> None:
    """Keep this mark instead of what was there."""
    await conn.execute(marks.delete().where(marks.c.learner_id == learner_id, marks.c.card_id == card_id))
    if mark != UNMARKED:
        await conn.execute(marks.insert().values(learner_id=learner_id, card_id=card_id, **asdict(mark)))


async def add(conn: AsyncConnection, learner_id: int, first: Mapping[int, Mark]) -> None:
    """Keep marks, by card, where the learner has none."""
    mine = select(marks.c.card_id).where(marks.c.learner_id == learner_id)
    known = set((await conn.scalars(mine)).all())
    rows = [
        {"learner_id": learner_id, "card_id": card_id, **asdict(mark)}
        for card_id, mark in first.items()
        if card_id not in known and mark != UNMARKED
    ]
    if rows:
        await conn.execute(marks.insert(), rows)


async def move(conn: AsyncConnection, learner_id: int, sources: Sequence[int], card_id: int) -> None:
    """Let what the learner noted of these cards stand on another one, unless it has a mark of its own."""
    for source in sources:
        if await get(conn, learner_id, card_id) == UNMARKED:
            await put(conn, learner_id, card_id, await get(conn, learner_id, source))
            await put(conn, learner_id, source, UNMARKED)


async def of_deck(conn: AsyncConnection, learner_id: int, deck_id: int) -> dict[int, Mark]:
    """The learner's marks on the cards of a deck, by card."""
    query = (
        select(marks.c.card_id, *_MARK)
        .join(cards, cards.c.id == marks.c.card_id)
        .where(marks.c.learner_id == learner_id, cards.c.deck_id == deck_id)
    )
    return {row.card_id: Mark(*row[1:]) for row in await conn.execute(query)}


async def count(conn: AsyncConnection, learner_id: int) -> Counts:
    """How many cards in use the learner has starred and hidden."""
    starred, hidden = (func.count().filter(marks.c[name]) for name in ("starred", "hidden"))
    return Counts(*(await conn.execute(_in_use(select(starred, hidden), learner_id))).one())


async def hidden(conn: AsyncConnection, learner_id: int) -> Sequence[HiddenCard]:
    """The cards in use that the learner has hidden, deck by deck."""
    query = _in_use(select(cards.c.id, cards.c.question), learner_id).where(marks.c.hidden)
    query = query.order_by(cards.c.deck_id, cards.c.position, cards.c.id)
    return [HiddenCard(*row) for row in await conn.execute(query)]


async def without_left_out(
    conn: AsyncConnection, learner_id: int, card_ids: Sequence[int]
) -> tuple[int, ...]:
    """Those of the cards that are stored and may be asked of the learner, in their order."""
    asked = select(cards.c.id).where(cards.c.id.in_(card_ids), ~left_out(learner_id, cards.c.id))
    known = set((await conn.scalars(asked)).all())
    return tuple(card_id for card_id in card_ids if card_id in known)


def left_out(learner_id: int | ColumnElement[int], card_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the learner has hidden the card, or it is set aside."""
    never = or_(marks.c.hidden, marks.c.set_aside)
    return _marked(learner_id, card_id, never)


def is_starred(learner_id: int, card_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the learner has starred the card."""
    return _marked(learner_id, card_id, marks.c.starred)


def _marked(
    learner_id: int | ColumnElement[int], card_id: ColumnElement[int], how: ColumnElement[bool]
) -> ColumnElement[bool]:
    here = (marks.c.learner_id == learner_id, marks.c.card_id == card_id, how)
    return select(marks.c.card_id).where(*here).correlate_except(marks).exists()


def _in_use(query: Any, learner_id: int) -> Any:
    query = query.select_from(marks).join(cards, cards.c.id == marks.c.card_id)
    query = query.join(decks, decks.c.id == cards.c.deck_id)
    return query.where(marks.c.learner_id == learner_id, cards.c.active, decks.c.active)
