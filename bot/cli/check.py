"""`quizbot check`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.cli.formulas import undrawn
from bot.cli.review import reviewed
from bot.decks.load import files_of, load


def check(paths: Sequence[Path]) -> int:
    """Print every mistake, every note and a count; 1 when there is a mistake, 0 when there is none."""
    loaded = load(paths)
    problems = [*loaded.problems, *asyncio.run(undrawn(files_of(paths))), *reviewed(loaded)]
    console = Console(soft_wrap=True, highlight=False)
    for problem in problems:
        console.print(str(problem), markup=False)
    cards = sum(len(deck.cards) for deck in loaded.decks)
    mistakes = sum(problem.severity == "error" for problem in problems)
    counts = (len(loaded.decks), "deck"), (cards, "card"), (mistakes, "mistake")
    console.print(", ".join(f"{n} {word}{'s' * (n != 1)}" for n, word in counts), markup=False)
    return 1 if mistakes else 0
