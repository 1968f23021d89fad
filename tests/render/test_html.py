"""Blocks of marked text, and the messages they are packed into."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.html import LIMIT, Block, bold, escape, joined, line, pack
from bot.render.markdown import blocks
from bot.sandbox.entities import html_entities, parse_html

Characters = Callable[[str], list[tuple[str, frozenset[str]]]]


def _code(lines: int) -> str:
    return "```python\n" + "\n".join(f"    x{number} = 1" for number in range(lines)) + "\n```"


def test_signs_of_markup_are_text() -> None:
    """Text is shown as it was written, whatever it contains."""
    assert escape("<b>&\"'\r\u2028") == "&lt;b&gt;&amp;\"'"
    assert parse_html(bold("</b><a href=''>")).text == "</b><a href=''>"


def test_joined_blocks_keep_their_marks() -> None:
    """Marks move along with their text, and what is empty leaves no gap."""
    parts = [line("a").wrapped("b"), line(""), line("b & ").wrapped("i"), Block("")]
    assert joined(parts, " + ").html == "<b>a</b> + <i>b &amp; </i>"


def test_messages_are_filled() -> None:
    """A message takes as many blocks as it holds, counted in code points without the markup, and gaps count."""
    full = [line("😀" * 2000).wrapped("b"), line("a" * (LIMIT - 2000 - 2)), line("b")]
    first, second = pack(full)
    assert (len(html_entities(first).text), second) == (LIMIT, "b")


CUTS = {
    "at a line of code, in a pre of its own": (
        _code(6),
        30,
        [
            '<pre><code class="language-python">    x0 = 1\n    x1 = 1</code></pre>',
            '<pre><code class="language-python">    x2 = 1\n    x3 = 1</code></pre>',
            '<pre><code class="language-python">    x4 = 1\n    x5 = 1</code></pre>',
        ],
    ),
    "between items of a list": (
        "- **one** more\n- **two** more\n- **three** more",
        24,
        ["🔹 <b>one</b> more\n🔹 <b>two</b> more", "🔹 <b>three</b> more"],
    ),
    "behind a sentence": ("*One two. Three four.*", 12, ["<i>One two.</i>", "<i>Three four.</i>"]),
    "behind a word": ("one two three", 8, ["one two", "three"]),
    "not at a word that leaves half a message empty": ("a bbbbbbbb", 8, ["a bbbbbb", "bb"]),
    "where there is nothing better": ("**aaaaaaaa**", 5, ["<b>aaaaa</b>", "<b>aaa</b>"]),
    "in a link": ("[one two](https://a.bc)", 5, [f'<a href="https://a.bc">{word}</a>' for word in ("one", "two")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "limit", "expected"), CUTS.values(), ids=CUTS.keys())
def test_a_block_too_long_is_cut(text: str, limit: int, expected: list[str]) -> None:
    """A cut comes at the best place in the second half of a message, and formatting goes on behind it."""
    assert pack(blocks(text), limit) == expected


PIECES = (
    "- **a b** c\n",
    "> q *r*\n",
    "`code` ",
    "word ",
    "longerword",
    "\n\n",
    "**b *i* b** ",
    "```\nx\n  y\n```\n",
)


@given(
    text=st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    limit=st.integers(4, 50),
)  # fmt: skip
def test_cutting_changes_nothing(text: str, limit: int, characters: Characters) -> None:
    """Every character arrives in order with the formatting it had, in messages that are short enough."""
    parts = blocks(text)
    messages = pack(parts, limit)
    assert all(len(html_entities(message).text) <= limit for message in messages)
    whole = list(chain.from_iterable(characters(part.html) for part in parts))
    assert list(chain.from_iterable(map(characters, messages))) == whole


def test_no_message_has_more_entities_than_telegram_keeps(sent_characters: Characters) -> None:
    """Telegram ignores entities behind the hundredth: of a hidden answer, the end would be readable."""
    answer = "\n".join(f"- **term {number}** is *this* or that" for number in range(60))
    messages = pack(blocks(answer, hidden=True))
    assert max(len(parse_html(message).entities) for message in messages) <= 100
    assert len(messages) <= 8
    assert all("spoiler" in kinds for message in messages for _, kinds in sent_characters(message))


def test_no_message_has_more_markup_than_telegram_takes() -> None:
    """Long addresses are spread over messages: Telegram refuses about 9,500 bytes of entities."""
    links = " ".join(f"[{number}](https://a.bc/{'x' * 1900})" for number in range(9))
    messages = pack(blocks(links))
    assert max(map(len, messages)) < 9000
    assert "".join(html_entities(message).text for message in messages).replace(" ", "") == "012345678"


def test_what_cannot_be_seen_is_not_sent() -> None:
    """A message of spaces and invisible letters would be refused."""
    assert pack([line("\u200b \u2800"), line("a"), line("")]) == ["a"]
    assert pack([]) == []
