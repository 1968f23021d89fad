r"""Formulas inside HTML, in every way Anki has of writing them, taken out before the HTML is read and put back after.

MathJax stands between `\( \)` and `\[ \]` or in `<anki-mathjax>`; images of LaTeX between `[$] [/$]`, `[$$] [/$$]`
and `[latex] [/latex]`, the last of which holds text with formulas in it.
"""

from __future__ import annotations

import re
from html import unescape

OPENS, CLOSES = "\ufdd0", "\ufdd1"  # no letters of any text; a formula's number stands between them

_STARTS = re.compile(r"\\\(|\\\[|\[latex\]|\[\$\]|\[\$\$\]|<anki-mathjax(?:\s[^<>]{0,200})?>")
_ENDS = {
    "\\(": "\\)",
    "\\[": "\\]",
    "[latex]": "[/latex]",
    "[$]": "[/$]",
    "[$$]": "[/$$]",
    "<anki-mathjax>": "</anki-mathjax>",
}
_HELD = re.compile(f"{OPENS}(\\d+){CLOSES}")
_BREAK = re.compile(r"<br[^<>]*>|</?(?:div|p)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_DISPLAY = re.compile(r"\\begin\{(?:equation|align|gather|multline|eqnarray|displaymath)\*?\}")
_DISPLAY_SHELL = re.compile(r"\\(begin|end)\{(?:displaymath|equation\*?)\}")
_DOLLAR = re.compile(r"(?<!\\)((?:\\\\)*)\$")
_LESS = re.compile(r"<(?=[A-Za-z/!?])")


class Formulas:
    """The formulas taken out of one piece of HTML."""

    def __init__(self) -> None:
        self._markdown: list[str] = []
        self._source: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._markdown)

    def taken_out(self, html: str) -> str:
        """The HTML with a mark where each formula stood; one that is never closed stays text. Linear."""
        html = html.replace(OPENS, "").replace(CLOSES, "")
        missing: set[str] = set()
        pieces, at = [], 0
        while found := _STARTS.search(html, at):
            opener = _opener(found[0])
            end = -1 if opener in missing else html.find(_ENDS[opener], found.end())
            if end < 0:
                missing.add(opener)
                pieces.append(html[at : found.end()])
                at = found.end()
                continue
            body = html[found.end() : end]
            pieces += (html[at : found.start()], self._hold(opener, found[0], body))
            at = end + len(_ENDS[opener])
        return "".join((*pieces, html[at:]))

    def put_back(self, markdown: str, *, cell: bool = False) -> str:
        r"""The Markdown with its formulas between dollars; in a `cell` of a table `|` is written `\vert`."""
        if OPENS not in markdown:
            return markdown

        def formula(found: re.Match[str]) -> str:
            written = self._markdown[int(found[1])]
            if cell:
                written = written.replace("\\|", "\\Vert ").replace("|", "\\vert ").replace("\n", " ")
            if not written.startswith("$"):
                return written
            before = markdown[found.start() - 1 : found.start()]
            after = markdown[found.end() : found.end() + 1]
            close = before.isdigit() or before in {"$", CLOSES}
            return (" " if close else "") + written + (" " if after.isdigit() or after == "$" else "")

        return _HELD.sub(formula, markdown)

    def as_written(self, text: str) -> str:
        """The text with its formulas as they stood in the HTML: inside code nothing is a formula."""
        return _HELD.sub(lambda found: self._source[int(found[1])], text) if OPENS in text else text

    def _hold(self, opener: str, mark: str, body: str) -> str:
        text = _text_of(body)
        display = opener in {"\\[", "[$$]"} or "block" in mark
        written = _latex(text) if opener == "[latex]" else _between_dollars(text, display=display)
        if not written:
            return ""
        self._markdown.append(written)
        self._source.append(f"{opener}{text}{_ENDS[opener]}")
        return f"{OPENS}{len(self._markdown) - 1}{CLOSES}"


def _opener(mark: str) -> str:
    return "<anki-mathjax>" if mark.startswith("<") else mark


def _text_of(body: str) -> str:
    text = unescape(_TAG.sub("", _BREAK.sub("\n", body))).replace("\xa0", " ")
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _between_dollars(text: str, *, display: bool) -> str:
    body = _LESS.sub("< ", _DOLLAR.sub(r"\1\\$", text).replace("…", r"\dots "))
    if not body:
        return ""
    return f"$${body}$$" if display else f"${' '.join(body.split())}$"


def _latex(text: str) -> str:
    """What `[latex]` holds: a formula in dollars of its own, an environment, or prose around formulas."""
    if text.startswith("$$") and text.endswith("$$") and text.count("$$") == 2:
        return _between_dollars(text[2:-2].strip(), display=True)
    if text.startswith("$") and text.endswith("$") and text.count("$") == 2:
        return _between_dollars(text[1:-1].strip(), display=False)
    if text.startswith("\\[") and text.endswith("\\]"):
        return _between_dollars(text[2:-2].strip(), display=True)
    if _DISPLAY.match(text):
        return _between_dollars(_DISPLAY_SHELL.sub("", text).strip(), display=True)
    if "$" in text or "\\" not in text:
        return _LESS.sub("< ", text)
    return _between_dollars(text, display=False)
