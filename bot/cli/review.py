"""What `quizbot check` says of decks beyond their mistakes, with the glossaries that lie beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.decks.load import Loaded, read
from bot.decks.problems import Problem
from bot.decks.review import (
    Filed,
    Glossary,
    asked_twice,
    given_away,
    long_answers,
    other_terms,
    read_glossary,
    unlike,
)
from bot.errors import DeckError
from bot.render.markdown import plain


def reviewed(loaded: Loaded) -> Iterator[Problem]:
    """All that there is to say, deck by deck, and then of the decks that are translations of each other."""
    filed = [Filed(str(file), deck) for file, deck in zip(loaded.files, loaded.decks, strict=True)]
    glossaries: dict[Path, Glossary] = {}
    for each in filed:
        beside = Path(each.path).with_name(f"glossary.{each.deck.language}.toml")
        if beside not in glossaries:
            glossaries[beside], wrong = _glossary(beside)
            yield from wrong
        yield from other_terms(each, glossaries[beside])
        yield from given_away(each, plain)
        yield from long_answers(each)
        yield from asked_twice(each)
    yield from unlike(filed)


def _glossary(path: Path) -> tuple[Glossary, tuple[Problem, ...]]:
    if not path.exists():
        return Glossary(), ()
    try:
        return read_glossary(read(path), str(path))
    except DeckError as e:
        return Glossary(), (Problem(str(path), e.line, "unreadable", e.problem, mend=e.mend),)
