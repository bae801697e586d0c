"""Who is named where: the mentions of actors, by name, metonym, demonym, title, description and pronoun."""

from collections.abc import Iterator

from kg.extract import names
from kg.gazetteer import world
from kg.model import Extraction, Mention
from kg.parse import Parsed


def find(parsed: Parsed, found: Extraction) -> Iterator[Mention]:
    """Every stretch of the text that stands for an actor."""
    for draft in names.known(parsed, world()):
        yield draft.mention(parsed)
