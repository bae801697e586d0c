"""What a reader does on the page, done in headless Chromium without a network."""

import json
import pathlib
from typing import Any

import networkx as nx
import pytest

import kg.draw
from kg.dates import between, day
from kg.draw import draw
from kg.draw.page import save
from kg.draw.payload import payload
from kg.model import Actor, Affiliation
from kg.network import Act, Evidence, relations
from tests.browser import Sight, browser, opened
from tests.hostile import payloads
from tests.synthetic import world

__all__ = ["browser"]
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Playwright's pipes, closed with the process

NAMES = ("Russia", "NATO", "Ukraine", "Poland")
RUSSIA, NATO, UKRAINE, POLAND = (Actor(id=f"actor/{n.lower()}", name=n, kind="igo" if n == "NATO" else "state") for n in NAMES)


def act(n: int, kind: str, one: Actor, other: Actor | None, quote: str, word: str, *, date: str = "", status: str = "asserted", by: Any = ()) -> Act:
    start = quote.index(word)
    evidence = Evidence(
        quote=quote,
        start=start,
        end=start + len(word),
        offset=100 * n,
        article="brussels",
        title="A day in Brussels",
        publisher="Wire",
        published="2016-04-20",
        url="https://news.example/brussels",
        rule="verb",
        confidence=0.9,
    )
    return Act(
        id=f"article/x#event-{n}",
        kind=kind,
        actors=(one,),
        recipients=(other,) if other else (),
        date=date,
        status=status,
        fact=status == "asserted",
        claimants=by,
        reciprocal=kind == "CONSULT",
        evidence=(evidence,),
    )


ACTS = [
    act(1, "CONSULT", NATO, RUSSIA, "Envoys of NATO and Russia met in Brussels.", "met", date="2016-04-20"),
    act(2, "ASSAULT", RUSSIA, UKRAINE, "NATO said that Russia was fighting a war in Ukraine.", "fighting", status="claimed", by=(NATO,)),
    act(3, "AID", RUSSIA, UKRAINE, "Russia says that it sent relief to 𝓤kraine.", "sent", date="2016-04-02", status="claimed", by=(RUSSIA,)),
    act(4, "ASSAULT", RUSSIA, UKRAINE, "Russia denies that it shelled the town.", "shelled", date="2016-04-11", status="denied", by=(RUSSIA,)),
    act(5, "ACCUSE", POLAND, RUSSIA, "Poland criticised Russia over the flight.", "criticised", date="2016-04-13"),
    act(6, "MOBILIZE", RUSSIA, None, "Russia moved two battalions.", "moved", date="2016-04"),
    act(7, "AGREE", NATO, POLAND, "NATO would send troops to Poland.", "send", date="2016-04-21", status="planned", by=(NATO,)),
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return save(draw(relations(ACTS), title="Brussels"), tmp_path_factory.mktemp("page") / "small.html")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return save(draw(relations(world(1000, 3000)), title="Large"), tmp_path_factory.mktemp("page") / "large.html")


def text(sight: Sight, selector: str) -> str:
    return str(sight.page.inner_text(selector))


def test_it_opens_with_its_title_and_its_counts(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small) as sight:
        assert text(sight, "#title") == "Brussels"
        assert text(sight, "#counts") == "4 actors · 7 acts, of which 3 told as fact · 2 Apr 2016 – 21 Apr 2016"
        assert sight.ask("kgPage.scene()") == {"renderer": "pyvis", "actors": 4, "lines": 7, "edges": 7}


def test_hovering_every_line_answers_with_its_own_sentence(browser: Any, small: pathlib.Path) -> None:
    quotes = {a.id: a.evidence[0].quote for a in ACTS}
    with opened(browser, small) as sight:
        for n, line in enumerate(sight.ask("kgPage.lines()")):
            x, y = sight.at(f"kgPage.middle({n})")
            sight.page.mouse.move(x + 200, y + 300)
            sight.page.mouse.move(x, y)
            sight.page.wait_for_selector("#tip:not([hidden])")
            assert quotes[line["acts"][0]] in text(sight, "#tip")


def test_clicking_every_line_opens_its_sentence_with_the_words_marked(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small) as sight:
        for n, line in enumerate(sight.ask("kgPage.lines()")):
            [wanted] = [a for a in ACTS if a.id == line["acts"][0]]
            sight.page.mouse.click(*sight.at(f"kgPage.middle({n})"))
            sight.page.wait_for_selector(f'#panel .card.open[data-act="{wanted.id}"]')
            evidence = wanted.evidence[0]
            assert text(sight, "#panel blockquote") == evidence.quote
            assert text(sight, "#panel mark") == evidence.quote[evidence.start : evidence.end]
            assert "Wire, A day in Brussels" in text(sight, "#panel .source")
            sight.page.keyboard.press("Escape")


def test_the_panel_says_who_says_so_by_what_rule_and_how_sure(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small, fragment="#act=article%2Fx%23event-2") as sight:
        panel = text(sight, "#panel")
        for words in ("Claimed by NATO", "Material conflict", "-9 of ±10", "verb", "0.90", "from character 200", "no date"):
            assert words in panel
        assert sight.page.get_attribute("#panel .source a", "href") == "https://news.example/brussels"
        assert sight.page.get_attribute("#panel .source a", "rel") == "noopener noreferrer"


def test_clicking_an_actor_shows_what_it_did_and_what_it_says(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small) as sight:
        sight.page.mouse.click(*sight.at("kgPage.place('actor/russia')"))
        sight.page.wait_for_selector("#panel #focus")
        panel = text(sight, "#panel")
        assert "6 acts with 3 other actors; source of 2 claims." in panel
        assert "What Russia says" in panel


def test_search_finds_actors_and_words_and_goes_there(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small) as sight:
        sight.page.keyboard.press("/")
        sight.page.keyboard.type("pol")
        assert "Poland" in text(sight, "#answers li[aria-selected=true]")
        sight.page.keyboard.press("Enter")
        assert text(sight, "#panel h2") == "Poland"
        sight.page.fill("#query", "battalions")
        sight.page.press("#query", "Enter")
        assert text(sight, "#panel blockquote") == "Russia moved two battalions."
        sight.page.fill("#query", "zzzz")
        assert text(sight, "#answers") == "Nothing found"


@pytest.mark.parametrize(
    ("row", "left"),
    [("Claims", 5), ("Denied", 6), ("Facts", 4), ("Material conflict", 4), ("Accuse", 6), ("Alliances, blocs, IGOs", 5)],
)
def test_a_filter_takes_away_what_it_names_and_gives_it_back(browser: Any, small: pathlib.Path, row: str, left: int) -> None:
    with opened(browser, small) as sight:
        box = sight.page.locator("#filters label.row", has=sight.page.locator(f'.name:text-is("{row}")')).locator("input")
        box.uncheck()
        assert sight.ask("kgPage.scene().edges") == left
        box.check()
        assert sight.ask("kgPage.scene().edges") == 7


def test_a_claimant_leaves_only_what_it_says(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small) as sight:
        sight.page.locator("#filters .claimants label", has_text="Russia").locator("input").check()
        assert sorted(act for line in sight.ask("kgPage.lines()") for act in line["acts"]) == ["article/x#event-3", "article/x#event-4"]
        sight.page.click("#reset")
        assert sight.ask("kgPage.scene().edges") == 7


def test_nothing_left_says_so_and_offers_the_way_back(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small) as sight:
        for name in ("Facts", "Claims", "Denied", "Not done (yet)"):
            sight.page.locator("#filters label.row", has=sight.page.locator(f'.name:text-is("{name}")')).locator("input").uncheck()
        sight.page.click("#clear-all")
        assert sight.ask("kgPage.scene().edges") == 7


def test_a_brush_on_the_time_line_leaves_its_days(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small) as sight:
        bars = sight.page.locator("#timeline .bar")
        first, last = bars.nth(1).bounding_box(), bars.nth(2).bounding_box()
        sight.page.mouse.move(first["x"] + 2, first["y"] + 4)
        sight.page.mouse.down()
        sight.page.mouse.move(last["x"] + last["width"] - 2, last["y"] + 4, steps=4)
        sight.page.mouse.up()
        assert sight.ask("kgPage.state.period") == ["2016-04-11", "2016-04-13"]
        left = sorted(act for line in sight.ask("kgPage.lines()") for act in line["acts"])
        assert left == ["article/x#event-4", "article/x#event-5", "article/x#event-6"]  # what is dated by month alone may lie in it
        sight.page.click("#undated")
        assert sight.ask("kgPage.scene().edges") == 4
        sight.page.click("#clear-period")
        assert sight.ask("kgPage.state.period") is None


def test_the_time_line_answers_to_arrow_keys(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small) as sight:
        sight.page.focus("#timeline .time-art")
        sight.page.keyboard.press("ArrowRight")
        sight.page.keyboard.press("ArrowRight")
        assert sight.ask("kgPage.state.period") == ["2016-04-11", "2016-04-11"]
        sight.page.keyboard.press("Escape")
        assert sight.ask("kgPage.state.period") is None


def test_a_link_restores_the_view(browser: Any, large: pathlib.Path) -> None:
    with opened(browser, large) as sight:
        sight.page.locator("#filters label.row", has=sight.page.locator('.name:text-is("Denied")')).locator("input").uncheck()
        sight.page.fill("#query", "poland")
        sight.page.press("#query", "Enter")
        sight.page.keyboard.press("f")
        sight.settle()
        sight.page.keyboard.press("+")
        sight.settle()
        address = sight.ask("location.hash")
        scene, place, title = sight.ask("kgPage.scene()"), sight.ask("kgPage.place('actor/poland')"), text(sight, "#panel h2")
    with opened(browser, large, fragment=address) as sight:
        assert sight.ask("kgPage.scene()") == scene
        assert text(sight, "#panel h2") == title == "Poland"
        again = sight.ask("kgPage.place('actor/poland')")
        assert (again["x"], again["y"]) == pytest.approx((place["x"], place["y"]), abs=3)


def test_a_large_graph_opens_on_its_strongest_part_with_the_rest_a_click_away(browser: Any, large: pathlib.Path) -> None:
    with opened(browser, large) as sight:
        assert sight.ask("kgPage.scene().actors") == 70
        before = sight.ask("kgPage.place('actor/poland')")
        assert text(sight, "#scope").startswith("The 70 most active of 1,000 actors")
        sight.page.click("#all")
        sight.settle()
        assert sight.ask("kgPage.scene()")["actors"] == 1000
        assert sight.ask("kgPage.scene()")["renderer"] == "canvas"
        assert before != sight.ask("kgPage.place('actor/poland')")
        x, y = sight.at("kgPage.place('actor/ukraine')")
        sight.page.mouse.move(x, y)
        sight.page.wait_for_selector("#tip:not([hidden])")
        assert text(sight, "#tip b") == "Ukraine"
        sight.page.mouse.click(x, y)
        assert text(sight, "#panel h2") == "Ukraine"
        sight.page.click("#fewer")
        assert sight.ask("kgPage.scene()")["renderer"] == "pyvis"


def test_an_actor_out_of_sight_is_brought_in_by_search_and_its_neighbours_by_expanding(browser: Any, large: pathlib.Path) -> None:
    with opened(browser, large) as sight:
        weak = sight.ask("kgPage.data.nodes[600]")
        sight.page.fill("#query", weak["label"])
        sight.page.press("#query", "Enter")
        assert text(sight, "#panel h2") == weak["label"]
        seen = sight.ask("kgPage.scene().actors")
        assert seen > 70
        sight.page.fill("#query", "poland")
        sight.page.press("#query", "Enter")
        sight.page.click("#expand")
        assert sight.ask("kgPage.scene().actors") > seen
        sight.page.click("#focus")
        assert sight.ask("kgPage.state.focus") == "actor/poland"
        sight.page.click("#unfocus")
        assert sight.ask("kgPage.state.focus") is None


def test_lines_stand_for_pairs_classes_or_acts(browser: Any, large: pathlib.Path) -> None:
    with opened(browser, large) as sight:
        counts = {}
        for level in ("pair", "class", "act"):
            sight.page.click(f'#lines button:text-is("{level}")')
            sight.settle()
            counts[level] = sight.ask("kgPage.scene().lines")
        assert counts["pair"] < counts["class"] < counts["act"] == sight.ask("kgPage.scene().edges")


def test_the_keyboard_does_everything(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small) as sight:
        press = sight.page.keyboard.press
        sight.page.focus("#picture")
        press("Enter")
        assert text(sight, "#panel h2") == "Russia"
        press("ArrowRight")
        press("ArrowLeft")
        press("f")
        assert sight.ask("kgPage.state.focus") is not None
        press("Escape")
        press("Escape")
        assert sight.ask("kgPage.state.focus") is None
        press("n")
        assert text(sight, "#panel blockquote") == ACTS[5].evidence[0].quote  # "April" comes before "2 April"
        press("p")
        press("?")
        assert sight.page.is_visible("#keys")
        press("Escape")
        press("t")
        assert sight.ask("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_reader_s_light(browser: Any, small: pathlib.Path, scheme: str) -> None:
    with opened(browser, small, color_scheme=scheme) as sight:
        paper = sight.ask("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(20, 23, 27)") == (scheme == "dark")


@pytest.mark.parametrize("which", ["small", "large"])
def test_the_picture_can_be_saved(browser: Any, which: str, request: pytest.FixtureRequest) -> None:
    with opened(browser, request.getfixturevalue(which)) as sight:
        with sight.page.expect_download() as png:
            sight.page.click("#save-png")
        assert pathlib.Path(png.value.path()).read_bytes().startswith(b"\x89PNG")
        with sight.page.expect_download() as vector:
            sight.page.click("#save-svg")
        drawn = pathlib.Path(vector.value.path()).read_text()
        assert drawn.startswith("<svg")
        assert "NATO" in drawn


def test_dragging_an_actor_takes_its_name_along(browser: Any, small: pathlib.Path) -> None:
    with opened(browser, small) as sight:
        x, y = sight.at("kgPage.place('actor/poland')")
        sight.page.mouse.move(x, y)
        sight.page.mouse.down()
        sight.page.mouse.move(x + 60, y + 40, steps=6)
        sight.page.mouse.up()
        assert sight.at("kgPage.place('actor/poland')") == pytest.approx((x + 60, y + 40), abs=14)  # the first ten pixels tell a drag from a click


def hostile_acts() -> list[Act]:
    """One act for each payload, which stands in its headline, quote, publisher, address, rule, place, actor's name and claimant's."""
    made = []
    for n, bad in enumerate(payloads()):
        one = Actor(id=f"actor/{n} {bad}", name=bad, kind="state", code=bad, affiliation=Affiliation(bad, bad))
        source = dict.fromkeys(("article", "title", "publisher", "published", "url", "rule"), bad)
        evidence = Evidence(quote=f"{bad} and {bad}", start=0, end=len(bad), offset=0, **source)
        made.append(
            Act(
                id=f"{n} {bad}",
                kind=("ACCUSE", "AID", bad)[n % 3],
                mode=bad,
                actors=(one,),
                recipients=(RUSSIA,) if n % 2 else (),
                place=bad,
                date="2016-04-20" if n % 4 else bad[:10],
                status="claimed" if n % 5 else "asserted",
                fact=not n % 5,
                claimants=(one,) if n % 5 else (),
                disputed_by=(one,),
                evidence=(evidence, evidence),
            )
        )
    return made


def test_a_hundred_hostile_texts_run_nowhere(browser: Any, tmp_path: pathlib.Path) -> None:
    acts = hostile_acts()
    assert len(acts) >= 100
    page = save(draw(relations(acts), title=payloads()[0], note=payloads()[1]), tmp_path / "hostile.html")
    with opened(browser, page, fragment=f"#top=500&actor={payloads()[0]}&types={payloads()[1]}") as sight:
        count = sight.ask("document.querySelectorAll('*').length")
        for n in range(0, len(acts), 2):
            sight.ask("([id]) => { location.hash = new URLSearchParams({act: id}).toString(); }", [acts[n].id])
            sight.page.wait_for_selector("#panel .card.open")
            assert sight.page.locator("#panel blockquote").first.inner_text().strip() != ""
            sight.ask("([id]) => { location.hash = new URLSearchParams({actor: id}).toString(); }", [acts[n].actors[0].id])
            sight.page.wait_for_selector("#panel #focus")
        for n in range(0, sight.ask("kgPage.scene().lines"), 9):
            sight.page.mouse.move(*sight.at(f"kgPage.middle({n})"))
        for bad in payloads()[::10]:
            sight.page.fill("#query", bad)
        sight.page.keyboard.press("Escape")
        assert sight.ask("window.__ran") is None
        assert sight.ask("({}).__ran") is None
        assert sight.ask("[...document.scripts].length") == 3
        assert sight.ask("[...document.querySelectorAll('img,iframe,object,embed,video,form:not([method=dialog]),base,link')].length") == 0
        assert sight.ask("[...document.links].every((a) => /^https?:$/.test(a.protocol))")
        assert sight.ask("[...document.querySelectorAll('*')].every((e) => [...e.attributes].every((a) => !a.name.startsWith('on')))")
        assert count > 0


def test_hostile_text_reads_as_it_was_written(browser: Any, tmp_path: pathlib.Path) -> None:
    bad = '<b onclick="x()">bold</b> &amp; </script>'
    evidence = Evidence(quote=f"He said {bad}.", start=3, end=7, offset=0, article="a", title=bad, url="javascript:alert(1)")
    aid = Act(id="e", kind="AID", actors=(RUSSIA,), recipients=(NATO,), evidence=(evidence,))
    page = save(draw(relations([aid]), title=bad), tmp_path / "page.html")
    with opened(browser, page, fragment="#act=e") as sight:
        assert text(sight, "#title") == bad
        assert text(sight, "#panel blockquote") == evidence.quote
        assert sight.page.locator("#panel .source a").count() == 0
        assert "javascript:alert(1)" in text(sight, "#panel .source")


def test_the_explorer_of_a_server_asks_it_for_more_and_nobody_else(browser: Any) -> None:
    graph = relations(ACTS)
    few = nx.MultiDiGraph(graph.subgraph(["actor/nato", "actor/russia"]))
    page = draw(few, title="Part", more="/around?actor=")
    answers = {"/": (page, "text/html"), "/around?actor=actor%2Frussia": (json.dumps(payload(graph, title="")), "application/json")}
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab, asked = context.new_page(), []

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix("http://kg.test")
        asked.append(path)
        body, kind = answers.get(path, ("", "text/plain"))
        route.fulfill(status=200 if body else 404, body=body, content_type=kind)

    tab.route("**/*", answer)
    tab.goto("http://kg.test/")
    sight = Sight(tab)
    sight.wait("window.kgPage")
    assert tab.evaluate("kgPage.scene().edges") == 2
    tab.fill("#query", "russia")
    tab.press("#query", "Enter")
    tab.click("#expand")
    sight.wait("kgPage.scene().edges === 7")
    assert tab.inner_text("#counts").startswith("4 actors · 7 acts")
    tab.click("#expand")
    assert tab.evaluate("kgPage.scene().edges") == 7
    assert {path for path in asked if "favicon" not in path} == set(answers)
    context.close()


def test_in_a_notebook_s_frame_the_page_works_without_an_address_of_its_own(browser: Any, tmp_path: pathlib.Path) -> None:
    notebook = tmp_path / "notebook.html"
    notebook.write_text("<!doctype html><title>n</title>" + draw(relations(ACTS), title="Framed")._repr_html_(), encoding="utf-8")
    page, troubles = browser.new_page(), []
    page.on("pageerror", lambda e: troubles.append(str(e)))
    page.goto(notebook.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#query").fill("poland")
    frame.locator("#query").press("Enter")
    assert frame.locator("#panel h2").inner_text() == "Poland"
    assert troubles == []
    page.close()


SAME = [
    Actor(id=f"actor/{where}/separatists", name="separatists", kind="armed_group", affiliation=of)
    for where, of in (("x", Affiliation("g", "Georgia")), ("y", None))
]


def test_actors_of_one_name_are_told_apart_by_whom_they_belong_to_or_where_they_are_told_of(browser: Any, tmp_path: pathlib.Path) -> None:
    acts = [act(n, "AID", RUSSIA, one, f"Russia armed separatists, day {n}.", "armed") for n, one in enumerate(SAME)]
    told = save(draw(relations([*acts, *ACTS])), tmp_path / "same.html")
    with opened(browser, told) as sight:
        names = [one["text"] for one in sight.ask("kgPage.written()")]
        assert "separatists (Georgia)" in names
        assert "separatists (Wire)" in names
        sight.page.fill("#query", "separatists")
        assert "separatists (Georgia)" in text(sight, "#answers")


UNDER = """() => { const stage = document.getElementById("picture").getBoundingClientRect();
  const bars = ["zoom", "scope"].map((id) => document.getElementById(id).getBoundingClientRect());
  return kgPage.data.nodes.map((node) => kgPage.place(node.id)).filter((at) => bars.some((bar) => at.x > bar.x - stage.x && at.x < bar.right - stage.x
    && at.y > bar.y - stage.y && at.y < bar.bottom - stage.y) || at.x < 0 || at.y < 0 || at.x > stage.width || at.y > stage.height).length; }"""


@pytest.mark.parametrize("size", [(1400, 880), (800, 700), (420, 800)])
def test_a_page_opens_with_every_actor_in_sight_and_none_under_a_button(browser: Any, tmp_path: pathlib.Path, size: tuple[int, int]) -> None:
    page = save(draw(relations(world(60, 90))), tmp_path / "sixty.html")
    with opened(browser, page) as sight:
        sight.page.set_viewport_size({"width": size[0], "height": size[1]})
        sight.page.goto("about:blank")
        sight.page.goto(page.as_uri())
        sight.wait("window.kgPage && window.kgPage.ready")
        sight.settle()
        assert sight.ask(UNDER) == 0
        assert sight.ask("document.getElementById('query').clientWidth") > 150
        assert sight.ask("document.documentElement.scrollWidth") <= size[0]


def test_dates_are_worded_as_for_every_other_reader(browser: Any, small: pathlib.Path) -> None:
    bounds = [("", "2016-04-20"), ("2016-03", ""), ("2014", "2016-04-01"), ("", "2016")]
    words = (pathlib.Path(kg.draw.__file__).parent / "assets" / "base.js").read_text(encoding="utf-8")
    with opened(browser, small) as sight:
        told = [sight.ask(f"([e, l]) => {{ {words}; return sayWhen({{ d: '', e, l }}) }}", list(pair)) for pair in bounds]
        assert told == [between(*pair, say=day) for pair in bounds]
        dates = ("2016-04-20", "2016-03", "2014")
        assert [sight.ask(f"(d) => {{ {words}; return sayWhen({{ d }}) }}", date) for date in dates] == [*map(day, dates)]
