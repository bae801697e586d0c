"""How things are named: ids are relative paths (`actor/russia`), and a base makes an IRI of them.

Ids come from evidence (offsets, text hashes, full names), never from counters or chance, so that the same text always
gives the same graph. The base is one setting; everything but `absolute` works without it.
"""

import hashlib
import re
import unicodedata

DEFAULT_BASE = "urn:kg:"
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(name: str) -> str:
    """The lower-case ASCII form of a name, words joined by hyphens; a short hash where nothing of it is ASCII.

    >>> slug("U.S. Department of State")
    'u-s-department-of-state'
    >>> slug("Witold Waszczykowski")
    'witold-waszczykowski'
    """
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", folded).strip("-")[:80] or sha8(name)


def sha256(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sha8(text: str) -> str:
    """The first eight hexadecimal digits of `sha256`."""
    return sha256(text)[:8]


def absolute(relative: str, base: str = DEFAULT_BASE) -> str:
    """The IRI of a relative id under a base.

    >>> absolute("actor/russia")
    'urn:kg:actor/russia'
    """
    return base + relative
