"""What each line of a copied Telegram channel is: text, tags, reactions, or something the page put around
them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from bot.decks.markdown import bare


class Mark(Enum):
    """What a line of a channel is."""

    BLANK = auto()
    TEXT = auto()
    CODE = auto()
    TAGS = auto()
    REACTIONS = auto()
    META = auto()  # views, time, "edited", "view in Telegram": around the text of a post
    HEADER = auto()  # who wrote it and when, "Forwarded from": above a post
    PAGE = auto()  # counters and buttons of the page, in no post


@dataclass(slots=True)  # not frozen: a file has a million, and freezing one costs as much as making it
class Line:
    """One line: its number in the file, its text without the space around it, what it is, and the space before it."""

    number: int
    text: str
    mark: Mark
    indent: str = ""


_COUNT = r"\d[\d\u00a0 .,]{0,11}(?:[KkMmКкМмB]|\s?(?:тыс|млн|tys|mln)\.?|\s?[万萬亿])?"
_PAGE_WORDS = (
    "subscribers?|members?|photos?|videos?|files?|links?|audios?|voice messages?|gifs?|online|"
    "подписчик\\w*|участник\\w*|фото|видео|файл\\w*|ссыл\\w+|"
    "subskrybent\\w*|zdjęć|zdjęcia|filmów|filmy|plik\\w*|link\\w*|"
    "位订阅者|订阅者|位成员|成员|张照片|个视频|个文件|个链接|個訂閱者|位訂閱者"
)
_COUNTERS = re.compile(rf"(?:{_COUNT}\s?(?:{_PAGE_WORDS})[,\s·]*)+", re.IGNORECASE)
_BUTTON_WORDS = (
    "download telegram|preview channel|join channel|view in channel|channel created|channel photo updated|"
    "pinned message|скачать telegram|канал создан|закреплённое сообщение|закрепленное сообщение|pobierz telegram|"
    "下载 telegram|加入频道|查看频道|频道已创建|置顶消息|kanał utworzony|dołącz do kanału|przypięta wiadomość|"
    "unread messages|непрочитанные сообщения|nieprzeczytane wiadomości|未读消息|today|yesterday|сегодня|вчера|"
    "dzisiaj|wczoraj|今天|昨天|about|blog|apps|platform|if you have telegram, you can view and join|join|"
    "подписаться на канал|subscribe to a channel|posts archive|telegram web link|html embed code"
)
_BUTTONS = frozenset(_BUTTON_WORDS.split("|"))
# What the page shows instead of a picture or a film: above or below the text of a post, never inside.
_MEDIA_WORDS = (
    "view in telegram|open in telegram|please open telegram to view this post|media is too big|"
    "this media is not supported in your browser|открыть в telegram|otwórz w telegramie|在 telegram 中打开|"
    "leave a comment|view comments|comment|оставить комментарий|прокомментировать|комментировать|комментарии|"
    "dodaj komentarz|skomentuj|komentarze|发表评论|发表留言|评论|留言|"
    "читать полностью|читать далее|read more|czytaj dalej|阅读全文"
)
_MEDIA = frozenset(_MEDIA_WORDS.split("|"))
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_META = re.compile(
    rf"(?:👁️?\s?)?(?:{_COUNT}\s?(?:views?|просмотр\w*|wyświetle\w*|次浏览|次查看|次观看|浏览))?[\s·,]*"
    rf"(?:edited|изменено|edytowan\w*|已编辑)?[\s·,]*(?:{_DATE},?\s*)?(?:{_CLOCK})?",
    re.IGNORECASE,
)
_TIME = re.compile(rf"(?:(?:edited|изменено|edytowan\w*|已编辑)\s)?{_CLOCK}", re.IGNORECASE)
_VIEWS_AND_TIME = re.compile(rf"(?:👁️?\s?)?{_COUNT}(?:\s?👁️?)?[\s·,]+{_TIME.pattern}", re.IGNORECASE)
_SIGNED_VIEWS = re.compile(
    rf"(?:👁️?\s?)?{_COUNT}\s?(?:views?|просмотр\w*|wyświetle\w*|次浏览|次查看|次观看)[^\d\n]{{1,40}}{_CLOCK}",
    re.IGNORECASE,
)
_BARE_VIEWS = re.compile(rf"👁?️?\s?{_COUNT}")
_COUNT_ALONE = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?[KkКк]?")
_COMMENTS = re.compile(
    rf"(?:💬\s?)?{_COUNT}\s?(?:comments?|replies|reply|комментари\w*|ответ(?:а|ов)?|komentarz\w*|条?评论|條?評論|条?留言)|"
    rf"💬\s?{_COUNT}",
    re.IGNORECASE,
)
_DAY_OF_YEAR = r"(?:\d{1,2}\.? \w{3,12}\.? \d{4}(?: г\.)?|\w{3,12}\.? \d{1,2}, \d{4})"
_STAMP = re.compile(rf"\[(?:{_DATE}|{_DAY_OF_YEAR}),?(?: at| в| o)? {_CLOCK}\]")
# Sites that show channels write the day with the time: `14 May, 10:00`.
_DATED = re.compile(
    rf"(?:{_DAY_OF_YEAR}|\d{{1,2}}\.? [^\W\d]{{3,12}}\.?|[^\W\d]{{3,12}}\.? \d{{1,2}}),?(?: at| в| o)? {_CLOCK}"
)
_DATED_LONGEST = 40
_FORWARDED = re.compile(
    r"\[? ?(?:forwarded from|переслано (?:от|из)|przekazan\w+ (?:od|z)|转发自|轉發自)(?:\b|:|：).{0,200}",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"\[ ?(?:in reply to|в ответ(?: на)?|ответ(?: на)?|w odpowiedzi (?:do|na)|odpowiedź (?:do|na)|回复|回覆).{0,200}\]",
    re.IGNORECASE,
)
# What the application copies in place of a picture or a film: `[ Photo ]`, `[ File : notes.pdf ]`.
_ATTACHED = re.compile(
    r"\[ ?(?:photo|video|album|gif|file|voice message|video message|audio file|(?:\S{1,8} )?sticker|"
    r"фото\w*|видео\w*|альбом|файл|голосовое сообщение|аудио\w*|(?:\S{1,8} )?стикер|"
    r"zdjęci\w*|wideo|film|plik|naklejka|图片|照片|视频|文件|语音|贴纸)(?: ?[:：,].{0,200})? ?\]",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\d{1,2} (?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
    r"stycznia|lutego|"
    r"marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia)(?: \d{4})?|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) "
    r"\d{1,2}(?:, \d{4})?|"
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
)
_TAG = re.compile(r"[#＃][^\W\d]\w*")
_LABELLED_TAGS = re.compile(r"[^\W\d]\w{1,9}(?: [^\W\d]\w{1,9})? ?[:：]\s?(?=[#＃])")  # `Tags: #sql`
_LOST_EMOJI = re.compile(r"(?:\?{1,4} ?\d{1,6}[KkКк]?\s*)+")  # an encoding without emoji has `?` for each
_SPLIT_TAGS = re.compile(r"(?:[#＃] ?[^\W\d]\w{0,40}\s*){1,6}")
_PERMALINK = re.compile(r"(?:https?://)?t\.me/(?:s/|c/)?(\w{3,40})/\d{1,10}(?:\?\S{0,40})?")
_COUNTING = frozenset("0123456789.,KkMmКк \u00a0")
_PREPROCESSOR = frozenset({"define", "include", "pragma", "ifdef", "ifndef", "endif", "undef"})
_FENCE = re.compile(r"\s*```")
_SPACES = (" ", "\t")
_MOST_SLIP_WORDS = 4
_MOST_STRAYS = 2
_LONGEST_COUNTERS = 200
_AUTHOR_TIMES = 3
_OFTEN = 2
_VIEWS_LONGEST = 20
_EMOJI_LONGEST = 8
_AUTHOR_LONGEST = 100


def read_channel(lines: Sequence[str]) -> tuple[Line, ...]:
    """What each line is, by itself and by where it stands."""
    fenced = _fenced(lines)
    authors = _authors(lines)
    marked: list[Line] = []
    known: dict[tuple[str, bool], Mark] = {}
    counted = _counted(lines) | _permalinks(lines)
    below = False  # tags, reactions or views were the last thing seen
    for number, raw in enumerate(lines, 1):
        text = bare(raw)
        if number - 1 in fenced:
            mark = Mark.CODE
        elif text in authors:
            mark = Mark.HEADER
        elif number - 1 in counted:
            mark = Mark.META
        else:
            mark = known.get((text, below)) or known.setdefault((text, below), _mark(text, below=below))
        below = mark in (Mark.TAGS, Mark.REACTIONS, Mark.META) or (mark is Mark.BLANK and below)
        if mark is Mark.CODE:
            marked.append(Line(number, raw.rstrip(), mark))
        elif raw[:1] in _SPACES and mark is Mark.TEXT:
            marked.append(Line(number, text, mark, raw[: len(raw) - len(raw.lstrip(" \t"))]))
        else:
            marked.append(Line(number, text, mark))
    _join_counts(marked)
    _mark_split_tags(marked)
    return tuple(marked)


def trimmed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without the blank ones around them."""
    first, end = 0, len(lines)
    while first < end and lines[first].mark is Mark.BLANK:
        first += 1
    while end > first and lines[end - 1].mark is Mark.BLANK:
        end -= 1
    return tuple(lines[first:end])


def is_symbol(letter: str) -> bool:
    """Whether a character is an emoji or another drawn sign, not a letter, digit or punctuation."""
    if letter.isascii():
        return False
    return (unicodedata.category(letter) == "So" and letter not in "№°©®™") or letter in "‼⁉•·‣"


def is_joiner(letter: str) -> bool:
    """Whether a character only changes the look of the emoji before it."""
    return letter in "\ufe0f\ufe0e\u200d\u20e3" or "\U0001f3fb" <= letter <= "\U0001f3ff"


def _mark(text: str, *, below: bool) -> Mark:
    if not text:
        return Mark.BLANK
    counters = len(text) <= _LONGEST_COUNTERS and _COUNTERS.fullmatch(text)
    if counters or text.casefold().rstrip(".:") in _BUTTONS or _DAY.fullmatch(text):
        return Mark.PAGE
    if _STAMP.search(text) or any(each.fullmatch(text) for each in (_FORWARDED, _REPLY, _ATTACHED)):
        return Mark.HEADER
    if is_tag_line(text):
        return Mark.TAGS
    if text.casefold().rstrip(".…") in _MEDIA or _COMMENTS.fullmatch(text) or _is_meta(text, below=below):
        return Mark.META
    if len(text) <= _DATED_LONGEST and ":" in text and _DATED.fullmatch(text):
        return Mark.META if below else Mark.HEADER
    return Mark.REACTIONS if is_reaction_line(text) else Mark.TEXT


def _is_meta(text: str, *, below: bool) -> bool:
    """A bare number or time is a count of views only below a post; above, it is somebody's answer."""
    if _BARE_VIEWS.fullmatch(text):
        return below or text.startswith("👁")
    worded = any(c.isalpha() for c in text) or below or "👁" in text
    return (
        worded
        and len(text) <= 60
        and any(each.fullmatch(text) for each in (_META, _VIEWS_AND_TIME, _SIGNED_VIEWS))
    )


def is_tag_line(text: str) -> bool:
    """Whether a line is hashtags only, give or take a slip: `#deep_learning`, `#deep learning`, `#a, #b`,
    `#a#b`."""
    if not _TAG.match(text):
        label = _LABELLED_TAGS.match(text) if "#" in text else None
        return bool(label) and is_tag_line(text[label.end() :] if label else "")
    words = text.replace("#", " #").replace("＃", " #").replace(",", " ").split()
    if all(_TAG.fullmatch(word) for word in words):
        return True
    strays = [word for word in words if not word.startswith("#")]
    plain = all(re.fullmatch(r"[^\W\d][\w-]*", word) for word in strays)
    few = len(words) <= _MOST_SLIP_WORDS and len(strays) <= _MOST_STRAYS
    return plain and few and text == text.lower() and words[0][1:] not in _PREPROCESSOR


def is_reaction_line(text: str) -> bool:
    """Whether a line is emoji and counts only, with at least one emoji, or the question mark of a lost one."""
    if text[0] == "?":
        return _LOST_EMOJI.fullmatch(text) is not None
    known = all(c in _COUNTING or is_symbol(c) or is_joiner(c) for c in text)
    counted = all(before.isdigit() for before, c in pairwise(" " + text) if c in "KkMmКк")
    return known and counted and any(map(is_symbol, text))


def _fenced(lines: Sequence[str]) -> frozenset[int]:
    """The indices of lines inside ``` fences, marks included; a fence that is never closed is no fence."""
    marks = [i for i, line in enumerate(lines) if _FENCE.match(line)]
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return frozenset(i for first, last in pairs for i in range(first, last + 1))


def _authors(lines: Sequence[str]) -> frozenset[str]:
    """Names a page repeats above each post: the same short line again and again, right below the end of
    another."""
    texts = [bare(line) for line in lines]
    often = {
        t for t, times in Counter(texts).items() if times >= _AUTHOR_TIMES and 0 < len(t) <= _AUTHOR_LONGEST
    }
    places: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    before = ""
    for text in texts:
        if text in often and _mark(text, below=False) is Mark.TEXT:
            ends = _ends_a_post(before) or ("t.me/" in before and _PERMALINK.fullmatch(before))
            (places if ends else elsewhere)[text] += 1
        before = text or before
    return frozenset(t for t in often if places[t] >= _AUTHOR_TIMES and elsewhere[t] <= 2)


def _counted(lines: Sequence[str]) -> frozenset[int]:
    """The indices of views that stand above the time of their post, where a page shows both again and again."""
    filled = [(i, bare(line)) for i, line in enumerate(lines) if bare(line)]
    pairs = [
        here
        for (here, views), (_, time) in pairwise(filled)
        if len(views) <= _VIEWS_LONGEST and _BARE_VIEWS.fullmatch(views) and _TIME.fullmatch(time)
    ]
    return frozenset(pairs if len(pairs) >= _OFTEN else ())


def _permalinks(lines: Sequence[str]) -> frozenset[int]:
    """The indices of lines that are the address of a post and nothing else, where a copy has one below each post."""
    alone = [(i, bare(line)) for i, line in enumerate(lines) if "t.me/" in line]
    found = [(i, address[1]) for i, text in alone if (address := _PERMALINK.fullmatch(text))]
    channels = Counter(channel for _, channel in found)
    return frozenset(i for i, channel in found if channels[channel] >= _AUTHOR_TIMES)


def stamped(line: Line) -> bool:
    """Whether a line says who wrote a post and when, as the application copies it."""
    return line.mark is Mark.HEADER and _STAMP.search(line.text) is not None


def _join_counts(lines: list[Line]) -> None:
    """Put reactions together whose emoji and count stand on two lines; a number above a time is one of views."""
    for i, (emoji, count) in enumerate(pairwise(lines)):
        if (
            emoji.mark is not Mark.REACTIONS
            or count.mark is not Mark.META
            or _COUNT_ALONE.fullmatch(count.text) is None
        ):
            continue
        timed = i + 2 < len(lines) and _TIME.fullmatch(lines[i + 2].text)
        if (
            len(emoji.text) <= _EMOJI_LONGEST
            and not any(c.isdigit() or c == " " for c in emoji.text)
            and not timed
        ):
            lines[i] = Line(emoji.number, f"{emoji.text}{count.text}", Mark.REACTIONS)
            lines[i + 1] = Line(count.number, "", Mark.BLANK)


def _mark_split_tags(lines: list[Line]) -> None:
    """Take `# sql` right above reactions or views for the hashtag it was."""
    for i, (line, below) in enumerate(pairwise(lines)):
        ends = below.mark in (Mark.REACTIONS, Mark.META)
        if ends and line.mark is Mark.TEXT and _SPLIT_TAGS.fullmatch(line.text):
            lines[i] = Line(line.number, line.text, Mark.TAGS)


def replies(line: Line) -> bool:
    """Whether a line says that its post answers another one."""
    return line.mark is Mark.HEADER and _REPLY.fullmatch(line.text) is not None


def _ends_a_post(text: str) -> bool:
    return not text or _mark(text, below=True) in (
        Mark.TAGS,
        Mark.REACTIONS,
        Mark.META,
        Mark.PAGE,
        Mark.HEADER,
    )
