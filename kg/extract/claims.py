"""Find claims."""

from collections.abc import Iterator

from kg.model import Extraction
from kg.parse import Parsed


def find(parsed: Parsed, found: Extraction) -> Iterator[object]:
    """Yield claims."""
    yield from ()
