"""Find places."""

from collections.abc import Iterator

from kg.model import Extraction, Where
from kg.parse import Parsed, Token


def find(parsed: Parsed, found: Extraction) -> Iterator[object]:
    """Yield places."""
    yield from ()


def of(parsed: Parsed, found: Extraction, token: Token) -> Where | None:
    """The place of the act that `token` heads, None where the text gives none."""
    return None
