"""Find times."""

from collections.abc import Iterator

from kg.model import Extraction, When
from kg.parse import Parsed, Token


def find(parsed: Parsed, found: Extraction) -> Iterator[object]:
    """Yield times."""
    yield from ()


def of(parsed: Parsed, found: Extraction, token: Token) -> When | None:
    """The date of the act that `token` heads, None where the text gives none."""
    return None
