"""Where: the places of an article that stand as places, and which of them is an act's own.

A name is a place by its role: behind a preposition of place, as the object of a verb that happens where its object is
("invaded", "visited"), before a noun of an act ("the Aleppo offensive"), or with a noun that says so ("the village of ...").
The same name as a speaker or target is an actor, and the reporter's place is nobody's.
"""

from collections.abc import Iterator
from functools import cache

from kg.extract.status.operators import is_definite
from kg.extract.times.calendar import words
from kg.gazetteer import Place, world
from kg.iri import slug
from kg.lexicon import table
from kg.model import Extraction, Where
from kg.parse import Parsed, Token

AIMED = 2  # the rank of "to", "from", "toward": a place only for verbs of motion
FARTHEST = 6  # grammatical steps between an act and a place
_NAMES = ("PROPN", "NOUN", "ADJ")
_NO_PLACE = frozenset(
    {"person", "igo", "party", "company", "media", "armed_group", "government", "military", "organisation", "ngo", "vessel", "aircraft"}
)
_AT = frozenset({"in", "at", "near", "outside", "around", "over", "inside", "within", "across", "throughout"})  # a capital here is a place
_BLOCKS = frozenset({"ccomp", "relcl", "parataxis", "poss"})


@cache
def _words(kind: str) -> dict[str, str]:
    return {row["word"]: row["value"] for row in table("place_words") if row["kind"] == kind}


def find(parsed: Parsed, found: Extraction) -> Iterator[Where]:
    """Yield the places of an article, in order, each with its coordinates where the gazetteer has it."""
    taken = {i for m in found.mentions if m.actor.kind in _NO_PLACE for i in range(m.span.start, m.span.end)}
    states = {m.actor.id for m in found.mentions} | {m.actor.affiliation.id for m in found.mentions if m.actor.affiliation}
    last: dict[str, Where] = {}
    for sentence in parsed.sentences:
        for token in sentence.tokens:
            if token.pos == "PROPN":
                where = _named(parsed, found, token, states) if token.start not in taken else None
            else:
                where = _back(parsed, token, last) if token.pos == "NOUN" else None
            if where is not None:
                last[where.precision] = last["any"] = where
                yield where


def _named(parsed: Parsed, found: Extraction, token: Token, states: set[str]) -> Where | None:
    """The place that a proper noun names, None where it names none or stands in another role."""
    if not _has_role(token) or token.lower in words("month"):
        return None
    name_words = _name_words(token)
    for size in range(len(name_words), 0, -1):
        if size < len(name_words) and name_words[-size - 1].lower not in _words("turn"):
            break  # "Summit" is a city, the "G7 Ise-Shima Summit" is none
        if name_words[-size].pos == "PUNCT":
            continue
        name = " ".join(parsed.article.text[name_words[-size].start : name_words[-1].end].split())
        if places := world().places(name):
            if places[0].precision == "country" and _top(token).dep == "compound":
                return None  # "U.S. airstrikes": whose they are, not where
            own_name_first = tuple(sorted(places, key=lambda p: p.name != name))
            return _where(parsed, name_words[-size:], _likeliest(token, own_name_first, states))
    return _unlisted(parsed, found, token, name_words)


def _has_role(token: Token) -> bool:
    top = _top(token)
    if top.dep == "pobj" and top.head.lower in _words("locative"):
        return True
    if top.dep == "pobj" and top.head.lower in ("of", "on", "against") and top.head.head.pos == "NOUN":
        return True
    if top.dep == "dobj":
        return top.head.lemma in _words("territory") or top.head.lemma in _words("around")
    return top.dep == "compound" and top.head.pos == "NOUN" and top.head.i > top.i


def _top(token: Token) -> Token:
    """Up from a member of an apposition or coordination ("Jabla and Tartus", "Sarmada, Syria", "the city of Raqqa") to the first."""
    while token.dep in ("appos", "conj") and not token.is_root and token.head.pos in _NAMES:
        token = token.head
    return token


def _name_words(token: Token) -> list[Token]:
    """The words of the name that a noun heads: its compounds before it, and "of" behind it ("Strait of Hormuz")."""
    before = [w for c in token.kids("compound", "nmod", "amod") if c.i < token.i and c.pos == "PROPN" for w in (*c.kids("compound", "punct"), c)]
    hyphens = [c for c in token.kids("punct") if c.text == "-" and c.i < token.i]
    words = sorted([*before, *hyphens, token], key=lambda t: t.i)
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
    turn = next((c for c in words[0].children if c.lower in _words("turn") and c.i == words[0].i - 1), None)
    part = turn or next((c for c in words[-1].children if c.lower in _words("turn") and c.i == words[0].i - 1), None)
    span = parsed.span([part, *words] if part is not None else words)
    if part is None:
        return Where(id=place.id, name=place.name, lat=place.lat, lon=place.lon, precision=place.precision, mention=span)
    name = f"{part.lower} {place.name}"
    return Where(id=f"place/{slug(name)}", name=name, lat=place.lat, lon=place.lon, precision=place.precision, mention=span)


def _unlisted(parsed: Parsed, found: Extraction, token: Token, words: list[Token]) -> Where | None:
    """A place that no gazetteer has, where the text says that it is one: "the village of X", "X province", "near X", "in X, Syria"."""
    if any(m.actor.kind in _NO_PLACE for m in found.mentioned.get(token.start, ())) or token.text.isupper():
        return None
    kind = next((_words("type").get(t.lemma.lower()) for t in _typed_by(token) if t.lemma.lower() in _words("type")), None)
    top = _top(token)
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
    if word not in _words("back") or token.dep != "pobj" or not is_definite(token):
        return None
    part = token.head.lower == "of" and token.head.head.lemma.lower() in _words("type") | _words("part")
    if token.head.lower not in _words("locative") and not part:
        return None
    if any(c.dep in ("prep", "compound", "amod", "appos", "relcl", "acl") for c in token.children):
        return None
    kind = {"country": "country", "city": "city", "town": "city", "village": "city", "capital": "city", "province": "region"}.get(word, "any")
    earlier = last.get(kind)
    if earlier is None:
        return None
    return Where(id=earlier.id, name=earlier.name, lat=earlier.lat, lon=earlier.lon, precision=earlier.precision, mention=parsed.span([token]))


def of(parsed: Parsed, found: Extraction, token: Token) -> Where | None:
    """The place of the act that `token` heads: the nearest by grammar of those in its sentence, None where none is its."""
    sentence = parsed.sentence(token)
    best: tuple[int, int, Where] | None = None
    for where in found.places:
        if where.mention is None or not sentence.start <= where.mention.start < sentence.end:
            continue
        steps = _steps(parsed, found, token, where)
        if steps is not None and (best is None or (steps, where.mention.start) < best[:2]):
            best = (steps, where.mention.start, where)
    return best[2] if best else None


def _steps(parsed: Parsed, found: Extraction, token: Token, where: Where) -> int | None:
    """How far an act stands from a place; None where the place is another act's."""
    head = _head(parsed, where)
    if head is None or head.i == token.i:
        return None
    if _below_where(parsed, token, head):
        return 1
    top = _phrase(head)
    if top.dep == "compound":
        told = top.head.i == token.i or (token.dep in ("relcl", "acl") and token.head.i == top.head.i)
        return 2 if told and where.precision != "country" else None
    if top.dep == "dobj":
        return _object_steps(token, top)
    if top.dep != "pobj" or top.head.is_root:
        return None
    prep = top.head
    while prep.dep in ("conj", "prep", "pcomp") and prep.head.pos == "ADP" and not prep.head.is_root:
        prep = prep.head
    rank = None if top.head.lower == "on" and where.precision == "country" else _words("locative").get(top.head.lower)
    aimed = any(m.how == "metonym" for m in found.mentioned.get(head.start, ()))
    if aimed and top.head.lower not in _AT and prep.head.pos != "NOUN":
        return None
    if rank is None:
        small = where.precision != "country" or token.lemma in ("invasion", "annexation", "occupation")
        return 1 if prep.head.i == token.i and small else None
    if int(rank) == AIMED and prep.head.lemma not in _words("motion") | _words("territory"):
        return None  # "aid to Kenya" is not in Kenya
    steps = _between(token, prep.head, prep)
    return None if steps is None else steps + int(rank)


def _phrase(head: Token) -> Token:
    """Up to the word through which a place hangs on the sentence: "the coast of Aceh", "Idlib province", "within 7 km of Tabqa"."""
    top = _top(head)
    for _ in range(FARTHEST):
        outer = top.head.head if top.dep == "pobj" and top.head.lower == "of" else top.head if top.dep in ("compound", "poss") else None
        if outer is None or outer.lemma.lower() not in _words("type") | _words("part"):
            break
        top = _top(outer)
    return top


def _head(parsed: Parsed, where: Where) -> Token | None:
    inside = parsed.within(where.mention) if where.mention is not None else []
    return next((t for t in reversed(inside) if t.is_root or t.head not in inside), None)


def _object_steps(token: Token, top: Token) -> int | None:
    """A place as an object is where the act is, for verbs that happen there, and for what lies around it."""
    verb = top.head
    if verb.dep == "acl" and verb.lemma in _words("around"):
        steps = _between(token, verb.head, verb)
        return None if steps is None else steps + 1
    return 1 if verb.i == token.i and verb.lemma in _words("territory") else None


def _below_where(parsed: Parsed, token: Token, place: Token) -> bool:
    """True for an act of the clause that "where" joins to the place: "over the Baltic Sea, where jets flew past a ship"."""
    words = parsed.sentence(token).tokens
    behind = [t for t in words if place.i < t.i <= place.i + 2 and t.lower == "where"]
    if not behind or token.i < behind[0].i:
        return False
    clause = next((t for t in behind[0].ancestors() if t.pos in ("VERB", "AUX")), None)
    return clause is not None and (clause.i == token.i or any(t.i == clause.i for t in _same_clause(token)))


def _same_clause(token: Token) -> Iterator[Token]:
    """The words above an act, as far as they tell of the same place."""
    at = token
    while not at.is_root and at.dep not in _BLOCKS:
        at = at.head
        yield at


def _between(token: Token, anchor: Token, prep: Token) -> int | None:
    """Steps from an act to the word that a phrase of place hangs on: that word itself, above it, or among its arguments."""
    if anchor.i == token.i:
        return 0
    up = _climb(token, anchor, prep)
    steps = up if up is not None else _descend(token, anchor)
    if steps is None and not token.kids("dobj"):  # "armed and trained rebels in Darfur": the object's place is both verbs'
        shared = next((c for c in token.kids("conj") if c.pos == "VERB" and not c.kids("nsubj", "nsubjpass")), None)
        steps = _between(shared, anchor, prep) if shared is not None else None
        return None if steps is None else steps + 1
    return steps


def _climb(token: Token, anchor: Token, prep: Token) -> int | None:
    at, cost = token, 0
    while cost < FARTHEST and not at.is_root:
        if at.dep in ("relcl", "acl") and not any(c.tag == "TO" for c in at.kids("aux")):  # "an attack in Kabul that killed ten"
            return cost + 2 if at.head.i == anchor.i and anchor.pos == "NOUN" else None
        if at.dep in _BLOCKS or (at.dep == "conj" and at.pos in ("VERB", "AUX") and prep.i > at.head.i):
            return None
        at, cost = at.head, cost + 1
        if at.i == anchor.i:
            return cost + 1
    return None


def _descend(token: Token, anchor: Token) -> int | None:
    """A phrase of place hung on an argument of the act: "killed four people in Lagos"."""
    at, cost = anchor, 0
    while cost < 4 and not at.is_root:
        if at.dep not in ("dobj", "pobj", "prep", "nsubjpass", "nsubj", "attr", "conj", "agent", "compound") or at.pos in ("VERB", "AUX"):
            return None
        if at.dep == "prep" and at.lower in ("on", "about", "over", "of", "for") and at.head.lemma in _words("talk"):
            return None
        at, cost = at.head, cost + 1
        if at.i == token.i:
            return cost + 1
    return None
