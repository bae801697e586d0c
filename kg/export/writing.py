"""Terms and subjects as text: what the Turtle, TriG and N-Quads writers share. Sorted, so that any order gives the same bytes."""

import re
from collections.abc import Iterable, Iterator, Mapping

from kg.iri import DEFAULT_BASE, sha8
from kg.rdf.terms import Lit, Quad, Term, Triple
from kg.store.convert import quoted, written
from kg.vocab import PREFIXES, RDF, XSD, Iri

_LOCAL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?")
_SCOPE = re.compile(r"article/[^/#]+/[0-9a-f]{8}#|actor/[^/#]+/")
_BARE = {XSD.integer: re.compile(r"[+-]?[0-9]+"), XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"), XSD.boolean: re.compile(r"true|false")}


class Names:
    """Short names for IRIs: fixed prefixes, those of a base, and one for each text version (`t`) and each article's unnamed actors (`a`)."""

    def __init__(self, quads: Iterable[Quad], base: str = DEFAULT_BASE) -> None:
        """Collect the articles that these quads speak of; where two hash to one prefix, neither gets it."""
        own = {kind: f"{base}{kind}/" for kind in ("actor", "happening", "place", "publisher", "software")}
        scopes: dict[str, set[str]] = {}
        seen: set[str] = set()
        for s, _, o, _ in quads:
            for term in (s, o):
                if not isinstance(term, Lit) and term not in seen and term.startswith(base):
                    seen.add(term)
                    if found := _SCOPE.match(term, len(base)):
                        scope = term[: found.end()]
                        scopes.setdefault(("t" if scope.endswith("#") else "a") + sha8(scope), set()).add(scope)
        texts = {name: held.pop() for name, held in scopes.items() if len(held) == 1}
        self.prefixes: Mapping[str, str] = PREFIXES | own | texts
        self._names = {iri: name for name, iri in self.prefixes.items()}
        self._known: dict[Term, str] = {}
        self.used: set[str] = set()

    def __call__(self, term: Term) -> str:
        """A term as Turtle writes it."""
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = self._literal(term) if isinstance(term, Lit) else self._name(term)
        return known

    def _name(self, iri: Iri) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._names.get(iri[:cut])
        if prefix is None or _LOCAL.fullmatch(iri, cut) is None:
            return written(iri)
        self.used.add(prefix)
        return f"{prefix}:{iri[cut:]}"

    def _literal(self, literal: Lit) -> str:
        if literal.lang or literal.datatype == XSD.string:
            return written(literal)
        bare = _BARE.get(literal.datatype)
        if bare is not None and bare.fullmatch(literal.value):
            return literal.value
        return f"{quoted(literal.value)}^^{self._name(literal.datatype)}"

    def header(self) -> str:
        """The prefixes used so far, one a line, sorted."""
        return "".join(f"@prefix {name}: <{self.prefixes[name]}> .\n" for name in sorted(self.used))


def subjects(triples: Iterable[Triple], names: Names, indent: str = "") -> Iterator[str]:
    """Yield one block of text a subject, sorted: type first, one line a property, objects of a property joined by commas."""
    grouped: dict[Iri, dict[Iri, set[Term]]] = {}
    for s, p, o in triples:
        grouped.setdefault(s, {}).setdefault(p, set()).add(o)
    for subject in sorted(grouped):
        lines = [
            f"{'a' if term == RDF.type else names(term)} {' , '.join(sorted(map(names, values)))}"
            for term, values in sorted(grouped[subject].items(), key=lambda item: (item[0] != RDF.type, item[0]))
        ]
        yield f"{indent}{names(subject)} " + f" ;\n{indent}  ".join(lines) + " .\n"
