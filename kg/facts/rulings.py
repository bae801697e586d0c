"""What the ledger's decisions mean for the reports of today: each decision finds its words again, or is told as one that could not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

from kg.facts.same import Report
from kg.ledger import Anchor, Decision, Found, place
from kg.rdf.terms import node
from kg.vocab import Iri
from kg.who import Identities, identities


@dataclass(frozen=True)
class Rulings(Identities):
    """The standing decisions, placed: ids are those of reports and actors as they are now."""

    kinds: Mapping[Iri, str] = field(default_factory=dict)
    accepted: frozenset[Iri] = frozenset()
    rejected: frozenset[Iri] = frozenset()
    vetoed: frozenset[Iri] = frozenset()
    together: frozenset[tuple[Iri, Iri]] = frozenset()
    apart: frozenset[tuple[Iri, Iri]] = frozenset()
    lost: tuple[str, ...] = ()

    @cached_property
    def renamed(self) -> frozenset[Iri]:
        """The actors of whom the facts say what articles say of another, or no longer all that articles say of them."""
        split = (actor for parted in self.parted.values() for pair in parted.items() for actor in pair)
        return frozenset({*self.aliases.values(), *split})

    def effective(self, report: Report) -> Report:
        """The report as the decisions see it: retyped, its actors merged or told apart."""
        known = self.known(report.graph)
        if report.id not in self.kinds and not any(a in known for a in (*report.principals, *report.principals.values(), *report.deniers)):
            return report

        def merged(actors: Iterable[Iri]) -> tuple[Iri, ...]:
            return tuple(sorted({known.get(a, a) for a in actors}))

        kind = self.kinds.get(report.id, report.kind)
        return replace(
            report,
            kind=kind,
            mode=report.mode if kind == report.kind else None,
            intensity=report.intensity if kind == report.kind else None,
            actors=merged(report.actors),
            recipients=merged(report.recipients),
            deniers=merged(report.deniers),
            principals={known.get(a, a): known.get(p, p) for a, p in report.principals.items()},
        )

    def promoted(self, promotable: Iterable[Iri]) -> set[Iri]:
        """The reports that may become fact, after what people accepted and rejected."""
        return ({*promotable} | self.accepted) - self.rejected

    def partners(self, report: Iri) -> Iterator[Iri]:
        """The reports that people put together with this one."""
        yield from (b if a == report else a for a, b in self.together if report in (a, b))


def rulings(
    decisions: Iterable[Decision], find: Callable[[Anchor], Iri | None], base: str, says: Callable[[Iri, Iri], bool] = lambda _, __: True
) -> Rulings:
    """Place decisions: `find` gives the report that an anchor means today, None where it cannot be told, `says` whether a graph names an actor."""
    kinds: dict[Iri, str] = {}
    sets: dict[str, set[Iri]] = {"accept": set(), "reject": set(), "whole": set()}
    pairs: dict[str, set[tuple[Iri, Iri]]] = {"merge": set(), "split": set()}
    made, lost = tuple(decisions), list[str]()
    for decision in made:
        here, there = ([find(anchor) for anchor in side] for side in (decision.event, decision.other))
        lost += [_lost(decision, anchor) for anchor, report in zip((*decision.event, *decision.other), (*here, *there), strict=True) if not report]
        event, other = sorted(filter(None, here)), sorted(filter(None, there))
        if decision.parted:
            old, told = decision.parted[0], f"decision {decision.id} (split): {decision.parted[0]} is not named in article"
            gone = (slug for slug in decision.articles if not says(Iri(f"{base}graph/article/{slug}"), node(old, base)))
            lost += [f"{told} {slug}" for slug in gone]
        elif decision.verb == "retype":
            kinds.update((report, decision.value or "") for report in event)
        elif decision.verb in pairs:
            _pair(pairs, decision.verb, event, other)
        else:
            for chosen in sets.values():  # the later of two decisions about a report holds
                chosen.difference_update(event)
            sets["whole" if decision.whole else decision.verb].update(event)
    actors = identities(made, base)
    return Rulings(
        actors.aliases,
        actors.parted,
        actors.names,
        kinds,
        frozenset(sets["accept"]),
        frozenset(sets["reject"]),
        frozenset(sets["whole"]),
        frozenset(pairs["merge"]),
        frozenset(pairs["split"]),
        tuple(lost),
    )


def _pair(pairs: dict[str, set[tuple[Iri, Iri]]], verb: str, event: list[Iri], other: list[Iri]) -> None:
    """Note pairs to put together or keep apart; the later of two decisions about a pair holds."""
    found = {(min(a, b), max(a, b)) for a in event for b in other if a != b} or set(combinations(event, 2))
    pairs[verb] |= found
    pairs["split" if verb == "merge" else "merge"] -= found


def _lost(decision: Decision, anchor: Anchor) -> str:
    return f"decision {decision.id} ({decision.verb}): {anchor.quote!r} cannot be found again in article {anchor.article}"


def found(report: Report) -> Found:
    """A report as the ledger looks for it."""
    return Found(report.id, report.kind, report.trigger[1], report.trigger[2])


def finder(
    reports: Callable[[str], Mapping[Iri, Report]], exists: Callable[[Iri], bool], text: Callable[[str], str | None], base: str
) -> Callable[[Anchor], Iri | None]:
    """A `find` for `rulings`: `reports` and `text` give those of an article (slug) as it is now, `exists` whether a report is still there."""

    def find(anchor: Anchor) -> Iri | None:
        same = node(anchor.report, base)
        if exists(same):
            return same
        body = text(anchor.article)
        if body is None:
            return None
        at = place(anchor, body, map(found, reports(anchor.article).values()))
        return None if at is None else Iri(at)

    return find
