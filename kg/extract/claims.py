"""Who says what: claims with source, cue, content and stance, from cue words and quotations.

`find` yields a `Claim` for each source and content; `speaker_of` gives the claim that a word stands in.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract import parties, quotes
from kg.extract.cues import Draft, drafts
from kg.model import Claim, ClaimKind, Extraction, Party, Passed, Span
from kg.parse import Parsed, Token

TRIM = " \t\n,;:—–-\"“”„'‘’`."


def find(parsed: Parsed, found: Extraction) -> Iterator[object]:
    """Yield the claims of an article."""
    quoted = quotes.find(parsed)
    inside = _inside(parsed, quoted)
    made = []
    for token in parsed.tokens:
        q = inside.get(token.i)
        if q is not None and q.whole:
            continue
        made.extend(drafts(token))
    links = link(parsed, quoted, made)
    claims: list[Claim] = []
    for draft in made:
        spans = _content(parsed, draft, links.get(draft.cue.i, []), quoted)
        if not spans:
            continue
        for party in _sources(parsed, found, draft):
            claims.append(_claim(parsed, draft, party, spans, quoted))
    yield from _distinct(claims)


def _inside(parsed, quoted):
    out = {}
    it = iter(quoted)
    q = next(it, None)
    for t in parsed.tokens:
        while q is not None and t.start >= q.end:
            q = next(it, None)
        if q is None:
            break
        if q.start <= t.start < q.end:
            out[t.i] = q
    return out


def link(parsed, quoted, made):
    """Which whole quotations each cue brings."""
    links = {}
    speaking = [d for d in made if d.entry.act in ("say", "write", "tell", "ask", "order", "promise", "accuse", "deny", "show", "call", "think") and d.slot in ("quote", "that", "paren", "obj", "about", "of", "objto", "on", "to", "for")]
    text = parsed.article.text
    last = None
    for q in quoted:
        if not q.whole:
            continue
        best = None
        # after the quotation, in the sentence where it ends
        for d in speaking:
            if d.cue.start >= q.end and d.cue.start - q.end < 250 and "\n\n" not in text[q.end:d.cue.start]:
                lead = min([d.cue.start] + [t.start for t in (d.source.subtree() if d.source is not None and d.source.i < d.cue.i else []) if t.start >= q.end])
                gap = text[q.end:lead].strip(" ,—–-\"”’'\n")
                if not gap or len(gap.split()) <= 1 and gap.isalpha():
                    best = d
                break
        if best is None:
            for d in reversed(speaking):
                if d.cue.end <= q.start:
                    gap = text[d.cue.end:q.start]
                    if d.cue.sent in _sents(parsed, q) and "\n\n" not in gap or gap.strip() in (":",):
                        best = d
                    break
        if best is not None:
            links.setdefault(best.cue.i, []).append(q)
            last = (best, q)
        elif last is not None:
            d, lq = last
            gap = text[lq.end:q.start]
            if lq.paragraph == q.paragraph or (q.goes_on or q.paragraph - lq.paragraph == 1 and _starts_paragraph(parsed, q)):
                links[d.cue.i].append(q)
                last = (d, q)
    return links


def _starts_paragraph(parsed, q):
    return any(s.paragraph == q.paragraph and s.start >= q.start - 1 for s in parsed.sentences if s.paragraph == q.paragraph and s.i == min(x.i for x in parsed.sentences if x.paragraph == q.paragraph))


def _sents(parsed, q):
    return {t.sent for t in parsed.tokens if q.start <= t.start < q.end}


def _content(parsed, draft, linked, quoted):
    tokens = draft.content
    spans = _pieces(parsed, tokens) if tokens else []
    if linked:
        starts = min(q.start for q in linked)
        before = [t for t in tokens if t.i > draft.cue.i and t.end <= starts and t.pos != "PUNCT"]
        if draft.slot == "that" and before and starts > draft.cue.start:
            spans = [(s, e) for s, e in spans]
            extra = linked
        else:
            if draft.slot in ("that", "paren", "quote") :
                spans = []
            extra = linked
        spans = _merge(spans + [(q.start, q.end) for q in extra])
    out = []
    for s, e in spans:
        if (p := _trim(parsed.article.text, s, e)) is not None:
            out.append(parsed.article.span(*p))
    return tuple(out)


def _pieces(parsed, tokens):
    tokens = sorted({t.i: t for t in tokens}.values(), key=lambda t: t.i)
    out = []
    group = []
    for t in tokens:
        if group and any(x.pos != "PUNCT" for x in parsed.tokens[group[-1].i + 1 : t.i]):
            out.append(group)
            group = []
        group.append(t)
    if group:
        out.append(group)
    return [(g[0].start, g[-1].end) for g in out if any(t.pos != "PUNCT" for t in g)]


def _merge(spans):
    out = []
    for s, e in sorted(spans):
        if out and s <= out[-1][1]:
            out[-1] = (out[-1][0], max(e, out[-1][1]))
        else:
            out.append((s, e))
    return out


def _trim(text, s, e):
    while s < e and text[s] in TRIM:
        s += 1
    while e > s and text[e - 1] in TRIM:
        e -= 1
    return (s, e) if s < e else None


def _sources(parsed, found, draft):
    if draft.source is None:
        return [None]
    used = {t.i for t in draft.content} | {draft.cue.i}
    heads = list(parties.members(draft.source))
    span = _phrase(parsed, draft.source, used, draft)
    named = parties.named(parsed, found, draft.source) if draft.source.pos in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET") else ()
    if named:
        return [Party(actor=p.actor, mention=span) for p in named]
    return [Party(actor=parties.described(parsed, draft.source).actor, mention=span)]


def _phrase(parsed, head, used, draft):
    cue = draft.cue
    tokens = [t for t in head.subtree() if t.i not in used]
    side = [t for t in tokens if (t.i < cue.i) == (head.i < cue.i)]
    spans = _pieces(parsed, side or [head])
    for s, e in spans:
        if s <= head.start < e:
            p = _trim(parsed.article.text, s, e)
            return parsed.article.span(*(p or (head.start, head.end)))
    return parsed.article.span(head.start, head.end)


def _claim(parsed, draft, party, spans, quoted):
    cue = parsed.article.span(draft.cue.start, draft.cue.end)
    words = draft.words
    kind = _kind(spans, quoted)
    s = min([cue.start] + [x.start for x in spans])
    e = max([cue.end] + [x.end for x in spans])
    return Claim(id=parsed.article.fragment("claim", s, e), source=party, cue=parsed.span(words) if words else cue, content=spans, kind=kind,
                 stance=draft.entry.stance, rule=f"{draft.entry.act}:{draft.slot}:{draft.cue.lemma}", confidence=0.8)


def _kind(spans, quoted) -> ClaimKind:
    total = sum(s.end - s.start for s in spans)
    q = sum(max(0, min(s.end, x.end) - max(s.start, x.start)) for s in spans for x in quoted)
    return "direct" if q >= 0.9 * total else "mixed" if q else "indirect"


def _distinct(claims):
    seen = {}
    for c in claims:
        key = (c.source.actor.id if c.source else None, c.content)
        if key in seen:
            continue
        seen[key] = c
        n = sum(1 for o in seen.values() if o.id == c.id)
        if n > 1:
            from dataclasses import replace
            c = replace(c, id=f"{c.id}-by-{c.source.actor.id.rsplit('/', 1)[-1] if c.source else 'nobody'}-{n}")
            seen[key] = c
        yield c
