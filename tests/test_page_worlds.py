"""Two worlds side by side, as a reader of the page meets them."""

import pathlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from kg.draw import draw_worlds
from kg.draw.page import save
from kg.draw.worlds import payload
from kg.model import Actor
from kg.network import Act, Evidence
from tests.browser import chromium, opened
from tests.hostile import payloads

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Playwright's pipes, closed with the process

RUSSIA, NATO, UKRAINE = (Actor(id=f"actor/{n.lower()}", name=n, kind="state") for n in ("Russia", "NATO", "Ukraine"))


@dataclass
class Half:
    stance: str = "silent"
    by: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass
class Row:
    act: Act
    left: Half = field(default_factory=Half)
    right: Half = field(default_factory=Half)


@dataclass
class Comparison:
    rows: list[Row]
    left: Actor = RUSSIA
    right: Actor = NATO
    distance: float | None = 0.5


def words(quote: str, marked: str, **said: Any) -> tuple[Evidence, ...]:
    start = quote.index(marked)
    return (Evidence(quote=quote, start=start, end=start + len(marked), offset=0, **{"article": "a", "publisher": "Wire", **said}),)


def act(kind: str, *recipients: Actor, **fields: Any) -> Act:
    return Act(id=kind, kind=kind, actors=(RUSSIA,), recipients=recipients, **{"evidence": (), **fields})


WAR = words("NATO says that Moscow is waging a war.", "waging a war")
HELP = words("Peskov denied that there was a war.", "war")
MET = words("NATO and Russia met.", "met")
ASKED = words("Moscow said that NATO had asked for the meeting.", "asked")
TWO = Comparison(
    [
        Row(act("ASSAULT", UKRAINE), Half("denies", "Peskov", HELP), Half("asserts", "", WAR)),
        Row(act("CONSULT", NATO, fact=True, evidence=MET, date="2016-04-20")),
        Row(act("REQUEST", NATO, status="demanded"), Half("asserts", "", ASKED)),
    ]
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


def test_contradictions_come_first_with_the_words_of_both(browser: Any, tmp_path: pathlib.Path) -> None:
    with opened(browser, save(draw_worlds(TWO), tmp_path / "worlds.html")) as sight:
        assert sight.page.inner_text("#title") == "What Russia says and what NATO says"
        assert sight.page.inner_text("#counts") == "3 acts · the two worlds are 50 % apart"
        left, deed, right = sight.page.locator("#section-against .pair > *").all_inner_texts()
        assert "Peskov denies it" in left
        assert HELP[0].quote in left
        assert "Russia → Ukraine" in deed
        assert WAR[0].quote in right
        assert sight.page.locator("#spread section").first.get_attribute("id") == "section-against"
        assert sight.page.locator("#section-against mark").all_inner_texts() == ["war", "waging a war"]


def test_facts_stand_between_and_what_one_alone_says_in_its_column(browser: Any, tmp_path: pathlib.Path) -> None:
    with opened(browser, save(draw_worlds(TWO), tmp_path / "worlds.html")) as sight:
        assert MET[0].quote in sight.page.inner_text("#section-shared")
        assert "Russia demands it" in sight.page.inner_text("#section-left")
        assert sight.page.inner_text("#section-right h2") == "Only NATO nothing"


def test_classes_and_words_sift(browser: Any, tmp_path: pathlib.Path) -> None:
    with opened(browser, save(draw_worlds(TWO), tmp_path / "worlds.html")) as sight:
        sight.page.locator(".classes label", has_text="Material conflict").locator("input").uncheck()
        assert sight.page.locator("article").count() == 2
        sight.page.fill("#query", "asked for")
        assert sight.page.locator("article").count() == 1
        sight.page.fill("#query", "zzz")
        assert sight.page.inner_text("#nothing") == "Nothing passes these filters."


def test_a_disputed_fact_is_a_contradiction_and_a_fact_that_one_repeats_is_no_news() -> None:
    rows = payload(Comparison([Row(act("COERCE", UKRAINE, fact=True, evidence=MET), Half("denies", "", HELP))]))["rows"]
    assert (rows[0]["f"], rows[0]["left"]["stance"]) == (1, "denies")


def test_the_same_words_stand_in_the_page_once() -> None:
    data = payload(Comparison([Row(act("AID", UKRAINE), Half("asserts", "", WAR), Half("asserts", "", WAR))]))
    assert (len(data["evidence"]), len(data["articles"])) == (1, 1)


def test_hostile_words_run_nowhere(browser: Any, tmp_path: pathlib.Path) -> None:
    rows = []
    for bad in payloads():
        who = Actor(id=bad, name=bad, kind="state")
        said = words(f"He said {bad}", bad, title=bad, url=bad, publisher=bad, published=bad)
        rows.append(Row(Act(id=bad, kind=bad, mode=bad, actors=(who,), recipients=(who,), place=bad, date=bad, evidence=said), Half(bad, bad, said)))
    hostile = Comparison(rows, left=Actor(id="x", name=payloads()[0], kind="state"))
    with opened(browser, save(draw_worlds(hostile, note=payloads()[1]), tmp_path / "worlds.html")) as sight:
        assert sight.page.locator("article").count() == len(rows)
        assert sight.ask("window.__ran") is None
        assert sight.ask("document.scripts.length") == 2
        assert sight.ask("[...document.links].every((a) => /^https?:$/.test(a.protocol))")
