"""What a build says while it goes on and when it is done: a bar on the terminal, a line of JSON an article in the log."""

import json
import pathlib
import sys
import time
from dataclasses import asdict
from types import TracebackType
from typing import IO, Any, Self

from kg.corpus.report import Outcome, Report

SHOWN = 20  # outcomes told at the end; all of them are in the log


class Progress:
    """Hears each outcome; `total` articles where the number is known beforehand."""

    def __init__(self, log: pathlib.Path | None = None, *, total: int | None = None) -> None:
        """Log to a file, where one is given."""
        self.total = total
        self._path = log
        self._log: IO[str] | None = None
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        """Open the log, show the bar (on a terminal only)."""
        self._log = None if self._path is None else self._path.open("a", encoding="utf-8")
        if sys.stderr.isatty():
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
            self._bar = Bar(*columns, transient=True)
            self._bar.start()
            self._task = self._bar.add_task("", total=self.total, rate="")
        self._begun, self._done = time.monotonic(), 0
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bar away, close the log."""
        if self._bar is not None:
            self._bar.stop()
        if self._log is not None:
            self._log.close()

    def heard(self, outcome: Outcome) -> None:
        """One more article."""
        self._done += 1
        if self._bar is not None:
            rate = self._done / max(time.monotonic() - self._begun, 0.01)
            self._bar.update(self._task, advance=1, rate=f"{rate:.1f} articles/s")
        if self._log is not None:
            self._log.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
            self._log.flush()

    def finish(self, report: Report) -> None:
        """Print what was read, and what was not and why."""
        for outcome in report.told[:SHOWN]:
            sys.stderr.write(f"{outcome.fate}: {outcome.source}: {' '.join(outcome.detail.split())}\n")
        if len(report.told) > SHOWN:
            sys.stderr.write(f"... and {len(report.told) - SHOWN:,} more (--log FILE has them all)\n")
        sys.stderr.write(f"{report.summary()} ({report.seconds:.1f} s)\n")


def total(sources: list[str]) -> int | None:
    """How many articles some sources hold, where that is cheap to know: files that hold one each, and lines of JSON lines."""
    n = 0
    for source in sources:
        path = pathlib.Path(source)
        if not path.is_file() or path.name.endswith((".gz", ".warc", ".csv", ".tsv", ".rss", ".atom", ".xml", ".urls")):
            return None
        if path.suffix in (".jsonl", ".ndjson"):
            with path.open("rb") as lines:
                n += sum(1 for line in lines if line.strip())
        else:
            n += 1
    return n
