"""People's decks in the chat: their pages, links, names, and the groups that use them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.actions import hand_out, meet, shelf
from bot.actions.shelf import OnShelf
from bot.domain.chat import Chat
from bot.errors import NotAllowed, PostOver
from bot.render import pages
from bot.render import shelf as render
from bot.render.message import OutgoingMessage
from bot.render.shelf import ShownDeck
from bot.storage import owned
from bot.tg import marks
from bot.tg.desk import Desk, speaks
from bot.tg.tapped import Reply, Tapped


async def deck_page(
    desk: Desk, chat: Chat, user_id: int, deck_id: int | None, *, above: str = ""
) -> OutgoingMessage:
    """A deck's page for somebody who may see it; raises `NotAllowed` when it is no more."""
    async with desk.database.read() as conn:
        each = await shelf.seen(conn, chat, user_id, deck_id)
    t = speaks(chat)
    at = t.clock(desk.policy.usual_time)
    return render.deck(t, chat.id, _shown(each), bot=desk.bot.username, at=at, above=above)


async def shelf_page(desk: Desk, chat: Chat, user_id: int, page: int = 0) -> OutgoingMessage:
    """The decks a person has or uses; in a group those it uses."""
    async with desk.database.read() as conn:
        found = await shelf.shelf(conn, chat, user_id)
    if chat.kind != "private":
        return render.used_here(speaks(chat), [_shown(each) for each in found if each.used])
    shown = render.shelf(speaks(chat), [_shown(each) for each in found], page)
    return replace(shown, buttons=(*shown.buttons, *await marks.ways(desk, chat, user_id)))


async def export_page(desk: Desk, chat: Chat, user_id: int, page: int = 0) -> OutgoingMessage:
    """The person's own decks, to choose which to export."""
    async with desk.database.read() as conn:
        found = [each for each in await shelf.shelf(conn, chat, user_id) if each.mine]
    return render.to_export(speaks(chat), [_shown(each) for each in found], page)


async def opened(desk: Desk, chat: Chat, user_id: int, slug: str) -> OutgoingMessage | None:
    """What a link to a person's deck shows in private: its page, or first an offer; None when there is no such deck."""
    async with desk.database.read() as conn:
        deck = await owned.by_slug(conn, slug)
        there = {each.deck.id for each in await shelf.shelf(conn, chat, user_id)}
    if deck is None:
        return None
    if deck.id in there:
        return await deck_page(desk, chat, user_id, deck.id)
    return render.offered(speaks(chat), _shown(OnShelf(deck, mine=False, used=False)), slug)


async def joined(desk: Desk, chat: Chat, slug: str) -> OutgoingMessage | None:
    """Let a group use the deck a link names; None when there is no such deck. Who may is asked before."""
    async with desk.database.write() as conn:
        try:
            deck = await shelf.take(conn, chat, slug)
        except NotAllowed:
            return None
    t = speaks(chat)
    shown = _shown(OnShelf(deck, mine=False, used=True))
    return render.in_group(t, chat.id, shown, t.clock(desk.policy.usual_time))


async def decks(desk: Desk, tapped: Tapped) -> Reply:
    """Turn a page of the person's decks."""
    page = await shelf_page(desk, tapped.chat, tapped.visitor.user_id, tapped.tap.number(0) or 0)
    return _show(desk, tapped, page)


async def exports(desk: Desk, tapped: Tapped) -> Reply:
    """Turn a page of the decks that can be exported."""
    page = await export_page(desk, tapped.chat, tapped.visitor.user_id, tapped.tap.number(0) or 0)
    return _show(desk, tapped, page)


async def take(desk: Desk, tapped: Tapped) -> Reply:
    """Use the deck a link offered."""
    slug = (*tapped.tap.about, "")[0]
    if not await desk.is_admin(tapped.chat, tapped.visitor.user_id):
        raise NotAllowed("refused.not_admin")
    async with desk.database.write() as conn:
        deck = await shelf.take(conn, tapped.chat, slug)
    return _show(desk, tapped, await deck_page(desk, tapped.chat, tapped.visitor.user_id, deck.id))


async def deck(desk: Desk, tapped: Tapped) -> Reply:
    """A deck's page, or what one of its buttons asks for."""
    what = (*tapped.tap.about[1:], "page")[0]
    act = _ACTS.get(what)
    if act is None or (tapped.chat.kind != "private" and what != "stop"):
        raise PostOver(0)
    return await act(desk, tapped)


async def _page(desk: Desk, tapped: Tapped) -> Reply:
    async with desk.database.write() as conn:
        await shelf.never_mind(conn, tapped.chat.id)
    page = await deck_page(desk, tapped.chat, tapped.visitor.user_id, tapped.tap.number(0))
    return _show(desk, tapped, page)


async def _use(desk: Desk, tapped: Tapped) -> Reply:
    async with desk.database.write() as conn:
        deck = await shelf.mine(conn, tapped.chat, tapped.visitor.user_id, tapped.tap.number(0))
        await owned.use(conn, tapped.chat.id, deck.id)
    return await _page(desk, tapped)


async def _stop(desk: Desk, tapped: Tapped) -> Reply:
    """Nobody is asked from the deck here any more; in a group an administrator says so."""
    if not await desk.is_admin(tapped.chat, tapped.visitor.user_id):
        raise NotAllowed("refused.not_admin")
    async with desk.database.write() as conn:
        each = await shelf.seen(conn, tapped.chat, tapped.visitor.user_id, tapped.tap.number(0))
        await shelf.leave(conn, tapped.chat.id, each.deck, desk.now())
    if each.mine and tapped.chat.kind == "private":
        return await _page(desk, tapped)
    return _show(desk, tapped, pages.notice(speaks(tapped.chat), "deck.stopped"))


async def _rename(desk: Desk, tapped: Tapped) -> Reply:
    async with desk.database.write() as conn:
        deck = await shelf.mine(conn, tapped.chat, tapped.visitor.user_id, tapped.tap.number(0))
        await shelf.ask_for_name(conn, tapped.chat.id, tapped.update_id, deck.id, desk.now())
    return _show(desk, tapped, render.naming(speaks(tapped.chat), _of_mine(deck)))


async def _delete(desk: Desk, tapped: Tapped) -> Reply:
    async with desk.database.read() as conn:
        deck = await shelf.mine(conn, tapped.chat, tapped.visitor.user_id, tapped.tap.number(0))
    return _show(desk, tapped, render.deleting(speaks(tapped.chat), _of_mine(deck)))


async def _gone(desk: Desk, tapped: Tapped) -> Reply:
    async with desk.database.write() as conn:
        deck = await shelf.mine(conn, tapped.chat, tapped.visitor.user_id, tapped.tap.number(0))
        await shelf.delete(conn, deck, desk.now())
    return _show(desk, tapped, pages.notice(speaks(tapped.chat), "deck.deleted"))


_ACTS: dict[str, Callable[[Desk, Tapped], Awaitable[Reply]]] = {
    "page": _page,
    "use": _use,
    "stop": _stop,
    "rename": _rename,
    "delete": _delete,
    "gone": _gone,
}


async def export(desk: Desk, tapped: Tapped) -> Reply:
    """Send a deck of the person's as a file, in the format they choose where there are several."""
    name = tapped.tap.about[1] if len(tapped.tap.about) > 1 else ""
    async with desk.database.write() as conn:
        deck = await shelf.mine(conn, tapped.chat, tapped.visitor.user_id, tapped.tap.number(0))
        if name not in hand_out.NAMES:
            return _show(desk, tapped, render.formats(speaks(tapped.chat), _of_mine(deck), hand_out.NAMES))
        learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
        file = await hand_out.file_of(conn, deck, learner, name, desk.now())
    return Reply(then=desk.hand(tapped.chat, file.name, file.data))


def _show(desk: Desk, tapped: Tapped, page: OutgoingMessage) -> Reply:
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, page))


def _of_mine(deck: owned.OwnedDeck) -> ShownDeck:
    return _shown(OnShelf(deck, mine=True, used=True))


def _shown(each: OnShelf) -> ShownDeck:
    deck = each.deck
    return ShownDeck(
        deck.id, deck.slug, deck.title, deck.language, deck.cards, deck.unanswered, each.mine, each.used
    )
