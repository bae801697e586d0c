"""The three kinds of store that one suite of tests runs on: in memory, on disk, and a real server behind a URL."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store import Store, open_store

KINDS = ("memory", "disk", "remote")


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """The URL of an Oxigraph server of our own on loopback."""
    with serving() as url:
        yield url


@contextlib.contextmanager
def serving() -> Iterator[str]:
    binary = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{Path(sys.prefix) / 'bin'}") or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    with subprocess.Popen([binary, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            _await(url)
            yield url
        finally:
            server.kill()


def _await(url: str) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/query?query=ASK%7B%7D", timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError(f"{url} did not come up")


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "remote":
        where: str | Path | None = request.getfixturevalue("endpoint")
        body = urllib.request.Request(f"{where}/update", b"DROP ALL", {"Content-Type": "application/sparql-update"})
        urllib.request.urlopen(body, timeout=10).close()
    else:
        where = tmp_path / "store" if request.param == "disk" else None
    with open_store(where, beside=tmp_path / "beside") as opened:
        yield opened
