"""A card as people meet it: the question, its answer, and the buttons under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.card import Card, Choice
from bot.domain.chat import ChatKind, Style
from bot.domain.mark import Mark
from bot.domain.mode import Mode
from bot.domain.post import PostKind
from bot.domain.review import Interval
from bot.domain.session import Run
from bot.domain.subscription import Reveal
from bot.i18n.translator import Translator
from bot.render import answering, back, exam, html, markdown, marks, quiz, session
from bot.render.answering import Answering
from bot.render.html import Block
from bot.render.looks import Options, Part, Passage, Question, classic, needs_rich, rich
from bot.render.message import Button, Outgoing, OutgoingMessage
from bot.render.taps import data

RATINGS = (1, 2, 3, 4, 5)
ALERT_LIMIT = 200  # https://core.telegram.org/bots/api#answercallbackquery


@dataclass(frozen=True, slots=True)
class Given:
    """A rating that was counted: which, and when the card comes back; None: it is set aside."""

    answer_id: int
    rating: int
    back_in: Interval | None


@dataclass(frozen=True, slots=True)
class Face:
    """Everything a reader sees of a post.

    `shown` says whether the answer has been revealed. `outcomes` is when each rating would bring the card back, None
    where it would set it aside; empty where the taps belong to many people. `given` is this post's rating, `before`
    the previous question's of the same session, `step` (which, of how many) the session's progress, `more` how many
    other cards wait, `answered` how many people rated. `options` are a quiz's choices as they stand in the post,
    `chosen` the numbers of those a private post's reader took, `open_for` the seconds its poll stays open, `closes`
    when the buttons of a quiz close for all. `answering` is what was said to it, `goes_on` whether its session waits
    to go on. `run` is the session that waits for this question. `mark` is what the reader of a private post noted
    about its card, None elsewhere; `other_language` the one that the card can be turned to. `pictures` are the files
    that the card names.
    """

    post_id: int
    kind: PostKind
    chat_kind: ChatKind
    card: Card
    reveal: Reveal
    shown: bool
    outcomes: Mapping[int, Interval | None] = field(default_factory=dict)
    given: Given | None = None
    before: Given | None = None
    step: tuple[int, int] | None = None
    more: int = 0
    answered: int = 0
    style: Style = "auto"
    mode: Mode = "reveal"
    options: tuple[Choice, ...] = ()
    chosen: tuple[int, ...] = ()
    open_for: int | None = None
    closes: datetime | None = None
    answering: Answering | None = None
    goes_on: bool = False
    run: Run | None = None
    mark: Mark | None = None
    other_language: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def post(face: Face, t: Translator, *, rich_known: bool = True) -> tuple[Outgoing, ...]:
    """The post as messages: one, or more when the answer is long; the buttons hang under the last.

    `rich_known` says whether Telegram's server knows rich messages; without them every card is classic.
    """
    if face.run is not None and face.run.exam:
        return exam.question(face, face.run, t)
    if quiz.is_native(face):
        return (quiz.poll(face, t),)
    parts, last = _parts(face, t), buttons(face, t)
    wanted = face.style == "rich" or (face.style == "auto" and needs_rich(face.card))
    found = rich(parts, face.pictures, last, t("post.show")) if rich_known and wanted else ()
    return found or classic(parts, face.pictures, last)


def buttons(face: Face, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a post in its present state."""
    if face.run is not None and face.run.exam:
        return exam.buttons(face, face.run, t)
    if face.options and (of_quiz := quiz.buttons(face, t)) is not None:
        return of_quiz
    if face.given is not None:
        return (*answering.overruling(face, t), *_after(face, face.given, t), *marks.of(face, t, rated=True))
    own = answering.buttons(face, t, _ratings(face, t))
    if own is not None:
        below = marks.of(face, t) if face.shown else ()
        return (*own, *below, *session.controls(face, t), *_undo(face.before, t))
    if not face.shown and face.reveal == "button":
        return (*_closed(face, t), *session.controls(face, t), *_undo(face.before, t))
    if face.chat_kind == "channel":
        return ()
    if face.mark is not None and face.mark.hidden:
        return marks.of(face, t)
    return (*_ratings(face, t), *marks.of(face, t), *session.controls(face, t), *_undo(face.before, t))


def answer(face: Face, t: Translator) -> tuple[OutgoingMessage, ...]:
    """The question with its answer, and nothing to press: for a quiz that is over, or for one reader's own chat."""
    bare = replace(face, kind="quiz", shown=True, chosen=(), before=None, step=None)
    return classic(_parts(bare, t), face.pictures, ())


def hint(card: Card) -> str:
    """The hint as an alert, which holds 200 characters and no formatting."""
    text = markdown.plain(card.hint)
    return text if len(text) <= ALERT_LIMIT else f"{text[: ALERT_LIMIT - 1].rstrip()}…"


def _parts(face: Face, t: Translator) -> list[Part]:
    """What is to be read, from top to bottom, whatever it will look like."""
    parts: list[Part] = [*_heading(face, t), Question(face.card.question), *_choices(face, t)]
    parts += answering.blocks(face, t)
    if face.reveal != "button" or face.shown:
        hidden = face.reveal == "spoiler" and not face.shown
        why = html.line(t("post.explanation")).wrapped("b")
        parts += [Passage(face.card.answer, hidden), Passage(face.card.explanation, hidden, title=why)]
        parts += marks.note(t, face.mark, spoiler=hidden)
    tags = " ".join(f"#{tag}" for tag in face.card.tags)
    return [*parts, html.line(tags)]


def _heading(face: Face, t: Translator) -> list[Block]:
    lines = []
    if face.before is not None:
        lines.append(back.before(t, face.before))
    if face.step is not None:
        lines.append(session.progress(t, face.step))
    elif face.kind == "review":
        lines.append(t("post.review"))
    return [html.line("\n".join(lines))] if lines else []


def _choices(face: Face, t: Translator) -> Sequence[Part]:
    """The options of a quiz, and of a question that asks for several: without them nobody could answer it."""
    if face.options:
        return quiz.option_lines(face, t)
    if sum(choice.right for choice in face.card.choices) < 2:
        return []
    marks = {True: "✅", False: "▫️"} if face.shown or face.reveal == "open" else {True: "▫️", False: "▫️"}
    return [Options(tuple((marks[choice.right], choice.text) for choice in face.card.choices))]


def _closed(face: Face, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """The way to the answer, and what helps before it; beside two others its words would be cut on a phone."""
    show = Button(t("post.show"), data("show", face.post_id), style="primary")
    hint = (Button(t("post.hint"), data("hint", face.post_id)),) if face.card.hint else ()
    helps = (*hint, *marks.turn(face.post_id, face.other_language))
    return ((show,), helps) if len(helps) > 1 else ((show, *helps),)


def _ratings(face: Face, t: Translator) -> tuple[tuple[Button, ...], ...]:
    if not face.outcomes:
        row = tuple(Button(str(rating), data("rate", face.post_id, rating)) for rating in RATINGS)
        count = t.plural("post.answered", face.answered) if face.answered else ""
        return (row, (Button(count, data("count", face.post_id)),)) if count else (row,)
    made = [
        Button(
            t("post.rating", rating=rating, interval=back.forecast(t, face.outcomes[rating])),
            data("rate", face.post_id, rating),
            style="primary" if face.answering and rating == face.answering.suggested else "",
        )
        for rating in RATINGS
    ]
    return (tuple(made[:2]), tuple(made[2:]))


def _undo(given: Given | None, t: Translator) -> tuple[tuple[Button, ...], ...]:
    return ((Button(t("post.undo"), data("undo", given.answer_id)),),) if given else ()


def _after(face: Face, given: Given, t: Translator) -> tuple[tuple[Button, ...], ...]:
    rated = back.rated(t, given)
    onward = t.plural("post.next", face.more) if face.more else t("post.another")
    on = Button(onward, data("next", face.post_id))
    if face.goes_on:
        on = Button(t("quiz.onward"), data("on", face.post_id), style="primary")
    return (
        (
            Button(rated, data("count", face.post_id), style=quiz.outcome(given.rating)),
            Button(t("post.undo"), data("undo", given.answer_id)),
        ),
        (on,),
    )
