"""Articles saved as web pages."""

from __future__ import annotations

import pytest

from bot.decks import formats
from bot.errors import DeckError

PAGE = """<!DOCTYPE html>
<html><head><title>Locks - A Blog</title><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a> <a href="/join">Join</a></nav>
<article><h1>Five questions about locks</h1>
<p>Here is what they ask.</p>
<h2>1. What is a mutex?</h2>
<p>A lock that <b>one</b> thread holds.</p>
<h2>2. What is a semaphore?</h2>
<ul><li>It counts permits.</li><li>Zero means wait.</li></ul>
<h2>3. What is a spin lock?</h2>
<pre><code class="language-java">while (taken) {}</code></pre>
<p>It burns time.</p>
</article><script>alert(1)</script><footer>Write to us</footer></body></html>
"""
LIST = "<html><body><ol>{}</ol></body></html>".format(
    "".join(f"<li><b>What is {what}?</b><p>Some {what}.</p></li>" for what in ("rust", "moss", "clay"))
)


def test_an_article_in_a_page() -> None:
    """The headings of a page's article ask; code, lists and emphasis stay; the main heading names the deck."""
    imported = formats.read(PAGE, "page.html")
    assert imported.deck.title == "Five questions about locks"
    assert [(card.question, card.answer, card.line) for card in imported.deck.cards] == [
        ("What is a mutex?", "A lock that **one** thread holds.", 6),
        ("What is a semaphore?", "- It counts permits.\n- Zero means wait.", 8),
        ("What is a spin lock?", "```java\nwhile (taken) {}\n```\n\nIt burns time.", 10),
    ]


def test_what_is_around_the_article_is_told() -> None:
    """Navigation and footer are no card and no part of one, and are in the report; scripts are nowhere."""
    imported = formats.read(PAGE, "page.html")
    left_out = {each.mend: each.found for each in imported.problems if each.kind == "left_out"}
    assert left_out["what stands around the article on its page; nothing to do"] == "Home Join Write to us"
    assert "alert" not in str(imported)


@pytest.mark.parametrize("named", [None, "article"])
def test_a_numbered_list_in_a_page(named: str | None) -> None:
    """The items of a list ask in bold, whether the format is recognised or named."""
    cards = formats.read(LIST, "page.html", named).deck.cards
    assert [(card.question, card.answer) for card in cards] == [
        ("What is rust?", "Some rust."),
        ("What is moss?", "Some moss."),
        ("What is clay?", "Some clay."),
    ]


@pytest.mark.parametrize(
    "page",
    ["<html><body></body></html>", "<html></html>", "<html><body><p>Nothing.", "<html>" + "<div>" * 600],
)
def test_a_page_without_questions_is_refused(page: str) -> None:
    """A page that asks nothing, or is no page, is one error that names the file."""
    with pytest.raises(DeckError, match=r"^page.html"):
        formats.read(page, "page.html")
