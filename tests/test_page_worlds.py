"""Two worlds side by side, as a reader of the page meets them."""

import pathlib
from dataclasses import replace
from typing import Any

import pytest

from kg import facts
from kg.draw import draw_worlds
from kg.draw.page import save
from kg.draw.worlds import payload
from kg.model import Actor
from kg.network import Act, Evidence, stored
from kg.rdf import quads
from kg.store import open_store
from kg.worlds import Comparison, Course, Matter, Period, Saying, Side, worlds
from tests import factories as make
from tests.browser import browser, opened
from tests.hostile import payloads
from tests.test_serve import serving

__all__ = ["browser"]
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Playwright's pipes, closed with the process

RUSSIA, NATO, UKRAINE = (Actor(id=f"actor/{n.lower()}", name=n, kind="state") for n in ("Russia", "NATO", "Ukraine"))


def words(report: str, quote: str, marked: str, **said: Any) -> Evidence:
    start = quote.index(marked)
    return Evidence(quote=quote, start=start, end=start + len(marked), offset=7, report=report, **{"article": "a", "publisher": "Wire", **said})


def saying(report: str, stance: str, by: str, quote: str, *, via: str = "", article: str = "a") -> Saying:
    return Saying(article=article, start=7, end=7 + len(quote), quote=quote, by=by, stance=stance, via=via, report=f"urn:kg:{report}")


def row(kind: str, one: tuple[Saying, ...] = (), other: tuple[Saying, ...] = (), *, to: str = "Ukraine", fact: str | None = None) -> Side:
    def stance(said: tuple[Saying, ...]) -> Any:
        return said[0].stance if said else "silent"

    matter = Matter(id=kind, type=kind, actors=("Russia",), recipients=(to,), date=None, fact=fact)
    return Side(matter=matter, one=stance(one), other=stance(other), one_says=one, other_says=other)


def comparison(*rows: Side, one: str = "Russia") -> Comparison:
    return Comparison(one=one, other="NATO", rows=rows, distance=0.5)


WAR = words("article/a/1#event-1", "NATO says that Moscow is waging a war.", "waging a war")
MET = words("article/a/1#event-3", "NATO and Russia met.", "met")
DENIAL, DEMAND = "there was no war", "Moscow said that NATO had asked for the meeting."
ACTS = [
    Act(id="war", kind="ASSAULT", actors=(RUSSIA,), recipients=(UKRAINE,), status="claimed", claimants=(NATO,), evidence=(WAR,)),
    Act(id="happening/1", kind="CONSULT", actors=(NATO,), recipients=(RUSSIA,), reciprocal=True, fact=True, evidence=(MET,), date="2016-04-20"),
]
TWO = comparison(
    row("ASSAULT", (saying(WAR.report, "denies", "Peskov", DENIAL),), (saying(WAR.report, "asserts", "NATO", WAR.quote),)),
    row("REQUEST", (saying("article/a/1#event-9", "asserts", "Russia", DEMAND, via="Kyiv"),), to="NATO"),
)


def test_contradictions_come_first_with_the_words_of_both(browser: Any, tmp_path: pathlib.Path) -> None:
    with opened(browser, save(draw_worlds(TWO, acts=ACTS), tmp_path / "worlds.html")) as sight:
        assert sight.page.inner_text("#title") == "What Russia says and what NATO says"
        assert (
            sight.page.inner_text("#counts")
            == "2 acts that at least one of the two speaks of · 50 % of what either holds true of it is not true for both"
        )
        left, deed, right = sight.page.locator("#section-against .pair > *").all_inner_texts()
        assert "Peskov denies it" in left
        assert DENIAL in left
        assert "Russia → Ukraine" in deed
        assert WAR.quote in right
        assert sight.page.locator("#spread section").first.get_attribute("id") == "section-against"
        assert sight.page.locator("#section-against mark").all_inner_texts() == ["waging a war"]


def test_what_one_alone_says_stands_in_its_column_and_what_neither_speaks_of_nowhere(browser: Any, tmp_path: pathlib.Path) -> None:
    with opened(browser, save(draw_worlds(TWO, acts=ACTS), tmp_path / "worlds.html")) as sight:
        assert MET.quote not in sight.page.inner_text("#spread")
        assert "Kyiv says that Russia says so" in sight.page.inner_text("#section-left")
        assert sight.page.inner_text("#section-right h2") == "Only NATO nothing"


def test_classes_and_words_sift(browser: Any, tmp_path: pathlib.Path) -> None:
    with opened(browser, save(draw_worlds(TWO, acts=ACTS), tmp_path / "worlds.html")) as sight:
        sight.page.locator(".classes label", has_text="Material conflict").locator("input").uncheck()
        assert sight.page.locator("article").count() == 1
        sight.page.fill("#query", "asked for")
        assert sight.page.locator("article").count() == 1
        sight.page.fill("#query", "zzz")
        assert sight.page.inner_text("#nothing") == "Nothing passes these filters."


def test_a_fact_that_one_of_them_denies_is_told_once_and_stands_among_the_contradictions(browser: Any, tmp_path: pathlib.Path) -> None:
    denied = row("CONSULT", (saying(MET.report, "denies", "Russia", "no such meeting"),), fact="urn:kg:happening/1", to="NATO")
    with opened(browser, save(draw_worlds(comparison(denied), acts=ACTS), tmp_path / "worlds.html")) as sight:
        assert sight.page.locator("article").count() == 1
        assert MET.quote in sight.page.inner_text("#section-against .deed")


def test_a_denial_shows_the_sentence_that_it_stands_in_with_its_words_marked() -> None:
    said = (replace(saying("article/b/1#event-4", "denies", "NATO", "these charges", article="b"), sentence="NATO rejects these charges."),)
    (shown,) = payload(comparison(row("AID", (), said)))["evidence"]
    assert shown["quote"][shown["start"] : shown["end"]] == "these charges"
    assert shown["quote"] == "NATO rejects these charges."
    assert shown["offset"] == 7 - len("NATO rejects ")


def test_the_same_words_stand_in_the_page_once() -> None:
    said = (saying(WAR.report, "asserts", "NATO", WAR.quote),)
    data = payload(comparison(row("AID", said, said)), ACTS[:1])
    assert (len(data["evidence"]), len(data["articles"])) == (1, 1)
    assert data["articles"][0]["publisher"] == "Wire"


def test_a_store_s_worlds_are_drawn_with_their_articles(browser: Any, tmp_path: pathlib.Path) -> None:
    of = make.article("a", "NATO met Russia. NATO says that Moscow attacked Ukraine. Moscow denied that it attacked Ukraine.")
    met = make.event(of, "met", "CONSULT", "NATO", "Russia", when="2016-04-20", reciprocal=True)
    said = make.event(of, "attacked", "ASSAULT", "Russia", "Ukraine", by="NATO")
    denied = make.event(of, "attacked", "ASSAULT", "Russia", "Ukraine", nth=2, by="Russia", status="denied")
    with open_store() as store:
        facts.put(store, {of.slug: list(quads(make.extraction(of, met, said, denied)))}, texts={of.slug: of.text})
        page = draw_worlds(worlds(store, "Russia", "NATO"), acts=stored(store))
    with opened(browser, save(page, tmp_path / "worlds.html")) as sight:
        shown = sight.page.inner_text("#spread")
        for quote in ("NATO says that Moscow attacked Ukraine.", "Moscow denied that it attacked Ukraine."):
            assert quote in shown
        assert sight.page.locator("#spread mark").all_inner_texts().count("attacked") >= 2
        assert "Agency A" in shown
        assert "NATO met Russia." not in shown


def period(name: str, true: int, both: int, against: int, distance: float | None) -> Period:
    return Period(
        name=name, first=f"{name}-01", last=f"{name}-28", articles=true, one_on=true, other_on=both, true=true, both=both, against=against,
        distance=distance,
    )  # fmt: skip


def test_worlds_over_time_are_a_line_that_breaks_where_too_little_is_said_and_a_table(browser: Any, tmp_path: pathlib.Path) -> None:
    periods = (period("2016-01", 8, 4, 1, 0.5), period("2016-02", 10, 2, 3, 0.8), period("2016-03", 2, 0, 0, None), period("2016-04", 5, 5, 0, 0.0))
    course = Course(one="Russia", other="NATO", by="month", least=5, periods=periods, undated=3)
    with opened(browser, save(draw_worlds(TWO, acts=ACTS, course=course), tmp_path / "worlds.html")) as sight:
        chart = sight.page.locator("#course svg")
        assert (chart.locator("circle").count(), chart.locator("line.far").count()) == (3, 1)  # only two neighbours both have a value
        assert "2016-02 0.80" in (chart.get_attribute("aria-label") or "")
        sight.page.click("#course summary")
        rows = [row.split("\t") for row in sight.page.locator("#course tbody tr").all_inner_texts()]
        assert rows[1] == ["2016-02", "0.80", "10", "2", "3", "10", "2", "10"]
        assert rows[2][1] == "too little"
        assert "3 sayings in articles without a day" in sight.page.inner_text("#course caption")


def test_one_period_is_no_course(browser: Any, tmp_path: pathlib.Path) -> None:
    course = Course(one="Russia", other="NATO", by="week", least=5, periods=(period("2016-01", 8, 4, 1, 0.5),), undated=0)
    with opened(browser, save(draw_worlds(TWO, acts=ACTS, course=course), tmp_path / "worlds.html")) as sight:
        assert sight.page.locator("#course").count() == 0


def test_who_says_it_together_is_named_together(browser: Any, tmp_path: pathlib.Path) -> None:
    said = replace(saying(WAR.report, "asserts", "NATO", WAR.quote), beside=("Kyiv",))
    with opened(browser, save(draw_worlds(comparison(row("ASSAULT", (), (said,)))), tmp_path / "worlds.html")) as sight:
        assert "NATO and Kyiv say so" in sight.page.inner_text("#section-right")


def test_hostile_words_run_nowhere(browser: Any, tmp_path: pathlib.Path) -> None:
    rows, acts = [], []
    for n, bad in enumerate(payloads()):
        evidence = words(f"article/{n}", f"He said {bad}", bad, title=bad, url=bad, publisher=bad, published=bad)
        who = Actor(id=bad, name=bad, kind="state")
        acts.append(Act(id=bad, kind=bad, mode=bad, actors=(who,), recipients=(who,), place=bad, date=bad, evidence=(evidence,)))
        rows.append(row(bad, (saying(evidence.report, bad, bad, evidence.quote, via=bad, article=bad),), to=bad))
    page = draw_worlds(comparison(*rows, one=payloads()[0]), acts=acts, note=payloads()[1])
    with opened(browser, save(page, tmp_path / "worlds.html")) as sight:
        assert sight.page.locator("article").count() == len(rows)
        assert sight.ask("window.__ran") is None
        assert sight.ask("document.scripts.length") == 2
        assert sight.ask("[...document.links].every((a) => /^https?:$/.test(a.protocol))")


def test_a_server_lays_two_worlds_side_by_side_as_a_page_as_data_and_asks_for_the_names(browser: Any, tmp_path: pathlib.Path) -> None:
    of = make.article("a", "NATO met Russia. NATO says that Moscow attacked Ukraine. Moscow denied that it attacked Ukraine.")
    said = make.event(of, "attacked", "ASSAULT", "Russia", "Ukraine", by="NATO")
    denied = make.event(of, "attacked", "ASSAULT", "Russia", "Ukraine", nth=2, by="Russia", status="denied")
    with open_store(tmp_path / "store") as store:
        facts.put(store, {of.slug: list(quads(make.extraction(of, said, denied)))}, texts={of.slug: of.text})
    with serving(tmp_path / "store") as site:
        page = browser.new_page()
        page.goto(f"{site}/worlds")
        page.fill("input[name=one]", "Russia")
        page.fill("input[name=other]", "NATO")
        page.click("button.main")
        page.wait_for_selector("#spread article")
        assert page.inner_text("#title") == "What Russia says and what NATO says"
        assert "NATO says that Moscow attacked Ukraine." in page.inner_text("#spread")
        data = page.request.get(f"{site}/worlds?one=Russia&other=NATO&format=json&by=month").json()
        assert {(side["one"], side["other"]) for side in data["rows"]} >= {("silent", "asserts"), ("denies", "silent")}
        assert (data["course"]["by"], [p["name"] for p in data["course"]["periods"]]) == ("month", ["2016-04"])
        for wrong, told in (
            ("one=Russia&other=Nobody", "no actor"),
            ("one=Russia&other=russia", "same actor"),
            ("one=Russia&other=NATO&by=day", "week"),
        ):
            answer = page.request.get(f"{site}/worlds?one=Russia&{wrong}&format=json")
            assert answer.status == 400 and told in answer.text()
        page.close()
