from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.mathml import _written
from bot.sandbox.view import fragment

KINDS = [
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "pre",
    "text_link",
    "url",
    "hashtag",
    "mention",
    "bot_command",
    "email",
    "blockquote",
    "expandable_blockquote",
    "date_time",
    "custom_emoji",
]
SPOILER = '<span class="spoiler" tabindex="0" role="button" aria-label="Hidden text: press to show">'
UNFOLD = '<button type="button" class="unfold" aria-expanded="false">Show more</button>'


def entity(kind: str, offset: int, length: int, **facts: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **facts}


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        pytest.param('a < b & "c"', [], "a &lt; b &amp; &quot;c&quot;", id="plain text is escaped"),
        pytest.param("ab", [entity("bold", 0, 1), entity("italic", 1, 1)], "<b>a</b><i>b</i>", id="adjacent"),
        pytest.param("abc", [entity("italic", 1, 1), entity("bold", 0, 3)], "<b>a<i>b</i>c</b>", id="nested"),
        pytest.param(
            "abc",
            [entity("bold", 0, 2), entity("italic", 1, 2)],
            "<b>a<i>b</i></b><i>c</i>",
            id="crossing",
        ),
        pytest.param(
            "a",
            [entity("underline", 0, 1), entity("strikethrough", 0, 1)],
            "<u><s>a</s></u>",
            id="same place",
        ),
        pytest.param("😀 b", [entity("bold", 3, 1)], "😀 <b>b</b>", id="an emoji counts as two"),
        pytest.param("ab", [entity("bold", 1, 9)], "a<b>b</b>", id="too long is cut"),
        pytest.param("ab", [entity("bold", 5, 1)], "ab", id="beyond the end is nothing"),
        pytest.param("a\n\nb", [], "a\n\nb", id="line feeds are kept"),
        pytest.param("no", [entity("spoiler", 0, 2)], f"{SPOILER}no</span>", id="spoiler"),
        pytest.param(
            "q\nr",
            [entity("blockquote", 0, 1)],
            "<blockquote>q</blockquote>r",
            id="a quote breaks its own line",
        ),
        pytest.param(
            "q",
            [entity("expandable_blockquote", 0, 1)],
            f'<blockquote class="expandable"><div class="fold">q</div>{UNFOLD}</blockquote>',
            id="expandable quote",
        ),
        pytest.param(
            "x\n\ny",
            [entity("bold", 0, 4), entity("blockquote", 0, 1)],
            "<b><blockquote>x</blockquote>\ny</b>",
            id="only one line feed goes",
        ),
        pytest.param(
            "a<b",
            [entity("code", 0, 3), entity("bold", 1, 1)],
            "<code>a&lt;b</code>",
            id="code holds nothing else",
        ),
        pytest.param(
            "x=1",
            [entity("pre", 0, 3, language='py"')],
            '<figure class="code"><figcaption>py&quot;</figcaption>'
            '<pre tabindex="0"><code>x=1</code></pre></figure>',
            id="code block with its language",
        ),
        pytest.param(
            "/quiz 3",
            [entity("bot_command", 0, 5)],
            '<a class="command" role="button" tabindex="0" data-command="/quiz">/quiz</a> 3',
            id="command",
        ),
        pytest.param(
            "#cnn",
            [entity("hashtag", 0, 4)],
            '<a class="tag" role="button" tabindex="0" data-tag="#cnn">#cnn</a>',
            id="hashtag",
        ),
        pytest.param("@ana", [entity("mention", 0, 4)], '<span class="mention">@ana</span>', id="mention"),
        pytest.param(
            "soon",
            [entity("date_time", 0, 4, unix_time=0)],
            '<time datetime="1970-01-01T00:00:00+00:00">soon</time>',
            id="moment",
        ),
        pytest.param("x", [entity("something_new", 0, 1)], "x", id="an unknown entity is only text"),
    ],
)
def test_an_entity_becomes_its_element(text: str, entities: list[dict[str, Any]], html: str) -> None:
    """Every entity is shown by the element that means it, at its UTF-16 place, with everything escaped."""
    assert fragment(text, entities) == html


def _link(kind: str, text: str, **facts: Any) -> str:
    return fragment(text, [entity(kind, 0, len(text), **facts)])


@pytest.mark.parametrize(
    ("kind", "text", "facts", "address"),
    [
        pytest.param(
            "text_link", "x", {"url": "https://a.example/?b&c"}, "https://a.example/?b&amp;c", id="link"
        ),
        pytest.param("text_link", "x", {"url": 'tg://"onx="'}, "tg://&quot;onx=&quot;", id="quotes"),
        pytest.param("url", "a.example/b", {}, "https://a.example/b", id="bare address"),
        pytest.param("url", "HTTP://a.example", {}, "HTTP://a.example", id="scheme in capitals"),
        pytest.param("email", "a@b.example", {}, "mailto:a@b.example", id="e-mail"),
        pytest.param("phone_number", "+48123456789", {}, "tel:+48123456789", id="telephone"),
    ],
)
def test_a_link_opens_apart_from_the_page(kind: str, text: str, facts: dict[str, str], address: str) -> None:
    """A link carries its escaped address and gives the page it opens no hold on this one."""
    assert _link(kind, text, **facts).startswith(
        f'<a href="{address}" target="_blank" rel="noopener noreferrer">'
    )


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "//[", "x", ""],
)
def test_a_dangerous_address_is_only_text(address: str) -> None:
    """An address a chat would not open leaves the text without a link."""
    assert _link("text_link", "x", url=address) == "x"


def test_a_link_within_a_link_is_shown_once() -> None:
    """A hashtag found inside a link's words does not break the link in two."""
    html = fragment("see #cnn", [entity("text_link", 0, 8, url="https://a.example"), entity("hashtag", 4, 4)])
    assert html.count("<a ") == 1


def test_an_inline_formula_is_mathml() -> None:
    """Code that is `$…$` from end to end is drawn as a formula in the line."""
    html = fragment("so $x^2$ is", [entity("code", 3, 5)])
    assert html.startswith('so <math display="inline">')
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in html
    assert html.endswith("</math> is")


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        pytest.param("so $x$.", 'so <span class="whole"><math', "</math>.</span>", id="full stop"),
        pytest.param("so ($x$) and", 'so <span class="whole">(<math', "</math>)</span> and", id="brackets"),
        pytest.param(
            "so ($x$ is", 'so <span class="whole">(<math', "</math></span> is", id="opening bracket"
        ),
        pytest.param("数$x$，的", '数<span class="whole"><math', "</math>，</span>的", id="no spaces"),
    ],
)
def test_a_line_never_begins_with_the_stop_after_a_formula(text: str, before: str, after: str) -> None:
    """A formula and the punctuation that touches it stay on one line; what follows may break."""
    html = fragment(text, [entity("code", text.index("$"), 3)])
    assert html.startswith(before)
    assert html.endswith(after)


@pytest.mark.parametrize("language", ["latex", "math", "LaTeX"])
@pytest.mark.parametrize("tex", [r"\frac{a}{b}", r"$$\frac{a}{b}$$", r"\[\frac{a}{b}\]"])
def test_a_block_formula_is_mathml(language: str, tex: str) -> None:
    """A code block in a formula language is drawn as a formula of its own, without its delimiters."""
    html = fragment(tex, [entity("pre", 0, len(tex), language=language)])
    assert 'display="block"' in html
    assert "<mfrac>" in html
    assert "$" not in html


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(r"$\frac{$", id="broken TeX"),
        pytest.param("$$", id="nothing between"),
        pytest.param("$ $", id="only a space"),
        pytest.param("cost: $5", id="a price"),
        pytest.param("$a$ + $b$", id="two formulas"),
        pytest.param(r"$\newcommand{\a}{bb}\a$", id="macros"),
        pytest.param(r"$\def\a{bb}\a$", id="plain TeX macros"),
        pytest.param("$" + "{" * 3000 + "x" + "}" * 3000 + "$", id="deeper than any formula"),
    ],
)
def test_what_is_no_formula_stays_code(written: str) -> None:
    """Code that cannot be drawn as a formula is shown as it was written."""
    assert fragment(written, [entity("code", 0, len(written))]) == f"<code>{written}</code>"


class _Everything(HTMLParser):
    """Every tag, attribute and balance of a fragment, as a browser's parser meets them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.values: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.balanced = True
        self.feed(html)
        self.close()
        self.balanced = self.balanced and not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.balanced = self.balanced and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
        r"\text{</mtext></math><img src=x onerror=alert(1)>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{background:url(//evil.example)}{x}",
        r"\class{x}{y}",
        r'\color{red" onclick="alert(1)}{y}',
        r'\colorbox{red"><script>alert(1)</script>}{y}',
        r"\mathrm{<svg onload=alert(1)>}",
        r"\operatorname{<iframe>}",
        "<img src=x onerror=alert(1)>",
        "\x00<script>",
    ],
)
def test_hostile_tex_cannot_carry_script(tex: str) -> None:
    """Whatever the TeX says, only drawing elements with harmless attributes reach the page."""
    for html in (
        fragment(tex, [entity("pre", 0, len(tex), language="latex")]),
        fragment(f"${tex}$", [entity("code", 0, len(tex) + 2)]),
    ):
        seen = _Everything(html)
        assert seen.balanced
        assert not seen.tags & {"script", "img", "svg", "iframe", "style", "a"}
        assert not {
            name for name in seen.attributes if name.startswith("on") or name in {"href", "style", "src"}
        }
        assert not [value for value in seen.values if "javascript" in value or "url(" in value]


@pytest.mark.parametrize("tag", ["script", "annotation-xml", "maction", "svg"])
def test_an_element_not_on_the_list_is_never_written(tag: str) -> None:
    """Should the converter ever make another element, the formula is refused as a whole."""
    formula = Element("math")
    SubElement(formula, tag)
    with pytest.raises(Exception, match=tag):
        _written(formula)


SPANS = st.lists(
    st.builds(
        entity,
        st.sampled_from(KINDS),
        st.integers(0, 14),
        st.integers(0, 14),
        url=st.just("https://a.example"),
    ),
    max_size=7,
)


@given(st.text(alphabet="ab<&\"'>$\n😀#/", max_size=14), SPANS)
def test_any_entities_give_balanced_html_with_the_same_text(
    text: str, entities: list[dict[str, Any]]
) -> None:
    """However entities cross, the fragment is balanced and shows the text, but for feeds after blocks."""
    formula = any(one["type"] in {"code", "pre"} for one in entities) and "$" in text
    seen = _Everything(fragment(text, entities))
    assert seen.balanced
    if not formula:
        shown = seen.text.replace("Show more", "").replace("\ufffd", "")
        cut_emoji = text.replace("😀", "").replace("\n", "")
        assert shown.replace("😀", "").replace("\n", "") == cut_emoji
