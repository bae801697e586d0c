"""A web archive of 1,000 records, a fifth of them broken in twelve ways, through the reader and through `kg build`.

    python -m tests.bench.archive [--records 1000] [--words 500]

Plain and gzipped. Every good record must be read, every bad one must be told with its own reason, and nothing else may be told; the same of
the log of `kg build`. The exit code is 1 where that is not so.
"""

import argparse
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable

from kg.read import Read, Unread, articles
from tests.archive import BROKEN, archive


def written(path: pathlib.Path, n: int, *, words: int = 100) -> dict[str, str]:
    """Write an archive of `n` records; by URL what must be said of each, "" for a sound one."""
    wanted = {}
    with path.open("wb") as file:
        for data, url, why in archive(n, zipped=path.suffix == ".gz", words=words):
            file.write(data)
            if url:
                wanted[url] = why
    return wanted


def compared(wanted: dict[str, str], items: Iterable[Read]) -> list[str]:
    """What is not as it must be: good records not read, bad ones not told, and others told."""
    told: dict[str, str] = {}
    for item in items:
        told[item.source if isinstance(item, Unread) else item.url or item.id] = item.reason if isinstance(item, Unread) else ""
    return differences(wanted, told)


def differences(wanted: dict[str, str], told: dict[str, str]) -> list[str]:
    """A line for each record of which another thing is told than must be."""
    wrong = [f"{url}: {'told: ' + told[url] if url in told else 'lost'}" for url, why in wanted.items() if not why and told.get(url) != ""]
    wrong += [f"{url}: told {told.get(url)!r}, wanted {why!r}" for url, why in wanted.items() if why and why not in told.get(url, "")]
    return wrong + [f"{source}: told {why!r}, and is none" for source, why in told.items() if source not in wanted]


def built(path: pathlib.Path, wanted: dict[str, str], folder: pathlib.Path) -> tuple[list[str], str]:
    """What is not as it must be in the log of `kg build`, and its last line."""
    log = folder / f"{path.name}.log"
    command = [sys.executable, "-m", "kg", "build", str(path), "--store", str(folder / f"{path.name}.store"), "--log", str(log)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    told = {row["source"]: row["detail"] for row in rows if row["fate"] != "added"}
    wrong = differences({url: why for url, why in wanted.items() if why}, told)
    added = sum(row["fate"] == "added" for row in rows)
    good = sum(not why for why in wanted.values())
    if (added, done.returncode) != (good, 3):
        wrong.append(f"{added} added of {good} good ones, exit code {done.returncode}")
    return wrong, done.stderr.strip().splitlines()[-1]


def main() -> None:
    """Both forms, through reader and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--words", type=int, default=500)
    options = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path in (folder / "news.warc", folder / "news.warc.gz"):
            wanted = written(path, options.records, words=options.words)
            bad = Counter(bool(why) for why in wanted.values())
            begun = time.monotonic()
            found = compared(wanted, articles([str(path)]))
            took, peak = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            say(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {bad[False]} good and {bad[True]} broken in {len(BROKEN)} ways")
            say(f"  read in {took:.1f} s, peak {peak} MB: {len(found)} not as they must be")
            failed, last = built(path, wanted, folder)
            say(f"  kg build: {last}: {len(failed)} not as they must be")
            wrong += found + failed
    for line in wrong:
        say(line)
    sys.exit(bool(wrong))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
