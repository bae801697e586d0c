"""What a claim says, as spans: the words of a clause, the quotations that belong to it, trimmed of marks at both ends."""

from collections.abc import Iterable, Sequence

from kg.extract.claims.cues import Draft
from kg.extract.claims.quotes import Quote
from kg.model import ClaimKind, Span
from kg.parse import Parsed, Token

TRIM = frozenset(" \t\n\u00a0,;:—–-\"“”„'‘’`.*_")
Offsets = tuple[int, int]
MIXED = 2  # words outside of the marks, between a cue and the quotation after it, that make the claim mixed


def contents(parsed: Parsed, draft: Draft, linked: Sequence[Quote], quoted: Sequence[Quote]) -> tuple[Span, ...]:
    """The content of a draft: its clause, completed by the quotations in it, or the quotations that its cue brings."""
    told = bool(linked) and draft.slot == "obj" and draft.entry.act in ("say", "tell", "ask")  # "told the rally: '...'"
    pieces = runs(parsed, draft.content) if not told else []
    for quote in sorted(linked, key=lambda q: abs(q.start - draft.cue.start)):
        pieces = _joined(parsed, draft, pieces, quote)
    pieces = [_closed(piece, quoted) for piece in pieces]
    trimmed = (trim(parsed.article.text, *piece) for piece in merged(pieces))
    return tuple(parsed.article.span(*p) for p in trimmed if p is not None)


def _joined(parsed: Parsed, draft: Draft, pieces: list[Offsets], quote: Quote) -> list[Offsets]:
    """The pieces of a clause and a quotation: the quotation alone where the clause is nothing but a parse of it."""
    own = (quote.start, quote.end)
    if not pieces:
        return [own]
    if quote.end <= draft.cue.start:
        before = [p for p in pieces if p[0] < draft.cue.start]
        touching = any(p[0] < quote.end and quote.start < p[1] for p in before)
        return [*(p for p in pieces if not touching or p[0] >= quote.end), own]
    between = [t for t in draft.content if draft.cue.end <= t.start and t.end <= quote.start and t.pos != "PUNCT"]
    if len(between) >= MIXED or not any(p[0] < quote.end and quote.start < p[1] for p in pieces):
        return [*pieces, own]
    return [*(p for p in pieces if p[1] <= draft.cue.start), own]


def _closed(piece: Offsets, quoted: Sequence[Quote]) -> Offsets:
    """A piece that ends within a quotation which it entered takes all of it."""
    start, end = piece
    for q in quoted:
        if start <= q.start < end < q.end:
            return start, q.end
        if q.start >= end:
            break
    return piece


def runs(parsed: Parsed, tokens: Iterable[Token]) -> list[Offsets]:
    """Tokens as stretches of text; only punctuation may stand between two words of one stretch."""
    out: list[list[Token]] = []
    for t in sorted({t.i: t for t in tokens}.values(), key=lambda t: t.i):
        if out and all(x.pos == "PUNCT" for x in parsed.tokens[out[-1][-1].i + 1 : t.i]):
            out[-1].append(t)
        else:
            out.append([t])
    return [(g[0].start, g[-1].end) for g in out if any(t.pos != "PUNCT" for t in g)]


def merged(pieces: Iterable[Offsets]) -> list[Offsets]:
    """Stretches in order, those that touch made one."""
    out: list[Offsets] = []
    for s, e in sorted(pieces):
        if out and s <= out[-1][1]:
            out[-1] = (out[-1][0], max(e, out[-1][1]))
        else:
            out.append((s, e))
    return out


def trim(text: str, start: int, end: int) -> Offsets | None:
    """A stretch without marks and blanks at its ends; None where nothing is left.

    >>> trim("“No deal,” he said", 0, 10)
    (1, 8)
    """
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM:
        end -= 1
    return (start, end) if start < end else None


def kind_of(spans: Sequence[Span], quoted: Sequence[Quote]) -> ClaimKind:
    """Direct where (nearly) all stands between marks, indirect where nothing does, else mixed."""
    total = sum(s.end - s.start for s in spans)
    inside = sum(max(0, min(s.end, q.end) - max(s.start, q.start)) for s in spans for q in quoted)
    return "direct" if inside >= DIRECT * total else "mixed" if inside else "indirect"


DIRECT = 0.9  # share of a content's characters between marks from which on it is a direct quotation; the rest is "and", "that"
