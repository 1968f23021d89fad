"""Tags of a card out of what Anki files it under: its deck, its note's tags, its flag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.decks.tags import merged, tag_of

FLAGS = ("", "red", "orange", "green", "blue", "pink", "turquoise", "purple")
_DEFAULT = "Default"


def levels_of(name: str) -> tuple[str, ...]:
    """The parts of a deck's or tag's name, `A::B`, from the top; Anki's default deck has none."""
    parts = tuple(part.strip() for part in name.split("::"))
    return () if parts == (_DEFAULT,) else tuple(part for part in parts if part)


def title_of(decks: Iterable[str]) -> str:
    """The top level that all decks share, empty when they share none."""
    tops = {levels_of(deck)[:1] for deck in decks}
    return next(iter(tops))[0] if len(tops) == 1 and tops != {()} else ""


def files_under(decks: Sequence[str]) -> bool:
    """Whether deck names tell cards apart; the one deck that holds all is only a title."""
    return len(decks) > 1 or any(len(levels_of(deck)) > 1 for deck in decks)


def tags_of(deck: str, tags: str, flag: int = 0, *, suspended: bool = False) -> tuple[str, ...]:
    """The tags for a card: each level of its deck and of the note's tags, then its flag and whether it is suspended."""
    return merged(tag for tag in map(tag_of, _names(deck, tags, flag, suspended)) if tag)


def _names(deck: str, tags: str, flag: int, suspended: bool) -> Iterator[str]:
    yield from levels_of(deck)
    for tag in tags.split():
        yield from levels_of(tag)
    colour = flag & 7
    if colour:
        yield f"flag_{FLAGS[colour]}"
    if suspended:
        yield "suspended"
