"""The gradient in matrix form: derived anew, in reverse mode over whole arrays, without the rules of calculus/."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Symbol, latex
from sympy.core.function import UndefinedFunction
from sympy.tensor.indexed import Indexed

from derivations.domains import Index, Size
from derivations.loss import Loss
from derivations.matrix.arithmetic import FLOATS, Numbers, numbers_with_methods
from derivations.matrix.layout import layout
from derivations.matrix.printing import written
from derivations.matrix.reading import from_indices
from derivations.matrix.reverse import gradient, parts_first
from derivations.matrix.styles import TEX, TEXT, Names
from derivations.matrix.tensors import Alias, Node, NoMatrixForm
from derivations.matrix.tidy import tidier
from derivations.matrix.value import Env, value

__all__ = ["FLOATS", "MatrixForm", "Names", "NoMatrixForm", "Numbers", "matrix_form", "numbers_with_methods", "shapes"]


@dataclass(frozen=True)
class MatrixForm:
    r"""The gradient of a loss by a whole array; vectors are columns.

    Args:
        loss: what was differentiated, by the array of its `wrt`.
        node: the gradient as a graph of arrays.
        tex: as people write it, ``2X^{\top}(Xw - y)``.
        text: the same for the terminal.
        shapes: for every scalar and array its shape as TeX, ``n \times d``; "1" for a scalar.
        shape: that of the gradient.
        adjoints: for every slope that the loss has a short name for, and that the gradient uses, its TeX and its text.
        stated: the loss itself as a graph of arrays, its intermediates with it.
        stated_as: its TeX and its text, None if it cannot be written with matrices.
        definitions: for every intermediate that can, in the order in which they are computed, its TeX and its text.
    """

    loss: Loss
    node: Node
    tex: str
    text: str
    shapes: dict[Basic, str]
    shape: str
    adjoints: dict[Basic, tuple[str, str]]
    stated: Node
    stated_as: tuple[str, str] | None
    definitions: dict[Basic, tuple[str, str]]

    def value(self, env: Env, numbers: Numbers = FLOATS) -> Any:
        """The gradient's components as nested lists.

        Args:
            env: the values of the symbols that are given: numbers, or nested lists. Sizes follow from these.
            numbers: the arithmetic.

        Raises:
            LossaryError: a symbol without a value, or arrays whose sizes do not fit together.
        """
        return value(self.node, self.loss, env, numbers)

    def loss_value(self, env: Env, numbers: Numbers = FLOATS) -> Any:
        """The loss itself, from its graph of arrays; see `value`."""
        return value(self.stated, self.loss, env, numbers)


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
    if not isinstance(loss.wrt, Indexed) or loss.expression.free_symbols & set(loss.wrt.indices):
        return None
    names = names or Names()
    stated = from_indices(loss)
    node = gradient(stated, loss.wrt.base, tidier(loss), loss.adjoints)
    all_shapes = shapes(loss, names)

    def both(node: Node) -> tuple[str, str]:
        form = layout(node)
        return written(form, TEX, names.tex), written(form, TEXT, names.text)

    def if_any(node: Node) -> tuple[str, str] | None:
        with suppress(NoMatrixForm):
            return both(node)
        return None

    definitions = {part.base: if_any(part.value) for part in _intermediates([stated, node], loss)}
    tex, text = both(node)
    return MatrixForm(
        loss=loss,
        node=node,
        tex=tex,
        text=text,
        shapes=all_shapes,
        shape=all_shapes[loss.wrt.base],
        adjoints={part.base: both(part.value) for part in _adjoints(node, loss)},
        stated=stated,
        stated_as=if_any(stated),
        definitions={base: both for base, both in definitions.items() if both is not None},
    )


def _intermediates(nodes: list[Node], loss: Loss) -> list[Alias]:
    parts = [part for node in nodes for part in parts_first(node) if isinstance(part, Alias)]
    return [part for part in dict.fromkeys(parts) if part.base not in loss.adjoints.values()]


def _adjoints(node: Node, loss: Loss) -> list[Alias]:
    """The slopes with a name in the gradient, and those that these use in turn."""
    known = [part for part in parts_first(node) if isinstance(part, Alias) and part.base in loss.adjoints.values()]
    return known[::-1]


def shapes(loss: Loss, names: Names | None = None) -> dict[Basic, str]:
    r"""The shape of every scalar and array as TeX: ``n \times d``, ``n`` for a column, ``1`` for a scalar."""
    names = names or Names()

    def size(length: Any) -> str:
        return names.tex(length.name) if isinstance(length, Symbol) else latex(length)

    return {
        symbol: r" \times ".join(map(size, domain.shape)) or "1"
        for symbol, domain in loss.symbols.items()
        if not isinstance(domain, Index | Size) and not isinstance(symbol, UndefinedFunction)
    }
