"""Names that a script writes by hand: each must stand for what the definitions of the loss say."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr, Indexed

from derivations.errors import LossaryError
from derivations.language.functions import Named
from derivations.language.indices import same_letters
from derivations.language.shapes import DefinitionLike, base_of


def plain_names(where: str, expression: Expr, definitions: Iterable[DefinitionLike]) -> Expr:
    """The expression with every ``Named`` as the bare name.

    Raises:
        LossaryError: a name that the loss does not define, or defines otherwise.
    """
    if isinstance(expression, Named):
        name = expression.name
        if isinstance(name, Indexed) and name.has(Named):  # in the place of a maximum
            name = name.base[tuple(plain_names(where, index, definitions) for index in name.indices)]
        return _checked(where, name, plain_names(where, expression.definition, definitions), definitions)
    if not expression.has(Named):
        return expression
    return expression.func(*[plain_names(where, part, definitions) for part in expression.args])


def _checked(where: str, name: Expr, value: Expr, definitions: Iterable[DefinitionLike]) -> Expr:
    definition = next((d for d in definitions if d.base == base_of(name)), None)
    if definition is None:
        cure = f"add ({name}, {value}) to definitions, and {base_of(name)}: Intermediate('what it is') to symbols"
        msg = f"{where}: the loss does not define {name}: {cure}"
        raise LossaryError(msg)
    defined = definition.at(name)
    if same_letters(defined) != same_letters(value):
        msg = f"{where}: {name} is {defined} by definition, not {value}: write {name} alone"
        raise LossaryError(msg)
    return name
