"""Our own JSON with everything, as it comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from bot.decks import own_json
from bot.decks.formats.imported import Imported, Recognition, finished
from bot.decks.markdown import lines_of
from bot.decks.own_json import CardFile, DeckFile
from bot.decks.problems import Problem
from bot.domain.card import Card
from bot.domain.history import History
from bot.errors import DeckError

_HEAD = 2_000
_OURS = re.compile(r"""\s*\{.{0,500}?"format"\s*:\s*"quizbot"[^{}]{0,1000}?"version"\s*:""", re.DOTALL)
_MEND = "export the deck anew with quizbot export --format json"


class OwnJsonFormat:
    """The file `quizbot export --format json` writes."""

    name = "quizbot-json"
    describe = (
        'our own JSON: an object with "format": "quizbot" and a version, with cards, ratings and memories'
    )

    def recognise(self, text: str) -> Recognition:
        """Whether it says so itself."""
        ours = bool(_OURS.match(text[:_HEAD]))
        return Recognition(1.0 if ours else 0.0, ('"format": "quizbot"' if ours else "no JSON of ours",))

    def parse(self, text: str, path: str) -> Imported:
        """Every card that is sound, with its past; one that is not is left out and told."""
        value = _loaded(text, path)
        whole = value.get("cards")
        if not isinstance(whole, list):
            raise DeckError(path, "has no list of cards", mend=_MEND)
        head = _head({**value, "cards": []}, path)
        lines = _lines(text, whole)
        read = [
            _card(each, line, path) for each, line in zip(whole[: own_json.MOST_CARDS], lines, strict=False)
        ]
        files = [(each, line) for each, line in read if isinstance(each, CardFile)]
        problems = [each for each, _ in read if isinstance(each, Problem)]
        if len(whole) > own_json.MOST_CARDS:
            problems.append(_too_many(whole, path))
        cards = [own_json.card_of(each, line) for each, line in files]
        problems += _unanswered(cards, path)
        imported = finished(path, self.name, cards, problems, mend=_MEND)
        deck = replace(own_json.deck_of(head), slug=imported.deck.slug, cards=imported.deck.cards)
        return replace(imported, deck=deck, histories=tuple(_histories(files, imported.deck.cards)))


OWN_JSON = OwnJsonFormat()


def _loaded(text: str, path: str) -> dict[str, Any]:
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as e:
        line = getattr(e, "lineno", 0)
        why = "nested too deeply" if isinstance(e, RecursionError) else getattr(e, "msg", str(e))
        raise DeckError(path, f"is no JSON: {why}", line=line, mend=_MEND) from e
    if not isinstance(value, dict) or value.get("format") != own_json.FORMAT:
        raise DeckError(path, 'is no JSON of ours: it has no "format": "quizbot"', mend=_MEND)
    if value.get("version") != own_json.VERSION:
        found = f"is of version {value.get('version')!r}; this program reads {own_json.VERSION}"
        raise DeckError(path, found, mend="install the newer program, or export the deck with this one")
    return value


def _head(value: dict[str, Any], path: str) -> DeckFile:
    try:
        return DeckFile.model_validate_json(_bytes(value))
    except ValidationError as e:
        raise DeckError(path, f"has a wrong value: {_first(e)}", mend=_MEND) from e


def _card(value: object, line: int, path: str) -> tuple[CardFile | Problem, int]:
    data = _bytes(value)
    found = data.decode()
    try:
        card = CardFile.model_validate_json(data)
    except ValidationError as e:
        return Problem(path, line, "left_out", found, mend=f"the card is not sound: {_first(e)}"), line
    if not card.question.strip():
        return Problem(path, line, "left_out", found, mend="a card without a question"), line
    return card, line


def _bytes(value: object) -> bytes:
    """JSON once more, so that its dates are checked as dates; without half a surrogate pair."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _lines(text: str, cards: Sequence[object]) -> Iterator[int]:
    """The line of each card: as it was written, one stands on each line; the first line where it does not any more."""
    lines = lines_of(text)
    for at, card in enumerate(cards, 1):
        question = card.get("question") if isinstance(card, dict) else None
        here = lines[at] if at < len(lines) else ""
        stands = isinstance(question, str) and json.dumps(question, ensure_ascii=False) in here
        yield at + 1 if stands else 1


def _too_many(whole: Sequence[object], path: str) -> Problem:
    found = f"{len(whole) - own_json.MOST_CARDS} cards more"
    return Problem(path, 1, "left_out", found, f"at most {own_json.MOST_CARDS} cards", "split the deck")


def _unanswered(cards: Sequence[Card], path: str) -> Iterator[Problem]:
    for card in cards:
        if not card.answer:
            mend = "write the answer; until then the card is kept but never asked"
            yield Problem(path, card.line, "unanswered", card.question, mend=mend)


def _histories(files: Sequence[tuple[CardFile, int]], cards: Sequence[Card]) -> Iterator[History]:
    """The past of each kept card; of two cards with one key only one was kept."""
    kept = {card.key for card in cards}
    for history in own_json.histories_of([file for file, _ in files]):
        if history.key in kept:
            kept.discard(history.key)
            yield history
