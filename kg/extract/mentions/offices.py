"""Which person holds which office where, as the words of one phrase say it; `roles` reports it, `coref` and `mentions` build on it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.extract.mentions.discourse import members
from kg.extract.mentions.drafts import Draft
from kg.extract.mentions.owners import owner_of
from kg.extract.mentions.sorts import sort
from kg.extract.mentions.titles import ends_at, starts_at, title_class
from kg.parse import Parsed, Token

SENT = sort("offices.SENT")
"""Offices whose "to X" is part of the office and whose holder belongs to the sender."""
AT = sort("offices.AT")
"""Prepositions before whom an office is held for."""
HEADING = sort("offices.HEADING")
"""Offices whose holder is "the leader" of what he heads."""
ACTING = frozenset({"office", "rank"})
"""Classes of titles whose holder acts for the organisation."""


FORMER = sort("offices.FORMER")
"""Words before an office that is no longer held."""
PAST = "former"
"""The class of an office that is no longer held: its holder acts for nobody by it."""


@dataclass(frozen=True, slots=True)
class Office:
    """A person's office: the numbers of the title's first and last token, the organisation where the text names it, and by which rule."""

    person: Draft
    first: int
    last: int
    cls: str
    organisation: Draft | None
    rule: str

    def words(self, parsed: Parsed) -> str:
        """The title as it stands in the text."""
        tokens = parsed.tokens
        said = " ".join(parsed.article.text[tokens[self.first].start : tokens[self.last].end].split())
        return f"former {said}" if self.cls == PAST and not FORMER & {w.lower() for w in re.split(r"[\s-]", said)} else said


def find(parsed: Parsed, drafts: list[Draft]) -> list[Office]:
    """Every office that a phrase gives to a person who is named in it."""
    by_head = {d.head: d for d in drafts}
    named: dict[int, list[Draft]] = {}
    bodies = {i for d in drafts if d.actor.kind in BODIES for i in range(d.first, d.last + 1)}
    out: list[Office] = []
    for d in drafts:
        if d.actor.kind == "person" and d.how == "name":
            named.setdefault(parsed.tokens[d.head].sent, []).append(d)
    for d in drafts:
        if d.actor.kind == "person" and d.how == "name":
            mine = [*_before(parsed, d, by_head), *_beside(parsed, d, by_head), *_copula(parsed, d, by_head)]
            mine = mine or list(_shared(parsed, d, named, bodies, by_head)) or list(_trade(parsed, d))
            body = _respectively(parsed, d, by_head) or next(iter(_bodies(parsed, d, by_head, alone=not mine)), None)
            if body and not any(o.cls in ("office", PAST) for o in mine):
                mine.append(Office(d, body.first, body.last, "member", body, "member of an organisation"))
            out.extend(replace(o, organisation=body) if body and _open(o) and o.cls in ("office", PAST) else o for o in mine)
    return list({(o.person.head, o.first, o.last): o for o in reversed(out)}.values())[::-1]


def _open(o: Office) -> bool:
    """True for an office that the text gives to no organisation yet, or only to a people or camp."""
    return o.organisation is None or o.organisation.actor.kind == "population"


def name_start(parsed: Parsed, d: Draft) -> int:
    """The first token of the name proper in a draft that may begin with owner and title."""
    at = d.first
    while at < d.last:
        more = starts_at(parsed.tokens, at, d.last)
        if more > at:
            at = more
        elif any(title_class(parsed.tokens[at + 1 : e]) for e in range(at + 2, d.last + 1)):
            at += 1
        else:
            break
    return at


def _before(parsed: Parsed, d: Draft, by_head: Mapping[int, Draft]) -> Iterator[Office]:
    """Titles just before the name: "Poland's Foreign Minister X", "Lt. Gen. X", "Kremlin spokesman X"."""
    tokens = parsed.tokens
    name = name_start(parsed, d)
    start = parsed.sentences[tokens[name].sent].tokens[0].i
    begin = ends_at(tokens, name, start)
    while begin < name:
        cls = title_class(tokens[begin:name])
        head = tokens[name - 1]
        if cls == "trade" and name < name_start(parsed, d):
            return
        if cls != "courtesy":
            owner = owner_of(head, by_head) or owner_of(tokens[d.head], by_head) or _left_of(parsed, begin, by_head)
            cls = PAST if _past(parsed, begin, head, tokens[d.head]) else cls
            yield Office(d, begin, name - 1, cls, owner if owner is not d else None, "title before a name")
        name, begin = begin, ends_at(tokens, begin, start)


def _left_of(parsed: Parsed, begin: int, by_head: Mapping[int, Draft]) -> Draft | None:
    """The actor named just before a title, whatever the parser made of the two."""
    at = begin - 1
    while at >= 0 and (parsed.tokens[at].text in ("'s", "’s", "'") or parsed.tokens[at].lower in ("former", "deputy", "acting", "then")):
        at -= 1
    d = by_head.get(at)
    return d if d is not None and d.last == at and d.actor.kind not in ("person", "unknown", "vessel", "aircraft") else None


def _beside(parsed: Parsed, d: Draft, by_head: Mapping[int, Draft]) -> Iterator[Office]:
    """Titles in apposition: "X, the foreign minister of Y", "the foreign minister of Y, X", "Russia's ambassador to NATO X"."""
    head = parsed.tokens[d.head]
    nouns = [c for c in head.kids("appos") if c.i > head.i]
    above = head.head
    if head.dep == "appos" or (head.dep == "nmod" and above.i < head.i):
        nouns.append(above)
    if head.dep == "pobj" and above.head.lemma.lower() in SENT and by_head.get(head.i) is d and _glued(parsed, d):
        nouns.append(above.head)
    nouns += [c for n in list(nouns) for c in n.kids("conj")]
    for noun in (n for n in nouns if n.i != name_start(parsed, d) - 1):
        yield from _of_noun(parsed, d, noun, by_head, "title in apposition")


def _glued(parsed: Parsed, d: Draft) -> bool:
    """True for "ambassador to NATO X": the name follows the organisation without a comma."""
    before = parsed.tokens[d.first - 1] if d.first else None
    return before is not None and before.pos == "PROPN"


def _copula(parsed: Parsed, d: Draft, by_head: Mapping[int, Draft]) -> Iterator[Office]:
    """ "X is the president of Y"; not where it is denied or supposed."""
    head = parsed.tokens[d.head]
    if head.dep == "nsubj" and head.head.lemma.lower() in ("be", "become", "remain") and not head.head.kids("neg"):
        for noun in head.head.kids("attr"):
            yield from _of_noun(parsed, d, noun, by_head, "is")


def _of_noun(parsed: Parsed, d: Draft, noun: Token, by_head: Mapping[int, Draft], rule: str) -> Iterator[Office]:
    if noun.pos not in ("NOUN", "PROPN") or noun.i == d.head:
        return
    begin = ends_at(parsed.tokens, noun.i + 1, parsed.sentences[noun.sent].tokens[0].i)
    if begin > noun.i:
        return
    cls = title_class(parsed.tokens[begin : noun.i + 1])
    organisation, last = held_for(parsed, noun, by_head)
    last = max(last, starts_at(parsed.tokens, begin, min(begin + 6, len(parsed.tokens))) - 1)
    own = organisation is not None and organisation.actor.id == d.actor.id
    cls = PAST if _past(parsed, begin, noun) else cls
    yield Office(d, _domain(parsed, noun, begin), last, cls, None if own else organisation, rule)


def _past(parsed: Parsed, begin: int, *heads: Token) -> bool:
    """True where a word before a title says that the office is no longer held ("former", "ex-", "the late")."""
    tokens = parsed.tokens
    before = tokens[begin - 1].lower if begin else ""
    if before in FORMER or (before in ("-", "–") and tokens[begin - 2].lower in FORMER):
        return True
    return any(c.lower in FORMER and c.i < h.i for h in heads for c in h.kids("amod", "advmod", "nmod", "compound"))


def _domain(parsed: Parsed, noun: Token, begin: int) -> int:
    """Where a trade's own modifiers begin: "international affairs expert"."""
    first = begin
    for c in noun.kids("compound", "amod"):
        below = c.subtree()
        if below[0].text[:1].islower() and below[0].i < first and below[-1].i < noun.i:
            first = below[0].i
    return first


def held_for(parsed: Parsed, noun: Token, by_head: Mapping[int, Draft]) -> tuple[Draft | None, int]:
    """For whom an office is held, and the last token of its name: "spokesman for Y", "Russia's ambassador to NATO", "Y's minister"."""
    last = noun.i
    sender = owner_of(noun, by_head)
    found: Draft | None = sender
    for prep in noun.kids("prep"):
        target = next((by_head[c.i] for c in prep.kids("pobj") if c.i in by_head), None)
        if prep.lower == "to" and noun.lemma.lower() in SENT and prep.i == noun.i + 1:
            last = _target_end(parsed, prep, target)
        elif prep.lower in AT and target is not None and found is None and target.actor.kind not in ("person", "unknown"):
            found = target
    return found, last


def _target_end(parsed: Parsed, prep: Token, target: Draft | None) -> int:
    if target is not None and target.actor.kind != "person":
        return target.last
    follow = prep.i + 1
    while follow + 1 < len(parsed.tokens) and parsed.tokens[follow].lower in ("the",):
        follow += 1
    return follow


def _bodies(parsed: Parsed, d: Draft, by_head: Mapping[int, Draft], *, alone: bool) -> Iterator[Draft]:
    """The organisations that a person is said to be of: "X of the Labour Party", "the Labour Party's X and Y"."""
    by_first = {o.first: o for o in by_head.values()}
    head = parsed.tokens[d.head]
    chain = [head]
    while alone and chain[-1].dep == "conj" and not chain[-1].kids("poss"):
        chain.append(chain[-1].head)
    near = [by_head[c.i] for t in chain for c in t.kids("poss", "nmod", "compound") if c.i in by_head and c.i < d.first]
    after = parsed.tokens[d.last + 1 : d.last + 4]
    if after and after[0].lower in ("of", "from"):
        near += [by_first[t.i] for t in after[1:] if t.i in by_first and all(x.lower == "the" for x in after[1:] if x.i < t.i)]
    for o in near:
        if o.actor.kind in BODIES and o.how == "name" and o is not d:
            yield o


def _respectively(parsed: Parsed, d: Draft, by_head: Mapping[int, Draft]) -> Draft | None:
    """The body of one of several names: "A and B of respectively the X Party and the Y Party"."""
    first = parsed.tokens[d.head]
    while first.dep == "conj":
        first = first.head
    names = [m for m in members(first) if m.i in by_head]
    end = by_head[names[-1].i].last if names else d.last
    if not any(t.lower == "respectively" for t in parsed.tokens[end + 1 : end + 4]) or d.head not in [m.i for m in names]:
        return None
    bodies = [x for x in sorted(by_head.values(), key=lambda x: x.first) if x.first > end and x.actor.kind in BODIES and x.how == "name"]
    at = [m.i for m in names].index(d.head)
    return bodies[at] if len(bodies) == len(names) else None


def _shared(parsed: Parsed, d: Draft, named: Mapping[int, list[Draft]], bodies: set[int], by_head: Mapping[int, Draft]) -> Iterator[Office]:
    """A plural title before several names: "councillors A of the X Party, B and C"; read by the words, for parsers lose such lists."""
    end = d.first
    for x in reversed([x for x in named.get(parsed.tokens[d.head].sent, []) if x.last < d.first]):
        if not all(t.lower in LISTING or t.i in bodies for t in parsed.tokens[x.last + 1 : end]):
            return
        for o in _before(parsed, x, by_head):
            if parsed.tokens[o.last].tag in ("NNS", "NNPS"):
                yield Office(d, o.first, o.last, o.cls, None, "title before several names")
                return
        end = x.first


LISTING = frozenset([",", "and", "of", "from", "the", ";"])


BODIES = frozenset(["party", "organisation", "company", "ngo"])
"""Kinds of organisations that a text says persons are of."""


def _modifier(t: Token, *heads: int) -> bool:
    return t.head.i in heads and t.dep in ("amod", "compound", "nmod")


def _trade(parsed: Parsed, d: Draft) -> Iterator[Office]:
    """A common noun just before a name that says what the person is: "street vendor X", "human rights lawyer Y"."""
    start = name_start(parsed, d)
    noun = parsed.tokens[start - 1] if start else None
    if noun is None or noun.pos not in ("NOUN", "PROPN", "ADJ") or not noun.text.islower() or not _modifier(noun, d.head):
        return
    first = noun
    while first.i and (before := parsed.tokens[first.i - 1]).sent == noun.sent:
        if before.text not in "-–" and not (before.text.islower() and _modifier(before, noun.i, d.head, first.i)):
            break
        first = before
    opens = parsed.sentences[noun.sent].tokens[0]
    first = opens if first.text in "-–" and opens.i == first.i - 1 else first
    yield Office(d, first.i, noun.i, "trade", None, "common noun before a name")
