"""Who speaks in which quotation: each is linked to a cue beside it, or carried on from the speaker before; and speakers set off by a colon.

`link` answers with the quotations of each cue; `turns` with the stretches after "Name: ...", as in headlines and transcripts;
`blocks` with paragraphs that "X said:" announces and that carry no marks at all.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.claims.complements import TIMES
from kg.extract.claims.cues import SPEAKING, Draft, entries
from kg.extract.claims.quotes import Quote
from kg.extract.claims.wordclass import wordclass
from kg.extract.parties import PEOPLE, PERSONS
from kg.parse import Parsed, Sentence, Token

NEAR = 60  # characters from a cue to the colon behind which whole paragraphs are what it brings
FAR = 250  # characters between a quotation and the verb after it: "..., the minister of X, who ..., said"
BRINGING = SPEAKING - {"oppose"}
INVERTED = frozenset({"said", "says", "added", "adds", "asked", "wrote", "writes", "tweeted"})
CARRYING = frozenset({"say", "tell", "write", "ask"})
SLOTS = frozenset({"quote", "that", "paren", "obj", "objto", "about", "of", "on", "to", "for", "against", "with", "objas", "objc"})
THEMES = frozenset({"to", "about", "of", "on", "for", "against", "with"})  # what a cue is about; the words themselves follow another
# whom a name before makes speakers in a headline: "Syrian army: ..."
SPOKESMEN = PEOPLE | PERSONS | wordclass("documents") | wordclass("bodies") | {"police", "military", "army", "navy", "watchdog", "monitor"}
LABELS = wordclass("labels")
ADVERBS = frozenset(
    {"however", "meanwhile", "now", "then", "there", "also", "still", "yet", "tomorrow", "tonight", "yesterday", "again", "instead", "plus"}
)
NAME_PARTS = frozenset({"of", "the", "de", "al", "for", "'s", "’s"})
LONGEST_SPEAKER = 6  # words before the colon
TRANSCRIPT = 3  # turns that make a text a transcript, in which a turn runs over paragraphs


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows "Name:": the name's tokens and the offsets of the paragraphs spoken."""

    speaker: tuple[Token, ...]
    colon: Token
    spans: tuple[tuple[int, int], ...]


def link(parsed: Parsed, quoted: Sequence[Quote], made: Sequence[Draft]) -> dict[int, list[Quote]]:
    """The whole quotations that each cue brings, by the cue's number; one that stands alone goes on with the last speaker."""
    speaking = [d for d in made if d.entry.act in BRINGING and d.slot in SLOTS and (d.cue.pos != "NOUN" or d.cue.head.lemma == "be")]
    links: dict[int, list[Quote]] = {}
    last: tuple[Draft, Quote] | None = None
    opens = _opening(parsed)
    for n, quote in enumerate(quoted):
        if not quote.whole:
            if last is not None and _continues(parsed, quote, *last):
                links[last[0].cue.i].append(quote)
            elif n + 1 < len(quoted) and quoted[n + 1].goes_on and (opener := _ahead(parsed, quote, speaking)) is not None:
                last = (opener, quote)  # "stating, 'we ..." over paragraphs
            continue
        own = _after(parsed, quote, speaking) or _ahead(parsed, quote, speaking)
        if own is not None and quote.goes_on:
            _take_up(quoted, quote, links, own)
        cue = own
        if cue is None and named_before(parsed, quote) is None:
            cue = _carried(parsed, quote, speaking, last, opens)
        if cue is not None:
            links.setdefault(cue.cue.i, []).append(quote)
            last = (cue, quote)
    return links


def _take_up(quoted: Sequence[Quote], last: Quote, links: dict[int, list[Quote]], cue: Draft) -> None:
    """Give the cue at the end of a quotation over paragraphs those before it that no cue has."""
    taken = {q for group in links.values() for q in group}
    at = quoted.index(last)
    while at and quoted[at].goes_on and quoted[at - 1].whole and quoted[at - 1] not in taken:
        at -= 1
        links.setdefault(cue.cue.i, []).append(quoted[at])


def _continues(parsed: Parsed, quote: Quote, draft: Draft, before: Quote) -> bool:
    """True for the second half of a quoted sentence: '"It is hard," said X, "because ..."'."""
    text = parsed.article.text
    comma = text[quote.start - 2 : quote.start].strip()[-1:] == ","
    if not comma or before.paragraph != quote.paragraph or not before.end <= draft.cue.start < quote.start:
        return False
    ends = text[quote.inner[1] - 1 : quote.end].strip("\"”’'")[:1]
    return ends in (".", ",", "?", "!") and "." not in text[draft.cue.end : quote.start].replace("Mr.", "")


def _opening(parsed: Parsed) -> dict[int, int]:
    """Where the first word of each paragraph stands."""
    out: dict[int, int] = {}
    for s in parsed.sentences:
        out.setdefault(s.paragraph, s.start)
    return out


def _after(parsed: Parsed, quote: Quote, speaking: Sequence[Draft]) -> Draft | None:
    """The cue that follows a quotation in its sentence: '...,' said X; '...,' X said."""
    text = parsed.article.text
    draft = next((d for d in speaking if d.cue.start >= quote.end), None)
    if draft is None or draft.cue.start - quote.end > FAR:
        return None
    lead = draft.cue.start
    if draft.source is not None and draft.source.i < draft.cue.i:
        lead = min([lead, *(t.start for t in draft.source.subtree() if t.start >= quote.end)])
    gap = text[quote.end : lead]
    words = gap.strip(" ,—–-\"”’'")
    closed = text[quote.inner[1] - 1 : quote.end].strip("\"”’'")[:1]
    if "\n\n" in gap or (words and not (len(words.split()) == 1 and words.isalpha())):
        return None
    # a full stop inside the marks ends the sentence: the next cue is about something else
    return draft if closed != "." or draft.source is None or draft.cue.i < draft.source.i else None


def _ahead(parsed: Parsed, quote: Quote, speaking: Sequence[Draft]) -> Draft | None:
    """The cue that precedes a quotation in its sentence, or ends the text before it with a colon."""
    text = parsed.article.text
    draft = next((d for d in reversed(speaking) if d.cue.end <= quote.start), None)
    if draft is None:
        return None
    gap = text[draft.cue.end : quote.start].rstrip()
    if gap.endswith(":"):
        return draft if gap.count("\n\n") <= 1 and len(gap) <= FAR and "." not in gap.strip(".") else None
    if "\n\n" in gap:
        return None
    first = next((t for t in parsed.tokens[draft.cue.i :] if t.start >= quote.start), None)
    return draft if first is not None and first.sent == draft.cue.sent else None


def _carried(parsed: Parsed, quote: Quote, speaking: Sequence[Draft], last: tuple[Draft, Quote] | None, opens: dict[int, int]) -> Draft | None:
    """The speaker before, in the same paragraph, or in the last one where this paragraph opens with the quotation."""
    here = [d for d in speaking if opens.get(quote.paragraph, 0) <= d.cue.start < quote.start]
    here = [d for d in here if d.entry.act in CARRYING and d.slot not in THEMES and (d.slot != "quote" or d is (last and last[0]))]
    if here:
        return here[-1]
    if last is None:
        return None
    draft, before = last
    if before.paragraph == quote.paragraph:
        return draft
    opening = opens.get(quote.paragraph, -1) >= quote.start
    return draft if quote.goes_on or (opening and quote.paragraph - before.paragraph == 1) else None


def turns(parsed: Parsed) -> list[Turn]:
    """The stretches that a name and a colon introduce."""
    found = [(s, colon) for s in _firsts(parsed) if (colon := _colon(parsed, s)) is not None]
    paragraphs = _ends(parsed)
    out = []
    for n, (s, colon) in enumerate(found):
        last = s.paragraph
        if len(found) >= TRANSCRIPT and n + 1 < len(found) and s.paragraph > 0:
            last = found[n + 1][0].paragraph - 1
        first = (parsed.tokens[colon.i + 1].start, paragraphs[s.paragraph][1])
        rest = [paragraphs[p] for p in range(s.paragraph + 1, last + 1) if p in paragraphs and parsed.article.text[paragraphs[p][0]] != "("]
        named = [t for t in s.tokens if t.i < colon.i and t.pos != "PUNCT"]
        if _owned(named):
            named = named[: next(n for n, t in enumerate(named) if t.tag == "POS")]  # "Oslo's answer: ..."
        out.append(Turn(tuple(named), colon, (first, *rest)))
    return out


def named_before(parsed: Parsed, quote: Quote) -> Turn | None:
    """The turn of a quotation that a name and a colon introduce in the midst of a paragraph: "Too early - Jane Roe: 'The polls ...'"."""
    at = bisect_left(parsed.tokens, quote.start, key=lambda t: t.start)
    if at < 2 or parsed.tokens[at - 1].text != ":" or parsed.article.text[parsed.tokens[at - 1].end : quote.start].strip():
        return None
    words: list[Token] = []
    for t in reversed(parsed.tokens[max(0, at - 1 - LONGEST_SPEAKER) : at - 1]):
        if not (t.pos == "PROPN" and t.text[:1].isupper()) and not (words and t.lower in ("and", "de", "al")):
            break
        words.insert(0, t)
    if len(words) > 1 and words[0].lower in INVERTED:
        words = words[1:]  # "Said Jane Roe: '...'"
    if not words or words[0].pos != "PROPN" or (LABELS | TIMES) & {t.lower for t in words}:
        return None
    if words[0].i and parsed.tokens[words[0].i - 1].pos == "ADP":
        return None  # "gave a warning in Geneva: '...'"
    return Turn(tuple(words), parsed.tokens[at - 1], ((quote.start, quote.end),))


def _firsts(parsed: Parsed) -> Iterator[Sentence]:
    seen = set()
    for s in parsed.sentences:
        if s.paragraph not in seen:
            seen.add(s.paragraph)
            yield s


def _ends(parsed: Parsed) -> dict[int, tuple[int, int]]:
    out: dict[int, tuple[int, int]] = {}
    for s in parsed.sentences:
        start, end = out.get(s.paragraph, (s.start, s.end))
        out[s.paragraph] = (min(start, s.start), max(end, s.end))
    return out


def _colon(parsed: Parsed, s: Sentence) -> Token | None:
    words: list[Token] = []
    first = s.tokens[0].i
    for t in parsed.tokens[first : first + LONGEST_SPEAKER + 3]:
        if t.text == ":":
            after = parsed.tokens[t.i + 1 : t.i + 4]  # the parser may end the sentence at the colon
            follows = [x for x in after if x.pos != "PUNCT" and parsed.sentence(x).paragraph == s.paragraph]
            return t if words and len(follows) >= 2 and _speaker(words) else None
        if t.pos == "PUNCT" and t.text not in "\"“.-()'’":
            return None
        if t.pos != "PUNCT":
            words.append(t)
    return None


def _owned(words: list[Token]) -> bool:
    """True for somebody's claim, answer or the like."""
    return len(words) > 2 and any(t.tag == "POS" for t in words[1:-1]) and _told_in(words[-1])


def _told_in(noun: Token) -> bool:
    """True for what somebody says or writes: "claim", "answer", "tweet"."""
    return (noun.lemma.lower(), "noun") in entries() or noun.lemma.lower() in wordclass("documents") | wordclass("settings")


def _speaker(words: list[Token]) -> bool:
    if _owned(words):
        return len(words) <= LONGEST_SPEAKER and words[0].text[:1].isupper() and not any(t.pos in ("VERB", "AUX") for t in words)
    if len(words) > 1 and words[0].pos == "PROPN" and words[-1].lemma.lower() in wordclass("documents") and len(words) <= LONGEST_SPEAKER:
        return not any(t.pos in ("VERB", "AUX", "NUM", "ADP") for t in words)  # "UN report: ...", which alone would be a label
    if len(words) == 1 and words[0].pos == "ADV" and words[0].text.istitle() and not words[0].lower.endswith("ly") and words[0].lower not in ADVERBS:
        return words[0].lower not in LABELS  # a name that the tagger does not know
    if len(words) > LONGEST_SPEAKER or any(t.pos in ("VERB", "AUX", "NUM", "ADV") or LABELS & {t.lemma.lower(), t.lower} for t in words):
        return False
    speaks_for = len(words) > 1 and words[0].text[:1].isupper() and {words[-1].lemma.lower(), words[-1].lower} & SPOKESMEN
    named = words[:-1] if speaks_for else words
    return all(t.text[:1].isupper() or t.lower in NAME_PARTS for t in named) and any(t.pos in ("PROPN", "NOUN") for t in words)


def blocks(parsed: Parsed, draft: Draft) -> list[tuple[int, int]]:
    """The paragraphs without quotation marks that "X said:" at a paragraph's end announces, until X is spoken of again."""
    s = parsed.sentence(draft.cue)
    paragraphs = _ends(parsed)
    rest = parsed.article.text[draft.cue.end : paragraphs[s.paragraph][1] + 1].rstrip()
    if not rest.endswith(":") or len(rest) > NEAR or draft.source is None:
        return []
    who = draft.source.text
    out = []
    for p in sorted(p for p in paragraphs if p > s.paragraph):
        start, end = paragraphs[p]
        if who in parsed.article.text[start:end] or parsed.article.text[start] in "\"“'":
            break
        out.append((start, end))
    return out
