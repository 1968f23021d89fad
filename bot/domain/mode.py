"""How a question is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from bot.domain.card import Card
from bot.domain.points import points

if TYPE_CHECKING:  # which says how a chat's questions are answered
    from bot.domain.chat import ChatKind

Mode = Literal["reveal", "sure", "poll", "buttons", "typed", "checklist"]
"""`reveal`: think, look, rate. `sure`: say how sure first. `poll`: Telegram's own quiz. `buttons`: one of our own.
`typed`: write the answer. `checklist`: tick its points."""

MODES: tuple[Mode, ...] = get_args(Mode)
QUIZZES: frozenset[Mode] = frozenset({"poll", "buttons"})
_OFFERED: dict[str, tuple[Mode, ...]] = {
    "private": MODES,
    "group": ("reveal", "poll", "buttons", "typed"),  # what one reader says first, all of a group would see
    "channel": ("reveal", "poll"),  # nobody there has a name, and only a poll counts without one
}
SAID_FIRST: frozenset[Mode] = frozenset({"sure", "typed", "checklist"})
"""Where the reader says something before the answer is seen: it is behind a button, whatever the chat chose."""
WRITTEN: frozenset[Mode] = frozenset({"typed", "checklist"})
"""In which a text may be the answer."""


@dataclass(frozen=True, slots=True)
class How:
    """How an answer was given, where it was more than a look and a rating.

    `sure` is 1-5, said before the answer was seen; `right` None where only the learner can judge. `given` are the
    numbers of the chosen options or ticked points, or the text that was written. `moved` is by how many days the due
    day was moved to level the load.
    """

    mode: Mode | None = None
    sure: int | None = None
    right: bool | None = None
    given: str | list[int] | None = None
    moved: int | None = None


RATED = How()  # looked at and rated, and no more


def offered_modes(kind: ChatKind) -> tuple[Mode, ...]:
    """The ways of answering that a chat of this kind can choose from."""
    return _OFFERED[kind]


def fitting_mode(wanted: Mode, card: Card, kind: ChatKind) -> Mode:
    """`wanted`, or the mode in which this card can be asked in a chat of this kind instead.

    A channel has polls only. Several right options are not typed but chosen: `buttons`. An answer without two points
    is no checklist: `reveal`, as for everything a kind of chat does not have. Whether there are options enough for a
    quiz is not asked here.
    """
    if kind == "channel" and wanted == "buttons":
        return "poll"
    if wanted not in _OFFERED[kind]:
        return "reveal"
    if wanted == "typed" and sum(choice.right for choice in card.choices) > 1:
        return "buttons"
    if wanted == "checklist" and not points(card.answer):
        return "reveal"
    return wanted
