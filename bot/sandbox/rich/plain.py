"""What a person reads in a rich message, as plain text: formulas as their LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

Json = dict[str, Any]
_RULE = "———"
_HIDDEN = "▒▒▒▒"


def plain_text(blocks: Iterable[Json]) -> str:
    """Return the text of blocks, folds opened, a line for each; an item or a row is a line of its own."""
    return "\n".join(filter(None, map(_block, blocks)))


def glimpse(blocks: Iterable[Json]) -> str:
    """Return what a list of chats may show of it in one line: what is hidden or folded stays so."""
    return " ".join(plain_text(map(_folded, blocks)).split())


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


def _folded(node: Any) -> Any:
    """The same with spoilers covered and details shut."""
    if isinstance(node, list):
        return [_folded(one) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "spoiler":
        return _HIDDEN
    shut: Json = {"blocks": []} if node.get("type") == "details" and not node.get("is_open") else {}
    return {name: _folded(value) for name, value in (node | shut).items()}
