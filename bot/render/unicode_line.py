"""The pieces of a formula in a line of text: what stands between them, and where a bracket is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.render.unicode_signs import LOWER, UPPER, Kind

_LONGEST_SCRIPT = 14
_LONGEST_LIMIT = 8  # of what stands in brackets under a sum
_LONGEST_PART = 24  # of a fraction
_NAME = 3  # letters below something that are a name, not so many indices
_SCRIPTABLE = frozenset({"ord", "word", "text", "close", "bar", "big", "fraction", "root"})
_OPERANDS = frozenset({"ord", "word", "text", "close", "fraction", "root"})
_THINGS = frozenset({"ord", "word", "text", "fraction", "root", "big"})
_ARGUMENTS = frozenset({"ord", "punct", "mid", "rel", "space"})
_DOTS = frozenset("⋯…")
# What a fraction or a root would reach into, before and behind it.
_BEFORE_FRACTION = frozenset({"ord", "word", "close", "slash", "fraction", "root"})
_AFTER = frozenset({"ord", "word", "open", "slash", "big", "fraction", "root"})


class Unreadable(Exception):
    """Said in one line this would be hard to read, or could be read otherwise."""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a formula.

    `tail` is `_` or `^` where it ends in a script of ordinary size, which must not run into what follows; `scripts`
    says whether it has any script. `bracketed` is the same piece where a neighbour could be taken for a part of it.
    """

    kind: Kind
    text: str
    tail: str = ""
    scripts: bool = False
    bracketed: str = ""


def written(items: Sequence[Item], *, tight: bool = False) -> str:
    """The items as one line; `tight` without the spaces around operators, for a script."""
    line = ""
    before = None
    wide = False
    for item in _settled(items):
        if item.kind == "space":
            wide = not tight
            continue
        if before is not None and _apart(before, item, wide=wide, tight=tight):
            line = line if line.endswith(" ") or item.text.startswith(" ") else line + " "
        line += item.text
        before, wide = item, False
    return line.strip()


def scripted(base: Item, below: Sequence[Item], above: Sequence[Item], primes: str = "") -> Item:
    """The base with what stands below and above it.

    Raises:
        Unreadable: the base can have no scripts, or they are long, or of a sum and without small letters.
    """
    if base.kind not in _SCRIPTABLE or (base.kind == "big" and primes):
        raise Unreadable("a script")
    lower, upper = _script(below, LOWER, "_"), _script(above, UPPER, "^")
    if base.kind == "big":
        return _with_limits(base, lower, upper)
    text = base.bracketed or base.text
    kind = base.kind
    if base.kind in {"fraction", "root"} or base.scripts:
        text, kind = _braced(base), "ord"
    text += primes
    if lower[:1] == "_" and upper[:1] == "^":
        if kind != "ord":
            raise Unreadable("a script in brackets")
        return Item("ord", f"({text}{lower}){upper}", "^", scripts=True)
    if lower[:1] == "_" and upper:
        return Item(kind, text + upper + lower, "_", scripts=True)
    return Item(kind, text + lower + upper, _tail(lower, upper), scripts=bool(lower or upper))


def fraction(above: Sequence[Item], below: Sequence[Item]) -> Item:
    """One thing over another as `a/b`, with brackets around what is not one thing.

    Raises:
        Unreadable: a fraction in a fraction, or a long one.
    """
    numerator, denominator = _settled(above), _settled(below)
    if any(item.kind == "fraction" for item in (*numerator, *denominator)):
        raise Unreadable("a fraction in a fraction")
    upper, lower = written(above), written(below)
    if not upper or not lower or max(len(upper), len(lower)) > _LONGEST_PART:
        raise Unreadable("a long fraction")
    if not _is_product(numerator):
        upper = f"({upper})"
    if not _is_atom(denominator, differential=upper[:1]):
        lower = f"({lower})"
    text = f"{upper}/{lower}"
    return Item("fraction", text, bracketed=f"({text})")


def root(sign: str, of: Sequence[Item]) -> Item:
    """A root of one thing or of what stands in brackets."""
    inside = written(of)
    if not inside:
        raise Unreadable("a root of nothing")
    simple = len(of) == 1 and of[0].kind == "ord" and not of[0].tail and inside[-1] not in UPPER.values()
    bracketed = f"{sign}({inside})"
    return Item("root", f"{sign}{inside}" if simple else bracketed, bracketed=bracketed)


def _braced(base: Item) -> str:
    if base.kind == "fraction":
        return base.bracketed
    if base.kind not in {"ord", "root"}:
        raise Unreadable("a script upon a script")
    return f"({base.text})"


def _tail(lower: str, upper: str) -> str:
    if upper[:1] == "^" or upper[-1:] == "*":
        return "^"
    return lower[:1] if lower[:1] == "_" else ""


def _script(items: Sequence[Item], small: dict[str, str], mark: str) -> str:
    """The items as a script: small letters where there are all of them, else the mark and what is meant by it."""
    if not items:
        return ""
    text = written(items, tight=True)
    if not text or len(text) > _LONGEST_SCRIPT:
        raise Unreadable("a long script")
    if all(sign in small for sign in text):
        return "".join(small[sign] for sign in text)
    told = len(items) == 1 and items[0].kind in {"word", "text"}
    name = told or len(text) >= _NAME or text.isupper()
    simple = len(text) == 1 or (mark == "_" and name and text.isalpha())
    return mark + (text if simple or _is_bracket(_settled(items)) else f"({text})")


def _with_limits(base: Item, lower: str, upper: str) -> Item:
    if upper[:1] == "^" or (lower[:1] == "_" and (upper or len(lower) > len("_()") + _LONGEST_LIMIT)):
        raise Unreadable("limits")
    return Item("big", base.text + lower + upper, scripts=True)


def _settled(items: Sequence[Item]) -> list[Item]:
    """The items with each sign told from its neighbours: bars that open and close, signs, brackets that are due."""
    row = _bars(_merged(items))
    told = list(row)
    for place, item in enumerate(row):
        if item.kind == "space":
            continue
        before = next((row[i] for i in range(place - 1, -1, -1) if row[i].kind != "space"), None)
        after = next((row[i] for i in range(place + 1, len(row)) if row[i].kind != "space"), None)
        told[place] = _in_place(item, before.kind if before else "", after.kind if after else "")
    return told


def _in_place(item: Item, before: str, after: str) -> Item:
    if item.kind == "bin" and (before not in _OPERANDS or after in {"close", "punct", ""}):
        return replace(item, kind="sign")
    if item.kind == "gap" and before in _OPERANDS and after not in {"text", ""}:
        return replace(item, text=f";{item.text}")
    reaches = {
        "fraction": before in _BEFORE_FRACTION or after in _AFTER,
        "root": after in _AFTER and after != "slash",
    }
    if reaches.get(item.kind):
        return replace(item, text=item.bracketed)
    return item


def _merged(items: Sequence[Item]) -> list[Item]:
    """`||` as one sign, and `:=`."""
    row: list[Item] = []
    for item in items:
        if row and item.kind == row[-1].kind == "bar" and row[-1].text == "|" == item.text[:1]:
            row[-1] = replace(item, text="‖" + item.text[1:])
        elif row and item.text == "=" and row[-1].text == ":":
            row[-1] = Item("rel", ":=")
        else:
            row.append(item)
    return row


def _bars(row: list[Item]) -> list[Item]:
    """Bars in pairs inside one bracket open and close; one alone divides."""
    levels: list[list[int]] = [[]]
    for place, item in enumerate(row):
        if item.kind == "open":
            levels.append([])
        elif item.kind == "close" and len(levels) > 1:
            _pair(row, levels.pop())
        elif item.kind == "bar":
            levels[-1].append(place)
    for level in levels:
        _pair(row, level)
    return row


def _pair(row: list[Item], places: list[int]) -> None:
    for number, place in enumerate(places):
        kind: Kind = "mid" if len(places) % 2 else "close" if number % 2 else "open"
        row[place] = replace(row[place], kind=kind)


def _apart(before: Item, item: Item, *, wide: bool, tight: bool) -> bool:
    """Whether a space stands between two neighbours."""
    first, second = before.kind, item.kind
    if _runs_on(before, item):
        return True
    if first == "open" or second in {"close", "punct"} or {"mid", "gap"} & {first, second}:
        return False
    if wide:
        return True
    if "word" in {first, second} or "text" in {first, second}:
        return _beside_word(before, item, tight=tight)
    if tight or first == "sign" or "slash" in {first, second}:
        return False
    if first in {"bin", "rel", "punct", "big"} or second in {"bin", "rel", "big"}:
        return True
    dots = first == "fraction" and item.text in _DOTS
    return dots or (second == "fraction" and first in {"ord", "close"})


def _runs_on(before: Item, item: Item) -> bool:
    """Whether a script of ordinary size would swallow what follows."""
    if not before.tail or not item.text:
        return False
    opens = item.kind in {"open", "root", "fraction"}
    return item.text[0].isalnum() or (opens and (before.tail == "^" or before.kind == "word"))


def _beside_word(before: Item, item: Item, *, tight: bool) -> bool:
    if item.kind in {"word", "text"}:
        return before.kind in _OPERANDS | {"big"} or (not tight and before.kind in {"bin", "rel", "punct"})
    if item.kind == "fraction" and before.kind == "word":
        return False
    if item.kind in _THINGS or (item.kind == "sign" and before.kind == "word"):
        return True
    if item.kind == "open":
        return item.text in {"|", "‖"}
    return not tight and item.kind in {"bin", "rel"}


def _is_product(items: Sequence[Item]) -> bool:
    """Whether a slash behind it is about all of it."""
    if _is_one(items):
        return True
    level = 0
    for item in items:
        level += item.kind == "open"
        if level == 0 and item.kind != "ord":
            return False
        level -= item.kind == "close"
    return level == 0


def _is_atom(items: Sequence[Item], *, differential: str) -> bool:
    """Whether a slash before it is about all of it."""
    if _is_one(items):
        return True
    if len(items) == 2 and items[0].text == differential and differential in {"d", "∂"}:
        return items[1].kind == "ord"
    return _is_call(items) or _is_bracket(items)


def _is_call(items: Sequence[Item]) -> bool:
    """Whether it is `f(x)` or `p(x | y)`: one thing in the brackets, or several that no product has between them."""
    name, *bracket = items
    if name.kind != "ord" or not _is_bracket(bracket) or bracket[-1].scripts:
        return False
    inside = bracket[1:-1]
    apart = any(item.kind in {"punct", "mid"} or item.text == "|" for item in inside)
    return all(item.kind in _ARGUMENTS for item in inside) and (apart or len(inside) == 1)


def _is_one(items: Sequence[Item]) -> bool:
    """A letter, a number, a word, a root, or a name called with something."""
    first, *rest = items
    if not rest:
        return first.kind in {"ord", "root"} or (first.kind in {"word", "text"} and " " not in first.text)
    return first.kind == "word" and rest[0].text == "(" and _is_bracket(rest)


def _is_bracket(items: Sequence[Item]) -> bool:
    level = 0
    for place, item in enumerate(items):
        level += (item.kind == "open") - (item.kind == "close")
        if level <= 0:
            return item.kind == "close" and place == len(items) - 1
    return False
