"""What of a text is prose: pieces, their kinds, and offsets that never lie."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.parse.layout import LONGEST, LONGEST_WORD, agency, dateline, headline, pieces


def _pieces(text: str, **facts: str) -> list[tuple[str, str]]:
    return [(p.kind, p.text.strip()) for p in pieces(Article(id="a", text=text, **facts))]  # type: ignore[arg-type]


MARKDOWN = """
# Two ministers meet

By [A. Writer](#)

April 20, 2016

The **ministers** met in [Oslo](https://example.org/oslo). They spoke
for an hour.

- They signed nothing.

Contact the author at [x@example.org](mailto:x@example.org)

<https://example.org/2016/04/20/ministers>
"""


def test_markdown_loses_its_markup_and_furniture_is_told_from_prose() -> None:
    assert _pieces(MARKDOWN, format="markdown") == [
        ("title", "Two ministers meet"),
        ("furniture", "By A. Writer"),
        ("dateline", "April 20, 2016"),
        ("body", "The ministers met in Oslo. They spoke for an hour."),
        ("body", "They signed nothing."),
        ("furniture", "Contact the author at x@example.org"),
    ]


@given(st.text(alphabet=st.sampled_from("aA. \n#*_[]()<>`\"'-–,:;!?1é\t\r\u200b\x00"), max_size=300), st.sampled_from(["text", "markdown"]))
@settings(max_examples=300, deadline=None)
def test_every_character_of_a_piece_stands_in_the_article_in_order(text: str, format: str) -> None:
    article = Article(id="a", text=text, format=format)  # type: ignore[arg-type]
    before = -1
    for piece in pieces(article):
        assert len(piece.text) == len(piece.offsets)
        for char, offset in zip(piece.text, piece.offsets, strict=True):
            assert offset > before
            assert char in (text[offset], " ")
            before = offset


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("WARSAW, April 21 (Agency) - Poland protested.", "Poland"),
        ("KABUL (Agency) -- Rebels attacked a base.", "Rebels"),
        ("THE HAGUE, Netherlands -- Judges met.", "Judges"),
        ("Tehran, March 15, IRNA - Envoys arrived.", "Envoys"),
        ("ANKARA: Turkey protested.", "Turkey"),
        ("Jean-Marc Ayrault protested.", "Jean-Marc"),
        ("The minister: a portrait.", "The minister"),
    ],
)
def test_a_wire_s_city_and_agency_are_no_prose(text: str, begins: str) -> None:
    assert next(p.text for p in pieces(Article(id="a", text=text))).startswith(begins)


def test_a_line_ended_on_purpose_is_a_paragraph_and_a_wrapped_one_is_not() -> None:
    long = "The two sides met again on Sunday after a pause of three months, spoke until late in the evening and signed nothing at all."
    text = f"Talks resume in Oslo\nMonday, May 18, 2015\n{long}\nThey will meet again."
    assert [k for k, _ in _pieces(text)] == ["title", "dateline", "body", "body"]
    wrapped = "The two sides met again on Sunday\nafter a pause of three months,\nMoscow said, and spoke until late\nin the evening."
    assert len(_pieces(wrapped)) == 1


def test_a_sentence_that_furniture_broke_is_one_again() -> None:
    assert _pieces("Though it\n\nis small comfort, they met.") == [("body", "Though it  is small comfort, they met.")]


def test_an_editor_s_insertion_keeps_its_words_and_loses_its_brackets() -> None:
    assert _pieces('He spoke of "facts [of the crisis], and [sic] duties".')[0][1] == 'He spoke of "facts of the crisis, and  duties".'


def test_a_sentence_that_begins_with_by_is_no_byline() -> None:
    assert _pieces("The army moved.\n\nBy Friday the town had fallen.")[1] == ("body", "By Friday the town had fallen.")
    assert _pieces("The army moved.\n\nBy Our Correspondent in Oslo")[1][0] == "furniture"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("April 20, 2016", "2016-04-20"),
        ("Monday, May 18, 2015", "2015-05-18"),
        ("3 June 2011", "2011-06-03"),
        ("Published: 2016-04-20", "2016-04-20"),
        ("Updated Sept. 3, 2019 10:15 am EST", "2019-09-03"),
    ],
)
def test_the_dateline_is_read_off_the_head_of_the_text(line: str, day: str) -> None:
    assert dateline(Article(id="a", text=f"Envoys meet\n\n{line}\n\nThe envoys met.")) == day


def test_what_the_source_gives_goes_before_what_the_text_says() -> None:
    article = Article(id="a", text="Envoys meet\n\nApril 20, 2016\n\nThe envoys met.", date="2016-04-21", title="Another title")
    assert (dateline(article), headline(article)) == ("2016-04-21", "Another title")
    assert headline(Article(id="a", text=article.text)) == "Envoys meet"


def test_a_date_inside_the_prose_is_no_dateline() -> None:
    assert dateline(Article(id="a", text="The envoys met on April 20, 2016 in Oslo.")) is None


def test_a_long_line_is_cut_and_a_long_word_is_shortened() -> None:
    long = "The envoys met. " * 10_000
    parts = list(pieces(Article(id="a", text=long)))
    assert all(len(p.text) <= LONGEST for p in parts)
    assert sum(p.text.count("met") for p in parts) == 10_000
    data = list(pieces(Article(id="a", text="See " + "x" * 5_000 + " here.")))
    assert len(data[0].text) == len("See ") + LONGEST_WORD + len(" here.")


@pytest.mark.parametrize(
    ("beginning", "day", "publisher"),
    [
        ("OSLO, March 14, 2025 (Newswire) - ", "2025-03-14", "Newswire"),
        ("OSLO, 24 February 2025 - ", "2025-02-24", None),
        ("Oslo, 6 April 2023 – ", "2023-04-06", None),
        ("OSLO, Norway, Friday, March 14, 2025 (NW) -- ", "2025-03-14", "NW"),
        ("OSLO, April 5, 2022. /NEWSWIRE/. ", "2022-04-05", "NEWSWIRE"),
        ("GENEVA (14 March 2025) – ", "2025-03-14", None),
        ("OSLO, Norway (NW) — ", None, "NW"),
        ("OSLO, March 14 (NW) - ", None, "NW"),
        ("(NW) - ", None, "NW"),
        ("OSLO, February 30, 2025 (NW) - ", None, "NW"),
    ],
)
def test_a_wires_beginning_gives_day_and_agency_and_is_no_prose(beginning: str, day: str | None, publisher: str | None) -> None:
    article = Article(id="a", text=f"{beginning}Two ministers met on Thursday and urged a truce.")
    assert (dateline(article), agency(article)) == (day, publisher)
    assert [p.text for p in pieces(article)] == ["Two ministers met on Thursday and urged a truce."]


def test_a_line_of_city_date_and_agency_is_a_dateline() -> None:
    assert _pieces("Talks resume\n\nOslo, 5 May 2021 (NW)\n\nThe two sides met.")[1] == ("dateline", "Oslo, 5 May 2021 (NW)")
