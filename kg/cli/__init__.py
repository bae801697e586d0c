"""The command line: options in, one call, output out; every command reads and writes `-`, and says with its exit code how it went.

    0 all well · 1 something that the user can mend, told in one line · 2 the words of the command are off · 3 some sources were not read

One file per group of commands: `reading` (extract, build, remove, demo, evaluate), `asking` (query, show, diff),
`comparing` (worlds), `seeing` (draw, network, export), `deciding` (merge, split, accept, reject, retype, undo),
`keeping` (store, serve), `linking` (link).
"""

import os
import sys
from typing import NoReturn

import typer

from kg.errors import KGError

if os.environ.get("KG_OFFLINE"):  # a worker process of an offline run, which has no command line of its own
    from kg.cli.offline import forbid

    forbid()

INTERRUPTED = 130
EXIT_CODES = "Exit codes: 0 all well, 1 something that you can mend (told in one line), 2 the command's words are off, 3 some sources were not read."

app = typer.Typer(
    name="kg",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


def _versioned(wanted: bool) -> None:
    if wanted:
        import importlib.metadata

        typer.echo(importlib.metadata.version("geopolitical-kg"))
        raise typer.Exit


@app.callback(epilog=EXIT_CODES)
def start(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", is_eager=True, callback=_versioned, help="Print the version and exit."),
    offline: bool = typer.Option(False, "--offline", envvar="KG_OFFLINE", help="Open no socket to any network; what would is an error."),
    verbose: bool = typer.Option(False, "--verbose", "-v", help="Log what goes on to standard error."),
) -> None:
    """News articles in, a geopolitical event knowledge graph out: who did what to whom, when and where, and who says so."""
    if offline:
        from kg.cli.offline import forbid

        if context.invoked_subcommand == "serve":
            raise KGError("kg serve listens on a socket, and --offline forbids the network; leave one of them out")
        forbid()
    if verbose:
        import logging

        logging.basicConfig(level=logging.INFO, format="%(relativeCreated)6d ms  %(name)s  %(message)s")


def load() -> None:
    """Register the commands of every file."""
    from kg.cli import asking, comparing, deciding, keeping, linking, reading, seeing  # noqa: F401


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        load()
        app()
    except KGError as e:
        fail(str(e))
    except OSError as e:  # a file or folder that a command was given and cannot use, or where its answer goes
        fail(f"{e.filename or 'the output'}: {e.strerror or e}")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)  # before there was a command
    except SystemExit as e:
        if e.code == INTERRUPTED:
            sys.stderr.write("kg: interrupted; a store holds what was finished before, and a build that is run again goes on there\n")
        raise


def fail(message: str, *, code: int = 1) -> NoReturn:
    """Say in one line what went wrong, and exit."""
    sys.stderr.write("kg: " + " ".join(message.split()) + "\n")
    sys.exit(code)
