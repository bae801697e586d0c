"""Several words of one blow: "attacked a base, killing ten and wounding five" is one act, told three times."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.events.enemies import frees
from kg.extract.events.frames import is_verb
from kg.extract.events.seeking import unique
from kg.model import Event, Passed
from kg.parse import Parsed, Token

LINKS = frozenset({"advcl", "conj", "acl", "xcomp", "prep", "pcomp", "dobj", "relcl"})
STEM = 5  # letters
HURTING = frozenset({"kill", "wound", "injure", "hurt"})
LEADING = frozenset({"prompt", "trigger", "spark", "provoke", "follow", "precede", "draw", "invite"})  # what a blow leads to is another one


def merged(parsed: Parsed, events: Iterable[Event]) -> Iterator[Event | Passed]:
    """The events in order, each act once: what hangs on an earlier blow by the same actors is passed over unless it hits others, and so is
    what an act is done for where that is the act itself ("met X to discuss Y", "marched to demand Z")."""
    kept: list[Event] = []
    for event in sorted(events, key=lambda e: e.trigger):
        blows = (k for k in kept if event.kind == "ASSAULT" and k.kind == "ASSAULT" and _one(parsed, k, event))
        first = next(blows, None) or next((k for k in kept if _goes_into(parsed, k, event)), None)
        if first is None:
            kept.append(event)
            continue
        known = () if frees(event) else tuple(p for p in event.recipients if parsed.article.slug not in p.actor.id)
        if first.kind != event.kind or _hurt_by(parsed, first, event):
            hit = unique((*first.recipients, *event.recipients))
        else:
            hit = first.recipients or known
        told = replace(first, actors=first.actors or event.actors, recipients=hit)
        kept[kept.index(first)] = replace(told, date=first.date or event.date, place=first.place or event.place)
        yield Passed(span=event.trigger, why=f"the same act as {first.trigger.text!r}")
    yield from kept


def _goes_into(parsed: Parsed, first: Event, second: Event) -> bool:
    """True for a purpose or a further word that tells the same act: a meeting "to discuss", a protest "to demand" or "demanding"."""
    pair = (first.kind, second.kind)
    if first.evidence != second.evidence or not (pair == ("PROTEST", "REQUEST") or (pair[0] == pair[1] and pair[0] in ("CONSULT", "MOBILIZE"))):
        return False
    one, two = _head(parsed, first), _head(parsed, second)
    if one is not None and two is not None and pair[0] == "CONSULT" and two.dep == "pobj" and two.head.lower == "for":
        known = {p.actor.id for p in (*first.actors, *first.recipients)}  # "travelled to X for talks", "hosted X for a summit"
        return two.head.head.i == one.i and {p.actor.id for p in (*second.actors, *second.recipients)} <= known
    if one is None or two is None or not is_verb(two) or two.dep not in ("advcl", "xcomp", "acl", "conj"):
        return False
    clause = one if is_verb(one) or one.is_root else one.head
    above = two.head if two.head.pos != "NOUN" or two.head.i == one.i else two.head.head
    parties = {p.actor.id for p in (*first.actors, *first.recipients)}
    known = {p.actor.id for p in (*second.actors, *(() if pair[0] == "PROTEST" else second.recipients))}
    return above.i in (one.i, clause.i) and known <= parties and (two.dep != "conj" or pair[0] == "CONSULT")


def retold(parsed: Parsed, events: Iterable[Event]) -> Iterator[Event | Passed]:
    """The events in order; what a headline or a noun of nobody ("the liberation of X") tells is passed over where the text tells more."""
    told = list(events)
    for i, event in enumerate(told):
        if _headline(parsed, event) and any(_richer(e, event) for e in told[i + 1 :]):
            yield Passed(span=event.trigger, why=f"{event.kind} of which the text tells as much")
            continue
        if event.rule.startswith("noun") and not event.actors and frees(event):
            yield Passed(span=event.trigger, why=f"{event.kind}: nobody is told who did it")
            continue
        same = (e for j, e in enumerate(told) if e is not event and e.kind == event.kind and (e.actors or j < i) and _stem(e) == _stem(event))
        hit = {p.actor.id for p in event.recipients}
        if event.rule.startswith("noun") and not event.actors and any(hit <= {p.actor.id for p in e.recipients} for e in same):
            yield Passed(span=event.trigger, why=f"{event.kind} of which more is told elsewhere")
        else:
            yield event


def _headline(parsed: Parsed, event: Event) -> bool:
    head = _head(parsed, event)
    return head is not None and parsed.sentence(head).kind == "title"


def _richer(more: Event, less: Event) -> bool:
    """True where an event of the same kind has all parties of the other."""
    ours, theirs = (({p.actor.id for p in e.actors}, {p.actor.id for p in e.recipients}) for e in (more, less))
    return more.kind == less.kind and theirs[0] <= ours[0] and theirs[1] <= ours[1] and more.status == less.status


def _stem(event: Event) -> str:
    """What "liberate" and "liberation" have in common."""
    return event.trigger.text.lower()[:STEM]


def _one(parsed: Parsed, first: Event, second: Event) -> bool:
    """True where the second hangs on the first in the sentence and nobody else does it."""
    if first.evidence != second.evidence:
        return False
    doers, others = ({p.actor.id for p in e.actors} for e in (first, second))
    if doers and others and doers != others:
        return False
    hit, too = ({p.actor.id for p in e.recipients} for e in (first, second))
    if _hurt_by(parsed, first, second) and (not doers or not others or doers == others):
        return True
    deed = _head(parsed, second)
    there = deed is not None and _occasion(deed) and all(p.actor.kind in ("state", "territory") for p in second.recipients)  # where it happened
    if (hit and too and not too <= hit and not there and not _included(parsed, second)) or not (doers or others or hit & too):
        return False
    one, two = _head(parsed, first), _head(parsed, second)
    if one is None or two is None or _listed(one, two):
        return False
    return _below(one, two) or _below(two, one)


def _listed(one: Token, two: Token) -> bool:
    """True for two deeds of a list: "burned villages and abducted children" (but "attacked a village and killed ten")."""
    return is_verb(one) and is_verb(two) and two.dep == "conj" and two.head.i == one.i and one.lemma != two.lemma and two.lemma not in HURTING


def _hurt_by(parsed: Parsed, first: Event, second: Event) -> bool:
    """True for the harm that a blow did ("attacked a post, killing nine"), and the blow of which it is told ("were killed when a bomb hit")."""
    one, two = _head(parsed, first), _head(parsed, second)
    if one is None or two is None or not is_verb(one):
        return False
    while two.dep == "conj" and two.tag == "VBG" and two.lemma in HURTING:
        two = two.head
    if two.dep != "advcl" or (two.head.i != one.i and not (two.head.dep == "conj" and two.head.head.i == one.i and two.head.lemma in HURTING)):
        return False
    if two.lemma in HURTING and two.tag == "VBG":
        return True
    told = bool(one.kids("nsubjpass")) and not one.kids("agent")
    return told and any(m.lower in ("when", "as", "after") for m in two.kids("mark", "advmod"))


def _included(parsed: Parsed, event: Event) -> bool:
    """True for blows that are some of those just told: "airstrikes, including strikes on"."""
    head = _head(parsed, event)
    return head is not None and head.dep == "pobj" and head.head.lower == "including"


def _head(parsed: Parsed, event: Event) -> Token | None:
    """The word of a trigger that the others hang on: in "men were seized" the verb."""
    words = parsed.within(event.trigger)
    return next((t for t in words if t.is_root or not event.trigger.start <= t.head.start < event.trigger.end), words[0] if words else None)


def _occasion(noun: Token) -> bool:
    """True for the blow in which somebody was hurt: "killed in an attack by X"."""
    verb = noun.head.head
    return noun.dep == "pobj" and noun.head.lower in ("in", "during") and verb.lemma in HURTING and verb.tag in ("VBN", "VBD", "VBZ", "VBP")


def _below(high: Token, low: Token) -> bool:
    """True where a short chain of links leads from the one word up to the other."""
    for _ in range(4):
        if not (low.dep in LINKS or (low.dep == "pobj" and (low.head.lower == "including" or _occasion(low)))) or low.is_root:
            return False
        if low.head.i == high.i:
            return True
        low = low.head
        if low.lemma in LEADING:
            return False
    return False
