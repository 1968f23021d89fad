r"""Questions, choices and reasons: Markdown that has to stand on one line of a native deck.

A line break inside is written `&#10;`. In a wrong choice the first dash between spaces, outside code and maths,
opens the reason; a dash that does not is written `&mdash;` (or `&#45;-` for `--`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.decks.markdown import bare
from bot.decks.spans import spans

_BREAK = re.compile(r"&((?:amp;)*)#10;")
_DASH = re.compile(r"(?:(?<=\s)|^)(?:(—|--)|&((?:amp;)*)(mdash;|#45;-))(?=\s|$)")
_ENTITIES = {"—": "&mdash;", "--": "&#45;-"}
_DASHES = {"mdash;": "—", "#45;-": "--"}


@dataclass(frozen=True, slots=True)
class Dash:
    """A dash between spaces, outside code and maths: `text[start:end]`; `entity` is how deep it is written as one."""

    start: int
    end: int
    dash: str
    entity: int


def written(text: str) -> str:
    """The text on one line."""
    return _BREAK.sub(r"&amp;\1#10;", text).replace("\n", "&#10;")


def read(line: str) -> str:
    """What `written` was given."""
    return _BREAK.sub(lambda found: f"&{found[1][4:]}#10;" if found[1] else "\n", line)


def choice_written(text: str, *, right: bool) -> str:
    """The text of a choice in which no dash would open a reason, not yet on one line."""
    for dash in reversed(list(_dashes(text))):
        if dash.entity:
            text = f"{text[: dash.start + 1]}amp;{text[dash.start + 1 :]}"
        elif not right:
            text = text[: dash.start] + _ENTITIES[dash.dash] + text[dash.end :]
    return text


def choice_read(text: str, *, right: bool) -> tuple[str, str]:
    """A choice and its reason; behind a right one nothing is a reason, as a dash is a verb in many a language."""
    reason, done, pieces = "", 0, []
    for dash in _dashes(text):
        pieces.append(text[done : dash.start])
        done = dash.end
        if not dash.entity and not right:
            reason, text = bare(text[dash.end :]), text[: dash.end]
            break
        pieces.append(dash.dash if dash.entity <= 1 else text[dash.start : dash.end].replace("amp;", "", 1))
    return bare("".join([*pieces, text[done:]])), reason


def reason_of(line: str) -> str | None:
    """The reason that an indented line under a choice gives when it begins with a dash, else None."""
    text = bare(line)
    found = _DASH.match(text)
    return bare(text[found.end() :]) if found and found[1] else None


def _dashes(text: str) -> Iterator[Dash]:
    found = list(_DASH.finditer(text))
    closed = (span for span in spans(text) if found and span.kind != "unclosed")
    span = next(closed, None)
    for each in found:
        while span and span.end <= each.start():
            span = next(closed, None)
        if span and span.start <= each.start():
            continue
        dash = each[1] or _DASHES[each[3]]
        yield Dash(each.start(), each.end(), dash, 0 if each[1] else 1 + len(each[2]) // 4)
