"""What an importer leaves out in many places for one reason, told once with everything that stood there."""

from __future__ import annotations

from bot.decks.problems import Problem


class Leavings:
    """Pieces of a text that belong to no card, gathered by the reason why."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lines: dict[str, int] = {}
        self._pieces: dict[str, list[str]] = {}

    def add(self, line: int, text: str, reason: str) -> None:
        """Take a piece that starts at `line`, from 1; one without a letter or digit says nothing and is let go."""
        if any(map(str.isalnum, text)):
            first = self._lines.setdefault(reason, line)
            self._lines[reason] = min(first, line)
            self._pieces.setdefault(reason, []).append(text.strip())

    def problems(self, joint: str = "\n") -> list[Problem]:
        """One `left_out` for each reason, at the first line it was met."""
        return [
            Problem(self._path, self._lines[reason], "left_out", joint.join(pieces), mend=reason)
            for reason, pieces in self._pieces.items()
        ]
