"""The modality of an act: whether the sentence itself says that it happened, or only that it may, will, should or did not.

From the act's head word up the tree: at each word its own auxiliaries, negation and marks (`kg.extract.status.operators`), at each
step what the governing word makes of what hangs on it (`modality.tsv`). A definite act ("the invasion") is presupposed and
escapes the possible worlds it is spoken of in; an indefinite one ("an invasion") does not.
"""

from dataclasses import dataclass, replace
from typing import Literal

from kg.extract.status.operators import Operator, has_infinitive, is_definite, lookup, own, shares_auxiliaries
from kg.extract.status.verdicts import disowned, is_apart, is_relative, is_saying, is_supposition, is_told, named_act, of_fiction, plea, truth
from kg.model import Certainty, Polarity, Status
from kg.parse import Parsed, Token

PURPOSE = "purpose"
DEEPEST = 14  # steps up a tree; a longer way says nothing of the act any more
_UNREAL = frozenset({"hypothetical", "planned", "demanded", "threatened", "attempted"})
_PRESUPPOSING = frozenset({"after", "following", "since", "amid", "amidst", "despite", "because", "due", "over", "during", "until", "given"})
_FIRST_WORDS = frozenset({"without", "instead", "because", "due", "despite"})
_RANKS = frozenset({"first", "second", "third", "last", "latest", "only", "next"})
_LINKING = frozenset({"be", "seem", "appear", "look", "remain", "become"})
_DISAPPROVING = frozenset({"criticize", "criticise", "condemn", "denounce", "censure", "rebuke", "castigate", "slam"})
_THREATENING = frozenset({"make", "issue", "repeat", "renew", "utter", "reiterate", "withdraw", "drop", "fulfil", "fulfill"})
_NEVER_IN_PART = frozenset({"when", "while", "after", "as", "because", "since", "although", "though"})


@dataclass(frozen=True, slots=True)
class Modality:
    """What the words around a predicate make of it; `status` None: nothing stands between the writer and the act."""

    status: Status | None = None
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    hearsay: bool = False
    stands: bool = False  # presupposed: a definite act, or one that a word takes for granted ("stop", "condemn")
    via: int | None = None  # offset of the word that makes it hearsay
    settled: int | None = None  # offset of the word that says that the report of it is untrue
    why: str = ""

    def under(self, op: Operator | None) -> "Modality":
        """This modality inside an operator: a denial of a plan is no plan, a threat may be threatened, what is feared is not."""
        if op is None or not (op.status or op.certainty or op.hearsay or op.polarity == "negative"):
            return self
        certainty = min(self.certainty, op.certainty or "certain", key=("possible", "probable", "certain").index)
        why = f"{op.why}; {self.why}" if self.why else op.why
        if self.hearsay and self.status is None and op.status == "negated":  # not said to have happened is not said not to have
            op = replace(op, status="hypothetical")
        status, polarity = _compose(self.status, self.polarity, op)
        if op.settles:
            return replace(self, status=status, certainty=certainty, hearsay=False, settled=op.at, why=why)
        heard = self.hearsay or op.hearsay
        return replace(self, status=status, polarity=polarity, certainty=certainty, hearsay=heard, via=op.at if op.hearsay else self.via, why=why)


def _compose(inner: Status | None, polarity: Polarity, op: Operator) -> tuple[Status | None, Polarity]:
    outer = op.status
    if outer is None or outer == inner == "hypothetical":
        return inner, polarity
    if inner is None:
        return outer, "negative" if op.polarity == "negative" else polarity
    if outer == "negated":
        flat: dict[Status, Status | None] = {"negated": None, "planned": "negated", "attempted": "negated", "denied": "claimed"}
        return flat.get(inner, "hypothetical"), polarity
    if inner == "negated":
        return outer, "positive" if op.polarity == "negative" else "negative"
    if inner == "attempted" and op.why == PURPOSE:
        return inner, polarity
    if inner in ("planned", "attempted") and outer in _UNREAL:
        return outer, "negative" if op.polarity == "negative" else polarity
    return (outer if outer == "denied" else inner), polarity


def modality(parsed: Parsed, token: Token | None) -> Modality:
    """The modality of the act that `token` heads."""
    if token is None:
        return Modality()
    token = named_act(token)
    state = Modality().under(lookup(token, "self")).under(own(parsed, token)).under(of_fiction(token))
    return _climb(parsed, token, state, is_definite(token), DEEPEST)


def _climb(parsed: Parsed, node: Token, state: Modality, definite: bool, left: int) -> Modality:
    """Go one step up, take what the governor makes of the node, and go on from there."""
    step = _link(node)
    if step is None or left == 0 or is_apart(parsed, node):
        return state
    governor, slot, kind = step
    if kind == "clause" and is_supposition(governor):
        return state.under(Operator(status="hypothetical", why=governor.lemma))
    if (pleaded := plea(node) or disowned(node)) is not None:
        return replace(state, stands=True) if pleaded.stands else state.under(pleaded)
    if kind != "conj" and (verdict := truth(node, governor, slot)) is not None:
        over = governor.head if verdict.settles and governor.dep in ("attr", "dobj") else governor  # whose "not" is in the verdict
        return _climb(parsed, over, state.under(verdict), False, left - 1)
    if kind == "conj":
        return _climb_conjunct(parsed, node, governor, state, definite, left)
    row = None if _is_modifier(node, slot) else lookup(governor, slot, node)
    if row is None and slot == "subj" and kind == "nominal":
        row = next((r for c in governor.kids("acomp") if governor.lemma in _LINKING and (r := lookup(c, "act"))), None)
    if row is None and slot == "for":
        above = governor.head.head if governor.dep == "pobj" else governor  # "put the blame on the guards for killing"
        row = next((r for c in above.kids("dobj", "oprd", "acomp") if (r := lookup(c, "for")) and r.hearsay), None)
    if row is not None and row.status == "threatened" and governor.pos == "NOUN" and not _is_made(governor):
        row = replace(row, status="hypothetical")
    if row is None and state.hearsay and slot == "obj":
        row = lookup(governor, "heard")
    if row is not None and row.stands and slot == "for" and node.dep == "pcomp" and governor.lemma in _DISAPPROVING:
        return state.under(Operator(hearsay=True, at=governor.start, why=f"{governor.lemma} for"))  # those who criticise say that it was done
    if row is not None and (row.stands or (row.status == "denied" and slot == "obj" and not state.hearsay and is_saying(node))):
        return replace(state, stands=True)
    if row is not None and row.passes:
        return _climb(parsed, governor, state.under(own(parsed, governor, below=node)), False, left - 1)
    if row is not None and row.applies:
        if definite and kind == "nominal" and row.status == "hypothetical" and slot != "subj":
            return replace(state, stands=True)
        return _climb(parsed, governor, state.under(row).under(own(parsed, governor, below=node)), False, left - 1)
    if kind == "nominal":
        return _through_noun(parsed, node, governor, slot, state, definite, left)
    return _through_clause(parsed, node, governor, slot, state, left)


def _is_made(threat: Token) -> bool:
    """True for a threat that somebody makes, false for one that there is: "the threat of an attack is growing"."""
    owned = threat.kids("poss") or any(p.lower in ("by", "from") for p in threat.kids("prep"))
    return bool(owned) or (threat.dep in ("dobj", "nsubjpass") and threat.head.lemma in _THREATENING)


def _is_modifier(node: Token, slot: str) -> bool:
    """True for a clause that hangs on a word without being its complement: "he left, saying", "an order allowing"."""
    if node.dep == "advcl":
        return slot != "inf"
    return node.dep == "acl" and slot != "inf" and (is_relative(node) or not any(c.lower == "that" for c in node.kids("mark")))


Kind = Literal["clause", "nominal", "conj"]


def _link(node: Token) -> tuple[Token, str, Kind] | None:
    """(governor, slot, kind of link) of a word: the slot is how it hangs there, as `modality.tsv` names it."""
    if node.is_root:
        return None
    head = node.head
    if node.dep == "conj":
        return head, "conj", "conj"
    if node.dep in ("xcomp", "ccomp", "acl", "advcl") or _is_infinitive_of_noun(node) or is_told(node):
        return head, _clause_slot(node), "clause"
    if node.dep in ("dobj", "nsubjpass", "oprd"):
        return head, "obj", "nominal"
    if node.dep in ("attr", "acomp"):
        return head, "light", "nominal"
    if node.dep == "nsubj":
        return head, "subj", "nominal"
    if node.dep in ("compound", "amod", "nmod") and head.i > node.i:
        return head, "mod", "nominal"
    return _below_preposition(node) if node.dep in ("pobj", "pcomp") else None


def _below_preposition(node: Token) -> tuple[Token, str, Kind]:
    """The governor of a preposition's object; "instead of", "because of" and the like are one preposition, named by their first word."""
    top, slot = node.head, node.head.lower
    while top.head.pos in ("ADP", "SCONJ", "ADV") and top.dep in ("prep", "pcomp", "advmod") and not top.is_root:
        top = top.head
        slot = top.lower if top.lower in _FIRST_WORDS else slot
    if slot == "of" and any(c.lower == "instead" for c in node.head.kids("advmod")):
        slot = "instead"
    if slot == "from" and any(c.lower == "far" and c.i == top.i - 1 for c in (*top.children, *top.head.children)):
        slot = "instead"  # "far from attacking"
    if slot == "than" and any(c.lower == "rather" for c in (*top.children, *top.head.children)):
        slot = "instead"
    return top if top.is_root else top.head, slot, "clause" if node.dep == "pcomp" else "nominal"


def _is_infinitive_of_noun(node: Token) -> bool:
    """True for "an offer to mediate", which the parser may take for a relative clause."""
    return node.dep == "relcl" and has_infinitive(node) and not any(c.tag in ("WDT", "WP", "WRB") for c in node.subtree())


def _clause_slot(node: Token) -> str:
    if has_infinitive(node):
        return "inf"
    return "ing" if node.tag == "VBG" and not node.kids("aux") else "that"


def _climb_conjunct(parsed: Parsed, node: Token, first: Token, state: Modality, definite: bool, left: int) -> Modality:
    """A later conjunct stands under what governs the first, and under the first's auxiliaries where it has none of its own."""
    if shares_auxiliaries(node, first):
        op = own(parsed, first)
        if op is not None and op.status == "negated" and any(c.lower == "but" for c in first.kids("cc")):
            op = None
        state = state.under(op)
    if first.is_root or (node.pos in ("VERB", "AUX") and node.kids("nsubj", "nsubjpass") and first.dep == "ROOT"):
        return state
    return _climb(parsed, first, state, definite or is_definite(first), left - 1)


def _through_noun(parsed: Parsed, node: Token, governor: Token, slot: str, state: Modality, definite: bool, left: int) -> Modality:
    """An act named by a noun: light verbs and measure nouns add nothing; else only an indefinite act follows its verb."""
    if slot in ("without", "instead"):
        return state.under(Operator(status="negated", why=slot))
    if slot in _PRESUPPOSING:
        return replace(state, stands=True)
    if governor.pos in ("NOUN", "PROPN"):
        if slot not in ("of", "mod", "for"):
            return state
        return _climb(parsed, governor, state.under(own(parsed, governor, below=node)), definite or is_definite(governor), left - 1)
    light = slot == "light" or (slot in ("obj", "subj") and lookup(governor, "light") is not None)
    if light:
        return _climb(parsed, governor, state.under(own(parsed, governor, below=node)), False, left - 1)
    if definite:
        return replace(state, stands=True)
    outer = _climb(parsed, governor, Modality().under(own(parsed, governor, below=node)), False, left - 1)
    if outer.status in _UNREAL:
        return state.under(Operator(status=outer.status, polarity=outer.polarity, certainty=outer.certainty, why=outer.why))
    if outer.status == "negated" and any(c.lower == "any" for c in node.kids("det")):
        return state.under(Operator(status="negated", why=outer.why))
    return state


def _through_clause(parsed: Parsed, node: Token, governor: Token, slot: str, state: Modality, left: int) -> Modality:
    """An act told by a clause that no listed word governs."""
    if slot in ("without", "instead"):
        return state.under(Operator(status="negated", why=slot))
    if node.dep == "xcomp":
        return _climb(parsed, governor, state.under(own(parsed, governor, below=node)), False, left - 1)
    if node.dep == "ccomp":
        predicate = _predicate_row(governor, slot)
        if predicate is not None:
            return _climb(parsed, governor, state.under(predicate).under(own(parsed, governor, below=node)), False, left - 1)
        if (seeming := _seeming(governor)) is not None:
            return state.under(seeming)
        above = own(parsed, governor, below=node)
        doubted = above is not None and above.status == "negated"
        if doubted:
            return state.under(Operator(status="hypothetical", certainty="possible", why=f"not {governor.lemma}"))
        # what a verb brings by "that" its subject tells, unless it is so whoever tells it ("it turned out that")
        told = governor.pos == "VERB" and any(c.lower == "that" for c in node.kids("mark")) and lookup(governor, "factive") is None
        return state.under(Operator(hearsay=True, at=governor.start, why=f"{governor.lemma} that")) if told else state
    if slot == "inf":
        return _purpose(parsed, node, governor, state, left)
    if any(c.lower in _NEVER_IN_PART for c in node.kids("mark", "advmod")):
        return state
    if node.dep == "acl":
        if governor.dep == "dobj" and (seeming := _seeming(governor.head)) is not None:
            return state.under(seeming)
        outer = _climb(parsed, governor, Modality().under(own(parsed, governor)), is_definite(governor), left - 1)
        return state.under(Operator(status=outer.status, polarity=outer.polarity, why=outer.why)) if outer.status in _UNREAL else state
    if slot == "that" or (node.dep == "pcomp" and node.tag != "VBG"):
        return state
    outer = _climb(parsed, governor, Modality().under(own(parsed, governor, below=node)), False, left - 1)
    if outer.status in _UNREAL or (outer.status == "negated" and slot == "by"):
        return state.under(Operator(status=outer.status, polarity=outer.polarity, certainty=outer.certainty, why=outer.why))
    return state


def _seeming(verb: Token) -> Operator | None:
    """What is made of that which only seems to be shown: "the film appears to show them attacking"."""
    row = lookup(verb.head, "inf") if verb.dep == "xcomp" else None
    return row if row is not None and (row.hearsay or row.certainty) else None


def _predicate_row(governor: Token, slot: str) -> Operator | None:
    """What a predicate of `be` makes of a clause: "it is essential that", "the aim is to"."""
    for child in governor.kids("acomp", "attr", "nsubj") if governor.lemma == "be" else ():
        row = lookup(child, slot)
        if row is not None and row.applies:
            return row
    return None


def _object_row(governor: Token, node: Token) -> Operator | None:
    """What a verb's object makes of an infinitive hung on the verb: "repeated its call on X to"."""
    rows = [lookup(c, "inf") for c in governor.kids("dobj") if c.i < node.i]
    return next((r for r in rows if r is not None and r.applies and r.status != "hypothetical"), None)


def _purpose(parsed: Parsed, node: Token, governor: Token, state: Modality, left: int) -> Modality:
    """An infinitive: of a predicate ("ready to"), of a verb whose object it was hung on ("called on X to"), else a purpose."""
    row = _predicate_row(governor, "inf") or _object_row(governor, node)
    above = governor
    if row is None and node.dep != "advcl" and governor.dep in ("dobj", "pobj"):
        above = governor.head
        while above.pos == "ADP" and not above.is_root:
            above = above.head
        row = lookup(above, "inf")
    if row is not None and row.applies:
        return _climb(parsed, above, state.under(row).under(own(parsed, above)), False, left - 1)
    if node.dep != "advcl" and any(c.lower in _RANKS for c in governor.children):
        return state
    if governor.lemma == "be" or (node.dep != "advcl" and governor.dep not in ("dobj", "nsubjpass")):
        return state.under(Operator(status="hypothetical", why="infinitive of a noun"))
    return state.under(Operator(status="planned", why=PURPOSE))
