"""100,000 cards from a table and from an Anki package into SQLite, in one go: `make bench`.

Each case runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.actions.sync import sync_one
from bot.decks import formats
from bot.storage.database import open_database
from tests.decks.formats import anki_packages

CARDS = 100_000
KINDS = {"csv": "table", "apkg": "anki-package"}
_WORDS = (
    "index lock view page query plan leaf buffer journal cursor trigger schema vacuum replica shard lease"
)
WORDS = _WORDS.split()


def question(number: int) -> str:
    """A question like no other."""
    return f"What does {WORDS[number % 16]} {WORDS[number // 16 % 16]} number {number} cost?"


def answer(number: int) -> str:
    """A sentence or two."""
    return f"It costs {number} reads. A {WORDS[number % 13]} makes it cheaper, until the table has grown."


def make(folder: Path, kind: str) -> Path:
    """A file of so many cards."""
    file = folder / f"many.{kind}"
    if kind == "csv":
        rows = (f'{question(n)},"{answer(n)}",sql {WORDS[n % 16]}\n' for n in range(CARDS))
        file.write_text("question,answer,tags\n" + "".join(rows), "utf-8")
    else:
        notes = [anki_packages.Note((question(n), answer(n))) for n in range(CARDS)]
        file.write_bytes(anki_packages.Package(notes).anki21b())
    return file


async def measure(file: Path) -> None:
    """Read the file, store its deck in a fresh database, and print how fast each went."""
    data = await asyncio.to_thread(file.read_bytes)
    begun = time.perf_counter(), time.process_time()
    imported = formats.read_bytes(data, file.name)
    parsed = time.perf_counter() - begun[0], time.process_time() - begun[1]
    count = len(imported.deck.cards)
    database = await open_database(f"sqlite+aiosqlite:///{file.parent}/quiz.db")
    begun = time.perf_counter(), time.process_time()
    async with database.write() as conn:
        await sync_one(conn, imported.deck)
    stored = time.perf_counter() - begun[0], time.process_time() - begun[1]
    await database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rates = [f"{count / wall:,.0f} ({count / cpu:,.0f} a CPU second)" for wall, cpu in (parsed, stored)]
    print(
        f"{file.suffix} {count:,} cards: parsed {rates[0]} a second, stored {rates[1]} a second, peak {peak} MB"
    )


def main() -> None:
    """Measure the file named, or make one of each kind and measure each in a new process."""
    if len(sys.argv) > 1:
        asyncio.run(measure(Path(sys.argv[1])))
        return
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-m", "tests.bench.large", make(Path(folder), kind)], check=True)


if __name__ == "__main__":
    main()
