"""Entities a sender wrote out: Bot API `MessageEntity` objects, checked as the Bot API server checks them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.sandbox.entities.html_tags import date_format
from bot.sandbox.entities.links import canonical_int, checked_link
from bot.sandbox.entities.values import CONTINUOUS_AUTOMATIC, QUOTES, SPLITTABLE, Entity, EntityError

_BARE = frozenset(SPLITTABLE) | QUOTES | {"code"}
_FARTHEST = 1_000_000

Wire = Mapping[str, object]


def entities_from_wire(entities: Iterable[Wire]) -> list[Entity]:
    """Read the sender's entities; those the server finds by itself are left out, so are empty ones.

    Raises EntityError for a missing or mistyped field, an unknown type, a wrong address, or a place out of range.
    """
    read = (_entity(item) for item in entities)
    placed = [_in_range(entity) for entity in read if entity is not None]
    return [entity for entity in placed if not _is_empty(entity)]


def _malformed(problem: str) -> EntityError:
    return EntityError(f"can't parse MessageEntity: {problem}")


def _entity(item: Wire) -> Entity | None:
    if not isinstance(item, Mapping):
        raise _malformed("expected an Object")
    offset, length = _integer(item, "offset"), _integer(item, "length")
    kind = _string(item, "type")
    if not kind:
        raise _malformed("type is not specified")
    if kind in CONTINUOUS_AUTOMATIC:
        return None
    return _with_facts(item, kind, offset, length)


def _with_facts(item: Wire, kind: str, offset: int, length: int) -> Entity:
    if kind in _BARE:
        return Entity(kind, offset, length)
    match kind:
        case "pre":
            language = _string(item, "language", required=False)
            return Entity("pre_code" if language else "pre", offset, length, argument=language)
        case "text_link":
            return Entity(kind, offset, length, argument=_link(_string(item, "url")))
        case "text_mention":
            return Entity(kind, offset, length, number=_integer(_user(item), "id"))
        case "custom_emoji":
            return Entity(kind, offset, length, number=_integer(item, "custom_emoji_id"))
        case "date_time":
            written = _format(_string(item, "date_time_format", required=False))
            return Entity(kind, offset, length, argument=written, number=_integer(item, "unix_time"))
        case _:
            raise _malformed("unsupported type specified")


def _integer(item: Wire, field: str) -> int:
    value = _required(item, field)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise _malformed(f'Field "{field}" must be of type Number')
    number = value if isinstance(value, int) else canonical_int(value.encode())
    if number is None:
        raise _malformed(f'Field "{field}" must be a valid Number')
    return number


def _string(item: Wire, field: str, *, required: bool = True) -> str:
    value = _required(item, field) if required else item.get(field, "")
    if not isinstance(value, str):
        raise _malformed(f'Field "{field}" must be of type String')
    return value


def _user(item: Wire) -> Wire:
    user = _required(item, "user")
    if not isinstance(user, Mapping):
        raise _malformed('Field "user" must be of type Object')
    return user


def _required(item: Wire, field: str) -> object:
    if field not in item:
        raise _malformed(f'Can\'t find field "{field}"')
    return item[field]


def _link(url: str) -> str:
    return checked_link(url.encode()).decode()


def _format(option: str) -> str:
    try:
        return date_format(option.encode())
    except ValueError as error:
        raise _malformed(str(error)) from error


def _in_range(entity: Entity) -> Entity:
    for name, value in (("offset", entity.offset), ("length", entity.length)):
        if not 0 <= value <= _FARTHEST:
            raise EntityError(f"receive an entity with incorrect {name} {value}")
    return entity


def _is_empty(entity: Entity) -> bool:
    match entity.kind:
        case "text_link":
            return entity.length == 0 or not entity.argument
        case "text_mention" | "custom_emoji":
            return entity.length == 0 or not entity.number
        case _:
            return entity.length == 0
