"""A table for spreadsheets: one card a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from bot.decks.export.believed import believed, zone_of
from bot.domain.card import Card, Choice, Deck
from bot.domain.elsewhere import schedule_of
from bot.domain.history import History

_COLUMNS = (
    "question",
    "answer",
    "tags",
    "choices",
    "hint",
    "explanation",
    "concept",
    "id",
    "due",
    "interval",
)


def write(deck: Deck, histories: Sequence[History], now: datetime) -> bytes:
    """The deck as CSV with a header, in UTF-8 with the mark by which spreadsheets know it."""
    memories, zone = believed(histories, now), zone_of(now)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    table.writerow(_COLUMNS)
    for card in deck.cards:
        memory = memories.get(card.key)
        schedule = schedule_of(memory, zone) if memory else None
        when = (schedule.due, schedule.interval) if schedule else ("", "")
        table.writerow([*_cells(card), *when])
    return out.getvalue().encode("utf-8-sig")


def choice_line(choice: Choice) -> str:
    """A choice as one line: ticked when it is right, with its reason."""
    reason = f" — {choice.reason}" if choice.reason else ""
    return f"[{'x' if choice.right else ' '}] {choice.text}{reason}"


def _cells(card: Card) -> tuple[str, ...]:
    choices = "\n".join(map(choice_line, card.choices))
    tags = " ".join(card.tags)
    return card.question, card.answer, tags, choices, card.hint, card.explanation, card.concept, card.key
