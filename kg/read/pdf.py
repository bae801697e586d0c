"""PDF -> Article: the text layer of its pages by pypdf, with lines and hyphenated words joined to paragraphs."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import SourceError
from kg.model import Article
from kg.read import Read, whole

MOST_PAGES = 500
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_LINE = re.compile(r"(?<![.!?:\"”])\n(?=\S)|\n(?=[a-z])")


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the one article of a PDF file.

    Raises:
        SourceError: damaged, encrypted, or scanned pages without a text layer.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs each oddity of a file; what cannot be read we say ourselves
    data = whole(stream)
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise SourceError("encrypted; give a PDF that opens without a password")
        text = "\n\n".join(_joined(page.extract_text()) for page in document.pages[:MOST_PAGES])
        about = document.metadata
        title, date = (about and about.title) or None, about and about.creation_date
    except (pypdf.errors.PyPdfError, *_DAMAGE) as e:
        raise SourceError(f"not a readable PDF ({str(e)[:80] or type(e).__name__})") from e
    if not text.strip():
        raise SourceError("no text in it (scanned pages?); run it through OCR first")
    yield Article(id=name, text=text, title=_clean(title), date=date.date().isoformat() if date else None)


# what pypdf itself lets through on broken files: bad indices, loops, recursion and odd types in the object tree
_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RecursionError, AssertionError, NotImplementedError, ArithmeticError, OSError)


def _joined(text: str) -> str:
    return _LINE.sub(" ", _HYPHEN.sub("", text.replace("\x00", "").replace("\r", "")))


def _clean(title: Any) -> str | None:
    return " ".join(str(title).split()) or None if title else None
