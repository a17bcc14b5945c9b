"""The gradient in matrix form: derived anew, in reverse mode over whole arrays, without the rules of calculus/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Basic, Expr
from sympy.core.function import UndefinedFunction
from sympy.tensor.indexed import Indexed

from derivations.language.domains import Index, Indices, Size
from derivations.language.loss import Loss
from derivations.matrix.arithmetic import FLOATS, Numbers, numbers_with_methods
from derivations.matrix.equations import Both, Equation, Scribe
from derivations.matrix.layers import Backwards, Families
from derivations.matrix.reading import Reader
from derivations.matrix.styles import Names
from derivations.matrix.tensors import Node, NoMatrixForm
from derivations.matrix.tidy import tidier
from derivations.matrix.value import Env, value, values_in_layers
from derivations.matrix.windows import sliced

__all__ = [
    "FLOATS",
    "Equation",
    "MatrixForm",
    "Names",
    "NoMatrixForm",
    "Numbers",
    "matrix_form",
    "numbers_with_methods",
    "shapes",
]


@dataclass(frozen=True)
class MatrixForm:
    r"""The gradient of a loss by a whole array; vectors are columns.

    An array whose first index is a layer is a family of arrays, such as the matrices W_l. The gradient by it is that by
    the array of layer l.

    Args:
        loss: what was differentiated, by the array of its `wrt`, or by those entries that the indices of `wrt` reach.
        node: the gradient as a graph of arrays.
        gradient: the same as people write it, ``2X^{\top}r``.
        in_full: the same with short intermediates put in, ``2X^{\top}(Xw - y)``; None if there are none.
        shape: that of the gradient.
        first: for each index of `wrt` the smallest that it takes.
        shapes: for every scalar and array its shape, ``n \times d``; ``1`` for a scalar. Layers do not count.
        adjoints: every slope that the loss has a short name for, and that the gradient uses.
        stated: the loss itself as a graph of arrays, its intermediates with it.
        stated_as: the same as people write it, None if it cannot be written with matrices.
        stated_in_full: the same with short intermediates put in, ``\|Xw - y\|^2``; None if there are none.
        definitions: every intermediate that can be written so, in the order in which they are computed.
        signs: what the signs in these formulas mean, as prose: with TeX between dollar signs, and for the terminal.
        families: what the arrays of each layer are.
    """

    loss: Loss
    node: Node
    gradient: Equation
    in_full: Equation | None
    shape: Both
    first: tuple[int, ...]
    shapes: dict[Basic, Both]
    adjoints: tuple[Equation, ...]
    stated: Node
    stated_as: Equation | None
    stated_in_full: Equation | None
    definitions: tuple[Equation, ...]
    signs: tuple[str, str]
    families: Families

    @property
    def tex(self) -> str:
        """The gradient as TeX."""
        return self.gradient.right[0]

    @property
    def text(self) -> str:
        """The gradient for the terminal."""
        return self.gradient.right[1]

    def array(self, symbol: Basic) -> Basic:
        """The symbol as it stands in the formulas: ``W[l]``, if there is an array W for each layer."""
        return self.families.array(symbol, self.loss)

    def value(self, env: Env, numbers: Numbers = FLOATS) -> Any:
        """The gradient's components as nested lists; if it is that by the array of a layer, a list of these.

        Args:
            env: the values of the symbols that are given: numbers, or nested lists. Sizes follow from these. Of the
                outputs of layers that of layer 0 is given, ``{0: inputs}``.
            numbers: the arithmetic.

        Raises:
            LossaryError: a symbol without a value, or arrays whose sizes do not fit together.
        """
        evaluated = values_in_layers if self.gradient.ranges else value
        return evaluated(self.node, self.loss, env, numbers, self.families)

    def loss_value(self, env: Env, numbers: Numbers = FLOATS) -> Any:
        """The loss itself, from its graph of arrays; see `value`."""
        return value(self.stated, self.loss, env, numbers, self.families)


def matrix_form(loss: Loss, names: Names | None = None) -> MatrixForm | None:
    """The gradient in matrix form, or None if the loss is differentiated by no array, or is itself one of many.

    The constraints of the loss are used on the gradient, from left to right; ``(S[i, j], S[j, i])`` says that S is
    symmetric.

    Args:
        loss: in index notation.
        names: how names of symbols look; by default as SymPy prints them.

    Raises:
        NoMatrixForm: the gradient cannot be written with matrices.
    """
    if not isinstance(loss.wrt, Indexed) or loss.expression.free_symbols & loss.wrt.free_symbols & loss.free_indices:
        return None
    reader, tidied = Reader(loss), tidier(loss)
    stated = reader.read(loss.expression)
    backwards = Backwards(loss, reader, stated, tidied)
    node = tidied(_reached(backwards.gradient(), loss))
    families = backwards.families(node)
    scribe = Scribe(loss, names or Names(), families)
    variable = _reached(reader.variable(loss.wrt.base), loss)
    gradient = scribe.gradient(variable, node)
    in_full = scribe.in_full(gradient, node)
    adjoints, definitions = tuple(scribe.adjoints(node)), tuple(scribe.definitions([stated, node]))
    stated_as = scribe.stated(stated)
    stated_in_full = scribe.in_full(stated_as, stated) if stated_as else None
    return MatrixForm(
        loss=loss,
        node=node,
        gradient=gradient,
        in_full=in_full,
        shape=scribe.shape(node.shape),
        first=tuple(_first(index, loss) + 1 for index in loss.wrt.indices),
        shapes=shapes(loss, names),
        adjoints=adjoints,
        stated=stated,
        stated_as=stated_as,
        stated_in_full=stated_in_full,
        definitions=definitions,
        signs=scribe.signs(
            variable, [*definitions, *filter(None, (stated_as, stated_in_full, gradient, in_full)), *adjoints]
        ),
        families=families,
    )


def _reached(node: Node, loss: Loss) -> Node:
    """Those entries that the indices of the loss's `wrt` reach: of x[j + 1] the inner ones."""
    indices = loss.wrt.indices[-len(node.shape) :] if node.shape else ()
    for axis, index in enumerate(indices):
        domain = loss.symbols.get(index.as_coeff_Add()[1])
        if isinstance(domain, Index):
            node = sliced(node, axis, _first(index, loss), domain.last)
    return node


def _first(index: Expr, loss: Loss) -> int:
    """How many positions stand before the first that an index takes."""
    constant, letter = index.as_coeff_Add()
    if not index.free_symbols & loss.free_indices:
        return 0
    if letter not in loss.free_indices or not constant.is_Integer or constant < 0:
        msg = f"no matrix form: {index} in {loss.wrt} is no letter, and no letter plus a number"
        raise NoMatrixForm(msg)
    return int(constant)


def shapes(loss: Loss, names: Names | None = None) -> dict[Basic, Both]:
    r"""The shape of every scalar and array, TeX and text: ``n \times d``, ``n`` for a column, ``1`` for a scalar.

    Of arrays that there are for each layer, that of one.
    """
    reader, scribe = Reader(loss), Scribe(loss, names or Names())
    return {
        symbol: scribe.shape(domain.shape[reader.is_family(symbol) :])
        for symbol, domain in loss.symbols.items()
        if not isinstance(domain, Index | Indices | Size) and not isinstance(symbol, UndefinedFunction)
    }
