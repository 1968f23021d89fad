"""Pictures of a package: which file of the zip has which name, and which of them cards show."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from urllib.parse import unquote

from bot.decks.formats.anki.archive import Archive
from bot.decks.formats.anki.wire import fields, text
from bot.errors import DeckError

_UNSAFE = re.compile(r"[/\\\x00]|^[A-Za-z]:|^\.{1,2}$")
_PLAIN = re.compile(r"[^\w.-]+")
_PICTURE = re.compile(r"\.(?:png|jpe?g|jfif|gif|webp|svg|bmp|tiff?|avif|ico|heic)$", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>()]{1,2000}$")
_INLINE = re.compile(r"data:image/(png|jpe?g|gif|webp|bmp);base64,", re.IGNORECASE)
_ACTIVE = re.compile(rb"<\s*script|\bon\w{3,20}\s*=|javascript:|<!entity|<foreignobject", re.IGNORECASE)
_LONGEST = 120
_LONGEST_INLINE = 10 * 1024 * 1024


class Pictures:
    """The pictures that cards turn out to show, unpacked as they are asked for."""

    def __init__(self, archive: Archive) -> None:
        self.kept: dict[str, bytes] = {}
        self.renamed: dict[str, str] = {}
        self.missing: dict[str, str] = {}
        self._archive = archive
        self._entries: Mapping[str, str] = {}
        try:
            self._entries = _entries(archive)
        except (DeckError, ValueError, RecursionError):
            if archive.left < 0:
                raise
            self.missing["media"] = "the package's list of media is damaged"
        self._names: dict[str, str] = {}

    def name(self, address: str) -> str:
        """The name under which a picture is kept, or its address on the web; empty when there is none to keep."""
        known = self._names.get(address)
        if known is None:
            known = self._names[address] = self._taken(address.strip())
        return known

    def unused(self, known: Iterable[str]) -> list[str]:
        """The files of the package that no card shows, without those `known` and those of templates."""
        shown = {*self._names, *map(unquote, self._names), *known, *self.missing}
        return [name for name in self._entries if name not in shown and not name.startswith("_")]

    def _taken(self, address: str) -> str:
        if _WEB.match(address):
            return address
        if inline := _INLINE.match(address[:40]):
            return self._inline(address[inline.end() :], inline[1].lower())
        entry = next((each for each in (address, unquote(address)) if each in self._entries), "")
        if not entry or self._entries[entry] not in self._archive:
            self.missing[address[:_LONGEST]] = "the picture is not in the package"
            return ""
        if not _PICTURE.search(entry):
            self.missing[entry] = "it is no picture"
            return ""
        data = self._unpacked(entry)
        return self._keep(entry, data) if data is not None else ""

    def _unpacked(self, entry: str) -> bytes | None:
        """The bytes of a picture; a damaged one is missing, and the cards go on without it."""
        try:
            return self._archive.read(self._entries[entry], packed=self._archive.compressed)
        except DeckError:
            if self._archive.left < 0:
                raise
            self.missing[entry] = "the picture is damaged"
            return None

    def _keep(self, entry: str, data: bytes) -> str:
        if entry.lower().endswith(".svg") and _ACTIVE.search(data):
            self.missing[entry] = "the drawing holds a script"
            return ""
        name = safe_name(entry)
        if self.kept.setdefault(name, data) is not data:
            mark = blake2b(entry.encode("utf-8", "replace"), digest_size=4).hexdigest()
            name = f"{mark}-{name}"
            self.kept[name] = data
        if _UNSAFE.search(entry):
            self.renamed[entry] = name
        return name

    def _inline(self, base64: str, kind: str) -> str:
        try:
            data = b64decode(base64[:_LONGEST_INLINE], validate=False)
        except (NotBase64, ValueError):
            self.missing["data:"] = "the picture inside the text is damaged"
            return ""
        name = f"inline-{blake2b(data, digest_size=6).hexdigest()}.{kind}"
        self.kept[name] = data
        return name


def safe_name(name: str) -> str:
    """A file name without a folder and without what a Markdown link cannot hold: `../a b.png` -> `a_b.png`."""
    last = re.split(r"[/\\\x00:]", name)[-1]
    plain = _PLAIN.sub("_", last).lstrip(".")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:_LONGEST] or 'picture'}{dot}{ending[:8]}" if dot else plain[:_LONGEST] or "picture"


def _entries(archive: Archive) -> Mapping[str, str]:
    """The file of the zip by the name that cards use; none where the package has no list.

    Raises:
        DeckError, ValueError: the list is damaged.
    """
    if "media" not in archive:
        return {}
    data = archive.read("media", packed=archive.compressed)
    return _listed(data) if archive.compressed else _mapped(data)


def _mapped(data: bytes) -> Mapping[str, str]:
    """The list as JSON: {"0": "heart.png"}."""
    found = json.loads(data or b"{}")
    if not isinstance(found, dict):
        raise ValueError("it is no object")  # noqa: TRY004  # the caller knows one error for damage
    return {str(name): str(number) for number, name in found.items()}


def _listed(data: bytes) -> Mapping[str, str]:
    """The list as MediaEntries, in which the place of an entry is the name of its file, unless it says another."""
    names = {}
    for place, (_, entry) in enumerate(each for each in fields(data) if each[0] == 1):
        found = dict(fields(entry)) if isinstance(entry, bytes) else {}
        names[text(found.get(1, b""))] = str(found.get(255, place))
    return names
