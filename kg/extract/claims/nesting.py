"""Which claims stand, each once, and inside which others."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.claims.asides import ASIDE
from kg.extract.claims.restraint import is_performed, why_not_inside
from kg.model import Claim, Passed, Span, Stance


def distinct(claims: Iterable[Claim]) -> list[Claim]:
    """Claims once each, and no two of one id: a joint source, or two cues over one stretch, get their source or cue into the id."""
    out: dict[str, Claim] = {}
    said: set[tuple[str | None, tuple[Span, ...]]] = set()
    for claim in claims:
        key = (claim.source.actor.id if claim.source else None, claim.content)
        if key in said:
            continue
        said.add(key)
        if claim.id in out:
            who = claim.source.actor.id.rsplit("/", 1)[-1] if claim.source else "nobody"
            claim = replace(claim, id=f"{claim.id}-by-{who}")
        if claim.id in out:
            claim = replace(claim, id=f"{claim.id}-{claim.cue.start if claim.cue else 0}")
        out[claim.id] = claim
    return list(out.values())


def nested(claims: list[Claim]) -> list[Claim]:
    """The claims, each with the innermost other claim whose content holds all of it."""
    out = []
    reach = [(min(s.start for s in o.content), max(s.end for s in o.content), o) for o in claims if o.content and f":{ASIDE}:" not in o.rule]
    for claim in claims:
        core = [*claim.content, *([claim.cue] if claim.cue else [])]
        first, last = min((c.start for c in core), default=0), max((c.end for c in core), default=0)
        near = [o for start, end, o in reach if start <= first and last <= end and o is not claim]
        around = [o for o in near if all(any(s.covers(c) for s in o.content) for c in core) and o.content != claim.content]
        aside = f":{ASIDE}:" in claim.rule  # the writer adds it to what another says
        out.append(replace(claim, within=min(around, key=size).id) if around and not aside else claim)
    return out


def kept(claims: list[Claim]) -> Iterator[Claim | Passed]:
    """The claims that stand, outer ones first; those inside what was passed over move out to what holds that.

    Where nearly all of a quotation is one act of speech ("we urge ..."), it is that act, and no second claim.
    """
    by_id = {c.id: c for c in claims}
    gone: dict[str, str | None] = {}
    stances: dict[str, Stance] = {}
    standing: list[Claim] = []
    for claim in sorted(claims, key=size, reverse=True):
        while claim.within in gone:
            claim = replace(claim, within=gone[claim.within])
        outer = by_id[claim.within] if claim.within else None
        why = why_not_inside(claim, outer) if outer is not None else None
        if outer is not None and why is None and size(claim) >= MOSTLY * size(outer) and is_performed(claim):
            stances[outer.id] = claim.stance
            why = "all of the quotation does this"
        if why is not None and claim.cue is not None:
            gone[claim.id] = claim.within
            yield Passed(span=claim.cue, why=why)
        else:
            standing.append(claim)
    yield from (replace(c, stance=stances.get(c.id, c.stance)) for c in standing)


MOSTLY = 0.6  # share of a quotation's characters from which on an act of speech in it is what the quotation does


def size(claim: Claim) -> int:
    """How many characters a claim holds."""
    return sum(s.end - s.start for s in claim.content)
