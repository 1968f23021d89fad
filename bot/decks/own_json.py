"""A deck with everything as JSON: its cards, and one learner's ratings, memories and marks.

It has a version, and is checked when it is read.

One card stands on one line, so that files of two days can be compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

from bot.decks.draft import answer_of
from bot.decks.identity import EXPECTED, is_name
from bot.decks.markdown import bare, lines_of, trimmed
from bot.decks.memory_comment import is_possible
from bot.decks.tags import merged, tag_of
from bot.domain.card import Card, Choice, Deck
from bot.domain.history import History, Reviewed, Schedule
from bot.domain.mark import LONGEST_NOTE, UNMARKED, Mark, written
from bot.domain.memory import Memory

FORMAT, VERSION = "quizbot", 1
MOST_CARDS = 100_000

Text = Annotated[str, Field(max_length=1_000_000)]
Line = Annotated[str, Field(max_length=1_000)]
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
Day = Annotated[date, Field(ge=date(1900, 1, 1), lt=date(2200, 1, 1))]
Count = Annotated[int, Field(ge=0, lt=10**6)]
Five = Annotated[int, Field(ge=1, le=5)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


def _name(text: str) -> str:
    if not is_name(text):
        raise ValueError(f"use {EXPECTED}")
    return text


class _Part(BaseModel):
    """Unknown keys are refused: they are a newer program's, and would be lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ChoiceFile(_Part):
    """One option of a card."""

    text: Text
    right: bool
    reason: Text = ""


class ReviewFile(_Part):
    """One rating."""

    rating: Five
    at: Moment


def _possible(memory: MemoryFile) -> MemoryFile:
    if not is_possible(Memory(**dict(memory))):
        raise ValueError("no memory can be like this")
    return memory


class MemoryFile(_Part):
    """What we believe about a card; floats are exact."""

    stability: Finite
    difficulty: Finite
    due: Moment
    last_day: Day
    reps: Count
    lapses: Count
    rating: Five


class ScheduleFile(_Part):
    """What a program that counts days believed."""

    due: Day
    interval: Count
    ease: Annotated[float, Field(gt=1, lt=100)] | None = None
    stability: Annotated[float, Field(gt=0, lt=1e6)] | None = None
    difficulty: Annotated[float, Field(ge=1, le=10)] | None = None
    reps: Count = 1
    lapses: Count = 0


class CardFile(_Part):
    """One card with its past."""

    key: Annotated[str, AfterValidator(_name)]
    question: Annotated[Text, Field(min_length=1)]
    answer: Text = ""
    choices: tuple[ChoiceFile, ...] = ()
    tags: tuple[Line, ...] = ()
    hint: Text = ""
    explanation: Text = ""
    concept: Annotated[str, AfterValidator(_name)] | Literal[""] = ""
    likes: Annotated[int, Field(ge=0, lt=10**9)] | None = None
    difficulty: Annotated[int, Field(ge=1, le=3)] | None = None
    ratings: tuple[ReviewFile, ...] = ()
    memory: Annotated[MemoryFile, AfterValidator(_possible)] | None = None
    schedule: ScheduleFile | None = None
    starred: bool = False
    hidden: bool = False
    set_aside: bool = False
    note: Text = ""


class DeckFile(_Part):
    """The whole file."""

    format: Literal["quizbot"]
    version: Literal[1]
    slug: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,48}$")]
    title: Line
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$")] = "en"
    tags: tuple[Line, ...] = ()
    licence: Line = ""
    source: Line = ""
    exported_at: AwareDatetime | None = None
    cards: Annotated[tuple[CardFile, ...], Field(max_length=MOST_CARDS)]


def write(deck: Deck, histories: Sequence[History], now: datetime) -> str:
    """The file's text."""
    known = {history.key: history for history in histories}
    head = {
        "format": FORMAT, "version": VERSION, "slug": deck.slug, "title": deck.title, "language": deck.language,
        "tags": deck.tags, "licence": deck.licence, "source": deck.source,
        "exported_at": now.astimezone(UTC).isoformat(),
    }  # fmt: skip
    cards = ",\n".join(_json(card_object(card, known.get(card.key))) for card in deck.cards)
    return f'{_json(head)[:-1]}, "cards": [\n{cards}\n]}}\n'


def card_object(card: Card, history: History | None = None) -> dict[str, Any]:
    """A card with its past as JSON has it; what is empty is left out."""
    memory = history.memory if history else None
    mark = history.mark if history else UNMARKED
    said = {
        "key": card.key, "question": card.question, "answer": card.answer,
        "choices": [_object(each) for each in card.choices],
        "tags": list(card.tags), "hint": card.hint, "explanation": card.explanation, "concept": card.concept,
        "likes": card.likes, "difficulty": card.difficulty,
        "ratings": [_object(each) for each in history.reviews] if history else [],
        "memory": _object(memory) if isinstance(memory, Memory) else None,
        "schedule": _object(memory) if isinstance(memory, Schedule) else None,
        "starred": mark.starred or None, "hidden": mark.hidden or None, "set_aside": mark.set_aside or None,
        "note": mark.note,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in ("", [], None)}


def deck_of(file: DeckFile) -> Deck:
    """The deck in a file that was checked."""
    cards = tuple(card_of(each) for each in file.cards)
    return Deck(file.slug, file.title, file.language, cards, _tags(file.tags), file.licence, file.source)


def card_of(file: CardFile, line: int = 0) -> Card:
    """The card in a file that was checked, its texts without blank edges and its tags as we keep them."""
    choices = tuple(Choice(bare(each.text), each.right, bare(each.reason)) for each in file.choices)
    return Card(
        key=file.key,
        question=bare(file.question),
        answer=_text(file.answer) or answer_of(choices),
        choices=choices,
        tags=_tags(file.tags),
        hint=_text(file.hint),
        explanation=_text(file.explanation),
        concept=file.concept,
        likes=file.likes,
        difficulty=file.difficulty,
        line=line,
    )


def _text(text: str) -> str:
    return trimmed(lines_of(text))


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    return merged(filter(None, map(tag_of, tags)))


def histories_of(cards: Sequence[CardFile]) -> Iterator[History]:
    """What the file knows of a learner's past with its cards."""
    for card in cards:
        reviews = tuple(Reviewed(each.rating, each.at.astimezone(UTC)) for each in card.ratings)
        memory, mark = _memory_of(card), _mark_of(card)
        if reviews or memory or mark != UNMARKED:
            yield History(card.key, reviews, memory, mark)


def _memory_of(card: CardFile) -> Memory | Schedule | None:
    if card.memory:
        return Memory(**{**dict(card.memory), "due": card.memory.due.astimezone(UTC)})
    return Schedule(**dict(card.schedule)) if card.schedule else None


def _mark_of(card: CardFile) -> Mark:
    return Mark(card.starred, card.hidden, card.set_aside, written(card.note, LONGEST_NOTE).text)


def _object(value: Any) -> dict[str, JsonValue]:
    facts = {name: getattr(value, name) for name in value.__dataclass_fields__}
    return {name: fact for name, fact in map(_plain, facts.items()) if fact not in ("", None)}


def _plain(item: tuple[str, Any]) -> tuple[str, Any]:
    name, value = item
    if isinstance(value, datetime):
        return name, value.astimezone(UTC).isoformat()
    return name, value.isoformat() if isinstance(value, date) else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
