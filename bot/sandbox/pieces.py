"""The pieces a shown text is made of: HTML that can do nothing but show, safe whatever it is given."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from bot.sandbox.mathml import block_formula, inline_formula

_SCHEMES = frozenset({"http", "https", "tg", "mailto", "tel"})
_INLINE = r'<math display="inline">(?:(?!</math>).)*</math>'
_OPENING, _CLOSING = r"[(\[«“（]", r"[).,;:!?…\]»”）。，、；：！？]"
# A browser may break the line between a formula and the full stop or bracket that touches it.
_TOUCHED = re.compile(f"{_OPENING}+{_INLINE}{_CLOSING}*|{_INLINE}{_CLOSING}+", re.DOTALL)
_YEARS = range(253_402_300_800)  # what a date can be made of, in Unix seconds


def whole(html: str) -> str:
    """Keep formulas and the punctuation that touches them in one line."""
    return _TOUCHED.sub(r'<span class="whole">\g<0></span>', html)


def spoiler(body: str) -> str:
    """Hide `body` until it is pressed."""
    return (
        '<span class="spoiler" tabindex="0" role="button" aria-label="Hidden text: press to show">'
        f"{body}</span>"
    )


def quote(body: str, *, expandable: bool = False) -> str:
    """Set `body` apart; an expandable one is cut after three lines until it is unfolded."""
    if not expandable:
        return f"<blockquote>{body}</blockquote>"
    unfold = '<button type="button" class="unfold" aria-expanded="false">Show more</button>'
    return f'<blockquote class="expandable"><div class="fold">{body}</div>{unfold}</blockquote>'


def mention(body: str) -> str:
    """Mark a person's name."""
    return f'<span class="mention">{body}</span>'


def command(written: str, body: str) -> str:
    """Make a bot command that is sent when it is pressed."""
    return f'<a class="command" role="button" tabindex="0" data-command="{escape(written)}">{body}</a>'


def tag(written: str, body: str) -> str:
    """Make a hashtag or cashtag that filters the chat when it is pressed."""
    return f'<a class="tag" role="button" tabindex="0" data-tag="{escape(written)}">{body}</a>'


def link(address: str, body: str) -> str:
    """Make a link of `body`, unless a chat would not open an address of that scheme."""
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return body
    if scheme not in _SCHEMES:
        return body
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{body}</a>'


def moment(unix: object, written: object, body: str) -> str:
    """Mark a moment (`unix` seconds), which the page writes in the reader's own time in the format `written`."""
    if not isinstance(unix, int) or unix not in _YEARS:
        return body
    date = datetime.fromtimestamp(unix, UTC).isoformat()
    shape = f' data-format="{escape(written)}"' if isinstance(written, str) and written else ""
    return f'<time datetime="{date}"{shape}>{body}</time>'


def formula_line(tex: str) -> str:
    """Show a formula within a line, as its source when it cannot be drawn."""
    return inline_formula(tex) or f"<code>{escape(tex)}</code>"


def formula_block(tex: str) -> str | None:
    """Show a formula of its own, or nothing when it cannot be drawn."""
    drawn = block_formula(tex)
    return drawn and f'<div class="formula" tabindex="0" role="group" aria-label="Formula">{drawn}</div>'


def code_block(written: str, language: str = "") -> str:
    """Show code as it was written, under the name of its language."""
    label = f"<figcaption>{escape(language)}</figcaption>" if language else ""
    return f'<figure class="code">{label}<pre tabindex="0"><code>{escape(written)}</code></pre></figure>'
