"""Who says so, as a reader of the page meets it: together, one through another, and what a person took back."""

import pathlib
from dataclasses import replace
from typing import Any

import pytest

from kg.draw import draw
from kg.draw.page import save
from kg.network import relations
from tests.browser import browser, opened
from tests.test_page import ACTS, NATO, POLAND, RUSSIA, UKRAINE, act

__all__ = ["browser"]
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Playwright's pipes, closed with the process

SHELLED = act(11, "ASSAULT", RUSSIA, UKRAINE, "NATO and Poland say that Russia shelled a town.", "shelled", status="claimed", by=(NATO,))
JOINT = replace(SHELLED, beside=((POLAND,),))
RELAYED = act(12, "AID", UKRAINE, POLAND, "NATO says Poland says Ukraine sent grain.", "sent", status="claimed", by=(NATO, POLAND))
MOVED = act(13, "MOBILIZE", POLAND, UKRAINE, "Poland moved a regiment.", "moved", date="2016-05-20")
REJECTED = replace(MOVED, fact=False, rejected_by="ann", rejected_why="a novel")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    graph = relations([*ACTS, JOINT, RELAYED, REJECTED], rejected=True)
    return save(draw(graph, title="Voices"), tmp_path_factory.mktemp("voices") / "voices.html")


@pytest.mark.parametrize(
    ("event", "standing", "chain"),
    [
        (JOINT.id, "Claimed by NATO and Poland", "NATO and Poland say so"),
        (RELAYED.id, "Claimed by Poland, as NATO says", "NATO says that Poland says so"),
        (ACTS[1].id, "Claimed by NATO", "NATO says so"),
        (ACTS[0].id, "Fact", "the article’s own voice"),
    ],
)
def test_together_and_through_another_are_told_apart(browser: Any, page: pathlib.Path, event: str, standing: str, chain: str) -> None:
    with opened(browser, page, fragment=f"#act={event}") as sight:
        assert sight.page.inner_text("#panel .standing") == standing
        assert chain in sight.page.inner_text("#panel dl")


def test_each_of_those_who_say_it_together_can_be_sifted_for(browser: Any, page: pathlib.Path) -> None:
    with opened(browser, page) as sight:
        sight.page.locator(".claimants label", has_text="Poland").locator("input").check()
        assert sight.ask("kgPage.lines().flatMap((line) => line.acts).sort()") == sorted([JOINT.id, RELAYED.id])


def test_what_a_person_rejected_is_out_of_the_picture_until_it_is_asked_for(browser: Any, page: pathlib.Path) -> None:
    with opened(browser, page) as sight:
        assert REJECTED.id not in sight.ask("kgPage.lines().flatMap((line) => line.acts)")
        assert sight.page.inner_text("#counts").startswith("4 actors · 9 acts")
        sight.page.locator("#filters label", has_text="Rejected").locator("input").check()
        assert REJECTED.id in sight.ask("kgPage.lines().flatMap((line) => line.acts)")
        sight.settle()
        shown = sight.ask("location.hash")
    with opened(browser, page, fragment=f"{shown}&act={REJECTED.id}") as sight:
        assert REJECTED.id in sight.ask("kgPage.lines().flatMap((line) => line.acts)")
        assert sight.page.inner_text("#panel .standing") == "Rejected by ann: “a novel”"
        sight.page.click("#reset")
        assert REJECTED.id not in sight.ask("kgPage.lines().flatMap((line) => line.acts)")


def test_a_page_without_anything_rejected_has_no_such_row(browser: Any, tmp_path: pathlib.Path) -> None:
    with opened(browser, save(draw(relations(ACTS)), tmp_path / "plain.html")) as sight:
        assert sight.page.locator("#filters label", has_text="Rejected").count() == 0
        assert "sure=" not in sight.ask("location.hash")
