"""Values for whatever a function asks for: every text in them is the same, numbers are small, choices the first."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from bot.render.post import Face

MOMENT = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
SINGLE: Mapping[type, object] = {
    bool: True,
    int: 3,
    float: 3.5,
    bytes: b"x",
    datetime: MOMENT,
    date: MOMENT.date(),
    time: MOMENT.time(),
    Path: Path("x"),
}


def arguments(function: Callable[..., object], text: str, given: Mapping[str, object]) -> dict[str, Any]:
    """A value for each parameter; those that are `given` by name, and fields of that name, are as given."""
    hints = get_type_hints(function, localns={"Face": Face})  # which some modules only name
    signature = inspect.signature(function).parameters.values()
    named = [each.name for each in signature if each.kind != each.VAR_KEYWORD]
    values = {name: given[name] if name in given else filled(hints[name], text, given) for name in named}
    return values if len(named) == len(signature) else {**given, **values}


def filled(hint: Any, text: str, given: Mapping[str, object]) -> Any:
    """A value of this type."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in SINGLE:
        return SINGLE[hint]
    if hint is str:
        return text
    if origin is Literal:
        return inner[0]
    if origin in (Union, types.UnionType):
        return filled(next(one for one in inner if one is not type(None)), text, given)
    if origin is tuple and Ellipsis not in inner:
        return tuple(filled(one, text, given) for one in inner)
    if origin is frozenset:
        return frozenset({filled(inner[0], text, given)})
    if origin in (tuple, list, Sequence):
        return (filled(inner[0], text, given),)
    if origin in (dict, Mapping):
        return {filled(inner[0], text, given): filled(inner[1], text, given)}
    if is_dataclass(hint):
        return _made(hint, text, given)
    raise TypeError(f"no value for {hint}")


def _made(kind: Any, text: str, given: Mapping[str, object]) -> Any:
    hints = get_type_hints(kind)
    return kind(
        **{
            each.name: given[each.name] if each.name in given else filled(hints[each.name], text, given)
            for each in fields(kind)
        }
    )
