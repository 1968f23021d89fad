"""The zip that a package is: found whole, unpacked within limits, its newest collection told from older copies.

Three layouts exist, named after their collection: `collection.anki2`; `collection.anki21` beside it; and
`collection.anki21b`, in which every file is compressed by zstd once more. The older files in a newer package hold only
a card that asks to update Anki.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import zstandard

from bot.decks.encodings import LARGEST
from bot.decks.formats.anki.wire import fields
from bot.errors import DeckError

MOST_UNPACKED = 200 * 1024 * 1024  # bytes of everything that is unpacked
MOST_ENTRIES = 100_000

_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_NEWEST = 3  # PackageMetadata.VERSION_LATEST
_CHUNK = 1 << 16
_WINDOW = 1 << 27  # what zstd's own --long=27 needs; more would be memory for nothing
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    zstandard.ZstdError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)
_AGAIN = "export the deck from Anki again, or download it again"


def is_package(data: bytes) -> bool:
    """Whether bytes are an Anki package, even one that is damaged."""
    return data[:2] == b"PK" and b"collection.anki2" in data


@dataclass(slots=True)
class Archive:
    """An open package; `left` is how many bytes may still be unpacked."""

    path: str
    _zip: zipfile.ZipFile
    _names: dict[str, zipfile.ZipInfo]
    collection: str
    left: int = MOST_UNPACKED

    @property
    def compressed(self) -> bool:
        """Whether every file in it is compressed by zstd."""
        return self.collection == _COLLECTIONS[0]

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def pour(self, name: str, into: IO[bytes], *, packed: bool) -> None:
        """Write a file of the package; `packed` when zstd has to be taken off.

        Raises:
            DeckError: it is missing, encrypted or damaged, or the package unpacks to more than 200 MB.
        """
        for chunk in self._chunks(name, packed=packed):
            into.write(chunk)

    def read(self, name: str, *, packed: bool) -> bytes:
        """A file of the package; as `pour` otherwise."""
        return b"".join(self._chunks(name, packed=packed))

    def _chunks(self, name: str, *, packed: bool) -> Iterator[bytes]:
        info = self._entry(name)
        with _sound(self.path, name), self._zip.open(info) as stream:
            source: IO[bytes] = stream
            if packed:
                unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
                source = unpacker.stream_reader(stream, read_across_frames=True)
            while chunk := source.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise _refused(
                        self.path, f"unpacks to more than {MOST_UNPACKED >> 20} MB", "split the deck"
                    )
                yield chunk

    def _entry(self, name: str) -> zipfile.ZipInfo:
        info = self._names.get(name)
        if info is None:
            raise _refused(self.path, f"the package has no file {name!r}", _AGAIN)
        if info.flag_bits & _ENCRYPTED:
            raise _refused(self.path, "the package is encrypted", "pack it again without a password")
        if info.compress_type not in _METHODS:
            raise _refused(self.path, f"{name!r} is packed in a way that Anki does not use", _AGAIN)
        return info


def opened(data: bytes, path: str) -> Archive:
    """The package in some bytes.

    Raises:
        DeckError: it is over 50 MB, no zip, has too many files, or comes from an Anki newer than known.
    """
    if len(data) > LARGEST:
        raise _refused(
            path, f"has {len(data)} bytes, more than {LARGEST}", "export it without media, or in parts"
        )
    if data.count(_ENTRY) > MOST_ENTRIES:
        raise _refused(path, f"has more than {MOST_ENTRIES} files in it", "export it without media")
    with _sound(path, "the zip"):
        archive = zipfile.ZipFile(BytesIO(data))
    names, collection = _found(archive)
    if not collection:
        raise _refused(path, "the package has no collection", _AGAIN)
    package = Archive(path, archive, names, collection)
    _check_version(package)
    return package


def _found(archive: zipfile.ZipFile) -> tuple[dict[str, zipfile.ZipInfo], str]:
    """The files by name and the newest collection; a package packed anew as a folder is read like any other."""
    whole = {info.filename: info for info in archive.infolist()}
    for collection in _COLLECTIONS:
        folders = [name[: -len(collection)] for name in whole if name.endswith(collection)]
        inside = [folder for folder in folders if not folder or folder.endswith("/")]
        if inside:
            folder = min(inside, key=len)
            return {
                name[len(folder) :]: info for name, info in whole.items() if name.startswith(folder)
            }, collection
    return whole, ""


def _check_version(package: Archive) -> None:
    """Refuse what a later Anki may have made; a damaged `meta` says nothing, the collection may still be whole."""
    version: object = 0
    if "meta" in package:
        with suppress(DeckError, ValueError):
            version = dict(fields(package.read("meta", packed=False))).get(1, 0)
    if isinstance(version, int) and version > _NEWEST:
        mend = "export it with “Support older Anki versions”"
        raise _refused(package.path, f"is a package of version {version}, newer than {_NEWEST}", mend)


@contextmanager
def _sound(path: str, what: str) -> Iterator[None]:
    try:
        yield
    except DeckError:
        raise
    except _BROKEN as e:
        raise _refused(path, f"the package is damaged: {what} cannot be read ({e})", _AGAIN) from e


def _refused(path: str, problem: str, mend: str) -> DeckError:
    return DeckError(path, problem, mend=mend)
