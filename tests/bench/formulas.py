"""How long a formula takes as a line of text and as a picture: `make bench`, or a file of formulas, one a line.

With `--sheet FILE` all of them on sheets FILE-1.png, … to look at: whether each is right only eyes can tell.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from bot.errors import PictureError
from bot.pictures.studio import Studio
from bot.render.unicode_maths import in_unicode

INTERVIEW = Path(__file__).parents[1] / "pictures" / "interview.txt"
ON_A_SHEET = 10


def lines(formulas: Sequence[str]) -> None:
    """How many read well as a line, and how long that takes to find out."""
    begun = time.perf_counter()
    read = sum(in_unicode(formula) is not None for formula in formulas)
    spent = (time.perf_counter() - begun) / len(formulas)
    print(f"{len(formulas)} formulas: {read} as a line of text, {1e6 * spent:.0f} µs each")


async def pictures(formulas: Sequence[str]) -> None:
    """How many can be drawn, and how long that takes, each on a sheet of its own."""
    spent: list[float] = []
    sizes: list[int] = []
    async with Studio() as studio:
        begun = time.perf_counter()
        await studio.draw(("x",))
        print(
            f"the drawing process is ready and has drawn after {1000 * (time.perf_counter() - begun):.0f} ms"
        )
        for formula in formulas:
            begun = time.perf_counter()
            try:
                sizes.append(len(await studio.draw((formula,))))
            except PictureError as e:
                print(f"not drawn: {e}")
            spent.append(1000 * (time.perf_counter() - begun))
    of_ten = statistics.quantiles(spent, n=10)
    print(
        f"{len(sizes)} drawn, in ms: median {of_ten[4]:.0f}, nine in ten {of_ten[8]:.0f}, longest {max(spent):.0f}; "
        f"{statistics.mean(sizes) / 1024:.1f} KB each"
    )


async def sheets(formulas: Sequence[str], to: Path) -> None:
    """All of them, so many on a sheet."""
    async with Studio() as studio:
        for number, start in enumerate(range(0, len(formulas), ON_A_SHEET), 1):
            drawn = await studio.draw(tuple(formulas[start : start + ON_A_SHEET]))
            await asyncio.to_thread(to.with_name(f"{to.name}-{number}.png").write_bytes, drawn)


def main() -> None:
    """Measure, or draw sheets."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", nargs="?", type=Path, default=INTERVIEW)
    asked.add_argument("--sheet", type=Path)
    wanted = asked.parse_args()
    formulas = [line for line in wanted.file.read_text("utf-8").splitlines() if line]
    if wanted.sheet:
        asyncio.run(sheets(formulas, wanted.sheet))
        return
    lines(formulas)
    asyncio.run(pictures(formulas))


if __name__ == "__main__":
    main()
