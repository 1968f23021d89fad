"""A table for spreadsheets: one card a row, with all that is needed to read it back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from bot.decks import memory_comment
from bot.decks.export.believed import believed, zone_of
from bot.decks.writer import choice_lines
from bot.domain.card import Card, Choice, Deck
from bot.domain.elsewhere import schedule_of
from bot.domain.history import History
from bot.domain.memory import Memory

OF_A_CARD = (
    "question",
    "answer",
    "tags",
    "choices",
    "hint",
    "explanation",
    "concept",
    "id",
    "likes",
    "difficulty",
)
OF_A_MEMORY = ("due", "interval", "memory")
OF_THE_DECK = ("deck", "language", "deck_tags", "licence", "source")


def write(deck: Deck, histories: Sequence[History], now: datetime) -> bytes:
    """The deck as CSV with a header, in UTF-8 with the mark by which spreadsheets know it.

    What is said of the whole deck stands in the first row.
    """
    memories, zone = believed(histories, now), zone_of(now)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    table.writerow((*OF_A_CARD, *OF_A_MEMORY, *OF_THE_DECK))
    about: tuple[str, ...] = (deck.title, deck.language, " ".join(deck.tags), deck.licence, deck.source)
    for card in deck.cards:
        memory = memories.get(card.key)
        schedule = schedule_of(memory, zone) if memory else None
        when = (schedule.due, schedule.interval) if schedule else ("", "")
        table.writerow((*_cells(card), *when, memory_written(memory), *about))
        about = ("",) * len(OF_THE_DECK)
    return out.getvalue().encode("utf-8-sig")


def choices_written(choices: Sequence[Choice]) -> str:
    """The choices line by line: each ticked when it is right, with its reason."""
    return "\n".join(line.removeprefix("- ") for choice in choices for line in choice_lines(choice))


def memory_written(memory: Memory | None) -> str:
    """A memory, exact to the last bit."""
    if not memory:
        return ""
    return memory_comment.written(memory).removeprefix("<!-- memory: ").removesuffix(" -->")


def _cells(card: Card) -> tuple[str, ...]:
    likes, difficulty = ("" if number is None else str(number) for number in (card.likes, card.difficulty))
    return (
        card.question, card.answer, " ".join(card.tags), choices_written(card.choices), card.hint, card.explanation,
        card.concept, card.key, likes, difficulty,
    )  # fmt: skip
