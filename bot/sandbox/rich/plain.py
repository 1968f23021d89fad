"""What a person reads in a rich message, as plain text: formulas as their LaTeX, folds opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

Json = dict[str, Any]
_RULE = "———"


def plain_text(blocks: Iterable[Json]) -> str:
    """Return the text of blocks, a line for each, an item or a row in a line of its own."""
    return "\n".join(filter(None, map(_block, blocks)))


def plain_line(text: Any) -> str:
    """Return the text of `RichText`."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(map(plain_line, text))
    return plain_line(text.get("text") or text.get("expression") or text.get("alternative_text") or "")


def _block(block: Json) -> str:
    known = _TOLD.get(block["type"])
    if known is not None:
        return known(block)
    return plain_line(block.get("text") or block.get("expression") or "")


def _list(block: Json) -> str:
    return "\n".join(f"{_label(item)} {plain_text(item['blocks'])}".rstrip() for item in block["items"])


def _label(item: Json) -> str:
    if not item.get("has_checkbox"):
        return str(item["label"])
    return "☑" if item.get("is_checked") else "☐"


def _quoted(block: Json) -> str:
    words = plain_text(block["blocks"]) if "blocks" in block else plain_line(block["text"])
    return "\n".join(filter(None, [words, plain_line(block.get("credit", ""))]))


def _details(block: Json) -> str:
    return "\n".join(filter(None, [plain_line(block["summary"]), plain_text(block["blocks"])]))


def _table(block: Json) -> str:
    rows = (" | ".join(plain_line(cell.get("text", "")) for cell in row) for row in block["cells"])
    return "\n".join(filter(None, [plain_line(block.get("caption", "")), *rows]))


_TOLD: Mapping[str, Callable[[Json], str]] = MappingProxyType(
    {
        "list": _list,
        "blockquote": _quoted,
        "expandable_blockquote": _quoted,
        "pullquote": _quoted,
        "details": _details,
        "table": _table,
        "divider": lambda _: _RULE,
        "anchor": lambda _: "",
    }
)
