from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.rich import RichError, TooMuchError, glimpse, plain_text, read_blocks, rich_fragment

HIDDEN = '<span class="spoiler" tabindex="0" role="button" aria-label="Hidden text: press to show">'
UNFOLD = '<button type="button" class="unfold" aria-expanded="false">Show more</button>'

SHOWN = {
    "escaped": ("<p>&lt;b&gt; &amp; &quot;</p>", "<p>&lt;b&gt; &amp; &quot;</p>"),
    "a heading": ("<h1>a</h1>", '<div class="heading size-1" role="heading" aria-level="3">a</div>'),
    "styles": (
        "<p><b>a<i>b</i></b><mark>c</mark><sub>d</sub><code>e</code></p>",
        "<p><b>a<i>b</i></b><mark>c</mark><sub>d</sub><code>e</code></p>",
    ),
    "a spoiler": ("<tg-spoiler>a <b>b</b></tg-spoiler>", f"<p>{HIDDEN}a <b>b</b></span></p>"),
    "a formula nobody can draw": (
        "<p><tg-math>\\newcommand{\\a}{b}</tg-math></p>",
        "<p><code>\\newcommand{\\a}{b}</code></p>",
    ),
    "code": (
        '<pre><code class="language-c">a &lt; b</code></pre>',
        '<figure class="code"><figcaption>c</figcaption><pre tabindex="0"><code>a &lt; b</code></pre></figure>',
    ),
    "a list": (
        "<ol><li>a</li></ol>",
        '<ol class="items"><li><span class="label">1.</span><div><p>a</p></div></li></ol>',
    ),
    "a box": (
        '<ul><li><input type="checkbox" checked>a</li></ul>',
        (
            '<ul class="items"><li><span class="label box" role="img" aria-label="done">✓</span>'
            "<div><p>a</p></div></li></ul>"
        ),
    ),
    "a table": (
        '<table striped><caption>c</caption><tr><th colspan="2">a</th></tr><tr><td align="right">b</td></tr></table>',
        (
            '<div class="table" tabindex="0" role="group" aria-label="Table"><table class="striped">'
            '<caption>c</caption><tbody><tr><th class="left top" colspan="2">a</th></tr>'
            '<tr><td class="right top">b</td></tr></tbody></table></div>'
        ),
    ),
    "details": (
        "<details open><summary>a</summary>b<hr></details>",
        "<details open><summary><span>a</span></summary><div><p>b</p><hr></div></details>",
    ),
    "quotes": (
        "<blockquote>a<cite>b</cite></blockquote><blockquote expandable>c</blockquote><aside>d</aside>",
        (
            "<blockquote><p>a</p><cite>b</cite></blockquote>"
            f'<blockquote class="expandable"><div class="fold"><p>c</p></div>{UNFOLD}</blockquote>'
            '<blockquote class="pull"><p>d</p></blockquote>'
        ),
    ),
    "links": (
        '<p><a href="https://a.example">a</a> <a href="mailto:b@c.de">b</a> <a href="tg://user?id=7">c</a></p>',
        (
            '<p><a href="https://a.example/" target="_blank" rel="noopener noreferrer">a</a> '
            '<a href="mailto:b@c.de" target="_blank" rel="noopener noreferrer">b</a> <span class="mention">c</span></p>'
        ),
    ),
    "an address as it was written": (
        "<p>x.com</p>",
        '<p><a href="https://x.com" target="_blank" rel="noopener noreferrer">x.com</a></p>',
    ),
    "what can be pressed": (
        "<p>#a /b</p>",
        (
            '<p><a class="tag" role="button" tabindex="0" data-tag="#a">#a</a> '
            '<a class="command" role="button" tabindex="0" data-command="/b">/b</a></p>'
        ),
    ),
    "a moment": (
        '<p><tg-time unix="5" format="t">x</tg-time></p>',
        '<p><time datetime="1970-01-01T00:00:05+00:00" data-format="t">x</time></p>',
    ),
    "an anchor, a link there, a reference": (
        '<a name="a"></a><p><a href="#a">b</a><tg-reference name="c">d</tg-reference></p><footer>e</footer>',
        (
            '<span data-anchor="a"></span><p><a class="jump" role="button" tabindex="0" data-to="a">b</a>'
            '<span data-anchor="c">d</span></p><p class="footer">e</p>'
        ),
    ),
    "an emoji": ('<p><tg-emoji emoji-id="5">👍</tg-emoji></p>', "<p>👍</p>"),
}


@pytest.mark.parametrize(("html", "shown"), SHOWN.values(), ids=SHOWN.keys())
def test_blocks_are_shown(html: str, shown: str) -> None:
    """Every block becomes an element of the page."""
    assert rich_fragment(read_blocks(html)) == shown


def test_formulas_are_drawn() -> None:
    """A formula in a line keeps its full stop, one of its own has the line to itself."""
    shown = rich_fragment(read_blocks("<p>so <tg-math>x^2</tg-math>.</p><tg-math-block>x</tg-math-block>"))
    assert '<p>so <span class="whole"><math display="inline">' in shown
    assert "</math>.</span></p>" in shown
    assert (
        '<div class="formula" tabindex="0" role="group" aria-label="Formula"><math display="block">' in shown
    )


GLIMPSED = {
    "lines": ("<h3>a</h3><p>b<br>c</p>", "a b c"),
    "hidden": ("<p>a <tg-spoiler>b</tg-spoiler></p>", "a ▒▒▒▒"),
    "folded": ("<p>a</p><details><summary>b</summary>c</details>", "a b"),
    "open": ("<details open><summary>b</summary>c</details>", "b c"),
    "folded in a list": ("<ul><li>a<details><summary>b</summary>c</details></li></ul>", "• a b"),
}


@pytest.mark.parametrize(("html", "text"), GLIMPSED.values(), ids=GLIMPSED.keys())
def test_a_glimpse_tells_nothing_hidden(html: str, text: str) -> None:
    """The list of chats shows a line of the message, and neither what is covered nor what is folded."""
    assert glimpse(read_blocks(html)) == text


class _Balanced(HTMLParser):
    """Fails on what is not closed in its order, and on what could do anything."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "style", "iframe", "img", "svg")
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)
        assert all(
            (value or "").startswith(("https://", "http://")) for name, value in attrs if name == "href"
        )
        if tag != "hr":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


_PIECES = st.sampled_from(
    [
        *(
            f"<{tag}>"
            for tag in ("p", "b", "ul", "li", "details", "summary", "tg-math", "blockquote", "pre", "hr")
        ),
        *(
            f"</{tag}>"
            for tag in ("p", "b", "ul", "li", "details", "summary", "tg-math", "blockquote", "pre")
        ),
        "<table><tr><td>x</td></tr></table>",
        '<a href="javascript:alert(1)">',
        '<a href="https://a.example/&quot; onclick=&quot;x">',
        "</a>",
        '<a name="&quot;&gt;&lt;script&gt;"></a>',
        "&lt;script&gt;",
        "x",
        " #tag ",
        "a.example",
        "😀",
        "<script>",
        "&",
        "'",
        '"',
    ]
)


@settings(max_examples=60)
@given(pieces=st.lists(_PIECES, max_size=12))
def test_whatever_is_read_is_shown_safely(pieces: list[str]) -> None:
    """Any HTML is either refused or shown by balanced elements that can do nothing."""
    try:
        blocks = read_blocks("".join(pieces))
    except (RichError, TooMuchError):
        return
    parser = _Balanced()
    parser.feed(rich_fragment(blocks))
    assert parser.open == []
    assert (
        plain_text(blocks).strip()
        or not blocks
        or "<hr>" in pieces
        or "<a name" in "".join(pieces)
        or "<li>" in pieces
    )
