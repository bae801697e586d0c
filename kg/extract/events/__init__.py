"""Acts: words that the lexicon types, with their parties, when and where; the rest is passed over with its reason.

Candidates (verbs, then nouns, then predicative adjectives) -> the lexicon's best row -> parties by slots -> events. A word
that a row has used up (the object of "impose sanctions", the complement of "threaten to") is no candidate of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.extract import places, times
from kg.extract.events.anaphora import again, answered, counterpart, same_again
from kg.extract.events.arguments import Sides, sides
from kg.extract.events.demands import asked, obligation
from kg.extract.events.enemies import filled, holders
from kg.extract.events.frames import is_verb
from kg.extract.events.kinds import of_another, shared, typed
from kg.extract.events.merging import merged, retold
from kg.extract.events.nominal import LIGHT
from kg.extract.events.reading import Reading
from kg.extract.events.responsibility import owned
from kg.extract.events.seeking import deed, unique, without
from kg.extract.events.turns import MODES, clause, is_future, is_headline
from kg.extract.parties import antecedent
from kg.lexicon.typing import Entry, Lexicon, Pos, shipped
from kg.model import Event, Extraction, Party, Passed, Status
from kg.parse import Parsed, Sentence, Token

LONGEST_TRIGGER = 60  # characters; longer than this a trigger points at nothing
# the complement of these says what the act is about and is no act of its own: "agreed to lift", "threatened to strike"
CONTENT = frozenset({"AGREE", "REJECT", "THREATEN"})
SUBJECTS = frozenset({"to", "on", "about", "over"})  # prepositions below which an act of speech has its content
REFUSAL = "+refusal"  # marks a REJECT whose "not" is in its type: "will not help", "failed to agree"
PREPOSITIONAL = 3  # words between a head and the object of a preposition that its trigger takes in
NEAR = {"obj": 4, "comp": 2}  # words between a head and the object or complement that its trigger takes in
SPOKEN = frozenset({"REQUEST", "ACCUSE", "SUPPORT", "REJECT", "THREATEN", "AGREE"})  # done by saying so
# types that PLOVER does not know without a recipient
REQUIRED = frozenset({"AID", "COOPERATE", "SANCTION"})


@dataclass
class Search:
    """The state of one pass over an article: which words are used up, and which complements are only demanded."""

    reading: Reading
    taken: dict[int, str] = field(default_factory=dict)
    demanded: set[int] = field(default_factory=set)


def find(parsed: Parsed, found: Extraction) -> Iterator[Event | Passed]:
    """Yield the events of an article by the shipped lexicon, and what looked like one and was passed over."""
    yield from find_by(shipped(), parsed, found)


def find_by(lexicon: Lexicon, parsed: Parsed, found: Extraction) -> Iterator[Event | Passed]:
    """Yield the events of an article by a lexicon, as `extended` gives it for a user's own rows."""
    search = Search(Reading(parsed, found, lexicon))
    findings = [f for s in parsed.sentences if s.kind in ("title", "body") for f in _sentence(search, s)]
    told = list(retold(parsed, (f for f in findings if isinstance(f, Event))))
    once = list(merged(parsed, map(holders, owned(search.reading, (f for f in told if isinstance(f, Event))))))
    yield from filled(search.reading, (f for f in once if isinstance(f, Event)))
    yield from (f for f in (*findings, *told, *once) if isinstance(f, Passed))
    yield from (Passed(span=parsed.span([parsed.tokens[i]]), why=why) for i, why in search.taken.items() if search.reading.acts(parsed.tokens[i]))


def _sentence(search: Search, sentence: Sentence) -> Iterator[Event | Passed]:
    for pos, token in _candidates(sentence):
        if token.i in search.taken:
            continue
        if pos == "verb" and (event := _asked(search, token)):
            yield event
        entry = search.reading.typed(token, pos)
        if entry is not None and entry.kind is not None:
            yield _act(search, token, entry)
        elif entry is not None and search.reading.acts(token):
            yield Passed(span=search.reading.parsed.span([token]), why=f"{token.lemma!r} is no act as it stands here")
        elif entry is None and pos == "verb" and (event := _untyped(search, token)):
            yield event


def _candidates(sentence: Sentence) -> list[tuple[Pos, Token]]:
    """The words of a sentence that could be acts, from the top of the tree down, so that a governor uses up what it governs."""
    found: list[tuple[int, int, Pos, Token]] = []
    for token in sentence.tokens:
        pos = _part(token)
        if pos:
            found.append((sum(1 for _ in token.ancestors()), token.i, pos, token))
    return [(pos, token) for _, _, pos, token in sorted(found, key=lambda f: f[:2])]


def _part(token: Token) -> Pos | None:
    if is_verb(token):
        return "verb"
    if token.pos in ("NOUN", "PROPN"):
        return None if token.dep in ("compound", "nmod", "amod") else "noun"
    return "adj" if token.pos == "ADJ" and token.dep in ("acomp", "attr", "oprd", "conj", "ROOT") else None


def _act(search: Search, token: Token, entry: Entry) -> Event | Passed:
    """The event of a typed word, or why it is none."""
    reading = search.reading
    if of_another(reading, token, entry):
        return Passed(span=reading.parsed.span([token]), why=f"{entry.kind} by {token.lemma!r}: it tells what another may do")
    words = _words(search, token, entry)
    who = _parties(search, token, entry)
    if not who.actors and not who.recipients:
        return Passed(span=reading.parsed.span([token]), why=f"{entry.kind} by {token.lemma!r}: no party is named")
    if why := _short(search, token, entry, who):
        return Passed(span=reading.parsed.span([token]), why=f"{entry.kind} by {token.lemma!r}: {why}")
    kind = typed(search.reading, token, entry, who)
    who = shared(kind, entry, who)
    _mark(search, token, kind)
    event = _event(search, token, kind, words, who, entry)
    search.reading.told.append(event)
    return event


def _short(search: Search, token: Token, entry: Entry, who: Sides) -> str:
    """What is wanting for an act, "" where nothing is."""
    if entry.kind == "COOPERATE" and not who.actors:
        return "nobody is told who shares in it"
    if entry.kind == "THREATEN" and entry.pos == "noun" and not who.actors:
        return "nobody is told who threatens"
    if entry.kind in REQUIRED and not who.recipients:
        return "nobody is told whom it reached"
    if entry.pos == "verb" and not who.actors and not _undergone(search.reading, token, entry, who) and not _by_a_thing(search.reading, token, entry):
        return "nobody is told who did it"
    if (entry.pos == "adj" and not who.actors) or ("speaker" in entry.actor and not who.recipients):
        return "one of its sides is nobody known"
    named = search.reading.found.mentioned
    own = [t for t in token.kids("nsubj", "nsubjpass") if antecedent(t) is None]  # "Sudan war: shelling kills three"
    told = token.kids("mark") or own or (who.actors and (who.recipients or token.kids("agent")))  # "claims that its jets bombed": what is claimed
    if token.dep == "acl" and not told and all(m.how == "description" for m in named.get(token.head.start, ())):
        return f"it tells what kind of {token.head.lemma} is meant"
    return ""


def _by_a_thing(reading: Reading, token: Token, entry: Entry) -> bool:
    """True for a blow whose subject is a thing: "a bomb killed nine"."""
    subjects = reading.reach(token, "subj")
    things = (t.pos in ("NOUN", "PROPN") and (deed(reading, t) == "ASSAULT" or not reading.named(t)) for t in subjects)
    return entry.kind == "ASSAULT" and bool(subjects) and all(things)


def _undergone(reading: Reading, token: Token, entry: Entry, who: Sides) -> bool:
    """True where whom it is done to is enough: passives, "came under fire", blows by a "they" and words of a "we" of nobody known."""
    if reading.frames.passive(token) or (entry.recipient == ("subj",) and who.recipients):
        return True
    subjects = {t.lower for t in reading.reach(token, "subj")}
    return (entry.kind == "ASSAULT" and "they" in subjects) or (entry.kind in SPOKEN and "we" in subjects and bool(who.recipients))


def _parties(search: Search, token: Token, entry: Entry) -> Sides:
    """The sides that the sentence names, else those that the discourse gives."""
    kind = entry.kind or ""
    who = sides(search.reading, token, entry)
    if not who.actors and entry.pos == "verb" and is_future(token) and search.reading.frames.passive(token):
        who = replace(who, actors=without(search.reading.speaker(token), who.recipients))  # "X said they would not be let in": X will not
    if not who.recipients and (other := answered(search.reading, token, kind, who.actors)):
        return Sides(who.actors, other)
    if not who.recipients and (last := same_again(search.reading, token, kind, search.reading.told)):
        return Sides(who.actors, bare(last.recipients))
    if who.actors and not who.recipients and (partners := counterpart(entry, who.actors, search.reading.told)):
        return Sides((*who.actors, *bare(partners)), (*who.actors, *bare(partners)), mutual=True)
    if entry.pos == "noun" and not who.actors and not who.recipients and (before := again(token, kind, search.reading.told)):
        return Sides(bare(before.actors), bare(before.recipients), mutual=True)
    return who


def bare(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Parties without the words that name them elsewhere."""
    return tuple(replace(p, mention=None) for p in parties)


def _words(search: Search, token: Token, entry: Entry) -> list[Token]:
    """The trigger's words: head, particle, and the object or complement that the row asks for; these are used up."""
    reading = search.reading
    words = [token, *(t for t in reading.frames.local(token).get("prt", []) if 0 < t.i - token.i < 4)]
    for c in entry.constraints:
        if c.forbids or c.slot in ("subj", "prep", "mod", "prt") or (c.slot.startswith("comp") and entry.kind in ("REQUEST", "ACCUSE")):
            continue
        for t in reading.reach(token, c.slot):
            if t.lemma.lower() in c.words or t.lower in c.words:
                if entry.kind == "RETREAT" and deed(reading, t) == "ASSAULT":
                    continue  # who ceases fire had opened it
                search.taken[t.i] = f"part of {token.text!r}"
                if abs(t.i - token.i) <= NEAR.get(c.slot, PREPOSITIONAL if c.slot.endswith(".obj") else 0):
                    words.append(t)
    for t in reading.reach(token, "subj") if entry.pos == "verb" else ():
        if (act := reading.typed(t, "noun")) and (act.kind == entry.kind or (act.kind, entry.kind) == ("CONSULT", "REJECT")):
            search.taken[t.i] = f"the same act as {token.text!r}"  # "a strike hit two vehicles", "talks collapsed"
    for t in token.kids("acl", "relcl") if entry.pos == "noun" else ():
        if is_verb(t) and t.lemma in LIGHT:
            search.taken[t.i] = f"the same act as {token.text!r}"  # "atrocities committed by X"
    return words


def _mark(search: Search, token: Token, kind: str) -> None:
    """What becomes of the complement: content of the act of speech, or an act demanded."""
    reading = search.reading
    for comp in reading.reach(token, "comp"):
        if kind == "REQUEST":
            search.demanded.add(comp.i)
        elif (kind in CONTENT or kind == "COERCE") and not comp.kids("nsubj", "nsubjpass"):
            _take(search, comp, f"content of {token.text!r}")
    if kind in CONTENT:
        inside = [t for prep in token.kids("prep") if prep.lower in SUBJECTS for t in prep.subtree() if not t.kids("nsubj", "nsubjpass")]
        for t in (*reading.reach(token, "obj"), *inside):
            search.taken.setdefault(t.i, f"content of {token.text!r}")


def _take(search: Search, comp: Token, why: str) -> None:
    """Use up a complement with its objects and the complements below it."""
    search.taken.setdefault(comp.i, why)
    for t in search.reading.reach(comp, "obj"):
        search.taken.setdefault(t.i, why)
    for below in search.reading.reach(comp, "comp"):
        if below.i not in search.taken and not below.kids("nsubj", "nsubjpass"):
            _take(search, below, why)


def _asked(search: Search, verb: Token) -> Event | None:
    """The request that an obligation in somebody's words makes; what it obliges to is demanded."""
    word = obligation(verb)
    who = asked(search.reading, verb) if word else None
    if word is None or who is None:
        return None
    search.demanded.add(verb.i)
    said = search.reading.saying(verb)  # asked for when it was said, to be done when the verb says
    date = times.of(search.reading.parsed, search.reading.found, said) if said is not None else None
    return replace(_event(search, word, "REQUEST", [word], who, None), rule="verb/obligation", confidence=0.6, date=date)


def _untyped(search: Search, verb: Token) -> Event | None:
    """An act between two named parties that the lexicon does not know: kept without a type."""
    reading = search.reading
    if reading.lexicon.rows(verb.lemma.lower(), "verb") or verb.pos == "AUX":
        return None
    heads = [t for t in reading.reach(verb, "obj") if t.start in reading.found.mentioned]
    actors = unique(p for t in reading.reach(verb, "subj") if t.start in reading.found.mentioned for p in reading.named(t))
    recipients = without(unique(p for t in heads for p in reading.named(t)), actors)
    if not actors or not recipients:
        return None
    return _event(search, verb, None, [verb], Sides(actors, recipients))


def _event(search: Search, token: Token, kind: str | None, words: Iterable[Token], who: Sides, entry: Entry | None = None) -> Event:
    parsed, found = search.reading.parsed, search.reading.found
    trigger = parsed.span(list(words))
    if len(trigger.text) > LONGEST_TRIGGER:
        trigger = parsed.span([token])
    planned = kind == "AGREE" and is_headline(clause(token)) and not clause(token).is_root
    status: Status = "demanded" if token.i in search.demanded else "planned" if planned else "asserted"
    return Event(
        id=parsed.article.fragment("event", trigger.start, trigger.end),
        kind=kind,
        trigger=trigger,
        evidence=parsed.evidence(token),
        mode=mode(kind, entry),
        contexts=entry.contexts if entry else (),
        actors=who.actors,
        recipients=who.recipients,
        reciprocal=who.mutual,
        date=times.of(parsed, found, token),
        place=places.of(parsed, found, token, kind=entry.kind if entry else kind),
        status=status,
        intensity=entry.intensity if entry and entry.kind == kind else None,
        rule=rule(token, entry) + (REFUSAL if kind == "REJECT" and entry and (entry.kind != kind or entry.head == "fail") else ""),
        confidence=confidence(who, entry),
    )


def mode(kind: str | None, entry: Entry | None) -> str | None:
    """The mode of the row; a turned act has another type, whose modes are others: what is refused or threatened."""
    if entry is None or entry.kind == kind:
        return entry.mode if entry else None
    return MODES.get((kind or "", entry.kind or ""))


def rule(token: Token, entry: Entry | None) -> str:
    """The name of the way an event was found: part of speech, and the constraints of the row that typed it."""
    if entry is None:
        return "verb/untyped"
    return f"{entry.pos}/{'+'.join(c.slot for c in entry.constraints) or 'plain'}"


def confidence(who: Sides, entry: Entry | None) -> float:
    """How sure: by part of speech of the head word and by how many of its sides are named."""
    if entry is None:
        return 0.4
    base = {"verb": 0.85, "noun": 0.75, "adj": 0.7}[entry.pos]
    return round(base - 0.15 * (not who.actors) - 0.1 * (not who.recipients) + 0.05 * bool(entry.constraints), 2)
