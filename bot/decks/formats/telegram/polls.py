"""Polls and quizzes of a channel: with the right option they are a card, without it a card that waits for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.decks.draft import answer_of
from bot.decks.formats.telegram.bullets import undecorated
from bot.decks.formats.telegram.channel_lines import Line, Mark
from bot.domain.card import Card, Choice
from bot.domain.identity import question_key

UNKNOWN = "the poll does not say which option is right: write the answer; the card is not asked until then"

_KIND_WORDS = (
    "anonymous poll|anonymous quiz|public poll|public quiz|quiz|poll|final results|"
    "анонимный опрос|анонимная викторина|публичный опрос|викторина|опрос|"
    "anonimowa ankieta|anonimowy quiz|publiczna ankieta|ankieta|"
    "匿名投票|匿名测验|匿名測驗|投票|测验"
)
_KINDS = frozenset(_KIND_WORDS.split("|"))
# As the application copies a poll: its question in brackets, its options as a list.
_BRACKETED = re.compile(
    r"\[ ?(?:poll|quiz|опрос|викторина|ankieta|投票|测验) ?[:：] ?(.{1,400}?) ?\]", re.IGNORECASE
)
_SHARE = re.compile(r"\d{1,3}(?:[.,]\d)? ?%")
_VOTES = re.compile(r"\d[\d \u00a0.,]{0,9}[KkКк]?")
_VOTERS = re.compile(
    r"(?:\d[\d \u00a0.,]{0,9}[KkКк]? ?)?(?:voters?|votes?|answered|answers|no votes|проголосова\w*|голос\w*|"
    r"ответил\w*|głos\w*|głosując\w*|人投票|票|人参与)",
    re.IGNORECASE,
)
_OPTION_SHARE = re.compile(
    r"^\d{1,3}(?:[.,]\d)? ?%\s*[-–—:]?\s*(?=\S)|(?<=\S)\s*[-–—:(]?\s*\d{1,3}(?:[.,]\d)? ?%\)?$"
)
_OPTION_MARK = re.compile(r"[-–—•▪▫◦○●⚪🔘☑✔]\ufe0f?\s+")
_KIND_WITHIN = 4


@dataclass(frozen=True, slots=True)
class Poll:
    """A question with its options; `right` holds the places of the right ones, none when nobody says."""

    question: str
    options: tuple[str, ...]
    right: frozenset[int] = field(default_factory=frozenset)
    explanation: str = ""


def poll_in(body: Sequence[Line]) -> Poll | None:
    """The poll that the text of a copied post is, if it is one; copied text never says which option is right."""
    lines = [line for line in body if line.mark is not Mark.BLANK]
    if lines and (found := _BRACKETED.fullmatch(lines[0].text)):
        return Poll(found[1], tuple(line.text.removeprefix("-").strip() for line in lines[1:]))
    for i, line in enumerate(lines[1 : 1 + _KIND_WITHIN], 1):
        if names_poll(line.text):
            texts = [each.text for each in lines[i + 1 :]]
            shares = _SHARE if any(map(_SHARE.fullmatch, texts)) else _VOTES
            options = [t for t in texts if not shares.fullmatch(t) and not _VOTERS.fullmatch(t)]
            question = [undecorated(lines[0].text), *(each.text for each in lines[1:i])]
            return Poll("\n".join(dict.fromkeys(question)), tuple(_without_shares(options)))
    return None


def names_poll(text: str) -> bool:
    """Whether a line is what a page writes between the question of a poll and its options: `Anonymous Quiz`."""
    return text.casefold() in _KINDS


def _without_shares(options: Sequence[str]) -> list[str]:
    """The options without their bullets, and without the share of the votes when each tells its own."""
    bare = [
        _OPTION_MARK.sub("", option, count=1) if _OPTION_MARK.match(option) else option for option in options
    ]
    if all(_OPTION_SHARE.search(option) for option in bare):
        return [_OPTION_SHARE.sub("", option) for option in bare]
    return bare


def card_of(poll: Poll, line: int) -> Card:
    """The poll as a card: with choices when it says which option is right, else with its options in the question.

    A poll with an unknown right option has no answer, so that it is never asked before somebody has said.
    """
    choices = tuple(Choice(text, i in poll.right) for i, text in enumerate(poll.options) if text)
    apart = len({choice.text.casefold() for choice in choices}) == len(choices)
    if apart and len(choices) > 1 and any(choice.right for choice in choices):
        question, answer = poll.question, answer_of(choices)
    else:
        choices, answer = (), ""
        question = "\n\n".join(
            filter(None, (poll.question, "\n".join(f"- {text}" for text in poll.options if text)))
        )
    return Card(question_key(question), question, answer, choices, explanation=poll.explanation, line=line)
