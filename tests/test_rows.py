"""Rows of cases, and formulas with a comma after them, as TeX and browsers break them."""

from __future__ import annotations

from sympy import symbols, true

from derivations.language.functions import Branches, step
from derivations.notation import tex
from derivations.publish.mathml import replace_formulas
from derivations.reading import read_latex

x, y = symbols("x y", real=True)


def test_a_bracket_that_begins_a_row_is_no_length() -> None:
    cases = Branches(x, x > y, step(y), true)
    text = tex(cases)
    assert r"\\ {}[y > 0]" in text
    found = read_latex(text).expression
    assert [value for value, _ in found.cases] == [x, step(y)]


def test_other_rows_stay_as_they_are() -> None:
    assert "{}" not in tex(Branches(step(y), x > y, x, true))
    assert "{}" not in tex(Branches(x, x > y, y, true))


def test_empty_braces_say_nothing() -> None:
    assert read_latex("{}x{}").expression == x


def test_a_comma_stays_with_the_formula_before_it() -> None:
    held = replace_formulas("infimum $x$, not attained, $y$ and $x$.")
    assert held.count('<span class="lg-nb">') == 2
    assert "</math>,</span> not attained" in held
    assert "</math> and" in held
