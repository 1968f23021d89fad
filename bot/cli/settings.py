"""`quizbot settings`: docs/configuration.md, written from the settings themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from bot.config import PREFIX, Settings

HEAD = """# Configuration

Every setting, written by `quizbot settings` from the code; a test fails when this page is stale.
A setting comes from the environment, else from the TOML file, else it has its default.
"""


def as_markdown() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_section(Settings, ())]) + "\n"


def _section(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[str]:
    inner: list[tuple[str, type[BaseModel]]] = []
    yield f"## {'The top of the file' if not path else '`[' + '.'.join(path) + ']`'}\n"
    yield f"{(model.__doc__ or '').strip()}\n"
    yield "| key | what it is | allowed | default | environment |"
    yield "|---|---|---|---|---|"
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            inner.append((name, field.annotation))
        else:
            yield _row(name, field, path)
    yield ""
    for name, section in inner:
        yield from _section(section, (*path, name))


def _row(name: str, field: FieldInfo, path: tuple[str, ...]) -> str:
    variable = PREFIX + "__".join([*path, name]).upper()
    cells = (f"`{name}`", field.description or "", _allowed(field), _default(field), f"`{variable}`")
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _allowed(field: FieldInfo) -> str:
    limits = {"ge": "at least", "le": "at most", "gt": "over", "lt": "under"}
    found = [
        f"{words} {getattr(bound, name)}"
        for bound in field.metadata
        for name, words in limits.items()
        if hasattr(bound, name)
    ]
    return ", ".join(found) or _type_name(field.annotation)


def _type_name(annotation: Any) -> str:
    if getattr(annotation, "__args__", None) and all(isinstance(each, str) for each in annotation.__args__):
        return " or ".join(f"`{each}`" for each in annotation.__args__)
    names = {bool: "`true` or `false`", int: "whole number", float: "number", SecretStr: "text, kept secret"}
    return names.get(annotation, "")


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if value is None or isinstance(value, SecretStr):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return f"`[{', '.join(chr(34) + str(each) + chr(34) for each in value)}]`"
    return f"`{value}`"
