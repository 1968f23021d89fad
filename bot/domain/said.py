"""What the reader of a private post has said before it is rated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.mode import RATED, How, Mode
from bot.domain.points import share_rating

SURE = 4
"""From here on a reader counts as sure."""

SURENESS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Said:
    """A written answer and the message it came in, how sure the reader is (1-5), the numbers of ticked points."""

    text: str = ""
    message_id: int | None = None
    sure: int | None = None
    ticked: tuple[int, ...] = ()


def as_json(said: Said) -> dict[str, Any]:
    """As a post keeps it."""
    return {"text": said.text, "message": said.message_id, "sure": said.sure, "ticked": list(said.ticked)}


def said_in(draft: Mapping[str, Any] | None) -> Said:
    """What `as_json` wrote; nothing where nothing was said."""
    if not draft or "ticked" not in draft:
        return Said()
    return Said(draft["text"], draft["message"], draft["sure"], tuple(draft["ticked"]))


def how(mode: Mode, draft: Mapping[str, Any] | None, right: bool | None = None) -> How:
    """How a post in this mode was answered by what stands in its draft."""
    if mode not in {"sure", "typed", "checklist"}:
        return RATED
    said = said_in(draft)
    given = list(said.ticked) if mode == "checklist" else said.text or None
    return How(mode, said.sure, right, given)


def rating_of_sure(sure: int | None, *, right: bool) -> int:
    """The rating for an answer that turned out right or wrong, by how sure (1-5) its reader was before.

    Wrong is 1, however sure. Right but unsure (1 or 2) is 3: it was a guess, or hung by a thread. Right and certain is
    5. Errors made with confidence are corrected best when they are corrected soon, so `choose` takes those first.
    Source: the hypercorrection effect, Butterfield and Metcalfe, "Errors committed with high confidence are
    hypercorrected", Journal of Experimental Psychology: Learning, Memory, and Cognition 27 (2001).
    """
    if not right:
        return 1
    return 3 if sure is not None and sure <= 2 else 5 if sure == 5 else 4


def suggested(said: Said, of: int) -> int | None:
    """The rating that the ticked points suggest, of `of` in all; None before any was ticked."""
    ticked = sum(number < of for number in said.ticked)
    return share_rating(ticked, of) if ticked else None


def was_surprised(answered: How) -> bool:
    """Whether the reader was sure and wrong: what comes back first."""
    return answered.right is False and answered.sure is not None and answered.sure >= SURE


@dataclass(frozen=True, slots=True)
class Sureness:
    """How often a reader was right when they were sure (4 or 5 of 5), and otherwise; shares from 0 to 1."""

    sure: float
    unsure: float


ENOUGH = 3  # answers on either side; fewer tell nothing


def sureness(counts: Mapping[tuple[bool, bool], int]) -> Sureness | None:
    """How well sureness matches, from counts by (sure, right); None while there is too little to tell."""
    sure = counts.get((True, True), 0) + counts.get((True, False), 0)
    unsure = counts.get((False, True), 0) + counts.get((False, False), 0)
    if sure < ENOUGH or unsure < ENOUGH:
        return None
    return Sureness(counts.get((True, True), 0) / sure, counts.get((False, True), 0) / unsure)
