"""sendPoll and stopPoll, with every check the Bot API server and TDLib make."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from bot.sandbox import reach, refusals, wire
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods.method import SENDING, Method, method
from bot.sandbox.methods.sending import place
from bot.sandbox.objects import Bot, Json, Poll, PollOption, Text
from bot.sandbox.parameters import Parameters
from bot.sandbox.texts import formatted_text
from bot.sandbox.world import World

_FIRST_POLL = 5_170_000_000_000_000_001
_MOST_OPTIONS = 12
_LONGEST_OPTION = 100
_LONGEST_QUESTION = 300
_LONGEST_EXPLANATION = 200
_LONGEST_DESCRIPTION = 1024
_SHORTEST_PERIOD = 5
_LONGEST_PERIOD = 2_628_000


def send_poll(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Send a poll or a quiz."""
    poll = _poll(world, bot, parameters)
    sent = place(world, bot, parameters, poll, "can_send_polls")
    world.polls[poll.id] = poll
    return sent


def stop_poll(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Close a poll of the bot's own."""
    markup = read_markup(parameters)
    chat = reach.chat_to_change(world, bot, parameters)
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise refusals.STOP_NOT_FOUND.refusal()
    poll = message.content
    if not isinstance(poll, Poll):
        raise refusals.NOT_A_POLL.refusal()
    if poll.closed or message.author != bot.user or message.origin is not None:
        raise refusals.CANNOT_STOP.refusal()
    world.close_poll(poll)
    world.edit(message, poll, markup)
    return wire.poll(poll)


def _poll(world: World, bot: Bot, parameters: Parameters) -> Poll:
    question = _question(parameters)
    options = _options(parameters)
    kind = parameters.text("type").lower() or "regular"
    if kind not in ("regular", "quiz"):
        raise refusals.WRONG_POLL_TYPE.refusal()
    explanation = _words(
        parameters, "explanation", _LONGEST_EXPLANATION, refusals.EXPLANATION_TOO_LONG, feeds=2
    )
    open_period, close_at = _end(world, parameters)
    number = world.next_number("poll", _FIRST_POLL)
    return Poll(
        str(number),
        bot,
        question,
        [PollOption(f"{number}-{at}", text) for at, text in enumerate(options)],
        kind,
        anonymous=parameters.boolean("is_anonymous", default=True),
        multiple=parameters.boolean("allows_multiple_answers"),
        revoting=parameters.boolean("allows_revoting", default=kind == "regular"),
        correct=_correct(parameters, len(options)) if kind == "quiz" else (),
        explanation=explanation if kind == "quiz" else None,
        description=_words(
            parameters, "description", _LONGEST_DESCRIPTION, refusals.DESCRIPTION_TOO_LONG, feeds=None
        ),
        open_period=open_period,
        close_at=close_at,
        closed=parameters.boolean("is_closed"),
        shuffled=parameters.boolean("shuffle_options"),
        results_hidden=parameters.boolean("hide_results_until_closes"),
    )


def _question(parameters: Parameters) -> str:
    """Only custom emoji survive in questions and options: other formatting is dropped."""
    text = formatted_text(parameters, "question", "question_parse_mode", "question_entities").text
    if len(text) > _LONGEST_QUESTION:
        raise refusals.QUESTION_TOO_LONG.refusal()
    return text


def _options(parameters: Parameters) -> list[str]:
    given = parameters.structure("options", refusals.OPTIONS_NOT_JSON)
    if given is not None and not isinstance(given, list):
        raise refusals.OPTIONS_NOT_ARRAY.refusal()
    options = [_option(one) for one in given or []]
    if not options:
        raise refusals.NO_OPTIONS.refusal()
    if len(options) > _MOST_OPTIONS:
        raise refusals.TOO_MANY_OPTIONS.refusal()
    if any(len(option) > _LONGEST_OPTION for option in options):
        raise refusals.OPTION_TOO_LONG.refusal()
    return options


def _option(given: Any) -> str:
    fields = {"text": given} if isinstance(given, str) else given
    if not isinstance(fields, dict) or not isinstance(fields.get("text", ""), str):
        raise refusals.OPTIONS_NOT_ARRAY.refusal()
    if "media" in fields:
        raise refusals.not_covered("media in poll options")
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    return formatted_text(Parameters(texts), "text", "text_parse_mode", "text_entities").text


def _correct(parameters: Parameters, count: int) -> tuple[int, ...]:
    given = parameters.structure("correct_option_ids", refusals.WRONG_CORRECT)
    if given is None and parameters.has("correct_option_id"):
        given = [parameters.integer("correct_option_id")]
    if not given:
        raise refusals.NO_CORRECT.refusal()
    if not isinstance(given, list) or not all(isinstance(one, int) and 0 <= one < count for one in given):
        raise refusals.WRONG_CORRECT.refusal()
    if any(later <= earlier for earlier, later in pairwise(given)):
        raise refusals.CORRECT_NOT_INCREASING.refusal()
    return tuple(given)


def _words(
    parameters: Parameters, name: str, longest: int, otherwise: refusals.Sentence, *, feeds: int | None
) -> Text | None:
    if not parameters.has(name):
        return None
    found = formatted_text(parameters, name, f"{name}_parse_mode", f"{name}_entities", may_be_empty=True)
    if len(found.text) > longest or (feeds is not None and found.text.count("\n") > feeds):
        raise otherwise.refusal()
    return Text(found.text, found.entities) if found.text else None


def _end(world: World, parameters: Parameters) -> tuple[int | None, datetime | None]:
    period = parameters.integer("open_period")
    date = parameters.integer("close_date")
    if not period and not date:
        return None, None
    now = world.clock.now()
    if date:
        if period:
            raise refusals.POLL_PERIOD_INVALID.refusal()
        period = date - int(now.timestamp())
    if not _SHORTEST_PERIOD <= period <= _LONGEST_PERIOD:
        raise refusals.POLL_PERIOD_INVALID.refusal()
    return period, datetime.fromtimestamp(date, UTC) if date else now + timedelta(seconds=period)


_TEXTS = ("question", "explanation", "description")
METHODS: tuple[Method, ...] = (
    method(
        "sendPoll",
        send_poll,
        (
            *SENDING,
            *_TEXTS,
            *(f"{name}_parse_mode" for name in _TEXTS),
            *(f"{name}_entities" for name in _TEXTS),
            "options",
            "is_anonymous",
            "type",
            "allows_multiple_answers",
            "allows_revoting",
            "shuffle_options",
            "hide_results_until_closes",
            "members_only",
            "country_codes",
            "correct_option_id",
            "correct_option_ids",
            "open_period",
            "close_date",
            "is_closed",
        ),
        lacks=("media", "explanation_media", "allow_adding_options"),
        sends=True,
    ),
    method("stopPoll", stop_poll, "chat_id message_id reply_markup"),
)
