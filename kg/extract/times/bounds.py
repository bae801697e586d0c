"""Before and after: what the tense of an act and the article's own day say of an act that no words date.

What is told as done was done by the dateline; what is planned, demanded or threatened comes after it, or after the day on which it
was spoken of. Such a bound is no date: `value` stays None, and nothing is said where the words leave it open.
"""

from kg.extract.status.operators import is_definite
from kg.extract.times.calendar import Period, whole
from kg.lexicon.typing import grammar
from kg.model import Event, When
from kg.parse import Parsed, Token
from kg.parse.layout import dateline

DONE = frozenset({"asserted", "claimed", "attempted", "negated", "denied"})
_AHEAD = grammar("FUTURE") | {"would", "may", "might", "could", "should", "must", "can"}
_PERFORMED = ("+refusal", "/obligation")  # rules of acts that are done by the very words: "X must leave", "X will not leave"
_BEFORE = frozenset({"before", "until", "till", "ahead", "pending"})
_TOWARD = frozenset({"for", "toward", "towards", "without"})  # "for talks" are to come, "blamed for the attack" was done
_TENSED = frozenset({"was", "were", "is", "are", "has", "had", "did", "does", "do", "been", "'s", "'re", "'ve"})
_VAGUE = frozenset({"any", "another", "no", "every", "each", "more", "further", "some", "new", "next", "future", "possible", "potential"})
_UPCOMING = frozenset({"upcoming", "planned", "proposed", "imminent", "likely", "scheduled", "coming", "forthcoming", "expected"})


def bounded(parsed: Parsed, event: Event, token: Token | None, spoken: When | None) -> When | None:
    """The bound that tense and dateline set to an act without a date, None where they set none.

    `spoken` is the date of the act of speech that a planned or demanded act stands below; without one it was spoken on the dateline.

    >>> from kg.extract import extract
    >>> from kg.model import Article
    >>> text = "France condemned Mali. Chad demanded that Niger withdraw its troops."
    >>> events = extract(Article(id="a", text=text, date="2016-04-20")).events
    >>> [(e.trigger.text, e.date.earliest, e.date.latest) for e in events if e.date]
    [('condemned', None, '2016-04-20'), ('demanded', None, '2016-04-20'), ('withdraw its troops', '2016-04-20', None)]
    """
    today = _days(dateline(parsed.article))
    if token is None or today is None or today.first is None or today.last is None:
        return None
    if event.status in DONE and _is_told_as_done(token, event):
        return When(value=None, latest=today.last.isoformat(), why="told as done: by the dateline")
    if _is_counterfactual(token) or (event.status in DONE and token.pos not in ("VERB", "AUX")):
        return None
    if spoken is not None:
        first = spoken.earliest or (_first(spoken.value) if spoken.value else None)
        return When(value=None, earliest=first, why="told as to come: after it was spoken of") if first else None
    if _is_remembered(token) or (event.status == "hypothetical" and not _is_to_come(token)):
        return None
    return When(value=None, earliest=today.first.isoformat(), why="told as to come: from the dateline on")


def spoken_by(token: Token) -> list[Token]:
    """The verbs above an act, innermost first: one of them is the act of speech that it stands below."""
    return [t for t in token.ancestors() if t.pos in ("VERB", "AUX")]


def _days(line: str | None) -> Period | None:
    try:
        return whole(line[:10]) if line else None
    except ValueError:
        return None


def _first(value: str) -> str | None:
    days = _days(value)
    return days.first.isoformat() if days is not None and days.first is not None else None


def _is_to_come(token: Token) -> bool:
    """True for a modal, an infinitive and a condition: what is only called thinkable ("blames others instead of condemning it") is at no time."""
    conditional = any(m.lower in ("if", "unless") for t in (token, *spoken_by(token)) for m in t.kids("mark"))
    return conditional or lies_ahead(token if token.pos in ("VERB", "AUX") else _clause(token))


def _is_told_as_done(token: Token, event: Event) -> bool:
    """True for a past or present tense, and for a noun of a known act that nothing puts into the future."""
    if token.pos == "ADJ":
        return not lies_ahead(_clause(token))
    if token.pos in ("NOUN", "PROPN"):
        return event.status in ("asserted", "claimed", "attempted") and _is_known(token) and not lies_ahead(_clause(token))
    return event.rule.endswith(_PERFORMED) or not lies_ahead(token)


def _is_known(noun: Token) -> bool:
    if {c.lower for c in noun.children} & (_VAGUE | _UPCOMING):
        return False
    clause = _clause(noun)
    narrated = clause is not None and clause.tag == "VBD"
    return narrated or is_definite(noun) or noun.tag == "NNS" or noun.dep in ("dobj", "nsubj", "attr", "ROOT")


def _clause(noun: Token) -> Token | None:
    """The verb that a noun stands below; the noun itself where words that look ahead stand between: "ahead of the talks"."""
    for t in noun.ancestors():
        if t.pos in ("VERB", "AUX"):
            return t
        if t.dep in ("prep", "mark", "advmod") and (t.lower in _BEFORE or (t.lower in _TOWARD and not is_definite(noun))):
            return noun
    return None


def lies_ahead(verb: Token | None) -> bool:
    """True for what a modal puts into the future, there or in what an infinitive or participle without a tense of its own hangs on."""
    if verb is None:
        return False
    if verb.pos not in ("VERB", "AUX"):
        return True
    helpers = {a.lower for a in verb.kids("aux", "auxpass")}
    if helpers & _AHEAD:
        return "have" not in helpers  # "may have attacked"
    if verb.tag in ("VBD", "VBP", "VBZ") or helpers & _TENSED or (verb.tag == "VBN" and not helpers):
        return False
    above = next(iter(spoken_by(verb)), None)
    return (verb.tag == "VB" and "to" in helpers) if above is None else lies_ahead(above)


def _is_counterfactual(token: Token) -> bool:
    """True for what could have been: it lies neither before nor behind."""
    helpers = {a.lower for a in token.kids("aux")}
    return "have" in helpers and bool(helpers & _AHEAD)


def _is_remembered(token: Token) -> bool:
    """True below a pluperfect: what "had demanded that" asks for was to come at an earlier time than the article's."""
    return any(a.lower in ("had", "'d") for t in spoken_by(token) for a in t.kids("aux"))
