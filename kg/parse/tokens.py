"""The parsed article as values of our own: tokens, sentences and the article's parse; no language library behind them.

Labels are those of the English models of spaCy: Universal part-of-speech tags, Penn tags, ClearNLP dependencies.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.model import Article, Span
from kg.parse.layout import PieceKind


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """One word: `start` and `end` are article offsets, `head` is itself at the root of a sentence."""

    i: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    start: int
    end: int
    sent: int
    head: "Token" = field(init=False)
    lower: str = field(init=False)  # the word in lower case; asked for so often that it is kept
    children: list["Token"] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Keep the word in lower case."""
        self.lower = self.text.lower()

    def __repr__(self) -> str:
        """The word, its part of speech and its place."""
        return f"<{self.text}/{self.pos}/{self.dep} {self.start}>"

    @property
    def is_root(self) -> bool:
        """True at the root of a sentence."""
        return self.head.i == self.i

    def kids(self, *deps: str) -> list["Token"]:
        """The children with one of these dependency labels, in order."""
        return [c for c in self.children if c.dep in deps]

    def subtree(self) -> list["Token"]:
        """The token and all below it, in order."""
        out, stack = [], [self]
        while stack:
            token = stack.pop()
            out.append(token)
            stack.extend(token.children)
        return sorted(out, key=lambda t: t.i)

    def ancestors(self) -> Iterator["Token"]:
        """The heads above, nearest first."""
        token = self
        while not token.is_root:
            token = token.head
            yield token


@dataclass(slots=True, eq=False)
class Sentence:
    """One sentence: its tokens, its place, and the paragraph that it stands in."""

    i: int
    tokens: list[Token]
    paragraph: int
    kind: PieceKind

    @property
    def root(self) -> Token:
        """The head of the sentence."""
        return next((t for t in self.tokens if t.is_root), self.tokens[0])

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.tokens[-1].end


@dataclass(eq=False)
class Parsed:
    """A parsed article."""

    article: Article
    tokens: list[Token]
    sentences: list[Sentence]

    @cached_property
    def _starts(self) -> dict[int, Token]:
        return {t.start: t for t in self.tokens}

    def at(self, offset: int) -> Token | None:
        """The token that begins at an article offset."""
        return self._starts.get(offset)

    def sentence(self, token: Token) -> Sentence:
        """The sentence of a token."""
        return self.sentences[token.sent]

    @cached_property
    def _offsets(self) -> list[int]:
        return [t.start for t in self.tokens]

    def within(self, span: Span) -> list[Token]:
        """The tokens that lie inside a span."""
        first, last = bisect_left(self._offsets, span.start), bisect_left(self._offsets, span.end)
        return [t for t in self.tokens[first:last] if t.end <= span.end]

    def span(self, tokens: list[Token]) -> Span:
        """The stretch from the first to the last of some tokens, white space and all."""
        return self.article.span(min(t.start for t in tokens), max(t.end for t in tokens))

    def evidence(self, token: Token) -> Span:
        """The whole sentence of a token."""
        s = self.sentence(token)
        return self.article.span(s.start, s.end)
