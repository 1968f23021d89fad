"""A quiz as people meet it: Telegram's own poll, or options with buttons, and what they turn into once answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.card import Card, Choice, without_source
from bot.domain.review import Interval, Rating
from bot.domain.vote import right_of
from bot.i18n.translator import Translator
from bot.render import back, html, markdown, marks, session
from bot.render.html import Block
from bot.render.message import Button, Buttons, OutgoingMessage, OutgoingPoll, Style, even_rows
from bot.render.taps import data

if TYPE_CHECKING:
    from bot.render.post import Face

# https://core.telegram.org/bots/api#sendpoll
LONGEST_QUESTION = 300
LONGEST_OPTION = 100
LONGEST_EXPLANATION = 200
MOST_LINES = 3
FEWEST_OPTIONS = 2
MOST_OPTIONS = 12
LONGEST_ALERT = 200  # https://core.telegram.org/bots/api#answercallbackquery

MOST_BUTTONS = 24
LONGEST_LABEL = 28  # characters of an option that fits on a button of a phone
ROW = 6  # numbers beside each other
TIMERS = (0, 30, 60, 300, 3600, 86400)  # seconds a native quiz may stay open, 0: for good

_FORMATTED = re.compile(r"[$`*_\\\n]|!\[|\]\(")
_FORMATTED_ONLY = re.compile(r"```|!\[")  # code and pictures need a message,
_FORMULA = re.compile(r"\$[^$]+\$|\\[a-zA-Z]")  # and so do formulas that are no plain text


def fits_poll(card: Card, options: Sequence[Choice]) -> bool:
    """Whether a native quiz can hold the question and its options, which it shows without any formatting."""
    texts = [_plain(option.text) for option in options]
    sources = (card.question, *(option.text for option in options))
    return (
        FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS
        and 0 < len(_plain(card.question)) <= LONGEST_QUESTION
        and all(0 < len(text) <= LONGEST_OPTION for text in texts)
        and len(set(texts)) == len(texts)
        and not any(_FORMATTED_ONLY.search(source) or _FORMULA.search(_plain(source)) for source in sources)
    )


def fits_buttons(options: Sequence[Choice]) -> bool:
    """Whether there is something to choose from, and a button for each."""
    return FEWEST_OPTIONS <= len(options) <= MOST_BUTTONS and all(
        _plain(each.text).strip() for each in options
    )


def is_native(face: Face) -> bool:
    """Whether the post stands there as a poll, and not yet as its answer."""
    return face.mode == "poll" and not face.shown


def poll(face: Face, t: Translator) -> OutgoingPoll:
    """The post as Telegram's own quiz; only a channel's is anonymous, which Telegram demands there."""
    question = _plain(face.card.question)
    step = (
        "" if face.step is None else t("post.step", done=t.number(face.step[0]), size=t.number(face.step[1]))
    )
    if step and len(step) + len(question) < LONGEST_QUESTION:
        question = f"{step}\n{question}"
    return OutgoingPoll(
        question,
        tuple(_plain(option.text) for option in face.options),
        right_of(face.options),
        html.escape(brief(face.card)),
        anonymous=face.chat_kind == "channel",
        open_for=face.open_for,
        buttons=buttons(face, t) or (),
    )


def brief(card: Card) -> str:
    """What a poll explains once it is answered: 200 characters in three lines, cut at a line, a sentence or a word."""
    lines = [text for text in _full(card).split("\n") if text.strip()]
    text = "\n".join(lines[:MOST_LINES])
    return text if len(text) <= LONGEST_EXPLANATION else _cut(text, LONGEST_EXPLANATION)


def is_brief(card: Card) -> bool:
    """Whether a poll explains all that the card's answer says."""
    return not card.explanation and brief(card) == _plain(card.answer)


def option_lines(face: Face, t: Translator) -> list[Block]:
    """The options in the text: numbered where buttons cannot hold them, marked once the answer is there."""
    if face.shown:
        return [html.joined((_marked(face, at, t) for at in range(len(face.options))), "\n")]
    lines = [
        html.joined([html.line(f"{t.number(at)}."), markdown.inline(option.text)], " ")
        for at, option in enumerate(face.options, 1)
    ]
    several = [html.line(t("quiz.several")).wrapped("i")] if _several(face.options) else []
    return [*([html.joined(lines, "\n")] if _numbered(face.options) else []), *several, *_until(face, t)]


def buttons(face: Face, t: Translator) -> Buttons | None:
    """The buttons of a quiz; None where they are those of any question whose answer is there."""
    if face.given is not None:
        return _after(face, t)
    if face.shown:
        return None
    hint = (Button(t("post.hint"), data("hint", face.post_id)),) if face.card.hint else ()
    if face.chat_kind == "private":
        give_up = (Button(t("quiz.give_up"), data("show", face.post_id)), *hint)
        return (*_options(face, t), give_up, *session.controls(face, t))
    if face.mode == "poll":
        full = () if is_brief(face.card) else (Button(t("quiz.full"), data("full", face.post_id)),)
        return tuple(row for row in (full, hint) if row)
    if face.chat_kind == "channel":
        return _options(face, t)
    count = t.plural("post.answered", face.answered) if face.answered else ""
    counted = (Button(count, data("count", face.post_id)),) if count else ()
    look = Button(t("post.show"), data("show", face.post_id))
    return tuple(row for row in (*_options(face, t), counted, (look, *hint)) if row)


def verdict(rating: int, options: Sequence[Choice], said: str, t: Translator) -> str:
    """What a tap is told in at most 200 characters: right, partly or wrong, what is right, and `said`."""
    right = t.several([_plain(options[at].text) for at in right_of(options)])
    if rating >= Rating.WITH_EFFORT:
        return f"{t('quiz.right')}\n{said}".strip()
    room = LONGEST_ALERT - len(said) - len(_missed(rating, "", t)) - 1
    return f"{_missed(rating, _cut(right, room), t)}\n{said}".strip()


def _missed(rating: int, answer: str, t: Translator) -> str:
    if rating == Rating.BARELY:
        return t("quiz.partly", answer=answer)
    return t("quiz.wrong", answer=answer)


def chosen(options: Sequence[Choice], ticked: Sequence[int], t: Translator) -> str:
    """What somebody has ticked so far, for their eyes only."""
    if not ticked:
        return t("quiz.none_chosen")
    named = [t.number(at + 1) if _numbered(options) else _plain(options[at].text) for at in ticked]
    text = t("quiz.chosen", options=t.several(named))
    return text if len(text) <= LONGEST_ALERT else _cut(text, LONGEST_ALERT)


def answer_alert(card: Card, t: Translator) -> str:
    """As much of the full answer as an alert holds, for somebody who cannot be written to."""
    said = t("quiz.start_for_full")
    return f"{_cut(_full(card), LONGEST_ALERT - len(said) - 1)}\n{said}"


def timer_page(t: Translator, chat_id: int, *, chosen: int | None) -> OutgoingMessage:
    """How long a native quiz may stay open in a group or a channel."""
    made = [
        Button(
            f"{'✓ ' if seconds == (chosen or 0) else ''}{_time(seconds, t)}", data("timer", chat_id, seconds)
        )
        for seconds in TIMERS
    ]
    back = (Button(t("button.back"), data("set", chat_id)),)
    text = html.GAP.join([html.bold(t("quiz.timer")), html.escape(t("quiz.timer_how"))])
    return OutgoingMessage(text, (tuple(made[:3]), tuple(made[3:]), back))


def _time(seconds: int, t: Translator) -> str:
    if not seconds:
        return t("quiz.timer_off")
    if seconds < 60:
        return t.plural("quiz.seconds", seconds)
    minutes = seconds // 60
    return t.interval(Interval(minutes, "minute") if minutes < 60 else Interval(minutes // 60, "hour"))


def _plain(text: str) -> str:
    """A text where there is no formatting, as in polls and on buttons."""
    return markdown.plain(text)


def _full(card: Card) -> str:
    return _plain(card.explanation) or _plain(without_source(card.answer))


def _cut(text: str, room: int) -> str:
    """The text or its beginning, up to the last line, sentence or word that is whole."""
    if len(text) <= room:
        return text
    wholes = [
        text.rfind(mark, room // 2, room - 1) + kept for mark, kept in ((". ", 1), ("。", 1), ("\n", 0))
    ]
    if (end := max(wholes)) > 0:
        return text[:end]
    at = text.rfind(" ", room // 2, room - 1)
    return f"{text[: at if at > 0 else room - 1].rstrip()}…"


def _several(options: Sequence[Choice]) -> bool:
    return len(right_of(options)) > 1


def _numbered(options: Sequence[Choice]) -> bool:
    """Whether the options stand in the text: a button has no formatting, and little room."""
    return any(len(option.text) > LONGEST_LABEL or _FORMATTED.search(option.text) for option in options)


def _marked(face: Face, at: int, t: Translator) -> Block:
    """An option under its answer; it keeps the number by which a button was tapped."""
    option = face.options[at]
    missed = at in face.chosen and not option.right
    number = f" {t.number(at + 1)}." if face.mode == "buttons" and _numbered(face.options) else ""
    mark = html.line(("✅" if option.right else "❌" if missed else "▫️") + number)
    text = markdown.inline(option.text)
    why = markdown.inline(option.reason).wrapped("i") if missed and option.reason else Block("")
    return html.joined([html.joined([mark, text], " "), why], " — ")


def _options(face: Face, t: Translator) -> Buttons:
    """The buttons to choose by; a native quiz has its own."""
    if face.mode == "poll":
        return ()
    several = _several(face.options)
    made = [
        Button(
            f"{'✓ ' if at in face.chosen else ''}{_label(face, at, t)}",
            data("toggle" if several else "pick", face.post_id, at),
            style="primary" if at in face.chosen else "",
        )
        for at in range(len(face.options))
    ]
    check = ((Button(t("quiz.check"), data("check", face.post_id), style="primary"),),) if several else ()
    return (*_rows(made, face.options), *check)


def _label(face: Face, at: int, t: Translator) -> str:
    return t.number(at + 1) if _numbered(face.options) else _plain(face.options[at].text)


def _rows(made: Sequence[Button], options: Sequence[Choice]) -> Buttons:
    return even_rows(made, ROW if _numbered(options) else 1)


def _until(face: Face, t: Translator) -> list[Block]:
    """When our own quiz closes: Telegram tells it of a poll by itself."""
    if face.closes is None:
        return []
    clock = t.clock(face.closes.time())
    return [html.with_moment(t("quiz.until", clock="\0"), face.closes, clock, "t").wrapped("i")]


def _after(face: Face, t: Translator) -> Buttons:
    """The options in their colours, the rating with its undo, and the way on."""
    assert face.given is not None
    rated = back.rated(t, face.given)
    coloured = [
        Button(_label(face, at, t), data("count", face.post_id), style=_colour(face, at))
        for at in range(len(face.options))
    ]
    onward = t.plural("post.next", face.more) if face.more else t("post.another")
    on = Button(t("quiz.onward"), data("on", face.post_id), style="primary")
    return (
        *(_rows(coloured, face.options) if face.mode == "buttons" else ()),
        (
            Button(rated, data("count", face.post_id), style=outcome(face.given.rating)),
            Button(t("post.undo"), data("undo", face.given.answer_id)),
        ),
        (on if face.goes_on else Button(onward, data("next", face.post_id)),),
        *marks.of(face, t, rated=True),
    )


def outcome(rating: int) -> Style:
    """The colour of a rating that was given."""
    return "success" if rating >= Rating.WITH_EFFORT else "danger"


def _colour(face: Face, at: int) -> Style:
    if face.options[at].right:
        return "success"
    return "danger" if at in face.chosen else ""
