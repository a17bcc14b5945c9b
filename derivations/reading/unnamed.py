"""Sums and means that name no index: over which letters they run."""

from __future__ import annotations

from collections.abc import Callable

from derivations.reading.axes import Axis, names_in, unread, unused_letters
from derivations.reading.fixed import outside_sums, paired_in, refuse_label
from derivations.reading.reductions import Reductions
from derivations.reading.tree import Component, Entry, Name, Node, Total


class Unnamed(Reductions):
    """Finds the letters over which what names none is added up.

    Args:
        arrays, pieces, bound, outer, paired, fixed: see ``Places``.
    """

    arrays: dict[str, tuple[Axis, ...]]
    pieces: Callable[[Name], list[str]]
    bound: list[str]
    outer: list[str]
    paired: dict[str, int]
    fixed: set[str]

    def free_letters(self, node: Node, rank: int = 0) -> list[str]:
        """The indices over which a sum of this runs that names none, in the order in which they come.

        Those that stand outside are among them only if there are no others, and if what is added up is a number:
        o_k = sum(w_kj x_j) is a sum over j, and so is the inner one of sum((y_i - sum(x_ij w_j))^2), but that below
        p_k = exp(z_k)/sum(exp(z_k)) runs over k. Where nothing tells whether the y of sum(exp(s_j - s_y)) stands
        outside, the sum is refused.
        """
        found: dict[str, None] = {}
        for part in outside_sums(node):
            pieces: list[str] = []
            if isinstance(part, Name) and part.below and part.letter in self.arrays:
                pieces = self.pieces(part)
            elif isinstance(part, Entry | Component):
                pieces = [n.full for i in part.indices for n in i.walk() if isinstance(n, Name)]
            found |= dict.fromkeys(piece for piece in pieces if not piece.isdigit())
        inner = {part.index.full for part in node.walk() if isinstance(part, Total)}
        free = [letter for letter in found if letter not in inner]
        around = {*self.bound, *self.outer, *self.fixed}
        free = [letter for letter in free if letter not in around] or ([] if rank else self._again(free))
        entries = (part for part in node.walk() if isinstance(part, Name) and part.below and part.letter in self.arrays)
        paired = paired_in([(part.letter, self.pieces(part)) for part in entries], free)
        self.paired |= {max(letters): node.at for letters in paired}
        refuse_label(paired, node.at)
        return free

    def _again(self, letters: list[str]) -> list[str]:
        """Of letters that stand outside those that no sum in the text binds, as these may be bound within."""
        return [letter for letter in letters if letter not in self.bound] or letters

    def own_letter(self, letter: str, node: Node) -> str:
        if letter not in self.bound:
            return letter
        self.remark(f"the {letter} of what is added up within a sum over {letter} was read as another index")
        return next(unused_letters({*self.bound, *self.outer, *self.fixed, *self.taken, *names_in([node])}))

    def refuse_bound(self, node: Node) -> None:
        """Refuse the mean of x_i in a sum over i: is it one over i once more, or over the entries of each x_i?"""
        for part in node.walk():
            if isinstance(part, Name) and self._is_entry(part) and (bound := {*self.pieces(part)} & {*self.bound}):
                again = f"is this the mean over {min(bound)} once more, or over the entries of each {part.full}?"
                unread(f"{again} write it as a sum, 1/n sum_{{j=1}}^n ...", node.at)

    def _is_entry(self, node: Node) -> bool:
        """Is it the entry of an array? A word below its letter makes another name: the y_pred beside y."""
        is_below = isinstance(node, Name) and bool(node.below) and node.letter in self.arrays
        return isinstance(node, Entry) or (is_below and isinstance(node, Name) and bool(self.pieces(node)))
