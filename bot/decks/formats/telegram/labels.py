"""Words that call a line of a post a question or an answer, and lines that only say where the answer is."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.decks.formats.telegram.channel_lines import Line, Mark

_ASKED = r"вопрос|питання|question|pytanie|问题|問題|题目"
_ANSWERED = (
    r"(?:правильный |верный |краткий )?ответ|відповідь|(?:correct |short |right )?answer|(?:poprawna |prawidłowa )?"
    r"odpowied[źz]|(?:正确|参考)?答案"
)
_NUMBER = r"(?: ?[№#]? ?\d{1,4})?"
_OPENING = r"[\W_]{0,6}"
_LABEL = re.compile(
    rf"{_OPENING}(?:(?P<question>{_ASKED}|q|в)|(?P<answer>{_ANSWERED}|a|о)){_NUMBER}"
    r"(?:\*\*|__)? ?[:：](?:\*\*|__)?(?:\s|$|(?<=：))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?P<question>(?:вопрос|question|pytanie|q\.?) ?[№#]? ?\d{1,4}[.)]|q\.)\s(?P<answer>(?!))?",
    re.IGNORECASE,
)
_DASHED = re.compile(
    rf"{_OPENING}(?P<question>(?!))?(?P<answer>{_ANSWERED}|ans)(?: ?[-–—] ?|\. ?|: ?)(?=\S)", re.IGNORECASE
)
_ALONE = re.compile(
    rf"{_OPENING}(?:(?P<question>{_ASKED})|(?P<answer>{_ANSWERED})){_NUMBER}[\W_]{{0,6}}", re.IGNORECASE
)
_ALONE_LONGEST = 40
_FIRST_LETTERS = frozenset("вкопacoqprsvВКОПACOQPRSV问問題题正参答")  # of all these words
_INSIDE = re.compile(
    rf"[?？][*_ ]{{0,3}}\s+(?P<label>(?:\*\*)?(?:{_ANSWERED}|a|о) ?[:：](?:\*\*)?)\s", re.IGNORECASE
)
_OF_EARLIER = re.compile(
    rf"{_OPENING}(?P<question>(?!))?(?P<answer>{_ANSWERED})\b[^:：\n]{{0,20}}"
    r"(?:вопрос|питання|question|quiz|викторин|опрос|задач|загадк|pytani[ae]|quizu|问题|題|题)"
    r"(?: ?[№#]?\d{1,4}| выше| дня| above| of the day| dnia| powyżej)?[:：](?:\*\*)?\s*",
    re.IGNORECASE,
)
_POINTER = re.compile(
    rf"{_OPENING}(?:{_ANSWERED})\b[^.!?:：]{{0,30}}?"
    r"(?:👇|⬇|ниже|следующ|завтра|вечером|комментари|спойлер|спрятан|скрыт|под кат|"
    r"below|next|tomorrow|tonight|comments|spoiler|hidden|"
    r"poniżej|następn|jutro|komentarz|下一|明天|评论|下方).{0,30}",
    re.IGNORECASE,
)
_POINTER_LONGEST = 80
_TAIL = re.compile(
    rf"(?<=[?？])[*_]{{0,2}}\s*\(?(?P<tail>{_OPENING}(?:{_ANSWERED})\b.{{0,60}})$", re.IGNORECASE
)


def label_of(line: Line) -> re.Match[str] | None:
    """The label a line opens with, its group `question` or `answer` says which; none when it has no label."""
    return _label_in(line.text) if line.mark is Mark.TEXT else None


@lru_cache(maxsize=64)  # the lines of a post, each of which is looked at several times
def _label_in(text: str) -> re.Match[str] | None:
    if text[0] not in _FIRST_LETTERS and text[0].isalnum():
        return None
    if ":" in text or "：" in text:
        return _LABEL.match(text) or _OF_EARLIER.match(text) or _without_colon(text)
    if len(text) <= _ALONE_LONGEST and (found := _ALONE.fullmatch(text)):
        return found
    return _without_colon(text)


def of_earlier(line: Line) -> bool:
    """Whether a line opens an answer to something asked before: `Answer to yesterday's question: …`, `Answer: …`."""
    found = label_of(line)
    return bool(found and len(found["answer"] or "") > 1)


def label_inside(line: Line) -> re.Match[str] | None:
    """The label of an answer that follows its question in one line."""
    text = line.text
    has_colon = ":" in text or "：" in text
    found = _INSIDE.search(text) if line.mark is Mark.TEXT and has_colon else None
    return found if found and len(found["label"]) >= len("A:*") else None


def points(text: str) -> bool:
    """Whether a text only says where the answer is: `Answer in the next post 👇`."""
    return len(text) <= _POINTER_LONGEST and _may_label(text) and _POINTER.fullmatch(text) is not None


def pointer_behind(text: str) -> int:
    """Where such words begin behind the question mark of a line; 0 when there are none."""
    if text.endswith(("?", "？")):
        return 0
    found = _TAIL.search(text)
    return found.start("tail") if found and points(found["tail"].rstrip(")")) else 0


def _may_label(text: str) -> bool:
    return text[:1] in _FIRST_LETTERS or not text[:1].isalnum()


def _without_colon(text: str) -> re.Match[str] | None:
    return _NUMBERED.match(text) if text[0] in "QqВвPp" else _DASHED.match(text)
