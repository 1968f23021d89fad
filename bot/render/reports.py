"""What a card's owner is told about a report, and its reader about what became of it."""

from __future__ import annotations

from dataclasses import replace

from bot.decks.writer import card_lines
from bot.domain.card import Card, Deck
from bot.domain.identity import question_key
from bot.domain.report import REASONS, Outcome, Report
from bot.errors import DeckError
from bot.i18n.translator import Translator
from bot.render import html, markdown
from bot.render.html import Block
from bot.render.message import Button, Buttons, OutgoingMessage
from bot.render.taps import data

LONGEST_COPY = (
    3_500  # characters of a card that is shown to be copied: half of one would be corrected to half
)
LONGEST = 1_200  # characters of a question or an answer: the whole must be one message, with its buttons


def reasons(t: Translator, post_id: int) -> Buttons:
    """What may be wrong with a card, in place of the row."""
    made = [Button(t(f"reason.{reason}"), data("flag", post_id, reason)) for reason in REASONS]
    back = Button(t("button.back"), data("mark", post_id, "back"))
    return (tuple(made[:2]), tuple(made[2:4]), (made[4], back))


def reported(t: Translator, post_id: int, report_id: int) -> Buttons:
    """What is under a card that was just reported: say more, or go on."""
    words = Button(t("report.add_words"), data("words", report_id, post_id))
    done = Button(t("report.enough"), data("mark", post_id, "back"))
    return ((words,), (done,))


def ask_for_words(t: Translator) -> OutgoingMessage:
    """What asks for the reader's own words."""
    cancel = Button(t("note.cancel"), data("unsaid"))
    return OutgoingMessage(html.escape(t("report.ask_words")), ((cancel,),))


def for_owner(t: Translator, report: Report, card: Card, deck: Deck, *, operators: bool) -> OutgoingMessage:
    """The news of a report, with a button for each thing its owner can do; `operators`: the deck is a file's."""
    head = t("report.news", deck=deck.title, reason=t(f"reason.{report.reason}"))
    parts = [html.line(head).wrapped("b"), *_card(card)]
    if report.text:
        parts.append(html.line(report.text).wrapped("blockquote"))
    if operators:
        parts.append(_place(t, card, deck))
    withdraw = Button(t("report.withdraw"), data("report", report.id, "withdraw"), style="danger")
    mend = Button(t("report.mend"), data("report", report.id, "mend"), style="primary")
    fine = Button(t("report.fine"), data("report", report.id, "kept"))
    return OutgoingMessage(_one(parts), ((mend, fine), (withdraw,)))


def how_to_mend(t: Translator, report_id: int, card: Card, deck: Deck, *, operators: bool) -> OutgoingMessage:
    """How its owner corrects a card: in its file, or by sending it as it should be."""
    if operators:
        parts = [html.line(t("report.mend_file")), _place(t, card, deck)]
        fixed = Button(t("report.fixed"), data("report", report_id, "fixed"))
        back = Button(t("button.back"), data("report", report_id, "page"))
        return OutgoingMessage(_one(parts), ((fixed, back),))
    cancel = Button(t("note.cancel"), data("unsaid"))
    return OutgoingMessage(_one([html.line(t("report.mend_how")), *to_copy(card, deck)]), ((cancel,),))


def to_copy(card: Card, deck: Deck) -> list[Block]:
    """The card in our own Markdown, to be copied and changed; nothing where it is too long for one message."""
    native = _native(card, deck)
    return [html.line(native).wrapped("pre")] if len(native) <= LONGEST_COPY else []


def withdrawn(t: Translator, card: Card, deck: Deck, *, operators: bool) -> OutgoingMessage:
    """What withdrawing did: a card of the operator's is back as soon as its file is read again with it."""
    parts = [html.line(t("report.gone_now"))]
    if operators:
        parts += [html.line(t("report.gone_until")), _place(t, card, deck)]
    return OutgoingMessage(_one(parts))


def for_reader(t: Translator, card: Card, outcome: Outcome) -> OutgoingMessage:
    """What became of the reader's report; without a sound, since nothing waits for them."""
    parts = [html.line(t(f"report.was_{outcome}")), _card(card)[0]]
    return OutgoingMessage(_one(parts), silent=True)


def mended(t: Translator, card: Card) -> OutgoingMessage:
    """The card as it reads now."""
    return OutgoingMessage(_one([html.line(t("report.mended")).wrapped("b"), *_card(card)]))


def _place(t: Translator, card: Card, deck: Deck) -> Block:
    return html.line(t("report.place", deck=deck.slug, line=card.line, card=card.key))


def _card(card: Card) -> tuple[Block, Block]:
    """Its question and answer, enough of them to know the card by."""
    return html.line(_short(card.question)).wrapped("i"), html.line(_short(card.answer))


def _native(card: Card, deck: Deck) -> str:
    """The card in our own Markdown, to be copied, without the comment that is nobody's to change; only its question and
    answer where it has no such form.
    """
    try:
        named = replace(card, key=question_key(card.question), concept="", difficulty=None, likes=None)
        return "\n".join(card_lines(named, deck)).strip()
    except DeckError:
        return f"## {card.question}\n\n{card.answer}"


def _short(text: str) -> str:
    line = markdown.plain(text)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _one(parts: list[Block]) -> str:
    """The parts as one message, for which each is short enough."""
    return html.pack(parts)[0]
