"""How a Markdown file of questions asks: which of its pieces are questions, answers, chapters, contents or neither.

Files ask by headings of one level, by `Q:` labels, by what folds (`<summary>What is x?</summary>`), or by lines in bold
or with a number; a file mostly keeps to one of these, and the most frequent is held to be its way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.decks.formats.articles.answered import answered_levels
from bot.decks.formats.articles.markdown_pieces import Kind, Piece, heading_of
from bot.decks.formats.articles.run_together import ANSWER_WORDS, TAILS
from bot.decks.formats.questions import ASKS, asking

_Q = "q|question|вопрос|в|pytanie|frage|问题|问|题目"
_LONE = "question|вопрос|pytanie|frage|问题|题目"
_DRESS = r"[ \t]*(?:[-*+>][ \t]+)?(?:\#{1,6}[ \t]*)?"
QUESTION_LABEL = re.compile(
    rf"{_DRESS}(\*{{2,3}}|__)?"
    rf"(?:(?:{_Q})[ \t]*(?:№|\#)?\.?[ \t]*\d{{0,4}}[ \t]*(?:[.:)：]|(?=\*\*|__))[.:：]?|第[ \t]*\d+[ \t]*题[.:：、]?)"
    r"(?:\1)?[.:：]?[ \t]*",
    re.IGNORECASE,
)
_LONE_LABEL = re.compile(
    rf"[\W_]*(?:{_LONE})[ \t]*(?:№|\#)?[ \t]*\d{{0,4}}[\W_]*|第[ \t]*\d+[ \t]*题", re.IGNORECASE
)
ANSWER_LABEL = re.compile(
    rf"{_DRESS}(\*\*|__|\*|_)?(?:(?:your|the|sample|short)[ \t]+)?(?!a[ \t]*(?:[.]|$))"
    rf"(?:{ANSWER_WORDS})[ \t]*\d{{0,4}}[ \t]*"
    r"(?:(?:[:：]|(?<=\w\w)[)»]|\.(?=[ \t*]|$))(?:\1)?|\1[:：]|(?<=\w\w)\1[ \t]*$|$)[ \t]*",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"[\W_]*(?:(?:click|tap|press)\b.{0,60}|(?:点击|单击|点此|展开|查看|显示|нажмите).{0,20}|"
    r"(?:show|see|view|reveal|open|expand|check|hide|the|sample|model|possible|"
    r"suggested|correct|показать|смотреть|посмотреть|раскрыть|открыть|pokaż|查看|点击|显示|展开)?[\W_]*"
    r"(?:me )?(?:the )?"
    rf"(?:{ANSWER_WORDS}|solutions?|explanations?|hints?|details|объяснение|подсказка|查看)[\W_]*(?:here|展开|查看)?)[\W_]*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"[\W_]*(?:table of contents?|contents|toc|index|list of questions|questions list|содержание|оглавление|"
    r"список вопросов|spis treści|目录|索引)[\W_]*",
    re.IGNORECASE,
)
_META = re.compile(
    r"[\W_]*(?:contribut\w*.{0,30}|licen[cs]e.{0,20}|credits|acknowledge?ments|references?|resources|"
    r"further reading|links|sources|authors?|support|about|introduction|prerequisites|how to use.{0,40}|author info|"
    r"connect with me.{0,20}|"
    r"ссылки|источники|лицензия|литература|参考.{0,6}|许可)[\W_]*",
    re.IGNORECASE,
)
_BOLD = re.compile(
    r"[ \t]*(?:(?:\d{1,4}[.)]|[-*+])[ \t]+)?(\*{2,3}|__)([^*_].{0,990}?)\1[ \t]*[:：]?[^\w]{0,6}"
)
# What Chinese headings name without asking: `黑麦的优缺点`, and not `应用场景`, which may head a part of an answer.
_TOPIC = re.compile(
    rf"(?=.*[\u3400-\u9fff])(?:.{{1,40}}(?:的|[A-Za-z])[\u3400-\u9fff]{{0,4}}|.{{0,40}}[\u3400-\u9fff]{{5}})(?:{TAILS})"
)
_LIST_MARK = re.compile(r"[ \t]*(?:\d{1,4}[.)]|[-*+])[ \t]+")
_ITEM = re.compile(r" ?(?:\d{1,4}[.)]|[-*+])[ \t]+(?!\[[ xX]\])\S")
_WHOLLY_BOLD = re.compile(r"(\*{2,3}|__)(.+?)\1(.{0,6})")
_NUMBERED = re.compile(r"[ \t]{0,3}(?:\d{1,4}[.)]|[-*+])[ \t]+(.{3,990})")
_EMOJI = r"[\u2190-\u21ff\u2300-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]"
_KEYCAPS = r"(?:\d\ufe0f?\u20e3){1,4}"
_EMOJI_AROUND = re.compile(rf"^(?:{_KEYCAPS}|{_EMOJI}|[ \t])+|(?:{_EMOJI}|[ \t]|:[a-z_]{{2,30}}:)+$")
_HEAD_NUMBER = re.compile(
    rf"(?:{_KEYCAPS}[ \t]*[.:)]?|[❓❔]\ufe0f?)[ \t]*|(?:{_EMOJI}{{1,4}}[ \t]*)?"
    r"(?:[(（]?\d{1,4}[.)、:：）]|\d{1,4}\.\d{1,3}[.)]?|\#\d{1,4})[ \t]+|\d{1,4}[.、](?=[^\W\d])"
)
_TOPICS, _OTHERS = "topics", "others"  # lines in bold that do not ask; counted to decide, and not told
_LONGEST = 400  # a question is shorter, and looking for what stands around a longer line takes long
_FEWEST = 2
_FEW = 3
_NEARLY_ALL = 0.75
_KEPT = 4_096
_SHARE = 0.4
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Style:
    """How a file asks: `levels` of headings, `bold` for lines in bold, `folds` when summaries ask.

    `hides` when what folds is named `Answer`, so that all above it belongs to the question. `lists` when nothing else
    asks and nearly all items of its lists do, mostly without answers. `topics` when lines in bold that name what
    they ask about are questions, too. `asked` counts the questions by their kind.
    """

    levels: frozenset[int] = frozenset()
    every: frozenset[int] = frozenset()
    bold: bool = False
    folds: bool = False
    hides: bool = False
    lists: bool = False
    topics: bool = False
    asked: Counter[str] = field(default_factory=Counter)

    def asks_in_bold(self, text: str) -> bool:
        """Whether a line in bold letters is a question in such a file."""
        return self.bold and bool(bold_question(text) or (self.topics and bold_topic(text)))


@lru_cache(_KEPT)
def asks(text: str) -> int:
    """How strongly a line asks, as `questions.asking` says; a file's headings are looked at more than once."""
    return asking(_EMOJI_AROUND.sub("", text) if len(text) <= _LONGEST else text)


def asks_above(piece: Piece) -> bool:
    """Whether a line asks as far as one has to that stands above a hidden answer."""
    return piece.kind is Kind.TEXT and asks(piece.text) >= ASKS - 1


def is_generic(text: str) -> bool:
    """Whether a summary or a heading only says that the answer follows."""
    return len(text) <= 80 and _GENERIC.fullmatch(text) is not None


def is_contents(text: str) -> bool:
    """Whether a heading announces a list of contents."""
    return _CONTENTS.fullmatch(text) is not None


def is_meta(text: str) -> bool:
    """Whether a heading is about the file and not about its subject."""
    return _META.fullmatch(text) is not None


def bold_question(text: str) -> str:
    """What a line wholly in bold letters says, when it asks; empty otherwise."""
    found = _BOLD.fullmatch(text)
    return found[2] if found and asks(found[2]) >= ASKS else ""


def number_of(heading: str) -> int:
    """The number a heading opens with, 0 when it has none."""
    found = _HEAD_NUMBER.match(heading)
    digits = re.search(r"\d{1,4}", found[0]) if found else None
    return int(digits[0]) if digits else 0


def is_pair(piece: Piece, following: Sequence[Piece]) -> bool:
    """Whether a labelled question has its labelled answer close below: no list of contents has."""
    asked = piece.kind is Kind.TEXT and QUESTION_LABEL.match(piece.text) is not None
    return asked and any(each.kind is Kind.TEXT and ANSWER_LABEL.match(each.text) for each in following)


def bold_topic(text: str) -> str:
    """What a line wholly in bold letters names, as Chinese headings name what they ask about; empty otherwise."""
    found = _BOLD.fullmatch(text)
    return found[2] if found and _TOPIC.fullmatch(found[2].strip()) else ""


def is_lone_label(text: str) -> bool:
    """Whether a heading only says that a question follows: `Question 4`."""
    return _LONE_LABEL.fullmatch(text) is not None


def is_item(text: str) -> bool:
    """Whether a line is an item of a list that is in no other."""
    return _ITEM.match(text) is not None


def _numbered_question(text: str) -> str:
    """What a line of a list says, when it asks; empty otherwise."""
    found = _NUMBERED.fullmatch(text)
    return found[1] if found and asks(found[1]) >= ASKS - 1 else ""


def style_of(pieces: Sequence[Piece]) -> Style:
    """How these pieces ask, by the most frequent way."""
    headings: Counter[int] = Counter()
    numbered: Counter[int] = Counter()
    asking_headings: Counter[int] = Counter()
    asked: Counter[str] = Counter()
    for at, piece in enumerate(pieces):
        if piece.kind is Kind.HEADING:
            text = heading_of(piece)
            if not (is_contents(text) or is_generic(text)):
                headings[piece.level] += 1
                numbered[piece.level] += _HEAD_NUMBER.match(text) is not None
                asking_headings[piece.level] += _heading_asks(text)
        elif piece.kind is Kind.SUMMARY and not is_contents(piece.text):
            asked["hidden answers" if is_generic(piece.text) else "summaries"] += 1
        elif piece.kind is Kind.TEXT:
            _count_line(asked, piece.text, folds=_folds_below(pieces, at))
    levels = {n for n, count in asking_headings.items() if count >= _FEWEST and count >= _SHARE * headings[n]}
    every = {
        n for n in levels
        if asking_headings[n] > _HALF * headings[n] or (numbered[n] >= _FEW and numbered[n] > _NEARLY_ALL * headings[n])
    }  # fmt: skip
    answered = _answered(pieces, asked) - every
    asked["headings"] = sum(headings[n] if n in answered else asking_headings[n] for n in levels | answered)
    levels |= answered
    every |= answered
    return _with_lists(_chosen(asked, levels, every), pieces)


def _answered(pieces: Sequence[Piece], asked: Counter[str]) -> frozenset[int]:
    """The levels of headings that are questions by what stands below them."""
    if asked["hidden answers"] + asked["answers with a label"] < _FEWEST:
        return frozenset()
    return answered_levels(
        pieces, announces=lambda text: ANSWER_LABEL.match(text) is not None, is_hidden_answer=is_generic,
        asks=lambda text: QUESTION_LABEL.match(text) is not None or asks(text) >= ASKS - 1,
    )  # fmt: skip


def _chosen(asked: Counter[str], levels: set[int], every: set[int]) -> Style:
    bold = asked["lines in bold"] >= _FEWEST and asked["lines in bold"] > asked["headings"]
    hides = asked["hidden answers"] >= 1
    folds = asked["summaries"] >= 1
    names = asked[_TOPICS]
    told = names + asked["lines in bold"] >= _NEARLY_ALL * (names + asked["lines in bold"] + asked[_OTHERS])
    topics = bold and told and not levels
    asked["lines in bold"] += names if topics else 0
    del asked[_TOPICS], asked[_OTHERS]
    return Style(frozenset(levels), frozenset(every), bold, folds, hides, topics=topics, asked=asked)


def _with_lists(style: Style, pieces: Sequence[Piece]) -> Style:
    """A style in which lists ask, when nothing else does and there is little beside them."""
    if any(style.asked.values()):
        return style
    lines = [piece.text for piece in pieces if piece.kind is Kind.TEXT]
    items = [line for line in lines if is_item(line)]
    asking_items = sum(asks(line) >= ASKS - 1 for line in items)
    beside = sum(not line[0].isspace() for line in lines) - len(items)
    if asking_items < _FEW or asking_items < _NEARLY_ALL * len(items) or beside > len(items):
        return style
    return replace(style, lists=True, asked=Counter({"questions in a list": asking_items}))


def _heading_asks(text: str) -> bool:
    return QUESTION_LABEL.match(text) is not None or is_lone_label(text) or asks(text) >= ASKS


def _count_line(asked: Counter[str], text: str, *, folds: bool) -> None:
    if label := QUESTION_LABEL.match(text):
        asked["questions with a label"] += 1
        asked["labels in bold"] += bool(label[1])
    elif ANSWER_LABEL.match(text):
        asked["answers with a label"] += 1
    elif ("**" in text or "__" in text) and bold_question(text):
        asked["lines in bold"] += 1
    elif text.startswith("**") and _BOLD.fullmatch(text):
        asked[_TOPICS if bold_topic(text) else _OTHERS] += 1
    elif folds and _numbered_question(text):
        asked["numbered lines"] += 1


def _folds_below(pieces: Sequence[Piece], at: int) -> bool:
    """Whether the next thing below a line is something that unfolds."""
    following = (piece for piece in pieces[at + 1 : at + 4] if piece.kind is not Kind.BLANK)
    return next((piece.kind in (Kind.FOLD, Kind.SUMMARY) for piece in following), False)


def score_of(style: Style) -> float:
    """How sure it is, 0 to 1, that a file which asks in this way is one of questions."""
    asked = style.asked
    if style.lists:
        return min(0.8, 0.5 + 0.02 * asked["questions in a list"])
    pairs = min(asked["questions with a label"], asked["answers with a label"])
    explicit = asked["summaries"] + asked["hidden answers"] + max(pairs, asked["labels in bold"])
    bold = asked["lines in bold"] if style.bold else 0
    hashes = asked["headings"] if style.levels else 0
    count = explicit + pairs + bold + hashes
    if count + asked["questions with a label"] < _FEWEST:
        return 0.2 if count else 0.1
    plain = 0.5 if asked["questions with a label"] >= _FEWEST else 0.0
    return min(0.95, max(plain, 0.45 + 0.08 * count if count else 0.0))


def stripped(text: str) -> tuple[str, ...]:
    """A question without its number, its label and its bold letters; behind it the number and the label."""
    bold = bold_question(text)
    marks: list[str] = []
    if number := _LIST_MARK.match(text):
        marks.append(number[0])
        text = text[number.end() :]
    if label := QUESTION_LABEL.match(text):
        marks.append(label[0])
        text = text[label.end() :]
        text = text.rstrip().removesuffix(label[1]) if label[1] and text.count(label[1]) == 1 else text
    plain = text.strip()
    whole = _WHOLLY_BOLD.fullmatch(plain)
    if whole and (bold or whole[1] not in whole[2]):
        plain = f"{whole[2].strip()}{whole[3]}"
    if head := _HEAD_NUMBER.match(plain):
        marks.append(head[0])
        plain = plain[head.end() :]
    return (plain.strip(), *marks)
