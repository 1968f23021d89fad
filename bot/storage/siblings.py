"""The cards among whose answers a quiz may find its wrong options."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.choices import Sibling
from bot.storage import cards as stored
from bot.storage.cards import StoredCard
from bot.storage.tables import card_tags, cards

WINDOW = 120  # of each kind, so that a deck of 100,000 costs what one of 100 does


async def of_card(conn: AsyncConnection, card: StoredCard) -> list[Sibling]:
    """Cards of the same deck in use: those that share most tags, then those that stand nearest in the file."""
    position = select(cards.c.position).where(cards.c.id == card.id).scalar_subquery()
    here = (cards.c.deck_id == card.deck_id, cards.c.id != card.id, cards.c.active, cards.c.answer != "")
    apart = func.abs(cards.c.position - position)
    shared = func.count(card_tags.c.tag)
    tagged = (
        select(cards.c.id, shared.label("shared"))
        .join(card_tags, card_tags.c.card_id == cards.c.id)
        .where(*here, card_tags.c.tag.in_(card.card.tags))
        .group_by(cards.c.id)
        .order_by(shared.desc(), apart)
        .limit(WINDOW)
    )
    near = select(cards.c.id).where(*here).order_by(apart).limit(WINDOW)
    shares = {row.id: row.shared for row in await conn.execute(tagged)}
    found = [*shares, *(card_id for card_id in (await conn.scalars(near)).all() if card_id not in shares)]
    return [
        Sibling(each.card, each.family, shares.get(each.id, 0)) for each in await stored.of_ids(conn, found)
    ]
