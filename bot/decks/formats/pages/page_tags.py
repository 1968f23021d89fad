"""The tags of a saved page stripped to their names, so that parsing it stays linear whatever is in them."""

from __future__ import annotations

import re
from collections import Counter

from bot.errors import DeckError

LINE = "data-line"
"""The one attribute a tag has afterwards: the line it stands on, 1-based."""

DEEPEST = 512
"""How deep tags may be nested: browsers stop here, and behind it a parser's work on closing tags is not linear."""

MOST_TAGS = 150_000
"""How many tags a page may have; a page of ten thousand cards has fewer."""

_OPENS = re.compile(r"<(?:!--|(/?)([A-Za-z][^\s/>]*))")
_INSIDE = re.compile(r"=\s*([\"'])|>")
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "noscript", "iframe")
}
# Tags that nothing need close: void ones, and those that the next of their kind closes.
_OPEN_ENDED_WORDS = (
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th tbody thead tfoot "
    "colgroup caption rp rt html head body"
)
_OPEN_ENDED = frozenset(_OPEN_ENDED_WORDS.split())
# The parser's work on these grows with the square of their number; a line break shows the same text.
_BREAKS = frozenset({"select", "option", "optgroup"})


def stripped(text: str, path: str) -> str:
    """The page without comments, scripts, styles and attributes; each opening tag says on which line it stands.

    `path` names the file in the error. A comment, script or quotation that nothing closes goes on to the end of the
    file, as in a browser.

    Raises:
        DeckError: tags are nested more than 512 deep, or there are over 150,000.
    """
    out: list[str] = []
    depth = _Depth()
    at, line = 0, 1
    while found := _OPENS.search(text, at):
        start = found.start()
        out.append(text[at:start])
        line += text.count("\n", at, start)
        at = _after(text, found)
        if found[2] and (tag := _tag(found, line)):
            depth.take(found[2].lower(), closes=bool(found[1]))
            out.append(tag)
        if depth.beyond:
            problem = f"has tags more than {DEEPEST} deep, or over {MOST_TAGS:,}"
            raise DeckError(path, problem, line=line, mend="copy the text of the page instead")
        line += text.count("\n", start, at)
    out.append(text[at:])
    return "".join(out)


def _tag(found: re.Match[str], line: int) -> str:
    name = found[2].lower()
    if name in _RAW:
        return ""
    name = "br" if name in _BREAKS else name
    return f"</{name}>" if found[1] else f"<{name} {LINE}={line}>"


def _after(text: str, found: re.Match[str]) -> int:
    """Where a comment or a tag ends, with everything inside a tag whose inside is never shown."""
    if not found[2]:
        end = text.find("-->", found.end())
        return len(text) if end < 0 else end + 3
    at = found.end()
    while inside := _INSIDE.search(text, at):
        if not inside[1]:
            return _after_raw(text, found, inside.end())
        at = text.find(inside[1], inside.end()) + 1
        if not at:
            break
    return len(text)


def _after_raw(text: str, found: re.Match[str], at: int) -> int:
    raw = None if found[1] else _RAW.get(found[2].lower())
    if raw is None:
        return at
    closing = raw.search(text, at)
    return closing.start() if closing else len(text)


class _Depth:
    """How deep tags are nested at most; a tag closes only its own kind, whatever a parser makes of it."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._deep = 0
        self._tags = 0

    def take(self, name: str, *, closes: bool) -> None:
        """One more tag."""
        self._tags += 1
        if name not in _OPEN_ENDED and name not in _BREAKS:
            step = (-1 if self._open[name] else 0) if closes else 1
            self._open[name] += step
            self._deep += step

    @property
    def beyond(self) -> bool:
        """Whether it is too much."""
        return self._deep > DEEPEST or self._tags > MOST_TAGS
