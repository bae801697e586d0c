"""Where the parties of a type of act stand when the lexicon's row does not say: tables of slots, read in order."""

from kg.lexicon.typing import Entry

# Where the recipient of a type stands when the row does not say; the first slot that names somebody wins.
RECIPIENTS: dict[str, tuple[str, ...]] = {
    "ACCUSE": ("obj", "iobj", "against", "at", "on", "with", "of", "over"),
    "AGREE": ("with", "to", "iobj", "obj", "on", "between", "for", "comp.with", "comp.obj", "comp.on", "comp.to", "comp.from"),
    "AID": ("iobj", "to", "obj", "for", "of", "into", "in"),
    "ASSAULT": ("obj", "on", "against", "at", "with", "of", "into", "in"),
    "COERCE": ("obj", "on", "against", "of", "from"),
    "CONCEDE": ("to", "iobj", "obj", "with", "from", "on", "against", "of", "for"),
    "CONSULT": ("with", "obj", "between", "to", "among"),
    "COOPERATE": ("with", "obj", "between", "to"),
    "MOBILIZE": ("against", "toward", "towards", "at", "near", "over", "obj", "to"),
    "PROTEST": ("against", "at", "over", "obj", "outside"),
    "REJECT": ("obj", "with", "to", "from", "of", "comp.obj", "comp.to", "comp.with", "comp.on", "comp.from", "on"),
    "REQUEST": ("obj", "iobj", "to", "from", "on", "of", "comp.subj", "for", "comp.obj"),
    "RETREAT": ("obj", "from", "to", "with", "of", "on", "against"),
    "SANCTION": ("on", "against", "obj", "with", "from", "to", "of"),
    "SUPPORT": ("obj", "for", "to", "with", "of", "iobj"),
    "THREATEN": ("obj", "against", "to", "with", "on", "comp.obj", "comp.on", "comp.against", "comp.from", "comp.with"),
}
UNTYPED = ("obj",)
BEYOND: dict[str, tuple[str, ...]] = {
    "ACCUSE": ("comp.subj",),
    "REQUEST": ("comp.subj", "obj.comp.subj"),
    "REJECT": ("comp.comp.subj", "comp.subj", "obj.by", "obj.from", "obj.poss", "obj.mod"),
    "AGREE": ("comp.comp.subj", "in.with", "during.with", "at.with", "after.with", "following.with"),
    "RETREAT": ("comp.subj",),
    "CONCEDE": ("comp.subj", "obj.comp.subj", "comp.comp.subj", "in.with", "during.with", "at.with", "after.with", "following.with"),
}
AGAINST_FAR = frozenset({"ACCUSE", "ASSAULT", "COERCE", "PROTEST", "SANCTION", "THREATEN"})
# "with X" makes X a partner, and so does the object of a meeting
PARTNER = frozenset({"with", "between", "among", "company", "by", "and"})
AGAINST = ("against", "on", "at", "upon")  # "war against X" has a side that wages it, "war between" has not
OBJECTS_OWN = ("obj.poss", "obj.by", "obj.mod")  # "the visit underscores the U.S. commitment to Iraq"
BACK = frozenset({"the", "this", "that", "these", "those", "both", "such", "neither", "either"})
TELLING = frozenset({"amod", "compound", "poss", "prep", "relcl", "acl", "nmod", "appos"})
BOTH = ("with", "between", "among", "by", "to", "company")
ACTORS: dict[tuple[str, str], tuple[str, ...]] = {
    ("verb", ""): ("subj", "maker"),
    ("noun", ""): ("poss", "by", "light", "mod"),
    ("noun", "REQUEST"): ("poss", "by", "of", "from", "light", "mod"),
    ("noun", "ASSAULT"): ("poss", "by", "from", "light", "mod"),
    ("noun", "CONSULT"): ("poss", "by", "light", "beside", "occasion"),
    ("adj", ""): ("subj",),
}
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
LENT = frozenset({"MOBILIZE", "AID", "RETREAT", "COOPERATE", "AGREE", "CONCEDE"})  # their objects may be the actor's own forces
ATTITUDES = frozenset({"ACCUSE", "SUPPORT", "REJECT"})  # who blames or praises a deed blames or praises its doer
# deeds whose "of X" is whom they are done to; of the others it is who does them
DONE_TO = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT", "CONCEDE", "AID", "ACCUSE", "SUPPORT", "MOBILIZE"})


def actor_slots(entry: Entry) -> tuple[str, ...]:
    """Where the actor of a row is looked for."""
    return entry.actor or ACTORS.get((entry.pos, entry.kind or "")) or ACTORS[entry.pos, ""]


def recipient_slots(entry: Entry) -> tuple[str, ...]:
    """Where the recipient of a row is looked for."""
    return entry.recipient or RECIPIENTS.get(entry.kind or "", UNTYPED)
