"""Branches that the parser hung on the wrong word, moved where grammar wants them; words and labels stay what they are.

A clause that goes on behind an inserted "she said" belongs to what is said: "China is ready, the ministry said, but will not
wait" has two clauses in the ministry's mouth. What the speaker does next is none of his words. A gerund right behind "accused
X of" is what X did, and no adjective.
"""

from collections.abc import Iterable

from kg.parse.tokens import Sentence, Token

JOINTS = frozenset({"but", "and", "yet", "or"})
SPEAKING = frozenset({"say", "add", "tell", "note", "warn", "argue", "claim", "insist", "announce", "declare", "report", "state", "write", "stress"})
CHARGING = frozenset(
    {"accuse", "suspect", "convict", "acquit", "blame", "charge", "criticize", "criticise", "condemn", "denounce", "slam", "stop", "prevent", "keep"}
)
ADDRESSING = SPEAKING | {"accuse", "urge", "call", "blame", "condemn", "denounce", "criticize", "criticise", "demand", "reject", "deny", "vow"}
ADDRESSING |= {"pledge", "promise", "rail", "threaten", "appeal", "praise", "thank", "dismiss", "express", "reiterate", "reaffirm", "ask", "question"}
ADDRESSING |= {"propose", "acknowledge", "admit"}
REPUTED = frozenset({"said", "believed", "thought", "alleged", "known", "reputed", "understood"})
MUTE = frozenset({"it", "there", "this", "that", "these", "those", "nothing"})
FINITE = frozenset({"VBZ", "VBP", "VBD"})


def graft(sentences: Iterable[Sentence]) -> None:
    """Move what goes on behind an inserted verb of saying to the clause before it, and gerunds over their objects, sentence by sentence.

    >>> from kg.model import Article
    >>> from kg.parse import parse
    >>> words = parse(Article(id="a", text="China is ready, the ministry said, but will not wait.")).tokens
    >>> [t.head.text for t in words if t.text == "wait"]
    ['is']
    """
    for sentence in sentences:
        if sentence.tokens and any(t.text == ";" for t in sentence.tokens):
            _part(sentence)
        for verb in sentence.tokens:
            if verb.dep == "conj" and verb.tag in FINITE and verb.head.tag in ("VB", "VBG") and (above := _as_finite(verb)) is not None:
                _move(verb, verb.head, above)
            if verb.tag == "VBN" and verb.dep == "amod" and (first := _listed_after(verb, sentence)) is not None:
                _go_on(verb, verb.head, first)
            if verb.tag == "VBG" and verb.dep in ("amod", "compound") and _charged_with(verb):
                _raise(verb, verb.head)
            if verb.lower in REPUTED and verb.tag == "VBD" and (main := _main_after(verb)) is not None:
                _reduce(verb, main)
            if verb.lemma in SPEAKING and verb.tag in FINITE and (said := _said_before(verb)) is not None:
                for late in [c for c in verb.kids("conj") if _goes_on(c, verb, sentence)]:
                    _move(late, verb, said)
            if verb.lemma in ADDRESSING and verb.tag in FINITE and verb.kids("nsubj"):
                _set_beside(verb, sentence)


def _part(sentence: Sentence) -> None:
    """Let the clause before a semicolon stand for itself, where the parser took it for what the clause behind says."""
    root = sentence.root
    for said in [c for c in root.kids("ccomp") if c.i < root.i]:
        last, first = said.subtree()[-1].i, min((s.i for s in root.kids("nsubj", "nsubjpass", "expl")), default=-1)
        stops = [t.i for t in sentence.tokens if t.text == ";" and last < t.i < first]
        if stops and said.kids("nsubj", "nsubjpass"):
            root.children.remove(said)
            said.head, said.dep = said, "ROOT"
            root.head, root.dep = said, "parataxis"
            said.children.append(root)
            return


def _as_finite(verb: Token) -> Token | None:
    """The verb of its own tense that a finite verb goes on from, joined to an infinitive or gerund by the parser: "asked X to go and accused Y"."""
    first = verb.head
    bare = any(c.tag == "TO" for c in first.kids("aux")) or (first.tag == "VBG" and first.dep == "pcomp")
    if verb.kids("nsubj", "nsubjpass", "aux") or not bare:
        return None
    return next((a for a in first.ancestors() if a.tag == verb.tag and a.pos == "VERB" and a.i < first.i), None)


def _listed_after(participle: Token, sentence: Sentence) -> Token | None:
    """The verb of a list whose second verb was taken for an adjective: "looted homes, tortured detainees and shot people"."""
    noun = participle.head
    first = noun.head.head if noun.dep in ("conj", "appos") and noun.head.dep == "dobj" else None
    if first is None or first.tag not in ("VBD", "VBN") or noun.i < participle.i or any(c.i < participle.i for c in noun.children):
        return None
    comma = _before(participle, sentence, 1)
    last = [c for c in first.kids("conj") if c.tag in ("VBD", "VBN") and c.i > noun.i]
    listed = comma is not None and comma.text == "," and not noun.head.kids("cc") and not noun.kids("cc")
    return first if listed and last and not last[0].kids("nsubj", "nsubjpass") else None


def _go_on(participle: Token, noun: Token, first: Token) -> None:
    """Make the participle a verb joined to the first, and the noun its object."""
    _move(participle, noun, first)
    _move(noun, noun.head, participle)
    first.children.sort(key=lambda t: t.i)
    participle.dep, participle.pos, participle.tag, noun.dep = "conj", "VERB", first.tag, "dobj"


def _charged_with(gerund: Token) -> bool:
    """True for the deed that somebody is charged with, taken for an adjective of its object: "accused X of dropping barrel bombs"."""
    noun = gerund.head
    prep = noun.head
    charging = noun.dep == "pobj" and prep.head.lemma in CHARGING and bool(prep.head.kids("dobj", "nsubjpass"))
    return charging and gerund.i == prep.i + 1 and noun.i > gerund.i


def _raise(gerund: Token, noun: Token) -> None:
    """Put a gerund between a preposition and the noun that it was hung on."""
    prep = noun.head
    noun.children.remove(gerund)
    prep.children[prep.children.index(noun)] = gerund
    gerund.head, gerund.dep, gerund.pos = prep, "pcomp", "VERB"
    noun.head, noun.dep = gerund, "dobj"
    gerund.children.append(noun)


def _main_after(verb: Token) -> Token | None:
    """The main verb behind "said to be ...", where the parser took "said" for it: "men said to be rebels attacked"."""
    told = next((x for x in verb.kids("xcomp") if any(a.lower == "to" and a.i == verb.i + 1 for a in x.kids("aux"))), None)
    if told is None or not verb.kids("nsubj") or verb.kids("dobj", "aux"):
        return None
    return next((c for c in verb.kids("ccomp") if c.i > told.i and not c.kids("nsubj", "nsubjpass", "expl", "mark")), None)


def _reduce(verb: Token, main: Token) -> None:
    """Make a participle of the verb, on its subject, and its clause the main one."""
    subject = verb.kids("nsubj")[0]
    verb.children.remove(subject)
    verb.children.remove(main)
    main.dep, main.head = verb.dep, main if verb.is_root else verb.head
    if not verb.is_root:
        verb.head.children[verb.head.children.index(verb)] = main
    subject.head = main
    rest = [c for c in verb.children if c.i > main.i or c.i < subject.i]
    for c in rest:
        _move(c, verb, main)
    main.children = sorted([subject, *main.children], key=lambda t: t.i)
    verb.tag, verb.dep, verb.head = "VBN", "acl", subject
    subject.children.append(verb)


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


def _set_beside(verb: Token, sentence: Sentence) -> None:
    """Set what the speaker does next beside the verb of saying, with the joint before it."""
    told = [c for c in verb.kids("ccomp") if c.i > verb.i]
    for said in told:
        for late in [c for c in (*said.kids("conj"), *told) if c.i > said.i and _is_speakers(c, said, verb, sentence)]:
            for joint in [c for c in said.kids("cc", "punct") if late.subtree()[0].i - 2 <= c.i < late.i]:
                _move(joint, said, verb)
            if late.head is said:
                _move(late, said, verb)
            late.dep = "conj"


def _is_speakers(late: Token, told: Token, verb: Token, sentence: Sentence) -> bool:
    """True for what the speaker does next, hung on what he said: "said that it was late, and urged them to go"."""
    if late.tag != verb.tag or late.kids("aux", "auxpass", "mark") or (late.lemma not in ADDRESSING and late.lemma != verb.lemma):
        return False
    joint, comma = _before(late.subtree()[0], sentence, 1), _before(late.subtree()[0], sentence, 2)
    if joint is None or joint.lower not in JOINTS:
        return False
    own = late.kids("nsubj", "nsubjpass", "expl")
    parted = comma is not None and comma.text in (",", "”", '"', "''")
    if own:
        return late.lemma == verb.lemma or (parted and own[0].lower in ("he", "she"))
    subjects = told.kids("nsubj", "nsubjpass", "expl")
    mute = all(s.lower in MUTE for s in subjects)  # nothing that could speak
    return parted or mute or told.tag != late.tag


def _before(token: Token, sentence: Sentence, steps: int) -> Token | None:
    at = token.i - sentence.tokens[0].i - steps
    return sentence.tokens[at] if at >= 0 else None


def _move(late: Token, verb: Token, said: Token) -> None:
    verb.children.remove(late)
    late.head = said
    said.children.append(late)
