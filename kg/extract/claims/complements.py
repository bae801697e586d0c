"""What stands below a word, by slot: the clauses, objects and prepositional phrases that may be the content of a claim."""

from collections.abc import Iterable

from kg.extract.claims.cues import Entry, lookup, speaks
from kg.extract.claims.wordclass import wordclass
from kg.parse import Token

TIMES = wordclass("times")
ATTACHED = frozenset({"in", "on", "with", "from", "as", "for", "against", "over"})  # after an object they mostly belong to it
FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
# a clause that the parser hung on a word between the cue and it: "said during the debate that he ...", "told a reporter that ..."
STRAYED = ("prep", "dobj", "npadvmod", "pobj", "compound", "dative", "advmod", "oprd", "agent", "pcomp")


CHANNELS = frozenset({"in", "with", "by", "through", "via", "during", "at"})  # "said in a statement that": it is the verb's
CLAUSES = ("ccomp", "xcomp", "acl", "advcl", "pcomp")
SO = frozenset({"so", "such", "now", "given", "provided", "except", "in"})  # "so that they would go" is no content
ASKING = frozenset({"ask", "tell", "wonder", "inquire", "enquire"})


def complements(head: Token) -> dict[str, list[Token]]:
    """The complements of a word: `that`, `to`, `ing`, `obj`, `objto`, `objc`, `objas` and each preposition -> their heads."""
    out: dict[str, list[Token]] = {}
    objects = [c for c in head.kids("dobj") if c.tag != "EX"]
    for child in head.children:
        if child.i > head.i and _is_wished(child):
            out.setdefault("for", []).append(child)
        elif (child.dep in CLAUSES or _is_told(child)) and (slot := clause(child, head)):
            out.setdefault(slot, []).append(child)
        elif child.dep in ("prep", "dative") and child.pos in ("ADP", "SCONJ"):
            out.setdefault(child.lower, []).extend(o for o in child.kids("pobj", "pcomp") if o.lemma.lower() not in TIMES)
            if child.lower == "to":  # "admitted to shelling the port" is "admitted shelling the port"
                out.setdefault("ing", []).extend(o for o in child.kids("pcomp") if o.tag == "VBG")
    if head.pos in ("VERB", "AUX"):
        _objects(head, objects, out)
        if "that" not in out and (far := strayed(head)) is not None:
            out["that"] = [far]
    if len(out.get("that", ())) > 1 and (right := [c for c in out["that"] if c.i > head.i]):
        left = [c for c in out["that"] if c.i < head.i]
        # one of the clauses belongs to another sentence that the parser joined to it: mostly the one before the cue
        out["that"] = left if left and is_loose(right[0], head) else right
    return out


def is_loose(clause_: Token, cue: Token) -> bool:
    """True for a clause after a cue that is none of its words: "'...,' said the father of two, fearing ..."; "..., X said, although ..."."""
    first = clause_.subtree()[0]
    between_ = [c for c in cue.kids("punct") if cue.i < c.i < clause_.i]
    late = first.i > cue.i + 1 and bool(between_) and between_[0].i == cue.i + 1 and between_[0].text == ","
    bare = clause_.tag == "VBG" and not clause_.kids("aux") and first.i == cue.i + 1
    return bool(late or (bare and not cue.kids("nsubj")))


def _is_told(child: Token) -> bool:
    """True for a "that" clause which the parser took for a relative one: "a claim was made that he had left"."""
    return child.dep == "relcl" and any(m.lower == "that" for m in child.kids("mark"))


def _is_wished(child: Token) -> bool:
    """True for "for the troops to leave"."""
    return child.dep in ("ccomp", "xcomp", "advcl") and any(m.lower == "for" for m in child.kids("mark")) and bool(child.kids("nsubj", "nsubjpass"))


def _is_as(child: Token) -> bool:
    """True for "as cowardly"."""
    return child.pos in ("ADJ", "ADV") and child.subtree()[0].lower == "as" and not child.kids("nsubj")


def _objects(head: Token, objects: list[Token], out: dict[str, list[Token]]) -> None:
    if objects:
        out["obj"] = objects
        if infinitives := [t for t in out.get("to", ()) if t.dep not in ("pobj", "pcomp")]:
            out["objto"] = [*objects, *infinitives]
        as_ = [c for c in head.kids("prep") if c.lower == "as"]
        as_ += [c for c in head.kids("advcl", "advmod") if c.i > objects[-1].i and _is_as(c)]
        if as_:
            out["objas"] = [*objects, *as_]
    predicates = head.kids("oprd", "attr") + objects[1:]
    if predicates and (objects or "objc" in out):
        out["objc"] = [*objects, *out.get("objc", ()), *predicates]
    elif predicates:
        out.setdefault("objc", predicates)
    elif objects and "objc" in out:
        out["objc"] = [*objects, *out["objc"]]


def clause(child: Token, head: Token) -> str | None:
    """The slot of a clause: finite, infinitive, gerund, or a small clause without a verb of its own."""
    marks = {c.lower for c in child.kids("mark", "aux")}
    subjects = child.kids("nsubj", "nsubjpass", "expl")
    to = "to" in {c.lower for c in child.kids("aux")}
    if child.dep == "advcl":
        if to and child.i > head.i and head.lemma in wordclass("object_control"):
            return "to"  # "called on the government today to declare": hung on as a purpose
        if subjects and not to and not _is_marked(child) and child.i > head.i and is_finite(child) and speaks(head):
            return "that"  # "said after the talks he would go": hung on as a circumstance
        that = "that" in marks and not any(c.lower in SO for c in child.children)
        return "that" if "whether" in marks or (that and head.pos in ("ADJ", "VERB") and child.i > head.i) else None
    if child.dep in ("acl", "relcl"):
        return "that" if marks & {"that", "whether"} else "to" if to else None
    if child.dep == "pcomp":
        return None
    if to and not any(c.tag in FINITE for c in child.kids("aux", "auxpass")):
        return "objto" if subjects else "to"
    if child.dep == "xcomp":
        bare = "to" if head.lemma in ("help", "let", "dare") else None
        return (
            "ing"
            if child.tag == "VBG" or any(a.tag == "VBG" for a in child.kids("aux", "auxpass"))
            else "objc"
            if child.pos in ("ADJ", "NOUN", "PROPN")
            else bare
        )
    if is_finite(child) or marks & {"that", "whether", "if"}:
        return "that"
    if child.tag == "VBG" or any(a.tag == "VBG" for a in child.kids("aux", "auxpass")):
        return "ing"
    if subjects and child.tag == "VB" and child.pos in ("VERB", "AUX") and head.lemma not in wordclass("bare"):
        return "that"  # a plural present that the tagger took for an infinitive
    return "objc" if subjects else "that" if child.i < head.i else None


def _is_marked(child: Token) -> bool:
    """True for a clause that a conjunction or question word brings."""
    return bool(child.kids("mark")) or any(c.tag in ("WRB", "WP", "WDT") or c.lower in SO for c in child.children)


def is_finite(verb: Token) -> bool:
    """True for a verb with tense, its own or its auxiliary's."""
    return verb.tag in FINITE or any(c.tag in FINITE for c in verb.kids("aux", "auxpass"))


def strayed(head: Token) -> Token | None:
    """The "that" clause that the parser hung on another word to the right of its verb."""
    stack = [c for c in head.children if c.i > head.i and c.dep in STRAYED]
    while stack:
        token = stack.pop(0)
        if token.pos == "NOUN" and token.head.lower not in CHANNELS and "that" in (lookup(token) or {}):
            continue  # "recalled the envoy over claims that ...": it is the noun's
        for child in token.kids("acl", "relcl", "ccomp"):
            that = next((t for t in child.children if t.lower in ("that", "whether") and t.dep in ("mark", "nsubj", "dobj", "nsubjpass")), None)
            if that is not None and is_finite(child) and (that.dep == "mark" or child.kids("nsubj", "nsubjpass") != [that]):
                return child
            if head.lemma in ASKING and is_finite(child) and child.kids("nsubj", "nsubjpass") and _is_question(child):
                return child
        stack.extend(c for c in token.children if c.dep in STRAYED)
    return None


def _is_question(clause: Token) -> bool:
    """True for a clause that a question word opens: "(was asked by a reporter) why they had left"."""
    first = clause.subtree()[0]
    return first.lower in ("why", "how", "when", "where", "what", "if") and first.head.i == clause.i and first.dep != "nsubj"


def cue_words(head: Token, contents: Iterable[Token]) -> list[Token]:
    """The cue's own words: auxiliaries, negation and particle, and the preposition that leads to the content."""
    own = head.kids("aux", "auxpass", "neg", "prt") if head.pos in ("VERB", "AUX") else []
    contents = list(contents)
    preps = [c.head for c in contents if c.dep in ("pobj", "pcomp") and c.head.head.i == head.i]
    preps += [m for c in contents for m in c.kids("mark") if m.lower == "for"]
    near = [t for t in own if head.i - t.i <= 4]
    return sorted({t.i: t for t in (*near, head, *preps)}.values(), key=lambda t: t.i)


def extras(entry: Entry, verb: Token, *, own: bool = False) -> list[Token]:
    """The prepositional phrases that belong to an object's content ("criticised X for Y"), and not to the setting ("in a speech").

    With `own` only those that the entry names.
    """
    out = []
    for prep in verb.kids("prep"):
        setting = any(o.lemma.lower() in TIMES | wordclass("settings") or o.pos == "NUM" for o in prep.kids("pobj"))
        if prep.i > verb.i and (prep.lower in entry.extras or (prep.lower in ATTACHED and not setting and not own)):
            out.append(prep)
    return out


def without(tokens: list[Token], verb: Token) -> list[Token]:
    """The tokens but for a verb."""
    return [t for t in tokens if t.i != verb.i]
