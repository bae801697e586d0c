"""The modality of a predicate: whether the sentence itself says that the act happened, or only that it may, will, should or did not."""

from dataclasses import dataclass

from kg.model import Certainty, Polarity, Status
from kg.parse import Parsed, Token


@dataclass(frozen=True, slots=True)
class Modality:
    """What the words around a predicate make of it; `status` None: nothing stands between the writer and the act."""

    status: Status | None = None
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    hearsay: bool = False
    why: str = ""


def modality(parsed: Parsed, token: Token | None) -> Modality:
    """The modality of the predicate that `token` heads."""
    if token is None:
        return Modality()
    if token.kids("neg"):
        return Modality("negated", why="negation")
    modal = next((c.lower for c in token.kids("aux", "auxpass") if c.tag == "MD"), None)
    if modal:
        return Modality("planned" if modal in {"will", "'ll", "shall"} else "hypothetical", why=f"modal {modal}")
    return Modality()
