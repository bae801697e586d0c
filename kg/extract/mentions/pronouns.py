"""Pronouns and whom they stand for: each link with its reason; what is not sure stays unlinked."""

from collections.abc import Iterator

from kg.extract.mentions.discourse import MANY, ORGANISED, Discourse, clause, is_subject, members, plural, speaker, subject, subjects_above
from kg.extract.mentions.drafts import Draft
from kg.extract.mentions.names import sex_of
from kg.extract.mentions.sorts import sort
from kg.gazetteer import world
from kg.lexicon import table
from kg.model import Actor
from kg.parse import Token

PERSONAL = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
NEUTER = frozenset(["it", "its", "itself"])
PLURAL = sort("pronouns.PLURAL")
FIRST = sort("pronouns.FIRST")
SINGLE_FIRST = sort("pronouns.SINGLE_FIRST")
IMPERSONAL = sort("pronouns.IMPERSONAL")
VOICES = frozenset({"state", "igo", "government", "bloc", "military", "party", "ngo"})
"""Kinds of actors whose own statement a text may be."""
STATEMENTS = frozenset({"statement", "communique", "communiqué", "declaration", "remark", "release"})
DEEDS = sort("pronouns.DEEDS")
"""What "it" is called where "it" is something done, and nobody."""
BACK = 3
"""Sentences that a pronoun may look back over."""


def resolve(d: Discourse, t: Token) -> list[Draft]:
    """The mentions that a pronoun is: none where nobody is sure."""
    word = t.lower
    if word in PERSONAL:
        found = _person(d, t, PERSONAL[word])
        if found is not None:
            d.sexes.setdefault(found[0].id, PERSONAL[word])  # who was "she" is not "he" later
        return _draft(t, found)
    if word in NEUTER:
        return _draft(t, _thing(d, t))
    if word in PLURAL:
        return [x for found in _several(d, t) for x in _draft(t, found)]
    if word in FIRST or word in SINGLE_FIRST:
        return _draft(t, _first(d, t, word in FIRST))
    return []


def is_first(t: Token) -> bool:
    """True for "we" and "I"."""
    return t.lower in FIRST or t.lower in SINGLE_FIRST


Found = tuple[Actor, str] | None


def _draft(t: Token, found: Found) -> list[Draft]:
    if found is None:
        return []
    actor, why = found
    return [Draft(actor=actor, first=t.i, last=t.i, head=t.i, how="pronoun", why=f"{t.lower}: {why}", confidence=0.75)]


def _person(d: Discourse, t: Token, sex: str) -> Found:
    """He and she: the sayer, else the last person who is a subject, else the only person about."""
    fits = [x for x in d.recent(t, BACK) if x.actor.kind == "person" and (sex_of(x.actor.name) or d.sexes.get(x.actor.id, sex)) == sex]
    if t.dep == "poss" and t.head.dep == "conj":
        for x in d.at(t.head.head):
            if x in fits:
                return x.actor, "coordinated with what is his or hers"
    if t.i not in d.quoted:
        for s in subjects_above(t):
            if not (t.dep in ("dobj", "pobj", "dative") and s.head.i == clause(t).i):
                for x in d.at(s):
                    if x in fits:
                        return x.actor, "subject of the clause above"
    barred = _rivals(d, t)
    usable = [x for x in fits if x.actor.id not in barred]
    for x in usable:
        head = d.parsed.tokens[x.head]
        if head.sent == t.sent and not is_subject(head):
            continue
        if is_subject(head) or x.how == "pronoun":
            return x.actor, "last person who is a subject"
    near = {x.actor.id: x.actor for x in usable if d.parsed.tokens[x.head].sent >= t.sent - 1}
    if len(near) == 1:
        return next(iter(near.values())), "only person spoken of"
    return None


def _rivals(d: Discourse, t: Token) -> set[str]:
    """Who the pronoun cannot be: the other arguments of its own verb, and the speaker where it stands in his quotation."""
    out: set[str] = set()
    verb = clause(t)
    if t.dep not in ("poss", "nsubj", "nsubjpass"):
        own = subject(verb)
        out.update(x.actor.id for x in (d.at(own) if own is not None else []))
    if t.i in d.quoted and (s := speaker(d, t)) is not None:
        out.add(s.actor.id)
    return out


def _impersonal(t: Token) -> bool:
    """True for an "it" that stands for nobody: "it is clear that", "it was agreed to"."""
    if t.dep == "expl":
        return True
    verb = t.head
    if t.dep == "dobj" and verb.lemma in ("call", "describe", "label", "term", "deem"):
        return any(x.lemma.lower() in DEEDS for x in verb.subtree() if x.dep in ("oprd", "attr", "pobj", "dobj"))
    if t.dep not in ("nsubj", "nsubjpass"):
        return False
    if verb.lemma.lower() in IMPERSONAL or (verb.lemma.lower() == "come" and any(p.lower == "to" for p in verb.kids("prep"))):
        return True
    after = [x.lower for x in verb.subtree() if verb.i < x.i <= verb.i + 2]
    return t.dep == "nsubjpass" and (bool(verb.kids("ccomp", "xcomp", "csubj")) or "that" in after)


def _thing(d: Discourse, t: Token) -> Found:
    """It and its: the organisation or state that is subject above; a thing there ends the search."""
    if _impersonal(t):
        return None
    if (beside := [a for a in _beside(d, t) if a.kind in ORGANISED]) and len(beside) == 1:
        return beside[0], "coordinated with what is its own"
    own = clause(t)
    for s in subjects_above(t):
        if t.dep in ("dobj", "pobj", "dative") and s.head.i == own.i:
            continue
        found = [x for x in d.at(s) if x.actor.kind in ORGANISED]
        if found and not plural(s):
            return found[0].actor, "subject of the clause above"
        if s.pos in ("NOUN", "PROPN") and not d.at(s) and s.tag in ("NN", "NNP"):
            return None
    if t.dep in ("nsubj", "nsubjpass") and (fronted := _fronted(t)):
        found = [x for s in fronted if not plural(s) for x in d.at(s) if x.actor.kind in ORGANISED]
        return (found[0].actor, "subject of the clause before") if len(found) == 1 and len(fronted) == 1 else None
    if t.dep in ("nsubj", "nsubjpass", "poss") and next(subjects_above(t), None) is None:
        return _last_subject(d, t)
    return None


def _fronted(t: Token) -> list[Token]:
    """The subjects of the clauses that stand before the pronoun's own and belong to it: "As Peru recovers, it ..."."""
    return [s for c in t.head.kids("advcl") if c.i < t.i and (s := subject(c)) is not None and s.i < t.i and s.head.i == c.i]


def _beside(d: Discourse, t: Token) -> list[Actor]:
    """Whose something is that is coordinated with its owners: "the regime and its backers"; [] where one of them names nobody."""
    if t.dep != "poss" or t.head.dep != "conj":
        return []
    first = t.head
    while first.dep == "conj":
        first = first.head
    owners = [m for m in members(first) if m.i < t.i] if first.pos in ("NOUN", "PROPN", "PRON") else []
    parts = [d.at(m) for m in owners]
    return [x.actor for found in parts for x in found] if parts and all(parts) else []


def _last_subject(d: Discourse, t: Token) -> Found:
    if not t.sent:
        return None
    before = d.parsed.sentences[t.sent - 1]
    own = subject(before.root)
    here = d.parsed.sentences[t.sent]
    found = [x for x in (d.at(own) if own is not None else []) if x.actor.kind in ORGANISED]
    if before.paragraph < here.paragraph - 1 or own is None or len(found) != 1 or plural(own):
        return None
    return found[0].actor, "subject of the sentence before"


def _several(d: Discourse, t: Token) -> list[Found]:
    """They: who is coordinated with what is theirs, the coordinated or plural subject above, else that of the sentence before."""
    if beside := _beside(d, t):
        return [(a, "coordinated with what is theirs") for a in beside]
    own = clause(t)
    if t.dep == "pobj" and t.head.lower == "of":  # "attacks, some of them deadly": the nearest plural
        plurals = [x for x in d.parsed.sentences[t.sent].tokens if x.i < t.head.i and x.tag in ("NNS", "NNPS")]
        return [(a, "the nearest plural") for a in _group(d, plurals[-1])] if plurals else []
    for s in subjects_above(t):
        if t.dep in ("dobj", "pobj", "dative") and s.head.i == own.i:
            continue
        if found := _group(d, s):
            return [(a, "subject of the clause above") for a in found]
        if s.tag in ("NNS", "NNPS"):
            return []
    for back in (1, 2):
        if t.sent - back < 0:
            break
        before = d.parsed.sentences[t.sent - back]
        top = subject(before.root)
        if top is not None and (found := _group(d, top)):
            return [(a, "subject of a sentence before") for a in found]
        if top is not None and top.tag in ("NNS", "NNPS"):
            break
        objects = [o for o in before.root.kids("dobj") if o.tag in ("NNS", "NNPS") and d.at(o)]
        if objects:
            return [(x.actor, "object of the sentence before") for x in d.at(objects[0])]
    return []


def _group(d: Discourse, s: Token) -> list[Actor]:
    """The actors of a plural or coordinated subject, [] where one of its members names nobody."""
    if s.lower in PLURAL:
        return [x.actor for x in d.at(s)]
    if not plural(s):
        return [x.actor for x in d.at(s) if x.actor.kind in MANY and x.actor.kind != "bloc"]
    parts = [d.at(m) for m in members(s)]
    return [x.actor for found in parts for x in found] if all(parts) else []


def _first(d: Discourse, t: Token, many: bool) -> Found:
    """We and I in quotation marks are the speaker's side and the speaker; elsewhere "we" is whoever the text's first words speak for."""
    if t.i in d.quoted:
        who = speaker(d, t)
        if who is None:
            return None
        if not many:
            return (who.actor, "the speaker") if who.actor.kind == "person" else None
        return _side(d, who)
    return _own_voice(d) if many else None


def _side(d: Discourse, who: Draft) -> Found:
    if who.actor.kind != "person":
        return who.actor, "the speaker's side"
    above = who.actor.affiliation
    if above is None:
        return None
    side = next((x.actor for xs in d.by_head.values() for x in xs if x.actor.id == above.id), None)
    return (side, "the speaker's side") if side is not None else None


def _own_voice(d: Discourse) -> Found:
    """Whoever the text speaks for: the subject of its first words, else whose statement its heading says that it is, else its publisher's side."""
    return _first_subject(d) or _stated(d) or _publisher(d)


def _stated(d: Discourse) -> Found:
    """Whose statement the heading says that the text is: "Joint statement by the G7"."""
    for s in d.parsed.sentences[:2]:
        for t in s.tokens:
            if t.lemma.lower() not in STATEMENTS:
                continue
            by = [o for p in t.kids("prep", "agent") if p.lower in ("by", "from", "of") for o in p.kids("pobj")]
            for x in [x for o in (*by, *t.kids("poss", "compound", "nmod")) for x in d.at(o)]:
                if x.actor.kind in VOICES:
                    return x.actor, "whose statement it is"
    return None


def _publisher(d: Discourse) -> Found:
    """The side that the publisher is or speaks for, where it is a state, an organisation of states or an organ of one."""
    if not (name := d.parsed.article.source):
        return None
    spoken = next((row["speaks_for"] for row in table("publishers") if row["publisher"].casefold() == name.casefold()), None)
    known = world().actor(f"actor/{spoken}") if spoken else next((n.actor for n in world().named(name) if n.how == "name"), None)
    return (known, "the publisher's side") if known is not None and known.kind in VOICES else None


def _first_subject(d: Discourse) -> Found:
    for s in d.parsed.sentences[:2]:
        own = subject(s.root)
        for x in d.at(own) if own is not None else []:
            if x.actor.kind in VOICES:
                return x.actor, "whoever the text's first words speak for"
    return None


def words(d: Discourse) -> Iterator[Token]:
    """The pronouns of the text."""
    yield from (t for t in d.parsed.tokens if t.pos in ("PRON", "DET") and t.tag in ("PRP", "PRP$"))
