"""How long a hostile file of 5 MB takes in each format: `make bench`.

A file that is refused counts like one that is read; what matters is that no file keeps a bot busy.
"""

from __future__ import annotations

import sys
import time

from bot.decks import formats
from bot.errors import DeckError
from tests.decks.formats.hostile import PIECES
from tests.decks.formats.samples import SAMPLES

SIZE = 5_000_000


def main() -> None:
    """Print the slowest pieces of each format, in seconds of this process's own time."""
    only = sys.argv[1:]
    for form in formats.FORMATS:
        if only and form.name not in only:
            continue
        texts = [*PIECES, *(text for name, text in SAMPLES.items() if name.partition(",")[0] == form.name)]
        took = sorted(((_seconds(form, piece), piece) for piece in texts), reverse=True)
        worst = ", ".join(f"{seconds:.1f} s {piece[:20]!r}" for seconds, piece in took[:3])
        print(f"{form.name:20} {worst}", flush=True)


def _seconds(form: formats.Format, piece: str) -> float:
    text = piece * (SIZE // len(piece.encode()))
    begun = time.process_time()
    try:
        form.recognise(text)
        formats.read(text, "hostile", form.name)
    except DeckError:
        pass
    return time.process_time() - begun


if __name__ == "__main__":
    main()
