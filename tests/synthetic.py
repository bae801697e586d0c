"""Graphs of any size for the tests and benchmarks of the page: blocs, a few strong actors, many weak ones; the same every time."""

import datetime
import random

from kg.model import Actor, ActorKind, Affiliation
from kg.network import Act, Evidence

STATES = [
    "Russia",
    "Ukraine",
    "Poland",
    "Germany",
    "France",
    "Norway",
    "Sweden",
    "Finland",
    "Estonia",
    "Latvia",
    "Lithuania",
    "Turkey",
    "Syria",
    "Iran",
    "Israel",
    "Egypt",
    "China",
    "Japan",
    "India",
    "Pakistan",
    "Brazil",
    "Canada",
    "Mexico",
    "Spain",
    "Italy",
    "Greece",
    "Serbia",
    "Kosovo",
    "Georgia",
    "Armenia",
    "Azerbaijan",
    "Belarus",
    "Moldova",
    "Romania",
    "Hungary",
]
BODIES: tuple[tuple[str, ActorKind], ...] = (
    ("NATO", "igo"),
    ("European Union", "igo"),
    ("United Nations", "igo"),
    ("the West", "bloc"),
    ("Baltic Fleet", "military"),
    ("Border Guards", "government"),
    ("separatists", "armed_group"),
    ("civilians", "population"),
    ("USS Donald Cook", "vessel"),
    ("Human Rights Watch", "ngo"),
    ("Crimea", "territory"),
)
KINDS: tuple[ActorKind, ...] = ("state", "government", "military", "person", "person", "party", "armed_group", "population", "company", "media")
GIVEN = (
    "Anna",
    "Boris",
    "Clara",
    "Dmitri",
    "Elena",
    "Farid",
    "Greta",
    "Hassan",
    "Irina",
    "Jonas",
    "Katya",
    "Lars",
    "Mira",
    "Nadia",
    "Oleg",
    "Petra",
)
FAMILY = [
    "Sokolov",
    "Weber",
    "Nowak",
    "Larsen",
    "Haddad",
    "Ivanov",
    "Moreau",
    "Kallas",
    "Petrov",
    "Demir",
    "Rossi",
    "Horvat",
    "Lindqvist",
    "Orlov",
    "Kaya",
]
ACTS = (
    ("CONSULT", "visit", "met {b} for talks on the security of the region", "met"),
    ("CONSULT", "phone", "spoke with {b} by telephone", "spoke"),
    ("AGREE", "", "offered {b} further talks before the end of the month", "offered"),
    ("SUPPORT", "", "praised {b} for its restraint", "praised"),
    ("AID", "", "delivered medical aid to {b}", "delivered"),
    ("COOPERATE", "", "held a joint exercise with {b}", "held"),
    ("ACCUSE", "disapprove", "criticised {b} over what it called a dangerous manoeuvre", "criticised"),
    ("ACCUSE", "allege", "accused {b} of breaking the ceasefire agreed in Minsk", "accused"),
    ("REJECT", "change", "rejected the demand of {b} to pull back its forces", "rejected"),
    ("THREATEN", "restrict", "warned {b} that it would close the strait", "warned"),
    ("SANCTION", "", "imposed new sanctions on {b}", "imposed"),
    ("MOBILIZE", "troops", "moved two battalions towards the border with {b}", "moved"),
    ("COERCE", "seize", "seized a ship that belongs to {b}", "seized"),
    ("ASSAULT", "aerial", "bombed positions of {b} near the airport", "bombed"),
)
STATUSES = ("asserted",) * 5 + ("claimed",) * 3 + ("denied", "planned", "demanded", "hypothetical")
START = datetime.date(2016, 3, 1)


def actors(count: int, chance: random.Random) -> list[Actor]:
    """So many actors with names as in the news, the strong ones first."""
    made: list[Actor] = []
    for i in range(count):
        if i < len(STATES) and i % 4:
            made.append(Actor(id=f"actor/{STATES[i].lower()}", name=STATES[i], kind="state", code=STATES[i][:3].upper()))
        elif i < len(STATES):
            name, kind = BODIES[i // 4]
            made.append(Actor(id=f"actor/{name.lower().replace(' ', '-')}", name=name, kind=kind))
        else:
            kind = chance.choice(KINDS)
            home = made[1 + chance.randrange(len(STATES) - 1)]
            name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}" if kind == "person" else f"{home.name} {kind.replace('_', ' ')}"
            made.append(Actor(id=f"actor/x{i}", name=f"{name} {i}", kind=kind, affiliation=Affiliation(home.id, home.name)))
    return made


def world(count: int, edges: int, *, seed: int = 7) -> list[Act]:
    """`edges` acts among `count` actors, over ninety days, a third of them only claimed."""
    chance = random.Random(seed)
    everyone = actors(count, chance)
    found = []
    for n in range(edges):
        a = min(int(chance.paretovariate(0.7)) - 1, count - 1) if n >= count else n
        bloc = range(a % 5, count, 5)
        b = chance.choice(bloc[: max(8, len(bloc) // 3)]) if chance.random() < 0.6 else min(int(chance.paretovariate(0.6)), count - 1)
        found.append(_act(n, everyone[a], everyone[b if b != a else (a + 1) % count], chance, everyone))
    return found


def _act(n: int, one: Actor, other: Actor, chance: random.Random, everyone: list[Actor]) -> Act:
    kind, mode, words, verb = chance.choice(ACTS)
    status = chance.choice(STATUSES)
    day = (START + datetime.timedelta(days=int(chance.expovariate(1 / 25)) % 90)).isoformat()
    quote = f"{one.name} {words.format(b=other.name)}, officials said on {day}."
    speaker = everyone[min(int(chance.paretovariate(1)) - 1, len(everyone) - 1)]
    start = quote.index(verb, len(one.name))
    evidence = Evidence(
        quote=quote,
        start=start,
        end=start + len(verb),
        offset=n * 90,
        article=f"article-{n // 6}",
        title=f"Day {n // 6}: what the capitals said",
        publisher=("Wire Agency", "Northern Post", "Eastern Herald")[n // 6 % 3],
        published=day,
        url=f"https://news.example/{n // 6}",
        rule="verb:active",
        confidence=round(chance.uniform(0.6, 0.99), 2),
    )
    return Act(
        id=f"article/{n // 6}#event-{n}",
        kind=kind,
        mode=mode,
        actors=(one,),
        recipients=(other,),
        reciprocal=kind == "CONSULT",
        date="" if chance.random() < 0.08 else day[: chance.choice((10, 10, 10, 10, 7))],
        status=status,
        fact=status == "asserted",
        claimants=() if status == "asserted" else (speaker,),
        evidence=(evidence,),
    )
