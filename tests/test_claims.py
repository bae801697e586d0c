"""Who says what: sources, cues, contents, stances and nesting, on sentences of our own."""

import pathlib
from typing import Any, get_args

import pytest
import yaml

from kg import lexicon
from kg.extract import claims, mentions, run
from kg.extract.claims import quotes
from kg.model import Article, Claim, Extraction, Stance
from kg.parse import Parsed, parse

CASES = yaml.safe_load((pathlib.Path(__file__).parent / "cases" / "claims.yaml").read_text(encoding="utf-8"))


def read(text: str) -> tuple[Parsed, Extraction]:
    parsed = parse(Article(id="a", text=text))
    return parsed, run(parsed, [mentions.find, claims.find])


def answers(claim: Claim, want: dict[str, Any], by_id: dict[str, Claim]) -> bool:
    if want["source"] is None:
        if claim.source is not None:
            return False
    elif not _is(claim, want["source"]):
        return False
    if want.get("within") and not (claim.within and _is(by_id[claim.within], want["within"])):
        return False
    cue = (claim.cue.text if claim.cue else "").lower()
    return (
        all(w in cue.split() for w in want["cue"].lower().split())
        and any(want["content"] in s.text for s in claim.content)
        and claim.kind == want.get("kind", claim.kind)
        and claim.stance == want.get("stance", claim.stance)
    )


def _is(claim: Claim, name: str) -> bool:
    if claim.source is None:
        return False
    said = claim.source.mention.text if claim.source.mention else ""
    return name == claim.source.actor.name or name in said


def _params() -> list[Any]:
    return [pytest.param(c, marks=[pytest.mark.xfail(strict=True, reason=c["todo"])] if c.get("todo") else [], id=c["text"][:60]) for c in CASES]


@pytest.mark.parametrize("case", _params())
def test_a_sentence_gives_the_claims_that_a_reader_finds(case: dict[str, Any]) -> None:
    _, found = read(case["text"])
    by_id = {c.id: c for c in found.claims}
    shown = [(c.source and c.source.actor.name, c.cue and c.cue.text, [s.text for s in c.content], c.kind, c.stance, c.rule) for c in found.claims]
    for want in case["claims"]:
        assert any(answers(c, want, by_id) for c in found.claims), (want, shown)
    if case.get("only"):
        assert len(found.claims) == len(case["claims"]), shown
    for text in case.get("not", ()):
        assert not any(text in s.text for c in found.claims for s in c.content), shown


def test_a_claim_stands_in_the_text_and_has_its_rule() -> None:
    _, found = read("“The truce holds,” the envoy said, adding that observers had arrived.")
    assert found.claims
    for c in found.claims:
        assert all(s.text == found.article.text[s.start : s.end] for s in c.content)
        assert c.rule and 0 < c.confidence <= 1


def test_no_two_claims_share_an_id() -> None:
    _, found = read("Sudan and Ethiopia said the talks had failed and vowed to try again.")
    assert len({c.id for c in found.claims}) == len(found.claims) >= 2


def test_the_speaker_of_a_word_is_the_innermost_claim_around_it() -> None:
    parsed, found = read("The spokesman said that Tehran denied it had fired the missile.")
    fired = next(t for t in parsed.tokens if t.text == "fired")
    told = next(t for t in parsed.tokens if t.text == "Tehran")
    inner, outer = claims.speaker_of(parsed, found, fired), claims.speaker_of(parsed, found, told)
    assert inner is not None and outer is not None and inner.within == outer.id
    assert claims.speaker_of(parsed, found, parsed.tokens[0]) is None


def test_we_in_a_quotation_is_the_speakers_side_and_i_is_himself() -> None:
    _, found = read("“We will stay, and I will lead,” Norway said.")
    said = {m.span.text: m.actor.name for m in found.mentions if m.how == "pronoun"}
    assert said.get("We") == "Norway"


def test_cue_like_words_that_are_passed_over_have_a_reason() -> None:
    _, found = read("They would endorse a ban if the talks failed.")
    assert not found.claims
    assert any("endorse" in p.span.text and p.why for p in found.passed)


def test_quotations_know_whether_they_hold_a_sentence_or_a_phrase() -> None:
    parsed = parse(Article(id="a", text="He spoke of a “grave threat”. “It will pass, I think,” he said. The ship “Aurora” sailed."))
    assert [q.whole for q in quotes.find(parsed)] == [False, True, False]


def test_a_quotation_over_paragraphs_goes_on_where_the_next_opens_with_a_mark() -> None:
    parsed = parse(Article(id="a", text="“We shall fight on the beaches.\n\n“We shall never surrender,” he said."))
    first, second = quotes.find(parsed)
    assert not first.goes_on and second.goes_on
    assert first.end == len("“We shall fight on the beaches.")


def test_single_marks_and_apostrophes_are_told_apart() -> None:
    parsed = parse(Article(id="a", text="The rebels' commander said 'we won't yield' and didn't."))
    assert [parsed.article.text[q.inner[0] : q.inner[1]] for q in quotes.find(parsed)] == ["we won't yield"]


def test_every_cue_row_has_a_known_stance_and_slots() -> None:
    stances = set(get_args(Stance))
    known = {"that", "quote", "obj", "objto", "objc", "objas", "objwith", "to", "ing", "psy", "anaphor"}
    prepositions = {
        "about",
        "of",
        "on",
        "over",
        "for",
        "against",
        "with",
        "at",
        "in",
        "into",
        "to",
        "toward",
        "towards",
        "among",
        "behind",
        "by",
        "regarding",
        "upon",
    }
    for row in lexicon.table("cues"):
        assert row["stance"] in stances and row["act"] and row["pos"] in ("verb", "noun", "adj"), row
        assert {s.split("+")[0] for s in row["slots"].split()} <= known | prepositions, row


def test_no_claims_in_an_empty_or_wordless_text() -> None:
    for text in ("", "\n\n", "“”", "...", ":"):
        assert read(text)[1].claims == ()


def test_we_in_a_statement_without_marks_is_its_speakers_side() -> None:
    _, found = read("After the meeting Norway said:\n\nWe agreed on a truce.\n\nWe shall meet again in May.")
    assert {m.actor.name for m in found.mentions if m.span.text == "We"} == {"Norway"}
    assert [c.kind for c in found.claims if len(c.content) == 2] == ["direct"]


def test_a_quotation_that_is_one_act_of_speech_has_its_stance() -> None:
    _, found = read("“We urge both armies to stop the shelling,” Norway said.")
    assert [(c.stance, c.kind) for c in found.claims] == [("demands", "direct")]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“Chad shelled the camp on Sunday.\n\n“Its soldiers then burned it,” the ministry said.", "ministry"),
        (
            'The minister answered, stating, "our troops help our partners.\n\nChad shelled the camp on Sunday.\n\nWe will go on."\n\nAll was quiet.',
            "minister",
        ),
        ('A statement after the meeting said that all was lost.\n\n"Chad shelled the camp on Sunday, and nobody helped."', "statement"),
    ],
    ids=["the speaker stands at the end", "opened once and closed once", "after what a statement said"],
)
def test_a_quotation_over_paragraphs_is_its_speakers_throughout(text: str, source: str) -> None:
    _, found = read(text)
    holding = [c for c in found.claims if any("shelled the camp" in s.text for s in c.content)]
    assert [c.source and c.source.actor.name for c in holding] == [source]
    assert not any("All was quiet" in s.text for c in found.claims for s in c.content)


def test_two_paragraphs_of_quotation_keep_their_own_speakers() -> None:
    _, found = read("“Chad shelled the camp.\n\n“Nobody came,” said Aicha Deby.\n\n“We fled,” her neighbour added.")
    told = {c.source.actor.name: [s.text for s in c.content] for c in found.claims if c.source}
    assert told["Aicha Deby"] == ["Chad shelled the camp", "Nobody came"]
    assert "We fled" not in told["Aicha Deby"]
