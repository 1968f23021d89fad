"""Which question is which."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.card import Card
from bot.domain.identity import Known, Member, families, likeness, match, question_key
from bot.domain.wording import normal

SAME_KEY = {
    "case": ("What is Dropout?", "what is dropout?"),
    "markup": ("What is **dropout** and `p`?", "What is dropout and p?"),
    "emphasis inside emphasis": ("Why **is *this* so**?", "Why is this so?"),
    "underscores": ("What is _dropout_?", "What is dropout?"),
    "heading": ("## What is dropout?", "What is dropout"),
    "numbering": ("12. What is dropout?", "7) What is dropout?"),
    "spaces": ("  What is\n dropout ?", "What is dropout ?"),
    "outer punctuation": ("— What is dropout?!", "What is dropout."),
    "full width": ("什么是ＣＮＮ？", "什么是CNN?"),
    "invisible letters": ("What is drop\u00adout\u200b?", "What is dropout?"),
    "maths over two lines": ("Is $a +\n b$ odd?", "Is $a+b$ odd?"),
    "maths with other spaces": ("Is $a + b$ odd?", "Is $a+b$ odd?"),
    "apostrophe": ("What’s a kernel?", "What's a kernel?"),
}

OTHER_KEY = {
    "another word": ("What is dropout?", "What is dropconnect?"),
    "maths keeps its case": ("What is $N$?", "What is $n$?"),
    "maths keeps its indices": ("What is $x_1$?", "What is $x_2$?"),
    "maths keeps its stars": ("What is $*a*$?", "What is $a$?"),
    "C, C++ and C#": ("What is C?", "What is C#?"),
    "a star that is no markup": ("What is A*?", "What is A?"),
    "underscores inside a name": ("What is max_len?", "What is maxlen?"),
}


@pytest.mark.parametrize(("a", "b"), SAME_KEY.values(), ids=SAME_KEY.keys())
def test_dress_does_not_change_the_key(a: str, b: str) -> None:
    """The key survives a change of dress."""
    assert question_key(a) == question_key(b)
    assert likeness(a, b) == 1.0


@pytest.mark.parametrize(("a", "b"), OTHER_KEY.values(), ids=OTHER_KEY.keys())
def test_meaning_changes_the_key(a: str, b: str) -> None:
    """The key changes with what is asked."""
    assert question_key(a) != question_key(b)


def test_blanks_cost_nothing() -> None:
    """A long run of mixed blanks is folded before anything is looked for in it, so it costs no more than a word."""
    blanks = "\t \n" * 100_000  # read before folding, these take a quarter of an hour
    assert normal(f"What{blanks}is{blanks}it?") == "what is it"
    assert question_key(f"What{blanks}is{blanks}it?") == question_key("What is it?")


def test_a_key_never_moves() -> None:
    """The key of a question is the same in every version of the program, for databases remember it."""
    assert question_key("What is L1?") == "29fa03afdf3a"


def test_a_question_of_punctuation_keeps_it() -> None:
    """Two questions without a word are still two questions."""
    assert normal(" ??? ") == "???"
    assert question_key("???") != question_key("!!!")


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_symmetric_share(a: str, b: str) -> None:
    """Likeness is between 0 and 1, the same both ways, and 1 for a question and itself."""
    assert 0.0 <= likeness(a, b) <= 1.0
    assert likeness(a, b) == pytest.approx(likeness(b, a))
    assert likeness(a, a) == 1.0


@given(st.text(max_size=60))
def test_a_key_is_twelve_hexadecimal_characters(text: str) -> None:
    """A key has 12 hexadecimal characters whatever the question."""
    assert len(question_key(text)) == 12
    assert int(question_key(text), 16) >= 0


# What an author edits, with the answer changed too, so that the question alone must be recognised.
RECOGNISED = {
    "en typo fixed": ("What is droput?", "What is dropout?"),
    "en letters swapped": ("Explain regulairzation.", "Explain regularization."),
    "en words reordered": ("Compare precision and recall.", "Compare recall and precision"),
    "en rephrased lightly": ("Explain batch normalization", "What is batch normalisation?"),
    "en plural": ("What is a vanishing gradient?", "What are vanishing gradients?"),
    "ru typo fixed": ("Что такое переобучнеие?", "Что такое переобучение?"),
    "ru other ending": ("Чем отличается точность от полноты?", "Чем отличаются точность и полнота?"),
    "ru ё": ("Что такое взвешённая сумма?", "Что такое взвешенная сумма?"),
    "pl diacritics": ("Jak dziala spadek gradientu?", "Jak działa spadek gradientu?"),
    "pl rephrased lightly": ("Co to jest przeuczenie?", "Czym jest przeuczenie?"),
    "zh turned round": ("什么是过拟合？", "过拟合是什么？"),
    "zh politely": ("什么是批量归一化？", "请解释一下批量归一化。"),
    "zh reordered": ("梯度消失和梯度爆炸有什么区别？", "梯度爆炸与梯度消失的区别是什么？"),
}

NOT_RECOGNISED = {
    "en number": ("What is L1?", "What is L2?"),
    "en index in maths": ("What is $L_1$?", "What is $L_2$?"),
    "en comparative": ("What is Fast R-CNN?", "What is Faster R-CNN?"),
    "en one word more": ("What is R-CNN?", "What is Fast R-CNN?"),
    "en prefix": ("What is overfitting?", "What is underfitting?"),
    "en twin terms": ("What does the encoder do here?", "What does the decoder do here?"),
    "en one letter of a short word": ("What is macro F1?", "What is micro F1?"),
    "en opposite": ("Why use a large batch size?", "Why use a small batch size?"),
    "en negated": ("Why is ReLU convex?", "Why is ReLU not convex?"),
    "en other intent": ("What is dropout?", "Why dropout?"),
    "en languages": ("What is C?", "What is C++?"),
    "ru prefix": ("Что такое переобучение?", "Что такое недообучение?"),
    "ru other noun": ("Что такое точность модели?", "Что такое полнота модели?"),
    "ru without": ("Что такое обучение с учителем?", "Что такое обучение без учителя?"),
    "pl other noun": ("Co to jest precyzja?", "Co to jest czułość?"),
    "pl number": ("Jak działa norma L1?", "Jak działa norma L2?"),
    "pl why": ("Jak działa dropout?", "Dlaczego działa dropout?"),
    "zh opposite": ("什么是过拟合？", "什么是欠拟合？"),
    "zh negated": ("什么是监督学习？", "什么是无监督学习？"),
    "zh why": ("什么是注意力？", "为什么注意力？"),
    "nothing": ("", "What is dropout?"),
}


KINDS = ("cached", "nested", "remote", "shared", "sorted", "static", "stable", "sparse")
THINGS = ("pipeline", "protocol", "session", "cluster", "iterator", "compiler", "registry", "manifest")


def _pair(old: str, new: str, old_answer: str, new_answer: str) -> dict[int, int]:
    known = Known(7, question_key(old), old, old_answer)
    return match([known], [Card(question_key(new), new, new_answer)])


@pytest.mark.parametrize(("old", "new"), RECOGNISED.values(), ids=RECOGNISED.keys())
def test_an_edited_question_is_the_same_card(old: str, new: str) -> None:
    """A question that was respelled, reordered or lightly rephrased keeps its memories."""
    assert _pair(old, new, "Alpha beta gamma.", "Delta epsilon zeta.") == {0: 7}


@pytest.mark.parametrize(("old", "new"), NOT_RECOGNISED.values(), ids=NOT_RECOGNISED.keys())
def test_a_question_that_shares_words_is_another_card(old: str, new: str) -> None:
    """Two questions that merely share words are two cards."""
    assert _pair(old, new, "Alpha beta gamma.", "Delta epsilon zeta.") == {}


def test_the_answer_bears_witness_for_a_rephrased_question() -> None:
    """A question whose terms changed is the same card when its answer stayed."""
    old, new = "What is the difference between precision and recall?", "How do precision and recall relate?"
    answer = "Precision is the share of hits among what was found, recall among what exists."
    assert _pair(old, new, answer, answer + " Both matter.") == {0: 7}
    assert _pair(old, new, answer, "Something else entirely.") == {}


def test_a_changed_number_is_not_excused_by_the_answer() -> None:
    """A number that differs makes another card even under the same answer."""
    assert _pair("What is the L1 norm?", "What is the L2 norm?", "A norm.", "A norm.") == {}


def test_an_id_added_to_a_question_keeps_the_card() -> None:
    """An author who gives an old question an id keeps its memories."""
    old = Known(3, question_key("What is dropout?"), "What is dropout?", "Noise.")
    assert match([old], [Card("dropout", "What is dropout?", "Noise.")]) == {0: 3}


def test_the_same_key_beats_a_likeness() -> None:
    """The same key wins over any likeness, whatever the text says now."""
    old = [Known(1, "a", "What is dropout?", "x"), Known(2, "b", "What is pooling?", "y")]
    new = [Card("b", "What is dropout?", "x"), Card("c", "What is pooling?", "y")]
    assert match(old, new) == {0: 2}


def test_each_stored_card_is_given_away_once() -> None:
    """Two new cards that look like one stored card do not share its memories; the more alike one gets them."""
    old = [Known(1, "k", "What is dropout?", "Units are dropped at random.")]
    new = [
        Card("m", "What is droput?", "Something."),
        Card("n", "What is dropout?", "Units are dropped at random."),
    ]
    assert match(old, new) == {1: 1}


def test_equal_questions_are_told_apart_by_their_answers() -> None:
    """Of two stored cards with one question, the answer says which is which."""
    old = [
        Known(1, "k1", "What is a kernel?", "The core of an operating system."),
        Known(2, "k2", "What is a kernel?", "A small matrix that slides over a picture."),
    ]
    new = [
        Card("m1", "What is a kernel?", "A small matrix that slides over the picture."),
        Card("m2", "What is a kernel?", "The core of any operating system."),
    ]
    assert match(old, new) == {0: 2, 1: 1}


def test_a_repeated_key_is_matched_once() -> None:
    """A deck that says the same thing twice cannot have one stored card twice."""
    assert match([Known(1, "k", "Why?", "a")], [Card("k", "Why?", "a"), Card("k", "Why?", "a")]) == {0: 1}


def test_matching_ignores_the_order_of_the_stored_cards() -> None:
    """The same decks give the same pairs, however the rows come out of the database."""
    old = [Known(i, f"old{i}", f"How does method number {i} work?", f"Like {i}.") for i in range(30)]
    new = [Card(f"new{i}", f"Explain how the method number {i} works", f"Like {i}.") for i in range(30)]
    expected = match(old, new)
    shuffled = random.Random(1).sample(old, k=len(old))
    assert match(shuffled, new) == expected
    assert expected == {i: i for i in range(30)}


@pytest.mark.parametrize("old", [[], [Known(1, "k", "Why?", "a")]], ids=["nothing stored", "nothing left"])
def test_an_empty_side_matches_nothing(old: list[Known]) -> None:
    """An empty deck matches nothing."""
    assert match(old, []) == {}


def test_a_family_is_the_concept() -> None:
    """Cards of one concept are one family, in any language and case."""
    cards = [Member(1, "What is dropout?", "dropout"), Member(2, "Что такое дропаут?", "Dropout")]
    assert families(cards) == {1: "concept:dropout", 2: "concept:dropout"}


def test_near_duplicates_are_a_family_through_others() -> None:
    """Near-duplicates are one family, transitively, and other cards are alone."""
    cards = [
        Member(5, "What is batch normalization?"),
        Member(2, "What is batch normalisation?"),
        Member(9, "Explain batch normalisations!"),
        Member(4, "What is layer normalization?"),
    ]
    assert families(cards) == {5: "card:2", 2: "card:2", 9: "card:2", 4: "card:4"}


def test_a_near_duplicate_joins_the_concept() -> None:
    """A card without a concept joins that of its near-duplicate; two concepts stay two."""
    cards = [
        Member(1, "What is dropout?", "dropout"),
        Member(2, "What is droput?"),
        Member(3, "what is DROPOUT", "regularisation"),
    ]
    assert families(cards) == {1: "concept:dropout", 2: "concept:dropout", 3: "concept:regularisation"}


@pytest.mark.parametrize(("a", "b"), NOT_RECOGNISED.values(), ids=NOT_RECOGNISED.keys())
def test_different_questions_are_two_families(a: str, b: str) -> None:
    """Questions that merely share words may come on one day."""
    assert len(set(families([Member(1, a), Member(2, b)]).values())) == 2


def test_many_copies_of_one_question_are_one_family() -> None:
    """A question that occurs more often than the index follows is still one family."""
    assert set(families([Member(i, "What is dropout?") for i in range(200)]).values()) == {"card:0"}


def test_a_near_duplicate_is_found_in_a_crowd() -> None:
    """However many cards share each word of a question, its near-duplicates are still found."""
    subjects = [f"{kind} {thing}" for kind in KINDS for thing in THINGS]
    crowd = [f"How does {a} differ from {b}?" for a, b in pairwise(subjects * 3)] + [
        f"What is {subject} used for?" for subject in subjects
    ]
    added = {
        "How does cached pipline differ from cached protocol?": (
            "How does cached pipeline differ from cached protocol?"
        ),
        "What is the nested sessions used for": "What is nested session used for?",
    }
    of = families([Member(i, question) for i, question in enumerate([*crowd, *added])])
    for position, original in enumerate(added.values(), len(crowd)):
        assert of[position] == of[crowd.index(original)]


def test_a_long_question_with_a_word_more_is_a_near_duplicate() -> None:
    """In a long question one term more or less does not make another family, in a short one it does."""
    long = "How would you partition orders, customers, invoices, payments and shipments across several{} regions?"
    short = "What is a{} index?"
    asked = [long.format(""), long.format(" distant"), short.format("n"), short.format(" partial")]
    of = families([Member(i, question) for i, question in enumerate(asked)])
    assert [of[i] for i in range(4)] == ["card:0", "card:0", "card:2", "card:3"]


def test_ten_thousand_cards_compare_few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work grows with the number of cards, not with its square."""
    rng = random.Random(5)
    subjects = ["".join(rng.choices("abcdefghijklmnop", k=rng.randint(4, 11))) for _ in range(3000)]
    shape = "What is the difference between {} and {}?"
    cards = [Member(i, shape.format(*rng.sample(subjects, 2))) for i in range(10_000)]
    compared = 0

    def counting(a: object, b: object) -> float:
        nonlocal compared
        compared += 1
        return 0.0

    monkeypatch.setattr("bot.domain.identity.alike", counting)
    assert len(families(cards)) == 10_000
    assert compared < 40 * len(cards)
