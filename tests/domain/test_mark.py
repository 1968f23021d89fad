"""What is kept of a text that somebody writes."""

from __future__ import annotations

import pytest

from bot.domain.mark import LONGEST_NOTE, Written, written

TEXTS = {
    "a line": ("see chapter 3", "see chapter 3"),
    "blank edges and line ends": ("\n  one  \r\n two \n\n", "one\n two"),
    "zero width": ("a\u200bb\ufeffc\u2060", "abc"),
    "writing direction switched": ("\u202eevil\u202c \u2066x\u2069", "evil x"),
    "letters that are joined": ("می\u200cخواهم 👩\u200d💻", "می\u200cخواهم 👩\u200d💻"),
    "right to left": ("שלום (1)", "שלום (1)"),
    "control characters": ("a\x00b\x1b[31m", "ab[31m"),
    "half a surrogate pair": ("a\ud800b", "ab"),
    "nothing to see": ("\u200b \u202e\n", ""),
}


@pytest.mark.parametrize(("text", "kept"), TEXTS.values(), ids=TEXTS.keys())
def test_what_can_be_seen_is_kept(text: str, kept: str) -> None:
    """What nobody sees, or what would turn the text around it, is left out; the rest stays."""
    assert written(text) == Written(kept, cut=False)


def test_a_long_text_is_cut() -> None:
    """A text of 100 KB is cut where a note ends, and that is told."""
    assert written("x" * 100_000) == Written("x" * LONGEST_NOTE, cut=True)
    assert written("\u200b" * 100_000) == Written("", cut=True)
    assert not written("x" * LONGEST_NOTE).cut
