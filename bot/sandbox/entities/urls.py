"""Addresses and e-mails in running text, found as TDLib finds them.

Bound: without a scheme an address must end in a top-level domain of `domains.py`: all two-letter ones and the
common longer ones, about a tenth of TDLib's list. With a scheme any domain will do, as in TDLib.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.sandbox.entities.characters import is_address_symbol, is_separator, is_word
from bot.sandbox.entities.domains import is_common_domain

_OUR_SCHEME = re.compile(r"(?:tg|ton(?:site)?)://[a-z0-9_-]{1,253}", re.ASCII | re.IGNORECASE)
_WEB_SCHEME = re.compile(r"(?:https?|ftp|tonsite)://", re.ASCII | re.IGNORECASE)
_PORT = re.compile(r":0*([1-9][0-9]{0,4})(?![0-9])")
_ADDRESS_END = re.compile(r"[/?#]")
_EMAIL = re.compile(
    r"(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}"
    r"@(?:[a-z0-9](?:[a-z0-9_-]{0,28}[a-z0-9])?\.){1,6}[a-z]{2,8}",
    re.ASCII | re.IGNORECASE,
)
_BAD_END = ".:;,('?!`"
_NOT_IN_PATH = frozenset('\n<>"«»')
_NOT_IN_USER = frozenset("\n/[]{}()'`<>\"@«»")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_PAIRS = {"(": "(", ")": "(", "[": "[", "]": "[", "{": "{", "}": "{"}
_MAX_PORT = 65535
_LONGEST_PART = 63
# A look-alike of Telegram's own address that is never made a link.
_SPOOF = "teiegram.org"

Place = tuple[str, int, int]
Fits = Callable[[str], bool]


def find_urls(text: str) -> Iterator[Place]:
    """Yield kind (`url` or `email`), begin and end, in characters, of every address in a text."""
    yield from _telegram_urls(text)
    for begin, end in _candidates(text):
        yield from _judged(text, begin, end)


def _telegram_urls(text: str) -> Iterator[Place]:
    for match in _OUR_SCHEME.finditer(text):
        # TDLib takes three letters of `tonsite://`, too; followed to the letter.
        begin = match.start() + 4 * match[0].lower().startswith("tonsite")
        yield "url", begin, _path_end(text, match.end())


def _judged(text: str, begin: int, end: int) -> Iterator[Place]:
    url = text[begin:end]
    if _EMAIL.fullmatch(url):
        yield "email", begin, end
    elif url.startswith("mailto:") and _EMAIL.fullmatch(url[7:]):
        yield "email", begin + 7, end
    elif length := _good_length(url):
        yield "url", begin, begin + length


# Candidates: around every dot, as far as domain, user, port, path and scheme reach.


@dataclass(frozen=True, slots=True)
class _Reach:
    """Where an address around a dot begins and ends, and whether what stands before it forbids it."""

    begin: int
    end: int
    is_bad: bool


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    floor = 0
    while 0 <= (dot := text.find(".", floor)) < len(text) - 1:
        if text[dot + 1] == " ":
            floor = dot + 2
            continue
        reach = _reach(text, floor, dot)
        if not reach.is_bad and reach.end > dot + 1:
            yield reach.begin, reach.end
        floor = max(_continuation(text, reach), dot + 1)


def _continuation(text: str, reach: _Reach) -> int:
    if reach.is_bad:
        return text.rfind(".", 0, reach.end) + 1
    return len(text) - len(text[reach.end :].lstrip("."))


def _reach(text: str, floor: int, dot: int) -> _Reach:
    begin = _back(text, floor, dot, _in_domain)
    domain_end = _forth(text, dot, lambda character: character == "@" or _in_domain(character))
    has_user = "@" in text[dot:domain_end]
    if has_user:
        begin = _back(text, floor, begin, _in_user)
    end = _path_end(text, _port_end(text, domain_end))
    end = max(len(text[:end].rstrip(".")), dot + 1)
    return _with_front(text, floor, _Reach(begin, end, is_bad=False), has_user=has_user)


def _with_front(text: str, floor: int, reach: _Reach, *, has_user: bool) -> _Reach:
    begin, is_bad = reach.begin, False
    if text[floor:begin].endswith("@"):
        user = _back(text, floor, begin - 1, _in_user)
        is_bad = has_user or user == begin - 1
        begin = user
    scheme = _scheme_length(text[floor:begin])
    return _Reach(begin - (scheme or 0), reach.end, is_bad or scheme is None)


def _scheme_length(front: str) -> int | None:
    """How far a scheme reaches to the left; None when what stands there forbids an address."""
    if not front.endswith("://"):
        forbidden = front != "" and (is_word(front[-1]) or front[-1] in "/#@")
        return None if forbidden else 0
    protocol = front[_back(front, 0, len(front) - 3, _in_protocol) : -3]
    lowered = "".join(c.lower() if c.isascii() else c for c in protocol)
    for scheme, refused in (("http", ("shttp",)), ("https", ()), ("ftp", ("tftp", "sftp")), ("tonsite", ())):
        if lowered.endswith(scheme) and lowered not in refused:
            return len(scheme) + 3
    return None


def _port_end(text: str, at: int) -> int:
    port = _PORT.match(text, at)
    return port.end() if port and int(port[1]) <= _MAX_PORT else at


def _path_end(text: str, at: int) -> int:
    if text[at : at + 1] not in ("/", "?", "#"):
        return at
    end = _forth(text, at + 1, _in_path)
    end = at + 1 + len(text[at + 1 : end].rstrip(_BAD_END))
    return end if text[at] == "/" or end > at + 1 else at


def _back(text: str, floor: int, at: int, fits: Fits) -> int:
    while at > floor and fits(text[at - 1]):
        at -= 1
    return at


def _forth(text: str, at: int, fits: Fits) -> int:
    while at < len(text) and fits(text[at]):
        at += 1
    return at


def _in_domain(character: str) -> bool:
    if character < "\u00c0":
        return character in ".-_~" or (character.isascii() and character.isalnum())
    return is_address_symbol(character)


def _in_user(character: str) -> bool:
    return character not in _NOT_IN_USER and is_address_symbol(character)


def _in_path(character: str) -> bool:
    return character not in _NOT_IN_PATH and is_address_symbol(character)


def _in_protocol(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in "+-"
    return not is_separator(character)


# Judgement: the domain must be one, and brackets in the path must be in balance.


def _good_length(url: str) -> int:
    """How much of a candidate is an address; nothing when its domain is none."""
    scheme = _WEB_SCHEME.match(url)
    begin = scheme.end() if scheme else 0
    found = _ADDRESS_END.search(url, begin)
    domain_end = found.start() if found else len(url)
    named = url[begin:domain_end]
    domain = named[named.find("@") + 1 :]
    domain = domain[: domain.rfind(":")] if ":" in domain else domain
    if domain.lower() == _SPOOF or not _is_domain(domain, any_ending=scheme is not None):
        return 0
    return domain_end + len(_balanced(url[domain_end:]).rstrip(_BAD_END))


def _balanced(path: str) -> str:
    depth = dict.fromkeys("([{", 0)
    for index, character in enumerate(path):
        if character in _PAIRS:
            depth[_PAIRS[character]] += _BRACKETS[character]
            if depth[_PAIRS[character]] < 0:
                return path[:index]
    return path


def _is_domain(domain: str, *, any_ending: bool) -> bool:
    parts = domain.split(".")
    if len(parts) == 1 or not all(_is_part(part) for part in parts):
        return False
    if len(parts) == 4 and all(_is_octet(part) for part in parts):
        return True
    if re.fullmatch("[0-9.]*", domain) or "_" in parts[-2]:
        return False
    return _is_ending(parts[-1], any_ending=any_ending)


def _is_part(part: str) -> bool:
    return part != "" and len(part.encode()) <= _LONGEST_PART and not part.endswith("-")


def _is_octet(part: str) -> bool:
    return re.fullmatch("0|[1-9][0-9]{0,2}", part) is not None and int(part) <= 255


def _is_ending(ending: str, *, any_ending: bool) -> bool:
    if len(ending) <= 1:
        return False
    if ending.startswith("xn--"):
        return re.fullmatch("xn--[A-Za-z0-9]{2,}", ending) is not None
    return not {"_", "-"} & set(ending) and (any_ending or is_common_domain(ending))
