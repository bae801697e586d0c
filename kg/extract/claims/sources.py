"""Whose words a cue brings: the source of a verb, noun or adjective, active, passive, controlled or understood.

`voice(verb)` gives the token that heads the source and, in a passive, the token that heads what is spoken of.
"""

from dataclasses import dataclass

from kg.extract.claims.complements import TIMES
from kg.extract.claims.cues import entries, speaks
from kg.extract.claims.wordclass import wordclass
from kg.parse import Token

LIGHT = wordclass("light")
OBJECT_CONTROL = wordclass("object_control")
SUBJECTS = ("nsubj",)
HEADLESS_DEPTH = 6  # coordinations and controls above a verb before its subject is given up


@dataclass(frozen=True, slots=True)
class Voice:
    """`source` heads the noun phrase whose words they are; `theme` is the subject of a passive, of whom they are said."""

    source: Token | None
    theme: Token | None = None
    passive: bool = False


def voice(verb: Token) -> Voice:
    """The source of a verb."""
    own = _own(verb)
    if own is not None:
        return Voice(author(own) or own)
    if (taken := _in_clause(verb)) is not None:
        return Voice(taken)
    theme = next(iter(verb.kids("nsubjpass")), None)
    if theme is not None or verb.kids("auxpass") or _reduced(verb):
        agent = next((o for a in verb.kids("agent") for o in a.kids("pobj")), None)
        if theme is None:
            theme = verb.head if verb.dep == "acl" else doer(verb)
        return Voice(agent, theme if theme is None or theme.dep != "expl" else None, True)
    return Voice(doer(verb))


def _in_clause(verb: Token) -> Token | None:
    """The speaker whom the parser made the subject of a participle behind him: "'...,' said the father of two, fearing ..."."""
    late = next((c for c in verb.kids("ccomp") if c.i > verb.i and c.tag == "VBG" and not c.kids("aux")), None)
    if late is None or verb.tag not in FINITE or not any(c.i < verb.i for c in verb.kids("ccomp")):
        return None
    return next((s for s in late.kids("nsubj") if s.subtree()[0].i == verb.i + 1), None)


def doer(verb: Token, depth: int = HEADLESS_DEPTH) -> Token | None:
    """Who does what a verb says, whether it is its own subject or one understood from above."""
    own = _own(verb) or next(iter(verb.kids("nsubjpass")), None)
    if own is not None or depth <= 0:
        return own
    head = verb.head
    if verb.is_root:
        return None
    if verb.dep == "acl":
        return (author(head) or head) if head.pos in ("NOUN", "PROPN", "PRON") else None
    if verb.dep == "xcomp" and head.lemma in OBJECT_CONTROL:
        objects = head.kids("dobj")
        return objects[0] if objects else doer(head, depth - 1)
    if verb.dep == "pcomp" and head.lower == "as" and head.head.lemma in ("quote", "cite") and (cited := head.head.kids("dobj")):
        return cited[0]  # "the agency quoted a source as saying"
    if verb.dep in ("pcomp", "prep") or head.dep in ("prep", "mark"):
        return _governor(head, depth)
    if head.pos in ("VERB", "AUX", "ADJ"):
        return doer(head, depth - 1)
    if head.pos in ("NOUN", "PROPN"):
        return owner(head)
    return None


def author(words: Token) -> Token | None:
    """Who speaks in what is made to speak: "the ministry issued a statement saying", "... a letter that accused"."""
    noun = words.head.head if words.lower in ("that", "which") and words.head.dep == "relcl" else words
    if noun.dep != "dobj" or noun.head.lemma not in LIGHT or noun.i < noun.head.i:
        return None
    word = noun.lemma.lower()
    return doer(noun.head) if word in wordclass("documents") | wordclass("settings") or (word, "noun") in entries() else None


def _governor(prep: Token, depth: int) -> Token | None:
    head = prep.head if prep.pos in ("ADP", "SCONJ") else prep
    if head.pos in ("VERB", "AUX", "ADJ"):
        return doer(head, depth - 1)
    return owner(head)


def _own(verb: Token) -> Token | None:
    """A verb's own subject; of two, the nearer one: the other is a word of the quotation before it."""
    own = [c for c in verb.kids(*SUBJECTS) if c.lower != "there"]
    left = [c for c in own if c.i < verb.i]
    return left[-1] if left else own[0] if own else None


def _reduced(verb: Token) -> bool:
    """A participle without an auxiliary that is a passive: "asked about it, he said", "the plan proposed by them"."""
    stands = verb.dep in ("acomp", "oprd", "xcomp") and verb.head.lemma in ("stand", "remain", "get")  # "stands accused of"
    when = verb.tag == "VBD" and verb.dep == "advcl" and any(m.lower == "when" for m in verb.kids("advmod")) and not verb.kids("dobj")
    return (verb.tag == "VBN" or when) and (stands or verb.dep in ("acl", "advcl")) and not verb.kids("aux", "nsubj")


def owner(noun: Token) -> Token | None:
    """Whose a noun is: its possessor, "by"/"from"/"of" agent, or the subject of the light verb that carries it."""
    for poss in noun.kids("poss"):
        return poss
    for prep in noun.kids("prep", "agent"):
        if prep.lower in ("by", "from", "among"):
            for obj in prep.kids("pobj"):
                return obj
    for child in noun.kids("amod", "compound", "nmod"):
        if child.pos in ("PROPN", "ADJ") and child.text[:1].isupper() and child.lower not in TIMES:
            return child  # "U.S. commitment", "Russian claims"
    head = noun.head
    if noun.dep in ("dobj", "attr") and head.lemma in LIGHT:
        return doer(head)
    if noun.dep == "nsubjpass" and head.lemma in LIGHT:
        return next((o for a in head.kids("agent") for o in a.kids("pobj")), None)
    if noun.dep == "pobj" and head.dep == "prep" and head.head.pos == "VERB" and head.lower in BY_MEANS:
        return doer(head.head)
    return None


BY_MEANS = frozenset({"with", "in", "by", "through", "via", "from", "of"})  # "responded with a claim that", "joined in a call for"


RELATING = frozenset({"who", "which", "whose", "whom", "that", "where", "when"})
NOMINAL = ("NOUN", "PROPN", "PRON")
FINITE = frozenset({"VBD", "VBZ", "VBP"})


def beside(verb: Token) -> list[Token]:
    """The words that stand where a verb's subject stands, for a verb whose subject the parser lost.

    The stretch between commas before the verb ("Of X, Y, who has ..., said" gives Y), else after it ("'...,' said Y").
    """
    if verb.tag not in FINITE:
        return []
    words = sentence(verb)
    left = [t for t in words if t.i < verb.i]
    while left and (left[-1].pos in ("ADV", "AUX") or left[-1].lower in ("also", "later", "then")):
        left.pop()
    for segment in _segments(left):
        first = segment[0]
        if first.pos == "ADP" and segment[-1].dep == "appos" and segment[-1].pos == "PROPN":
            return [t for t in segment[-1].subtree() if t.i <= segment[-1].i]  # "After the meeting Norway said": no comma set it off
        if first.lower in RELATING or first.pos in ("ADP", "VERB", "SCONJ", "ADV", "AUX"):
            continue
        if segment[-1].pos in (*NOMINAL, "NUM") or segment[-1].text in (")", "'s"):
            return segment
        break
    return following(verb)


def following(verb: Token) -> list[Token]:
    """The noun phrase that stands right after a verb, up to the next mark: "'...,' said the young man of the port"."""
    right = [t for t in sentence(verb) if t.i > verb.i]
    segment = next(iter(_segments(right, forward=True)), [])
    if not segment or segment[0].i != verb.i + 1 or segment[0].lower in NO_SUBJECTS:
        return []
    titled = segment[0].pos in ("NOUN", "ADJ") and (any(t.pos == "PROPN" for t in segment) or right[-1] is segment[-1])  # "says general"
    if segment[0].pos not in ("PROPN", "DET", "PRON") and not titled:
        return []
    return segment if not any(t.pos in ("VERB", "AUX") for t in segment) else []


NO_SUBJECTS = frozenset({"that", "it", "this"})


def inverted(verb: Token) -> list[Token]:
    """The name after a cue that is put into a sentence with it ("on the other hand, says Frolov, ..."), where the parser lost it."""
    words = sentence(verb) if verb.tag in FINITE and (verb.kids("nsubj", "ccomp") or not verb.kids("nsubjpass")) else []
    at = next((n for n, t in enumerate(words) if t.i == verb.i), 0)
    if verb.kids("nsubj", "ccomp") and not _parted(verb, words, at):
        return []
    if at == 0 or words[at - 1].text not in (",", "—", "–", "”", '"', "''"):
        return []
    segment = next(iter(_segments(words[at + 1 :], forward=True)), [])
    after = at + 1 + len(segment)
    if not segment or segment[0].i != verb.i + 1 or after >= len(words) or words[after].text not in (",", "—", "."):
        return []
    return segment if segment[-1].pos in ("PROPN", "NOUN") and not any(t.pos in ("VERB", "AUX", "ADP") for t in segment) else []


def _parted(verb: Token, words: list[Token], at: int) -> bool:
    """True where a comma parts a verb from the name that opens the sentence, so that the name is no subject of it: "Syria, say activists, ..."."""
    lead = words[: at - 1]
    name = bool(lead) and all(t.pos in (*NOMINAL, "DET", "ADJ") or t is words[0] for t in lead) and words[at - 1].text == ","
    return name and verb.lemma in ("say", "report", "claim", "write", "argue", "believe") and any(t.text == "," for t in words[at + 1 : at + 6])


def sentence(token: Token) -> list[Token]:
    """The tokens of a word's sentence, as the parse holds them together."""
    root = token
    while not root.is_root:
        root = root.head
    return root.subtree()


def between(words: list[Token], cue: Token) -> list[Token]:
    """The words of the clause that a cue is put into, up to semicolons; all of them where the cue closes them: "...; ..., officials said"."""
    left = max((n for n, t in enumerate(words) if t.text == ";" and t.i < cue.i), default=-1) + 1
    right = next((n for n, t in enumerate(words) if t.text == ";" and t.i > cue.i), len(words))
    below = {t.i for t in cue.subtree()}
    part = words[left:right]
    if any(speaks(t) and t.kids("nsubj") for t in words[:left]):
        return part  # "X said it failed; '...,' he said"
    return part if any(t.i > cue.i and t.i not in below and t.pos != "PUNCT" for t in part) or right < len(words) else words


def before_next(words: list[Token], cue: Token) -> list[Token]:
    """The words that a cue brings, up to a semicolon behind which somebody else speaks: "X said ...; Y said ..."."""
    for stop in (t for t in words if t.text == ";" and t.i > cue.i):
        late = [t for t in words if t.i > stop.i]
        if late and late[0].lower != "that" and any(speaks(t) and t.kids("nsubj") for t in late):
            return [t for t in words if t.i < stop.i]
    return words


def _segments(tokens: list[Token], *, forward: bool = False) -> list[list[Token]]:
    """The stretches between punctuation, the nearest first."""
    out: list[list[Token]] = [[]]
    for t in tokens if forward else reversed(tokens):
        if t.pos == "PUNCT" and t.text not in ("-", "(", ")", "."):
            if t.text in "\"“”''":
                break
            out.append([])
        elif forward:
            out[-1].append(t)
        else:
            out[-1].insert(0, t)
    return [s for s in out if s]


def understood(verb: Token) -> Token | None:
    """Who does a participle that the parser left without a subject: the subject of its sentence."""
    if verb.tag not in ("VBG", "VBN"):
        return None
    subjects = [t for t in sentence(verb) if t.dep in ("nsubj", "nsubjpass") and t.lower not in RELATING and t.i not in {x.i for x in verb.subtree()}]
    return next((t for t in subjects if t.head.is_root), subjects[0] if subjects else None)
