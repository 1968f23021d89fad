"""Telegram Desktop's export as JSON, `result.json`: the posts of one channel, or of all chats of an account.

Its shape is that of Telegram Desktop's own writer, export_output_json.cpp, of the years 2018 to 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from bot.decks.formats.imported import ENOUGH, Imported, Recognition, finished
from bot.decks.formats.telegram.channel_lines import Line, Mark
from bot.decks.formats.telegram.channel_posts import Post
from bot.decks.formats.telegram.export_scan import Message, Scan, scan
from bot.decks.formats.telegram.polls import Poll
from bot.decks.formats.telegram.post_cards import TEXTLESS, Reading
from bot.decks.formats.telegram.reactions import Reactions
from bot.decks.formats.telegram.rich_text import Run, lines_of_runs, markdown_of_runs, plain_text
from bot.errors import DeckError

_SIGNS = (
    (re.compile(r'(?<!\\)"messages"\s{0,99}:\s{0,99}\['), 0.4, "lists of messages"),
    (re.compile(r'"type"\s{0,99}:\s{0,99}"(?:message|service)"'), 0.3, "messages or service records"),
    (
        re.compile(r'"(?:text_entities|date_unixtime|from_id|reply_to_message_id)"\s{0,99}:'),
        0.3,
        "keys of messages",
    ),
    (
        re.compile(r'"(?:personal_information|frequent_contacts)"\s{0,99}:'),
        0.5,
        "personal parts of an account",
    ),
    (re.compile(r'"_"\s{0,99}:\s{0,99}"Message"'), 0.6, "messages as a library for Telegram names them"),
    (re.compile(r'"(?:views|forwards|channel_id|emoticon)"\s{0,99}:'), 0.4, "counters of posts"),
    (re.compile(r'"date"\s{0,99}:\s{0,99}"\d{4}-\d\d-\d\d'), 0.2, "dates"),
)
_OTHER_TEXTS = ("text_entities", "message", "caption")  # the last two are those of other programs
_TALK = "personal_chat"
_TALKING = 2
_NOT_INCLUDED = re.compile(r"\(.{0,200}\)|.{0,100} \((?:File|Photo) .{0,200}\)", re.DOTALL)
_RIGHT_KEYS = ("correct", "is_correct", "right")
_RIGHT_PLACES = (
    "correct_option_id",
    "correct_option_ids",
    "correct_option",
    "correct_answer_id",
    "correct_answers",
)
_EXPLANATIONS = ("explanation", "solution")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp")
_MEDIA = (
    "photo",
    "file",
    "media_type",
    "sticker_emoji",
    "performer",
    "title",
    "place_name",
    "address",
    "game_title",
)
_MEDIA_KEYS = frozenset(_MEDIA)


class ExportFormat:
    """Telegram Desktop's JSON export."""

    name = "telegram-export"
    describe = (
        "Telegram Desktop's result.json of a channel or an account: messages with text, polls and reactions"
    )

    def recognise(self, text: str) -> Recognition:
        """Whether it is JSON with lists of messages as Telegram Desktop writes them."""
        head = text[:ENOUGH].lstrip("\ufeff \t\r\n")
        seen = [(len(sign.findall(head)), weight, what) for sign, weight, what in _SIGNS]
        reasons = tuple(f"{times} {what}" for times, _, what in seen if times)
        if not head.startswith(("{", "[", '"')) or not reasons:
            return Recognition(0.0, ("no JSON with messages of Telegram",))
        return Recognition(min(1.0, sum(weight for times, weight, _ in seen if times)), reasons)

    def parse(self, text: str, path: str) -> Imported:
        """One card for each post that asks or polls; everything else left out with its reason."""
        scanned = scan(text)
        if all(message.why for message in scanned.messages):
            raise DeckError(
                path, "no whole message found in the export", line=scanned.broken,
                mend="export the chat from Telegram Desktop again, as machine-readable JSON",
            )  # fmt: skip
        kept = _read(scanned)
        posts = [_post(message) for message in scanned.messages if _is_post(message, kept)]
        _mark_comments(posts)
        reading = Reading(path, posts, _title(scanned, kept))
        _leave_out_others(reading, scanned, kept)
        _read_posts(reading, posts)
        return finished(
            path, self.name, reading.cards, reading.problems, title=_title(scanned, kept),
            mend="export a channel whose posts ask something",
        )  # fmt: skip


EXPORT = ExportFormat()


@dataclass(frozen=True, slots=True)
class _Picture:
    """A file beside the export that Markdown may name, or what the export says in place of one."""

    name: str = ""
    lost: str = ""


_NOTHING = _Picture()


def _read(scanned: Scan) -> frozenset[int]:
    """Which chats are read: talks between two people only when there is nothing else."""
    wider = frozenset(i for i, chat in enumerate(scanned.chats) if chat.kind != _TALK)
    return wider or frozenset(range(len(scanned.chats)))


def _is_post(message: Message, kept: frozenset[int]) -> bool:
    return not message.why and message.content.get("type") != "service" and message.chat in kept


def _mark_comments(posts: Sequence[Post]) -> None:
    """Of a group, mark what one person says below a post of another."""
    if len({post.speaker for post in posts}) < _TALKING:
        return
    speakers = {post.name.removesuffix(post.name.rpartition(":")[2]): post.speaker for post in posts}
    for post in posts:
        above = (
            speakers.get(post.reply_to.removesuffix(post.reply_to.rpartition(":")[2]))
            if post.reply_to
            else None
        )
        post.comment = above is not None and above != post.speaker


def _title(scanned: Scan, kept: Iterable[int]) -> str:
    """The name of the one chat that was read; several have none in common."""
    names = [scanned.chats[i].name for i in kept]
    return names[0] if len(names) == 1 else ""


def _read_posts(reading: Reading, posts: Sequence[Post]) -> None:
    """Cards of posts; those without text are left out together."""
    empty: list[Post] = []
    for post in posts:
        if post.body or post.poll:
            reading.read(post)
        else:
            empty.append(post)
    media = [Line(post.lines[0].number, f"{post.picture}{post.lost_picture}", Mark.TEXT) for post in empty]
    reading.leave_out([line for line in media if line.text], TEXTLESS)
    for post in empty:
        reading.leave_out(post.of(Mark.HEADER, Mark.TAGS), TEXTLESS)
    reading.finish()


def _leave_out_others(reading: Reading, scanned: Scan, kept: frozenset[int]) -> None:
    for why, group in groupby(scanned.messages, key=lambda message: message.why):
        if why:
            torn = [Line(message.line, message.torn, Mark.TEXT) for message in group]
            reading.leave_out(torn, f"{why}: the file is damaged here, export or copy it again")
    service: list[Line] = []
    talks: dict[int, list[Line]] = {}
    for message in scanned.messages:
        if message.why:
            continue
        if message.content.get("type") == "service":
            service.append(Line(message.line, _service(message.content), Mark.TEXT))
        elif message.chat not in kept:
            talks.setdefault(message.chat, []).append(
                Line(message.line, plain_text(_runs(message.content)), Mark.TEXT)
            )
    reading.leave_out(service, "service records: who joined, what was pinned, and the like")
    for chat, lines in talks.items():
        name = scanned.chats[chat].name
        reading.leave_out(lines, f"a talk with {name!r}, not a channel; export that chat alone to read it")


def _service(content: dict[str, Any]) -> str:
    said = (
        _clean(content.get("action", "service")),
        plain_text(_runs(content)),
        _clean(content.get("title", "")),
    )
    return " ".join(part for part in said if part)


def _post(message: Message) -> Post:
    content = message.content
    picture = _picture(content)
    poll = _poll(content.get("poll"))
    return Post(
        (*_headers(content, message.line), *lines_of_runs(_runs(content), message.line))
        or (_blank(message.line),),
        whole=True,
        name=f"{message.chat}:{content.get('id')}:{content.get('from_id', '')}",
        reply_to=f"{message.chat}:{content['reply_to_message_id']}:{content.get('from_id', '')}"
        if "reply_to_message_id" in content
        else "",
        picture=picture.name,
        lost_picture=picture.lost,
        speaker=f"{message.chat}:{content.get('from_id', '')}",
        reactions=_reactions(content.get("reactions")),
        poll=poll,
    )


def _blank(line: int) -> Line:
    return Line(line, "", Mark.BLANK)


def _headers(content: dict[str, Any], line: int) -> Iterator[Line]:
    """What an export says of a post's origin, as an application shows it above the text."""
    for key, words in (("forwarded_from", "Forwarded from"), ("via_bot", "via")):
        if content.get(key):
            yield Line(line, f"{words} {_clean(content[key])}", Mark.HEADER)


def _runs(content: dict[str, Any]) -> tuple[Run, ...]:
    """The text of a message; its entities say the same, and serve where the text is missing."""
    runs = tuple(_runs_of(content.get("text")))
    if runs:
        return runs
    return next(filter(None, (tuple(_runs_of(content.get(key))) for key in _OTHER_TEXTS)), ())


def _runs_of(text: object) -> Iterator[Run]:
    """A string, an entity, or a list of both; an empty string has no runs."""
    if isinstance(text, str):
        if text:
            yield Run(_clean(text))
    elif isinstance(text, list):
        for part in text:
            if isinstance(part, str | dict):
                yield from _runs_of(part)
    elif isinstance(text, dict) and text.get("text"):
        style = text.get("type")
        href = text.get("href")
        yield Run(
            _clean(text["text"]),
            frozenset({style} if isinstance(style, str) else ()),
            _clean(href) if style == "text_link" and href else "",
            _clean(text.get("language") or ""),
        )


def _clean(value: object) -> str:
    """A value as text without half a surrogate pair, which JSON can spell and UTF-8 cannot."""
    return str(value).encode("utf-8", "replace").decode()


def _reactions(listed: object) -> Reactions | None:
    if isinstance(listed, dict):  # the libraries put the list one level deeper
        listed = listed.get("results") or listed.get("reactions")
    counts = []
    for each in listed if isinstance(listed, list) else ():
        count = each.get("count") if isinstance(each, dict) else None
        if isinstance(count, int) and count > 0:
            counts.append((_clean(each.get("emoji") or _kind(each)), count))
    return Reactions(tuple(counts)) if counts else None


def _kind(reaction: dict[str, Any]) -> str:
    inner = reaction.get("reaction")
    if isinstance(inner, dict) and isinstance(inner.get("emoticon"), str):
        return str(inner["emoticon"])
    return _KINDS.get(str(reaction.get("type")), "other")


_KINDS = {"paid": "⭐", "custom_emoji": "custom"}


def _poll(content: object) -> Poll | None:
    """A poll, whose right option Telegram Desktop never writes and other tools sometimes do."""
    if not isinstance(content, dict):
        return None
    answers = [each for each in _listed(content.get("answers")) if isinstance(each, dict)]
    places = {place for key in _RIGHT_PLACES for place in _listed(content.get(key)) if type(place) is int}
    marked = {i for i, each in enumerate(answers) if any(each.get(key) is True for key in _RIGHT_KEYS)}
    return Poll(
        markdown_of_runs(_runs_of(content.get("question"))),
        tuple(markdown_of_runs(_runs_of(each.get("text"))) for each in answers),
        frozenset(marked or {place for place in places if 0 <= place < len(answers)}),
        next(filter(None, (markdown_of_runs(_runs_of(content.get(key))) for key in _EXPLANATIONS)), ""),
    )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _picture(content: dict[str, Any]) -> _Picture:
    """The picture of a message: a file below the export's folder, else what stands in its place."""
    if _MEDIA_KEYS.isdisjoint(content):
        return _NOTHING
    named = _clean(content.get("photo") or content.get("file") or "")
    said = " ".join(_clean(content[key]) for key in _MEDIA if content.get(key))
    picture = bool(content.get("photo")) or named.casefold().endswith(_PICTURES)
    if picture and _stays_inside(named):
        return _Picture(name=f"<{named}>" if re.search(r"[\s()]", named) else named)
    return _Picture(lost=said)


def _stays_inside(name: str) -> bool:
    """Whether a path names a file in or below the export's own folder."""
    path = PurePosixPath(name)
    plain = not re.search(r"[\x00-\x1f<>\\]", name) and ":" not in name.split("/", maxsplit=1)[0]
    return plain and not path.is_absolute() and ".." not in path.parts and not _NOT_INCLUDED.fullmatch(name)
