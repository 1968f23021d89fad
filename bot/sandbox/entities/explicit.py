"""Entities a sender wrote out: Bot API `MessageEntity` objects, checked first as JSON, then as entities.

The first check is the Bot API server's and its words begin with `can't parse MessageEntity: `; the second is
TDLib's. What the closed server thinks of an unknown user in a mention is not emulated: any user will do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.sandbox.entities.cleaning import check_unicode
from bot.sandbox.entities.html_tags import date_format
from bot.sandbox.entities.links import WrongLinkError, canonical_int, checked_link, is_user
from bot.sandbox.entities.values import CONTINUOUS_AUTOMATIC, QUOTES, SPLITTABLE, Entity, EntityError

_BARE = frozenset(SPLITTABLE) | QUOTES | {"code"}
_FARTHEST = 1_000_000
_INT32 = 2**31

Wire = Mapping[str, object]


def entities_from_wire(entities: Iterable[Wire]) -> list[Entity]:
    """Read the sender's entities; those the server finds by itself are left out, so are empty ones.

    Raises EntityError for a missing or mistyped field, an unknown type, a wrong address, a wrong place.
    """
    written = [entity for entity in map(_entity, entities) if entity is not None]
    known = [_checked(entity) for entity in written]
    for entity in known:
        _check_range(entity)
    return [entity for entity in known if not _is_empty(entity)]


def _malformed(problem: str) -> EntityError:
    return EntityError(f"can't parse MessageEntity: {problem}")


def _entity(item: Wire) -> Entity | None:
    if not isinstance(item, Mapping):
        raise _malformed("expected an Object")
    offset, length = _integer(item, "offset", _INT32), _integer(item, "length", _INT32)
    kind = _string(item, "type")
    if not kind:
        raise _malformed("Type is not specified")
    return None if kind in CONTINUOUS_AUTOMATIC else _with_facts(item, kind, offset, length)


def _with_facts(item: Wire, kind: str, offset: int, length: int) -> Entity:
    if kind in _BARE:
        return Entity(kind, offset, length)
    match kind:
        case "pre":
            language = _string(item, "language", required=False)
            return Entity("pre_code" if language else "pre", offset, length, argument=language)
        case "text_link":
            return Entity(kind, offset, length, argument=_string(item, "url"))
        case "text_mention":
            return Entity(kind, offset, length, number=_integer(_user(item), "id"))
        case "custom_emoji":
            return Entity(kind, offset, length, number=_integer(item, "custom_emoji_id"))
        case "date_time":
            written = _format(_string(item, "date_time_format", required=False))
            return Entity(kind, offset, length, argument=written, number=_integer(item, "unix_time", _INT32))
        case _:
            raise _malformed("Unsupported type specified")


# Fields, as TDLib reads JSON: a number may come as a string and a string as a number.


def _integer(item: Wire, field: str, limit: int = 2**63) -> int:
    value = _required(item, field)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _malformed(f'Field "{field}" must be {"of type Number" if limit == _INT32 else "a Number"}')
    number = canonical_int(str(value).encode(errors="replace"), limit)
    if number is None:
        raise _malformed(f'Can\'t parse as an integer string "{value}"')
    return number


def _string(item: Wire, field: str, *, required: bool = True) -> str:
    value = _required(item, field) if required else item.get(field, "")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _malformed(f'Field "{field}" must be of type String')
    check_unicode(str(value))
    return str(value)


def _user(item: Wire) -> Wire:
    user = _required(item, "user")
    if not isinstance(user, Mapping):
        raise _malformed('Field "user" must be of type Object')
    return user


def _required(item: Wire, field: str) -> object:
    if field not in item:
        raise _malformed(f'Can\'t find field "{field}"')
    return item[field]


def _format(option: str) -> str:
    try:
        return date_format(option.encode())
    except ValueError as error:
        raise _malformed(str(error)) from error


# What TDLib checks once the JSON is understood.


def _checked(entity: Entity) -> Entity:
    match entity.kind:
        case "text_link":
            return replace(entity, argument=_link(entity.argument))
        case "custom_emoji" if not entity.number:
            raise EntityError("invalid custom emoji identifier specified")
        case "date_time" if entity.number <= 0:
            raise EntityError("invalid date specified")
        case _:
            return entity


def _link(url: str) -> str:
    try:
        return checked_link(url.encode()).decode()
    except WrongLinkError as error:
        raise EntityError(f"entity URL '{url}' is invalid: {error}") from error


def _check_range(entity: Entity) -> None:
    for name, value in (("offset", entity.offset), ("length", entity.length)):
        if not 0 <= value <= _FARTHEST:
            raise EntityError(f"receive an entity with incorrect {name} {value}")


def _is_empty(entity: Entity) -> bool:
    return entity.length == 0 or (entity.kind == "text_mention" and not is_user(entity.number))
