"""Channels copied from sites and tools that show them, each with a frame of its own around the posts."""

from __future__ import annotations

import pytest

from bot.decks import formats
from bot.decks.formats import Imported

POSTS = (
    ("What is a row?", "One record.", "#sql"),
    ("What is a view?", "A stored query.", "#sql #tables"),
    ("Describe the parts of a key", "Its columns.", "#keys"),
    ("What does a lock hold?", "A row, or a table.", "#locks"),
)
CARDS = [(question, answer) for question, answer, _ in POSTS]


def read(text: str) -> Imported:
    return formats.read(text, "decks/ch.txt")


def seen(imported: Imported) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in imported.deck.cards]


def with_posts(frame: str) -> str:
    """Each post in its frame."""
    return "".join(frame.format(question=q, answer=a, tags=t) for q, a, t in POSTS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(with_posts("{question}\n\n{answer}\n\n{tags}\n"), id="tags and nothing else"),
        pytest.param(
            "Telegram Web Link\n" + with_posts("{tags}\n{question}\n\n{answer}\n\n") + "HTML Embed Code:\n",
            id="tags above the posts",
        ),
        pytest.param(
            "sql_daily | All\n\nAds: @sql_ads\n\nSubscribe to a channel\n\n"
            + with_posts("SQL Daily\n\n{question}\n\n{answer}\n\n{tags}\n\nЧитать полностью…\n\n"),
            id="a call to read on",
        ),
        pytest.param(
            "SQL Daily\n8 214 subscribers\nPosts Archive\n"
            + with_posts("SQL Daily\n{question}\n\n{answer}\n\n{tags}\n1 205 views\n14 May, 10:00\n"),
            id="a day and a time below",
        ),
        pytest.param(
            with_posts("SQL Daily\n12 мая, 10:00\n{question}\n\n{answer}\n\n{tags}\n1.2k\n15\n3\n"),
            id="a day and a time above",
        ),
        pytest.param(
            with_posts("SQL Daily, [5 мая 2024 г., 10:01:22]:\n{question}\n\n{answer}\n\n{tags}\n\n"),
            id="a year with its word",
        ),
    ],
)
def test_frames_of_sites_around_posts(text: str) -> None:
    """What a site or an application puts around posts is in no card, and each post has the tags it was written with."""
    imported = read(text)
    assert (imported.format, seen(imported)) == ("telegram-channel", CARDS)
    assert [len(card.tags) for card in imported.deck.cards] == [1, 2, 1, 1]
