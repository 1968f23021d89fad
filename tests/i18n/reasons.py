"""The reasons in the code of `decks`: every English sentence that it may say about somebody's text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from bot.decks.formats import described
from tests.i18n.code import Module, modules, written

ONLY_FOR_OPERATORS = ("decks/export", "decks/load.py", "decks/identity.py", "decks/review", "decks/writer.py")
# What a format says of a text when it is asked whether it knows it, and words that it looks for in one.
RECOGNISED = (
    "lines with only ?", "damaged separators", "cards on one line", "sentences with gaps", "flashcard tags",
    "schedule comments", "no line with only ?, no question::answer, no ==gap==", "separators of only ?",
    "lines of tags or reactions", "lines of a quiz format", "hidden answers", "numbered lines", "answers with a label",
    "questions with a label", "lines in bold", "lists of messages", "messages or service records", "keys of messages",
    "personal parts of an account", "no message", "no whole message", "question and answer in turn",
    "both columns on one line", "the log of a program", "JSON without cards in it", "a web page",
    "the source of a program",
    "notes under headings", "notes with numbers", "running text",
)  # fmt: skip
LOOKED_FOR = (
    "Forwarded from", "Answer Mask", "Question Mask", "b'SQLite", "show me how", " is the", " to jest", " jest to",
    "Please update to the latest", "end of text", "card name",
)  # fmt: skip
WORDS = (
    "the of and to", "le la les", "rangle rbrace", "aleph alpha", "eta ho", "alpha beta", "log ln", "address article",
    "h1 h2", "area base", "std boost", "new default", "int integer", "tag tags", "p div", "a img", "br p", "a abbr",
    "A An The", "nav header footer", "of and or", "english spanish", "find make create", "a b i u s",
)  # fmt: skip
# Said only where somebody names a format himself, at a command line; a chat says `UnknownFormat` in its own words.
COMMAND_LINE = ("no format is called", "choose one of", "no format recognises", "name one with --format")
_SENTENCE = re.compile(r"[A-Za-z]{2,}['’]?[,.:;]? +(\S+ +)*?[(“\"]?[A-Za-z]{2,}")
_FOREIGN = re.compile(r"[|\n<]|\ASELECT|\A\.|[^\W\d_A-Za-z]")


@cache
def reasons() -> dict[str, str]:
    """Each sentence, `{}` for each hole in it, and a place where it stands."""
    found: dict[str, str] = {}
    for module in modules(("decks",)):
        if not module.name.startswith(ONLY_FOR_OPERATORS):
            found |= {text: f"{module.name}:{line}" for text, line in _sentences(module)}
    return found | {how: f"the format {name}" for name, how in described()}


def _sentences(module: Module) -> Iterator[tuple[str, int]]:
    aside = {id(inner) for node in ast.walk(module.tree) if _is_aside(node) for inner in ast.walk(node)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.JoinedStr):
            aside |= {id(part) for part in node.values}
        if id(node) not in aside and isinstance(node, ast.JoinedStr | ast.Constant):
            text = written(node)
            never = text in RECOGNISED or text.startswith((*LOOKED_FOR, *WORDS, *COMMAND_LINE))
            if _SENTENCE.search(text) and not _FOREIGN.search(text) and not never:
                yield text, node.lineno


def _is_aside(node: ast.AST) -> bool:
    """Docstrings, patterns, lists of words, what a format says of itself at a command line."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Assert():
            return True
        case (
            ast.Call(func=ast.Attribute(attr="split")) | ast.Call(func=ast.Attribute(value=ast.Name(id="re")))
        ):
            return True
        case ast.Call(func=ast.Name(id="ValueError" | "LexborHTMLParser")):
            return True
        case ast.AnnAssign(target=ast.Name(id="describe")) | ast.Assign(targets=[ast.Name(id="describe")]):
            return True
        case ast.FunctionDef(name="describe" | "recognise" | "_reasons" | "_score"):
            return True
        case ast.Call(func=ast.Name(id="Recognition")):
            return True
        case _:
            return False
