"""Parts of an expression that are worth a name of their own."""

from __future__ import annotations

from collections import Counter

from sympy import Add, Basic, Expr, Mul, Pow, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.code.functions import grouped
from derivations.language.functions import Branches, Named
from derivations.language.over import Over


def repeated(expression: Expr) -> dict[Expr, int]:
    """The parts worth a name of their own: those that stand there twice or more, and cost something."""
    counts: Counter[Expr] = Counter()
    met: set[Basic] = set()

    def walk(node: Basic) -> None:
        if _is_costly(node):
            counts[node] += 1
            if node in met:
                return
            met.add(node)
            if isinstance(node, Pow) and node.exp.is_Integer and abs(node.exp) > 1 and _is_costly(node.base):
                counts[node.base] += 1
        for part in (node.definition,) if isinstance(node, Named) else node.args:
            walk(part)

    walk(expression)
    return {node: count for node, count in counts.items() if count > 1}


def _is_costly(node: Basic) -> bool:
    if isinstance(node, Indexed | Symbol | Branches | grouped) or not isinstance(node, Expr) or not node.args:
        return False
    if node.is_number:
        return False
    if isinstance(node, Mul | Add | Pow):
        return True
    return isinstance(node, Sum | Over | Named) or node.is_Function
