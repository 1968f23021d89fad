"""The front matter of a deck: what it may say about all its cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.decks.markdown import bare
from bot.decks.problems import Kind, Problem
from bot.decks.tags import is_tag, kept, merged, tag_of

_RULE = re.compile(r"---[ \t\xa0]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t\xa0]*")
_LONGEST = 16_384
_MOST_BRACKETS = 100  # nesting costs the YAML reader its square, seconds for a few thousand
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def _language(code: str) -> str:
    if code and not _LANGUAGE.fullmatch(code):
        raise ValueError("bad-language")
    primary, *rest = code.split("-")
    return "-".join([primary.lower(), *(_CASES.get(len(part), str.lower)(part) for part in rest)]) or "en"


# BCP 47, section 2.1.1: a script is written Hans, a region TW.
_CASES = {2: str.upper, 4: str.title}


def _words(value: object) -> object:
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    if not all(is_tag(tag.removeprefix("#")) for tag in tags if tag):
        raise ValueError("bad-tag")
    return merged(kept(tag.removeprefix("#")) for tag in tags if tag)


def _one_line(text: str) -> str:
    return " ".join(bare(text).split())


Line = Annotated[str, AfterValidator(_one_line)]


class FrontMatter(BaseModel):
    """What stands between the `---` lines; every key may be missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line = ""
    language: Annotated[Line, AfterValidator(_language)] = "en"
    tags: Annotated[tuple[str, ...], BeforeValidator(_words), AfterValidator(_tags)] = ()
    licence: Line = ""
    source: Line = ""


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a file, the index of the first line behind it, and what is wrong with it."""

    matter: FrontMatter
    body: int
    problems: tuple[Problem, ...] = ()


def read_front(lines: Sequence[str], path: str) -> Front:
    """The front matter at the top of a deck; a key that is wrong is reported and counts as missing."""
    if not _RULE.fullmatch(lines[0]):
        return Front(FrontMatter(), 0)
    end = _end(lines)
    if end < 0:
        problem = Problem(
            path, 1, "unclosed-front-matter", lines[0], "a second --- before the first question",
            "close the front matter with a line of ---, or delete the first line",
        )  # fmt: skip
        return Front(FrontMatter(), 1, (problem,))
    text = "\n".join(lines[1:end])
    try:
        values, places = loaded(text)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as e:
        return Front(FrontMatter(), end + 1, (_unreadable(e, path),))
    matter, problems = _validated(values, places, path)
    return Front(matter, end + 1, tuple(problems))


def write_front(title: str, language: str, tags: Sequence[str], licence: str, source: str) -> str:
    """Front matter that `read_front` reads back, with its `---` lines."""
    said = {"title": title, "language": language, "tags": list(tags), "licence": licence, "source": source}
    kept = {key: value for key, value in said.items() if value}
    return f"---\n{yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=2**30)}---\n"


def _end(lines: Sequence[str]) -> int:
    for at, line in enumerate(lines[1:], 1):
        if _END.fullmatch(line):
            return at
        if line.startswith("## "):
            return -1
    return -1


def loaded(text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The values, all text as written (`no` is Norwegian, not false), and the line each key stands on.

    `text` is what stands between the `---` lines, of which the first is line 1.

    Raises:
        yaml.YAMLError, ValueError, OverflowError, RecursionError: it is no YAML of keys and values, or too large.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise ValueError(f"more than {_MOST_BRACKETS} brackets")
    loader = yaml.BaseLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            raise yaml.YAMLError("not keys and values")
        places = {str(key.value): key.start_mark.line + 2 for key, _ in node.value}
        if len(places) < len(node.value):
            raise ValueError("the same key twice")
        values: dict[str, Any] = loader.construct_document(node)
    finally:
        loader.dispose()
    return values, places


def _unreadable(error: Exception, path: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    why = getattr(error, "problem", None) or (
        "nested too deeply" if isinstance(error, RecursionError) else str(error)
    )
    mend = 'write one "key: value" a line, and put a value with a colon or a # in quotes'
    return Problem(path, mark.line + 2 if mark else 1, "bad-front-matter", why, "YAML", mend)


def _validated(
    values: dict[str, Any], places: dict[str, int], path: str
) -> tuple[FrontMatter, list[Problem]]:
    try:
        return FrontMatter.model_validate(values), []
    except ValidationError as e:
        wrong = {str(error["loc"][0]): error for error in e.errors(include_url=False, include_input=False)}
    problems = [_problem(key, values[key], places[key], path) for key in wrong]
    sound = {key: value for key, value in values.items() if key not in wrong}
    if isinstance(words := _words(values.get("tags")), list) and "tags" in wrong:
        sound["tags"] = [tag for word in words if isinstance(word, str) and (tag := tag_of(word))]
    return FrontMatter.model_validate(sound), problems


_EXPECTED: dict[str, tuple[Kind, str, str]] = {
    "title": ("bad-title", "one line of text", "write the title in quotes"),
    "language": (
        "bad-language",
        "a language code such as en, ru, pl, zh or pt-BR",
        "see BCP 47 for the code",
    ),
    "tags": (
        "bad-tag",
        "tags such as [deep_learning, cnn]",
        "use letters, digits and _, with at least one letter",
    ),
    "licence": ("bad-front-matter", "one line of text", "write the licence in quotes"),
    "source": ("bad-front-matter", "one line of text", "write the source in quotes"),
}


def _problem(key: str, value: object, line: int, path: str) -> Problem:
    if key not in _EXPECTED:
        near = get_close_matches(key, _EXPECTED, n=1)
        mend = f"write {near[0]}" if near else "delete the line"
        return Problem(path, line, "unknown-key", key, ", ".join(_EXPECTED), mend)
    kind, expected, mend = _EXPECTED[key]
    return Problem(path, line, kind, _found(key, value), expected, mend)


def _found(key: str, value: object) -> str:
    if isinstance(value, str):
        return f"{key}: {value}"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return f"{key}: {', '.join(value)}"
    return f"{key}: something nested"
