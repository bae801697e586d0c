"""Commands that keep a store and serve it: store info, backup, check, import, migrate; serve."""

import pathlib
import sys
from typing import Annotated

import typer

from kg.cli import app, fail, options
from kg.errors import KGError

store_app = typer.Typer(no_args_is_help=True, help="Keep a store: info, backup, check, import, migrate.", rich_markup_mode="rich")
app.add_typer(store_app, name="store")


@store_app.command()
def info(store: options.Store = options.DEFAULT_STORE) -> None:
    """Say what a store holds.

    Example: [bold]kg store info[/bold]
    """
    from dataclasses import asdict

    from kg.store import open_store
    from kg.store.care import info as known

    with open_store(store, readonly=True) as opened:
        rows = [(name.replace("_", " "), f"{value:,} bytes" if name == "size" and value else value) for name, value in asdict(known(opened)).items()]
    options.out_console().print(options.table(("", store), rows))


@store_app.command()
def backup(
    target: Annotated[pathlib.Path, typer.Argument(help="A folder that is not there yet.", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Copy a store into a new folder.

    Example: [bold]kg store backup kg-store-monday[/bold]
    """
    from kg.store import open_store
    from kg.store.care import backup as copied

    with open_store(store) as opened:
        copied(opened, target)
    sys.stderr.write(f"{target}: a full copy of {store}\n")


@store_app.command()
def check(store: options.Store = options.DEFAULT_STORE) -> None:
    """Check that a store is whole: shapes, texts and hashes, and facts that agree with their articles.

    Example: [bold]kg store check[/bold]
    """
    from kg.facts import drift, lost
    from kg.store import open_store
    from kg.store.care import check as checked

    with open_store(store, readonly=True) as opened:
        wrong = checked(opened)
        change = drift(opened)
        if change:
            wrong.append(f"facts: {len(change.added)} quads are missing and {len(change.removed)} too many; kg store migrate works them out anew")
        told = [*wrong, *(f"a decision cannot be placed: {line}" for line in dict.fromkeys(lost(opened)))]
    for line in told:
        sys.stdout.write(line + "\n")
    if wrong:
        fail(f"{store}: {options.count(len(wrong), 'fault')}")
    sys.stderr.write(f"{store}: sound\n")


@store_app.command("import")
def import_(
    file: Annotated[pathlib.Path, typer.Argument(help="N-Quads or TriG.", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Load a whole dataset, as kg export writes it, into a store, fast; blank nodes get names, texts are not in it.

    Example: [bold]kg store import dump.nq[/bold]
    """
    from kg.store import open_store
    from kg.store.care import import_file, without_text

    with open_store(store) as opened:
        n = import_file(opened, file)
        bare = len(without_text(opened))
    sys.stderr.write(f"{n:,} quads from {file}\n")
    if bare:
        sys.stderr.write(
            f"{options.count(bare, 'article')} without text: a file of RDF holds quotes only. "
            "Questions, pages and exports need no more; kg build of the same sources puts the texts beside the store.\n"
        )


@store_app.command()
def migrate(store: options.Store = options.DEFAULT_STORE) -> None:
    """Bring a store of an older kg to this one's form, and work out all facts anew.

    Example: [bold]kg store migrate[/bold]
    """
    from kg.facts import rebuild
    from kg.store import open_store
    from kg.store.care import migrate as migrated

    with open_store(store) as opened:
        for line in migrated(opened):
            sys.stderr.write(line + "\n")
        outcome = rebuild(opened)
    sys.stderr.write(f"facts worked out anew: {options.count(len(outcome.added), 'happening')} added, {len(outcome.removed)} taken away\n")


@app.command()
def serve(
    store: options.Store = options.DEFAULT_STORE,
    port: Annotated[int, typer.Option(help="Port.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on; only this machine can call the default.")] = "127.0.0.1",
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of a query.")] = 20.0,
    megabytes: Annotated[int, typer.Option(min=64, help="Memory limit of a query.")] = 2048,
    rows: Annotated[int, typer.Option(min=1, help="Row limit of an answer.")] = 100_000,
    workers: Annotated[int, typer.Option(min=1, help="Queries answered at once.")] = 4,
) -> None:
    """Serve a store: a read-only SPARQL 1.1 endpoint, named questions, and a page for every IRI.

    Example: [bold]kg serve --port 8000[/bold]
    """
    from kg.serve import Limits
    from kg.serve import serve as serving
    from kg.store import open_store

    with open_store(store, readonly=True):
        pass  # a store that cannot be opened is told before the port is taken
    _free(host, port)
    sys.stderr.write(f"http://{host}:{port}  (SPARQL at /sparql; Ctrl-C ends it)\n")
    serving(store, host=host, port=port, limits=Limits(seconds=seconds, megabytes=megabytes, rows=rows), workers=workers)


def _free(host: str, port: int) -> None:
    """Tell before anything is promised that a port is taken, or an address is not this machine's."""
    import socket

    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as e:
        raise KGError(f"cannot listen on port {port} of {host} ({getattr(e, 'strerror', None) or e}); give another with --port") from e
