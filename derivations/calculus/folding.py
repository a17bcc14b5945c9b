"""Calling intermediates by their names again: sigma(z_k) becomes o_k where the script says o_k = sigma(z_k)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sympy import Basic, Expr, Mul, S, Sum, exp
from sympy.tensor.indexed import Indexed

from derivations.language.functions import D, Named, Prime, inverse_entry, log_det
from derivations.language.indices import same_letters
from derivations.language.loss import Definition, Loss

Values = Mapping[Expr, Expr]


def fold(expression: Expr, loss: Loss) -> Expr:
    """The expression with the value of every named intermediate replaced by its name, outside holes and definitions."""
    for definition in loss.definitions:
        expression = _folded(expression, _values(definition, expression, loss))
    return expression


def spelled_alike(expression: Expr, loss: Loss) -> Expr:
    """Every intermediate with the bound indices of its script, whatever they were renamed to on the way."""
    if isinstance(expression, Named):
        again = loss.named(expression.name)
        return again if isinstance(again, Named) else expression
    if isinstance(expression, D | Indexed) or not expression.args:
        return expression
    return expression.func(*[spelled_alike(part, loss) for part in expression.args])


def written_out(expression: Expr, loss: Loss) -> Expr:
    """The expression with intermediates replaced by their values, as far as there are layers."""
    for _ in loss.definitions:
        expression = _with_values(expression, loss)
    return expression


def _with_values(node: Basic, loss: Loss) -> Basic:
    if isinstance(node, log_det | inverse_entry):
        return node  # it needs its array whole
    if isinstance(node, Named):
        return node.definition
    base = node.base if isinstance(node, Indexed) else node
    for definition in loss.definitions:
        if definition.base == base:
            return definition.at(node)
    if isinstance(node, Indexed) or not node.args:
        return node
    return node.func(*[_with_values(part, loss) for part in node.args])


def with_values(expression: Expr, loss: Loss) -> Expr:
    """Each plain intermediate with its value inside it, as in a loss that is derived forwards."""
    if not loss.backward or isinstance(expression, D | Named):
        return expression
    base = expression.base if isinstance(expression, Indexed) else expression
    for definition in loss.definitions:
        if definition.base == base:
            return Named(expression, definition.at(expression, loss.free_indices))
    if isinstance(expression, Indexed) or not expression.args:
        return expression
    return expression.func(*[with_values(part, loss) for part in expression.args])


def plain_names(expression: Expr, loss: Loss) -> Expr:
    """The way back."""
    return expression.replace(lambda u: isinstance(u, Named), lambda u: u.name) if loss.backward else expression


def put_in(expression: Expr, equations: Iterable[tuple[Expr, Expr]]) -> Expr:
    """The expression with each equation's left side replaced by its right side, whatever bound indices are called."""
    for left, right in equations:
        expression = _replaced(expression, same_letters(left), right)
    return expression


def _replaced(node: Basic, left: Basic, right: Expr) -> Basic:
    if same_letters(node) == left:
        return right
    if isinstance(node, Named | Indexed) or not node.args:
        return node
    return node.func(*[_replaced(part, left, right) for part in node.args])


def _values(definition: Definition, expression: Expr, loss: Loss) -> Values:
    """The intermediate at every index at which it may occur in the expression, by its value."""
    value = definition.value
    if value.is_Add or isinstance(value, Sum | Indexed):
        return {}
    bases = {node.base for node in value.atoms(Indexed) if node.indices == definition.indices}
    choices = {node.indices for node in expression.atoms(Indexed) if node.base in bases} if definition.indices else {()}
    names = [loss.named(_at(definition, choice)) for choice in sorted(choices, key=str)]
    return {same_letters(_value(name, definition)): name for name in names}


def _value(name: Expr, definition: Definition) -> Expr:
    return name.definition if isinstance(name, Named) else definition.at(name)


def _at(definition: Definition, indices: Iterable[Basic]) -> Expr:
    return definition.name.base[tuple(indices)] if definition.indices else definition.name


def _folded(node: Expr, values: Values) -> Expr:
    name = values.get(same_letters(node))
    if name is not None and not isinstance(node, Named):
        return name
    if isinstance(node, D | Named | Prime | Indexed) or not node.args:
        return node
    if node.is_Mul:
        node = _fold_factors(node, values)
    power = _power_of_name(node, values)
    if power is not None:
        return power
    parts = [_folded(part, values) if isinstance(part, Expr) else part for part in node.args]
    return node.func(*parts) if node.args else node


def _power_of_name(node: Expr, values: Values) -> Expr | None:
    """For a = sqrt(s): 1/a for 1/sqrt(s), and a^2 for s itself."""
    for value, name in values.items():
        if value.is_Pow and not value.exp.is_Integer:
            base, exponent = node.as_base_exp()
            if same_letters(base) == value.base and (exponent / value.exp).is_Integer:
                return name ** (exponent / value.exp)
    return None


def _fold_factors(node: Mul, values: Values) -> Expr:
    """A product with the factors of a value among its own: x/s is a factor of x/s^2."""
    for value, name in values.items():
        wanted = dict(map(_base_and_exponent, Mul.make_args(value)))
        if len(wanted) > 1:
            found = {same_letters(base): (base, n) for base, n in map(_base_and_exponent, Mul.make_args(node))}
            if all(base in found and _holds(found[base][1], n) for base, n in wanted.items()):
                return Mul(name, *[base ** (n - wanted.get(key, 0)) for key, (base, n) in found.items()])
    return node


def _base_and_exponent(factor: Expr) -> tuple[Expr, Expr]:
    """Those of a power; exp(u) is a base of its own."""
    return (factor, S.One) if isinstance(factor, exp) else factor.as_base_exp()


def _holds(exponent: Expr, wanted: Expr) -> bool:
    """Is x^wanted a factor of x^exponent?"""
    if exponent == wanted:
        return True
    both = exponent.is_Integer and wanted.is_Integer
    return bool(both and exponent * wanted > 0 and abs(exponent) > abs(wanted))
