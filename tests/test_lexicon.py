"""The event lexicon: every row is a known construction of a known PLOVER act, said once, and reaches all of CAMEO."""

import pathlib
import re
from collections import Counter
from functools import cache

import pytest
import rdflib
from rdflib import SKOS

from kg.lexicon import table
from kg.lexicon.typing import TYPES, Constraint, best, classes, compiled, shipped

ROOT = pathlib.Path(__file__).parent.parent
ROWS = table("events")
SLOTS = re.compile(
    r"(subj|obj|iobj|comp|attr|prt|prep|mod|adv|poss|by|both|none|speaker|maker|light|beside|occasion"
    r"|about|across|after|against|along|alongside|among|around|as|at|away|before|behind|between|for|from|in|inside|into|like|near|of|off|on|onto|out"
    r"|outside|over|round|through|to|toward|towards|under|until|up|upon|with|within|without)"
)
FREE = {"AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID"}  # types without modes in PLOVER 2.0


@cache
def plover() -> rdflib.Graph:
    """The type scheme that ships with the project."""
    return rdflib.Graph().parse(ROOT / "ontology" / "plover.ttl")


@cache
def modes() -> dict[str, set[str]]:
    """The modes of each type."""
    out: dict[str, set[str]] = {}
    for mode, kind in plover().subject_objects(SKOS.broader):
        name = str(kind).rsplit("#", 1)[-1]
        if name in TYPES:
            out.setdefault(name, set()).add(str(plover().value(mode, SKOS.prefLabel)))
    return out


@cache
def contexts() -> set[str]:
    """The names of the contexts."""
    return {str(s).split("#context-", 1)[1] for s in plover().subjects(SKOS.prefLabel) if "#context-" in str(s)}


def said(row: dict[str, str]) -> str:
    return f"{row['head']} ({row['pos']}) [{row['with']}]"


def test_each_type_is_one_of_plover_or_none() -> None:
    assert not [said(r) for r in ROWS if r["type"] not in TYPES | {"-"}]


def test_each_mode_belongs_to_its_type() -> None:
    assert not [f"{said(r)}: {r['type']}/{r['mode']}" for r in ROWS if r["mode"] and r["mode"] not in modes().get(r["type"], set())]


def test_each_context_is_one_of_plover() -> None:
    assert contexts()
    assert not [f"{said(r)}: {c}" for r in ROWS for c in r["contexts"].split(",") if c and c not in contexts()]


def test_no_construction_is_said_twice() -> None:
    counted = Counter((r["head"], r["pos"], " ".join(sorted(r["with"].split()))) for r in ROWS)
    assert not [key for key, n in counted.items() if n > 1]


def test_no_head_is_empty_or_padded() -> None:
    assert not [said(r) for r in ROWS if not re.fullmatch(r"[\wé’'.-]+", r["head"]) or r["head"] != r["head"].lower()]


def test_each_class_is_defined_and_used() -> None:
    used = {w for r in ROWS for c in r["with"].split() for w in c.split("=", 1)[1].split("|") if w.isupper() and len(w) > 1}
    assert used <= set(classes())
    elsewhere = {w for r in table("constructions") for c in r["with"].split() for w in c.split("=", 1)[1].split("|") if w.isupper()}
    assert set(classes()) <= used | elsewhere


def test_each_slot_of_a_row_is_known() -> None:
    paths = {slot for r in ROWS for column in ("actor", "recipient") for slot in r[column].split()}
    paths |= {c.split("=", 1)[0].lstrip("!") for r in ROWS for c in r["with"].split()}
    assert not [p for p in sorted(paths) if not all(SLOTS.fullmatch(step) for step in p.split("."))]


def test_a_non_event_asks_for_nobody() -> None:
    assert not [said(r) for r in ROWS if r["type"] == "-" and (r["mode"] or r["contexts"] or r["actor"] or r["recipient"])]


def asks_less(one: Constraint, other: Constraint) -> bool:
    """True where the first holds wherever the second does."""
    same = (one.slot, one.forbids) == (other.slot, other.forbids)
    return same and (one.words <= other.words if one.forbids else other.words <= one.words)


def test_no_row_stands_in_the_shadow_of_an_earlier_one() -> None:
    shadowed = []
    for entries in compiled(ROWS).entries.values():
        for j, later in enumerate(entries):
            for earlier in entries[:j]:
                if len(earlier.constraints) == len(later.constraints) and all(
                    any(asks_less(one, other) for other in later.constraints) for one in earlier.constraints
                ):
                    shadowed.append((later.head, later.constraints))
    assert not shadowed


def test_an_intensity_is_a_score_of_its_own() -> None:
    assert not [said(r) for r in ROWS if r["intensity"] and (r["type"] == "-" or not -10 <= float(r["intensity"]) <= 10)]


def test_the_rows_of_a_word_go_from_the_most_to_the_least_constrained() -> None:
    last: dict[tuple[str, str], int] = {}
    for row in ROWS:
        key, n = (row["head"], row["pos"]), len(row["with"].split())
        assert n <= last.get(key, n), f"{said(row)} stands below a row with fewer constraints"
        last[key] = n


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_each_type_has_verbs_and_nouns(kind: str) -> None:
    counted = Counter(r["pos"] for r in ROWS if r["type"] == kind)
    assert counted["verb"] >= 25
    assert counted["noun"] >= 5


@pytest.mark.parametrize(("kind", "mode"), [(k, m) for k in sorted(TYPES - FREE) for m in sorted(modes().get(k, ()))])
def test_each_mode_is_reached_by_some_construction(kind: str, mode: str) -> None:
    assert [r for r in ROWS if (r["type"], r["mode"]) == (kind, mode)]


def cameo() -> list[tuple[str, str, str, set[str]]]:
    """The CAMEO codes that have a counterpart: code, type, mode or "", contexts."""
    out = []
    for code, act in plover().subject_objects(SKOS.closeMatch):
        kind, _, mode = str(act).rsplit("#", 1)[-1].partition("-")
        near = {str(o).split("#context-", 1)[1] for o in plover().objects(code, SKOS.relatedMatch) if "#context-" in str(o)}
        out.append((str(plover().value(code, SKOS.notation)), kind, mode, near))
    return sorted(out, key=lambda row: row[0])


def test_every_cameo_code_is_reached_by_some_construction() -> None:
    said_of: dict[tuple[str, str], set[str]] = {}
    for row in ROWS:
        for mode in {row["mode"], ""}:
            said_of.setdefault((row["type"], mode), set()).update(row["contexts"].split(","))
    assert len(cameo()) > 200
    assert not [(code, kind, mode) for code, kind, mode, near in cameo() if not near <= said_of.get((kind, mode), set())]


@pytest.mark.parametrize(("word", "kind"), [("tariff", "SANCTION"), ("concern", "ACCUSE"), ("hope", None)])
def test_the_object_decides_what_is_raised(word: str, kind: str | None) -> None:
    entry = best(shipped().rows("raise", "verb"), lambda slot: frozenset({word} if slot == "obj" else ()))
    assert (entry.kind if entry else None) == kind


def test_a_user_row_is_read_like_a_shipped_one() -> None:
    own = compiled([{"head": "swat", "pos": "verb", "with": "obj=WEAPONS", "type": "ASSAULT", "recipient": "obj.of"}])
    assert own.rows("swat", "verb")[0].recipient == ("obj.of",)
