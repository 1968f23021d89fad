"""The canonical order of entities: which may overlap, which is cut where another begins, which is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.sandbox.entities.values import QUOTES, SPLITTABLE, STYLELESS, Entity, in_order


def untangled(entities: Iterable[Entity]) -> list[Entity]:
    """Make entities nest: links and the like never overlap, quotes never nest, styles are joined, then cut.

    Styles (bold, italic, …) that touch or overlap become one; then they are cut wherever a quote, a link or
    code begins or ends and wherever another style begins, and vanish inside code and dates.
    """
    styles, quotes, others = _sorted_out(entities)
    quotes = without_overlaps(quotes)
    others = _apart_from(quotes, without_overlaps(others))
    return _with_styles(styles, in_order(others + quotes))


def joined_with_found(entities: Sequence[Entity], found: Sequence[Entity]) -> list[Entity]:
    """Add entities found in the text where no link, code or emoji is, and no quote cuts through them."""
    styles, quotes, others = _sorted_out(entities)
    new = [f for f in _apart_from(quotes, list(found)) if not any(_overlap(f, other) for other in others)]
    return _with_styles(styles, in_order(others + new + quotes))


def without_overlaps(entities: Iterable[Entity]) -> list[Entity]:
    """Keep the first of any that overlap, the longer of those that begin together."""
    kept: list[Entity] = []
    for entity in in_order(entities):
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _sorted_out(entities: Iterable[Entity]) -> tuple[list[Entity], list[Entity], list[Entity]]:
    styles: list[Entity] = []
    quotes: list[Entity] = []
    others: list[Entity] = []
    for entity in entities:
        (styles if entity.kind in SPLITTABLE else quotes if entity.kind in QUOTES else others).append(entity)
    return styles, quotes, others


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _apart_from(quotes: list[Entity], entities: list[Entity]) -> list[Entity]:
    """Only those that lie wholly inside or wholly outside of each quote."""
    return [e for e in entities if not any(_cuts_through(quote, e) for quote in quotes)]


def _cuts_through(quote: Entity, entity: Entity) -> bool:
    return _overlap(quote, entity) and not (quote.offset <= entity.offset and entity.end <= quote.end)


def _with_styles(styles: list[Entity], others: list[Entity]) -> list[Entity]:
    if not styles:
        return others
    stretches = [(kind, *stretch) for kind in SPLITTABLE for stretch in _stretches(kind, styles)]
    cuts = {begin for _, begin, _ in stretches}.union(*((e.offset, e.end) for e in others))
    styleless = [entity for entity in others if entity.kind in STYLELESS]
    pieces = [piece for kind, begin, end in stretches for piece in _pieces(kind, begin, end, cuts)]
    return in_order([*others, *(p for p in pieces if not any(_overlap(p, block) for block in styleless))])


def _stretches(kind: str, styles: list[Entity]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for style in in_order(s for s in styles if s.kind == kind):
        if joined and style.offset <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], style.end))
        else:
            joined.append((style.offset, style.end))
    return joined


def _pieces(kind: str, begin: int, end: int, cuts: set[int]) -> Iterator[Entity]:
    borders = [begin, *sorted(cut for cut in cuts if begin < cut < end), end]
    for left, right in pairwise(borders):
        yield Entity(kind, left, right - left)
