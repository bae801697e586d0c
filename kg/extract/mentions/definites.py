"""Definite phrases and whom they stand for: "the alliance", "the two sides", "the NATO leader", "the foreign minister"."""

from dataclasses import replace
from functools import lru_cache

from kg.extract.mentions.discourse import Discourse, members
from kg.extract.mentions.drafts import Draft, described
from kg.extract.mentions.groupnames import adjective
from kg.extract.mentions.groups import ARMED
from kg.extract.mentions.holders import holder
from kg.extract.mentions.names import acted_on, town, town_actor
from kg.extract.mentions.offices import FORMER, HEADING, PAST, Office
from kg.extract.mentions.owners import owner_of
from kg.extract.mentions.sorts import sort
from kg.extract.mentions.titles import ends_at, starts_at, title_class
from kg.gazetteer import Gazetteer, fold
from kg.lexicon import table
from kg.model import Actor
from kg.parse import Token

PAIRED = sort("definites.PAIRED")
"""Nouns of "the two sides", "both countries"."""
TOWNS = frozenset(["city", "town", "village"])
TWO = frozenset(["two", "both", "neither", "either"])
SIDED = sort("definites.SIDED")
VAGUE = sort("definites.VAGUE")
"""Titles that are too many offices to be short for a longer one."""
ANY = frozenset(["leader", "chief", "head"])
"""Titles of whoever heads something: they tell who is meant only beside what is headed."""
FAR = 6
"""Sentences that a definite phrase may look back over."""


@lru_cache(maxsize=1)
def nouns() -> dict[str, frozenset[str]]:
    """Each noun, and the kinds of actor that it can stand for."""
    return {r["noun"]: frozenset(r["kinds"].split()) for r in table("definites")}


def resolve(d: Discourse, t: Token, offices: list[Office], world: Gazetteer) -> list[Draft]:
    """The mentions that a common noun is, through what was named before it."""
    if t.pos not in ("NOUN", "PROPN") and not (t.pos == "ADJ" and t.i and d.parsed.tokens[t.i - 1].text in "-–"):
        return []
    if t.dep == "compound" and t.head.i > t.i:
        return _before_noun(d, t)
    if t.lemma.lower() in PAIRED and _of_two(t):
        return _pair(d, t)
    if found := _title(d, t, offices, world) or _beside_name(d, t):
        return found
    if t.lemma.lower() in TOWNS and any(c.lower == "the" for c in t.kids("det")) and acted_on(t):
        return _town(d, t, world)
    if t.lemma.lower() in nouns() and t.tag in ("NN", "NNP") and any(c.lower in ("the", "this") for c in t.kids("det")):
        return _named_before(d, t)
    return []


def _of_two(t: Token) -> bool:
    return any(c.lower in TWO for c in t.children) and not any(c.dep == "poss" for c in t.children)


def _phrase(d: Discourse, t: Token) -> tuple[int, int]:
    """The first token without the article, and the head."""
    first = min((c.subtree()[0].i for c in t.children if c.i < t.i and c.dep in ("amod", "compound", "nmod", "nummod", "poss")), default=t.i)
    return first, t.i


def _pair(d: Discourse, t: Token) -> list[Draft]:
    """The last two states or organisations that were coordinated, set against each other or joined by a hyphen."""
    persons = t.lemma.lower() == "leader"
    why, pair = _coordinated(d, t, persons)
    if not pair and not persons:
        why, pair = "the two most spoken of", _most_spoken_of(d)
    first = min([t.i, *(c.i for c in t.children if c.i < t.i and (c.lower in TWO or c.dep == "amod"))])
    first = first - 1 if first and d.parsed.tokens[first - 1].lower in TWO else first
    return [Draft(actor=a, first=first, last=t.i, head=t.i, how="description", why=f"{t.lower}: {why}", confidence=0.8) for a in pair]


def _coordinated(d: Discourse, t: Token, persons: bool) -> tuple[str, list[Actor]]:
    tokens = d.parsed.tokens
    for x in d.recent(t, 40):
        head = tokens[x.head]
        if head.dep == "conj" and head.head.dep != "conj":
            group = [y.actor for m in members(head.head) for y in d.at(m)[:1]]
            if len(members(head.head)) == 2 and len(group) == 2 and all(_sided(a, persons) for a in group) and group[0].id != group[1].id:
                return "coordinated before", group
        left = next((y for y in d.seen if y.last == x.first - 2 and tokens[x.first - 1].text in "-–/"), None)
        if left is not None and _sided(left.actor, persons) and _sided(x.actor, persons) and left.actor.id != x.actor.id:
            return "joined by a hyphen before", [left.actor, x.actor]
    return "", []


def _sided(a: Actor, persons: bool) -> bool:
    return a.kind == "person" if persons else a.kind in SIDED


def _most_spoken_of(d: Discourse) -> list[Actor]:
    counts: dict[str, list[Actor]] = {}
    for x in d.seen:
        if x.actor.kind in SIDED:
            counts.setdefault(x.actor.id, []).append(x.actor)
    ranked = sorted(counts.values(), key=len, reverse=True)
    clear = len(ranked) >= 2 and len(ranked[1]) >= 2 and (len(ranked) == 2 or len(ranked[1]) >= 2 * len(ranked[2]))
    return [ranked[0][0], ranked[1][0]] if clear else []


def _named_before(d: Discourse, t: Token) -> list[Draft]:
    """The last actor whose name has this noun, else the last one of a kind that the noun can stand for."""
    specified = t.kids("amod", "compound", "nmod", "poss", "relcl", "acl")
    if specified and _only_told(specified):
        return _only_near(d, t)
    if specified or any(p.lower in ("of", "against", "between", "for", "with") for p in t.kids("prep")):
        return []
    lemma, kinds = t.lemma.lower(), nouns()[t.lemma.lower()]
    for x in d.recent(t, 40):
        if x.actor.kind in kinds and x.how == "description" and d.parsed.tokens[x.head].lemma.lower() == lemma:
            return [_link(t, x.actor, "the last one that was called so")]
    for x in d.recent(t, 40):
        if x.actor.kind in kinds and fold(lemma) in [fold(w) for w in x.actor.name.replace("-", " ").split()]:
            return [_link(t, x.actor, "the last one whose name has this noun")]
    fits = [x for x in d.recent(t, FAR) if x.actor.kind in kinds]
    near = {x.actor.id for x in fits if d.parsed.tokens[x.head].sent >= t.sent - 1}
    if fits and (len({x.actor.id for x in fits}) == 1 or (len(near) == 1 and fits[0].actor.id in near)):
        return [_link(t, fits[0].actor, "the last one that this noun can stand for")]
    return _short_name(d, t) if t.text[:1].isupper() else []


def _only_told(modifiers: list[Token]) -> bool:
    """True where the words before a noun only tell more of one who was named ("the Geneva-based agency", "the militant group")."""
    joined = {m.i for m in modifiers if m.tag in ("VBN", "VBD") and m.lower in JOINED}
    plain = [m for m in modifiers if m.i not in joined and m.text not in "-–" and not any(0 < i - m.i <= len("X-") for i in joined)]
    return all(m.lower in ARMED and m.dep == "amod" for m in plain)


JOINED = sort("definites.JOINED")
"""Participles behind a hyphen that tell where somebody sits or on whose side ("Iran-aligned")."""


def _only_near(d: Discourse, t: Token) -> list[Draft]:
    """The one actor of the kinds of the noun that was named in this sentence or the two before."""
    kinds = nouns()[t.lemma.lower()]
    near = {x.actor.id: x.actor for x in d.recent(t, 2) if x.actor.kind in kinds and x.how == "name"}
    found = [_link(t, actor, "the only one just named") for actor in near.values()]
    return [replace(found[0], first=_phrase(d, t)[0])] if len(found) == 1 else []


def _before_noun(d: Discourse, t: Token) -> list[Draft]:
    """A noun before another one ("coalition airstrikes") that is in the name of the only such actor of the text."""
    definite = any(c.lower == "the" for c in t.head.kids("det")) or t.head.tag in ("NNS", "NNPS")
    if t.lemma.lower() not in ("coalition", "alliance", "bloc") or not definite:
        return []
    fits = {x.actor.id: x.actor for xs in d.by_head.values() for x in xs if x.actor.kind in ("bloc", "igo")}
    named = [a for a in fits.values() if t.lemma.lower() in a.name.lower().replace("-", " ").split()]
    return [_link(t, named[0], "the only one whose name has this noun")] if len(named) == 1 else []


def _short_name(d: Discourse, t: Token) -> list[Draft]:
    """A noun with a capital is short for the one actor of the text whose name has it, even if that stands later; else it is a name itself."""
    fits = {x.actor.id: x.actor for xs in d.by_head.values() for x in xs if x.actor.kind in nouns()[t.lemma.lower()]}
    named = [a for a in fits.values() if fold(t.lemma) in [fold(w) for w in a.name.replace("-", " ").split()]]
    if len(named) == 1:
        return [_link(t, named[0], "short for the only one whose name has this noun")]
    return [_link(t, described(d.parsed, t.text, "organisation"), "a name of its own")] if not named else []


def _link(t: Token, actor: Actor, why: str) -> Draft:
    return Draft(actor=actor, first=t.i, last=t.i, head=t.i, how="description", why=f"the {t.lower}: {why}", confidence=0.7)


def _town(d: Discourse, t: Token, world: Gazetteer) -> list[Draft]:
    """The city that acts or is acted on: the one named after "of", else the last one named."""
    of = [c for p in t.kids("prep") if p.lower == "of" for c in p.kids("pobj")]
    before = [x for x in reversed(d.parsed.tokens[max(0, t.i - 150) : t.i]) if x.pos == "PROPN" and x.text[:1].isupper()]
    for x in of or before:
        place = town(d.parsed, x, world)
        if place is not None and place.precision == "city":
            return [_link(t, town_actor(place, world), "the one named after it" if of else "the last one named")]
    return []


def _title(d: Discourse, t: Token, offices: list[Office], world: Gazetteer) -> list[Draft]:
    tokens = d.parsed.tokens
    begin = ends_at(tokens, t.i + 1, d.parsed.sentences[t.sent].tokens[0].i)
    if begin > t.i or t.tag in ("NNS", "NNPS"):
        return []
    end = max(t.i + 1, starts_at(tokens, begin, min(begin + 6, len(tokens))))
    cls = title_class(tokens[begin:end])
    own = owner_of(t, d.heads)
    first = min(begin, own.first if own is not None and own.last < begin else begin)
    over = [o for o in offices if o.first <= t.i <= o.last and o.cls != "member"]
    if (office := next((o for o in over if not o.first <= t.head.i <= o.last), None)) is not None:
        return [_titled(t, first, office.person.actor, "the title beside the name")]
    for x in [y for c in [*t.kids("appos"), *([t.head] if t.dep == "appos" else [])] for y in d.at(c)]:
        if x.actor.kind == "person":
            return [_titled(t, first, x.actor, "in apposition to the name")]
    if cls not in ("office", "rank"):
        return []
    return _office(d, t, (begin, end), own, first, offices, world)


def _office(d: Discourse, t: Token, words: tuple[int, int], own: Draft | None, first: int, offices: list[Office], world: Gazetteer) -> list[Draft]:
    """An office that stands alone: whose holder the text names, or a person of whom only the office is said."""
    begin, end = words
    definite = any(c.lower in ("the", "this") for c in t.kids("det")) or (own is not None and not any(c.lower in ("a", "an") for c in t.kids("det")))
    before = {c.lower for c in t.children if c.i < t.i} | {d.parsed.tokens[begin - 1].lower if begin else ""}
    former, now = bool(before & FORMER), not before & (FORMER | COMING)
    told = [o for o in offices if now or (former and o.cls == PAST)]
    if definite and (found := _holder(d, t, words, own.actor if own else None, told)):
        return [_titled(t, first, *found, last=end - 1)]
    if definite and own is not None and now and t.dep != "attr" and (known := _on_record(d, words, own.actor, world)) is not None:
        return [_titled(t, first, known, f"in office at the article's date, for {own.actor.name}", last=end - 1)]
    text = " ".join(x.lower for x in d.parsed.tokens[begin:end]).replace(" - ", "-")
    if definite and own is None and title_class(d.parsed.tokens[begin:end]) == "office" and t.dep != "attr" and not t.kids("prep"):
        return [_titled(t, begin, described(d.parsed, text, "person"), "an office without a name")]
    if own is not None and own.actor.kind not in ("person", "unknown") and t.dep != "attr":
        rest = " ".join(x.lower for x in d.parsed.tokens[begin:end] if not own.covers(x.i)).replace(" - ", "-")  # "police" is said once
        name = f"{adjective(own.actor, world)} {rest or text}"
        actor = described(d.parsed, f"former {name}" if former else name, "person", None if former else own.actor)
        return [_titled(t, first, actor, f"an office of {own.actor.name}", last=end - 1)]
    return []


def _beside_name(d: Discourse, t: Token) -> list[Draft]:
    """Any noun for one person with the name just behind it ("his Pakistani counterpart Imran Khan", "the winner, Jane Doe")."""
    if t.tag != "NN" or not t.kids("det", "poss", "amod", "compound"):
        return []
    for c in t.kids("appos"):
        for x in d.at(c):
            if x.actor.kind == "person" and x.how == "name" and all(b.text == "," for b in d.parsed.tokens[t.i + 1 : x.first]):
                return [_titled(t, t.i, x.actor, "noun with the name behind it")]
    return []


def _titled(t: Token, first: int, actor: Actor, why: str, *, last: int = 0) -> Draft:
    return Draft(actor=actor, first=first, last=max(last, t.i), head=t.i, how="title", why=why, confidence=0.8)


def _holder(d: Discourse, t: Token, words: tuple[int, int], owner: Actor | None, offices: list[Office]) -> tuple[Actor, str] | None:
    """The person whose office a title names: the same words, or "leader" for who heads the same organisation; the last such before it."""
    tokens = d.parsed.tokens
    said = _plain([x.lemma.lower() for x in tokens[words[0] : words[1]] if x.text not in "-–"])
    held = {o: _plain([x.lemma.lower() for x in tokens[o.first : o.last + 1] if x.text not in "-–"]) for o in offices}
    loose = owner is not None or said[-1] not in ANY
    fits = [o for o in offices if _same_owner(owner, o) and (said == held[o] or (loose and _same_office(said, held[o])))]
    before = [o for o in fits if o.first < t.i]
    if before:
        return before[-1].person.actor, f"holds the office of {' '.join(said)}"
    holders = {o.person.actor.id: o.person.actor for o in fits}
    if len(holders) == 1 and (len(said) > 1 or t.text[:1].isupper()):
        return next(iter(holders.values())), f"the only {' '.join(said)} of the text"
    return None


def _on_record(d: Discourse, words: tuple[int, int], owner: Actor, world: Gazetteer) -> Actor | None:
    """Who holds the office by the user's actors file."""
    return holder([x.lemma.lower() for x in d.parsed.tokens[words[0] : words[1]] if x.text not in "-–"], owner, world)


COMING = frozenset({"next", "future", "incoming", "would-be", "interim", "acting", "deputy", "vice"})
"""Words that make another one than its holder of an office."""


def _same_owner(owner: Actor | None, o: Office) -> bool:
    if owner is None:
        return True
    body = o.organisation.actor if o.organisation else None
    mine = {body.id, body.affiliation.id if body.affiliation else ""} if body else set()
    person = o.person.actor.affiliation
    theirs = {owner.id, owner.affiliation.id if owner.affiliation and owner.kind != "state" else ""}
    return bool((mine | {person.id if person else ""}) & theirs - {""})


def _plain(title: list[str]) -> list[str]:
    """A title's words with "premier" and "PM" as prime minister."""
    return ["prime", "minister"] if title in (["premier"], ["pm"]) else title


def _same_office(said: list[str], held: list[str]) -> bool:
    if said == ["leader"] or said == ["chief"] or said == ["head"]:
        return bool(HEADING & {*held, "-".join(held), "-".join(held[-2:])})
    if said[-1] != held[-1]:
        return held[: len(said)] == said and "of" not in held[len(said) : len(said) + 1]  # "ambassador to NATO" is an ambassador
    return said == held or set(held) < set(said) or (set(said) < set(held) and said[-1] not in VAGUE)
