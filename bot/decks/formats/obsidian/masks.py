"""What in a line of Markdown is not to be read as a sign of cards: code, maths, links, addresses, emoji codes."""

from __future__ import annotations

import re

from bot.decks.spans import spans

HIDDEN = "\ue000"
"""Stands for a character that is hidden."""

# Each pattern stops at its own opening mark, so that a line of nothing but openings stays linear.
_NESTED = re.compile(r"\{\{[^{}\n]*\}\}|==[^=\n]+==|\[[^\[\]\n]*\]|\([^()\n]*\)|<[^<>\n]*>")
_ADDRESS = re.compile(r"(?<=[a-z])://\S+")
_EMOJI = re.compile(r"(?<![\w:]):(?:[a-z0-9_+-]{2,40}:(?::[a-z0-9_+-]{2,40}:){0,20})(?![\w:])")


def without_code(text: str) -> str:
    """The text with inline code and formulas hidden, every other character where it was."""
    if "`" not in text and "$" not in text:
        return text
    out, done = [], 0
    for span in spans(text):
        if span.kind != "unclosed":
            out += [text[done : span.start], HIDDEN * (span.end - span.start)]
            done = span.end
    return "".join([*out, text[done:]])


def without_names(line: str) -> str:
    """The line with code, formulas, deletions, links, addresses, emoji codes and what is in brackets hidden."""
    hidden = without_code(line)
    for signs, pattern in ((("://",), _ADDRESS), (("}}", "==", "]", ")", ">"), _NESTED), ((":",), _EMOJI)):
        if any(sign in hidden for sign in signs):
            hidden = pattern.sub(_blank, hidden)
    return hidden


def _blank(found: re.Match[str]) -> str:
    return HIDDEN * len(found[0])
