from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decks.problems import Kind, Problem
from bot.decks.slug import slug_of
from bot.decks.tags import is_tag, merged, tag_of, tags_of_line


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("cards/deep-learning.en.md", "deep-learning-en"),
        ("SQL & joins.MD", "sql-joins"),
        ("głębokie uczenie.md", "glebokie-uczenie"),
        ("a_b--c.md", "a_b--c"),
        ("колода.md", "deck-f30dc3"),
        ("ml 深度.md", "ml-dfb608"),
        (".md", "deck-cec7ea"),
    ],
)
def test_a_file_name_gives_a_slug(path: str, slug: str) -> None:
    """A deck's slug is its file's name in plain letters; letters lost are replaced by a hash of the name."""
    assert slug_of(path) == slug


@given(st.text(min_size=1))
def test_a_slug_is_its_own_slug(name: str) -> None:
    """Whatever the file's name, the slug fits links and commands, and stays when a file is named after it."""
    slug = slug_of(name)
    assert 1 <= len(slug) <= 48
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-")
    assert slug_of(f"{slug}.md") == slug


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("#Deep learning", "deep_learning"),
        ("C++", "c"),
        ("глубокое обучение", "глубокое_обучение"),
        ("Straße", "strasse"),
        ("2024", "_2024"),
        ("a/b-c", "a_b_c"),
        ("!?", ""),
        ("👍", ""),
    ],
)
def test_a_text_gives_the_nearest_tag(text: str, tag: str) -> None:
    """What cannot stand in a tag becomes an underscore between what can."""
    assert tag_of(text) == tag


@given(st.text())
def test_a_tag_is_read_as_it_was_made(text: str) -> None:
    """A tag made of any text is one, is its own tag, and is read from a line."""
    tag = tag_of(text)
    assert not tag or (
        is_tag(tag) and tag_of(tag) == tag and tags_of_line(f" #{tag}  #{tag}\u200b") == (tag, tag)
    )


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("#deep_learning #CNN", ("deep_learning", "cnn")),
        ("#a,#b, #c", ("a", "b", "c")),
        ("#оптимизация", ("оптимизация",)),
        ("#CI/CD #e2e-tests", ("ci_cd", "e2e_tests")),
        ("#a b", ()),
        ("#a #1", ()),
        ("# a", ()),
        ("##a", ()),
        ("#include <a>", ()),
    ],
)
def test_a_line_of_tags_has_nothing_else(line: str, tags: tuple[str, ...]) -> None:
    """Hashtags count only where a line holds nothing but hashtags."""
    assert tags_of_line(line) == tags


def test_tags_come_together_in_order() -> None:
    """Each tag is kept once, where it was first met."""
    assert merged(["b", "a"], ["a", "c"]) == ("b", "a", "c")


@pytest.mark.parametrize(
    ("problem", "line", "severity"),
    [
        pytest.param(
            Problem("cards/x.md", 14, "empty-choice", "an empty choice", "text", "delete the line"),
            "cards/x.md:14: empty-choice: found an empty choice; expected text; delete the line", "error",
            id="error",
        ),
        pytest.param(
            Problem("x.md", 3, "repaired", r"$\rac$", r"$\frac$"),
            r"x.md:3: repaired: found $\rac$; now $\frac$", "note", id="repair",
        ),
        pytest.param(
            Problem("x.md", 0, "left_out", "two\nlines  " + "a" * 200),
            f"x.md: left_out: found two lines {'a' * 69}…", "note", id="long and several lines",
        ),
    ],
)  # fmt: skip
def test_a_problem_is_one_line(problem: Problem, line: str, severity: str) -> None:
    """A problem says where, what, what was expected and what to do, on one line however long its text is."""
    assert str(problem) == line
    assert problem.severity == severity


def test_the_kinds_of_an_import_are_notes() -> None:
    """What an importer did to a card is told without failing a check."""
    fates: list[Kind] = ["repaired", "unanswered", "duplicate", "left_out"]
    assert {Problem("x", 1, kind, "").severity for kind in fates} == {"note"}
