"""Blows that somebody has claimed: "X claimed responsibility for the bombing" makes X its doer, in X's own word.

The claim may stand in the clause of the blow or up to three sentences after it; the event stays X's claim and is no fact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.events.frames import charged_by, is_verb
from kg.extract.events.reading import Reading
from kg.extract.events.seeking import deed, unique
from kg.model import Event, Party
from kg.parse import Token

CLAIMING = frozenset({"claim", "admit", "take", "accept"})
BLAMING = frozenset({"condemn", "denounce", "criticise", "criticize", "blame", "slam", "castigate", "rebuke", "fault", "chide", "blast", "decry"})
REACH = 3  # sentences


def owned(reading: Reading, events: Iterable[Event]) -> Iterator[Event]:
    """The events in order; assaults by nobody have the one who claimed responsibility for their actor, and who condemns the blow condemns him."""
    claimed = dict(claimants(reading))
    for event in events:
        at = reading.parsed.at(event.trigger.start)
        who = next((claimed[s] for s in range(at.sent, at.sent + REACH + 1) if s in claimed), None) if at and claimed else None
        if who and event.kind == "ASSAULT" and not event.actors:
            yield replace(event, actors=who, claimed_by=who, rule=f"{event.rule}+responsibility", confidence=round(event.confidence - 0.1, 2))
        elif who and at and event.kind == "ACCUSE" and not event.recipients and any(deed(reading, t) == "ASSAULT" for t in reading.reach(at, "obj")):
            yield replace(event, recipients=who, rule=f"{event.rule}+responsibility", confidence=round(event.confidence - 0.1, 2))
        elif not event.claimed_by and at and (by := blamers(reading, at)):
            yield replace(event, claimed_by=by)
        else:
            yield event


def blamers(reading: Reading, deed: Token) -> tuple[Party, ...]:
    """In whose word a gerund is a deed: "condemned X for bombing Y" is that of whoever condemns."""
    while deed.dep == "conj" and is_verb(deed.head):
        deed = deed.head
    prep = deed.head
    verb = charged_by(prep) or prep.head
    blaming = deed.dep == "pcomp" and deed.tag == "VBG" and prep.lower in ("for", "of") and verb.lemma in BLAMING
    if not blaming or not verb.kids("dobj", "nsubjpass"):
        return ()
    return unique(p for t in reading.reach(verb, "subj") for p in reading.named(t))


def claimants(reading: Reading) -> Iterator[tuple[int, tuple[Party, ...]]]:
    """Who claims responsibility, by the number of the sentence."""
    for token in reading.parsed.tokens:
        if token.lemma == "responsibility" and token.dep == "dobj" and is_verb(token.head) and token.head.lemma in CLAIMING:
            if token.head.kids("neg") or token.kids("neg"):
                continue
            who = unique(p for t in reading.reach(token.head, "subj") for p in reading.named(t))
            if who:
                yield token.sent, who
