"""Saved pages of a channel: `t.me/s/…` as a browser saves it, and Telegram Desktop's export as `messages.html`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.decks.formats.imported import Imported, Recognition, finished
from bot.decks.formats.telegram.channel_lines import Line, Mark
from bot.decks.formats.telegram.channel_posts import Post
from bot.decks.formats.telegram.html_runs import is_shallow, runs_of
from bot.decks.formats.telegram.polls import Poll
from bot.decks.formats.telegram.post_cards import TEXTLESS, Reading
from bot.decks.formats.telegram.reactions import Reactions, read_reactions
from bot.decks.formats.telegram.rich_text import lines_of_runs, markdown_of_runs
from bot.decks.markdown import lines_of
from bot.errors import DeckError

_FIRST_CLASSES = re.compile(r"(?:^|, )[^.,]*\.([\w-]+)")
_OPENING = re.compile(r"<div\s[^<>]{0,900}>", re.IGNORECASE)
_CLASS = re.compile(r"""class\s{0,9}=\s{0,9}["']([^"']*)["']""", re.IGNORECASE)
_TITLE = re.compile(
    r"""<meta\s+property=["']og:title["']\s+content=["']([^"'<>]{1,200})["']|"""
    r"""<div class="page_header">.{0,600}?<div class="text bold">\s*([^<>]{1,200})<""",
    re.DOTALL | re.IGNORECASE,
)
_TITLE_WITHIN = 100_000
_MOST_POSTS = 20_000  # an application writes 1,000 to a page, a browser shows 20 at a time


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a page keeps the parts of a post, as selectors inside the post; `post` and `service` are its classes."""

    post: str
    service: str
    name: re.Pattern[str]
    text: str
    reply: str
    reply_name: re.Pattern[str]
    forwarded: str
    reaction: str
    picture: str
    media: str
    poll: str
    question: str
    option: str


_WEB = _Layout(
    post="tgme_widget_message",
    service="service_message",
    name=re.compile(r"""data-post\s?=\s?["'][^"']*?/(\d{1,20})["']"""),
    text=".tgme_widget_message_text.js-message_text, .tgme_widget_message_text:not(.js-message_reply_text)",
    reply=".tgme_widget_message_reply",
    reply_name=re.compile(r"/(\d{1,20})(?:\?.{0,99})?$"),
    forwarded=".tgme_widget_message_forwarded_from",
    reaction=".tgme_reaction",
    picture="",
    media=".tgme_widget_message_photo_wrap, .tgme_widget_message_video_player, .tgme_widget_message_document_title, "
    ".tgme_widget_message_sticker_wrap, .tgme_widget_message_voice_player, .message_media_not_supported",
    poll=".tgme_widget_message_poll",
    question=".tgme_widget_message_poll_question",
    option=".tgme_widget_message_poll_option_text",
)
_DESKTOP = _Layout(
    post="message",
    service="service",
    name=re.compile(r"""id\s?=\s?["']message(-?\d{1,20})["']"""),
    text=".text",
    reply=".reply_to a",
    reply_name=re.compile(r"go_to_message(-?\d{1,20})$"),
    forwarded=".forwarded .from_name",
    reaction=".reaction",
    picture="a.photo_wrap",
    media=".media .title",
    poll=".media_poll",
    question=".question",
    option=".answer",
)
_LAYOUTS = (_WEB, _DESKTOP)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The HTML of one post, where it begins, and the layout it has."""

    layout: _Layout
    line: int
    name: str
    html: str
    service: bool


class PageFormat:
    """A channel saved as HTML."""

    name = "telegram-page"
    describe = "a channel saved as HTML: a page of t.me/s, or messages.html of Telegram Desktop"

    def recognise(self, text: str) -> Recognition:
        """How many posts of Telegram its HTML has."""
        web, desktop = text.count("tgme_widget_message_text"), text.count('<div class="message default')
        posts = web + desktop
        if not posts or "<div" not in text:
            return Recognition(0.0, ("no HTML with posts of Telegram",))
        return Recognition(1.0, (f"{posts} posts in the HTML of {'t.me' if web else 'Telegram Desktop'}",))

    def parse(self, text: str, path: str) -> Imported:
        """One card for each post that asks or polls; everything else left out with its reason."""
        whole = "\n".join(lines_of(text))
        pieces = tuple(islice(_pieces(whole), _MOST_POSTS + 1))
        if not pieces:
            raise DeckError(
                path, "no post of Telegram in this page", mend="save the page t.me/s/NAME of a channel"
            )
        if len(pieces) > _MOST_POSTS:
            raise DeckError(
                path,
                f"has more than {_MOST_POSTS} posts",
                line=pieces[_MOST_POSTS].line,
                mend="split it into several files",
            )
        judged = [(piece, is_shallow(piece.html)) for piece in pieces]
        deep = [piece for piece, fine in judged if not fine]
        shallow = [piece for piece, fine in judged if fine]
        posts = [_post(piece) for piece in shallow if not piece.service]
        reading = Reading(path, posts, _title(whole))
        for piece in deep:
            reading.note(piece.line, "left_out", piece.html, mend="HTML nested too deeply to be a post")
        _leave_out_service(reading, [piece for piece in shallow if piece.service])
        _read_posts(reading, posts)
        return finished(
            path, self.name, reading.cards, reading.problems, title=_title(whole),
            mend="save a channel whose posts ask something",
        )  # fmt: skip


PAGE_FORMAT = PageFormat()


def _title(html: str) -> str:
    found = _TITLE.search(html[:_TITLE_WITHIN])
    return LexborHTMLParser(found[1] or found[2]).text().strip() if found else ""


def _pieces(html: str) -> Iterator[_Piece]:
    """The posts of a page, each with all HTML up to the next: parsing piece by piece keeps hostile pages cheap."""
    starts = [(found.start(), *opened) for found in _OPENING.finditer(html) if (opened := _opened(found[0]))]
    ends = [start for start, *_ in starts[1:]] + [len(html)] * bool(starts)
    line, counted = 1, 0
    for (start, layout, name, service), end in zip(starts, ends, strict=True):
        line += html.count("\n", counted, start)
        counted = start
        yield _Piece(layout, line, name, html[start:end], service)


def _opened(opening: str) -> tuple[_Layout, str, bool] | None:
    """What an opening tag begins, when it is a post: the layout it has, its name, whether it is a service record."""
    found = _CLASS.search(opening)
    classes = found[1].split() if found else ()
    for layout in _LAYOUTS:
        if layout.post in classes and (name := layout.name.search(opening)):
            return layout, name[1], layout.service in classes
    return None


def _read_posts(reading: Reading, posts: Sequence[Post]) -> None:
    for post in posts:
        if post.body or post.poll:
            reading.read(post)
    empty = [post for post in posts if not post.body and not post.poll]
    media = [Line(post.lines[0].number, post.picture or post.lost_picture, Mark.TEXT) for post in empty]
    tags = [line for post in empty for line in post.of(Mark.TAGS, Mark.HEADER)]
    reading.leave_out([line for line in (*media, *tags) if line.text], TEXTLESS)
    reading.finish()


def _leave_out_service(reading: Reading, pieces: Sequence[_Piece]) -> None:
    said = [(piece.line, _tree(piece)) for piece in pieces]
    lines = [
        Line(line, markdown_of_runs(runs_of(node)), Mark.TEXT)
        for line, tree in said
        for node in tree.css(".tgme_widget_message_text, .body")[:1]
    ]
    reading.leave_out([line for line in lines if line.text], "service records: what was pinned, and the like")


def _tree(piece: _Piece) -> LexborHTMLParser:
    return LexborHTMLParser(piece.html)


@dataclass(frozen=True, slots=True)
class _Tree:
    """The elements of one post, and the HTML they are of."""

    root: LexborHTMLParser
    html: str

    def css(self, selector: str) -> list[LexborNode]:
        """What a selector finds; it is tried only where its classes stand, as most posts have few parts."""
        for word in _first_classes(selector):
            if word in self.html:
                return self.root.css(selector)
        return []


@cache
def _first_classes(selector: str) -> Sequence[str]:
    """A class from each alternative of a selector."""
    return _FIRST_CLASSES.findall(selector)


def _post(piece: _Piece) -> Post:
    tree, layout = _Tree(_tree(piece), piece.html), piece.layout
    for reply in tree.css(".tgme_widget_message_reply .tgme_widget_message_text"):
        reply.decompose()
    poll = next(iter(tree.css(layout.poll)), None)
    picture, lost = _pictures(tree, layout)
    text = [run for node in tree.css(layout.text)[:1] for run in runs_of(node)]
    headers = [Line(piece.line, _said(node), Mark.HEADER) for node in tree.css(layout.forwarded)]
    lines = (*headers, *lines_of_runs(text, piece.line)) or (Line(piece.line, "", Mark.BLANK),)
    return Post(
        lines,
        whole=True,
        name=piece.name,
        reply_to=_reply_to(tree, layout),
        picture=picture,
        lost_picture=lost,
        reactions=_reactions(tree, layout),
        poll=_poll(poll, layout) if poll else None,
    )


def _said(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _reply_to(tree: _Tree, layout: _Layout) -> str:
    link = next(iter(tree.css(layout.reply)), None)
    found = layout.reply_name.search(link.attributes.get("href") or "") if link else None
    return found[1] if found else ""


def _pictures(tree: _Tree, layout: _Layout) -> tuple[str, str]:
    """The file of a post's picture, when it lies beside the page, and what a person sees in place of other media."""
    for node in tree.css(layout.picture):
        name = node.attributes.get("href") or ""
        if re.fullmatch(r"photos/[\w@.-]{1,200}", name):
            return name, ""
    media = [
        _said(node) or (node.attributes.get("class") or "media").split()[0] for node in tree.css(layout.media)
    ]
    return "", " ".join(media)


def _reactions(tree: _Tree, layout: _Layout) -> Reactions | None:
    counts: list[tuple[str, int]] = []
    for node in tree.css(layout.reaction):
        classes = node.attributes.get("class") or ""
        emoji = "⭐" if "paid" in classes else "".join(each.text() for each in node.css(".emoji")[:1]).strip()
        number = _said(node).replace(emoji, "") or "1"
        counts += ((emoji or "custom", count) for _, count in read_reactions(f"👍{number}").counts)
    return Reactions(tuple(counts)) if counts else None


def _poll(node: LexborNode, layout: _Layout) -> Poll:
    question = " ".join(markdown_of_runs(runs_of(each)) for each in node.css(layout.question)[:1])
    for votes in node.css(".answer .details"):
        votes.decompose()
    options = (markdown_of_runs(runs_of(each)).removeprefix("- ") for each in node.css(layout.option))
    return Poll(question, tuple(options))
