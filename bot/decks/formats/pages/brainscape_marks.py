"""What a Brainscape page puts around its cards: marks of question and answer, numbers, rating blocks, furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.decks.formats.pages.page_lists import DOTS
from bot.decks.formats.pages.page_text import Line
from bot.decks.markdown import bare

NUMBER = re.compile(r"\d{1,5}")

# Question and answer as the page shows them, in the languages a browser or a service translates it to.
_PAIRS = (
    "Q A|P O|P R|Q R|В О|F A|D R|K C|问 答|Q. A.|Front Back|Question Answer|Term Definition|Pytanie Odpowiedź|"
    "Przód Tył|Вопрос Ответ|Питання Відповідь|Frage Antwort|Vorderseite Rückseite|Question Réponse|Recto Verso|"
    "Pregunta Respuesta|Frente Reverso|Frente Verso|Pergunta Resposta|Domanda Risposta|Fronte Retro|问题 答案|正面 背面"
)
PAIRS = tuple((pair.split()[0], pair.split()[1]) for pair in _PAIRS.split("|"))

_ASKED = re.compile(
    r"How well did you know this|Jak dobrze (?:to )?(?:wiedziałeś|znałeś|znasz)|Насколько хорошо (?:вы|ты)|"
    r"Wie gut (?:wusstest|kanntest|wussten)|(?:Dans quelle mesure|À quel point).{0,30}(?:saviez|connaissiez|savais)|"
    r"¿?Qué tan bien|Quão bem|Quanto bene|你对此|你对这个",
    re.IGNORECASE,
)
_SCALE = ("1", "", "2", "3", "4", "5", "")
_ENDS = re.compile(
    r"not at all|perfectly|wcale(?: nie)?|w ogóle|perfekcyjnie|doskonale|idealnie|совсем нет|вообще не.*|нисколько|"
    r"отлично|идеально|в совершенстве|überhaupt nicht|gar nicht|perfekt|pas du tout|parfaitement|en absoluto|"
    r"para nada|perfectamente|de jeito nenhum|de modo algum|perfeitamente|per niente|perfettamente|一点也不|完全不|"
    r"完全没有|完美|完全",
    re.IGNORECASE,
)
_LABEL = 40
_ENGLISH_ENDS = re.compile(r"perfectly|not at all", re.IGNORECASE)
_WHOLE_SCALE = re.compile(
    rf"1[ \t]+2[ \t]+3[ \t]+4[ \t]+5|(?:{_ENDS.pattern})[ \t]{{2,}}(?:{_ENDS.pattern})", re.IGNORECASE
)
_ON_ONE_LINE = re.compile(rf"(?P<step>[15])[ \t.:=–-]+(?P<label>{_ENDS.pattern})", re.IGNORECASE)
# What a mark looks like after recognition from a picture, or typed on another keyboard.
_LOOKALIKES = {"А": "A", "Α": "A", "Ａ": "A", "Ｑ": "Q", "Ԛ": "Q"}
_FURNITURE = re.compile(
    r"study these flashcards|loading flashcards\W{0,3}|(?:reveal|show|hide) (?:the )?answer|"
    r"card \d{1,5} (?:of|/) \d{1,5}|you may prefer our related brainscape-certified flashcards:?|"
    r"unlock (?:these|this|all) flashcards?.{0,20}|flip (?:the )?card|see all \d+ cards|"
    r"brainscape-certified flashcards",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(?:#?\s?of )?decks in .{1,80}class\b.*|(?:flashcards|cards) in .{1,80}\bdeck\b.*|more decks .{0,60}|key links|"
    r"related (?:flashcards|classes|decks).{0,40}|brainscape helps you.*|©? ?\d{4} bold learning solutions.*|"
    r".{0,40}terms and conditions.{0,40}|sign up (?:for free|to|now)\b.{0,80}|"
    r"create (?:a free account|your own).{0,60}|study with brainscape.*|make flashcards|entire (?:study )?set.{0,40}|"
    r"decks in (?:this )?class.{0,40}",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\((?P<count>\d{1,5}) (?:cards?|kart\w*|карт\w*|karten|cartes|tarjetas|cartões|flashcards?|张)\)",
    re.IGNORECASE,
)
_DECK = re.compile(r"flashcards in (?P<name>.{1,200})deck \((?P<count>\d{1,5})\):?", re.IGNORECASE)
_TITLE = re.compile(r".{0,200}\bflashcards(?: preview)?", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_NAVIGATION_WORDS = (
    "find make create browse search explore study unlock get see view all more my our your these this the free online "
    "related popular top best new latest flashcards flashcard preview decks classes why it works how about careers "
    "educators educator teachers professors content partnerships tutors resellers employee training academy companies "
    "corporate pricing log in login out sign up started start learn faster help faq blog contact us menu home close "
    "share edit print export copy a an and or for of to with on now app store google play android iphone ios web"
)
_NAVIGATION = frozenset(_NAVIGATION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Style:
    """How a file marks its cards: what opens a question and an answer; `rest` is the text on the mark's own line.

    `alone` when a mark has a line of its own, but for a list that stuck to an answer's.
    """

    front: re.Pattern[str]
    back: re.Pattern[str]
    alone: bool = False


def style_of(lines: Sequence[Line]) -> Style | None:
    """The marks this file has, on lines of their own if it can be, else before the text; none if it has none."""
    alone = marks_alone(lines)
    front, back = max(PAIRS, key=lambda pair: min(alone[_known(pair[0])], alone[_known(pair[1])]))
    if alone[_known(front)]:
        return _alone(front, back)
    return next((style for style in _GLUED if _turns(style, lines) >= 2), None)


def marks_alone(lines: Sequence[Line]) -> Counter[str]:
    """How often each short text has a line of its own, a card's number before it or not."""
    texts = [bare(line.text).rstrip(":.") for line in lines if len(line.text) < _LABEL]
    numbered = (found[1] for text in texts if (found := _NUMBERED_MARK.fullmatch(text)))
    return Counter(_known(mark) for mark in (*texts, *numbered))


def undressed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with the page's own words as the page shows them: without the marks of bold or a heading around them,
    each step of the rating scale apart from its label, and letters that only look like a mark as that mark."""
    latin = any(bare(line.text).strip(_DRESS) == "Q" for line in lines)
    return tuple(each for line in lines for each in _undressed(line, latin=latin))


def _undressed(line: Line, *, latin: bool) -> Iterator[Line]:
    text = bare(line.text)
    if len(text) > _DRESSED_LONGEST:
        yield line
        return
    inner = text.strip(_DRESS)
    if latin:
        inner = _LOOKALIKES.get(inner, inner)
    if inner == text or not (_is_own(inner) or (text[0] == "#" and is_title(inner))):
        inner = text
    if found := _ON_ONE_LINE.fullmatch(inner):
        yield replace(line, text=found["step"])
        yield replace(line, text=found["label"])
    else:
        yield line if inner == text else replace(line, text=inner)


def _is_own(text: str) -> bool:
    """Whether a text is a mark, a number, or anything else that the page writes itself."""
    return bool(
        NUMBER.fullmatch(text)
        or _known(text.rstrip(":.")) in _MARKS
        or _NUMBERED_MARK.fullmatch(text)
        or _ASKED.match(text)
        or _ENDS.fullmatch(text)
        or _ON_ONE_LINE.fullmatch(text)
        or _COUNT.fullmatch(text)
        or is_furniture(text)
    )


def is_mark(text: str, mark: str) -> bool:
    """Whether a line is nothing but a mark."""
    return len(text) < _LABEL and _known(text.rstrip(":.")) == _known(mark)


def back_mark(lines: Sequence[Line]) -> str:
    """The commonest mark of an answer that stands on lines of its own, empty when there is none."""
    alone = marks_alone(lines)
    back = max((pair[1] for pair in PAIRS), key=lambda each: alone[_known(each)])
    return back if alone[_known(back)] else ""


def _known(mark: str) -> str:
    """A mark as it is compared: a letter as it stands, a word in any case."""
    return mark if len(mark) == 1 else mark.casefold()


def _alone(front: str, back: str) -> Style:
    flags = re.IGNORECASE if len(front) > 1 else re.NOFLAG
    listed = rf"[ \t]*[{DOTS}].*|[ \t]+(?:[-*+–]|\d{{1,3}}[.)])[ \t].*"
    return Style(
        re.compile(rf"(?:(?P<number>\d{{1,5}})[.)]?[ \t]*)?{re.escape(front)}[:.]?(?P<rest>)", flags),
        re.compile(rf"{re.escape(back)}[:.]?(?P<rest>{listed}|)", flags),
        alone=True,
    )


_NUMBERED_MARK = re.compile(r"\d{1,5}[.)]?[ \t]*(\D{1,12}?)[:.]?")
_GLUED = tuple(
    Style(
        re.compile(rf"(?:(?P<number>\d{{1,5}})[.)]?[ \t]*)?{front}{between}(?P<rest>\S.*)"),
        re.compile(rf"{back}{between}(?P<rest>\S.*)"),
    )
    for between in (r"[:.)][ \t]*", r"[ \t]+", r"(?=[A-ZŁŚŻĆА-Я¿«“\"\d])")
    for front, back in PAIRS[:9]
)


def _turns(style: Style, lines: Sequence[Line]) -> int:
    """How many cards a style finds: a question's mark with an answer's mark below it, before the next."""
    turns, asked = 0, False
    for line in lines:
        text = bare(line.text)
        if style.front.fullmatch(text):
            asked = True
        elif asked and style.back.fullmatch(text):
            turns, asked = turns + 1, False
    return turns


def ratings(lines: Sequence[Line]) -> frozenset[int]:
    """The indices of every line of a rating block, whole or cut short, in any language.

    A block is the question how well it was known, then the scale: 1, a label, 2, 3, 4, 5, a label; or the scale alone.
    """
    full = [i for i, line in enumerate(lines) if bare(line.text)]
    texts = [bare(lines[i].text) for i in full]
    found: set[int] = set()
    at = 0
    while at < len(full):
        length = _block(texts, at)
        found.update(full[at : at + length])
        at += length or 1
    return frozenset(found)


def _block(texts: Sequence[str], at: int) -> int:
    """How many of the texts from `at` on are a rating block, 0 when none begins there."""
    asks = _ASKED.match(texts[at]) is not None
    if (
        asks
        and len(texts[at]) > _LABEL
        and texts[at].endswith(tuple("45")) | bool(_ENDS.search(texts[at][-_LABEL:]))
    ):
        return 1
    whole = texts[at + 1 : at + 1 + len(_SCALE)]
    if texts[at].endswith(("?", "？")) and _is_scale(whole):
        return 1 + len(_SCALE)
    if (
        _is_scale(alone := texts[at : at + len(_SCALE)])
        and _ENDS.fullmatch(alone[1])
        and _ENDS.fullmatch(alone[-1])
    ):
        return len(_SCALE)
    return 1 + _cut_scale(whole) if asks and len(texts[at]) <= 2 * _LABEL else 0


def is_rated(text: str) -> bool:
    """Whether a line of a rating block is one that nothing else has: an end of the scale, or all of it."""
    return _ENGLISH_ENDS.fullmatch(text) is not None or (
        len(text) > _LABEL and _ASKED.match(text) is not None
    )


def _is_scale(texts: Sequence[str]) -> bool:
    return len(texts) == len(_SCALE) and all(
        text == want if want else len(text) <= _LABEL and not NUMBER.fullmatch(text)
        for text, want in zip(texts, _SCALE, strict=True)
    )


def _cut_scale(texts: Sequence[str]) -> int:
    """How many texts go on with the scale where some of it is missing."""
    step = count = 0
    for i, text in enumerate(texts):
        if _WHOLE_SCALE.fullmatch(text):
            count = i + 1
            continue
        nearest = next((s for s in range(step, len(_SCALE)) if _on_scale(text, _SCALE[s])), None)
        number_of_a_card = (
            NUMBER.fullmatch(text) and i + 1 < len(texts) and _known(texts[i + 1].rstrip(":")) in _FRONTS
        )
        if nearest is None or number_of_a_card:
            break
        step, count = nearest + 1, i + 1
    return count


def _on_scale(text: str, want: str) -> bool:
    return text == want if want else _ENDS.fullmatch(text) is not None


_FRONTS = frozenset(_known(front) for front, _ in PAIRS)
_MARKS = frozenset(_known(mark) for pair in PAIRS for mark in pair)
_DRESS = "*_# "
_DRESSED_LONGEST = 300


def is_furniture(text: str) -> bool:
    """Whether a line is a button or a note of the page, wherever it stands."""
    return len(text) <= 100 and _FURNITURE.fullmatch(text) is not None


def is_footer(text: str) -> bool:
    """Whether a line opens what stands below the last card."""
    return len(text) <= 400 and (is_furniture(text) or _FOOTER.fullmatch(text) is not None)


def is_sign(text: str) -> bool:
    """Whether a line is one that only this site's pages have."""
    return is_furniture(text) or (len(text) <= 300 and _DECK.fullmatch(text) is not None)


def card_count(lines: Sequence[Line]) -> int:
    """How many cards the page says it has, 0 when it does not."""
    return next(_counts(lines), 0)


def _counts(lines: Sequence[Line]) -> Iterator[int]:
    for line in lines:
        if found := _COUNT.search(line.text[-_LABEL:]) or _DECK.fullmatch(bare(line.text[:300])):
            yield int(found["count"])


def is_title(text: str) -> bool:
    """Whether a line names a deck as the page does, unlike a button, `Find Flashcards`, or a path, `A > B`."""
    return (
        len(text) <= 250
        and _TITLE.fullmatch(text) is not None
        and not any(mark in text for mark in ">›»")
        and not is_navigation(text)
    )


def is_navigation(text: str) -> bool:
    """Whether a line has nothing but the words of the page's own buttons and advertisements."""
    words = set(_WORD.findall(text.casefold()))
    return "brainscape" in words or words <= _NAVIGATION


def named_deck(text: str) -> str:
    """The name in `Flashcards in NAME Deck (12)`, empty for another line."""
    found = _DECK.fullmatch(text) if len(text) <= 300 else None
    return found["name"].strip() if found else ""
