"""Who is meant by what is no name: a sieve over the text from its start, the surest rules first; each link says why.

Order: affiliations by office; vessels beside their kind; bare groups that an earlier phrase explains; then, word by word,
titles, definite phrases and pronouns. What two readings fit stays unlinked.
"""

from dataclasses import replace

from kg.extract.mentions import definites, discourse, offices, pronouns
from kg.extract.mentions.belonging import GOVERNING, allied, possessed, scene, unowned
from kg.extract.mentions.drafts import Draft, affiliated, proper
from kg.extract.mentions.groupnames import adjective
from kg.extract.mentions.groups import ARMED, LOOSE
from kg.extract.mentions.groupwords import words as group_words
from kg.extract.mentions.kinds import ship_beside
from kg.extract.mentions.names import NATIONAL
from kg.extract.mentions.people import initials
from kg.extract.mentions.sorts import sort
from kg.gazetteer import Gazetteer
from kg.iri import slug
from kg.model import Actor
from kg.parse import Parsed

SAME_PLACE = "rebels at the same place: "
LOCALS = sort("coref.LOCALS")
"""Words for people at home and for their police and forces."""
SECTOR = 3
"""Letters of a PLOVER sector without a state."""
GENERIC = sort("coref.GENERIC")
VAGUE = frozenset({"group", "faction", "cell", "network", "gang", "cartel", "crew"})
"""Words for a body of fighters that may be any body: alone they are not yet the one that was named."""
NEAR = 6
"""Sentences over which a bare "militants" may still be the group that was named last."""


def find(parsed: Parsed, drafts: list[Draft], world: Gazetteer) -> list[Draft]:
    """The drafts, with actors completed by what the whole text says, and those of titles, definite phrases and pronouns."""
    held = offices.find(parsed, drafts)
    drafts = _in_office(drafts, held)
    held = [replace(o, person=next((d for d in drafts if d.head == o.person.head), o.person)) for o in held]
    drafts = _apposed(parsed, _ships(parsed, _of_leaders(parsed, drafts, world)))
    drafts = _at_home(parsed, _one_force(_acronyms(_bare(parsed, unowned(parsed, drafts, world), world))), world)
    return allied(parsed, possessed(parsed, [*drafts, *_links(parsed, drafts, held, world)], world))


def _in_office(drafts: list[Draft], held: list[offices.Office]) -> list[Draft]:
    """Each person with the state or organisation that an office gives; only offices and ranks do."""
    above: dict[str, Actor] = {}
    for o in held:
        if o.cls in offices.ACTING and o.organisation is not None and o.organisation.actor.kind not in ("population", "vessel", "aircraft"):
            above.setdefault(o.person.actor.id, o.organisation.actor)
    out = []
    for d in drafts:
        body = above.get(d.actor.id)
        out.append(d if body is None or d.actor.affiliation else d.of(replace(d.actor, affiliation=affiliated(body)), d.why))
    return out


def _of_leaders(parsed: Parsed, drafts: list[Draft], world: Gazetteer) -> list[Draft]:
    """A leader's government is that of the state that the leader's office is in ("Prime Minister X's government")."""
    led: dict[str, Actor] = {}
    for d in drafts:
        state = world.actor(d.actor.affiliation.id) if d.actor.kind == "person" and d.actor.affiliation else None
        if state is not None:
            led |= {f"actor/{parsed.article.slug}/{slug(f'{d.actor.name} {word}')}": state for word in (*GOVERNING, "administration")}
    return [d.of(led[d.actor.id], "the government of its leader") if d.actor.id in led else d for d in drafts]


def _ships(parsed: Parsed, drafts: list[Draft]) -> list[Draft]:
    """A ship's name takes the state of the phrase beside it, and the phrase is that ship."""
    by_head = {d.head: d for d in drafts}
    named: dict[int, Actor] = {}
    own: dict[str, Actor] = {}
    for d in drafts:
        if d.actor.kind == "vessel" and d.how == "name" and (noun := ship_beside(parsed, parsed.tokens[d.head])) is not None and noun.i in by_head:
            actor = replace(d.actor, affiliation=by_head[noun.i].actor.affiliation)
            named[noun.i] = own[d.actor.id] = actor
    out = [d.of(own[d.actor.id], d.why) if d.actor.id in own else d for d in drafts]
    return [d.of(named[d.head], "in apposition to the name") if d.head in named else d for d in out]


def _apposed(parsed: Parsed, drafts: list[Draft]) -> list[Draft]:
    """A described group in apposition to a name is the one that is named ("Hamas, a militant group", "the militant group Hamas")."""
    by_head = {d.head: d for d in drafts if d.how in ("name", "metonym") and d.actor.kind in discourse.ORGANISED - {"state", "territory"}}
    people = {d.head: d for d in drafts if d.how == "name" and d.actor.kind == "person"}
    out = []
    for d in drafts:
        head = parsed.tokens[d.head]
        near = [by_head[t.i] for t in [*([head.head] if head.dep == "appos" else []), *head.kids("appos")] if t.i in by_head]
        if d.why == NATIONAL:
            near = [people[t.i] for t in [*([head.head] if head.dep == "appos" else []), *head.kids("appos")] if t.i in people]
        out.append(d.of(near[0].actor, "in apposition to the name") if d.how == "description" and near and d.head not in by_head else d)
    return out


def _bare(parsed: Parsed, drafts: list[Draft], world: Gazetteer) -> list[Draft]:
    """Groups without an owner, through an earlier phrase that has one ("government forces" after "Iraqi government forces")."""
    local = f"actor/{parsed.article.slug}/"
    out: list[Draft] = []
    for d in sorted(drafts, key=lambda d: d.head):
        if (d.how == "description" and d.actor.id == f"{local}opposition") or d.actor.id == f"{local}opposition-forces":
            d = _opposing(parsed, d, world)
        if d.how == "description" and d.actor.id.startswith(local) and d.actor.affiliation is None:
            d = _explained(parsed, d, out) or _only_group(parsed, d, out) or _governing(parsed, d, out, world) or _same_place(parsed, d, out) or d
        out.append(d)
    return _shortest_name([d for d in out if d.confidence > LOOSE])


def _shortest_name(drafts: list[Draft]) -> list[Draft]:
    """Rebels at the same place under the plainest of their words ("separatists" rather than "rebel forces")."""
    plain: dict[str, Actor] = {}
    for d in drafts:
        word = next((w for w in (d.why.partition(SAME_PLACE)[2].split(" <- ")[:1] if SAME_PLACE in d.why else [])), "")
        if word and len(word.split()) < len(d.actor.name.split()):
            plain[d.actor.id] = replace(d.actor, id=d.actor.id.rsplit("/", 1)[0] + "/" + slug(word), name=word)
    return [d.of(plain[d.actor.id], d.why) if d.actor.id in plain else d for d in drafts]


def _opposing(parsed: Parsed, d: Draft, world: Gazetteer) -> Draft:
    """Bare "the opposition": that of the land where the text's places lie."""
    state = scene(parsed, world)
    if state is None:
        return d
    name = f"{adjective(state, world)} opposition"
    known = next((n.actor for n in world.named(name)), None)
    return replace(d.of(known or proper(name, "party", state), f"the places of the text lie in {state.name}"), confidence=0.6)


def _explained(parsed: Parsed, d: Draft, before: list[Draft]) -> Draft | None:
    text = _said(parsed, d)
    if text in GENERIC:
        return None
    for x in reversed(before):
        organ = x.how == "description" or (x.how == "name" and x.actor.kind in ("government", "military") and " " in text)
        if organ and not x.actor.id.startswith(f"actor/{parsed.article.slug}/") and _said(parsed, x).endswith(" " + text):
            return replace(d.of(x.actor, f"short for {_said(parsed, x)}"), confidence=0.7)
    return None


def _same_place(parsed: Parsed, d: Draft, before: list[Draft]) -> Draft | None:
    """Bare rebels at the same place are the same rebels ("rebel forces in eastern Ukraine", "separatists in eastern Ukraine")."""
    place = _place_after(parsed, d)
    if d.actor.kind != "armed_group" or not place:
        return None
    for x in reversed(before):
        if x.how == "description" and x.actor.kind == "armed_group" and x.actor.affiliation is None and _place_after(parsed, x) == place:
            return d.of(x.actor, f"{SAME_PLACE}{d.actor.name} <- {place}")
    return None


def _place_after(parsed: Parsed, d: Draft) -> str:
    """The name after the next "in" of the sentence, within a few words of a phrase."""
    near = [t for t in parsed.tokens[d.last + 1 : d.last + 8] if t.sent == parsed.tokens[d.head].sent]
    at = next((k for k, t in enumerate(near) if t.lower == "in"), len(near))
    return next((t.text for t in near[at:] if t.pos == "PROPN"), "")


def _at_home(parsed: Parsed, drafts: list[Draft], world: Gazetteer) -> list[Draft]:
    """Civilians, police and the like that are not said to be whose are of the land where the places of the text lie, if one leads clearly."""
    local = f"actor/{parsed.article.slug}/"
    bare = {d.actor.id for d in drafts if d.actor.affiliation is None and d.actor.id.startswith(local)}
    mine = {i for i in bare if LOCALS & set(i.removeprefix(local).split("-"))}
    state = scene(parsed, world) if mine else None
    if state is None:
        return drafts
    return [d.of(_of_land(d.actor, state), f"{d.why}; the places of the text lie in {state.name}") if d.actor.id in mine else d for d in drafts]


def _of_land(actor: Actor, state: Actor) -> Actor:
    code = state.code + actor.code if state.code and actor.code and len(actor.code) == SECTOR else actor.code
    return replace(actor, affiliation=affiliated(state), code=code)


def _acronyms(drafts: list[Draft]) -> list[Draft]:
    """Unknown acronyms that are the initials of a name or phrase of the text ("ISF" of "Iraqi security forces")."""
    long = {initials(d.actor.name): d.actor for d in drafts if len(d.actor.name.split()) > 1 and d.actor.kind not in ("person", "unknown")}
    return [d.of(long[d.actor.name], f"initials of {long[d.actor.name].name}") if d.why == "acronym" and d.actor.name in long else d for d in drafts]


def _one_force(drafts: list[Draft]) -> list[Draft]:
    """A state's "forces" are its security forces in a text that speaks of those."""
    security = {d.actor.affiliation.id: d.actor for d in drafts if d.actor.name.endswith(" security forces") and d.actor.affiliation}
    out = []
    for d in drafts:
        above = d.actor.affiliation
        mine = security.get(above.id) if above and d.actor.name.endswith(" armed forces") and d.how == "description" else None
        out.append(d.of(mine, "the security forces of this text") if mine else d)
    return out


def _said(parsed: Parsed, d: Draft) -> str:
    return " ".join(t.lower for t in parsed.tokens[d.first : d.last + 1])


def _only_group(parsed: Parsed, d: Draft, before: list[Draft]) -> Draft | None:
    """Bare "militants" are the armed group that the text names, where it names only one."""
    head = parsed.tokens[d.head]
    word = group_words().get(head.lemma.lower())
    the = any(c.lower in ("the", "this") for c in head.kids("det"))
    armed = the and all(t.lower in ARMED for t in parsed.tokens[d.first : d.last])
    alone = armed if head.lemma.lower() in VAGUE else d.last == d.first and (head.tag == "NNS" or the)
    if word is None or (word[0] != "rebel" and head.lemma.lower() not in VAGUE) or not alone or (head.lemma.lower() in VAGUE and d.first == d.last):
        return None
    named = {x.actor.id: x.actor for x in before if x.actor.kind == "armed_group" and x.how == "name"}
    near = [x for x in before if x.actor.id in named and parsed.tokens[x.head].sent >= parsed.tokens[d.head].sent - NEAR]
    return d.of(near[-1].actor, f"the only armed group named: {near[-1].actor.name}") if len(named) == 1 and near else None


def _governing(parsed: Parsed, d: Draft, before: list[Draft], world: Gazetteer) -> Draft | None:
    """Bare "the government": that of the last state whose government was spoken of, else of the land where the text's places lie."""
    head = parsed.tokens[d.head]
    if head.lemma.lower() not in GOVERNING or not any(c.lower == "the" for c in head.kids("det")):
        return None
    for x in reversed(before):
        if x.how == "description" and x.actor.kind == "state" and parsed.tokens[x.head].lemma.lower() in GOVERNING:
            return d.of(x.actor, f"the {head.lower} spoken of before")
    state = scene(parsed, world)
    return replace(d.of(state, f"the places of the text lie in {state.name}"), confidence=0.6) if state is not None else None


def _links(parsed: Parsed, drafts: list[Draft], held: list[offices.Office], world: Gazetteer) -> list[Draft]:
    d = discourse.start(parsed, drafts)
    persons = [x for x in drafts if x.how == "name" and x.actor.kind == "person"]
    inside = {i for x in persons for i in range(x.first, x.last + 1) if x.first <= parsed.tokens[i].head.i <= x.last}
    pronoun = {t.i for t in pronouns.words(d)}
    out: list[Draft] = []
    speaking = [t for t in parsed.tokens if t.i in pronoun and pronouns.is_first(t)]
    for t in parsed.tokens:
        here = d.at(t)
        if here:
            d.seen.extend(here)
            continue
        if t.i in pronoun:
            found = [] if pronouns.is_first(t) else pronouns.resolve(d, t)
        elif t.i in inside:
            continue
        else:
            found = definites.resolve(d, t, held, world)
        d.add(found)
        out.extend(found)
    for t in speaking:  # last, for the speaker may himself be a pronoun that follows ("We can talk," he said)
        out.extend(pronouns.resolve(d, t))
    return out
