"""What somebody takes away: a deck as it is stored, and one learner's past with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.domain.card import Deck
from bot.domain.history import History, Reviewed
from bot.domain.mark import UNMARKED
from bot.domain.zones import zone
from bot.errors import NotFound
from bot.storage import answers, cards, marks, memories
from bot.storage.answers import Given
from bot.storage.database import Connection
from bot.storage.learners import Learner

_NOBODYS = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Taken:
    """A deck with a learner's past, and the zone in which that learner's days are counted."""

    deck: Deck
    histories: tuple[History, ...] = ()
    zone: ZoneInfo = _NOBODYS


async def take(conn: Connection, slug: str, learner: Learner | None = None) -> Taken:
    """The cards in use of the deck in use with this slug, with the learner's past, if one is named.

    Raises:
        NotFound: there is no such deck.
    """
    deck_id = await cards.find_deck(conn, slug)
    if deck_id is None:
        raise NotFound("deck", slug)
    kept = [each for each in await cards.of_deck(conn, deck_id) if each.active]
    deck = replace(await cards.get_deck(conn, deck_id), cards=tuple(each.card for each in kept))
    if learner is None:
        return Taken(deck)
    keys = {each.id: each.card.key for each in kept}
    histories = [each async for each in _histories(conn, learner, deck_id, keys)]
    return Taken(deck, tuple(histories), zone(learner.zone))


async def _histories(
    conn: Connection, learner: Learner, deck_id: int, keys: dict[int, str]
) -> AsyncIterator[History]:
    known = await memories.of_deck(conn, learner.id, deck_id)
    noted = await marks.of_deck(conn, learner.id, deck_id)
    reviews: dict[int, list[Reviewed]] = {}
    async for answer in answers.history(conn, learner.id, deck_id):
        if isinstance(answer, Given):
            reviews.setdefault(answer.card_id, []).append(Reviewed(answer.rating, answer.at))
    for card_id, key in keys.items():
        if card_id in known or card_id in reviews or card_id in noted:
            mark = noted.get(card_id, UNMARKED)
            yield History(key, tuple(reviews.get(card_id, ())), known.get(card_id), mark)
