from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.rich import NotCoveredError, RichError, TooMuchError, plain_text, read_blocks

CELL = {"align": "left", "valign": "top"}
HEAD = CELL | {"is_header": True}
ITALIC = {"type": "italic", "text": "b"}


def paragraph(text: Any) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def bold(text: Any) -> dict[str, Any]:
    return {"type": "bold", "text": text}


READ: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "a loose text": ("hello", [paragraph("hello")]),
    "paragraphs": ("<p>a</p>\n\n<p>b</p>", [paragraph("a"), paragraph("b")]),
    "an empty paragraph": ("<p> </p><p>b</p>", [paragraph("b")]),
    "loose text between blocks": (
        "a<hr>b<hr/>",
        [paragraph("a"), {"type": "divider"}, paragraph("b"), {"type": "divider"}],
    ),
    "blanks collapse": ("<p> a \n\t b <b> c </b> d </p>", [paragraph(["a b ", bold("c "), "d"])]),
    "a blank at the end, deep inside": (
        "<p>a <b><i>b </i> </b> </p>",
        [paragraph(["a ", bold(ITALIC)])],
    ),
    "a line break": ("<p>a<br> b<br/>c</p>", [paragraph("a\nb\nc")]),
    "signs nobody sees": (
        "<p>a\u202eb\x01c\0</p><pre>\td</pre>",
        [paragraph("ab c"), {"type": "pre", "text": " d"}],
    ),
    "a hard blank stays": ("<p>&nbsp;a&nbsp;</p>", [paragraph("\u00a0a\u00a0")]),
    "names and numbers": (
        "&lt;&gt;&amp;&quot;&apos;&hellip;&mdash;&ndash;&lsquo;&rsquo;&ldquo;&rdquo;&#65;&#x42;",
        [paragraph("<>&\"'…—–‘’“”AB")],
    ),
    "other names": ("&alpha; & &copy; &#0; &lt", [paragraph("&alpha; & &copy; &#0; &lt")]),
    "headings": (
        "<h1>a</h1><H6>b</H6>",
        [{"type": "heading", "text": "a", "size": 1}, {"type": "heading", "text": "b", "size": 6}],
    ),
    "formulas": (
        "<p>so <tg-math> a &lt; b </tg-math></p><tg-math-block>\\frac{1}{2} & x</tg-math-block>",
        [
            paragraph(["so ", {"type": "mathematical_expression", "expression": "a < b"}]),
            {"type": "mathematical_expression", "expression": "\\frac{1}{2} & x"},
        ],
    ),
    "code keeps its blanks": (
        '<pre><code class="language-python">if x:\n    y  = 1</code></pre>',
        [{"type": "pre", "text": "if x:\n    y  = 1", "language": "python"}],
    ),
    "code without a language": ("<pre>a\n b</pre>", [{"type": "pre", "text": "a\n b"}]),
    "a bullet list": (
        "<ul>\n<li>a</li>\n<li><p>b</p><ul><li>c</li></ul></li></ul>",
        [
            {
                "type": "list",
                "items": [
                    {"label": "•", "blocks": [paragraph("a")]},
                    {
                        "label": "•",
                        "blocks": [
                            paragraph("b"),
                            {"type": "list", "items": [{"label": "•", "blocks": [paragraph("c")]}]},
                        ],
                    },
                ],
            }
        ],
    ),
    "boxes": (
        '<ul><li><input type="checkbox" checked>a</li><li><input type="checkbox">b</li></ul>',
        [
            {
                "type": "list",
                "items": [
                    {"label": "•", "blocks": [paragraph("a")], "has_checkbox": True, "is_checked": True},
                    {"label": "•", "blocks": [paragraph("b")], "has_checkbox": True},
                ],
            }
        ],
    ),
    "a table": (
        (
            '<table bordered striped compact><caption>C</caption><tr><th>a</th><th align="right">b</th></tr>'
            '<tr><td colspan="2" valign="middle"></td></tr></table>'
        ),
        [
            {
                "type": "table",
                "cells": [
                    [
                        HEAD | {"text": "a"},
                        HEAD | {"text": "b", "align": "right"},
                    ],
                    [CELL | {"colspan": 2, "valign": "middle"}],
                ],
                "is_bordered": True,
                "is_striped": True,
                "is_compact": True,
                "caption": "C",
            }
        ],
    ),
    "details": (
        "<details><summary>a <b>b</b></summary>c<hr/></details><details open><summary>d</summary></details>",
        [
            {
                "type": "details",
                "summary": ["a ", bold("b")],
                "blocks": [paragraph("c"), {"type": "divider"}],
            },
            {"type": "details", "summary": "d", "blocks": [], "is_open": True},
        ],
    ),
    "quotes": (
        (
            "<blockquote>a<cite>B</cite></blockquote><blockquote expandable>c<br>d</blockquote>"
            "<aside>e<cite>F</cite></aside>"
        ),
        [
            {"type": "blockquote", "blocks": [paragraph("a")], "credit": "B"},
            {"type": "expandable_blockquote", "text": "c\nd"},
            {"type": "pullquote", "text": "e", "credit": "F"},
        ],
    ),
    "a footer": ("<footer>a</footer>", [{"type": "footer", "text": "a"}]),
    "every style": (
        (
            "<p><u>a</u><ins>a</ins><s>a</s><del>a</del><mark>a</mark><sub>a</sub><sup>a</sup>"
            "<tg-spoiler>a</tg-spoiler><code>a</code><strong>a</strong><em>a</em></p>"
        ),
        [
            paragraph(
                [
                    {"type": kind, "text": "a"}
                    for kind in (
                        "underline",
                        "underline",
                        "strikethrough",
                        "strikethrough",
                        "marked",
                        "subscript",
                        "superscript",
                        "spoiler",
                        "code",
                        "bold",
                        "italic",
                    )
                ]
            )
        ],
    ),
    "links": (
        (
            '<p><a href="https://a.example/x">a</a><a href="mailto:b@c.de">b</a><a href="tel:+1">c</a>'
            '<a href="tg://user?id=7">d</a><a href="#e">e</a><a href="no">f</a></p><a name="e"></a>'
        ),
        [
            paragraph(
                [
                    {"type": "url", "text": "a", "url": "https://a.example/x"},
                    {"type": "email_address", "text": "b", "email_address": "b@c.de"},
                    {"type": "phone_number", "text": "c", "phone_number": "+1"},
                    {"type": "text_mention", "text": "d", "user": {"id": 7}},
                    {"type": "anchor_link", "text": "e", "anchor_name": "e"},
                    "f",
                ]
            ),
            {"type": "anchor", "name": "e"},
        ],
    ),
    "a moment, an emoji, a reference": (
        (
            '<p><tg-time unix="1700000000" format="tD">x</tg-time><tg-emoji emoji-id="5">👍</tg-emoji>'
            '<tg-reference name="n">r</tg-reference></p>'
        ),
        [
            paragraph(
                [
                    {"type": "date_time", "text": "x", "unix_time": 1700000000, "date_time_format": "Dt"},
                    {"type": "custom_emoji", "custom_emoji_id": "5", "alternative_text": "👍"},
                    {"type": "reference", "text": "r", "name": "n"},
                ]
            )
        ],
    ),
    "what is found by itself": (
        "<p>😀 a@b.cc at x.com, @durov #tag $USD /help</p>",
        [
            paragraph(
                [
                    "😀 ",
                    {"type": "email_address", "text": "a@b.cc", "email_address": "a@b.cc"},
                    " at ",
                    {"type": "url", "text": "x.com", "url": "x.com"},
                    ", ",
                    {"type": "mention", "text": "@durov", "username": "durov"},
                    " ",
                    {"type": "hashtag", "text": "#tag", "hashtag": "#tag"},
                    " ",
                    {"type": "cashtag", "text": "$USD", "cashtag": "$USD"},
                    " ",
                    {"type": "bot_command", "text": "/help", "bot_command": "/help"},
                ]
            )
        ],
    ),
    "nothing is found in code and links": (
        '<p><code>#a</code> <a href="x.com">#b</a></p>',
        [
            paragraph(
                [{"type": "code", "text": "#a"}, " ", {"type": "url", "text": "#b", "url": "http://x.com/"}]
            )
        ],
    ),
}


@pytest.mark.parametrize(("html", "blocks"), READ.values(), ids=READ.keys())
def test_html_becomes_blocks(html: str, blocks: list[dict[str, Any]]) -> None:
    """Every tag becomes the block or the text that Telegram documents for it."""
    assert list(read_blocks(html)) == blocks


LABELS = {
    "numbers": ("<ol>{}</ol>", ["1.", "2.", "3."]),
    "a start": ('<ol start="9">{}</ol>', ["9.", "10.", "11."]),
    "backwards": ("<ol reversed>{}</ol>", ["3.", "2.", "1."]),
    "letters": ('<ol start="26" type="a">{}</ol>', ["z.", "aa.", "ab."]),
    "capitals": ('<ol type="A">{}</ol>', ["A.", "B.", "C."]),
    "Roman": ('<ol start="3" type="i">{}</ol>', ["iii.", "iv.", "v."]),
    "Roman capitals": ('<ol start="1989" type="I">{}</ol>', ["MCMLXXXIX.", "MCMXC.", "MCMXCI."]),
    "no letters for these": ('<ol start="-1" type="a">{}</ol>', ["-1.", "0.", "a."]),
}


@pytest.mark.parametrize(("html", "labels"), LABELS.values(), ids=LABELS.keys())
def test_items_are_labelled(html: str, labels: list[str]) -> None:
    """An ordered list counts as HTML's would."""
    (made,) = read_blocks(html.format("<li>x</li>" * 3))
    assert [item["label"] for item in made["items"]] == labels


REFUSED = {
    "unknown tag": ("<p>ж<div>x</div></p>", 'Unsupported start tag "div" at byte offset 5'),
    "no tag at all": ("a < b", 'Unsupported start tag "" at byte offset 2'),
    "span": ('<span class="tg-spoiler">x</span>', 'Unsupported start tag "span" at byte offset 0'),
    "closed in itself": ("<b/>x", 'Unsupported start tag "b/" at byte offset 0'),
    "never closed": ("<p>x", 'Can\'t find end tag corresponding to start tag "p"'),
    "crossing": ("<b>a<i>b</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
    "closed too often": ("x</p>", "Unexpected end tag at byte offset 1"),
    "unclosed start tag": ("x<b", 'Unclosed start tag "b" at byte offset 1'),
    "unclosed quotes": ('<a href="x>y</a>', 'Unclosed start tag "a" at byte offset 0'),
    "unclosed end tag": ("<b>x</b", "Unclosed end tag at byte offset 4"),
    "a block in a line": ("<b><p>x</p></b>", 'Unexpected start tag "p" inside the tag "b" at byte offset 3'),
    "a block in a paragraph": (
        "<p><ul><li>x</li></ul></p>",
        'Unexpected start tag "ul" inside the tag "p" at byte offset 3',
    ),
    "a block in a cell": (
        "<table><tr><td><p>x</p></td></tr></table>",
        'Unexpected start tag "p" inside the tag "td" at byte offset 15',
    ),
    "an item without its list": (
        "<li>x</li>",
        'Unexpected start tag "li" outside of its block at byte offset 0',
    ),
    "text in a list": ("<ul>x<li>y</li></ul>", 'Unexpected text in the tag "ul" at byte offset 4'),
    "a tag in a formula": (
        "<tg-math>a<b>c</b></tg-math>",
        'Unexpected start tag "b" inside the tag "tg-math" at byte offset 10',
    ),
    "an empty formula": ("<tg-math-block> </tg-math-block>", 'Empty tag "tg-math-block" at byte offset 0'),
    "an empty formula in a line": ("<p>a<tg-math></tg-math></p>", 'Empty tag "tg-math" at byte offset 4'),
    "an empty list": ("<ul></ul>", 'Empty tag "ul" at byte offset 0'),
    "an empty table": ("<table><tr></tr></table>", 'Empty tag "table" at byte offset 0'),
    "details without a summary": (
        "<details>x</details>",
        'Tag "details" must have tag "summary" at byte offset 0',
    ),
    "a block in an expandable quote": (
        "<blockquote expandable><p>x</p></blockquote>",
        'Unexpected start tag "p" inside an expandable blockquote at byte offset 23',
    ),
    "an input that is no box": (
        '<ul><li><input type="text">x</li></ul>',
        'Tag "input" must have type "checkbox" at byte offset 8',
    ),
    "a wrong span": (
        '<table><tr><td colspan="0">x</td></tr></table>',
        'Invalid attribute "colspan" in the tag "td" at byte offset 11',
    ),
    "a wrong side": (
        '<table><tr><td align="middle">x</td></tr></table>',
        'Invalid attribute "align" in the tag "td" at byte offset 11',
    ),
    "a wrong number": (
        '<ol start="x"><li>a</li></ol>',
        'Invalid attribute "start" in the tag "ol" at byte offset 0',
    ),
    "a wrong type": (
        '<ol type="x"><li>a</li></ol>',
        'Invalid attribute "type" in the tag "ol" at byte offset 0',
    ),
    "a wrong date format": ('<tg-time unix="5" format="q">x</tg-time>', "Invalid date format used"),
    "a wrong emoji": ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
}


@pytest.mark.parametrize(("html", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_html_is_refused(html: str, problem: str) -> None:
    """What is not documented is refused in the words of Telegram's HTML parser, with the byte it stands at."""
    with pytest.raises(RichError) as refused:
        read_blocks(html)
    assert str(refused.value) == f"can't parse entities: {problem}"


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ('<tg-time unix="x">a</tg-time>', "RICH_MESSAGE_DATE_INVALID"),
        ("<tg-time>a</tg-time>", "RICH_MESSAGE_DATE_INVALID"),
        ("<p>openai:name@example.com</p>", "RICH_MESSAGE_EMAIL_INVALID"),
    ],
)
def test_what_the_closed_server_refuses(html: str, code: str) -> None:
    """A moment that is none, and an address that is found but is none, are refused by their codes."""
    with pytest.raises(RichError, match=code):
        read_blocks(html)


def test_nothing_is_found_where_nothing_shall_be() -> None:
    """Without detection texts stay texts."""
    assert read_blocks("<p>openai:name@example.com #a</p>", detect=False) == (
        paragraph("openai:name@example.com #a"),
    )


@pytest.mark.parametrize("tag", ["img", "video", "figure", "tg-map", "tg-button", "tg-collage"])
def test_media_and_buttons_are_not_covered(tag: str) -> None:
    """What Telegram has and the sandbox does not is named."""
    with pytest.raises(NotCoveredError, match=f"<{tag}> in rich messages"):
        read_blocks(f"<{tag}></{tag}>")


def _rows(cells: str) -> str:
    return f"<table>{cells}</table>"


BRIMFUL = {
    "characters": ("<p>{}</p>".format("ж" * 32_768), "<p>{}</p>a".format("ж" * 32_768), "characters"),
    "formulas count": (
        f"<p>a</p><tg-math-block>{'x' * 32_767}</tg-math-block>",
        f"<p>a</p><tg-math-block>{'x' * 32_768}</tg-math-block>",
        "characters",
    ),
    "blocks": ("<hr>" * 500, "<hr>" * 501, "blocks"),
    "items": ("<ul>{}</ul>".format("<li></li>" * 499), "<ul>{}</ul>".format("<li></li>" * 500), "blocks"),
    "rows": (
        _rows("<tr><td>a</td></tr>" * 499),
        _rows("<tr><td>a</td></tr>" * 500),
        "blocks",
    ),
    "levels": (
        "<b>" * 16 + "x" + "</b>" * 16,
        "<b>" * 17 + "x" + "</b>" * 17,
        "levels",
    ),
    "columns": (_rows(f"<tr>{'<td>a</td>' * 20}</tr>"), _rows(f"<tr>{'<td>a</td>' * 21}</tr>"), "columns"),
    "columns taken from above": (
        _rows(f'<tr><td rowspan="2" colspan="2">a</td></tr><tr>{"<td>a</td>" * 18}</tr>'),
        _rows(f'<tr><td rowspan="2" colspan="2">a</td></tr><tr>{"<td>a</td>" * 19}</tr>'),
        "columns",
    ),
}


@pytest.mark.parametrize(("full", "over", "what"), BRIMFUL.values(), ids=BRIMFUL.keys())
def test_limits(full: str, over: str, what: str) -> None:
    """A message may be as large as documented, and not by one larger."""
    assert read_blocks(full)
    with pytest.raises(TooMuchError) as refused:
        read_blocks(over)
    assert refused.value.what == what


def test_thousands_of_tags_are_refused_at_once() -> None:
    """Depth costs no recursion, and counting bytes no second walk over the source."""
    with pytest.raises(TooMuchError, match="levels"):
        read_blocks("<b>" * 2_000 + "x" + "</b>" * 2_000)


TOLD = {
    "a card": (
        "<h3>Softmax</h3><p>is <tg-math>e^x</tg-math></p><tg-math-block>\\sum</tg-math-block>",
        "Softmax\nis e^x\n\\sum",
    ),
    "a list": ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
    "boxes": (
        '<ul><li><input type="checkbox" checked>a</li><li><input type="checkbox">b</li></ul>',
        "☑ a\n☐ b",
    ),
    "a table": ("<table><caption>C</caption><tr><th>a</th><td></td></tr></table>", "C\na | "),
    "a fold": ("<details><summary>a</summary><p>b</p><hr/></details>", "a\nb\n———"),
    "quotes": ("<blockquote>a<cite>B</cite></blockquote><aside>c</aside>", "a\nB\nc"),
    "an anchor": ('<a name="a"></a>b<tg-emoji emoji-id="5">👍</tg-emoji>', "b👍"),
}


@pytest.mark.parametrize(("html", "text"), TOLD.values(), ids=TOLD.keys())
def test_blocks_are_told(html: str, text: str) -> None:
    """A rich message has a plain text: formulas as their source, folds opened."""
    assert plain_text(read_blocks(html)) == text
