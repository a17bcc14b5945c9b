"""Figures: what they draw is what the referee finds, and stands in the page as SVG with words."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from flint import fmpq
from sympy import Indexed

from derivations.catalogue import Catalogue, the_catalogue
from derivations.evidence.balls import Undecided, Undefined, precision
from derivations.evidence.scope import Graph, Polynomial, Scope
from derivations.evidence.values import evaluate
from derivations.judge.vectors import as_float
from derivations.notation import unicode_text
from derivations.publish.figures.compiling import Unsayable
from derivations.publish.figures.contour import CELLS, SQUARE, STEPS, Contour, _chains, _segments, contour
from derivations.publish.figures.drawing import LEFT, RIGHT, UPPER, Scale, curve, drawing, limits
from derivations.publish.figures.family import TOGETHER, overlay, sample
from derivations.publish.figures.figure import Figure, figure
from derivations.publish.figures.frame import Frame, frame, frame_of
from derivations.publish.figures.operations import OPERATIONS, applied
from derivations.publish.figures.program import Builder
from derivations.publish.figures.setting import BENT, STRAIGHT, Setting
from derivations.publish.figures.subject import parameters, subject
from derivations.publish.render import renderer

DRAWN = (  # kinks, seams and jumps; every function; sums, maxima over an index, models, matrices, indices beyond 1
    "huber",
    "absolute-of-a-model",
    "reverse-huber",
    "pinball",
    "zero-one",
    "scad",
    "gelu",
    "probit",
    "mish",
    "von-mises-likelihood",
    "negative-binomial-likelihood",
    "binary-cross-entropy",
    "focal",
    "log-cosh",
    "general-robust",
    "softmax-cross-entropy",
    "lasso",
    "multiclass-hinge",
    "maxout",
    "multivariate-gaussian",
    "total-variation",
    "bregman",
    "jensen-shannon",
    "contrastive",
    "straight-through",
    "vq-vae",
    "circle",
    "evidential",
    "softmax-focal",
    "gaussian-process",
    "probabilistic-pca",
    "hidden-markov-model",
    "conditional-random-field",
    "deep-network",
    "recurrent-network",
    "rbm",
)


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    return the_catalogue()


def found(whole: Catalogue, slug: str) -> Frame:
    entry = whole.find(slug)
    return frame_of(entry, entry.derivation.boundaries)


def made_of(whole: Catalogue, slug: str) -> Figure | None:
    entry = whole.find(slug)
    return figure(entry, entry.derivation.boundaries)


def scope_of(of: Frame, x: float) -> Scope:
    """The same numbers, as the referee takes them: exact."""
    setting = of.of.setting
    numbers = {s: fmpq(*value.as_integer_ratio()) for s, value in (*setting.scalars.items(), *setting.whole.items())}
    for array in setting.arrays:
        shape = setting.shape(array)
        for cell in range(math.prod(shape)):
            place = tuple(cell // math.prod(shape[n + 1 :]) % size + 1 for n, size in enumerate(shape))
            numbers[(array, *place)] = fmpq(*setting.cell(array, place).as_integer_ratio())
    name = setting.component
    key = (name.base, *map(int, name.indices)) if isinstance(name, Indexed) else name
    numbers[key] = fmpq(*x.as_integer_ratio())
    curve = of.of.model
    model = Polynomial({(curve.power,): fmpq(*curve.factor.as_integer_ratio())})
    numbers |= {(array, *place): fmpq(*number.as_integer_ratio()) for (array, place), number in of.of.given.items()}
    named = of.of.loss.definitions if of.of.loss.backward else ()
    sized = {each.base: (each, setting.shape(each.base) if each.indices else ()) for each in named}
    return Scope(numbers, dict.fromkeys(setting.models, model), Graph(of.of.loss.expression, sized))


@pytest.mark.parametrize("slug", DRAWN)
def test_the_curves_are_what_the_referee_finds(whole: Catalogue, slug: str) -> None:
    of = found(whole, slug)
    formulas = of.of.loss.expression, of.of.entry.derivation.gradient
    agreed = 0
    for share in (0.13, 0.38, 0.52, 0.71, 0.94):
        x = of.low + share * (of.high - of.low)
        for formula, drawn in zip(formulas, of.at(x), strict=True):
            with precision(128):
                try:
                    true = as_float(evaluate(formula, scope_of(of, x)))
                except (Undefined, Undecided):
                    continue
            assert drawn == pytest.approx(true, rel=1e-9, abs=1e-9)
            agreed += 1
    assert agreed >= 6


def test_what_is_held_fixed_makes_a_gradient_that_is_not_the_slope(whole: Catalogue) -> None:
    unit = found(whole, "straight-through")
    assert (unit.at(-1.5), unit.at(1.5)) == ((0, 1), (1, 1))
    assert [(mark.at, mark.kind, mark.filled) for mark in unit.marks] == [(0, "jump", False)]
    assert drawing(unit).panels[1].rings == [], "the gradient flows there as elsewhere"
    made = made_of(whole, "straight-through")
    assert made is not None
    assert "The gradient is not the slope of the curve, as a part is held fixed" in made.description
    assert "gradient is not the slope of this curve: $\\operatorname{sg}" in made.caption
    assert json.loads(made.live)["said"] == "gradient"
    assert contour_of(whole, "beta-weighted-gaussian") is None, "steps would not lead down it"
    huber = found(whole, "huber")
    assert not huber.of.flows
    assert "said" not in json.loads(made_of(whole, "huber").live)  # type: ignore[union-attr]


def test_a_model_that_shows_a_curve_is_taken(whole: Catalogue) -> None:
    assert found(whole, "generalised-linear-model").of.model == BENT
    assert found(whole, "squared-of-a-model").of.model == STRAIGHT


def test_a_gradient_that_is_not_the_slope_is_not_drawn(whole: Catalogue) -> None:
    entry = whole.find("squared")
    made = subject(entry, (), Setting(entry.loss))
    builder = Builder(made.program.inputs)
    loss = builder.apply(
        "^", builder.combine("+", [0, builder.combine("*", [builder.constant(-1), 1])]), builder.constant(2)
    )
    slope = builder.combine("*", [builder.constant(2.001), 0])
    wrong = replace(made, program=builder.program(loss, slope))
    with pytest.raises(Unsayable, match="the slope is"):
        frame(wrong)


MARKS = {
    "absolute": [(1.0, "kink", True)],
    "huber": [(0.0, "seam", False), (2.0, "seam", False)],
    "hinge": [(1.0, "kink", True)],
    "reverse-huber": [(0.0, "seam", False), (1.0, "kink", True), (2.0, "seam", False)],
    "zero-one": [(0.0, "jump", False)],
    "hard-swish": [(-3.0, "kink", False), (3.0, "kink", False)],
    "elu": [(0.0, "kink", False)],
    "log-cosh": [],
}


@pytest.mark.parametrize("slug, marks", MARKS.items())
def test_kinks_and_seams_are_drawn_where_they_are(
    whole: Catalogue, slug: str, marks: list[tuple[float, str, bool]]
) -> None:
    of = found(whole, slug)
    assert [(mark.at, mark.kind, mark.filled) for mark in of.marks] == marks
    made = drawing(of)
    rings = {x for panel in made.panels for x, _ in panel.rings}
    at = [round(LEFT + (x - of.low) / (of.high - of.low) * (RIGHT - LEFT), 1) for x, kind, _ in marks if kind != "seam"]
    assert rings == set(at)
    assert bool(made.panels[1].bars) == any(filled for *_, filled in marks)


def test_a_curve_runs_through_the_points_of_the_loss(whole: Catalogue) -> None:
    of = found(whole, "huber")
    panel = drawing(of).panels[0]
    for x, y in re.findall(r"(?:M| )([\d.]+) ([\d.]+)", panel.curve):
        u = of.low + (float(x) - LEFT) / (RIGHT - LEFT) * (of.high - of.low)
        v = panel.low + (panel.bottom - float(y)) / (panel.bottom - panel.top) * (panel.high - panel.low)
        assert abs(v - of.at(u)[0]) < 0.2 / (panel.bottom - panel.top) * (panel.high - panel.low)
    assert len(panel.curve) < 500, "straight pieces take two points"


def test_a_curve_that_runs_away_is_cut_at_the_edge(whole: Catalogue) -> None:
    of = found(whole, "binary-cross-entropy")
    made = drawing(of)
    low, high = limits(of.columns[1], zero=True)
    assert low > min(filter(math.isfinite, of.columns[1]))
    ys = [float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", made.panels[1].curve)]
    assert max(ys) == made.panels[1].bottom
    assert high >= 0


def test_a_peak_is_drawn_whole() -> None:
    peak = [1 / (1 + x * x / 100) for x in range(-50, 51)]
    assert limits(peak)[1] > 1
    pole = [1 / (0.01 + x * x) for x in range(-50, 51)]
    assert limits(pole)[1] < 1


def test_a_description_says_what_the_loss_does(whole: Catalogue) -> None:
    made = made_of(whole, "absolute")
    assert made is not None
    assert made.title == "L and its gradient over p"
    assert made.description == (
        "For p from −2 to 4, with t = 1. The loss is least, 0, at p = 1. It has a kink at p = 1: there the gradient "
        "jumps from −1 to 1. The gradient goes from −1 on the left to 1 on the right."
    )
    lasso = made_of(whole, "lasso")
    assert lasso is not None
    assert r"w=(\cdot,\," in lasso.caption


def test_the_figure_is_well_formed_and_has_words(whole: Catalogue) -> None:
    template = renderer().environment.from_string('{% from "parts/figure.html" import figure %}{{ figure(of) }}')
    for slug in ("huber", "lasso", "zero-one"):
        made = made_of(whole, slug)
        text = template.render(of=made)
        svg = ET.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])  # noqa: S314  (our own)
        assert svg.get("role") == "img"
        words = {svg.find("title").get("id"), svg.find("desc").get("id")}  # type: ignore[union-attr]
        assert words == set(str(svg.get("aria-labelledby")).split())
        assert all(element.text for element in (svg.find("title"), svg.find("desc")) if element is not None)
        assert "\n\n" not in text
        assert made_of(whole, slug) == made


@pytest.mark.parametrize("slug", ["focal", "mish", "modified-huber", "tukey", "softsign"])
def test_the_curve_passes_the_label_of_its_slope_by(whole: Catalogue, slug: str) -> None:
    made = drawing(found(whole, slug))
    label = next(label for label in made.labels if label.kind == "true")
    width = 6 * len(label.runs[0].text)
    left = label.x if label.anchor == "start" else label.x - width
    pairs = made.panels[1].curve.replace("M", " ").split()
    assert len(pairs) > 8
    spots = list(zip(map(float, pairs[::2]), map(float, pairs[1::2]), strict=True))
    for x in range(int(left) + 1, int(left + width)):
        before, after = max(spot for spot in spots if spot[0] <= x), min(spot for spot in spots if spot[0] >= x)
        share = (x - before[0]) / (after[0] - before[0]) if after != before else 0
        assert not label.y - 10 < before[1] + share * (after[1] - before[1]) < label.y, (x, label)


def test_an_operation_without_a_value_is_none() -> None:
    for name, values in (
        ("log", (-1.0,)),
        ("exp", (1000.0,)),
        ("^", (0.0, -1.0)),
        ("argmax", (1.0, 1.0)),
        ("log", (0.0,)),
    ):
        assert math.isnan(applied(name, *values))
    assert applied("argmin", 3.0, 1.0, 2.0) == 2
    assert set(OPERATIONS) >= {"sigma", "softplus", "Phi", "lgamma", "digamma", "besseli"}


def test_constants_are_put_together() -> None:
    build = Builder(("x",))
    two = build.apply("log", build.constant(math.e**2))
    program = build.program(
        build.combine("*", [build.combine("+", [two, build.constant(-2)]), 0]), build.combine("+", [0, 0])
    )
    assert program.run({"x": 3.0}) == [0.0, 6.0]
    assert program.text.count(";") == 1


def test_every_number_that_is_given_is_stated(whole: Catalogue) -> None:
    for slug in ("huber", "linex", "scad"):
        entry = whole.find(slug)
        made = made_of(whole, slug)
        assert made is not None
        assert all(
            f"${name}=" in made.caption or f"\\{name}=" in made.caption for name in parameters(entry.loss).values()
        )


def test_a_gap_breaks_a_curve() -> None:
    scale = Scale(0, 4, 0, 1, UPPER)
    assert curve([0, 1, 2, 3, 4], [0.5, 0.5, math.nan, 0.5, 0.5], scale).count("M") == 2
    assert curve([0, 1, 2, 3], [0.5, 0.5, 0.8, 0.8], scale, [1.5]).count("M") == 2
    assert curve([0, 1], [2, 3], scale) == ""


def test_a_family_lies_over_one_another(whole: Catalogue) -> None:
    robust = [sample(whole.find(slug)) for slug in ("huber", "log-cosh", "tukey", "squared", "lasso")]
    assert robust[-1] is None, "a loss of an array is none of one number"
    made = overlay(robust)
    assert made is not None
    (group,) = made.groups
    assert [line.title for line in group.lines] == [
        "Huber loss",
        "Log-cosh loss",
        "Tukey's biweight loss",
        "Squared loss",
    ]
    assert "p-t" in made.caption
    assert group.lines[0].given == r"$\delta=1$"
    huber = robust[0]
    assert huber is not None
    assert (huber.values[0], huber.values[80], huber.values[-1]) == (3.5, 0, 3.5)
    assert overlay([huber]) is None


def test_only_losses_of_the_same_variable_are_laid_over_one_another(whole: Catalogue) -> None:
    slugs = ("hinge", "huber", "logistic", "pinball", "exponential")
    made = overlay([sample(entry) for slug in slugs for entry in whole.entries if entry.slug == slug])
    assert made is not None
    assert {line.title for group in made.groups for line in group.lines} & {"Huber loss", "Pinball loss"} == set()


def test_many_are_drawn_a_few_at_a_time(whole: Catalogue) -> None:
    made = overlay([sample(entry) for entry in whole.entries if entry.family.slug == "robust"])
    assert made is not None
    assert len(made.groups) > 1
    assert max(len(group.lines) for group in made.groups) <= TOGETHER
    assert len({label.y for group in made.groups for label in group.labels if label.anchor == "end"}) < 9, "one scale"


def contour_of(whole: Catalogue, slug: str) -> Contour | None:
    entry = whole.find(slug)
    boundaries = [part.derivation.boundaries for part in entry.parts]
    return contour(entry, boundaries[min(1, len(boundaries) - 1)], frame_of(entry, boundaries[0]))


def test_lines_of_equal_loss_are_where_the_loss_is_equal(whole: Catalogue) -> None:
    entry, made = whole.find("lsgan"), contour_of(whole, "lsgan")
    assert made is not None
    across, up = (frame_of(part, ()) for part in entry.parts)
    tall = SQUARE[1] - SQUARE[0]
    seen = []
    for level in made.levels:
        values = []
        for x, y in re.findall(r"([\d.]+) ([\d.]+)", level):
            u = across.low + (float(x) - LEFT) / (RIGHT - LEFT) * (across.high - across.low)
            v = up.low + (SQUARE[1] - float(y)) / tall * (up.high - up.low)
            values.append((u - 1) ** 2 / 2 + v**2 / 2)
        assert max(values) - min(values) < 0.05
        seen.append(sum(values) / len(values))
    assert seen == sorted(seen), "the lowest comes first"
    assert json.loads(made.over) == [unicode_text(entry.parts[1].loss.wrt), up.low, up.high]
    assert made.levels[0].count("M") == 1, "a ring is one line"
    assert all(len(level) < 1000 for level in made.levels)


def test_a_walk_over_a_contour_leads_down(whole: Catalogue) -> None:
    made = contour_of(whole, "gaussian-log-variance")
    assert made is not None
    before, after = (float(n.replace("−", "-")) for n in re.findall(r"from (\S+) to ([^\s,]+),", made.description)[0])
    assert after < before
    assert 3 < len(made.dots) <= STEPS + 1
    assert contour_of(whole, "huber") is None
    assert contour_of(whole, "linear-unit") is None, "a weight of many is not one number"


def test_a_saddle_cuts_off_the_corners_that_are_alike() -> None:
    size = CELLS + 1
    grid = [[0.0] * size for _ in range(size)]
    grid[1][1] = grid[2][2] = 1.0  # two peaks that touch at a corner, where the loss is the mean of all four
    apart = list(_chains(list(_segments(grid, 0.6))))
    joined = list(_chains(list(_segments(grid, 0.4))))
    assert [len(apart), len(joined)] == [2, 1]
    assert all(chain[0] == chain[-1] for chain in (*apart, *joined))
