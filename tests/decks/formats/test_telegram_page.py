"""Saved pages of a channel: t.me/s and Telegram Desktop's messages.html."""

from __future__ import annotations

import pytest

from bot.decks import formats
from bot.decks.formats import Imported
from bot.decks.formats.telegram.telegram_page import PAGE_FORMAT
from bot.errors import DeckError

HEAD = '<!DOCTYPE html><html><head><meta property="og:title" content="SQL &amp; bazy"></head><body>\n'
EMOJI = (
    '<i class="emoji" style="background-image:url(\'//telegram.org/img/emoji/40/E29D93.png\')"><b>{}</b></i>'
)


def post(number: int, text: str, around: str = "", service: str = "") -> str:
    """A post as the page of a channel has it."""
    return (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message {service} js-widget_message" '
        f'data-post="bazy/{number}">\n{around}'
        f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>\n'
        '<span class="tgme_widget_message_views">4.1K</span><time class="time">10:00</time></div></div>\n'
    )


def reactions(*counts: str) -> str:
    """The counters under a post."""
    inside = "".join(
        f'<span class="tgme_reaction">{EMOJI.format(each[0])}{each[1:]}</span>' for each in counts
    )
    return f'<div class="tgme_widget_message_reactions">{inside}</div>'


def read(*posts: str) -> Imported:
    """The page, recognised by its content."""
    imported = formats.read(HEAD + "".join(posts), "page.html")
    assert imported.format == "telegram-page"
    return imported


def test_a_post_of_the_page_is_a_card() -> None:
    """Looks, links, programs and tags are kept; emoji are letters, the good reactions are the likes."""
    text = (
        f"{EMOJI.format('❓')} <b>Czym jest indeks?</b><br/><br/>To <i>struktura</i>, patrz "
        '<a href="https://example.org/x" rel="noopener">tutaj</a>.<br/>'
        '<pre><code class="language-sql">SELECT 1\nFROM t</code></pre><br/>'
        '<a href="?q=%23sql">#sql</a> <a href="?q=%23indeksy">#indeksy</a>'
    )
    imported = read(post(2, text, reactions("👍1.2K", "👎3")))
    card = imported.deck.cards[0]
    assert card.question == "Czym jest indeks?"
    assert card.answer == (
        "To *struktura*, patrz [tutaj](https://example.org/x).\n\n```sql\nSELECT 1\nFROM t\n```"
    )
    assert (card.tags, card.likes, card.line) == (("sql", "indeksy"), 1200, 2)
    assert (imported.deck.title, imported.deck.language) == ("SQL & bazy", "pl")


def test_a_reply_is_not_mistaken_for_what_it_replies_to() -> None:
    """The quote above a reply is no text of it; a reply with the answer completes the card."""
    quote = (
        '<a class="tgme_widget_message_reply" href="https://t.me/bazy/2">'
        '<div class="tgme_widget_message_text js-message_reply_text">Ile bitów ma bajt?</div></a>'
    )
    imported = read(
        post(2, "Ile bitów ma bajt?"), post(3, "Odpowiedź: <tg-spoiler>osiem</tg-spoiler>", quote)
    )
    assert [(card.question, card.answer) for card in imported.deck.cards] == [("Ile bitów ma bajt?", "osiem")]


def test_polls_pictures_and_service_posts() -> None:
    """A poll waits for its right option, a picture that the page only links is said, a service post is left out."""
    poll = (
        '<div class="tgme_widget_message_poll"><div class="tgme_widget_message_poll_question">Ile?</div>'
        '<div class="tgme_widget_message_poll_option"><b class="tgme_widget_message_poll_option_text">7</b></div>'
        '<div class="tgme_widget_message_poll_option"><b class="tgme_widget_message_poll_option_text">8</b></div></div>'
    )
    photo = '<a class="tgme_widget_message_photo_wrap" style="background-image:url(x)"></a>'
    imported = read(
        post(1, "Channel created", service="service_message"), post(2, "", poll), post(3, "Co to?", photo)
    )
    assert [card.question for card in imported.deck.cards] == ["Ile?\n\n- 7\n- 8", "Co to?"]
    reasons = [problem.mend.split(":")[0] for problem in imported.problems]
    assert [problem.kind for problem in imported.problems] == [
        "left_out",
        "unanswered",
        "left_out",
        "unanswered",
    ]
    assert reasons[0] == "service records"
    assert "picture not included" in reasons


def test_the_html_export_of_the_application() -> None:
    """messages.html is read in the same way."""
    page = """<div class="page_header"><div class="content"><div class="text bold">
Daily SQL
</div></div></div><div class="history">
<div class="message service" id="message-1"><div class="body details">5 March 2024</div></div>
<div class="message default clearfix" id="message1"><div class="body">
<div class="pull_right date details" title="05.03.2024 09:00:00">09:00</div><div class="from_name">Daily SQL</div>
<div class="text"><strong>What is a view?</strong><br><br>A stored <code>SELECT</code>.<br><a href="">#sql</a></div>
<span class="reactions"><span class="reaction"><span class="emoji">👍</span><span class="count">4</span></span></span>
</div></div>
<div class="message default clearfix joined" id="message2"><div class="body"><div class="media_wrap clearfix">
<div class="media_poll"><div class="question bold">Which is it?</div><div class="details">Anonymous poll</div>
<div class="answer">- INNER <span class="details">2 votes</span></div><div class="answer">- LEFT</div></div>
</div></div></div>
"""
    imported = formats.read(page, "messages.html")
    first, second = imported.deck.cards
    assert (first.question, first.answer, first.likes, first.tags) == (
        "What is a view?", "A stored `SELECT`.", 4, ("sql",),
    )  # fmt: skip
    assert second.question == "Which is it?\n\n- INNER\n- LEFT"
    assert imported.deck.title == "Daily SQL"


@pytest.mark.parametrize("piece", ["<div>", "<b></i>", "</b><p>", "<a href=x>"])
def test_nested_html_costs_no_more_than_its_length(piece: str) -> None:
    """A piece nested deeper than any page is left out whole, as parsing it would take the square of its depth."""
    deep = post(1, piece * 50_000)
    imported = PAGE_FORMAT.parse(HEAD + deep + post(2, "Co to?<br>To."), "page.html")
    assert [card.question for card in imported.deck.cards] == ["Co to?"]
    assert imported.problems[0].mend == "HTML nested too deeply to be a post"


def test_a_page_of_more_posts_than_any_has_is_refused() -> None:
    """Each post costs some time of its own, so their number is limited, not only the size of the page."""
    with pytest.raises(DeckError, match="has more than 20000 posts") as refused:
        PAGE_FORMAT.parse(post(1, "Co to?<br>To.") * 20_001, "page.html")
    assert refused.value.mend == "split it into several files"


def test_a_page_without_posts_is_refused() -> None:
    """Any other page is one clear error."""
    with pytest.raises(DeckError, match="no post of Telegram"):
        PAGE_FORMAT.parse("<html><div>Hello</div></html>", "page.html")
