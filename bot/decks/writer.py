"""A deck as native Markdown, such that reading it gives the same deck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.decks import marks, memory_comment, oneline
from bot.decks.draft import answer_of
from bot.decks.front import write_front
from bot.decks.identity import comment_of
from bot.decks.markdown import lines_of, regions
from bot.decks.tags import merged, tag_of
from bot.domain.card import Card, Choice, Deck
from bot.domain.memory import Memory


def write(deck: Deck, memories: Mapping[str, Memory] = MappingProxyType({})) -> str:
    """The deck as a file named after its slug would hold it, with what is remembered of its cards, by key.

    `native.parse(write(deck), f"{deck.slug}.md").deck` is `deck` again up to line numbers, for any deck the
    reader could have made: texts without spaces at their edges, tags as `tags.tag_of` makes them with those of
    the deck on every card, an answer wherever there are choices.

    Raises:
        DeckError: a key or a concept has letters that an id cannot have.
    """
    front = write_front(deck.title, deck.language, [*_tags(deck.tags)], deck.licence, deck.source)
    cards = ("\n".join(card_lines(card, deck, memories.get(card.key))) for card in deck.cards)
    return "\n".join([front, *cards])


def card_lines(card: Card, deck: Deck, memory: Memory | None = None) -> Iterator[str]:
    """The lines of a card of a deck, the question first; raises as `write` does."""
    yield marks.shielded(f"## {marks.heading_written(oneline.written(card.question))}")
    if comment := comment_of(card, f"{deck.slug}.md"):
        yield comment
    if memory:
        yield memory_comment.written(memory)
    yield ""
    if card.answer and (not card.choices or card.answer != answer_of(card.choices)):
        yield from text_lines(card.answer)
        yield ""
    if card.choices:
        for choice in card.choices:
            yield from map(marks.shielded, choice_lines(choice))
        yield ""
    yield from _callout("TIP", card.hint)
    yield from _callout("NOTE", card.explanation)
    if tags := _own_tags(card, deck):
        yield " ".join(f"#{tag}" for tag in tags)
        yield ""


def text_lines(answer: str) -> Iterator[str]:
    """The lines of a text, with a backslash where one would be read as structure."""
    lines = lines_of(answer)
    found = regions(lines)
    for at, line in enumerate(lines):
        if found.shields[at] == "code":
            yield line
        else:
            yield marks.shielded(marks.escaped(line, torn=at in found.torn_fences))


def choice_lines(choice: Choice) -> Iterator[str]:
    """A choice as an item of a task list; a reason that would not be read on its line stands on a line of its own."""
    text = oneline.choice_written(choice.text, right=choice.right)
    box = f"- [{'x' if choice.right else ' '}] "
    whole = f"{text} — {choice.reason}" if choice.reason else text
    if oneline.choice_read(whole, right=choice.right) == (choice.text, choice.reason):
        yield box + oneline.written(whole)
    else:
        yield box + oneline.written(text)
        yield f"  — {oneline.written(choice.reason)}"


def _callout(kind: str, text: str) -> Iterator[str]:
    if text:
        yield f"> [!{kind}]"
        yield from (marks.shielded(marks.quoted_written(line)) for line in lines_of(text))
        yield ""


def _own_tags(card: Card, deck: Deck) -> tuple[str, ...]:
    """What the card says itself: its tags without those of the deck, unless their order would change."""
    every, shared = _tags(card.tags), dict.fromkeys(_tags(deck.tags))
    own = tuple(tag for tag in every if tag not in shared)
    return own if merged(own, shared) == every else every


def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    return merged(tag for tag in map(tag_of, tags) if tag)
