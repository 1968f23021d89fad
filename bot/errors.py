"""Every error of ours, drawn once.

QuizbotError
├── ConfigError          a setting is unknown, missing or out of range
├── DeckError            a file could not be read as a deck at all
├── StorageError
│   ├── NewerDatabase    the database was written by a newer program
│   └── DatabaseUnusable the file cannot be opened, created or written
├── PictureError         formulas could not be drawn
├── NotFound             a chat, post, card or delivery that should exist does not
├── PostOver             the question can no longer be answered
├── NotAllowed           this person may not do this here
├── IllegalMove          a state machine was asked for a move its table does not have
└── ClockError           a time without a zone, or a zone that does not exist

Each carries its facts as attributes, and its text tells a person what to do.
"""

from __future__ import annotations


class QuizbotError(Exception):
    """The root: whatever goes wrong on purpose is one of these."""


class ConfigError(QuizbotError):
    """A setting is unknown, missing or out of range."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key
        self.problem = problem


class DeckError(QuizbotError):
    """A file could not be read as a deck at all; `line` is 0 when no single line is to blame."""

    def __init__(self, path: str, problem: str, *, line: int = 0, mend: str = "") -> None:
        address = f"{path}:{line}" if line else path
        super().__init__(f"{address}: {problem}" + (f" ({mend})" if mend else ""))
        self.path = path
        self.line = line
        self.problem = problem
        self.mend = mend


class StorageError(QuizbotError):
    """The database cannot serve us."""


class NewerDatabase(StorageError):
    """The database was written by a newer program, so this one leaves it alone."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(
            f"the database is at revision {found}, this program knows up to {known}: "
            "install the newer program, or restore the backup made before it ran"
        )
        self.found = found
        self.known = known


class DatabaseUnusable(StorageError):
    """The database file cannot be opened, created or written."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"database {where}: {problem}")
        self.where = where
        self.problem = problem


class PictureError(QuizbotError):
    """A formula could not be drawn; `formula` is empty when it is not about one of them."""

    def __init__(self, formula: str, reason: str) -> None:
        super().__init__(f"{formula[:80]}: {reason}" if formula else reason)
        self.formula = formula
        self.reason = reason


class NotFound(QuizbotError):
    """Something that should exist does not."""

    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"no {what} {key}")
        self.what = what
        self.key = key


class PostOver(QuizbotError):
    """The question can no longer be answered."""

    def __init__(self, post_id: int) -> None:
        super().__init__(f"post {post_id} is over")
        self.post_id = post_id


class NotAllowed(QuizbotError):
    """This person may not do this here; `reason` is a catalogue key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IllegalMove(QuizbotError):
    """A state machine was asked for a move its table does not have."""

    def __init__(self, machine: str, state: str, event: str) -> None:
        super().__init__(f"{machine}: no move from {state!r} on {event!r}")
        self.machine = machine
        self.state = state
        self.event = event


class ClockError(QuizbotError):
    """A time without a zone, or a zone that does not exist."""
