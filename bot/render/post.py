"""A card as people meet it: the question, its answer, and the buttons under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.card import Card, Choice
from bot.domain.chat import ChatKind, Style
from bot.domain.mode import Mode
from bot.domain.post import PostKind
from bot.domain.review import Interval
from bot.domain.subscription import Reveal
from bot.i18n.translator import Translator
from bot.render import html, markdown
from bot.render.html import Block
from bot.render.looks import Options, Part, Passage, Question, classic, needs_rich, rich
from bot.render.message import Button, OutgoingMessage
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
    `options` are a quiz's choices as they stand in the post, `pictures` the files that the card names.
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
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def post(face: Face, t: Translator, *, rich_known: bool = True) -> tuple[OutgoingMessage, ...]:
    """The post as messages: one, or more when the answer is long; the buttons hang under the last.

    `rich_known` says whether Telegram's server knows rich messages; without them every card is classic.
    """
    parts, last = _parts(face, t), buttons(face, t)
    wanted = face.style == "rich" or (face.style == "auto" and needs_rich(face.card))
    found = rich(parts, face.pictures, last, t("post.show")) if rich_known and wanted else ()
    return found or classic(parts, face.pictures, last)


def buttons(face: Face, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a post in its present state."""
    if face.given is not None:
        return _after(face, face.given, t)
    if not face.shown and face.reveal == "button":
        hint = (Button(t("post.hint"), data("hint", face.post_id)),) if face.card.hint else ()
        return (
            (Button(t("post.show"), data("show", face.post_id), style="primary"), *hint),
            *_undo(face.before, t),
        )
    if face.chat_kind == "channel":
        return ()
    return (*_ratings(face, t), *_undo(face.before, t))


def hint(card: Card) -> str:
    """The hint as an alert, which holds 200 characters and no formatting."""
    text = markdown.plain(card.hint)
    return text if len(text) <= ALERT_LIMIT else f"{text[: ALERT_LIMIT - 1].rstrip()}…"


def _parts(face: Face, t: Translator) -> list[Part]:
    """What is to be read, from top to bottom, whatever it will look like."""
    parts: list[Part] = [*_heading(face, t), Question(face.card.question), *_choices(face)]
    if face.reveal != "button" or face.shown:
        hidden = face.reveal == "spoiler" and not face.shown
        why = html.line(t("post.explanation")).wrapped("b")
        parts += [Passage(face.card.answer, hidden), Passage(face.card.explanation, hidden, title=why)]
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


def _choices(face: Face) -> list[Options]:
    """The options of a question that asks for several of them: without them nobody could answer it."""
    if sum(choice.right for choice in face.card.choices) < 2:
        return []
    marks = {True: "✅", False: "▫️"} if face.shown or face.reveal == "open" else {True: "▫️", False: "▫️"}
    return [Options(tuple((marks[choice.right], choice.text) for choice in face.card.choices))]


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
