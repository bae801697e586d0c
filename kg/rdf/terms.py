"""RDF terms as plain values: what `kg.rdf` yields, the store and the exports convert, and no RDF library has to be loaded for.

Quad = (subject Iri, predicate Iri, object Iri or Lit, graph Iri)
"""

import calendar
import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from kg.iri import DEFAULT_BASE, absolute
from kg.vocab import WIKIDATA, XSD, Iri


class Lit(NamedTuple):
    """A literal: its lexical form, its datatype, and its language where it has one."""

    value: str
    datatype: Iri = XSD.string
    lang: str | None = None


Term = Iri | Lit
Triple = tuple[Iri, Iri, Term]
Quad = tuple[Iri, Iri, Term, Iri]

TRUE = Lit("true", XSD.boolean)
_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
_UNSAFE = re.compile(
    r"%(?![0-9A-Fa-f]{2})|[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + _PLANES + "\U000e1000-\U000efffd]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def node(relative: str, base: str = DEFAULT_BASE) -> Iri:
    """The IRI of a relative id under a base; an id that stands under it already is left alone; characters no IRI may hold are escaped.

    >>> node("actor/russia"), node("urn:kg:actor/russia"), node('actor/"><b>')
    ('urn:kg:actor/russia', 'urn:kg:actor/russia', 'urn:kg:actor/%22%3E%3Cb%3E')
    """
    return safe(relative if relative.startswith(base) else absolute(relative, base))


def safe(iri: str) -> Iri:
    """An IRI with every character that no IRI may hold percent-encoded (UTF-8)."""
    if _UNSAFE.search(iri) is None and iri.count("#") < 2:
        return Iri(iri)
    path, mark, fragment = iri.partition("#")
    return Iri(_UNSAFE.sub(_percent, path) + mark + _UNSAFE.sub(_percent, fragment).replace("#", "%23"))


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


def text(value: str) -> Lit:
    """A string literal; half a surrogate pair, which no encoding can write, becomes U+FFFD."""
    return Lit(_SURROGATE.sub("\ufffd", value) if not value.isascii() else value)


@lru_cache(maxsize=8192)
def integer(value: int) -> Lit:
    """A whole number; offsets too, which NIF would have as xsd:nonNegativeInteger: Oxigraph hands every kind of integer back as xsd:integer."""
    return Lit(str(value), XSD.integer)


@lru_cache(maxsize=1024)
def decimal(value: float) -> Lit:
    """A decimal of at most four places in the canonical form of XSD 1.1, so that no engine rewrites it.

    >>> decimal(0.90), decimal(-7)
    (Lit(value='0.9', datatype='http://www.w3.org/2001/XMLSchema#decimal', lang=None), \
Lit(value='-7', datatype='http://www.w3.org/2001/XMLSchema#decimal', lang=None))
    """
    written = f"{value:.4f}".rstrip("0").rstrip(".")
    return Lit("0" if written == "-0" else written, XSD.decimal)


def date(value: str) -> Lit:
    """An ISO prefix with the datatype of its precision (a time of day is cut off); a plain string where it is no date.

    Compare days (`days`) and not these: gYear, gYearMonth and date are not comparable with one another, and rdflib orders gYearMonth wrongly.

    >>> date("2016-04").datatype, date("2016-04-20").datatype, date("2016-04-31").datatype
    ('http://www.w3.org/2001/XMLSchema#gYearMonth', 'http://www.w3.org/2001/XMLSchema#date', 'http://www.w3.org/2001/XMLSchema#string')
    """
    if days(value) is None:
        return text(value)
    cut = value[:10]
    return Lit(cut, {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(cut)])


def days(value: str) -> tuple[str, str] | None:
    """The first and the last day that an ISO prefix covers; None where it is no date.

    >>> days("2016-02"), days("2016"), days("spring")
    (('2016-02-01', '2016-02-29'), ('2016-01-01', '2016-12-31'), None)
    """
    found = _ISO.fullmatch(value[:10])
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    last_month = month or 12
    last = datetime.date(first.year, last_month, day or calendar.monthrange(first.year, last_month)[1])
    return first.isoformat(), last.isoformat()


def day(value: str) -> Lit:
    """A full day, `YYYY-MM-DD`."""
    return Lit(value, XSD.date)


def wikidata(value: str) -> Iri:
    """The entity of a Wikidata id (`Q159`), or of its IRI.

    >>> wikidata("Q159")
    'http://www.wikidata.org/entity/Q159'
    """
    return safe(value if "://" in value else WIKIDATA + value)
