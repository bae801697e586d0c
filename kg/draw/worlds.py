"""Two claimants' worlds as a page: each act with what the one says of it on the left and what the other says of it on the right."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol

from kg.draw.page import Page, assembled, asset, script
from kg.draw.payload import ARTICLE, EVIDENCE, Json
from kg.model import Actor
from kg.network import Act, Evidence, quad

SCRIPTS = ("base", "quote", "worlds")


class Half(Protocol):
    """What one claimant says of one act: `stance` is `asserts`, `denies` or `silent`; `by` who speaks for it, "" for itself."""

    @property
    def stance(self) -> str: ...  # noqa: D102
    @property
    def by(self) -> str: ...  # noqa: D102
    @property
    def evidence(self) -> Sequence[Evidence]: ...  # noqa: D102


class Row(Protocol):
    """One act and the two halves; the act's own evidence is that of the fact, where it is one."""

    @property
    def act(self) -> Act: ...  # noqa: D102
    @property
    def left(self) -> Half: ...  # noqa: D102
    @property
    def right(self) -> Half: ...  # noqa: D102


class Comparison(Protocol):
    """Two worlds side by side; `distance` from 0 (the same) to 1, None where it cannot be told."""

    @property
    def left(self) -> Actor: ...  # noqa: D102
    @property
    def right(self) -> Actor: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[Row]: ...  # noqa: D102
    @property
    def distance(self) -> float | None: ...  # noqa: D102


def draw_worlds(comparison: Comparison, *, title: str = "", note: str = "") -> Page:
    """The page of two worlds: contradictions first, then what both say, undisputed facts, and what only one of them says.

    Args:
        comparison: the two worlds.
        title: the heading, else "What X says and what Y says".
        note: a line below it.
    """
    heading = title or f"What {comparison.left.name} says and what {comparison.right.name} says"
    data = {**payload(comparison), "title": heading, "note": note}
    style = asset("page.css") + asset("worlds.css")
    return assembled("worlds.html", data, title=heading, style=style, scripts={"app": script(SCRIPTS)})


def payload(comparison: Comparison) -> Json:
    """The comparison as its page reads it: `rows` with short-named attributes as in `kg.draw.payload`, evidence and articles as tables."""
    words = _Words()
    rows = [_row(n, row, words) for n, row in enumerate(comparison.rows)]
    names = {side: {"id": actor.id, "name": actor.name} for side, actor in (("left", comparison.left), ("right", comparison.right))}
    return {**names, "rows": rows, "distance": comparison.distance, "evidence": words.evidence, "articles": words.articles}


class _Words:
    """The tables of evidence and articles."""

    def __init__(self) -> None:
        self.evidence: list[Json] = []
        self.articles: list[Json] = []

    def indices(self, evidence: Sequence[Evidence]) -> list[int]:
        """The places of these in the table."""
        return [self._index(asdict(one)) for one in evidence]

    def _index(self, one: Json) -> int:
        source = {name: one[name] for name in ARTICLE}
        if source not in self.articles:
            self.articles.append(source)
        entry = {**{name: one[name] for name in EVIDENCE}, "a": self.articles.index(source)}
        if entry not in self.evidence:
            self.evidence.append(entry)
        return self.evidence.index(entry)


def _row(n: int, row: Row, words: _Words) -> dict[str, Any]:
    act = row.act
    return {
        "n": n,
        "k": act.kind,
        "m": act.mode,
        "q": quad(act.kind),
        "d": act.date,
        "p": act.place,
        "st": act.status,
        "r": int(act.reciprocal),
        "f": int(act.fact),
        "who": [actor.name for actor in act.actors],
        "to": [actor.name for actor in act.recipients if not act.reciprocal or actor not in act.actors],
        "ev": words.indices(act.evidence),
        "left": _half(row.left, words),
        "right": _half(row.right, words),
    }


def _half(half: Half, words: _Words) -> Json:
    return {"stance": half.stance, "by": half.by, "ev": words.indices(half.evidence)}
