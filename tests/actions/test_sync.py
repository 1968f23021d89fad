"""Deck files into storage: an edited card stays itself."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.regroup import regroup, ungrouped
from bot.actions.sync import Synced, sync
from bot.domain.card import Card, Choice
from bot.domain.identity import families
from bot.storage import candidates, cards, memories
from bot.storage.candidates import Scope
from bot.storage.database import Connection
from tests.actions.conftest import Study
from tests.rooms import MONDAY, card, deck


async def test_same_decks_change_nothing(conn: Connection) -> None:
    """Syncing the same files again writes nothing."""
    assert await sync(conn, [deck()]) == Synced(added=8)
    assert await sync(conn, [deck()]) == Synced()


async def test_card_survives_storage_whole(conn: Connection) -> None:
    """A stored card reads back equal in every field."""
    full = Card(
        key="k",
        question="What is $x^2$?",
        answer="A *power*.",
        choices=(Choice("two", right=True), Choice("three", right=False, reason="no cube")),
        tags=("maths", "powers"),
        hint="Count.",
        explanation="Because.",
        concept="power",
        likes=4,
        difficulty=3,
        line=12,
    )
    await sync(conn, [deck(full)])
    assert [kept.card for kept in await cards.active(conn)] == [full]


async def test_edited_question_keeps_its_memory(ana: Study) -> None:
    """A question whose wording was mended is the same card, with the same memory."""
    post_id = await ana.starts(1)
    await ana.rates(post_id, 4)
    before = await memories.everything(ana.conn)
    edited = [
        replace(each, key=f"new {each.key}", question=each.question.replace("a database", "a big database"))
        for each in deck().cards
    ]
    synced = await sync(ana.conn, [deck(*edited)])
    assert synced == Synced(changed=8)
    assert await memories.everything(ana.conn) == before


async def test_removed_card_is_not_asked_and_not_forgotten(ana: Study) -> None:
    """A card that left its file gives no questions; when it returns its memory is still there."""
    post_id = await ana.starts(1)
    await ana.rates(post_id, 4)
    card_id = next(iter(await memories.everything(ana.conn)))[1]
    gone = (await cards.get(ana.conn, card_id)).card.key
    left = [each for each in deck().cards if each.key != gone]
    assert (await sync(ana.conn, [deck(*left)])).withdrawn == 1
    found = await candidates.for_learner(ana.conn, Scope(), ana.learner.id, MONDAY)
    assert card_id not in {candidate.card_id for candidate in found}
    await sync(ana.conn, [deck()])
    found = await candidates.for_learner(ana.conn, Scope(), ana.learner.id, MONDAY)
    assert [c.card_id for c in found if c.memory is not None] == [card_id]


async def test_swapped_keys(conn: Connection) -> None:
    """Two cards may trade ids in an edit without tripping over each other."""
    one, two = card("joins"), card("locks")
    await sync(conn, [deck(one, two)])
    traded = [replace(one, key=two.key), replace(two, key=one.key)]
    await sync(conn, [deck(*traded)])
    assert [kept.card.key for kept in await cards.active(conn)] == ["locks", "joins"]


async def test_deck_that_is_no_longer_loaded(conn: Connection) -> None:
    """A deck whose file is gone disappears from the list and comes back with its file."""
    await sync(conn, [deck(), deck(card("pods"), slug="kubernetes")])
    await sync(conn, [deck()])
    assert [kept.slug for kept in await cards.list_decks(conn)] == ["databases"]
    await sync(conn, [deck(), deck(card("pods"), slug="kubernetes")])
    assert len(await cards.list_decks(conn)) == 2


async def _find_families(conn: Connection) -> None:
    of = await ungrouped(conn)
    assert of is not None
    await regroup(conn, of, families(of.members))


async def test_families_are_found_once(conn: Connection) -> None:
    """Families are asked for after a change only, and are stored for every card in use."""
    await sync(conn, [deck(card("joins", concept="join"), card("locks"))])
    await _find_families(conn)
    assert [kept.family.partition(":")[0] for kept in await cards.active(conn)] == ["concept", "card"]
    await sync(conn, [deck(card("joins", concept="join"), card("locks"))])
    assert await ungrouped(conn) is None


async def test_families_of_cards_that_changed_meanwhile(conn: Connection) -> None:
    """Families that were worked out from older cards do not count as found."""
    await sync(conn, [deck(card("joins"))])
    older = await ungrouped(conn)
    assert older is not None
    await sync(conn, [deck(card("joins", concept="join"))])
    await regroup(conn, older, families(older.members))
    await _find_families(conn)
    assert [kept.family for kept in await cards.active(conn)] == ["concept:join"]


async def test_one_family_a_day(ana: Study) -> None:
    """Two cards of one concept are never asked on the same day."""
    same = [card("joins", concept="join"), card("views", concept="join"), card("locks")]
    await sync(ana.conn, [deck(*same)])
    await _find_families(ana.conn)
    first = await ana.starts(5)
    rated = await ana.rates(first, 4)
    assert rated.now_shown is not None
    rated = await ana.rates(rated.now_shown.post.id, 4)
    assert rated.now_shown is None


async def test_card_without_an_answer_is_never_asked(conn: Connection) -> None:
    """A question whose answer was lost is kept and left out of every choice."""
    await sync(conn, [deck(replace(card("joins"), answer=""), card("locks"))])
    found = await candidates.for_chat(conn, Scope(), -1)
    assert len(found) == 1
    assert (await cards.list_decks(conn))[0].cards == 1


async def test_language_scope(conn: Connection) -> None:
    """Without a deck named, a reader is asked in their own language, else in English, else in what there is."""
    french = deck(card("views", tags=("vues",)), slug="bases", language="fr")
    polish = deck(card("locks", tags=("sql", "blokady")), slug="bazy", language="pl")
    british = deck(card("joins"), card("locks"), slug="english", language="en-GB")
    await sync(conn, [polish, british, french])
    asked = [
        len(await candidates.for_chat(conn, Scope(language=language, tags=tags), -1))
        for language, tags in (
            ("pl", ()),
            ("zh", ()),
            ("zh", ("sql",)),
            ("zh", ("blokady",)),
            ("pl", ("sql",)),
            ("pl", ("sql", "vues")),
        )
    ]
    assert asked == [1, 2, 2, 1, 1, 2]
    await sync(conn, [polish, french])
    assert len(await candidates.for_chat(conn, Scope(language="zh"), -1)) == 2
