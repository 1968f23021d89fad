"""`quizbot check` reads decks as an examiner would."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.cli import formulas
from tests.cli.running import Ended, Quizbot

ROOT = Path(__file__).parents[2]

DECK = """---
language: {language}
---

## What is a lease?
<!-- id: lease concept: {concept} -->

A lock that ends by itself, unlike a latch.
"""


def test_the_bundled_decks_have_neither_mistakes_nor_notes(
    quizbot: Quizbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stands in cards/; of the formulas, those are drawn here that a line of text cannot show."""
    monkeypatch.setattr(formulas, "MOST", 24)  # `make decks` draws them all
    shutil.copytree(ROOT / "cards", tmp_path / "cards")
    ended = quizbot("check", "cards")
    assert ended.out.count("\n") == 1, ended.out
    assert ended.code == 0


def test_notes_do_not_fail_a_check(quizbot: Quizbot, tmp_path: Path) -> None:
    """What is a matter of taste is told, and that is all."""
    (tmp_path / "locks.en.md").write_text(DECK.format(language="en", concept="lease"), "utf-8")
    (tmp_path / "locks.pl.md").write_text(DECK.format(language="pl", concept="lock"), "utf-8")
    ended = quizbot("check", ".")
    assert ended.code == 0
    assert [line.split(": ")[:2] for line in ended.out.splitlines()[:-1]] == [
        ["locks.en.md", "concept-missing"],
        ["locks.pl.md", "concept-missing"],
        ["locks.pl.md:5", "concept-differs"],
    ]


def test_a_glossary_beside_a_deck(quizbot: Quizbot, tmp_path: Path) -> None:
    """The glossary of the deck's language counts, that of another is not read; its mistakes are told once."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(DECK.format(language="en", concept="lease"), "utf-8")
    (tmp_path / "glossary.en.toml").write_text('"page lock" = ["latch"]\n"lease" = "a lock"\n', "utf-8")
    (tmp_path / "glossary.pl.toml").write_text("no TOML", "utf-8")
    ended = quizbot("check", ".")
    assert ended.code == 1
    assert [line.split(": ")[:2] for line in ended.out.splitlines()[:-1]] == [
        ["glossary.en.toml:2", "bad-glossary"],
        ["a.md:5", "other-term"],
        ["b.md:5", "other-term"],
    ]


def test_a_glossary_that_cannot_be_read(quizbot: Quizbot, tmp_path: Path) -> None:
    """It is a mistake, and no more."""
    (tmp_path / "a.md").write_text(DECK.format(language="en", concept="lease"), "utf-8")
    (tmp_path / "glossary.en.toml").write_bytes(b"\xff")
    told = "glossary.en.toml:1: unreadable: is not UTF-8: byte 0 is 0xff; save the file as UTF-8"
    assert quizbot("check", "a.md") == Ended(1, f"{told}\n1 deck, 1 card, 1 mistake\n", "")
