"""Which standing each event has: its own modality, else claimed or asserted; who claims it; and what each claim is about."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract import parties
from kg.extract.places.discourse import where
from kg.extract.status import remembered
from kg.extract.status.confidence import calibrated
from kg.extract.status.modality import Modality, modality
from kg.extract.status.operators import is_definite
from kg.extract.status.suspicion import is_suspected
from kg.extract.times import discourse
from kg.model import Actor, Claim, Event, Extraction, Party, Span, Stance, Status
from kg.parse import Parsed, Token

LONGEST_POINTER = 6  # words of a content that points back and says nothing of its own: "all of these groundless accusations"
POINTERS = frozenset({"it", "that", "this", "these", "those", "them", "so", "such"})
CLAIM_NOUNS = frozenset(
    {"accusation", "allegation", "assertion", "charge", "claim", "comment", "insinuation", "remark", "report", "statement", "suggestion"}
)
CLAUSES = frozenset({"that", "quote", "colon", "paren", "to", "objto", "ing", "obj+of", "objas", "obj+as", "objc"})
WISHES = frozenset({"order", "want", "ask", "promise", "refuse", "threaten"})
SPEECH = frozenset({"say", "tell", "write"})
ATTITUDES = frozenset({"attitude", "criticize", "oppose", "feel"})
EVIDENCE = frozenset({"underscore", "underline", "highlight", "reflect", "illustrate", "mean"})  # what things do, not speakers
WRITTEN = frozenset({"report", "memo", "letter", "dossier", "study", "article", "book", "cable", "leak", "complaint", "statement", "paper"})
RECOUNTING = frozenset({"describe", "detail", "document", "recount", "chronicle", "list", "catalogue"})
UNSAID = frozenset({"comment", "confirm", "deny", "respond", "discuss", "speculate", "answer", "elaborate"})
PERFORMED = frozenset({"REQUEST", "ACCUSE", "THREATEN"})
DENYING = frozenset({"denies", "rejects"})
DENIAL = re.compile(r"deny:(?:aside|that|quote):")  # rules of claims that deny whatever is in them
REPEATING = frozenset({"repeat", "reiterate", "renew", "restate", "reaffirm"})
UNNAMED = Party(actor=Actor(id="actor/unnamed-source", name="unnamed source", kind="unknown"))


def find(parsed: Parsed, found: Extraction) -> Iterator[object]:
    """Yield every event with its standing, its chain of sources and its confidence, and every claim with what it is about."""
    about: dict[str, list[str]] = {claim.id: [] for claim in found.claims}
    denials: set[str] = set()
    told: list[Event] = []
    for event in sorted(found.events, key=lambda e: e.trigger):
        token = trigger_token(parsed, event.trigger)
        over = covering(found.claims, event.trigger)
        own = modality(parsed, token)
        denying = deniers(over, own)
        denials.update(c.id for c in denying[-1:])
        for claim in over:
            if claim.stance not in DENYING or claim in denying or DENIAL.match(claim.rule):  # to condemn an act is not to deny it
                about[claim.id].append(event.id)
        done = standing(parsed, found, _without_speaker(event, over), token, over, own)
        if (then := remembered.date(parsed, done, token)) is not None:
            done = replace(done, date=then)
        scene = discourse.Scene(parsed, found, told)
        done = replace(done, date=discourse.when(scene, done, token), place=where(scene, done))
        told.append(done)
        yield replace(done, confidence=calibrated(done))
    for claim in found.claims:
        stance: Stance = "denies" if claim.id in denials and claim.stance == "asserts" else claim.stance
        yield replace(claim, stance=stance, about=tuple(about[claim.id] or _referred(parsed, claim, found.claims, about)))


def deniers(over: list[Claim], own: Modality) -> list[Claim]:
    """The claims that say of an act that it was not done, outermost first: "denied that", "said the report was false"."""
    if own.settled is None:
        return [c for c in over if c.stance in DENYING] if own.status == "denied" else []
    return [c for c in over if any(s.start <= own.settled < s.end for s in c.content) or (c.cue and c.cue.start <= own.settled < c.cue.end)]


def voices(claim: Claim, token: Token, own: Modality) -> bool:
    """True where the act is in the source's mouth, and not the writer's own words for what the source has a feeling about.

    "Condemned the attack" and "demanded an end to the attack" take it for granted; "figures show that" is the writer with figures.
    """
    act, slot, cue = (*claim.rule.split(":"), "", "")[:3]
    if act == "show" or cue in EVIDENCE:
        return claim.source is not None and (claim.source.actor.kind != "unknown" or _is_written(claim.source))
    if slot == "obj" and cue in RECOUNTING and claim.source is not None and _is_written(claim.source):
        return True
    if act == "refuse" and any(t.lemma in UNSAID for t in token.ancestors() if any(s.start <= t.start < s.end for s in claim.content)):
        return False  # "declined to comment on reports that"
    if slot == "aside" or (claim.kind == "indirect" and _is_aside(claim, token)):
        return False
    if act in SPEECH and slot in CLAUSES and claim.stance in DENYING:
        return True  # "we condemn the attack, X said": it is X who takes the attack for granted
    if (act in WISHES or claim.stance in DENYING) and own.stands:
        return False
    if slot in CLAUSES:
        return True
    if act in ATTITUDES:
        return token.pos in ("VERB", "AUX") and act != "attitude"
    return not (act in ("say", "tell", "think", "write") and is_definite(token))


def _is_written(source: Party) -> bool:
    """True for what somebody wrote with his own view of things, as against figures and pictures: "the report", "a leaked memo"."""
    return source.actor.name.rsplit(maxsplit=1)[-1].lower().rstrip("s") in WRITTEN


def _is_aside(claim: Claim, token: Token) -> bool:
    """True inside an apposition, or a clause after a comma, with which the writer explains a name in what somebody else said."""
    inside = [t for t in (token, *token.ancestors()) if any(s.start <= t.start < s.end for s in claim.content)]
    outermost = inside[-1:]  # all of the claim may be such a clause: "the man, who was shot, according to X, ..."
    return any(t.dep == "appos" or (t.dep == "relcl" and t not in outermost and is_definite(t.head) and _after_comma(t)) for t in inside)


def _after_comma(clause: Token) -> bool:
    start = clause.subtree()[0]
    if start.lower == "that":
        return False  # "it was X, according to Y, that ..." explains no name
    return any(t.text == "," and t.i == start.i - 1 for t in (*clause.head.children, *clause.head.head.children))


def performs(event: Event, claim: Claim, token: Token) -> bool:
    """True for a speaker who does what he says by saying it: "we urge ...", "our call on ..." are facts of his words."""
    if event.rule == "verb/obligation":  # "X says Y must leave": it is asked by saying so, in whatever words
        return claim.source is not None and {p.actor.id for p in event.actors} == {claim.source.actor.id}
    if claim.kind == "indirect" or event.kind not in PERFORMED:
        return False
    if token.lemma in REPEATING and not token.kids("aux") and any(p.lower in ("our", "my") for o in token.kids("dobj") for p in o.kids("poss")):
        return token.tag in ("VBP", "VB")  # "... and repeat our call": the parser may take the present for an infinitive
    if token.tag in ("VBD", "VBN", "VBG", "VB"):
        return False
    if any(s.lower in ("we", "i") for s in token.kids("nsubj")) or any(p.lower in ("our", "my") for p in token.kids("poss")):
        return True
    return claim.source is not None and {p.actor.id for p in event.actors} == {claim.source.actor.id}


def standing(parsed: Parsed, found: Extraction, event: Event, token: Token | None, over: list[Claim], own: Modality) -> Event:
    """The event with the standing that its own modality and the chain of its sources give it."""
    chain = [c for c in over if token is None or voices(c, token, own)]
    if own.status != "denied" and any(c.stance not in DENYING for c in chain):
        chain = [c for c in chain if not DENIAL.match(c.rule)]  # "...; the rebels denied it": they are no relay
    if own.status == "denied" and (told := _told_by_others(chain, deniers(over, own))):
        chain, own = told, replace(own, status=None)
    if token is not None and chain and own.status != "negated" and performs(event, chain[-1], token):
        return replace(event, status="asserted", claimed_by=sourced(chain[:-1]))
    sources = sourced(chain) or event.claimed_by[:1]  # a construction may know who claims, jointly: "took responsibility for"
    if not sources and own.status is None and is_suspected(parsed, event, token):
        sources = (UNNAMED,)
    if own.hearsay and not sources:
        sources = (_heard_from(parsed, found, own) or UNNAMED,)
    accuses = event.kind in PERFORMED and bool(event.actors)  # what is denied is the charge, not that it was made
    if own.status is None and not sources and not accuses and any(":aside:" in c.rule and _is_charge(parsed, c) for c in over):
        sources = (UNNAMED,)  # "..., a charge the junta denies": somebody makes the charge
    if own.status == "denied" and accuses and any(":aside:" in c.rule for c in over):
        own, sources = replace(own, status=None), ()  # "A accuses B of it, B denies": it is denied, and not that it was said
    if event.rule.endswith("+refusal"):  # the "not" is the refusal, which is done
        own = replace(own, status=None if own.status == "negated" else own.status, polarity="positive")
    if own.settled is not None and own.status == "denied" and not deniers(over, own):
        own, sources = replace(own, status="negated"), ()  # nobody's denial: the writer says so himself
    if own.status == "denied" and own.settled is not None and token is not None and token.pos == "NOUN" and event.kind == "ACCUSE":
        own, sources = replace(own, status=None), ()  # "X's accusations are false": they were made
    status: Status = own.status or ("claimed" if sources else "asserted")
    if own.status == "claimed" and not sources:
        status = "hypothetical"  # "neither confirmed nor denied that"
    if event.status != "asserted":  # the construction that made the event knows better
        status = event.status
    certainty = event.certainty if event.certainty != "certain" else own.certainty
    polarity = event.polarity if event.polarity != "positive" else own.polarity
    return replace(event, status=status, claimed_by=sources, certainty=certainty, polarity=polarity)


def _is_charge(parsed: Parsed, aside: Claim) -> bool:
    """True for a denial of what is called a charge, claim or report, as against "which they deny"."""
    verb = parsed.at(aside.cue.start) if aside.cue is not None else None
    return verb is not None and verb.head.lemma.lower() in CLAIM_NOUNS


def _without_speaker(event: Event, over: list[Claim]) -> Event:
    """The event without the speaker as a party where his name is only put into his words or set below: "the meeting, says X, allows Y"."""
    named = [(c, c.source.mention) for c in over if c.source is not None and c.source.mention is not None]
    said = [m for c, m in named if ":paren:" in c.rule or (":colon:" in c.rule and m.start >= c.content[-1].end)]

    def held(parties_: tuple[Party, ...]) -> tuple[Party, ...]:
        return tuple(p for p in parties_ if p.mention is None or not any(m.overlaps(p.mention) for m in said))

    return replace(event, actors=held(event.actors), recipients=held(event.recipients)) if said else event


def _told_by_others(chain: list[Claim], denials: list[Claim]) -> list[Claim]:
    """The chain of those who say what another denies, without the denier; empty where nobody is named who says it."""
    said = {c.source.actor.id for c in denials if c.source is not None}
    others = [c for c in chain if c not in denials and c.source is not None and c.source.actor.id not in said]
    depth = max((chain.index(c) for c in denials if c in chain), default=len(chain))
    return [c for c in chain if c not in denials] if any(chain.index(c) > depth for c in others) else []


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


def sourced(chain: list[Claim]) -> tuple[Party, ...]:
    """The sources of a chain, outermost first: nobody twice in a row, nor somebody's own "we", nor, beside a name, anybody unnamed."""
    steps = list({(c.cue, c.content): c for c in reversed(chain)}.values())[::-1]  # those who say it together are one step
    named = [c.source for i, c in enumerate(steps) if c.source is not None and not (i and _is_own_side(c.source))]
    if not named:
        return (UNNAMED,) if chain else ()
    return tuple(p for i, p in enumerate(named) if i == 0 or p.actor.id != named[i - 1].actor.id)


def _is_own_side(source: Party) -> bool:
    return source.mention is not None and source.mention.text.lower() in ("we", "i", "us")


def _heard_from(parsed: Parsed, found: Extraction, own: Modality) -> Party | None:
    """Who says what is hearsay where no claim was found: the subject of the word that makes it so."""
    word = parsed.at(own.via) if own.via is not None else None
    subject = next((s for s in word.kids("nsubj") if s.pos != "PRON"), None) if word is not None else None
    if subject is None:
        return None
    return next(iter(parties.named(parsed, found, subject)), None) or parties.described(parsed, subject)


def covering(claims: tuple[Claim, ...], trigger: Span) -> list[Claim]:
    """The claims whose content covers a trigger, outermost first: by `within` where it is told, else the wider first."""
    over = [c for c in claims if any(s.covers(trigger) for s in c.content) and not (c.cue and c.cue.overlaps(trigger))]
    by_id = {c.id: c for c in claims}
    return sorted(over, key=lambda c: (_depth(c, by_id), -sum(s.end - s.start for s in c.content), c.content[0].start))


def _depth(claim: Claim, by_id: dict[str, Claim]) -> int:
    depth, seen = 0, {claim.id}
    while claim.within and claim.within in by_id and claim.within not in seen:
        seen.add(claim.within)
        claim, depth = by_id[claim.within], depth + 1
    return depth
