"""What a person sees of a rich message: a safe HTML fragment for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from types import MappingProxyType
from typing import Any

from bot.sandbox import pieces
from bot.sandbox.rich.plain import plain_line

Json = dict[str, Any]
_PLAIN = MappingProxyType(
    {
        "bold": "b",
        "italic": "i",
        "underline": "u",
        "strikethrough": "s",
        "subscript": "sub",
        "superscript": "sup",
        "marked": "mark",
        "code": "code",
    }
)


def rich_fragment(blocks: Iterable[Json]) -> str:
    """Promise HTML that shows these blocks and can do nothing else."""
    return pieces.whole(_blocks(blocks))


def _blocks(blocks: Iterable[Json]) -> str:
    return "".join(_SHOWN[block["type"]](block) for block in blocks if block["type"] in _SHOWN)


# Blocks.


def _heading(block: Json) -> str:
    """The page has headings of its own above these."""
    size = int(block["size"])
    level = min(size + 2, 6)
    return (
        f'<div class="heading size-{size}" role="heading" aria-level="{level}">{_text(block["text"])}</div>'
    )


def _formula(block: Json) -> str:
    return pieces.formula_block(block["expression"]) or pieces.code_block(block["expression"])


def _list(block: Json) -> str:
    kind = "ol" if any("value" in item for item in block["items"]) else "ul"
    return f'<{kind} class="items">{"".join(map(_item, block["items"]))}</{kind}>'


def _item(item: Json) -> str:
    if item.get("has_checkbox"):
        told = "done" if item.get("is_checked") else "not done"
        mark = "✓" if item.get("is_checked") else ""
        label = f'<span class="label box" role="img" aria-label="{told}">{mark}</span>'
    else:
        label = f'<span class="label">{escape(item["label"])}</span>'
    return f"<li>{label}<div>{_blocks(item['blocks'])}</div></li>"


def _quote(block: Json) -> str:
    inner = _blocks(block["blocks"]) if "blocks" in block else f"<p>{_text(block['text'])}</p>"
    return pieces.quote(inner + _credit(block), expandable=block["type"] == "expandable_blockquote")


def _aside(block: Json) -> str:
    return f'<blockquote class="pull"><p>{_text(block["text"])}</p>{_credit(block)}</blockquote>'


def _credit(block: Json) -> str:
    return f"<cite>{_text(block['credit'])}</cite>" if "credit" in block else ""


def _details(block: Json) -> str:
    state = " open" if block.get("is_open") else ""
    body = _blocks(block["blocks"])
    return f"<details{state}><summary><span>{_text(block['summary'])}</span></summary><div>{body}</div></details>"


def _table(block: Json) -> str:
    caption = f"<caption>{_text(block['caption'])}</caption>" if "caption" in block else ""
    classes = " ".join(name for name in ("bordered", "striped", "compact") if block.get(f"is_{name}"))
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in block["cells"])
    table = f'<table class="{classes}">{caption}<tbody>{rows}</tbody></table>'
    return f'<div class="table" tabindex="0" role="group" aria-label="Table">{table}</div>'


def _cell(cell: Json) -> str:
    name = "th" if cell.get("is_header") else "td"
    spans = "".join(f' {way}="{int(cell[way])}"' for way in ("colspan", "rowspan") if way in cell)
    return f'<{name} class="{cell["align"]} {cell["valign"]}"{spans}>{_text(cell.get("text", ""))}</{name}>'


def _anchor(text: Json) -> str:
    return f'<span data-anchor="{escape(text["name"])}"></span>'


_SHOWN: Mapping[str, Callable[[Json], str]] = MappingProxyType(
    {
        "paragraph": lambda block: f"<p>{_text(block['text'])}</p>",
        "heading": _heading,
        "pre": lambda block: pieces.code_block(plain_line(block["text"]), block.get("language", "")),
        "footer": lambda block: f'<p class="footer">{_text(block["text"])}</p>',
        "divider": lambda _: "<hr>",
        "mathematical_expression": _formula,
        "anchor": _anchor,
        "list": _list,
        "blockquote": _quote,
        "expandable_blockquote": _quote,
        "pullquote": _aside,
        "details": _details,
        "table": _table,
    }
)


# Texts.


def _text(text: Any, *, pressed: bool = False) -> str:
    """Inside what can be pressed nothing else can be."""
    if isinstance(text, str):
        return escape(text)
    if isinstance(text, list):
        return "".join(_text(part, pressed=pressed) for part in text)
    kind = text["type"]
    if kind in _LONE:
        return _LONE[kind](text)
    pressable = kind in _PRESSED and not pressed
    body = _text(text["text"], pressed=pressed or pressable)
    if kind in _PRESSED:
        return _PRESSED[kind](text, body) if pressable else body
    return _formatted(text, body)


def _formatted(text: Json, body: str) -> str:
    match text["type"]:
        case "spoiler":
            return pieces.spoiler(body)
        case "mention" | "text_mention":
            return pieces.mention(body)
        case "date_time":
            return pieces.moment(text["unix_time"], text["date_time_format"], body)
        case "reference":
            return f'<span data-anchor="{escape(text["name"])}">{body}</span>'
        case kind if kind in _PLAIN:
            return f"<{_PLAIN[kind]}>{body}</{_PLAIN[kind]}>"
        case _:
            return body


def _jump(text: Json, body: str) -> str:
    return f'<a class="jump" role="button" tabindex="0" data-to="{escape(text["anchor_name"])}">{body}</a>'


def _url(text: Json, body: str) -> str:
    address = text["url"]
    return pieces.link(address if "://" in address else f"https://{address}", body)


_LONE: Mapping[str, Callable[[Json], str]] = MappingProxyType(
    {
        "mathematical_expression": lambda text: pieces.formula_line(text["expression"]),
        "custom_emoji": lambda text: escape(text["alternative_text"]),
        "anchor": _anchor,
    }
)
_PRESSED: Mapping[str, Callable[[Json, str], str]] = MappingProxyType(
    {
        "url": _url,
        "email_address": lambda text, body: pieces.link(f"mailto:{text['email_address']}", body),
        "phone_number": lambda text, body: pieces.link(f"tel:{text['phone_number']}", body),
        "hashtag": lambda text, body: pieces.tag(text["hashtag"], body),
        "cashtag": lambda text, body: pieces.tag(text["cashtag"], body),
        "bot_command": lambda text, body: pieces.command(text["bot_command"], body),
        "anchor_link": _jump,
    }
)
