"""Two claimants' worlds as a page: each act with what the one says of it on the left and what the other says of it on the right."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from kg.draw.page import Page, assembled, asset, script
from kg.draw.payload import ARTICLE, EVIDENCE, Json
from kg.network import Act, Evidence, quad

if TYPE_CHECKING:
    from kg.worlds import Comparison, Course, Saying, Side

SCRIPTS = ("base", "quote", "worlds")


def draw_worlds(comparison: "Comparison", *, acts: Iterable[Act] = (), course: "Course | None" = None, title: str = "", note: str = "") -> Page:
    """The page of two worlds: contradictions first, then what both speak of, and what only one of them does.

    Args:
        comparison: as `kg.worlds.worlds` makes it.
        acts: those of the same store (`kg.network.stored`); their evidence tells the articles of the sayings and which words to
            mark, and the facts among them the place and the mode of an act.
        course: the same two over time (`kg.worlds.over_time`); drawn as a line with its table where there is more than one period.
        title: the heading, else "What X says and what Y says".
        note: a line below it.
    """
    heading = title or f"What {comparison.one} says and what {comparison.other} says"
    data = {**payload(comparison, acts), "title": heading, "note": note, **({"course": _course(course)} if course else {})}
    style = asset("page.css") + asset("worlds.css")
    return assembled("worlds.html", data, title=heading, style=style, scripts={"app": script(SCRIPTS)})


def payload(comparison: "Comparison", acts: Iterable[Act] = ()) -> Json:
    """The comparison as its page reads it: `rows` with short-named attributes as in `kg.draw.payload`, evidence and articles as tables."""
    known = list(acts)
    words = _Words(known)
    facts = {act.id: act for act in known if act.fact}
    rows = [_spoken(row, facts, words) for row in comparison.rows]
    names = {"left": {"name": comparison.one}, "right": {"name": comparison.other}}
    return {**names, "rows": rows, "distance": comparison.distance, "evidence": words.evidence, "articles": words.articles}


def _course(course: "Course") -> Json:
    periods = [asdict(period) for period in course.periods]
    return {"by": course.by, "least": course.least, "each": course.each, "undated": course.undated, "periods": periods}


class _Words:
    """The tables of evidence and articles, and what the acts know of either."""

    def __init__(self, acts: list[Act]) -> None:
        self.evidence: list[Json] = []
        self.articles: list[Json] = []
        self._places: dict[tuple[object, ...], int] = {}
        self._reports = {e.report: e for act in acts for e in act.evidence}
        self._sources: dict[str, list[Evidence]] = {}
        for evidence in self._reports.values():
            self._sources.setdefault(evidence.article, []).append(evidence)

    def saying(self, said: "Saying") -> int:
        """The place of a saying's words, with the marks and the article that an act's evidence has for them."""
        known = self._reports.get(said.report[said.report.rfind("article/") :])
        if known is None or (known.offset, known.quote) != (said.start, said.quote):  # the claim's words are not the report's sentence
            known = self._within(said)
        return self.index(known)

    def _within(self, said: "Saying") -> Evidence:
        """A saying's words inside the sentence that an act's evidence has or the saying tells, else alone."""
        for one in self._sources.get(said.article, ()):
            start, end = said.start - one.offset, said.end - one.offset
            if start >= 0 and one.quote[start:end] == said.quote:
                return replace(one, start=start, end=end)
        about = {name: getattr(one, name) for one in self._sources.get(said.article, ())[:1] for name in ARTICLE}
        start = max(said.sentence.find(said.quote), 0)
        end = start + len(said.quote) if said.sentence else 0  # words that stand alone need no mark
        return Evidence(quote=said.sentence or said.quote, start=start, end=end, offset=said.start - start, **{"article": said.article, **about})

    def index(self, evidence: Evidence) -> int:
        """The place of these words."""
        one = asdict(evidence)
        place = self._place(self.articles, {name: one[name] for name in ARTICLE})
        return self._place(self.evidence, {**{name: one[name] for name in EVIDENCE}, "a": place})

    def _place(self, table: list[Json], entry: Json) -> int:
        key = (id(table), *entry.values())
        if key not in self._places:
            self._places[key] = len(table)
            table.append(entry)
        return self._places[key]


def _fact(row: "Side") -> str | None:
    """The relative id of the happening that a row's matter is."""
    fact = row.matter.fact
    return None if fact is None else fact[fact.rfind("happening/") :]


def _spoken(row: "Side", facts: dict[str, Act], words: _Words) -> Json:
    matter, fact = row.matter, facts.get(_fact(row) or "")
    return {
        "k": matter.type,
        "q": quad(matter.type),
        "d": matter.date or "",
        "p": fact.place if fact else "",
        "m": fact.mode if fact else "",
        "r": int(fact.reciprocal if fact else set(matter.actors) == set(matter.recipients)),
        "f": int(matter.fact is not None),
        "t": next((said.trigger for said in (*row.one_says, *row.other_says) if said.trigger), ""),
        "who": list(matter.actors),
        "to": [name for name in matter.recipients if name not in matter.actors],
        "ev": [words.index(e) for e in fact.evidence] if fact else [],
        "left": _half(row.one, row.one_says, words),
        "right": _half(row.other, row.other_says, words),
    }


def _half(stance: str, sayings: Iterable["Saying"], words: _Words) -> Json:
    says = [{"by": s.by, "with": list(s.beside), "via": s.via, "stance": s.stance, "ev": words.saying(s)} for s in sayings]
    return {"stance": stance, "says": says}
