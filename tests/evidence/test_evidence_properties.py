"""Properties: what textbooks say of losses, what they must not say, and what the numbers say of what is claimed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from flint import fmpq
from sympy import Expr, Rational, Symbol, atan, cosh, erf, exp, log, oo, sqrt, symbols, tanh

from derivations.calculus.derive import derive
from derivations.catalogue import Entry, the_catalogue
from derivations.errors import LossaryError
from derivations.evidence import Curvature, Properties, curvature_of, evaluate, precision, properties_of
from derivations.evidence.balls import Undecided, Undefined, finite, head
from derivations.evidence.controls import simple_points
from derivations.evidence.curvature.signs import Signs
from derivations.evidence.proof.given import given_by
from derivations.evidence.properties.growth import Growing
from derivations.evidence.properties.leading import Unclear
from derivations.evidence.properties.pieces import most
from derivations.evidence.properties.subject import Subject
from derivations.evidence.values import key_of
from derivations.language.cases import branches
from derivations.language.domains import Interval, Label01, LabelSign, Positive, Probability, Real
from derivations.language.functions import (
    Phi,
    clip,
    largest,
    magnitude,
    otherwise,
    positive_part,
    smallest,
    softplus,
    step,
)
from derivations.language.loss import Loss
from derivations.language.properties import (
    BELOW,
    CALIBRATED,
    CONVEX,
    INFIMUM,
    LIPSCHITZ,
    MINIMUM,
    NAMES,
    ORDER,
    SMOOTH,
    STRICTLY,
    STRONGLY,
    SYMMETRIC,
)

p, t, q, c, w, s, y, z, a = symbols("p t q c w s y z a")
r = p - t
HUBER = branches((r**2 / 2, magnitude(r) <= c), (c * (magnitude(r) - c / 2), otherwise))
NOT = "not"  # in place of a constant: the property is refuted
YES = None  # no constant
ERROR = {CONVEX: YES, SYMMETRIC: YES, MINIMUM: 0}
MARGIN = {CONVEX: YES, CALIBRATED: YES}
BENT = {CONVEX: NOT, STRICTLY: NOT, STRONGLY: NOT}
KINKED = {ORDER: 0, SMOOTH: NOT, STRICTLY: NOT, STRONGLY: NOT}
# What must be found, with the constants; of what is not in the row nothing must be claimed.
TRUTHS: dict[str, tuple[Any, Symbol, dict[Any, Any], dict[str, Any]]] = {
    "squared": (r**2, p, {}, ERROR | {STRICTLY: YES, STRONGLY: 2, LIPSCHITZ: NOT, SMOOTH: 2, ORDER: oo}),
    "absolute": (magnitude(r), p, {}, ERROR | KINKED | {LIPSCHITZ: 1}),
    "Huber": (
        HUBER,
        p,
        {c: Positive},
        ERROR | {STRICTLY: NOT, STRONGLY: NOT, LIPSCHITZ: Symbol("c"), SMOOTH: 1, ORDER: 1},
    ),
    "log-cosh": (log(cosh(r)), p, {}, ERROR | {STRICTLY: YES, STRONGLY: NOT, LIPSCHITZ: 1, SMOOTH: 1, ORDER: oo}),
    "the larger of two squares": (
        largest(r**2, (c - t) ** 2) / 2,
        p,
        {},
        {CONVEX: YES, SYMMETRIC: NOT, ORDER: 0, SMOOTH: NOT, LIPSCHITZ: NOT},
    ),
    "pseudo-Huber": (
        c**2 * (sqrt(1 + (r / c) ** 2) - 1),
        p,
        {c: Positive},
        ERROR | {STRICTLY: YES, STRONGLY: NOT, LIPSCHITZ: Symbol("c"), SMOOTH: 1, ORDER: oo},
    ),
    "Cauchy": (
        log(1 + r**2 / c**2),
        p,
        {c: Positive},
        {CONVEX: NOT, STRICTLY: NOT, STRONGLY: NOT, LIPSCHITZ: YES, SMOOTH: YES, ORDER: oo, MINIMUM: 0, SYMMETRIC: YES},
    ),
    "insensitive": (positive_part(magnitude(r) - c), p, {c: Positive}, ERROR | KINKED | {LIPSCHITZ: 1}),
    "pinball": (
        largest(q * (t - p), (q - 1) * (t - p)),
        p,
        {q: Probability},
        {CONVEX: YES, SYMMETRIC: NOT, MINIMUM: 0, LIPSCHITZ: largest(q, 1 - q)} | KINKED,
    ),
    "hinge": (positive_part(1 - a), a, {}, MARGIN | KINKED | {LIPSCHITZ: 1, MINIMUM: 0}),
    "squared hinge": (
        positive_part(1 - a) ** 2,
        a,
        {},
        MARGIN | {STRICTLY: NOT, STRONGLY: NOT, LIPSCHITZ: NOT, SMOOTH: 2, ORDER: 1, MINIMUM: 0},
    ),
    "perceptron": (positive_part(-a), a, {}, MARGIN | KINKED | {LIPSCHITZ: 1, MINIMUM: 0, CALIBRATED: NOT}),
    "logistic": (
        softplus(-a),
        a,
        {},
        MARGIN | {STRICTLY: YES, STRONGLY: NOT, LIPSCHITZ: 1, SMOOTH: Rational(1, 4), ORDER: oo, INFIMUM: 0},
    ),
    "exponential": (
        exp(-a),
        a,
        {},
        MARGIN | {STRICTLY: YES, STRONGLY: NOT, LIPSCHITZ: NOT, SMOOTH: NOT, ORDER: oo, INFIMUM: 0},
    ),
    "squared margin": (
        (1 - a) ** 2,
        a,
        {},
        MARGIN | {STRICTLY: YES, STRONGLY: 2, LIPSCHITZ: NOT, SMOOTH: 2, ORDER: oo, MINIMUM: 0},
    ),
    "rising margin": (
        (1 + a) ** 2,
        a,
        {},
        {CONVEX: YES, STRICTLY: YES, STRONGLY: 2, LIPSCHITZ: NOT, SMOOTH: 2, ORDER: oo, MINIMUM: 0, CALIBRATED: NOT},
    ),
    "sigmoid": (
        1 / (1 + exp(a)),
        a,
        {},
        {CONVEX: NOT, STRICTLY: NOT, STRONGLY: NOT, LIPSCHITZ: YES, SMOOTH: YES, ORDER: oo, INFIMUM: 0},
    ),
    "zero-one": (step(-a), a, {}, BENT | {BELOW: 0}),
    "hard tanh": (clip(z, -1, 1), z, {}, BENT | {LIPSCHITZ: 1, SMOOTH: NOT, ORDER: 0, MINIMUM: -1}),
    "modified Huber": (
        branches((positive_part(1 - a) ** 2, a >= -1), (-4 * a, otherwise)),
        a,
        {},
        MARGIN | {STRICTLY: NOT, STRONGLY: NOT, LIPSCHITZ: 4, SMOOTH: 2, ORDER: 1, MINIMUM: 0},
    ),
    "cross-entropy": (
        -t * log(q) - (1 - t) * log(1 - q),
        q,
        {q: Probability, t: Label01},
        {CONVEX: YES, STRICTLY: YES, LIPSCHITZ: NOT, SMOOTH: NOT, ORDER: oo, BELOW: 0},
    ),
    "with logit": (
        softplus(z) - t * z,
        z,
        {t: Label01},
        {CONVEX: YES, STRICTLY: YES, STRONGLY: NOT, LIPSCHITZ: 1, SMOOTH: Rational(1, 4), ORDER: oo},
    ),
    "of a label": (
        softplus(-y * s),
        s,
        {y: LabelSign},
        MARGIN | {STRICTLY: YES, STRONGLY: NOT, LIPSCHITZ: 1, SMOOTH: Rational(1, 4), ORDER: oo, INFIMUM: 0},
    ),
    "log-likelihood": (
        -log(q),
        q,
        {q: Probability},
        {CONVEX: YES, STRICTLY: YES, STRONGLY: 1, LIPSCHITZ: NOT, SMOOTH: NOT, ORDER: oo, INFIMUM: 0},
    ),
    "closed interval": (
        w**2,
        w,
        {w: lambda about: Interval(about, within="[0, 1]")},
        {CONVEX: YES, STRICTLY: YES, STRONGLY: 2, LIPSCHITZ: 2, SMOOTH: 2, ORDER: oo, MINIMUM: 0},
    ),
    "unbounded below": (
        exp(w) - 2 * w**3,
        w,
        {},
        {CONVEX: NOT, STRICTLY: NOT, STRONGLY: NOT, LIPSCHITZ: NOT, SMOOTH: NOT, ORDER: oo},
    ),
    "straight": (
        3 * w,
        w,
        {},
        {CONVEX: YES, STRICTLY: NOT, STRONGLY: NOT, LIPSCHITZ: 3, SMOOTH: 0, ORDER: oo, BELOW: NOT},
    ),
    "ramp": (smallest(1, positive_part(1 - a)), a, {}, BENT | {LIPSCHITZ: 1, SMOOTH: NOT, ORDER: 0, MINIMUM: 0}),
    "ELU": (
        branches((z, z > 0), (c * (exp(z) - 1), otherwise)),
        z,
        {c: Positive},
        BENT | {LIPSCHITZ: largest(Symbol("c"), 1), SMOOTH: NOT, ORDER: 0, INFIMUM: -Symbol("c")},
    ),
    "CELU": (
        branches((z, z > 0), (c * (exp(z / c) - 1), otherwise)),
        z,
        {c: Positive},
        {
            CONVEX: YES,
            STRICTLY: NOT,
            STRONGLY: NOT,
            LIPSCHITZ: 1,
            SMOOTH: 1 / Symbol("c"),
            ORDER: 1,
            INFIMUM: -Symbol("c"),
        },
    ),
    "hard swish": (
        branches((0, z < -3), (z, z > 3), (z * (z + 3) / 6, otherwise)),
        z,
        {},
        BENT | {LIPSCHITZ: Rational(3, 2), SMOOTH: NOT, ORDER: 0, MINIMUM: Rational(-3, 8)},
    ),
    "GELU": (z * Phi(z), z, {}, BENT | {LIPSCHITZ: YES, SMOOTH: YES, ORDER: oo}),
    "Tukey": (
        branches((c**2 / 6 * (1 - (1 - (r / c) ** 2) ** 3), magnitude(r) <= c), (c**2 / 6, otherwise)),
        p,
        {c: Positive},
        BENT | {LIPSCHITZ: 16 * sqrt(5) * Symbol("c") / 125, SMOOTH: 1, ORDER: 2, MINIMUM: 0, SYMMETRIC: YES},
    ),
    "wing": (
        branches((w * log(1 + magnitude(r) / c), magnitude(r) < w), (magnitude(r) - w + w * log(1 + w / c), otherwise)),
        p,
        {c: Positive, w: Positive},
        BENT | {LIPSCHITZ: largest(1, Symbol("w") / Symbol("c")), SMOOTH: NOT, ORDER: 0, MINIMUM: 0, SYMMETRIC: YES},
    ),
    "expectile": (
        branches((q * r**2, p < t), ((1 - q) * r**2, otherwise)),
        p,
        {q: Probability},
        {CONVEX: YES, STRICTLY: YES, MINIMUM: 0, LIPSCHITZ: NOT, SMOOTH: largest(2 * q, 2 * (1 - q)), ORDER: 1}
        | {SYMMETRIC: NOT},
    ),
    "tangent": (
        (2 * atan(a) - 1) ** 2,
        a,
        {},
        BENT | {LIPSCHITZ: YES, SMOOTH: YES, ORDER: oo, MINIMUM: 0},
    ),
    "exponential with a floor": (
        largest(exp(w), 1),
        w,
        {},
        {CONVEX: YES, STRICTLY: NOT, STRONGLY: NOT, LIPSCHITZ: NOT, MINIMUM: largest(exp(-1), 1)},
    ),
    "exponential with a roof": (clip(exp(w), 0, 1), w, {}, BENT | {LIPSCHITZ: 1, INFIMUM: 0}),
    "fourth root": (
        sqrt(sqrt(w)),
        w,
        {w: Positive},
        {CONVEX: NOT, STRICTLY: NOT, STRONGLY: NOT, LIPSCHITZ: NOT, SMOOTH: NOT, ORDER: oo, INFIMUM: 0},
    ),
}
MEANINGS = {p: "prediction", t: "target", a: "margin", s: "score", y: "label", q: "share"}


def subject(expression: Any, wrt: Any, domains: dict[Any, Any], **more: Any) -> Loss:
    names = sorted(expression.free_symbols, key=str)
    given = {name: domains.get(name, Real)(MEANINGS.get(name, "number")) for name in names}
    return Loss(id="", expression=expression, wrt=wrt, symbols=given, source="x", **more)


def decided(loss: Loss) -> Properties:
    """As the catalogue does it, but without the checks of lines."""
    first = derive(loss)
    try:
        second = derive(loss.sloped(first.gradient))
    except LossaryError:
        second = None
    curvature = curvature_of(loss, first.gradient, second.gradient, proved=True) if second else Curvature()
    return properties_of(
        loss,
        first.gradient,
        second and second.gradient,
        curvature,
        proved=True,
        kinks=any(boundary.kind == "kink" for boundary in first.boundaries),
        seams=second is not None and any(boundary.kind == "kink" for boundary in second.boundaries),
    )


def plainly(found: Properties) -> dict[str, Any]:
    """What is found: the constant of what holds, as text; and what does not."""
    return {one.name: str(one.value) if one.holds else NOT for one in found.found if one.name != "concave"}


@pytest.mark.parametrize("name", TRUTHS)
def test_textbooks_say_so(name: str) -> None:
    expression, wrt, domains, truth = TRUTHS[name]
    found = plainly(decided(subject(expression, wrt, domains)))
    wanted = {each: value if value is NOT else str(value) for each, value in truth.items()}
    assert {each: found.get(each) for each in wanted} == wanted
    assert found.keys() - wanted.keys() <= {BELOW}


def test_what_an_inequality_makes_narrower_keeps_what_does_not_speak_of_its_ends() -> None:
    found = plainly(decided(subject(exp(p + c), p, {}, constraints=[p < c])))
    assert found[CONVEX] == str(YES)
    assert not {LIPSCHITZ, SMOOTH, MINIMUM, INFIMUM} & found.keys()


@pytest.mark.parametrize(
    "name, elsewhere",
    [
        ("ELU", {CONVEX: 1, SMOOTH: 1, ORDER: 1}),  # with 1 both slopes at 0 are the same
        ("pinball", {SYMMETRIC: Rational(1, 2)}),
        ("expectile", {SYMMETRIC: Rational(1, 2)}),
        ("Tukey", {}),
        ("Huber", {}),
    ],
)
def test_what_holds_for_one_value_of_a_setting_is_said_to(name: str, elsewhere: dict[str, Any]) -> None:
    expression, wrt, domains, _ = TRUTHS[name]
    found = decided(subject(expression, wrt, domains)).found
    assert {one.name: one.elsewhere[0][1] for one in found if one.elsewhere} == elsewhere


def test_no_setting_is_told_of_what_a_point_refutes_there() -> None:
    u = branches((z, z > 0), (2 * c * (exp(z) - 1), otherwise))  # alike where c is 1/2, which is not tried
    found = decided(subject(u, z, {c: Positive})).found
    assert not [one for one in found if one.elsewhere]


FALSE: dict[str, tuple[str, list[Any]]] = {
    "log-cosh is not strongly convex": ("log-cosh", ["strongly convex", ("strongly convex", Rational(1, 1000))]),
    "the constant of Lipschitz is too small": ("log-cosh", [("Lipschitz", Rational(9, 10))]),
    "that of a parameter too": ("Huber", [("Lipschitz", 1), ("Lipschitz", Symbol("c") / 2)]),
    "the squared loss has no bound on its slope": ("squared", ["Lipschitz", ("Lipschitz", 1000)]),
    "nor less curvature": ("squared", [("smooth", 1), ("strongly convex", 3), "not strongly convex"]),
    "Huber is not twice differentiable": ("Huber", [("differentiable", 2), ("differentiable", oo), "strictly convex"]),
    "the absolute loss is not smooth": ("absolute", ["smooth", ("smooth", 10), ("differentiable", 1)]),
    "the logistic loss attains nothing": ("logistic", [("minimum", 0), ("infimum", 1), "not bounded below"]),
    "the hinge attains its infimum": ("hinge", [("infimum", 0), ("minimum", 1), "strictly convex"]),
    "the squared hinge has no kink": ("squared hinge", [("differentiable", 0), "not smooth", "Lipschitz"]),
    "cross-entropy is not Lipschitz in p": ("cross-entropy", ["Lipschitz", "smooth", "not bounded below"]),
    "but in z": ("with logit", ["not Lipschitz", ("Lipschitz", Rational(1, 2)), "not convex"]),
    "the perceptron is not calibrated": ("perceptron", ["classification-calibrated"]),
    "nor what rises": ("rising margin", ["classification-calibrated"]),
    "a hinge is": ("hinge", ["not classification-calibrated"]),
    "the pinball has two sides": ("pinball", ["symmetric", ("Lipschitz", Rational(1, 2))]),
    "a robust loss is not convex": ("Cauchy", ["convex", "not Lipschitz", ("minimum", 1)]),
    "what falls has no bound": ("unbounded below", ["convex"]),
}
CLAIMS = [(subject_, claim) for subject_, claims in FALSE.values() for claim in claims]


@pytest.mark.parametrize("name, claim", CLAIMS, ids=str)
def test_what_is_false_is_refuted(name: str, claim: Any) -> None:
    expression, wrt, domains, _ = TRUTHS[name]
    (failure,) = decided(subject(expression, wrt, domains, properties=[claim])).failures
    assert failure.kind == "refuted", failure


TRUE: dict[str, list[Any]] = {
    "log-cosh": [
        "not strongly convex",
        ("Lipschitz", 2),
        ("smooth", 1),
        ("minimum", 0),
        "bounded below",
        ("bounded below", -1),
    ],
    "Cauchy": ["not convex", "Lipschitz", "smooth", "bounded below"],
    "Huber": [("Lipschitz", Symbol("c")), ("smooth", 2), "not strictly convex", ("differentiable", 1)],
    "logistic": [("infimum", 0), "classification-calibrated", ("bounded below", 0)],
    "cross-entropy": ["not Lipschitz", ("bounded below", 0), "convex"],
    "squared": [("strongly convex", 1), "symmetric", "not Lipschitz"],
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_may_be_declared_in_any_order(name: str) -> None:
    expression, wrt, domains, _ = TRUTHS[name]
    for claims in [[claim] for claim in TRUE[name]]:
        assert not decided(subject(expression, wrt, domains, properties=claims)).failures


def test_what_cannot_be_decided_is_no_property() -> None:
    loss = subject((1 - exp(-(r**2))), p, {}, properties=[("Lipschitz", Rational(9, 10)), "classification-calibrated"])
    failures = decided(loss).failures
    assert [failure.kind for failure in failures] == ["undecided", "undecided"]
    assert "leave it out" in str(failures[0])


def test_a_constant_that_is_declared_and_proved_is_told() -> None:
    by_itself = decided(subject(log(1 + w**2), w, {})).get(LIPSCHITZ)
    assert by_itself is not None
    assert (by_itself.holds, by_itself.value) == (True, None)
    found = decided(subject(log(1 + w**2), w, {}, properties=[("Lipschitz", 1)]))
    declared = found.get(LIPSCHITZ)
    assert declared is not None
    assert declared.value == 1
    assert [one.name for one in found.found] == sorted((one.name for one in found.found), key=NAMES.index)


@pytest.mark.parametrize(
    "formula, limit",
    [
        (tanh(w), (0, 1)),
        (1 - tanh(w) ** 2, (0, 0)),
        (w * exp(-w), (0, 0)),
        (w**5 * exp(-w) + 1 / w, (0, 0)),
        (log(w) ** 3 / w, (0, 0)),
        (exp(w) / w**9, (1, 0)),
        (exp(w**2) * exp(-w), (1, 0)),
        (-exp(w) + w**7, (-1, 0)),
        (softplus(w) - w, (0, 0)),
        (log(1 + 1 / w) * w, (0, 1)),
        (atan(w) - 1, (0, "-1 + pi/2")),
        (erf(1 / w) * w, (0, "2/sqrt(pi)")),
        (w * (1 - Phi(w)), (0, 0)),
        (clip(w, -1, 2) + step(-w), (0, 2)),
        (magnitude(3 - w) / w, (0, 1)),
        (sqrt(1 + w**2) / w, (0, 1)),
    ],
    ids=str,
)
def test_leading_terms(formula: Expr, limit: tuple[int, Any]) -> None:
    found = growing().tends_to(formula.xreplace({w: X}))
    assert (found[0], str(found[1])) == (limit[0], str(limit[1]))


X = Symbol("x", positive=True)


def growing() -> Growing:
    return Growing(X, Signs(given_by(subject(c * q, c, {q: Label01}))))


@pytest.mark.parametrize(
    "formula",
    [
        exp(w**2 + w) * exp(-(w**2)),
        sqrt(1 + w**2) - w,
        cosh(w) - exp(w),
        exp(w) * w - exp(w),
        w * Symbol("q", nonnegative=True) - log(w),
        exp(exp(w)) - exp(w),
        w ** Symbol("q", nonnegative=True),
    ],
    ids=str,
)
def test_where_leading_terms_cancel_nothing_is_said(formula: Expr) -> None:
    with pytest.raises(Unclear):
        growing().tends_to(formula.xreplace({w: X}))


def parts() -> list[Entry]:
    """Those by a number, which is moved."""
    return [part for part in the_catalogue().parts if isinstance(part.loss.wrt, Symbol)]


WAYS = fmpq(1, 8), fmpq(1), fmpq(50)


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.slug)
def test_no_number_is_against_what_is_claimed(part: Entry) -> None:
    """By values of the loss alone, at pairs of points that lie near, and far: slopes, bends, and the infimum."""
    found = part.properties
    for low, middle, high, way in values_along(part):
        slope, bend = (high - low) / (2 * way), (high - 2 * middle + low) / way**2
        for name, number in ((LIPSCHITZ, abs(slope)), (SMOOTH, abs(bend))):
            bound = constant(found, name)
            assert bound is None or number <= bound * (1 + 1e-9) + 1e-9
        strongly, least = constant(found, STRONGLY), next(filter(None, map(found.get, (MINIMUM, INFIMUM, BELOW))), None)
        assert strongly is None or bend >= strongly * (1 - 1e-9)
        assert not found.has(STRICTLY) or bend > -1e-12
        if least is not None and least.holds and least.value is not None and least.value.is_number:
            assert min(low, middle, high) >= float(least.value) - 1e-12


def constant(found: Properties, name: str) -> float | None:
    one = found.get(name)
    return float(one.value) if one is not None and one.holds and one.value is not None and one.value.is_number else None


@cache
def decided_of(part: Entry) -> Properties:
    return decided(part.loss)


def values_along(part: Entry) -> Iterator[tuple[float, float, float, float]]:
    for point in simple_points(part.loss)[:30]:
        key = key_of(part.loss.wrt, point.scope())
        for way in WAYS if key in point.numbers else ():
            there = [point.changed(key, point.get(key) + side * way) for side in (-1, 0, 1)]
            if all(each.is_inside() for each in there):
                try:
                    with precision(256):
                        low, middle, high = (
                            float(finite(head(evaluate(part.loss.expression, each.scope())))) for each in there
                        )
                except (Undefined, Undecided):
                    continue
                yield low, middle, high, float(int(way.p) / int(way.q))


def test_the_catalogue_says_what_textbooks_say() -> None:
    said = {
        "squared": {STRONGLY: "2", SMOOTH: "2", LIPSCHITZ: NOT, MINIMUM: "0"},
        "half-squared": {STRONGLY: "1", SMOOTH: "1"},
        "absolute": {LIPSCHITZ: "1", SMOOTH: NOT, ORDER: "0", MINIMUM: "0"},
        "huber": {LIPSCHITZ: "delta", SMOOTH: "1", ORDER: "1", STRICTLY: NOT, MINIMUM: "0"},
        "log-cosh": {STRONGLY: NOT, STRICTLY: "None", LIPSCHITZ: "1", MINIMUM: "0"},
        "fair": {LIPSCHITZ: "c", SMOOTH: "1", MINIMUM: "0", STRICTLY: "None"},
        "binary-cross-entropy": {LIPSCHITZ: NOT, BELOW: "0", STRICTLY: "None"},
        "binary-cross-entropy-with-logit": {LIPSCHITZ: "1", SMOOTH: "1/4", STRONGLY: NOT},
        "softmax-cross-entropy": {LIPSCHITZ: "1", SMOOTH: "1/4", BELOW: "0"},
        "hinge": {LIPSCHITZ: "1", CALIBRATED: "None", MINIMUM: "0", ORDER: "0"},
        "hinge-of-a-score": {LIPSCHITZ: "1", CALIBRATED: "None", MINIMUM: "0"},
        "logistic-of-a-score": {LIPSCHITZ: "1", CALIBRATED: "None", INFIMUM: "0", SMOOTH: "1/4"},
        "softplus": {LIPSCHITZ: "1", INFIMUM: "0", ORDER: "oo"},
        "rectifier": {LIPSCHITZ: "1", MINIMUM: "0", SMOOTH: NOT},
        "absolute-value": {LIPSCHITZ: "1", MINIMUM: "0"},
        "sigmoid": {LIPSCHITZ: "1/4", CONVEX: NOT, INFIMUM: "0"},
        "hyperbolic-tangent": {LIPSCHITZ: "1", CONVEX: NOT, ORDER: "oo"},
        "gaussian-log-variance.mu": {STRONGLY: "exp(-v)", MINIMUM: "v/2"},
        "mean-squared": {STRONGLY: "2/n", SMOOTH: "2/n", SYMMETRIC: "None"},
        "root-mean-squared": {SMOOTH: NOT, SYMMETRIC: "None"},
        "general-robust": {CONVEX: NOT},
        "truncated-squared": {CONVEX: NOT, MINIMUM: "0"},
    }
    found = {slug: plainly(decided_of(the_catalogue().find(slug))) for slug in said}
    assert {slug: {name: found[slug].get(name) for name in names} for slug, names in said.items()} == said


def test_no_proof_is_tried_that_a_formula_rises_where_points_show_that_it_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = Loss(id="L222", expression=log(1 + r**2), wrt=p, symbols={p: Real(""), t: Real("")}, source="a test")
    subject = Subject(given, given.expression, None, Curvature())
    monkeypatch.setattr(Signs, "of", pytest.fail)
    assert most(subject, given.expression) is None
