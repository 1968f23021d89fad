"""Our HTML reader against TDLib's own: same text, same entities, same words of refusal.

`HYPOTHESIS_PROFILE=thorough pytest tests/sandbox/entities` asks TDLib about many more strings.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import html_entities
from tests.sandbox.entities.conftest import EXAMPLES, TDLib, answer_of

STRINGS = {
    "nothing": "",
    "plain": "hello",
    "bold": "<b>hi</b> there",
    "every plain tag": "<b>a</b><strong>b</strong><i>c</i><em>d</em><u>e</u><ins>f</ins><s>g</s><strike>h</strike>"
    "<del>i</del><tg-spoiler>j</tg-spoiler>",
    "nested": "<b>a<i>b<u>c<s>d<tg-spoiler>e</tg-spoiler></s></u></i></b>",
    "nested alike": "<b>a<b>b</b>c</b>",
    "overlapping": "<b>a<i>b</b>c</i>",
    "unclosed": "<b>a",
    "unclosed inner": "<b>a<i>b</b>",
    "end tag alone": "</b>",
    "end tag after text": "ab</i>",
    "anonymous end tag": "<b>a</>b",
    "blank in end tag": "<b>a</b  >",
    "blank before end name": "<b>a</ b>",
    "attribute in end tag": "<b>a</b x>",
    "unclosed end tag": "<b>a</b",
    "unclosed end tag, blank": "<b>a</b ",
    "upper case": "<B>a</b><I>b</I><A HREF='t.me'>c</A>",
    "empty tags": "<b></b><i></i>x<u></u>",
    "empty link": '<a href="t.me"></a>x',
    "less than": "a < b",
    "less than at the end": "a <",
    "less than glued": "a<b",
    "greater than": "a > b >= c",
    "empty tag": "<>",
    "tag with blank": "< b>x</b>",
    "unknown tag": "<h1>x</h1>",
    "unknown tag, Cyrillic": "<ж>x</ж>",
    "self-closing": "x<br/>y",
    "slash in tag": "<b/>x</b>",
    "slash as attribute": "<b /x>x</b>",
    "comment": "<!-- x -->y",
    "unclosed start tag": "x<b",
    "unclosed start tag, blank": "x<b ",
    "unclosed in attribute": "x<a href",
    "unclosed after equals": "x<a href=",
    "unclosed after equals, blank": "x<a href= ",
    "unclosed in quotes": 'x<a href="t.me>y</a>',
    "unclosed after quotes": 'x<a href="t.me"',
    "no attribute name": '<a ="t.me">x</a>',
    "quotes as attribute": '<a "t.me">x</a>',
    "unquoted": "<a href=t.me>x</a>",
    "unquoted, upper case": "<a href=T.ME>x</a>",
    "unquoted with slash": "<a href=t.me/x>y</a>",
    "unquoted at the end": "<a href=t.me",
    "single quotes": "<a href='t.me/x?a=1&amp;b=2#c'>y</a>",
    "blanks around equals": "<a  href  =  't.me'  >y</a  >",
    "line feeds in tag": "<a\nhref\n=\n't.me'\n>y</a\n>",
    "glued attributes": "<a href='t.me'title='x'>y</a>",
    "repeated attribute": "<a href='t.me' href='a.b'>y</a>",
    "attribute in upper case": "<a HREF='t.me'>y</a>",
    "attribute without value": "<a href>t.me</a>",
    "link by its text": "<a>example.com</a>",
    "link by its text, none": "<a>example</a>",
    "nested links": "<a href='a.b'>x<a href='c.d'>y</a>z</a>",
    "nested links, same place": "<a href='a.b'><a href='c.d'>y</a></a>",
    "mention": '<a href="tg://user?id=123">Ana</a>',
    "mention without slashes": '<a href="TG:user?x&id=123#y">Ana</a>',
    "mention, too large": '<a href="tg://user?id=1099511627776">Ana</a>',
    "mention, no number": '<a href="tg://user?id=0123">Ana</a>',
    "mention of nobody": '<a href="tg://user?name=x">Ana</a>',
    "telegram link": '<a href="tg://resolve?domain=x">y</a>',
    "ton links": '<a href="ton://a?b">y</a><a href="tonsite://a.b/c">z</a>',
    "foreign scheme": '<a href="javascript:alert(1)">y</a><a href="ftp://a.b">z</a>',
    "link with everything": '<a href="HTTPS://u:p@Пример.РФ:0443/Путь x?q=1#f ">y</a>',
    "link to IPv6": '<a href="http://[::1]:80/">x</a><a href="[::g]">y</a>',
    "link with bad port": '<a href="a.b:0">x</a><a href="a.b:65536">y</a><a href="a.b:">z</a>',
    "link with bad host": '<a href="a<b.c">x</a><a href="%41.b">y</a><a href="%4.b">z</a><a href=".">.</a>',
    "pre": "<pre>x\n  y</pre>",
    "pre and code": '<pre><code class="language-python">x</code></pre>',
    "code and pre": '<code class="language-python"><pre>x</pre></code>',
    "pre and code, more text": '<pre>a<code class="language-python">x</code></pre>',
    "pre and code, no language": "<pre><code>x</code></pre>",
    "code with language": '<code class="language-python">x</code>',
    "language without prefix": '<pre><code class="python">x</code></pre>',
    "language unquoted": "<pre><code class=language-C>x</code></pre>",
    "nested code": "<code>a<code>b</code></code>",
    "nested pre": "<pre>a<pre>b</pre></pre>",
    "tags in code": "<code>a<b>b</b></code>",
    "spoiler": '<span class="tg-spoiler">x</span>',
    "span without class": "<span>x</span>",
    "span of another class": '<span class="tg-emoji">x</span>',
    "span unquoted": "<span class=tg-spoiler>x</span>",
    "quote": "<blockquote>x\ny</blockquote>z",
    "expandable quote": "<blockquote expandable>x</blockquote><blockquote expandable='no'>y</blockquote>",
    "expandable in upper case": "<blockquote EXPANDABLE>x</blockquote>",
    "nested quotes": "<blockquote>a<blockquote expandable>b</blockquote></blockquote>",
    "emoji": '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
    "emoji without number": "<tg-emoji>x</tg-emoji>",
    "emoji with text": "<tg-emoji emoji-id='abc'>x</tg-emoji>",
    "emoji with leading zero": "<tg-emoji emoji-id='05'>x</tg-emoji>",
    "emoji, negative": "<tg-emoji emoji-id='-5'>x</tg-emoji>",
    "emoji, empty": "<tg-emoji></tg-emoji>x",
    "time": "<tg-time unix='1700000000' format='wDT'>x</tg-time>",
    "time, relative": "<tg-time unix=1700000000 format=r>x</tg-time>",
    "time without format": "<tg-time unix=5>x</tg-time>",
    "time without time": "<tg-time format=t>x</tg-time>",
    "time, wrong format": "<tg-time unix=5 format=q>x</tg-time>",
    "time, wrong format, empty": "<tg-time unix=5 format=q></tg-time>",
    "time, short beats long": "<tg-time unix=5 format='dDtT'>x</tg-time>",
    "time, overflow": "<tg-time unix=4294967301>x</tg-time><tg-time unix=2147483648>y</tg-time>",
    "time, odd numbers": "<tg-time unix='5x'>a</tg-time><tg-time unix='-5'>b</tg-time><tg-time unix='+5'>c</tg-time>",
    "time around a link": "<tg-time unix=5><a href=t.me>x</a></tg-time>",
    "named references": "&lt;b&gt; &amp; &quot;x&quot;",
    "other names": "&apos;&nbsp;&mdash;&hellip;&LT;",
    "references without semicolon": "&lt&gt&amp&quotx&#65&#x42",
    "numeric references": "&#60;&#128512;&#x1F600;&#X41;",
    "odd numeric references": "&#0;&#;&#x;&#xg;&#1114111;&#1114110;&#000065;&#0000065;&#00000065;",
    "half a pair": "a&#xD83D;b",
    "two halves": "&#xD83D;&#xDE00;",
    "reference made by a reference": "&amp;lt;b&amp;gt;",
    "reference in a link": "<a href='t.me/&lt;&quot;&#39;&#x44F;'>x</a>",
    "emoji and bold": "😀<b>😀ж中</b>x",
    "family emoji": "<b>👨‍👩‍👧‍👦</b><i>🇺🇦</i>",
    "right to left": "<b>שלום</b> <i>\u202eabc\u202c</i> مرحبا",
    "Chinese": "<b>你好，</b>世界<i>！</i>",
    "line ends": "<b>a\r\nb</b>\r\n<i>c</i>\r",
    "controls": "a\x01\x08<b>\x0b\x0c\x1f</b>\x7f\x85",
    "zero bytes": "a\0<b>\0</b>\0",
    "zero byte in tag": "a<b\0>x</b>",
    "zero byte in attribute": "<a href='t\0.me'>x</a>",
    "vertical tab and form feed in tag": "<a\vhref='t.me'>x</a><b\f>y</b>",
    "invisible": "<b>\u200b\u200d\u2060\ufeff</b>",
    "outer blanks": " \n <b> x </b> \n ",
}

_OPENINGS = {
    **{f"<{tag}>": tag for tag in ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler")},
    **{f"<{tag}>": tag for tag in ("pre", "code", "blockquote", "a", "B", "Pre")},
    "<blockquote expandable>": "blockquote",
    '<code class="language-py">': "code",
    '<span class="tg-spoiler">': "span",
    '<a href="t.me/x?a=1&amp;b=2">': "a",
    "<a href='tg://user?id=7'>": "a",
    "<a href=no>": "a",
    '<tg-emoji emoji-id="536">': "tg-emoji",
    "<tg-time unix=9 format=wd>": "tg-time",
}
_WORDS = st.one_of(
    st.sampled_from(
        ["x", " ", "\n", "&lt;", "&amp;#60;", "&#128512;", "&nbsp;", "😀", "ж", "example.com", "t.me/y"]
    ),
    st.text(st.characters(exclude_characters="<&", exclude_categories=["Cs"]), max_size=4),
)
_NESTED = st.recursive(
    _WORDS,
    lambda inner: st.builds(
        lambda opening, content: f"{opening}{''.join(content)}</{_OPENINGS[opening]}>",
        st.sampled_from(sorted(_OPENINGS)),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)
_FRAGMENTS = st.one_of(
    st.sampled_from(sorted(_OPENINGS)),
    st.sampled_from([f"</{tag}>" for tag in sorted(set(_OPENINGS.values()))]),
    st.sampled_from(
        [
            "<",
            ">",
            "/",
            "</",
            "</>",
            "=",
            '"',
            "'",
            " ",
            "&",
            ";",
            "#",
            "&#x41",
            "&#X42;",
            "&lt",
            "\0",
            "\r\n",
            "\t",
        ]
    ),
    st.sampled_from(
        ["<a ", "<a href", "<a href=", "<code class", "<pre ", "<h1>", "<b x=1>", "<b x=':'>", "<!--"]
    ),
    st.sampled_from(
        ["class=", "language-", "expandable", "unix=", "format=", "emoji-id=", "tg-spoiler", ":80", "@"]
    ),
    _WORDS,
)


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS.keys())
def test_hand_picked_strings_are_read_as_tdlib_reads_them(text: str, tdlib: TDLib) -> None:
    """A string of every kind gives TDLib's text and entities, or TDLib's refusal word for word."""
    assert answer_of(html_entities, text) == tdlib.parsed_html(text)


@settings(max_examples=EXAMPLES)
@given(pieces=st.lists(_NESTED, max_size=4))
def test_nested_tags_are_read_as_tdlib_reads_them(pieces: list[str], tdlib: TDLib) -> None:
    """Whatever way tags are nested, text and entities are TDLib's."""
    text = "".join(pieces)
    assert answer_of(html_entities, text) == tdlib.parsed_html(text)


@settings(max_examples=2 * EXAMPLES)
@given(pieces=st.lists(_FRAGMENTS, max_size=8))
def test_broken_tags_are_refused_as_tdlib_refuses_them(pieces: list[str], tdlib: TDLib) -> None:
    """Whatever way tags are broken, the refusal names the same fault at the same byte."""
    text = "".join(pieces)
    assert answer_of(html_entities, text) == tdlib.parsed_html(text)


@pytest.mark.parametrize(
    "attribute", ["<a href='t.me/&#xD800;'>x</a>", "<pre><code class='language-&#xD800;'>x</code></pre>"]
)
def test_half_a_surrogate_pair_in_an_attribute_is_refused(attribute: str) -> None:
    """Half a pair in an attribute, which TDLib cannot write down as JSON, is refused like half a pair in the text."""
    answer = answer_of(html_entities, attribute)
    assert isinstance(answer, str)
    assert "check for unmatched surrogate code units" in answer
