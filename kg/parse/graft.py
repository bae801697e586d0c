"""Branches that the parser hung on the wrong word, moved where grammar wants them; words and labels stay what they are.

A clause that goes on behind an inserted "she said" belongs to what is said: "China is ready, the ministry said, but will not
wait" has two clauses in the ministry's mouth.
"""

from collections.abc import Iterable

from kg.parse.tokens import Sentence, Token

JOINTS = frozenset({"but", "and", "yet", "or"})
SPEAKING = frozenset({"say", "add", "tell", "note", "warn", "argue", "claim", "insist", "announce", "declare", "report", "state", "write", "stress"})
FINITE = frozenset({"VBZ", "VBP", "VBD"})


def graft(sentences: Iterable[Sentence]) -> None:
    """Move what goes on behind an inserted verb of saying to the clause before it, sentence by sentence.

    >>> from kg.model import Article
    >>> from kg.parse import parse
    >>> words = parse(Article(id="a", text="China is ready, the ministry said, but will not wait.")).tokens
    >>> [t.head.text for t in words if t.text == "wait"]
    ['is']
    """
    for sentence in sentences:
        for verb in sentence.tokens:
            if verb.lemma in SPEAKING and verb.tag in FINITE and (said := _said_before(verb)) is not None:
                for late in [c for c in verb.kids("conj") if _goes_on(c, verb, sentence)]:
                    _move(late, verb, said)


def _said_before(verb: Token) -> Token | None:
    """The clause before an inserted verb of saying that is its content."""
    before = [c for c in verb.kids("ccomp") if c.i < verb.i]
    subjects = verb.kids("nsubj")
    return before[-1] if before and subjects and all(s.i > before[-1].i for s in subjects) else None


def _goes_on(late: Token, verb: Token, sentence: Sentence) -> bool:
    """True for a clause behind the comma that closes the insertion, of a tense in which nobody goes on to tell what the speaker did."""
    if late.i < verb.i or late.kids("nsubj", "nsubjpass", "expl") or late.lemma in SPEAKING:
        return False
    first = late.subtree()[0]
    joint, comma = _before(first, sentence, 1), _before(first, sentence, 2)
    if joint is None or comma is None or joint.lower not in JOINTS or comma.text != ",":
        return False
    return bool(late.kids("aux", "auxpass")) or late.tag != verb.tag


def _before(token: Token, sentence: Sentence, steps: int) -> Token | None:
    at = token.i - sentence.tokens[0].i - steps
    return sentence.tokens[at] if at >= 0 else None


def _move(late: Token, verb: Token, said: Token) -> None:
    verb.children.remove(late)
    late.head = said
    said.children.append(late)
