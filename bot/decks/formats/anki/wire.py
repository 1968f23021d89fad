"""The wire format of protobuf, as much of it as Anki's packages need.

https://protobuf.dev/programming-guides/encoding/ : a field is a key (number and type) and a value.
"""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10

Value = int | bytes


def fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """The fields of a message in order, by number: integers as integers, everything else as bytes.

    Raises:
        ValueError: the bytes are no message.
    """
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield key >> 3, value
            continue
        size, at = _varint(message, at) if kind == _BYTES else (_FIXED[kind], at)
        if at + size > len(message):
            raise ValueError("a field goes beyond the end of its message")
        yield key >> 3, message[at : at + size]
        at += size


class _Sizes(dict[int, int]):
    def __missing__(self, kind: int) -> int:
        raise ValueError(f"no field is of type {kind}")


_FIXED = _Sizes({_FIXED64: 8, _FIXED32: 4})


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place, byte in enumerate(message[at : at + _LONGEST_VARINT]):
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at + place + 1
    raise ValueError("a number has no end")


def text(value: Value) -> str:
    """A field that holds text."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""
