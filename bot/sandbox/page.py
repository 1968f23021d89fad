"""The browser chat as one page: its style and scripts put into it, and the policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
_STYLES = ("page.css", "page_rich.css")
_SCRIPTS = (
    "page_parts.js",
    "page_server.js",
    "page_message.js",
    "page_text.js",
    "page_keys.js",
    "page_poll.js",
    "page_compose.js",
    "page.js",
)


@dataclass(frozen=True, slots=True)
class Page:
    """The page's HTML and the Content-Security-Policy it is served with."""

    html: str
    policy: str


def assemble() -> Page:
    """Put the page together from its files; only its own style and script may run, and only this server is asked."""
    style = "\n".join(map(_read, _STYLES))
    script = "\n".join(['"use strict";', *map(_read, _SCRIPTS)])
    html = _read("page.html").replace("{{style}}", style).replace("{{script}}", script)
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return Page(html, policy)


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
