"""Aiken: a question, its lettered options, and a line that says which is right.

Source: https://docs.moodle.org/en/Aiken_format
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.decks.draft import answer_of
from bot.decks.formats.articles.leavings import Leavings
from bot.decks.formats.imported import ENOUGH, MOST_CARDS, Imported, Recognition, finished, too_many
from bot.decks.formats.quizzes.options import is_quiz, sound
from bot.decks.formats.tables.cells import plain, unread
from bot.decks.markdown import lines_of
from bot.decks.problems import Kind, Problem
from bot.domain.card import Card, Choice
from bot.domain.identity import question_key

_LETTER = "[A-Za-zА-Яа-я]"
_OPTION = re.compile(
    rf"[ \t]{{0,8}}[(（]?({_LETTER})(?:[.)][ \t]+|[)）、．](?![ \t])|[.](?=\S)(?!\w[.])|[)）、．][ \t]+)(\S.*)"
)
_KEY_WORD = (
    r"[ \t]{0,8}(?:(?:the[ \t]+)?(?:(?:correct|right)[ \t]+(?:answers?|option|choice)|answers?|ans)(?:[ \t]+is)?|"
    r"(?:(?:правильн|верн)\w{2}[ \t]+)?ответы?|(?:(?:prawidłow|poprawn)a[ \t]+)?odpowied[źz]|(?:正确|正確)?答案)"
    r"[ \t]{0,8}[:：][ \t]*"
)
_KEY = re.compile(_KEY_WORD, re.IGNORECASE)
_ANSWER = re.compile(
    rf"{_KEY_WORD}[(（]?({_LETTER}(?:(?:[ \t]*[,;、，][ \t]*|[ \t]+){_LETTER}){{0,25}})[ \t]*[.)）]?[ \t]*",
    re.IGNORECASE,
)
_WITH_TEXT = re.compile(rf"{_KEY_WORD}[(（]?({_LETTER})[.)）:、][ \t]*(\S.*)", re.IGNORECASE)
_LONE = re.compile(r"[ \t]{0,8}([A-Ha-h](?:[ \t]{0,2},?[ \t]{0,2}[A-Ha-h]){0,7})[ \t]*[.)]?[ \t]*")
_STRICT = re.compile(r"ANSWER: ?[A-Z]")
_AFTERWARDS = re.compile(
    r"[ \t]{0,8}(?:EXPLANATION|FEEDBACK|RATIONALE|ПОЯСНЕНИЕ|ОБЪЯСНЕНИЕ|WYJAŚNIENIE|解析|解释)[ \t]{0,8}[:：][ \t]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:(?:question|q|вопрос|pytanie)[ \t]*)?\d{1,4}[ \t]*[.):][ \t]+|第[ \t]*\d{1,4}[ \t]*题[.:：、]?[ \t]*",
    re.IGNORECASE,
)
_CYRILLIC = "АБВГДЕЖЗИКЛМН"
_LATIN_LOOKS = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")
_CYRILLIC_LOOKS = str.maketrans("ABEKMH", "АВЕКМН")
_LOOKS_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZАВЕКМНОРСТХ")
_KEY_WANTED = "a line ANSWER: with the letter of the right option"
_NO_KEY = "nothing says which option is right; the card is not asked until a line ANSWER: does"
_WRONG_KEY = "its letter is that of no option; the card is not asked until it is"
_NUMBERS = "the numbers of the questions; nothing to do"


@dataclass(slots=True)
class _Draft:
    """The lines of one question while they are gathered."""

    line: int
    number: str = ""
    question: list[str] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)  # the lines of each
    letters: str = ""  # what the options stood behind
    key: tuple[int, str] | None = None
    explanation: list[str] = field(default_factory=list)

    def expects(self, letter: str) -> bool:
        """Whether an option with this letter goes on with the list, so that `C. elegans` does not begin one."""
        return bool(self.question) and len(self.options) in _places(letter)

    def ends_with(self, line: str) -> bool:
        """Whether a line has nothing but letters of the options, which is their key without its word."""
        lone = _LONE.fullmatch(line) if len(self.options) > 1 else None
        places = [self.place(each) for each in re.findall("[A-Za-z]", lone[1])] if lone else []
        return bool(places) and places == sorted({*places}) and places[-1] < len(self.options)

    def place(self, letter: str) -> int:
        """Which option a letter means, in the alphabet of the options."""
        latin, cyrillic = _places(letter)
        return cyrillic if any(each not in _LOOKS_LATIN for each in self.letters) else latin


@lru_cache(maxsize=256)  # there are not as many letters
def _places(letter: str) -> tuple[int, int]:
    """Where a letter stands in the Latin alphabet and in the Cyrillic one, as which it looks alike."""
    upper = letter.upper()
    return ord(upper.translate(_LATIN_LOOKS)) - ord("A"), _CYRILLIC.find(upper.translate(_CYRILLIC_LOOKS))


class AikenFormat:
    """Moodle's plain format for multiple choice."""

    name = "aiken"
    describe = "Aiken: a question, its options as A. or A), and a line ANSWER: B"

    def recognise(self, text: str) -> Recognition:
        """How many lines say which option is right, right below an option."""
        lines = [line for line in lines_of(text[:ENOUGH]) if line.strip()]
        keys = sum(_is_key(line) and bool(_OPTION.match(lines[i])) for i, line in enumerate(lines[1:]))
        options = sum(bool(_OPTION.match(line)) for line in lines)
        told = any(
            _KEY.match(line) and not _is_key(line) for line in lines
        )  # in words: an article may read them too
        score = min(1.0, 0.7 + 0.1 * keys) - 0.2 * told if keys and options >= 2 * keys else 0.0
        seen = ((keys, "lines ANSWER: below an option"), (options, "lettered options"))
        return Recognition(score, tuple(f"{n} {what}" for n, what in seen if n) or ("no lettered options",))

    def parse(self, text: str, path: str) -> Imported:
        """One card for each question with its options in the order of the file."""
        cards: list[Card] = []
        problems: list[Problem] = []
        numbers = Leavings(path)
        for draft in _drafts(lines_of(text)):
            numbers.add(draft.line, draft.number, _NUMBERS)
            card = _card(draft)
            if card:
                cards.append(card)
            if len(cards) > MOST_CARDS:
                raise too_many(path, draft.line)
            problems += _problems(draft, card, path)
        mend = "write the options as A. and B. below the question, then ANSWER: A"
        return finished(path, self.name, cards, [*problems, *numbers.problems()], mend=mend)


AIKEN = AikenFormat()


def _is_key(line: str) -> bool:
    return any(each.fullmatch(line) for each in (_ANSWER, _WITH_TEXT, _LONE))


def _drafts(lines: Sequence[str]) -> Iterator[_Draft]:
    """The questions of a file; one ends with its key, or where a blank line ends its options."""
    draft = _Draft(0)
    blank = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            blank = True
            continue
        if _begins(draft, lines, number, blank=blank):
            yield draft
            draft = _Draft(number)
        draft.line = draft.line or number
        _add(draft, number, line)
        blank = False
    if draft.line:
        yield draft


def _leads_to_options(lines: Sequence[str], at: int) -> bool:
    """Whether the next line from a place on that is not blank is the first option of a question."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    option = _OPTION.match(lines[at]) if at < len(lines) else None
    return bool(option and 0 in _places(option[1]))


def _begins(draft: _Draft, lines: Sequence[str], number: int, *, blank: bool) -> bool:
    """Whether the line of a number begins the next question."""
    line = lines[number - 1]
    if draft.key:
        if _AFTERWARDS.match(line):
            return False
        return (
            not draft.explanation or blank or (not _OPTION.match(line) and _leads_to_options(lines, number))
        )
    if not blank or not draft.question:
        return False
    option = _OPTION.match(line)
    return not (_KEY.match(line) or draft.ends_with(line) or (option and draft.expects(option[1])))


def _add(draft: _Draft, number: int, line: str) -> None:
    if draft.key:
        draft.explanation.append(_AFTERWARDS.sub("", line, count=1).strip())
    elif _KEY.match(line) or draft.ends_with(line):
        draft.key = (number, line.strip())
    elif (option := _OPTION.match(line)) and draft.expects(option[1]):
        draft.options.append([option[2].strip()])
        draft.letters += option[1].upper()
    elif draft.options:
        draft.options[-1].append(line.strip())
    elif not draft.question and (mark := _NUMBER.match(line.strip())):
        draft.number = mark[0].strip()
        draft.question.append(line.strip()[mark.end() :])
    else:
        draft.question.append(line.strip())


def _card(draft: _Draft) -> Card | None:
    """The card of a question; None when it has neither options nor a key."""
    if not draft.question or not draft.options:
        return None
    right = _right(draft)
    choices = sound(
        Choice(" ".join(_text(lines).split()), i in right) for i, lines in enumerate(draft.options)
    )
    question, explanation = _text(draft.question), _text(draft.explanation)
    if is_quiz(choices):
        return Card(
            question_key(question),
            question,
            answer_of(choices),
            choices,
            explanation=explanation,
            line=draft.line,
        )
    asked = "\n\n".join([question, "\n".join(f"- {choice.text}" for choice in choices)])
    return (
        Card(question_key(asked), asked, "", explanation=explanation, line=draft.line) if question else None
    )


def _text(lines: Sequence[str]) -> str:
    return plain("\n".join(lines)).text if lines else ""


def _right(draft: _Draft) -> set[int]:
    right = {draft.place(letter) for letter in _letters(draft)}
    return right if all(0 <= at < len(draft.options) for at in right) else set()


def _letters(draft: _Draft) -> Sequence[str]:
    """The letters that the line with the key names, alone or one in front of what its option says."""
    key = draft.key[1] if draft.key else ""
    if found := _ANSWER.fullmatch(key) or _LONE.fullmatch(key):
        return re.findall(_LETTER, found[1])
    if (found := _WITH_TEXT.fullmatch(key)) and 0 <= (at := draft.place(found[1])) < len(draft.options):
        said, option = (
            " ".join(text.casefold().rstrip(".").split()) for text in (found[2], " ".join(draft.options[at]))
        )
        return found[1] if said == option else ""
    return ""


def _problems(draft: _Draft, card: Card | None, path: str) -> Iterator[Problem]:
    """What is to be told about a question and its key."""

    def note(line: int, kind: Kind, found: str, expected: str = "", mend: str = "") -> Problem:
        return Problem(path, line, kind, found, expected, mend)

    key = draft.key[1] if draft.key else ""
    options = [line for lines in draft.options for line in lines]
    if card and (hidden := unread("\n".join([*draft.question, *options, *draft.explanation]))):
        yield note(draft.line, "left_out", hidden, mend="a comment or a script inside a question")
    if card is None:
        whole = "\n".join([*draft.question, *options, key, *draft.explanation])
        mend = "no question with options as A. and B. above ANSWER:" if key else "text without options"
        yield note(draft.line, "left_out", whole, mend=mend)
    elif not card.answer:
        found = f"{card.question}\n{key}".strip()
        line = draft.key[0] if draft.key else draft.line
        yield note(line, "unanswered", found, _KEY_WANTED, _WRONG_KEY if _letters(draft) else _NO_KEY)
    elif draft.key and not _STRICT.fullmatch(key):
        letters = ", ".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at] for at in sorted(_right(draft)))
        yield note(draft.key[0], "repaired", key, f"ANSWER: {letters}")
