"""A card as people meet it: the question, its answer, and the buttons under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.card import Card, Choice
from bot.domain.chat import ChatKind, Style
from bot.domain.mark import Mark
from bot.domain.mode import Mode
from bot.domain.post import PostKind
from bot.domain.review import Interval
from bot.domain.subscription import Reveal
from bot.i18n.translator import Translator
from bot.render import html, markdown, marks
from bot.render.html import Block
from bot.render.message import Button, Buttons, OutgoingMessage
from bot.render.taps import data

RATINGS = (1, 2, 3, 4, 5)
ALERT_LIMIT = 200  # https://core.telegram.org/bots/api#answercallbackquery


@dataclass(frozen=True, slots=True)
class Given:
    """A rating that was counted: which, and when the card comes back."""

    answer_id: int
    rating: int
    back_in: Interval


@dataclass(frozen=True, slots=True)
class Face:
    """Everything a reader sees of a post.

    `shown` says whether the answer has been revealed. `outcomes` is what each rating would do, empty where the taps
    belong to many people. `given` is this post's rating, `before` the previous question's of the same session, `step`
    (which, of how many) the session's progress, `more` how many other cards wait, `answered` how many people rated.
    `options` are a quiz's choices as they stand in the post. `mark` is what the reader of a private post noted about
    its card, None elsewhere; `other_language` the one that the card can be turned to.
    """

    post_id: int
    kind: PostKind
    chat_kind: ChatKind
    card: Card
    reveal: Reveal
    shown: bool
    outcomes: Mapping[int, Interval] = field(default_factory=dict)
    given: Given | None = None
    before: Given | None = None
    step: tuple[int, int] | None = None
    more: int = 0
    answered: int = 0
    style: Style = "auto"
    mode: Mode = "reveal"
    options: tuple[Choice, ...] = ()
    mark: Mark | None = None
    other_language: str = ""


def post(face: Face, t: Translator) -> tuple[OutgoingMessage, ...]:
    """The post as messages: one, or more when the answer is long; the buttons hang under the last."""
    *first, last = html.pack(_blocks(face, t))
    return (*map(OutgoingMessage, first), OutgoingMessage(last, buttons(face, t)))


def buttons(face: Face, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a post in its present state."""
    if face.given is not None:
        return (*_after(face, face.given, t), *_marks(face, t, rated=True))
    if not face.shown and face.reveal == "button":
        hint = (Button(t("post.hint"), data("hint", face.post_id)),) if face.card.hint else ()
        return (
            (
                Button(t("post.show"), data("show", face.post_id), style="primary"),
                *hint,
                *marks.turn(face.post_id, face.other_language),
            ),
            *_undo(face.before, t),
        )
    if face.chat_kind == "channel":
        return ()
    if face.mark is not None and face.mark.hidden:
        return _marks(face, t)
    return (*_ratings(face, t), *_marks(face, t), *_undo(face.before, t))


def hint(card: Card) -> str:
    """The hint as an alert, which holds 200 characters and no formatting."""
    text = markdown.plain(card.hint)
    return text if len(text) <= ALERT_LIMIT else f"{text[: ALERT_LIMIT - 1].rstrip()}…"


def _blocks(face: Face, t: Translator) -> list[Block]:
    parts = [*_heading(face, t), markdown.inline(face.card.question).wrapped("b"), *_choices(face)]
    if face.reveal != "button" or face.shown:
        hidden = face.reveal == "spoiler" and not face.shown
        parts += [*markdown.blocks(face.card.answer, hidden=hidden), *_explanation(face, t, hidden=hidden)]
        parts += marks.note(t, face.mark, spoiler=hidden)
    tags = " ".join(f"#{tag}" for tag in face.card.tags)
    return [*parts, html.line(tags)]


def _heading(face: Face, t: Translator) -> list[Block]:
    lines = []
    if face.before is not None:
        back_in = t.interval(face.before.back_in)
        lines.append(t("post.before", rating=face.before.rating, interval=back_in))
    if face.step is not None:
        lines.append(t("post.step", done=t.number(face.step[0]), size=t.number(face.step[1])))
    elif face.kind == "review":
        lines.append(t("post.review"))
    return [html.line("\n".join(lines))] if lines else []


def _choices(face: Face) -> list[Block]:
    """The options of a question that asks for several of them: without them nobody could answer it."""
    if sum(choice.right for choice in face.card.choices) < 2:
        return []
    marks = {True: "✅", False: "▫️"} if face.shown or face.reveal == "open" else {True: "▫️", False: "▫️"}
    options = [
        html.joined([html.line(marks[choice.right]), markdown.inline(choice.text)], " ")
        for choice in face.card.choices
    ]
    return [html.joined(options, "\n")]


def _explanation(face: Face, t: Translator, *, hidden: bool) -> list[Block]:
    first, *others = markdown.blocks(face.card.explanation, hidden=hidden) or [Block("")]
    if not first.text:
        return []
    title = html.line(t("post.explanation")).wrapped("b")
    return [html.joined([title, first], "\n"), *others]


def _marks(face: Face, t: Translator, *, rated: bool = False) -> Buttons:
    if face.mark is None:
        return ()
    if not face.mark.hidden:
        return marks.row(face.post_id, face.mark, face.other_language)
    if rated:
        return marks.unhide(t, face.post_id)
    return marks.hidden(t, face.post_id, session=face.step is not None)


def _ratings(face: Face, t: Translator) -> tuple[tuple[Button, ...], ...]:
    if not face.outcomes:
        row = tuple(Button(str(rating), data("rate", face.post_id, rating)) for rating in RATINGS)
        count = t.plural("post.answered", face.answered) if face.answered else ""
        return (row, (Button(count, data("count", face.post_id)),)) if count else (row,)
    made = [
        Button(
            t("post.rating", rating=rating, interval=t.interval(face.outcomes[rating])),
            data("rate", face.post_id, rating),
        )
        for rating in RATINGS
    ]
    return (tuple(made[:2]), tuple(made[2:]))


def _undo(given: Given | None, t: Translator) -> tuple[tuple[Button, ...], ...]:
    return ((Button(t("post.undo"), data("undo", given.answer_id)),),) if given else ()


def _after(face: Face, given: Given, t: Translator) -> tuple[tuple[Button, ...], ...]:
    rated = t("post.rated", rating=given.rating, interval=t.interval(given.back_in))
    onward = t.plural("post.next", face.more) if face.more else t("post.another")
    return (
        (
            Button(rated, data("count", face.post_id), style="success"),
            Button(t("post.undo"), data("undo", given.answer_id)),
        ),
        (Button(onward, data("next", face.post_id)),),
    )
