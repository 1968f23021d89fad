"""What the library's errors mean: a pure table from exceptions to outcomes.

Telegram tells most refusals apart only by their words, which the library capitalises and otherwise lower-cases, so
words are compared without case. Where they come from: tdlib/telegram-bot-api, `Client.cpp`, and what its closed
server is known to add in CAPITALS_WITH_UNDERSCORES.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.outcome import Gone, Later, Missing, Moved, NoRights, Outcome, Refused, Unchanged, Wait
from bot.tg.redact import redact

SHORTEST_WAIT = 1.0  # seconds, when too much was asked and no time is given

NOTHING_TO_DO = re.compile("message is not modified|message_not_modified|query is too old|query_id_invalid")
NO_RIGHTS = re.compile(
    "not enough rights|need administrator rights|have no rights|chat_admin_required|chat_write_forbidden"
    r"|chat_restricted|chat_send_\w*forbidden|chat_guest_send_forbidden|topic_closed"
)
GONE = re.compile(
    "chat not found|user not found|bot was blocked|bot was kicked|bot is not a member|user is deactivated"
    "|chat was deleted|group is deactivated|can't initiate conversation|can't send messages to (the )?bot"
    "|peer_id_invalid|user_is_blocked|user_deactivated|input_user_deactivated|channel_private|chat_id_invalid"
)
MISSING = re.compile(
    "message to edit not found|message can't be edited|message to delete not found|message can't be deleted"
    "|message identifier is not specified|message_id_invalid|message_author_required"
)
OTHER_KIND = re.compile("there is no text in the message")
# The library's words for a method the server has never heard of, and an old server's for an edit whose rich message
# it does not hear.
NO_RICH = re.compile("not found in bot api|message text is empty")


def outcome_of(error: TelegramError) -> Outcome:
    """What `error` means for the message that met it; one of a class we do not know is worth another try."""
    for kind in type(error).__mro__:
        if meaning := MEANINGS.get(kind):
            return meaning(error)
    return _later(error)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone, in seconds."""
    with warnings.catch_warnings(
        action="ignore"
    ):  # the library announces that its int will become a timedelta
        wait = error.retry_after
    return max(wait.total_seconds() if isinstance(wait, timedelta) else float(wait), SHORTEST_WAIT)


def _words(error: TelegramError) -> str:
    """The reason as it may be logged and stored."""
    return redact(error.message)


def _bad_request(error: TelegramError) -> Outcome:
    reason = _words(error)
    said = reason.casefold()
    if NOTHING_TO_DO.search(said):
        return Unchanged()
    if OTHER_KIND.search(said):
        return Missing(reason, other_kind=True)
    for words, outcome in ((NO_RIGHTS, NoRights), (MISSING, Missing), (GONE, Gone)):
        if words.search(said):
            return outcome(reason)
    return Refused(reason)


def _forbidden(error: TelegramError) -> Outcome:
    reason = _words(error)
    return NoRights(reason) if NO_RIGHTS.search(reason.casefold()) else Gone(reason)


def _network(error: TelegramError) -> Outcome:
    """A flood refusal without its parameters, as some proxies give, arrives as a mere network error."""
    if "too many requests" in error.message.casefold():
        return Wait(SHORTEST_WAIT)
    return _later(error)


def _later(error: TelegramError) -> Outcome:
    return Later(_words(error))


def _refused(error: TelegramError) -> Outcome:
    return Refused(_words(error))


def _moved(error: TelegramError) -> Outcome:
    assert isinstance(error, ChatMigrated)
    return Moved(error.new_chat_id)


def _wait(error: TelegramError) -> Outcome:
    assert isinstance(error, RetryAfter)
    return Wait(seconds_of(error))


# A token that is refused and a second program polling are for the operator to mend: what is owed stays owed.
MEANINGS: Mapping[type, Callable[[TelegramError], Outcome]] = {
    BadRequest: _bad_request,
    ChatMigrated: _moved,
    Conflict: _later,
    EndPointNotFound: _refused,
    Forbidden: _forbidden,
    InvalidToken: _later,
    NetworkError: _network,
    PassportDecryptionError: _refused,
    RetryAfter: _wait,
    TelegramError: _later,
    TimedOut: _later,
}
