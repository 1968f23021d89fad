"""The command line: the only place where an error becomes a line of text and an exit code."""

from __future__ import annotations


def main() -> None:
    """Run `quizbot`; our own errors become one line on stderr and exit code 2."""
    import sys

    from bot.cli.commands import cli
    from bot.errors import QuizbotError

    try:
        cli()
    except QuizbotError as e:
        sys.stderr.write(f"quizbot: {e}\n")
        sys.exit(2)
