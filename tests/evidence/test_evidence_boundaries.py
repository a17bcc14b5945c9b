"""Claims about kinks, seams, jumps and edges: the true ones pass, each kind of false one is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from evidence_cases import CASES, C, Case, W, X, Y, b, case, delta, i, j, k, m, n, p, r, real, t, w, y, z
from sympy import Eq, Expr, IndexedBase, Integer, Max, Min, Rational, S, Sum, exp, log, sqrt

from derivations.evidence import Failure, examine
from derivations.language.cases import branches
from derivations.language.domains import Index, Intermediate, LabelSign, Positive, Real, Size
from derivations.language.functions import Prime, magnitude, otherwise, positive_part, sign, step


@dataclass(frozen=True)
class Claim:
    kind: str
    switch: Expr
    variable: Expr
    where: Any
    below: Expr | None = None
    above: Expr | None = None
    slopes: tuple[Expr, Expr] | None = None
    subdifferential: tuple[Expr, Expr] | None = None
    in_wrt: tuple[Expr, Expr] | None = None
    index: tuple[Any, ...] = ()
    part: Expr | None = None
    means: tuple[Any, ...] = ()
    radius: Expr | None = None
    active: Any = None


def settled(given: Case, claim: Claim) -> Claim:
    def settle(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(settle, value))
        return value if value is None or isinstance(value, str) else given.loss.named(given.settle(value))

    return Claim(**{name: settle(value) for name, value in vars(claim).items()})


def examined(given: Case, *claims: Claim) -> list[Failure]:
    return list(examine(given.loss, [], given.gradient, [settled(given, claim) for claim in claims]).failures)


def failures(given: Case, claim: Claim) -> list[str]:
    """What is the matter with the claim itself."""
    found = examined(given, claim)
    assert {failure.address for failure in found} <= {"L222 boundary 1", "L222 boundaries"}
    return [failure.kind for failure in found if failure.address == "L222 boundary 1"]


def unsaid(given: Case, *claims: Claim) -> list[Failure]:
    """Where something happens that the claims do not say."""
    return [failure for failure in examined(given, *claims) if failure.address == "L222 boundaries"]


ONE = Integer(1)
ABSOLUTE = Claim("kink", r, p, Eq(p, t), -ONE, ONE, (-ONE, ONE), (-ONE, ONE))
OF_MODEL = Claim("kink", m(w) - t, m(w), Eq(m(w), t), -ONE, ONE, (-Prime(m(w)), Prime(m(w))), (-ONE, ONE))
UPPER = Claim("seam", magnitude(r) - delta, p, Eq(p, t + delta), delta, delta, (delta, delta))
LOWER = Claim("seam", magnitude(r) - delta, p, Eq(p, t - delta), -delta, -delta, (-delta, -delta))
HINGE = Claim(
    "kink", y * z - 1, z, Eq(y * z - 1, 0, evaluate=False), -y, S.Zero, (-y, S.Zero), (Min(-y, 0), Max(-y, 0))
)
EDGE = Claim("outside", p, p, Eq(p, 0, evaluate=False))

HINGED = case(positive_part(1 - y * z), z, {z: Real(""), y: LabelSign("")}, -y * step(1 - y * z))
JUMPING = case(step(p) * p**2 + step(p), p, {p: Real("")}, 2 * p * step(p))
CASES_OF = {
    "absolute": (CASES["absolute"], ABSOLUTE),
    "the other way round": (
        CASES["absolute"],
        replace(ABSOLUTE, switch=t - p, below=ONE, above=-ONE, slopes=(ONE, -ONE)),
    ),
    "of a model": (CASES["absolute of a model"], OF_MODEL),
    "upper seam": (CASES["huber"], UPPER),
    "lower seam": (CASES["huber"], LOWER),
    "hinge": (HINGED, HINGE),
    "edge": (CASES["cross-entropy"], EDGE),
    "jump": (JUMPING, Claim("jump", p, p, Eq(p, 0, evaluate=False), S.Zero, S.Zero)),
}


@pytest.mark.parametrize("name", CASES_OF)
def test_a_true_claim_passes(name: str) -> None:
    given, claim = CASES_OF[name]
    assert failures(given, claim) == []


HALF, TINY = Rational(1, 2), Rational(1, 10**5)
FALSE = {
    "slope below": ("absolute", replace(ABSOLUTE, below=S.Zero)),
    "slope above, by 1e-30": ("absolute", replace(ABSOLUTE, above=1 + Rational(1, 10**30))),
    "slopes changed places": ("absolute", replace(ABSOLUTE, below=ONE, above=-ONE)),
    "slopes in the other variable": ("of a model", replace(OF_MODEL, slopes=(-ONE, ONE))),
    "slopes in w changed places": ("of a model", replace(OF_MODEL, slopes=(Prime(m(w)), -Prime(m(w))))),
    "a kink called seam": ("absolute", replace(ABSOLUTE, kind="seam", subdifferential=None)),
    "a kink called jump": ("absolute", replace(ABSOLUTE, kind="jump", subdifferential=None)),
    "a seam called kink": ("upper seam", replace(UPPER, kind="kink")),
    "a jump called kink": ("jump", Claim("kink", p, p, Eq(p, 0, evaluate=False))),
    "a jump called seam": ("jump", Claim("seam", p, p, Eq(p, 0, evaluate=False))),
    "the slope of the other seam": ("upper seam", replace(UPPER, below=-delta)),
    "subdifferential too large": ("absolute", replace(ABSOLUTE, subdifferential=(-ONE, 1 + TINY))),
    "subdifferential too small": ("absolute", replace(ABSOLUTE, subdifferential=(-ONE, 1 - TINY))),
    "subdifferential too small below": ("absolute", replace(ABSOLUTE, subdifferential=(-HALF, ONE))),
    "one subgradient only": ("absolute", replace(ABSOLUTE, subdifferential=(S.Zero, S.Zero))),
    "subdifferential for the label 1 only": ("hinge", replace(HINGE, subdifferential=(-ONE, S.Zero))),
    "no edge": ("upper seam", replace(EDGE, switch=p - t, where=Eq(p, t))),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_claim_is_refused(name: str) -> None:
    which, claim = FALSE[name]
    assert "boundary" in failures(CASES_OF[which][0], claim)


# Losses in index notation: terms with a kink each, and a length.
A, D = IndexedBase("a"), IndexedBase("d")
of_margins = {
    X: Real("", (n, delta)),
    W: Real("", (delta,)),
    Y: LabelSign("", (n,)),
    A: Intermediate("", (n,)),
    C: Positive(""),
    k: Index("", last=delta),
    n: Size(""),
    delta: Size(""),
}
MARGINS = case(
    C * Sum(positive_part(1 - A[i]), (i, 1, n)) + W[k] ** 2,
    W[k],
    of_margins,
    2 * W[k] - C * Sum(step(1 - A[i]) * Y[i] * X[i, k], (i, 1, n)),
    definitions=[(A[i], Y[i] * Sum(X[i, j] * W[j], (j, 1, delta)))],
)
SLOPE = -C * Y[i] * X[i, k]
MARGIN = Claim(
    "kink", A[i] - 1, A[i], Eq(A[i], 1), -C, S.Zero, (SLOPE, S.Zero), (-C, S.Zero),
    (Min(SLOPE, 0, evaluate=False), Max(SLOPE, 0, evaluate=False)), ((i, ONE, n),), C * positive_part(1 - A[i]),
)  # fmt: skip
SIGNAL = case(
    Sum(magnitude(X[i + 1] - X[i]), (i, 1, n + 1)),
    X[j + 1],
    {X: Real("", (n + 2,)), j: Index("", last=n), n: Size("")},
    sign(X[j + 1] - X[j]) - sign(X[j + 2] - X[j + 1]),
)
LEFT, RIGHT = (
    Claim("kink", X[j + 1] - other, X[j + 1], Eq(X[j + 1], other), -ONE, ONE, (-ONE, ONE), (-ONE, ONE),
          part=magnitude(X[j + 1] - other))
    for other in (X[j], X[j + 2])
)  # fmt: skip
LENGTH = case(
    C * b,
    W[j],
    {W: Real("", (n,)), b: Intermediate(""), C: Positive(""), j: Index("", last=n), n: Size("")},
    C * W[j] / b,
    definitions=[(b, sqrt(Sum(W[i] ** 2, (i, 1, n))))],
)
ZERO = ((Eq(W[i], 0), ((i, ONE, n),)),)
TIP = Claim("kink", b, W[j], Eq(b, 0), -C, C, (-C, C), (-C, C), means=ZERO, radius=C)
HOLE = case(
    W[j] / b,
    W[j],
    {W: Real("", (n,)), D: Real("", (n,)), b: Intermediate(""), j: Index("", last=n), n: Size("")},
    1 / b,
    definitions=[(b, sqrt(Sum((D[i] - 1) ** 2, (i, 1, n))))],
)
IN_INDICES = {
    "margin": (MARGINS, MARGIN),
    "left": (SIGNAL, LEFT),
    "right": (SIGNAL, RIGHT),
    "length": (LENGTH, TIP),
    "hole": (HOLE, Claim("outside", b, W[j], Eq(b, 0), means=((Eq(D[i], 1), ((i, ONE, n),)),))),
}


@pytest.mark.parametrize("name", IN_INDICES)
def test_a_true_claim_in_indices_passes(name: str) -> None:
    given, claim = IN_INDICES[name]
    assert failures(given, claim) == []


FALSE_IN_INDICES = {
    "interval too long": ("margin", replace(MARGIN, subdifferential=(-2 * C, S.Zero))),
    "interval too long above": ("margin", replace(MARGIN, subdifferential=(-C, TINY))),
    "interval too short": ("margin", replace(MARGIN, subdifferential=(-C / 2, S.Zero))),
    "interval in w for the label 1 only": ("margin", replace(MARGIN, in_wrt=(-C * X[i, k], S.Zero))),
    "interval in w too short": ("margin", replace(MARGIN, in_wrt=(S.Zero, S.Zero))),
    "slopes in w without the label": ("margin", replace(MARGIN, slopes=(-C * X[i, k], S.Zero))),
    "slope of another example": ("margin", replace(MARGIN, slopes=(-C * Y[1] * X[1, k], S.Zero))),
    "slopes changed places": ("margin", replace(MARGIN, below=S.Zero, above=-C)),
    "another place": ("margin", replace(MARGIN, switch=A[i] - 2, where=Eq(A[i], 2))),
    "interval of both steps": ("left", replace(LEFT, subdifferential=(-2 * ONE, 2 * ONE))),
    "slopes of the loss, not of the term": ("left", replace(LEFT, part=None)),
    "slopes of a tip changed places": ("length", replace(TIP, below=C, above=-C)),
    "slopes of a tip 1e-5 off": ("length", replace(TIP, slopes=(-C * (1 + TINY), C * (1 + TINY)))),
    "interval of a tip too short": ("length", replace(TIP, subdifferential=(-C * (1 - TINY), C))),
    "ball too small": ("length", replace(TIP, radius=C * (1 - TINY))),
    "ball too large": ("length", replace(TIP, radius=C * (1 + TINY))),
    "a tip called seam": ("length", replace(TIP, kind="seam", subdifferential=None, radius=None)),
    "another zero": ("length", replace(TIP, means=((Eq(W[i], 1), ((i, ONE, n),)),))),
    "a hole elsewhere": ("hole", Claim("outside", D[1] - 2, W[j], Eq(D[1], 2))),
    "another zero of a hole": ("hole", replace(IN_INDICES["hole"][1], means=((Eq(D[i], 2), ((i, ONE, n),)),))),
}


@pytest.mark.parametrize("name", FALSE_IN_INDICES)
def test_a_false_claim_in_indices_is_refused(name: str) -> None:
    which, claim = FALSE_IN_INDICES[name]
    assert "boundary" in failures(IN_INDICES[which][0], claim)


def test_a_ball_is_no_cube() -> None:
    """For the lasso penalty, whose subgradients are a cube, the slopes are the same, but there is no ball."""
    given = case(
        C * b,
        W[j],
        {W: Real("", (n,)), b: Intermediate(""), C: Positive(""), j: Index("", last=n), n: Size("")},
        C * sign(W[j]),
        definitions=[(b, Sum(magnitude(W[i]), (i, 1, n)))],
    )
    assert failures(given, replace(TIP, radius=None)) == []
    assert "boundary" in failures(given, TIP)


WHOLE = {
    "absolute": (CASES["absolute"], [ABSOLUTE]),
    "of a model": (CASES["absolute of a model"], [OF_MODEL]),
    "hinge": (HINGED, [HINGE]),
    "jump": (JUMPING, [CASES_OF["jump"][1]]),
    "margin": (MARGINS, [MARGIN]),
    "signal": (SIGNAL, [LEFT, RIGHT]),
    "length": (LENGTH, [TIP]),
    "hole": (HOLE, [IN_INDICES["hole"][1]]),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_boundary_that_is_not_mentioned_is_noticed(name: str) -> None:
    given, claims = WHOLE[name]
    assert unsaid(given, *claims) == []
    for number in range(len(claims)):
        (found, *_) = unsaid(given, *claims[:number], *claims[number + 1 :])
        assert found.kind == "boundary"
        assert "does not mention" in found.claim
        assert found.point is not None


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_left_open_need_not_be_said(name: str) -> None:
    given, claims = WHOLE[name]
    assert examined(given, *[Claim("open", c.switch, c.variable, c.where, index=c.index) for c in claims]) == []


def test_a_seam_need_not_be_mentioned() -> None:
    assert unsaid(CASES["huber"]) == []


def test_boundaries_that_nobody_claims_are_not_asked_for() -> None:
    given = CASES["absolute"]
    assert examine(given.loss, [], given.gradient).ok


def test_a_term_that_the_loss_does_not_have_is_noticed() -> None:
    """Each slope is that of the term that is claimed; but the loss has half of that term only."""
    double = [
        replace(kink, below=-2 * ONE, above=2 * ONE, slopes=(-2 * ONE, 2 * ONE), subdifferential=None, part=2 * part)
        for kink in (LEFT, RIGHT)
        for part in [kink.part]
        if part is not None
    ]
    assert failures(SIGNAL, double[0]) == []
    assert unsaid(SIGNAL, *double)


def test_where_two_terms_have_their_kink_the_jumps_add_up() -> None:
    """|p - t| - |p - y| has no kink at p = t = y, and its two kinks say so."""
    given = case(magnitude(r) - magnitude(p - y), p, real(p, t, y), sign(r) - sign(p - y))
    one = replace(ABSOLUTE, part=magnitude(r))
    other = Claim("kink", p - y, p, Eq(p, y), ONE, -ONE, (ONE, -ONE), part=-magnitude(p - y))
    assert examined(given, one, other) == []


def test_a_loss_that_bends_down_has_no_subgradient_there() -> None:
    given = case(-magnitude(r), p, real(p, t), -sign(r))
    assert "boundary" in failures(given, replace(ABSOLUTE, below=ONE, above=-ONE, slopes=None))


def test_a_boundary_without_an_exact_point_is_tested_next_to_it() -> None:
    given = case(magnitude(exp(p) - 2), p, {p: Real("")}, sign(exp(p) - 2) * exp(p))
    claim = Claim("kink", exp(p) - 2, p, Eq(p, log(2)), -2 * ONE, 2 * ONE)
    assert not failures(given, claim)
    assert "boundary" in failures(given, replace(claim, above=3 * ONE))


def test_a_kink_may_vanish_on_part_of_its_boundary() -> None:
    """|p - t| times the positive part of t is smooth for negative t, and still has a kink."""
    given = case(magnitude(r) * positive_part(t), p, real(p, t), sign(r) * positive_part(t))
    claim = Claim("kink", r, p, Eq(p, t), -positive_part(t), positive_part(t))
    assert failures(given, claim) == []


def test_a_gradient_on_the_seam_is_checked_at_the_seam() -> None:
    given = CASES["huber"]
    wrong = branches((r, magnitude(r) < delta), (delta * sign(r), magnitude(r) > delta), (0, otherwise))
    report = examine(given.loss, [], given.settle(wrong))
    found = next(failure for failure in report.failures if failure.kind == "differ")
    assert "on the boundary" in found.claim
    assert found.right == 0
