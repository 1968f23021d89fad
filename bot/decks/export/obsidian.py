"""A note for Obsidian's Spaced Repetition plugin, with its schedules and our exact memories.

Choices stand under the question without their ticks, and with them in the answer. The rest of a card stands in its
answer as in our own Markdown, so that `formats.own_obsidian` reads back what was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.decks import obsidian_lines, oneline, writer
from bot.decks.export.believed import believed, zone_of
from bot.decks.front import write_front
from bot.decks.identity import comment_of
from bot.decks.markdown import bare
from bot.decks.memory_comment import written as memory_written
from bot.decks.tags import merged, tag_of
from bot.domain.card import Card, Choice, Deck
from bot.domain.elsewhere import schedule_of
from bot.domain.history import History
from bot.domain.memory import Memory

ROOT = "flashcards"
"""The plugin makes cards of notes with this tag, and a deck of each level below it."""


def write(deck: Deck, histories: Sequence[History], now: datetime) -> bytes:
    """The deck as a note.

    Raises:
        DeckError: a key or a concept has letters that an id cannot have.
    """
    memories, zone = believed(histories, now), zone_of(now)
    tags = [f"{ROOT}/{deck.slug}", *merged(filter(None, map(tag_of, deck.tags)))]
    front = write_front(deck.title, deck.language, tags, deck.licence, deck.source)
    cards = ("\n".join(_card(card, deck, memories.get(card.key), zone)) for card in deck.cards)
    return "\n\n".join([f"{front}\n{obsidian_lines.OURS}", *cards, ""]).encode()


def choices_shown(choices: Sequence[Choice]) -> list[str]:
    """The lines that show choices without saying which is right."""
    return [f"- {oneline.written(choice.text)}" for choice in choices]


def schedule_written(memory: Memory, zone: ZoneInfo) -> str:
    """The plugin's comment: the day it is due, the interval in days, the ease in hundredths."""
    schedule = schedule_of(memory, zone)
    return f"<!--SR:!{schedule.due},{schedule.interval},{round(100 * (schedule.ease or 0))}-->"


def _card(card: Card, deck: Deck, memory: Memory | None, zone: ZoneInfo) -> Iterator[str]:
    yield from obsidian_lines.written([*writer.text_lines(card.question), *choices_shown(card.choices)])
    yield obsidian_lines.MARK
    yield from obsidian_lines.written(_body(card, deck))
    if comment := comment_of(card, f"{deck.slug}.md"):
        yield comment
    if memory:
        yield memory_written(memory)
        yield schedule_written(memory, zone)


def _body(card: Card, deck: Deck) -> list[str]:
    """What our own Markdown has under the question, without comments and blank edges."""
    _, *lines = writer.card_lines(card, deck)
    if comment_of(card, f"{deck.slug}.md"):
        lines = lines[1:]
    first = next((at for at, line in enumerate(lines) if bare(line)), len(lines))
    while len(lines) > first and not bare(lines[-1]):
        lines.pop()
    return lines[first:]
