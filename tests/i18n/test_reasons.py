"""What `decks` says about somebody's text, in each language."""

from __future__ import annotations

import re

import pytest

from bot.domain.chat import LANGUAGES
from bot.i18n.reasons import LONGEST, reason, written
from tests.i18n.reasons import reasons

TRANSLATED = [language for language in LANGUAGES if language != "en"]
HOLE = re.compile(r"\{\d?\}")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_reason_is_translated(language: str) -> None:
    """Each sentence of the code has its translation, and none is kept that the code has no more."""
    known, said = written(language), reasons()
    assert {text: where for text, where in said.items() if text not in known} == {}
    assert known.keys() - said.keys() == set()


def test_the_chat_s_own_words() -> None:
    """What a chat puts differently in English is a sentence of the code, too."""
    assert written("en").keys() - reasons().keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hole_is_filled(language: str) -> None:
    """A translation has the holes of its sentence, numbered, and no other; none is empty."""
    wrong = {
        english: text
        for english, text in written(language).items()
        if sorted(HOLE.findall(text)) != [f"{{{n}}}" for n in range(english.count("{}"))] or not text.strip()
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chat_names_no_command_line(language: str) -> None:
    """What helps only at a command line is put differently in a chat."""
    put = (reason(english, language) for english in reasons())
    assert [text for text in put if re.search(r" --[a-z]|\bimport (it|that|the)\b|quizbot ", text)] == []


SAID = {
    "whole": ("split the file", "разделите файл"),
    "with a number": ("at most 40 lines", "не больше 40 строк"),
    "with a reason in it": (
        "nothing stands below it; the card is not asked until it has one",
        "под ним ничего нет; без ответа карточка не спрашивается",
    ),
    "in another order": ("is broken JSON: no comma at column 7", "JSON повреждён: no comma в позиции 7"),
    "with braces of a file": ("is no JSON: {1}", "Это не JSON: {1}"),
    "of nobody": ("the moon is full", "the moon is full"),
    "too long": ("is no JSON: " + "x" * LONGEST, "is no JSON: " + "x" * LONGEST),
}


@pytest.mark.parametrize(("english", "expected"), SAID.values(), ids=SAID.keys())
def test_reasons(english: str, expected: str) -> None:
    """A reason is said in the reader's language with what fills it, and stays as it is where nobody translated it."""
    assert reason(english, "ru") == expected
