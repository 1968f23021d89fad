"""The text of a post in HTML as runs: which element gives which look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from bot.decks.formats.telegram.rich_text import Run

_STYLES: Mapping[str, str] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": "strikethrough", "del": "strikethrough",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-spoiler": "spoiler",
}  # fmt: skip
_SPOILERS = frozenset({"spoiler", "tg-spoiler", "tgme_widget_message_spoiler"})
_UNSEEN = frozenset({"script", "style", "svg", "template"})
_DEEPEST = 60
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]{0,30})")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)


def is_shallow(html: str) -> bool:
    """Whether elements are nested as on a real page: how browsers close tags costs the square of the depth."""
    if html.count("<") <= _DEEPEST:
        return True
    opened: Counter[str] = Counter()
    depth = 0
    for closes, name in _TAG.findall(html.lower()):
        if closes:
            depth -= opened[name] > 0
            opened[name] = max(0, opened[name] - 1)
        elif name not in _VOID:
            opened[name] += 1
            depth += 1
        if depth > _DEEPEST:
            return False
    return True


def runs_of(node: LexborNode) -> list[Run]:
    """The text inside an element, as a reader sees it."""
    runs: list[Run] = []
    _gather(node, Run(""), runs)
    return runs


def _gather(node: LexborNode, look: Run, runs: list[Run]) -> None:
    child = node.child
    while child is not None:
        tag = child.tag or ""
        if tag == "-text":
            runs.append(_looking(_seen(child.text_content or "", look), look))
        elif tag in ("br", "p", "div"):
            runs.append(_looking("\n", look))
        if tag == "img":
            runs.append(_looking((child.attributes.get("alt") or "").strip(), look))
        elif tag != "br" and not tag.startswith("-") and tag not in _UNSEEN:
            _gather(child, _inside(child, look), runs)
        child = child.next


def _seen(text: str, look: Run) -> str:
    """Outside of programs a line end in the source is a space."""
    return text if "\n" not in text or "pre" in look.styles else _LINE_END.sub(" ", text)


def _looking(text: str, look: Run) -> Run:
    return Run(text, look.styles, look.href, look.language)


def _inside(node: LexborNode, look: Run) -> Run:
    """The look of what is inside an element; an emoji drawn by a picture is its letter and nothing else."""
    tag, attributes = node.tag or "", node.attributes
    classes = frozenset((attributes.get("class") or "").split())
    style = _STYLES.get(tag, "")
    if "emoji" in classes or "emoji" in look.styles or tag == "tg-emoji":
        return Run("", look.styles | {"emoji"}, look.href)
    if classes & _SPOILERS:
        style = "spoiler"
    language = next(
        (c.removeprefix("language-") for c in classes if c.startswith("language-")), look.language
    )
    styles = look.styles | ({style} if style and not (style == "code" and "pre" in look.styles) else set())
    href = attributes.get("href") or "" if tag == "a" else look.href
    return Run("", styles, href, language if "pre" in styles else "")
