"""What a chat follows, in another language: decks and topics become those that are about the same concepts."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from bot.domain.counterpart import counterpart
from bot.domain.subscription import Subscription
from bot.storage import tongues
from bot.storage.database import Connection


async def exchanged(conn: Connection, wanted: Subscription, language: str) -> Subscription:
    """The same with the decks and topics of `language` instead of those they are the counterparts of.

    What has no counterpart stays: somebody asked for it, as they did for people's own decks, which stay, too.
    """
    decks, tags = wanted.decks, wanted.tags
    if decks:
        decks = _turned(decks, *await tongues.concepts(conn, language, by="deck"))
    if tags:
        tags = _turned(tags, *await tongues.concepts(conn, language, by="tag"))
    return replace(wanted, decks=decks, tags=tags)


def _turned(
    names: tuple[str, ...], here: Mapping[str, Set[str]], elsewhere: Mapping[str, Set[str]]
) -> tuple[str, ...]:
    """`here` are the concepts of what there is in the language, `elsewhere` of what there is in others."""
    found = (name if name in here else counterpart(elsewhere.get(name, set()), here) for name in names)
    return tuple(dict.fromkeys(new or old for new, old in zip(found, names, strict=True)))
