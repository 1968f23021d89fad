"""What sending makes of a text and its entities, against TDLib's own cleaning and against hand-made examples."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import is_blank, parse_html, parse_plain, utf16_length
from tests.sandbox.entities.conftest import EXAMPLES, Answer, TDLib, Wire, answer_of

Entities = list[dict[str, object]]

_LINKS = [
    *(
        "t.me/x",
        "HTTP://A.b:080?q",
        "https://u@a.b/ж z",
        "[::1]",
        "tg://x?y",
        "ton:x",
        "tonsite://a.b",
        "%4a.b",
    ),
    *(
        "",
        "no",
        ".",
        "ftp://a.b",
        "a.b:0",
        "a.b:x",
        "http://[1:2]",
        "a%zz.b",
        "a<b.c",
        "tg://a:5",
        "ton://a.b",
    ),
]


def _bold(offset: int, length: int) -> dict[str, object]:
    return {"type": "bold", "offset": offset, "length": length}


def _kind(kind: str, offset: int, length: int, **facts: object) -> dict[str, object]:
    return {"type": kind, "offset": offset, "length": length, **facts}


_FACTS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "text_link": st.sampled_from([{"url": "t.me"}] * 20 + [{"url": link} for link in _LINKS]),
    "text_mention": st.sampled_from([{"user": {"id": number}} for number in (5, 6, 0, 2**41)]),
    "custom_emoji": st.sampled_from([{"custom_emoji_id": number} for number in ["7"] * 10 + ["0", "-8"]]),
    "date_time": st.sampled_from([{"unix_time": number} for number in [9] * 10 + [0, -1]]),
    "pre": st.sampled_from([{}, {"language": "py"}]),
}
_KINDS = (
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
)
_ENTITIES = st.sampled_from([*_KINDS, *_FACTS]).flatmap(
    lambda kind: st.builds(
        lambda offset, length, facts: _kind(kind, offset, length, **facts),
        st.integers(-1, 9),
        st.integers(-1, 7),
        _FACTS.get(kind, st.just({})),
    )
)
# Nothing here can be found automatically or read as Markdown, and the guards keep trimming away.
_SENTENCES = st.text(
    "ab \n\r\t\x01\x1f\x7f😀ж中\u200b\u200e\u200f\u2028\u202e\u030a\u0333\u00a0", max_size=9
).map(lambda text: f"({text})")


@settings(max_examples=2 * EXAMPLES)
@given(text=_SENTENCES, entities=st.lists(_ENTITIES, max_size=5))
def test_entities_are_untangled_as_tdlib_untangles_them(text: str, entities: Entities, tdlib: TDLib) -> None:
    """Cleaned text, nesting, cutting, merging and every refusal are TDLib's."""
    assert answer_of(parse_plain, text, entities) == tdlib.cleaned(text, entities)


@pytest.mark.parametrize(
    "link", [*_LINKS, "[::1%1]", "http://[::ffff:1.2.3.4]", "[ж]", "tg://a.b", "tg:https://x"]
)
def test_an_address_is_kept_or_refused_as_tdlib_does(link: str, tdlib: TDLib) -> None:
    """An explicit link is rewritten, or refused with a reason, as by TDLib."""
    entity = _kind("text_link", 0, 1, url=link)
    assert answer_of(parse_plain, "x", [entity]) == tdlib.cleaned("x", [entity])


@settings(max_examples=EXAMPLES)
@given(text=_SENTENCES, entities=st.lists(_ENTITIES, max_size=5))
def test_sending_what_was_received_changes_nothing(text: str, entities: Entities) -> None:
    """A text with its entities, sent again, stays as it is: nothing is left to clean, cut or merge."""
    first = answer_of(parse_plain, f" {text} @somebody #tag example.com ", entities)
    if not isinstance(first, str):
        assert answer_of(parse_plain, *first) == first


SENT = {
    "outer blanks go": (" \n <b>a</b> b \n", ("a b", [_bold(0, 1)])),
    "tabs and controls count as blanks": ("\t\x01a\x01\t", ("a", [])),
    "blanks inside a leading entity stay": (" <b> a</b>", (" a", [_bold(0, 2)])),
    "blanks at the end are cut out of an entity": ("<b>a </b> ", ("a", [_bold(0, 1)])),
    "an entity of end blanks goes": ("a<b> </b>", ("a", [])),
    "a leading entity of blanks keeps them": ("<b> </b>a", (" a", [_bold(0, 1)])),
    "nothing but blanks is nothing": ("<b> \n</b>", ("", [])),
    "neighbours alike are merged": ("<b>a</b><b>b</b>", ("ab", [_bold(0, 2)])),
    "nested alike are merged": ("<b>a<b>b</b></b>", ("ab", [_bold(0, 2)])),
    "a blank keeps neighbours apart": ("<b>a</b> <b>b</b>", ("a b", [_bold(0, 1), _bold(2, 1)])),
    "carriage returns move what follows": ("a\r\n<b>b</b>", ("a\nb", [_bold(2, 1)])),
    "styles are cut where another begins": (
        "<b>a<i>b</i></b>",
        ("ab", [_bold(0, 1), _bold(1, 1), _kind("italic", 1, 1)]),
    ),
    "styles vanish inside code": ("<b>a<code>b</code></b>", ("ab", [_bold(0, 1), _kind("code", 1, 1)])),
    "a quote may hold a link": (
        "<blockquote><a href='t.me'>a</a></blockquote>",
        ("a", [_kind("blockquote", 0, 1), _kind("text_link", 0, 1, url="http://t.me/")]),
    ),
    "a mention inside bold is found and bold is cut around it": (
        "<b>hi @somebody!</b>",
        ("hi @somebody!", [_bold(0, 3), _kind("mention", 3, 9), _bold(3, 9), _bold(12, 1)]),
    ),
    "nothing is found inside code": ("<code>@somebody</code>", ("@somebody", [_kind("code", 0, 9)])),
    "nothing is found inside a link": (
        "<a href='t.me/'>@somebody</a>",
        ("@somebody", [_kind("text_link", 0, 9, url="http://t.me/")]),
    ),
    "nothing is found across the border of a quote": (
        "<blockquote>@some</blockquote>body",
        ("@somebody", [_kind("blockquote", 0, 5)]),
    ),
    "a tag is found in a quote": (
        "<blockquote>#tag</blockquote>",
        ("#tag", [_kind("blockquote", 0, 4), _kind("hashtag", 0, 4)]),
    ),
    "offsets count emoji twice": ("😀 <b>b</b> #tag", ("😀 b #tag", [_bold(3, 1), _kind("hashtag", 5, 4)])),
    "bank cards are never told": ("4242 4242 4242 4242", ("4242 4242 4242 4242", [])),
    "phone numbers are not found": ("+79991234567", ("+79991234567", [])),
}


@pytest.mark.parametrize(("html", "sent"), SENT.values(), ids=SENT.keys())
def test_html_is_sent_trimmed_merged_and_with_what_is_found(html: str, sent: Answer) -> None:
    """Sending trims, merges, cuts, and adds what a text says by itself."""
    assert answer_of(parse_html, html) == sent


REFUSED: dict[str, tuple[Any, str]] = {
    "not an object": ("bold", "can't parse MessageEntity: expected an Object"),
    "no offset": ({"type": "bold", "length": 1}, "can't parse MessageEntity: Can't find field \"offset\""),
    "offset of another type": (
        {"type": "bold", "offset": None, "length": 1},
        'can\'t parse MessageEntity: Field "offset" must be of type Number',
    ),
    "offset not whole": (
        {"type": "bold", "offset": 1.5, "length": 1},
        "can't parse MessageEntity: Can't parse as an integer string \"1.5\"",
    ),
    "no type": ({"offset": 0, "length": 1}, "can't parse MessageEntity: Can't find field \"type\""),
    "empty type": (_kind("", 0, 1), "can't parse MessageEntity: Type is not specified"),
    "unknown type": (_kind("loud", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
    "type of another type": (
        {"type": True, "offset": 0, "length": 1},
        'can\'t parse MessageEntity: Field "type" must be of type String',
    ),
    "no url": (_kind("text_link", 0, 1), "can't parse MessageEntity: Can't find field \"url\""),
    "user of another type": (
        _kind("text_mention", 0, 1, user=5),
        'can\'t parse MessageEntity: Field "user" must be of type Object',
    ),
    "user without id": (
        _kind("text_mention", 0, 1, user={"id": []}),
        'can\'t parse MessageEntity: Field "id" must be a Number',
    ),
    "wrong date format": (
        _kind("date_time", 0, 1, unix_time=5, date_time_format="q"),
        "can't parse MessageEntity: Invalid date format used",
    ),
    "wrong url": (_kind("text_link", 0, 1, url="no"), "entity URL 'no' is invalid: Wrong HTTP URL"),
    "behind the end": (_bold(4, 1), "entity begins after the end of the text at UTF-16 offset 4"),
    "half an emoji": (_bold(1, 1), "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
}


@pytest.mark.parametrize(("entity", "description"), REFUSED.values(), ids=REFUSED.keys())
def test_a_malformed_entity_is_refused_in_the_servers_words(entity: Wire, description: str) -> None:
    """What is wrong with an entity is said as the Bot API server says it."""
    assert answer_of(parse_plain, "😀b", [entity]) == description


def test_numbers_may_be_strings_and_found_kinds_are_ignored() -> None:
    """As in the Bot API's JSON, numbers may come as strings, and mentions or tags of the sender's are left out."""
    entities: Entities = [
        {"type": "bold", "offset": "0", "length": "1"},
        _kind("hashtag", 0, 1),
        _kind("pre", 2, 1, language="py"),
        _kind("date_time", 4, 1, unix_time="9", date_time_format="Dw"),
    ]
    assert answer_of(parse_plain, "a b c", entities) == (
        "a b c",
        [
            _bold(0, 1),
            _kind("pre", 2, 1, language="py"),
            _kind("date_time", 4, 1, unix_time=9, date_time_format="wD"),
        ],
    )


def test_a_lone_surrogate_is_refused() -> None:
    """A text that is no Unicode is refused, whether it comes as HTML or plainly."""
    assert answer_of(parse_html, "a\ud800") == "text must be encoded in UTF-8"
    assert answer_of(parse_plain, "a\ud800") == "strings must be encoded in UTF-8"
    link = _kind("text_link", 0, 1, url="t.me/\ud800")
    assert answer_of(parse_plain, "a", [link]) == "strings must be encoded in UTF-8"


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200d", "\u3000\u2800\u00a0", "\U000e0020\ufeff"])
def test_a_text_of_nothing_visible_is_blank(text: str) -> None:
    """Spaces of every kind and invisible characters make no text."""
    assert is_blank(text)


@pytest.mark.parametrize("text", [".", " a ", "\u200bж", "😀"])
def test_a_text_with_anything_visible_is_not_blank(text: str) -> None:
    """One visible character is a text."""
    assert not is_blank(text)


def test_length_counts_utf16_units() -> None:
    """Characters outside the basic plane count twice."""
    assert [utf16_length(text) for text in ("", "aж中", "😀", "🇺🇦", "👨‍👩‍👧")] == [0, 3, 2, 4, 8]
