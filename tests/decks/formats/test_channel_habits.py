"""Habits of channels: how they label answers, put them off, sign their posts and call upon their readers."""

from __future__ import annotations

import pytest

from bot.decks import formats
from bot.decks.formats import Imported
from bot.decks.formats.telegram.channel import CHANNEL

NEXT = "What is a row?\n\nOne record.\n#sql\n"


def read(text: str) -> Imported:
    return CHANNEL.parse(text, "decks/ch.txt")


def cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in read(text).deck.cards]


@pytest.mark.parametrize(
    ("post", "answer"),
    [
        pytest.param("Что такое кеш?\n\nОтвет\nБыстрая память.", "Быстрая память.", id="a-label-alone"),
        pytest.param("What is a lag?\n\n💡 Answer\n\nA delay.", "A delay.", id="a-dressed-label"),
        pytest.param("A byte has eight bits.\n\nAnswer: True.", "True.", id="a-statement"),
        pytest.param(
            "Explain sharding.\n\nRows lie on many servers.", "Rows lie on many servers.", id="a-task"
        ),
        pytest.param("В чём суть ключа\n\nКлюч — имя строки.", "Ключ — имя строки.", id="yo"),
        pytest.param(
            "Назовите закон.\n\nОтвет ниже 👇\n||Не вреди.||", "Не вреди.", id="a-pointer-to-a-spoiler"
        ),
        pytest.param(
            "How long is a page?\n\nDrop your answer in the comments 👇", "", id="a-call-to-comment"
        ),
        pytest.param(
            "Czym jest widok?\n\nTabelą.\n\nNapiszcie w komentarzu!", "Tabelą.", id="a-call-in-polish"
        ),
        pytest.param(
            "What is a lock?\n\nA claim.\n\nDouble tap ❤️ for more", "A claim.", id="a-call-to-react"
        ),
        pytest.param("What is a lock?\n\nA claim.\n\n👉 @sql_daily_bot", "A claim.", id="a-signature"),
    ],
)
@pytest.mark.parametrize("dress", ["", "🚀 ", "❓ Question 14\n\n"])
def test_how_a_post_asks_and_ends(dress: str, post: str, answer: str) -> None:
    """Labels, words that say where the answer is, and calls at the end are no part of a card."""
    assert cards(f"{dress}{post}\n#it\n👍3\n{NEXT}")[0] == (post.split("\n", maxsplit=1)[0], answer)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ответ зависит от нагрузки.",
        "Answering takes time.",
        "State of the art.",
        "List comprehensions are short.",
    ],
)
def test_prose_is_no_label(sentence: str) -> None:
    """A sentence that begins like a label or a task is an answer as any other."""
    assert cards(f"What is slow here?\n\n{sentence}\n#it\n👍3\n")[0][1] == sentence


@pytest.mark.parametrize(
    "label",
    ["Answer:", "Ответ на вопрос выше:", "✅ Answer to question 12:", "Odpowiedź na pytanie dnia:", "答案："],
)
def test_the_next_post_may_be_the_answer(label: str) -> None:
    """A post that calls itself an answer answers the question right above it, if that had none; the report says so."""
    imported = read(
        f"What is a page? Answer in the next post 👇\n#db\n👍2\n{label} a block of rows.\n👍9\n{NEXT}"
    )
    card = imported.deck.cards[0]
    assert (card.question, card.answer, len(imported.deck.cards)) == (
        "What is a page?",
        "a block of rows.",
        2,
    )
    repaired = [p for p in imported.problems if p.kind == "repaired"]
    assert [(p.found, p.expected) for p in repaired] == [
        ("a block of rows.", "the answer to line 1: What is a page?")
    ]


def test_an_answer_below_a_question_that_has_one_changes_nothing() -> None:
    """Only a question without an answer takes the post below it."""
    assert cards(f"{NEXT}👍2\nAnswer: something else.\n#sql\n")[0] == ("What is a row?", "One record.")


def test_a_signature_may_change_its_emoji() -> None:
    """What many posts end with is one line, whatever stands before it; twice is enough for the channel's name."""
    ends = ("🐸 Daily rows", "Daily rows", "👉 Daily rows")
    posts = "".join(f"What is {n}?\n\nA letter.\n\n{end}\n#n\n" for n, end in zip("ABC", ends, strict=True))
    assert [answer for _, answer in cards(posts)] == ["A letter."] * 3
    named = "Daily rows | SQL\n3 photos\nDownload Telegram\n"
    posts = "".join(f"What is {n}?\n\nA letter.\n\nDaily rows\n#n\n" for n in "AB")
    assert [answer for _, answer in cards(named + posts)] == ["A letter."] * 2


def test_the_same_short_answer_again_and_again_is_no_signature() -> None:
    """Answers that are one word are kept, however often they come."""
    posts = "".join(f"Is {n} even?\n\nTrue\n#n\n👍1\n" for n in (2, 4, 6, 8))
    assert [answer for _, answer in cards(posts)] == ["True"] * 4


@pytest.mark.parametrize(
    "post",
    [
        pytest.param(
            "🤖 Хотите понимать базы данных?\n\nПриходите: https://example.org/k", id="asks-what-they-want"
        ),
        pytest.param("Tired of slow queries?\n\nSee https://example.org/fast", id="tired"),
        pytest.param("想学数据库吗？\n\n看这里：https://example.org/xue", id="chinese"),
        pytest.param("Ruszają zapisy na SQL!\n\nhttps://example.org/zapisy", id="polish"),
        pytest.param("Что такое курс?\n\nНаш новый курс: https://example.org/k", id="only-a-plug"),
        pytest.param(
            "Знаете, чем ключ лучше?\n\nОн быстр.\n\nСтарт 9 мая: https://example.org/k", id="sells-twice"
        ),
        pytest.param("What is ad?\n\nIt sells.\n\nLook at our stand.\n\n#ad", id="marked"),
    ],
)
def test_what_sells_is_no_card(post: str) -> None:
    """A post that asks its readers what they want, and links to it, sells."""
    assert cards(f"{post}\n👍1\n{NEXT}") == [("What is a row?", "One record.")]


def test_a_plug_below_an_answer_is_left_out_alone() -> None:
    """An answer keeps its card when only the last paragraph sells; what was cut is told."""
    imported = read(
        f"What is a key?\n\nA name.\n\nJoin our webinar: https://example.org/w -20%\n#sql\n{NEXT}"
    )
    assert [card.answer for card in imported.deck.cards] == ["A name.", "One record."]
    assert [p.found for p in imported.problems] == ["Join our webinar: https://example.org/w -20%"]


@pytest.mark.parametrize(
    ("lines", "likes"),
    [
        pytest.param("👍\n25\n❤\n3", 28, id="emoji-and-count-on-lines-of-their-own"),
        pytest.param("👍 2\n🔥 3", 5, id="two-lines"),
        pytest.param("👍\n512\n10:02", 1, id="views-above-a-time"),
        pytest.param("2👍", 2, id="count-first"),
        pytest.param("5👍 2❤", 7, id="counts-first"),
        pytest.param("4👍2", 2, id="a-lost-emoji"),
        pytest.param("👍 4 ❤️ 🔥2", 7, id="one-without-a-count"),
    ],
)
def test_ways_a_copy_leaves_reactions(lines: str, likes: int) -> None:
    """Emoji and counts may stand in any order, on one line or several."""
    assert [card.likes for card in read(f"{NEXT}{lines}\n").deck.cards] == [likes]


@pytest.mark.parametrize(
    "views", ["1.2K viewsAnna, 09:00", "1.4K viewsedited  09:00", "842 wyświetlenia, Anna, edytowano 08:00"]
)
def test_views_may_name_an_author(views: str) -> None:
    """Signed posts tell who wrote them between the views and the time."""
    imported = read(f"{NEXT}{views}\nWhat is a key?\n\nA name.\n{views}\n")
    assert [card.answer for card in imported.deck.cards] == ["One record.", "A name."]
    assert [(p.found, p.mend) for p in imported.problems] == [(f"{views}\n{views}", "views and times")]


@pytest.mark.parametrize(
    ("poll", "options"),
    [
        pytest.param(
            "Anonymous Quiz\n10%\n1912\n90%\n1914\n12 voters", "- 1912\n- 1914", id="options-of-digits"
        ),
        pytest.param(
            "Анонимный опрос\n\n• Да — 15%\n• Нет — 85%\n\n312 голосов", "- Да\n- Нет", id="shares-behind"
        ),
        pytest.param("Quiz\n15% Yes\n85% No", "- Yes\n- No", id="shares-before"),
        pytest.param("Poll\nUp to 15%\nMore", "- Up to 15%\n- More", id="a-percentage-is-an-option"),
    ],
)
def test_ways_a_copy_leaves_a_poll(poll: str, options: str) -> None:
    """Shares and bullets are no part of the options, nor is an emoji part of the question."""
    assert cards(f"Text above.\n📊 Which one is it?\n{poll}\n👍3\n{NEXT}")[0] == (
        f"Which one is it?\n\n{options}",
        "",
    )


def test_a_dressed_question_below_another_post_begins_its_own() -> None:
    """Without a blank line between posts, a line with an emoji that asks is a first one; a bullet is none."""
    text = "Price rises.\n👉 https://example.org\n🌳 How does pruning work\n\nIt cuts.\n🔹How to cut\n\nSlowly.\n#t\n"
    assert cards(text) == [("How does pruning work", "It cuts.\n\n- How to cut\n\nSlowly.")]


def test_stamps_tell_a_channel_from_an_article() -> None:
    """Names with times between posts are seen only in copied chats, whatever the posts look like."""
    stamp = "Ann, [05.03.2024 09:0{}]\n"
    text = f"{stamp.format(1)}Q1. What is a row?\nA record.\n\nQ2. What is a key?\nA name.\n\n{stamp.format(2)}Bye.\n"
    imported = formats.read(text, "decks/ch.txt")
    assert imported.format == "telegram-channel"
    assert [(c.question, c.answer) for c in imported.deck.cards] == [
        ("What is a row?", "A record."),
        ("What is a key?", "A name."),
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param("It starts.\nclass A {\nint b;\n}\nThen it ends.",
                     "It starts.\n\n```\nclass A {\nint b;\n}\n```\n\nThen it ends.", id="between-prose"),
        pytest.param("def f(a):\nb = a  # ещё раз\n\nn = f(b)\n\nprint(n)\nreturn n",
                     "```\ndef f(a):\nb = a  # ещё раз\n\nn = f(b)\n\nprint(n)\nreturn n\n```", id="blank-lines"),
        pytest.param("Две таблицы\nSELECT id\nFROM a\nWHERE id > 1;",
                     "Две таблицы\n\n```\nSELECT id\nFROM a\nWHERE id > 1;\n```", id="sql"),
        pytest.param("Так:\ngit add .\ngit commit", "Так:\n\n```\ngit add .\ngit commit\n```", id="shell"),
        pytest.param("хранит строки;\nищет по ключу;\nпишет журнал;",
                     "хранит строки;\n\nищет по ключу;\n\nпишет журнал;", id="a-list-with-semicolons"),
        pytest.param("From the left: one.\nFor the right: two.\nWith both: three.",
                     "From the left: one.\n\nFor the right: two.\n\nWith both: three.", id="prose-with-keywords"),
    ],
)  # fmt: skip
def test_programs_among_prose(answer: str, expected: str) -> None:
    """A program that lost its fence is fenced, blank lines inside and all, and prose around it is not."""
    assert cards(f"How is it done?\n\n{answer}\n#it\n👍3\n{NEXT}")[0][1] == expected


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        pytest.param("Q. What is 1 + 1?\n\n(a) 1\n(b) 2\n\nAns. (b) 2", ("What is 1 + 1?", "2", 2), id="letters"),
        pytest.param("Q.7) What is 1 + 1?\n1) 1\n2) 2\nCorrect answer: 2", ("What is 1 + 1?", "2", 2), id="digits"),
        pytest.param("How many are even?\n1) 2\n2) 4\n\nAnswer: 2",
                     ("How many are even?\n\n1. 2\n2. 4", "2", 0), id="a-number-of-options"),
        pytest.param("True or false: one is odd\n\nTrue", ("True or false: one is odd", "True", 0), id="true-or-false"),
        pytest.param("Сколько бит в байте? \nОтвет — восемь.", ("Сколько бит в байте?", "восемь.", 0), id="a-dash"),
        pytest.param("Что вернёт код?\n\na = 1\nprint(a)\n\nОтвет: 1",
                     ("Что вернёт код?\n\n```\na = 1\nprint(a)\n```", "1", 0), id="code-in-the-question"),
    ],
)  # fmt: skip
def test_quizzes_typed_by_hand(post: str, expected: tuple[str, str, int]) -> None:
    """Options with letters or digits are choices when the answer names one of them."""
    card = read(f"{post}\n#it\n👍3\n{NEXT}").deck.cards[0]
    assert (card.question, card.answer, len(card.choices)) == expected


def test_a_list_of_questions_and_tasks_is_one_card_each() -> None:
    """A task with a full stop is a question as any other of a numbered list."""
    text = "Asked today\n\n1. What is a row?\n2. Explain the keys.\n3. Why views?\n#it\n👍3\n"
    assert cards(text) == [("What is a row?", ""), ("Explain the keys.", ""), ("Why views?", "")]


def test_brackets_that_open_most_posts_are_a_rubric() -> None:
    """`【每日一题】` before every question is taken off; a topic in brackets that changes stays."""
    posts = "".join(f"【每日一题】什么是{word}？\n\n一种结构。\n#库\n👍1\n" for word in "表键图")
    assert [question for question, _ in cards(posts)] == ["什么是表？", "什么是键？", "什么是图？"]
    assert cards("【Redis】什么是键？\n\n名字。\n#库\n👍1\n")[0][0] == "【Redis】什么是键？"


def test_a_hash_that_stands_apart_belongs_to_its_tag() -> None:
    """`# sql` above reactions is a hashtag with a slip, and told as repaired; elsewhere it is text."""
    imported = read("What is a row?\n\nOne record.\n# sql # db\n👍2\n")
    assert (imported.deck.cards[0].tags, imported.deck.cards[0].answer) == (("sql", "db"), "One record.")
    assert [(p.found, p.expected) for p in imported.problems] == [("# sql # db", "#sql #db")]


@pytest.mark.parametrize("stamp", ["5 Mar 2024 at 10:01:22", "Mar 5, 2024, 10:01 AM", "05.03.2024 10:01"])
def test_stamps_of_other_applications(stamp: str) -> None:
    """Each application writes the moment of a post in its own way."""
    text = f"Ann, [{stamp}]:\nWhat is a row?\n\nOne record.\n\nAnn, [{stamp}]:\nWhat is a key?\n\nA name.\n"
    assert cards(text) == [("What is a row?", "One record."), ("What is a key?", "A name.")]


@pytest.mark.parametrize(
    "serial", ["{}.", "#{}", "№{}.", "{}/100", "Day {}:", "День {}.", "[{}]", "🔥 {})", "第{}题"]
)
def test_numbers_that_run_through_a_channel_are_taken_off(serial: str) -> None:
    """A number that most posts open with, and that runs up or down, is no part of a question."""
    posts = "".join(
        f"{serial.format(9 + i)} What is {word}?\n\nA thing.\n#it\n👍3\n" for i, word in enumerate("abc")
    )
    assert cards(posts) == [(f"What is {word}?", "A thing.") for word in "abc"]


@pytest.mark.parametrize("numbers", [(3, 3, 5), (5, 9, 7), (404, 500, 404)])
def test_other_numbers_stay(numbers: tuple[int, int, int]) -> None:
    """Numbers that count nothing belong to their questions."""
    posts = "".join(f"{n}) or less, what is it?\n\nA thing {i}.\n#it\n👍3\n" for i, n in enumerate(numbers))
    assert cards(posts)[0][0] == f"{numbers[0]}) or less, what is it?"


def test_a_list_of_questions_keeps_its_numbers_in_a_channel_of_lists() -> None:
    """Numbers that go on in the same post part its questions, even where they run through the channel."""
    posts = "".join(f"{n}. What is a{n}?\n{n + 1}. What is b{n}?\n#it\n👍3\n" for n in (1, 3, 5))
    assert len(cards(posts)) == 6


@pytest.mark.parametrize(
    ("post", "card"),
    [
        pytest.param(
            "🔹 to delay [dɪˈleɪ] — откладывать\n\nThe train was delayed.",
            ("to delay [dɪˈleɪ]", "откладывать\n\nThe train was delayed."),
            id="a-transcription-and-a-translation",
        ),
        pytest.param("brief /briːf/ - krótki", ("brief /briːf/", "krótki"), id="one-line"),
        pytest.param(
            "Word of the day\n\nsturdy\n\nadj. — strong and solid",
            ("sturdy", "adj. — strong and solid"),
            id="a-rubric",
        ),
        pytest.param(
            "to hum\n\nverb /hʌm/ — to sing with lips closed",
            ("to hum", "verb /hʌm/ — to sing with lips closed"),
            id="a-class",
        ),
    ],
)
def test_words_with_their_meaning_are_cards(post: str, card: tuple[str, str]) -> None:
    """In a channel about words a post asks by a word: its transcription or part of speech shows that it is one."""
    assert cards(f"{post}\n#words\n👍3\n{NEXT}")[0] == card


def test_a_program_keeps_its_indentation() -> None:
    """What a copy kept of the space before the lines of a program stays, and a word above it is no line of it."""
    loop = "How does a loop end?\n\nExample:\nfor x in xs:\n    if x:\n        break\n#py\n👍1\n"
    printed = "What does it print?\n\ndef f():\n    return 1\nprint(f())\n\n1\n#py\n👍1\n"
    assert cards(loop + printed) == [
        ("How does a loop end?", "Example:\n\n```\nfor x in xs:\n    if x:\n        break\n```"),
        ("What does it print?", "```\ndef f():\n    return 1\nprint(f())\n```\n\n1"),
    ]


@pytest.mark.parametrize("label", ["Tags: ", "Теги поста: ", "标签："])
def test_a_word_before_hashtags_is_no_tag(label: str) -> None:
    """A line that only names its hashtags before it lists them gives these, a slip among them put right."""
    card = read(f"What is a lock?\n\nA claim.\n{label}#sql #tables\n👍3\n{NEXT}").deck.cards[0]
    assert (card.answer, card.tags) == ("A claim.", ("sql", "tables"))


def test_reactions_whose_emoji_an_encoding_lost() -> None:
    """A line of question marks and numbers ends its post, and its counts are told and not counted."""
    imported = read(f"What is a lock?\n\nA claim.\n?8?1\nExplain views\n\nStored queries.\n?12\n{NEXT}")
    assert [card.question for card in imported.deck.cards] == [
        "What is a lock?",
        "Explain views",
        "What is a row?",
    ]
    assert sum(problem.kind == "repaired" for problem in imported.problems) == 2
    assert all(card.likes is None for card in imported.deck.cards)


def test_a_line_above_options_only_announces_them() -> None:
    """`Options:` is no part of the question."""
    post = "What is printed?\n\nOptions:\nA) one\nB) two\n\nAnswer: B\n#it\n👍3\n"
    (card,) = [card for card in read(post + NEXT).deck.cards if card.choices]
    assert (card.question, card.answer) == ("What is printed?", "two")
