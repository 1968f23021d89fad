"""One term for one thing."""

from __future__ import annotations

import pytest

from bot.decks.review import other_terms, read_glossary
from tests.decks.review.decks import filed

GLOSSARY = """# What we write, and what we do not.
"result set" = ["recordset", "result-set"]
"журнал" = ["лог", "протокол"]
"приём" = ["акцепт", "приемк"]

"视图" = ["检视", "view"]
"""

CARDS = {
    "at the beginning of a word": ("The Recordsets of it.", ["result set"]),
    "inside a word": ("A subrecordset, a катАЛОГ.", []),
    "behind a hyphen": ("A sub-recordset.", ["result set"]),
    "any ending, any capitals": ("Читаем ЛОГИ.", ["журнал"]),
    "ё for е": ("Такая приёмка.", ["приём"]),
    "е for ё": ("Такая приемка.", ["приём"]),
    "Chinese, anywhere": ("打开检视图。", ["视图"]),
    "Latin letters behind Chinese": ("打开view。", ["视图"]),
    "in bold": ("A **record**set.", ["result set"]),
    "code": ("`recordset`\n\n```\nrecordset\n```", []),
    "a formula": (r"$\text{recordset}$ and $$\text{recordset}$$", []),
    "an address": ("[it](https://example.org/recordset), https://example.org/recordset", []),
    "what a link says": ("[recordset](https://example.org)", ["result set"]),
    "the source": ("It.\n\n📖 Ada, *The recordset*, 2019", []),
    "a tag": ("It.\n\n#recordset", []),
    "a comment": ("It.\n\n<!-- recordset -->", []),
    "an option": ("- [x] a\n- [ ] recordset — b", ["result set"]),
    "why an option is wrong": ("- [x] a\n- [ ] b — recordset", ["result set"]),
    "a hint": ("It.\n\n> [!TIP]\n> recordset", ["result set"]),
    "a note": ("It.\n\n> [!NOTE]\n> recordset", ["result set"]),
    "two of them": ("A recordset, лог.", ["result set", "журнал"]),
}


@pytest.mark.parametrize(("answer", "expected"), CARDS.values(), ids=CARDS.keys())
def test_other_terms(answer: str, expected: list[str]) -> None:
    """A variant counts where it begins a word of the author's prose; the mistake names the term to write."""
    glossary, wrong = read_glossary(GLOSSARY, "glossary.en.toml")
    assert wrong == ()
    found = list(other_terms(filed(f"# SQL\n\n## What?\n\n{answer}\n"), glossary))
    assert [(each.expected, each.line, each.severity) for each in found] == [
        (term, 3, "error") for term in expected
    ]


def test_the_words_around_it_are_named() -> None:
    """An author finds the place by what stands there, a question's line break or several blanks in it or not."""
    glossary, _ = read_glossary('"result set" = ["set of  results", "blob "]', "x")
    (found,) = other_terms(
        filed("## What?\n\nA slow cursor walks through the Set of\nresults, a row at a time.\n"), glossary
    )
    assert found.found == "…ow cursor walks through the Set of results, a row at a time."
    assert list(other_terms(filed("## What?\n\nSet of $n$ results, blobs.\n"), glossary)) == []


MISTAKES = {
    "no TOML": ('"a" = ["b"]\n"c" = [d]', 2, "Invalid value"),
    "cut off": ('"a" = ["b"]\n"c" = ["d"', 2, "Unclosed array"),
    "a term twice": ('"a" = ["b"]\n\n"a" = ["c"]', 3, "Cannot overwrite a value"),
    "a text": ('"a" = ["b"]\n\n"c" = "d"', 3, "c = d"),
    "a number in the list": ('a = ["b"]\nc = ["d", 7]', 2, "c = ['d', 7]"),
    "an empty variant": ("'a' = [' ']", 1, "a = [' ']"),
    "a table": ('"a" = ["b"]\n[terms]\nc = ["d"]', 0, "terms = {'c': ['d']}"),
    "a variant in its own term": ('"x" = ["y"]\n"latch lock" = ["lock"]', 2, "lock"),
    "a variant in another term": ('"lease" = ["lock"]\n\n"row lock" = ["rowlatch"]', 1, "lock"),
}


@pytest.mark.parametrize(("text", "line", "found"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_of_a_glossary(text: str, line: int, found: str) -> None:
    """Each is told with its line."""
    _, (mistake,) = read_glossary(text, "cards/glossary.en.toml")
    assert (mistake.path, mistake.kind, mistake.severity) == (
        "cards/glossary.en.toml",
        "bad-glossary",
        "error",
    )
    assert (mistake.line, mistake.found) == (line, found)


def test_a_wrong_line_does_not_spoil_the_others() -> None:
    """What is sound in a glossary counts."""
    glossary, wrong = read_glossary('"a" = 1\n"lease" = ["lock", "leas"]', "x")
    assert len(wrong) == 2
    assert [variant.stem for variant in glossary.variants] == ["lock"]
