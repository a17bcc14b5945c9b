"""How expressions look: one table for TeX, the terminal and SymPy text, and what must hold for any expression."""

import re
from itertools import product
from typing import Any

import math_core
import pytest
import sympy
from sympy import (
    Abs,
    Add,
    Eq,
    Expr,
    Gt,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Lambda,
    Max,
    Min,
    Mul,
    Ne,
    Pow,
    Rational,
    Sum,
    Symbol,
    acos,
    asin,
    besseli,
    cosh,
    digamma,
    exp,
    log,
    polygamma,
    sinh,
    sqrt,
    symbols,
    tan,
    tanh,
)
from sympy.tensor.indexed import Indexed

from derivations.calculus.marks import NEW, OLD, Marked
from derivations.catalogue import Entry, the_catalogue
from derivations.errors import LossaryError
from derivations.language.cases import branches
from derivations.language.functions import (
    Adjoint,
    Branches,
    D,
    Named,
    Phi,
    Prime,
    clip,
    inverse_entry,
    log_det,
    magnitude,
    model,
    otherwise,
    phi,
    positive_part,
    sigma,
    sign,
    softplus,
    step,
)
from derivations.language.indices import INDEX_LETTERS, index_names
from derivations.language.written import Order
from derivations.notation import FUNCTION_NAMES, arrange, plain_tex, sympy_text, tex, tidy_relation, unicode_text
from derivations.notation import unicode_prose as prose
from derivations.notation.order import text_of

w, t, p, z, a, r = symbols("w t p z a r", real=True)
delta, eps, c = symbols("delta epsilon c", positive=True)
i, j, k, n = symbols("i j k n", integer=True, positive=True)
W, o, T = IndexedBase("w"), IndexedBase("o"), IndexedBase("t")
m, m_of_two = model("m_x"), model("m")
total = Sum(W[i, k] * o[i], (i, 1, n))
node = sigma(total)
o_k = Named("o_k", sigma(Sum(W[j, k] * o[j], (j, 1, n))))
residual = T[k] - o_k
huber = branches((r**2 / 2, magnitude(r) <= delta), (delta * (magnitude(r) - delta / 2), otherwise))

SUM_TEX = r"\sum_{i=1}^n w_{ik}\,o_i"
NODE_TEX = rf"\sigma\Bigl({SUM_TEX}\Bigr)"
SUM_TEXT = "Sum(w[i, k]*o[i], (i, 1, n))"

TABLE: list[tuple[Any, str, str, str]] = [
    # long numbers
    (p**2 / 10**12, r"\frac{p^2}{10^{12}}", "p²/10¹²", "p**2/1000000000000"),
    (-(10**6) * p, r"-10^6p", "−10⁶ p", "-1000000*p"),
    (p - 10**7, r"p - 10^7", "p − 10⁷", "p - 10000000"),
    (3 * 10**6 + 10**5 * p, r"3000000 + 100000p", "3000000 + 100000 p", "3000000 + 100000*p"),
    # the absolute loss of a model
    (magnitude(m(w) - t), "|m_x(w) - t|", "|m_x(w) − t|", "Abs(m_x(w) - t)"),
    (
        sign(m(w) - t) * Prime(m(w)),
        r"\operatorname{sign}\bigl(m_x(w) - t\bigr)\,m_x'(w)",
        "sign(m_x(w) − t) · m_x′(w)",
        "sign(m_x(w) - t)*Derivative(m_x(w), w)",
    ),
    (
        (m(w) - t) / magnitude(m(w) - t) * Prime(m(w)),
        r"\frac{m_x(w) - t}{|m_x(w) - t|}\,m_x'(w)",
        "(m_x(w) − t)/|m_x(w) − t| · m_x′(w)",
        "(m_x(w) - t)*Derivative(m_x(w), w)/Abs(m_x(w) - t)",
    ),
    # squared losses
    ((p - t) ** 2, "(p - t)^2", "(p − t)²", "(p - t)**2"),
    ((p - t) ** 2 / 2, r"\tfrac{1}{2}(p - t)^2", "(p − t)²/2", "(p - t)**2/2"),
    (2 * (p - t), "2(p - t)", "2 (p − t)", "2*(p - t)"),
    (-2 * (t - p), "-2(t - p)", "−2 (t − p)", "-2*(t - p)"),
    (
        2 * (m(w) - t) * Prime(m(w)),
        r"2\bigl(m_x(w) - t\bigr)\,m_x'(w)",
        "2 (m_x(w) − t) · m_x′(w)",
        "2*(m_x(w) - t)*Derivative(m_x(w), w)",
    ),
    # one node of a network
    (residual**2, "(t_k - o_k)^2", "(t_k − o_k)²", "(t[k] - sigma(Sum(w[j, k]*o[j], (j, 1, n))))**2"),
    (
        2 * residual * D(residual, W[j, k]),
        r"2(t_k - o_k)\,\frac{\partial}{\partial w_{jk}}\,[t_k - o_k]",
        "2 (t_k − o_k) · ∂/∂w_jk [ t_k − o_k ]",
        f"2*(t[k] - sigma({SUM_TEXT}))*Derivative(t[k] - sigma({SUM_TEXT}), w[j, k])",
    ),
    (
        node * (1 - node) * D(total, W[j, k]),
        rf"{NODE_TEX}\Bigl(1 - {NODE_TEX}\Bigr)\,\frac{{\partial}}{{\partial w_{{jk}}}}\,\Bigl[{SUM_TEX}\Bigr]",
        "σ(Σ_{i=1..n} w_ik o_i) · (1 − σ(Σ_{i=1..n} w_ik o_i)) · ∂/∂w_jk [ Σ_{i=1..n} w_ik o_i ]",
        f"sigma({SUM_TEXT})*(1 - sigma({SUM_TEXT}))*Derivative({SUM_TEXT}, w[j, k])",
    ),
    (
        Sum(D(W[i, k], W[j, k]) * o[i], (i, 1, n)),
        r"\sum_{i=1}^n o_i\,\frac{\partial w_{ik}}{\partial w_{jk}}",
        "Σ_{i=1..n} o_i · ∂w_ik/∂w_jk",
        "Sum(o[i]*Derivative(w[i, k], w[j, k]), (i, 1, n))",
    ),
    (
        Sum(KroneckerDelta(i, j) * o[i], (i, 1, n)),
        r"\sum_{i=1}^n \delta_{ij}\,o_i",
        "Σ_{i=1..n} δ_ij o_i",
        "Sum(KroneckerDelta(i, j)*o[i], (i, 1, n))",
    ),
    # binary cross-entropy
    (
        -t * log(p) - (1 - t) * log(1 - p),
        r"-t\,\log p - (1 - t)\,\log(1 - p)",
        "−t log(p) − (1 − t) · log(1 − p)",
        "-t*log(p) - (1 - t)*log(1 - p)",
    ),
    (
        (1 - t) / (1 - p) - t / p,
        r"\frac{1 - t}{1 - p} - \frac{t}{p}",
        "(1 − t)/(1 − p) − t/p",
        "(1 - t)/(1 - p) - t/p",
    ),
    ((p - t) / (p * (1 - p)), r"\frac{p - t}{p\,(1 - p)}", "(p − t)/(p · (1 − p))", "(p - t)/(p*(1 - p))"),
    (softplus(z) - t * z, r"\operatorname{softplus}(z) - tz", "softplus(z) − t z", "log(1 + exp(z)) - t*z"),
    (
        -t * log(sigma(z)) - (1 - t) * log(1 - sigma(z)),
        r"-t\,\log\sigma(z) - (1 - t)\,\log\bigl(1 - \sigma(z)\bigr)",
        "−t log(σ(z)) − (1 − t) · log(1 − σ(z))",
        "-t*log(sigma(z)) - (1 - t)*log(1 - sigma(z))",
    ),
    (sigma(z) - t, r"\sigma(z) - t", "σ(z) − t", "sigma(z) - t"),
    # Huber, hinge, log-cosh
    (
        huber,
        (
            r"\begin{cases}\frac{r^2}{2} & \text{if } |r| \le \delta \\ "
            r"\delta\,\Bigl(|r| - \frac{\delta}{2}\Bigr) & \text{otherwise}\end{cases}"
        ),
        "{ r²/2 if |r| ≤ δ; δ · (|r| − δ/2) otherwise }",
        "Piecewise((r**2/2, Abs(r) <= delta), (delta*(Abs(r) - delta/2), True))",
    ),
    (
        clip(p - t, -delta, delta),
        r"\operatorname{clip}(p - t, -\delta, \delta)",
        "clip(p − t, −δ, δ)",
        "Max(-delta, Min(p - t, delta))",
    ),
    (positive_part(1 - a), r"\max(0, 1 - a)", "max(0, 1 − a)", "Max(0, 1 - a)"),
    (-step(1 - a), "-[a < 1]", "−[a < 1]", "-Piecewise((1, 1 - a > 0), (0, True))"),
    (
        -t * step(1 - t * z),
        r"-t\,[tz < 1]",
        "−t · [t z < 1]",
        "-t*Piecewise((1, 1 - t*z > 0), (0, True))",
    ),
    (log(cosh(p - t)), r"\log\cosh(p - t)", "log(cosh(p − t))", "log(cosh(p - t))"),
    (
        sinh(p - t) / cosh(p - t) * D(p - t, p),
        r"\frac{\sinh(p - t)}{\cosh(p - t)}\;\frac{\partial}{\partial p}\,[p - t]",
        "sinh(p − t)/cosh(p − t) · ∂/∂p [ p − t ]",
        "sinh(p - t)*Derivative(p - t, p)/cosh(p - t)",
    ),
    (
        Phi(p) ** 2 - t * phi(p),
        r"\Phi(p)^2 - t\,\varphi(p)",
        "Φ(p)² − t φ(p)",
        "((1 + erf((p)/sqrt(2)))/2)**2 - t*(exp(-(p)**2/2)/sqrt(2*pi))",
    ),
    (besseli(0, p) * tan(t), r"I_0(p)\,\tan(t)", "I_0(p) · tan(t)", "besseli(0, p)*tan(t)"),
    (acos(p) + asin(t), r"\arccos(p) + \arcsin(t)", "arccos(p) + arcsin(t)", "acos(p) + asin(t)"),
    (polygamma(1, p) - digamma(t), r"\psi'(p) - \psi(t)", "ψ'(p) − ψ(t)", "polygamma(1, p) - polygamma(0, t)"),
    (1 - tanh(p - t) ** 2, r"1 - \tanh^2(p - t)", "1 − tanh(p − t)²", "1 - tanh(p - t)**2"),
    # exponentials, roots, powers, numbers
    (-t * exp(-t * z), r"-t\,e^{-tz}", "−t exp(−t z)", "-t*exp(-t*z)"),
    (exp(-((r / c) ** 2) / 2), "e^{-r^2/(2c^2)}", "exp(−r²/(2 c²))", "exp(-r**2/(2*c**2))"),
    (
        c**2 / 2 * log(1 + (r / c) ** 2),
        r"\frac{c^2}{2}\,\log\Bigl(1 + \frac{r^2}{c^2}\Bigr)",
        "c² log(1 + r²/c²)/2",
        "c**2*log(1 + r**2/c**2)/2",
    ),
    (r / sqrt(r**2 + eps**2), r"\frac{r}{\sqrt{r^2 + \varepsilon^2}}", "r/√(r² + ε²)", "r/sqrt(r**2 + epsilon**2)"),
    (
        -((1 - sigma(z)) ** a) * log(sigma(z)),
        r"-\bigl(1 - \sigma(z)\bigr)^a\,\log\sigma(z)",
        "−(1 − σ(z))^a · log(σ(z))",
        "-(1 - sigma(z))**a*log(sigma(z))",
    ),
    (a * p ** (a - 1), r"a\,p^{a - 1}", "a p^(a − 1)", "a*p**(a - 1)"),
    (-1 / p, r"-\frac{1}{p}", "−1/p", "-1/p"),
    (-Rational(3, 4), r"-\tfrac{3}{4}", "−3/4", "-3/4"),
    (2 * Integer(3) ** p, r"2 \cdot 3^p", "2 · 3^p", "2*3**p"),
    (log(p) * log(t), r"\log(p)\,\log t", "log(p) · log(t)", "log(p)*log(t)"),
    (total - T[k], rf"{SUM_TEX} - t_k", "Σ_{i=1..n} w_ik o_i − t_k", f"{SUM_TEXT} - t[k]"),
    (
        Sum(o[i] ** 2, (i, 1, n)) / n,
        r"\frac{1}{n}\;\sum_{i=1}^n o_i^2",
        "1/n · Σ_{i=1..n} o_i²",
        "Sum(o[i]**2, (i, 1, n))/n",
    ),
    (
        exp(z) / Sum(exp(o[i]), (i, 1, n)),
        r"\frac{e^z}{\sum_{i=1}^n e^{o_i}}",
        "exp(z)/(Σ_{i=1..n} exp(o_i))",
        "exp(z)/Sum(exp(o[i]), (i, 1, n))",
    ),
    (
        Sum(o[Symbol("i") + 1], (Symbol("i"), 1, n + 1)),
        r"\sum_{i=1}^{n + 1} o_{i + 1}",
        "Σ_{i=1..n+1} o_{i+1}",
        "Sum(o[i + 1], (i, 1, n + 1))",
    ),
    (
        a * positive_part(p) ** 2 * (1 - t) / 2,
        r"\frac{a}{2}\,(1 - t)\,\max(0, p)^2",
        "a · (1 − t) · max(0, p)²/2",
        "a*(1 - t)*Max(0, p)**2/2",
    ),
    # models, arrays, indices, derivatives not yet taken
    (Prime(m_of_two(w, z), 1), r"\partial_2 m(w, z)", "∂_2 m(w, z)", "Derivative(m(w, z), z)"),
    (Prime(m(w), 0, 0), "m_x''(w)", "m_x′′(w)", "Derivative(m_x(w), w, w)"),
    (W[i + 1, k], "w_{i + 1,k}", "w_{i+1,k}", "w[i + 1, k]"),
    (
        D(magnitude(m(w) - t), w),
        r"\frac{\partial}{\partial w}\,\bigl[|m_x(w) - t|\bigr]",
        "∂/∂w [ |m_x(w) − t| ]",
        "Derivative(Abs(m_x(w) - t), w)",
    ),
    (D(Symbol("E"), W[j, k]), r"\frac{\partial E}{\partial w_{jk}}", "∂E/∂w_jk", "Derivative(E, w[j, k])"),
    (
        Adjoint(Symbol("E"), W[j, k]) * D(W[j, k], o[j]) / n,
        r"\frac{1}{n}\;\frac{\mathrm{d}E}{\mathrm{d}w_{jk}}\;\frac{\partial w_{jk}}{\partial o_j}",
        "1/n · dE/dw_jk · ∂w_jk/∂o_j",
        "Derivative(E, w[j, k])*Derivative(w[j, k], o[j])/n",
    ),
    (
        Adjoint(Symbol("E"), W[j, k], IndexedBase("delta")[j, k]) * o[j - 1],
        r"\delta_{jk}\,o_{j - 1}",
        "δ_jk o_{j−1}",
        "delta[j, k]*o[j - 1]",
    ),
    (
        log_det(W) / 2 - inverse_entry(W[i, j]) ** 2 * o[j],
        r"\tfrac{1}{2}\,\log\det w - (w^{-1})_{ij}^2\,o_j",
        "(log det w)/2 − (w⁻¹)_ij² o_j",
        "log_det(w)/2 - inverse_entry(w[i, j])**2*o[j]",
    ),
    (m, "m_x", "m_x", "m_x"),
    (W, "w", "w", "w"),
]
RELATIONS = [
    (Ne(m(w) - t, 0), r"m_x(w) \ne t", "m_x(w) ≠ t", "Ne(m_x(w), t)"),
    (Ne(t - m(w), 0), r"m_x(w) \ne t", "m_x(w) ≠ t", "Ne(m_x(w), t)"),
    (Gt(1 - a, 0), "a < 1", "a < 1", "a < 1"),
    (Gt(1 - t * z, 0), "tz < 1", "t z < 1", "t*z < 1"),
    (Gt(delta - magnitude(r), 0), r"|r| < \delta", "|r| < δ", "Abs(r) < delta"),
    (Gt(p, 0), "p > 0", "p > 0", "p > 0"),
    (Gt(-a, 0), "a < 0", "a < 0", "a < 0"),
    (magnitude(r) <= delta, r"|r| \le \delta", "|r| ≤ δ", "Abs(r) <= delta"),
    (Eq(m(w), t), "m_x(w) = t", "m_x(w) = t", "Eq(m_x(w), t)"),
]
EXPRESSIONS = [row[0] for row in TABLE]


@pytest.mark.parametrize(
    "expression, in_tex, in_unicode, in_sympy", TABLE + RELATIONS, ids=[str(row[2]) for row in TABLE + RELATIONS]
)
def test_every_notation(expression: Any, in_tex: str, in_unicode: str, in_sympy: str) -> None:
    assert (tex(expression), unicode_text(expression), sympy_text(expression)) == (in_tex, in_unicode, in_sympy)


@pytest.fixture(scope="module")
def converter() -> math_core.LatexToMathML:
    marks = {mark: rf"\textcolor{{{colour}}}{{#1}}" for mark, colour in {"old": "Salmon", "new": "SkyBlue"}.items()}
    return math_core.LatexToMathML(macros=marks)


def test_every_tex_is_understood_by_the_converter(converter: math_core.LatexToMathML) -> None:
    for expression, *_ in TABLE + RELATIONS:
        assert "merror" not in converter.convert_with_local_state(tex(expression), displaystyle=True)


@pytest.fixture(params=the_catalogue().entries, ids=lambda entry: entry.slug, scope="module")
def entry(request: pytest.FixtureRequest) -> Entry:
    found: Entry = request.param
    return found


def test_every_line_of_every_loss_has_its_notation(entry: Entry, converter: math_core.LatexToMathML) -> None:
    derivation = entry.derivation
    for line in (*derivation.lines, *derivation.other_forms):
        marked = tex(line.shown, derivation.order)
        converter.convert_with_local_state(marked, displaystyle=True)
        converter.convert_with_local_state(plain_tex(marked), displaystyle=True)
        assert r"\old" not in plain_tex(marked)
        assert r"\new" not in plain_tex(marked)
        assert "\n" not in unicode_text(line.shown, derivation.order)
        assert not {"Marked", "Named", "Prime"} & _names(sympy_text(line.shown))


def _names(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_]\w*", text))


def test_sympy_text_uses_documented_names_only(entry: Entry) -> None:
    documented = _names(" ".join(FUNCTION_NAMES)) | {
        "exp",
        "log",
        "cos",
        "sin",
        "cosh",
        "sinh",
        "tanh",
        "sqrt",
        "atan",
        "loggamma",
    }
    documented |= {"Derivative"}
    symbols_of_loss = {str(getattr(s, "name", s)) for s in entry.loss.symbols} | {*INDEX_LETTERS, entry.loss.name}
    symbols_of_loss |= index_names(entry.loss.expression)
    for expression in (entry.loss.expression, entry.derivation.gradient):
        assert _names(sympy_text(expression)) <= documented | symbols_of_loss


# -- the order of terms and factors ------------------------------------------------------------------------------------


def evaluated(arranged: Any) -> Any:
    """The arranged expression, built again in SymPy's own order."""
    if not getattr(arranged, "args", ()) or isinstance(arranged, Named | Prime):
        return arranged
    if isinstance(arranged, Indexed):
        return arranged.base[tuple(map(evaluated, arranged.indices))]
    return arranged.func(*map(evaluated, arranged.args))


@pytest.mark.parametrize("expression", [e for e in EXPRESSIONS if isinstance(e, Expr)], ids=str)
def test_arranging_changes_the_order_only(expression: Expr) -> None:
    assert evaluated(arrange(expression)) == expression
    assert arrange(arrange(expression)) == arrange(expression)


@pytest.mark.parametrize("expression", [e for e in EXPRESSIONS if isinstance(e, Expr)], ids=str)
def test_the_text_by_which_terms_are_ordered_is_that_of_sympy(expression: Expr) -> None:
    for node in sympy.preorder_traversal(expression):
        assert text_of(node) == str(node)


@pytest.mark.parametrize(
    "expression, in_tex, in_unicode",
    [
        (sqrt(2) / sqrt(sympy.pi), r"\sqrt{\frac{2}{\pi}}", "√(2/π)"),
        (sqrt(2) * p / 2, r"\frac{p}{\sqrt{2}}", "p/√(2)"),
        (sqrt(2) * p / (2 * sqrt(sympy.pi)), r"\frac{p}{\sqrt{2\pi}}", "p/√(2 π)"),
        (-3 * sqrt(2) * p / 2, r"-\frac{3p}{\sqrt{2}}", "−3 p/√(2)"),
        (3 * sqrt(2) * p / 4, r"\tfrac{3}{4}\,\sqrt{2}\,p", "3 √(2) · p/4"),
        (Rational(44715, 10**6) * p, "0.044715p", "0.044715 p"),
        (-Rational(44715, 10**6), "-0.044715", "−0.044715"),
        (Rational(3, 2000) + p, "0.0015 + p", "0.0015 + p"),
        (p / 1000, "0.001p", "0.001 p"),
        (Rational(1, 3000) * p, r"\frac{p}{3000}", "p/3000"),
    ],
)
def test_roots_of_numbers_and_long_decimals(expression: Expr, in_tex: str, in_unicode: str) -> None:
    assert (tex(expression), unicode_text(expression)) == (in_tex, in_unicode)


def test_outer_derivatives_stand_before_inner_ones() -> None:
    factors = (residual, node, 1 - node, o[j])
    gradient = -2 * Mul(*factors)
    lines = {residual: 1, node: 3, 1 - node: 3, o[j]: 5}
    assert unicode_text(gradient, Order(lines=lines)) == (
        "−2 (t_k − o_k) · σ(Σ_{i=1..n} w_ik o_i) · (1 − σ(Σ_{i=1..n} w_ik o_i)) · o_j"
    )
    assert tex(gradient, Order(lines={**lines, o[j]: 0})).startswith("-2o_j")


def test_a_power_is_found_by_its_base() -> None:
    assert unicode_text(tanh(p) * (p - t) ** 2, Order(lines={tanh(p): 1, p - t: 2})) == "tanh(p) · (p − t)²"


def test_constants_stand_before_variables() -> None:
    y, s = Symbol("y", real=True, nonzero=True), Symbol("s", real=True)
    assert unicode_text(y * s * delta) == "δ y s"
    assert unicode_text(delta + s) == "s + δ"


@pytest.mark.parametrize(
    "relation, tidy",
    [
        (Gt(1 - a, 0), a < 1),
        (Gt(p - t - delta, 0), Gt(p, t + delta)),
        (Gt(p, 0), Gt(p, 0)),
        (Ne(a - p / (p + 1), 0, evaluate=False), Ne(a, p / (p + 1))),
        (Ne(a - Mul(1, 1 - delta, evaluate=False), 0, evaluate=False), Ne(a, 1 - delta)),
        (Ne(a / 6 + Rational(1, 2), 0), Ne(a, -3)),
        (Gt(1 + a, 0), a > -1),
    ],
)
def test_tidy_relations(relation: Any, tidy: Any) -> None:
    assert tidy_relation(relation) == tidy
    assert tidy_relation(tidy) == tidy


# -- marks -------------------------------------------------------------------------------------------------------------


def new(expression: Expr) -> Marked:
    return Marked(expression, NEW)


def old(expression: Expr) -> Marked:
    return Marked(expression, OLD)


MARKS = [
    (new(p - t) ** 2, r"(\new{p - t})^2"),
    (2 * new(p - t) * z, r"2z\,(\new{p - t})"),
    (p - new(z), r"p - \new{z}"),
    (p + new(-z), r"p - \new{z}"),
    (p + new(t - z), r"p + \new{t - z}"),
    (1 + new(-t - z), r"1 - \new{t - z}"),
    (-new(p + t), r"-(\new{p + t})"),
    (2 * new(-D(o_k, W[j, k])), r"-2\,\new{\frac{\partial o_k}{\partial w_{jk}}}"),
    (new(sigma(z) * old(D(z, p))), r"\new{\sigma(z)\,\old{\frac{\partial z}{\partial p}}}"),
    (sign(p) * new(D(m(w), w) - old(D(t, w))), None),
    (new(t / p) * D(p, z), r"\new{\frac{t}{p}}\;\frac{\partial p}{\partial z}"),
    (
        new(sinh(p) * old(D(p, z))) / cosh(p),
        r"\frac{\new{\sinh(p)}}{\cosh(p)}\;\new{\old{\frac{\partial p}{\partial z}}}",
    ),
    (old(D(p, z)) + old(D(t, z)), r"\old{\frac{\partial p}{\partial z}} + \old{\frac{\partial t}{\partial z}}"),
    (old((1 - t) / (1 - p) - t / p), r"\old{\frac{1 - t}{1 - p} - \frac{t}{p}}"),
]


@pytest.mark.parametrize("expression, marked", MARKS, ids=[str(e) for e, _ in MARKS])
def test_marks(expression: Expr, marked: str | None, converter: math_core.LatexToMathML) -> None:
    assert marked is None or tex(expression) == marked
    converter.convert_with_local_state(tex(expression), displaystyle=True)
    unmarked = expression
    while unmarked.has(Marked):
        unmarked = unmarked.xreplace({node: node.expression for node in unmarked.atoms(Marked)})
    assert sorted(re.sub(r"[\s()]", "", sympy_text(expression))) == sorted(re.sub(r"[\s()]", "", sympy_text(unmarked)))
    assert re.sub(r"[\s()]|\\,", "", plain_tex(tex(expression))) == re.sub(r"[\s()]|\\,", "", tex(unmarked))


def test_no_text_cancels_what_a_mark_keeps_apart() -> None:
    assert sympy_text(new(1 - p) / (1 - p)) == "(1 - p)/(1 - p)"
    assert sympy_text(p + new(t - z)) == "p + t - z"
    assert sympy_text(t * new(p * z) / p**2) == "(p*z)*t/p**2"
    inside = "Sum(w[j, k]*o[j], (j, 1, n))"
    assert sympy_text(new(o_k) ** 2 / o_k) == f"sigma({inside})**2/sigma({inside})"
    assert unicode_text(new(1 - p) / (1 - p)) == "(1 − p)/(1 − p)"


def test_plain_tex_keeps_commands_apart_from_letters() -> None:
    assert plain_tex(r"\log\new{p}") == r"\log p"
    assert plain_tex(r"\new{\frac{1}{\old{x}}}") == r"\frac{1}{x}"
    with pytest.raises(ValueError, match="brace"):
        plain_tex(r"\new{x")


# -- what a program reads back -----------------------------------------------------------------------------------------

VALUES = {
    w: Rational(3, 7),
    t: Rational(1, 3),
    p: Rational(5, 11),
    z: -Rational(7, 5),
    a: Rational(9, 4),
    r: Rational(2, 9),
}
VALUES |= {delta: Rational(1, 2), eps: Rational(1, 8), c: Rational(5, 3), j: 2, k: 1, n: 2}
MODEL = Lambda(w, w**3 + w)
MEANING = {
    sigma: lambda u: 1 / (1 + exp(-u)),
    softplus: lambda u: log(1 + exp(u)),
    Phi: lambda u: (1 + sympy.erf(u / sqrt(2))) / 2,
    phi: lambda u: exp(-(u**2) / 2) / sqrt(2 * sympy.pi),
    magnitude: Abs,
    sign: sympy.sign,
    positive_part: lambda u: Max(0, u),
    step: lambda u: Integer(bool(u > 0)),
    clip: lambda u, low, high: Min(high, Max(low, u)),
}


def component(array: str, *indices: Any) -> Any:
    return Rational(1 + len(array), 3) + sum(Rational(index, place) for place, index in enumerate(indices, start=2))


def value(expression: Any, at: dict[Any, Any]) -> Any:
    """The value of one of our expressions, by the meaning of its functions."""
    if expression in at:
        return at[expression]
    if isinstance(expression, Indexed):
        return component(str(expression.base), *(value(index, at) for index in expression.indices))
    if isinstance(expression, Sum):
        ((index, low, high),) = expression.limits
        return sum(value(expression.function, {**at, index: number}) for number in range(low, value(high, at) + 1))
    if isinstance(expression, Named):
        return value(expression.definition, at)
    if isinstance(expression, Prime):
        return MODEL.expr.diff(w, len(expression.positions)).subs(w, value(expression.applied.args[0], at))
    if isinstance(expression, Branches):
        return next(value(u, at) for u, condition in expression.cases if value(condition, at))
    parts = [value(part, at) for part in expression.args]
    if type(expression).__name__ == "m_x":
        return MODEL(*parts)
    return MEANING.get(expression.func, expression.func)(*parts) if parts else expression


def read_back(text: str) -> Any:
    """What SymPy makes of the text, given the arrays and the two functions that it does not know."""
    names = {"sigma": Lambda(w, 1 / (1 + exp(-w))), "m_x": MODEL, "w": IndexedBase("w"), "o": o, "t": IndexedBase("t")}
    scalars = {str(symbol): number for symbol, number in VALUES.items() if f"{symbol}[" not in text}
    names = {name: meaning for name, meaning in names.items() if name not in scalars} | {
        name: symbols(name) for name in scalars
    }
    parsed = sympy.sympify(text, locals=names)
    if parsed.has(sympy.Derivative):
        parsed = parsed.doit()
    parsed = parsed.subs({names[name]: number for name, number in scalars.items()}).doit()
    return parsed.replace(lambda u: isinstance(u, Indexed), lambda u: component(str(u.base), *u.indices))


READABLE = [
    e
    for e in EXPRESSIONS
    if isinstance(e, Expr) and not e.has(D, Adjoint, log_det) and e not in (W, W[i + 1, k]) and not e.has(m_of_two)
]


@pytest.mark.parametrize("expression", READABLE, ids=str)
def test_sympy_reads_back_the_same_value(expression: Expr) -> None:
    ours, theirs = sympy.N(value(expression, VALUES), 30), sympy.N(read_back(sympy_text(expression)), 30)
    assert ours.is_Float or ours.is_Integer
    assert abs(ours - theirs) < Rational(1, 10**25)


def test_the_text_of_a_sum_keeps_bound_and_free_indices_apart() -> None:
    assert sympy_text(o_k * o[j]) == f"o[j]*sigma({SUM_TEXT})"


# -- the edges ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("printer", [tex, unicode_text])
def test_an_unknown_function_is_refused(printer: Any) -> None:
    with pytest.raises(LossaryError, match="zeta"):
        printer(1 + sympy.zeta(p))
    with pytest.raises(LossaryError, match="Integral"):
        printer(sympy.Integral(p, (p, 0, 1)))


@pytest.mark.parametrize(
    "text, plain",
    [
        (r"of the model with weights $w$ at $m_x(w)\ne t$", "of the model with weights w at m_x(w) ≠ t"),
        (r"in $\mathbb{R}$, $\tfrac{1}{2}r^2$, $w_{jk}$", "in ℝ, 1/2 · r², w_jk"),
        (r"$\{-1,+1\}$ and $\operatorname{sign}(u)$", "{−1,+1} and sign(u)"),
        # what a brace held together stays together
        (r"$\frac{e^v}{2\varepsilon}$, $\frac{a+b}{c_i^2}$, $\frac12$", "e^v/(2ε), (a+b)/c_i², 1/2"),
        (r"$\frac{\frac{a}{b}}{\frac{c}{d}}$, $\sqrt{2\pi}$, $\delta/\sqrt 2$", "(a/b)/(c/d), √(2π), δ/√2"),
        (r"$e^{1/(2\beta)}$, $e^{v/2}\varepsilon$, $\gamma(1-T)^{\gamma-1}$", "e^(1/(2β)), e^(v/2) ε, γ(1−T)^(γ−1)"),
        (r"$x_{j+1}-x_j$, $\pi_{\mathrm{ref}}$, $y^{(i)}$", "x_{j+1}−x_j, π_ref, y^(i)"),
        (r"$S^{-1}rr^{\top}S^{-1}d$, $10^{-7}$, $f''(u)$", "S⁻¹rrᵀS⁻¹d, 10⁻⁷, f′′(u)"),
        # names in words and their arguments
        (r"$u\log u$, $A\log\pi$, $\log(1+p)$, $\log\det S$", "u log u, A log π, log(1+p), log det S"),
        (r"$|u|\operatorname{sign}u$, $2\arctan a$, $\tanh^2u$, $\mathrm{d}u$", "|u| sign u, 2 arctan a, tanh² u, du"),
        (r"$\beta\sum_ip_i\log p_i$ and $\|\partial L\|\le\pm c$", "β Σ_i p_i log p_i and ‖∂L‖ ≤ ±c"),
        (r"$\Psi=$ softplus, plus $=1$", "Ψ = softplus, plus = 1"),
        ("no formula, 5$ only", "no formula, 5$ only"),
    ],
)
def test_tex_in_prose_for_the_terminal(text: str, plain: str) -> None:
    assert prose(text) == plain


def test_notation_is_the_same_whatever_the_order_of_the_arguments() -> None:
    terms = [p**2, -t, Integer(1), delta * p, -log(p)]
    forms = {
        unicode_text(Add(*some, evaluate=False)) for some in ([*terms], [*reversed(terms)], [*terms[2:], *terms[:2]])
    }
    assert len(forms) == 1
    factors = [p - t, sigma(z), Pow(p, 2), Integer(3), D(p, z), Prime(m(w))]
    assert len({tex(Mul(*some, evaluate=False)) for some in ([*factors], [*reversed(factors)])}) == 1


def test_nothing_here_writes_the_name_of_a_class() -> None:
    shown = [f(e) for f, e in product((tex, unicode_text), EXPRESSIONS)]
    assert not [text for text in shown if re.search("Piecewise|Branches|Marked|Expr|Function", text)]


def test_a_script_letter_is_printed_as_the_field_writes_it() -> None:
    assert tex(Symbol("ell_old")) == r"\ell_{\mathrm{old}}"
    assert unicode_text(Symbol("ell_w")) == "ℓ_w"
