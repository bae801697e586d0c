"""PLOVER 2.0 as data: types with quad class, score and modes, and contexts (manual, draft 2.0, 4 February 2024).

`ontology/plover.ttl` says the same in RDF and is written from here; `tests/test_vocab.py` proves that they agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kg.vocab import KG, PLOVER, Iri

QUADS = MappingProxyType({1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"})
"""The four quad classes."""


@dataclass(frozen=True, slots=True)
class Type:
    """One event type: `score` is its intensity from -10 (conflict) to 10 (cooperation), `modes` maps each mode to its own, None if unprinted."""

    quad: int
    score: float
    meaning: str
    needs_recipient: bool = False
    modes: Mapping[str, float | None] = field(default_factory=dict)


def _modes(**scores: float | None) -> Mapping[str, float | None]:
    return MappingProxyType({name.strip("_").replace("_", "-"): score for name, score in scores.items()})  # `yield` is a keyword


TYPES = MappingProxyType(
    {
        "AGREE": Type(1, 2.5, "promise, offer or willingness to cooperate, also future meetings, support and aid"),
        "CONSULT": Type(1, 2.5, "meeting, visit, talks, call", modes=_modes(visit=4, third_party=1, multilateral=4, phone=1.5)),
        "SUPPORT": Type(1, 5, "non-material support: praise, endorse, recognise, sign or ratify a treaty"),
        "CONCEDE": Type(1, 4.5, "verbal concession: ease a restriction, declare a ceasefire, pardon, apologise, announce a withdrawal"),
        "COOPERATE": Type(2, 9.5, "mutual material exchange: trade, joint exercise, extradition, sharing of intelligence", True),
        "AID": Type(2, 10, "material help to the recipient: money, arms, relief, asylum, debt relief, rescue of hostages", True),
        "RETREAT": Type(2, 6.5, "material yielding", modes=_modes(withdraw=8, release=6.5, disarm=10, ceasefire=7.5, access=6.5, resign=4.5)),
        "REQUEST": Type(3, 0, "verbal request, demand or order", modes=_modes(assist=0.5, change=-1, _yield=-1, meet=0)),
        "ACCUSE": Type(3, -3, "disapprove, blame, sue, charge, investigate", modes=_modes(disapprove=-2, investigate=-3.5, allege=-3.5)),
        "REJECT": Type(3, -2, "refusal", modes=_modes(assist=-1.5, change=-2, _yield=-2, meet=-2)),
        "THREATEN": Type(
            3,
            -3.5,
            "threat; the mode is what is threatened",
            modes=_modes(restrict=-3, arrest=-3.5, relations=-3.5, expel=-3.5, territory=-4, violence=-3.5),
        ),
        "SANCTION": Type(3, -6, "reduce existing relations in any way", True, _modes(convict=-6, expel=-5.5, withdraw=-6, discontinue=-6)),
        "PROTEST": Type(
            4,
            -5,
            "collective physical dissent",
            modes=_modes(demo=-5, riot=-7, strike=-5, hunger=-4.5, boycott=-4.5, obstruct=-4.5, vandalize=None),
        ),
        "MOBILIZE": Type(4, -5.5, "military or police moves short of force", modes=_modes(troops=-6.5, weapons=-6.5, police=-5.5, militia=-6)),
        "COERCE": Type(
            4,
            -7,
            "repression, arrest or restriction short of violence",
            modes=_modes(
                seize=-7,
                restrict=-7,
                censor=-6.5,
                curfew=-6.5,
                martial_law=-7.5,
                arrest=-7,
                deport=-7,
                withhold=-7,
                misinformation=-6.5,
                cyber=-7,
            ),
        ),
        "ASSAULT": Type(
            4,
            -9,
            "deliberate physical harm",
            modes=_modes(
                abduct=-8.5,
                beat=-7.5,
                torture=-8.5,
                sexual=-8.5,
                targeted=-9.5,
                destroy=-8.5,
                primitive=-8,
                firearms=-9,
                explosives=-9,
                suicide_attack=-9.5,
                aerial=-9.5,
                drone=-9.5,
                heavy_weapons=-9.5,
                crowd_control=-7.5,
                unconventional=-10,
            ),
        ),
    }
)
"""The 16 types. ACCUSE: the manual prints 3, surely a lost minus. SANCTION: the manual calls it material conflict in section
3.13.4 and verbal conflict in Table 7.2 and the README; we follow the table, as the coded data do."""

CONTEXTS = (
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
)
"""The 37 contexts."""


def type_iri(kind: str) -> Iri:
    """The concept of a type.

    >>> type_iri("CONSULT")
    'urn:kg:plover#CONSULT'
    """
    return Iri(PLOVER + kind)


def mode_iri(kind: str, mode: str) -> Iri:
    """The concept of a mode of a type: modes of the same name under two types are two concepts."""
    return Iri(f"{PLOVER}{kind}-{mode}")


def context_iri(context: str) -> Iri:
    """The concept of a context."""
    return Iri(f"{PLOVER}context-{context}")


def edge_iri(kind: str) -> Iri:
    """The property that joins the actors of a happening of this type directly, under `kg:actedOn`.

    >>> edge_iri("AID")
    'urn:kg:ontology#AID'
    """
    return Iri(KG.iri + kind)


def intensity_of(kind: str, mode: str | None = None) -> float:
    """The PLOVER score of a type or of one of its modes, from -10 to 10; the type's own where the mode has none.

    >>> intensity_of("CONSULT"), intensity_of("CONSULT", "phone"), intensity_of("PROTEST", "vandalize")
    (2.5, 1.5, -5)
    """
    known = TYPES[kind]
    own = known.modes.get(mode) if mode else None
    return known.score if own is None else own
