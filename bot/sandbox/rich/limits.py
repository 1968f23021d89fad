"""How much a rich message may hold: https://core.telegram.org/bots/api#rich-message-limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from bot.sandbox.rich.tree import Element

LONGEST = 32_768  # characters, formulas and emoji alternatives included
MOST_BLOCKS = 500  # list items and table rows are blocks, too
DEEPEST = 16
MOST_COLUMNS = 20

What = Literal["characters", "blocks", "levels", "columns"]
Json = dict[str, Any]


class TooMuchError(Exception):
    """The message is over a limit; `what` says of what there is too much."""

    def __init__(self, what: What) -> None:
        super().__init__(f"too many {what}")
        self.what = what


def check_nesting(tree: Element) -> None:
    """Raise TooMuchError when more tags than allowed are inside one another."""
    level, depth = list(tree.elements), 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise TooMuchError("levels")
        level = [child for element in level for child in element.elements]


def check_sizes(blocks: Iterable[Json]) -> None:
    """Raise TooMuchError for too many characters, blocks or columns."""
    every = list(walked(blocks))
    if any(columns(block["cells"]) > MOST_COLUMNS for block in every if block.get("type") == "table"):
        raise TooMuchError("columns")
    if sum(1 + len(block.get("cells", ())) for block in every) > MOST_BLOCKS:
        raise TooMuchError("blocks")
    if sum(map(_characters, every)) > LONGEST:
        raise TooMuchError("characters")


def walked(blocks: Iterable[Json]) -> Iterator[Json]:
    """Walk over blocks and list items, those inside others included."""
    for block in blocks:
        yield block
        yield from walked(block.get("items", ()))
        yield from walked(block.get("blocks", ()))


def columns(rows: list[list[Json]]) -> int:
    """Count the columns of a table; a cell that spans rows takes its place in those below."""
    widest = 0
    hanging: list[tuple[int, int]] = []  # of each cell that reaches further down: rows left, width
    for row in rows:
        width = sum(cell.get("colspan", 1) for cell in row) + sum(wide for _, wide in hanging)
        widest = max(widest, width)
        hanging = [(left - 1, wide) for left, wide in hanging if left > 1]
        hanging += [
            (cell["rowspan"] - 1, cell.get("colspan", 1)) for cell in row if cell.get("rowspan", 1) > 1
        ]
    return widest


def _characters(block: Json) -> int:
    texts = [block.get(name, "") for name in ("text", "credit", "summary", "caption", "expression")]
    texts += [cell.get("text", "") for row in block.get("cells", ()) for cell in row]
    return sum(map(_length, texts))


def _length(text: Any) -> int:
    if isinstance(text, str):
        return len(text)
    if isinstance(text, list):
        return sum(map(_length, text))
    return sum(_length(text.get(name, "")) for name in ("text", "expression", "alternative_text"))
