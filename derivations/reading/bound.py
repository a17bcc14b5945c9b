"""What sums over an index have in common with maxima and minima: max(u, (j, 1, n)), argmax(u, (j, 1, n))."""

from __future__ import annotations

from sympy import Expr, Indexed, Integer, Sum, Symbol

from derivations.language.domains import Indices
from derivations.language.over import ArgLargest, ArgSmallest, LargestOver, Over, SmallestOver
from derivations.reading import limits
from derivations.reading.kinds import over_index
from derivations.reading.sums import place_of_extreme
from derivations.reading.symbols import Symbols
from derivations.reading.tree import Apply, Entry, Name, Node
from derivations.reading.vocabulary import KNOWN

OVER: dict[str, type[Over]] = {
    "max": LargestOver,
    "min": SmallestOver,
    "argmax": ArgLargest,
    "argmin": ArgSmallest,
}
PLACE_IS_AN_INDEX = (
    "the place of a maximum is an index, and as a number it has no useful slope: it is read as in [k = argmax_j s_j]"
)


class Bound(Symbols):
    """Indices that are bound. The place of a maximum may stand where an index does, and so may a label y[i]."""

    def index(self, node: Node) -> Expr:
        if place_of_extreme(node):
            return self.place(node)
        if isinstance(node, Entry) and self._holds_indices(node.base.full):
            return self.build(node)
        if isinstance(node, Name) and node.below and self._holds_indices(node.letter):
            return self.name(node)
        return super().index(node)

    def _holds_indices(self, full: str) -> bool:
        return full in self.census.labels or isinstance(self.names.domains.get(full), Indices)

    def counts(self, side: Expr) -> bool:
        """Is it an index, or the entry of an array of labels?"""
        if isinstance(side, Indexed):
            return self._holds_indices(str(side.base.label))
        return isinstance(side, Symbol) and self.census.is_index(side.name)

    def place(self, node: Apply) -> Expr:
        """The place of a maximum, which is an index."""
        total = over_index(node)
        if total is None:
            self.fail(f"the place of a maximum is written {KNOWN['argmax'].form}, or argmax_j s_j", node.at)
        summed = self.build(total)
        return self.over(node, summed) if isinstance(summed, Sum) else summed

    def build(self, node: Node) -> Expr:
        raise NotImplementedError

    def over(self, node: Apply, total: Sum) -> Expr:
        """What a sum over the same range would be, with further arguments for the values that the index leaves out."""
        *inner, limit = total.limits  # SymPy joins a sum in a sum, the outer index last
        of = Sum(total.function, *inner) if inner else total.function
        return OVER[node.function.full](of, *limit, *map(self.index, node.arguments[2:]))

    @staticmethod
    def terms_of(low: Expr, high: Expr | None) -> int:
        """How many there are, if that is a number."""
        return int(high - low) + 1 if isinstance(high, Integer) and isinstance(low, Integer) else 1

    def check_span(self, at: int) -> None:
        """Refuse sums in sums that nobody could add up."""
        terms = 1
        for _, count in self.spans:
            terms *= max(count, 1)
        if terms > 10 * limits.INDEX:
            self.fail(f"these sums have {terms:,} terms: at most {10 * limits.INDEX:,} are read", at)
