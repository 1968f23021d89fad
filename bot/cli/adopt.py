"""`quizbot import --learner`: what the files tell of a person goes into the database of the bot."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.actions.adopt import adopt_histories
from bot.actions.sync import sync_one
from bot.app import policy_of
from bot.cli.serve import settings_from
from bot.decks.formats import Imported
from bot.decks.load import load_file
from bot.domain.history import History
from bot.storage import learners
from bot.storage.database import open_database


async def adopt(learner: int, config: Path | None, imported: Imported, written: Path) -> int:
    """Store the deck that was `written`, as the bot does at its start, with the past of a person, by Telegram's id.

    Returns how many cards got a past. Other decks stay as they are.
    """
    settings = settings_from(config, need_token=False)
    policy, now = policy_of(settings), datetime.now(UTC)
    deck = load_file(written).deck
    # The file may refer to a picture by another name than the import, and a question's key follows its text.
    keys = {old.key: new.key for old, new in zip(imported.deck.cards, deck.cards, strict=False)}
    histories = [
        History(keys[each.key], each.reviews, each.memory) for each in imported.histories if each.key in keys
    ]
    database = await open_database(settings.database)
    try:
        async with database.write() as conn:
            deck_id = await sync_one(conn, deck)
            zone = policy.zone_for(deck.language)
            person = await learners.meet(conn, "person", learner, zone, now)
            return await adopt_histories(conn, person, deck_id, histories, policy.scheduler, now)
    finally:
        await database.close()
