"""`quizbot import`, as a person types it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.cli.import_ import _place
from bot.decks.formats import FORMATS, Imported
from bot.decks.load import load_file
from bot.decks.writer import write
from bot.domain.card import Card, Deck
from bot.domain.identity import question_key
from tests.cli.running import Quizbot
from tests.rooms import deck

GOOD = write(deck())
CHANNEL = (
    "What is a key?\n\n🔹It names a row.\n#sql\n👍4\n"
    "What does [/b] close in [a, b]?\n\nNothing but itself.\n#sql #db\n👍2\n"
)


def test_import(quizbot: Quizbot, tmp_path: Path) -> None:
    """A file from elsewhere becomes a deck that `check` takes, with a line for each card, brackets and all."""
    (tmp_path / "channel.txt").write_text(CHANNEL)
    ended = quizbot("import", "channel.txt", "--to", "decks/mine.md")
    assert ended.code == 0
    assert "What does [/b] close in [a, b]?" in ended.out
    assert ended.out.splitlines()[-1] == "2 kept; written to decks/mine.md"
    assert len(load_file(tmp_path / "decks" / "mine.md").deck.cards) == 2
    assert quizbot("check", "decks").code == 0


def test_import_over_a_deck(quizbot: Quizbot, tmp_path: Path) -> None:
    """A deck that is in the way is kept as NAME.md.bak unless it is the same, and the last line says which."""
    (tmp_path / "channel.txt").write_text(CHANNEL)
    (tmp_path / "mine.md").write_text(GOOD)
    first, second = (quizbot("import", "channel.txt", "--to", "mine.md") for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert first.out.splitlines()[-1] == "2 kept; written to mine.md, what was there is now mine.md.bak"
    assert second.out.splitlines()[-1] == "2 kept; in mine.md already, nothing was changed"
    assert (tmp_path / "mine.md.bak").read_text() == GOOD


def test_import_of_several_files(quizbot: Quizbot, tmp_path: Path) -> None:
    """Each file becomes a deck in the folder; one that is no deck is told and stops none of the others."""
    (tmp_path / "a.txt").write_text(CHANNEL)
    (tmp_path / "b.txt").write_text("Once upon a time there was a table.\n")
    (tmp_path / "c.txt").write_text(CHANNEL)
    ended = quizbot("import", "a.txt", "b.txt", "c.txt", "--to", "decks")
    assert ended.code == 2
    assert re.fullmatch(r"quizbot: b\.txt: [^\n]+\n", ended.err)
    assert sorted(file.name for file in (tmp_path / "decks").iterdir()) == ["a.md", "c.md"]


def test_import_of_two_files_with_one_name(quizbot: Quizbot, tmp_path: Path) -> None:
    """A file whose deck would replace that of the file before it is refused, and the first deck stays."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(CHANNEL)
    ended = quizbot("import", "one/a.txt", "two/a.txt", "--to", "decks")
    assert ended.code == 2
    assert "would be written to decks/a.md, as one/a.txt was" in ended.err
    assert [file.name for file in (tmp_path / "decks").iterdir()] == ["a.md"]


def test_import_that_writes_nothing(quizbot: Quizbot, tmp_path: Path) -> None:
    """A dry run, and a run without a place, tell the same and write nothing."""
    (tmp_path / "channel.txt").write_text(CHANNEL)
    for arguments in (["--dry-run", "--to", "decks"], []):
        ended = quizbot("import", "channel.txt", *arguments)
        assert ended.code == 0
        assert ended.out.splitlines()[-1] == "2 kept; not written: no --to"
    assert [file.name for file in tmp_path.iterdir()] == ["channel.txt"]


def test_a_strict_import(quizbot: Quizbot, tmp_path: Path) -> None:
    """With --strict a repair makes the exit code 1, and a file without one does not."""
    (tmp_path / "tidy.txt").write_text(CHANNEL)
    (tmp_path / "damaged.md").write_text(
        "What is a key?\n2\nIt names a row.\n\nWhat is a view?\n?\nA query.\n"
    )
    assert quizbot("import", "tidy.txt", "--strict").code == 0
    assert quizbot("import", "damaged.md", "--strict").code == 1
    assert quizbot("import", "damaged.md").code == 0


def test_an_import_as_json(quizbot: Quizbot, tmp_path: Path) -> None:
    """--json prints one object a file and nothing else."""
    (tmp_path / "a.txt").write_text(CHANNEL)
    (tmp_path / "b.txt").write_text(CHANNEL)
    ended = quizbot("import", "a.txt", "b.txt", "--json", "--to", "decks")
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert [each["counts"]["kept"] for each in told] == [2, 2]
    assert told[0]["cards"][1]["question"] == "What does [/b] close in [a, b]?"
    assert ended.err == ""


def test_the_formats_are_listed(quizbot: Quizbot) -> None:
    """--list-formats says of each format how it is recognised."""
    ended = quizbot("import", "--list-formats")
    assert ended.code == 0
    assert all(each.name in ended.out for each in FORMATS)


def test_pictures_come_with_their_deck(tmp_path: Path) -> None:
    """The pictures of an import stand in a folder beside the deck, and the deck refers to them there."""
    card = Card(question_key("![](heart.png)"), "![](heart.png)", "A heart, not ![](other.png)", line=1)
    imported = Imported(Deck("x", "X", "en", (card,)), (), "test", pictures={"heart.png": b"PNG"})
    _place(imported, tmp_path / "decks" / "mine.md")
    (kept,) = load_file(tmp_path / "decks" / "mine.md").deck.cards
    assert (kept.question, kept.answer) == ("![](mine/heart.png)", "A heart, not ![](other.png)")
    assert (tmp_path / "decks" / "mine" / "heart.png").read_bytes() == b"PNG"


IMPORTS = {
    "a file that is not there": (["none.txt", "--to", "mine.md"], "none.txt: is not there"),
    "a file that is no deck": (["prose.txt", "--to", "mine.md"], "prose.txt"),
    "a format that is none": (["channel.txt", "--to", "mine.md", "--format", "papyrus"], "papyrus"),
    "a place that cannot be written": (["channel.txt", "--to", "prose.txt/mine.md"], "prose.txt/mine.md"),
    "a folder": (
        ["decks", "--to", "mine.md"],
        "decks: is a folder (name the files in it, such as decks/*.md)",
    ),
}


@pytest.mark.parametrize(("arguments", "named"), IMPORTS.values(), ids=IMPORTS.keys())
def test_import_that_fails(quizbot: Quizbot, tmp_path: Path, arguments: list[str], named: str) -> None:
    """What cannot be imported is one line that names it, exit code 2."""
    (tmp_path / "channel.txt").write_text(CHANNEL)
    (tmp_path / "prose.txt").write_text("Once upon a time there was a table.\n")
    (tmp_path / "decks").mkdir()
    ended = quizbot("import", *arguments)
    assert ended.code == 2
    assert re.fullmatch(r"quizbot: [^\n]+\n", ended.err)
    assert named in ended.err
    assert not (tmp_path / "mine.md").exists()


PLACES = {
    "one file for two decks": (
        ["a.txt", "b.txt", "--to", "one.md"],
        "one.md is one file",
        ["a.txt", "b.txt"],
    ),
    "a text file": (["a.txt", "--to", "deck.txt"], "deck.txt is no place", ["a.txt", "b.txt"]),
    "the file itself": (["a.txt", "--to", "a.txt"], "a.txt is no place", ["a.txt", "b.txt"]),
    "one file named twice": (["a.txt", "./a.txt", "--to", "one.md"], "", ["a.txt", "b.txt", "one.md"]),
}


@pytest.mark.parametrize(("arguments", "refusal", "files"), PLACES.values(), ids=PLACES.keys())
def test_where_decks_may_go(
    quizbot: Quizbot, tmp_path: Path, arguments: list[str], refusal: str, files: list[str]
) -> None:
    """A name that ends in .md is a file for one deck, and no other file is written over or made a folder."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(CHANNEL)
    ended = quizbot("import", *arguments)
    assert ended.code == (2 if refusal else 0)
    assert refusal in ended.err
    assert sorted(file.name for file in tmp_path.iterdir()) == files
    assert ended.out.count("What is a key?") == (not refusal)
