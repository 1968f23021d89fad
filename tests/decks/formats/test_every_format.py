"""What holds for every format: recognition, refusal, and that no line of a file is lost."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from cProfile import Profile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.decks import formats, native, writer
from bot.decks.formats import Format, Imported
from bot.decks.formats.questions import ASKS, asking
from bot.domain.history import History, Schedule
from bot.errors import DeckError
from tests.decks.formats.hostile import PIECES
from tests.decks.formats.samples import SAMPLES

LINES = (
    "What is a key?",
    "Как устроен индекс?",
    "Czym jest widok",
    "It names a row.",
    "Он похож на дерево.",
    "?",
    "??",
    "2",
    "- ?",
    "",
    "",
    " ",
    "# Part 1",
    "#### Czym jest klucz",
    "#sql",
    "#deep learning",
    "#бд #индекс",
    "👍4",
    "4👍2",
    "🔥7",
    "🔹Title",
    "▪️ Item one.",
    "1️⃣ first",
    "- 1. item",
    "- item",
    "2) second",
    "$$x = rac{1}{2}$$",
    "$$",
    "with $a ightarrow b$",
    "and $\\left[ a",
    "ight]$ there",
    "```",
    "x = f(1)",
    "---",
    "<!-- note -->",
    "<!--SR:!2026-01-02,3,250-->",
    "1.2K views",
    "10:02",
    "Anna, [05.03.2024 09:00]",
    "Forwarded from Somebody",
    "[In reply to Anna]",
    "[ Poll : Which one? ]",
    "Q: What is a row?",
    "Answer: a record",
    "A) first",
    "B",
    "12 comments",
    "567 links",
    "Download Telegram",
    "VIEW IN TELEGRAM",
    "Join us: https://example.org",
    "XD",
    "to nie jest pytanie",
    "a\tb\tc",
    "one :: two",
    "cell::nucleus",
    "left ::: right",
    "- Which one?;;That one.",
    "See `a::b`, std::vector and [[Note::Part]].",
    "The ==first== and the ==second== gap.",
    "The {{c1::third::ordinal}} gap.",
    "A **bold** word in a sentence.",
    "#flashcards/sql",
    "#flashcards/db What is a row? :: A record <!--SR:!2026-03-04,5,270-->",
    "<!--SR:!2026-01-02,3,250!2026-01-09,10,230-->",
    "+++",
    "![[p.png]]",
    "**bold**",
    "Quiz",
    "8",
    "Why so? :",
    "1",
    "Q",
    "A",
    "A  • a wall",
    "  • a door",
    "How well did you know this?",
    "Not at all",
    "Perfectly",
    "Rooms Flashcards",
    "click below",
    "Free flashcards",
    "Normal Size Small Size show me how",
    "| Question | Answer |",
    "|---|---|",
    "| hall | room (a | b) |",
    "| cellar | |",
    "cellar\t",
    "Key A term for what opens.",
    "Front",
    "Back",
    "1. What is a lock?",
    "2. Как устроен журнал? Он растёт.",
    "3、什么是索引？答：一种结构。 4、锁的作用",
    "x 2 x^{2} x2",
    "下一篇：锁",
    "Q3: What is a page?",
    "A: Eight kilobytes.",
    "### What is a cursor?",
    "**What is a plan?**",
    "#### Answer: B",
    "- A: one",
    "- B: two",
    "- [x] right",
    "- [ ] wrong",
    "<details><summary>What is a leaf?</summary>",
    "<summary>Answer</summary>",
    "</details>",
    "The <b>end</b> of List<T> &amp; <br/>more <script>x()</script>",
    "- [What is a key?](#what-is-a-key)",
    "**[⬆ Back to Top](#top)**",
    "question,answer,tags",
    'What is a view?,"A stored, named query",sql',
    '"unclosed,cell',
    "term\tmeaning",
    "ключ;имя",
    "::Title:: What is it? {=right ~wrong#no ~other}",
    "Is it so? {T}",
    "Half {=open",
    "// remark",
    "$CATEGORY: top/databases",
    "A. one",
    "B) two",
    "ANSWER: B",
    "#separator:tab",
    "#html:true",
    "#tags column:3",
    "#guid column:1",
    'What is a view?\tIt is a "stored" query\tsql',
    '"a ""quoted"" field',
    'of lines"\t"one < two"',
    "## What is a view?",
    "## Jak działa",
    "<!-- memory: stability=3.5 -->",
)
REACTIONS = {"👍4", "4👍2", "🔥7"}
TAGGED = {"sql", "deep", "learning", "бд", "индекс", "flashcards", "db"}  # a tag counts once
MARKUP = {
    "details",
    "summary",
    "b",
    "br",
    "amp",
}  # the names of tags and signs, where a format takes HTML for markup
LABELS = {  # what a file of the format numbers and marks its options with, and markup
    "aiken": {"A", "B", "ANSWER", *MARKUP},
    "gift": {"T", *MARKUP},
    "table": MARKUP,
    "open-trivia": MARKUP,
    "anki-text": {"T", "script", "x", *MARKUP},
}
STRUCTURE = {"SR", "c1"}  # what says where a schedule and a gap are
documents = st.lists(st.sampled_from(LINES), min_size=1, max_size=30).map("\n".join)
anything = st.text(max_size=300)
every_format = pytest.mark.parametrize("form", formats.FORMATS, ids=lambda form: form.name)


def told_schedule(history: History) -> str:
    """A schedule as the plugin for Obsidian writes it."""
    schedule = history.memory
    assert isinstance(schedule, Schedule)
    assert schedule.ease is not None
    return f"{schedule.due.isoformat()},{schedule.interval},{schedule.ease * 100:g}"


def words(text: str) -> Counter[str]:
    """The words of a text, without what a repair of a formula may put before them."""
    return Counter(re.findall(r"[^\W_]+", text))


def told(imported: Imported) -> Counter[str]:
    """Every word that stands in a card or in a problem."""
    deck = imported.deck
    texts = [" ".join([*deck.tags, deck.title])]
    for card in deck.cards:
        options = [f"{choice.text} {choice.reason}" for choice in card.choices]
        said = [card.question, card.answer, card.hint, card.explanation, *card.tags, *options]
        texts.append(" ".join([*said, str(card.likes or "")]))
    texts += [problem.found for problem in imported.problems]
    texts += [f"SR {told_schedule(history)}" for history in imported.histories]
    return words("\n".join(texts))


@every_format
@given(text=documents)
@example(text="What is a key?\n?\nIt names a row.\n#sql\n👍4")
def test_no_line_is_lost(form: Format, text: str) -> None:
    """Every word of a file stands in a card or in a problem, as often as in the file; a repeated tag once."""
    try:
        imported = form.parse(text, "x.md")
    except DeckError:
        return
    counted = "\n".join(line for line in text.split("\n") if line not in REACTIONS)  # these are added up
    here = told(imported)
    missing = {word for word in words(counted) - here if not (word in TAGGED and word in here)}
    missing -= STRUCTURE | LABELS.get(form.name, set())
    assert not missing, f"{missing} of {text!r}"


@every_format
@given(text=st.one_of(documents, anything, st.tuples(documents, anything).map("".join)))
def test_any_text_gives_cards_or_one_error(form: Format, text: str) -> None:
    """Whatever a file holds, a format returns cards and problems with lines of the file, or raises one DeckError."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert 0 <= form.recognise(text).score <= 1
    try:
        imported = form.parse(text, "x.md")
    except DeckError:
        return
    assert imported.deck.cards
    assert imported.counts["kept"] == len(imported.deck.cards)
    assert all(1 <= card.line <= lines and card.question.strip() for card in imported.deck.cards)
    assert [p.line for p in imported.problems] == sorted(p.line for p in imported.problems)
    assert all(1 <= p.line <= lines for p in imported.problems)


@pytest.mark.parametrize(("name", "text"), SAMPLES.items(), ids=SAMPLES.keys())
def test_a_text_is_read_by_the_format_that_knows_it(name: str, text: str) -> None:
    """The content decides, not the file's name."""
    format_name = name.partition(",")[0]
    assert formats.read(text, "whatever.bin").format == format_name
    assert formats.recognise(text)[0][0].name == format_name
    assert len(formats.read(text, "whatever.bin").deck.cards) == 2


def test_every_format_has_a_sample() -> None:
    """No format is left out of what the samples are for."""
    assert {name.partition(",")[0] for name in SAMPLES} == {form.name for form in formats.FORMATS}


def test_the_person_may_name_the_format() -> None:
    """A name given by hand wins over what the text looks like."""
    assert formats.read("What is a key?\n\nIt names a row.\n", "x.txt", "obsidian").format == "obsidian"


def test_an_unknown_text_is_refused_with_the_two_nearest_formats() -> None:
    """A file of an unknown shape says which formats were nearest and why each did not fit."""
    with pytest.raises(DeckError) as refused:
        formats.read("Just a letter to a friend.\nNothing more.\n", "letter.txt")
    assert "article: 0 numbered headings" in str(refused.value)
    assert "obsidian: no line with only ?, no question::answer, no ==gap==" in str(refused.value)


LOGGED = "2026-05-12 10:00:0{0},123 INFO server: row {0} read, or not\n"
UNKNOWN = {
    "a shopping list": ("Milk\nBread\nEggs x 12\nSoap (two)\n", "a list", "table", "obsidian"),
    "a Russian one to tick": ("# Купить\n- [ ] молоко\n- [x] хлеб\n", "a list", "table", "obsidian"),
    "a Chinese one": ("买菜清单\n牛奶\n面包\n鸡蛋十个\n", "a list", "table", "obsidian"),
    "source": (
        "import os\n\n\ndef size(path):\n    found = os.stat(path)\n    return found.st_size\n",
        "the source of a program", "markdown-questions", "gift",
    ),
    "minutes": (
        "# Meeting\n\nHere: Ann, Bob\n\n## Decided\n\n- Ann writes.\n\nThe next one is on Monday.\n",
        "notes under headings", "markdown-questions", "obsidian",
    ),
    "Russian minutes": (
        "Встреча 12 мая\n\n1. Бюджет\nОбсудили, сколько тратим.\n\n2. Найм\nБоря пишет.\n",
        "notes with numbers", "article", "markdown-questions",
    ),
    "a poem": (
        "The lamp is out, the street is wide,\nA cat walks home along the rain;\nIt waits, and walks away again.\n",
        "running text", "article", "obsidian",
    ),
    "a log": ("".join(map(LOGGED.format, range(9))), "the log of a program", "table", "telegram-channel"),
    "JSON": ('{"name": "app", "version": "1.0"}', "JSON without cards in it", "open-trivia", "quizbot-json"),
    "a page": (
        "<!DOCTYPE html>\n<html><h1>Lintel</h1><table><tr><td>Flat</td><td>Stone</td></tr></table></html>",
        "a web page", "brainscape", "studystack",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "look", "first", "second"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_the_nearest_formats_are_those_it_looks_like(text: str, look: str, first: str, second: str) -> None:
    """What a text is taken for decides which two formats are told of, and each says what it misses."""
    with pytest.raises(DeckError) as refused:
        formats.read(text, "x.txt")
    assert f"looks like {look}; the nearest two do not fit ({first}: " in refused.value.problem
    assert f"; {second}: " in refused.value.problem


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "1\nQ\n\nWhat is a key?\n\nA\n\nA name.\n\nHow well did you know this?\n1\n2\n3\n4\n" * 9,
            id="ratings",
        ),
        pytest.param("3. Means\nf\n(\nx\n)\n=\nx\n?\ny\n?\n2\n?\n4. Medians\n" * 9, id="glyphs"),
    ],
)
def test_other_lone_digits_and_marks_are_no_deck(text: str) -> None:
    """Rating scales and formulas copied glyph by glyph are not taken for separators."""
    assert all(seen.score < 0.5 for form, seen in formats.recognise(text) if form.name != "brainscape")


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    """A format nobody knows is answered with those there are."""
    with pytest.raises(DeckError, match="telegram-channel, obsidian"):
        formats.read("x", "x.txt", "docx")


@every_format
@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_with_length_alone(form: Format, piece: str) -> None:
    """A text four times as long takes about four times as many calls, whatever it repeats."""

    def calls(size: int) -> int:
        text = piece * (size // len(piece))
        profile = Profile()
        profile.enable()
        try:
            with suppress(DeckError):
                form.parse(text, "x")
        finally:
            profile.disable()
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(1_600) < 5 * calls(400) + 500


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    """A file in UTF-8 or UTF-16 is read by content."""
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        file = tmp_path / f"{encoding}.txt"
        file.write_bytes(SAMPLES["telegram-channel"].encode(encoding))
        assert len(formats.read_file(file).deck.cards) == 2


@every_format
@given(text=documents)
def test_what_was_imported_survives_the_native_format(form: Format, text: str) -> None:
    """A deck written as a native file has the same questions and answers when it is read again."""
    with suppress(DeckError):
        deck = form.parse(text, "x.md").deck
        again = native.parse(writer.write(deck), "x.md").deck
        assert [(c.question, c.answer) for c in again.cards] == [(c.question, c.answer) for c in deck.cards]
        assert [{*c.tags} for c in again.cards] == [{*c.tags, *deck.tags} for c in deck.cards]


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("Bias a wariancja", True),
        ("Precyzja a czułość", True),
        ("Return a list", False),
        ("Reverse a string", False),
    ],
)
def test_an_article_compares_nothing(line: str, asks: bool) -> None:
    """The Polish `a` between two nouns asks for their difference; the English one does not."""
    assert (asking(line) >= ASKS) is asks
