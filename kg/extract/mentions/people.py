"""Persons and organisations that the gazetteer does not know, told apart by their words, their titles and the whole document."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.extract.mentions.drafts import Draft, proper
from kg.extract.mentions.groupnames import adjective
from kg.extract.mentions.groupwords import entry_of
from kg.extract.mentions.holders import holder
from kg.extract.mentions.kinds import DOCUMENT, LAND, acts, is_town, kind_of, organ_kind, ship_before
from kg.extract.mentions.misspelt import meant
from kg.extract.mentions.names import given_names
from kg.extract.mentions.runs import organs, parted, runs, split
from kg.extract.mentions.titles import ends_at, titles
from kg.gazetteer import Gazetteer, fold
from kg.identity import SAME, same_name, sounds_alike
from kg.model import Actor, ActorKind
from kg.parse import Parsed, Token


@dataclass(frozen=True, slots=True)
class Name:
    """A run that may name somebody: its tokens from title to last name, the name proper, its owner, and what it is taken for."""

    first: int
    tokens: tuple[Token, ...]
    titled: bool
    owner: Draft | None
    kind: str
    owner_text: str = ""

    @property
    def text(self) -> str:
        """The name proper, as it is spelt, without initials and quotation marks."""
        return spelled(self.tokens)

    @property
    def head(self) -> Token:
        """The head of the name."""
        inside = {t.i for t in self.tokens}
        return next((t for t in reversed(self.tokens) if t.is_root or t.head.i not in inside), self.tokens[-1])


People = dict[str, list[tuple[int, Actor, Name | None]]]
"""The persons of a document by each word of their names, with the place of each naming."""


def spelled(tokens: tuple[Token, ...]) -> str:
    """A name's words: joined as in the text, dashes without blanks, middle initials left out ("Stephen J. Townsend" is Stephen Townsend)."""
    out = ""
    for k, t in enumerate(tokens):
        initial = 0 < k < len(tokens) - 1 and re.fullmatch(r"[A-HJ-Z]\.?|I\.", t.text)
        if initial or (t.text == "." and k):
            continue
        glued = k and t.start == tokens[k - 1].end
        out += ("" if glued or not out else " ") + t.text
    return out.strip()


def find(parsed: Parsed, known: list[Draft], places: set[int], world: Gazetteer) -> list[Draft]:
    """The drafts of persons, organisations and other proper names, each linked to the same actor all over the document."""
    ends = {d.last for d in known if d.how != "demonym"}
    by_first = {d.first: d for d in known}
    all_runs = [part for run in runs(parsed, known) for part in parted(run, ends)]
    all_runs = [run for run in all_runs if run and not all(t.i in places for t in run)]
    names = _with_acronyms([n for run in all_runs if (n := _name(parsed, run, by_first, world))], known)
    people = _persons(names, [*known, *_by_office(parsed, names, world)])
    groups = _organisations([n for n in names if n.kind in set(organs().values())], world)
    votes = Counter((n.text, n.kind) for n in names)
    heads = {n.head.i for n in names if n.kind == "person"}
    linked = {n.text for n in names if _linked(n, people) is not None}
    weighty = linked | {n.text for n in names if n.kind != "unknown" or acts(n.head)}
    bodies = {n.text for n in names if n.kind == "unknown" and _has_members(parsed, n, heads)}
    out = []
    for n in names:
        if n.text not in weighty and n.text not in bodies:
            continue
        actor, why = _actor(n, people, groups, votes, world)
        if actor is not None and actor.kind == "unknown" and n.text in bodies:
            actor, why = proper(n.text, "organisation"), "a body that a person is of"
        if actor is not None:
            sure = 0.5 if actor.kind == "unknown" else 0.85
            out.append(Draft(actor=actor, first=n.first, last=n.tokens[-1].i, head=n.head.i, how="name", why=why, confidence=sure))
    return out


def _with_acronyms(names: list[Name], known: list[Draft]) -> list[Name]:
    """The names, and of the acronyms before nouns those that are the initials of another name of the text ("NDP members")."""
    long = {initials(n.text) for n in names if len(n.tokens) > 1} | {initials(d.actor.name) for d in known}
    long |= {n.text for n in names if n.kind == "organisation"}
    return [replace(n, kind="organisation") if n.kind == "acronym" else n for n in names if n.kind != "acronym" or n.text in long]


def _name(parsed: Parsed, run: list[Token], known: Mapping[int, Draft], world: Gazetteer) -> Name | None:
    if not run or _all_known(run, known):
        return None
    run = _without_trade(parsed, run)
    owner, title, rest = split(run, known)
    if not rest or not any(t.text[:1].isupper() for t in rest) or (not title and len(rest) == 1 and _common(rest[0])):
        return None
    whole = [*title, *rest]
    if owner is not None and owner.how != "demonym" and len(whole) == 1:
        whole = [*parsed.tokens[owner.first : owner.last + 1], *whole]  # "New York Post", "China Daily"
        if organ_kind(whole) in ("media", "company", "ngo"):
            return Name(owner.first, tuple(whole), False, None, organ_kind(whole))
        whole = whole[-1:]
    if kind := organ_kind(whole):
        first = owner.first if owner else whole[0].i
        said = " ".join(t.text for t in parsed.tokens[owner.first : owner.last + 1]) if owner else ""
        return Name(first, tuple(whole), False, owner or _possessor(whole, known), kind, said)
    if title and len(rest) == 1 and rest[0].lower in LAND:
        return None  # "the Queen City"
    if is_town(parsed, run, world, titled=bool(title) and title[0] is run[0]):
        return Name(run[0].i, tuple(run), False, None, "place")
    if ship_before(parsed, run):
        return Name(run[0].i, tuple(run), False, None, "vessel")
    inner = [d for t in rest if (d := known.get(t.i)) is not None and d.last <= rest[-1].i]
    low = _title_before(parsed, rest[0])
    titled = bool(title) or low < rest[0].i
    if inner and not titled and fold(rest[0].text) not in given_names():
        return None
    kind = "person" if titled else kind_of(parsed, rest, world)
    if not kind:
        return None
    first = min(title[0].i if title else low, low)
    return Name(owner.first if owner and titled and owner.last < first else first, tuple(rest), titled, owner if titled else None, kind)


def _all_known(run: list[Token], known: Mapping[int, Draft]) -> bool:
    """True where one known name is the whole run, or the run is a piece of it."""
    before = [known.get(i) for i in range(run[0].i, max(-1, run[0].i - NEAR), -1)]
    return any(d is not None and run[-1].i <= d.last and d.how != "demonym" for d in before)


NEAR = 12
"""The most tokens of a known name."""


def _possessor(words: list[Token], known: Mapping[int, Draft]) -> Draft | None:
    """The state or organisation whose body a name is said to be ("Pakistan's Foreign Ministry")."""
    heads = {c.i for t in words for c in t.kids("poss")}
    heads |= {c.i for t in words for p in t.kids("prep") if p.lower == "of" for c in p.kids("pobj")}
    found = (d for h in sorted(heads) for i in range(h, max(-1, h - NEAR), -1) if (d := known.get(i)) is not None and d.head == h)
    return next((d for d in found if d.actor.kind in ("state", "territory", "igo")), None)


def _common(t: Token) -> bool:
    """True for a noun that describes and does not name, though it has a capital ("the Government of India")."""
    return t.lower in organs() or entry_of(t) is not None or t.lower in titles() or t.lower in LAND or t.lower in DOCUMENT


def _without_trade(parsed: Parsed, run: list[Token]) -> list[Token]:
    """A run without a hyphened common noun that is only capitalised because it opens the sentence ("Ex-banker Jane Doe")."""
    opens = parsed.sentences[run[0].sent].tokens[0].i == run[0].i
    if opens and len(run) > 4 and run[1].text in "-–" and run[2].text.islower() and run[3].text[:1].isupper():
        return run[3:]
    if opens and len(run) > 2 and run[0].tag in ("JJ", "VBN", "RB") and fold(run[1].text) in given_names():
        return run[1:]
    return run


def _title_before(parsed: Parsed, token: Token) -> int:
    sentence = parsed.sentences[token.sent]
    start = sentence.tokens[0].i
    at = ends_at(sentence.tokens, token.i - start)
    return start + at


def _has_members(parsed: Parsed, n: Name, heads: set[int]) -> bool:
    """True for an unknown name that a person is of ("Jane Doe of Civic Dawn", "Civic Dawn's Jane Doe")."""
    start = min(n.tokens[0].i, *(c.i for c in n.head.children if c.dep == "det"), n.tokens[0].i)
    before = parsed.tokens[start - 2] if start > 1 and parsed.tokens[start - 1].lower in ("of", "from") else None
    return (before is not None and before.i in heads) or (n.head.dep == "poss" and n.head.head.i in heads)


def _persons(names: list[Name], known: list[Draft]) -> People:
    """The persons of the document by each word of their full names, with the place of each full naming."""
    out: People = {}
    canon: dict[str, Actor] = {}
    for d in known:
        if d.actor.kind == "person":
            for word in d.actor.name.split():
                out.setdefault(fold(word), []).append((d.head, d.actor, None))
    for n in names:
        if n.kind == "person" and len(n.text.split()) > 1:
            actor = canon.get(n.text) or next((a for name, a in canon.items() if _one_person(name, n.text)), None) or proper(n.text, "person")
            canon[n.text] = actor
            for word in _surnames(n.text):
                out.setdefault(fold(word), []).append((n.head.i, actor, n))
            out.setdefault(GIVEN + fold(n.text.split()[0]), []).append((n.head.i, actor, n))
    return out


def _by_office(parsed: Parsed, names: list[Name], world: Gazetteer) -> Iterator[Draft]:
    """Persons of whom a text says only office and surname ("President Berg"), where the user's actors file has that one in office."""
    for n in names if world.offices else ():
        said = [t.lemma.lower() for t in parsed.tokens[n.first : n.tokens[0].i] if t.text not in "-–."]
        title = said[next((k for k in range(len(said)) if " ".join(said[k:]) in titles()), len(said)) :]
        if n.titled and title and len(n.text.split()) == 1:
            actor = holder(title, n.owner.actor if n.owner else None, world, surname=n.text)
            if actor is not None:
                yield Draft(actor=actor, first=n.first, last=n.tokens[-1].i, head=n.head.i, how="name", why="office and surname")


def _one_person(a: str, b: str) -> bool:
    return fold(a.split()[-1]) == fold(b.split()[-1]) and same_name(a, b)[0] >= 0.85


GIVEN = "given "
"""Marks the given names among the words by which persons are found: they tell who is meant only where one person bears them."""


def _surnames(name: str) -> list[str]:
    """The words by which a person is named again: the last word, what follows a particle, and the first of an East Asian name."""
    words = name.split()
    out = [words[-1], *(words[:1] if fold(words[0]) not in given_names() or len(words[0]) <= 4 else [])]
    if len(words) > 2:
        out.append(" ".join(words[1:]))
        out.append(" ".join(words[-2:]))
    return out


Answer = tuple[Actor | None, str]


def _actor(n: Name, people: People, groups: dict[str, Actor], votes: Counter[tuple[str, str]], world: Gazetteer) -> Answer:
    linked = _linked(n, people)
    if linked is not None:
        return linked, "surname of a person of this document" if len(n.text.split()) == 1 else "full name"
    if n.kind in set(organs().values()):
        return groups[n.text], "name with a noun of organisations"
    if n.kind == "place" or (n.kind == "unknown" and votes[n.text, "place"]):
        return None, ""
    if n.kind == "person" or votes[n.text, "person"]:
        return proper(n.text, "person"), "title before a name" if n.titled else "name of a person"
    if n.kind == "vessel":
        return proper(n.text, "vessel"), "name beside a word for a ship"
    if (other := meant(n.text, world)) is not None:
        return other, f"two letters swapped in {other.name}"
    kind: ActorKind = "organisation" if n.kind == "organisation" else "unknown"
    return proper(n.text, kind), "acronym" if kind == "organisation" else "proper noun"


def _linked(n: Name, people: People) -> Actor | None:
    """The person of this document that a name or surname stands for; None where there are two and nothing tells which."""
    if n.kind not in ("person", "unknown", "place", "organisation"):
        return None
    full = len(n.text.split()) > 1
    candidates = people.get(fold(n.text.split()[-1] if full else n.text), []) if full else people.get(fold(n.text), [])
    if full:
        return next((a for _, a, m in candidates if m is not None and (m.text == n.text or _one_person(m.text, n.text))), None)
    if candidates:
        return _the_one([a for _, a, _ in candidates])
    alike = [a for word, found in people.items() if sounds_alike(word, n.text) for _, a, _ in found]
    return _the_one(alike, alone=True) or _the_one([a for _, a, _ in people.get(GIVEN + fold(n.text), [])], alone=True)


def _the_one(namings: list[Actor], *, alone: bool = False) -> Actor | None:
    """The only person of a name; of two (not where `alone`) the one who is named in full twice as often, else nobody."""
    counts = Counter(a.id for a in namings).most_common(2)
    if not counts or (len(counts) > 1 and (alone or counts[0][1] < 2 * counts[1][1])):
        return None
    return next(a for a in namings if a.id == counts[0][0])


def _organisations(names: list[Name], world: Gazetteer) -> dict[str, Actor]:
    """The organisations by their names, with those that differ by a letter as one, and acronyms as what they are short for."""
    out: dict[str, Actor] = {}
    for n in sorted(names, key=lambda n: (-len(n.tokens), -len(n.text), n.first)):
        twin = next((a for name, a in out.items() if len(n.text.split()) > 1 and same_name(name, n.text)[0] >= SAME), None)
        short = next((a for name, a in out.items() if initials(name) == n.text), None)
        out.setdefault(n.text, twin or short or meant(n.text, world) or _organisation(n, world))
    return out


def initials(name: str) -> str:
    """The acronym of a name: the capitals of its words, small words left out.

    >>> initials("New People's Party")
    'NPP'
    """
    words = [w for w in re.split(r"[\s\-–]+", name) if w and w.lower() not in ("of", "the", "for", "and", "in")]
    return "".join(w[0].upper() for w in words)


def _organisation(n: Name, world: Gazetteer) -> Actor:
    kind: ActorKind = n.kind  # type: ignore[assignment]
    name = n.text
    if n.owner is not None and n.tokens[0].i <= n.owner.first <= n.tokens[-1].i:
        return proper(name, kind, n.owner.actor)  # "Reserve Bank of India"
    if n.owner is not None:
        owner = n.owner.actor
        whose = adjective(owner, world) if owner.kind in ("state", "territory", "population") else n.owner_text or owner.name
        return proper(f"{whose} {name}", kind, owner)
    return proper(name, kind)
