"""The rule table is the test list: every rule is reached by its example, and none hides behind another."""

from __future__ import annotations

import re

import pytest
from sympy import (
    Basic,
    Expr,
    Gt,
    Ne,
    Number,
    Rational,
    Sum,
    Symbol,
    besselj,
    diff,
    expand,
    log,
    simplify,
    sqrt,
    together,
)

from derivations.calculus.rules import CANCELLING, CHAIN, DERIVATIVES, FIXED, REWRITINGS, RULES, Rule, rule_for
from derivations.calculus.trace import differentiate, holes
from derivations.errors import LossaryError
from derivations.language.functions import D, model

x = Symbol("x", real=True)
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.anchor)
each_derivative = pytest.mark.parametrize("rule", DERIVATIVES, ids=lambda rule: rule.anchor)


@each_derivative
def test_the_example_reaches_the_rule(rule: Rule) -> None:
    assert rule_for(rule.example, rule.wrt) is rule


@each_derivative
def test_the_pattern_reaches_the_rule(rule: Rule) -> None:
    assert rule_for(rule.pattern, rule.wrt) is rule


@pytest.mark.parametrize("rule", REWRITINGS, ids=lambda rule: rule.anchor)
def test_a_rewriting_changes_its_pattern_and_its_example_and_then_is_done(rule: Rule) -> None:
    for before in (rule.pattern, rule.example):
        after = rule.after(before, None)
        assert after != before
        assert rule.after(after, None) == after


def test_names_and_anchors_are_unique() -> None:
    assert len({rule.anchor for rule in RULES}) == len(RULES)
    assert all(re.fullmatch(r"[a-z0-9-]+", rule.anchor) for rule in RULES)


@each_derivative
def test_what_is_left_to_do_is_smaller(rule: Rule) -> None:
    """A rule that gives its own hole back would never end."""
    before = rule.before(rule.example)
    assert before not in holes(rule.after(rule.example, rule.wrt))


@pytest.mark.parametrize("rule", [rule for rule in DERIVATIVES if rule.inner], ids=lambda rule: rule.anchor)
def test_an_example_satisfies_the_condition_of_its_rule(rule: Rule) -> None:
    """Put the inner function of the example in: what is needed then is what the example needs, or is known to hold."""
    assert rule.inner is not None
    if rule.condition:  # in words; those of a power are looked at below
        return
    inner = {rule.inner(rule.pattern): rule.inner(rule.example)}
    needed = {condition.xreplace(inner) for condition in rule.conditions(rule.pattern, rule.wrt)}
    own = set(rule.conditions(rule.example, rule.wrt))
    assert {condition for condition in needed - own if condition.free_symbols & rule.example.free_symbols} == set()


@pytest.mark.parametrize(
    "power, needed",
    [
        (x**2, ()),
        (x**-1, (Ne(x, 0),)),
        (sqrt(x), (Gt(x, 0),)),
        (x ** Rational(3, 2), (Gt(x, 0),)),
    ],
)
def test_what_a_power_needs(power: Expr, needed: tuple[Basic, ...]) -> None:
    """That its base is no zero if the exponent is below 1, and positive if that is no whole number."""
    rule = rule_for(power, x)
    assert rule.name == "Power"
    assert rule.conditions(power, x) == needed
    assert "no whole number" in rule.condition
    assert rule.conditions(rule.example, rule.wrt) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.anchor)
def test_a_rule_is_stated_and_not_exemplified(rule: Rule) -> None:
    """In letters, without numbers that only one case has; and what is stated in words is not stated otherwise."""
    left, right = rule.statement
    assert left != right
    numbers = {number for number in left.atoms(Number) if abs(number) > 1}
    assert rule.name == "Square of a sign" or not numbers, numbers
    if rule.name.endswith("over an index") and rule.says:  # equal where i is the place of the extreme
        assert right.func == D
        assert rule.after(rule.pattern, rule.wrt) == right.replace(model("f_i"), model("f_j"))
    elif rule.says:
        assert expand(together(left - right).as_numer_denom()[0]) == 0 or rule.name == "Renaming a bound index"


WITHOUT = {"Identity", "Symmetric definition", "Equal form"}  # what a reader would learn nothing more from


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.name not in WITHOUT], ids=lambda rule: rule.anchor)
def test_an_example_shows_more_than_the_statement(rule: Rule) -> None:
    assert rule.exemplified != rule.statement


@pytest.mark.parametrize("rule", [CHAIN, FIXED, CANCELLING], ids=lambda rule: rule.anchor)
def test_an_example_that_is_written_down_is_true(rule: Rule) -> None:
    left, right = (side.replace(D, diff) for side in rule.exemplified)
    assert simplify(left - right) == 0


def test_a_bound_letter_is_not_free_beside_it() -> None:
    rule = next(rule for rule in RULES if rule.name == "Softmax")
    left, right = rule.statement
    bound = {limit[0] for total in right.atoms(Sum) for limit in total.limits}
    assert left.free_symbols & bound == set()


def test_an_expression_without_a_rule_is_an_error_that_names_it_and_the_cure() -> None:
    with pytest.raises(LossaryError, match=r"no rule .*besselj\(0, x\).* add one to derivations/calculus/rules\.py"):
        differentiate(log(2 + besselj(0, x)), x)
