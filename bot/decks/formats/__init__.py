"""The registry of foreign formats: who recognises a text, and reading it with the one that does."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.decks import load
from bot.decks.encodings import UTF_8, Decoded, decode
from bot.decks.formats.anki.package import ANKI_PACKAGE
from bot.decks.formats.anki.text import ANKI_TEXT
from bot.decks.formats.articles.article import ARTICLE
from bot.decks.formats.articles.markdown_questions import MARKDOWN_QUESTIONS
from bot.decks.formats.imported import Format, Imported, Recognition
from bot.decks.formats.nearest import LOG, look_of, nearest
from bot.decks.formats.obsidian.notebook import OBSIDIAN
from bot.decks.formats.own.own_json import OWN_JSON
from bot.decks.formats.own.own_markdown import NATIVE
from bot.decks.formats.pages.brainscape import BRAINSCAPE
from bot.decks.formats.pages.page_text import is_html
from bot.decks.formats.pages.studystack import STUDYSTACK
from bot.decks.formats.pages.web_article import web_article
from bot.decks.formats.quizzes.aiken import AIKEN
from bot.decks.formats.quizzes.gift import GIFT
from bot.decks.formats.quizzes.open_trivia import OPEN_TRIVIA
from bot.decks.formats.tables.mochi_package import MOCHI_PACKAGE
from bot.decks.formats.tables.table import TABLE
from bot.decks.formats.telegram.channel import CHANNEL
from bot.decks.formats.telegram.telegram_export import EXPORT
from bot.decks.formats.telegram.telegram_page import PAGE_FORMAT
from bot.decks.problems import Problem
from bot.errors import DeckError, UnknownFormat

__all__ = ["FORMATS", "Format", "Imported", "Recognition", "read", "read_bytes", "read_file", "recognise"]

FORMATS: tuple[Format, ...] = (
    CHANNEL,
    OBSIDIAN,
    EXPORT,
    PAGE_FORMAT,
    BRAINSCAPE,
    STUDYSTACK,
    ARTICLE,
    MARKDOWN_QUESTIONS,
    TABLE,
    GIFT,
    AIKEN,
    OPEN_TRIVIA,
    ANKI_TEXT,
    NATIVE,
    OWN_JSON,
)

Opinions = Sequence[tuple[Format, Recognition]]
PACKAGES = (ANKI_PACKAGE, MOCHI_PACKAGE)
_SURE = 0.5
_UNKNOWN = (
    "put each question and its answer on one line with a tab between, or name the format with --format; "
    "--list-formats has them all"
)


def described() -> tuple[tuple[str, str], ...]:
    """The name of every format and how it is recognised."""
    texts = ((each.name, each.describe) for each in FORMATS)
    return (*texts, *((each.name, each.describe) for each in PACKAGES))


def recognise(text: str) -> Opinions:
    """Every format with how sure it is that `text` is its own, the surest first."""
    opinions = [(each, each.recognise(text)) for each in FORMATS]
    return tuple(sorted(opinions, key=lambda opinion: -opinion[1].score))


def read(text: str, path: str, format: str | None = None) -> Imported:  # noqa: A002  # the word of the command line
    """The deck in a foreign text, read by the format that recognises it, or by the one named `format`.

    `path` names the file in problems and gives the deck its slug.

    Raises:
        DeckError: no format knows the text (it says why the two nearest do not), the name is unknown, or there
            is no card in the text.
    """
    with _undisturbed():
        if format:
            named = _named(format, path)
            return _of_a_page(text, path, (named,)) or named.parse(text, path)
        opinions = recognise(text)
        if known := _sure(text, opinions):
            return known.parse(text, path)
        if imported := _of_a_page(text, path, (ARTICLE, MARKDOWN_QUESTIONS)):
            return imported
        raise _unknown(text, path, opinions)


def read_bytes(data: bytes, path: str, format: str | None = None) -> Imported:  # noqa: A002  # as above
    """The deck in a foreign file's bytes: a package, or text in whatever encoding; like `read` otherwise.

    An encoding other than UTF-8, and bytes that none has, are told as repaired.

    Raises:
        DeckError: the bytes are no text, in no known encoding, more than 50 MB, or as for `read`.
    """
    for each in PACKAGES:
        if (format or "").casefold() == each.name or (format is None and each.is_package(data)):
            with _undisturbed():
                return each.parse(data, path)
    decoded = decode(data, path)
    imported = read(decoded.text, path, format)
    problems = tuple(_of_encoding(decoded, path))
    if not problems:
        return imported
    both = sorted((*problems, *imported.problems), key=lambda problem: problem.line)
    return replace(imported, problems=tuple(both))


def read_file(file: Path, format: str | None = None) -> Imported:  # noqa: A002  # as above
    """The deck in a foreign file; like `read_bytes` otherwise.

    Raises:
        DeckError: the file cannot be read, or as for `read_bytes`.
    """
    return read_bytes(load.bytes_of(file), str(file), format)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No search for garbage meanwhile: what a parser makes mostly stays, and looking it through takes half its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _of_encoding(decoded: Decoded, path: str) -> Iterator[Problem]:
    """What is to be told about the bytes of a file."""
    if decoded.encoding != UTF_8:
        yield Problem(path, 1, "repaired", decoded.encoding, UTF_8, "look whether its letters are right")
    for line in decoded.damaged:
        mend = "a letter was lost before; write it anew"
        yield Problem(path, line, "repaired", "bytes that are no letter", "\ufffd", mend)


def _named(name: str, path: str) -> Format:
    for each in FORMATS:
        if each.name == name.casefold():
            return each
    known = ", ".join(name for name, _ in described())
    raise DeckError(path, f"no format is called {name!r}", mend=f"choose one of {known}")


def _sure(text: str, opinions: Opinions) -> Format | None:
    """The format that is sure of the text, if any is."""
    best, opinion = opinions[0]
    logged = best is TABLE and look_of(text) is LOG  # its columns are those of a log
    return best if opinion.score >= _SURE and not logged else None


def _of_a_page(text: str, path: str, among: Sequence[Format]) -> Imported | None:
    """What one of these formats, if it is sure, reads of the article in a saved page."""
    if ARTICLE not in among or not is_html(text):
        return None
    page = web_article(text, path)
    opinions = [(each, each.recognise(page.markdown)) for each in among]
    best, opinion = max(opinions, key=lambda each: each[1].score)
    return page.placed(best.parse(page.markdown, path)) if opinion.score >= _SURE else None


def _unknown(text: str, path: str, opinions: Opinions) -> UnknownFormat:
    look = look_of(text)
    near = nearest(look, opinions)
    why = "; ".join(f"{each.name}: {', '.join(seen.reasons)}" for each, seen in near)
    problem = (
        f"no format recognises this text, which looks like {look.what}; the nearest two do not fit ({why})"
    )
    return UnknownFormat(path, problem, nearest=tuple(each.describe for each, _ in near), mend=_UNKNOWN)
