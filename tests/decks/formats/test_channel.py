"""Copied channel text: where posts end, what is chrome, what becomes of tags, bullets and reactions."""

from __future__ import annotations

import pytest

from bot.decks import formats
from bot.decks.formats import Imported
from bot.decks.formats.telegram.channel import CHANNEL
from bot.errors import DeckError

RUSSIAN = """\
Базы данных на пальцах | вопросы
1.2K subscribers
14 photos
3 links
Вопросы о базах данных, новый каждое утро.

Реклама: @nobody_there_bot
Download Telegram
Что такое покрывающий индекс?

Это индекс, в котором есть все столбцы запроса. Таблицу читать не приходится, хватает листьев дерева.

#индексы
👍12
Перечислите уровни изоляции, которые описывает стандарт

🔹Read uncommitted
Видны чужие незавершённые изменения.

🔹Serializable
Результат такой, будто запросы шли по очереди.

#транзакции
#уровни изоляции
4👍2❤1
Почему вставка в B-дерево иногда делит страницу?

▪️Страница полна — новой записи некуда лечь.
▪️Половина записей уходит на новую страницу.

#индексы
#уровни_изоляции
Коротко опишите двухфазный коммит

Координатор сначала спрашивает всех участников, готовы ли они, и лишь затем велит записать.

#транзакции
👍3
"""

POLISH_PAGE = """\
Sieci w pigułce
Czym różni się TCP od UDP?

TCP potwierdza odbiór i pilnuje kolejności, UDP tylko wysyła.

👍5❤2🔥1
1.4K views
09:00
Sieci w pigułce
Do czego służy maska podsieci?

Mówi, które bity adresu są siecią, a które hostem.

👍1.2K👎3
2K views, edited 09:00
Sieci w pigułce
Zapisz się na nasz webinar! Kod rabatowy SIEC10, szczegóły: https://example.org/kurs

Dołącz do nas już dziś.
980 views
12:30
Sieci w pigułce
Wymień etapy nawiązania połączenia TCP

1️⃣ SYN
2️⃣ SYN-ACK
3️⃣ ACK
512 views
09:00
"""

DESKTOP = """\
Daily SQL, [05.03.2024 09:00]
❓ What does a left join keep?

Every row of the left table, matched or not.

Daily SQL, [06.03.2024 09:00]
Forwarded from Other SQL
Explain the difference between WHERE and HAVING

WHERE filters rows before grouping, HAVING filters the groups.

Daily SQL, [07.03.2024 09:00]
Happy new year to everyone who reads us!
"""


def read(text: str) -> Imported:
    return CHANNEL.parse(text, "decks/ch.txt")


def questions(text: str) -> list[str]:
    return [card.question for card in read(text).deck.cards]


def test_posts_are_cut_where_tags_reactions_or_neither_end_them() -> None:
    """Each post of a copied channel is one card, none merged or cut."""
    assert questions(RUSSIAN) == [
        "Что такое покрывающий индекс?",
        "Перечислите уровни изоляции, которые описывает стандарт",
        "Почему вставка в B-дерево иногда делит страницу?",
        "Коротко опишите двухфазный коммит",
    ]


def test_the_page_around_the_posts_is_left_out_with_its_lines() -> None:
    """Name, counters, description and buttons are no card, and each piece says where it stood and why it went."""
    left = [(p.line, p.found.split("\n")[0], p.mend) for p in read(RUSSIAN).problems if p.kind == "left_out"]
    assert [(line, first) for line, first, _ in left] == [
        (1, "Базы данных на пальцах | вопросы"),
        (2, "1.2K subscribers"),
        (5, "Вопросы о базах данных, новый каждое утро."),
        (8, "Download Telegram"),
    ]
    assert {mend for _, _, mend in left} == {"the page around the posts"}


def test_a_blank_line_below_the_page_changes_nothing() -> None:
    """The page's counters are left out whether the first post follows them directly or not."""
    imported = read("567 links\n\nWhat is a key?\n\nIt names a row.\n#sql\n")
    assert [(p.kind, p.line, p.found) for p in imported.problems] == [("left_out", 1, "567 links")]
    assert [card.answer for card in imported.deck.cards] == ["It names a row."]


def test_the_deck_takes_name_slug_and_language_from_the_file() -> None:
    """A deck is called as the channel is, its slug as the file is, its language is heard from its cards."""
    deck = formats.read(RUSSIAN, "x/My Deck (1).txt").deck
    assert (deck.title, deck.slug, deck.language) == ("Базы данных на пальцах | вопросы", "my-deck-1", "ru")


def test_a_tag_with_a_space_in_it_is_put_together_and_said_so() -> None:
    """A slip inside a hashtag is repaired and reported with its line."""
    imported = read(RUSSIAN)
    assert imported.deck.cards[1].tags == ("транзакции", "уровни_изоляции")
    repaired = [p for p in imported.problems if p.kind == "repaired" and p.found.startswith("#")]
    assert [(p.line, p.found, p.expected) for p in repaired] == [(24, "#уровни изоляции", "#уровни_изоляции")]


def test_a_post_without_reactions_has_no_likes() -> None:
    """Likes are the sum of good reactions; none at all is not zero, and a counter without emoji is not counted."""
    imported = read(RUSSIAN)
    assert [card.likes for card in imported.deck.cards] == [12, 3, None, 3]
    note = next(p for p in imported.problems if p.found == "4👍2❤1")
    assert (note.kind, note.line, note.expected) == ("repaired", 25, "👍2 ❤1")


def test_bullets_with_text_below_become_items_with_bold_titles() -> None:
    """A bullet that is a title keeps the channel's look: bold, with its text below it."""
    assert read(RUSSIAN).deck.cards[1].answer == (
        "- **Read uncommitted**\n\n  Видны чужие незавершённые изменения.\n\n"
        "- **Serializable**\n\n  Результат такой, будто запросы шли по очереди."
    )


def test_bullets_that_are_sentences_become_a_plain_list() -> None:
    """A bullet that says everything itself is not bold."""
    answer = read(RUSSIAN).deck.cards[2].answer
    assert answer == (
        "- Страница полна — новой записи некуда лечь.\n- Половина записей уходит на новую страницу."
    )


def test_bullet_titles_alone_in_their_paragraph_take_the_paragraphs_below() -> None:
    """When every bullet is a lone title, the paragraphs up to the next one are its text."""
    text = "What slows a query?\n\n🔸Missing index\n\nA scan.\n\nA long one.\n\n🔸Bad plan\n\nOld statistics.\n\n#sql\n"
    assert read(text).deck.cards[0].answer == (
        "- **Missing index**\n\n  A scan.\n\n  A long one.\n\n- **Bad plan**\n\n  Old statistics."
    )


def test_a_page_that_repeats_its_name_above_each_post_is_cut_there() -> None:
    """Author, views and time lines of t.me/s part the posts and are left out; an advert goes with its reason."""
    imported = read(POLISH_PAGE)
    assert [(c.question, c.likes) for c in imported.deck.cards] == [
        ("Czym różni się TCP od UDP?", 8),
        ("Do czego służy maska podsieci?", 1200),
        ("Wymień etapy nawiązania połączenia TCP", None),
    ]
    assert imported.deck.cards[2].answer == "1. SYN\n2. SYN-ACK\n3. ACK"
    assert (imported.deck.language, imported.deck.title) == ("pl", "Sieci w pigułce")
    adverts = [p.mend for p in imported.problems if p.mend.startswith("an advert")]
    assert len(adverts) == 1
    assert "kod rabatowy" in adverts[0]


def test_views_and_times_are_told_once() -> None:
    """However a page counts views and tells times below its posts, they are one row of the report."""
    ends = ("1.2K\n14:05", "900\nedited 15:10", "👁 900 edited 15:10", "1.1K · 16:05", "2K views\n17:00")
    posts = (f"What is key {i}?\n\nIt names row {i}.\n#sql\n👍4\n\n{end}\n" for i, end in enumerate(ends))
    imported = read("".join(posts))
    assert len(imported.deck.cards) == len(ends)
    assert [(p.found, p.mend) for p in imported.problems if p.kind == "left_out"] == [
        ("\n".join(ends), "views and times")
    ]


def test_text_copied_from_the_desktop_is_cut_at_its_stamps() -> None:
    """A line with name and time begins a post; greetings are no card; an emoji before a question is dress."""
    imported = read(DESKTOP)
    assert [c.question for c in imported.deck.cards] == [
        "What does a left join keep?",
        "Explain the difference between WHERE and HAVING",
    ]
    assert imported.deck.title == "Daily SQL"
    assert [p.line for p in imported.problems if p.mend == "a line with nothing under it"] == [12]


@pytest.mark.parametrize(
    ("post", "reason"),
    [
        pytest.param(
            "Хотите знать SQL?\n\nЗаписывайтесь на курс со скидкой: https://example.org\n#sql",
            "an advert",
            id="asks-and-sells",
        ),
        pytest.param(
            "Как выбрать индекс?\n\nerid: 2Vtz\nЧитайте у партнёра.\n#sql", "an advert", id="marked"
        ),
        pytest.param("Подборка статей\n\nhttps://example.org/a\n#links", "an advert", id="links"),
        pytest.param(
            "Server is down today.\n\nWe are working on it, thank you for your patience.\n#news",
            "no question",
            id="news",
        ),
    ],
)
def test_posts_that_are_no_cards_say_why(post: str, reason: str) -> None:
    """What sells, announces or votes is left out with its whole text and a reason."""
    imported = read(f"What is a view?\n\nA stored query.\n#sql\n{post}\n")
    assert [c.question for c in imported.deck.cards] == ["What is a view?"]
    assert [p.mend.startswith(reason) for p in imported.problems] == [True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Что такое шардирование?\n\nРазрезание таблицы по серверам. Подробнее: https://example.org\n#бд\n",
            "Разрезание таблицы по серверам. Подробнее: https://example.org",
            id="a-link-to-read-more",
        ),
        pytest.param(
            "Репликация\n\nРепликация — это копирование данных на другие узлы.\n#бд\n",
            "Репликация — это копирование данных на другие узлы.",
            id="a-term-and-its-definition",
        ),
        pytest.param(
            "Вопрос дня\nЧто такое WAL?\n\nЖурнал, в который пишут раньше, чем в таблицу.\n#бд\n",
            "Журнал, в который пишут раньше, чем в таблицу.",
            id="a-rubric-above",
        ),
        pytest.param("#бд\n#база\nЧто такое WAL?\n\nЖурнал.\n👍1\n", "Журнал.", id="tags-on-top"),
        pytest.param("什么是索引？\n\n加快查询的数据结构。\n#数据库\n", "加快查询的数据结构。", id="chinese"),
        pytest.param(
            "Was ist ein Trigger?\n\nCode, den die Datenbank selbst startet.\n#db\n",
            "Code, den die Datenbank selbst startet.",
            id="german",
        ),
        pytest.param("How many bits has a byte?\n\n8\n\n#basics\n", "8", id="a-bare-number-is-an-answer"),
    ],
)
def test_posts_that_are_cards(text: str, expected: str) -> None:
    """A post that asks or defines is a card, with the whole answer."""
    assert [c.answer for c in read(text).deck.cards] == [expected]


def test_two_posts_without_anything_between_are_parted_at_the_question() -> None:
    """A question right below a paragraph, with a blank line after it, begins a post."""
    text = "What is a key?\n\nIt names a row.\nWhy is it unique?\n\nTwo rows would answer to it.\n#sql\n"
    assert questions(text) == ["What is a key?", "Why is it unique?"]


def test_a_question_inside_an_answer_stays_there() -> None:
    """Where tags end the posts, a paragraph that asks is part of its post."""
    text = (
        "What is a deadlock?\n\nTwo wait for each other.\n\nWhat happens then?\n\nOne is killed.\n#sql\n👍2\n"
        "What is a view?\n\nA stored query.\n#sql\n👍1\n"
    )
    assert questions(text) == ["What is a deadlock?", "What is a view?"]


def test_a_channel_without_tags_or_reactions_is_cut_at_its_questions() -> None:
    """Without any tails, lines that ask and stand alone begin the posts."""
    text = "What is a row?\n\nOne record.\n\nWhat is a column?\n\nOne attribute.\n\nAnd its type.\n"
    assert questions(text) == ["What is a row?", "What is a column?"]


def test_code_keeps_its_lines_and_its_hashes() -> None:
    """A program below the question belongs to it, and `#include` is no hashtag."""
    text = 'What does it print?\nint main() {\nprintf("hi");\n}\n\nIt prints hi.\n\n```\n#include <stdio.h>\n```\n#c\n'
    card = read(text).deck.cards[0]
    assert card.question == 'What does it print?\n\n```\nint main() {\nprintf("hi");\n}\n```'
    assert card.answer == "It prints hi.\n\n```\n#include <stdio.h>\n```"
    assert card.tags == ("c",)


def test_lines_that_posts_end_with_again_and_again_are_left_out() -> None:
    """A call to react at the end of every post is no part of the answers."""
    page = "Please open Telegram to view this post\nVIEW IN TELEGRAM"
    post = f"What is {{0}}?\n\nIt is the letter {{0}}.\n\nPut a 🔥 if you knew\n{page}\n💊2👍1\n"
    imported = read("".join(post.format(letter) for letter in "ABC"))
    assert [c.answer for c in imported.deck.cards] == [f"It is the letter {letter}." for letter in "ABC"]
    assert sum(p.mend == "a line that many posts end with" for p in imported.problems) == 3


def test_a_count_far_above_all_others_is_kept_and_pointed_out() -> None:
    """`👍71` among tens may be `👍7` and a lost counter: it is read as it stands, with a note."""
    posts = "".join(f"What is {n}?\n\nA number.\n#n\n👍{n}\n" for n in (4, 71, 9, 2))
    imported = read(posts)
    assert [c.likes for c in imported.deck.cards] == [4, 71, 9, 2]
    assert [(p.kind, p.line) for p in imported.problems if "likes" in p.found] == [("repaired", 6)]


def test_a_question_without_its_answer_is_kept_and_never_asked() -> None:
    """A post whose answer was a picture is a card without an answer, and the report says so."""
    imported = read("What is a page?\n#db\n👍2\n")
    assert imported.deck.cards[0].answer == ""
    assert imported.counts["unanswered"] == 1


def test_the_same_question_in_other_words_is_kept_and_noted() -> None:
    """Two posts that ask the same both stay, with the likeness and the line of the first."""
    text = (
        "Что означает «вытеснение страницы»?\n\nСтраницу из памяти пишут на диск, чтобы освободить место.\n#бд\n"
        "Что такое эффект вытеснения (eviction) страницы?\n\nЧтобы освободить память, страницу пишут на диск.\n#бд\n"
    )
    imported = read(text)
    notes = [p for p in imported.problems if p.kind == "duplicate"]
    assert len(imported.deck.cards) == 2
    assert [(p.line, p.expected.startswith("line 1:")) for p in notes] == [(5, True)]
    assert "likeness 0." in notes[0].mend


def test_a_text_without_any_question_is_refused() -> None:
    """A channel of announcements is one clear error, not an empty deck."""
    with pytest.raises(DeckError, match="no question found"):
        read("Good morning.\n\nNothing today.\n#news\n")


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        pytest.param(
            "❓ Вопрос: Что такое индекс?\n✅ Ответ: Оглавление таблицы.\n#бд\n👍 12 🔥 3\n",
            [("Что такое индекс?", "Оглавление таблицы.")],
            id="labels",
        ),
        pytest.param(
            "Pytanie 7: Czym jest widok?\nOdpowiedź:\nZapisanym zapytaniem.\n#sql\n",
            [("Czym jest widok?", "Zapisanym zapytaniem.")],
            id="labels-in-polish",
        ),
        pytest.param(
            "问题：什么是索引？\n答案：加快查询。\n👍5❤2\n", [("什么是索引？", "加快查询。")], id="labels-in-chinese"
        ),
        pytest.param(
            "Что такое WAL? Ответ: журнал изменений.\n👍1\n", [("Что такое WAL?", "журнал изменений.")], id="one-line"
        ),
        pytest.param(
            "Q: What is a row?\nA: One record.\n\nQ: What is a column?\nA: One attribute.\n#sql\n",
            [("What is a row?", "One record."), ("What is a column?", "One attribute.")],
            id="several-labelled",
        ),
        pytest.param(
            "Questions about tables\n\n1️⃣ What is a row?\nOne record.\n\n2️⃣ What is a column?\nOne attribute.\n#sql\n",
            [("What is a row?", "One record."), ("What is a column?", "One attribute.")],
            id="a-numbered-list-of-questions",
        ),
        pytest.param(
            "Спросили на собеседовании:\n1. Что такое строка?\n2. Что такое столбец?\n👍7\n",
            [("Что такое строка?", ""), ("Что такое столбец?", "")],
            id="questions-without-answers",
        ),
        pytest.param(
            "What should a reviewer ask?\n\n1. What is it for?\n2. What may break?\n#review\n",
            [("What should a reviewer ask?", "1. What is it for?\n2. What may break?")],
            id="an-answer-of-questions",
        ),
        pytest.param(
            "How does a lock work?\n\n1. Ask for it.\n2. Wait.\n#db\n",
            [("How does a lock work?", "1. Ask for it.\n2. Wait.")],
            id="numbered-steps",
        ),
        pytest.param("What is a lag?\n||The distance.||\n👍1\n", [("What is a lag?", "The distance.")], id="bars"),
        pytest.param("Что такое ключ? #sql #бд\n\nИмя.\n👍1\n", [("Что такое ключ?", "Имя.")], id="tags"),
        pytest.param(
            "Ann, [05.03.2024 09:00]\nWhat is a key?\n\nAnn, [05.03.2024 18:00]\n[In reply to Ann]\nA name.\n",
            [("What is a key?", "A name.")],
            id="a-reply-with-the-answer",
        ),
        pytest.param(
            "Ann, [05.03.2024 09:00]\n[Forwarded from Ben]\n[ Photo ]\nWhat is a key?\n\nA name.\n",
            [("What is a key?", "A name.")],
            id="a-forward-with-a-photo",
        ),
        pytest.param(
            "Что такое кеш?\n\nБыстрая память.\n1234\n10:02\nЧто такое CDN?\n\nСеть.\n💬 3 комментария\n57\n11:15\n",
            [("Что такое кеш?", "Быстрая память."), ("Что такое CDN?", "Сеть.")],
            id="views-and-comments",
        ),
        pytest.param(
            "数据库面试\n1.2万 位订阅者\n3月5日\n什么是视图？\n\n保存的查询。\n#数据库\n",
            [("什么是视图？", "保存的查询。")],
            id="a-chinese-page",
        ),
        pytest.param(
            "Which lock is it?\nAnonymous Quiz\n45%\nShared\n55%\nExclusive\n120 voters\n#sql\n",
            [("Which lock is it?\n\n- Shared\n- Exclusive", "")],
            id="a-poll",
        ),
        pytest.param(
            "[ Опрос : Какой это замок? ]\n- Общий\n- Свой\n#бд\n",
            [("Какой это замок?\n\n- Общий\n- Свой", "")],
            id="a-poll-of-the-application",
        ),
    ],
)  # fmt: skip
def test_other_channels(text: str, cards: list[tuple[str, str]]) -> None:
    """Labels, numbers, replies, polls, counters: each channel's own way to ask and answer."""
    assert [(card.question, card.answer) for card in read(text).deck.cards] == cards


def test_options_with_letters_and_an_answer_that_names_one_are_choices() -> None:
    """A quiz typed by hand has its right choice, and the letters are told as labels."""
    imported = read("What does 1 + 1 give?\n\nA) 1\nB) 2\n\nAnswer: B\nAs everybody knows.\n#sums\n")
    card = imported.deck.cards[0]
    assert (card.question, card.answer, card.explanation) == (
        "What does 1 + 1 give?",
        "2",
        "As everybody knows.",
    )
    assert [(choice.text, choice.right) for choice in card.choices] == [("1", False), ("2", True)]
    assert imported.problems[0].found.split("\n") == ["Answer:", "A)", "B)", "B"]
