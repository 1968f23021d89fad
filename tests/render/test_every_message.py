"""Every message the bot can make, with signs of markup and letters from right to left in every text of it."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from itertools import product

import pytest

import bot.render
from bot.domain.chat import LANGUAGES
from bot.errors import DeckError
from bot.i18n.translator import translator
from bot.render.message import OutgoingMessage
from bot.sandbox.entities import parse_html
from bot.sandbox.rich import plain_text, read_blocks
from tests.render.filled import arguments

TEXT = "<&>\"' <b>שלום</b> سلام $5"
# What is no text of somebody's: codes, keys, and names of pages and zones.
CODES: Mapping[str, object] = {
    "zone": "Europe/Warsaw",
    "language": "en",
    "chosen": "en",
    "line": 0,
}
BY_NAME: Mapping[str, Mapping[str, object]] = {
    "post.post": {"chosen": (0,)},
    "pages.notice": {"key": "settings.title_of", "chat": TEXT},
    "pages.command_help": {"name": "quiz"},
    "settings.page": {"field": "decks"},
    "bringing.listed": {"which": "repaired", "page": 0},
    "bringing.unreadable": {"error": DeckError(TEXT, TEXT, mend=TEXT)},
    "pace.page": {"field": "hours"},
    "pace.leech_rewritten": {"key": "leech.rewritten"},
    "pace.leech_text": {"what": "rewrite"},
    "shelf.deck": {"above": ""},
    "shelf.shelf": {"page": 0},
    "shelf.to_export": {"page": 0},
}
RETURNS = ("OutgoingMessage", "tuple[OutgoingMessage, ...]", "tuple[Outgoing, ...]")


def _makers() -> Iterator[tuple[str, Callable[..., object]]]:
    for found in pkgutil.iter_modules(bot.render.__path__):
        if found.name == "looks":  # the two halves of a post, which is here
            continue
        module = import_module(f"bot.render.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            if ours and function.__annotations__.get("return") in RETURNS:
                yield f"{found.name}.{name}", function


MAKERS = dict(_makers())


def test_the_makers_are_found() -> None:
    """Posts, pages and reports are among them."""
    assert {"post.post", "pages.notice", "settings.overview", "bringing.brought", "shelf.deck"} <= set(MAKERS)


@pytest.mark.parametrize("name", MAKERS)
def test_a_text_is_only_text(name: str, tdlib_reads: Callable[[str], str]) -> None:
    """Telegram's own parser and the sandbox's take the message, and what was put in can be read in it unchanged."""
    for language, style in product(LANGUAGES, ("classic", "rich") if name == "post.post" else ("auto",)):
        given = {**CODES, "style": style, "t": translator(language), **BY_NAME.get(name, {})}
        made = MAKERS[name](**arguments(MAKERS[name], TEXT, given))
        for message in made if isinstance(made, tuple) else (made,):
            assert isinstance(message, OutgoingMessage)
            seen = tdlib_reads(message.html) if message.html else ""
            assert not seen or parse_html(message.html).text
            seen += plain_text(read_blocks(message.rich, detect=False)) if message.rich else ""
            assert seen
            assert seen.count("שלום") == seen.count("<b>שלום</b> سلام $5")
            assert not re.search("&(lt|amp|quot);", seen)
