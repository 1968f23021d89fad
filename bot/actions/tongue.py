"""Looking at a card in another language: its own memory, rating and post stay what they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.card import Card
from bot.domain.mode import Mode
from bot.domain.post import Post
from bot.errors import PostOver
from bot.storage import cards, events
from bot.storage.cards import StoredCard
from bot.storage.database import Connection

BEFORE: frozenset[Mode] = frozenset(
    {"reveal", "sure"}
)  # in the others an answer is judged by the card's own words
AFTER: frozenset[Mode] = BEFORE | {"typed"}


@dataclass(frozen=True, slots=True)
class Looked:
    """A card as its reader looks at it, and the language they can turn to next, empty when there is no other."""

    card: Card
    next: str = ""


async def looked_at(conn: Connection, post: Post, stored: StoredCard) -> Looked:
    """The card of a private post in the language its reader turned to."""
    versions = await _versions(conn, post, stored)
    if len(versions) < 2:
        return Looked(stored.card)
    turned_to = await events.latest(conn, post.id, "tongue")
    languages = list(versions)
    at = languages.index(turned_to) if turned_to in versions else 0
    return Looked(versions[languages[at]], languages[(at + 1) % len(languages)])


async def turn(conn: Connection, post: Post, language: str, now: datetime) -> None:
    """Look at a post's card in this language from now on; raises `PostOver` when it is not to be had."""
    if language not in await _versions(conn, post, await cards.get(conn, post.card_id)):
        raise PostOver(post.id)
    await events.note(conn, post.id, post.learner_id, "tongue", now, language)


async def _versions(conn: Connection, post: Post, stored: StoredCard) -> dict[str, Card]:
    """The card in each language it can be seen in, its own first."""
    own = {stored.language: stored.card}
    modes = AFTER if post.state in {"revealed", "answered"} else BEFORE
    if not stored.card.concept or post.options or post.mode not in modes:
        return own
    others = await cards.of_concept(conn, stored.card.concept, post.chat_id)
    found = {each.language: each.card for each in reversed(others)}  # of two in one language the first
    return {**own, **{language: found[language] for language in sorted(found) if language not in own}}
