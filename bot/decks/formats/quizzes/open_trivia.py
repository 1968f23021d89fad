"""Questions as the Open Trivia Database and its like give them: JSON, the texts encoded in one of four ways.

Source: https://opentdb.com/api_config.php
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote, unquote_plus

from pydantic import AliasChoices, AliasPath, BaseModel, ConfigDict, Field, ValidationError

from bot.decks.draft import answer_of
from bot.decks.formats.imported import ENOUGH, Imported, Recognition, finished
from bot.decks.formats.quizzes.options import is_quiz, mixed, sound, without_letters
from bot.decks.formats.tables.cells import plain, unread
from bot.decks.markdown import EDGES
from bot.decks.problems import Problem
from bot.decks.tags import tag_of
from bot.domain.card import Card, Choice
from bot.domain.identity import question_key
from bot.errors import DeckError

_MEND = "save the answer of the server as it is: an object whose results are a list of questions"
_FIELDS = ("question", "correct_answer", "incorrect_answers")
_CAMEL = ("question", "correctAnswer", "incorrectAnswers")
_QUESTION = re.compile(r'(?<!\\)"question"\s{0,40}:')
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_TRUTH = ("true", "false")
_UNANSWERED = "it has no right answer; the card is not asked until it has one"


class _Record(BaseModel):
    """One question as it stands in the file."""

    model_config = ConfigDict(extra="allow")

    question: str = Field(validation_alias=AliasChoices(AliasPath("question", "text"), "question"))
    correct_answer: str = Field(validation_alias=AliasChoices("correct_answer", "correctAnswer"))
    incorrect_answers: list[str] = Field(
        validation_alias=AliasChoices("incorrect_answers", "incorrectAnswers")
    )
    category: str = ""
    difficulty: str = ""
    type: str = ""


class OpenTriviaFormat:
    """JSON of questions with a right answer and wrong ones."""

    name = "open-trivia"
    describe = "Open Trivia DB: JSON with question, correct_answer and incorrect_answers"

    def recognise(self, text: str) -> Recognition:
        """Whether it is JSON with the three fields such a question has."""
        looked = text[:ENOUGH].lstrip(EDGES)
        if not looked.startswith(("{", "[")):
            return Recognition(0.0, ("it is no JSON",))
        found = max((sum(f'"{name}"' in looked for name in names) for names in (_FIELDS, _CAMEL)), default=0)
        seen = [name for name in _FIELDS if f'"{name}"' in looked]
        reason = f"JSON with {', '.join(seen)}" if seen else "JSON without correct_answer"
        return Recognition({3: 0.95, 2: 0.6}.get(found, 0.1), (reason,))

    def parse(self, text: str, path: str) -> Imported:
        """One card for each question, its options in an order that does not tell the right one."""
        records = _records(text, path)
        lines = _lines(text, records)
        cards: list[Card] = []
        problems: list[Problem] = []
        extra: list[str] = []
        read = _encoding(records)
        for record, line in zip(records, lines, strict=True):
            try:
                found = _Record.model_validate(record)
            except ValidationError as e:
                problems.append(_refused(record, e, path, line))
                continue
            card = _card(found, read, line)
            if not card.question:
                problems.append(Problem(path, line, "left_out", _shown(record), mend="its question is empty"))
                continue
            if not card.answer:
                problems.append(Problem(path, line, "unanswered", card.question, mend=_UNANSWERED))
            cards.append(card)
            if hidden := unread("\n".join([found.question, found.correct_answer, *found.incorrect_answers])):
                problems.append(Problem(path, line, "left_out", hidden, mend="a comment or a script"))
            extra += [_shown(value) for value in (found.model_extra or {}).values() if value]
        if extra:
            mend = "what a question of this file has and a card does not"
            problems.append(Problem(path, lines[0], "left_out", "\n".join(extra), mend=mend))
        return finished(path, self.name, cards, problems, mend=_MEND)


OPEN_TRIVIA = OpenTriviaFormat()


def _records(text: str, path: str) -> list[Any]:
    """The questions of a file, not yet looked at."""
    try:
        found = json.loads(text.lstrip(EDGES))
    except json.JSONDecodeError as e:
        before = len(text) - len(text.lstrip(EDGES))
        line = e.lineno + text.count("\n", 0, before)
        problem = f"is broken JSON: {e.msg} at column {e.colno}"
        raise DeckError(path, problem, line=line, mend="download it again, or mend it there") from e
    except (ValueError, RecursionError) as e:
        raise DeckError(path, "is JSON that cannot be read: a number too long, or nested too deeply") from e
    if isinstance(found, dict):
        found = next((found[key] for key in ("results", "questions", "data") if key in found), [found])
    if not isinstance(found, list):
        raise DeckError(path, "has no list of questions", mend=_MEND)
    return found


def _lines(text: str, records: Sequence[Any]) -> list[int]:
    """The line of each question, by where its field stands; that of the one before where it has none."""
    places = (found.start() for found in _QUESTION.finditer(text))
    lines: list[int] = []
    line, done = 1, 0
    for record in records:
        place = next(places, done) if isinstance(record, dict) and "question" in record else done
        line += text.count("\n", done, place)
        done = place
        lines.append(line)
    return lines


def _encoding(records: Sequence[Any]) -> Callable[[str], str]:
    """How all texts of a file become HTML; those in an encoding are bare, the others are HTML already."""
    texts = [text for record in records if isinstance(record, dict) for text in _texts(record)]
    if texts and all(_base64(text) is not None for text in texts):
        return lambda text: html.escape(_base64(text) or "", quote=False)
    if any(_ESCAPED.search(text) for text in texts) and not any(" " in text for text in texts):
        unquoted = unquote_plus if any("+" in text for text in texts) else unquote
        return lambda text: html.escape(unquoted(text), quote=False)
    return str


def _texts(record: dict[str, Any]) -> list[str]:
    values = [record.get(name) for name in (*_FIELDS, "category", "type", "difficulty")]
    flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
    return [each for each in flat if isinstance(each, str) and each]


def _base64(text: str) -> str | None:
    if len(text) % 4:
        return None
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None


def _card(record: _Record, read: Callable[[str], str], line: int) -> Card:
    question = plain(read(record.question)).text
    right, *wrong = (
        " ".join(plain(read(text)).text.split())
        for text in (record.correct_answer, *record.incorrect_answers)
    )
    told = sound([Choice(right, right=True), *(Choice(text, right=False) for text in wrong)])
    choices = without_letters(told)
    if {choice.text.casefold() for choice in choices} == set(_TRUTH):
        choices = tuple(sorted(choices, key=lambda choice: _TRUTH.index(choice.text.casefold())))
    elif choices == told:
        choices = mixed(question, choices)
    quiz = is_quiz(choices)
    tags = tuple(
        tag for text in (record.category, record.difficulty) if (tag := tag_of(plain(read(text)).text))
    )
    return Card(
        question_key(question), question, answer_of(choices) if quiz else right, choices if quiz else (),
        tags, line=line,
    )  # fmt: skip


def _refused(record: object, error: ValidationError, path: str, line: int) -> Problem:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return Problem(
        path, line, "left_out", _shown(record), "question, correct_answer, incorrect_answers",
        f"{where}: {first['msg'].lower()}",
    )  # fmt: skip


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
