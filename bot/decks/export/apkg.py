"""An Anki package: notes, tags, schedules and the log of reviews, through genanki."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import genanki

from bot.decks import own_apkg, own_deck
from bot.decks.export.believed import believed, zone_of
from bot.decks.export.page import choices_html, html_of, right_html
from bot.decks.pictures import media_names, renamed
from bot.domain.card import Card, Deck
from bot.domain.elsewhere import schedule_of
from bot.domain.history import History, Reviewed
from bot.domain.memory import Memory
from bot.domain.zones import instant

MODEL_ID = 1_740_531_077  # of our note type, the same for ever
_ROLLOVER = 4  # the hour at which Anki's day begins
_REVIEW = 2  # both the type and the queue of a card that comes back after days
_EASES = (1, 1, 2, 3, 4)  # our ratings on Anki's scale, as the scheduler grades them

_FRONT = "{{Question}}{{Choices}}{{#Hint}}<p>{{hint:Hint}}</p>{{/Hint}}"
_BACK = "{{FrontSide}}<hr id=answer>{{Answer}}{{#Explanation}}<hr>{{Explanation}}{{/Explanation}}"
_CSS = ".card { font-family: sans-serif; font-size: 20px; text-align: left; }"


def write(
    deck: Deck,
    histories: Sequence[History],
    now: datetime,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """The deck as an `.apkg` whose cards are due on the days they are due here, with its pictures."""
    collected = genanki.Deck(_number(deck.slug), deck.title, own_deck.described(deck))
    media = media_names(pictures)
    for card, shown in zip(deck.cards, renamed(deck, media).cards, strict=True):
        collected.add_note(note_of(deck, card, shown))
    out = io.BytesIO()
    with TemporaryDirectory(prefix="quizbot-") as folder:  # genanki takes pictures from files
        files = [Path(folder, media[name]) for name in pictures]
        for file, data in zip(files, pictures.values(), strict=True):
            file.write_bytes(data)
        package = _Package(collected, files, _Past(deck, histories, now))
        package.write_to_file(out, timestamp=now.timestamp())
    return out.getvalue()


@cache
def _model() -> Any:
    fields = [{"name": name} for name in (*own_apkg.SHOWN, own_apkg.FIELD)]
    templates = [{"name": "Card 1", "qfmt": _FRONT, "afmt": _BACK}]
    return genanki.Model(MODEL_ID, "quizbot", fields=fields, templates=templates, css=_CSS)


def note_of(deck: Deck, card: Card, shown: Card) -> Any:
    """The note of a card, as genanki has it; `shown` is the card with its pictures named as in the package."""
    fields = {
        "Question": html_of(shown.question),
        "Answer": html_of(shown.answer) + right_html(shown.choices),
        "Choices": choices_html(shown.choices),
        "Hint": html_of(shown.hint),
        "Explanation": html_of(shown.explanation),
    }
    texts = [*fields.values(), own_apkg.hidden(shown, fields)]
    return genanki.Note(_model(), texts, tags=list(card.tags), guid=own_apkg.guid_of(deck, card))


def _number(slug: str) -> int:
    """A deck's id in Anki, the same whenever it is exported."""
    return 1_000_000_000_000 + int.from_bytes(blake2b(slug.encode(), digest_size=5).digest())


class _Past:
    """What is known of a learner's past with the cards, by a note's guid."""

    def __init__(self, deck: Deck, histories: Sequence[History], now: datetime) -> None:
        guids = {card.key: own_apkg.guid_of(deck, card) for card in deck.cards}
        memories = believed(histories, now)
        self.zone = zone_of(now)
        self.now = now
        self.memories = {guids[key]: memory for key, memory in memories.items() if key in guids}
        self.reviews = {guids[each.key]: each.reviews for each in histories if each.key in guids}

    @property
    def first_day(self) -> date:
        """The day Anki's days are counted from: no card is due before it."""
        today = self.now.astimezone(self.zone).date()
        return min([today, *(schedule_of(each, self.zone).due for each in self.memories.values())])


class _Package(genanki.Package):  # type: ignore[misc]  # genanki has no types
    """genanki's package, with the past written over cards that it writes as new."""

    def __init__(self, deck: Any, media: Sequence[Path], past: _Past) -> None:
        super().__init__(deck, [str(file) for file in media])
        self._past = past

    def write_to_db(self, cursor: Any, timestamp: float, id_gen: Any) -> None:
        super().write_to_db(cursor, timestamp, id_gen)
        first = self._past.first_day
        _set_calendar(cursor, first, self._past.zone)
        rows = cursor.execute("SELECT n.guid, c.id FROM cards c JOIN notes n ON n.id = c.nid ORDER BY c.id")
        cards: Mapping[str, int] = dict(rows.fetchall())
        cursor.executemany("UPDATE cards SET due = ? WHERE id = ?", list(enumerate(cards.values(), 1)))
        cursor.executemany(
            "UPDATE cards SET type = ?, queue = ?, due = ?, ivl = ?, factor = ?, reps = ?, lapses = ?, data = ?"
            " WHERE id = ?",
            list(_scheduled(self._past, cards, first)),
        )
        cursor.executemany("INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, 0, ?)", _log(self._past, cards))


def _set_calendar(cursor: Any, first: date, zone: ZoneInfo) -> None:
    """Makes day 0 of the collection begin at Anki's hour of `first` in `zone`."""
    begins = instant(datetime.combine(first, time(_ROLLOVER)), zone)
    offset = begins.astimezone(zone).utcoffset() or timedelta()
    conf = json.loads(cursor.execute("SELECT conf FROM col").fetchone()[0])
    conf |= {"schedVer": 2, "rollover": _ROLLOVER, "creationOffset": -(offset // timedelta(minutes=1))}
    cursor.execute("UPDATE col SET crt = ?, conf = ?", (int(begins.timestamp()), json.dumps(conf)))


def _scheduled(past: _Past, cards: Mapping[str, int], first: date) -> Iterator[tuple[Any, ...]]:
    for guid, memory in past.memories.items():
        schedule = schedule_of(memory, past.zone)
        factor = round(1000 * (schedule.ease or 0))
        due = (schedule.due - first).days
        data = _data(memory, past.reviews.get(guid, ()))
        yield _REVIEW, _REVIEW, due, schedule.interval, factor, memory.reps, memory.lapses, data, cards[guid]


def _data(memory: Memory, reviews: Sequence[Reviewed]) -> str:
    last = max((each.at for each in reviews), default=None)
    return own_apkg.data_of(memory, [each.rating for each in reviews], last)


def _log(past: _Past, cards: Mapping[str, int]) -> Iterator[tuple[int, ...]]:
    """Rows of `revlog`, whose ids are moments in milliseconds, no two the same."""
    taken: set[int] = set()
    for guid, reviews in past.reviews.items():
        interval = 0
        for at, each in enumerate(reviews):
            moment = int(each.at.timestamp() * 1000)
            while moment in taken:
                moment += 1
            taken.add(moment)
            gap = _gap(past, guid, reviews, at)
            yield moment, cards[guid], _EASES[each.rating - 1], gap, interval, 0, int(at > 0)
            interval = gap


def _gap(past: _Past, guid: str, reviews: Sequence[Reviewed], at: int) -> int:
    """The days until the next review of the card, or until it is due."""
    here = reviews[at].at.astimezone(past.zone).date()
    if at + 1 < len(reviews):
        return max((reviews[at + 1].at.astimezone(past.zone).date() - here).days, 1)
    memory = past.memories.get(guid)
    return schedule_of(memory, past.zone).interval if memory else 1
