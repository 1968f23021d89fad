"""What people send in private besides commands: files, texts with cards, polls."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import structlog
import telegram
from telegram.error import TelegramError

from bot.actions import bring, meet, regroup, shelf
from bot.actions.adopt import adopt_histories
from bot.actions.meet import Visitor
from bot.decks.formats import Imported, recognise
from bot.decks.jotted import card_of, jotted
from bot.decks.slug import new_slug
from bot.decks.typed import typed
from bot.domain.card import Card, Choice
from bot.domain.chat import Chat
from bot.domain.identity import families
from bot.errors import DeckError, PostOver
from bot.render import bringing as render
from bot.render import pages
from bot.render.message import OutgoingMessage
from bot.storage import cards, inbox, owned
from bot.tg import marks, reports
from bot.tg.desk import Desk, speaks
from bot.tg.shelf import deck_page
from bot.tg.tapped import Reply, Tapped

log = structlog.get_logger(__name__)

LARGEST = 20 << 20  # bytes Telegram lets a bot fetch: https://core.telegram.org/bots/api#getfile
LONG_TEXT = 6  # lines of a text that nobody takes for chatter
SURE = 0.5


async def received(
    desk: Desk, update_id: int, visitor: Visitor, chat: Chat, message: telegram.Message
) -> None:
    """Whatever a person sends in private that is no command, and that was not done before a crash."""
    brings = message.text or message.document or message.poll
    if not brings and message.effective_attachment is not None and await marks.insists(desk, chat):
        return
    if message.text is None:
        await never_mind(desk, chat)
    if message.document is not None and message.animation is None:
        await _document(desk, update_id, visitor, chat, message.document)
    elif message.poll is not None:
        await _poll(desk, update_id, visitor, chat, message.poll)
    elif message.text is not None:
        await _text(desk, update_id, visitor, chat, message.text)
    elif message.effective_attachment is not None:
        await desk.say(chat, pages.notice(speaks(chat), "bring.send_file"))
    else:
        await desk.say(chat, pages.notice(speaks(chat), "unknown"))


async def never_mind(desk: Desk, chat: Chat) -> None:
    """Something else than the text that was asked for came, such as a deck's new name: the next text is none either."""
    async with desk.database.write() as conn:
        await shelf.never_mind(conn, chat.id)


async def _document(
    desk: Desk, update_id: int, visitor: Visitor, chat: Chat, document: telegram.Document
) -> None:
    name = bring.short_title(document.file_name or "") or "file"
    size = document.file_size or 0
    if size > LARGEST:
        await desk.say(chat, render.too_large(speaks(chat), name, size / 2**20))
        return
    try:
        file = await desk.sender.look_up("getFile", partial(desk.bot.get_file, document.file_id))
        data = bytes(await file.download_as_bytearray())
    except TelegramError as e:
        log.warning("a file cannot be fetched", chat=chat.id, reason=e.message)
        await desk.say(chat, pages.notice(speaks(chat), "bring.not_fetched"))
        return
    await _brought(desk, update_id, visitor, chat, name, data)


async def _text(desk: Desk, update_id: int, visitor: Visitor, chat: Chat, text: str) -> None:
    if await marks.written(desk, update_id, visitor, chat, text):
        return
    if await reports.written(desk, update_id, visitor, chat, text):
        return
    if await _named(desk, update_id, visitor, chat, text):
        return
    if found := jotted(text):
        await _keep(desk, update_id, visitor, chat, found)
        return
    async with desk.database.read() as conn:
        text = await bring.rejoined(conn, chat.id, text, desk.now())
    lines = [line for line in text.splitlines() if line.strip()]
    known = len(lines) > 1 and (await asyncio.to_thread(recognise, text))[0][1].score >= SURE
    if known or len(lines) >= LONG_TEXT:
        await _brought(desk, update_id, visitor, chat, "", text.encode("utf-8", "replace"))
    else:
        await desk.say(chat, pages.notice(speaks(chat), "unknown"))


async def is_unmistakable(desk: Desk, chat: Chat, text: str) -> bool:
    """Whether a text is cards even where something else is awaited, such as the answer to a question."""
    first = text.strip().partition("\n")[0].rstrip()
    if first.endswith(("?", "？")) and jotted(text):
        return True
    async with desk.database.read() as conn:
        whole = await bring.rejoined(conn, chat.id, text, desk.now())
    many = len([line for line in whole.splitlines() if line.strip()]) >= LONG_TEXT
    return many and (await asyncio.to_thread(recognise, whole))[0][1].score >= SURE


async def _named(desk: Desk, update_id: int, visitor: Visitor, chat: Chat, text: str) -> bool:
    """Take the text for the name that a deck waits for; False when none waits, or it is no name."""
    async with desk.database.write() as conn:
        deck_id = await shelf.name(conn, chat, text, desk.now())
        if deck_id is not None:
            await inbox.acts(conn, update_id)
    if deck_id is not None:
        await desk.say(chat, await deck_page(desk, chat, visitor.user_id, deck_id))
    return deck_id is not None


async def _brought(desk: Desk, update_id: int, visitor: Visitor, chat: Chat, name: str, data: bytes) -> None:
    """Read what came, keep it until its sender decides, and report; reading blocks nobody else."""
    try:
        imported = await desk.readings.read(update_id, name, data)
    except DeckError as e:
        await desk.say(chat, render.unreadable(speaks(chat), name, e))
        return
    async with desk.database.write() as conn:
        await inbox.acts(conn, update_id)
        await bring.hold(conn, chat.id, update_id, name, data, desk.now())
    await desk.say(chat, await _report(desk, visitor, chat, update_id, name, imported))


async def _report(
    desk: Desk, visitor: Visitor, chat: Chat, token: int, name: str, imported: Imported
) -> OutgoingMessage:
    what = await _intake(desk, visitor, name, imported)
    changes = what.changes
    title = what.deck.title if what.deck else ""
    brought = render.Brought(token, name, imported, title, changes.added, changes.changed, changes.withdrawn)
    return render.brought(speaks(chat), brought)


async def _intake(desk: Desk, visitor: Visitor, name: str, imported: Imported) -> bring.Intake:
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, visitor, desk.policy, desk.now())
        rivals = await bring.rivals(conn, learner, name)
    return await asyncio.to_thread(bring.intake, rivals, imported)


async def decide(desk: Desk, tapped: Tapped) -> Reply:
    """The buttons of a report: add the cards, look at what happened to the text, or let it be."""
    what, token = (*tapped.tap.about, "")[0], tapped.tap.number(1)
    t = speaks(tapped.chat)
    async with desk.database.read() as conn:
        waiting = await bring.held(conn, tapped.chat.id, token, desk.now())
    if waiting is None:
        return Reply(t("bring.over"), alert=True)
    if what == "no":
        async with desk.database.write() as conn:
            await bring.let_go(conn, tapped.chat.id)
        page = pages.notice(t, "bring.nothing_added")
        return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, page))
    imported = await desk.readings.read(waiting.token, waiting.name, waiting.data)
    match what:
        case "add":
            page = await _add(desk, tapped, waiting.name, imported)
        case "report":
            page = await _report(desk, tapped.visitor, tapped.chat, waiting.token, waiting.name, imported)
        case "repaired" | "refused" | "unanswered":
            shown = render.Brought(waiting.token, waiting.name, imported)
            page = render.listed(t, shown, what, tapped.tap.number(2) or 0)
        case _:
            raise PostOver(0)
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, page))


async def _add(desk: Desk, tapped: Tapped, name: str, imported: Imported) -> OutgoingMessage:
    """Add the cards; doing it again changes nothing, so a tap that is handled twice does no harm."""
    what = await _intake(desk, tapped.visitor, name, imported)
    chat = tapped.chat
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
        deck_id = await bring.add(conn, learner, chat.id, name, imported, what, new_slug())
        await adopt_histories(conn, learner, deck_id, imported.histories, desk.policy.scheduler, desk.now())
        deck = await owned.get(conn, deck_id)
    desk.errands.send(_find_families(desk))
    assert deck is not None
    above = render.added(speaks(chat), deck.title, deck.cards)
    return await deck_page(desk, chat, tapped.visitor.user_id, deck_id, above=above)


async def _find_families(desk: Desk) -> None:
    async with desk.database.read() as conn:
        of = await regroup.ungrouped(conn)
    if of is not None:
        found = await asyncio.to_thread(families, of.members)
        async with desk.database.write() as conn:
            await regroup.regroup(conn, of, found)


async def _poll(desk: Desk, update_id: int, visitor: Visitor, chat: Chat, poll: telegram.Poll) -> None:
    """A poll becomes a card; where Telegram hides what is right, its sender is asked."""
    right = set(poll.correct_option_ids or ())
    choices = [Choice(typed(option.text), at in right) for at, option in enumerate(poll.options)]
    card = card_of(typed(poll.question), choices, typed(poll.explanation or ""))
    await _keep(desk, update_id, visitor, chat, [card])


async def _keep(desk: Desk, update_id: int, visitor: Visitor, chat: Chat, found: Sequence[Card]) -> None:
    """Put single cards into the person's own deck, each once, and ask about those that lack their answer."""
    t = speaks(chat)
    async with desk.database.write() as conn:
        await inbox.acts(conn, update_id)
        learner = await meet.meet_person(conn, visitor, desk.policy, desk.now())
        place = {"slug": new_slug(), "title": t("bring.own_deck"), "language": chat.language}
        ids = [await bring.add_one(conn, learner, chat.id, card, **place) for card in found]
        stored = [await cards.get(conn, card_id) for card_id in ids]
        deck = await owned.get(conn, stored[0].deck_id)
    assert deck is not None
    if known := [each.card for each in stored if each.card.answer]:
        await desk.say(chat, render.kept(t, deck.id, deck.title, known))
    for each in stored:
        if not each.card.answer:
            await desk.say(chat, render.which_is_right(t, each.id, each.card))


async def right(desk: Desk, tapped: Tapped) -> Reply:
    """The owner of a card says which of its choices is right."""
    card_id, at = tapped.tap.number(0), tapped.tap.number(1)
    async with desk.database.write() as conn:
        stored = await cards.find(conn, card_id)
        if stored is None or at is None or not 0 <= at < len(stored.card.choices):
            raise PostOver(0)
        deck = await shelf.mine(conn, tapped.chat, tapped.visitor.user_id, stored.deck_id)
        card = stored.card
        if not card.answer:
            choices = [Choice(each.text, at == number) for number, each in enumerate(card.choices)]
            card = await bring.answer(conn, stored, choices)
    page = render.kept(speaks(tapped.chat), deck.id, deck.title, [card])
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, page))
