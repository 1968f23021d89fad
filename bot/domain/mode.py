"""How a question is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Mode = Literal["reveal", "sure", "poll", "buttons", "typed", "checklist"]
"""`reveal`: think, look, rate. `sure`: say how sure first. `poll`: Telegram's own quiz. `buttons`: one of our own.
`typed`: write the answer. `checklist`: tick its points."""

MODES: tuple[Mode, ...] = get_args(Mode)
QUIZZES: frozenset[Mode] = frozenset({"poll", "buttons"})


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
