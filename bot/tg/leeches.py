"""A card that was set aside: what its learner decides, and the text they write in its place."""

from __future__ import annotations

import asyncio

from bot.actions import leech, meet
from bot.actions.leech import Rewriting
from bot.actions.meet import Visitor
from bot.actions.reports import Awaited
from bot.decks.correction import cards_in
from bot.decks.slug import new_slug
from bot.domain.chat import Chat
from bot.errors import PostOver
from bot.render import pace as render
from bot.render import pages
from bot.storage import inbox
from bot.tg.desk import Desk, speaks
from bot.tg.tapped import Reply, Tapped


async def decide(desk: Desk, tapped: Tapped) -> Reply:
    """What becomes of a card that was set aside."""
    card_id, what = tapped.tap.number(0), (*tapped.tap.about[1:], "")[0]
    if tapped.chat.kind != "private" or card_id is None:
        raise PostOver(0)
    t = speaks(tapped.chat)
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
        aside = await leech.aside(conn, learner, card_id)
        if what in leech.WRITTEN:
            await leech.ask_for_text(conn, tapped.chat.id, tapped.update_id, what, card_id, desk.now())
            page = render.leech_text(t, card_id, aside.stored.card, aside.deck, what, own=aside.theirs)
        elif what == "offer":
            await leech.never_mind(conn, tapped.chat.id)
            page = render.leech(t, card_id, aside.stored.card.question, aside.lapses)
        else:
            page = pages.notice(t, await leech.decide(conn, aside, what))
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, page))


async def written(
    desk: Desk, update_id: int, visitor: Visitor, chat: Chat, waiting: Awaited, text: str
) -> None:
    """Take a text for the card, or the smaller ones, that were asked for; raises `NotAllowed` when that is over."""
    t = speaks(chat)
    found = await asyncio.to_thread(cards_in, text)
    if not leech.fits(waiting.what, found):
        await desk.say(
            chat, pages.notice(t, "leech.no_cards" if waiting.what == "split" else "report.no_card")
        )
        return
    async with desk.database.write() as conn:
        await leech.never_mind(conn, chat.id)
        await inbox.acts(conn, update_id)
        learner = await meet.meet_person(conn, visitor, desk.policy, desk.now())
        what = Rewriting(waiting.number, found, new_slug(), t("bring.own_deck"), chat)
        said = await leech.rewrite(conn, learner, what, desk.now())
    desk.wake()
    await desk.say(chat, render.leech_rewritten(t, said.key, said.deck_id))
