"""What an examiner would say of decks that have no mistake: what gives answers away, what is long, missing or twice."""

from __future__ import annotations

from bot.decks.review.families import unlike
from bot.decks.review.filed import Filed
from bot.decks.review.giveaways import given_away
from bot.decks.review.glossary import Glossary, other_terms, read_glossary
from bot.decks.review.length import long_answers
from bot.decks.review.repeats import asked_twice

__all__ = [
    "Filed",
    "Glossary",
    "asked_twice",
    "given_away",
    "long_answers",
    "other_terms",
    "read_glossary",
    "unlike",
]
