"""The errors a user can meet.

    KGError                 something a user can mend; `kg` prints it as one line and exits non-zero
    ├── SourceError         an article that cannot be read (missing, empty, binary, wrong encoding, too long)
    ├── LexiconError        a word list, actors file or ledger that is not of its form
    ├── ModelError          the language model is missing or is not the one that it says it is
    ├── EvidenceError       a finding whose words do not stand in its article
    ├── QueryError          an unknown question, a parameter of the wrong kind, SPARQL that does not parse or ran out of its limits
    ├── ServiceError        a reconciliation service that is out of reach, too slow, or does not speak its protocol
    └── StoreError          a store that is locked, of another schema version, out of reach or damaged
        └── ShapeError      quads that break a SHACL shape; nothing of their article was written
"""


class KGError(Exception):
    """Something that a user can mend: the message names the value, what was allowed, and what to do."""


class SourceError(KGError):
    """An article that cannot be read."""


class LexiconError(KGError):
    """A word list, an actors file or a ledger that is not of its form."""


class ModelError(KGError):
    """The language model is missing, or is not the one that it says it is."""


class EvidenceError(KGError):
    """A finding whose words do not stand in its article."""


class QueryError(KGError):
    """A question that cannot be asked, or that ran out of its limits."""


class ServiceError(KGError):
    """A reconciliation service that cannot be asked."""


class StoreError(KGError):
    """A store that cannot be opened, read or written."""


class ShapeError(StoreError):
    """Quads that break a SHACL shape."""
