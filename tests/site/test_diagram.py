"""Diagrams: what leads to what, and shapes and lines that keep out of each other's way."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from sympy import IndexedBase, Sum, symbols

from derivations.catalogue import Entry, the_catalogue
from derivations.language.domains import Adjoints, Index, Intermediate, Model, Real, Size
from derivations.language.functions import model
from derivations.language.loss import Loss
from derivations.publish.diagram import HEIGHT, Diagram, Shape, diagram, label
from derivations.publish.lighting import lights
from derivations.publish.network import Network, network_of, told

CATALOGUE = the_catalogue()
TANGLES = {"complete-iou", "distance-iou", "generalised-iou"}  # eight sides, each in most of the names
DRAWN = [entry for entry in CATALOGUE.parts if network_of(entry.loss) and entry.slug not in TANGLES]


def network(slug: str) -> Network:
    found = network_of(CATALOGUE.find(slug).loss)
    assert found is not None
    return found


def drawing(entry: Entry) -> Diagram:
    found = diagram(entry.loss)
    assert found is not None
    return found


def test_every_network_has_a_diagram() -> None:
    slugs = {entry.slug for entry in DRAWN}
    assert {entry.slug for entry in CATALOGUE.parts if entry.family.slug == "networks"} <= slugs
    assert {entry.slug for entry in CATALOGUE.parts if entry.loss.definitions} - slugs == TANGLES
    assert {slug for slug in TANGLES if diagram(CATALOGUE.find(slug).loss)} == set()
    assert "huber" not in slugs


def test_the_graph_of_a_network() -> None:
    graph = network("input-to-hidden")
    assert {str(user): {str(each) for each in used} for user, used in graph.uses.items()} == {
        "u[j]": {"x[i]", "v[i, j]"},
        "h[j]": {"u[j]"},
        "z[k]": {"h[j]", "w[j, k]"},
        "o[k]": {"z[k]"},
        "E": {"o[k]", "t[k]"},
    }
    assert {str(vertex) for vertex in graph.path} == {"v[i, j]", "u[j]", "h[j]", "z[k]", "o[k]", "E"}
    assert [graph.depth(vertex) for vertex in graph.uses] == [1, 2, 3, 4, 5]
    assert graph.is_simple()


def test_a_graph_with_several_ways() -> None:
    graph = network("batch-normalisation")
    assert not graph.is_simple()
    assert "all ways from x_j through μ, q, s and y_i to L" in told(graph)


@pytest.mark.parametrize(
    "slug, ways",
    [
        ("rashid-network", "by the coloured way only."),
        ("rashid-network.v", "by the coloured way only, and through every $k$."),
        ("deep-network", "by the coloured way only, and through every $k$."),
        ("recurrent-network", "by the coloured way only, and through every $t$ and every $i$."),
        ("matrix-factorisation", "by the coloured way only, and through every $j$."),
        ("max-pooling", "by the coloured way only."),  # a window is reached by its own inputs only
    ],
)
def test_a_caption_says_where_a_change_fans_out(slug: str, ways: str) -> None:
    (entry,) = [entry for entry in DRAWN if entry.slug == slug]
    assert ways in drawing(entry).caption


def test_what_does_not_lead_to_the_loss_is_left_out() -> None:
    assert "p[i]" not in map(str, network("logistic-regression").vertices)


def test_a_general_layer_and_the_next() -> None:
    graph = network("deep-network")
    assert told(graph) == (
        "W_lji and a_{l−1,i} give z_lj; z_lj gives a_lj; W_{l+1,k,j} and a_lj give z_{l+1,k}; z_{l+1,k} leads through "
        "further layers to E. Highlighted: the way from W_lji through z_lj, a_lj and z_{l+1,k} to E. The adjoints "
        "g_{l+1,k} and g_lj come back the other way."
    )


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.slug)
def test_the_text_names_every_vertex(entry: Entry) -> None:
    drawn = drawing(entry)
    words = set(re.findall(r"[^\s;.,]+(?:,[^\s;.]+\})?", drawn.text))
    assert len({shape.label for shape in drawn.shapes}) == len(drawn.shapes)
    assert len(words) >= len(drawn.shapes)


def overlap(a: Shape, b: Shape) -> bool:
    return abs(a.x - b.x) * 2 < a.width + b.width and abs(a.y - b.y) < HEIGHT


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.slug)
def test_shapes_lie_apart_and_inside(entry: Entry) -> None:
    drawn = drawing(entry)
    assert not [(a.label, b.label) for a, b in combinations(drawn.shapes, 2) if overlap(a, b)]
    for shape in drawn.shapes:
        assert 0 <= shape.x - shape.width // 2 <= shape.x + shape.width // 2 <= drawn.width
        assert 0 <= shape.y - HEIGHT // 2 <= shape.y + HEIGHT // 2 <= drawn.height


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.slug)
def test_no_line_runs_through_a_shape(entry: Entry) -> None:
    drawn = drawing(entry)
    for stroke in drawn.strokes:
        for x, y in level_parts(stroke.data):
            assert not [s.label for s in drawn.shapes if abs(s.x - x) * 2 < s.width - 2 and abs(s.y - y) < HEIGHT // 2]


def level_parts(data: str) -> list[tuple[float, int]]:
    """The middle of every level piece of a path."""
    found, here = [], (0, 0)
    for letter, numbers in re.findall(r"([MHCL])([^MHCL]*)", data):
        values = list(map(int, numbers.split()))
        if letter == "H":
            found.append(((here[0] + values[0]) / 2, here[1]))
            here = (values[0], here[1])
        else:
            here = (values[-2], values[-1])
    return found


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.slug)
def test_the_way_to_the_loss_is_a_straight_line(entry: Entry) -> None:
    drawn, graph = drawing(entry), network(entry.slug)
    ends = {shape.y for shape in drawn.shapes if shape.highlighted and shape.label.letter in letters(graph)}
    assert len(ends) == 1


def letters(graph: Network) -> set[str]:
    return {label(graph.start).letter, label(graph.end).letter}


def test_layers_in_a_ring_of_their_own_have_no_diagram() -> None:
    """Each layer uses two of the layer before in different ways: no single chain of layers, and no traceback."""
    i, j, k, l, n, L = symbols("i j k l n L")
    W, a, b, t, delta = map(IndexedBase, ("W", "a", "b", "t", "delta"))
    f, g = model("f"), model("g")
    loss = Loss(
        id="L222",
        expression=Sum((t[k] - a[L, k] - b[L, k]) ** 2, (k, 1, n)),
        wrt=W[l, j, i],
        backward=True,
        adjoints={a: delta},
        definitions=[
            (a[l, j], f(Sum(W[l, j, i] * b[l - 1, i], (i, 1, n)))),
            (b[l, j], g(Sum(W[l, j, i] * a[l - 1, i], (i, 1, n)))),
        ],
        symbols={
            W: Real("weights", shape=(L, n, n)),
            a: Intermediate("outputs", shape=(L, n)),
            b: Intermediate("other outputs", shape=(L, n)),
            f: Model("activation"),
            g: Model("other activation"),
            t: Real("targets", shape=(n,)),
            delta: Adjoints("short", shape=(L, n)),
            l: Index("layer", last=L),
            j: Index("unit", last=n),
            i: Index("unit", last=n),
            n: Size("units"),
            L: Size("layers"),
        },
        source="a test",
    )
    assert network_of(loss) is None


LIT = {
    "sigmoid-node": {"1": "o_k E", "2": "w[j, k] o_k E", "4": "w[j, k] o_k E"},
    "rashid-network": {"1": "o[k] E", "5": "z[k] o[k]", "8": "w[j, k] z[k]", "11": "w[j, k] z[k]"},
    "deep-network": {"3": "⋯ E", "4": "a[l, j] z[l + 1, k]", "10": "z[l, j] a[l, j]", "15": "W[l, j, i] z[l, j]"},
}


@pytest.mark.parametrize("slug, lines", LIT.items())
def test_each_line_lights_its_part_of_the_way(slug: str, lines: dict[str, str]) -> None:
    entry = the_catalogue().find(slug)
    network, lit = network_of(entry.loss), lights(entry.derivation)
    assert network is not None
    named = {line: " ".join(str(network.vertices[int(n)]) for n in places.split()) for line, places in lit.items()}
    assert named | lines == named
    assert list(lit) == [str(line.number) for chain in entry.derivation.chains for line in chain.lines]


def test_a_loss_without_a_diagram_lights_nothing() -> None:
    assert lights(the_catalogue().find("huber").derivation) == {}
