"""What readers say is wrong with a card, and what its owner does about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Reason = Literal["wrong", "unclear", "outdated", "duplicate", "other"]
Outcome = Literal["fixed", "withdrawn", "kept"]
"""`fixed`: the card reads otherwise now. `withdrawn`: it is not asked any more. `kept`: nothing is wrong with it."""

REASONS: tuple[Reason, ...] = get_args(Reason)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
LONGEST_REPORT = 1_000  # characters


@dataclass(frozen=True, slots=True)
class Report:
    """What one reader said about one card; `settled_at` None while nobody has decided on it."""

    id: int
    card_id: int
    learner_id: int
    reason: Reason
    text: str
    at: datetime
    settled_at: datetime | None
