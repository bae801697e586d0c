"""What is kept beside the quads: article texts under their SHA-256, and the ledger of human decisions.

On disk both are files in the store's folder; in memory they last as long as the store.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.errors import StoreError
from kg.iri import sha8, sha256, slug


class Beside:
    """Texts and ledger lines in `folder`, or in memory where it is None."""

    def __init__(self, folder: Path | None) -> None:
        """Keep them in `folder`."""
        self.folder = folder
        self._texts: dict[str, str] = {}
        self._lines: list[str] = []

    def keep(self, text: str) -> str:
        """Keep an article's text; its SHA-256."""
        digest = sha256(text)
        if self.folder is None:
            self._texts[digest] = text
        elif not (path := self._path(digest)).exists():
            _write(path, text)
        return digest

    def text(self, digest: str) -> str | None:
        """The text of this SHA-256, None where it is not kept here.

        Raises:
            StoreError: the file is there and is not the text that it says it is.
        """
        if self.folder is None:
            return self._texts.get(digest)
        path = self._path(digest)
        try:
            found = path.read_bytes().decode("utf-8", "surrogatepass")
        except FileNotFoundError:
            return None
        if sha256(found) != digest:
            raise StoreError(f"{path}: damaged, its hash is another; build its article again")
        return found

    def digests(self) -> Iterator[str]:
        """The SHA-256 of every text kept."""
        if self.folder is None:
            yield from sorted(self._texts)
        else:
            yield from sorted(path.stem for path in self.folder.glob("texts/*/*.txt"))

    def forget(self, digest: str) -> None:
        """Let go of a text that no article has any more."""
        self._texts.pop(digest, None)
        if self.folder is not None:
            self._path(digest).unlink(missing_ok=True)

    def lines(self) -> list[str]:
        """The lines of the ledger, oldest first; a line cut off by a crash is left out."""
        if self.folder is None:
            return list(self._lines)
        try:
            written = (self.folder / "ledger.jsonl").read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return written.split("\n")[:-1]

    def append(self, line: str) -> None:
        """Add one line to the ledger; it is on the disk when this returns."""
        if self.folder is None:
            self._lines.append(line)
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "ledger.jsonl"
        whole = "".join(f"{kept}\n" for kept in self.lines())
        with path.open("r+b" if path.exists() else "wb") as file:
            file.truncate(len(whole.encode()))
            file.seek(0, os.SEEK_END)
            file.write(f"{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())

    def _path(self, digest: str) -> Path:
        if self.folder is None:
            raise AssertionError("texts in memory have no path")
        return self.folder / "texts" / digest[:2] / f"{digest}.txt"


def _write(path: Path, text: str) -> None:
    """Write a whole file or none: under another name first, then moved into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        file.write(text.encode("utf-8", "surrogatepass"))
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)


def folder_for(url: str) -> Path:
    """Where the texts and the ledger of a remote store are kept: `KG_STORE_FOLDER`, else a folder of the user's data directory."""
    if folder := os.environ.get("KG_STORE_FOLDER"):
        return Path(folder)
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "kg" / f"{slug(url)[:40]}-{sha8(url)}"
