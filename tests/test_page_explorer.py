"""The explorer of a real server, from one actor outward, in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest

from kg import facts
from kg.rdf import quads
from kg.serve import views
from kg.store import open_store
from tests import factories as make
from tests.browser import Sight, browser
from tests.test_serve import EVIL, fill, serving

__all__ = ["browser"]
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Playwright's pipes, closed with the process


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("explorer") / "store"
    fill(folder)
    of = make.article("far", "Ukraine thanked Poland. Poland met Norway in Oslo.")
    acts = [make.event(of, "thanked", "SUPPORT", "Ukraine", "Poland"), make.event(of, "met", "CONSULT", "Poland", "Norway", reciprocal=True)]
    with open_store(folder) as store:
        facts.put(store, {of.slug: quads(make.extraction(of, *acts))}, texts={of.slug: of.text})
    with serving(folder) as url:
        yield url


def test_from_one_actor_outward_the_server_gives_what_is_asked_for(browser: Any, site: str) -> None:
    page = browser.new_page()
    sight = Sight(page)
    page.on("console", lambda m: sight.troubles.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: sight.troubles.append(str(e)))
    page.on("dialog", lambda d: (sight.troubles.append(d.message), d.dismiss()))
    page.on("request", lambda r: None if r.url.startswith((site, "blob:", "data:")) else sight.troubles.append(r.url))
    page.goto(f"{site}/explore?actor=Donetsk")
    sight.wait("window.kgPage && kgPage.ready")
    assert sight.ask("kgPage.scene().actors") == 2
    for name, actors in (("Ukraine", 3), ("Poland", 4)):
        page.fill("#query", name)
        page.press("#query", "Enter")
        page.click("#expand")
        sight.wait(f"kgPage.scene().actors === {actors}", seconds=60)
    assert page.is_disabled("#expand") and page.inner_text("#expand") == "All neighbours shown"
    assert sight.ask("kgPage.scene().edges") == 3
    page.goto(f"{site}/explore")
    sight.wait("window.kgPage && kgPage.ready")
    assert EVIL in [node["label"] for node in sight.ask("kgPage.data.nodes")]
    assert sight.troubles == []
    page.close()


def test_of_a_busy_actor_the_latest_come_first_and_older_ones_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    of = make.article("busy", "Ukraine met Poland. Ukraine met Norway. Ukraine met Chad.")
    met = [make.event(of, "met", "CONSULT", "Ukraine", who, nth=n, when=f"2016-04-0{n}") for n, who in enumerate(("Poland", "Norway", "Chad"), 1)]
    monkeypatch.setattr(views, "AT_ONCE", 2)
    with open_store() as store:
        facts.put(store, {of.slug: list(quads(make.extraction(of, *met)))}, texts={of.slug: of.text})
        page = views.explore(store, "Ukraine")["page"]
        assert '"note":"the latest of 3 reports about Ukraine"' in page
        assert '"rest":{"actor/ukraine":"2016-04-02"}' in page
        older = views.around(store, "actor/ukraine", "2016-04-02")
        assert [edge["d"] for edge in older["edges"]] == ["2016-04-01"]
        assert older["rest"] == {"actor/ukraine": None}
