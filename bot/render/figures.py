"""What a line of text cannot say and has to be drawn: the sheets of formulas under a classic text."""

from __future__ import annotations

from bot.render.message import Picture

MOST = 20  # formulas on one sheet


class Figures:
    """Collects a text's formulas while it is written; each is drawn once, and the text says its number.

    `wide` becomes true when a table was torn into records because no phone is wide enough for it. `before` is how
    many sheets the post has besides: those after the first have a letter, since the numbers on each begin with 1.
    """

    def __init__(self, before: int = 0) -> None:
        self.wide = False
        self._before = before
        self._formulas: dict[str, int] = {}

    @property
    def formulas(self) -> tuple[str, ...]:
        """Those that have to be drawn, in the order in which they are met."""
        return tuple(self._formulas)

    @property
    def sheets(self) -> int:
        """How many sheets the post has with these."""
        return self._before + -(-len(self._formulas) // MOST)

    def number(self, latex: str) -> str:
        """What the text says in a formula's place."""
        sheet, place = divmod(self._formulas.setdefault(latex.strip(), len(self._formulas)), MOST)
        return f"({self._letter(sheet)}{place + 1})"

    def pictures(self, *, hidden: bool = False) -> list[tuple[str, Picture]]:
        """The sheets, each with its letter; `hidden` ones are seen when they are tapped."""
        drawn = self.formulas
        return [
            (self._letter(at // MOST), Picture(formulas=drawn[at : at + MOST], hidden=hidden))
            for at in range(0, len(drawn), MOST)
        ]

    def _letter(self, sheet: int) -> str:
        return chr(ord("A") + min(self._before + sheet, 25)) if self._before + sheet else ""
