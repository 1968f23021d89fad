"""Values that several rooms' tests build on: a small deck, a policy, a moment."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.actions.policy import Policy
from bot.domain.card import Card, Deck
from bot.domain.plan import Waking
from bot.domain.schedule import Rules, Scheduler

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SUBJECTS = ("joins", "indexes", "locks", "views", "triggers", "cursors", "shards", "vacuum")


def policy(*, new_a_day: int = 10, rules: Rules | None = None, zone: str | None = "UTC") -> Policy:
    """A policy with the usual hours."""
    return Policy(
        scheduler=Scheduler(rules or Rules()),
        new_a_day=new_a_day,
        usual_time=time(9),
        usual_zone=zone,
        grace=timedelta(hours=3),
        waking=Waking(time(8), time(22)),
    )


def card(subject: str, *, tags: tuple[str, ...] = ("sql",), concept: str = "", answer: str = "") -> Card:
    """A card about a subject."""
    question = f"When would you avoid {subject} in a database?"
    return Card(
        key=subject,
        question=question,
        answer=answer or f"It depends on {subject}.",
        tags=tags,
        concept=concept,
    )


def deck(*cards: Card, slug: str = "databases", language: str = "en") -> Deck:
    """A deck of these cards, or of one card for each subject."""
    return Deck(slug, slug.title(), language, cards or tuple(map(card, SUBJECTS)))
