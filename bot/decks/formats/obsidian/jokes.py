"""Lines in a deck that only fill a place: jokes, promises, signs of not knowing."""

from __future__ import annotations

import re

# For folded text.
_NO_QUESTION = re.compile(
    r"to nie jest pytanie|nie będzie (?:takiego|tego) pytania|tego nie będzie|это не вопрос|(?:такого|"
    r"этого) вопроса не будет|"
    r"не будет такого вопроса|(?:this is|it'?s|that'?s) not a (?:real )?question|won'?t be (?:asked|on "
    r"the exam|in the exam)|"
    r"will not be asked|这不是问题|不会考"
)
_SPEAKS_OF_QUESTIONS = ("question", "asked", "exam", "вопрос", "pytani", "nie będzie", "问题", "不会考")
_PLACEHOLDER = re.compile(
    r"(?:todo|tbd|fixme|wip|xd+|lol|idk|n/a|brak|nie wiem|uzupełnić|do uzupełnienia|не знаю|дописать|позже|"
    r"(?:answer|write) here|your answer|odpowiedź|ответ|待补充|不知道|(?:ха){2,}|(?:ha){2,}h?|"
    r"[-–—?!.…xX_]{1,10})"
    r"[\s.!…:)(?]{0,10}",
    re.IGNORECASE,
)
_LONGEST = 120


def is_no_question(text: str) -> bool:
    """Whether a short text says of itself that it is no question, or that nobody will ask it."""
    if len(text) > _LONGEST:
        return False
    folded = text.casefold()
    return any(word in folded for word in _SPEAKS_OF_QUESTIONS) and _NO_QUESTION.search(folded) is not None


def is_no_answer(text: str) -> bool:
    """Whether what stands in the place of an answer answers nothing."""
    return is_no_question(text) or (
        len(text) <= _LONGEST and _PLACEHOLDER.fullmatch(text.strip("*_ \n")) is not None
    )
