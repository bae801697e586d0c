"""The page as a file: what it holds, what it may not hold, where the actors stand, what its colours are to those who see fewer."""

import html
import itertools
import json
import re

import networkx as nx
import numpy as np
import pytest

from kg.draw import Page, draw
from kg.draw.arrange import CORE, arrange
from kg.draw.page import asset, save
from kg.draw.payload import FAMILY, payload
from kg.draw.pieces import ACTOR, NAME, PICTURE
from kg.model import Actor, ActorKind
from kg.network import Act, Evidence, relations
from tests.synthetic import world

SMALL = relations(world(12, 40))


def data_of(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_a_page_asks_nothing_of_any_network() -> None:
    page = draw(SMALL)
    assert not re.findall(r'<(?:link|img|iframe|object|embed|base|source)\b|<script[^>]+src=|@import|url\(["\']?http', page.split('id="data"')[0])
    assert "connect-src" not in page.split("<style>")[0]  # default-src 'none' covers it
    assert "default-src &#x27;none&#x27;" in page


def test_the_same_graph_gives_the_same_bytes_and_another_order_of_acts_the_same_places() -> None:
    acts = world(40, 120)
    assert draw(relations(acts)) == draw(relations(acts))
    there, back = (payload(relations(order), title="")["nodes"] for order in (acts, acts[::-1]))
    assert [(n["id"], n["x"], n["y"]) for n in there] == [(n["id"], n["x"], n["y"]) for n in back]


def test_text_from_articles_stays_inside_its_script() -> None:
    hostile = "</script><script>alert(1)</script><!-- \u2028 & '\""
    one = Actor(id="actor/x", name=hostile, kind="state")
    evidence = Evidence(quote=hostile, start=0, end=2, offset=0, article=hostile, url=hostile)
    act = Act(id="e", kind="AID", actors=(one,), recipients=(), evidence=(evidence,))
    page = draw(relations([act]), title=hostile)
    data = data_of(page)
    assert data["title"] == hostile
    assert data["nodes"][0]["label"] == hostile  # type: ignore[index]
    assert data["evidence"][0]["quote"] == hostile  # type: ignore[index]
    assert page.count("</script>") == 3


def test_sentences_and_articles_stand_in_the_page_once() -> None:
    evidence = Evidence(quote="A word.", start=0, end=1, offset=0, article="a")
    actors = [Actor(id=f"actor/{x}", name=x, kind="state") for x in "abcd"]
    pairs = enumerate(itertools.combinations(actors, 2))
    acts = [Act(id=f"e{n}", kind="AID", actors=(a,), recipients=(b,), evidence=(evidence,)) for n, (a, b) in pairs]
    data = payload(relations(acts), title="")
    assert (len(data["edges"]), len(data["evidence"]), len(data["articles"])) == (6, 1, 1)


def test_pyvis_nodes_come_strongest_first_with_fixed_places() -> None:
    nodes = payload(SMALL, title="")["nodes"]
    assert [n["strength"] for n in nodes] == sorted((n["strength"] for n in nodes), reverse=True)
    assert all(isinstance(n["x"], float) and isinstance(n["y"], float) for n in nodes)
    assert payload(SMALL, title="")["options"]["physics"] == {"enabled": False}


def test_of_a_graph_too_large_for_a_page_the_strongest_part_is_taken_and_the_page_says_so() -> None:
    data = payload(relations(world(100, 400)), title="", note="A store", most=100)
    assert len(data["edges"]) == 100
    assert data["note"] == "A store, the 100 acts of the strongest actors, of 400"
    assert {"actor/nato", "actor/russia"} & {n["id"] for n in data["nodes"][:4]}


def test_every_kind_of_actor_has_a_shape() -> None:
    assert set(FAMILY) == set(ActorKind.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [1, 2, 3, 30, 400])
def test_actors_do_not_lie_on_one_another(count: int) -> None:
    graph = nx.barabasi_albert_graph(count, 2, seed=3) if count > 3 else nx.path_graph(count)
    degree = sorted(graph, key=lambda n: -graph.degree(n))
    number = {node: i for i, node in enumerate(degree)}
    ends = np.array([(number[a], number[b]) for a, b in graph.edges], dtype=np.int64).reshape(-1, 2)
    at = arrange(count, ends, np.ones(len(ends)), np.full(count, 8.0))
    assert at.shape == (count, 2)
    assert np.isfinite(at).all()
    gaps = [np.hypot(*(at[i] - at[j])) for i, j in itertools.combinations(range(count), 2)]
    assert sum(gap < 14 for gap in gaps) <= count * 0.02


def test_weaker_actors_never_move_those_already_seen() -> None:
    graph = nx.barabasi_albert_graph(400, 2, seed=3)
    ends = np.array(graph.edges, dtype=np.int64)
    every = arrange(400, ends, np.ones(len(ends)), np.full(400, 8.0))[:CORE]
    inner = ends[(ends < CORE).all(axis=1)]
    few = arrange(CORE, inner, np.ones(len(inner)), np.full(CORE, 8.0))
    assert every - every[0] == pytest.approx(few - few[0])


def test_small_pieces_have_room_for_their_names_beside_the_large_one() -> None:
    large = nx.barabasi_albert_graph(24, 2, seed=5)
    ends = np.array([*large.edges, (24, 25), (26, 27), (28, 29)], dtype=np.int64)
    at = arrange(36, ends, np.ones(len(ends)), np.full(36, 8.0))
    size = at.max(axis=0) - at.min(axis=0)
    gap = np.abs(at[24:, None] - at[None]) * float((PICTURE / size).min())
    joined = {(a, b) for a, b in ends.tolist()}
    for one, other in itertools.product(range(24, 36), range(36)):
        if one != other and (one, other) not in joined and (other, one) not in joined:
            wide, high = gap[one - 24, other]
            assert wide > ACTOR[0] * 0.8 or high > NAME[1] * 0.5
    assert size[0] / size[1] == pytest.approx(PICTURE[0] / PICTURE[1], rel=0.6)


LONE = Act(id="e", kind="MOBILIZE", actors=(Actor(id="a", name="A", kind="state"),), recipients=(), evidence=())


@pytest.mark.parametrize("graph", [nx.MultiDiGraph(), relations([LONE])])
def test_next_to_nothing_is_drawn_too(graph: nx.MultiDiGraph) -> None:
    assert "<!doctype html>" in draw(graph)


def test_in_jupyter_a_page_shows_itself_in_a_frame_of_its_own() -> None:
    page = draw(SMALL)
    assert isinstance(page, Page)
    frame = page._repr_html_()
    assert frame.startswith("<iframe")
    assert "allow-same-origin" not in frame
    assert html.unescape(frame.split('srcdoc="')[1].removesuffix('"></iframe>')) == page


def test_a_saved_page_is_the_page(tmp_path) -> None:  # type: ignore[no-untyped-def]
    page = draw(SMALL, title="Ярость")
    assert save(page, tmp_path / "page.html").read_bytes() == page.encode()


# What the eye sees: sRGB -> linear -> the retina of those without red, green or blue cones (Machado, Oliveira, Fernandes 2009) -> CIE Lab.
SIGHT = {
    "all cones": np.eye(3),
    "no red": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "no green": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "no blue": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(colour: str, sight: str) -> np.ndarray:
    xyz = XYZ @ np.clip(SIGHT[sight] @ linear(colour), 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def colours(theme: str) -> dict[str, str]:
    css = asset("page.css")
    block = css.split(":root {")[1].split("}")[0] if theme == "light" else css.split(':root[data-theme="dark"] {')[1].split("}")[0]
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_the_four_classes_differ_to_every_eye(theme: str, sight: str) -> None:
    found = colours(theme)
    for one, other in itertools.combinations(("q1", "q2", "q3", "q4"), 2):
        assert np.linalg.norm(lab(found[one], sight) - lab(found[other], sight)) > 20, (one, other)  # 10 is plain at a glance


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "least"), [("text", 7), ("soft", 4.5), ("accent", 4.5), ("node", 4.5), *((f"q{q}", 3) for q in range(5))])
def test_ink_stands_out_from_paper(theme: str, ink: str, least: float) -> None:
    found = colours(theme)
    assert contrast(found[ink], found["paper"]) >= least


def test_dark_by_choice_and_dark_by_system_are_the_same() -> None:
    blocks = re.findall(r"color-scheme: dark;\s*(.*?)\}", asset("page.css"), re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0].split() == blocks[1].split()
