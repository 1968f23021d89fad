"""The pages of people's decks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.i18n.translator import Translator
from bot.render import html
from bot.render.message import Button, OutgoingMessage
from bot.render.taps import data

TITLES = {  # names of programs and formats, the same in every language
    "native": "Markdown",
    "obsidian": "Obsidian",
    "apkg": "Anki (.apkg)",
    "anki-text": "Anki (.txt)",
    "csv": "CSV",
    "json": "JSON",
}
ROWS = 8  # decks on a page


@dataclass(frozen=True, slots=True)
class ShownDeck:
    """A deck as its page shows it: `mine` opens what only its owner may do, `used` says whether this chat is asked."""

    id: int
    slug: str
    title: str
    language: str
    cards: int
    unanswered: int
    mine: bool
    used: bool


def deck(
    t: Translator, chat_id: int, what: ShownDeck, *, bot: str, at: str, above: str = ""
) -> OutgoingMessage:
    """A deck's page in a private chat; `bot` is the bot's user name, `above` HTML that says what has just happened."""
    lines = [t.plural("start.cards", what.cards - what.unanswered)]
    if what.unanswered:
        lines.append(t.plural("deck.unanswered", what.unanswered))
    if tongue := t.tongue(what.language):
        lines.append(t("deck.language", language=tongue))
    parts = [above, html.bold(what.title), html.escape("\n".join(lines))]
    parts.append(html.escape(t("deck.link", link=link(bot, what.slug))) if what.mine else "")
    text = html.GAP.join(part for part in parts if part)
    return OutgoingMessage(text, (*_practice(t, chat_id, what, at), *_keeping(t, what, bot)))


def _practice(t: Translator, chat_id: int, what: ShownDeck, at: str) -> tuple[tuple[Button, ...], ...]:
    if not what.used:
        return ((Button(t("button.deck_take"), data("deck", what.id, "use"), style="primary"),),)
    ask = Button(t("button.ask"), data("ask", chat_id, what.id), style="primary")
    subscribe = Button(t("button.subscribe_deck", time=at), data("sub", chat_id, what.id))
    return ((ask,), (subscribe,))


def _keeping(t: Translator, what: ShownDeck, bot: str) -> tuple[tuple[Button, ...], ...]:
    back = Button(t("button.back"), data("decks", 0))
    stop = Button(t("button.deck_stop"), data("deck", what.id, "stop"))
    if not what.mine:
        return ((stop,), (back,)) if what.used else ((back,),)
    share = Button(t("button.deck_share"), url=_share(bot, what))
    group = Button(t("button.deck_group"), url=f"https://t.me/{bot}?startgroup=deck_{what.slug}")
    rename = Button(t("button.deck_rename"), data("deck", what.id, "rename"))
    delete = Button(t("button.deck_delete"), data("deck", what.id, "delete"))
    export = Button(t("button.deck_export"), data("export", what.id))
    rows = ((share, group), (rename, export), (delete, back))
    return ((stop,), *rows) if what.used else rows


def link(bot: str, slug: str) -> str:
    """The address that opens a deck."""
    return f"https://t.me/{bot}?start=deck_{slug}"


def _share(bot: str, what: ShownDeck) -> str:
    return f"https://t.me/share/url?{urlencode({'url': link(bot, what.slug), 'text': what.title})}"


def offered(t: Translator, what: ShownDeck, slug: str) -> OutgoingMessage:
    """What a link to somebody's deck opens for a person who does not use it yet: the link is the key."""
    text = html.GAP.join(
        [html.bold(what.title), html.escape(t.plural("start.cards", what.cards - what.unanswered))]
    )
    return OutgoingMessage(text, ((Button(t("button.deck_take"), data("take", slug), style="primary"),),))


def in_group(t: Translator, chat_id: int, what: ShownDeck, at: str) -> OutgoingMessage:
    """What a group is told once it uses a deck."""
    count = html.escape(t.plural("start.cards", what.cards - what.unanswered))
    text = html.GAP.join([html.escape(t("deck.in_group", title=what.title)), count])
    stop = (Button(t("button.deck_stop"), data("deck", what.id, "stop")),)
    return OutgoingMessage(text, (*_practice(t, chat_id, what, at), stop))


def shelf(t: Translator, decks: Sequence[ShownDeck], page: int = 0) -> OutgoingMessage:
    """The decks a person has or uses, each a button; how to bring one where there is none."""
    if not decks:
        return OutgoingMessage(html.escape(t("decks.none")))
    rows = [(Button(f"{each.title} · {t.number(each.cards)}", data("deck", each.id)),) for each in decks]
    return _paged(html.bold(t("decks.title")) + html.GAP + html.escape(t("decks.how")), rows, "decks", page)


def used_here(t: Translator, decks: Sequence[ShownDeck]) -> OutgoingMessage:
    """People's decks that a group uses, each with a button to stop."""
    rows = [
        (Button(t("deck.stop_one", title=each.title), data("deck", each.id, "stop")),) for each in decks[:40]
    ]
    key = "decks.here" if decks else "decks.none_here"
    return OutgoingMessage(html.escape(t(key)), tuple(rows))


def to_export(t: Translator, decks: Sequence[ShownDeck], page: int = 0) -> OutgoingMessage:
    """The person's own decks, to choose which to export."""
    if not decks:
        return OutgoingMessage(html.escape(t("decks.none")))
    rows = [(Button(f"{each.title} · {t.number(each.cards)}", data("export", each.id)),) for each in decks]
    return _paged(html.escape(t("export.which")), rows, "exports", page)


def formats(t: Translator, what: ShownDeck, names: Sequence[str]) -> OutgoingMessage:
    """The formats a deck can be exported in."""
    rows = [(Button(TITLES.get(name, name), data("export", what.id, name)),) for name in names]
    back = (Button(t("button.back"), data("deck", what.id)),)
    text = html.GAP.join([html.bold(what.title), html.escape(t("export.format"))])
    return OutgoingMessage(text, (*rows, back))


def _paged(text: str, rows: Sequence[tuple[Button, ...]], name: str, page: int) -> OutgoingMessage:
    last = (len(rows) - 1) // ROWS
    page = min(max(page, 0), last)
    turns = [Button("◀", data(name, page - 1))] if page > 0 else []
    turns += [Button("▶", data(name, page + 1))] if page < last else []
    shown = tuple(rows[page * ROWS : (page + 1) * ROWS])
    return OutgoingMessage(text, (*shown, tuple(turns)) if turns else shown)


def naming(t: Translator, what: ShownDeck) -> OutgoingMessage:
    """The question for a deck's new name."""
    back = Button(t("button.back"), data("deck", what.id))
    text = html.GAP.join([html.bold(what.title), html.escape(t("deck.name_how"))])
    return OutgoingMessage(text, ((back,),))


def deleting(t: Translator, what: ShownDeck) -> OutgoingMessage:
    """The confirmation before a deck is deleted."""
    yes = Button(t("button.deck_delete_yes"), data("deck", what.id, "gone"), style="danger")
    no = Button(t("button.forget_no"), data("deck", what.id))
    text = html.GAP.join([html.bold(what.title), html.escape(t.plural("deck.delete_question", what.cards))])
    return OutgoingMessage(text, ((yes, no),))
