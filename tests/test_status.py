"""What a sentence makes of an act, who claims it, and what a claim is about."""

import pathlib
from dataclasses import replace

import pytest
import yaml

from kg.extract import run, status
from kg.extract.status import confidence
from kg.extract.status.confidence import calibrated, traits, weights
from kg.extract.status.modality import modality
from kg.model import Actor, Article, Claim, Event, Extraction, Party
from kg.parse import parse

CASES = yaml.safe_load((pathlib.Path(__file__).parent / "cases" / "status.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['act']}: {c['text']}")
def test_the_modality_of_an_act_is_that_of_its_sentence(case: dict[str, str]) -> None:
    parsed = parse(Article(id="case", text=case["text"]))
    token = next(t for t in parsed.tokens if t.text == case["act"])
    found = modality(parsed, token)
    assert found.status == (None if case["status"] == "asserted" else case["status"]), found.why
    assert found.polarity == case.get("polarity", "positive"), found.why
    assert found.certainty == case.get("certainty", "certain"), found.why
    assert found.hearsay == case.get("hearsay", False), found.why


TEXT = "Moscow says Kyiv admitted that its forces shelled the town. The town burned."
MOSCOW = Party(actor=Actor(id="actor/russia", name="Russia", kind="state"))
KYIV = Party(actor=Actor(id="actor/ukraine", name="Ukraine", kind="state"))


def _claim(article: Article, source: Party | None, cue: str, content: str, within: str | None = None) -> Claim:
    at, where = article.text.index(content), article.text.index(cue)
    span = article.span(at, at + len(content))
    return Claim(
        id=article.fragment("claim", span.start, span.end),
        source=source,
        cue=article.span(where, where + len(cue)),
        content=(span,),
        kind="indirect",
        stance="asserts",
        within=within,
    )


def _event(article: Article, word: str) -> Event:
    at = article.text.index(word)
    span = article.span(at, at + len(word))
    return Event(id=article.fragment("event", span.start, span.end), kind="ASSAULT", trigger=span, evidence=span)


def _run(article: Article, claims: list[Claim], events: list[Event]) -> Extraction:
    parsed = parse(article)
    found = Extraction(article=article, claims=tuple(claims), events=tuple(events))
    return found.plus(status.find(parsed, found))


def test_a_chain_of_sources_runs_from_the_outermost_to_the_innermost() -> None:
    article = Article(id="a", text=TEXT)
    outer = _claim(article, MOSCOW, "says", "Kyiv admitted that its forces shelled the town")
    inner = _claim(article, KYIV, "admitted", "its forces shelled the town", within=outer.id)
    done = _run(article, [inner, outer], [_event(article, "shelled")])
    assert [p.actor.name for p in done.events[0].claimed_by] == ["Russia", "Ukraine"]
    assert done.events[0].status == "claimed"


def test_a_claim_tells_which_events_it_is_about() -> None:
    article = Article(id="a", text=TEXT)
    claim = _claim(article, KYIV, "admitted", "its forces shelled the town")
    done = _run(article, [claim], [_event(article, "shelled"), _event(article, "burned")])
    assert done.claims[0].about == (done.events[0].id,)
    assert done.events[1].status == "asserted" and done.events[1].claimed_by == ()


def test_a_claim_without_a_source_is_still_a_claim() -> None:
    article = Article(id="a", text=TEXT)
    done = _run(article, [_claim(article, None, "says", "Kyiv admitted that its forces shelled the town")], [_event(article, "shelled")])
    assert done.events[0].status == "claimed"
    assert [p.actor.kind for p in done.events[0].claimed_by] == ["unknown"]


def test_a_rejection_of_these_assertions_is_about_the_events_claimed_before() -> None:
    article = Article(id="a", text="Moscow says its pilots struck the bridge. Kyiv rejects these assertions.")
    first = _claim(article, MOSCOW, "says", "its pilots struck the bridge")
    second = Claim(
        id=article.fragment("claim", 54, 73),
        source=KYIV,
        cue=article.span(47, 54),
        content=(article.span(55, 71),),
        kind="indirect",
        stance="rejects",
    )
    done = _run(article, [first, second], [_event(article, "struck")])
    assert {c.stance: c.about for c in done.claims} == {"asserts": (done.events[0].id,), "rejects": (done.events[0].id,)}


def test_a_status_that_the_construction_knows_is_kept() -> None:

    article = Article(id="a", text=TEXT)
    done = _run(article, [], [replace(_event(article, "shelled"), status="demanded")])
    assert done.events[0].status == "demanded"


def test_a_confidence_is_the_sum_of_measured_traits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "weights", lambda: {"any": 2.0, "one side named": -0.5, "embedded": -0.8, "untyped": -3.0})
    article = Article(id="a", text=TEXT)
    plain = replace(_event(article, "shelled"), rule="verb/obj", actors=(MOSCOW,), recipients=(KYIV,))
    assert list(traits(plain)) == ["any", "verb"]
    found = [calibrated(e) for e in (plain, replace(plain, recipients=()), replace(plain, recipients=(), status="planned"))]
    assert found == [0.88, 0.82, 0.67]
    assert calibrated(replace(plain, kind=None, rule="verb/untyped")) < 0.5
    it = Party(actor=KYIV.actor, mention=article.span(25, 32))
    assert "far party" not in set(traits(replace(plain, recipients=(it,))))


def test_every_trait_has_a_weight() -> None:
    known = {"any", "verb", "noun", "adj", "one side named", "far party", "pronoun", "description", "embedded", "long sentence", "untyped"}
    assert known <= set(weights())


def _told(text: str) -> Extraction:
    return run(parse(Article(id="a", text=text)))


def _acts(found: Extraction, kind: str) -> list[tuple[str, list[str]]]:
    return [(e.status, [p.actor.name for p in e.claimed_by]) for e in found.events if e.kind == kind]


def test_a_refusal_in_somebodys_words_is_claimed_and_not_negated() -> None:
    assert _acts(_told("Norway said it would not meet Sweden."), "REJECT") == [("claimed", ["Norway"])]
    assert _acts(_told("Norway will not meet Sweden."), "REJECT") == [("asserted", [])]


def test_who_denies_the_claim_of_another_is_no_relay_of_it() -> None:
    found = _told("Sudan denied Ethiopian claims that it had shelled Gondar.")
    assert _acts(found, "ASSAULT") == [("claimed", ["Ethiopia"])]
    assert {(c.source and c.source.actor.name, c.stance) for c in found.claims if c.about} == {("Sudan", "denies"), ("Ethiopia", "asserts")}


def test_who_says_that_a_report_is_false_denies_it() -> None:
    found = _told("Reports that Sudan shelled Gondar are false, Sudan said.")
    assert _acts(found, "ASSAULT") == [("denied", ["Sudan"])]
    assert [c.stance for c in found.claims] == ["denies"]


def test_what_the_writer_calls_false_is_negated_and_nobodys_claim() -> None:
    assert _acts(_told("Reports that Sudan shelled Gondar are false."), "ASSAULT") == [("negated", [])]


def test_those_who_say_it_together_are_one_step_and_no_chain() -> None:
    found = _told("Sudan and Ethiopia said Kenya had shelled Gondar.")
    assert _acts(found, "ASSAULT") == [("claimed", ["Sudan"])]
    assert len([c for c in found.claims if c.about]) == 2


def test_a_charge_that_is_denied_is_somebodys_charge() -> None:
    found = _told("The army shelled Gondar, a charge the junta denies.")
    assert _acts(found, "ASSAULT") == [("claimed", ["unnamed source"])]
    assert [(c.stance, len(c.about)) for c in found.claims] == [("denies", 1)]
    assert _acts(_told("Kenya says the army shelled Gondar, which the army denies."), "ASSAULT") == [("claimed", ["Kenya"])]


def test_a_call_that_is_repeated_is_made() -> None:
    assert _acts(_told("“We fear for the town and repeat our call on the army to withdraw,” Norway said."), "REQUEST") == [("asserted", [])]


def test_to_condemn_an_act_is_not_to_deny_it() -> None:
    found = _told("Kenya condemned the Sudanese bombing of Gondar.")
    assert _acts(found, "ASSAULT") == [("asserted", [])]
    assert [c.about for c in found.claims if c.stance == "rejects"] == [()]


def test_to_deny_an_act_is_about_it() -> None:
    found = _told("Sudan denied the bombing of Gondar.")
    assert [len(c.about) for c in found.claims if c.stance == "denies"] == [1]


@pytest.mark.parametrize(
    ("text", "value", "latest"),
    [
        ("Japan marked the 80th anniversary of the bombing of Hiroshima.", "1945", None),
        ("Chad marked the third anniversary of the Libyan invasion on Friday.", "2022", None),
        ("Japan marked the anniversary of the bombing of Hiroshima.", None, "2024"),
    ],
)
def test_an_act_whose_anniversary_is_marked_is_of_another_year(text: str, value: str | None, latest: str | None) -> None:
    found = run(parse(Article(id="a", text=text, date="2025-08-06")))
    assert [(e.date and e.date.value, e.date and e.date.latest) for e in found.events if e.kind == "ASSAULT"] == [(value, latest)]


def test_who_denies_it_in_the_next_clause_is_no_source_of_it() -> None:
    found = _told("The army said: “We attacked Gondar”; the rebels denied it.")
    assert _acts(found, "ASSAULT") == [("claimed", ["army"])]
    assert {c.stance: len(c.about) for c in found.claims} == {"asserts": 1, "denies": 1}


def test_an_allegation_that_is_denied_was_made() -> None:
    assert _acts(_told("The army denied Sudanese allegations of torture."), "ACCUSE") == [("asserted", [])]
