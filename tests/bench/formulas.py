"""How long a formula takes as a line of text and as a picture: `make bench`, or a file of formulas, one a line.

With `--sheets FOLDER` all of them on sheets to look at, with a list of where each one stands: whether it is right only
eyes can tell. FILE may be decks, then, or folders of them: `--sheets /tmp/sheets cards`.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice
from pathlib import Path

from bot.cli.formulas import places_of
from bot.decks.load import files_of
from bot.errors import PictureError
from bot.pictures.sheet import sheet
from bot.pictures.studio import Studio
from bot.pictures.wire import Refusal
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


def sheets(formulas: Mapping[str, str], folder: Path) -> None:
    """All of them with the places where they stand, so many on a sheet; `formulas.txt` says what is on each."""
    folder.mkdir(parents=True, exist_ok=True)
    left, listed = iter(formulas), []
    for number in count(1):
        on_sheet = list(islice(left, ON_A_SHEET))
        if not on_sheet:
            break
        while on_sheet and isinstance(drawn := sheet(tuple(on_sheet)), Refusal):
            refused = on_sheet.pop(drawn.place or 0)
            print(f"not drawn: {formulas[refused]}: {refused}: {drawn.reason}")
        if on_sheet and isinstance(drawn, bytes):
            (folder / f"{number:03}.png").write_bytes(drawn)
        listed += [f"{number:03}.png {line}" for line in _listed(on_sheet, formulas)]
    (folder / "formulas.txt").write_text("\n".join(listed) + "\n", "utf-8")
    print(f"{len(listed)} formulas of {len(formulas)} on the sheets in {folder}")


def _listed(on_sheet: Sequence[str], formulas: Mapping[str, str]) -> Iterator[str]:
    for number, latex in enumerate(on_sheet, 1):
        yield f"({number}) {formulas[latex]}: {latex} | {in_unicode(latex) or 'no line of text'}"


def of_decks(paths: Sequence[Path]) -> Mapping[str, str]:
    """Every formula of some decks once, and the first place where it stands."""
    found: dict[str, str] = {}
    for place in places_of(files_of(paths)):
        found.setdefault(" ".join(place.latex.split()), f"{place.file.name}:{place.line}")
    return found


def of_list(path: Path) -> Mapping[str, str]:
    """The formulas of a file that has one a line."""
    lines = path.read_text("utf-8").splitlines()
    return {line: f"{path.name}:{number}" for number, line in enumerate(lines, 1) if line}


def main() -> None:
    """Measure, or draw sheets."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", nargs="*", type=Path, default=[INTERVIEW], metavar="FILE")
    asked.add_argument("--sheets", type=Path, metavar="FOLDER")
    wanted = asked.parse_args()
    lists = [file for file in wanted.files if file.suffix == ".txt"]
    found = of_decks([file for file in wanted.files if file not in lists])
    formulas = {**found, **{latex: place for file in lists for latex, place in of_list(file).items()}}
    if wanted.sheets:
        sheets(formulas, wanted.sheets)
        return
    lines(list(formulas))
    asyncio.run(pictures(list(formulas)))


if __name__ == "__main__":
    main()
