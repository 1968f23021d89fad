"""What each column of a table holds, by the words of its header or by how its cells look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.decks.formats.questions import ASKS, asking
from bot.decks.formats.tables import housekeeping
from bot.decks.formats.tables.keys import first_number, label_of
from bot.decks.formats.tables.mochi import has_sides
from bot.decks.formats.tables.names import Role, key_of, names_a_card, role_of
from bot.decks.formats.tables.option_cells import key_in, listed
from bot.decks.markdown import EDGES

_LONGEST_HEADER = 60
_WIDEST_HEADER = 200
_NO_TAG = re.compile(r"[.!?;:。？！]\s|[.!?。？！]$|\$|`")
_LONGEST_TAG = 40
_TAGS_MOST_WORDS = 6
_FEW = 4
_SPREAD = 3  # how many numbers a row may use up
_PLACE = re.compile(r"\b(?:index|indices|idx)\b")
_NAME_WORDS = 3
_SAYS_MORE = 2  # times as long as the name of its column
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_CODE = re.compile(r"(?=\D{0,39}\d)[\w.:#/-]{1,40}")


@dataclass(frozen=True, slots=True)
class Columns:
    """The role of each column; `names` are the words of the header, empty without one.

    `first_number` is what the first option of a quiz has where numbers tell the right one, None where they do not.
    """

    roles: tuple[Role, ...]
    names: tuple[str, ...] = ()
    first_number: int | None = None

    def where(self, role: Role) -> list[int]:
        """The columns of a role."""
        return [i for i, each in enumerate(self.roles) if each is role]


def of_header(cells: Sequence[str], below: Sequence[Sequence[str]] = ()) -> Columns | None:
    """The columns a row names, None when it is no header; `below` are rows that follow."""
    names = tuple(cell.strip(EDGES + "*_ ") for cell in cells)
    if not 2 <= len(names) <= _WIDEST_HEADER or any(len(name) > _LONGEST_HEADER for name in names):
        return None
    keys = [key_of(name) for name in names]
    roles = _with_languages([role_of(key, keys) for key in keys], below)
    found = set(roles) - {None}
    if Role.SIDES in found and Role.QUESTION not in found:
        named = {i for i, key in enumerate(keys) if names_a_card(key) and roles[i] is not Role.SIDES}
        return Columns(
            tuple(Role.NAME if i in named else role or Role.MORE for i, role in enumerate(roles)), names
        )
    roles = [None if role is Role.SIDES else role for role in roles]
    if not (_says_what_is_asked(roles) or _names_what_is_below(names, roles, below)):
        return None
    title = next((i for i, key in enumerate(keys) if roles[i] is None and names_a_card(key)), None)
    return Columns(tuple(_completed(roles, title)), names)


def _with_languages(roles: Sequence[Role | None], below: Sequence[Sequence[str]]) -> list[Role | None]:
    """The roles when names of languages call the sides; a list of languages itself is no such table."""
    found = list(roles)
    spoken = [i for i, role in enumerate(roles) if role is Role.LANGUAGE]
    cells = {key_of(row[i].strip(EDGES)) for row in below for i in spoken if i < len(row)}
    alone = len(spoken) < 2 and not {Role.QUESTION, Role.ANSWER} & set(roles)
    sides = () if alone or any(role_of(cell, ()) is Role.LANGUAGE for cell in cells) else spoken
    for i in spoken:
        found[i] = None
    for i in sides:
        found[i] = next((side for side in (Role.QUESTION, Role.ANSWER) if side not in found), None)
    return found


def _says_what_is_asked(roles: Sequence[Role | None]) -> bool:
    """Whether a row names enough columns to be no card itself."""
    found = set(roles) - {None}
    if Role.QUESTION in found:
        return len(found) > 1
    quiz = (roles.count(Role.OPTION) > 1 or Role.OPTIONS in found) and bool({Role.RIGHT, Role.ANSWER} & found)
    second = Role.ANSWER in found and roles[0] is None and roles.index(Role.ANSWER) == 1
    return (quiz and None in roles) or second


def _names_what_is_below(
    names: Sequence[str], roles: Sequence[Role | None], below: Sequence[Sequence[str]]
) -> bool:
    """Whether a row of short words, some of them known, stands above cells that say much more."""
    words = [name.split() for name in names if name]
    if (
        len(below) < 2
        or len(words) < 2
        or not any(roles)
        or not all(len(each) <= _NAME_WORDS for each in words)
    ):
        return False
    if not any(role in (None, Role.EXPLANATION) for role in roles) or len({*names}) < len(names):
        return False
    lengths = ([len(row[i].strip()) for row in below if i < len(row)] for i in range(len(names)))
    return any(
        lying and 2 * sum(length > _SAYS_MORE * len(name) for length in lying) > len(lying)
        for name, lying in zip(names, lengths, strict=True)
    )


def without_books(columns: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """The named columns when the cells below them are known, too; `rows` are the first ones."""
    roles = list(columns.roles)
    if Role.NAME in roles and not any(
        has_sides(row[i]) for i in columns.where(Role.SIDES) for row in rows if i < len(row)
    ):
        roles[roles.index(Role.NAME)] = Role.QUESTION
        roles[roles.index(Role.SIDES)] = Role.ANSWER
    for i, role in enumerate(roles):
        cells = [row[i] for row in rows if i < len(row)]
        books = role is Role.MORE and housekeeping.keeps_books(key_of(columns.names[i]), cells)
        if books or (role is Role.TOPIC and housekeeping.are_fractions(cells)):
            roles[i] = Role.NUMBERS
    return replace(columns, roles=tuple(roles))


def counted(columns: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """The columns of a quiz when it is known how its keys count the options; `rows` are the first ones."""
    options, lists = columns.where(Role.OPTION), columns.where(Role.OPTIONS)
    keys = columns.where(Role.RIGHT) or columns.where(Role.ANSWER)
    if not (options or lists) or not keys:
        return columns
    quizzes = [
        (
            key_in(row[keys[0]]),
            [*(row[i].strip() for i in options), *(text for i in lists for _, text in listed(row[i]))],
        )
        for row in rows
        if len(row) > max(*options, *lists, *keys)
    ]
    names = columns.names
    labels = [label_of(names[i]) for i in options] if names else []
    by_place = bool(names and _PLACE.search(key_of(names[keys[0]])))
    return replace(columns, first_number=first_number(quizzes, labels, by_place=by_place))


def _completed(roles: Sequence[Role | None], title: int | None = None) -> Iterator[Role]:
    """Every column with a role: one question, one answer, and what no word names below the answer.

    `title` is a column called like the titles of cards, which asks where no other does.
    """
    spare = [i for i, role in enumerate(roles) if role is None]
    if Role.QUESTION in roles:
        asked = roles.index(Role.QUESTION)
    else:
        asked = title if title is not None else spare[0] if spare else roles.index(Role.EXPLANATION)
    told = _told(roles, [i for i in spare if i != asked])
    for i, role in enumerate(roles):
        if i in (asked, told):
            yield Role.QUESTION if i == asked else Role.ANSWER
        else:
            yield Role.MORE if role in (None, Role.QUESTION, Role.ANSWER) else role


def _told(roles: Sequence[Role | None], spare: Sequence[int]) -> int:
    """Which column answers, -1 when none does; without another it is the one that explains."""
    if Role.ANSWER in roles:
        return roles.index(Role.ANSWER)
    if {Role.RIGHT, Role.OPTION, Role.OPTIONS} & set(roles):
        return -1
    explains = roles.index(Role.EXPLANATION) if Role.EXPLANATION in roles else -1
    return (
        explains if explains >= 0 and (not spare or Role.QUESTION not in roles) else spare[0] if spare else -1
    )


def of_cells(rows: Sequence[Sequence[str]], width: int) -> Columns:
    """The columns of a table without a header: question, answer, and what the others look like.

    `rows` are the first ones, `width` is how many cells most of them have.
    """
    whole = [row for row in rows if len(row) == width]
    first = int(width > 2 and (_counts([row[0] for row in whole]) or _identify(whole)))
    roles = [Role.NUMBERS] * first + [Role.QUESTION, Role.ANSWER]
    if key := _key_of_quizzes(whole, first, width):
        options = [Role.OPTION] * (key - first - 1)
        rest = (_role_beside([row[i] for row in whole]) for i in range(key + 1, width))
        return Columns((*roles[: first + 1], *options, Role.RIGHT, *rest))
    for i in range(first + 2, width):
        roles.append(Role.TAGS if _are_tags([row[i] for row in whole]) else Role.MORE)
    return Columns(tuple(roles))


def _role_beside(cells: Sequence[str]) -> Role:
    """What a column behind the options of a quiz and their key holds."""
    return Role.TOPIC if any(cells) and all(is_tags(cell) for cell in cells) else Role.MORE


def _identify(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first cells are keys of a database, or codes in front of questions."""
    cells = [row[0].strip() for row in rows]
    if len(cells) < 2 or len({*cells}) < len(cells):
        return False
    if all(map(_UUID.fullmatch, cells)):
        return True
    asks = sum(asking(row[1].strip()) >= ASKS for row in rows)
    return all(map(_CODE.fullmatch, cells)) and 2 * asks > len(cells)


def _counts(cells: Sequence[str]) -> bool:
    """Whether a column numbers the rows, some of which may have been taken out."""
    if not all(cell.strip(" .)").isdecimal() for cell in cells):
        return False
    numbers = [int(cell.strip(" .)")[:9]) for cell in cells]
    rising = len(numbers) > 1 and all(a < b for a, b in pairwise(numbers))
    close = rising and numbers[-1] - numbers[0] < _SPREAD * len(numbers)
    return close and (numbers[0] <= 1 or numbers[-1] - numbers[0] == len(numbers) - 1)


def _key_of_quizzes(rows: Sequence[Sequence[str]], first: int, width: int) -> int:
    """Which column names the right one of those between it and the question, 0 when none does.

    A number may count something else, and so may what is not the last cell: then there have to be three options.
    """
    worded = any(not row[first].strip().isdecimal() for row in rows)
    for at in range(first + 3, width if worded else 0):
        few = at < first + 4
        letters = {*"ABCDEFGH"[: at - first - 1]} if not few or at == width - 1 else set()
        named = [
            row[at].strip() in {*letters, *(cell.strip() for cell in row[first + 1 : at])} for row in rows
        ]
        if all(row[at].strip() for row in rows) and (all(named) or (not few and _number(rows, first, at))):
            return at
    return 0


def _number(rows: Sequence[Sequence[str]], first: int, at: int) -> bool:
    """Whether every cell of a column is the number of an option, from 0 or from 1."""
    numbers = {row[at].strip() for row in rows}
    if not all(number.isdecimal() and len(number) == 1 for number in numbers):
        return False
    many = at - first - 1
    worded = any(not cell.strip().isdecimal() for row in rows for cell in row[first + 1 : at])
    return worded and int(max(numbers)) <= many - ("0" in numbers)


def _are_tags(cells: Sequence[str]) -> bool:
    told = [cell.strip() for cell in cells if cell.strip()]
    if not told or not all(is_tags(cell) for cell in told):
        return False
    if all("#" in cell for cell in told) or len(set(told)) <= max(1, len(told) // 2):
        return True
    return len(told) < _FEW and all(len(part.split()) < 2 for cell in told for part in re.split("[,;]", cell))


def is_tags(cell: str) -> bool:
    """Whether a cell may hold tags: a few short words, no sentence."""
    words = cell.split()
    return len(cell) <= _LONGEST_TAG and len(words) <= _TAGS_MOST_WORDS and not _NO_TAG.search(cell)
