"""The author's order of terms and factors is kept, from the script or the command to the page."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from derivations.catalogue import Entry, load_entry, the_catalogue
from derivations.cli import lossary
from derivations.language.written import Order
from derivations.notation import sympy_text, tex, unicode_text

SCRIPT = '''\
"""A loss

Prose.
"""

from sympy import IndexedBase, Rational, Sum, exp, log, symbols

from derivations.language import Index, Intermediate, Loss, Model, Positive, Real, Size, model, sigma

a, b, c, lam, t, u, v, x, y, i, j, k, n = symbols("a b c lambda t u v x y i j k n")
m, w, o, r = model("m_x"), *(IndexedBase(name) for name in "wor")
half, e = Rational(1, 2), x - t

loss = Loss(
    id="L7K4",
    expression={expression},
    wrt={wrt},
    definitions=[{definitions}],
    symbols={{
        a: Real("a"), b: Real("b"), c: Positive("c"), lam: Positive("lambda"), t: Real("t"), u: Real("u"),
        v: Real("v"), x: Real("x"), y: Real("y"), n: Size("n"), k: Index("k", last=n), w: Real("w", shape=(n,)),
        o: Real("o", shape=(n,)), m: Model("m"), r: {r}("r", shape=(n,)),
    }},
    source="nowhere",
)
'''


def entry(folder: Path, expression: str, wrt: str, definitions: str = "") -> Entry:
    """The entry of a script."""
    path = folder / "family" / "a_loss.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        SCRIPT.format(
            expression=expression, wrt=wrt, definitions=definitions, r="Intermediate" if definitions else "Real"
        ),
        encoding="utf-8",
    )
    return load_entry(path)


@pytest.mark.parametrize(
    "expression, wrt, loss, gradient",
    [
        ("x - u - (y - v)", "x", "x − u − (y − v)", "1"),
        ("(t - u) ** 2", "u", "(t − u)²", "−2 (t − u)"),
        ("(u - t) ** 2", "u", "(u − t)²", "2 (u − t)"),
        ("(-t + u) ** 2", "u", "(−t + u)²", "2 (−t + u)"),
        ("((x - t) / c) ** 2", "x", "((x − t)/c)²", "2 (x − t)/c²"),
        ("(e / c) ** 2 / 2", "x", "((x − t)/c)²/2", "(x − t)/c²"),
        ("(x * x) ** 2", "x", "x⁴", "4 x³"),
        ("exp(-((x - t) / c) ** 2)", "x", "exp(−((x − t)/c)²)", "−2 (x − t) · exp(−((x − t)/c)²)/c²"),
        ("y * x * b", "b", "y x b", "y x"),
        ("y + b * x + a * x**2", "x", "y + b x + a x²", "b + 2 a x"),
        ("a * x**2 + b * x + y", "x", "a x² + b x + y", "2 a x + b"),
        ("log(1 + exp(x)) - y * x", "x", "log(1 + exp(x)) − y x", "σ(x) − y"),
        ("log(exp(x) + 1) - x * y", "x", "log(exp(x) + 1) − x y", "σ(x) − y"),
        (
            "Sum((w[i] - o[i]) ** 2, (i, 1, n)) + lam * Sum(w[j] ** 2, (j, 1, n))", "w[k]",
            "Σ_{i=1..n} (w_i − o_i)² + λ · Σ_{j=1..n} w_j²", "2 (w_k + λ w_k − o_k)",
        ),
        (
            "lam * Sum(w[j] ** 4, (j, 1, n)) + Sum((w[i] - o[i]) ** 2, (i, 1, n)) * half", "w[k]",
            "λ · Σ_{j=1..n} w_j⁴ + 1/2 · Σ_{i=1..n} (w_i − o_i)²", "4 λ w_k³ + w_k − o_k",
        ),
    ],
)  # fmt: skip
def test_what_a_script_writes_stands_on_the_page(
    tmp_path: Path, expression: str, wrt: str, loss: str, gradient: str
) -> None:
    found = entry(tmp_path, expression, wrt)
    order = found.derivation.order
    assert unicode_text(found.loss.expression, order) == loss
    assert unicode_text(found.derivation.gradient, order) == gradient


def test_the_order_holds_in_every_notation(tmp_path: Path) -> None:
    loss = entry(tmp_path, "x - u - (y - v) + ((t - a) / c) ** 2", "x").loss
    order = Order(loss.written)
    assert tex(loss.expression, order) == r"x - u - (y - v) + \Bigl(\frac{t - a}{c}\Bigr)^2"
    assert sympy_text(loss.expression, order) == "x - u - (y - v) + ((t - a)/c)**2"


def test_a_name_of_python_counts_as_what_was_assigned_to_it(tmp_path: Path) -> None:
    assert str(entry(tmp_path, "e * m(x) * y", "x").loss.written.rank({"m_x", "t", "y"})) == "(1, 2, 3)"


def test_an_intermediate_is_written_as_its_definition_says(tmp_path: Path) -> None:
    found = entry(tmp_path, "Sum(r[i] ** 2, (i, 1, n))", "w[k]", "(r[i], o[i] * w[i] - t * a)")
    (definition,) = found.loss.definitions
    assert unicode_text(definition.value, found.derivation.order) == "o_i w_i − t a"


def test_lines_follow_the_loss(tmp_path: Path) -> None:
    found = entry(tmp_path, "(t - sigma(x * a)) ** 2 + lam * x**2", "x")
    lines = [unicode_text(line.expression, found.derivation.order) for line in found.derivation.lines]
    assert all(line.index("t −") < line.index("λ") for line in lines)


def test_the_matrix_form_puts_the_terms_in_the_order_of_the_index_form() -> None:
    entries = [each for each in the_catalogue().parts if each.matrix and each.slug in ("ridge", "lasso")]
    assert [each.matrix.text for each in entries if each.matrix] == ["Xᵀr + λ sign(w)", "2Xᵀr + 2λw"]
    gradients = [unicode_text(each.derivation.gradient, each.derivation.order) for each in entries]
    assert all(text.index("r_i") < text.index("λ") for text in gradients)


def test_a_script_runs_once(tmp_path: Path) -> None:
    counted = tmp_path / "counted"
    script = SCRIPT.replace("half, e =", f"made = os.mkdir({str(counted)!r})\nhalf, e =").replace(
        "from", "import os\nfrom", 1
    )
    path = tmp_path / "family" / "a_loss.py"
    path.parent.mkdir()
    path.write_text(script.format(expression="(x - t) ** 2", wrt="x", definitions="", r="Real"), encoding="utf-8")
    assert unicode_text(load_entry(path).loss.expression) == "(x − t)²"
    assert counted.is_dir()  # to make it twice would be an error


@pytest.mark.parametrize(
    "typed, shown",
    [
        (("x - u - (y - v)", "--wrt", "v"), "L = x − u − (y − v)"),
        (("b*((x-t)/c)^2 + a*x", "--wrt", "x"), "L = b · ((x − t)/c)² + a x"),
        (("lambda*sum(w_j^2, j=1..n) + sum((w_i - t_i)^2, i=1..n)", "--wrt", "w_k"),
         "L = λ · Σ_{j=1..n} w_j² + Σ_{i=1..n} (w_i − t_i)²"),
        ((r"\frac{1}{2}(y - wx)^2 + \lambda w^2", "--wrt", "w", "--latex"), "L = (y − w x)²/2 + λ w²"),
    ],
)  # fmt: skip
def test_what_is_typed_is_shown_in_its_order(typed: tuple[str, ...], shown: str) -> None:
    result = CliRunner().invoke(lossary, ["derive", *typed])
    assert result.exit_code == 0, result.output
    assert shown in result.output, dedent(result.output)
