"""What people write behind a command, and which command it is."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
import telegram

from bot.tg import arguments
from bot.tg.application import command_in
from bot.tg.arguments import Nonsense, QuizWords

DECKS = ("databases", "deep-learning")

QUIZ = {
    "nothing": ("", QuizWords(None, (), ())),
    "how many": ("10", QuizWords(10, (), ())),
    "one": ("1", QuizWords(1, (), ())),
    "the most": ("50", QuizWords(50, (), ())),
    "digits of another script": ("٧", QuizWords(7, (), ())),
    "tags": ("#CNN #rnn", QuizWords(None, ("cnn", "rnn"), ())),
    "tags of another alphabet": ("#Свёртка #卷积", QuizWords(None, ("свёртка", "卷积"), ())),
    "a tag with a slash": ("#a/b", QuizWords(None, ("a_b",), ())),
    "a tag with a hyphen": ("#a-b", QuizWords(None, ("a_b",), ())),
    "a deck": ("Deep-Learning", QuizWords(None, (), ("deep-learning",))),
    "everything in any order": ("#sql databases 3", QuizWords(3, ("sql",), ("databases",))),
    "those with a star": ("7 Starred #sql", QuizWords(7, ("sql",), (), starred=True)),
}

NO_QUIZ = {
    "none": "0",
    "more than there may be": "51",
    "a number with thousands of digits": "9" * 4000,
    "less than nothing": "-1",
    "half": "2.5",
    "two numbers": "3 4",
    "the same word twice": "starred starred",
    "no such deck": "cooking",
    "an empty tag": "#",
    "a tag of a number alone": "#12",
    "two tags in one word": "#a#b",
    "a tag without end": "#" + "x" * 65,
    "something else": "please",
}


@pytest.mark.parametrize(("words", "read"), QUIZ.values(), ids=QUIZ.keys())
def test_quiz(words: str, read: QuizWords) -> None:
    """/quiz takes a number, tags and decks, in any order and case."""
    assert arguments.quiz(words.split(), DECKS, most=50) == read


@pytest.mark.parametrize("words", NO_QUIZ.values(), ids=NO_QUIZ.keys())
def test_no_quiz(words: str) -> None:
    """Whatever else stands behind /quiz is nonsense."""
    with pytest.raises(Nonsense):
        arguments.quiz(words.split(), DECKS, most=50)


SUBSCRIBE = {
    "nothing": ("", None, (), "", ()),
    "an hour": ("9", None, (time(9),), "", ()),
    "a time": ("09:30", None, (time(9, 30),), "", ()),
    "a time with a dot": ("9.30", None, (time(9, 30),), "", ()),
    "times": ("18:00 09:00", None, (time(18), time(9)), "", ()),
    "midnight": ("0:00", None, (time(0),), "", ()),
    "the last minute": ("23:59", None, (time(23, 59),), "", ()),
    "a city": ("Warsaw", None, (), "Europe/Warsaw", ()),
    "a city of two words": ("09:00 New York #sql", None, (time(9),), "America/New_York", ("sql",)),
    "a city in its own language": ("Warszawa 9", None, (time(9),), "Europe/Warsaw", ()),
    "a zone": ("europe/berlin", None, (), "Europe/Berlin", ()),
    "an offset": ("UTC+3 9", None, (time(9),), "Etc/GMT-3", ()),
    "an offset in two words": ("UTC +3", None, (), "Etc/GMT-3", ()),
    "a channel": ("@daily_questions 09:00", "@daily_questions", (time(9),), "", ()),
    "a channel without a name": ("-1001234567890", "-1001234567890", (), "", ()),
    "a tag": ("#SQL", None, (), "", ("sql",)),
}

NO_SUBSCRIPTION = {
    "an hour past the last": "24",
    "a minute past the last": "09:60",
    "one digit of a minute": "9:5",
    "no city": "Atlantis",
    "two cities": "Warsaw Berlin",
    "two channels": "@first_one @second_one",
    "too short for a channel": "@abc",
    "a private person's number": "123456",
    "a sentence": "every morning please",
    "a lone sign": "#",
}


@pytest.mark.parametrize(("words", "chat", "times", "zone", "tags"), SUBSCRIBE.values(), ids=SUBSCRIBE.keys())
def test_subscribe(
    words: str, chat: str | None, times: tuple[time, ...], zone: str, tags: tuple[str, ...]
) -> None:
    """/subscribe takes a chat, times, a city or zone, and tags, in any order."""
    read = arguments.subscribe(words.split())
    found = (read.chat, read.request.times, read.request.zone, read.request.tags)
    assert found == (chat, times, zone, tags)


@pytest.mark.parametrize("words", NO_SUBSCRIPTION.values(), ids=NO_SUBSCRIPTION.keys())
def test_no_subscription(words: str) -> None:
    """Whatever else stands behind /subscribe is nonsense."""
    with pytest.raises(Nonsense):
        arguments.subscribe(words.split())


SETTINGS = {
    "nothing": ("", (None, "")),
    "a channel": ("@daily_questions", ("@daily_questions", "")),
    "a zone": ("zone Warsaw", (None, "Europe/Warsaw")),
    "a zone of two words": ("Zone New York", (None, "America/New_York")),
    "a channel's zone": ("@daily_questions zone Tokyo", ("@daily_questions", "Asia/Tokyo")),
}

NO_SETTINGS = {
    "no zone": "zone",
    "no such zone": "zone Atlantis",
    "no channel": "now",
    "two channels": "@daily_questions @other_channel",
    "something before the zone": "the zone Warsaw",
}


@pytest.mark.parametrize(("words", "read"), SETTINGS.values(), ids=SETTINGS.keys())
def test_settings(words: str, read: tuple[str | None, str]) -> None:
    """/settings takes a channel, and behind the word `zone` a city."""
    assert arguments.settings(words.split()) == read


@pytest.mark.parametrize("words", NO_SETTINGS.values(), ids=NO_SETTINGS.keys())
def test_no_settings(words: str) -> None:
    """Whatever else stands behind /settings is nonsense."""
    with pytest.raises(Nonsense):
        arguments.settings(words.split())


def message(text: str | None, *entities: tuple[str, int, int]) -> telegram.Message:
    """A message with entities of (type, offset, length)."""
    made = [telegram.MessageEntity(kind, offset, length) for kind, offset, length in entities]
    chat = telegram.Chat(1, "private")
    return telegram.Message(1, datetime(2026, 3, 2, tzinfo=UTC), chat, text=text, entities=made)


COMMANDS = {
    "a command": (message("/quiz", ("bot_command", 0, 5)), ("quiz", [])),
    "words behind it": (message("/quiz 5  #sql\n\tx", ("bot_command", 0, 5)), ("quiz", ["5", "#sql", "x"])),
    "our name": (message("/quiz@Our_Bot 5", ("bot_command", 0, 13)), ("quiz", ["5"])),
    "another bot's name": (message("/quiz@other_bot", ("bot_command", 0, 15)), None),
    "capitals": (message("/QUIZ", ("bot_command", 0, 5)), ("quiz", [])),
    "bold as well": (message("/quiz", ("bold", 0, 5), ("bot_command", 0, 5)), ("quiz", [])),
    "in the middle": (message("try /quiz", ("bot_command", 4, 5)), None),
    "behind a face": (message("😀/quiz", ("bot_command", 2, 5)), None),
    "another entity": (message("@ana_k", ("mention", 0, 6)), None),
    "a slash and no entity": (message("/"), None),
    "no text": (message(None), None),
}


@pytest.mark.parametrize(("given", "read"), COMMANDS.values(), ids=COMMANDS.keys())
def test_command(given: telegram.Message, read: tuple[str, list[str]] | None) -> None:
    """A message is a command when it begins with one that is for us or for nobody by name."""
    assert command_in(given, "our_bot") == read
