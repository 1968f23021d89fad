"""What a line of text cannot say and has to be drawn: the sheets of formulas under a classic text."""

from __future__ import annotations

from bot.render.message import Picture

MOST = 20  # formulas on one sheet


class Figures:
    """Collects a text's formulas while it is written; each is drawn once, and the text says its number.

    `wide` becomes true when a table was torn into records because no phone is wide enough for it.
    """

    def __init__(self) -> None:
        self.wide = False
        self._formulas: dict[str, int] = {}

    @property
    def formulas(self) -> tuple[str, ...]:
        """Those that have to be drawn, in the order in which they are met."""
        return tuple(self._formulas)

    def number(self, latex: str) -> str:
        """What the text says in a formula's place."""
        return f"({self._formulas.setdefault(latex.strip(), len(self._formulas) + 1)})"

    def sheets(self, *, hidden: bool = False) -> tuple[Picture, ...]:
        """The formulas as pictures; `hidden` ones are seen when they are tapped."""
        drawn = self.formulas
        return tuple(
            Picture(formulas=drawn[at : at + MOST], hidden=hidden) for at in range(0, len(drawn), MOST)
        )
