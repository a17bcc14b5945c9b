"""The rule table is the test list: every rule is reached by its example, and none hides behind another."""

from __future__ import annotations

import re

import pytest
from sympy import Symbol, besselj, log

from derivations.calculus.rules import DERIVATIVES, REWRITINGS, RULES, Rule, rule_for
from derivations.calculus.trace import differentiate, holes
from derivations.errors import LossaryError

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
def test_a_rewriting_changes_its_pattern_and_then_is_done(rule: Rule) -> None:
    after = rule.after(rule.pattern, None)
    assert after != rule.pattern
    assert rule.after(after, None) == after


def test_names_and_anchors_are_unique() -> None:
    assert len({rule.anchor for rule in RULES}) == len(RULES)
    assert all(re.fullmatch(r"[a-z0-9-]+", rule.anchor) for rule in RULES)


@each_derivative
def test_what_is_left_to_do_is_smaller(rule: Rule) -> None:
    """A rule that gives its own hole back would never end."""
    before = rule.before(rule.example)
    assert before not in holes(rule.after(rule.example, rule.wrt))


def test_an_expression_without_a_rule_is_an_error_that_names_it_and_the_cure() -> None:
    with pytest.raises(LossaryError, match=r"no rule .*besselj\(0, x\).* add one to derivations/calculus/rules\.py"):
        differentiate(log(2 + besselj(0, x)), x)
