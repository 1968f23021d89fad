"""The reader of the code that the catalogues' proofs stand on: it must see what it is there to find."""

from __future__ import annotations

import ast

import pytest

from tests.i18n.code import Module, own_words, shown_letters, uses

SECTIONS = frozenset({"post", "undo"})


def module(source: str) -> Module:
    """A module with this source."""
    return Module("tg/some.py", ast.parse(source))


USES = {
    "said": ('t("post.over")', [("post.over", set(), False)]),
    "said with arguments": ('t("post.step", done=1, size=2)', [("post.step", {"done", "size"}, False)]),
    "said as a plural": ('t.plural("post.next", 3, best=4)', [("post.next", {"best"}, True)]),
    "said at once": ('speaks(chat)("failed")', [("failed", set(), False)]),
    "said in a notice": ('pages.notice(speaks(chat), "unknown")', [("unknown", set(), False)]),
    "said as a refusal": ('raise NotAllowed("undo.too_late")', [("undo.too_late", set(), None)]),
    "one of two": ('t("post.a" if x else "post.b")', [("post.a", set(), False), ("post.b", set(), False)]),
    "put together": ('t(f"post.{name}_how")', [("post.{}_how", set(), False)]),
    "passed by": ('key = "undo.done"', [("undo.done", set(), None)]),
    "passed by, put together": ('key = f"post.{name}"', [("post.{}", set(), None)]),
    "of no section": ('file = "some.py"', []),
    "not said": ('translator("en")', []),
}


@pytest.mark.parametrize(("source", "expected"), USES.values(), ids=USES.keys())
def test_keys_are_found(source: str, expected: list[tuple[str, set[str], bool | None]]) -> None:
    """A key is found wherever it is said or passed by, with its arguments."""
    assert [(use.key, set(use.arguments), use.plural) for use in uses(module(source), SECTIONS)] == expected


WRITTEN = {
    "a sentence": ('text = "Press the button"', 1),
    "a sentence with a hole": ('text = f"Hello, {name} dear friend"', 1),
    "a sentence in Russian": ('text = "Нажмите кнопку"', 1),
    "a sentence in Chinese": ('text = "请按按钮"', 1),
    "a returned sentence": ('def f():\n    """A promise made."""\n    return "so it is"', 1),
    "a docstring": ('def f():\n    """A promise made."""', 0),
    "an error": ('raise ValueError(f"no {x} such thing")', 0),
    "a log line": ('log.info("the loop stumbled")', 0),
    "a key": ('t("post.over")', 0),
    "a pattern of time": ('format_time(at, "HH:mm")', 0),
    "a tag": ('tag = "tg-spoiler"', 0),
}


@pytest.mark.parametrize(("source", "count"), WRITTEN.values(), ids=WRITTEN.keys())
def test_sentences_are_found(source: str, count: int) -> None:
    """A sentence written in the code is found, unless it is for developers or operators."""
    assert len(list(own_words(module(source)))) == count


LABELS = {
    "a word": ('Button("Undo", data("undo", 1))', 1),
    "a word by name": ('Button(text="Undo", data="undo:1")', 1),
    "a word with a hole": ('html.bold(f"{n} cards")', 1),
    "one of two": ('Toast("Done" if ok else "")', 1),
    "the second argument": ('desk.sender.answer_tap(query_id, "Done")', 1),
    "a key": ('Button(t("post.undo"), data("undo", 1))', 0),
    "a mark and a value": ('Button(f"✓ {label}", data("undo", 1))', 0),
    "data": ('data("undo", 1)', 0),
}


@pytest.mark.parametrize(("source", "count"), LABELS.values(), ids=LABELS.keys())
def test_labels_are_found(source: str, count: int) -> None:
    """A word handed straight to what shows text is found."""
    assert len(list(shown_letters(module(source)))) == count
