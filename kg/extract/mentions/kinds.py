"""What an unknown name is taken for, by its own words and by where it stands: person, organisation, vessel, place or nobody."""

import re

from kg.extract.mentions.constructions import IN, bound_for, governor, happens_at, modifies
from kg.extract.mentions.names import CITY, TOWN, given_names
from kg.extract.mentions.runs import ACRONYM, JOINING, organs
from kg.extract.mentions.sorts import sort
from kg.extract.mentions.titles import titles
from kg.gazetteer import Gazetteer, fold
from kg.lexicon import table
from kg.parse import Parsed, Token

SAYING = sort("kinds.SAYING")
LAND = sort("kinds.LAND")
"""Last words of names of places, which act for nobody."""
SHIP = sort("kinds.SHIP")
RULING = sort("kinds.RULING")
"""Nouns that a person's name before them makes theirs ("the Asad regime")."""
THING = re.compile(r"^(?:[A-Z][a-z]{0,2}|[A-Z]{1,3})-?\d{1,4}[A-Z]?$")
"""Types of arms and craft: Su-24, F-16, S-400."""
DOCUMENT = sort("kinds.DOCUMENT")
"""Last words of names of things, times and writings, which act for nobody either."""
COUNTED = frozenset({"more", "additional", "extra", "few", "fewer", "several", "many", "dozens", "some"})
PERSONAL = sort("kinds.PERSONAL")


def organ_kind(tokens: list[Token]) -> str:
    """The kind that an organisation's noun at the end of a name makes, or at its start before "of" ("Ministry of Defence")."""
    words = [t.lower for t in tokens]
    for n in (3, 2, 1):
        if len(words) >= n and (kind := organs().get(" ".join(words[-n:]))):
            return kind if len(words) > 1 else ""
    for k in range(1, len(words)):
        if words[k] in JOINING and (kind := organs().get(words[k - 1])):
            return kind
    return ""


def kind_of(parsed: Parsed, rest: list[Token], world: Gazetteer) -> str:
    """What a name without a title is taken for: an actor kind, "place", or "" where it names nobody who acts."""
    head = rest[-1]
    if len(rest) == 1 and head.tag == "NNPS" and any(c.lower in COUNTED or c.dep == "nummod" for c in head.children):
        return ""  # "more Patriots", "two Abrams": things by the name of their maker or type
    by_words = _by_words(rest)
    if by_words is not None:
        return by_words
    if _beside_its_state(parsed, rest, world):
        return "place"
    if any(c.dep == "det" and c.lower in ("the", "a", "an") for c in head.children):
        return "vessel" if ship_beside(parsed, head) else "unknown"
    name = " ".join(t.text for t in rest)
    if len(rest) > 1 and not speaks(head) and any(p.counts(TOWN) for p in world.places(name)):
        return "place"
    if len(rest) > 1 and head.tag == "NNPS" and any(p.counts(CITY) for p in world.places(rest[0].text)):
        return "unknown"  # "Charlotte Panthers": a team of a town
    if len(rest) > 1 and fold(rest[0].text) in given_names() and all(t.text.isalpha() or t.text in "-.'’" or t.text[:-1].isalpha() for t in rest):
        return "person"
    if placed(head):
        return ""
    if _acts_as_person(rest):
        return "person"
    place = next(iter(world.places(name)), None)
    least = CITY if head.dep in ("nsubj", "nsubjpass", "poss") and len(rest) == 1 else TOWN
    return "place" if place and (len(rest) > 1 or place.counts(least)) else "unknown"


def _beside_its_state(parsed: Parsed, rest: list[Token], world: Gazetteer) -> bool:
    """True for a name behind "of", "in" or the like with the state that it lies in behind it ("of Ashton, Md.")."""
    before = parsed.tokens[rest[0].i - 1].lower if rest[0].i else ""
    after = parsed.tokens[rest[-1].i + 1 : rest[-1].i + 3]
    if before not in IN | {"of", "from"} or len(after) < len(",X") or after[0].text != ",":
        return False
    if after[1].text[:1].isupper() and after[1].lower.rstrip(".") in STATES:
        return True
    return any(n.how == "name" and n.actor.kind in ("state", "territory") for n in world.named(after[1].text))


STATES = sort("kinds.STATES")
"""States as newspapers shorten them behind the name of a town."""


def is_town(parsed: Parsed, run: list[Token], world: Gazetteer, *, titled: bool) -> bool:
    """True for a run of several words that is as it stands the name of a town or land, and is not shown to be a person.

    Towns have the names of persons in the Far East ("Chiang Mai", "Wan Chai"), titles ("General Santos", "St. Louis") and other names
    inside ("Dubai Marina"). What speaks, "who" follows or a word for a person stands beside is none. One with a title is a town as subject
    only where it is a large one, for its namesake may act.
    """
    head = run[-1]
    name = " ".join(t.text for t in run)
    after_of = run[0].i > 0 and parsed.tokens[run[0].i - 1].lower == "of"  # "the mayor of X" is no X
    if len(run) == 1 or (_told_a_person(head) and not after_of) or (titled and any(c.lower == "the" for c in head.kids("det"))):
        return False
    saint = run[0].lower.strip(".") in SAINTS
    least = TOWN if fold(run[0].text) in given_names() and not (placed(head) or after_of) else 0
    least = CITY if titled and not saint and head.dep in ("nsubj", "nsubjpass", "poss", "appos") else least
    return any(p.counts(least) for p in world.places(name))


SAINTS = frozenset({"st", "saint", "san", "santa", "santo", "sankt", "ste"})
"""First words of names of towns that are titles of persons too."""


def _by_words(rest: list[Token]) -> str | None:
    """What the words of a name alone say, None where they say nothing."""
    words, head = [fold(t.text) for t in rest], rest[-1]
    acronym = len(rest) == 1 and head.text.isupper() and 2 <= len(head.text) <= ACRONYM
    if words[0] in SHIP and len(rest) > 1:
        return "vessel"
    if modifies(head) and head.head.lemma.lower() in RULING:
        return "person"
    if any(THING.match(t.text) for t in rest) or words[-1] in DOCUMENT:
        return ""
    if modifies(head) and head.head.pos == "NOUN":
        return "acronym" if acronym else ""
    if words[-1] in LAND or any(c.lower in LAND for c in head.kids("compound")):
        return ""
    return "organisation" if acronym else "person" if _asian(rest) else None


def _acts_as_person(rest: list[Token]) -> bool:
    """True for an unknown name that a title stands beside, that speaks, that "who" follows, or for two capitalised words that act."""
    head = rest[-1]
    if _told_a_person(head):
        return True
    two = len(rest) == 2 and all(t.text.isalpha() and t.text.istitle() and t.tag == "NNP" for t in rest)
    return two and head.dep in ("nsubj", "nsubjpass", "poss")


def _told_a_person(head: Token) -> bool:
    """True for a name that a word for a person stands beside, that speaks, or that "who" follows."""
    if (head.dep == "appos" and _for_a_person(head.head)) or any(_for_a_person(c) for c in head.kids("appos")):
        return True
    return speaks(head) or any(c.dep == "relcl" and any(g.lower in ("who", "whom", "whose") for g in c.subtree()) for c in head.children)


def placed(head: Token) -> bool:
    """True where an unknown name is a place by its construction ("in Jabla", "the town of Jabla", "from Jabla")."""
    prep, above = governor(head)
    if prep == "of" and above is not None:
        return above.lemma.lower() in LAND
    return happens_at(head) or bound_for(head)


def _asian(rest: list[Token]) -> bool:
    """True for the names of East Asia: a short surname beside a hyphenated or single given name ("Kwok Ka-ki", "Ben Chan")."""
    words = [t for t in rest if t.text not in "-–"]
    if not 2 <= len(words) <= 4 or not all(t.text.isalpha() for t in words):
        return False
    surnames = frozenset(r["name"] for r in table("surnames"))
    hyphened = len(rest) > len(words) and rest[-1].text.islower()
    return (hyphened and len(words) == 3 and rest[0].text[:1].isupper()) or fold(words[0].text) in surnames or fold(words[-1].text) in surnames


def ship_beside(parsed: Parsed, head: Token) -> Token | None:
    """The word for a ship that a name stands in apposition to ("a destroyer, the Donald Cook"), whatever the parser made of it."""
    near = [head.head] if head.dep == "appos" else head.kids("appos")
    near += head.kids("compound")
    first = min((c.i for c in head.children if c.i < head.i), default=head.i)
    if first > 1 and parsed.tokens[first - 1].text == ",":
        near.append(parsed.tokens[first - 2])
    return next((t for t in near if t.lemma.lower() in _ships()), None)


def ship_before(parsed: Parsed, run: list[Token]) -> bool:
    """True for a name just behind a word for one ship ("the frigate Admiral Gorshkov"), whatever title it begins with."""
    noun = parsed.tokens[run[0].i - 1] if run[0].i else None
    return noun is not None and noun.sent == run[0].sent and noun.text.islower() and noun.tag == "NN" and noun.lemma.lower() in _ships()


def _for_a_person(noun: Token) -> bool:
    """True for a singular noun that only persons are called by: a title, a trade, "counterpart"."""
    return noun.tag in ("NN", "NNP") and (noun.lower in titles() or noun.lower in PERSONAL)


def _ships() -> frozenset[str]:
    return frozenset(r["word"] for r in table("groups") if r["class"] == "vessel")


def acts(head: Token) -> bool:
    """True where an unknown name stands where actors stand."""
    while head.dep == "conj":
        head = head.head
    if head.dep in ("nsubj", "nsubjpass", "poss", "agent", "dobj", "dative", "iobj"):
        return True
    return governor(head)[0] in ("by", "against", "with", "between", "to", "for")


def speaks(head: Token) -> bool:
    """True for the subject of a verb of saying."""
    return head.dep == "nsubj" and head.head.lemma.lower() in SAYING and head.head.text.islower()
