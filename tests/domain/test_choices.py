"""The options of a quiz: fair, and never right by accident."""

from __future__ import annotations

from random import Random

import pytest

from bot.decks.load import load
from bot.domain.card import Card, Choice, Deck
from bot.domain.choices import Sibling, options, short_answer
from tests.bench.guesser import CARDS, MOST, bare, guessed

OTHERS = {
    "How is a list sorted while it arrives?": "an insertion sort",
    "Which structure answers a membership query with mistakes?": "a Bloom filter",
    "What keeps keys in buckets?": "a hash table",
    "What keeps the newest pages?": "an LRU cache",
    "What orders jobs by urgency?": "a priority queue",
    "What finds words by prefix?": "a prefix tree",
    "What shares the load by hashing?": "a hash ring",
    "What is written before the data?": "a write-ahead log",
}
TREE = Card(key="tree", question="Which index serves ranges?", answer="a B-tree", concept="b-tree")


def siblings(*more: Card) -> list[Sibling]:
    """Other cards of the deck."""
    known = [Card(key=answer, question=question, answer=answer) for question, answer in OTHERS.items()]
    return [Sibling(card, card.key, 0) for card in (*known, *more)]


def asked(card: Card, *more: Card, seed: int = 0) -> tuple[Choice, ...]:
    """The options of a card among these."""
    return options(card, card.key, siblings(*more), Random(seed))


def texts(choices: tuple[Choice, ...]) -> set[str]:
    """What they say."""
    return {choice.text for choice in choices}


def test_a_card_s_own_options_are_kept() -> None:
    """Whatever the author wrote is asked, in another order, with its reasons."""
    own = (Choice("one", right=True), Choice("two", right=False, reason="too many"))
    card = Card(key="own", question="How many?", answer="One.", choices=own)
    orders = {asked(card, seed=seed) for seed in range(8)}
    assert {frozenset(order) for order in orders} == {frozenset(own)}
    assert len(orders) == 2


def test_wrong_options_are_found() -> None:
    """A short answer stands among three others of its deck."""
    made = asked(TREE)
    assert len(made) == 4
    assert [choice.text for choice in made if choice.right] == ["a B-tree"]
    assert texts(made) - {"a B-tree"} <= set(OTHERS.values())


POINTING = ("All of the above", "both A and B", "Всё перечисленное", "Wszystkie powyższe", "以上都对", "A和C")


@pytest.mark.parametrize("text", POINTING)
def test_options_that_speak_of_others_stay_where_they_are(text: str) -> None:
    """In another order such an option would say something else."""
    own = (Choice("one", right=False), Choice("two", right=False), Choice(text, right=True))
    card = Card(key="own", question="How many?", answer="One.", choices=own)
    assert {asked(card, seed=seed) for seed in range(6)} == {own}


ALSO_RIGHT = {
    "the same answer": Card(key="x", question="What is on disk?", answer="A B-tree"),
    "the same with a slip": Card(key="x", question="What is on disk?", answer="a B-trees"),
    "one that contains it": Card(key="x", question="What is on disk?", answer="a B-tree index"),
    "of the same concept": Card(key="x", question="Drzewo?", answer="a balanced tree", concept="b-tree"),
    "nearly the same question": Card(key="x", question="Which index serves a range?", answer="a skip list"),
    "the same family": Card(key="tree", question="What is on disk?", answer="a skip list"),
}


@pytest.mark.parametrize("other", ALSO_RIGHT.values(), ids=ALSO_RIGHT.keys())
def test_no_option_is_right_by_accident(other: Card) -> None:
    """What might pass for right is never a wrong option."""
    for seed in range(12):
        assert other.answer not in texts(asked(TREE, other, seed=seed))


def test_what_the_answer_speaks_of_is_no_wrong_option() -> None:
    """A card that names other things in its explanation, or counts several as right, does not offer them."""
    card = Card(
        key="tree",
        question="Which index serves ranges?",
        answer="a B-tree",
        explanation="Or a prefix tree, slowly.",
    )
    synonyms = Card(
        key="two",
        question="Which one?",
        answer="a queue that keeps a priority queue",
        choices=(Choice("a heap", right=True), Choice("a hash ring", right=True)),
    )
    for seed in range(12):
        assert "a prefix tree" not in texts(asked(card, seed=seed))
    assert asked(synonyms) == ()


UNLIKE = {
    "a number": "42",
    "a formula": "$x^2$",
    "code": "`SELECT 1`",
    "Russian": "хеш-таблица",
    "Chinese": "哈希表",
    "a sentence": "It is a tree whose keys are sorted.",
    "too long": "a very unusual and hardly ever balanced tree of trees",
}


@pytest.mark.parametrize("answer", UNLIKE.values(), ids=UNLIKE.keys())
def test_options_are_alike_in_kind_and_length(answer: str) -> None:
    """An answer that looks different is no option beside these, and makes no quiz with them alone."""
    odd = Card(key="odd", question="What else?", answer=answer)
    assert all(answer not in texts(asked(TREE, odd, seed=seed)) for seed in range(8))
    assert asked(odd) == ()


def test_answers_too_long_for_an_option() -> None:
    """A long answer, one of several lines and none at all make no quiz."""
    for answer in ("word " * 30, "one\ntwo", ""):
        assert asked(Card(key="x", question="What?", answer=answer)) == ()
        assert short_answer(Card(key="x", question="What?", answer=answer)) == ""


def test_an_answer_that_gives_itself_away_gets_other_options() -> None:
    """A right option far longer than the author's wrong ones stands among answers of its own length."""
    long = "It keeps the keys sorted, so a whole range is read in one walk"
    own = (Choice(long, right=True), Choice("By magic", right=False), Choice("It does not", right=False))
    card = Card(key="long", question="How does the index serve this?", answer="…", choices=own)
    fitting = [
        Card(
            key=f"f{n}",
            question=f"What does part {name} do?",
            answer=f"It {verb}, all in one pass",
        )
        for n, (name, verb) in enumerate(
            [
                ("alpha", "hashes every key into one of many small buckets"),
                ("beta", "writes each page twice and compares them"),
                ("gamma", "locks whatever others are about to read"),
                ("delta", "sends all rows to each of the replicas it knows of"),
                ("epsilon", "forgets pages nobody has asked for"),
            ]
        )
    ]
    made = asked(card, *fitting, seed=3)
    assert "By magic" not in texts(made)
    assert long in texts(made)
    assert asked(card) == ()  # and where there are none, it is no quiz


def test_a_word_of_the_question_does_not_give_it_away() -> None:
    """Where only the right answer repeats the question's words, there is no quiz."""
    card = Card(key="x", question="What is a merge tree for merging?", answer="a merge tree")
    plain = [each for each in siblings() if "tree" not in each.card.answer]
    assert options(card, "x", plain, Random(1)) == ()


ORDERS = 4  # of the options found for each card: half the cards of a small deck have none, and chance must even out


def test_bundled_decks_cannot_be_guessed() -> None:
    """Taking the longest option, or the one that shares most words with the question, is right in under 35 %."""
    found: dict[str, dict[str, float]] = {}
    for deck in load([CARDS]).decks:
        for kind, cards, orders in (("own", deck, 1), ("found", _some(bare(deck)), ORDERS)):
            found[f"{deck.slug} {kind}"] = guessed(cards, orders).right
    assert found
    assert {
        who: right for who, right in found.items() if max(right["longest"], right["sharing"]) >= MOST
    } == {}


def _some(deck: Deck) -> Deck:
    """So many that chance evens out, in little time."""
    return Deck(deck.slug, deck.title, deck.language, deck.cards[:30])
