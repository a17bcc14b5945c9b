"""Beside a line stand two names at most; the chain rule, cancelling and what is held fixed are among what is told."""

from __future__ import annotations

import pytest
from sympy import Eq, Integer, Mul, Symbol, exp, log, symbols

from derivations.calculus.derive import derive
from derivations.calculus.lines import Derivation, Line
from derivations.calculus.marks import NEW, Marked
from derivations.calculus.reasons import HEAVY, MOST, cancelling, still_shown
from derivations.calculus.rules import CANCELLING, CHAIN, CONSTANT, FIXED, RULES
from derivations.catalogue import Entry, the_catalogue
from derivations.language.domains import Real
from derivations.language.functions import D, magnitude, sigma
from derivations.language.loss import Loss

ENTRIES = the_catalogue().entries
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
a, b, c, x, t = symbols("a b c x t", real=True)
n = Symbol("n", integer=True, positive=True)


def derived(slug: str) -> Derivation:
    return next(entry.derivation for entry in ENTRIES if entry.slug == slug)


def line_of(slug: str, number: int) -> Line:
    return next(line for line in derived(slug).all_lines if line.number == number)


def names(line: Line) -> list[str]:
    return list(dict.fromkeys(reason.rule.name for reason in line.named))


@each_entry
def test_a_line_has_two_names_beside_it_at_most_and_one_at_least(entry: Entry) -> None:
    assert all(1 <= len(names(line)) <= MOST for line in entry.derivation.all_lines)


@each_entry
def test_what_is_told_on_demand_is_bookkeeping_or_the_outer_slope_of_a_chain_rule(entry: Entry) -> None:
    for line in entry.derivation.all_lines:
        for reason in line.quiet:
            is_outer = reason.rule.inner is not None and CHAIN.name in names(line)
            is_number = reason.rule is CANCELLING and reason.subject.is_number
            assert reason.rule.weight < HEAVY or (reason.folded and (is_outer or is_number or not reason.conditions))


@each_entry
def test_no_condition_is_lost_among_the_bookkeeping(entry: Entry) -> None:
    for line in entry.derivation.all_lines:
        assert not any(reason.conditions for reason in line.quiet)


def test_the_chain_rule_stands_first_in_the_glossary_with_its_condition() -> None:
    assert RULES[0] is CHAIN
    assert CHAIN.condition


def test_the_page_on_which_a_rule_is_derived_exists() -> None:
    pages = {rule.derived_on for rule in RULES if rule.derived_on}
    assert pages <= {entry.slug for entry in ENTRIES}
    assert {"sigmoid", "softmax", "absolute-value"} <= pages


def test_the_chain_rule_names_outer_and_inner_function() -> None:
    first, rule = line_of("absolute", 1).named
    u = Symbol("u", real=True)
    assert (first.rule, rule.rule.name) == (CHAIN, "Absolute value")
    assert first.subject == magnitude(u)
    assert first.wrt == Eq(u, derived("absolute").loss.expression.args[0], evaluate=False)


@each_entry
def test_a_letter_of_the_chain_rule_is_none_of_the_loss(entry: Entry) -> None:
    """Also where the line at hand does without the symbol: a letter means one thing on a page."""
    own = set(map(str, entry.loss.all_symbols))
    chains = [reason for line in entry.derivation.all_lines for reason in line.reasons if reason.rule is CHAIN]
    assert own.isdisjoint(str(reason.wrt.lhs) for reason in chains)


def test_a_letter_of_the_chain_rule_is_the_first_that_is_free() -> None:
    u, w = symbols("u w")
    loss = Loss(id="L222", expression=exp(u * w), wrt=w, symbols={u: Real("input"), w: Real("weight")}, source="a test")
    chain, *_ = derive(loss).lines[0].named
    assert str(chain.wrt.lhs) == "v"


def test_a_function_of_the_variable_itself_needs_no_chain_rule() -> None:
    p = Symbol("p")
    loss = Loss(id="L222", expression=exp(p), wrt=p, symbols={p: Real("prediction")}, source="a test")
    assert names(derive(loss).lines[0]) == ["Exponential"]


def test_only_what_depends_in_no_way_is_said_not_to_depend() -> None:
    """In batch normalisation the mean and the root depend on every input; they are held fixed in direct slopes."""
    loss = derived("batch-normalisation").loss
    mean = next(symbol for symbol in loss.symbols if str(symbol) == "mu")
    by_input = [
        reason
        for line in derived("batch-normalisation").all_lines
        for reason in line.reasons
        if reason.wrt is not None and str(reason.wrt) == "x[j]"
    ]
    fixed = [reason.subject for reason in by_input if reason.rule is FIXED]
    constant = [reason.subject for reason in by_input if reason.rule is CONSTANT]
    assert mean in fixed
    assert any(u.has(Symbol("s", real=True)) for u in fixed)
    assert [str(u) for u in constant] == ["epsilon"]


def test_another_layer_is_not_held_fixed_for_it_does_not_depend() -> None:
    assert not any(reason.rule is FIXED for line in derived("deep-network").all_lines for reason in line.reasons)


@pytest.mark.parametrize(
    "factor, became, gone",
    [
        (1 / sigma(x), sigma(x) * (1 - sigma(x)), [sigma(x)]),
        (1 / a, b, []),
        (1 / a, a + b, []),
        (Integer(1) / 2, 2 * (x - t), [2]),
        (Integer(1) / 3, 2 * (x - t), []),
        (1 / n, 2 * (x - t), []),
        (exp(-x), exp(x) * a, [exp(x)]),
        (a / b, b**2 / c, [b]),
    ],
)
def test_what_cancels_is_named(factor: object, became: object, gone: list[object]) -> None:
    hole = D(log(x), x)
    found = cancelling(Mul(factor, hole), {hole: became})
    assert [reason.subject for reason in found] == gone
    assert all(reason.is_quiet == reason.subject.is_number for reason in found)


def test_what_cancels_stands_beside_the_line_on_which_it_does() -> None:
    assert names(line_of("binary-cross-entropy-with-logit", 2)) == ["Sigmoid"]
    assert names(line_of("binary-cross-entropy-with-logit", 3)) == ["Cancelling", "Multiplying out"]
    assert names(line_of("softmax-cross-entropy-of-labels", 2)) == ["Softmax"]


@each_entry
def test_what_is_said_to_cancel_has_gone(entry: Entry) -> None:
    """A line that shows it above and below is not said to have cancelled it, and the last line shows none of it."""
    for chain in entry.derivation.chains:
        for line in chain.lines:
            shown = still_shown(line.shown)
            assert not any(reason.rule is CANCELLING and reason.subject in shown for reason in line.reasons), line
        assert not still_shown(chain.lines[-1].shown)


@pytest.mark.parametrize(
    "factor, marked, shown",
    [
        (Integer(1) / 2, 2 * (x - t), set()),
        (1 / a, a * b, {a}),
        (1 / (2 * a), 2 * a * b, {a}),
        (1 / a, 1 / (2 * b), set()),
    ],
)
def test_numbers_in_a_mark_are_written_in_front_with_the_others(factor: object, marked: object, shown: object) -> None:
    assert still_shown(Mul(factor, Marked(marked, NEW), evaluate=False)) == shown


def test_a_number_is_said_to_cancel_on_the_line_that_is_written_without_it() -> None:
    for slug, number in (("charbonnier", 2), ("student-t-likelihood", 2), ("reverse-huber", 3), ("sparsemax", 4)):
        found = [reason for reason in line_of(slug, number).reasons if reason.rule is CANCELLING]
        assert [reason.subject for reason in found] == [2]


def test_a_bracket_that_was_only_divided_is_not_said_to_be_multiplied_out() -> None:
    assert names(line_of("cosine-distance", 6)) == ["Cancelling"]


def test_deltas_wait_for_one_another() -> None:
    """All the entries of one array are differentiated on one line."""
    for slug in ("lasso", "logistic-regression", "ridge"):
        with_deltas = [line for line in derived(slug).lines if "Kronecker delta" in names(line)]
        assert len(with_deltas) == 1


def test_fractions_are_brought_together_only_where_a_sum_has_some() -> None:
    assert names(derived("wing").lines[-1]) == ["Common denominator"]
    second = next(entry for entry in ENTRIES if entry.slug == "moe-load-balance").second
    assert second is not None
    assert names(second.derivation.lines[-1]) == ["Multiplying out", "Factoring out"]


def test_the_chain_rule_through_a_model_is_named() -> None:
    first = the_catalogue().find("reparameterised-elbo").derivation.lines[0]
    assert names(first) == ["Chain rule", "Power"]
    assert the_catalogue().find("absolute-of-a-model").derivation.lines[1].named[0].rule is not CHAIN


def test_a_factor_that_is_constant_nearby_only_is_said_to_be() -> None:
    second = the_catalogue().find("k-means").second
    assert second is not None
    assert "{u} does not change nearby" in [reason.remark for reason in second.derivation.lines[0].named]
