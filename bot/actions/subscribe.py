"""Asking for daily questions, changing what was asked for, and stopping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from hashlib import blake2b

from bot.actions.exchange import exchanged
from bot.actions.meet import audience
from bot.actions.policy import Policy
from bot.domain.chat import LANGUAGES, STYLES, Chat, readable
from bot.domain.mode import offered_modes
from bot.domain.plan import Timetable, next_slot
from bot.domain.subscription import (
    EVERY_DAY,
    MAX_COUNT,
    MAX_TIMES,
    REVEALS,
    WEEKENDS,
    WORKDAYS,
    Reveal,
    Subscription,
    usual_reveal,
)
from bot.domain.zones import start_of_day, zone
from bot.errors import ClockError
from bot.render.pages import SubscribedChat
from bot.storage import cards, chats, deliveries, learners, plans, subscriptions, tongues
from bot.storage.cards import StoredDeck
from bot.storage.database import Connection

MOST_TAGS = 40  # buttons on a page
LONGEST_TAG = 32  # bytes; a button carries 64 in all, and a longer tag is named by its hash


class Senseless(ValueError):
    """A setting was given a value it cannot have."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for; what is empty stays as it was, or as usual."""

    times: tuple[time, ...] = ()
    zone: str = ""
    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


async def subscribe(
    conn: Connection, chat: Chat, request: Request, policy: Policy, now: datetime
) -> SubscribedChat:
    """Switch daily questions on for the chat, with what was asked for."""
    wanted = await current(conn, chat, policy, now)
    wanted = replace(
        wanted,
        times=tuple(sorted(set(request.times)))[:MAX_TIMES] or wanted.times,
        zone=request.zone or wanted.zone,
        decks=request.decks or wanted.decks,
        tags=request.tags or wanted.tags,
    )
    return await _keep(conn, chat, switched_on(wanted, now), now)


async def unsubscribe(conn: Connection, chat: Chat, now: datetime) -> bool:
    """Let nothing come by itself any more, neither questions nor follow-ups; False when nothing did."""
    wanted = await subscriptions.get(conn, chat.id)
    was_on = wanted is not None and wanted.next_at is not None
    had_follow_ups = await chats.switch_follow_ups(conn, chat.id, on=False) and chat.kind == "private"
    await subscriptions.schedule(conn, chat.id, None)
    await deliveries.drop_chat(conn, chat.id, now, "unsubscribed")
    return was_on or had_follow_ups


async def current(conn: Connection, chat: Chat, policy: Policy, now: datetime) -> Subscription:
    """What the chat has asked for, or what it would get if it asked now (switched off, not stored)."""
    found = await subscriptions.get(conn, chat.id)
    if found is not None:
        return found
    learner = await audience(conn, chat, policy, now)
    return Subscription(
        chat_id=chat.id,
        learner_id=learner.id,
        times=(policy.usual_time,),
        weekdays=EVERY_DAY,
        zone=learner.zone,
        count=1,
        decks=(),
        tags=(),
        reveal=usual_reveal(chat.kind),
        next_at=None,
    )


async def view(conn: Connection, chat: Chat, wanted: Subscription) -> SubscribedChat:
    """A subscription with what a page needs beside it."""
    titles = {deck.slug: deck.title for deck in await cards.list_decks(conn, chat.id)}
    next_at = await _next_question(conn, wanted)
    named = [titles.get(slug, slug) for slug in wanted.decks]
    spoken = () if named or wanted.tags else tuple(sorted(await tongues.usual(conn, chat.language)))
    title = "" if chat.kind == "private" else chat.title
    return SubscribedChat(wanted, title, chat.kind, next_at, named, chat.mode, chat.style, spoken)


async def _next_question(conn: Connection, wanted: Subscription) -> datetime | None:
    """When the next question really comes, on the chat's clock: after a break, if its person takes one."""
    if wanted.next_at is None:
        return None
    place = zone(wanted.zone)
    taken = (await plans.get(conn, wanted.learner_id)).on_break(wanted.next_at.astimezone(place).date())
    if taken is None:
        return wanted.next_at.astimezone(place)
    table = Timetable(wanted.times, wanted.weekdays, wanted.zone)
    return next_slot(table, start_of_day(taken.until, place) - timedelta(microseconds=1)).astimezone(place)


async def change(
    conn: Connection, chat: Chat, field: str, value: str, policy: Policy, now: datetime
) -> SubscribedChat:
    """Set one field from a settings page; raises `Senseless` for a value no page offers."""
    if field == "style":
        return await choose_style(conn, chat, value, policy, now)
    wanted = await current(conn, chat, policy, now)
    changed = await _changed(conn, wanted, field, value, now)
    if field in {"time", "days", "zone"} and wanted.next_at is not None:
        changed = switched_on(changed, now)
    if field == "on" and value == "0":
        await unsubscribe(conn, chat, now)
    return await _keep(conn, chat, changed, now)


async def choose_style(
    conn: Connection, chat: Chat, value: str, policy: Policy, now: datetime
) -> SubscribedChat:
    """Questions look like this in the chat from now on; raises `Senseless` for a look there is not."""
    style = next((style for style in STYLES if style == value), None)
    if style is None:
        raise Senseless(value)
    await chats.choose_style(conn, chat.id, style)
    return await view(conn, replace(chat, style=style), await current(conn, chat, policy, now))


async def choose_mode(conn: Connection, chat: Chat, value: str) -> Chat:
    """New questions of the chat are answered like this; raises `Senseless` for what its kind does not have."""
    mode = next((mode for mode in offered_modes(chat.kind) if mode == value), None)
    if mode is None:
        raise Senseless(value)
    await chats.choose_mode(conn, chat.id, mode)
    return replace(chat, mode=mode)


async def usual_decks(conn: Connection, chat: Chat) -> list[StoredDeck]:
    """The decks a chat is asked from when it has chosen none, as `domain.chat.readable` says."""
    operators = {deck.id: deck for deck in await cards.list_decks(conn)}
    spoken = readable(chat.language, {deck.language for deck in operators.values()})
    here = await cards.list_decks(conn, chat.id)
    return [deck for deck in here if deck.id not in operators or deck.language in spoken]


@dataclass(frozen=True, slots=True)
class Turned:
    """A chat in its new language; `follows` says that its decks or topics have become others, in that language."""

    chat: Chat
    follows: bool


async def choose_language(conn: Connection, chat: Chat, language: str, now: datetime) -> Turned:
    """The chat reads `language` from now on, and the decks and topics that it follows are in it, where they can be.

    Raises `Senseless` for one we do not speak.
    """
    if language not in LANGUAGES:
        raise Senseless(language)
    await chats.choose_language(conn, chat.id, language, now)
    turned = replace(chat, language=language)
    wanted = await subscriptions.get(conn, chat.id)
    if wanted is None or (other := await exchanged(conn, wanted, language)) == wanted:
        return Turned(turned, follows=False)
    await subscriptions.put(conn, other, now)
    return Turned(turned, follows=True)


async def offered(
    conn: Connection, chat: Chat, wanted: Subscription, field: str
) -> Sequence[tuple[str, str, bool]]:
    """What can be chosen for `decks` or `tags`: (value, label, whether it is chosen) each.

    Decks in the chat's language come first, others say theirs. Topics are those of the decks it is asked from.
    """
    if field == "decks":
        decks = await cards.list_decks(conn, wanted.chat_id)
        decks.sort(key=lambda deck: deck.language != chat.language)
        return [(str(deck.id), _labelled(deck, chat.language), deck.slug in wanted.decks) for deck in decks]
    if field == "tags":
        asked_from = wanted.decks or [deck.slug for deck in await usual_decks(conn, chat)]
        known = await cards.known_tags(conn, wanted.chat_id, asked_from)
        tags = [*wanted.tags, *(tag for tag in known if tag not in wanted.tags)]
        return [(_tag_value(tag), f"#{tag}", tag in wanted.tags) for tag in tags[:MOST_TAGS]]
    return []


def _labelled(deck: StoredDeck, language: str) -> str:
    label = f"{deck.title} · {deck.cards}"
    return label if deck.language == language else f"{label} · {deck.language.upper()}"


def switched_on(wanted: Subscription, now: datetime) -> Subscription:
    """The same, owed its next question at the first of its times from now."""
    table = Timetable(wanted.times, wanted.weekdays, wanted.zone)
    return replace(wanted, next_at=next_slot(table, now))


async def _keep(conn: Connection, chat: Chat, wanted: Subscription, now: datetime) -> SubscribedChat:
    await subscriptions.put(conn, wanted, now)
    if wanted.next_at is not None:
        await chats.switch_follow_ups(conn, chat.id, on=True)
    if chat.kind == "private":
        await learners.move_to_zone(conn, wanted.learner_id, wanted.zone)
    return await view(conn, chat, wanted)


async def _changed(
    conn: Connection, wanted: Subscription, field: str, value: str, now: datetime
) -> Subscription:
    match field:
        case "on":
            return switched_on(wanted, now) if value == "1" else replace(wanted, next_at=None)
        case "time":
            return replace(wanted, times=_toggled_times(wanted.times, value))
        case "days":
            return replace(wanted, weekdays=_weekdays(wanted.weekdays, value))
        case "zone":
            return replace(wanted, zone=_zone(value))
        case "count":
            return replace(wanted, count=_count(value))
        case "reveal":
            return replace(wanted, reveal=_reveal(value))
        case "decks":
            slugs = {str(deck.id): deck.slug for deck in await cards.list_decks(conn, wanted.chat_id)}
            return replace(wanted, decks=_toggled(wanted.decks, slugs.get(value)))
        case "tags":
            tags = {
                _tag_value(tag): tag for tag in (*await cards.known_tags(conn, wanted.chat_id), *wanted.tags)
            }
            return replace(wanted, tags=_toggled(wanted.tags, tags.get(value)))
        case _:
            raise Senseless(f"{field} {value}")


def _toggled_times(times: tuple[time, ...], value: str) -> tuple[time, ...]:
    """One more time, or one fewer; the last one is never taken away but replaced."""
    try:
        at = time(int(value[:2]), int(value[2:]))
    except ValueError as e:
        raise Senseless(value) from e
    if at in times:
        return tuple(other for other in times if other != at) or times
    return tuple(sorted({*times, at})) if len(times) < MAX_TIMES else times


def _weekdays(weekdays: frozenset[int], value: str) -> frozenset[int]:
    sets = {"all": EVERY_DAY, "work": WORKDAYS, "weekend": WEEKENDS}
    if value in sets:
        return sets[value]
    if value not in {str(number) for number in range(7)}:
        raise Senseless(value)
    return (weekdays ^ {int(value)}) or weekdays


def _zone(value: str) -> str:
    try:
        return zone(value).key
    except ClockError as e:
        raise Senseless(value) from e


def _count(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= MAX_COUNT:
        raise Senseless(value)
    return int(value)


def _reveal(value: str) -> Reveal:
    for known in REVEALS:
        if value == known:
            return known
    raise Senseless(value)


def _tag_value(tag: str) -> str:
    """What a button says for a tag."""
    long = len(tag.encode()) > LONGEST_TAG
    return f"={blake2b(tag.encode(), digest_size=8).hexdigest()}" if long else tag


def _toggled(chosen: tuple[str, ...], value: str | None) -> tuple[str, ...]:
    if not value:
        raise Senseless(str(value))
    return tuple(other for other in chosen if other != value) if value in chosen else (*chosen, value)
