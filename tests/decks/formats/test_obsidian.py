"""Decks whose cards are parted by `?` lines, tidy and damaged: which block asks, which answers, which does neither."""

from __future__ import annotations

import pytest

from bot.decks.formats import Imported
from bot.decks.formats.obsidian.notebook import OBSIDIAN
from bot.errors import DeckError

DAMAGED = r"""# Bazy danych

# Część 1

Czym jest indeks gęsty

?

Ma wpis dla każdego wiersza tabeli.

Czym jest indeks rzadki

2

Ma wpis dla każdej strony, dlatego jest mniejszy. Koszt to $rac{n}{b}$ stron.

#### Ile wpisów mieści węzeł drzewa?

- ?
- 1. Zależy od rozmiaru strony
- 2. Zwykle $\left[ rac{m}{2}, m
ight]$



␣
Jak liczy się koszt złączenia zagnieżdżonego

$$C = b_R + n_R \cdot b_S$$

Dlaczego dziennik zapisuje się najpierw

␣
Bo po awarii odtwarza się z niego strony.



Na rysunku zapisuightarrow strona

Złączenie haszowe a sortowane



Duży zbiór



Mały zbiór

# Część 2

# Czym jest fantom

?

# **Definicja**

Wiersz, który pojawia się przy powtórnym odczycie.

Poziomy izolacji

?




Kiedy baza wybiera skan

?

XD, tego nie będzie

Indeksy w chmurze (to nie jest pytanie)

# Dodatek
""".replace("␣", " ")

COMPACT = """#flashcards/net

## Transport
Some prose about ports that belongs to no card.

What does a port number tell? #ports
?
Which program of a host is meant.
It has 16 bits.
<!--SR:!2026-08-29,4,270-->

Which of these are private?
10.0.0.0/8 or 11.0.0.0/8
??
The first:
- it is in RFC 1918

Later remarks that nobody asked for.

Why is DNS mostly UDP? :: One round trip.

## Names
Explain what a resolver does

?

It asks the servers in turn:

```
dig +trace example.org
?
```
"""


def read(text: str) -> Imported:
    return OBSIDIAN.parse(text, "x/net.md")


def cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in read(text).deck.cards]


def test_a_damaged_deck_keeps_every_card() -> None:
    """Separators read wrongly, in a list, or lost altogether still part questions from answers."""
    assert cards(DAMAGED) == [
        ("Czym jest indeks gęsty", "Ma wpis dla każdego wiersza tabeli."),
        (
            "Czym jest indeks rzadki",
            r"Ma wpis dla każdej strony, dlatego jest mniejszy. Koszt to $\frac{n}{b}$ stron.",
        ),
        (
            "Ile wpisów mieści węzeł drzewa?",
            "1. Zależy od rozmiaru strony\n2. Zwykle $\\left[ \\frac{m}{2}, m\\right]$",
        ),
        ("Jak liczy się koszt złączenia zagnieżdżonego", r"$$C = b_R + n_R \cdot b_S$$"),
        (
            "Dlaczego dziennik zapisuje się najpierw",
            "Bo po awarii odtwarza się z niego strony.\n\nNa rysunku zapisu $\\rightarrow$ strona",
        ),
        ("Złączenie haszowe a sortowane", ""),
        ("Czym jest fantom", "### **Definicja**\n\nWiersz, który pojawia się przy powtórnym odczycie."),
        ("Poziomy izolacji", ""),
        ("Kiedy baza wybiera skan", ""),
    ]


def test_what_is_no_card_is_left_out_with_its_line() -> None:
    """Headings that group and lines that say they are no question are no cards."""
    left = [(p.line, p.found, p.mend) for p in read(DAMAGED).problems if p.kind == "left_out"]
    assert [(found, mend) for _, found, mend in left] == [
        ("# Bazy danych", "a chapter heading, not a card"),
        ("# Część 1", "a chapter heading, not a card"),
        ("# Część 2", "a chapter heading, not a card"),
        ("Indeksy w chmurze (to nie jest pytanie)", "it says itself that it is no question"),
        ("# Dodatek", "a chapter heading, not a card"),
    ]
    assert all(DAMAGED.split("\n")[line - 1] == found for line, found, _ in left)


def test_cards_without_an_answer_are_kept_and_say_why() -> None:
    """An empty place, labels of a drawing and a joke are no answers: the card stays and is not asked."""
    reasons = [p.mend.split(";")[0] for p in read(DAMAGED).problems if p.kind == "unanswered"]
    assert reasons == [
        "only labels of a lost picture stand below it",
        "nothing stands below it, perhaps a lost picture",
        "what stands below it is no answer",
    ]


def test_every_repair_says_what_stood_where() -> None:
    """Separators and formulas put right are reported with line, what was found and what it is now."""
    repairs = {(p.line, p.found, p.expected) for p in read(DAMAGED).problems if p.kind == "repaired"}
    assert {
        (13, "2", "?"),
        (15, "$rac{n}{b}$", r"$\frac{n}{b}$"),
        (19, "- ?", "?"),
        (20, "- 1.", "1."),
        (21, "$\\left[ rac{m}{2}, m\night]$", r"$\left[ \frac{m}{2}, m\right]$"),
        (29, "no separator", "?"),
    } <= repairs


def test_a_tidy_deck_ends_its_cards_at_blank_lines() -> None:
    """Where separators touch question and answer, prose after a blank line belongs to no card."""
    imported = read(COMPACT)
    assert [(c.question, c.answer, c.tags) for c in imported.deck.cards] == [
        (
            "What does a port number tell?",
            "Which program of a host is meant.\nIt has 16 bits.",
            ("ports", "net"),
        ),
        (
            "Which of these are private?\n10.0.0.0/8 or 11.0.0.0/8",
            "The first:\n- it is in RFC 1918",
            ("net",),
        ),
        (
            "The first:\n- it is in RFC 1918",
            "Which of these are private?\n10.0.0.0/8 or 11.0.0.0/8",
            ("net",),
        ),
        ("Why is DNS mostly UDP?", "One round trip.", ("net",)),
        (
            "Explain what a resolver does",
            "It asks the servers in turn:\n\n```\ndig +trace example.org\n?\n```",
            ("net",),
        ),
    ]
    assert (imported.deck.title, read(DAMAGED).deck.title) == ("net", "Bazy danych")


def test_a_tidy_deck_says_what_it_left_out() -> None:
    """Prose, headings and the plugin's own tag are named, not dropped."""
    left = [(p.line, p.mend) for p in read(COMPACT).problems if p.kind == "left_out"]
    assert left == [
        (1, "the plugin's own tag; the levels below it are kept as tags"),
        (3, "a chapter heading, not a card"),
        (4, "text outside any card"),
        (18, "text outside any card"),
        (22, "a chapter heading, not a card"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "What is a\n\n?\n\nOne.\n\nWhat is b\n\n?\n\nTwo.\n\nlease\n??\na promise\n\nProse.\n",
            [("What is a", "One."), ("What is b", "Two."), ("lease", "a promise"), ("a promise", "lease")],
            id="a-mark-that-touches-among-others-that-do-not",
        ),
        pytest.param(
            "What is A?\n\n?\n\nOne.\n\nHow many bits?\n\n?\n\n2\n\nWhat is C?\n\n?\n\nThree.\n",
            [("What is A?", "One."), ("How many bits?", "2"), ("What is C?", "Three.")],
            id="two-is-an-answer",
        ),
        pytest.param(
            "What is A?\n\n?\n\nOne.\n\nHow many bits?\n\n2\n\nWhat is C?\n\n?\n\nThree.\n",
            [("What is A?", "One."), ("How many bits?", "2"), ("What is C?", "Three.")],
            id="two-answers-without-mark",
        ),
        pytest.param(
            "What is A?\n?\nOne.\nWhat is B?\n?\nTwo.\n",
            [("What is A?", "One."), ("What is B?", "Two.")],
            id="no-blank-lines-at-all",
        ),
        pytest.param(
            "Что делает этот запрос:\n\n```sql\nSELECT 1\n```\n\n?\n\nВозвращает единицу.\n",
            [("Что делает этот запрос:\n\n```sql\nSELECT 1\n```", "Возвращает единицу.")],
            id="code-in-the-question",
        ),
        pytest.param(
            "$$a^2 + b^2$$\n\n?\n\nThe square of the hypotenuse.\n",
            [("$$a^2 + b^2$$", "The square of the hypotenuse.")],
            id="a-formula-asks",
        ),
        pytest.param(
            "What is A?\n\n?\n\nWhere $x$ is the input.\n\nOf course, it depends.\n",
            [("What is A?", "Where $x$ is the input.\n\nOf course, it depends.")],
            id="where-explains",
        ),
        pytest.param(
            "Что такое A?\n\n?\n\nПервое.\n\nКак правило, это дорого.\n\nЧем больше строк, тем дольше.\n",
            [("Что такое A?", "Первое.\n\nКак правило, это дорого.\n\nЧем больше строк, тем дольше.")],
            id="idioms",
        ),
        pytest.param(
            "## Cache\n\n?\n\nKeeps copies.\n\n## Buffer\n\nEvens out speeds.\n",
            [("Cache", "Keeps copies."), ("Buffer", "Evens out speeds.")],
            id="a-heading-lost-its-mark",
        ),
        pytest.param(
            "What is A?\n\n?\n\nA table:\n\nx\ty\tz\n1\t2\t3\n",
            [("What is A?", "A table:\n\n| x | y | z |\n| --- | --- | --- |\n| 1 | 2 | 3 |")],
            id="tabs",
        ),
        pytest.param(
            "- What is A?\n?\nOne.\n\n- What is B?\n？\nTwo.\n",
            [("What is A?", "One."), ("What is B?", "Two.")],
            id="questions-in-a-list",
        ),
        pytest.param(
            "---\ntags: [net]\n---\nWhat is A?\n?\nOne.\n\n---\n\nNotes.\n",
            [("What is A?", "One.")],
            id="front-matter-and-rule",
        ),
        pytest.param(
            "What is A?\nIt is a letter.\n\nWhat is B?\n?\nAnother.\n",
            [("What is A?", "It is a letter."), ("What is B?", "Another.")],
            id="lost-mark-without-blank-lines",
        ),
        pytest.param(
            "What is A?\n\n?\n\nOne.\n\nDraw B\n\n?\n\n\n\nWhat is C?\n\nThree.\n",
            [("What is A?", "One."), ("Draw B", ""), ("What is C?", "Three.")],
            id="a-lost-answer-and-then-a-lost-mark",
        ),
        pytest.param(
            "# B\n\n## What is A?\n?\nOne.\n\n## Low tide\n?\nTwo.\n\n## High tide\nThree.\n\n## Part two\n\n"
            "Words.\n\n## Ebb\n?\nFour.\n",
            [("What is A?", "One."), ("Low tide", "Two."), ("High tide", "Three."), ("Ebb", "Four.")],
            id="a-heading-lost-its-mark-where-marks-touch",
        ),
        pytest.param(
            "1. **What is A?**\n?\nOne.\n\n2. What is **B**?\n?\nTwo.\n",
            [("What is A?", "One."), ("What is **B**?", "Two.")],
            id="numbers-and-bold-letters",
        ),
        pytest.param(
            "What is A?\n?\n- one\n-\n- two\n\nWhat is B?\n-\nThree.\n\nWhat is C?\n—\n- four\n- five\n",
            [("What is A?", "- one\n-\n- two"), ("What is B?", "Three."), ("What is C?", "- four\n- five")],
            id="dashes",
        ),
    ],
)
def test_where_an_answer_ends_and_a_question_begins(text: str, expected: list[tuple[str, str]]) -> None:
    """Separators, question words, marks, room and what follows decide together."""
    assert cards(text) == expected


@pytest.mark.parametrize(
    ("mark", "score"),
    [("-", 0.65), ("—", 0.65), ("2", 0.65)],
)
def test_one_damage_throughout_is_recognised(mark: str, score: float) -> None:
    """The same thing below every line that asks is a separator, though none is tidy; numbers that run up are not."""
    text = "What is A?\n{}\nOne.\n\nWho is B?\n{}\nTwo.\n\nWhat is C?\n{}\nThree.\n"
    assert OBSIDIAN.recognise(text.format(mark, mark, mark)).score >= score
    assert OBSIDIAN.recognise(text.format("1", "2", "3")).score < score
    assert cards(text.format(mark, mark, mark))[1:] == [("Who is B?", "Two."), ("What is C?", "Three.")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("?\n?\n", id="only-separators"),
        pytest.param("# Notes\n\nNothing to ask here.\n", id="only-prose"),
        pytest.param("", id="empty"),
    ],
)
def test_a_text_without_questions_is_refused(text: str) -> None:
    """Nothing that asks is one clear error."""
    with pytest.raises(DeckError, match="no question found"):
        read(text)


def test_a_formula_that_cannot_be_put_right_for_certain_is_named() -> None:
    """Damage without one certain reading is left as it stands and reported with its line."""
    problems = read("What is A?\n\n?\n\nText.\n\nWith $\\left( a$ and more.\n").problems
    assert [(p.kind, p.line, p.found) for p in problems] == [("bad-formula", 7, "$\\left( a$")]


def test_prose_set_as_a_formula_becomes_prose_again() -> None:
    """Words that a converter took for maths are words again, with the real maths in dollars."""
    damaged = r"$\mathsf{Klucz} \ \mathsf{g\l\'owny} \ \mathsf{wskazuje} \ \mathsf{wiersz} \ r_i, \ \mathsf{zawsze}.$"
    imported = read(f"Czym jest klucz?\n\n?\n\n{damaged}\n")
    assert imported.deck.cards[0].answer == "Klucz główny wskazuje wiersz $r_i$, zawsze."
    assert [p.found for p in imported.problems] == [damaged]


def test_json_is_no_note() -> None:
    """What stands in JSON between brackets is neither a separator nor a gap."""
    text = '{\n "result": [\n  {\n   "cards": [\n    1\n   ]\n  },\n  {\n   "cards": [\n    2\n   ]\n  }\n ]\n}\n'
    assert OBSIDIAN.recognise(text).score == 0.0


def test_a_separator_may_be_indented_by_a_tab() -> None:
    """A tab before a damaged separator makes it no tidy one."""
    text = "\tWhat is a row?\n\t2\n\tA record.\n"
    assert "1 lines with only ?" not in OBSIDIAN.recognise(text).reasons
