"""Note types: the fields a note has and the templates its cards are made by, in both of Anki's ways to keep them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.decks.formats.anki.wire import fields, text

_CLOZE = 1
_NORMAL, _DESCRIPTION = 1, 4  # of Deck.KindContainer, and in it of Deck.Normal
_OCCLUSION = 6  # StockNotetype.ORIGINAL_STOCK_KIND_IMAGE_OCCLUSION
_OCCLUSION_FIELDS = frozenset({"Question Mask", "Answer Mask"})  # of the add-on that was there before


@dataclass(frozen=True, slots=True)
class Faces:
    """The HTML of a template: front and back."""

    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """Fields in order and templates by number; a cloze type has one template for all its cards."""

    name: str
    fields: tuple[str, ...]
    templates: Mapping[int, Faces]
    cloze: bool = False
    occlusion: bool = False


def from_json(models: str) -> dict[int, NoteType]:
    """The note types of a collection that keeps them as JSON (schema 11), by id; what is damaged is missing.

    Raises:
        ValueError: it is no JSON.
    """
    found = json.loads(models or "{}")
    if not isinstance(found, dict):
        raise ValueError("the note types are no object")  # noqa: TRY004  # the caller knows one error for damage
    made = {_number(key): _model(model) for key, model in found.items() if isinstance(model, dict)}
    return {key: model for key, model in made.items() if model is not None}


def _model(model: Mapping[str, Any]) -> NoteType | None:
    try:
        names = [str(each["name"]) for each in sorted(model["flds"], key=lambda each: int(each["ord"]))]
        templates = {int(each["ord"]): Faces(str(each["qfmt"]), str(each["afmt"])) for each in model["tmpls"]}
        stock = model.get("originalStockKind")
        return _made(str(model["name"]), names, templates, model.get("type") == _CLOZE, stock == _OCCLUSION)
    except (KeyError, TypeError, ValueError):
        return None


def from_tables(
    types: Iterable[tuple[int, str | None, bytes | None]],
    names: Iterable[tuple[int, str | None]],
    templates: Iterable[tuple[int, int, bytes | None]],
) -> dict[int, NoteType]:
    """The note types of a collection that keeps them in tables (schema 15 and later), by id.

    `types` are (id, name, config), `names` are (id of the type, field) in order, `templates` (id, number, config).

    Raises:
        ValueError: a config is no protobuf message.
    """
    of_fields: dict[int, list[str]] = {}
    of_faces: dict[int, dict[int, Faces]] = {}
    for key, name in names:
        of_fields.setdefault(key, []).append(name or "")
    for key, number, config in templates:
        found = dict(fields(config or b""))
        of_faces.setdefault(key, {})[number] = Faces(text(found.get(1, b"")), text(found.get(2, b"")))
    made = {}
    for key, name, config in types:
        found = dict(fields(config or b""))
        cloze, occlusion = found.get(1) == _CLOZE, found.get(9) == _OCCLUSION
        made[key] = _made(name or "", of_fields.get(key, []), of_faces.get(key, {}), cloze, occlusion)
    return made


def _made(
    name: str, names: Iterable[str], templates: Mapping[int, Faces], cloze: bool, occlusion: bool
) -> NoteType:
    every = tuple(names)
    return NoteType(name, every, templates, cloze, occlusion or frozenset(every) >= _OCCLUSION_FIELDS)


@dataclass(frozen=True, slots=True)
class AnkiDeck:
    """A deck of a collection: its name `A::B`, and its description as HTML."""

    name: str
    description: str = ""


def decks_from_json(decks: str) -> dict[int, AnkiDeck]:
    """The decks kept as JSON, by id.

    Raises:
        ValueError: it is no JSON.
    """
    found = json.loads(decks or "{}")
    items = found.items() if isinstance(found, dict) else ()
    return {
        _number(key): AnkiDeck(str(deck.get("name", "")), str(deck.get("desc") or ""))
        for key, deck in items
        if isinstance(deck, dict)
    }


def decks_from_table(rows: Iterable[tuple[int, str | None, bytes | None]]) -> dict[int, AnkiDeck]:
    """The decks kept in a table, by id; `rows` are (id, name, kind)."""
    return {
        key: AnkiDeck((name or "").replace("\x1f", "::"), _description(kind or b""))
        for key, name, kind in rows
    }


def _description(kind: bytes) -> str:
    """That of a normal deck; a damaged one has none."""
    with suppress(ValueError):
        normal = dict(fields(kind)).get(_NORMAL, b"")
        return text(dict(fields(normal)).get(_DESCRIPTION, b"")) if isinstance(normal, bytes) else ""
    return ""


def _number(key: str) -> int:
    return int(key) if key.lstrip("-").isdecimal() and len(key) < 20 else 0
