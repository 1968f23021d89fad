from __future__ import annotations

from pathlib import Path

import pytest

from bot.decks.load import LARGEST, load, load_file
from bot.errors import DeckError

DECK = "## What is {}?\nThis.\n"


def put(folder: Path, name: str, text: str | bytes = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else (text or DECK.format(path.stem)).encode())
    return path


def test_a_folder_means_its_decks(tmp_path: Path) -> None:
    """A folder gives every Markdown file below it in order, but none that is no deck by its name."""
    for name in (
        "b.md",
        "a/c.md",
        "README.md",
        ".hidden.md",
        ".obsidian/d.md",
        "_draft.md",
        "_old/e.md",
        "f.txt",
    ):
        put(tmp_path, name)
    loaded = load([tmp_path])
    assert [deck.slug for deck in loaded.decks] == ["c", "b"]
    assert loaded.problems == ()


def test_a_named_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    """Who names a file means it."""
    loaded = load([put(tmp_path, "README.md"), put(tmp_path, "cards.txt")])
    assert [deck.slug for deck in loaded.decks] == ["readme", "cards"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    """A file beside its own folder is not its own duplicate."""
    path = put(tmp_path, "a.md")
    loaded = load([path, tmp_path, tmp_path / "." / "a.md"])
    assert [deck.slug for deck in loaded.decks] == ["a"]
    assert loaded.problems == ()


def test_two_decks_of_one_name_are_told_apart_by_their_authors(tmp_path: Path) -> None:
    """The second deck of a slug is left out and reported with the path of the first."""
    first, second = put(tmp_path, "a/x y.md"), put(tmp_path, "b/X-Y.md")
    loaded = load([tmp_path])
    (problem,) = loaded.problems
    assert [deck.cards[0].question for deck in loaded.decks] == ["What is x y?"]
    assert (problem.path, problem.line, problem.kind) == (str(second), 1, "duplicate-slug")
    assert problem.expected == f"a name unlike that of {first}"


def test_an_unreadable_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """A file that is missing, not UTF-8 or empty is a problem with an address; the rest is loaded."""
    bad = put(tmp_path, "bad.md", "## Что?\nэто\n".encode("cp1251"))
    empty = put(tmp_path, "empty.md", b"\xef\xbb\xbf")
    good, missing = put(tmp_path, "good.md"), tmp_path / "missing.md"
    loaded = load([tmp_path, missing])
    assert [deck.slug for deck in loaded.decks] == [good.stem]
    assert [str(problem) for problem in loaded.problems] == [
        f"{bad}:1: unreadable: is not UTF-8: byte 3 is 0xd7; save the file as UTF-8",
        f"{empty}:1: no-cards: found an empty file; expected a line such as ## What is dropout?; write a question",
        f"{missing}: unreadable: is not there; check its name, and the folder you are in",
    ]


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    """A folder without decks is a problem rather than silence."""
    (problem,) = load([tmp_path]).problems
    assert str(problem) == (
        f"{tmp_path}: no-cards: found a folder without decks; expected *.md files; name another folder"
    )


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """A file that an editor began with a byte order mark is read like any other."""
    path = put(tmp_path, "a.md", b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n## a\r\nb\r\n")
    parsed = load_file(path)
    assert (parsed.deck.title, parsed.deck.cards[0].answer, parsed.problems) == ("T", "b", ())


def test_a_byte_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    """The error names the line and the byte."""
    path = put(tmp_path, "a.md", b"## a\nb\n\xff")
    with pytest.raises(DeckError, match=r"a\.md:3: is not UTF-8: byte 7 is 0xff") as caught:
        load_file(path)
    assert (caught.value.path, caught.value.line) == (str(path), 3)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A file of more than 50 MB is refused by its size."""
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(DeckError, match=f"has {LARGEST + 1} bytes, more than {LARGEST}"):
        load_file(path)


def test_a_name_no_disk_allows_is_a_deck_error(tmp_path: Path) -> None:
    """What the operating system refuses comes back as ours, with its cause."""
    with pytest.raises(DeckError, match="File name too long") as caught:
        load_file(tmp_path / ("a" * 300 + ".md"))
    assert isinstance(caught.value.__cause__, OSError)


def test_pictures_beside_a_deck(tmp_path: Path) -> None:
    """Files that cards name are read with the deck; one that is missing, or nothing Telegram shows, is a problem."""
    png = b"\x89PNG\r\n\x1a\n..."
    (tmp_path / "in").mkdir()
    for name, data in {"a.png": png, "in/b.jpg": b"\xff\xd8\xff.", "c.svg": b"<svg/>"}.items():
        (tmp_path / name).write_bytes(data)
    names = ("a.png", "in/b.jpg", "c.svg", "gone.png", "https://d.org/e.png", "../f.png")
    text = "## Which cells?\n\n" + "\n".join(f"![]({name})" for name in names)
    (tmp_path / "cells.md").write_text(text, "utf-8")
    loaded = load([tmp_path / "cells.md"])
    assert loaded.pictures == {"cells": {"a.png": png, "in/b.jpg": b"\xff\xd8\xff."}}
    found = [problem.found for problem in loaded.problems if problem.kind == "missing-picture"]
    assert found == ["c.svg", "gone.png"]
