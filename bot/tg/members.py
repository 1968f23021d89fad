"""Being let into a chat, thrown out of it, blocked, or moved with it."""

from __future__ import annotations

import structlog
import telegram

from bot.actions import meet, subscribe
from bot.actions.meet import Visitor
from bot.render import pages
from bot.storage import chats, deliveries
from bot.tg.desk import Desk, speaks, visitor_of

log = structlog.get_logger(__name__)

HERE = frozenset({"member", "administrator", "creator", "restricted"})


async def changed(desk: Desk, update: telegram.Update) -> None:
    """The bot's own membership changed: greet, or stop owing anything."""
    change = update.my_chat_member
    visitor = visitor_of(update)
    if change is None or visitor is None:
        return
    before, after = change.old_chat_member.status, change.new_chat_member.status
    if after not in HERE:
        await _left(desk, visitor, after)
    elif visitor.kind == "private":
        async with desk.database.write() as conn:
            await meet.meet_chat(conn, visitor, desk.now())
        desk.wake()
    elif visitor.kind == "group" and before not in HERE:
        await _greet(desk, visitor)
    elif visitor.kind == "channel" and after == "administrator" != before:
        await _offer_channel(desk, visitor, change.chat.username)


async def migrated(desk: Desk, old_id: int, new_id: int) -> None:
    """A group became a supergroup: all it has follows."""
    async with desk.database.write() as conn:
        if await chats.get(conn, old_id) is None:
            return  # it has moved already, and the new one has all there is
        await chats.migrate(conn, old_id, new_id)
    log.info("group moved", chat=old_id, to=new_id)


async def _left(desk: Desk, visitor: Visitor, status: str) -> None:
    async with desk.database.write() as conn:
        chat = await meet.meet_chat(conn, visitor, desk.now())
        await chats.mark_gone(conn, chat.id, status, desk.now())
        await deliveries.drop_chat(conn, chat.id, desk.now(), status)
    log.info("chat switched off", chat=chat.id, reason=status)


async def _greet(desk: Desk, visitor: Visitor) -> None:
    async with desk.database.write() as conn:
        chat = await meet.meet_chat(conn, visitor, desk.now())
        total = sum(deck.cards for deck in await subscribe.usual_decks(conn, chat))
        wanted = await subscribe.current(conn, chat, desk.policy, desk.now())
    t = speaks(chat)
    at = t.clock(desk.policy.usual_time)
    on = wanted.next_at is not None
    page = pages.welcome(t, chat_id=chat.id, kind=chat.kind, cards=total, at=at, subscribed=on)
    await desk.say(chat, page)


async def _offer_channel(desk: Desk, visitor: Visitor, username: str | None) -> None:
    """Tell whoever put the bot into a channel, in private, how to switch it on there; channels hear nothing."""
    async with desk.database.write() as conn:
        channel = await meet.meet_chat(conn, visitor, desk.now())
        private = await chats.get(conn, visitor.user_id)
        wanted = await subscribe.current(conn, channel, desk.policy, desk.now())
    if private is None or private.gone or wanted.next_at is not None:
        return
    t = speaks(private)
    name = f"@{username}" if username else str(channel.id)
    at = t.clock(desk.policy.usual_time)
    page = pages.channel_offer(t, chat_id=channel.id, title=channel.title, name=name, at=at)
    await desk.say(private, page)
