"""Card templates: `{{Field}}`, sections and filters, filled with the fields of a note.

What a template says besides fields is kept. What Anki knows about the card itself (`{{Tags}}`, `{{Deck}}`) is not text
of the card, and neither is a box to type in or a voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.decks.formats.anki import cloze
from bot.decks.formats.anki.notetypes import Faces
from bot.decks.html import text_of

ANSWER = "\ufdd2"  # stands for the line across the back; no letter of any text

_TOKEN = re.compile(r"\{\{([^{}]{1,300})\}\}")
_LINE = re.compile(r"<hr\b[^<>]{0,200}?\bid\s{0,9}=\s{0,9}[\"']?answer\b[^<>]{0,200}>", re.IGNORECASE)
_UNSEEN = re.compile(r"<!--|<script|<style", re.IGNORECASE)
_UNSEEN_ENDS = {
    "<!--": re.compile("-->"),
    "<script": re.compile(r"</script\s{0,9}>", re.IGNORECASE),
    "<style": re.compile(r"</style\s{0,9}>", re.IGNORECASE),
}
_OLD_MARKS = "{{=<% %>=}}"
_RUBY = re.compile(r" ?([^ >\[\]]{1,100})\[([^\[\]]{1,100})\]")
_BLANK = re.compile(r"(?:\s|&nbsp;|\xa0|<br\s*/?>|</?div>|</?p>)*", re.IGNORECASE)
_ABOUT = frozenset({"FrontSide", "Tags", "Deck", "Subdeck", "Card", "Type", "CardFlag", "CardID"})
_REVEALING = frozenset({"cloze", "type", "hint"})  # filters that say more on the back
_DEEPEST = 40
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class _Slot:
    """A field to be put in, through filters, the outermost first."""

    name: str
    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """Nodes shown when a field has text, or when it has none."""

    name: str
    unless: bool
    nodes: list[_Node]


_Node = str | _Slot | _Section


@dataclass(slots=True)
class Filling:
    """One card on its way through a template: its fields, the number of its cloze, and what came up on the way.

    `left` is how many letters may still be put in, as a template can say a long field any number of times.
    """

    fields: Mapping[str, str]
    number: int
    left: int
    question: bool = True
    filled: bool = False
    hints: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Template:
    """Both faces of a card as nodes; `names` are the fields that either shows.

    `below` is what stands under the line across the back, empty when all of the back is needed; `back` is all of it,
    empty when what stands above the line only repeats the front.
    """

    front: Sequence[_Node]
    back: Sequence[_Node]
    below: Sequence[_Node]
    names: frozenset[str]

    def question(self, filling: Filling) -> str:
        """The HTML of the front; afterwards `filling` says whether a field stands there, and its hints."""
        filling.question = True
        return _rendered(self.front, filling).replace(ANSWER, "")

    def answer(self, filling: Filling) -> str:
        """The HTML of the back without the front: what stands below the line, if there is one."""
        filling.question = False
        if self.below and not is_blank(answer := _rendered(self.below, filling)):
            return answer.replace(ANSWER, "<hr>")
        return _rendered(self.back, filling).replace(ANSWER, "<br>")


def template(faces: Faces) -> Template:
    """The template with faces taken apart; what is not closed ends with the face."""
    front, back = _parsed(faces.front), _parsed(faces.back)
    above, below = _at_line(back)
    asked, told = frozenset(_names(front)), frozenset(_names(back))
    if not asked >= frozenset(_names(above)):
        below = ()
    whole = back if _tells_more(above) or not any(_names(below)) else ()
    return Template(front, whole, below, asked | told)


def is_blank(html: str) -> bool:
    """Whether a field counts as empty."""
    return not html or _BLANK.fullmatch(html) is not None


def _parsed(face: str) -> list[_Node]:
    if face.lstrip().startswith(_OLD_MARKS):
        face = face.replace(_OLD_MARKS, "", 1).replace("<%", "{{").replace("%>", "}}")
    face = _LINE.sub(ANSWER, _unseen_gone(face[:_LONGEST].replace(ANSWER, "")))
    stack: list[_Section] = [_Section("", unless=False, nodes=[])]
    at = 0
    for token in _TOKEN.finditer(face):
        _add(stack[-1].nodes, face[at : token.start()])
        at = token.end()
        name = token[1].strip()
        if name[:1] in {"#", "^"} and len(stack) < _DEEPEST:
            section = _Section(name[1:].strip(), unless=name[0] == "^", nodes=[])
            stack[-1].nodes.append(section)
            stack.append(section)
        elif name[:1] == "/":
            if len(stack) > 1 and stack[-1].name == name[1:].strip():
                stack.pop()
        elif name[:1] not in {"#", "^", "!"}:
            *filters, last = (part.strip() for part in name.split(":"))
            stack[-1].nodes.append(_Slot(last, tuple(filters)))
    _add(stack[-1].nodes, face[at:].rstrip())
    return stack[0].nodes


def _add(nodes: list[_Node], text: str) -> None:
    if text.strip() or (text and nodes):
        nodes.append(text)


def _unseen_gone(face: str) -> str:
    """A face without comments, scripts and styles, which may hold fields that nobody sees."""
    if "<!--" not in face and "<s" not in face.lower():
        return face
    pieces, at = [], 0
    while opened := _UNSEEN.search(face, at):
        closed = _UNSEEN_ENDS[opened[0].lower()].search(face, opened.end())
        if not closed:
            break
        pieces.append(face[at : opened.start()])
        at = closed.end()
    return "".join((*pieces, face[at:]))


def _names(nodes: Sequence[_Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, _Slot):
            if node.name not in _ABOUT and not any(each.startswith("tts") for each in node.filters):
                yield node.name
        elif isinstance(node, _Section):
            yield from _names(node.nodes)


def _tells_more(nodes: Sequence[_Node]) -> bool:
    """Whether a field of the front says more on the back than there: what was hidden, typed or a hint."""
    return any(
        _tells_more(node.nodes) if isinstance(node, _Section) else bool(_REVEALING & {*node.filters})
        for node in nodes
        if not isinstance(node, str)
    )


def _at_line(nodes: Sequence[_Node]) -> tuple[Sequence[_Node], Sequence[_Node]]:
    """The nodes above and below the line across the back; nothing below when there is no line."""
    for at, node in enumerate(nodes):
        if isinstance(node, str) and ANSWER in node:
            above, _, below = node.partition(ANSWER)
            below = below.strip()
            return (*nodes[:at], above), ((below, *nodes[at + 1 :]) if below else nodes[at + 1 :])
    return nodes, ()


def _rendered(nodes: Sequence[_Node], filling: Filling) -> str:
    if len(nodes) == 1 and isinstance(nodes[0], _Slot):
        return _filled(nodes[0], filling)
    return "".join(_pieces(nodes, filling))


def _pieces(nodes: Sequence[_Node], filling: Filling) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, _Slot):
            yield _filled(node, filling)
        elif _holds(node.name, filling) is not node.unless:
            yield from _pieces(node.nodes, filling)


def _holds(name: str, filling: Filling) -> bool:
    if name in _ABOUT:
        return True
    if name[:1] == "c" and name[1:].isdecimal() and name not in filling.fields:
        return name[1:] == str(filling.number)
    return not is_blank(filling.fields.get(name, ""))


def _filled(slot: _Slot, filling: Filling) -> str:
    text = filling.fields.get(slot.name, "")
    filling.left -= len(text)
    if filling.left < 0:
        return ""
    if not slot.filters:
        filling.filled = filling.filled or bool(text)
        return text
    return _filtered(slot, text, filling) if text else ""


def _filtered(slot: _Slot, text: str, filling: Filling) -> str:
    if "type" in slot.filters and filling.question:
        return ""
    if slot.filters[:2] == ("type", "cloze"):
        return cloze.parsed(text).hidden(filling.number)
    filling.filled = True
    for name in reversed(slot.filters):
        if name == "hint" and filling.question:
            filling.hints.append(text)
            return ""
        text = _through(name, text, filling)
    return text


def _through(name: str, text: str, filling: Filling) -> str:
    """A text through one filter; one that is not known changes nothing."""
    match name:
        case "cloze":
            found = cloze.parsed(text)
            return found.asked(filling.number) if filling.question else found.told(filling.number)
        case "cloze-only":
            return cloze.parsed(text).hidden(filling.number)
        case "text":
            return text_of(text).replace("&", "&amp;").replace("<", "&lt;")
        case "furigana" | "kanji" | "kana":
            return _RUBY.sub(_READINGS[name], text.replace("&nbsp;", " "))
        case _:
            return "" if name.startswith("tts") else text


def _with_reading(found: re.Match[str]) -> str:
    return found[0] if found[2].startswith("sound:") else f"{found[1]}({found[2]})"


def _kanji(found: re.Match[str]) -> str:
    return found[0] if found[2].startswith("sound:") else found[1]


def _kana(found: re.Match[str]) -> str:
    return found[0] if found[2].startswith("sound:") else found[2]


_READINGS = {"furigana": _with_reading, "kanji": _kanji, "kana": _kana}
