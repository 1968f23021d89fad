"""What is found in a text by itself, against TDLib's `getTextEntities`."""

from __future__ import annotations

from itertools import product
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import parse_plain
from bot.sandbox.entities.automatic import is_bank_card
from bot.sandbox.entities.domains import KNOWN, is_common_domain
from tests.sandbox.entities.conftest import EXAMPLES, TDLib

TEXTS = {
    "mentions": "@somebody, @gif @abc (@ab_12) a@nobody @"
    + "x" * 32
    + " @"
    + "x" * 33
    + " @somebodyж @somebody.",
    "hashtags": "#tag #тег #标签 #123 #1a a#no #a#b ##c #a_b #a-b #ж·з #\u0d85 #"
    + "x" * 300
    + " #tag. (#tag)",
    "hashtags of a chat": "#tag@chat #tag@ab #tag@chat# #tag@" + "x" * 40,
    "cashtags": "$USD $usd $TOOLONGXX $1INCH $USDж $$USD $BTC. $USD@chat $USD@ab",
    "commands": "/start /a_b@quiz_bot /x@ab a/no //no </no> /да /" + "x" * 65 + " /start/ (/stop)!",
    "links": "https://example.com/a?b=1#c http://t.me/x ftp://a.bc shttp://a.bc HTTPS://A.B.COM https://localhost",
    "bare domains": "example.com t.me/x example.Com example.COM main.py a.bcd пример.рф 中文.中国 v1.2 1.2.3.4",
    "domains that are none": "a..com -a.com a-.com a_b.com a.b_c.com .com com. 1.2.3.256 01.2.3.4 teiegram.org",
    "punctuation around": '(see example.com/a(b)). "example.com", «example.com»; example.com... example.com?!',
    "brackets": "(https://ru.wikipedia.org/wiki/A_(b)) [https://a.bc/] {https://a.bc} https://a.bc/d)e",
    "ports": "example.com:80 example.com:080/a example.com:65536 example.com:x 1.2.3.4:99999",
    "users": "http://user:pass@example.com/ user@example.com:80/a a@b@example.com @example.com",
    "e-mails": "ana@example.com, mailto:ben@a.bc chen.x+y@sub.example.museum .a@b.cc a@b.c a@-b.cc a@b_.cc",
    "telegram links": "tg://resolve?domain=x tg:resolve ton://abc/d, tonsite://a.bc TG://x tg://? xtg://y.",
    "glued": "жexample.com example.comж #example.com /example.com @example.com xhttp://a.bc жhttps://a.bc",
    "emoji before": "😀@somebody 😀#tag 😀example.com 👨‍👩‍👧/start",
    "bank card and others": "4242424242424242 @somebody 4242-4242-4242-4242.com",
    "international ending": "a.xn--p1ai a.xn--x a.xn--p1a_",
    "line ends": "https://a.bc\nhttps://d.ef\r\n#tag\n/start",
    "dots only": ". .. ... a. .b",
}
_PIECES = [
    *(
        "@",
        "somebody",
        "user_1",
        "gif",
        "@quiz_bot",
        "@abc",
        "@ab",
        "#",
        "##",
        "#tag",
        "Привет",
        "中文",
        "標",
        "123",
    ),
    *(
        "/",
        "//",
        "/start",
        "/a_b@quiz_bot",
        "$",
        "USD",
        "$BTC",
        "$USDT",
        "1INCH",
        "🎉",
        "é",
        "²",
        "Ⅷ",
        "ı",
        "İ",
    ),
    *(
        ".",
        "..",
        "...",
        ",",
        "!",
        "?",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        '"',
        "'",
        "«",
        "»",
        "-",
        "_",
        "+",
    ),
    *(
        "~",
        "`",
        "%",
        "&",
        "=",
        "\u200b",
        "\u200c",
        "\u2013",
        "\u00b7",
        "\u0d85",
        "\u0301",
        "\u3000",
        "\t",
        "\0",
    ),
    *(
        "http",
        "https",
        "HTTP://",
        "://",
        "ftp",
        "shttp",
        "tftp",
        "tonsite",
        "tg",
        "ton",
        "mailto:",
        "a@b.com",
    ),
    *(
        "example",
        "com",
        "example.com",
        "t.me/x",
        "Com",
        "COM",
        "рф",
        "пример.рф",
        "xn--p1ai",
        "localhost",
        "a",
        "b.c",
    ),
    *(
        "1.2.3.4",
        "255.255.255.256",
        "0",
        "01",
        "teiegram.org",
        "main.py",
        "a_b.com",
        "-a.com",
        "a-.com",
        "a.b_c.com",
    ),
    *(
        "user+tag",
        "/path",
        "?q=1",
        "#frag",
        "/a(b)",
        "8080",
        ":80",
        ":99999",
        "x" * 40,
        "ж" * 256,
        " ",
        " ",
        "\n",
    ),
    *("4242 4242 4242 4242", "4111111111111111", "5555-5555-5555-4444", "378282246310005"),
]
CARDS = {
    "4242 4242 4242 4242": True,
    "4242-4242-4242-4243": False,
    "4222222222222": True,
    "424242424242429": False,
    "5555555555554444": True,
    "2223003122003222": True,
    "2200000000000004": True,
    "378282246310005": True,
    "3782822463100005": False,
    "6200000000000005": True,
    "620000000000003": False,
    "30569309025904": True,
    "123456789012": False,
    "4 - 2 - 4 - 2 - 4242424242424": False,
}


def _found(text: str) -> list[dict[str, object]]:
    return [dict(entity) for entity in parse_plain(text).entities]


def _is_address(ending: str, tdlib: TDLib) -> bool:
    return tdlib.found(f"example.{ending}") != []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_same_is_found_as_tdlib_finds(text: str, tdlib: TDLib) -> None:
    """In texts of every kind the same things are found at the same places."""
    cleaned = parse_plain(text).text
    assert _found(text) == tdlib.found(cleaned)


@settings(max_examples=3 * EXAMPLES)
@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=8))
def test_however_pieces_are_put_together_the_same_is_found(pieces: list[str], tdlib: TDLib) -> None:
    """However names, tags, addresses and signs meet, TDLib and we find the same."""
    sent = parse_plain("".join(pieces))
    assert [dict(entity) for entity in sent.entities] == tdlib.found(sent.text)


def test_two_letters_make_an_address_where_tdlib_says_so(tdlib: TDLib) -> None:
    """Every country's domain makes an address, and no other pair of letters does."""
    pairs = ["".join(pair) for pair in product(ascii_lowercase, repeat=2)]
    assert [p for p in pairs if is_common_domain(p)] == [p for p in pairs if _is_address(p, tdlib)]


def test_every_longer_domain_we_know_is_known_to_tdlib(tdlib: TDLib) -> None:
    """We make no address of what Telegram leaves alone."""
    assert [ending for ending in sorted(KNOWN) if not _is_address(ending, tdlib)] == []


@pytest.mark.parametrize(("number", "is_card"), CARDS.items(), ids=CARDS.keys())
def test_bank_cards_are_told_by_sum_and_length(number: str, is_card: bool, tdlib: TDLib) -> None:
    """A card is one where TDLib sees one."""
    assert is_bank_card(number) == is_card == tdlib.finds_card(number)
