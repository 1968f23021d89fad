"""Single lines of a channel: reactions, tags, and what the page puts around the posts."""

from __future__ import annotations

import pytest

from bot.decks.formats.telegram.channel_lines import Mark, read_channel
from bot.decks.formats.telegram.reactions import read_reactions
from bot.decks.formats.telegram.tags import read_tags


@pytest.mark.parametrize(
    ("text", "likes", "strays", "shown"),
    [
        pytest.param("👍4", 4, (), "👍4", id="one"),
        pytest.param("👍4❤2🔥1", 7, (), "👍4 ❤2 🔥1", id="several"),
        pytest.param("❤️12 👍🏽3", 15, (), "❤️12 👍🏽3", id="joiners-and-spaces"),
        pytest.param("👨‍💻2👍1", 3, (), "👨‍💻2 👍1", id="joined-people"),
        pytest.param("4👍2", 2, (4,), "👍2", id="a-counter-lost-its-emoji"),
        pytest.param("👍71", 71, (), "👍71", id="as-it-stands"),
        pytest.param("👍1.2K❤3", 1203, (), "👍1200 ❤3", id="thousands"),
        pytest.param("👍1,2К", 1200, (), "👍1200", id="cyrillic-thousands"),
        pytest.param("👍2M", 2_000_000, (), "👍2000000", id="millions"),
        pytest.param("👍🔥", 2, (), "👍1 🔥1", id="no-counts"),
        pytest.param("👍5👎3", 5, (), "👍5 👎3", id="dislikes"),
        pytest.param("👍5 2", 5, (2,), "👍5", id="a-second-number"),
    ],
)
def test_reactions(text: str, likes: int, strays: tuple[int, ...], shown: str) -> None:
    """A number belongs to the emoji before it; one without an emoji counts for nothing; dislikes are no likes."""
    reactions = read_reactions(text)
    assert (reactions.likes, reactions.strays, str(reactions)) == (likes, strays, shown)


@pytest.mark.parametrize(
    ("line", "known", "names", "repaired"),
    [
        pytest.param("#a #b", set(), ("a", "b"), False, id="two"),
        pytest.param("#a#b", set(), ("a", "b"), False, id="glued"),
        pytest.param("#a, #b", set(), ("a", "b"), False, id="commas"),
        pytest.param("＃a", set(), ("a",), False, id="wide-hash"),
        pytest.param("#deep learning", set(), ("deep_learning",), True, id="a-space"),
        pytest.param("#deep learning #b", set(), ("deep_learning", "b"), True, id="a-space-and-a-tag"),
        pytest.param("#deep learning", {"learning"}, ("deep", "learning"), True, id="a-lost-hash"),
        pytest.param(
            "#deep learning", {"learning", "deep_learning"}, ("deep_learning",), True, id="known-whole"
        ),
        pytest.param("#a #a", set(), ("a",), False, id="twice"),
    ],
)
def test_tags(line: str, known: set[str], names: tuple[str, ...], repaired: bool) -> None:
    """Hashtags are read with their slips, and what was put together is said."""
    tags = read_tags(line, frozenset(known))
    assert (tags.names, tags.repaired) == (names, repaired)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        pytest.param("4.26K subscribers", Mark.PAGE, id="subscribers"),
        pytest.param("1 200 подписчиков", Mark.PAGE, id="russian-subscribers"),
        pytest.param("12 photos, 3 links", Mark.PAGE, id="counters-in-one-line"),
        pytest.param("March 5, 2024", Mark.PAGE, id="day"),
        pytest.param("5 марта", Mark.PAGE, id="russian-day"),
        pytest.param("加入频道", Mark.PAGE, id="button"),
        pytest.param("1.4K views", Mark.META, id="views"),
        pytest.param("👁 2K", Mark.META, id="eye"),
        pytest.param("2K 👁 10:02 AM", Mark.META, id="eye-behind"),
        pytest.param("2.1K views, edited 10:02", Mark.META, id="edited"),
        pytest.param("VIEW IN TELEGRAM", Mark.META, id="view-in-telegram"),
        pytest.param("Forwarded from Somebody", Mark.HEADER, id="forwarded"),
        pytest.param("Anna, [05.03.2024 09:00]", Mark.HEADER, id="desktop-stamp"),
        pytest.param("#sql #db", Mark.TAGS, id="tags"),
        pytest.param("#define max min", Mark.TEXT, id="preprocessor"),
        pytest.param("#1 of our list", Mark.TEXT, id="a-number"),
        pytest.param("👍4❤2", Mark.REACTIONS, id="reactions"),
        pytest.param("🔹 Title", Mark.TEXT, id="bullet"),
        pytest.param("10:02", Mark.TEXT, id="a-time-in-a-text"),
        pytest.param("42", Mark.TEXT, id="a-number-in-a-text"),
        pytest.param("3 files are enough for that.", Mark.TEXT, id="a-sentence-with-files"),
    ],
)
def test_what_a_line_is(line: str, mark: Mark) -> None:
    """A line by itself is text unless only a channel's page could have written it."""
    assert read_channel(["Text.", line])[1].mark is mark


def test_a_time_below_reactions_is_no_text() -> None:
    """A bare number or time counts as views only below a post."""
    assert [line.mark for line in read_channel(["Text.", "👍1", "512", "10:02"])][2:] == [
        Mark.META,
        Mark.META,
    ]
