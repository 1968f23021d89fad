"""A run of questions somebody asked for: what may become of it, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.errors import IllegalMove

SessionKind = Literal["quiz", "exam", "missed"]
"""`quiz`: cards are drawn one at a time, as they are due then. `exam`: a list drawn before the first question, and no
feedback until the end. `missed`: a list of cards that went wrong before."""

SessionState = Literal["going", "paused", "over"]
SessionEvent = Literal["answered", "paused", "resumed", "ended", "reopened"]

MOVES: dict[tuple[SessionState, SessionEvent], SessionState] = {
    ("going", "answered"): "going",
    ("going", "paused"): "paused",
    ("going", "resumed"): "going",  # in another message, or by the second of two taps
    ("going", "ended"): "over",
    ("going", "reopened"): "going",
    ("paused", "answered"): "going",  # in a message that still shows the question
    ("paused", "paused"): "paused",
    ("paused", "resumed"): "going",
    ("paused", "ended"): "over",
    ("paused", "reopened"): "going",
    ("over", "reopened"): "going",  # its last answer was taken back
}

KNOWN = 4  # this rating and better
MISSED = 2  # this rating and worse


@dataclass(frozen=True, slots=True)
class Run:
    """What a question shows of the session it stands in.

    `until` is when an exam's time is over, in its reader's zone. `again` says that the card comes back in this
    session whatever it is rated. `onward` says that a group may go on to its next question from here.
    """

    session_id: int
    kind: SessionKind
    until: datetime | None = None
    again: bool = False
    onward: bool = False
    picked: tuple[int, ...] = ()

    @property
    def exam(self) -> bool:
        """Whether nothing may be told before the end."""
        return self.kind == "exam"


@dataclass(frozen=True, slots=True)
class Went:
    """How it went with one card of a session: its last rating there, None when it was not answered.

    `post_id` is None when it was never asked. `right` is None where only the learner can judge; `sure` is what they
    then said, 1-5. `due` is when the card comes back.
    """

    card_id: int
    post_id: int | None
    question: str
    tags: tuple[str, ...]
    rating: int | None = None
    right: bool | None = None
    sure: int | None = None
    due: datetime | None = None

    @property
    def known(self) -> bool:
        """Answered right, or as well as known."""
        if self.right is not None:
            return self.right
        return (self.sure or self.rating or 0) >= KNOWN

    @property
    def missed(self) -> bool:
        """Worth going through again: wrong, hardly known, or said to be unsure of."""
        if self.right is not None:
            return not self.right
        return self.rating is not None and self.rating <= MISSED


@dataclass(frozen=True, slots=True)
class TagScore:
    """Of `total` cards with a tag, how many were known."""

    tag: str
    known: int
    total: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session came to, card by card.

    `scores` has the weakest tags first, of an exam with what was not answered. `comes` says how many cards come back
    in how many days, 0 for today. `took` is the seconds to the last answer, `allowed` an exam's time in seconds.
    `lost_deck` says that none of the decks it asked from is there any more.
    """

    session_id: int
    chat_id: int
    kind: SessionKind
    size: int
    went: tuple[Went, ...]
    scores: tuple[TagScore, ...] = ()
    comes: tuple[tuple[int, int], ...] = ()
    took: float = 0.0
    allowed: float | None = None
    lost_deck: bool = False

    @property
    def answered(self) -> tuple[Went, ...]:
        """The cards that were answered."""
        return tuple(went for went in self.went if went.rating is not None)

    @property
    def again(self) -> tuple[int, ...]:
        """The cards to go through once more: those missed and, of an exam, those not answered."""
        left = self.kind == "exam"
        return tuple(went.card_id for went in self.went if went.missed or (left and went.rating is None))


def move(state: SessionState, event: SessionEvent) -> SessionState:
    """The state after `event`; raises `IllegalMove` when there is no such move."""
    try:
        return MOVES[state, event]
    except KeyError as e:
        raise IllegalMove("session", state, event) from e


def scores(went: Iterable[Went]) -> tuple[TagScore, ...]:
    """How each tag went, the weakest first; of equals the one with more cards."""
    total: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for each in went:
        total.update(each.tags)
        known.update(each.tags if each.known else ())
    found = [TagScore(tag, known[tag], count) for tag, count in total.items()]
    return tuple(sorted(found, key=lambda score: (score.known / score.total, -score.total, score.tag)))


def comes(went: Iterable[Went], today: date, zone_name: str) -> tuple[tuple[int, int], ...]:
    """How many cards come back in how many of the learner's days, 0 for today and what is due already."""
    place = zone(zone_name)
    days = (max(0, (learner_day(each.due, place) - today).days) for each in went if each.due is not None)
    return tuple(sorted(Counter(days).items()))


def left_behind(again: Sequence[int], card_id: int, rating: int, *, first: bool = False) -> tuple[int, ...]:
    """The cards that come back in a session after one was rated: 1 brings it back, after the others or `first`."""
    if rating != 1 or card_id in again:
        return tuple(again)
    return (card_id, *again) if first else (*again, card_id)
