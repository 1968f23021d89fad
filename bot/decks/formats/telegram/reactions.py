"""How many readers liked a post, from a line such as `👍4❤2`, whole or with a counter that lost its emoji."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.decks.formats.telegram.channel_lines import is_joiner, is_symbol

_DISLIKES = frozenset("👎💩🤮😡🤬🖕😢🤡🥱")
_THOUSANDS = {"k": 1_000, "к": 1_000, "m": 1_000_000}


@dataclass(frozen=True, slots=True)
class Reactions:
    """The counters of one post; `strays` are the counts whose emoji was lost, which count for nothing."""

    counts: tuple[tuple[str, int], ...]
    strays: tuple[int, ...] = ()

    @property
    def likes(self) -> int:
        """How many of them say that the post is good."""
        return sum(count for emoji, count in self.counts if emoji[0] not in _DISLIKES)

    def __str__(self) -> str:
        """As a page shows them: `👍4 ❤2`."""
        return " ".join(f"{emoji}{count}" for emoji, count in self.counts)


def read_reactions(text: str) -> Reactions:
    """The counters in a line of emoji and numbers.

    A page shows the emoji first, so a number belongs to the emoji before it, and an emoji without a number
    is one reaction. A number with no emoji before it is the counter of an emoji that was a picture and got
    lost in copying, unless each emoji has its number before it.
    """
    pieces = list(_pieces(text))
    if len(pieces) > 1 and pieces[0][1] is not None and pieces[-1][1] is None and len(pieces) % 2 == 0:
        turned = [pieces[i ^ 1] for i in range(len(pieces))]
        if all((number is None) == (i % 2 == 0) for i, (_, number) in enumerate(turned)):
            pieces = turned
    counts: list[tuple[str, int]] = []
    strays: list[int] = []
    waiting = ""
    for piece, number in pieces:
        if number is None:
            counts += [(waiting, 1)] if waiting else []
            waiting = piece
        elif waiting:
            counts.append((waiting, number))
            waiting = ""
        else:
            strays.append(number)
    counts += [(waiting, 1)] if waiting else []
    return Reactions(tuple(counts), tuple(strays))


def _pieces(text: str) -> Iterator[tuple[str, int | None]]:
    """The emoji and the numbers of a line, in order."""
    at = 0
    while at < len(text):
        start = at
        if text[at].isascii() and text[at].isdigit():
            while at < len(text) and (text[at].isascii() and (text[at].isdigit() or text[at] in ".,")):
                at += 1
            factor = _THOUSANDS.get(text[at : at + 1].casefold(), 1)
            yield text[start:at], _number(text[start:at], factor)
            at += factor > 1
        elif is_symbol(text[at]):
            at += 1
            while at < len(text) and (is_joiner(text[at]) or text[at - 1] == "\u200d"):
                at += 1
            yield text[start:at], None
        else:
            at += 1


def _number(digits: str, factor: int) -> int:
    if factor > 1:
        whole, _, part = digits.replace(",", ".").partition(".")
        return int(whole or 0) * factor + int((part.replace(".", "") + "000000")[:6]) * factor // 1_000_000
    return int("".join(c for c in digits if c.isdigit()))
