"""Telegram Desktop's result.json: what becomes of texts, looks, reactions, polls, pictures and damage."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decks import formats
from bot.decks.formats import Imported
from bot.decks.formats.telegram.telegram_export import EXPORT
from bot.errors import DeckError

Content = dict[str, Any]


def message(number: int, text: object, **more: object) -> Content:
    """A message as the application writes it."""
    head = {"id": number, "type": "message", "date": "2024-03-05T09:00:00", "from_id": "channel77"}
    return {**head, **more, "text": text, "text_entities": []}


def export(*messages: Content, name: str = "Базы на пальцах", kind: str = "public_channel") -> str:
    """An export of one chat, printed as the application prints it."""
    chat = {"name": name, "type": kind, "id": 77, "messages": [*messages]}
    return json.dumps(chat, ensure_ascii=False, indent=1)


def account(*chats: str) -> str:
    """An export of all chats of an account."""
    about = {"about": "Here is your data.", "personal_information": {"first_name": "Ann"}}
    return json.dumps({**about, "chats": {"list": [json.loads(chat) for chat in chats]}}, indent=1)


def read(text: str) -> Imported:
    """The export, recognised by its content."""
    imported = formats.read(text, "result.json")
    assert imported.format == "telegram-export"
    return imported


def kinds(imported: Imported) -> list[tuple[str, str]]:
    """What the report says: each kind with the beginning of its reason."""
    return [(problem.kind, problem.mend.split(":")[0]) for problem in imported.problems]


def answer_of(*text: object) -> str:
    """The answer of a card whose text below the question is `text`."""
    return read(export(message(1, ["What is it?\n\n", *text]))).deck.cards[0].answer


def part(kind: str, text: str, **more: str) -> Content:
    """An entity."""
    return {"type": kind, "text": text, **more}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param([part("bold", "Loud"), " word"], "**Loud** word", id="bold"),
        pytest.param([part("italic", "soft "), "word"], "*soft* word", id="space-inside-marks"),
        pytest.param([part("bold", "Loud."), "word"], "Loud.word", id="marks-that-would-not-hold"),
        pytest.param([part("strikethrough", "gone")], "~~gone~~", id="strikethrough"),
        pytest.param([part("underline", "under")], "under", id="underline"),
        pytest.param([part("code", "a`b")], "``a`b``", id="code-with-a-tick"),
        pytest.param([part("pre", "x = 1\ny = 2", language="python")], "```python\nx = 1\ny = 2\n```", id="pre"),
        pytest.param([part("text_link", "here", href="https://example.org/a_(b)")],
                     "[here](https://example.org/a_%28b%29)", id="link"),
        pytest.param([part("text_link", "here", href="javascript:alert(1)")], "here", id="no-script"),
        pytest.param([part("link", "https://example.org/a")], "https://example.org/a", id="bare-link"),
        pytest.param([part("spoiler", "hidden")], "hidden", id="spoiler"),
        pytest.param([part("blockquote", "said")], "> said", id="quote"),
        pytest.param([part("custom_emoji", "🔥", document_id="1"), " hot"], "- hot", id="emoji-bullet"),
        pytest.param([part("mention", "@someone_here"), " asked"], "@someone_here asked", id="mention"),
        pytest.param(["2*3*4, snake_case, _x_, <b>y</b>"], r"2\*3\*4, snake_case, \_x\_, \<b>y\</b>", id="escaped"),
        pytest.param(["# no heading"], r"\# no heading", id="no-heading"),
        pytest.param([r"$\frac{a_1}{b*c}$ is kept"], r"$\frac{a_1}{b*c}$ is kept", id="formula"),
        pytest.param(["x_1 = 2*y\nf(x_1)"], "```\nx_1 = 2*y\nf(x_1)\n```", id="unmarked-code"),
    ],
)  # fmt: skip
def test_looks_become_markdown(text: list[object], expected: str) -> None:
    """Bold, italic, code, quotes and links are kept; what only looks like Markdown is escaped."""
    assert answer_of(*text) == expected


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        pytest.param("What is a key?\n\nA name.", "What is a key?", "A name.", id="string"),
        pytest.param([part("bold", "❓ What is a key?"), "\nA name."], "What is a key?", "A name.", id="bold-question"),
        pytest.param(["What is a key? ", part("spoiler", "A name.")], "What is a key?", "A name.", id="spoiler"),
        pytest.param(["Вопрос: Что такое ключ?\nОтвет: Имя."], "Что такое ключ?", "Имя.", id="labels"),
        pytest.param(["What does it print?\n", part("pre", "f(1)"), "\n\nOne."],
                     "What does it print?\n\n```\nf(1)\n```", "One.", id="code-in-the-question"),
    ],
)  # fmt: skip
def test_a_post_is_a_question_and_its_answer(text: object, question: str, answer: str) -> None:
    """The first line asks, the rest answers, whatever they look like."""
    cards = read(export(message(1, text))).deck.cards
    assert [(card.question, card.answer) for card in cards] == [(question, answer)]


def test_hashtags_and_reactions_belong_to_the_card() -> None:
    """A line of hashtags gives the tags; good reactions are the likes, and those that are not counted are said."""
    text = ["What is a key?\n\nA name.\n\n", part("hashtag", "#sql"), " ", part("hashtag", "#key_one")]
    reactions = [
        {"type": "emoji", "count": 5, "emoji": "👍"},
        {"type": "emoji", "count": 2, "emoji": "👎"},
        {"type": "custom_emoji", "count": 1, "document_id": "stickers/a.tgs"},
        {"type": "paid", "count": 3},
    ]
    imported = read(export(message(1, text, reactions=reactions), message(2, "Why?\n\nSo.")))
    first, second = imported.deck.cards
    assert (first.tags, first.likes, second.likes) == (("sql", "key_one"), 9, None)
    assert [problem.expected for problem in imported.problems] == ["9 likes"]


def test_lines_are_those_where_messages_begin() -> None:
    """Cards and problems say in which line of the file their message begins; the title is the chat's name."""
    text = export(
        message(1, "", type="service", action="pin_message"),
        message(2, "What is a key?\n\nA name."),
        message(3, "Join us now, 20% off: https://example.org"),
    )
    lines = text.split("\n")
    imported = read(text)
    assert imported.deck.title == "Базы на пальцах"
    assert [lines[card.line] for card in imported.deck.cards] == ['   "id": 2,']
    assert [lines[problem.line] for problem in imported.problems] == ['   "id": 1,', '   "id": 3,']


POLL = {"question": "Which join is the default?", "closed": False, "total_voters": 9}


def test_a_poll_whose_right_option_nobody_says_waits_for_it() -> None:
    """Telegram never exports which option is right, and the one I chose is none: the card is kept, unanswered."""
    answers = [{"text": "INNER", "voters": 3, "chosen": False}, {"text": "LEFT", "voters": 6, "chosen": True}]
    imported = read(export(message(1, "", poll={**POLL, "answers": answers})))
    card = imported.deck.cards[0]
    assert (card.question, card.answer) == ("Which join is the default?\n\n- INNER\n- LEFT", "")
    assert kinds(imported) == [("unanswered", "the poll does not say which option is right")]


@pytest.mark.parametrize(
    ("marks", "more"),
    [
        pytest.param(({"correct": True}, {}), {}, id="option"),
        pytest.param(({}, {}), {"correct_option_id": 0}, id="poll"),
    ],
)
def test_a_poll_that_says_what_is_right_has_choices(marks: tuple[Content, Content], more: Content) -> None:
    """Other tools do write it."""
    answers = [{"text": text, **mark} for text, mark in zip(("INNER", "LEFT"), marks, strict=True)]
    card = read(export(message(1, "", poll={**POLL, **more, "answers": answers}))).deck.cards[0]
    assert [(choice.text, choice.right) for choice in card.choices] == [("INNER", True), ("LEFT", False)]
    assert card.answer == "INNER"


@pytest.mark.parametrize("question", ["", "Join us at https://example.org for 20% off?"])
def test_a_poll_that_is_no_card_is_left_out_whole(question: str) -> None:
    """A poll without a question, or one that sells, is in the report with its options."""
    poll = {
        "question": question,
        "answers": [{"text": "First", "correct": True}, {"text": ""}, {"text": "Last"}],
    }
    imported = read(export(message(1, "", poll=poll), message(2, "What is a key?\n\nA name.")))
    assert [card.question for card in imported.deck.cards] == ["What is a key?"]
    assert imported.problems[0].found.split("\n")[-2:] == ["First", "Last"]


@pytest.mark.parametrize(
    ("photo", "question", "reasons"),
    [
        pytest.param("photos/a@1.jpg", "What does the code print?\n\n![](photos/a@1.jpg)", [], id="beside"),
        pytest.param("photos/a b.jpg", "What does the code print?\n\n![](<photos/a b.jpg>)", [], id="space"),
        pytest.param("../a.jpg", "What does the code print?", ["picture not included"], id="outside"),
        pytest.param("/etc/a.jpg", "What does the code print?", ["picture not included"], id="absolute"),
        pytest.param("C:\\a.jpg", "What does the code print?", ["picture not included"], id="windows"),
        pytest.param("https://example.org/a.jpg", "What does the code print?", ["picture not included"], id="web"),
        pytest.param("(File not included. Change data exporting settings to download.)",
                     "What does the code print?", ["picture not included"], id="not-exported"),
    ],
)  # fmt: skip
def test_a_picture_is_named_only_when_it_lies_below_the_export(
    photo: str, question: str, reasons: list[str]
) -> None:
    """No path leaves the folder of the export; what is not there is said."""
    imported = read(export(message(1, "What does the code print?\n\nNothing.", photo=photo)))
    assert imported.deck.cards[0].question == question
    assert [reason for _, reason in kinds(imported)] == reasons


def test_a_reply_of_the_same_author_answers_a_question_without_an_answer() -> None:
    """A channel that asks in the morning and answers in the evening has one card, and the report says so."""
    imported = read(export(
        message(1, "What is a key?"),
        message(2, "Answer: a name. #sql", reply_to_message_id=1, from_id="user5"),
        message(3, "Answer: a name.\n\n#sql", reply_to_message_id=1),
        message(4, "Thanks.\n\nBye.", reply_to_message_id=1),
    ))  # fmt: skip
    assert [(card.answer, card.tags) for card in imported.deck.cards] == [("a name.", ("sql",))]
    assert [p.line for p in imported.problems if p.kind == "repaired"] == [23]


def test_forwards_service_records_and_media_are_told_apart() -> None:
    """Where a post came from is a fact of the report; service records and posts without text are one group each."""
    imported = read(export(
        message(1, "", type="service", action="create_channel", title="Базы"),
        message(2, "", type="service", action="pin_message"),
        message(3, "What is a key?\n\nA name.", forwarded_from="Nobody", edited="2024-03-05T10:00:00"),
        message(4, "", file="(File not included.)", media_type="sticker", sticker_emoji="🔥"),
        message(5, "", photo="photos/a.jpg"),
    ))  # fmt: skip
    found = [(problem.found, problem.mend) for problem in imported.problems]
    assert found == [
        ("create_channel Базы\npin_message", "service records: who joined, what was pinned, and the like"),
        ("Forwarded from Nobody", "who wrote the posts, when, and what came with them"),
        ("(File not included.) sticker 🔥\nphotos/a.jpg", "a post without text, perhaps a picture"),
    ]


def test_of_an_account_the_channels_are_read() -> None:
    """Talks between two people are left out, each whole; alone they would be read."""
    channel = export(message(1, "What is a key?\n\nA name."), name="SQL")
    talk = export(message(1, "When do you come?\n\nSoon."), name="Ben", kind="personal_chat")
    imported = read(account(talk, channel))
    assert [card.question for card in imported.deck.cards] == ["What is a key?"]
    assert imported.deck.title == "SQL"
    assert "Soon." in imported.problems[0].found
    assert [card.question for card in read(talk).deck.cards] == ["When do you come?"]


def test_a_damaged_file_is_read_as_far_as_it_goes() -> None:
    """What is whole in front of and behind the damage is kept; the damage is left out with its line."""
    text = export(*(message(n, f"What is number {n}?\n\nA number.") for n in range(1, 5)))
    torn = text[: text.index("number 4")].replace('"text": "What is number 2', '"text": What is number 2')
    imported = read(torn)
    assert [card.question for card in imported.deck.cards] == ["What is number 1?", "What is number 3?"]
    assert [torn.split("\n")[problem.line] for problem in imported.problems] == ['   "id": 2,', '   "id": 4,']
    assert read(text[text.index('{\n   "id": 2') :]).counts["kept"] == 3


def test_a_file_without_any_whole_message_is_one_error_with_its_line() -> None:
    """Nothing to read is refused, and the line says where the damage is."""
    text = export(message(1, "What is a key?"))
    with pytest.raises(DeckError, match=r"result.json:6: no whole message"):
        formats.read(text[: text.index("What")], "result.json")


def test_control_characters_as_the_application_writes_them() -> None:
    """Telegram Desktop escapes them as no JSON does; half an emoji does no harm either."""
    text = export(message(1, "What is a key?~\n\nA name.@")).replace("~", "\\x0B").replace("@", "\\ud83d")
    assert read(text).deck.cards[0].question == "What is a key?"


WORDS = (
    "key",
    "ключ",
    "What",
    "is",
    "it?",
    "#sql",
    "Answer:",
    "1.",
    "👍4",
    "**x**",
    "<b>",
    "`",
    "$5",
    "[a](b)",
    "\n",
    "\n\n",
)
texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
entities = st.builds(
    part, st.sampled_from(["bold", "code", "pre", "spoiler", "text_link", "hashtag", "new"]), texts
)
rich = st.one_of(texts, st.lists(st.one_of(texts, entities), max_size=4))


@given(st.lists(rich, max_size=5), st.integers(0, 400))
def test_no_word_of_a_message_is_lost(messages: list[object], cut: int) -> None:
    """Every word of each message stands in a card or in a problem, also when the file is torn off."""
    whole = export(*(message(i, text) for i, text in enumerate(messages)))
    for text, known in ((whole, messages), (whole[:-cut], [])):
        try:
            imported = EXPORT.parse(text, "result.json")
        except DeckError:
            continue
        cards = [f"{c.question}\n{c.answer}\n{' '.join(c.tags)}\n{c.choices}" for c in imported.deck.cards]
        dressed = "\n".join([*cards, *(problem.found for problem in imported.problems)])
        told = words(dressed) | words(dressed.replace("**", ""))  # a word may be bold in part
        missing = words("\n".join(map(plain, known))) - told
        assert not {word for word in missing if word != "sql" or not told[word]}


def plain(text: object) -> str:
    """A message's text without looks."""
    if isinstance(text, list):
        return "".join(map(plain, text))
    return text["text"] if isinstance(text, dict) else str(text)


def words(text: str) -> Counter[str]:
    """The words of a text."""
    return Counter(re.findall(r"[^\W_]+", text))


ASKED = "What is a row?\n\nOne record.\n\n#sql"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(
            [
                {"_": "Message", "id": 1, "date": "2024-03-05T09:00:00+00:00", "message": ASKED,
                 "reactions": {"results": [{"reaction": {"emoticon": "👍"}, "count": 4}]}},
                {"_": "MessageService", "id": 2, "date": "2024-03-05T09:00:00+00:00"},
            ],
            id="a library",
        ),
        pytest.param(
            [{"_": "Message", "id": 1, "date": "2024-03-05 09:00:00", "caption": ASKED,
              "reactions": {"reactions": [{"emoji": "👍", "count": 4}]}}],
            id="another library",
        ),
        pytest.param(
            {"channel": "sql", "messages": [{"id": 1, "date": "2024-03-05", "text": ASKED, "views": 9,
                                             "reactions": [{"emoji": "👍", "count": 4}]}]},
            id="a program of one's own",
        ),
    ],
)  # fmt: skip
def test_what_other_programs_write_of_a_channel(written: object) -> None:
    """JSON that a program wrote with a library for Telegram is read as an export, whatever it calls the text."""
    (card,) = read(json.dumps(written, ensure_ascii=False, indent=1)).deck.cards
    assert (card.question, card.answer, card.tags, card.likes) == (
        "What is a row?",
        "One record.",
        ("sql",),
        4,
    )


def test_a_question_below_a_post_of_somebody_else_is_a_comment() -> None:
    """In a group a question without an answer is a card only when it does not go on with what another one said."""
    group = export(
        message(1, "What is a row?\n\nOne record."),
        message(2, "Any example?", from_id="user5", reply_to_message_id=1),
        message(3, "What is a view?", reply_to_message_id=1),
        kind="public_supergroup",
    )
    imported = read(group)
    assert [card.question for card in imported.deck.cards] == ["What is a row?", "What is a view?"]
    assert ("left_out", "a question without an answer, asked below somebody else's post") in kinds(imported)
