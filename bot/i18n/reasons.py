"""Why a text became no card, or another one than stood there, in the reader's language.

`decks` says it in English, for a command line. That English is the key, as gettext has it: a sentence of the code with
`{}` where a number or a name is filled in. The English catalogue holds only what is put differently in a chat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from babel.messages.pofile import read_po

from bot.i18n.translator import FOLDER

LONGEST = 2_000  # characters; what is longer quotes the text of a file
_HOLE = re.compile(r"\{(\d)\}")


@dataclass(frozen=True, slots=True)
class _Template:
    """A sentence with holes: a pattern for the English one, and how the language puts it."""

    pattern: re.Pattern[str]
    said: str


@dataclass(frozen=True, slots=True)
class _Reasons:
    whole: dict[str, str]
    templates: Sequence[_Template]

    def put(self, reason: str) -> str | None:
        """The reason in the language, what fills its holes too; None when nobody has translated it."""
        if reason in self.whole:
            return self.whole[reason]
        for each in self.templates:
            if found := each.pattern.fullmatch(reason):
                filled = [self.put(part) or part for part in found.groups()]
                return _HOLE.sub(lambda hole, filled=filled: filled[int(hole[1])], each.said)  # type: ignore[misc]
        return None


def reason(english: str, language: str) -> str:
    """What `decks` says in English, in `language`; as it stands where the catalogue does not have it."""
    return (_reasons(language).put(english) if len(english) <= LONGEST else None) or english


def written(language: str) -> dict[str, str]:
    """Every sentence of the catalogue, as the code has it and as the language puts it."""
    with (FOLDER / "reasons" / f"{language}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


@cache
def _reasons(language: str) -> _Reasons:
    texts = written(language)
    holed = sorted((key for key in texts if "{}" in key), key=len, reverse=True)
    templates = tuple(_Template(_pattern(key), texts[key]) for key in holed)
    return _Reasons({key: text for key, text in texts.items() if "{}" not in key}, templates)


def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("(.+)".join(map(re.escape, key.split("{}"))), re.DOTALL)
