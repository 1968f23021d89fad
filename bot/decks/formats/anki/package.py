"""Anki packages, `.apkg` and `.colpkg`, in every layout they have had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.decks import own_deck
from bot.decks.formats.anki import archive, collection, labels, schedule
from bot.decks.formats.anki.collection import Collection
from bot.decks.formats.anki.media import Pictures
from bot.decks.formats.anki.notes import Made, Maker
from bot.decks.formats.imported import Imported, finished
from bot.domain.history import History
from bot.errors import DeckError

_STUB = "Please update to the latest Anki version"


class AnkiPackage:
    """A zip with a SQLite collection: read as bytes, not as text."""

    name = "anki-package"
    describe = "Anki package: .apkg or .colpkg, a zip that holds collection.anki2, .anki21 or .anki21b"

    def is_package(self, data: bytes) -> bool:
        """Whether bytes are of this kind, even damaged ones."""
        return archive.is_package(data)

    def parse(self, data: bytes, path: str) -> Imported:
        """The deck in a package, with its learner's histories and its pictures; `path` names it in problems.

        Raises:
            DeckError: it is too large, damaged, encrypted, of a newer Anki, or no card is in it.
        """
        package = archive.opened(data, path)
        with TemporaryDirectory(prefix="anki-") as folder:
            file = Path(folder, "collection")
            with file.open("wb") as into:
                package.pour(package.collection, into, packed=package.compressed)
            with collection.opened(file, path) as found:
                return self._imported(found, Pictures(package), path)

    def _imported(self, found: Collection, pictures: Pictures, path: str) -> Imported:
        maker = Maker(found, pictures)
        made = maker.made()
        if len(made) == 1 and made[0].card.question.startswith(_STUB):
            mend = "export the deck again from the Anki it was made with"
            raise DeckError(path, "holds only the request to update Anki, not the deck", mend=mend)
        imported = finished(
            path, self.name, [each.card for each in made], maker.problems,
            title=labels.title_of(deck.name for deck in maker.decks), mend="export a deck that has cards",
        )  # fmt: skip
        said = [facts for each in maker.decks if (facts := own_deck.in_description(each.description))]
        deck = own_deck.with_facts(imported.deck, said)
        return replace(imported, deck=deck, histories=_histories(found, made), pictures=pictures.kept)


ANKI_PACKAGE = AnkiPackage()


def _histories(found: Collection, made: Sequence[Made]) -> tuple[History, ...]:
    """What is known of each card; of cards that ask the same, what the first has."""
    reviews = schedule.reviews_of(
        found.reviews(), {each.row.card for each in made if each.row.card is not None}
    )
    try:
        first_day = schedule.day_of(found.created)
    except OverflowError:
        first_day = None
    histories: dict[str, History] = {}
    for each in made:
        if each.card.key not in histories:
            history = schedule.history_of(
                each.row, each.card.key, reviews.get(each.row.card or 0, ()), first_day
            )
            if history:
                histories[each.card.key] = history
    return tuple(histories.values())
