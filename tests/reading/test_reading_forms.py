"""Every form that is read, beside what it becomes; every refusal, beside the character that it points at."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import (
    Eq,
    Expr,
    IndexedBase,
    Integer,
    KroneckerDelta,
    LambertW,
    Lt,
    Ne,
    Rational,
    Sum,
    Symbol,
    acos,
    asin,
    atan,
    besseli,
    cos,
    cosh,
    digamma,
    erf,
    exp,
    log,
    loggamma,
    pi,
    polygamma,
    sin,
    sinh,
    sqrt,
    symbols,
    tan,
    tanh,
)

from derivations.errors import LossaryError
from derivations.language.cases import branches
from derivations.language.domains import Index, Model, Positive, Probability, Real, Size
from derivations.language.functions import (
    Branches,
    Phi,
    Prime,
    clip,
    inverse_entry,
    largest,
    log_det,
    magnitude,
    model,
    otherwise,
    phi,
    positive_part,
    sigma,
    sign,
    smallest,
    softplus,
    step,
)
from derivations.language.loss import Loss
from derivations.language.over import ArgLargest, LargestOver, SmallestOver
from derivations.reading import FORMS, FUNCTIONS, Reading, ReadingError, help_text, read, read_latex

a, b, c, d, o, p, r, t, u, v, w, x, y, z = symbols("a b c d o p r t u v w x y z", real=True)
delta, lam, mu, w_jk, o_k, x_1 = symbols("delta lambda mu w_jk o_k x_1", real=True)
i, j, k, n = symbols("i j k n", integer=True, positive=True)
W, X, Y, S = map(IndexedBase, "wxyS")
m, m_x = model("m"), model("m_x")
SUM = Sum(W[i] * X[i], (i, 1, n))
HUBER = branches((r**2 / 2, magnitude(r) <= delta), (delta * (magnitude(r) - delta / 2), otherwise))

PLAIN: list[tuple[str, Expr]] = [
    # over an index
    ("max_{j=1..n, j≠i} x_j − x_i", LargestOver(X[j], j, 1, n, i) - X[i]),
    ("min_{1 <= j <= n} x_j^2", SmallestOver(X[j] ** 2, j, 1, n)),
    ("[k = argmax_{j=1..n} x_j]", KroneckerDelta(k, ArgLargest(X[j], j, 1, n))),
    ("prod(x_i, i=1..n)", exp(Sum(log(X[i]), (i, 1, n)))),
    ("∏_{i=1}^n x_i", exp(Sum(log(X[i]), (i, 1, n)))),
    ("-log(prod_{i=1}^n x_i)", -Sum(log(X[i]), (i, 1, n))),
    # numbers
    ("0.1", Rational(1, 10)),
    (".5", Rational(1, 2)),
    ("2.", Rational(2)),
    ("1e-8", Rational(1, 10**8)),
    ("2.5E1", Rational(25)),
    ("½ x", x / 2),
    ("Rational(1,2)*x", x / 2),
    ("2/4", Rational(1, 2)),
    ("pi*x", pi * x),
    ("2π", 2 * pi),
    ("e", exp(1)),
    ("2e", 2 * exp(1)),
    ("2e-x", 2 * exp(1) - x),
    # powers
    ("x^2", x**2),
    ("x**2", x**2),
    ("x²", x**2),
    ("(x+y)²x", (x + y) ** 2 * x),
    ("x⁻¹", 1 / x),
    ("-x^2", -(x**2)),
    ("2^-x", 2**-x),
    ("x^y^z", x ** (y**z)),
    ("e^x", exp(x)),
    ("e^-x", exp(-x)),
    ("e^(x y)", exp(x * y)),
    ("x^{2}", x**2),
    ("pow(x,2)", x**2),
    ("e^-x y", exp(-x) * y),
    ("(1-p)^2(y)", (1 - p) ** 2 * y),
    # products without a sign
    ("2x", 2 * x),
    ("2(p-t)", 2 * (p - t)),
    ("(a)(b)", a * b),
    ("x y", x * y),
    ("2x^2", 2 * x**2),
    ("o(1-o)", o * (1 - o)),
    ("(t-o)o(1-o)x", (t - o) * o * (1 - o) * x),
    ("1/2 (p-t)^2", (p - t) ** 2 / 2),
    ("(1/2)x", x / 2),
    ("2|x|", 2 * magnitude(x)),
    ("|a||b|", magnitude(a) * magnitude(b)),
    ("|a||b||c|", magnitude(a) * magnitude(b) * magnitude(c)),
    ("|a| |b|", magnitude(a) * magnitude(b)),
    ("max(0, 1 - sum_{i=1}^n y_i(x_i + b))", positive_part(1 - Sum(Y[i] * (X[i] + b), (i, 1, n)))),
    ("1[y z < 1]", step(1 - y * z)),
    ("| |a| |b| |", magnitude(magnitude(a) * magnitude(b))),
    ("x·y×z", x * y * z),
    ("a*-b", -a * b),
    ("a/-b*c", -a / b * c),
    ("a/b*c", a * c / b),
    ("a/b/c", a / (b * c)),
    ("a - -b", a + b),
    ("+a", a),
    ("x − y", x - y),
    # bars
    ("|x|", magnitude(x)),
    ("|m(w) - t|", magnitude(m(w) - t)),
    ("||a|-|b||", magnitude(magnitude(a) - magnitude(b))),
    ("|x - |y||", magnitude(x - magnitude(y))),
    ("|x|-y|z|", magnitude(x) - y * magnitude(z)),
    ("|-x|^2", magnitude(-x) ** 2),
    ("(|x|)(|y|)", magnitude(x) * magnitude(y)),
    ("max(|x|, |y|)", largest(magnitude(x), magnitude(y))),
    ("ln |x|", log(magnitude(x))),
    # functions
    ("abs(x)", magnitude(x)),
    ("Abs(x)", magnitude(x)),
    ("sign(x)", sign(x)),
    ("sgn(x)", sign(x)),
    ("exp(x)", exp(x)),
    ("ln(x)", log(x)),
    ("log(x)", log(x)),
    ("ln x", log(x)),
    ("ln 2x", log(2 * x)),
    ("log x - log y", log(x) - log(y)),
    ("ln x ln y", log(x) * log(y)),
    ("log(x, 2)", log(x) / log(2)),
    ("log2(x)", log(x) / log(2)),
    ("log_2 x", log(x) / log(2)),
    ("-x log2 x", -x * log(x) / log(2)),
    ("log_10(x)", log(x) / log(10)),
    ("log10(x)", log(x) / log(10)),
    ("log1p(x)", log(1 + x)),
    ("expm1(x)", exp(x) - 1),
    ("sqrt(x)", sqrt(x)),
    ("√x", sqrt(x)),
    ("√(x+1)", sqrt(x + 1)),
    ("sqrt(x^2)", magnitude(x)),
    ("square(x)", x**2),
    ("sigma(z)", sigma(z)),
    ("σ(z)", sigma(z)),
    ("sigmoid(z)", sigma(z)),
    ("expit(z)", sigma(z)),
    ("logistic(z)", sigma(z)),
    ("σ(z)^2", sigma(z) ** 2),
    ("softplus(z)", softplus(z)),
    ("logsigmoid(z)", log(sigma(z))),
    ("logit(p)", log(p / (1 - p))),
    ("silu(z)", z * sigma(z)),
    ("swish(z)", z * sigma(z)),
    ("relu(x)", positive_part(x)),
    ("elu(1 + exp(z))", 1 + exp(z)),
    ("elu(2)*z", 2 * z),
    ("leaky_relu(exp(z), a)", exp(z)),
    ("(x)_+", positive_part(x)),
    ("[1-y*z]_+^2", positive_part(1 - y * z) ** 2),
    ("y(x - a)_{+} + y", y * positive_part(x - a) + y),
    ("max(0, x)", positive_part(x)),
    ("2 max(0, x)", 2 * positive_part(x)),
    ("2 min(a, b)", 2 * smallest(a, b)),
    ("max(x, 0)", positive_part(x)),
    ("maximum(0, 1-y*z)", positive_part(1 - y * z)),
    ("Max(0, 1 - y*z)", positive_part(1 - y * z)),
    ("max(a, b)", largest(a, b)),
    ("max(a, 2)", largest(a, 2)),
    ("max(a, b, c)", largest(a, b, c)),
    ("min(a, b)", smallest(a, b)),
    ("min(0, x)", -positive_part(-x)),
    ("Min(1, x)", smallest(1, x)),
    ("max(1, 3, 2)", Rational(3)),
    ("step(x)", step(x)),
    ("Heaviside(x)", step(x)),
    ("clip(x, 0, 1)", clip(x, 0, 1)),
    ("clamp(x, a, b)", clip(x, a, b)),
    ("tanh(x)", tanh(x)),
    ("tanh^2(u)", tanh(u) ** 2),
    ("tanh²(u)", tanh(u) ** 2),
    ("sinh(x)", sinh(x)),
    ("cosh x", cosh(x)),
    ("sech(x)", 1 / cosh(x)),
    ("sin(x)", sin(x)),
    ("cos x", cos(x)),
    ("tan(x)", tan(x)),
    ("tan'(x)", 1 + tan(x) ** 2),
    ("asin(x)", asin(x)),
    ("arccos x", acos(x)),
    ("Phi(x)", Phi(x)),
    ("Φ(x)", Phi(x)),
    ("Phi'(x)", phi(x)),
    ("phi(x)", phi(x)),
    ("φ(2x)", phi(2 * x)),
    ("normpdf(a + x)", phi(a + x)),
    ("phi + x", Symbol("phi", real=True) + x),
    ("besseli(0, k)", besseli(0, Symbol("k", real=True))),
    ("I_0(x)", besseli(0, x)),
    ("i1(x)", besseli(1, x)),
    ("log I_0(x)", log(besseli(0, x))),
    ("atan(x)", atan(x)),
    ("arctan(x)", atan(x)),
    ("erf(x)", erf(x)),
    ("erfc(x)", 1 - erf(x)),
    ("gamma(x)", exp(loggamma(x))),
    ("gamma(5)", Integer(24)),
    ("lgamma(x)", loggamma(x)),
    ("loggamma(x)", loggamma(x)),
    ("digamma(x)", digamma(x)),
    ("ψ(x)", digamma(x)),
    ("psi * x", Symbol("psi", real=True) * Symbol("x", real=True)),
    ("polygamma(1, x)", polygamma(1, x)),
    ("LambertW(x)", LambertW(x)),
    # cases
    ("where(x > 0, a, b)", branches((a, x > 0), (b, otherwise))),
    ("a if x > 0 else b", branches((a, x > 0), (b, otherwise))),
    ("Piecewise((a, x > 0), (b, True))", branches((a, x > 0), (b, otherwise))),
    ("Piecewise((a, x > 0), (b, x <= 0))", branches((a, x > 0), (b, otherwise))),
    ("where(|r| <= delta, r^2/2, delta*(|r| - delta/2))", HUBER),
    ("where(|r| ≤ δ, r²/2, δ(|r| - δ/2))", HUBER),
    ("where(x >= 0 and y < 1, a, b)", Branches(Branches(a, y < 1, b, otherwise), x >= 0, b, otherwise)),
    ("where((x >= 0) & (y < 1), a, b)", Branches(Branches(a, y < 1, b, otherwise), x >= 0, b, otherwise)),
    ("where(x > 0 or y > 0, a, b)", Branches(a, x > 0, a, y > 0, b, otherwise)),
    ("where(not x > 0, a, b)", branches((b, x > 0), (a, otherwise))),
    ("where(0 < x < 1, a, b)", Branches(Branches(a, x < 1, b, otherwise), Lt(0, x), b, otherwise)),
    ("where(x == 0, a, b)", branches((a, Eq(x, 0)), (b, otherwise))),
    ("where(x = 0, a, b)", branches((a, Eq(x, 0)), (b, otherwise))),
    ("where(x != 0, a, b)", branches((a, Ne(x, 0)), (b, otherwise))),
    ("where(x ≠ 0, a, b)", branches((a, Ne(x, 0)), (b, otherwise))),
    ("[y*z < 1]", step(1 - y * z)),
    ("-y x[y z < 1]", -y * x * step(1 - y * z)),
    ("indicator(x >= 0)", branches((1, x >= 0), (0, otherwise))),
    ("Piecewise((1, u > 0), (0, True))", step(u)),
    ("a if x > 0 else b if x < -1 else c", Branches(a, x > 0, b, x < -1, c, otherwise)),
    ("[x + y]*z", (x + y) * z),
    ("(x > 0)*x", x * step(x)),
    ("x*(y == 0)", x * branches((1, Eq(y, 0)), (0, otherwise))),
    ("1(x > 0)", step(x)),
    ("1{x > 0}*x", x * step(x)),
    ("1_{x > 0}", step(x)),
    ("I(x > 0)", step(x)),
    ("indicator[x > 0]", step(x)),
    ("indicator{x > 0}", step(x)),
    # models and primes
    ("m(w)", m(w)),
    ("m'(w)", Prime(m(w))),
    ("m''(w)", Prime(m(w), 0, 0)),
    ("m′(w)", Prime(m(w))),
    ("m_x(w)", m_x(w)),
    ("m(x, w)", m(x, w)),
    ("Derivative(m(w), w)", Prime(m(w))),
    ("Derivative(m(x, w), w, w)", Prime(m(x, w), 1, 1)),
    ("Derivative(m(w), (w, 2))", Prime(m(w), 0, 0)),
    ("σ'(z)", sigma(z) * (1 - sigma(z))),
    ("tanh'(z)", 1 - tanh(z) ** 2),
    ("relu'(z)", step(z)),
    ("softplus'(z)", sigma(z)),
    ("m(w)^2", m(w) ** 2),
    ("m(x; w)", m(x, w)),
    ("alpha(x)", model("alpha")(x)),
    ("alpha(1 - x)^2", Symbol("alpha", real=True) * (1 - x) ** 2),
    ("τ(x, y - 1)", model("tau")(x, y - 1)),
    ("m'(w)(m(w) - t)", Prime(m(w)) * (m(w) - t)),
    # subscripts and Greek letters
    ("w_jk*o_k", w_jk * o_k),
    ("w_{jk} o_k", w_jk * o_k),
    ("x_1", x_1),
    ("x₁", x_1),
    ("delta", delta),
    ("δ", delta),
    ("lambda*|w|", lam * magnitude(w)),
    ("λ|w|", lam * magnitude(w)),
    ("µ + μ", 2 * mu),
    ("𝑥 + x", 2 * x),
    ("ŷ", Symbol("y_hat", real=True)),
    ("y_hat", Symbol("y_hat", real=True)),
    ("sigma^2", Symbol("sigma", real=True) ** 2),
    ("w[j,k]", W[j, k]),
    ("w_{j,k}", W[j, k]),
    ("w[j, k] + w_jk", 2 * W[j, k]),
    ("x_{i+1} - x_i", X[i + 1] - X[i]),
    ("x[1]", X[1]),
    # sums
    ("sum_{i=1}^n w_i x_i", SUM),
    ("∑_{i=1}^n w_i x_i", SUM),
    ("Σ_{i=1}^{n} w_i*x_i", SUM),
    ("sum(w_i*x_i, i=1..n)", SUM),
    ("sum(w_i*x_i, i, 1, n)", SUM),
    ("Sum(w[i]*x[i], (i, 1, n))", SUM),
    ("sum_{i=1}^n w_i x_i - t", SUM - t),
    ("1/n sum_{i=1}^n (x_i - y_i)^2", Sum((X[i] - Y[i]) ** 2, (i, 1, n)) / n),
    ("sum_{i=1}^n sum_{j=1}^n w_ij", Sum(Sum(W[i, j], (j, 1, n)), (i, 1, n))),
    ("Sum(w[i, j], (i, 1, n), (j, 1, n))", Sum(Sum(W[i, j], (i, 1, n)), (j, 1, n))),
    ("sum_{j=1}^n w_jk", Sum(W[j, k], (j, 1, n))),
    ("KroneckerDelta(i, j)", KroneckerDelta(i, j)),
    ("log_det(S)", log_det(S)),
    ("inverse_entry(S[i, j])", inverse_entry(S[i, j])),
    # what stands around a formula
    ("L = (t - o)^2", (t - o) ** 2),
    ("L(w) = |m(w) - t|", magnitude(m(w) - t)),
    ("dL/dw = t - o", t - o),
    ("dσ/dz = σ(z)(1 - σ(z))", sigma(z) * (1 - sigma(z))),
    ("MSE = (t - o)^2", (t - o) ** 2),
    ("BCE(t, p) = -log(p)", -log(p)),
    ("  x\t+\n y ", x + y),
]

LATEX: list[tuple[str, Expr]] = [
    (r"\frac{a}{b}", a / b),
    (r"\frac12", Rational(1, 2)),
    (r"\tfrac12x", x / 2),
    (r"\frac ab", a / b),
    (r"\frac1{1+e^{-x}}", 1 / (1 + exp(-x))),
    (r"\sqrt{x}", sqrt(x)),
    (r"\sqrt2", sqrt(2)),
    (r"\sqrt[3]{x}", x ** Rational(1, 3)),
    (r"wx", w * x),
    (r"w x_1", w * x_1),
    (r"x^2y", x**2 * y),
    (r"x^{2y}", x ** (2 * y)),
    (r"e^{-yz}", exp(-y * z)),
    (r"(-1)^yp", (-1) ** y * p),
    (r"\ln p", log(p)),
    (r"\ln2\pi", log(2 * pi)),
    (r"\ln x^2", log(x**2)),
    (r"y\ln p+(1-y)\ln(1-p)", y * log(p) + (1 - y) * log(1 - p)),
    (r"\tanh^2u", tanh(u) ** 2),
    (r"\log\frac{a}{b}", log(a / b)),
    (r"\sigma(z)", sigma(z)),
    (r"\sigma^2", Symbol("sigma", real=True) ** 2),
    (r"\max(0,1-yz)", positive_part(1 - y * z)),
    (r"\max\{0,x\}", positive_part(x)),
    (r"\min(a,b)", smallest(a, b)),
    (r"\mathrm{sign}(x)", sign(x)),
    (r"\operatorname{relu}(x)", positive_part(x)),
    (r"\text{relu}(x)", positive_part(x)),
    (r"|x-y|", magnitude(x - y)),
    (r"\left|x\right|", magnitude(x)),
    (r"\lvert x\rvert^2", magnitude(x) ** 2),
    (r"\left(x+y\right)\,z", (x + y) * z),
    (r"\bigl[x+y\bigr]z", (x + y) * z),
    (r"[yx<1]", step(1 - y * x)),
    (r"a\cdot b\times c", a * b * c),
    (r"m'(w)", Prime(m(w))),
    (r"m_x(w)-t", m_x(w) - t),
    (r"m^\prime(w)", Prime(m(w))),
    (r"m^{\prime\prime}(w)", Prime(m(w), 0, 0)),
    (r"\sigma'(z)", sigma(z) * (1 - sigma(z))),
    (
        r"\frac{1}{n}\sum_{i=1}^{n}\left(y_i-\hat{y}_i\right)^2",
        Sum((Y[i] - IndexedBase("y_hat")[i]) ** 2, (i, 1, n)) / n,
    ),
    (r"\begin{cases}a&x>0\\b&\text{otherwise}\end{cases}", branches((a, x > 0), (b, otherwise))),
    (r"\begin{cases}a,&\text{if }x>0\\[4pt]b,&x\le0\end{cases}", branches((a, x > 0), (b, otherwise))),
    (r"\sum_{i=1}^n w_ix_i", SUM),
    (r"\sum_{i=1}^{n}w_{i}x_{i}", SUM),
    (r"\sum\limits_{i=1}^n w_ix_i", SUM),
    (r"\hat y", Symbol("y_hat", real=True)),
    (r"\hat{y}_1", Symbol("y_hat_1", real=True)),
    (r"w_{jk}o_k", w_jk * o_k),
    (r"\lambda|w|", lam * magnitude(w)),
    (r"\mathcal{L}=a", a),
    (r"\frac{\partial L}{\partial w}=a", a),
    (r"\frac{dL}{dw}=a", a),
    (r"\nabla_w L=a", a),
    ("$x$", x),
    (r"\[x\]", x),
    (r"-(t-o)o(1-o)h", -(t - o) * o * (1 - o) * Symbol("h", real=True)),
    (r"x^\frac12", sqrt(x)),
    (r"x+y.", x + y),
    (r"\mathrm{Out}-t", Symbol("Out", real=True) - t),
    (r"\varepsilon", Symbol("epsilon", real=True)),
    (r"W_{13}", Symbol("W_13", real=True)),
    (r"2^{-x}", 2**-x),
]


@pytest.mark.parametrize("text, wanted", PLAIN, ids=[text for text, _ in PLAIN])
def test_a_form_is_read(text: str, wanted: Expr) -> None:
    assert read(text).expression == wanted


@pytest.mark.parametrize("text, wanted", LATEX, ids=[text for text, _ in LATEX])
def test_a_form_of_latex_is_read(text: str, wanted: Expr) -> None:
    assert read_latex(text).expression == wanted


ARGUMENTS = {
    "where": "x > 0, a, b",
    "Piecewise": "(a, x > 0), (b, True)",
    "indicator": "x > 0",
    "Derivative": "m(w), w",
    "KroneckerDelta": "i, j",
    "log_det": "S",
    "inverse_entry": "S[i, j]",
    "sum": "x_i, (i, 1, n)",
    "argmax": "x_i, (i, 1, n)",
    "argmin": "x_i, (i, 1, n), k",
    "polygamma": "1, x",
    "besseli": "0, x",
    "inv": "A",
}


@pytest.mark.parametrize("name", [name for function in (*FUNCTIONS, *FORMS) for name in function.names])
def test_every_name_of_the_table_is_read_and_explained(name: str) -> None:
    function = next(f for f in (*FUNCTIONS, *FORMS) if name in f.names)
    arguments = ARGUMENTS.get(function.names[0], ", ".join("xyz"[: function.least]))
    around = {"det": "log({})", "argmax": "[k = {}]", "argmin": "[k = {}]"}.get(name, "{}")
    text = around.format(f"{name}({arguments})")
    assert isinstance(read(text, at=()).expression, Expr)
    assert name in help_text()
    assert function.says in help_text()


# The text, where the caret stands, and a word of the message.
REFUSED: list[tuple[str, int, str]] = [
    ("torch.stack([a, b]).sum()", 6, "write out what it does"),
    ("x + None", 4, "where an option is left out"),
    ("", 0, "expected"),
    ("x +", 3, "end"),
    ("x + * y", 4, "'*'"),
    ("(x", 2, "')'"),
    ("x)", 1, "')'"),
    ("[x)", 2, "']'"),
    ("f(", 2, "end"),
    ("()", 1, "expected"),
    ("x,", 2, "end"),
    ("1/2x", 3, "fraction"),
    ("a/b c", 4, "fraction"),
    ("1/2(x-y)", 3, "fraction"),
    ("x^2y", 3, "exponent"),
    ("e^2x", 3, "exponent"),
    ("e^-2x", 4, "exponent"),
    ("x 2", 2, "number"),
    ("2 3", 2, "number"),
    ("1.2.3", 3, "number"),
    ("|a|b|c|", 0, "two ways"),
    ("2^sigma(pi)", 1, "large"),
    ("y - ylog(p)", 4, "y*log(u)"),
    ("phi(1 - x)", 0, "normpdf"),
    ("besseli(a, x)", 0, "is read for n"),
    ("besseli(1/2, x)", 0, "is read for n"),
    ("besseli(0, 10^5)", 0, "too large"),
    ("I_0(x) + I_0", 0, "both alone"),
    ("var(x)", 0, "np.var"),
    ("MSE + x", 0, "MSE"),
    ("x = MSE", 4, "MSE"),
    ("x where y = BCE(x)", 12, "BCE"),
    ("if x > 0 then x", 0, "where(x > 0, u, v)"),
    ("d/dx x^2", 0, "derivative"),
    ("∂/∂w (w-t)^2", 0, "derivative"),
    ("\\frac{1}{2}", 0, "LaTeX"),
    ("$x$", 0, "LaTeX"),
    ("1{x}", 2, "condition"),
    ("1_n", 2, "brackets"),
    ("2{x > 0}", 1, "expected"),
    ("2(x > 0)", 2, "condition"),
    ("x (x > 0)", 3, "condition"),
    ("x*dσ/dz", 0, "derivative"),
    ("x + y d/dw", 4, "derivative"),
    ("alpha(2x)", 0, "may be"),
    ("lambda(x^2)", 0, "may be"),
    ("MSE + x where x = 2y", 0, "MSE"),
    ("MSE, x = 2y", 0, "MSE"),
    ("f(1 - x)", 0, "may be"),
    ("delta(1 - x)", 0, "may be"),
    ("0,5", 1, "decimal point"),
    ("x, 5", 3, "one formula"),
    ("|x", 0, "partner"),
    ("x|y", 1, "partner"),
    ("p(x|)", 3, "partner"),
    ("y(wx + b)", 0, "may be"),
    ("f (x)", 0, "may be"),
    ("pi(x)", 0, "pi"),
    ("σ + σ(x)", 4, "alone"),
    ("gamma + gamma(x)", 8, "alone"),
    ("ln p(1-p)", 4, "belong"),
    ("ln x y", 5, "belong"),
    ("learning rate", 9, "side by side"),
    ("2 times x", 2, "side by side"),
    ("softmax(z)", 0, "an array"),
    ("exp", 0, "exp(u)"),
    ("exp + 1", 0, "exp(u)"),
    ("log^-1(x)", 4, "positive"),
    ("pow(x)", 0, "takes 2 arguments"),
    ("sigma(x, y)", 0, "takes 1"),
    ("max_{i=1..n, j=1..n} x_i", 0, "one index"),
    ("argmax_{i=1..n} x_i", 0, "place of a maximum"),
    ("prod(x)", 0, "prod(u, i=1..n)"),
    ("1/0", 1, "divides by 0"),
    ("log(0)", 0, "finite"),
    ("log(-1)", 0, "real"),
    ("sqrt(-1)", 0, "real"),
    ("0^-1", 1, "divides"),
    ("1/(x-x)", 1, "divides"),
    ("9**9**9", 1, "exponents"),
    ("x^x^x^x^x^x^x^x", 9, "exponents in exponents"),
    ("exp(cosh(e^gamma(exp(x))))", 17, "exponents in exponents"),
    ("2^1001", 1, "exponents"),
    ("2^999", 1, "bits"),
    ("gamma(1000)", 0, "large"),
    ("exp(exp(exp(9)))", 4, "large"),
    ("1e999", 0, "large"),
    ("9" * 41, 0, "large"),
    ("x" * 31, 0, "long"),
    ("m" + "'" * 9 + "(x)", 0, "at most"),
    ("import", 0, "Python"),
    ("__class__", 2, "Python"),
    ("x.__class__", 1, "'.'"),
    ("x__y", 1, "expected"),
    ("f'{x}'", 2, "expected"),
    ("lambda: x", 6, "':'"),
    ("x;;y", 2, "';'"),
    ("a@", 2, "end"),
    ("'x'", 0, "expected"),
    ('"x"', 0, "'\"'"),
    ("x\\y", 1, "has no meaning"),
    ("x\0y", 1, "cannot be seen"),
    ("x\u202ey", 1, "RIGHT-TO-LEFT"),
    ("x\u200by", 1, "ZERO WIDTH"),
    ("\u0430+b", 0, "CYRILLIC"),
    ("ｘ", 0, "not x"),
    ("x\u0301", 1, "COMBINING"),
    ("∞", 0, "infinity is no number"),
    ("where(x, a, b)", 6, "condition"),
    ("where(1 < 2, a, b)", 6, "always or never"),
    ("Piecewise((a, x > 0), (b, x < -1))", 26, "leave"),
    ("Piecewise((a, x > 0))", 14, "leave"),
    ("(a, b)", 0, "each component"),
    ("a, b", 3, "one formula"),
    ("m + m(w)'", 8, "expected an operator"),
    ("m' + 1", 3, "m'(w)"),
    ("m'(x, y)", 0, "one argument"),
    ("m(w) + m(w, x)", 7, "arguments"),
    ("Derivative(x^2, x)", 0, "unspecified"),
    ("logit'(x)", 0, "write it out"),
    ("x*dL/dw", 0, "derivative"),
    ("w + w[i]", 0, "array"),
    ("w[i] + w[i, j]", 7, "takes 1 index"),
    ("w[x^2]", 3, "index"),
    ("w[1.5]", 2, "whole"),
    ("w[10^9]", 4, "index"),
    ("w[9999]", 2, "at most"),
    ("sum_{i=1}^n sum_{i=1}^n x_i", 17, "twice"),
    ("sum(x_i, i=1..10^9)", 16, "index"),
    ("1..n", 1, "range"),
    ("x^2 + y = 3", 8, "name = formula"),
    ("a, b = c = d", 9, "expected"),
    ("x = y, 2z = 1", 10, "name = formula"),
    ("y in {0, 1}", 2, "beside"),
    ("{x, y}", 0, "each component"),
]

REFUSED_LATEX: list[tuple[str, int, str]] = [
    (r"\mathbf{w}", 0, "an array"),
    (r"a\odot b", 0, "an array"),
    (r"\pm x", 0, "two formulas"),
    (r"a^{(l)}", 2, "label"),
    (r"x^23", 2, "first digit"),
    (r"x^-1", 2, "braces"),
    (r"x^2^3", 3, "two exponents"),
    (r"Out-t", 0, "mathrm"),
    (r"\ln(1+x)^2", 8, "power of"),
    (r"\exp^{-1}x", 6, "positive"),
    (r"\ln p q", 6, "belong"),
    (r"\text{some words}", 0, "expected"),
    (r"x\ \text{as above}", 3, "words"),
    (r"\int x", 0, "integrals"),
    (r"\input{file}", 0, r"\input"),
    (r"\begin{array}a\end{array}", 0, "cases"),
    (r"\begin{cases}a\\b\end{cases}", 0, "condition"),
    (r"\frac{a}{b", 10, "'}'"),
    (r"\frac{a}", 8, "expected"),
    (r"\nabla m(x,w)", 0, "derivative"),
    (r"\mathrm{MSE}+x\text{ where }x=y", 0, "MSE"),
    (r"\sum_{i=1}^n w_{jk}^{(i)}", 20, "label"),
    (r"\nabla_v m(w)", 0, "derivative"),
    (r"\nabla\tanh(w)", 0, "derivative"),
    (r"x\frac{\partial m(w)}{\partial v}", 1, "derivative"),
    (r"x\frac{\partial m(w^2)}{\partial w}", 1, "derivative"),
    (r"\frac{dL}{dw}x", 0, "derivative"),
    (r"\sigma+x\sigma(1-\sigma)", 8, "alone"),
    ("\\", 0, "backslash"),
    ("x&y", 1, "expected"),
    (r"\softmax(z)", 0, r"\softmax"),
    (r"\mathrm{softmax}(z)", 0, "an array"),
    (r"1/2x", 3, "fraction"),
    (r"\frac x", 7, "expected"),
]


@pytest.mark.parametrize("text, position, word", REFUSED, ids=[repr(text)[:40] for text, *_ in REFUSED])
def test_a_refusal_points_at_the_character(text: str, position: int, word: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(text)
    assert word in caught.value.message
    assert caught.value.position == position


@pytest.mark.parametrize("text, position, word", REFUSED_LATEX, ids=[text for text, *_ in REFUSED_LATEX])
def test_a_refusal_of_latex_points_at_the_character(text: str, position: int, word: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_latex(text)
    assert word in caught.value.message
    assert caught.value.position == position


def shown(text: str) -> str:
    with pytest.raises(LossaryError) as caught:
        read(text)
    return str(caught.value)


def test_an_error_shows_the_text_with_a_caret() -> None:
    assert shown("(t - o)^2 +* x") == (
        "expected a number, a name or an opening bracket, not '*' (at character 12)\n"
        "  (t - o)^2 +* x\n"
        "             ^"
    )  # fmt: skip


def test_an_error_in_a_long_text_shows_a_window_of_it() -> None:
    summary, window, caret = shown("x + " * 100 + "@" + " + x" * 100).split("\n")
    assert "character 401" in summary
    assert len(window) < 80
    assert window[caret.index("^")] == "@"


@pytest.mark.parametrize("text", ["x\u202e + @", "\0 + x", "x\u0301", "a\n+@", "ｘ"])
def test_an_error_shows_nothing_that_would_move_the_caret(text: str) -> None:
    summary, window, caret = shown(text).split("\n")
    assert (summary + window).isprintable() or "\ufffd" in window
    assert len(window) == len(text) + 2
    assert caret.index("^") < len(window)


# What is known of the names decides.
KNOWN: list[tuple[str, dict[str, Any], Expr]] = [
    ("w_jk", {"w": Real("", shape=("n", "K")), "j": Index(""), "k": Index("")}, W[j, k]),
    ("w_jk", {"w_jk": Real("")}, w_jk),
    ("w_{jk}", {"w_jk": Real("")}, w_jk),
    ("x_k(t - x_k)", {"x": Real("", shape=("n",)), "k": Index("")}, X[k] * (t - X[k])),
    ("x_k (t - 1)", {"x": Real("", shape=("n",)), "k": Index("")}, X[k] * (t - 1)),
    ("x^T", {"T": Real("")}, x ** Symbol("T", real=True)),
    ("p*t", {"p": Probability(""), "t": Positive("")}, Symbol("p", positive=True) * Symbol("t", positive=True)),
    ("y(w x + b)", {"y": Real("")}, y * (w * x + b)),
    ("f(w x + b)", {"f": Model("")}, model("f")(w * x + b)),
    ("y (w x + b)", {"y": Real("")}, y * (w * x + b)),
    ("gamma(1-p)", {"p": Real("")}, exp(loggamma(1 - p))),
    ("e*x", {"e": Real("")}, Symbol("e", real=True) * x),
    ("e^x", {"e": Real("")}, Symbol("e", real=True) ** x),
    ("pi*x", {"pi": Real("")}, Symbol("pi", real=True) * x),
    ("sum_i x_i", {"x": Real("", shape=("n",))}, Sum(X[i], (i, 1, n))),
    ("loss rate", {"loss": Real(""), "rate": Real("")}, Symbol("loss", real=True) * Symbol("rate", real=True)),
    ("x_12", {"x": Real("", shape=(2, 3))}, X[1, 2]),
    ("x_12", {"x": Real("", shape=(20,))}, X[12]),
]


@pytest.mark.parametrize("text, names, wanted", KNOWN, ids=[text for text, *_ in KNOWN])
def test_what_is_known_of_a_name_decides(text: str, names: dict[str, Any], wanted: Expr) -> None:
    assert read(text, names).expression == wanted


UNWANTED: list[tuple[str, dict[str, Any], int, str]] = [
    ("sigma(x)", {"sigma": Positive("")}, 0, "sigma*(...)"),
    ("w", {"w": Real("", shape=("n",))}, 0, "array"),
    ("w_ij", {"w": Real("", shape=("n",))}, 0, "1 index"),
    ("x[i]", {"x": Real("")}, 0, "no array"),
    ("m", {"m": Model("")}, 0, "function"),
    ("x + q", {"x": Real("")}, 4, "not known"),
    ("wx", {"w": Real(""), "x": Real("")}, 0, "w*x"),
    ("lamda", {"lambda": Real("")}, 0, "did you mean lambda"),
    ("f(x)", {"x": Real("")}, 0, "not known"),
    ("sum(x_i, i=1..m)", {"x": Real("", shape=("n",)), "m": Model("")}, 14, "m is a function"),
    ("sum(x_i, i=1..y)", {"x": Real("", shape=("n",)), "y": Real("", shape=("n",))}, 14, "y is an array"),
    ("x[m]", {"x": Real("", shape=("n",)), "m": Model("")}, 2, "m is a function"),
    ("x[i]", {"x": Real("", shape=("n",))}, 2, "index i"),
]


@pytest.mark.parametrize("text, names, position, word", UNWANTED, ids=[text for text, *_ in UNWANTED])
def test_a_closed_reading_refuses_what_it_does_not_know(
    text: str, names: dict[str, Any], position: int, word: str
) -> None:
    with pytest.raises(ReadingError) as caught:
        read(text, names, closed=True)
    assert word in caught.value.message
    assert caught.value.position == position


def kinds(reading: Reading) -> dict[str, str]:
    return {name: kind.kind for name, kind in reading.symbols.items()}


def test_the_kinds_of_names_are_told_by_their_use() -> None:
    reading = read("|m(w) - t| + sum_{i=1}^n x_i a_ik + o_k/n")
    assert kinds(reading) == {
        "m": "model",
        "w": "scalar",
        "t": "scalar",
        "x": "array",
        "a": "array",
        "n": "size",
        "k": "index",
        "o": "array",
    }


def test_an_array_knows_its_shape_as_far_as_the_sums_tell() -> None:
    reading = read("sum_{i=1}^n sum_{j=1}^K a_ij x_i + a_1k")
    assert reading.symbols["a"].shape == (n, Symbol("K", integer=True, positive=True))
    assert reading.symbols["x"].shape == (n,)
    assert reading.symbols["a"].domain("weights") == Real("weights", shape=reading.symbols["a"].shape)


def test_the_symbols_of_a_loss_stand_in_the_reading() -> None:
    array, raw = IndexedBase("z"), Symbol("y")
    loss = Loss(
        id="L222", expression=array[k] * raw, wrt=array[Symbol("k")], source="none",
        symbols={array: Real("", shape=(n,)), raw: Positive(""), Symbol("k"): Index("", last=n), n: Size("")},
    )  # fmt: skip
    assert read("z_k y", loss.symbols, closed=True).expression == loss.expression
    assert read_latex("z_ky", loss.symbols, closed=True).expression == loss.expression


def test_definitions_and_conditions_are_kept_apart() -> None:
    reading = read("L = -y*log(p) - (1-y)*log(1-p), p = sigma(z), y, z > 0")
    q = Symbol("p", real=True)
    assert reading.definitions == ((q, sigma(z)),)
    assert reading.conditions == (y > 0, z > 0)
    assert reading.left == "L"
    assert kinds(reading) == {"p": "defined", "y": "scalar", "z": "scalar"}


def test_several_formulas_are_read_if_asked_for() -> None:
    reading = read("(t-o)x, -2e where e = t - o", several=True)
    e = Symbol("e", real=True)
    assert reading.expressions == ((t - o) * x, -2 * e)
    assert reading.definitions == ((e, t - o),)


def test_words_beside_a_formula_are_kept_as_remarks() -> None:
    reading = read_latex(r"y-p\ \text{(as coded)}\ \text{wrt }p,\ y\in\{0,1\}")
    assert reading.remarks == ("as coded", r"y\in\{0,1\}")
    assert reading.variable == p


def test_cases_that_say_nothing_of_one_point_are_read_with_a_remark() -> None:
    reading = read("Piecewise((-1, x > y), (1, x < y))")
    assert reading.expression == branches((-1, x > y), (1, otherwise))
    assert "x - y = 0" in reading.remarks[0]


def test_what_is_not_text_is_no_formula() -> None:
    with pytest.raises(TypeError):
        read(b"x")  # type: ignore[arg-type]


AS_SYMPY_WRITES = [
    ("Piecewise((x, And(y > 0, y < 1)), (0, True))", "Piecewise((x, (y > 0) & (y < 1)), (0, True))"),
    ("Piecewise((x, Or(y > 1, y < 0)), (0, True))", "where(y > 1 or y < 0, x, 0)"),
    ("Piecewise((x, Not(y > 0)), (0, True))", "where(y > 0, 0, x)"),
    ("Piecewise((x, Eq(y, 1)), (2, True))", "where(y == 1, x, 2)"),
    ("Piecewise((x, Ne(y, 1)), (2, True))", "where(y != 1, x, 2)"),
    ("where(Le(x, y), x, y)", "where(x <= y, x, y)"),
    ("where(Gt(x, y), x, y)", "where(x > y, x, y)"),
    ("Heaviside(x, 0)", "step(x)"),
    ("trigamma(x)", "polygamma(1, x)"),
    ("factorial(y)", "gamma(y + 1)"),
    ("factorial(3)*x", "6*x"),
]


@pytest.mark.parametrize("text, same", AS_SYMPY_WRITES)
def test_what_sympy_prints_is_read(text: str, same: str) -> None:
    assert read(text).expression == read(same).expression


def test_conditions_beside_a_formula_may_be_joined() -> None:
    said = read("0, (x > 0) & (y > 0), And(z > 0, w > 0), Eq(u, 1)")
    assert said.conditions == (x > 0, y > 0, z > 0, w > 0, Eq(u, 1))


@pytest.mark.parametrize("text", ["0, Or(x > 0, y > 0)", "0, (x > 0) & Or(y > 0, z > 0)", "where(And(x, y), 1, 2)",
                                  "where(Eq(x), 1, 2)", "where(Not(x > 0, y > 0), 1, 2)"])  # fmt: skip
def test_conditions_that_are_none(text: str) -> None:
    with pytest.raises(ReadingError):
        read(text)


def test_eulers_number_by_its_sympy_name() -> None:
    assert read("E**w", {"w": Real("")}, closed=True).expression == exp(Symbol("w", real=True))
    assert read("E*w").expression == Symbol("E", real=True) * w
