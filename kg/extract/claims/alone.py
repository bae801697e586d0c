"""Quotations that no cue brings: announced by a colon, signed below, gone on with by whoever was told of last, or nobody's.

An article's own voice does not speak between quotation marks: even a quotation without a speaker is a claim, so that what is
told in it is not taken for fact.
"""

from bisect import bisect_left

from kg.extract import parties
from kg.extract.claims.cues import speaks
from kg.extract.claims.quotes import Quote
from kg.extract.claims.speakers import Turn
from kg.extract.claims.wordclass import wordclass
from kg.model import Extraction
from kg.parse import Parsed, Token

SHORTEST, LONGER = 3, 5  # words, of a statement and of any other; a shorter quotation that stands alone is a title or a slogan
LONGEST_SIGNATURE = 8  # words of a name and office after a dash
DASHES = frozenset({"―", "—", "–", "-", "--", "~"})
SPOKEN = frozenset({"he", "she", "they", "i", "we"})
ENDS = frozenset(".!?…:\"'”’)")


def stands_alone(parsed: Parsed, quote: Quote) -> bool:
    """True for a quotation of a sentence or more that opens a paragraph, or follows a colon or the end of a sentence."""
    words = parsed.within(parsed.article.span(*quote.inner))
    stated = any(t.pos in ("VERB", "AUX") and t.kids("nsubj", "nsubjpass") for t in words)
    if len([t for t in words if t.pos != "PUNCT"]) < (SHORTEST if stated else LONGER) or not any(t.pos in ("VERB", "AUX") for t in words):
        return False
    before = parsed.article.text[: quote.start]
    return not before.strip() or before.rstrip(" \t\u00a0")[-1] in ENDS | {"\n"}


def in_headline(parsed: Parsed, quote: Quote) -> bool:
    """True for an act between the marks of a headline, which is what somebody says: "Envoy 'bribed judges'"."""
    if quote.paragraph != parsed.sentences[0].paragraph or parsed.sentences[0].tokens[-1].text in ".!?":
        return False
    return any(t.pos == "VERB" and t.tag != "VBG" for t in parsed.within(parsed.article.span(*quote.inner)))


def signed(parsed: Parsed, quote: Quote) -> Turn | None:
    """The turn of a quotation with a name after a dash: '"It must end." - Jane Roe'."""
    after = parsed.tokens[_at(parsed, quote.end) :][: LONGEST_SIGNATURE + 2]
    if len(after) < 2 or after[0].text not in DASHES or "\n\n" in parsed.article.text[quote.end : after[0].start]:
        return None
    name: list[Token] = []
    for t in after[1:]:
        if t.text in (".", ",", "(", "“", '"', "''", "”") or "\n" in parsed.article.text[after[0].end : t.start]:
            break
        name.append(t)
    if not 1 <= len(name) <= LONGEST_SIGNATURE or name[0].pos != "PROPN" or any(t.pos in ("VERB", "AUX") for t in name):
        return None
    return Turn(tuple(name), after[0], ((quote.start, quote.end),))


def speaker(parsed: Parsed, found: Extraction, quote: Quote) -> Token | None:
    """Who says a quotation without a cue: the subject of the sentence before it, where that is a person.

    Before a colon it may be a body or a document too: "The ministry gave a warning: '...'".
    """
    before = next((t for t in reversed(parsed.tokens[: _at(parsed, quote.start)]) if t.pos != "PUNCT"), None)
    if before is None or quote.paragraph - parsed.sentence(before).paragraph not in (0, 1):
        return None
    words = [t for t in parsed.sentence(before).tokens if t.start < quote.start]
    tops = [t for t in words if t.is_root or t.head.start >= quote.start]  # the quotation may be the head of it all
    subject = next((s for top in tops for s in top.kids("nsubj", "nsubjpass") if s.start < quote.start), None)
    if subject is None:
        return None
    known = found.mentioned.get(subject.start, ())
    if subject.lower in SPOKEN or any(m.actor.kind == "person" for m in known) or _is_person(parsed, subject):
        return subject
    colon = parsed.article.text[: quote.start].rstrip().endswith(":")
    if not colon and subject.lemma.lower() in wordclass("documents") and speaks(subject.head):
        return subject  # "A statement said that .... '...'"
    return subject if colon and (known or subject.lemma.lower() in wordclass("documents") | wordclass("bodies")) else None


def _is_person(parsed: Parsed, subject: Token) -> bool:
    return subject.pos == "NOUN" and parties.described(parsed, subject).actor.kind == "person"


def _at(parsed: Parsed, offset: int) -> int:
    return bisect_left(parsed.tokens, offset, key=lambda t: t.start)
