"""Files and folders in, decks and problems out: the only file of this room that touches a disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.decks.encodings import LARGEST
from bot.decks.native import Parsed, parse
from bot.decks.pictures import is_photo, named_in
from bot.decks.problems import Problem
from bot.domain.card import Deck
from bot.errors import DeckError

_NOT_DECKS = frozenset({"readme", "changelog", "contributing", "license", "licence"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """The decks that have cards, and everything their authors have to know, file by file.

    `pictures` are the files that a deck's cards name, by the deck's slug and the name in the cards. `files` are where
    the decks stand, in the same order.
    """

    decks: tuple[Deck, ...]
    problems: tuple[Problem, ...]
    pictures: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    files: tuple[Path, ...] = ()


def load(paths: Sequence[Path]) -> Loaded:
    """The native decks in some files and folders; never fails, as a file that cannot be read is a problem too.

    A folder means every `*.md` below it, in order of name, but not README.md and its like, nor what begins with a
    dot or an underscore. A file that is named is read whatever it is called, once.
    """
    decks: dict[str, tuple[Path, Deck]] = {}
    pictures: dict[str, Mapping[str, bytes]] = {}
    problems: list[Problem] = []
    for path, found in _files(paths):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        problems += found.problems
        if not found.deck.cards:
            continue
        first, _ = decks.setdefault(found.deck.slug, (path, found.deck))
        if first != path:
            problems.append(_same_slug(path, first, found.deck.slug))
        elif names := named_in(found.deck):
            beside = _pictures(path.parent, names)
            pictures[found.deck.slug] = beside
            problems += (_no_picture(path, name) for name in names if name not in beside)
    files, kept = tuple(path for path, _ in decks.values()), tuple(deck for _, deck in decks.values())
    return Loaded(kept, tuple(problems), pictures, files)


def load_file(path: Path) -> Parsed:
    """The native deck in one file.

    Raises:
        DeckError: there is no such file, it is too large, or not UTF-8.
    """
    return parse(read(path), str(path))


def read(path: Path) -> str:
    """The text of a file in UTF-8, without a byte order mark.

    Raises:
        DeckError: there is no such file, it is larger than 50 MB, or not UTF-8 (and from which byte).
    """
    return decoded(bytes_of(path), str(path))


def bytes_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        DeckError: there is no such file, it cannot be read, or is larger than 50 MB.
    """
    try:
        if path.is_dir():
            raise DeckError(str(path), "is a folder", mend=f"name the files in it, such as {path}/*.md")
        if not path.exists():
            raise DeckError(str(path), "is not there", mend="check its name, and the folder you are in")
        if not path.is_file():
            raise DeckError(str(path), "is no file that can be read", mend="name a file or a folder of them")
        if (size := path.stat().st_size) > LARGEST:
            raise DeckError(
                str(path), f"has {size} bytes, more than {LARGEST}", mend="split it into several decks"
            )
        return path.read_bytes()
    except OSError as e:
        raise DeckError(str(path), e.strerror or type(e).__name__, mend="check the file's permissions") from e


def decoded(data: bytes, path: str) -> str:
    """The text in some bytes of UTF-8, without a byte order mark; `path` is for the error.

    Raises:
        DeckError: it is not UTF-8; the line and the byte that are not are named.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        problem = f"is not UTF-8: byte {e.start} is 0x{data[e.start]:02x}"
        raise DeckError(path, problem, line=line, mend="save the file as UTF-8") from e


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """Every deck file that some paths mean, once, in order; a folder without decks has none."""
    seen: set[Path] = set()
    for path in paths:
        for file in sorted(_decks_in(path)) if path.is_dir() else [path]:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, Parsed | Problem]]:
    for path in paths:
        if path.is_dir() and not any(_decks_in(path)):
            mend = "name another folder"
            yield path, Problem(str(path), 0, "no-cards", "a folder without decks", "*.md files", mend)
    for file in files_of(paths):
        yield file, _parsed(file)


def _decks_in(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*.md"):
        inside = file.relative_to(folder).parts
        if file.is_file() and file.stem.lower() not in _NOT_DECKS and not any(p[0] in "._" for p in inside):
            yield file


def _parsed(path: Path) -> Parsed | Problem:
    try:
        return load_file(path)
    except DeckError as e:
        return Problem(str(path), e.line, "unreadable", e.problem, mend=e.mend)


def _pictures(folder: Path, names: Sequence[str]) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for name in names:
        with suppress(DeckError):
            data = bytes_of(folder / name)
            found |= {name: data} if is_photo(data) else {}
    return found


def _no_picture(path: Path, name: str) -> Problem:
    expected = "a PNG or JPEG of at most 10 MB in the deck's folder"
    return Problem(
        str(path), 0, "missing-picture", name, expected, "put it there, or take it out of the card"
    )


def _same_slug(path: Path, first: Path, slug: str) -> Problem:
    mend = "rename one of the two; this deck is left out until then"
    return Problem(str(path), 1, "duplicate-slug", slug, f"a name unlike that of {first}", mend)
