"""Channels copied from sites and tools that show them, each with a frame of its own around the posts."""

from __future__ import annotations

import re

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
        pytest.param(
            with_posts("SQL Daily:\n{question}\n\n{answer}\n\n{tags}\n\nhttps://t.me/sql_daily/14\n\n"),
            id="an address below each post",
        ),
    ],
)
def test_frames_of_sites_around_posts(text: str) -> None:
    """What a site or an application puts around posts is in no card, and each post has the tags it was written with."""
    imported = read(text)
    assert (imported.format, seen(imported)) == ("telegram-channel", CARDS)
    assert [len(card.tags) for card in imported.deck.cards] == [1, 2, 1, 1]


MARKDOWN = (
    pytest.param(
        "Title: SQL Daily – Telegram\n\nMarkdown Content:\n[![Image 1](https://cdn.example.org/a.jpg)](https://t.me/sql_daily)\n\n"
        "1.2K subscribers\n\n",
        "[SQL Daily](https://t.me/sql_daily)\n\n**{question}**\n\n{answer}\n\n{tags}\n\n👍 4🔥 2\n\n"
        "[412 views](https://t.me/sql_daily/7)[10:00](https://t.me/sql_daily/7)\n\n",
        id="links and pictures",
    ),
    pytest.param(
        "[ _![](https://cdn.example.org/a.jpg)_ ](https://t.me/sql_daily)\n\n"
        "[1.2K](https://t.me/sql_daily) subscribers\n\n",
        "[ ](https://t.me/sql_daily)\n\n[ SQL Daily ](https://t.me/sql_daily)\n\n"
        "**{question}**  \n  \n{answer}  \n  \n{tags}\n\n"
        " __👍4 _🔥_ 2\n\n[198 views](https://t.me/sql_daily/8)[10:00](https://t.me/sql_daily/8)\n\n",
        id="marks around emoji",
    ),
)


@pytest.mark.parametrize(("above", "frame"), MARKDOWN)
def test_pages_that_a_tool_has_turned_into_markdown(above: str, frame: str) -> None:
    """Links and marks of the page are in no card, and hashtags and reactions that it linked count."""
    linked = re.sub(r"#(\w+)", r"[#\1](?q=%23\1)", "|".join(tags for *_, tags in POSTS)).split("|")
    posts = "".join(
        frame.format(question=q, answer=a, tags=t) for (q, a, _), t in zip(POSTS, linked, strict=True)
    )
    imported = read(above + posts)
    assert (imported.format, seen(imported)) == ("telegram-channel", CARDS)
    assert [(len(card.tags), card.likes) for card in imported.deck.cards] == [(1, 6), (2, 6), (1, 6), (1, 6)]


def test_a_link_of_a_post_stays_one() -> None:
    """Only links to the channel itself are the page's own; what an author links to stays in the answer."""
    post = "**What is a page?**\n\nSee [the manual](https://example.org/page).\n\n#db\n\n[9 views](https://t.me/sql_daily/7)\n\n"
    assert read(post * 3).deck.cards[0].answer == "See [the manual](https://example.org/page)."
