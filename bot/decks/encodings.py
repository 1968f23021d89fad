"""Bytes as text: which encoding a file is in, decided by looking at what each one would make of it."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from charset_normalizer import from_bytes

from bot.decks.binaries import kind_of_binary
from bot.decks.markdown import EDGES
from bot.decks.plausible import chinese, cyrillic, latin, utf16
from bot.errors import DeckError

LARGEST = 50 * 1024 * 1024
"""How many bytes a file may have."""

UTF_8 = "UTF-8"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32 LE"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)
_WESTERN = "äöüßéèêëàâçîïôùûœæáíóúñãõåøìòëªº¿¡ÄÖÜÉÈÀÇÊÎÔÁÍÓÚÑÅØÆŒ"
_POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
_CENTRAL = f"{_POLISH}áčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäôľĺŕőűöüŐŰÖÜß"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An older encoding: who judges what it makes of some bytes, and how much better a rare one has to be."""

    codec: str
    name: str
    judge: Callable[[str], float]
    handicap: float = 0.0


_LEGACY = (
    _Candidate("cp1251", "Windows-1251", cyrillic),
    _Candidate("koi8_r", "KOI8-R", cyrillic, 0.05),
    _Candidate("cp866", "CP866", cyrillic, 0.1),
    _Candidate("gb18030", "GB18030", chinese),
    _Candidate("cp1252", "Windows-1252", latin(_WESTERN)),
    _Candidate("cp1250", "Windows-1250", latin(_CENTRAL)),
    _Candidate("iso8859_2", "ISO 8859-2", latin(_POLISH), 0.1),
)
_BELIEVED = 0.35
_LEAST_WHOLE = 0.25  # lines of UTF-8 for each in an older encoding
_SAMPLE = 65_536
_BEFORE = 64  # bytes of a line in front of the first that tells something
_MOST_DAMAGE = 0.02  # bad bytes for each good character outside ASCII, up to which it still is UTF-8

_UTF_8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DATA_URL = re.compile(r"data:[\w.+/-]*(?:;[\w=.-]+)*,", re.ASCII)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_PERCENT_ENCODED = re.compile(r"(?:[A-Za-z0-9\-_.!~*'();/?:@&=+$,#\s]|%[0-9A-Fa-f]{2})+", re.ASCII)
_FEWEST_ESCAPES = 3
_POLISH_SHARE = 0.06
_SPANISH = re.compile("[ńŃ][aeiouóúíéáAEIOU]")
_MOST_CHAOS = 0.1  # by charset-normalizer's own measure
_OUTSIDE_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text without a byte order mark, the `encoding` it was in, and the lines where bytes were damaged."""

    text: str
    encoding: str
    damaged: tuple[int, ...] = ()


def decode(data: bytes, path: str) -> Decoded:
    """The text in a file's bytes, whatever encoding it is in; `path` is for the error.

    Raises:
        DeckError: it is larger than 50 MB, has nothing in it, is no text, or in an encoding that cannot be told.
    """
    if len(data) > LARGEST:
        raise DeckError(
            path, f"has {len(data)} bytes, more than {LARGEST}", mend="split it into several files"
        )
    decoded = _text(data, path)
    return _percent_decoded(decoded, path) or decoded


def _text(data: bytes, path: str) -> Decoded:
    if kind := kind_of_binary(data):
        raise DeckError(path, f"is {kind.what}, not text", mend=kind.mend)
    decoded = _marked(data) or _wide(data, path) or _mixed(data) or _utf_8(data) or _legacy(data, path)
    if not decoded.text.strip(EDGES):
        raise DeckError(path, "is empty: there is no text in it", mend="check that the right file was saved")
    return decoded


def _marked(data: bytes) -> Decoded | None:
    """The text behind a byte order mark."""
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], codec, name)
    return None


def _wide(data: bytes, path: str) -> Decoded | None:
    """The text of a file with control characters: UTF-16 that has lost its mark; with zero bytes, or no text at all."""
    if not _CONTROLS.search(data):
        return None
    sample = data[: _SAMPLE & ~1]
    best = max(("utf-16-le", "utf-16-be"), key=lambda codec: utf16(sample.decode(codec, "replace")))
    if utf16(sample.decode(best, "replace")) < _BELIEVED:
        if b"\0" not in data:
            return None
        mend = "export the cards as text (CSV, TSV or Markdown) in UTF-8"
        raise DeckError(path, "is no text: it has zero bytes in it", mend=mend)
    return _lenient(data, best, best.upper().replace("-LE", " LE").replace("-BE", " BE"))


def _utf_8(data: bytes) -> Decoded | None:
    """The text of a file in UTF-8, if need be with a few damaged bytes in it."""
    try:
        return Decoded(data.decode("utf-8"), UTF_8)
    except UnicodeDecodeError:
        decoded = _lenient(data, "utf-8", UTF_8)
    good = sum(1 for _ in _UTF_8_CHARACTER.finditer(data))
    bad = decoded.text.count("\ufffd")
    return decoded if bad <= max(1, _MOST_DAMAGE * good) and good > bad else None


def _mixed(data: bytes) -> Decoded | None:
    """The text of a file whose lines were put together from UTF-8 and one older encoding, None of any other.

    Hardly a line of an older encoding is UTF-8 by chance; one of UTF-8 that was damaged has whole characters left.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        lines = data.split(b"\n")
    else:
        return None
    others = [at for at, line in enumerate(lines) if not line.isascii() and not _is_utf_8(line)]
    whole = sum(not line.isascii() for line in lines) - len(others)
    told = b"\n".join(lines[at] for at in others)
    left = sum(1 for _ in _UTF_8_CHARACTER.finditer(told))
    if whole < max(2, len(others) * _LEAST_WHOLE) or 2 * left > sum(byte > 127 for byte in told) - 2 * left:
        return None
    best = _best(_telling(told))
    if best is None:
        return None
    for at in others:
        lines[at] = lines[at].decode(best.codec, "replace").encode()
    return _lenient(b"\n".join(lines), "utf-8", f"{UTF_8} and {best.name}")


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _legacy(data: bytes, path: str) -> Decoded:
    """The text in whichever of the older encodings makes the best sense of it."""
    sample = _telling(data)
    best = _best(sample)
    return _lenient(data, best.codec, best.name) if best else _guessed(data, sample, path)


def _best(sample: bytes) -> _Candidate | None:
    """The older encoding that makes the best sense of some bytes, None when none does."""
    scores = {each.codec: _score(sample, each) for each in _LEGACY}
    best = max(_LEGACY, key=lambda each: scores[each.codec])
    if scores[best.codec] < _BELIEVED:
        return None
    if best.codec == "cp1252" and scores["cp1250"] >= scores["cp1252"] and _reads_polish(sample):
        return next(each for each in _LEGACY if each.codec == "cp1250")
    return best


def _score(sample: bytes, candidate: _Candidate) -> float:
    try:
        # The sample may end inside a character.
        text = codecs.getincrementaldecoder(candidate.codec)().decode(sample)
        return candidate.judge(text) - candidate.handicap
    except UnicodeDecodeError:
        return -1.0


def _guessed(data: bytes, sample: bytes, path: str) -> Decoded:
    """The text of a file that none of our judges knows: of rare Chinese characters, or in a language of none."""
    with suppress(UnicodeDecodeError):
        if chinese(sample.decode("gb2312")) > 0:
            return _lenient(data, "gb18030", "GB18030")
    guess = from_bytes(sample).best()
    if guess is None or guess.encoding in ("ascii", "utf_8") or guess.chaos > _MOST_CHAOS:
        line = data.count(b"\n", 0, next(i for i, byte in enumerate(data) if byte > 127)) + 1
        raise DeckError(
            path, "is in an encoding that cannot be told", line=line, mend="save the file as UTF-8"
        )
    return _lenient(data, guess.encoding, guess.encoding.replace("_", "-").upper())


def _telling(data: bytes) -> bytes:
    """The lines that have something outside ASCII, up to a sample: only these tell the encodings apart."""
    lines: list[bytes] = []
    room = _SAMPLE
    for line in io.BytesIO(data):
        if found := _OUTSIDE_ASCII.search(line):
            at = max(0, found.start() - _BEFORE)
            lines.append(line[at : at + room])
            room -= len(lines[-1])
        if room <= 0:
            break
    return b"".join(lines)


def _reads_polish(sample: bytes) -> bool:
    """Whether a text is Polish where its letters might be Western as well: `ń` and `ñ` are one byte.

    A vowel never follows `ń` and always `ñ`; else the letters in ASCII tell.
    """
    if _SPANISH.search(sample.decode("cp1250", "replace")):
        return False
    letters = [byte for byte in sample.lower() if 97 <= byte <= 122]
    return sum(byte in b"wkz" for byte in letters) > _POLISH_SHARE * len(letters)


def _lenient(data: bytes, codec: str, name: str) -> Decoded:
    text = data.decode(codec, "replace")
    return Decoded(text, name, tuple(_lines_with("\ufffd", text)) if "\ufffd" in text else ())


def _lines_with(mark: str, text: str) -> Iterator[int]:
    return (number for number, line in enumerate(text.split("\n"), 1) if mark in line)


def _percent_decoded(decoded: Decoded, path: str) -> Decoded | None:
    """The text of a file that is percent-encoded from end to end, as one copied out of an address is."""
    text = _DATA_URL.sub("", decoded.text.strip(), count=1)
    if "%" not in text or not text.isascii() or not _is_percent_encoded(text):
        return None
    raw = text.replace("+", " ") if "+" in text and "%20" not in text else text
    inside = _text(unquote_to_bytes(raw), path)
    return Decoded(inside.text, f"percent-encoded {inside.encoding}", inside.damaged)


def _is_percent_encoded(text: str) -> bool:
    escapes = sum(1 for _ in _PERCENT.finditer(text))
    if escapes < _FEWEST_ESCAPES or not _PERCENT_ENCODED.fullmatch(text):
        return False
    letters = sum(not letter.isspace() for letter in text)
    spaced = any(letter in " \t" for letter in text)
    return 6 * escapes >= letters or (not spaced and "://" not in text and 60 * escapes >= letters)
