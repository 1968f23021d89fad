"""Every command, a function each; what takes more than a few lines has a module of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot import __version__

cli = typer.Typer(
    name="quizbot",
    help="A Telegram bot that prepares people for interviews.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks print local variables, and a token may be one
)

Config = Annotated[
    Path | None, typer.Option("--config", help="The settings file. Without it: config.toml, if there is one.")
]
Cards = Annotated[
    list[Path] | None, typer.Option("--cards", help="Deck files or folders, instead of the settings'.")
]


def version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@cli.callback()
def root(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=version, is_eager=True)
    ] = False,
) -> None:
    """A Telegram bot that prepares people for interviews."""


@cli.command()
def run(config: Config = None) -> None:
    """Run the bot until it is told to stop."""
    from bot.cli.serve import serve

    serve(config)


@cli.command()
def demo(
    cards: Cards = None,
    db: Annotated[Path | None, typer.Option("--db", help="Keep the state in this file afterwards.")] = None,
    port: Annotated[int, typer.Option("--port", help="Where the page is; 0 takes a free port.")] = 0,
) -> None:
    """Try the bot in a browser: no token, no network, a clock you can move."""
    from bot.cli.demo import demo as play

    play(cards, db, port)


@cli.command()
def check(paths: Annotated[list[Path] | None, typer.Argument(help="Deck files or folders.")] = None) -> None:
    """Read decks and list every mistake with its address; exit code 1 when there is any."""
    from bot.cli.check import check as look

    raise typer.Exit(look(paths or [Path("cards")]))


@cli.command("import")
def import_(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE…", help="What to import.")] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="The folder for the decks, or the NAME.md of the only one.")
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="Read as this format, whatever it looks like.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell everything, write nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when anything was repaired.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Tell it as one JSON object a file, on a line of its own.")
    ] = False,
    list_formats: Annotated[
        bool, typer.Option("--list-formats", help="How each format is recognised.")
    ] = False,
    learner: Annotated[
        int | None,
        typer.Option(
            "--learner", help="Whose past the files tell, by Telegram's id; it goes to the database."
        ),
    ] = None,
    config: Config = None,
) -> None:
    """Turn files from elsewhere into decks, and say what was kept, repaired and left out, line by line."""
    from bot.cli.import_ import Wanted, import_files, misplaced, once
    from bot.cli.import_ import list_formats as tell_formats

    if list_formats:
        tell_formats()
        return
    if not files:
        raise typer.BadParameter("name a file, or --list-formats", param_hint="FILE")
    files = list(once(files))
    if to and (why := misplaced(to, several=len(files) > 1)):
        raise typer.BadParameter(why, param_hint="--to")
    if learner is not None and (to is None or dry_run):
        raise typer.BadParameter("needs --to, and no --dry-run", param_hint="--learner")
    wanted = Wanted(
        None if dry_run else to, format_, strict=strict, json=as_json, learner=learner, config=config
    )
    raise typer.Exit(import_files(files, wanted))


@cli.command()
def export(
    to: Annotated[Path, typer.Option("--to", help="The folder for the files, or the file of the only deck.")],
    decks: Annotated[list[str] | None, typer.Argument(metavar="DECK…", help="Which; all by default.")] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", help="native, obsidian, apkg, anki-text, csv or json; else as the file is named."
        ),
    ] = "",
    learner: Annotated[
        int | None, typer.Option("--learner", help="Whose ratings and memories go along, by Telegram's id.")
    ] = None,
    config: Config = None,
) -> None:
    """Write decks as files for other programs, and for this one."""
    from bot.cli.export import Wanted, export_decks

    asyncio.run(export_decks(Wanted(decks or (), to, format_, learner), config))


@cli.command()
def rebuild(config: Config = None) -> None:
    """Recompute every memory from the log of answers."""
    from bot.cli.rebuild import rebuild as replay

    asyncio.run(replay(config))


@cli.command()
def fit(
    report: Annotated[bool, typer.Option("--report", help="Only tell, and keep nothing.")] = False,
    config: Config = None,
) -> None:
    """Fit the memory model to each person's answers, and keep what predicts their newer ones better."""
    from bot.cli.fit import fit as fit_everybody

    raise typer.Exit(asyncio.run(fit_everybody(config, report=report)))


@cli.command()
def health(config: Config = None) -> None:
    """Exit with 0 when the bot has been at work within the last minutes, 1 when it has not."""
    from bot.cli.health import healthy

    raise typer.Exit(0 if asyncio.run(healthy(config)) else 1)


@cli.command("settings")
def settings() -> None:
    """Print every setting as docs/configuration.md has it."""
    from bot.cli.settings import as_markdown

    typer.echo(as_markdown(), nl=False)
