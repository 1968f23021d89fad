"""The two looks of a post: rich, with real formulas and tables, and classic, which every client shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.card import Card
from bot.render import html, markdown, syntax
from bot.render import rich as written
from bot.render.figures import Figures
from bot.render.html import Block
from bot.render.message import Buttons, OutgoingMessage, Picture

CAPTION = 1024  # code points under or above a picture
LONG = 1200  # characters of an answer that is folded in a quote
_EMPTY = Block("")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen from: a mark and a line of Markdown each."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Markdown under a title, if there is any; when `hidden` it is seen once it is tapped."""

    markdown: str
    hidden: bool = False
    title: Block = _EMPTY


Part = Block | Question | Options | Passage
Pictures = Mapping[str, bytes]
"""Files that a card's Markdown names."""

Messages = tuple[OutgoingMessage, ...]


def needs_rich(card: Card) -> bool:
    """Whether anything of the card is torn in a classic text: a formula that has to be drawn, a table too wide."""
    figures = Figures()
    for text in (card.question, card.answer, card.explanation, *(choice.text for choice in card.choices)):
        markdown.blocks(text, figures=figures)
    return bool(figures.formulas) or figures.wide


def rich(parts: Sequence[Part], pictures: Pictures, buttons: Buttons, fold: str) -> Messages:
    """The parts as a rich message, hidden ones under one fold of this name, and the pictures they name below it.

    None when the parts are over its limits.
    """
    text = "".join(_rich_parts(parts, fold))
    if not written.fits(text):
        return ()
    shown = (OutgoingMessage("", picture=picture) for picture in _named(parts, pictures))
    return _with_buttons([OutgoingMessage("", rich=text), *shown], buttons)


def classic(parts: Sequence[Part], pictures: Pictures, buttons: Buttons) -> Messages:
    """The parts as texts, and under them the pictures they name and the formulas that they could not say."""
    seen = veiled = Figures()
    blocks: list[Block] = []
    for part in parts:
        if _is_hidden(part) and veiled is seen:
            veiled = Figures(before=seen.sheets)
        blocks += _classic(part, veiled if _is_hidden(part) else seen)
    sheets = seen.pictures() + (veiled.pictures(hidden=True) if veiled is not seen else [])
    shown = [OutgoingMessage("", picture=picture) for picture in _named(parts, pictures)]
    shown += [OutgoingMessage(html.escape(letter), picture=picture) for letter, picture in sheets]
    return _with_buttons(_together(blocks, shown), buttons)


def without_picture(message: OutgoingMessage) -> OutgoingMessage:
    """The same in words, where no picture can be drawn or sent: its formulas as they were written."""
    formulas = message.picture.formulas if message.picture else ()
    room = html.LIMIT - CAPTION
    told = []
    for place, latex in enumerate(formulas, 1):
        block = html.joined([html.line(f"({place}) "), html.line(latex).wrapped("code")], "")
        room -= block.length + len(html.GAP)
        told += [block.html] if room > 0 else []
    lines = [message.html, *told] if message.html or told else [syntax.PICTURE]
    return replace(message, html=html.GAP.join(filter(None, lines)), picture=None)


def _together(blocks: Sequence[Block], pictures: Sequence[OutgoingMessage]) -> list[OutgoingMessage]:
    """A text that fits a caption goes with the first picture; a longer one comes before them."""
    texts = html.pack(blocks)
    if pictures and not pictures[0].html and len(html.pack(blocks, CAPTION)) == 1:
        return [replace(pictures[0], html=texts[0]), *pictures[1:]]
    return [*map(OutgoingMessage, texts), *pictures]


def _with_buttons(messages: Sequence[OutgoingMessage], buttons: Buttons) -> Messages:
    *others, last = messages
    return (*others, replace(last, buttons=buttons))


def _named(parts: Sequence[Part], pictures: Pictures) -> tuple[Picture, ...]:
    """The pictures that the parts name, each once; one that is named in the open is not hidden."""
    found: dict[str, Picture] = {}
    for part in sorted(parts, key=_is_hidden):
        for name in (name for text in _texts(part) for name in syntax.images(text)):
            if name in pictures:
                found.setdefault(name, Picture(pictures[name], hidden=_is_hidden(part)))
    return tuple(found.values())


def _texts(part: Part) -> tuple[str, ...]:
    match part:
        case Question(markdown=text) | Passage(markdown=text):
            return (text,)
        case Options(lines=lines):
            return tuple(text for _, text in lines)
        case _:
            return ()


def _is_hidden(part: Part) -> bool:
    return isinstance(part, Passage) and part.hidden


def _classic(part: Part, figures: Figures) -> list[Block]:
    match part:
        case Question(markdown=text):
            return [markdown.inline(text, figures).wrapped("b")]
        case Options(lines=lines):
            options = [
                html.joined([html.line(mark), markdown.inline(text, figures)], " ") for mark, text in lines
            ]
            return [html.joined(options, "\n")]
        case Passage(markdown=text, hidden=hidden, title=title):
            return _passage(markdown.blocks(text, hidden=hidden, figures=figures), title, hidden=hidden)
        case _:
            return [part]


def _passage(blocks: list[Block], title: Block, *, hidden: bool) -> list[Block]:
    first, *others = blocks or [_EMPTY]
    if not first.text:
        return []
    if not hidden and sum(block.length for block in blocks) > LONG:
        folded = html.joined(blocks, html.GAP).wrapped("blockquote", "expandable")
        return [html.joined([title, folded], "\n")]
    return [html.joined([title, first], "\n"), *others]


def _rich_parts(parts: Sequence[Part], fold: str) -> list[str]:
    """Hidden parts stand next to each other, and share a fold."""
    shown: list[str] = []
    veiled: list[str] = []
    for part in parts:
        (veiled if _is_hidden(part) else shown).append(_rich(part))
    before = next((at for at, part in enumerate(parts) if _is_hidden(part)), len(shown))
    return [*shown[:before], written.fold(fold, "".join(veiled)), *shown[before:]]


def _rich(part: Part) -> str:
    match part:
        case Question(markdown=text):
            return written.question(text)
        case Options(lines=lines):
            return "".join(written.option(mark, text) for mark, text in lines)
        case Passage(markdown=text, title=title):
            inside = written.blocks(text)
            return f"{written.of(title)}{inside}" if inside else ""
        case _:
            return written.of(part)
