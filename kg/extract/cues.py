"""What makes somebody a source: cue words with their complements, found in one pass by lemma.

`drafts(token)` yields a `Draft` for each reading of a token as a cue: whose words (a head token), the cue's own tokens, and
the tokens of the content. The words and the complements that each takes are in `lexicon/cues.tsv`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kg import lexicon
from kg.extract.sources import doer, owner, voice
from kg.model import Stance
from kg.parse import Token

POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj"}
COPULAS = frozenset({"be", "remain", "seem", "feel", "become", "appear", "stay", "sound", "look", "get"})
# the order in which complements are tried: a clause says more than an object, an object more than a preposition
ORDER = ("that", "objto", "objc", "objas", "to", "ing", "obj")


@dataclass(frozen=True, slots=True)
class Entry:
    """One complement of one cue word: its stance, what kind of act it is, and the prepositions that go with its object."""

    stance: Stance
    act: str
    extras: frozenset[str] = frozenset()


@dataclass(slots=True)
class Draft:
    """A claim in the making: tokens instead of spans."""

    cue: Token
    words: list[Token]
    source: Token | None
    content: list[Token]
    slot: str
    entry: Entry
    passive: bool = False


@cache
def entries() -> dict[tuple[str, str], dict[str, Entry]]:
    """(head, pos) -> slot -> entry; the first row that names a slot wins, extras add up."""
    out: dict[tuple[str, str], dict[str, Entry]] = {}
    for row in lexicon.table("cues"):
        slots = out.setdefault((row["head"], row["pos"]), {})
        for word in row["slots"].split():
            slot, *extras = word.split("+")
            old = slots.get(slot)
            entry = old or Entry(row["stance"], row["act"])  # type: ignore[arg-type]
            slots[slot] = Entry(entry.stance, entry.act, entry.extras | frozenset(extras))
    return out


def lookup(token: Token) -> dict[str, Entry] | None:
    """The entries of a token, by its lemma and particle ("lash out")."""
    pos = POS.get(token.pos)
    if pos is None:
        return None
    lemma = token.lemma.lower()
    for particle in token.kids("prt"):
        if (found := entries().get((f"{lemma} {particle.lower}", pos))) is not None:
            return found
    return entries().get((lemma, pos))


def drafts(token: Token) -> Iterator[Draft]:
    """The readings of a token as a cue: none or one, or two for a passive with two contents."""
    if token.lower == "according":
        yield from _according(token)
    elif (slots := lookup(token)) is not None:
        if token.pos in ("VERB", "AUX"):
            yield from _verbal(token, slots)
        elif token.pos == "NOUN":
            yield from _nominal(token, slots)
        else:
            yield from _adjectival(token, slots)


def _verbal(verb: Token, slots: dict[str, Entry]) -> Iterator[Draft]:
    spoken = voice(verb)
    found = complements(verb)
    if spoken.passive:
        yield from _passive(verb, slots, found, spoken.source, spoken.theme)
        return
    for slot in _chosen(slots, found):
        entry = slots[slot]
        tokens = [t for head in found[slot] for t in head.subtree()]
        if slot == "obj" and entry.extras:
            tokens += [t for x in entry.extras for head in found.get(x, ()) for t in (*(p for p in [head.head] if p.dep == "prep"), *head.subtree())]
        yield Draft(verb, cue_words(verb, found[slot]), spoken.source, _without(tokens, verb), slot, entry)
        return
    if "that" in slots and (main := _parenthetical(verb)) is not None:
        inside = {t.i for t in verb.subtree()}
        yield Draft(verb, cue_words(verb, []), spoken.source, [t for t in main.subtree() if t.i not in inside], "paren", slots["that"])
    elif "quote" in slots:
        yield Draft(verb, cue_words(verb, []), spoken.source, [], "quote", slots["quote"])


def _passive(verb: Token, slots: dict[str, Entry], found: dict[str, list[Token]], source: Token | None, theme: Token | None) -> Iterator[Draft]:
    """A passive: what it says of its subject belongs to the content, unless the subject is told something."""
    told = "that" in found and "that" in slots
    if told:
        tokens = [t for head in found["that"] for t in head.subtree()]
        yield Draft(verb, cue_words(verb, found["that"]), source, _without(tokens, verb), "that", slots["that"], True)
        return
    for slot, needs in (("objto", "to"), ("objc", "objc"), ("objas", "as"), ("objc", "to")):
        if slot in slots and needs in found:
            tokens = [t for head in found[needs] for t in ((head.head, *head.subtree()) if needs == "as" else head.subtree())]
            yield Draft(verb, cue_words(verb, []), source, _without(_themed(theme, verb) + tokens, verb), slot, slots[slot], True)
            return
    if "obj" in slots:
        entry = slots["obj"]
        tokens = [t for x in entry.extras for head in found.get(x, ()) for t in head.subtree()]
        if theme is not None and (tokens or source is not None):
            yield Draft(verb, cue_words(verb, []), source, _without(_themed(theme, verb) + tokens, verb), "obj", entry, True)


def _themed(theme: Token | None, verb: Token) -> list[Token]:
    if theme is None:
        return []
    below = {t.i for t in verb.subtree()}
    return [t for t in theme.subtree() if theme.i in below or t.i not in below]


def _nominal(noun: Token, slots: dict[str, Entry]) -> Iterator[Draft]:
    """A noun of saying with its content below it ("their claim that ...") or as what it is said to be ("his message was that ...")."""
    found = complements(noun)
    if noun.dep == "nsubj" and noun.head.lemma == "be" and "that" in slots:
        for head in noun.head.kids("ccomp"):
            yield Draft(noun, [noun], owner(noun), head.subtree(), "that", slots["that"])
            return
    for slot in _chosen(slots, found):
        source = owner(noun)
        if source is None and slot not in ("that",):
            continue
        tokens = [t for head in found[slot] for t in head.subtree()]
        if source is not None:
            out = {t.i for t in source.subtree()}
            tokens = [t for t in tokens if t.i not in out]
        yield Draft(noun, cue_words(noun, found[slot]), source, tokens, slot, slots[slot])
        return


def _adjectival(adj: Token, slots: dict[str, Entry]) -> Iterator[Draft]:
    verb = adj.head
    if adj.dep not in ("acomp", "conj", "oprd", "attr") and not adj.is_root:
        return
    source = doer(verb) if adj.dep != "conj" else doer(verb.head) if verb.dep == "acomp" else doer(verb)
    found = complements(adj)
    if verb.lemma in COPULAS and "that" not in found:
        found = {**{k: v for k, v in complements(verb).items() if k == "that"}, **found}
    if source is None or source.lower in ("it", "there"):
        return
    for slot in _chosen(slots, found):
        tokens = [t for head in found[slot] for t in head.subtree()]
        yield Draft(adj, [*([verb] if verb.lemma in COPULAS else []), *cue_words(adj, found[slot])], source, tokens, slot, slots[slot])
        return


def _according(token: Token) -> Iterator[Draft]:
    """According to X: what X says is the rest of the clause."""
    to = next((c for c in token.kids("prep") if c.lower == "to"), None)
    source = next(iter(to.kids("pobj")), None) if to else next(iter(token.kids("pobj")), None)
    if source is None or token.is_root:
        return
    inside = {t.i for t in token.subtree()}
    clause = token.head
    while clause.pos not in ("VERB", "AUX") and not clause.is_root:
        clause = clause.head
    content = [t for t in clause.subtree() if t.i not in inside]
    yield Draft(token, [token, *([to] if to else [])], source, content, "according", Entry("asserts", "say"))


def complements(head: Token) -> dict[str, list[Token]]:
    """What stands below a word, by slot: `that`, `to`, `ing`, `obj`, `objto`, `objc`, `objas`, and each preposition."""
    out: dict[str, list[Token]] = {}
    objects = [c for c in head.kids("dobj") if c.tag != "EX"]
    for child in head.children:
        if child.dep in ("ccomp", "xcomp", "acl", "relcl", "advcl") and (slot := _clause(child, head)):
            out.setdefault(slot, []).append(child)
        elif child.dep == "oprd":
            out.setdefault("objc", []).extend([*objects, child])
        elif child.dep in ("prep", "dative") and child.pos in ("ADP", "SCONJ"):
            out.setdefault(child.lower, []).extend(child.kids("pobj", "pcomp"))
    if objects:
        out["obj"] = objects
        if "to" in out:
            out["objto"] = [*objects, *out["to"]]
        if as_ := [c for c in head.kids("prep") if c.lower == "as"]:
            out["objas"] = [*objects, *as_]
    return out


def _clause(child: Token, head: Token) -> str | None:
    """The slot of a clause: finite, infinitive, gerund, or a small clause without a verb of its own."""
    marks = {c.lower for c in child.kids("mark", "aux")}
    subjects = child.kids("nsubj", "nsubjpass", "expl")
    if child.dep == "relcl" and head.pos == "NOUN":
        return None
    if child.dep == "advcl":
        return "that" if marks & {"whether"} else None
    to = "to" in {c.lower for c in child.kids("aux")}
    if child.dep == "acl":
        return "that" if "that" in marks or "whether" in marks else "to" if to else None
    if to and not any(c.tag == "MD" for c in child.kids("aux")):
        return "objto" if subjects else "to"
    if child.dep == "xcomp":
        return "ing" if child.tag == "VBG" else "objc" if child.pos in ("ADJ", "NOUN", "PROPN") else "to" if head.lemma in ("help", "let") else None
    finite = child.tag in ("VBZ", "VBP", "VBD", "MD") or any(c.tag in ("VBZ", "VBP", "VBD", "MD") for c in child.kids("aux", "auxpass"))
    if finite or marks & {"that", "whether", "if"}:
        return "that"
    if child.tag == "VBG":
        return "ing"
    return "objc" if subjects else "that" if child.i < head.i else None


def _chosen(slots: dict[str, Entry], found: dict[str, list[Token]]) -> list[str]:
    """The slots of an entry that are filled, the fullest first."""
    ranked = [s for s in ORDER if s in slots and found.get(s)]
    return ranked + [s for s in found if s in slots and s not in ORDER and found[s]]


def _parenthetical(verb: Token) -> Token | None:
    """The clause that a cue without a complement is put into: "they will, advisers say, go on"."""
    if verb.dep not in ("parataxis", "ccomp", "conj", "advcl") or verb.is_root or not verb.kids("nsubj"):
        return None
    if verb.kids("mark", "dobj", "ccomp") or verb.tag not in ("VBD", "VBZ", "VBP"):
        return None
    return verb.head if verb.head.pos in ("VERB", "AUX") else None


def cue_words(head: Token, contents: Iterable[Token]) -> list[Token]:
    """The cue's own words: auxiliaries, negation and particle, and the preposition that leads to the content."""
    own = head.kids("aux", "auxpass", "neg", "prt") if head.pos in ("VERB", "AUX") else []
    preps = [c.head for c in contents if c.dep in ("pobj", "pcomp") and c.head.head.i == head.i]
    return sorted({t.i: t for t in (*own, head, *preps)}.values(), key=lambda t: t.i)


def _without(tokens: list[Token], verb: Token) -> list[Token]:
    return [t for t in tokens if t.i != verb.i]
