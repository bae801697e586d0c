"""Code and ontology speak of the same terms, and every term is explained."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from kg import plover, vocab
from kg.vocab import CAMEO, KG, NAMESPACES, ONTOLOGIES, PLOVER, ontology

ROOT = Path(__file__).parent.parent
OURS = tuple(name for name in ONTOLOGIES if name.endswith(".ttl"))


@pytest.fixture(scope="module")
def scheme() -> Graph:
    return Graph().parse(data=ontology("kg.ttl")).parse(data=ontology("plover.ttl"))


def _attributes(path: Path) -> Iterator[tuple[str, str, int]]:
    names = {space.__name__ for space in NAMESPACES}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            yield node.value.id, node.attr, node.lineno


def test_every_own_term_of_the_code_is_in_the_ontology_and_the_other_way_round(scheme: Graph) -> None:
    declared = {str(term).removeprefix(KG.iri) for term in scheme.subjects(RDF.type) if str(term).startswith(KG.iri)}
    assert declared == {*KG.terms, *plover.TYPES}


def test_no_module_spells_a_term_that_is_not_declared() -> None:
    known = {space.__name__: {*space.terms, "iri", "terms"} for space in NAMESPACES}
    wrong = [f"{path}:{line} {space}.{term}" for path in sorted(ROOT.glob("kg/**/*.py")) for space, term, line in _attributes(path)
             if term not in known[space]]  # fmt: skip
    assert wrong == []


def _sparql() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.glob("kg/queries/*.rq")):
        yield path.name, re.sub(r"(?m)^\s*#.*|\"[^\"]*\"", "", path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.glob("kg/**/*.py")):
        for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(found, ast.Constant) and isinstance(found.value, str) and re.search(r"\b(SELECT|ASK|CONSTRUCT|WHERE) *[{?*(]", found.value):
                yield f"{path.name}:{found.lineno}", found.value


def test_no_query_asks_for_a_term_that_is_not_declared() -> None:
    known = {f"{prefix}:{term}" for prefix, iri in vocab.PREFIXES.items() for space in NAMESPACES if space.iri == iri for term in space.terms}
    known |= {f"kg:{kind}" for kind in plover.TYPES}
    spaces = "|".join(prefix for prefix, iri in vocab.PREFIXES.items() if iri in {space.iri for space in NAMESPACES})
    used = [(where, term) for where, query in _sparql() for term in re.findall(rf"(?<![\w:<])(?:{spaces}):\w+", query)]
    assert len(used) > 50
    assert [(where, term) for where, term in used if term not in known] == []


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="saidActr"):
        KG.saidActr  # type: ignore[attr-defined]  # noqa: B018


def test_every_own_term_has_a_label_and_a_comment(scheme: Graph) -> None:
    own = {term for term in scheme.subjects(RDF.type) if str(term).startswith(KG.iri)}
    assert [term for term in own if not (scheme.value(term, RDFS.label) and scheme.value(term, RDFS.comment))] == []


def test_what_is_said_is_a_sub_property_of_nothing(scheme: Graph) -> None:
    said = set(scheme.subjects(RDFS.domain, URIRef(KG.ReportedEvent)))
    assert len(said) > 15
    assert [term for term in said if scheme.value(term, RDFS.subPropertyOf)] == []
    assert (URIRef(KG.ReportedEvent), OWL.disjointWith, URIRef(vocab.SEM.Event)) in scheme


@pytest.mark.parametrize("name", OURS)
def test_rdflib_and_oxigraph_read_the_same_triples_from(name: str) -> None:
    turtle = ontology(name)
    assert len(Graph().parse(data=turtle)) == sum(1 for _ in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)) > 0


@pytest.mark.skipif(which("rapper") is None, reason="needs Debian's raptor2-utils")
@pytest.mark.parametrize("name", OURS)
def test_rapper_reads(name: str) -> None:
    done = subprocess.run(["rapper", "-c", "-i", "turtle", "-", "urn:kg:"], input=ontology(name), text=True, capture_output=True, check=False)
    assert (done.returncode, "Error" in done.stderr or "Warning" in done.stderr) == (0, False), done.stderr


def test_the_plover_scheme_says_what_the_code_says(scheme: Graph) -> None:
    for kind, known in plover.TYPES.items():
        concept = URIRef(plover.type_iri(kind))
        assert int(str(scheme.value(concept, URIRef(KG.quadClass)))) == known.quad
        assert float(str(scheme.value(concept, URIRef(KG.score)))) == known.score
        assert (str(scheme.value(concept, URIRef(KG.needsRecipient))) == "true") is known.needs_recipient
        modes = {str(mode).split("-", 1)[1] for mode in scheme.subjects(SKOS.broader, concept) if str(mode).startswith(PLOVER)}
        assert modes == set(known.modes)
        for mode, score in known.modes.items():
            said = scheme.value(URIRef(plover.mode_iri(kind, mode)), URIRef(KG.score))
            assert (None if said is None else float(str(said))) == score
        assert (URIRef(plover.edge_iri(kind)), RDFS.subPropertyOf, URIRef(KG.actedOn)) in scheme


def test_plover_has_16_types_and_37_contexts(scheme: Graph) -> None:
    contexts = {str(term).removeprefix(PLOVER + "context-") for term in scheme.subjects(RDF.type, SKOS.Concept) if "#context-" in str(term)}
    assert (len(plover.TYPES), len(plover.CONTEXTS), contexts) == (16, 37, set(plover.CONTEXTS))


def test_each_cameo_code_is_matched_or_says_why_not(scheme: Graph) -> None:
    codes = {term for term in scheme.subjects(RDF.type, SKOS.Concept) if str(term).startswith(CAMEO)}
    assert len(codes) > 300
    unmatched = {code for code in codes if scheme.value(code, SKOS.closeMatch) is None}
    assert {str(code).removeprefix(CAMEO)[:2] for code in unmatched} == {"01", "02"}
    assert all(scheme.value(code, SKOS.scopeNote) for code in unmatched)
    concepts = set(scheme.subjects(RDF.type, SKOS.Concept))
    assert {target for code in codes for term in (SKOS.closeMatch, SKOS.relatedMatch) for target in scheme.objects(code, term)} <= concepts


README = (ROOT / "ontology" / "README.md").read_text(encoding="utf-8")


def test_every_question_of_the_readme_has_its_query_and_every_query_its_question() -> None:
    linked = set(re.findall(r"\| (.+\?) \| \[[\w-]+\]\(\.\./kg/queries/([\w-]+)\.rq\) \|", README))
    asked = {(path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# "), path.stem) for path in ROOT.glob("kg/queries/*.rq")}
    assert linked == asked


def test_the_readme_names_every_ontology_file() -> None:
    assert [path.name for path in (ROOT / "ontology").iterdir() if path.name != "README.md" and f"({path.name})" not in README] == []


def test_a_missing_ontology_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.ttl"):
        ontology("nothing.ttl")
