"""People bring their own cards: files, texts, polls; and what becomes of the decks."""

from __future__ import annotations

from tests.house import House

NETWORKS = """---
tags: [flashcards/networks]
---
# Networks

What does a router do with a packet it has no route for?
?
It drops the packet and may say so by ICMP.

What does TCP promise that UDP does not?
?
Order, and that nothing is lost without a sign.

How many layers has the TCP/IP model?
?
Four.
"""


async def test_a_file_becomes_a_deck(home: House) -> None:
    """A file is sent, reported on, added with one button, and asked from by /quiz."""
    await home.ana.sends_file("networks.md", NETWORKS)
    home.ana.sees("3 cards found")
    home.ana.sees("What does TCP promise")
    await home.ana.taps("Add 3 cards")
    home.ana.sees("is yours: 3 cards")
    await home.ana.taps("Ask me now")
    await home.ana.taps("Show the answer")
    toast = await home.ana.taps("4 ·")
    assert "4 counted" in toast.text
