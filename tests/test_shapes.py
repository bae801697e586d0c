"""Every class that is written has a shape; the compiled shapes judge as pyshacl does."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pyshacl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from kg.errors import ShapeError
from kg.rdf import quads
from kg.rdf.nodes import facts_graph, run_triples, span_node
from kg.rdf.terms import Lit, Quad, date, decimal, integer, node, text
from kg.validate import report, to_rdflib, validate, violations
from kg.validate.shapes import compile_shapes, compiled
from kg.vocab import GEO, KG, NIF, ORG, PROV, RDF, SCHEMA, SEM, SKOS, XSD, Iri, ontology
from tests.graphs import article, extraction, fact_quads, happening, shelling, signing

A = article()
REPORT, OTHER, HAPPENING = node(signing(A).id), node(shelling(A).id), node(happening(A).id)
ARTICLE_QUADS, FACT_QUADS = tuple(quads(extraction(A))), tuple(fact_quads(A))
SPAN = span_node(signing(A).trigger, node(A.version))
SH = "http://www.w3.org/ns/shacl#"
Change = Callable[[list[Quad]], list[Quad]]


@cache
def shapes() -> Graph:
    return Graph().parse(data=ontology("shapes.ttl"))


def plain(term: object) -> str:
    return f"{term} {term.datatype or XSD.string}" if isinstance(term, Literal) else str(term)


def by_pyshacl(found: list[Quad]) -> set[tuple[str, str, str]]:
    _, results, _ = pyshacl.validate(to_rdflib(found), shacl_graph=shapes())

    def say(result: Any, name: str) -> Any:
        return results.value(result, URIRef(SH + name))

    return {
        (
            str(say(r, "focusNode")),
            str(say(r, "sourceConstraintComponent")).removeprefix(SH).removesuffix("ConstraintComponent"),
            plain(value) if (value := say(r, "value")) is not None else "",
        )
        for r in results.subjects(RDF_TYPE, URIRef(SH + "ValidationResult"))
    }


RDF_TYPE = URIRef(RDF.type)


def by_us(found: list[Quad]) -> set[tuple[str, str, str]]:
    return {
        (v.focus, v.constraint, "" if v.value is None else f"{v.value.value} {v.value.datatype}" if isinstance(v.value, Lit) else v.value)
        for v in violations(found)
    }


def without(s: Iri, p: Iri) -> Change:
    return lambda found: [quad for quad in found if quad[:2] != (s, p)]


def plus(s: Iri, p: Iri, o: Iri | Lit) -> Change:
    return lambda found: [*found, (s, p, o, found[0][3])]


def instead(s: Iri, p: Iri, o: Iri | Lit) -> Change:
    return lambda found: plus(s, p, o)(without(s, p)(found))


def test_what_we_write_conforms() -> None:
    validate(ARTICLE_QUADS)
    validate(FACT_QUADS)
    assert report(ARTICLE_QUADS)[0]
    assert report(FACT_QUADS)[0]


def test_the_known_actors_conform() -> None:
    known = Graph().parse(data=ontology("actors.ttl"))
    lands = {term for term in known.objects(None, URIRef(KG.affiliation)) if (term, RDF_TYPE, None) not in known}
    for land in lands:  # states come from the libraries
        known.add((land, RDF_TYPE, URIRef(SEM.Actor)))
        known.add((land, URIRef(SKOS.prefLabel), Literal("a state")))
    conforms, _, words = pyshacl.validate(known, shacl_graph=shapes())
    assert conforms, words


def test_the_shapes_are_shapes_as_shacl_defines_them() -> None:
    conforms, *_ = pyshacl.validate(to_rdflib(ARTICLE_QUADS), shacl_graph=shapes(), meta_shacl=True)
    assert conforms


def test_every_class_that_is_written_has_a_shape() -> None:
    from datetime import UTC, datetime

    run = [(*triple, facts_graph()) for triple in run_triples(datetime(2016, 4, 20, tzinfo=UTC))]
    classes = {o for found in (ARTICLE_QUADS, FACT_QUADS, run) for _, p, o, _ in found if p == RDF.type}
    assert classes - compiled().by_class.keys() == {PROV.Entity, SKOS.Concept}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        pytest.param(without(REPORT, KG.evidence), "MinCount", id="a report without evidence"),
        pytest.param(without(REPORT, KG.inArticle), "MinCount", id="a report of no article"),
        pytest.param(instead(REPORT, KG.status, text("true")), "In", id="a report of an unknown status"),
        pytest.param(plus(REPORT, KG.status, text("denied")), "MaxCount", id="a report of two statuses"),
        pytest.param(instead(REPORT, KG.saidType, Iri("urn:kg:plover#FIGHT")), "In", id="a report of an unknown type"),
        pytest.param(plus(REPORT, RDF.type, SEM.Event), "Not", id="a report that is a happening too"),
        pytest.param(plus(REPORT, SEM.hasActor, node("actor/chile")), "Closed", id="a SEM property on a report"),
        pytest.param(plus(REPORT, KG.saidActor, node("actor/nobody")), "Class", id="an actor that is not described"),
        pytest.param(instead(REPORT, KG.saidDate, text("in May")), "Or", id="a date in words"),
        pytest.param(instead(REPORT, KG.saidEarliest, date("2015-05-04")), "LessThanOrEquals", id="an earliest day after the latest"),
        pytest.param(instead(REPORT, KG.confidence, decimal(1.5)), "MaxInclusive", id="a confidence above one"),
        pytest.param(instead(SPAN, NIF.endIndex, integer(1)), "LessThan", id="a span that ends before it begins"),
        pytest.param(instead(SPAN, NIF.anchorOf, text("")), "MinLength", id="a quote without words"),
        pytest.param(instead(node(A.version), SCHEMA.sha256, text("abc")), "Pattern", id="a hash that is none"),
    ],
)
def test_an_article_breaks_its_shapes_with(change: Change, constraint: str) -> None:
    found = change(list(ARTICLE_QUADS))
    assert constraint in {violation.constraint for violation in violations(found)}
    assert by_us(found) == by_pyshacl(found)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        pytest.param(without(HAPPENING, KG.evidence), "MinCount", id="a happening without evidence"),
        pytest.param(without(SPAN, NIF.anchorOf), "MinCount", id="evidence without its words"),
        pytest.param(without(node(A.version), PROV.specializationOf), "MinCount", id="evidence that leads to no article"),
        pytest.param(without(HAPPENING, KG.report), "MinCount", id="a happening that no report tells of"),
        pytest.param(without(HAPPENING, SEM.hasActor), "MinCount", id="a happening that nobody did"),
        pytest.param(without(HAPPENING, SEM.eventType), "MinCount", id="a happening without a type"),
        pytest.param(plus(HAPPENING, KG.saidActor, node("actor/chile")), "Closed", id="what is said about a happening"),
        pytest.param(plus(HAPPENING, RDF.type, KG.ReportedEvent), "Not", id="a happening that is a report too"),
        pytest.param(instead(HAPPENING, KG.intensity, decimal(-10.5)), "MinInclusive", id="an intensity off the scale"),
    ],
)
def test_the_facts_break_their_shapes_with(change: Change, constraint: str) -> None:
    found = change(list(FACT_QUADS))
    assert constraint in {violation.constraint for violation in violations(found)}
    assert by_us(found) == by_pyshacl(found)


def test_a_thirteenth_month_is_no_month_though_rdflib_takes_it_for_one() -> None:
    found = instead(REPORT, KG.saidDate, Lit("2015-13", XSD.gYearMonth))(list(ARTICLE_QUADS))
    assert ("Or", REPORT) in {(violation.constraint, violation.focus) for violation in violations(found)}


def test_the_error_names_node_shape_path_and_value() -> None:
    with pytest.raises(ShapeError, match=r"#event-17-23 has 'maybe' at urn:kg:ontology#status \(In of urn:kg:shapes#Report"):
        validate(instead(REPORT, KG.status, text("maybe"))(list(ARTICLE_QUADS)))


def test_an_error_counts_what_it_does_not_tell() -> None:
    with pytest.raises(ShapeError, match=r"\(and \d+ more\)"):
        validate([quad for quad in ARTICLE_QUADS if quad[1] != KG.confidence])


def test_a_part_of_shacl_that_is_not_compiled_is_an_error() -> None:
    turtle = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:targetClass <urn:c> ; sh:property [ sh:path <urn:p> ; sh:uniqueLang true ] ."
    with pytest.raises(ShapeError, match="uniqueLang"):
        compile_shapes(turtle)


VALUES = ["", "1", "-1", "1.0", "2015-05-03", "2015-02-30", "asserted", "x" * 64, "city"]
# no booleans, for to Python, and so to pyshacl, true is a number that is at most 10; years and months only as they should be, for rdflib takes any
LITERALS = [Lit(value, kind) for value in VALUES for kind in (XSD.string, XSD.integer, XSD.decimal, XSD.date, XSD.anyURI, GEO.wktLiteral)]
EVERY = (*ARTICLE_QUADS, *FACT_QUADS)
TERMS = st.sampled_from(
    [*(quad[2] for quad in EVERY), *(quad[0] for quad in EVERY), *LITERALS, Lit("2015", XSD.gYear), Lit("2015-05", XSD.gYearMonth)]
)
COMPARISONS = {"LessThan", "LessThanOrEquals", "MinInclusive", "MaxInclusive"}
SUBJECTS = st.sampled_from(sorted({quad[0] for quad in EVERY}))
PREDICATES = st.sampled_from(sorted({quad[1] for quad in EVERY}))
Edit = tuple[str, int, Iri, Iri, Iri | Lit]
KINDS = st.sampled_from(["drop", "object", "subject", "predicate", "add"])
EDITS = st.lists(st.tuples(KINDS, st.integers(0, 10**4), SUBJECTS, PREDICATES, TERMS), max_size=6)


def edited(found: list[Quad], edits: list[Edit]) -> list[Quad]:
    for what, at, subject, predicate, term in edits:
        s, p, o, g = found.pop(at % len(found))
        changed = {"object": (s, p, term, g), "subject": (subject, p, o, g), "predicate": (s, predicate, o, g), "add": (s, p, term, g)}
        found += [changed[what]] if what in changed else []
        found += [(s, p, o, g)] if what == "add" else []
    return found


def compared(found: set[tuple[str, str, str]]) -> tuple[bool, set[tuple[str, str, str]]]:
    """Whether there is a violation, and all but comparisons: pyshacl passes over some that cannot be made, which break a datatype anyway."""
    return bool(found), {violation for violation in found if violation[1] not in COMPARISONS}


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking takes pyshacl minutes
@given(st.sampled_from(["article", "facts"]), EDITS)
def test_broken_quads_are_judged_as_pyshacl_judges_them(which: str, edits: list[Edit]) -> None:
    found = edited(list(ARTICLE_QUADS if which == "article" else FACT_QUADS), edits)
    try:
        theirs = by_pyshacl(found)
    except TypeError:  # pyshacl cannot compare what is of two datatypes, and stops
        assert by_us(found)
        return
    assert compared(by_us(found)) == compared(theirs)


def test_an_office_needs_its_holder() -> None:
    office = next(s for s, p, o, _ in ARTICLE_QUADS if o == ORG.Membership)
    assert ("MinCount", ORG.member) in {(v.constraint, v.path) for v in violations(without(office, ORG.member)(list(ARTICLE_QUADS)))}
