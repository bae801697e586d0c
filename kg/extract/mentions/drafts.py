"""What the finders of mentions hand to each other: a mention by its tokens, before it becomes a `Mention`."""

from dataclasses import dataclass, replace

from kg.gazetteer import Gazetteer
from kg.iri import slug
from kg.model import Actor, ActorKind, Affiliation, How, Mention
from kg.parse import Parsed, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mention by the numbers of its first, last and head tokens; `why` says by which rule."""

    actor: Actor
    first: int
    last: int
    head: int
    how: How
    why: str
    confidence: float = 0.9

    def covers(self, i: int) -> bool:
        """True where the token lies in it."""
        return self.first <= i <= self.last

    def mention(self, parsed: Parsed) -> Mention:
        """The mention that it makes."""
        tokens = parsed.tokens
        span = parsed.article.span(tokens[self.first].start, tokens[self.last].end)
        return Mention(actor=self.actor, span=span, how=self.how, head=tokens[self.head].start, why=self.why, confidence=self.confidence)

    def of(self, actor: Actor, why: str) -> "Draft":
        """The same words, read as another actor."""
        return replace(self, actor=actor, why=why)


def affiliated(actor: Actor) -> Affiliation:
    """The affiliation that belonging to this actor gives: to its state, where it is an organ or office of one."""
    if actor.affiliation and actor.kind in ("government", "military", "person"):
        return actor.affiliation
    return Affiliation(actor.id, actor.name, actor.code)


def proper(name: str, kind: ActorKind, owner: Actor | None = None) -> Actor:
    """An actor of a proper name: one node over all articles, by the slug of its full name."""
    return Actor(id=f"actor/{slug(name)}", name=name, kind=kind, affiliation=affiliated(owner) if owner else None)


def described(parsed: Parsed, name: str, kind: ActorKind, owner: Actor | None = None) -> Actor:
    """An actor that is only described: one node in its own article, for "protesters" here are not those of elsewhere."""
    return Actor(id=f"actor/{parsed.article.slug}/{slug(name)}", name=name, kind=kind, affiliation=affiliated(owner) if owner else None)


def owner_code(owner: Actor | None) -> str | None:
    """The country code of whom an actor belongs to."""
    return owner.code if owner else None


def left(token: Token, *deps: str) -> list[Token]:
    """The children to the left of these labels."""
    return [c for c in token.children if c.i < token.i and c.dep in deps]


__all__ = ["Draft", "Gazetteer", "affiliated", "described", "left", "owner_code", "proper"]
