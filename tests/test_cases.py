"""Wanted sentences: a case of `tests/cases/*.yaml` is a text and the events, claims, mentions and roles that must be found in it.

A case is `{text, date?, title?, why?, todo?, exact?, no_events?, events?, claims?, mentions?, roles?}`. What is expected must be
found by one finding that agrees in every key given; `exact` forbids further typed events, `no_events` any. `todo: why` makes
the case a strict expected failure.
"""

import pathlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from kg.extract import run
from kg.model import Article, Claim, Event, Extraction, Mention, Party, Role
from kg.parse import parse

CASES = pathlib.Path(__file__).parent / "cases"
KEYS = {"text", "date", "title", "why", "todo", "exact", "no_events", "events", "claims", "mentions", "roles"}
FINDINGS = {"events", "claims", "mentions", "roles"}
# files that a test of their own reads, in a shape of its own
ELSEWHERE = {"claims", "events_clauses", "events_nouns", "mentions", "mentions_links", "places", "roles", "status", "times"}
DATELINE = "2024-03-06"  # a Wednesday; for cases that give no date

Case = dict[str, Any]


def load() -> Iterator[tuple[str, Case]]:
    """The cases of all files with the file's stem."""
    for path in sorted(p for p in CASES.glob("*.yaml") if p.stem not in ELSEWHERE):
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        yield from ((path.stem, row) for row in rows if isinstance(row, dict) and (FINDINGS & row.keys() or "no_events" in row))


def marked(stem: str, case: Case) -> Any:
    """The case as a parameter, with its mark."""
    marks = [pytest.mark.xfail(strict=True, reason=str(case["todo"]))] if "todo" in case else []
    return pytest.param(case, id=f"{stem}: {case['text'][:80]}", marks=marks)


@cache
def found(text: str, date: str | None, title: str | None) -> Extraction:
    """What the extractor finds in a text; remembered, for several cases share one."""
    return run(parse(Article(id="case", text=text, date=date, title=title)))


def names(parties: Iterable[Party]) -> list[str]:
    return [p.actor.name for p in parties]


def overlaps(words: str, text: str) -> bool:
    """True where one holds the other: a trigger may be given by its head word alone."""
    return words.lower() in text.lower() or text.lower() in words.lower()


def name(party: Party | None) -> str | None:
    return party.actor.name if party else None


def same(want: object, got: object) -> bool:
    return want == got or (want is not None and got is not None and str(want) == str(got))


EVENT: dict[str, Callable[[Event, Any], bool]] = {
    "trigger": lambda e, v: overlaps(v, e.trigger.text),
    "kind": lambda e, v: e.kind == v,
    "mode": lambda e, v: e.mode == v,
    "contexts": lambda e, v: set(v) <= set(e.contexts),
    "actors": lambda e, v: set(names(e.actors)) == set(v),
    "recipients": lambda e, v: set(names(e.recipients)) == set(v),
    "reciprocal": lambda e, v: e.reciprocal == v,
    "status": lambda e, v: e.status == v,
    "polarity": lambda e, v: e.polarity == v,
    "certainty": lambda e, v: e.certainty == v,
    "claimed_by": lambda e, v: names(e.claimed_by) == list(v),
    "date": lambda e, v: same(v, e.date and e.date.value),
    "place": lambda e, v: same(v, e.place and e.place.name),
}
CLAIM: dict[str, Callable[[Claim, Any], bool]] = {
    "source": lambda c, v: name(c.source) == v,
    "cue": lambda c, v: overlaps(v, c.cue.text) if v and c.cue else v is None and c.cue is None,
    "content": lambda c, v: [s.text for s in c.content] == ([v] if isinstance(v, str) else list(v)),
    "kind": lambda c, v: c.kind == v,
    "stance": lambda c, v: c.stance == v,
}
MENTION: dict[str, Callable[[Mention, Any], bool]] = {
    "text": lambda m, v: m.span.text == v,
    "actor": lambda m, v: m.actor.name == v,
    "kind": lambda m, v: m.actor.kind == v,
    "code": lambda m, v: m.actor.code == v,
    "how": lambda m, v: m.how == v,
    "affiliation": lambda m, v: same(v, m.actor.affiliation and m.actor.affiliation.name),
}
ROLE: dict[str, Callable[[Role, Any], bool]] = {
    "person": lambda r, v: name(r.person) == v,
    "role": lambda r, v: r.role == v,
    "organisation": lambda r, v: name(r.organisation) == v,
}


def typed(extraction: Extraction) -> list[Event]:
    """The events that the lexicon could type."""
    return [e for e in extraction.events if e.kind is not None]


def told(event: Event) -> str:
    """One line of an event for the message of a failure."""
    sides = f"{names(event.actors)} -> {names(event.recipients)}"
    return f"{event.kind}/{event.mode} {event.trigger.text!r} {sides} {event.status} {names(event.claimed_by)}"


@pytest.mark.parametrize("case", [marked(stem, case) for stem, case in load()])
def test_a_sentence_gives_the_findings_of_its_case(case: Case) -> None:
    date = str(case["date"]) if case.get("date") else DATELINE
    extraction = found(case["text"], date, case.get("title"))
    acts = typed(extraction)
    lines = "\n".join(["", *map(told, acts)])
    for wanted in case.get("events", ()):
        assert any(all(EVENT[k](e, v) for k, v in wanted.items()) for e in acts), f"no event {wanted} among{lines}"
    for wanted in case.get("claims", ()):
        assert any(all(CLAIM[k](c, v) for k, v in wanted.items()) for c in extraction.claims), f"no claim {wanted}"
    for wanted in case.get("mentions", ()):
        assert any(all(MENTION[k](m, v) for k, v in wanted.items()) for m in extraction.mentions), f"no mention {wanted}"
    for wanted in case.get("roles", ()):
        assert any(all(ROLE[k](r, v) for k, v in wanted.items()) for r in extraction.roles), f"no role {wanted}"
    if case.get("no_events"):
        assert not acts, f"no event was wanted, but{lines}"
    if case.get("exact"):
        assert len(acts) == len(case.get("events", ())), f"{len(case.get('events', ()))} events were wanted, but{lines}"


@pytest.mark.parametrize(("stem", "case"), [pytest.param(stem, case, id=f"{stem}: {case['text'][:80]}") for stem, case in load()])
def test_a_case_is_written_in_the_words_of_the_schema(stem: str, case: Case) -> None:
    assert case.keys() <= KEYS, f"{stem}: unknown keys {case.keys() - KEYS}"
    for key, known in (("events", EVENT), ("claims", CLAIM), ("mentions", MENTION), ("roles", ROLE)):
        for wanted in case.get(key, ()):
            assert wanted.keys() <= known.keys(), f"{stem}: {key} know {', '.join(known)}, not {wanted.keys() - known.keys()}"
