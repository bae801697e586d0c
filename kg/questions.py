"""Named questions: one `.rq` file each, whose first comment is the question in English; parameters are typed and bound as terms.

The head of a file, line by line::

    # What happened between two actors in a period?
    # param one: actor one of the two                  (name, type, what it is; bound where the query says VALUES ?one { UNDEF })
    # param by ?c in ?g: actor who says so              (an actor as the articles of GRAPH ?g name it, not only as the facts do)
    # param type ?kind: type = ASSAULT the PLOVER type (of another variable, with a default)
    # columns date, type, event
    # example 2016-04-20, CONSULT, urn:kg:happening/0f5e0c6a1b2c3d4e
"""

import difflib
import importlib.resources
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError
from kg.plover import TYPES, type_iri
from kg.rdf.terms import Lit, Term, day, days, node, text
from kg.store import Rows, Scope, Store
from kg.store.bind import bind, slots
from kg.store.naming import named
from kg.vocab import KG, RDF, SEM, XSD
from kg.who import who

_PARAM = re.compile(r"# param ([\w-]+)(?: \?(\w+))?(?: in \?(\w+))?: (\w+)(?: = (\S+))? ?(.*)")
_SPARQL = re.compile(r"\{|\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A parameter: its name, the variable that it binds, its type (`TYPES_OF`), its default and what it is.

    `graph` is the variable of the graphs that name an actor, None where it is an actor of the facts.
    """

    name: str
    variable: str
    type: str
    graph: str | None = None
    about: str = ""
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A named question: `text` asks it in English, `columns` and `example` show what it answers."""

    name: str
    text: str
    sparql: str
    params: tuple[Param, ...] = ()
    columns: tuple[str, ...] = ()
    example: str = ""
    policy: bool = False


def questions(folder: str | Path | None = None) -> dict[str, Question]:
    """The named questions by name: those that ship, and those of a user's own folder, which take precedence.

    >>> questions()["between"].text
    'What happened between two actors in a period?'

    Raises:
        QueryError: the folder is not there, or a file is not of the form.
    """
    shipped = importlib.resources.files("kg").joinpath("queries")
    found = {f.name[:-3]: _question(f.name[:-3], f.read_text(encoding="utf-8")) for f in shipped.iterdir() if f.name.endswith(".rq")}
    if folder is not None:
        if not Path(folder).is_dir():
            raise QueryError(f"{folder}: no folder of questions (.rq files)")
        found.update((f.stem, _question(f.stem, f.read_text(encoding="utf-8"))) for f in sorted(Path(folder).glob("*.rq")))
    return {name: found[name] for name in sorted(found) if not found[name].policy}


def query(
    store: Store,
    what: str,
    *,
    scope: Scope = "facts",
    max_rows: int | None = None,
    folder: str | Path | None = None,
    **params: str | Iterable[str] | None,
) -> Rows:
    """Ask a store: a named question with its parameters, the path of an `.rq` file, or SPARQL.

    Actors are given by name or id, dates as `2016`, `2016-04` or `2016-04-20`, events by IRI or id. A parameter that is None is left open.

    Raises:
        QueryError: an unknown question or parameter, a value of the wrong kind, or SPARQL that does not parse.
    """
    asked = _find(what, folder)
    return store.query(bound(store, asked, params), scope=scope, max_rows=max_rows)


def bound(store: Store, question: Question, params: Mapping[str, str | Iterable[str] | None]) -> str:
    """The SPARQL of a question with its parameters in place, as terms."""
    known = {p.name: p for p in question.params}
    for name in params:
        if name not in known:
            raise QueryError(f"{question.name}: no parameter {name!r}; there are {', '.join(known) or 'none'}")
    values: dict[str, list[Term]] = {}
    conditions: dict[str, str] = {}
    for param in question.params:
        given = params.get(param.name)
        given = param.default if given is None else given
        if given is None:
            continue
        each = [given] if isinstance(given, str) else list(given)
        if param.type == "actor" and param.graph is not None:
            found = who(store, *each)
            values[param.variable] = list(dict.fromkeys(actor for _, actor in found.places))
            conditions[param.variable] = found.condition(param.variable, param.graph)
        else:
            values[param.variable] = [term for value in each for term in TYPES_OF[param.type](store, value)]
    return bind(question.sparql, values, conditions)


def _find(what: str, folder: str | Path | None) -> Question:
    if _SPARQL.search(what) or "\n" in what:
        return Question(name="query", text="", sparql=what)
    if what.endswith(".rq"):
        try:
            return _question(Path(what).stem, Path(what).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as e:
            raise QueryError(f"{what}: cannot be read ({e})") from e
    known = questions(folder)
    if what not in known:
        near = difflib.get_close_matches(what, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise QueryError(f"unknown question {what!r}{hint or ';'} there are {', '.join(known)}; or give SPARQL or a .rq file")
    return known[what]


def _question(name: str, text_: str) -> Question:
    head = [line for line in text_.splitlines() if line.startswith("#")]
    params = []
    for line in head:
        if line.startswith("# param"):
            found = _PARAM.fullmatch(line)
            if found is None or found[4] not in TYPES_OF:
                raise QueryError(f"{name}.rq: {line!r} must be '# param NAME: TYPE what it is'; the types are {', '.join(TYPES_OF)}")
            own, graph, type_, default, about = found.groups()[1:]
            params.append(Param(name=found[1], variable=own or found[1], graph=graph, type=type_, default=default, about=about))
    free = {p.variable for p in params} - set(slots(text_))
    if free:
        raise QueryError(f"{name}.rq: no 'VALUES ?{min(free)} {{ UNDEF }}' to bind its parameter in")
    columns = next((line[len("# columns ") :] for line in head if line.startswith("# columns ")), "")
    return Question(
        name=name,
        text=head[0].lstrip("# ") if head else name,
        sparql=text_,
        params=tuple(params),
        columns=tuple(filter(None, (c.strip() for c in columns.split(",")))),
        example=next((line[len("# example ") :] for line in head if line.startswith("# example ")), ""),
        policy=any(line.startswith("# policy") for line in head),
    )


def _event(store: Store, value: str) -> list[Term]:
    me = named(store, value)
    known = ((me, RDF.type, kind, None) for kind in (SEM.Event, KG.ReportedEvent))
    if next(store.each(known), None) is None:
        raise QueryError(f"no event {value!r} in {store.location}; name a happening (its hash, as tables show it) or a report (LABEL#event-5-8)")
    return [me]


def _type(_: Store, value: str) -> list[Term]:
    if value.upper() not in TYPES:
        raise QueryError(f"unknown type {value!r}; the PLOVER types are {', '.join(TYPES)}")
    return [type_iri(value.upper())]


def _bound_of(end: int) -> Callable[[Store, str], list[Term]]:
    def of(_: Store, value: str) -> list[Term]:
        span = days(value) if len(value) <= 10 else None
        if span is None:
            raise QueryError(f"{value!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
        return [day(span[end])]

    return of


def _number(_: Store, value: str) -> list[Term]:
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise QueryError(f"{value!r} is no number")
    return [Lit(value, XSD.decimal)]


def _article(store: Store, value: str) -> list[Term]:
    return [node(f"article/{store.article(value).slug}", store.base)]


TYPES_OF: Mapping[str, Callable[[Store, str], list[Term]]] = {
    "actor": lambda store, value: list(who(store, value).ids),
    "event": _event,
    "type": _type,
    "since": _bound_of(0),
    "until": _bound_of(1),
    "text": lambda _, value: [text(value)],
    "number": _number,
    "article": _article,
}
"""The types of parameters, each with what makes terms of its value: `since` takes the first day of a date, `until` its last."""
