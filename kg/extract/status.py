"""Which standing each event has: its own modality, else claimed or asserted; who claims it; and what each claim is about."""

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.modality import Modality, modality
from kg.model import Actor, Claim, Event, Extraction, Party, Span, Status
from kg.parse import Parsed, Token

LONGEST_POINTER = 6  # words of a content that points back and says nothing of its own: "all of these groundless accusations"
POINTERS = frozenset({"it", "that", "this", "these", "those", "them", "so", "such"})
CLAIM_NOUNS = frozenset(
    {"accusation", "allegation", "assertion", "charge", "claim", "comment", "insinuation", "remark", "report", "statement", "suggestion"}
)
UNNAMED = Party(actor=Actor(id="actor/unnamed-source", name="unnamed source", kind="unknown"))


def find(parsed: Parsed, found: Extraction) -> Iterator[object]:
    """Yield every event with its status, polarity, certainty and chain of sources, and every claim with what it is about."""
    about: dict[str, list[str]] = {claim.id: [] for claim in found.claims}
    for event in found.events:
        chain = _chain(found.claims, event.trigger)
        for claim in chain:
            about[claim.id].append(event.id)
        yield _standing(event, modality(parsed, trigger_token(parsed, event.trigger)), chain)
    for claim in found.claims:
        yield replace(claim, about=tuple(about[claim.id] or _referred(parsed, claim, found.claims, about)))


def _referred(parsed: Parsed, claim: Claim, claims: tuple[Claim, ...], about: dict[str, list[str]]) -> list[str]:
    """The events of the claims just made, where a claim's content only points back at them ("these assertions", "that", "it")."""
    words = parsed.within(claim.content[0])
    if len(words) > LONGEST_POINTER or not any(t.lower in POINTERS or t.lemma in CLAIM_NOUNS for t in words):
        return []
    here = _sentence(parsed, claim)
    near = [c for c in claims if c.content[0] < claim.content[0] and here - 2 <= _sentence(parsed, c) <= here]
    earlier = [c for c in near if about[c.id] and c.source != claim.source]
    last = max((_sentence(parsed, c) for c in earlier), default=0)
    return list(dict.fromkeys(e for c in earlier if _sentence(parsed, c) == last for e in about[c.id]))


def _sentence(parsed: Parsed, claim: Claim) -> int:
    return next((t.sent for t in parsed.within(claim.content[0])), 0)


def trigger_token(parsed: Parsed, span: Span) -> Token | None:
    """The head word of a trigger: the one whose own head stands outside of it."""
    tokens = parsed.within(span) or [t for t in parsed.tokens if t.start < span.end and span.start < t.end]
    return next((t for t in tokens if t.is_root or not span.start <= t.head.start < span.end), tokens[0] if tokens else None)


def _standing(event: Event, own: Modality, chain: list[Claim]) -> Event:
    sources = tuple(claim.source or UNNAMED for claim in chain)
    if own.hearsay and not sources:
        sources = (UNNAMED,)
    status: Status = "claimed" if sources else "asserted"
    status = own.status or status
    if event.status != "asserted":  # the construction that made the event knows better
        status = event.status
    certainty = event.certainty if event.certainty != "certain" else own.certainty
    polarity = event.polarity if event.polarity != "positive" else own.polarity
    return replace(event, status=status, claimed_by=sources, certainty=certainty, polarity=polarity)


def _chain(claims: tuple[Claim, ...], trigger: Span) -> list[Claim]:
    """The claims whose content covers the trigger, outermost first: by `within` where it is told, else the wider first."""
    over = [c for c in claims if any(s.covers(trigger) for s in c.content) and not (c.cue and c.cue.overlaps(trigger))]
    by_id = {c.id: c for c in claims}
    return sorted(over, key=lambda c: (_depth(c, by_id), -sum(s.end - s.start for s in c.content), c.content[0].start))


def _depth(claim: Claim, by_id: dict[str, Claim]) -> int:
    depth, seen = 0, {claim.id}
    while claim.within and claim.within in by_id and claim.within not in seen:
        seen.add(claim.within)
        claim, depth = by_id[claim.within], depth + 1
    return depth
