"""Our own Markdown, JSON and CSV as they come back from people's disks."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.decks import export, formats, native
from bot.domain.card import Choice
from bot.domain.history import History, Schedule
from bot.errors import DeckError
from tests.decks.export.pasts import NOW, sample

MEMORY = (
    "stability=3.5 difficulty=5.0 due=2026-03-05T23:00:00+00:00 last_day=2026-03-03 reps=2 lapses=0 rating=4"
)
CARD = f"## What is a key?\n<!-- memory: {MEMORY} -->\n\nIt names a row.\n"
JSON = export.FORMATS["json"].write(sample(), [], NOW).decode()


def test_a_memory_is_nothing_to_an_operator() -> None:
    """A deck with memories checks as one without."""
    parsed = native.parse(CARD, "x.md")
    assert parsed.problems == ()
    assert parsed.deck.cards[0].answer == "It names a row."
    assert [history.key for history in parsed.histories] == [parsed.deck.cards[0].key]


@pytest.mark.parametrize(
    "memory",
    [
        pytest.param(MEMORY.replace("rating=4", "rating=6"), id="a rating of six"),
        pytest.param(MEMORY.replace("stability=3.5", "stability=nan"), id="no number"),
        pytest.param(MEMORY.replace("+00:00", ""), id="no zone"),
        pytest.param(MEMORY.replace(" reps=2", ""), id="a part missing"),
        pytest.param(MEMORY.replace("2026-03-05", "9999-12-31"), id="the end of time"),
        pytest.param(MEMORY + " more", id="a part too many"),
    ],
)
def test_a_memory_that_cannot_be_is_told(memory: str) -> None:
    """A damaged memory is left out with its line, and is no mistake of the deck."""
    parsed = native.parse(CARD.replace(MEMORY, memory), "x.md")
    assert [(each.line, each.kind, each.severity) for each in parsed.problems] == [(2, "left_out", "note")]
    assert parsed.histories == ()


def test_own_markdown_comes_back_with_its_mistakes() -> None:
    """Front matter counts, every mistake is told, and nothing that stands outside a card is lost."""
    text = (
        "---\ntitle: Keys\nlanguage: pl\n---\n# Keys\n\nAbout keys.\n\n"
        + CARD
        + "\n<!-- look this up -->\n\n## What is a view?\n\n## What is a key?\n\nAgain.\n\n## One?\n\n- [x] a\n"
    )
    imported = formats.read(text, "keys.md")
    assert (imported.format, imported.deck.title, imported.deck.language) == ("native", "Keys", "pl")
    assert [card.line for card in imported.deck.cards] == [9, 16, 22]
    told = {(each.line, each.kind): each.found for each in imported.problems}
    assert told[7, "left_out"] == "About keys."
    assert told[14, "left_out"].strip() == "look this up"
    assert told[16, "unanswered"] == "What is a view?"
    assert told[18, "duplicate"] == "What is a key?\nAgain."
    assert told[24, "too-few-choices"] == "a"
    assert len(imported.histories) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# A page\n\n## Install\n\nRun it.\n\n## Use\n\nUse it.\n", id="a page with chapters"),
        pytest.param(
            "### What is a key?\n\nIt names a row.\n\n### And a view?\n\nA query.\n", id="Markdown questions"
        ),
        pytest.param("What is a key?\n?\nIt names a row.\n", id="an Obsidian note"),
        pytest.param('{"name": "x", "messages": []}', id="foreign JSON"),
    ],
)
def test_others_are_not_ours(text: str) -> None:
    """Neither of our own formats takes what is not ours."""
    opinions = {form.name: opinion.score for form, opinion in formats.recognise(text)}
    assert opinions["native"] < 0.5
    assert opinions["quizbot-json"] == 0


REFUSED = {
    "no JSON": (JSON[:-4], "is no JSON"),
    "a foreign object": ("{}", "no JSON of ours"),
    "a list": ("[]", "no JSON of ours"),
    "a newer version": (JSON.replace('"version": 1', '"version": 2'), "version 2"),
    "a bad head": (JSON.replace('"language": "en"', '"language": "?"'), "language"),
    "no cards": ('{"format": "quizbot", "version": 1}', "no list of cards"),
    "nested deeply": ('{"format": "quizbot", "version": 1, "cards": ' + "[" * 99_999, "nested too deeply"),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_json_that_is_refused(text: str, why: str) -> None:
    """A file that is not ours at all is one error that says why."""
    with pytest.raises(DeckError, match=why):
        formats.read(text, "x.json", "quizbot-json")


def test_one_bad_card_loses_no_other() -> None:
    """A card that is not sound is told with its line; a broken memory never enters."""
    file = json.loads(JSON)
    lines = JSON.split("\n")
    broken = [
        lines[0],
        lines[1],
        lines[2].replace('"key": "tree"', '"key": "a tree"'),
        json.dumps({**file["cards"][2], "answer": "\ud800", "memory": {"stability": 1e400}}),
        lines[4],
    ]
    imported = formats.read("\n".join(broken).replace("}\n{", "},\n{"), "x.json", "quizbot-json")
    assert [card.line for card in imported.deck.cards] == [2]
    assert [(each.line, each.kind) for each in imported.problems] == [(3, "left_out"), (4, "left_out")]
    assert all(each.mend.startswith("the card is not sound: ") for each in imported.problems)


def test_the_same_card_twice_has_one_past() -> None:
    """Of two cards with one key one is kept, and told."""
    deck = sample()
    text = export.FORMATS["json"].write(deck, [History("tree")], NOW).decode()
    lines = text.split("\n")
    twice = "\n".join([lines[0], lines[2], *lines[1:]])
    imported = formats.read(twice, "x.json")
    assert len(imported.deck.cards) == 3
    assert [each.kind for each in imported.problems] == ["unanswered", "duplicate"] or imported.counts[
        "duplicate"
    ] == 1


def test_our_table_may_have_been_edited_in_a_spreadsheet() -> None:
    """Moved columns, semicolons, missing and strange cells cost nothing; what cannot be is told."""
    text = (
        "id;question;mine;answer;tags;choices;hint;explanation;concept;likes;due;interval;memory;deck;difficulty\n"
        'leaf;Is `a<b>` a leaf?;todo;;sql, trees;"[x] Yes\n[ ] No — it has no child";Look.;;tree;7;;;;;1\n'
        ";Why?;;    code;;[x] alone;;;two words;many;2026-03-20;30;;Trees;9\n"
        ";;;lost;;;;;;;;;;\n"
    )
    imported = formats.read(text, "x.csv")
    one, two = imported.deck.cards
    assert (one.question, one.answer, one.tags, one.hint) == (
        "Is `a<b>` a leaf?",
        "Yes",
        ("sql", "trees"),
        "Look.",
    )
    assert one.choices == (Choice("Yes", right=True), Choice("No", right=False, reason="it has no child"))
    assert (one.key, one.concept, one.likes, imported.deck.title) == ("leaf", "tree", 7, "Trees")
    assert (two.answer, two.choices, two.concept, two.likes) == ("    code", (), "", None)
    assert imported.histories == (History(two.key, memory=Schedule(date(2026, 3, 20), 30)),)
    left = [(each.line, each.found) for each in imported.problems]
    assert left == [(2, "todo"), (4, "[x] alone"), (4, "many"), (4, "9"), (4, "two words"), (5, "lost")]
