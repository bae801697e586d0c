"""Names that the gazetteer knows, read where they stand: as actors, as places, or as pieces of other names."""

import importlib.resources
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.mentions.constructions import bound_for, governor, happens_at, modifies, top
from kg.extract.mentions.drafts import Draft, described, proper
from kg.extract.mentions.sorts import sort
from kg.extract.mentions.titles import titles
from kg.gazetteer import Gazetteer, Named, Place, fold, units
from kg.lexicon import table
from kg.model import Actor
from kg.parse import Parsed, Sentence, Token

WORDS_TOO = sort("names.WORDS_TOO")
"""Acronyms and names that are words, or other things, too: they count only beside another name of the same actor."""
GENERIC = frozenset({"Democratic Party", "Republican Party", "Workers' Party"})
"""Curated names that parties of other states bear too: the text must name the state as well."""
UNITED_STATES = "actor/united-states"
_US_WORDS = sort("names.US_WORDS")
NAMESAKES = sort("names.NAMESAKES")
TOWN, CITY = 20_000, 500_000
"""Inhabitants from which on a word is taken for the town of that name: more of them where persons stand, for surnames are towns too ("Obama")."""
DIRECTIONS = sort("names.DIRECTIONS")
NATIONAL = "a person by nationality"
MANY_TOO = ("ish", "ese", "ch", "ss")
"""Last letters of demonyms that are plurals as they stand: "the French", "the Chinese"."""
BODIES = frozenset({"igo", "bloc", "organisation", "ngo", "company", "party", "media", "armed_group", "military"})
"""Kinds of actors that no dateline names: "NATO, which"."""
ARGUMENTS = frozenset(["nsubj", "nsubjpass", "dobj", "pobj", "dative", "attr", "agent", "poss"])
TARGETED = sort("names.TARGETED")
"""Prepositions before a town that is acted on ("attacks on Aleppo")."""
DOCUMENTS = sort("names.DOCUMENTS")
MONTHS = sort("runs.TIME")


@lru_cache(maxsize=1)
def collective() -> frozenset[str]:
    """Words before which a capital stands for its government ("Moscow officials", "Kremlin spokesman")."""
    groups = {r["word"] for r in table("groups") if r["class"] in ("official", "organ", "military", "police", "lawmaker", "states")}
    return frozenset(groups | {t.split()[-1] for t, cls in titles().items() if cls == "office"})


def read(parsed: Parsed, world: Gazetteer) -> tuple[list[Draft], set[int]]:
    """The mentions of actors that the gazetteer knows, and the tokens of known names that only say where something happens."""
    found = [x for s in parsed.sentences for x in _in_sentence(parsed, s, world)]
    drafts = _sifted(parsed, [x for x in found if isinstance(x, Draft)])
    return drafts, {i for x in found if isinstance(x, range) for i in x}


def _sifted(parsed: Parsed, out: list[Draft]) -> list[Draft]:
    sure = {d.actor.id for d in out if not _risky(parsed, d)}
    states = {d.actor.id for d in out if d.actor.kind == "state"}
    states |= {d.actor.affiliation.id for d in out if d.actor.affiliation and d.actor.kind != "party"}
    kept = [d for d in out if not _risky(parsed, d) or d.actor.id in sure]
    papers = {t.text for t in parsed.tokens if modifies(t) and _top_noun(t) in DOCUMENTS}
    return [d for d in (_in_context(d, states) for d in kept) if not _of_document(parsed, d, papers)]


def _risky(parsed: Parsed, d: Draft) -> bool:
    return d.last == d.first and parsed.tokens[d.first].lower in WORDS_TOO


def _in_context(d: Draft, states: set[str]) -> Draft:
    """A party of a state that the text never names is another party of that name."""
    text_is_name = d.how == "name" and d.last > d.first
    if text_is_name and d.actor.name in GENERIC and d.actor.affiliation and d.actor.affiliation.id not in states:
        return d.of(proper(d.actor.name, d.actor.kind), "a party of this name")
    return d


def _of_document(parsed: Parsed, d: Draft, papers: set[str]) -> bool:
    """True for a capital that the article knows from a treaty's name ("Minsk"), where it is not plainly acting."""
    if d.how != "metonym" or parsed.tokens[d.head].dep in ("nsubj", "poss"):
        return False
    return parsed.tokens[d.head].text in papers


def _top_noun(t: Token) -> str:
    return top(t).lemma.lower()


def _in_sentence(parsed: Parsed, sentence: Sentence, world: Gazetteer) -> Iterator[Draft | range]:
    tokens = sentence.tokens
    words = units(t.text for t in tokens)
    i = 0
    while i < len(words):
        n, readings = world.match(words, i)
        if not n:
            i += 1
            continue
        first, last = tokens[words[i].token], tokens[words[i + n - 1].token]
        yield from _read(parsed, first, last, readings, world)
        i += n


def _read(parsed: Parsed, first: Token, last: Token, readings: tuple[Named, ...], world: Gazetteer) -> Iterator[Draft | range]:
    where = range(first.i, last.i + 1)
    if not readings:
        yield where  # a sea, an area: no actor
        return
    head = head_of(parsed, first, last)
    reading = _choose(parsed, first, head, readings)
    if reading is None or _leaning(parsed, first) or (reading.actor.kind != "population" and _piece_of_name(parsed, first, last)):
        return
    if " " not in reading.surface and reading.actor.kind == "government" and _of_another(parsed, head, reading.actor, world):
        return
    actor, how = reading.actor, reading.how
    told_from = actor.kind not in BODIES and _dateline(parsed, first, last)
    if told_from or (how != "demonym" and _only_place(actor, how, head, town=bool(world.places(reading.surface)))):
        yield where
        return
    if how == "demonym" and (one := _one_national(parsed, first, head, actor)) is not None:
        yield from one
        return
    why = f"demonym of {actor.name}" if how == "demonym" else f"gazetteer: {reading.surface}"
    yield Draft(actor=actor, first=first.i, last=last.i, head=head.i, how=how, why=why, confidence=0.95)


def _of_another(parsed: Parsed, head: Token, organ: Actor, world: Gazetteer) -> bool:
    """True for an organ that the text gives to another state than the one known by its name: "Peru's Congress", "Congress in Lima"."""
    below = [*head.kids("poss", "amod", "compound"), *(t for p in head.kids("prep") if p.lower in ("of", "in") for t in p.kids("pobj"))]
    owner = organ.affiliation.id if organ.affiliation else None
    lands = [named[0].actor.id for t in below if (named := world.named(t.text))]
    lands += [place.state for t in below if t.pos == "PROPN" and (place := town(parsed, t, world)) is not None]
    return owner is not None and bool(lands) and owner not in lands


def _one_national(parsed: Parsed, first: Token, head: Token, state: Actor) -> list[Draft] | None:
    """A person who is told by nationality alone ("a Chechen", "the British-Libyan who ..."), who is never the state; None for other words."""
    tokens = parsed.tokens
    after = tokens[head.i + 1] if head.i + 1 < len(tokens) else None
    goes_on = after is not None and (after.pos in ("NOUN", "PROPN", "ADJ") or after.text in "-–")
    if state.kind not in ("state", "territory") or modifies(head) or head.tag in ("NNS", "NNPS") or goes_on:
        return None
    other = tokens[first.i - 2] if first.i > 1 and tokens[first.i - 1].text in "-–" else None
    double = other is not None and other.end == tokens[first.i - 1].start and other.text[:1].isupper()
    start = other if other is not None and double else first
    articles = {c.lower for c in head.kids("det", "nummod")}
    one = bool(articles & {"a", "an", "one", "another"})
    if not one and not (articles & {"the", "this"} and (double or (not head.lower.endswith(MANY_TOO) and head.kids("relcl")))):
        return None
    if head.dep == "attr":
        return []  # of somebody who has a name
    name = parsed.article.text[start.start : head.end]
    actor = described(parsed, name, "person", None if double else state)
    return [Draft(actor=actor, first=start.i, last=head.i, head=head.i, how="description", why=NATIONAL, confidence=0.7)]


def head_of(parsed: Parsed, first: Token, last: Token) -> Token:
    """The head among the tokens of a stretch: the one whose own head lies outside; of several, for parsers break long names, the first argument."""
    inside = parsed.tokens[first.i : last.i + 1]
    outer = [t for t in inside if t.is_root or not first.i <= t.head.i <= last.i]
    return next((t for t in outer if t.dep in ARGUMENTS), outer[-1] if outer else last)


def _choose(parsed: Parsed, first: Token, head: Token, readings: tuple[Named, ...]) -> Named | None:
    """The likeliest reading: a state, then an organisation, then a seat of power, then a part of a state, unless the construction says else."""
    before = parsed.tokens[first.i - 1] if first.i else None
    if first.i == head.i and first.lower == "west" and (before is None or before.lower != "the"):
        return None
    order = {"state": 0, "territory": 3}
    ranked = sorted(readings, key=lambda r: order.get(r.actor.kind, 1) if r.how != "metonym" else 2)
    if len({r.actor.id for r in ranked}) > 1 and _in_united_states(head):
        parts = [r for r in ranked if r.actor.kind == "territory" and r.actor.affiliation and r.actor.affiliation.id == UNITED_STATES]
        return parts[0] if parts else ranked[0]
    return ranked[0]


def _in_united_states(head: Token) -> bool:
    """True where the words around say that the part of the United States is meant ("Georgia governor", "Atlanta, Georgia")."""
    return any(t.lower in _US_WORDS for t in (head.head, head.head.head, *head.children, *head.head.children))


def _piece_of_name(parsed: Parsed, first: Token, last: Token) -> bool:
    """True where a known word is only a piece of a longer name ("New Territories West", "Michael Jordan")."""
    before = parsed.tokens[first.i - 1] if first.i and parsed.tokens[first.i - 1].sent == first.sent else None
    if first.lower in NAMESAKES and first.dep == "compound" and first.head.i == last.i + 1 and first.head.pos == "PROPN":
        return first.head.lower not in titles() and first.head.lower not in collective()
    if first.i != last.i or before is None or before.pos != "PROPN" or not before.text[:1].isupper() or before.end + 1 != first.start:
        return False
    if before.lower in DIRECTIONS or before.lower.strip(".") in titles() or first.text.isupper() or first.pos == "ADJ":
        return False
    return before.dep == "compound" and before.head.i == first.i and (fold(before.text) in given_names() or not modifies(first))


def _leaning(parsed: Parsed, first: Token) -> bool:
    """True after "pro-" and "anti-": whoever is for or against somebody is not that one."""
    tokens = parsed.tokens
    if first.i > 1 and tokens[first.i - 1].text in "-–" and tokens[first.i - 2].end == tokens[first.i - 1].start:
        return tokens[first.i - 2].lower in ("pro", "anti", "ex", "non", "post", "pre", "trans")
    return first.lower.startswith(("pro-", "anti-", "ex-", "non-"))


def _dateline(parsed: Parsed, first: Token, last: Token) -> bool:
    """True for the place before a report ("MOSCOW, April 5 - ", "ANKARA (Reuters) -")."""
    after = parsed.tokens[last.i + 1].text if last.i + 1 < len(parsed.tokens) else " "
    at_start = parsed.sentences[first.sent].tokens[0].i == first.i
    return at_start and first.text.isupper() and len(first.text) > 3 and after in "(,-–—:"


def _only_place(actor: Actor, how: str, head: Token, *, town: bool) -> bool:
    """True where a name of land only says where something happens."""
    if actor.kind not in ("state", "territory") and how != "metonym":
        return False
    if actor.kind == "state" and how != "metonym" and governor(head)[0] in ("at", "near", "into", "toward", "towards"):
        return False  # "fired at Israel", "massed troops near Ukraine": a state there is acted on
    if happens_at(head) or (actor.kind == "territory" and bound_for(head)):
        return True
    return how == "metonym" and ((town and modifies(head) and not _speaks_for_it(head)) or placed_by(head))


def _speaks_for_it(head: Token) -> bool:
    """True where one of the nouns that a capital stands before speaks for a government ("Kremlin spokesman Peskov")."""
    while modifies(head):
        head = head.head
        if head.lemma.lower() in collective():
            return True
    return False


def placed_by(head: Token) -> bool:
    """True where "of" or a modifier says that the word is a town ("the city of Damascus", "the capital, Kyiv")."""
    prep, above = governor(head)
    if prep == "of" and above is not None and above.lemma.lower() in sort("names.TOWNS"):
        return True
    return head.dep == "appos" and head.head.lemma.lower() in ("city", "town", "capital")


def towns(parsed: Parsed, taken: set[int], world: Gazetteer) -> Iterator[Draft]:
    """Towns and regions that act or are acted on ("attacks on Aleppo", "retake Mosul"), not where something happens."""
    for t in parsed.tokens:
        if t.i in taken or t.pos != "PROPN" or not t.text[:1].isupper() or modifies(t) or t.dep == "appos":
            continue
        if (place := town(parsed, t, world)) is None or not acted_on(t):
            continue
        state = world.actor(place.state)
        why = f"town of {state.name if state else 'no state'} that acts"
        yield Draft(actor=town_actor(place, world), first=first_of(t), last=t.i, head=t.i, how="name", why=why, confidence=0.7)


def town_actor(place: Place, world: Gazetteer) -> Actor:
    """A town as an actor of its state."""
    id = place.id.replace("place/", "actor/", 1)
    return Actor(id=id, name=place.name, kind="territory", affiliation=proper(place.name, "territory", world.actor(place.state)).affiliation)


def first_of(t: Token) -> int:
    """The first token of a name that ends at its head."""
    return min((c.i for c in t.kids("compound") if c.pos == "PROPN" and c.i < t.i), default=t.i)


def town(parsed: Parsed, t: Token, world: Gazetteer) -> Place | None:
    """The place that the name ending at a token is, where it is large enough to be meant; a month is none."""
    if t.lower in MONTHS:
        return None
    words = " ".join(x.text for x in parsed.tokens[first_of(t) : t.i + 1])
    found = world.places(words)
    least = CITY if t.dep in ("nsubj", "nsubjpass", "poss") and " " not in words else TOWN
    return found[0] if found and found[0].counts(least) else None


def acted_on(t: Token) -> bool:
    """True where a place stands as one that acts or is acted on ("attacks on X", "retake X"), not where something happens."""
    while t.dep == "conj":
        t = t.head
    if t.dep in ("nsubj", "nsubjpass", "dobj", "poss"):
        return t.head.lemma != "be"
    prep, above = governor(t)
    return prep in TARGETED and above is not None and not happens_at(t) and not placed_by(t)


@lru_cache(maxsize=1)
def given_names() -> dict[str, str]:
    """Given names, folded, and the sex that they tell: m, f or ""."""
    text = importlib.resources.files("kg.lexicon").joinpath("given_names.tsv").read_text(encoding="utf-8")
    pairs = [line.partition("\t")[::2] for line in text.splitlines()[2:]]  # by hand: a long list, read at each start
    return dict(pairs)


def sex_of(name: str) -> str:
    """The sex that a person's given name tells: m, f, or "" where it tells none.

    >>> sex_of("Angela Merkel"), sex_of("Stoltenberg")
    ('f', '')
    """
    words = name.split()
    return given_names().get(fold(words[0]), "") if len(words) > 1 else ""
