"""What a person is told about cards they bring: the report on a file, its lists, and single cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.decks.formats import Imported
from bot.decks.problems import Problem
from bot.domain.card import Card
from bot.errors import DeckError, UnknownFormat
from bot.i18n.reasons import reason
from bot.i18n.translator import Translator
from bot.render import html, markdown
from bot.render.message import Button, OutgoingMessage
from bot.render.taps import data

EXAMPLES = 4
ROWS = 9  # on a page; of at most 430 characters each, so that a page fits a message
FURNITURE = 60  # characters of a line that is left out, up to which it is told with others of its kind
_WIDTH = 120
_WIDEST = 160
_LONGEST_LABEL = 40

Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that waits for its sender's decision.

    `name` is empty for a pasted text. `title` is the deck it is a newer version of, empty for a new one; the numbers
    say what adding it would do to that deck.
    """

    token: int
    name: str
    imported: Imported
    title: str = ""
    added: int = 0
    changed: int = 0
    withdrawn: int = 0

    @property
    def same(self) -> bool:
        """Whether adding it would change nothing."""
        return bool(self.title) and not (self.added or self.changed or self.withdrawn)


def brought(t: Translator, what: Brought) -> OutgoingMessage:
    """The report: how many cards, some of them, and a button for each thing to do or to look at."""
    cards = what.imported.deck.cards
    facts = [t.plural("bring.found", len(cards))]
    if what.same:
        facts.append(t("bring.same", title=what.title))
    elif what.title:
        new, changed, gone = map(t.number, (what.added, what.changed, what.withdrawn))
        facts.append(t("bring.newer", title=what.title, added=new, changed=changed, withdrawn=gone))
    if twice := what.imported.counts["duplicate"]:
        facts.append(t.plural("bring.twice", twice))
    examples = [f"• {_cut(markdown.plain(card.question))}" for card in cards[:EXAMPLES]]
    more = ["…"] if len(cards) > EXAMPLES else []
    text = html.GAP.join(
        [
            html.bold(_name(t, what.name)),
            html.escape("\n".join(facts)),
            html.escape("\n".join(examples + more)),
        ]
    )
    return OutgoingMessage(text, _choices(t, what))


def _choices(t: Translator, what: Brought) -> Buttons:
    shows = {which: len(_items(what.imported, which)) for which in ("repaired", "refused", "unanswered")}
    labels = {
        "repaired": t.plural("bring.show_repaired", shows["repaired"]),
        "refused": t.plural("bring.show_refused", shows["refused"]),
        "unanswered": t.plural("bring.show_unanswered", shows["unanswered"]),
    }
    rows = [
        (Button(labels[which], data("bring", which, what.token)),) for which, count in shows.items() if count
    ]
    no = (Button(t("bring.not_now"), data("bring", "no", what.token)),)
    if what.same:
        return (*rows, no)
    count = len(what.imported.deck.cards)
    label = t("bring.update") if what.title else t.plural("bring.add", count)
    return ((Button(label, data("bring", "add", what.token), style="primary"),), *rows, no)


@dataclass(slots=True)
class _Item:
    """One thing to show of a list: a problem, or all the short lines that were left out for one reason."""

    problem: Problem
    lines: list[int]
    found: list[str]


def _items(imported: Imported, which: str) -> Sequence[_Item]:
    """What was repaired, has no answer, or was left out or is doubtful (`refused`), by line."""
    told = ("repaired", "unanswered")
    items: list[_Item] = []
    by_reason: dict[str, _Item] = {}
    for problem in imported.problems:
        kind = problem.kind if problem.kind in (*told, "duplicate") else "refused"
        if kind != which:
            continue
        short = problem.kind == "left_out" and len(problem.found) <= FURNITURE and "\n" not in problem.found
        if short and (known := by_reason.get(problem.mend)):
            known.lines.append(problem.line)
            known.found.append(problem.found)
            continue
        items.append(_Item(problem, [problem.line], [problem.found]))
        if short:
            by_reason[problem.mend] = items[-1]
    return items


def listed(t: Translator, what: Brought, which: str, page: int) -> OutgoingMessage:
    """A page of what was repaired, refused, or has no answer; a page that is not there is the nearest that is."""
    titles = {"repaired": t("bring.repaired"), "unanswered": t("bring.unanswered")}
    items = _items(what.imported, which)
    last = max(0, (len(items) - 1) // ROWS)
    page = min(max(page, 0), last)
    shown = "\n".join(_row(t, item) for item in items[page * ROWS : (page + 1) * ROWS])
    back = Button(t("button.back"), data("bring", "report", what.token))
    turns = _turns(which, what.token, page, last)
    title = titles.get(which) or t("bring.refused")
    return OutgoingMessage(f"{html.bold(title)}\n\n{shown}", ((*turns, back),))


def _turns(which: str, token: int, page: int, last: int) -> tuple[Button, ...]:
    turns = [("◀", page - 1)] if page > 0 else []
    turns += [("▶", page + 1)] if page < last else []
    return tuple(Button(sign, data("bring", which, token, to)) for sign, to in turns)


def _row(t: Translator, item: _Item) -> str:
    problem = item.problem
    stands = " · ".join(item.found)
    parts = [stands if problem.kind in ("left_out", "unanswered") else reason(stands, t.language)]
    if problem.kind == "repaired" and problem.expected:
        parts.append(f"→ {reason(problem.expected, t.language)}")
    lines = [_cut(part) for part in parts]
    lines += [_cut(_sentence(t, problem.mend), _WIDEST)] if problem.mend else []
    where = html.bold(_where(t, item.lines)) + "\n" if item.lines[0] else ""
    return where + html.escape("\n".join(lines)) + "\n"


def _where(t: Translator, lines: Sequence[int]) -> str:
    if len(lines) == 1:
        return t("bring.line", line=t.number(lines[0]))
    return t("bring.lines", lines=_cut(t.several([t.number(line) for line in lines]), 40))


def _sentence(t: Translator, english: str) -> str:
    """What `decks` says, in the reader's language, beginning as a sentence does."""
    said = reason(english, t.language)
    return said[:1].upper() + said[1:]


def added(t: Translator, title: str, cards: int) -> str:
    """The sentence above the page of a deck that was just brought, as HTML."""
    return html.escape(t.plural("bring.added", cards, title=title))


def unreadable(t: Translator, name: str, error: DeckError) -> OutgoingMessage:
    """Why a file is no deck: where, what was found, what to do."""
    where = _name(t, name)
    if error.line:
        where += f" · {t('bring.line', line=t.number(error.line))}"
    parts = [html.escape(t("bring.unreadable")), html.bold(where)]
    if isinstance(error, UnknownFormat):
        known = [f"• {_sentence(t, each)}" for each in error.nearest]
        parts.append(html.escape("\n".join([t("bring.unknown"), *known])))
    else:
        told = [_cut(_sentence(t, each), 4 * _WIDTH) for each in (error.problem, error.mend) if each]
        parts.append(html.escape("\n".join(told)))
    return OutgoingMessage(html.GAP.join([*parts, html.escape(t("bring.mend"))]))


def too_large(t: Translator, name: str, megabytes: float) -> OutgoingMessage:
    """A file Telegram gives no bot; `megabytes` is how large it is."""
    size = t.number(round(megabytes, 1))
    return OutgoingMessage(html.escape(t("bring.too_large", file=_name(t, name), size=size)))


def kept(t: Translator, deck_id: int, title: str, cards: Sequence[Card]) -> OutgoingMessage:
    """Single cards that are in a person's deck now, each with its answer."""
    parts = [html.bold(t.plural("bring.kept", len(cards), title=title))]
    parts += [
        html.escape(f"{_cut(markdown.plain(card.question), 300)}\n✓ {_answer(card)}") for card in cards[:5]
    ]
    ask = Button(t("button.deck_open"), data("deck", deck_id))
    return OutgoingMessage(html.GAP.join(parts), ((ask,),))


def which_is_right(t: Translator, card_id: int, card: Card) -> OutgoingMessage:
    """A card whose right choice nobody told: each choice is a button."""
    text = html.GAP.join([html.bold(markdown.plain(card.question)), html.escape(t("bring.which"))])
    rows = [
        (Button(_cut(choice.text, _LONGEST_LABEL) or str(at + 1), data("right", card_id, at)),)
        for at, choice in enumerate(card.choices)
    ]
    return OutgoingMessage(text, tuple(rows))


def _answer(card: Card) -> str:
    return _cut(markdown.plain(card.answer), 300)


def _name(t: Translator, name: str) -> str:
    return _cut(name) if name else t("bring.pasted")


def _cut(text: str, width: int = _WIDTH) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: width - 1].rstrip()}…"
