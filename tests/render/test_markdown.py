"""Markdown and the HTML it becomes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import markdown
from bot.render.html import LIMIT, pack
from bot.sandbox.entities import html_entities, parse_html

LATEX = '<pre><code class="language-latex">{}</code></pre>'

TABLE = "| name | of |\n|---|---|\n| `relu` | $x$ |\n| **tanh** | |"
WIDE = "| | what it is good for | and what for not |\n|---|---|---|\n| **A** | all | $x$ |\n| | b | |"

CASES = {
    "paragraphs": ("One.\n\nTwo.", ["One.", "Two."]),
    "signs of markup": ("a < b & c > d", ["a &lt; b &amp; c &gt; d"]),
    "bold and italics": ("**b** *i* ***x*** ~~s~~", ["<b>b</b> <i>i</i> <i><b>x</b></i> <s>s</s>"]),
    "bold in bold": ("**a **b** c**", ["<b>a b c</b>"]),
    "a division is no command": (r"$\frac{a+b}{c}$ $\frac{1}{2}$", ["<i>(a + b)/\u2060c</i> <i>1/2</i>"]),
    "unclosed emphasis": ("a **b and *c", ["a **b and *c"]),
    "heading": ("### Why < that", ["<b>Why &lt; that</b>"]),
    "heading with bold": ("# a **b**", ["<b>a b</b>"]),
    "lines": ("a\nb\\\nc<br>d", ["a\nb\nc\nd"]),
    "rule": ("a\n\n---\n\nb", ["a", "———", "b"]),
    "bullets by depth": (
        "- a\n  - b\n    - c\n      - d",
        ["🔹 a\n  ▪️ b\n    ▫️ c\n      ▫️ d"],
    ),
    "numbers": ("3. a\n4. b\n   - c", ["3. a\n4. b\n  ▪️ c"]),
    "loose list": ("- a\n\n- b", ["🔹 a\n\n🔹 b"]),
    "paragraphs in an item": ("- a\n\n  more\n- b", ["🔹 a\nmore\n\n🔹 b"]),
    "empty item": ("-\n- b", ["🔹 b"]),
    "nothing but an empty item": ("-", []),
    "heading in an item": ("- # a", ["🔹 <b>a</b>"]),
    "code in an item": ("- a\n  ```\n  x\n  ```", ["🔹 a\n<pre>x</pre>"]),
    "formula in an item": ("- a\n  $$x$$", ["🔹 a\n<i>x</i>"]),
    "quote in an item": ("- a\n  > q", ["🔹 a\n<blockquote>q</blockquote>"]),
    "code": ("`a<b` and ``c`d``", ["<code>a&lt;b</code> and <code>c`d</code>"]),
    "fence": ("```\na  <b>\n\n  c\n```", ["<pre>a  &lt;b&gt;\n\n  c</pre>"]),
    "fence with a language": (
        '```c++ title="x"\na\n```',
        ['<pre><code class="language-c++">a</code></pre>'],
    ),
    "fence with a nasty language": ('```"><b>\na\n```', ["<pre>a</pre>"]),
    "unclosed fence": ("```\na", ["<pre>a</pre>"]),
    "empty fence": ("```\n```", []),
    "indented code": ("    a\n      b", ["<pre>a\n  b</pre>"]),
    "formula": ("so $\\frac{a}{b}<1$.", ["so <i>a/b &lt; 1</i>."]),
    "formula at the start, digit at the end": ("$x$ is 5", ["<i>x</i> is 5"]),
    "power of two": ("$2^n$ and $n$-grams", ["<i>2ⁿ</i> and <i>n</i>-grams"]),
    "amounts": ("costs $5 or $10", ["costs $5 or $10"]),
    "amounts without spaces": ("$5/$10 or $5-$10", ["$5/$10 or $5-$10"]),
    "amounts with the sign behind": ("5$ or x$", ["5$ or x$"]),
    "amount and formula": ("$5 for $n$ of it", ["$5 for <i>n</i> of it"]),
    "escaped dollars": (r"\$x\$ and $\$5$", ["$x$ and <i>$5</i>"]),
    "a dollar": ("$", ["$"]),
    "dollars in code": ("`$x$`", ["<code>$x$</code>"]),
    "display formula": ("$$\n\\sum_i a_i*b_i*c\n$$", ["<i>∑ᵢ aᵢ ∗ bᵢ ∗ c</i>"]),
    "display formula on a line of a paragraph": ("so\n$$x$$\nis", ["so\n<i>x</i>\nis"]),
    "display formula in a line": ("so $$ x $$, is", ["so <i>x</i>, is"]),
    "display formula with a label": ("$$x$$ (one)", ["<i>x</i> (one)"]),
    "formula that is no line": (
        r"so $\binom{n}{\frac{a}{b}}$",
        [r"so <code>$\binom{n}{\frac{a}{b}}$</code>"],
    ),
    "formula that is no line, alone": (
        r"$$\binom{n}{\frac{a}{b}}$$",
        [LATEX.format(r"\binom{n}{\frac{a}{b}}")],
    ),
    "unclosed display formula": ("$$x\n\n**b**", ["$$x", "<b>b</b>"]),
    "quote": ("> a\n>\n> - b", ["<blockquote>a\n🔹 b</blockquote>"]),
    "quote in a quote": ("> a\n>\n> > b", ["<blockquote>a\nb</blockquote>"]),
    "alert": ("> [!WARNING]\n> hot", ["<blockquote>⚠️ hot</blockquote>"]),
    "alert nobody knows": ("> [!DUCK] quack", ["<blockquote>[!DUCK] quack</blockquote>"]),
    "table": (TABLE, ["<pre>name  of\n────  ──\nrelu  x\ntanh</pre>"]),
    "ragged table": ("|a|b|\n|-|-|\n|1|\n|2|3|", ["<pre>a  b\n─  ─\n1\n2  3</pre>"]),
    "table too wide for a phone": (
        WIDE,
        ["🔹 <b>A</b>\nwhat it is good for: all\nand what for not: <i>x</i>\nwhat it is good for: b"],
    ),
    "link": (
        '[a **b**](https://example.org/?a=1&b="c)',
        ['<a href="https://example.org/?a=1&amp;b=%22c">a <b>b</b></a>'],
    ),
    "formula in a link": ("[$x$](https://a.bc)", ['<a href="https://a.bc"><i>x</i></a>']),
    "link by reference": ("[a][1]\n\n[1]: https://example.org", ['<a href="https://example.org">a</a>']),
    "link in Telegram": ("[a](tg://resolve?domain=x)", ['<a href="tg://resolve?domain=x">a</a>']),
    "link to a file": ("[a](../b.md)", ["a"]),
    "link to a script": ("[a](javascript:x)", ["[a](javascript:x)"]),
    "link too long": (f"[a](https://example.org/{'a' * 2000})", ["a"]),
    "mail": ("[us](mailto:a@b.org), <c@d.org>", ["us (a@b.org), c@d.org"]),
    "picture": ("![a cat](https://b.org/c.png)", ['<a href="https://b.org/c.png">🖼 a cat</a>']),
    "picture in a file": ("![](cat.png)", ["🖼"]),
    "picture in a link": ("[![a](https://b.org/c)](https://d.org)", ['<a href="https://d.org">🖼 a</a>']),
    "footnote": ("a[^1]\n\n[^1]: note", ["a[^1]", "[^1]: note"]),
    "tags": ("a <b>b</b>\n\n<div>", ["a &lt;b&gt;b&lt;/b&gt;", "&lt;div&gt;"]),
    "comment": ("a <!-- b\n**c** --> d\n\n<!-- e -->", ["a  d"]),
    "named letters": ("&lt;b&gt; &copy;", ["&lt;b&gt; ©"]),
    "right to left": ("שלום **עולם** abc", ["שלום <b>עולם</b> abc"]),
    "letters that Telegram drops": ("a\u2028b\u202ec", ["abc"]),
    "half a pair": ("a\ud800b", ["a?b"]),
    "nothing to see": ("\u200b\n\n&nbsp;", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_markdown_becomes(text: str, expected: list[str], tdlib_reads: Callable[[str], str]) -> None:
    """Each kind of Markdown has one form in Telegram, which takes it without complaint."""
    written = markdown.blocks(text)
    assert [block.html for block in written] == expected
    assert [tdlib_reads(block.html) for block in written] == [block.text for block in written]


HIDDEN = {
    "code": ("a `b`", ["<tg-spoiler>a b</tg-spoiler>"]),
    "fence": ("```py\na\n```", ["<tg-spoiler>a</tg-spoiler>"]),
    "formulas": ("$x$\n\n$$y$$", ["<tg-spoiler><i>x</i></tg-spoiler>", "<tg-spoiler><i>y</i></tg-spoiler>"]),
    "table": (
        TABLE,
        ["<tg-spoiler>🔹 <b>relu</b>\nof: <i>x</i>\n🔹 <b>tanh</b></tg-spoiler>"],
    ),
    "styles": ("> **a**", ["<tg-spoiler><blockquote><b>a</b></blockquote></tg-spoiler>"]),
}


@pytest.mark.parametrize(("text", "expected"), HIDDEN.values(), ids=HIDDEN.keys())
def test_hidden_markdown_becomes(text: str, expected: list[str]) -> None:
    """Hidden text has no code, which Telegram would take out of the spoiler."""
    assert [block.html for block in markdown.blocks(text, hidden=True)] == expected


QUESTIONS = {
    "text": ("What is `x`?", "What is <code>x</code>?"),
    "a number in front": ("1. What?", "1. What?"),
    "a sign in front": ("+ or $-$?", "+ or <i>−</i>?"),
    "several lines": ("Which?\n\n- a\n- b", "Which?\n🔹 a\n🔹 b"),
    "nothing but a comment": ("<!-- x -->", "&lt;!-- x --&gt;"),
}


@pytest.mark.parametrize(("text", "expected"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_question_is_a_line(text: str, expected: str) -> None:
    """A question that begins like a list is none, and there is always something to see."""
    assert markdown.inline(text).html == expected


def test_plain_text_has_no_signs_of_markdown() -> None:
    """Where there is no formatting, the signs for it are not shown either."""
    assert markdown.plain("Think of **two** `a`s\n\n[here](https://b.org): $x$") == "Think of two as\nhere: x"


def test_what_is_too_deep_is_shown_as_written() -> None:
    """Text inside a hundred quotes is not lost, and stays hidden when it has to be."""
    deep = f"{'>' * 100} a\n\n**b**"
    written = markdown.blocks(deep, hidden=True)
    assert [block.text for block in written] == [f"{'>' * 100} a", "**b**"]
    assert all(block.html.startswith("<tg-spoiler>") for block in written)


SIGNS = "ab1 \n\t*_`~$|[](){}<>&\"'!#-+>.:\\/^=\r\x00\u200b\u202e\u0301שﷺ中é😀🏽\u200d"
PIECES = (
    "- ", "\n- ", "\n  - ", "1. ", "> ", ">> ", "```\n", "    ", "\n\n", "\n", "$", "$$", "**", "_", "`", "~~",
    "|a|b|\n|-|-|\n|", "# ", "[x](", "](https://a.bc)", "![", "<!--", "-->", "<br>", "<b>", "---\n", "[^1]: ",
    "word", "#tag", "/start", "@someone", "https://a.bc/d", "a@b.cd", "4111111111111111", " ", "&amp;", "\\",
)  # fmt: skip
MARKDOWN = st.one_of(
    st.text(SIGNS, max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.text(max_size=40),
)


@given(text=MARKDOWN, hidden=st.booleans())
def test_any_text_is_taken_by_telegram(text: str, hidden: bool, tdlib_reads: Callable[[str], str]) -> None:
    """Whatever the Markdown, the HTML is well-formed, and as long as it claims to be."""
    for block in markdown.blocks(text, hidden=hidden):
        assert html_entities(block.html).text == block.text
        assert tdlib_reads(block.html) == block.text
        assert 0 < len(parse_html(block.html).text) <= block.length
    assert all(len(parse_html(html).text) <= LIMIT for html in pack(markdown.blocks(text, hidden=hidden)))


@given(text=MARKDOWN, limit=st.integers(8, 60))
def test_hidden_text_stays_hidden(
    text: str, limit: int, sent_characters: Callable[[str], list[tuple[str, frozenset[str]]]]
) -> None:
    """No character of a hidden text is outside of a spoiler in the message that is sent, wherever it was cut."""
    for html in pack(markdown.blocks(text, hidden=True), limit):
        assert [sign for sign, kinds in sent_characters(html) if "spoiler" not in kinds] == []


@given(
    shape=st.lists(
        st.sampled_from(["- {}", "{}", "> {}", "**{}**", "`{}`", "# {}", "${}$", "1. {}", "  - {}"])
    )
)
def test_words_survive(shape: list[str]) -> None:
    """No word of a text is lost, and their order is kept."""
    words = [f"w{chr(97 + place % 26)}{'x' * (place // 26)}e" for place in range(len(shape))]
    text = "\n".join(line.format(word) for line, word in zip(shape, words, strict=True))
    shown = " ".join(block.text for block in markdown.blocks(text))
    assert [word for word in _words(shown) if word in words] == words


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalpha() else " " for sign in text).split()
