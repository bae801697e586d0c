"""Parsed -> findings: one file per kind, each a stage `(parsed, found) -> findings`; the list of stages is the configuration."""

import functools
import hashlib
import importlib.metadata
import importlib.resources
import pathlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Article, Extraction
from kg.parse import DEFAULT_MODEL, Parsed, model_info, parse_many

Stage = Callable[[Parsed, Extraction], Iterable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides what is found in a text: the language model, a user's own word list (.tsv) and actors (Turtle)."""

    model: str = DEFAULT_MODEL
    lexicon: pathlib.Path | None = None
    actors: pathlib.Path | None = None


DEFAULT = Settings()


@functools.cache
def stages(settings: Settings = DEFAULT) -> tuple[Stage, ...]:
    """The stages in their order: who, in which office, when, where, who says what, what was done, and with which standing.

    Raises:
        LexiconError: the user's word list or actors file is not of its form.
    """
    from kg import gazetteer, lexicon
    from kg.extract import claims, events, mentions, places, roles, status, times
    from kg.lexicon import typing

    words = typing.shipped() if settings.lexicon is None else typing.extended(lexicon.load(settings.lexicon))
    world = gazetteer.world() if settings.actors is None else gazetteer.load(settings.actors)
    return (
        functools.partial(mentions.find_in, world),
        roles.find,
        times.find,
        places.find,
        claims.find,
        functools.partial(events.find_by, words),
        status.find,
    )


def extract(article: Article, *, settings: Settings = DEFAULT) -> Extraction:
    """Find mentions, roles, times, places, claims and events in an article.

    Raises:
        ModelError: the language model is not installed, or not the one that it says it is.
        LexiconError: the user's word list or actors file is not of its form.

    >>> import kg
    >>> found = kg.extract(kg.Article(id="a", text="Russia annexed Crimea in March 2014."))
    >>> [(e.kind, e.actors[0].actor.name, e.date.value) for e in found.events]
    [('COERCE', 'Russia', '2014-03')]
    """
    return next(extract_many([article], settings=settings))


def extract_many(articles: Iterable[Article], *, settings: Settings = DEFAULT) -> Iterator[Extraction]:
    """Extract from a stream of articles, in order; memory does not grow with their number."""
    for parsed in parse_many(articles, model=settings.model):
        yield run(parsed, stages(settings), provenance=provenance(settings))


def run(parsed: Parsed, through: Sequence[Stage] | None = None, *, provenance: tuple[tuple[str, str], ...] = ()) -> Extraction:
    """Run stages over a parsed article: each yields findings and never writes on what it was given."""
    found = Extraction(article=parsed.article, provenance=provenance)
    for stage in stages() if through is None else through:
        found = found.plus(stage(parsed, found))
    return found


@functools.cache
def provenance(settings: Settings = DEFAULT) -> tuple[tuple[str, str], ...]:
    """What made an extraction, as (name, "version sha256"): the language model, our rules and word lists, and the user's own files."""
    model = model_info(settings.model)
    version = importlib.metadata.version("geopolitical-kg")
    shipped = sorted((f for f in importlib.resources.files("kg.lexicon").iterdir() if f.name.endswith(".tsv")), key=lambda f: f.name)
    made = [(model.name, f"{model.version} {model.sha256}"), ("geopolitical-kg", f"{version} {_digest(*(f.read_bytes() for f in shipped))}")]
    own = ((name, path) for name, path in (("lexicon", settings.lexicon), ("actors", settings.actors)) if path is not None)
    return (*made, *((f"{name}-{path.name}", f"own {_digest(path.read_bytes())}") for name, path in own))


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
