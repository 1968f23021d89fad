"""The catalogues against each other, against the code that uses them, and against Telegram's limits."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, time
from functools import cache
from gettext import c2py
from string import Formatter
from typing import get_args

import pytest
from babel import Locale

from bot.actions.leech import DECISIONS, WRITTEN
from bot.domain.chat import LANGUAGES, STYLES
from bot.domain.grading import Verdict
from bot.domain.mode import MODES
from bot.domain.report import OUTCOMES, REASONS
from bot.domain.review import Interval
from bot.domain.subscription import EVERY_DAY, REVEALS, Subscription
from bot.domain.zones import find_zone
from bot.i18n.translator import FOLDER, catalogue, translator
from bot.render import pace, settings
from bot.render.message import OutgoingMessage
from bot.render.pages import DETAILED, SubscribedChat
from bot.tg import arguments, dates
from bot.tg.commands import COMMANDS
from tests.i18n.code import MATHS_ONLY, ROOMS, TELEGRAM_ONLY, Use, modules, own_words, shown_letters, uses

Texts = dict[str, tuple[str, ...]]
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def texts(language: str) -> Texts:
    """Every key with its forms: one, or as many as the language has plurals."""
    found: Texts = {}
    for message in catalogue(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found


@cache
def plurals(language: str) -> set[str]:
    """The keys that have plural forms."""
    return {message.id[0] for message in catalogue(language) if isinstance(message.id, tuple)}


def names(text: str) -> frozenset[str]:
    """The arguments of a text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def bare(text: str) -> str:
    """What is left of a text without its arguments."""
    return re.sub(r"\{\w*\}", "", text)


# Against each other


def test_a_file_for_each_language() -> None:
    """There is a catalogue for every language we offer, and none that nobody can choose."""
    assert sorted(path.stem for path in FOLDER.glob("*.po")) == sorted(LANGUAGES)


@in_each_language
def test_the_same_keys(language: str) -> None:
    """Every language has the keys English has, no more, and plurals for the same ones."""
    assert texts(language).keys() == texts("en").keys()
    assert plurals(language) == plurals("en")


@in_each_language
def test_no_key_twice(language: str) -> None:
    """A key stands once in a file: of two the reader would keep one, without a word."""
    written = re.findall(r'^msgid "(.+)"$', (FOLDER / f"{language}.po").read_text("utf-8"), re.MULTILINE)
    assert [key for key, count in Counter(written).items() if count > 1] == []


@in_each_language
def test_the_same_arguments(language: str) -> None:
    """Every form of a text takes the arguments the English one takes."""
    english = {key: names(forms[0]) for key, forms in texts("en").items()}
    wrong = {key: forms for key, forms in texts(language).items() if {*map(names, forms)} != {english[key]}}
    assert wrong == {}


@in_each_language
def test_plurals_show_their_number(language: str) -> None:
    """Every plural form says how many, and nothing but a plural has an `{n}`."""
    counting = {key for key, forms in texts(language).items() if all("n" in names(form) for form in forms)}
    assert counting == plurals(language)


@in_each_language
def test_nothing_is_left_to_do(language: str) -> None:
    """No text is empty, fuzzy, struck out, its own key, or begins or ends with a space."""
    unfinished = {
        key: forms
        for key, forms in texts(language).items()
        if any(not form or form != form.strip() or form == key for form in forms)
    }
    assert unfinished == {}
    assert [message.id for message in catalogue(language) if message.id and message.fuzzy] == []
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_nothing_is_still_english(language: str) -> None:
    """Only what has no words of its own, such as "{rating} · {interval}", is the same as in English."""
    english = texts("en")
    same = [
        key
        for key, forms in texts(language).items()
        if forms[0] == english[key][0] and re.search(r"\w", bare(forms[0]))
    ]
    assert same == []


SCRIPTS = {"en": "A-Za-z", "ru": "А-Яа-яЁё", "pl": "A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźż", "zh": "一-鿿"}


@in_each_language
def test_the_right_script(language: str) -> None:
    """A text with words has letters of its language, so that no file holds another's text."""
    wrong = {
        form
        for forms in texts(language).values()
        for form in forms
        if re.search(r"\w", bare(form)) and not re.search(f"[{SCRIPTS[language]}]", bare(form))
    }
    assert wrong == set()


TYPOGRAPHY = {
    "en": r"[«»„“”，。]| - ",
    "ru": r"[\"„“”，。]| - | – ",
    "pl": r"[\"«»“，。]| - | — ",
    "zh": r"[\"«»„]|[一-鿿][,.:;!?()]|[,.:;!?()][一-鿿]|[一-鿿]/|[A-Za-z][一-鿿]|[一-鿿][A-Za-z]",
}


@in_each_language
def test_typography(language: str) -> None:
    """Quotes, dashes, full-width marks and the spaces around Latin words are the language's own."""
    wrong = [
        form
        for forms in texts(language).values()
        for form in forms
        if re.search(TYPOGRAPHY[language], bare(form))
    ]
    assert wrong == []


@in_each_language
def test_a_header_names_its_language(language: str) -> None:
    """A file says which language it is in; a copied header would bring another's plurals."""
    assert f'"Language: {language}\\n"' in (FOLDER / f"{language}.po").read_text("utf-8")


# Plurals

NUMBERS = (0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111, 1_000_000)
FORMS = {  # the form of each of NUMBERS, by its CLDR name, in the order gettext counts them
    "en": (("one", "other"), (1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)),
    "ru": (("one", "few", "many"), (2, 0, 1, 1, 2, 2, 2, 2, 0, 1, 2, 0, 2, 2)),
    "pl": (("one", "few", "many"), (2, 0, 1, 1, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2)),
    "zh": (("other",), (0,) * 14),
}


@in_each_language
def test_the_plural_formula(language: str) -> None:
    """The formula in a file's header picks the right form, as CLDR has it."""
    tags, expected = FORMS[language]
    form = c2py(catalogue(language).plural_expr)
    cldr = Locale.parse(language).plural_form
    assert tuple(form(number) for number in NUMBERS) == expected
    assert [tags[form(number)] for number in range(1001)] == [cldr(number) for number in range(1001)]


@in_each_language
def test_as_many_forms_as_the_language_has(language: str) -> None:
    """Every plural has all of its language's forms."""
    forms = len(FORMS[language][0])
    assert catalogue(language).num_plurals == forms
    assert {key: len(texts(language)[key]) for key in plurals(language)} == dict.fromkeys(
        plurals(language), forms
    )


# Against the code


def chat() -> SubscribedChat:
    """Some chat's settings, to see which pages they have."""
    wanted = Subscription(7, 1, (time(9),), EVERY_DAY, "UTC", 1, (), (), "button", None)
    return SubscribedChat(wanted, "", "private", None, ())


def last_words(message: OutgoingMessage) -> list[str]:
    """What the buttons of a settings page ask for."""
    return [button.data.split(":")[-1] for row in message.buttons for button in row]


def families() -> dict[str, set[str]]:
    """The keys the code puts together: what can fill each hole."""
    english = translator("en")
    pages = {
        button.data.split(":")[2] for row in settings.overview(english, chat()).buttons for button in row
    }
    return {
        "command.{}": set(COMMANDS),
        "usage.{}": set(DETAILED),
        "settings.{}": pages - {"on"},
        "settings.{}_how": pages - {"on"},
        "reveal.{}": set(REVEALS),
        "mode.{}": set(MODES),
        "mode.{}_how": set(MODES),
        "verdict.{}": set(get_args(Verdict)) - {"empty"},
        "reason.{}": set(REASONS),
        "report.was_{}": set(OUTCOMES),
        "pace.{}": set(pace.FIELDS),
        "pace.{}_how": set(pace.FIELDS),
        "leech.{}": WRITTEN | set(DECISIONS),
        "leech.{}_own": set(WRITTEN),
        "leech.{}_theirs": set(WRITTEN),
        "style.{}": set(STYLES),
        "days.set_{}": {
            word for word in last_words(settings.page(english, chat(), "days")) if word.isalpha()
        },
    }


@cache
def all_uses() -> list[Use]:
    """Every key in the code, those with a hole filled in all ways."""
    sections = frozenset(key.partition(".")[0] for key in texts("en") if "." in key)
    ways = families()
    return [
        Use(use.key.replace("{}", value), use.arguments, use.plural, use.where)
        for module in modules()
        for use in uses(module, sections)
        for value in (ways[use.key] if "{}" in use.key else {""})
    ]


def test_every_key_the_code_names_is_there() -> None:
    """Whatever the code says has a text."""
    assert [use for use in all_uses() if use.key not in texts("en")] == []


def test_every_key_is_used() -> None:
    """No text is kept that nobody says."""
    assert texts("en").keys() - {use.key for use in all_uses()} == set()


def test_the_code_fills_every_argument() -> None:
    """Each call gives its text exactly the arguments the text has; where a key only passes by, the text has none."""
    english = texts("en")
    wrong = [
        use
        for use in all_uses()
        if use.arguments | ({"n"} if use.plural else set()) != names(english.get(use.key, ("",))[0])
    ]
    assert wrong == []


def test_plurals_are_said_as_plurals() -> None:
    """A text with plural forms is said with `plural`, and no other."""
    wrong = [use for use in all_uses() if bool(use.plural) != (use.key in plurals("en"))]
    assert wrong == []


def test_no_text_for_people_in_the_code() -> None:
    """No module that speaks to people writes a sentence of its own."""
    speaking = modules(ROOMS, without=(*TELEGRAM_ONLY, *MATHS_ONLY))
    assert [words for module in speaking for words in own_words(module)] == []


def test_no_label_in_the_code() -> None:
    """Not even a single word goes straight into a button, a line or a toast."""
    assert [words for module in modules() for words in shown_letters(module)] == []


# As people read them

FILLED = {
    "time": "09:00",
    "times": "09:00",
    "chat": "Interview club",
    "name": "@daily_questions",
    "zone": "Warsaw",
    "tags": "#cnn",
}
INTERVALS = (
    Interval(1, "minute"),
    Interval(10, "minute"),
    Interval(4, "hour"),
    Interval(1, "day"),
    Interval(6, "day"),
    Interval(11.9, "month"),
    Interval(1.2, "year"),
    Interval(5, "year"),
)


def said(language: str, key: str) -> list[str]:
    """A text as people meet it: with every interval, or for one, two, five and many."""
    t = translator(language)
    values = {name: FILLED.get(name, "5") for name in names(texts(language)[key][0]) - {"n", "interval"}}
    if key in plurals(language):
        return [t.plural(key, n, **values) for n in (0, 1, 2, 5, 21, 1234)]
    if "interval" in names(texts(language)[key][0]):
        return [t(key, interval=t.interval(interval), **values) for interval in INTERVALS]
    return [t(key, **values)]


@in_each_language
def test_nothing_stays_open(language: str) -> None:
    """Once filled in no text has a brace left, and no sentence ends with two full stops."""
    everything = [text for key in texts(language) for text in said(language, key)]
    assert [text for text in everything if re.search(r"[{}]|\.\.|。。", text)] == []


ROW, HALF, THIRD = 34, 22, 14
SIGN_AND_WORD = 8  # a sign is as wide as three letters
LABELS = {  # the widest that a phone shows uncut, where the keyboard has that many in a row
    **dict.fromkeys(("button.subscribe", "button.subscribe_deck", "button.turn_on", "button.turn_off"), ROW),
    **dict.fromkeys(("button.settings", "button.back", "post.answered", "post.next", "post.another"), ROW),
    **dict.fromkeys(("button.ask", "button.language", "button.forget_yes", "button.forget_no"), HALF),
    **dict.fromkeys(("button.deck_take", "button.deck_stop", "button.deck_open"), ROW),
    **dict.fromkeys(("bring.add", "bring.update", "bring.not_now", "bring.show_repaired"), ROW),
    **dict.fromkeys(("bring.show_refused", "bring.show_unanswered"), ROW),
    **dict.fromkeys(("button.deck_share", "button.deck_group", "button.deck_rename"), HALF),
    **dict.fromkeys(("button.deck_export", "button.deck_delete", "button.deck_delete_yes"), HALF),
    **dict.fromkeys(("post.show", "post.hint", "post.rated", "post.rated_aside", "post.undo"), HALF),
    **dict.fromkeys(("days.set_all", "days.set_work", "days.set_weekend"), HALF),
    **{
        f"settings.{field}": HALF
        for field in ("time", "days", "zone", "count", "decks", "tags", "reveal", "style", "language")
    },
    **dict.fromkeys(("quiz.give_up", "quiz.full", "quiz.check", "quiz.onward", "quiz.timer"), HALF),
    **dict.fromkeys(("quiz.timer_off", "quiz.seconds"), THIRD),
    **dict.fromkeys(("session.skip", "session.pause", "session.end"), SIGN_AND_WORD),
    "post.rating": THIRD,
    "post.aside": THIRD - len("1 · "),
}


@in_each_language
def test_labels_fit_a_phone(language: str) -> None:
    """A button's label is short enough to be read."""
    assert {key for key in texts("en") if key.startswith("button.")} <= LABELS.keys()
    long = [text for key, most in LABELS.items() for text in said(language, key) if len(text) > most]
    assert long == []


@in_each_language
def test_menu_lines_are_short(language: str) -> None:
    """A line of the command menu has at most 40 characters."""
    lines = [text for key in texts(language) if key.startswith("command.") for text in said(language, key)]
    assert [line for line in lines if len(line) > 40] == []


@in_each_language
def test_toasts_fit(language: str) -> None:
    """What a tap may be answered with has at most 200 characters, the limit of answerCallbackQuery."""
    toasts = [key for key in texts(language) if key.startswith(("refused.", "undo.", "quiz."))]
    toasts += ["failed", "post.over", "post.counted", "settings.language_done", "bring.over"]
    assert [text for key in toasts for text in said(language, key) if len(text) > 200] == []


@in_each_language
def test_commands_can_be_tapped(language: str) -> None:
    """A command in a text is one we have, is free of letters on both sides, and is in the same texts as in English."""
    command = re.compile(r"(?<![\w/])/([a-z]+)(?!\w)")
    for key, forms in texts(language).items():
        for form in forms:
            assert len(command.findall(form)) == form.count("/"), form
            assert set(command.findall(form)) <= set(COMMANDS), form
            assert set(command.findall(form)) == set(command.findall(texts("en")[key][0])), form


@in_each_language
def test_examples_work(language: str) -> None:
    """What a help text tells people to write is understood."""
    keys = [key for key in texts(language) if key.startswith("usage.") or key.endswith("_how")]
    tried = []
    for key in keys:
        for name, words in re.findall(r"/([a-z]+)((?: [@#:\w]+)*)", texts(language)[key][0]):
            tried.append(name)
            match name, words.split():
                case "quiz", words_:
                    arguments.quiz(words_, {}, most=50)
                case "exam", words_:
                    assert arguments.exam(words_, {}, most=50).length
                case "subscribe", words_:
                    arguments.subscribe(words_)
                case "settings", ["zone", city]:
                    assert find_zone(city), city
                case "pause", words_:
                    assert dates.means_off(words_) or dates.until(words_, date(2026, 3, 2))
                case _, [channel]:
                    assert arguments.CHAT.fullmatch(channel)
    assert Counter(tried) == {"quiz": 1, "exam": 1, "subscribe": 3, "settings": 3, "pause": 4}
