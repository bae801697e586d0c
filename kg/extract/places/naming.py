"""Which words of an article name a place, and which place it is.

A name is a place by its role: behind a preposition of place, as the object of a verb that happens where its object is, before a noun of an
act, or with a noun that says so. What no gazetteer has is a place where the text says that it is one.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg.extract.status.operators import is_definite
from kg.extract.times.calendar import words
from kg.gazetteer import Place, world
from kg.iri import slug
from kg.lexicon import table
from kg.model import Extraction, Where
from kg.parse import Parsed, Token

_NAMES = ("PROPN", "NOUN", "ADJ")
_KNOWN = frozenset({"the", "this", "that", "these", "those"})
_NO_PLACE = frozenset(
    {"person", "igo", "party", "company", "media", "armed_group", "government", "military", "organisation", "ngo", "vessel", "aircraft"}
)


@cache
def word_list(kind: str) -> dict[str, str]:
    """The words about places of a kind (`place_words.tsv`) and their values."""
    return {row["word"]: row["value"] for row in table("place_words") if row["kind"] == kind}


def find(parsed: Parsed, found: Extraction) -> Iterator[Where]:
    """Yield the places of an article, in order, each with its coordinates where the gazetteer has it."""
    taken = {i for m in found.mentions if m.actor.kind in _NO_PLACE for i in range(m.span.start, m.span.end)}
    states = {m.actor.id for m in found.mentions} | {m.actor.affiliation.id for m in found.mentions if m.actor.affiliation}
    last: dict[str, Where] = {}
    sites: dict[str, Where] = {}
    for sentence in parsed.sentences:
        for token in sentence.tokens:
            if token.pos == "PROPN":
                where = _named(parsed, found, token, states) if token.start not in taken else None
            else:
                where = _back(parsed, token, last) or _site_again(parsed, token, sites) if token.pos == "NOUN" else None
            if where is not None:
                last[where.precision] = last["any"] = where
                if token.dep == "pobj" and (site := _site(token)) is not None:
                    sites[site.lemma.lower()] = sites["site"] = where
                yield where


def _site(token: Token) -> Token | None:
    """The building or ground that a name says the place of: "a headquarters near Gao", "a school in Gao"."""
    top = first_member(token)
    noun = top.head.head if top.dep == "pobj" and top.head.lower in word_list("locative") else None
    return noun if noun is not None and noun.pos == "NOUN" and noun.lemma.lower() in word_list("site") else None


def _site_again(parsed: Parsed, token: Token, sites: dict[str, Where]) -> Where | None:
    """The place of a building or ground told of before: "a strike hit the headquarters", "from this location"."""
    noun = token.head if token.dep == "compound" else token
    if not sites or not any(c.lower in _KNOWN for c in noun.kids("det")):
        return None
    if any(c.dep in ("prep", "appos", "relcl", "acl", "poss") and c.lower != "itself" for c in noun.children):
        return None
    earlier = sites["site"] if token.lemma in word_list("anysite") else sites.get(token.lemma.lower())
    if earlier is None:
        return None
    above = noun.head
    locative = noun.dep == "pobj" and (above.lower in word_list("locative") or (above.lower == "of" and above.head.lower == "out"))
    if not locative and not (noun.dep == "dobj" and above.lemma in word_list("territory")):
        return None
    return replace(earlier, mention=parsed.span([token]))


def is_day(token: Token) -> bool:
    """True for the name of a weekday or month."""
    return token.lower in words("weekday") or token.lower in words("month")


def _named(parsed: Parsed, found: Extraction, token: Token, states: set[str]) -> Where | None:
    """The place that a proper noun names, None where it names none or stands in another role."""
    if not _has_role(token) or token.lower in words("month") or token.lower in word_list("never") or token.text[0].islower():
        return None
    name_words = _name_words(parsed, token)
    if len(name_words) > 1 and token.lower in word_list("type") and not world().places(_text(parsed, name_words)):
        bare = name_words[:-1]  # "Garissa County"
        name_words = bare if world().places(_text(parsed, bare)) and word_list("type")[token.lower] != "area" else name_words
    for size in range(len(name_words), 0, -1):
        if size < len(name_words) and name_words[-size - 1].lower not in word_list("turn"):
            break  # "Summit" is a city, the "G7 Ise-Shima Summit" is none
        if name_words[-size].pos == "PUNCT":
            continue
        name = _text(parsed, name_words[-size:])
        if places := world().places(name):
            if name.isupper() and len(name_words[-size:]) == 1 and places[0].precision == "city" and not parsed.sentence(token).root.text.isupper():
                return None  # "SIM cards"
            if places[0].precision == "country" and first_member(token).dep == "compound":
                return None  # "U.S. airstrikes": whose they are, not where
            own = tuple(p for p in places if p.name == name) or places  # "Tunis" is the city, and no other word for Tunisia
            return _where(parsed, name_words[-size:], _likeliest(token, own, states))
    return _unlisted(parsed, found, token, name_words)


def _text(parsed: Parsed, name_words: list[Token]) -> str:
    return " ".join(parsed.article.text[name_words[0].start : name_words[-1].end].split())


def _has_role(token: Token) -> bool:
    top = first_member(token)
    if top.dep == "pobj" and top.head.lower in word_list("locative"):
        return True
    if top.dep == "pobj" and top.head.lower in ("of", "on", "against") and top.head.head.pos == "NOUN":
        return True
    if top.dep == "poss":
        return top.head.lemma.lower() in word_list("site")  # "hit Gao's airport"
    if top.dep == "dobj":
        return top.head.lemma in word_list("territory") or top.head.lemma in word_list("around")
    return top.dep == "compound" and top.head.pos == "NOUN" and top.head.i > top.i


def first_member(token: Token) -> Token:
    """Up from a member of an apposition or coordination ("Jabla and Tartus", "Sarmada, Syria", "the city of Raqqa") to the first."""
    while token.dep in ("appos", "conj") and not token.is_root and token.head.pos in _NAMES:
        token = token.head
    return token


def _hyphened(parsed: Parsed, token: Token) -> list[Token]:
    """The words that hyphens join a name to, however the parser hung them: "Port-au-Prince"."""
    out: list[Token] = []
    for t in reversed(parsed.sentence(token).tokens):
        if t.i < token.i and (t.text == "-" or out) and t.end == (out[-1] if out else token).start:
            out.append(t)
    return out if len(out) > 1 else []


def _name_words(parsed: Parsed, token: Token) -> list[Token]:
    """The words of the name that a noun heads: its compounds before it, and "of" behind it ("Strait of Hormuz")."""
    before = [w for c in token.kids("compound", "nmod", "amod") if c.i < token.i and c.pos == "PROPN" for w in (*c.kids("compound", "punct"), c)]
    hyphens = [c for c in token.kids("punct") if c.text == "-" and c.i < token.i]
    words = sorted({t.i: t for t in (*before, *hyphens, *_hyphened(parsed, token), token)}.values(), key=lambda t: t.i)
    while words and words[-1].i - words[0].i != len(words) - 1:
        words.pop(0)
    for prep in token.kids("prep"):
        if prep.lower == "of" and prep.i == token.i + 1 and prep.kids("pobj") and world().places(f"{token.text} of {prep.kids('pobj')[0].text}"):
            return [token, prep, prep.kids("pobj")[0]]
    return words


def _likeliest(token: Token, places: tuple[Place, ...], states: set[str]) -> Place:
    """Among places of one name the one of the state named beside it, else of a state that the article speaks of, else the largest."""
    beside = {p.state for c in token.kids("appos", "conj", "npadvmod") for p in world().places(c.text)[:1]}
    for wanted in (beside - {""}, states):
        if hit := next((p for p in places if p.state in wanted or p.precision in ("sea", "area", "country")), None):
            return hit
    return places[0]


def _where(parsed: Parsed, words: list[Token], place: Place) -> Where:
    """The place, or the part of it that an adjective makes ("eastern Ukraine"), whose coordinates are those of the whole."""
    turn = next((c for c in words[0].children if c.lower in word_list("turn") and c.i == words[0].i - 1), None)
    part = turn or next((c for c in words[-1].children if c.lower in word_list("turn") and c.i == words[0].i - 1), None)
    span = parsed.span([part, *words] if part is not None else words)
    if part is None:
        return Where(id=place.id, name=place.name, lat=place.lat, lon=place.lon, precision=place.precision, mention=span)
    name = f"{part.lower} {place.name}"
    return Where(id=f"place/{slug(name)}", name=name, lat=place.lat, lon=place.lon, precision=place.precision, mention=span)


def _unlisted(parsed: Parsed, found: Extraction, token: Token, words: list[Token]) -> Where | None:
    """A place that no gazetteer has, where the text says that it is one: "the village of X", "X province", "near X", "in X, Syria"."""
    if any(m.actor.kind in _NO_PLACE for m in found.mentioned.get(token.start, ())) or token.text.isupper():
        return None
    kind = next((word_list("type").get(t.lemma.lower()) for t in _typed_by(token) if t.lemma.lower() in word_list("type")), None)
    top = first_member(token)
    near = top.dep == "pobj" and top.head.lower in ("near", "outside")
    beside = top.dep == "pobj" and any(world().places(c.text) for c in token.kids("appos"))
    if kind is None and not near and not beside:
        return None
    name = " ".join(parsed.article.text[words[0].start : words[-1].end].split())
    precision = "city" if kind == "city" else "region" if kind == "region" else "area" if kind == "area" else "unknown"
    return Where(id=f"place/{slug(name)}", name=name, precision=precision, mention=parsed.span(words))  # type: ignore[arg-type]


def _typed_by(token: Token) -> Iterator[Token]:
    yield token
    if token.dep == "compound":
        yield token.head
    if token.dep == "pobj" and token.head.lower == "of":
        yield token.head.head
    if token.dep == "appos":
        yield token.head
    yield from token.kids("appos")


def _back(parsed: Parsed, token: Token, last: dict[str, Where]) -> Where | None:
    """The place told of before that "in the region", "in the city" points back at."""
    word = token.lower
    if word not in word_list("back") or token.dep not in ("pobj", "poss") or not is_definite(token):
        return None
    part = token.head.lower == "of" and token.head.head.pos == "NOUN"  # "the centre of the city", "the bombing of the city"
    if token.dep == "pobj" and token.head.lower not in word_list("locative") and not part:
        return None
    if any(c.dep in ("prep", "compound", "amod", "appos", "relcl", "acl") and c.lower != "same" for c in token.children):
        return None
    kind = {"country": "country", "city": "city", "town": "city", "village": "city", "capital": "city", "province": "region"}.get(word, "any")
    earlier = last.get(kind)
    if earlier is None:
        return None
    return Where(id=earlier.id, name=earlier.name, lat=earlier.lat, lon=earlier.lon, precision=earlier.precision, mention=parsed.span([token]))
