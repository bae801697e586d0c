"""What a single word does to the acts at and below it: its auxiliaries, negation, marks and modifiers, and the rows of `modality.tsv`."""

from dataclasses import dataclass
from functools import cache

from kg.lexicon import table
from kg.model import Certainty, Polarity, Status
from kg.parse import Parsed, Token

NEGATIVE = frozenset({"not", "n't", "n’t", "never", "nor", "neither", "hardly", "scarcely", "no"})
NOBODY = frozenset({"nobody", "nothing", "none", "neither", "no-one"})
_FOCUS = frozenset({"only", "just", "merely", "simply", "solely"})
_CONDITION = frozenset({"if", "unless", "whether", "lest"})
_PROVIDING = frozenset({"provided", "providing", "assuming", "supposing"})
_TEMPORAL = frozenset({"when", "once", "until", "till", "before", "after", "whenever", "as"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "your", "my", "such", "both"})
_VERBS = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """What a word makes of an act; `stands`: the act is real whatever the word
    stands under; `passes`: the word's own modality is the act's."""

    status: Status | None = None
    polarity: Polarity = "positive"
    certainty: Certainty | None = None
    hearsay: bool = False
    stands: bool = False
    passes: bool = False
    settles: bool = False
    needs: tuple[str, ...] = ()  # particles or prepositions, one of which must stand below the word
    at: int | None = None
    why: str = ""

    @property
    def applies(self) -> bool:
        """True where the word makes anything of the act."""
        return bool(self.status or self.certainty or self.hearsay)


@cache
def _rows() -> dict[tuple[str, str, str], tuple[Operator, ...]]:
    """The operators of (word, part of speech, slot); those that need a further word first."""
    out: dict[tuple[str, str, str], tuple[Operator, ...]] = {}
    for row in sorted(table("modality"), key=lambda r: not r["with"]):
        status, heard = row["status"], row["status"] == "hearsay"
        made = Operator(
            status=None if heard or status in ("real", "pass", "") else status,  # type: ignore[arg-type]
            polarity="negative" if row["polarity"] == "negative" else "positive",
            certainty=row["certainty"] or None,  # type: ignore[arg-type]
            hearsay=heard,
            stands=status == "real",
            passes=status == "pass",
            needs=tuple(row["with"].split()),
            why=f"{row['head']} ({row['slot']})",
        )
        key = row["head"], row["pos"], row["slot"]
        out[key] = (*out.get(key, ()), made)
    return out


def listed(word: str, pos: str, slot: str) -> Operator | None:
    """The operator of a word that needs no other word beside it."""
    return next((row for row in _rows().get((word, pos, slot), ()) if not row.needs), None)


_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}


def lookup(governor: Token, slot: str, act: Token | None = None) -> Operator | None:
    """What a governing word makes of an act in one of its slots, None where the word is not listed."""
    lemma, pos = governor.lemma.lower(), _POS.get(governor.pos, "")
    slots = (slot, "comp") if slot in ("inf", "ing", "that") else (slot,)
    keys = [(lemma, pos, s) for s in slots]
    told = governor.tag == "VBD" and slot == "that" and bool(governor.kids("nsubj"))  # "determined that they had" is no will
    if pos == "verb" and governor.tag in ("VBN", "VBD") and not told:
        keys += [(governor.lower, "adj", s) for s in slots]
    for key in keys:
        for row in _rows().get(key, ()):
            beside = (*governor.kids("prt", "prep", "advmod"), *(act.kids("mark") if act is not None else ()))
            if not row.needs or any(c.lower in row.needs for c in beside):
                return _at(row, governor) if row.hearsay else row
    return None


def _at(row: Operator, word: Token) -> Operator:
    return Operator(status=row.status, polarity=row.polarity, certainty=row.certainty, hearsay=row.hearsay, at=word.start, why=row.why)


def own(parsed: Parsed, token: Token, *, below: Token | None = None) -> Operator | None:
    """What a word's own auxiliaries, negation, marks and modifiers make of it; `below` is the child that was heard already."""
    return _of_verb(parsed, token, below) if token.pos in _VERBS or token.kids("aux") else _of_noun(token)


def _of_noun(token: Token) -> Operator | None:
    for child in token.kids("det", "neg", "preconj", "predet"):
        if child.lower in NEGATIVE:
            return Operator(status="negated", why=f"{child.lower} {token.lower}")
    if any(c.lower == "little" for c in token.kids("amod")) and not any(c.lower == "a" for c in token.kids("det")):
        return Operator(status="negated", why=f"little {token.lower}")
    for child in token.kids("amod", "compound", "advmod"):
        row = listed(child.lower, "adj", "on") or listed(child.lower, "adv", "on")
        if row is not None:
            return _at(row, child) if row.hearsay else row
    return None


def _of_verb(parsed: Parsed, token: Token, below: Token | None) -> Operator | None:
    modal = next((c for c in token.kids("aux") if c.tag == "MD"), None)
    supposed = next((row for c in token.kids("aux", "intj") if c.tag == "VB" and (row := lookup(c, "comp"))), None)
    if supposed is not None:
        return supposed  # "imagine them attacking"
    negated = is_negated(token, below=below)
    op = _of_modal(token, modal, negated) if modal is not None else Operator(status="negated", why="negation") if negated else None
    if op is None or op.status == "negated" or _is_inverted(token):
        op = _of_mark(token) or op
    return op or _of_clause(parsed, token) or _of_adverbs(token)


def _of_modal(token: Token, modal: Token, negated: bool) -> Operator:
    word = modal.lower
    row = listed(word, "modal", "on") or Operator(status="hypothetical", why=word)
    perfect = any(c.lemma == "have" for c in token.kids("aux"))
    polarity: Polarity = "negative" if negated else "positive"
    if row.status == "demanded":
        if perfect and word == "must":
            return Operator(certainty="probable", why="must have")
        subjects = token.kids("nsubj", "nsubjpass")
        first_person = any(s.lower in ("we", "i") or any(p.lower in ("our", "my") for p in s.kids("poss")) for s in subjects)
        return Operator(status="planned" if first_person else "demanded", polarity=polarity, why=word)
    if word in ("may", "might") or (word == "could" and perfect):
        return Operator(status="hypothetical", polarity=polarity, certainty="possible", why=word)
    if word in ("would", "'d") and (perfect or is_conditional(token)):
        return Operator(status="hypothetical", polarity=polarity, why=word)
    if negated:
        return Operator(status="negated", why=f"{word} not")
    if word in ("would", "'d") and _is_reported(token):
        return Operator(status="planned", why="would in reported speech")
    if row.status == "planned" and is_conditional(token):
        return Operator(status="hypothetical", why=f"{word} on a condition")
    return Operator(status=row.status, certainty="possible" if word in ("could", "can") else None, why=word)


def _is_reported(token: Token) -> bool:
    """True in a clause that hangs on a verb or noun in the past: there "would" is the future as it was told."""
    top = token
    while top.dep in ("conj", "xcomp") and not top.is_root:
        top = top.head
    return top.dep in ("ccomp", "acl", "relcl") or (top.is_root and any(c.dep in ("ccomp", "parataxis") for c in top.children))


def is_conditional(token: Token) -> bool:
    """True for a main clause that depends on a condition: "if", "unless", "only when", "had they attacked"."""
    for clause in token.kids("advcl"):
        if _is_inverted(clause):
            return True
        marks = {c.lower for c in clause.kids("mark", "advmod")}
        if marks & _CONDITION or ("when" in marks and any(c.lower == "only" for c in (*token.children, *clause.children))):
            return True
    return False


def _of_mark(token: Token) -> Operator | None:
    marks = {c.lower for c in token.kids("mark", "advmod")}
    if hit := marks & _CONDITION:
        return Operator(status="hypothetical", why=hit.pop())
    if token.dep == "advcl" and _is_inverted(token):
        return Operator(status="hypothetical", why="inverted condition")
    if token.dep in ("pcomp", "ccomp") and token.head.lower in _PROVIDING and token.head.i < token.i and not token.head.kids("nsubj", "aux"):
        return Operator(status="hypothetical", why=token.head.lower)
    if {"as", "though"} <= marks or {"as", "if"} <= marks:
        return Operator(status="hypothetical", why="as though")
    if "than" in marks and any(c.lower == "rather" for c in (*token.kids("advmod"), *token.head.kids("advmod"))):
        return Operator(status="negated", why="rather than")
    if "so" in marks and "that" in marks and token.dep == "advcl":
        return Operator(status="hypothetical", why="so that")
    if token.dep == "advcl" and marks & _TEMPORAL and token.tag in ("VBZ", "VBP"):
        ahead = any(c.tag == "MD" for c in token.head.kids("aux")) or token.head.tag == "VB"
        return Operator(status="hypothetical", why="clause of a future time") if ahead else None
    return None


def _is_inverted(token: Token) -> bool:
    """True for a condition told by its order: "Had they attacked, ...", "Should they attack, ..."."""
    subject = next(iter(token.kids("nsubj", "nsubjpass")), None)
    if subject is None:
        return False
    verbs = (*token.kids("aux", "auxpass"), *((token,) if token.lower == "were" else ()))  # "were they to attack"
    return any(c.lower in ("had", "should", "were") and c.i < subject.i for c in verbs)


def _of_clause(parsed: Parsed, token: Token) -> Operator | None:
    """Questions, commands, headlines in the infinitive, and main clauses of conditions."""
    if (heard := _on_reports(token)) is not None:
        return heard
    if _is_asked(parsed, token):
        return Operator(status="hypothetical", why="question")
    if is_conditional(token) and token.tag in ("VBZ", "VBP", "VB"):
        return Operator(status="hypothetical", why="main clause of a condition")
    if token.dep not in ("ROOT", "ccomp", "parataxis") or token.kids("mark"):
        return None
    subject = token.kids("nsubj", "nsubjpass", "csubj", "expl")
    if token.tag == "VB" and not subject and not [c for c in token.kids("aux") if c.lower not in ("do", "please")]:
        return Operator(status="demanded", why="command")
    if subject and has_infinitive(token):
        return Operator(status="planned", why="infinitive of a headline")
    ends = parsed.sentence(token).tokens[-2:] if token.is_root else token.kids("punct")
    if any(t.text.startswith("?") for t in ends):
        return Operator(status="hypothetical", why="question")
    return None


def _on_reports(token: Token) -> Operator | None:
    """What is so only if what is said is true: "they attacked, if the reports are to be believed"."""
    for clause in token.kids("advcl"):
        if not any(c.lower == "if" for c in clause.kids("mark")) or any(c.tag == "MD" for c in clause.kids("aux")):
            continue
        verdicts = (*clause.kids("acomp"), *clause.kids("xcomp"), *([clause] if clause.kids("auxpass") else ()))
        if any(w.lower in _BORNE_OUT or ((row := listed(w.lower, "adj", "truth")) and row.status is None) for w in verdicts):
            return Operator(hearsay=True, certainty="possible", at=clause.start, why="if that is true")
    return None


_BORNE_OUT = frozenset({"believed", "confirmed", "corroborated", "proven", "right", "substantiated", "trusted", "verified"})


def _is_asked(parsed: Parsed, token: Token) -> bool:
    """True for a question told by its order, wherever the parser hung it: "Fact check: Did they attack?"."""
    subject = next(iter(token.kids("nsubj", "nsubjpass")), None)
    turned = subject is not None and any(c.i < subject.i for c in token.kids("aux", "auxpass"))
    return turned and any(t.text.startswith("?") for t in parsed.sentence(token).tokens[-2:])


def _of_adverbs(token: Token) -> Operator | None:
    but = next((c for c in (*token.children, *(g for s in token.kids("nsubj") for g in s.children)) if c.lower == "but" and c.i == token.i - 1), None)
    if but is not None and any(c.lower == "all" and c.i == but.i - 1 for c in (*but.head.children, *but.children)):
        return Operator(status="negated", why="all but")
    for child in token.kids("advmod"):
        row = listed(child.lower, "adv", "on")
        if row is not None:
            return _at(row, child) if row.hearsay else row
    return None


def is_negated(token: Token, *, below: Token | None = None) -> bool:
    """True where a verb is negated: by "not" (but not "not only"), by its subject ("nobody", "neither side") or object ("no progress").

    `below` is the child that is the act itself, whose own "no" is not heard twice.
    """
    negatives = [c for c in token.children if c.lower in NEGATIVE and (c.dep in ("neg", "preconj", "advmod") or (c.dep == "cc" and c.i < token.i))]
    for word in negatives:
        focus = any(c.lower in _FOCUS and c.i in (word.i + 1, word.i + 2) for c in (*token.children, *word.children))
        if not focus and not (word.lower == "no" and word.dep == "advmod"):
            return True
    if any(c.lower == "longer" and any(n.lower == "no" for n in c.children) for c in token.kids("advmod")):
        return True
    return any(_denies(c) for c in token.kids("nsubj", "nsubjpass", "dobj", "attr") if c is not below)


def _denies(noun: Token) -> bool:
    if noun.lower in NOBODY:
        return True
    if any(c.lower in ("no", "neither") for c in noun.kids("det", "neg", "preconj")):
        return True
    return any(c.lower in ("little", "few") for c in noun.kids("amod")) and not any(c.lower == "a" for c in noun.kids("det"))


def has_infinitive(token: Token) -> bool:
    """True for a verb with "to" before it."""
    return any(c.tag == "TO" for c in token.kids("aux"))


def shares_auxiliaries(later: Token, first: Token) -> bool:
    """True where a conjunct stands under the first one's auxiliaries: it has no subject or auxiliary of its own and agrees in form."""
    if later.pos not in _VERBS or first.pos not in _VERBS:
        return False
    if later.kids("nsubj", "nsubjpass", "aux", "auxpass"):
        return False
    perfect = any(c.lemma in ("be", "have") for c in first.kids("aux", "auxpass"))
    return later.tag == first.tag or ({later.tag, first.tag} <= {"VBN", "VBD"} and perfect)


def is_definite(token: Token) -> bool:
    """True for a noun that points at something known: with an article, a demonstrative, a possessor, or a name of its own."""
    if token.pos not in ("NOUN", "PROPN"):
        return False
    return token.pos == "PROPN" or any(c.dep == "poss" or c.lower in _DEFINITE for c in token.kids("det", "poss", "predet"))
