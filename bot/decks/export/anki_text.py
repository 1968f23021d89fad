"""A text file for Anki's File > Import: tabs between fields, HTML in them, the day a card is due as a field.

It names no columns: Anki then puts the question and the answer into the first two fields of any note type. Behind them
stand what Anki has no field for: the card as we have it, the day it is due, and what is remembered of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from bot.decks import memory_comment, own_apkg, own_deck
from bot.decks.export.believed import believed, zone_of
from bot.decks.export.page import choices_html, html_of, right_html
from bot.decks.markdown import lines_of
from bot.decks.pictures import media_names, named_in, renamed
from bot.domain.card import Card, Deck
from bot.domain.elsewhere import schedule_of
from bot.domain.history import History

# https://docs.ankiweb.net/importing/text-files.html#file-headers ; keys that Anki does not know mean nothing to it
_HEAD = ("#separator:tab", "#html:true", "#guid column:1", "#tags column:7")


def write(deck: Deck, histories: Sequence[History], now: datetime) -> bytes:
    """The deck as text in UTF-8; importing it again updates its notes."""
    memories, zone = believed(histories, now), zone_of(now)
    out = io.StringIO()
    out.write("\n".join([*_HEAD, f"#deck:{deck.title}", f"#quizbot:{own_deck.written(deck)}", ""]))
    table = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    shown = renamed(deck, media_names(named_in(deck)))
    for card, seen in zip(deck.cards, shown.cards, strict=True):
        sides, memory = _sides(seen), memories.get(card.key)
        hidden = own_apkg.hidden(card, dict(zip(own_apkg.SHOWN, sides, strict=False)))
        due = schedule_of(memory, zone).due.isoformat() if memory else ""
        said = memory_comment.said(memory) if memory else ""
        guid = own_apkg.guid_of(deck, card)
        table.writerow([guid, *sides, hidden, due, said, " ".join(card.tags)])
    return out.getvalue().encode()


def _sides(card: Card) -> tuple[str, str]:
    front = html_of(card.question) + choices_html(card.choices)
    back = [html_of(card.answer), right_html(card.choices), html_of(card.explanation)]
    return _plain(front), _plain("<br>".join(filter(None, back)))


def _plain(html: str) -> str:
    return "\n".join(lines_of(html))
