"""An answer is read on a phone."""

from __future__ import annotations

import pytest

from bot.decks.review import long_answers
from tests.decks.review.decks import filed

WORDS = "A lease ends by itself, which a lock does not. " * 16  # 160 words
SIGNS = "租约到期自动失效。" * 40  # 320 characters and their full stops

ANSWERS = {
    "160 words": ("en", WORDS, ""),
    "161 words": ("en", f"{WORDS}Really.", "an answer of 161 words"),
    "a formula": ("en", f"{WORDS}\n\n$$\\frac{{a}}{{b}}$$ $x + y$", ""),
    "code": ("en", f"{WORDS}`VACUUM`\n\n```sql\nVACUUM lease;\n```", ""),
    "an address": ("en", f"{WORDS}<https://example.org/a-b-c> ![](lease.png)", ""),
    "what a link says": ("en", f"{WORDS}[two words](https://example.org)", "an answer of 162 words"),
    "a source": ("en", f"{WORDS}\n\n📖 Ada & Bob, *On leases*, 2019", ""),
    "a book in the middle": ("en", f"📖 Two words.\n\n{WORDS}", "an answer of 162 words"),
    "a word with its hyphens, a number": ("en", f"{WORDS}in-memory-first 1,000.5", "an answer of 162 words"),
    "320 characters": ("zh", SIGNS, ""),
    "a Latin word among characters": ("zh", f"{SIGNS}lease", "an answer of 321 characters"),
    "a language with a region": ("zh-Hant", f"{SIGNS}租", "an answer of 321 characters"),
    "Japanese": ("ja", "あ" * 321, "an answer of 321 characters"),
}


@pytest.mark.parametrize(("language", "answer", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_length(language: str, answer: str, expected: str) -> None:
    """160 words, or 320 characters where words have no spaces; what is not prose does not count."""
    text = f"---\nlanguage: {language}\n---\n## What is a lease?\n\n{answer}\n"
    assert [note.found for note in long_answers(filed(text))] == ([expected] if expected else [])
