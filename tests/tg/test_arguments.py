"""What people write behind a command, and which command it is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
import telegram

from bot.tg import arguments
from bot.tg.application import command_in
from bot.tg.arguments import Nonsense, QuizWords

DECKS = {
    "databases": "Databases",
    "deep-learning": "Deep learning",
    "a1": "Computer Networks",
    "b2": "Computer Networks 2",
    "c3": "Сети и протоколы",
    "d4": "Сети и протоколы",
    "e5": "50 задач",
}

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
    "two decks": ("databases deep-learning", QuizWords(None, (), ("databases", "deep-learning"))),
    "a title": ("deep Learning", QuizWords(None, (), ("deep-learning",))),
    "a title in quotes": ("«Deep learning» 7", QuizWords(7, (), ("deep-learning",))),
    "a title that begins another": ("computer networks", QuizWords(None, (), ("a1",))),
    "a title with a number": ("computer networks 2", QuizWords(None, (), ("b2",))),
    "and a number more": ("#sql computer networks 2 3", QuizWords(3, ("sql",), ("b2",))),
    "a number that is no part of it": ("3 computer networks", QuizWords(3, (), ("a1",))),
    "a beginning": ("deep", QuizWords(None, (), ("deep-learning",))),
    "a title that begins with a number": ("50 задач", QuizWords(None, (), ("e5",))),
    "a beginning of two": ("comp 4", QuizWords(4, (), (), ("a1", "b2"))),
    "a title of two": ("СЕТИ и протоколы", QuizWords(None, (), (), ("c3", "d4"))),
    "a number before a title": ("50", QuizWords(50, (), ())),
    "those with a star": ("7 Starred #sql", QuizWords(7, ("sql",), (), starred=True)),
}

NO_QUIZ = {
    "none": "0",
    "more than there may be": "51",
    "a number with thousands of digits": "9" * 4000,
    "less than nothing": "-1",
    "half": "2.5",
    "two numbers": "3 4",
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


HARD = {
    "alone": ("hard", QuizWords(None, (), (), hard=True)),
    "with all else": ("10 #cnn Hard", QuizWords(10, ("cnn",), (), hard=True)),
    "in Russian": ("сложные 3", QuizWords(3, (), (), hard=True)),
    "in Polish": ("trudne", QuizWords(None, (), (), hard=True)),
    "in Chinese": ("难题", QuizWords(None, (), (), hard=True)),
}


@pytest.mark.parametrize(("words", "read"), HARD.values(), ids=HARD.keys())
def test_hard(words: str, read: QuizWords) -> None:
    """ "hard" asks for what is hard, in four languages."""
    assert arguments.quiz(words.split(), DECKS, most=50) == read


def test_a_deck_called_hard() -> None:
    """A deck whose name is our word is that deck."""
    assert arguments.quiz(["hard"], {"hard": "Hard"}, most=50) == QuizWords(None, (), ("hard",))
    assert arguments.quiz(["Hard"], {"x": "hard"}, most=50) == QuizWords(None, (), ("x",))


EXAM = {
    "nothing": ("", None, None),
    "how many": ("20", 20, None),
    "both": ("20 30m", 20, 30),
    "the other way round": ("1h 5", 5, 60),
    "hours and minutes": ("1h30m", None, 90),
    "in Russian": ("20 45мин", 20, 45),
    "hours in Russian": ("1ч", None, 60),
    "in Polish": ("20 30min", 20, 30),
    "in Chinese": ("20 30分钟", 20, 30),
    "hours in Chinese": ("1小时30分钟", None, 90),
    "shortest": ("1m", None, 1),
    "longest": ("3h", None, 180),
}


@pytest.mark.parametrize(("words", "size", "minutes"), EXAM.values(), ids=EXAM.keys())
def test_exam(words: str, size: int | None, minutes: int | None) -> None:
    """/exam takes how many and how long, in any order and in each language's units."""
    length = timedelta(minutes=minutes) if minutes else None
    assert arguments.exam(words.split(), DECKS, most=50) == QuizWords(size, (), (), length=length)


@pytest.mark.parametrize(
    "words", ["0m", "4h", "181m", "30m 40m", "30 40", "51", "0", "-5m", "99999h", "m", "soon"]
)
def test_no_exam(words: str) -> None:
    """Times that are no time for an exam, or two of them, are nonsense."""
    with pytest.raises(Nonsense):
        arguments.exam(words.split(), DECKS, most=50)


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
