"""Known names that a text misspells."""

from kg.gazetteer import Gazetteer
from kg.model import Actor


def meant(name: str, world: Gazetteer) -> Actor | None:
    """The known actor whose name of several words a text spells with two neighbouring letters swapped ("Untied States")."""
    words = name.split()
    for k, word in enumerate(words if len(words) > 1 else []):
        for i in range(1, len(word) - 2 if len(word) > SHORT else 0):
            other = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
            for n in world.named(" ".join([*words[:k], other, *words[k + 1 :]])) if other != word else ():
                if n.how == "name" and " " in n.surface:
                    return n.actor
    return None


SHORT = 4
"""Letters of words that are others once two letters are swapped."""
