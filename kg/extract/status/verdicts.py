"""What a sentence says of a report as a whole: that it is false, or a fiction; which noun is the act; how far a verb reaches over a semicolon."""

from kg.extract.status.operators import NEGATIVE, Operator, is_definite, listed, lookup
from kg.parse import Parsed, Token

_PREDICATES = ("acomp", "attr", "oprd", "conj", "xcomp")
_BEING = frozenset({"be", "remain", "prove", "turn"})
_TELLING = frozenset({"say", "claim", "suggest", "assert", "allege"})
_ABOUT = ("to", "in", "for", "behind")  # "no truth to", "no basis for"
_SUPPOSING = frozenset({"assume", "imagine", "picture", "pretend", "say", "suppose"})
_JUDGING = frozenset({"call", "brand", "describe", "denounce", "deem", "dismiss", "label", "reject"})


def truth(node: Token, governor: Token, slot: str) -> Operator | None:
    """What a predicate makes of the report it is said of: "the claim is not true", "it is false that", "was dismissed as fake".

    None where the sentence does not say that it is untrue.
    """
    if any(c.tag == "MD" for c in governor.kids("aux")):
        return None
    if governor.pos == "NOUN":
        return _of_noun(node, governor, slot)
    if slot == "that" and governor.lemma in _TELLING and governor.dep == "xcomp":  # "it is untrue to say that ..."
        return truth(governor, governor.head, "that")
    negated = _is_negative(governor)
    for word in _predicates(node, governor, slot):
        row = listed(word.lower, "adj", "truth")
        if row is not None and (row.status == "denied") != (negated and word.head.i == governor.i):
            at = word.start if governor.lemma in _BEING else governor.start
            return Operator(status="denied", settles=True, at=at, why=f"{word.lower} of a report")
    return None


def _of_noun(node: Token, noun: Token, slot: str) -> Operator | None:
    """What "the lie that", "it is not the case that", "no truth in reports that" and "no evidence that" make of what they are about."""
    lemma = noun.lemma.lower()
    negated = any(c.lower == "no" for c in noun.kids("det")) or (noun.dep in ("attr", "dobj") and _is_negative(noun.head))
    if negated and node.dep == "acl" and listed(lemma, "noun", "evidence") is not None:
        return Operator(status="hypothetical", certainty="possible", why=f"no {lemma}")
    if slot in ("that", "of") and any((r := listed(c.lower, "adj", "truth")) and r.status == "denied" for c in noun.kids("amod")):
        return Operator(hearsay=True, at=noun.start, why=f"untrue {lemma}")  # "fake news that": somebody says so, and the writer does not
    row = listed(lemma, "adj", "truth")
    if row is None or slot not in ("that", *_ABOUT) or (slot in _ABOUT and not negated):
        return None
    return Operator(status="denied", settles=True, at=noun.start, why=f"{lemma} of a report") if (row.status == "denied") != negated else None


def _is_negative(verb: Token) -> bool:
    return any(c.lower in NEGATIVE for c in verb.kids("neg"))


def _predicates(node: Token, governor: Token, slot: str) -> list[Token]:
    """The words that say what a report is: beside "be", after "as", a passive verb itself, or the object that is called so."""
    passive = slot == "obj" and node.dep == "nsubjpass"
    judging = governor.lemma in _JUDGING
    if slot == "as" and judging:
        return node.kids("amod")  # "dismissed as fake reports that ..."
    if not passive and not (slot in ("subj", "that") and governor.lemma in _BEING) and not (slot == "obj" and judging):
        return []
    out = governor.kids(*_PREDICATES) + [c for p in governor.kids("prep") if p.lower == "as" for c in p.kids("amod", "pobj", "advcl", "acomp")]
    out += [c for w in out for c in w.kids("conj")] + [c for w in out if w.lemma == "be" for c in w.kids("acomp", "attr")]  # "turned out to be"
    out += [t for t in node.subtree()[-1:] if judging and t.tag in ("JJ", "NN", "NNS") and t.head.i != node.i]  # "called reports that ... false"
    return [*out, governor] if passive else out


def is_apart(parsed: Parsed, node: Token) -> bool:
    """True for a clause that a semicolon parts from the word it was hung on, which has an object or clause of its own after it."""
    if node.dep not in ("ccomp", "parataxis") or node.i > node.head.i:
        return False
    between = parsed.tokens[node.i : node.head.i]
    return any(t.text == ";" for t in between) and any(c.i > node.head.i for c in node.head.kids("ccomp", "xcomp", "dobj"))


def is_told(clause: Token) -> bool:
    """True for the content of a noun of saying, where the parser took "that" for a relative: "a report that they bombed the market"."""
    if clause.dep != "relcl" or clause.head.pos != "NOUN":
        return False
    that = next((c for c in clause.children if c.lower == "that" and c.i < clause.i), None)
    row = lookup(clause.head, "that") if that is not None else None
    if that is None:
        return False
    full = bool(clause.kids("dobj")) and that.dep in ("dative", "advmod", "npadvmod")  # nothing is left for "that" to be
    return that.dep == "mark" or (row is not None and row.hearsay and (full or any(c is not that for c in clause.kids(that.dep))))


def is_saying(noun: Token) -> bool:
    """True for a noun of saying, "the allegation": who denies it denies what it says, and not that it was made."""
    row = lookup(noun, "comp") if noun.pos == "NOUN" else None
    return row is not None and row.hearsay


def named_act(verb: Token) -> Token:
    """The noun that names what is done, where a verb adds only that it is: "staged a mock attack", "an attack was foiled"; else the verb."""
    undone = lookup(verb, "obj") if verb.pos == "VERB" else None
    failed = undone is not None and undone.status == "attempted"
    if verb.pos != "VERB" or not (failed or (lookup(verb, "light") is not None and lookup(verb, "comp") is None)):
        return verb
    for noun in verb.kids("dobj", "nsubjpass"):
        if failed or any(listed(c.lower, "adj", "on") is not None for c in noun.kids("amod", "compound")):
            return noun
    return verb


def of_fiction(token: Token) -> Operator | None:
    """What a work of fiction makes of what happens in it: "the film shows them attacking", "in the novel they attack"; and of "bribery claims"."""
    head = token.head.head if token.dep == "acl" and token.head.dep == "dobj" else token.head
    shown = head.kids("nsubj") if token.dep in ("ccomp", "xcomp", "dobj", "acl") else []
    told = any(listed(s.lemma.lower(), "noun", "fiction") or (s.pos == "NOUN" and _is_forged(s)) for s in shown)
    first = head if token.dep == "conj" and head.pos == "VERB" else token  # "in the film they attack and they win"
    inside = [o for p in (*token.kids("prep"), *first.kids("prep")) if p.lower == "in" for o in p.kids("pobj")]
    if told or any(listed(o.lemma.lower(), "noun", "fiction") for o in inside):
        return Operator(status="hypothetical", why="fiction")
    noun = next((o for o in token.kids("dobj") if o.i == token.i + 1), None) if token.tag == "VBG" and token.dep == "pcomp" else None
    row = lookup(noun, "mod") if noun is not None and not noun.kids("det", "amod") else None
    return row if row is not None and row.hearsay else None


def _is_forged(picture: Token) -> bool:
    """True for a picture or text that is made up: "a doctored photo", "an AI-generated video", "the video, which is fake"."""
    said = [a for c in picture.kids("relcl") if c.lemma in _BEING for a in c.kids("acomp", "attr")]
    return any((row := listed(w.lower, "adj", "truth")) and row.status == "denied" for w in (*picture.kids("amod", "compound"), *said))


def is_relative(clause: Token) -> bool:
    """True for "a charge that they deny", where the parser took the charge's relative clause for its content."""
    row = lookup(clause, "heard")
    return row is not None and row.status == "denied" and clause.dep == "acl" and not clause.kids("dobj", "ccomp", "nsubjpass")


def disowned(act: Token) -> Operator | None:
    """What it makes of an act that somebody disowns a part in it: "denied responsibility for killing", "has not claimed responsibility for".

    Who disowns a part in "the attack" takes it for granted.
    """
    prep = act.head if act.dep in ("pobj", "pcomp") else act
    part = prep.head if prep.head.pos == "NOUN" else next((o for o in prep.head.kids("dobj") if o.i < prep.i), prep)
    if part.lemma.lower() not in _PARTS or part.dep not in ("dobj", "nsubjpass") or prep is act:
        return None
    verb = part.head
    denies = (row := lookup(verb, "obj")) is not None and row.status == "denied"
    if not denies and not (_is_negative(verb) and verb.lemma in _OWNING):
        return None
    if act.dep == "pobj" and is_definite(act):
        return Operator(stands=True)
    return Operator(status="denied" if denies else "hypothetical", why=f"{verb.lower} {part.lower}")


_PARTS = frozenset({"responsibility", "involvement", "role", "part", "complicity", "blame", "participation", "hand", "knowledge", "guilt"})
_OWNING = frozenset({"claim", "accept", "take", "admit", "assume", "acknowledge"})


def is_supposition(governor: Token) -> bool:
    """True for "suppose that", "imagine": the reader is asked to think it, and nobody says so."""
    bare = not governor.kids("nsubj", "aux", "neg")
    return governor.lemma.lower() in _SUPPOSING and governor.tag == "VB" and bare and governor.dep in ("ROOT", "ccomp", "conj", "parataxis")


def plea(act: Token) -> Operator | None:
    """What a plea before a court makes of the act: "pleaded not guilty to attacking" denies it, "pleaded guilty to" owns to it."""
    word = act.head.head if act.dep in ("pobj", "pcomp") and act.head.lower == "to" else None
    if act.dep == "advcl" and act.head.lemma == "plead":  # the parser may take "to killing" for an infinitive
        word = next(iter(act.head.kids("acomp", "oprd")), None)
    if word is None or word.lower not in ("guilty", "innocent") or word.head.lemma.lower() not in ("plead", "plea"):
        return None
    if word.lower == "innocent" or _is_negative(word) or _is_negative(word.head):
        return Operator(status="denied", why="plea of not guilty")
    return Operator(hearsay=True, at=word.head.start, why="plea of guilty")
