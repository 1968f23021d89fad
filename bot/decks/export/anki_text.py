"""A text file for Anki's File > Import: tabs between fields, HTML in them, the day a card is due as a field."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from bot.decks.export.believed import believed, zone_of
from bot.decks.export.page import choices_html, html_of, right_html
from bot.decks.own_apkg import guid_of
from bot.domain.card import Card, Deck
from bot.domain.elsewhere import schedule_of
from bot.domain.history import History

# https://docs.ankiweb.net/importing/text-files.html#file-headers
_HEAD = (
    "#separator:tab",
    "#html:true",
    "#columns:Guid\tQuestion\tAnswer\tDue\tTags",
    "#guid column:1",
    "#tags column:5",
)


def write(deck: Deck, histories: Sequence[History], now: datetime) -> bytes:
    """The deck as text in UTF-8; importing it again updates its notes."""
    memories, zone = believed(histories, now), zone_of(now)
    out = io.StringIO()
    out.write("\n".join([*_HEAD, ""]))
    table = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    for card in deck.cards:
        memory = memories.get(card.key)
        due = schedule_of(memory, zone).due.isoformat() if memory else ""
        table.writerow([guid_of(deck, card), *_sides(card), due, " ".join(card.tags)])
    return out.getvalue().encode()


def _sides(card: Card) -> tuple[str, str]:
    front = html_of(card.question) + choices_html(card.choices)
    back = [html_of(card.answer), right_html(card.choices), html_of(card.explanation)]
    return front, "<br>".join(filter(None, back))
