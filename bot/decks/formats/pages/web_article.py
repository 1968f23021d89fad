"""A saved web page that holds an article: its Markdown, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.decks.formats.imported import Imported
from bot.decks.formats.pages.page_tags import stripped
from bot.decks.html import markdown_of, text_of
from bot.decks.markdown import lines_of
from bot.decks.problems import Problem

_AROUND_WORDS = "nav header footer aside form button script style template noscript iframe svg"
_AROUND = ",".join(_AROUND_WORDS.split())
_ARTICLES = ("article", "main", "[itemprop=articleBody]", "[role=main]")
_WORDS = re.compile(r"[^\W_](?:[^\W_]|[ ,.:;'’-])*[^\W_]")
_ENOUGH_WORDS = 40  # letters that tell a line from others
_REACH = 20_000  # letters of the page until the next line of the article; more would not be linear
_LONG_TAG = re.compile(r"<[^<>]{4000}")  # a parser's work on the attributes of one tag is not linear
_FURNITURE = "what stands around the article on its page; nothing to do"


@dataclass(frozen=True, slots=True)
class WebArticle:
    """The article of a page. `lines` are the lines of the page, 1-based, that those of `markdown` stand in.

    `title` is its main heading; `around` are the words of the page that are not in it.
    """

    markdown: str
    title: str
    lines: tuple[int, ...]
    around: str

    def placed(self, imported: Imported) -> Imported:
        """What was read from the Markdown, with the lines of the page."""
        cards = tuple(replace(card, line=self._line(card.line)) for card in imported.deck.cards)
        deck = replace(imported.deck, cards=cards, title=self.title or imported.deck.title)
        problems = [replace(each, line=self._line(each.line)) for each in imported.problems]
        if self.around and problems:
            problems.insert(0, Problem(problems[0].path, 1, "left_out", self.around, mend=_FURNITURE))
        return replace(imported, deck=deck, problems=tuple(sorted(problems, key=lambda each: each.line)))

    def _line(self, line: int) -> int:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else line


def web_article(html: str, path: str) -> WebArticle:
    """The article of a saved page: what its `<article>` or `<main>` holds, else its body without what is around.

    Raises:
        DeckError: its tags are too many, or nested too deeply.
    """
    bare = stripped("\n".join(lines_of(html)), path)
    body = LexborHTMLParser(bare if _LONG_TAG.search(html) else html).body
    if body is None:
        return WebArticle("", "", (), "")
    root = _root(body)
    around = [_taken_out(node) for node in root.css(_AROUND) if node.parent is not None]
    heads = root.css("h1")
    title = _taken_out(heads[0]) if len(heads) == 1 else ""
    markdown = markdown_of(root.html or "")
    if root.mem_id != body.mem_id:
        root.decompose()
        around.append(_words(body))
    return WebArticle(markdown, title, tuple(_lines(html, markdown)), "\n".join(filter(None, around)))


def _root(body: LexborNode) -> LexborNode:
    """The element that is the article, where there is just one."""
    for kind in _ARTICLES:
        found = body.css(kind)
        if len(found) == 1:
            return found[0]
    return body


def _taken_out(node: LexborNode) -> str:
    """The words of an element that is no more in the page."""
    words = _words(node)
    node.decompose()
    return words


def _words(node: LexborNode) -> str:
    return " ".join(text_of(node.html or "").split())


def _lines(html: str, markdown: str) -> Iterator[int]:
    """The line of the page each line of the Markdown stands in: where its longest words are found next."""
    at, line = 0, 1
    for text in markdown.split("\n"):
        words = max(_WORDS.findall(text[:1000]), key=len, default="")[:_ENOUGH_WORDS]
        found = html.find(words, at, at + _REACH) if words else -1
        if found >= 0:
            line += html.count("\n", at, found)
            at = found
        yield line
