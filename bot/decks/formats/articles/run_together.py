"""Where a heading ends that was run together with its answer on one line.

The signs, the surest first: a question mark, a mark such as `Answer:`, the number of an inner list, two sentences with
no space between; then guesses: the heading's term said again, the words headings end with, a colon, a sentence's end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.decks.formats.questions import asking
from bot.decks.markdown import bare

_LONG = 100
_LONG_HAN = 34
_LONGEST_QUESTION = 1_000
_LONGEST_GUESS = 200
_AHEAD = 90
_FEW = 60
_FEW_HAN = 24
_ENDS = (".", "。", "!", "！", ";", "；", "】", "]")
_HAN = re.compile(r"[\u3400-\u9fff]")

ANSWER_WORDS = (
    "(?:correct|right) (?:answer|option)|(?:правильный|верный) ответ|"
    "(?:poprawna|prawidłowa) odpowiedź|正确答案|answers?|ans|a|"
    "solution|response|ответ|решение|odpowiedź|відповідь|antwort|respuesta|réponse|"
    "参考答案|参考回答|答案|解答|回答|解析|答|解"
)
_LABEL = re.compile(
    rf"(?<![^\W_])(?:\*\*|__)?(?:{ANSWER_WORDS})(?:\*\*|__)?[ \t]?[:：](?:\*\*|__)?", re.IGNORECASE
)
_HAN_LABEL = re.compile(r"(?:参考答案|参考回答|答案|解答|回答|解析|答)[ \t]?[:：]")
_MARK = re.compile(r"[?？](?=[\"'»”)）*_]{0,3}(?:\s|$|[^\s?？.,;:!)}\]]))")
# A question that goes on with what else is to be told: `What is a lock? Give an example.`
_ALSO = re.compile(
    r"[?？][ \t]*(?:please )?(?:explain|describe|discuss|give|provide|list|name|compare|justify|приведите|приведи|"
    r"объясните|объясни|опишите|расскажите|назовите|перечислите|поясните|podaj|wyjaśnij|omów|opisz|wymień|请|举例|简述|试)"
    r"(?=\W|[\u3400-\u9fff]|$)[^.?!。？！:：]{0,60}[.。]?$",
    re.IGNORECASE,
)
_INNER = re.compile(r"[（(][1一][)）]|①|(?<![\w.])1[)）、]|(?<=[^\W\d_])1[.．、)](?=[^\W\d])")
_GLUED_CYRILLIC = re.compile(
    r"(?<=[А-ЯЁ]{2})(?=[А-ЯЁ][а-яё]{3})|(?<=[а-яёіїєA-Za-z])(?=[А-ЯЁІЇЄ][а-яёіїє])|(?<=[.!)])(?=[А-ЯЁІЇЄ])"
)
_GLUED_LATIN = re.compile(
    r"(?<=[a-z)\]])(?=(?:The|A|An|It|In|This|These|When|If|We|To|One|There|For|You|Yes|No|By|As|Both|They|Its)[ ,])"
)
_GLUED_CAPITALS = re.compile(r"(?<=[A-Z]{2})(?=[a-z]{3,}[A-Z]?)")
TAILS = (
    "作用|区别|联系|原理|方法|公式|意义|优缺点|优点|缺点|原因|定义|概念|特点|流程|步骤|过程|技巧|策略|关系|应用|场景|对比|"
    "比较|思想|目的|好处|精度|是什么|有哪些|怎么办"
)
"""The words with which Chinese headings end, as alternatives of a pattern."""
_TAIL = re.compile(rf"(?:{TAILS})(?![的和与及、是有/?？：:，,]|以及|分别)")
# A term, or one in a longer heading, said again before a verb that defines it.
_DEFINES = "(?:是一|是指|就是|指的是|也叫|又称|简称|用来|用于|表示)"
_DEFINED = re.compile(rf"([^\W_]{{2,16}})[\u3400-\u9fff]{{0,6}}(?=\1{_DEFINES})")
_DEFINED_AT_ONCE = re.compile(rf"([\u3400-\u9fff]{{2,10}})(?=\1{_DEFINES})")
# Two things side by side, the first of which opens the answer: `黑麦与小麦黑麦耐寒…`.
_PAIR = re.compile(r"([\u3400-\u9fff]{2,6})[与和及、][\u3400-\u9fff]{2,8}?(?=\1[\u3400-\u9fff])")
_AFTER_TERM = 12
_ASKS_OF = re.compile(r"(?:为何|为什么|如何|怎么|怎样)")
_OF = re.compile(r"的[\u3400-\u9fff]{2}")
_PLAIN_LABELS_WORDS = "联系 区别 结论 优点 缺点 定义 原理 作用 特点 总结 步骤 意义 应用 概念 方法"
_PLAIN_LABELS = frozenset(_PLAIN_LABELS_WORDS.split())
_SENTENCE = re.compile(r"[.!](?=\s+[^\W\d_a-zа-яё])|[。！；]")
_DASH = re.compile(r"\A[-–—][ \t]+")
_ROOM = re.compile(r"(?<=\S)(?:[ ]{3,}|[ ]*\t[ \t]*)(?=\S)")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff。])[ ](?=\S)")
_COLON = re.compile(r"[:：](?!//)|[ ][—–-](?=[ ])")


@dataclass(frozen=True, slots=True)
class Cut:
    """A heading's text and what stands behind it on its line; `guess` says by what sign it was cut, empty when sure."""

    question: str
    rest: str = ""
    guess: str = ""


def cut(line: str, below: Sequence[str]) -> Cut | None:
    """The heading a line begins with, before the lines `below`; None when no heading can be told from its text."""
    line = line.strip()
    if any(map(str.strip, below)) and _ALSO.search(line[-_AHEAD:]):
        return Cut(line)
    for sure in (_at_mark, _at_label, _at_room):
        if at := sure(line):
            return _cut(line, at)
    for why, guess in _GUESSES:
        if (at := guess(line, below)) and _is_closed(line[:at]):
            return _cut(line, at, why)
    long = _is_long(line)
    for why, guess in _LAST_GUESSES if long or not any(map(bare, below)) else ():
        at = guess(line, below)
        if at and not _is_very_long(line[:at]) and (long or _explains(line[:at], line[at:])):
            return _cut(line, at, why)
    return None if long else Cut(line)


def _is_closed(head: str) -> bool:
    """Whether no bracket is open where a heading is cut."""
    return sum(head.count(sign) for sign in "(（[") <= sum(head.count(sign) for sign in ")）]")


def _explains(head: str, rest: str) -> bool:
    """Whether a few words are explained by the sentence behind them: a term, and neither a task nor a question."""
    told = rest.strip()
    few = len(head) <= (_FEW_HAN if _HAN.search(head) else _FEW)
    asked = asking(head.strip(" .。:：")) or asking(told[:1].upper() + told[1:])
    return few and not asked and told.endswith(_ENDS) and len(told) > len(head) // 2


def _cut(line: str, at: int, why: str = "") -> Cut:
    rest = _DASH.sub("", line[at:].strip())
    return Cut(line[:at].strip().rstrip(":："), rest, why if rest else "")


def _is_long(text: str) -> bool:
    return len(text) > (
        _LONG_HAN * 2 if _HAN.search(text) and len(_HAN.findall(text)) * 2 > len(text) else 2 * _LONG
    )


def _is_very_long(text: str) -> bool:
    return len(text) > (_LONG_HAN if _HAN.search(text) else _LONGEST_GUESS)


# Sure signs


def _at_mark(line: str, _below: Sequence[str] = ()) -> int:
    """Behind the question mark, and behind the ones of further short questions."""
    end = 0
    for found in _MARK.finditer(line[:_LONGEST_QUESTION]):
        piece = line[end : found.end()]
        if end and (
            len(piece) > _LONGEST_GUESS
            or "：" in piece
            or any(sign.search(piece) for sign in (_SENTENCE, _LABEL, _INNER))
        ):
            break
        if end == 0 and (label := _LABEL.search(piece)) and label.start() > 0:
            return 0
        end = found.end()
    while end and line[end : end + 1] in "\"'»”)）*_" and line[end : end + 1]:
        end += 1
    return end


def _at_label(line: str, _below: Sequence[str] = ()) -> int:
    found = _LABEL.search(line, 1) or _HAN_LABEL.search(line, 1)
    return found.start() if found else 0


def _at_room(line: str, _below: Sequence[str] = ()) -> int:
    """Where the only wide room of a line is."""
    found = _ROOM.search(line)
    return 0 if found is None or _ROOM.search(line, found.end()) else found.start()


def has_room(line: str) -> bool:
    """Whether wide room parts a heading from what stands behind it on its line."""
    return _at_room(line.strip()) > 0


# Guesses


def _at_inner(line: str, _below: Sequence[str]) -> int:
    found = _INNER.search(line, 2)
    return found.start() if found and found.start() <= _LONGEST_GUESS and len(line) - found.end() > 4 else 0


def _at_glue(line: str, _below: Sequence[str]) -> int:
    for pattern in (_GLUED_CYRILLIC, _GLUED_LATIN):
        found = pattern.search(line, 2)
        if found and found.start() <= _LONGEST_GUESS and len(line) - found.start() > _AHEAD // 3:
            return found.start()
    return 0


def _at_blank(line: str, _below: Sequence[str]) -> int:
    """Chinese words have no blanks between them: the first one ends what asks."""
    found = _BETWEEN_HAN.search(line[: _LONG_HAN + 1])
    asks = found is not None and asking(line[: found.start()].rstrip("。")) > 0
    return found.start() if found and asks and len(line) > found.end() + 8 else 0


def _at_clause(line: str, _below: Sequence[str]) -> int:
    """A Chinese question without its mark ends behind `的` and the noun it asks about."""
    asks = _ASKS_OF.search(line[:_LONG_HAN])
    found = _OF.search(line, asks.end()) if asks else None
    return found.end() if found and found.end() <= _LONG_HAN and len(line) > found.end() + 8 else 0


def _at_repetition(line: str, _below: Sequence[str]) -> int:
    """A term that comes back at once, or opens the sentence behind it."""
    at_once = _doubled(line)
    if at_once:
        return at_once
    if pair := _PAIR.match(line):
        return pair.end()
    if defined := _DEFINED.match(line[:_LONG]) or _DEFINED_AT_ONCE.search(line[:_LONG]):
        return defined.end()
    if not _HAN.match(line) or len(line) <= _LONG_HAN:
        return 0
    for length in range(min(20, len(line) // 2), 2, -1):
        term = line[:length]
        if not _HAN.search(term) or not all(map(str.isalnum, term)):
            continue
        again = line.find(term, length, length + _AHEAD)
        if again > 0:
            if colon := re.search(r"[:：]", line[length : min(again, length + _AFTER_TERM)]):
                return length + colon.end()
            near = again - length <= 20 and not re.search(r"[，。,]", line[length:again])
            return again if near and _is_aside(line[length:again]) else length
    return 0


def _is_aside(text: str) -> bool:
    """Whether what stands between a term and its repetition still names it: `- label smoothing`."""
    return not _HAN.search(text) and any(map(str.isalnum, text))


def _doubled(line: str) -> int:
    for length in range(min(40, len(line) // 2), 1, -1):
        if (
            line.startswith(line[:length], length)
            and line[:length].strip(" .-*")
            and not line[:length].isdigit()
        ):
            return length
    return 0


def _at_tail(line: str, below: Sequence[str]) -> int:
    """Behind the words Chinese headings end with; before a lone label that the next line has a fellow of."""
    following = below[0].strip() if below else ""
    for label in _PLAIN_LABELS:
        if following in _PLAIN_LABELS and line.endswith(label) and len(line) > len(label) + 1:
            return len(line) - len(label)
    found = _TAIL.search(line[: _LONG_HAN + 8])
    return found.end() if found and len(line) > found.end() + 8 else 0


def _at_fellow(line: str, below: Sequence[str]) -> int:
    """Before a label such as `Cure of one:` whose fellow `Cure of two:` stands on the next line."""
    following = below[0].strip() if below else ""
    if not (line.endswith((":", "：")) and following.endswith((":", "："))):
        return 0
    start = following[:2]
    at = line.rfind(start)
    return at if at > 1 and len(start) == 2 else 0


def _at_capitals(line: str, _below: Sequence[str]) -> int:
    found = _GLUED_CAPITALS.search(line, 2) if _HAN.search(line) and not _HAN.match(line) else None
    return found.start() if found and found.start() <= _LONG_HAN and len(line) > found.start() + 12 else 0


def _at_colon(line: str, _below: Sequence[str]) -> int:
    found = _COLON.search(line)
    return found.end() if found and not _SENTENCE.search(line, 0, found.start()) else 0


def _at_sentence(line: str, _below: Sequence[str]) -> int:
    found = _SENTENCE.search(line)
    return found.end() if found else 0


_Guess = Callable[[str, Sequence[str]], int]
_GUESSES: tuple[tuple[str, _Guess], ...] = (
    ("before its inner list", _at_inner),
    ("where two sentences touch", _at_glue),
    ("before the label", _at_fellow),
    ("behind what it asks about", _at_blank),
    ("where its term is said again", _at_repetition),
    ("behind what it asks about", _at_clause),
    ("behind a word headings end with", _at_tail),
    ("behind the last capital", _at_capitals),
)
_LAST_GUESSES: tuple[tuple[str, _Guess], ...] = (
    ("at the colon", _at_colon),
    ("at the end of its first sentence", _at_sentence),
)
