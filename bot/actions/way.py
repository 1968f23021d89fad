"""How a card is asked in a chat: as the chat wants it, or the nearest way the card allows."""

from __future__ import annotations

from datetime import date
from random import Random

from bot.domain.card import Choice
from bot.domain.chat import Chat
from bot.domain.choices import has_own, options
from bot.domain.mode import QUIZZES, Mode, fitting_mode
from bot.render import quiz
from bot.storage import siblings
from bot.storage.cards import StoredCard
from bot.storage.database import Connection


async def way(conn: Connection, chat: Chat, stored: StoredCard, day: date) -> tuple[Mode, tuple[Choice, ...]]:
    """The mode in which this card is asked in this chat on `day`, and a quiz's options in the order they are shown.

    A native quiz whose options exceed a poll's limits has buttons instead; a card of which no fair quiz can be made
    is revealed.
    """
    wanted = fitting_mode(chat.mode, stored.card, chat.kind)
    if wanted not in QUIZZES:
        return wanted, ()
    others = [] if has_own(stored.card) else await siblings.of_card(conn, stored)
    rng = Random(f"{chat.id} {stored.id} {day}")
    made = options(stored.card, stored.family, others, rng)
    if not quiz.fits_buttons(made):
        return "reveal", ()
    native = wanted == "poll" and quiz.fits_poll(stored.card, made)
    return ("poll" if native else "buttons"), made
