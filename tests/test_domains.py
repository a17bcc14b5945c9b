"""Every domain: points that are drawn keep it, what is derived knows it, and what is none is refused in one line."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flint import fmpq, fmpq_mat
from sympy import Expr, Gt, IndexedBase, Integer, Ne, Sum, acos, exp, log, loggamma, sqrt, symbols

from derivations.calculus.derive import derive
from derivations.calculus.known import known_of
from derivations.catalogue import Entry, the_catalogue
from derivations.catalogue.losses import load_entry
from derivations.errors import LossaryError
from derivations.evidence import Condition, examine, settings_of
from derivations.evidence.points import contains, faint, nice, plain, stress
from derivations.evidence.proof import Prover
from derivations.evidence.proof.given import range_of
from derivations.evidence.sampling import is_defined, sample
from derivations.evidence.values import evaluate, some_assignments
from derivations.language.domains import (
    ClosedSimplex,
    Count,
    Domain,
    Index,
    Intermediate,
    Interval,
    Label01,
    Natural,
    Nonnegative,
    PositiveDefinite,
    Probability,
    Real,
    Simplex,
    Size,
    UnitVector,
)
from derivations.language.functions import step
from derivations.language.loss import ANONYMOUS, Definition, Loss

x, y, n, i, j, k = symbols("x y n i j k")
p, q, z, u, t = map(IndexedBase, "pqzut")
half = Fraction(1, 2)

# A domain, numbers in it, and numbers that are not.
SETS: dict[str, tuple[Domain, tuple[Fraction | int, ...], tuple[Fraction | int, ...]]] = {
    "nonnegative": (Nonnegative("x"), (0, half, 9), (-1, Fraction(-1, 10**9))),
    "open": (Interval("x", within="(-1, 1)"), (0, half), (-1, 1, 2)),
    "closed": (Interval("x", within="[-1, 1]"), (-1, 1, 0), (-2, Fraction(1001, 1000))),
    "open below": (Interval("x", within="(0, 1]"), (1, half), (0, 2)),
    "open above": (Interval("x", within="[1/2, 3/2)"), (half, 1), (Fraction(3, 2), 0)),
    "above a number": (Interval("x", within="(2, oo)"), (3, 100), (2, 0)),
    "not below a number": (Interval("x", within="[2.5, oo)"), (Fraction(5, 2), 100), (2,)),
    "below a number": (Interval("x", within="(-oo, 0)"), (-1,), (0, 1)),
    "natural": (Natural("x"), (1, 2, 1000), (0, half, -1)),
    "count": (Count("x"), (0, 1, 1000), (half, -1)),
    "label": (Label01("x"), (0, 1, half), (2, -1)),
    "probability": (Probability("x"), (half,), (0, 1)),
}


@pytest.mark.parametrize("name", SETS)
def test_a_domain_holds_its_numbers_and_no_other(name: str) -> None:
    domain, inside, outside = SETS[name]
    assert all(contains(domain, Fraction(number)) for number in inside)
    assert not any(contains(domain, Fraction(number)) for number in outside)


@pytest.mark.parametrize("how", [nice, plain, stress, faint])
@pytest.mark.parametrize("name", SETS)
def test_what_is_drawn_lies_in_the_domain(name: str, how: Callable[[Random, Domain], Fraction]) -> None:
    domain, rng = SETS[name][0], Random(1)
    assert all(contains(domain, how(rng, domain)) for _ in range(200))


@pytest.mark.parametrize("name", SETS)
def test_calculus_and_referee_know_the_same_of_it(name: str) -> None:
    """Their intervals hold every number of the domain, with the same ends."""
    domain, inside, _ = SETS[name]
    loss = loss_of(x**2, domain)
    known, given = known_of(loss).range(loss.wrt), range_of(domain)
    assert (known.low, known.high) == (given.low, given.high)
    for bound, met in ((given.low, given.with_low), (given.high, given.with_high)):
        assert abs(bound) == float("inf") or met == contains(domain, Fraction(bound))
    assert (known.low_met, known.high_met) == (given.with_low, given.with_high)
    assert all(given.low <= number <= given.high for number in inside)


def loss_of(expression: Expr, domain: Domain) -> Loss:
    others = {y: Real("y")} if expression.has(y) else {}
    return Loss(id=ANONYMOUS, expression=expression, wrt=x, symbols={x: domain, **others}, source="")


# A loss, its domain, under how many conditions its gradient holds, and the boundaries that are told.
LOSSES: dict[str, tuple[Expr, Domain, int, set[str]]] = {
    "logarithm": (log(1 - x), Interval("x", within="(-oo, 1)"), 0, {"outside"}),
    "logarithm to an end": (x * log(x), Interval("x", within="[0, 1]"), 1, {"outside"}),
    "angle": (acos(x), Interval("x", within="(-1, 1)"), 0, {"outside"}),
    "angle with its ends": (acos(x), Interval("x", within="[-1, 1]"), 2, {"outside"}),
    "root": (sqrt(x + 1), Nonnegative("x"), 0, set()),
    "far from the edge": (log(x), Interval("x", within="[2, oo)"), 0, set()),
    "negative": (log(-x) + 1 / x, Interval("x", within="(-oo, 0)"), 0, {"outside"}),
}


@pytest.mark.parametrize("name", LOSSES)
def test_the_edges_of_a_domain_are_respected(name: str) -> None:
    expression, domain, conditions, kinds = LOSSES[name]
    loss = loss_of(expression, domain)
    found = derive(loss)
    claimed = [Condition(*each) for each in found.claimed_conditions]
    report = examine(loss, [], found.gradient, found.boundaries, claimed)
    assert report.ok, [str(failure) for failure in report.failures]
    assert len(claimed) == conditions
    assert {boundary.kind for boundary in found.boundaries} == kinds
    assert Prover(loss).gradient(found.gradient, loss.wrt).proved


def test_what_the_domain_grants_is_no_condition() -> None:
    known = known_of(loss_of(x**2, Interval("x", within="(1, 2]")))
    (name,) = known.domains
    assert known.grants(Gt(name - 1, 0, evaluate=False))
    assert known.grants(Ne(name, 0, evaluate=False))
    assert not known.grants(Gt(2 - name, 0, evaluate=False))


def test_endlessly_many_numbers_are_not_taken_for_those_that_are_tried() -> None:
    loss = Loss(id=ANONYMOUS, expression=y * x, wrt=x, symbols={x: Real("x"), y: Count("y")}, source="")
    (count,) = (s for s in loss.symbols if s.name == "y")
    assert not Prover(loss).equation(step(count - 1000), Integer(0)).proved
    assert not known_of(loss).is_positive(1000 - count)
    assert known_of(loss).is_nonnegative(count)


POISSON = Loss(
    id=ANONYMOUS,
    expression=exp(x) - y * x + loggamma(y + 1),
    wrt=x,
    symbols={x: Real("x"), y: Count("count")},
    source="",
)
SOFT = Loss(
    id=ANONYMOUS,
    expression=-Sum(p[i] * log(exp(z[i]) / Sum(exp(z[j]), (j, 1, n))), (i, 1, n)),
    wrt=z[k],
    symbols={z: Real("logits", shape=(n,)), p: ClosedSimplex("label", shape=(n,)), k: Index("k", last=n), n: Size("n")},
    closing=[(exp(z[k]) / Sum(exp(z[j]), (j, 1, n)) - p[k], "the labels add up to 1")],
    source="",
)
ENTROPY = Loss(
    id=ANONYMOUS,
    expression=-Sum(t[i] * log(q[i]), (i, 1, n)),
    wrt=q[k],
    symbols={t: Real("t", shape=(n,)), q: Simplex("q", shape=(n,)), k: Index("k", last=n), n: Size("n")},
    source="",
)
UNIT = Loss(
    id=ANONYMOUS,
    expression=Sum((x * u[i] - t[i]) ** 2, (i, 1, n)),
    wrt=x,
    symbols={x: Real("x"), u: UnitVector("u", shape=(n,)), t: Real("t", shape=(n,)), n: Size("n")},
    closing=[(2 * x - 2 * Sum(t[i] * u[i], (i, 1, n)), "u has length 1")],
    source="",
)


@pytest.mark.parametrize("loss", [POISSON, SOFT, ENTROPY, UNIT], ids=["count", "closed simplex", "simplex", "unit"])
def test_what_holds_between_the_entries_may_be_used(loss: Loss) -> None:
    found = derive(loss)
    report = examine(loss, [], found.gradient, found.boundaries)
    assert report.ok, [str(failure) for failure in report.failures]
    assert Prover(loss).gradient(found.gradient, loss.wrt).proved


@pytest.mark.parametrize("loss, power", [(SOFT, 1), (ENTROPY, 1), (UNIT, 2)], ids=["closed simplex", "simplex", "unit"])
@pytest.mark.parametrize("how", [nice, plain, stress])
def test_points_keep_the_equation(loss: Loss, power: int, how: Callable[[Random, Domain], Fraction]) -> None:
    (array,) = (name for name, domain in loss.symbols.items() if domain.equation(name) is not None)
    for setting in settings_of(loss):
        point = sample(setting, loss.expression, Random(2), how)
        cells = [number for key, number in point.numbers.items() if isinstance(key, tuple) and key[0] == array]
        assert sum((number**power for number in cells), fmpq(0)) == 1
        assert point.is_inside()


def test_the_equation_of_a_domain_is_stated_once() -> None:
    symbols_ = {z: Real("z", shape=(n,)), p: ClosedSimplex("p", shape=(n,)), k: Index("k", last=n), n: Size("n")}
    loss = Loss(
        id=ANONYMOUS,
        expression=Sum(p[i] * z[i], (i, 1, n)),
        wrt=z[k],
        symbols=symbols_,
        constraints=[(Sum(p[j], (j, 1, n)), 1)],
        source="",
    )
    assert len(loss.constraints) == 1


BAD = {
    'Interval("margin", within="[2, 1]")': "Interval('margin'): [2, 1] is empty: its first number must be less",
    'Interval("margin", within="(1, 1)")': "is empty",
    'Interval("margin", within="(oo, 1)")': "is empty",
    'Interval("margin", within="0 to 1")': 'write within="[0, 1)"',
    'Interval("margin")': 'write within="[0, 1)"',
    'Simplex("p")': "Simplex('p') is one vector: write shape=(n,)",
    'UnitVector("u", shape=(2, 2))': "UnitVector('u') is one vector: write shape=(n,)",
    "Real()": "missing",
}
SCRIPT = '''"""A loss

Of a test.
"""

from sympy import symbols

from derivations.language import *

x, y = symbols("x y")

loss = Loss(id="L2N5", expression={expression}, wrt=x, symbols={{x: {domain}}}, source="a test")
'''


def message_of(path: Path, **parts: str) -> str:
    (path / "family").mkdir()
    script = path / "family" / "bad.py"
    script.write_text(SCRIPT.format(**parts))
    with pytest.raises(LossaryError) as caught:
        load_entry(script)
    return str(caught.value)


@pytest.mark.parametrize("domain", BAD)
def test_a_domain_that_is_none_is_one_line_with_file_thing_and_cure(tmp_path: Path, domain: str) -> None:
    message = message_of(tmp_path, expression="x**2", domain=domain)
    assert "\n" not in message
    assert "bad.py, line 12" in message
    assert BAD[domain] in message


WRONG = {
    "phi(x, y)": "phi takes exactly 1 argument",
    "Phi(x, y)": "Phi takes exactly 1 argument",
    "clip(x, 1)": "clip takes exactly 3 arguments",
    "held()": "held takes exactly 1 argument",
    "largest()": "largest",
    "branches((x, (x > 0) & y), (1, otherwise))": "takes comparisons such as",
    "branches((x, x == 0), (1, otherwise))": "write Eq(y, 1)",
}


@pytest.mark.parametrize("expression", WRONG)
def test_a_function_used_wrongly_is_one_line_with_file_and_thing(tmp_path: Path, expression: str) -> None:
    message = message_of(tmp_path, expression=expression, domain='Positive("x")')
    assert "\n" not in message
    assert "bad.py, line 12" in message
    assert WRONG[expression] in message


def test_the_names_of_intervals_are_as_they_are_written() -> None:
    names = {domain.name for domain, *_ in SETS.values()}
    assert {"(-1,1)", "[-1,1]", "(0,1]", "[1/2,3/2)", "(2,oo)", "[5/2,oo)", "(-oo,0)"} <= names
    assert Interval("x", within="(2, oo)").tex == r"(2,\infty)"


def _is_definite(domain: Domain) -> bool:
    return isinstance(domain, Intermediate) and domain.within == PositiveDefinite.name


STATED = [
    (part, definition)
    for part in the_catalogue().entries
    for definition in part.loss.definitions
    if part.loss.symbols[definition.base].reach != (None, None)
]


@pytest.mark.parametrize("part, definition", STATED, ids=lambda one: getattr(one, "slug", "") or str(one.name))
def test_an_intermediate_lies_where_its_domain_says(part: Entry, definition: Definition) -> None:
    domain, rng = part.loss.symbols[definition.base], Random(5)
    binders = tuple((i, Integer(1), size) for i, size in zip(definition.indices, domain.shape, strict=False))
    tried = 0
    for setting in settings_of(part.loss):
        for how in 2 * (nice, plain, stress):  # a loss without sizes has one setting only
            point = sample(setting, part.loss.expression, rng, how)
            for scope in some_assignments(binders, point.scope(), 2):
                value = part.loss.named(definition.value)
                if not is_defined(value, scope):
                    continue
                number = evaluate(value, scope)
                assert not any(_is_beyond(number, end, side) for end, side in zip(domain.reach, (-1, 1), strict=True))
                tried += 1
    assert tried > 5


DEFINITE = [part for part in the_catalogue().entries if any(map(_is_definite, part.loss.symbols.values()))]


@pytest.mark.parametrize("part", DEFINITE, ids=lambda part: part.slug)
def test_an_intermediate_is_positive_definite_where_its_domain_says_so(part: Entry) -> None:
    """Symmetric, and every leading minor is positive."""
    rng, tried = Random(5), 0
    for definition in part.loss.definitions:
        domain = part.loss.symbols[definition.base]
        if not _is_definite(domain):
            continue
        i, j = definition.indices
        for setting in settings_of(part.loss):
            for how in (nice, plain, stress):
                scope = sample(setting, part.loss.expression, rng, how).scope()
                size = int(evaluate(domain.shape[0], scope))
                cells = [
                    definition.value.xreplace({i: Integer(a), j: Integer(b)})
                    for a in range(1, size + 1)
                    for b in range(1, size + 1)
                ]
                numbers = [evaluate(part.loss.named(cell), scope) for cell in cells]
                matrix = fmpq_mat(size, size, numbers)
                assert matrix == matrix.transpose()
                minors = [
                    fmpq_mat(m, m, [matrix[a, b] for a in range(m) for b in range(m)]) for m in range(1, size + 1)
                ]
                assert all(minor.det() > 0 for minor in minors)
                tried += size > 1
    assert tried > 2


def _is_beyond(number: Any, end: Fraction | None, side: int) -> bool:
    """For certain, and not only so close to the end that more bits are needed."""
    return end is not None and bool(side * (number - fmpq(end.numerator, end.denominator)) > 0)


def test_it_is_seen_if_an_intermediate_leaves_its_domain() -> None:
    assert _is_beyond(fmpq(3, 2), Fraction(1), 1)
    assert not _is_beyond(fmpq(1, 2), Fraction(1), 1)
    assert _is_beyond(fmpq(-1), Fraction(0), -1)
    assert {("sigmoid-node", "o_k"), ("softmax", "p[i]")} <= {(part.slug, str(d.name)) for part, d in STATED}


def test_what_is_no_interval_is_refused_of_an_intermediate_too() -> None:
    with pytest.raises(LossaryError, match=r"Intermediate\('share'\): '0 to 1' is no interval"):
        Intermediate("share", within="0 to 1")
    assert Intermediate("share", within="(0, 1)").name == "intermediate in (0,1)"


def test_what_is_no_square_matrix_is_not_positive_definite() -> None:
    with pytest.raises(LossaryError, match=r"Intermediate\('covariance'\) is one square matrix: write shape=\(n, n\)"):
        Intermediate("covariance", shape=(n,), within="positive definite")


def test_a_label_of_an_example_is_0_or_1() -> None:
    rng = Random(3)
    assert {nice(rng, Label01("label")) for _ in range(40)} == {0, 1}
    assert len({plain(rng, Label01("label")) for _ in range(40)}) > 2
