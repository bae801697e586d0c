"""What became of a corpus: how many articles were added, replaced, unchanged, set aside and not read, and why; nothing is dropped in silence."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Fate = Literal["added", "replaced", "unchanged", "set aside", "not read", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one article: `detail` says why where it was not built, or what its reader noted."""

    source: str
    fate: Fate
    detail: str = ""
    events: int = 0
    claims: int = 0


@dataclass(slots=True, kw_only=True)
class Report:
    """The sum of a build: counts by fate, and every outcome that a person should look at."""

    counts: Counter[str] = field(default_factory=Counter)
    told: list[Outcome] = field(default_factory=list)
    events: int = 0
    claims: int = 0
    happenings: int = 0
    seconds: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count one outcome, and keep it if it says something."""
        self.counts[outcome.fate] += 1
        self.events += outcome.events
        self.claims += outcome.claims
        if outcome.detail:
            self.told.append(outcome)

    @property
    def failed(self) -> int:
        """How many sources were not read or broke a shape; those set aside are not counted."""
        return self.counts["not read"] + self.counts["rejected"]

    def summary(self) -> str:
        """One line: `3 added, 1 unchanged; 42 events and 37 claims read; 12 happenings in the store`."""
        fates = ", ".join(f"{n:,} {fate}" for fate, n in self.counts.items()) or "nothing to read"
        read = f"{_count(self.events, 'event')} and {_count(self.claims, 'claim')} read"
        return f"{fates}; {read}; {_count(self.happenings, 'happening')} in the store"


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
