"""The sentence around a cue: whose words it brings and which, found in one pass.

`drafts(token)` yields a `Draft` where a token is a cue: the head of its source, the cue's own tokens, the tokens of the content.
Which complements a cue takes is in `lexicon/cues.tsv`; a passive's subject belongs to what is said; a clause may stand around
its cue ("they will, advisers say, go on").
"""

from collections.abc import Iterator

from kg.extract.claims.accounts import according, account, announced, worded
from kg.extract.claims.asides import ASIDE, denial
from kg.extract.claims.closing import closing
from kg.extract.claims.complements import complements, cue_words, extras, is_finite, is_loose
from kg.extract.claims.cues import Draft, Entry, entries, idiom, lookup, speaks
from kg.extract.claims.inserted import beside_it, is_put_in, parenthetical, put_off, quotes_as, shared_clause
from kg.extract.claims.passives import passive
from kg.extract.claims.sources import LIGHT, RELATING, before_next, beside, between, doer, inverted, owner, sentence, understood, voice
from kg.extract.parties import antecedent
from kg.parse import Token

COPULAS = frozenset({"be", "remain", "seem", "feel", "become", "appear", "stay", "sound", "look", "get"})
# the order in which complements are tried: a clause says more than an object, an object more than a preposition
ORDER = ("that", "objto", "objc", "objas", "to", "ing", "objwith", "obj")
CLAUSES = frozenset({"that", "quote", "paren"})
UTTERED = frozenset({"statement", "remark", "comment", "announcement", "letter", "declaration", "communique"})
THEMED = frozenset({"about", "over", "for", "of", "on"})


def drafts(token: Token) -> Iterator[Draft]:
    """The readings of a token as a cue: none or one."""
    if token.lower == "according":
        yield from according(token)
    elif (told := account(token) or worded(token) or announced(token)) is not None:
        yield told
    elif (slots := lookup(token)) is not None:
        if (aside := denial(token, slots)) is not None:
            yield aside
        elif token.pos in ("VERB", "AUX"):
            yield from _verbal(token, slots)
        elif token.pos == "NOUN":
            yield from _nominal(token, slots)
        else:
            yield from _adjectival(token, slots)
    elif token.pos == "PROPN" and token.dep == "nsubj" and (word := entries().get((token.lower, "noun"))) and put_off(token) is not None:
        yield from _nominal(token, word)  # the tagger took the first word of a sentence for a name: "Word came that"


def _verbal(verb: Token, slots: dict[str, Entry]) -> Iterator[Draft]:
    for draft in _active(verb, slots):
        if draft.source is None and not draft.passive:
            near = beside(verb)
            if near and near[0].i > verb.i and draft.slot == "obj":  # "'...,' said the young man": taken for an object
                draft.content, draft.slot = [t for t in draft.content if t.i < verb.i], "quote"
            inside = {t.i for t in draft.content}
            if near and near[-1].i < verb.i and all(t.i in inside for t in near) and len([t for t in draft.content if t.i < near[0].i]) > 1:
                draft.content = [t for t in draft.content if t.i < near[0].i]  # "'...,' one official, speaking in Oslo, told the paper"
                inside = set()
            draft.near = [t for t in near if t.i not in inside] or None
            draft.source = _head(draft.near) if draft.near else understood(verb)
        draft.content = untailed(draft.content, draft.slot)
        told = next((c for c in verb.kids("ccomp") if c.i < verb.i), None)
        if draft.entry.act == "deny" and told is not None and draft.slot in ("that", "paren") and _is_cue(told):
            draft.slot = ASIDE  # "Oslo accuses Riga of spying, Riga denies"
        yield draft


def untailed(content: list[Token], slot: str) -> list[Token]:
    """A content without what the writer adds after a last comma: "the ship, which had left the harbour"; "..., a charge that Oslo denies"."""
    inside = {t.i for t in content}
    if content and (aside := beside_it(content)) is not None and aside.head.i in inside:
        return [t for t in content if t.i < aside.subtree()[0].i]
    for tail in (t for t in content if t.dep in ("relcl", "appos") and t.head.i in inside):
        words = tail.subtree()
        if tail.dep == "appos":
            added = (tail.lemma.lower(), "noun") in entries() and any(_denies(c) for c in tail.kids("relcl", "acl"))
        else:
            added = slot not in CLAUSES and words[0].lower in RELATING - {"that"}
        if added and words[-1].i >= content[-1].i - 1 and any(t.text == "," and t.i == words[0].i - 1 for t in content):
            return [t for t in content if t.i < words[0].i - 1]
    return content


def _is_cue(verb: Token) -> bool:
    """True for a verb of saying or accusing with a subject of its own."""
    return bool(verb.kids("nsubj")) and any(e.act in ("say", "tell", "accuse", "criticize") for e in (lookup(verb) or {}).values())


def _denies(verb: Token) -> bool:
    """True for a verb of denial: "deny", "dismiss", "refute"."""
    return any(e.act == "deny" for e in (lookup(verb) or {}).values())


def _head(words: list[Token]) -> Token:
    """The word of a stretch that the others hang on."""
    inside = {t.i for t in words}
    tops = [t for t in words if t.is_root or t.head.i not in inside]
    return next((t for t in tops if t.pos in ("NOUN", "PROPN", "PRON")), words[-1])


def _active(verb: Token, slots: dict[str, Entry]) -> Iterator[Draft]:
    """The reading of a verb: put in with its speaker after it, passive, with a complement, or without one."""
    if "that" in slots and (who := inverted(verb)):
        out = {verb.i, *(t.i for t in who), *(t.i for w in who for c in w.kids("relcl", "appos") for t in c.subtree())}
        yield Draft(verb, [verb], _head(who), [t for t in between(sentence(verb), verb) if t.i not in out], "paren", slots["that"], near=who)
        return
    if verb.lemma == "deny" and (verb.kids("dative") or len(verb.kids("dobj")) > 1):
        return  # to withhold something from somebody
    if "that" in slots and not verb.kids("nsubj") and verb.dep not in ("ROOT", "conj", "parataxis", "ccomp", "advcl") and (end := closing(verb)):
        yield Draft(verb, [verb], _head(end[0]), end[1], "paren", slots["that"], near=end[0])
        return
    spoken, found = voice(verb), complements(verb)
    if "that" in slots and verb.dep == "parataxis" and spoken.source is not None and is_put_in(verb):
        if late := [t for c in found.get("that", ()) if any(m.lower == "that" for m in c.kids("mark")) for t in c.subtree()]:
            below = {t.i for t in verb.subtree()}  # "it is a sign, he said, that ..."
            yield Draft(verb, [verb], spoken.source, [t for t in verb.head.subtree() if t.i not in below] + late, "paren", slots["that"])
            return
        found = {}  # "..., RTL reported, while in Paris the march ...": what follows is no content of it
    if (part := idiom(verb)) is not None:
        found = {**{k: v for k, v in found.items() if part not in v}, **complements(part)}
    if spoken.passive:
        yield from passive(verb, slots, found, spoken.source, spoken.theme)
    elif slot := next(iter(_chosen(slots, found)), None):
        if slot == "obj" and verb.lemma in LIGHT and any(_carries(o) for o in found[slot]):
            return  # "expressed concern about": the noun is the cue
        audience = slot == "obj" and "that" in slots and (slots[slot].act == "tell" or quotes_as(verb))
        if audience and (parenthetical(verb) is not None or closing(verb) is not None):
            yield from _bare(verb, slots, spoken.source)  # "..., he told the paper": an audience
            return
        entry = slots[slot]
        if part is not None and part.kids("neg"):
            entry = Entry("denies", "deny", entry.extras)  # "pleaded not guilty to"
        heads = _heads(verb, slot, slots, found)
        if slot in THEMED and entry.act != "tell" and {"obj", "objwith", "objto"} & slots.keys() and _is_headline_passive(verb):
            yield Draft(verb, cue_words(verb, heads), None, [t for h in heads for t in h.subtree()], slot, entry, True)
            return
        words = cue_words(verb, heads) + ([part] if part is not None else [])
        own = {t.i for t in words}
        yield Draft(verb, words, spoken.source, [t for t in _content(verb, slot, slots[slot], heads) if t.i not in own], slot, entry)
    else:
        yield from _bare(verb, slots, spoken.source)


def _is_headline_passive(verb: Token) -> bool:
    """True for "Envoy criticised over raid": in a headline, a past form without an object is a passive without its auxiliary."""
    ends = sentence(verb)[-1].text not in '.!?"”’'
    return verb.is_root and ends and verb.tag in ("VBD", "VBN") and not verb.kids("dobj", "aux", "auxpass", "agent")


def _heads(verb: Token, slot: str, slots: dict[str, Entry], found: dict[str, list[Token]]) -> list[Token]:
    """The heads of all that belongs to a verb's content, the slot's own first."""
    entry, heads = slots[slot], found["obj" if slot == "objwith" else slot]
    if slot in ("obj", "objwith"):
        late = found.get("to", ()) if "to" not in slots and "to" not in entry.extras else ()
        return [*heads, *extras(entry, verb), *(c for c in late if c.i > heads[-1].i)]
    if slot == "that":
        return [*heads, *_trailing(verb, heads), *(c for c in verb.kids("ccomp") if c.i > verb.i and not (heads[0].i < verb.i and is_loose(c, verb)))]
    return [*heads, *found.get("to", ())] if "to" in entry.extras else heads


def _content(verb: Token, slot: str, entry: Entry, heads: list[Token]) -> list[Token]:
    """The words of a content, by its heads or by where it stands."""
    if slot == "obj" and verb.lemma == "say" and heads[0].pos in ("NOUN", "PROPN") and heads[0].i > verb.i:
        return _rest(verb)  # nobody says a thing: the parser lost a clause
    if slot == "objc" and entry.act == "call":
        return _right_of(verb)
    told = [t for head in heads for t in _whole(head)]
    if slot == "that" and _is_headless(heads[0]) and heads[0].i > verb.i:
        told = [t for t in sentence(verb) if verb.i < t.i < heads[0].subtree()[0].i] + told  # the parser lost its subject
    return between(told, verb) if all(h.i < verb.i for h in heads) and slot == "that" else before_next(told, verb)


def _is_headless(clause: Token) -> bool:
    """True for a finite clause without a subject."""
    return is_finite(clause) and not clause.kids("nsubj", "nsubjpass", "csubj", "csubjpass", "expl", "mark", "attr")


def _bare(verb: Token, slots: dict[str, Entry], source: Token | None) -> Iterator[Draft]:
    """A verb without a complement: it points back, stands inside what is said, or waits for a quotation."""
    words = cue_words(verb, [])
    if "anaphor" in slots and (noun := next((o for o in verb.kids("dobj") if _known(o)), None)) is not None:
        yield Draft(verb, words, source, noun.subtree(), "obj", slots["anaphor"])
    elif "that" in slots and (main := parenthetical(verb)) is not None:
        inside = {t.i for t in verb.subtree()}
        yield Draft(verb, words, source, [t for t in between(main.subtree(), verb) if t.i not in inside], "paren", slots["that"])
    elif "that" in slots and "quote" in slots and (end := closing(verb)) is not None:
        yield Draft(verb, words, _head(end[0]), end[1], "paren", slots["that"], near=end[0])
    elif "that" in slots and (shared := shared_clause(verb)) is not None:
        yield Draft(verb, words, source, shared.subtree(), "that", slots["that"])
    elif "quote" in slots:
        yield Draft(verb, words, source, [], "quote", slots["quote"])


def _carries(noun: Token) -> bool:
    """True for a noun that is a cue with content of its own."""
    slots = lookup(noun) if noun.pos == "NOUN" else None
    return slots is not None and bool(_chosen(slots, complements(noun)))


def _known(noun: Token) -> bool:
    """True for a noun of saying that stands for words told before: "raised these concerns"."""
    return (noun.lemma.lower(), "noun") in entries() and any(
        d.lower in ("this", "these", "that", "those", "such", "the") for d in noun.kids("det", "amod")
    )


def _trailing(verb: Token, heads: list[Token]) -> list[Token]:
    """What follows a clause and was hung on its cue: nearly always a part of what is said ("said it was late, because ...")."""
    after = max(h.i for h in heads)
    if after < verb.i:
        return []
    return [c for c in verb.children if c.i > after and (c.dep == "prep" or (c.dep == "advcl" and not speaks(c)) or _joined(verb, c))]


def _joined(verb: Token, conj: Token) -> bool:
    """True for what cannot be joined to the cue, for its form is another: "they are firm that it arms and is leading ..."."""
    return conj.dep == "conj" and conj.pos == "VERB" and not conj.kids("nsubj", "aux") and conj.tag == "VBG" and verb.tag != "VBG"


def _rest(verb: Token) -> list[Token]:
    """What follows a verb in its sentence, up to a semicolon or quotation mark."""
    out: list[Token] = []
    for t in sentence(verb):
        if t.i > verb.i:
            if t.text in (";", "“", '"', "''", ":"):
                break
            out.append(t)
    return out


def _right_of(verb: Token) -> list[Token]:
    """All that follows a verb of calling up to what is only added to it."""
    kept = [c for c in verb.children if c.i > verb.i and c.dep not in ("conj", "cc", "punct", "advcl", "prep", "npadvmod", "mark", "parataxis")]
    inside = [t for c in kept for t in c.subtree()]
    return [t for t in sentence(verb) if inside and inside[0].i <= t.i <= max(x.i for x in inside)]  # "called her vote for the war a mistake"


def _nominal(noun: Token, slots: dict[str, Entry]) -> Iterator[Draft]:
    """A noun of saying with its content below it ("their claim that ...") or as what it is said to be ("his message was that ...")."""
    found = complements(noun)
    if noun.dep in ("nsubj", "attr") and noun.head.lemma == "be" and "that" in slots:
        for head in noun.head.kids("ccomp"):
            yield Draft(noun, [noun], owner(noun), head.subtree(), "that", slots["that"])
            return
    if "that" in slots and "that" not in found and (apart := put_off(noun)) is not None:
        yield Draft(noun, [noun], owner(noun) or apart[0], apart[1].subtree(), "that", slots["that"])
        return
    for slot in _chosen(slots, found):
        source = owner(noun)
        if slot == "of" and noun.lemma in UTTERED and found[slot][0].pos == "PROPN":
            return  # "a statement of the Foreign Ministry": whose it is
        out = {t.i for t in source.subtree()} if source is not None and source.head.i == noun.i else set()
        late = found.get("to", ()) if "to" in slots[slot].extras else ()
        tokens = [t for head in (*found[slot], *late) for t in head.subtree() if t.i not in out]
        yield Draft(noun, cue_words(noun, found[slot]), source, tokens, slot, slots[slot])
        return


def _adjectival(adj: Token, slots: dict[str, Entry]) -> Iterator[Draft]:
    """An adjective said of somebody: "is confident that", "remains firm that", "vocal about"."""
    verb = adj.head
    if adj.dep not in ("acomp", "conj", "oprd", "attr") and not adj.is_root:
        return
    source = doer(adj) if adj.is_root else doer(verb.head if adj.dep == "conj" and verb.dep == "acomp" else verb)
    if source is None or source.lower in ("it", "there"):
        return
    found = complements(adj)
    copula = [verb] if verb.lemma in COPULAS and not adj.is_root else []
    if copula and "that" not in found:
        found = {**{k: v for k, v in complements(verb).items() if k == "that"}, **found}
    for slot in _chosen(slots, found):
        late = _trailing(verb, found[slot]) if copula and slot == "that" else []
        tokens = [t for head in (*found[slot], *late) for t in head.subtree()]
        yield Draft(adj, [*copula, *cue_words(adj, found[slot])], source, tokens, slot, slots[slot])
        return


def _whole(head: Token) -> list[Token]:
    """The words below a head; for the relative pronoun in "the raid, for which X claimed responsibility", those of what it stands for."""
    noun = antecedent(head) if head.dep == "pobj" and head.lower == "which" else None
    while noun is not None and (above := _above(noun)) is not None:
        noun = above
    return [t for t in noun.subtree() if t.i < head.head.i] if noun is not None else head.subtree()


def _above(noun: Token) -> Token | None:
    """The noun that a noun belongs to: "raid" in "the raid on a camp in Sinai, for which X ..."."""
    above = noun.head if noun.dep == "conj" else noun.head.head if noun.dep == "pobj" else noun
    return above if above is not noun and above.pos in ("NOUN", "PROPN") else None


def _chosen(slots: dict[str, Entry], found: dict[str, list[Token]]) -> list[str]:
    """The slots of an entry that are filled, the fullest first."""
    full = any(found.get(x) for x in slots["objwith"].extras) if "objwith" in slots else False
    if full and found.get("obj"):
        found = {**found, "objwith": found["obj"]}
    ranked = [s for s in ORDER if s in slots and found.get(s)]
    return ranked + [s for s in found if s in slots and s not in ORDER and found[s]]
