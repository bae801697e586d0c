"""The date that an undated act has from the sentences before it: it is the act told of there, or goes on with it.

Each rule names itself in `why`. What the discourse leaves open stays open: an act of another tense, by others, or with a word of time
of its own ("later", "previously") takes no date from its neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract import times
from kg.extract.status.operators import is_definite
from kg.extract.times import bounds
from kg.extract.times.attachment import day
from kg.extract.times.calendar import whole
from kg.lexicon.typing import shipped
from kg.model import Event, Extraction, When
from kg.parse import Parsed, Sentence, Token

DAY = len("2016-04-20")
RECENT = 7  # days; a dispatch tells of a week
_TOLD = frozenset({"asserted", "claimed", "negated", "attempted"})
_BLOWS = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "RETREAT", "PROTEST"})
_SPOKEN = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "AGREE"})
_INCIDENTS = frozenset({"incident", "encounter", "episode"})
_BACK = frozenset({"he", "she", "they", "it", "both", "neither"})
_ELSEWHEN = frozenset(
    {"later", "earlier", "previously", "before", "since", "once", "then", "again", "already", "meanwhile", "eventually", "soon", "formerly"}
    | {"repeatedly", "often", "recently", "subsequently", "ago", "after", "afterwards", "afterward", "until", "regularly", "initially", "long"}
)


@dataclass(frozen=True, slots=True)
class Scene:
    """An article with what was found in it, and the acts already read, in the order of the text, each with its date."""

    parsed: Parsed
    found: Extraction
    told: Sequence[Event]


def when(scene: Scene, event: Event, token: Token | None) -> When | None:
    """The date of an act: its own, else one that the discourse gives, else the bound that its tense gives; None where all leave it open."""
    above = bounds.spoken_by(token) if token is not None else []
    spoken = next((w for verb in above if (w := times.of(scene.parsed, scene.found, verb)) is not None), None)
    own = event.date if event.date is not None and (event.date.value or event.date.earliest or event.date.latest) else None
    if own is not None and token is not None and _is_of_speech(event, token, own, spoken):
        own = None
    found = own or carried(scene, event)
    told_of_the_past = token is not None and event.status not in bounds.DONE and spoken is None and _is_background(scene, token)
    bound = None if told_of_the_past else bounds.bounded(scene.parsed, event, token, spoken)
    if found is not None and bound is not None and not found.value and found.earliest and not found.latest and found.earliest <= (bound.latest or ""):
        return replace(found, latest=bound.latest)  # "since March", told as done: from then to the dateline
    return found or bound


def _is_background(scene: Scene, token: Token) -> bool:
    """True where a paragraph has gone back more than a week and its tense stays there: what X then "would do" may long be done."""
    today, here = day(scene.parsed.article), scene.parsed.sentence(token)
    above = next(iter(bounds.spoken_by(token)), None)
    if today is None or above is None or above.tag not in ("VBD", "VBN"):
        return False
    start = next(s.start for s in scene.parsed.sentences if s.paragraph == here.paragraph)
    past = [w for w in scene.found.times if w.mention is not None and start <= w.mention.start < token.start]
    ends = [days.last for w in past if (value := w.latest or w.value) and (days := whole(value)).last is not None]
    return bool(ends) and ends[-1] is not None and (today - ends[-1]).days > RECENT


def _is_of_speech(event: Event, token: Token, own: When, spoken: When | None) -> bool:
    """True where a date says when an act was demanded, promised or refused, and not when it is to be done."""
    if event.rule.endswith("+refusal") and bounds.lies_ahead(token):
        return own.mention is not None and own.mention.start > token.start
    before = own.mention is not None and own.mention.start < token.start
    return event.status not in bounds.DONE and before and spoken is not None and spoken.mention == own.mention


def carried(scene: Scene, event: Event) -> When | None:
    """The date that an undated act has from the sentences before it, None where they give none."""
    token = scene.parsed.at(event.trigger.start)
    if token is None or event.status not in _TOLD:
        return None
    return _of_meeting(scene, token) or _of_same_act(scene, event) or _going_on(scene, event)


def pointed(scene: Scene, noun: Token) -> Event | None:
    """The act told of before that a bare definite noun points back at: "the meeting", "the raid", "the incident"."""
    if noun.pos != "NOUN" or not is_definite(noun) or any(c.dep not in ("det", "predet", "punct", "relcl") for c in noun.children):
        return None
    kinds = {row.kind for row in shipped().rows(noun.lemma.lower(), "noun")} - {None}
    kinds |= _BLOWS if noun.lemma in _INCIDENTS else set()
    start = scene.parsed.sentence(noun).start
    body = [e for e in scene.told if e.trigger.end <= start and scene.parsed.sentence(_head(scene, e)).kind != "title"]
    return next((e for e in reversed(body) if e.kind in kinds), None)


def _head(scene: Scene, event: Event) -> Token:
    return scene.parsed.at(event.trigger.start) or scene.parsed.tokens[0]


def _dated(earlier: Event | None, why: str) -> When | None:
    """The date of an earlier act with the rule that lends it; bounds are not lent."""
    if earlier is None or earlier.date is None or earlier.date.value is None:
        return None
    when = earlier.date
    return When(value=when.value, mention=when.mention, earliest=when.earliest, latest=when.latest, why=why)


def _of_meeting(scene: Scene, token: Token) -> When | None:
    """The day of a meeting is that of all that its sentence tells: "At the meeting the two sides failed to agree"."""
    for noun in scene.parsed.sentence(token).tokens:
        if noun.dep not in ("nsubj", "nsubjpass") and not (noun.dep == "pobj" and noun.head.lower in ("during", "at")):
            continue
        earlier = pointed(scene, noun)
        if earlier is not None and earlier.kind == "CONSULT" and (when := _dated(earlier, f"of {noun.lower!r}, told of before")):
            return when
    return None


def _of_same_act(scene: Scene, event: Event) -> When | None:
    earlier = retold(scene, event)
    return _dated(earlier, f"of {earlier.trigger.text!r}, told of before") if earlier is not None else None


def retold(scene: Scene, event: Event) -> Event | None:
    """The act told before that a noun tells again ("the raid"), or of which it is told what it did ("the raid killed four")."""
    token = _head(scene, event)
    subjects = token.kids("nsubj") if token.tag == "VBD" and not token.kids("aux") else []
    known = (pointed(scene, noun) for noun in (token, *subjects))
    return next((e for e in known if e is not None and e.kind == event.kind), None)


def _going_on(scene: Scene, event: Event) -> When | None:
    """What "he", "she" or "they" did next is of the day of the sentence before."""
    before = _scene_before(scene, _head(scene, event))
    if before is not None and event.kind in _SPOKEN:
        return _of_speaker(scene, event, before)
    return _dated(continued(scene, event), "goes on in the next sentence") or _of_scene(scene, event)


def _of_scene(scene: Scene, event: Event) -> When | None:
    """The day of the blow told in the sentence before, where a paragraph goes on telling of blows in the simple past: "Police fired back"."""
    token = _head(scene, event)
    here = scene.parsed.sentence(token)
    last = scene.parsed.sentences[here.i - 1] if here.i and event.kind in _BLOWS else None
    if last is None or last.paragraph != here.paragraph or not _is_main(token, here) or not _is_narrated(here.root) or _has_own_time(scene, here):
        return None
    blows = (e for e in reversed(scene.told) if last.start <= e.trigger.start < last.end and e.kind in _BLOWS and _is_main(_head(scene, e), last))
    first = next(blows, None)
    if first is None or not (_parties(first) & _parties(event) or any(s.pos == "NOUN" for s in here.root.kids("nsubj", "nsubjpass"))):
        return None
    when = _dated(first, "a scene goes on in the next sentence")
    return when if when is not None and when.value is not None and len(when.value) == DAY else None


def _parties(event: Event) -> set[str]:
    return {p.actor.id for p in (*event.actors, *event.recipients)}


def _scene_before(scene: Scene, token: Token) -> Sentence | None:
    """The sentence with which an act goes on: its subject is "he", "she", "they", its tense the simple past, and it has no time of its own."""
    here = scene.parsed.sentence(token)
    before, root = _before(scene.parsed, here), here.root
    if before is None or not _is_narrated(root) or not any(s.lower in _BACK for s in root.kids("nsubj", "nsubjpass")):
        return None
    main = token.i == root.i or (token.dep == "conj" and token.head.i == root.i and _is_narrated(token))
    return before if main and not _has_own_time(scene, here) else None


def _before(parsed: Parsed, here: Sentence) -> Sentence | None:
    """The sentence before in the paragraph, or the only one of the paragraph before, as dispatches are written."""
    if here.i == 0:
        return None
    last = parsed.sentences[here.i - 1]
    alone = last.kind == "body" and (here.i < 2 or parsed.sentences[here.i - 2].paragraph != last.paragraph)
    return last if last.paragraph == here.paragraph or alone else None


def continued(scene: Scene, event: Event) -> Event | None:
    """The blow of the sentence before with which another one by the same side goes on."""
    before = _scene_before(scene, _head(scene, event)) if event.kind in _BLOWS else None
    mine = {p.actor.id for p in event.actors}
    for earlier in reversed(scene.told) if before is not None else ():
        if earlier.kind not in _BLOWS or before is None or not before.start <= earlier.trigger.start < before.end:
            continue
        theirs = {p.actor.id for p in earlier.actors}
        if (not mine or not theirs or mine & theirs) and _is_main(_head(scene, earlier), before):
            return earlier
    return None


def _of_speaker(scene: Scene, event: Event, before: Sentence) -> When | None:
    """The day on which the same speaker spoke in the sentence before: "X said on Monday that ... He accused ..."."""
    mine = {p.actor.id for p in event.actors}
    said = [(c.source, c.cue.start) for c in scene.found.claims if c.source is not None and c.cue is not None]
    said += [(p, e.trigger.start) for e in scene.told if e.kind in _SPOKEN for p in e.actors]
    for source, at in said:
        verb = scene.parsed.at(at) if before.start <= at < before.end else None
        if verb is not None and source.actor.id in mine and _is_main(verb, before) and _is_narrated(verb):
            when = times.of(scene.parsed, scene.found, verb)
            if when is not None and when.value is not None:
                return When(value=when.value, mention=when.mention, earliest=when.earliest, latest=when.latest, why="the same speaker goes on")
    return None


def _is_main(token: Token, sentence: Sentence) -> bool:
    root = sentence.root
    return token.i == root.i or (token.dep in ("conj", "dobj") and token.head.i == root.i)


def _is_narrated(verb: Token) -> bool:
    """True for the simple past, active or passive."""
    helpers = {a.lower for a in verb.kids("aux", "auxpass")}
    return (verb.tag == "VBD" and not helpers) or (verb.tag == "VBN" and bool(helpers) and helpers <= {"was", "were"})


def _has_own_time(scene: Scene, sentence: Sentence) -> bool:
    spoken = any(w.mention is not None and sentence.start <= w.mention.start < sentence.end for w in scene.found.times)
    return spoken or any(t.lower in _ELSEWHEN for t in sentence.tokens)
