"""The row under a revealed card, and the pages of what a person noted about cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.mark import LONGEST_NOTE, Mark, Written
from bot.i18n.translator import Translator
from bot.render import html, markdown
from bot.render.html import Block
from bot.render.message import Button, Buttons, OutgoingMessage
from bot.render.taps import data

if TYPE_CHECKING:  # it shows this room's buttons
    from bot.render.post import Face

ROWS = 8  # hidden cards on a page
_LONGEST_LABEL = 60


def of(face: Face, t: Translator, *, rated: bool = False) -> Buttons:
    """The row of a question, or the way back for a hidden one; none where nobody's mark can be shown."""
    if face.mark is None:
        return ()
    if not face.mark.hidden:
        return row(face.post_id, face.mark, face.other_language)
    if rated:
        return unhide(t, face.post_id)
    return hidden(t, face.post_id, session=face.run is not None)


def row(post_id: int, mark: Mark, other_language: str) -> Buttons:
    """Star, hide, note, report, and the other language where there is one: signs alone, a toast tells what they did."""
    star = Button("⭐" if mark.starred else "☆", data("mark", post_id, "star", int(not mark.starred)))
    hide = Button("🙈", data("mark", post_id, "hide", 1))
    note = Button("📝" if mark.note else "✏️", data("mark", post_id, "note"))
    flag = Button("🚩", data("flag", post_id))
    return ((star, hide, note, flag, *turn(post_id, other_language)),)


def turn(post_id: int, other_language: str) -> tuple[Button, ...]:
    """The button that turns a question to another language, none where there is no other."""
    if not other_language:
        return ()
    return (Button(f"🌐 {other_language.upper()}", data("tongue", post_id, other_language)),)


def hidden(t: Translator, post_id: int, *, session: bool) -> Buttons:
    """What is under a card that was just hidden: back at once, or on to another question."""
    back = Button(t("mark.unhide"), data("mark", post_id, "hide", 0))
    if session:
        return ((back,), (Button(t("mark.go_on"), data("mark", post_id, "on")),))
    return ((back,), (Button(t("post.another"), data("next", post_id)),))


def unhide(t: Translator, post_id: int) -> Buttons:
    """The way back for a card that was rated and hidden."""
    return ((Button(t("mark.unhide"), data("mark", post_id, "hide", 0)),),)


def note(t: Translator, mark: Mark | None, *, spoiler: bool) -> list[Block]:
    """The reader's own note, as it stands under the answer and is as hidden as that."""
    if mark is None or not mark.note:
        return []
    title = html.line(t("note.title")).wrapped("b")
    text = html.line(mark.note)
    return [html.joined([title, text.wrapped("tg-spoiler") if spoiler else text], "\n")]


def ask_for_note(t: Translator, post_id: int, mark: Mark) -> OutgoingMessage:
    """What asks for a note, with the one there is to copy from."""
    parts = [html.escape(t("note.ask", most=t.number(LONGEST_NOTE)))]
    if mark.note:
        parts.append(f"<pre>{html.escape(mark.note)}</pre>")
    erase = (Button(t("note.erase"), data("mark", post_id, "erase"), style="danger"),) if mark.note else ()
    cancel = Button(t("note.cancel"), data("unsaid"))
    return OutgoingMessage(html.GAP.join(parts), ((*erase, cancel),))


def noted(t: Translator, written: Written, *, gone: bool) -> OutgoingMessage:
    """What became of a text that was to be a note; `gone` says that its card is no more."""
    if gone:
        said = t("note.gone")
    elif not written.text:
        said = t("note.nothing")
    else:
        said = t("note.cut", most=t.number(LONGEST_NOTE)) if written.cut else t("note.kept")
    return OutgoingMessage(html.escape(said))


def ways(t: Translator, starred: int, hidden_cards: int) -> Buttons:
    """The way from the decks to what was starred and hidden, where there is any."""
    ask = Button(t("marks.starred", count=t.number(starred)), data("starred")) if starred else None
    seen = (
        Button(t("marks.hidden", count=t.number(hidden_cards)), data("hidden", 0)) if hidden_cards else None
    )
    return tuple((each,) for each in (ask, seen) if each is not None)


def hidden_list(t: Translator, cards: Sequence[tuple[int, str]], page: int) -> OutgoingMessage:
    """A page of the hidden `cards` (id, question), each a button that has it asked again; the nearest page there is."""
    back = Button(t("button.back"), data("decks", 0))
    if not cards:
        return OutgoingMessage(html.escape(t("marks.none_hidden")), ((back,),))
    last = (len(cards) - 1) // ROWS
    page = min(max(page, 0), last)
    rows = [
        (Button(_label(question), data("unhide", card_id, page)),)
        for card_id, question in cards[page * ROWS : (page + 1) * ROWS]
    ]
    turns = [Button("◀", data("hidden", page - 1))] if page > 0 else []
    turns += [Button("▶", data("hidden", page + 1))] if page < last else []
    return OutgoingMessage(html.escape(t("marks.hidden_how")), (*rows, (*turns, back)))


def _label(question: str) -> str:
    line = " ".join(markdown.plain(question).split()) or "…"
    return line if len(line) <= _LONGEST_LABEL else f"{line[: _LONGEST_LABEL - 1].rstrip()}…"
