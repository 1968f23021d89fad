"""Reports on cards: a reader's flag, the words that go with it, and the buttons of the card's owner."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.actions import leech, marks, meet, reports
from bot.actions.answer import Touch
from bot.actions.meet import Visitor
from bot.actions.reports import Case, Filed
from bot.decks.correction import corrected
from bot.domain.chat import Chat
from bot.domain.report import REASONS
from bot.errors import NotAllowed, PostOver
from bot.render import pages
from bot.render import reports as render
from bot.render.message import OutgoingMessage
from bot.storage import inbox, pending
from bot.storage.database import Connection
from bot.tg import leeches
from bot.tg.desk import Desk, speaks
from bot.tg.tapped import Reply, Tapped

log = structlog.get_logger(__name__)


async def flag(desk: Desk, tapped: Tapped) -> Reply:
    """Ask what is wrong, in place of the row; or take the answer."""
    reason = next((each for each in REASONS if tapped.tap.about[1:] == (each,)), None)
    t = speaks(tapped.chat)
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
        touch = Touch(tapped.tap.number(0) or 0, tapped.chat.id, tapped.message_id, learner)
        what = await marks.mine(conn, tapped.chat, touch, desk.policy, desk.now())
        post = what.post
        if reason == "other":
            about = f"other {post.card_id} {post.id}"
            await reports.ask_for_words(conn, tapped.chat.id, tapped.update_id, about, desk.now())
        elif reason is not None:
            filed = await reports.file(conn, learner, post.card_id, reason, "", desk.policy, desk.now())
    if reason is None:
        return Reply(then=desk.edit_buttons(*_here(tapped), render.reasons(t, post.id)))
    if reason == "other":
        return Reply(then=desk.say(tapped.chat, render.ask_for_words(t)))
    there = render.reported(t, post.id, filed.id)
    return Reply(t(_heard(desk, filed)), then=desk.edit_buttons(*_here(tapped), there))


async def words(desk: Desk, tapped: Tapped) -> Reply:
    """Ask a reader for the words that go with their report."""
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
        report = await reports.mine(conn, learner, tapped.tap.number(0))
        left = report.at + reports.WORDS_WITHIN - desk.now()
        if left.total_seconds() <= 0:
            raise NotAllowed("report.on_its_way")
        about = f"words {report.id} {tapped.tap.number(1) or 0}"
        await reports.ask_for_words(conn, tapped.chat.id, tapped.update_id, about, desk.now(), left)
    return Reply(then=desk.say(tapped.chat, render.ask_for_words(speaks(tapped.chat))))


async def written(desk: Desk, update_id: int, visitor: Visitor, chat: Chat, text: str) -> bool:
    """Take a text for the words or the card that was asked for; False when none was."""
    async with desk.database.read() as conn:
        waiting = await reports.awaited(conn, chat.id, desk.now())
    if waiting is None:
        return False
    try:
        if waiting.what == "mend":
            await _mended(desk, update_id, visitor, chat, waiting.number, text)
        elif waiting.what in leech.WRITTEN:
            await leeches.written(desk, update_id, visitor, chat, waiting, text)
        else:
            await _said(desk, update_id, visitor, chat, text, waiting.post_id)
    except NotAllowed as e:
        await desk.say(chat, pages.notice(speaks(chat), e.reason))
    return True


async def decide(desk: Desk, tapped: Tapped) -> Reply:
    """A button of the owner's message."""
    act = _ACTS.get((*tapped.tap.about[1:], "")[0])
    if act is None or tapped.chat.kind != "private":
        raise PostOver(0)
    async with desk.database.write() as conn:
        what = await reports.case(conn, tapped.visitor.user_id, tapped.tap.number(0), desk.policy)
        page = await act(desk, conn, tapped, what)
    desk.wake()
    return Reply(then=desk.edit(*_here(tapped), page))


async def _withdraw(desk: Desk, conn: Connection, tapped: Tapped, what: Case) -> OutgoingMessage:
    await reports.withdraw(conn, what.stored, desk.now())
    t = speaks(tapped.chat)
    return render.withdrawn(t, what.stored.card, what.deck, operators=what.operators)


async def _mend(desk: Desk, conn: Connection, tapped: Tapped, what: Case) -> OutgoingMessage:
    if not what.operators:
        about = f"mend {what.report.id} 0"
        await reports.ask_for_words(
            conn, tapped.chat.id, tapped.update_id, about, desk.now(), reports.MENDING
        )
    t = speaks(tapped.chat)
    return render.how_to_mend(t, what.report.id, what.stored.card, what.deck, operators=what.operators)


async def _fixed(desk: Desk, conn: Connection, tapped: Tapped, what: Case) -> OutgoingMessage:
    """Only the file of an operator's deck is mended where we cannot see it."""
    if not what.operators:
        raise NotAllowed("refused.not_yours")
    await reports.settle(conn, what.stored.id, "fixed", desk.now())
    return pages.notice(speaks(tapped.chat), "report.mended")


async def _kept(desk: Desk, conn: Connection, tapped: Tapped, what: Case) -> OutgoingMessage:
    await reports.settle(conn, what.stored.id, "kept", desk.now())
    return pages.notice(speaks(tapped.chat), "report.kept")


async def _page(_desk: Desk, _conn: Connection, tapped: Tapped, what: Case) -> OutgoingMessage:
    t = speaks(tapped.chat)
    return render.for_owner(t, what.report, what.stored.card, what.deck, operators=what.operators)


_ACTS: dict[str, Callable[[Desk, Connection, Tapped, Case], Awaitable[OutgoingMessage]]] = {
    "withdraw": _withdraw,
    "mend": _mend,
    "fixed": _fixed,
    "kept": _kept,
    "page": _page,
}


async def _said(desk: Desk, update_id: int, visitor: Visitor, chat: Chat, text: str, post_id: int) -> None:
    """The words come, and the question stands below them again."""
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, visitor, desk.policy, desk.now())
        filed = await reports.say(conn, learner, chat, update_id, text, desk.policy, desk.now())
        stands = await marks.stands_here(conn, learner, post_id)
    if filed is None:
        await desk.say(chat, pages.notice(speaks(chat), "note.nothing"))
        return
    await desk.say(chat, pages.notice(speaks(chat), _heard(desk, filed)))
    if stands:
        await desk.post_again(post_id)


async def _mended(
    desk: Desk, update_id: int, visitor: Visitor, chat: Chat, report_id: int, text: str
) -> None:
    """The card comes as its owner wants it."""
    card = await asyncio.to_thread(corrected, text)
    if card is None:
        await desk.say(chat, pages.notice(speaks(chat), "report.no_card"))
        return
    async with desk.database.write() as conn:
        await pending.drop(conn, chat.id, "report")
        what = await reports.case(conn, visitor.user_id, report_id, desk.policy)
        await inbox.acts(conn, update_id)
        card = await reports.mend(conn, what.stored, card, desk.now())
    desk.wake()
    await desk.say(chat, render.mended(speaks(chat), card))


def _heard(desk: Desk, filed: Filed) -> str:
    """The key of the thanks for a report. Nobody may be there to hear of it; the log always is."""
    desk.wake()
    if filed.debts:
        log.info("a card was reported", report=filed.id, heard_by=len(filed.debts))
    else:
        log.warning("a card was reported and nobody can be told", report=filed.id)
    return "report.thanks" if filed.debts else "report.noted"


def _here(tapped: Tapped) -> tuple[int, int]:
    return tapped.chat.id, tapped.message_id
