"""The union of graphs as the set of triples that RDF says it is: Oxigraph counts a triple once for each graph that holds it.

Where that cannot show, a query runs as it stands. Where DISTINCT says the same it is written in. Else the query runs over a copy, in memory,
of the triples that it can touch, each once; of a query that names its properties these are few.
"""

import re
from collections.abc import Iterable, Iterator

from kg.store.guard import SKIP, keywords
from kg.vocab import PREFIXES, RDF

_COUNTING = frozenset({"COUNT", "SUM", "AVG"})
_CONCAT = re.compile(r"(?i)\bGROUP_CONCAT\s*\(\s*(?!DISTINCT\b)")
_SELECT = re.compile(r"(?i)(?<![\w:?$@.\-])SELECT(?![\w:\-])")
_VARIABLE = re.compile(r"[?$](\w+)")
_DECLARED = re.compile(r"(?i)\bPREFIX\s+([\w.\-]*):\s*<([^>]*)>")
_TOKEN = re.compile(
    r"""(?x)
    (?P<skip>\#[^\n\r]* | \s+ | @[A-Za-z][\w\-]* | \^\^\s*(?:<[^>]*>|[\w.\-]*:[\w\-]*))
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<literal>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3} | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' | \d[\w.]*)
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:[A-Za-z_][\w.\-]*)?:(?:[\w\-:%\\]|\.(?=[\w\-:%\\]))*)
    | (?P<word>\w+)
    | (?P<mark>.)
    """,
    re.DOTALL,
)
_Token = tuple[str, str]
_TYPE = frozenset({"a", "rdf:type", f"<{RDF.type}>"})
_TERMS = frozenset({"iri", "literal", "variable", "name"})


def as_set(sparql: str) -> str | None:
    """The query, with DISTINCT where that makes no triple count twice; None where only a copy of the triples, each once, will do.

    >>> as_set("SELECT * { ?s a sem:Event }"), as_set("SELECT (COUNT(*) AS ?n) { ?s a sem:Event }")
    ('SELECT DISTINCT * { ?s a sem:Event }', None)
    >>> as_set("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a sem:Event }"), as_set("ASK { ?s a sem:Event }")
    ('SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a sem:Event }', 'ASK { ?s a sem:Event }')
    """
    words = keywords(sparql)
    selects = [i for i, word in enumerate(words) if word == "SELECT"]
    counts = [i for i, word in enumerate(words) if word in _COUNTING]
    if not selects or "GRAPH" in words:  # a query that names graphs may want to know how many say it
        return sparql
    if _CONCAT.search(sparql) or not all(words[i + 1 : i + 2] == ("DISTINCT",) for i in counts):
        return None
    bare = [i for i in selects if words[i + 1 : i + 2] not in (("DISTINCT",), ("REDUCED",))]
    if not bare or (counts and len(selects) == 1):
        return sparql
    masked = SKIP.sub(lambda m: " " * len(m[0]), sparql)
    at, start = _SELECT.search(masked), masked.find("{")
    if len(selects) > 1 or "UNION" in words or at is None or counts:
        return None
    head, body = masked[at.end() : start], set(_VARIABLE.findall(masked[start:]))
    whole = "*" in head or ("(" not in head and body <= set(_VARIABLE.findall(head)))
    return f"{sparql[: at.end()]} DISTINCT{sparql[at.end() :]}" if whole else None


def predicates(sparql: str) -> frozenset[str] | None:
    """The properties that a query's patterns can ask for, perhaps some more; None where it can ask for any.

    >>> sorted(p.rpartition("#")[2] for p in predicates("SELECT ?x { ?x a kg:Mention ; kg:actor/skos:prefLabel ?n }"))
    ['Mention', 'actor', 'prefLabel', 'type']
    >>> predicates("SELECT ?x { ?x ?p 1 }"), predicates("SELECT ?x { ?x kg:affiliation* ?y }"), predicates("SELECT ?x { ?x !kg:actor ?y }")
    (None, None, None)
    """
    declared = {**PREFIXES, **dict(_DECLARED.findall(sparql))}
    found = {str(RDF.type)}
    for before, (kind, text), after in _in_body(sparql):
        if kind == "variable" and (before[0] in _TERMS or before[1] in ("]", ")", ";")) and (after[0] in _TERMS or after[1] in ("[", "(")):
            return None  # a variable between two terms: ?s ?p ?o
        if text == "?" or (text == "*" and (before[0] in ("iri", "name") or before[1] in (")", "a"))):
            return None  # a path of no steps joins every node with itself
        if text == "!" and (after[0] in ("iri", "name") or after[1] in ("(", "^", "a")):
            return None
        if kind == "iri":
            found.add(text[1:-1])
        elif kind == "name":
            prefix, _, local = text.partition(":")
            found.add(declared.get(prefix, "") + local)
    return frozenset(found)


def classes(sparql: str) -> frozenset[str] | None:
    """The classes that a query's patterns can ask for, perhaps some more; None where it can ask for any.

    >>> sorted(c.rpartition("#")[2] for c in classes("SELECT ?x { ?x a kg:Mention }"))
    ['Mention', 'type']
    >>> classes("SELECT ?x { ?x a ?kind }"), classes("SELECT ?x { ?x a/skos:broader kg:Mention }")
    (None, None)
    """
    for before, (_, text), after in _in_body(sparql):
        if text in _TYPE and (after[0] not in ("iri", "name") or (before[0] not in _TERMS and before[1] not in (";", "]"))):
            return None
    return predicates(sparql)


def _prologue(sparql: str) -> int:
    """Where the query's own form begins, after all declarations."""
    masked = SKIP.sub(lambda m: " " * len(m[0]), sparql)
    found = _SELECT.search(masked)
    return found.start() if found else 0


def _in_body(sparql: str) -> Iterator[tuple[_Token, _Token, _Token]]:
    """Each token of a query's patterns between the one before and the one after it."""
    tokens = list(_tokens(sparql[sparql.find("{", _prologue(sparql)) :]))
    return zip([("mark", "{"), *tokens], tokens, [*tokens[1:], ("mark", "}")], strict=False)


def _tokens(sparql: str) -> Iterable[_Token]:
    return ((str(m.lastgroup), m[0]) for m in _TOKEN.finditer(sparql) if m.lastgroup != "skip")
