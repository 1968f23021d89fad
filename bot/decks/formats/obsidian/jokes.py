"""Lines in a deck that only fill a place: jokes, promises, signs of not knowing."""

from __future__ import annotations

import re

_NO_QUESTION = re.compile(
    r"to nie jest pytanie|nie będzie (?:takiego|tego) pytania|tego nie będzie|это не вопрос|(?:такого|"
    r"этого) вопроса не будет|"
    r"не будет такого вопроса|(?:this is|it'?s|that'?s) not a (?:real )?question|won'?t be (?:asked|on "
    r"the exam|in the exam)|"
    r"will not be asked|这不是问题|不会考",
    re.IGNORECASE,
)
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
    return len(text) <= _LONGEST and _NO_QUESTION.search(text) is not None


def is_no_answer(text: str) -> bool:
    """Whether what stands in the place of an answer answers nothing."""
    return is_no_question(text) or (
        len(text) <= _LONGEST and _PLACEHOLDER.fullmatch(text.strip("*_ \n")) is not None
    )
