"""What the code says: the catalogue keys it names with the arguments it gives them, and the words it writes itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"
ROOMS = ("i18n", "render", "actions", "delivery", "tg")  # from where a text can reach a person
TELEGRAM_ONLY = (
    "polling",
    "redact",
    "refusals",
    "sender",
    "transport",
)  # of tg: Telegram's words, never a person's
MATHS_ONLY = ("unicode_line", "unicode_maths", "unicode_signs")  # of render: TeX's words

KEY = re.compile(r"[a-z_]+\.[a-z_{}]+")
WORDS = re.compile(r"[^\W\d_]{2,}[,.:;!?)]*\s+([—–-] )?[^\W\d_]{2,}|[一-鿿]{3,}")
LETTERS = re.compile(r"[^\W\d_]")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Use:
    """A key in the code: `{}` stands for what is only known when it runs; `plural` None: it is said elsewhere."""

    key: str
    arguments: frozenset[str]
    plural: bool | None
    where: str


@dataclass(frozen=True, slots=True)
class Module:
    """A file of the bot, parsed."""

    name: str
    tree: ast.Module


def modules(rooms: Iterable[str] = ROOMS, *, without: Iterable[str] = ()) -> list[Module]:
    """The modules of these rooms as they are now."""
    paths = [path for room in rooms for path in sorted((BOT / room).rglob("*.py"))]
    kept = [path for path in paths if path.stem not in set(without)]
    return [Module(str(path.relative_to(BOT)), ast.parse(path.read_text("utf-8"))) for path in kept]


def uses(module: Module, sections: frozenset[str]) -> Iterator[Use]:
    """Every key the module names; outside a call a literal is one when it begins with one of `sections` and a dot."""
    said: set[ast.expr] = set()
    for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call)):
        given = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
        for literal in _literals(_key_of(call)):
            said.add(literal)
            yield Use(written(literal), given, _is_plural(call), f"{module.name}:{literal.lineno}")
    for node in _strings(module.tree):
        text = written(node)
        if node not in said and KEY.fullmatch(text) and text.partition(".")[0] in sections:
            yield Use(text, frozenset(), None, f"{module.name}:{node.lineno}")


def own_words(module: Module) -> Iterator[str]:
    """Literals of two words or more, save what developers and operators read: docstrings, errors, patterns, logs."""
    aside = {id(inner) for node in ast.walk(module.tree) if _is_aside(node) for inner in ast.walk(node)}
    for node in _strings(module.tree):
        text = written(node)
        if id(node) not in aside and WORDS.search(text) and not KEY.fullmatch(text):
            yield f"{module.name}:{node.lineno} {text!r}"


def shown_letters(module: Module) -> Iterator[str]:
    """Literals with letters handed straight to what shows text: the label of a button, a line, a toast."""
    for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call)):
        position = {"Button": 0, "Toast": 0, "OutgoingMessage": 0, "bold": 0, "line": 0, "answer_tap": 1}
        at = position.get(_name(call.func))
        if at is None:
            continue
        named = [keyword.value for keyword in call.keywords if keyword.arg in {"text", "html"}]
        for literal in (found for value in [*call.args[at : at + 1], *named] for found in _literals(value)):
            if LETTERS.search(written(literal).replace("{}", "")):
                yield f"{module.name}:{call.lineno} {written(literal)!r}"


def written(node: ast.expr) -> str:
    """A string literal's text, `{}` where an f-string has a hole."""
    if isinstance(node, ast.JoinedStr):
        return "".join(written(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    assert isinstance(node, ast.Constant)
    return str(node.value)


def _key_of(call: ast.Call) -> ast.expr | None:
    """The argument of a call that is a key, if the call says something."""
    name = _name(call.func)
    if name == "notice":
        return call.args[1] if len(call.args) > 1 else None
    says = {"t", "spoken", "self", "plural", "speaks", "translator", "NotAllowed"}
    said_at_once = isinstance(call.func, ast.Call)  # speaks(chat)("failed")
    if name in says and (name not in {"speaks", "translator"} or said_at_once):
        return call.args[0] if call.args else None
    return None


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=inner):
            return _name(inner)
        case _:
            return ""


def _is_plural(call: ast.Call) -> bool | None:
    """Whether a call says a plural; None for one that only names the key for somebody else to say."""
    return None if _name(call.func) == "NotAllowed" else _name(call.func) == "plural"


def _literals(value: ast.expr | None) -> Iterator[ast.expr]:
    match value:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield value
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)


def _strings(tree: ast.Module) -> list[ast.expr]:
    """The string literals, an f-string as one."""
    everything = list(ast.walk(tree))
    pieces = {id(part) for node in everything if isinstance(node, ast.JoinedStr) for part in node.values}
    return [
        node
        for node in everything
        if isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces)
    ]


def _is_aside(node: ast.AST) -> bool:
    match node:
        case ast.Raise() | ast.Assert():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
            return name in {
                "log",
                "re",
                "deliveries",
            }  # a dropped delivery keeps its reason, for the operator
        case _:
            return False
