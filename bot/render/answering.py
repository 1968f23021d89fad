"""What a post shows where the reader says something before the rating: writes, ticks, or says how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.grading import Judged
from bot.domain.said import SURENESS, Said, rating_of_sure, suggested
from bot.i18n.translator import Translator
from bot.render import back, html, markdown
from bot.render.html import Block
from bot.render.message import Button, Buttons, OutgoingMessage
from bot.render.taps import data

if TYPE_CHECKING:  # which shows an `Answering`
    from bot.render.post import Face

QUOTED = 300  # characters of the reader's own words that are shown to them again
LABEL = 44  # characters of a point on its button; a phone shows about as many


@dataclass(frozen=True, slots=True)
class Answering:
    """What was said to a post, what a written answer is worth, the points that can be ticked."""

    said: Said
    judged: Judged | None = None
    points: tuple[str, ...] = ()

    @property
    def suggested(self) -> int | None:
        """The rating that what was said suggests."""
        return self.judged.rating if self.judged else suggested(self.said, len(self.points))


def blocks(face: Face, t: Translator) -> list[Block]:
    """What stands between the question and its answer."""
    if not face.shown:
        return [html.line(text) for text in _asks(face, t)]
    if face.answering is None:
        return []
    said, judged = face.answering.said, face.answering.judged
    parts = [_quoted(said.text, t)] if said.text else []
    if judged is not None:
        lines = [t("typed.overruled")] if _is_overruled(face, judged) else verdict(judged, t)
        parts.append(html.joined([html.line(line) for line in lines], "\n"))
    if face.mode == "sure" and said.sure is not None:
        parts.append(html.line(t("sure.was", sure=said.sure)))
    if face.mode == "checklist":
        parts.append(html.line(t("checklist.tick")))
    return parts


def buttons(face: Face, t: Translator, ratings: Buttons) -> Buttons | None:
    """The buttons of such a post before it is rated; None where they are those of any other."""
    if face.answering is None:
        return None
    said = face.answering.said
    match face.mode, face.shown:
        case "sure", False:
            row = tuple(Button(str(sure), data("sure", face.post_id, sure)) for sure in SURENESS)
            hint = (Button(t("post.hint"), data("hint", face.post_id)),) if face.card.hint else ()
            return (row, hint) if hint else (row,)
        case "sure", True if said.sure is not None:
            return _right_or_wrong(face, said.sure, t)
        case "checklist", True if face.answering.points:
            return (*_ticks(face, face.answering), *ratings)
        case _:
            return None


def overruling(face: Face, t: Translator) -> Buttons:
    """Under an answer that was judged wrong, the way to say that it was right."""
    judged = face.answering.judged if face.answering else None
    if judged is None or judged.right is not False or _is_overruled(face, judged):
        return ()
    return ((Button(t("typed.overrule"), data("overrule", face.post_id)),),)


def verdict(judged: Judged, t: Translator) -> list[str]:
    """What a written answer is worth, in a line or two."""
    lines = [t(f"verdict.{judged.verdict}")]
    if judged.missed and judged.right is None:
        missed = [_short(point) for point in judged.missed]
        lines += [t("typed.missed"), *(f"▫️ {point}" for point in missed)]
    if judged.right is None:
        lines.append(t("typed.proposed", rating=judged.rating))
    return lines


def in_public(judged: Judged, t: Translator, *, counted: str = "") -> OutgoingMessage:
    """What a member of a group is told of their written answer: nothing that gives the answer away to the others."""
    lines = [t(f"verdict.{judged.verdict}"), counted or t("typed.rate_below", rating=judged.rating)]
    return OutgoingMessage(html.escape("\n".join(lines)))


def _is_overruled(face: Face, judged: Judged) -> bool:
    return judged.right is False and face.given is not None and face.given.rating != judged.rating


def _asks(face: Face, t: Translator) -> list[str]:
    match face.mode, face.chat_kind:
        case "typed", "group":
            return [t("typed.ask_group")]
        case "typed", "private":
            return [t("typed.ask")]
        case "checklist", "private":
            return [t("checklist.ask")]
        case "sure", "private":
            return [t("sure.ask")]
        case _:
            return []


def _right_or_wrong(face: Face, sure: int, t: Translator) -> Buttons:
    outcomes = [face.outcomes[rating_of_sure(sure, right=right)] for right in (False, True)]
    back_in = [back.forecast(t, outcome) for outcome in outcomes]
    right = Button(t("sure.right", interval=back_in[True]), data("judge", face.post_id, 1))
    wrong = Button(t("sure.wrong", interval=back_in[False]), data("judge", face.post_id, 0))
    return ((right,), (wrong,))


def _ticks(face: Face, answering: Answering) -> Buttons:
    rows = []
    for number, point in enumerate(answering.points):
        done = number in answering.said.ticked
        label = f"{'✅' if done else '▫️'} {number + 1}. {_short(point, LABEL)}"
        rows.append((Button(label, data("tick", face.post_id, number)),))
    return tuple(rows)


def _quoted(text: str, t: Translator) -> Block:
    return html.joined(
        [html.line(t("typed.yours")), html.line(_cut(text, QUOTED)).wrapped("blockquote")], "\n"
    )


def _short(point: str, longest: int = 80) -> str:
    return _cut(" ".join(markdown.plain(point).split()) or point, longest)


def _cut(text: str, longest: int) -> str:
    """The text or its beginning, up to a word where one ends in the second half."""
    if len(text) <= longest:
        return text
    at = text.rfind(" ", longest // 2, longest)
    return f"{text[: at if at > 0 else longest - 1].rstrip()}…"
