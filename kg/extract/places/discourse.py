"""The place that an act has from the sentence before it: it is the blow told of there, or goes on with it."""

from kg.extract.times.discourse import Scene, continued, retold
from kg.model import Event, Where


def where(scene: Scene, event: Event) -> Where | None:
    """The place of an act: its own, else that of the act that it tells again or goes on with; None where both leave it open."""
    if event.place is not None or event.status not in ("asserted", "claimed", "negated", "attempted"):
        return event.place
    earlier = retold(scene, event) or continued(scene, event)
    if earlier is None or earlier.place is None or earlier.place.precision == "country" or _has_own_place(scene, event):
        return None
    return earlier.place


def _has_own_place(scene: Scene, event: Event) -> bool:
    """True where the sentence names places of its own, though not as the act's."""
    return any(w.mention is not None and event.evidence.start <= w.mention.start < event.evidence.end for w in scene.found.places)
