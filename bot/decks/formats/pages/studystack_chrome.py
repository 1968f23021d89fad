"""What a StudyStack page puts around its table: buttons, forms, hints, and the names of columns and chapters."""

from __future__ import annotations

import re

from bot.decks.markdown import bare

_LONGEST = 500

# Only StudyStack says these; each is one sign of its page.
_SIGNS = re.compile(
    r"click below|.{0,40}normal size\s+small size\s+show me how.{0,40}|(?:didn'?t know it|knew it)\?(?: click below)?|"
    r"(?:(?:in)?correct|remaining) cards ?\(\d+\)|(?:don't )?know ?\(\d+\)|"
    r"embed code - if you would like this activity.*|already a studystack user\?.*|.*\bstudystack\b.*|"
    r"to flip the current card, click it.*|"
    r"use these flashcards to help memorize.*|when you've placed seven or more cards.*|"
    r"if you've accidentally put the card.*|popular .{1,60} sets",
    re.IGNORECASE,
)
_BUTTONS = (
    r"don'?t know|show password|forgot password\?|pass complete!?|retry|restart all cards|remove ads|help!?|voices|"
    r"share|save|print|edit|export|copy|show me how|normal size|small size|(?:free )?flash ?cards?|matching|hangman|"
    r"crossword|type in|unscramble|chopped|quiz|bug match|hungry bug|study stack|study table|study slide|fill in|"
    r"snowman|test|more activities:?|all activities|stack #\d+"
)
_FORMS = (
    r"busy\. please wait\.?|log in(?: with clever)?|(?:free )?sign up.{0,20}|don't have an account\?\s*sign up|"
    r"username is available(?: taken)?|taken|(?:we do not share|your) email address .*|reset password.{0,20}|"
    r"enter the (?:code|associated with your).*"
)
_HINTS = (
    r"correct box contains:?|time elapsed:?|retries:?|welcome to .{0,300}|free flashcards for serious.*|test android.*|"
    r"please help .{0,80}|you can also use your keyboard.*|(?:spacebar|(?:left|right|up|down) arrow) ?[-–].*|"
    r"to see how well you know the information.*|created by:? .{0,80}|.*copy the script below and paste it.*"
)
_CHROME = re.compile("|".join((_BUTTONS, _FORMS, _HINTS)), re.IGNORECASE)
# These stand below the table, and everything after them is the page's.
_BELOW = re.compile(
    r"created by:? .{0,80}|popular .{1,60} sets|voices|[#* ]*review the information in the table.*|"
    r"use these flashcards to help memorize.*|"
    r"when you've placed seven or more cards.*|.{0,60}\bstudystack(?:\.com)?\b.{0,200}|pass complete!?|"
    r"(?:in)?correct box contains:?|restart all cards",
    re.IGNORECASE,
)
_NAMES = (
    "question|term|word|front|concept|vocabulary|vocab|key term|name|prompt|side 1|"
    "answer|definition|meaning|back|description|translation|explanation|side 2|"
    "pytanie|hasło|pojęcie|odpowiedź|definicja|вопрос|термин|понятие|ответ|определение|"
    "frage|begriff|antwort|réponse|terme|définition|pregunta|término|respuesta|definición|"
    "pergunta|termo|resposta|definição|问题|术语|答案|定义"
)
_COLUMNS = frozenset(_NAMES.split("|"))
_LANGUAGES = (
    "english spanish french german latin italian russian polish chinese japanese korean greek hebrew arabic"
)
_TONGUES = frozenset(_LANGUAGES.split())
_COUNTERS = frozenset(["#", "no", "no.", "nr", "nr.", "№", "n°"])
_NAMES_LONGEST = 60
_EACH = "|".join(sorted(_COLUMNS | _TONGUES, key=len, reverse=True))
_RUN_TOGETHER = re.compile(rf"(?:{_EACH})(?:[ \t]*(?:{_EACH})){{1,3}}", re.IGNORECASE)
_CHAPTER = re.compile(
    r"(?:chapters?|ch\.?|chp\.?|units?|sections?|lessons?|part|module|week|topic|lecture|глава|раздел|часть|урок|тема|"
    r"лекция|rozdział|lekcja|część|dział|kapitel|lektion|chapitre|leçon|capítulo|lección|unidad)\b.{0,100}|"
    r"第.{1,4}[章节課课].{0,60}|.{2,80}:|[-=*_~]{2,}",
    re.IGNORECASE | re.DOTALL,
)


def is_sign(text: str) -> bool:
    """Whether a line is one that only StudyStack's pages have."""
    return len(text) <= _LONGEST and _SIGNS.fullmatch(text) is not None


def is_chrome(text: str) -> bool:
    """Whether a line is a button, a form or a hint of the page."""
    return is_sign(text) or (len(text) <= _LONGEST and _CHROME.fullmatch(text) is not None)


def is_below(text: str) -> bool:
    """Whether a line opens what stands below the table."""
    return len(text) <= _LONGEST and _BELOW.fullmatch(text) is not None


def opens_the_table(text: str) -> bool:
    """Whether a line is the last one above the title."""
    return len(text) <= _LONGEST and text.casefold().endswith("show me how")


def names_columns(cells: tuple[str, ...]) -> bool:
    """Whether a row says what its columns are."""
    words = [bare(cell).strip("*_: ").casefold() for cell in cells]
    return len(words) >= 2 and all(word in _COLUMNS or word in _TONGUES for word in words[:2])


def counts_rows(cells: tuple[str, ...]) -> bool:
    """Whether a row that says what its columns are has one more before them, for the numbers of the rows."""
    return len(cells) > 2 and bare(cells[0]).casefold() in _COUNTERS


def names_both_columns(text: str) -> bool:
    """Whether a line has nothing but the names of its columns, with or without a space between: `TermDefinition`."""
    return len(text) <= _NAMES_LONGEST and _RUN_TOGETHER.fullmatch(text.strip("*_: ")) is not None


def names_a_column(text: str) -> bool:
    """Whether a line is the name of one column."""
    return bare(text).strip("*_: ").casefold() in _COLUMNS


def is_chapter(text: str) -> bool:
    """Whether a row of one cell is the name of a chapter and asks nothing."""
    inner = text.strip(" *_#\t")
    loud = inner.isupper() and len([word for word in inner.split() if len(word) > 3]) >= 2
    return len(text) <= _LONGEST and (loud or not inner or _CHAPTER.fullmatch(inner) is not None)
