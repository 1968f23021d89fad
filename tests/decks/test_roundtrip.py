from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decks.draft import answer_of
from bot.decks.markdown import EDGES, lines_of, trimmed
from bot.decks.native import parse
from bot.decks.tags import merged, tag_of
from bot.decks.writer import write
from bot.domain.card import Card, Choice, Deck
from bot.domain.identity import question_key
from bot.errors import DeckError

PIECES = (
    *"#-*+>`~$|\\<>!&[]():;.,_=—–",
    *("##", "## ", "### a", "# ", "#tag", "#a #b", "- [x] ", "- [ ] a", "1. [x] b", "> [!TIP]", "> [!NOTE] a"),
    *("[!TIP]", "> a", "<!--", "-->", "<!-- id: a -->", "```", "````", "```python", "~~~", "---", "...", "$x$"),
    *("$$", "$$\ny\n$$", "`a — b`", " — ", " -- ", "—", "--", "\\—", "&mdash;", "&amp;mdash;", "&#45;-", "&#10;"),
    *("&amp;#10;", "\n", "\n\n", "\n    ", "\n\t", "  ", " ", "\xa0", "\u200b", "\ufeff", "word", "слово", "ważny"),
    *("梯度", "👍🏽", "e\u0301", "\u2028", "\x0b", "\x00", "'", '"', "null", "no", "1", "${", "%", "@"),
)  # fmt: skip

texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map(
    lambda pieces: "\n".join(lines_of("".join(pieces)))
)
short = texts.map(lambda text: text.strip(EDGES))
blocks = texts.map(lambda text: trimmed(text.split("\n")))
one_line = texts.map(lambda text: " ".join(text.strip(EDGES).split()))
names = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.]{0,20}", fullmatch=True)
tags = st.lists(texts.map(tag_of).filter(bool), max_size=3).map(lambda found: merged(found))


@st.composite
def choices(draw: st.DrawFn) -> tuple[Choice, ...]:
    """Nothing, or at least two different choices of which one is right."""
    unique = draw(
        st.lists(short.filter(bool), max_size=5, unique_by=lambda text: " ".join(text.casefold().split()))
    )
    if len(unique) < 2:
        return ()
    right = draw(st.sets(st.integers(0, len(unique) - 1), min_size=1))
    return tuple(Choice(text, at in right, draw(short)) for at, text in enumerate(unique))


@st.composite
def cards(draw: st.DrawFn, shared: tuple[str, ...]) -> Card:
    question, offered = draw(short.filter(bool)), draw(choices())
    return Card(
        key=draw(names | st.just(question_key(question))),
        question=question,
        answer=draw(blocks) or answer_of(offered),
        choices=offered,
        tags=merged(draw(tags), shared),
        hint=draw(blocks),
        explanation=draw(blocks),
        concept=draw(names | st.just("")),
        likes=draw(st.none() | st.integers(0, 10**9 - 1)),
        difficulty=draw(st.none() | st.integers(1, 3)),
    )


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    shared = draw(tags)
    return Deck(
        slug=draw(st.from_regex(r"[a-z0-9_-]{1,48}", fullmatch=True)),
        title=draw(one_line.filter(bool)),
        language=draw(st.sampled_from(["en", "ru", "pl", "zh", "pt-BR", "zh-Hans", "sr-Latn-RS", "no"])),
        cards=tuple(draw(st.lists(cards(shared), max_size=4, unique_by=lambda card: card.key))),
        tags=shared,
        licence=draw(one_line),
        source=draw(one_line),
    )


def read_back(deck: Deck) -> Deck:
    """The deck after a trip through its file, without line numbers."""
    read = parse(write(deck), f"{deck.slug}.md").deck
    return replace(read, cards=tuple(replace(card, line=0) for card in read.cards))


@given(decks())
def test_a_written_deck_is_read_back_as_it_was(deck: Deck) -> None:
    """Whatever a deck says, with markup, maths and dashes anywhere, is the same after writing and reading."""
    assert read_back(deck) == deck


def deck_of(**facts: object) -> Deck:
    card = replace(Card(key=question_key("What is it?"), question="What is it?", answer="This."), **facts)  # type: ignore[arg-type]
    card = replace(card, key=question_key(card.question) if "key" not in facts else card.key)
    return Deck("small", "Small", "en", (card,))


WRONG_WITH_DASH = (Choice("a — b", right=False, reason="c — d"), Choice("e — f", right=True))
IN_CODE = (Choice("`a — b` $c -- d$", right=False), Choice("x", right=True))
ENTITIES = (Choice("&mdash; — &#45;- --", right=False), Choice("&mdash; —", right=True))
LINES = (Choice("a\nb", right=False), Choice("c\n— d", right=True, reason="e\nf"))
LEAKING = (Choice("a ` b", right=False, reason="c ` d"), Choice("e", right=True, reason="because — yes"))


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"answer": "## No question\n- [x] no choice\n#no #tag\n# no title"}, id="structure in an answer"),
        pytest.param({"answer": "\\## one\n\\\\- [ ] two\n\\#a"}, id="structure already escaped"),
        pytest.param({"answer": "<!-- id: x -->\nb <!-- c -->\n\\<!-- d\n<!--\n-->"}, id="comments in an answer"),
        pytest.param({"answer": "```\n## code\n- [x] code\n#a\n<!-- id: x -->\n\\## b\n```"}, id="fenced structure"),
        pytest.param({"answer": "```python\n## open"}, id="a fence that nothing closes"),
        pytest.param({"answer": "```a\n## x\n```b\ny\n```"}, id="a fence that was forgotten"),
        pytest.param({"answer": "> [!TIP]\n> no hint\n\n> [!NOTE] no note"}, id="callouts in an answer"),
        pytest.param({"hint": "a\n[!TIP] b\n\n  [!NOTE]\n\\[!tip]"}, id="callouts in a hint"),
        pytest.param({"answer": "    code first\nthen text"}, id="indented code first"),
        pytest.param({"question": "What is C #"}, id="a question that ends in a hash"),
        pytest.param({"question": "What is C \\##"}, id="a question that ends in an escaped hash"),
        pytest.param({"question": "#"}, id="a question of one hash"),
        pytest.param({"question": "What does\n```\nprint(1)\n```\nprint?"}, id="a question of several lines"),
        pytest.param({"question": "What is &#10; in &amp;#10;?"}, id="a question about line breaks"),
        pytest.param({"question": "Is <!-- id: a -->"}, id="a question that ends in a comment"),
        pytest.param({"choices": WRONG_WITH_DASH}, id="dashes in choices and reasons"),
        pytest.param({"choices": LEAKING}, id="a code mark in a choice and another in its reason"),
        pytest.param({"choices": IN_CODE}, id="dashes in code"),
        pytest.param({"choices": ENTITIES}, id="entities"),
        pytest.param({"choices": LINES}, id="lines"),
        pytest.param({"key": "my.Own-id", "concept": "c", "likes": 0, "difficulty": 3}, id="all that a comment says"),
    ],
)  # fmt: skip
def test_what_looks_like_structure_survives(facts: dict[str, object]) -> None:
    """Text that would be read as structure is escaped by the writer and restored by the reader."""
    assert read_back(deck_of(**facts)) == deck_of(**facts)


def test_choices_alone_need_no_answer() -> None:
    """An answer that only repeats the right choices is not written twice."""
    offered = (Choice("a", right=True), Choice("b", right=False), Choice("c", right=True))
    deck = deck_of(choices=offered, answer="- a\n- c")
    assert write(deck).endswith("## What is it?\n\n- [x] a\n- [ ] b\n- [x] c\n")
    assert read_back(deck) == deck


def test_a_card_says_its_own_tags_only() -> None:
    """Tags of the deck stand in the front matter; a card repeats them only where its order asks for it."""
    own_last = replace(deck_of(tags=("deck", "own")), tags=("deck",))
    own_first = replace(deck_of(tags=("own", "deck")), tags=("deck",))
    assert "\n#own\n" in write(own_first)
    assert "\n#deck #own\n" in write(own_last)
    assert read_back(own_first) == own_first
    assert read_back(own_last) == own_last


@pytest.mark.parametrize(
    "facts", [{"key": "two words"}, {"concept": "a--b"}, {"key": "ключ"}, {"key": "x" * 65}]
)
def test_an_impossible_id_is_refused(facts: dict[str, object]) -> None:
    """A key that no comment can hold is an error, as another key would cost the card its memories."""
    with pytest.raises(DeckError, match=r"small\.md: .* cannot be written as an id"):
        write(deck_of(**facts))


@given(texts | st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """No text makes the reader fail, every problem has a line of the file, and what was read can be written."""
    parsed = parse(text, "any.md")
    assert all(0 <= problem.line <= len(lines_of(text)) for problem in parsed.problems)
    assert len({card.key for card in parsed.deck.cards}) == len(parsed.deck.cards)
    assert read_back(parsed.deck) == replace(
        parsed.deck, cards=tuple(replace(card, line=0) for card in parsed.deck.cards)
    )
