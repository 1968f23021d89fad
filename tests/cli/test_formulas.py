"""A formula that people with an old app could not read is found before they meet it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import formulas
from bot.cli.formulas import undrawn
from tests.cli.running import Quizbot

DECK = r"""# Loss

## What is accuracy?

$\frac{TP}{N}$, or $\begin{cases}1\\0\end{cases}$, or as they say

$$\begin{cases}\text{精度}\\0\end{cases}$$

## And nested?

$\begin{cases}\text{精度}\\0\end{cases}$ and $x_$
"""


IN_PART = r"""# Loss

## What is accuracy?

$\frac{\text{正确}}{N}$, and $\frac{TP}{N}$
"""


async def test_a_check_draws_so_many_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A huge deck does not take an hour; that not all was drawn is a note."""
    monkeypatch.setattr(formulas, "MOST", 0)
    (tmp_path / "loss.md").write_text(DECK, "utf-8")
    (told,) = await undrawn([tmp_path / "loss.md", tmp_path / "absent.md"])
    assert (told.kind, told.severity) == ("unchecked", "note")


async def test_a_formula_that_a_line_can_show_need_not_be_a_picture(tmp_path: Path) -> None:
    """Where only the drawing fails, nobody misses it: a note, which says what shows the formula."""
    (tmp_path / "loss.md").write_text(IN_PART, "utf-8")
    (told,) = await undrawn([tmp_path / "loss.md"])
    assert (told.kind, told.severity, told.line) == ("undrawn", "note", 5)
    assert "rich messages and a line of text show it" in told.expected


def test_check_tells_what_cannot_be_drawn(quizbot: Quizbot, tmp_path: Path) -> None:
    """File, line, formula, why and what to do, for each place; what is no TeX is told once, by the deck's reader."""
    (tmp_path / "loss.md").write_text(DECK, "utf-8")
    ended = quizbot("check", "loss.md")
    assert ended.code == 1
    told = [line for line in ended.out.splitlines() if "bad-formula" in line]
    assert [line.split(" ")[0] for line in told] == ["loss.md:11:", "loss.md:7:", "loss.md:11:"]
    assert "a line of text or a picture can show (rich messages do): there is no 精 in the font" in told[1]
    assert "x_" in told[0]
    assert "that rich messages can show:" in told[0]
