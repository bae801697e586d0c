"""An actors file -> actors, their names and offices: the Turtle form of `ontology/actors.ttl`, ours or a user's own."""

import logging
import pathlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from kg.errors import LexiconError
from kg.gazetteer import offices
from kg.gazetteer.rows import ActorRow, NameRow, OfficeRow
from kg.model import ActorKind
from kg.vocab import KG, RDF, SCHEMA, SEM, SKOS, WIKIDATA

if TYPE_CHECKING:
    from rdflib import Graph

BASE = "urn:kg:"
Rows = tuple[list[ActorRow], list[NameRow], list[OfficeRow]]
KINDS = get_args(ActorKind)
_ODD = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


def read(text: str, name: str) -> Rows:
    """The actors of a Turtle text, their names and offices, in the order of their ids.

    Raises:
        LexiconError: not Turtle, an actor without a label, of a kind that does not exist, or an office that is not of the form.
    """
    from rdflib import Graph, URIRef
    from rdflib.plugins.parsers.notation3 import BadSyntax

    graph = Graph()
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # it logs each odd IRI; those of actors we tell of ourselves
    try:
        graph.parse(data=text, format="turtle", publicID="urn:kg:")
    except BadSyntax as e:
        why = re.search(r"Bad syntax \((.*?)\) at \^", e.message)  # behind it come pieces of the text as bytes
        raise LexiconError(f"{name}: not Turtle ({why[1] if why else e.message} in line {e.lines + 1}); see ontology/actors.ttl for the form") from e
    except (IndexError, ValueError, AssertionError) as e:  # rdflib's parser reads past the end of a text that is cut off, and so on
        raise LexiconError(f"{name}: not Turtle (cut off or damaged); see ontology/actors.ttl for the form") from e
    actors: list[ActorRow] = []
    names: list[NameRow] = []
    for node in sorted(str(s) for s in graph.subjects(URIRef(RDF.type), URIRef(SEM.Actor))):
        if odd := _ODD.search(node):
            raise LexiconError(f"{name}: {node[:60]!r} is no IRI, for it holds {odd[0]!r}; give the actor an address such as urn:kg:actor/name")
        row = _actor(graph, node, name)
        actors.append(row)
        names.extend((surface, row[0], "name") for surface in dict.fromkeys([row[1], *_all(graph, node, SKOS.altLabel)]))
    return actors, names, offices.read(graph, BASE, name)


def read_file(path: pathlib.Path) -> Rows:
    """The actors of a user's own file, their names and offices.

    Raises:
        LexiconError: the file cannot be read, or is not of the form.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise LexiconError(f"{path}: not a readable UTF-8 actors file ({e}); give a Turtle file in the form of ontology/actors.ttl") from e
    return read(text, str(path))


def _actor(graph: "Graph", node: str, name: str) -> ActorRow:
    label = next(iter(_all(graph, node, SKOS.prefLabel)), None)
    if label is None:
        raise LexiconError(f"{name}: {node} has no skos:prefLabel; give the actor its name")
    kind = next(iter(_all(graph, node, KG.kind)), "organisation")
    if kind not in KINDS:
        raise LexiconError(f"{name}: {label} has kg:kind {kind!r}; allowed are {', '.join(KINDS)}")
    affiliation = next(iter(_all(graph, node, KG.affiliation)), "")
    wikidata = next((x.removeprefix(WIKIDATA) for x in _all(graph, node, SCHEMA.sameAs) if x.startswith(WIKIDATA)), "")
    code = next(iter(_all(graph, node, KG.ploverCode)), "")
    return (node.removeprefix(BASE), label, kind, code, affiliation.removeprefix(BASE), wikidata)


def _all(graph: "Graph", node: str, term: str) -> Iterator[str]:
    from rdflib import URIRef

    values: list[Any] = list(graph.objects(URIRef(node), URIRef(term)))
    yield from sorted(str(v) for v in values)
