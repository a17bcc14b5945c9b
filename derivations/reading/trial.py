"""One reading of texts that belong together: does everything fit, if these names are vectors and those matrices?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from derivations.language.domains import Index, Indices, Real, Size
from derivations.reading.axes import Axis, ShapeFault, UnreadFault, Value, misfit, shown_size, written
from derivations.reading.counted import Counted
from derivations.reading.entries import Entries
from derivations.reading.kinds import Census
from derivations.reading.names import FRESH, IDENTITY, Names
from derivations.reading.sizes import axes_of, size_of
from derivations.reading.sorting import Parts, applied_below, defined_name
from derivations.reading.texts import Sketch, Together
from derivations.reading.tree import Apply, Component, Entry, Name, Node, Times

CLAIM_IS_NOT_READ = 4.5  # more than what it costs to take a vector for a matrix
CLAIM_DOES_NOT_FIT = 2.4  # less than what it costs to take a matrix for a number
NUMBER_FOR_AN_ARRAY = 0.5  # more than the habit tells of the variable of a program
UNLIKE = 3.0  # what it costs to take a number where an array is expected: in a norm, beside the array of a library
BIAS = 1.2  # what it costs to take the b of X @ W + b for a number: a little more than to take it for a vector
NO_SUM = "is a sum, a mean or a norm missing?"
SPREAD = 1.5  # what it costs to add a number to a vector, where that is no habit


class SearchLike(Protocol):
    """What a trial needs of the search that it is a part of."""

    names: Names
    found: Together
    census: Census
    variables: list[Node]

    def explicit(self, base: str) -> int: ...


class Trial:
    """One reading of all the texts."""

    def __init__(
        self, search: SearchLike, ranks: Mapping[str, int], sketches: Sequence[Sketch], *, loose: bool
    ) -> None:
        self.search, self.found, self.sketches, self.loose = search, search.found, sketches, loose
        self.at_work: Parts = sketches[0].parts
        known = {name: axes_of(domain.shape) for name, domain in search.names.domains.items() if domain.shape}
        self.arrays: dict[str, tuple[Axis, ...]] = {
            **{name: tuple(Axis() for _ in range(rank)) for name, rank in ranks.items() if rank},
            **known,
        }
        self.entries = Entries(
            self.arrays,
            search.census,
            search.names.domains,
            self.found.functions,
            self.found.vectors,
            code=self.found.code,
            taken=self.found.taken,
        )
        self.entries.loose, self.entries.first = self.found.loose, self.found.first
        self.entries.fixed = search.names.told.fixed
        self.names = set(ranks)
        self.unfit = 0.0  # what it costs that claims do not fit
        self.is_alone = not known and all(sketch.role == "claim" for sketch in sketches)  # nothing else tells

    def run(self) -> float:
        """What the reading costs beyond its ranks.

        Raises:
            ShapeFault: something does not fit.
        """
        self._definitions()
        within, self.entries.reduced = self.entries.reduced, []
        sketches = self.sketches
        for sketch in sketches:
            self.at_work = sketch.parts
            for constraint in sketch.parts.constraints:
                one, other = self.entries.lower(constraint.left), self.entries.lower(constraint.right)
                for axis, same in zip(one.axes, other.axes, strict=True) if one.rank == other.rank else ():
                    axis.join(same, constraint.left.at)  # so that a symmetric matrix is square
        for sketch in (s for s in sketches if s.role == "loss"):
            self.at_work = sketch.parts
            for formula in sketch.parts.formulas:
                if self.entries.lower_as(0, formula).rank:
                    misfit(f"a loss is a number, and this is an array: {self._missing(formula)}", 0)
        self.entries.reduced += within  # the n of a loss is that of its own sum before that of a definition's
        variables = [self._variable(sketch) for sketch in sketches if sketch.role == "variable"]
        if not self.is_alone:
            self._say_axes()
        cost = (
            UNLIKE * self.entries.unlike
            + BIAS * self.entries.biases
            + (0.0 if self.loose else SPREAD * self.entries.spread)
        )
        claims = [
            (sketch, formula) for sketch in sketches if sketch.role == "claim" for formula in sketch.parts.formulas
        ]
        for number, (sketch, formula) in enumerate(claims):
            self.at_work = sketch.parts
            self.unfit += self._claimed(formula, variables[min(number, len(variables) - 1)] if variables else None)
        return cost + self.unfit

    def _missing(self, loss: Node) -> str:
        """Why it may be an array: a function of one of which nothing is known has as many entries, as the h of h(x)."""
        called = [part.function.full for part in loss.walk() if isinstance(part, Apply) and not part.known]
        unknown = next((full for full in called if full not in self.found.functions), "")
        return f"what is {unknown}? say --where '{unknown}(x) = ...'" if unknown else NO_SUM

    def _variable(self, sketch: Sketch) -> Value:
        self.at_work = sketch.parts
        return self.entries.lower(sketch.parts.formulas[0])

    def _definitions(self) -> None:
        """The axes of what is defined are those of its value."""
        waiting = [(sketch.parts, item) for sketch in self.sketches for item in sketch.parts.definitions]
        waiting = [(parts, item) for parts, item in waiting if not isinstance(item.left, Apply)]
        while waiting:
            names = {defined_name(item.left) for _, item in waiting}
            ready = [(parts, item) for parts, item in waiting if not self._bases(item.right) & names]
            for parts, item in ready or waiting[:1]:
                self.at_work = parts
                self._define(item.left, self._of_definition(item.left, item.right))
                waiting.remove((parts, item))

    @staticmethod
    @lru_cache(maxsize=64)
    def _bases(node: Node) -> set[str]:
        found = {full for part in node.walk() if isinstance(part, Name) for full in (part.full, part.letter)}
        return found | {a.function.full for part in node.walk() if (a := applied_below(part))}

    def _places(self, left: Node) -> list[str]:
        match left:
            case Entry(indices=indices) | Component(indices=indices):
                return [index.full for index in indices if isinstance(index, Name)]
            case Name() if left.below and self.search.census.arrays.get(left.letter):
                return self.search.census.pieces(left)
        return []

    def _of_definition(self, left: Node, right: Node) -> Value:
        """The value; the indices of the name are its own."""
        own = self._places(left)
        kept = {letter: self.entries.letters.pop(letter) for letter in own if letter in self.entries.letters}
        self.entries.letters |= {letter: Axis() for letter in own}
        self.entries.outer = own
        value = self.entries.lower(right)
        axes = tuple(self.entries.letters.pop(letter) for letter in own)
        self.entries.outer = []
        self.entries.letters |= kept
        return Value((*axes, *value.axes), value.entry, value.row)

    def _define(self, left: Node, value: Value) -> None:
        base = defined_name(left)
        if isinstance(left, Name) and left.below and self._places(left):
            base = left.letter
        if not value.axes:
            return
        before = self.entries.arrays.setdefault(base, value.axes)
        if len(before) != len(value.axes):
            misfit(f"{base} is defined with {len(value.axes)} axes and used with {len(before)}", left.at)
        for one, other in zip(before, value.axes, strict=True):
            one.join(other, left.at)

    def _say_axes(self) -> None:
        for name, axes in self.entries.arrays.items():
            for axis in axes if name != IDENTITY else ():  # which fits everywhere
                axis.root().said = True
        self.entries.strictly = True

    def _claimed(self, formula: Node, variable: Value | None) -> float:
        """What it costs that a claim has another shape than what it is the gradient by."""
        kept = dict(self.entries.letters)
        self.entries.outer = [index for variable in self.search.variables for index in self._places(variable)]
        try:
            value = self.entries.lower_as(0 if variable is None else variable.rank, formula)
        except ShapeFault as fault:
            if self.is_alone:
                raise
            return CLAIM_IS_NOT_READ if isinstance(fault, UnreadFault) else CLAIM_DOES_NOT_FIT
        finally:
            self.entries.letters, self.entries.outer = kept, []
        if variable is not None and variable.rank == value.rank:
            for axis, other in zip(value.axes, variable.axes, strict=True):
                if not (axis.root().said or axis.single):
                    axis.join(other, formula.at)  # of I alone nothing else says how many rows it has
        if variable is None or variable.rank == value.rank:
            return 0.0
        if not value.rank:  # one entry of it, or in a program the gradient by a number
            return NUMBER_FOR_AN_ARRAY if self.found.loose and not self.entries.free_letters(formula) else 0.0
        return CLAIM_DOES_NOT_FIT * 3 / 4

    # -- what follows

    def write_down(self) -> None:
        """The domain of every array, index and size, and how it was read."""
        self._name_sizes()
        arrays = {name: axes for name, axes in self.entries.arrays.items() if axes}
        for name, axes in arrays.items():
            if not self.search.names.is_array(name):
                shape = tuple(map(size_of, axes))
                kind = Indices if name in self.entries.labelled else Real
                self.found.known[name] = kind("", shape=shape)
        for letter, axis in self.entries.letters.items():
            if axis.root().size is not None and not self.search.names.is_known(letter):
                self.found.known[letter] = Index("", last=size_of(axis))
        self.found.remarks += self.entries.remarks
        self.found.remarks += self._in_words()

    def _name_sizes(self) -> None:
        taken = self.found.taken | {written(size) for axis in self._all_axes() if (size := axis.root().size)}
        counted = Counted(self)
        counted.take_their_names()
        fresh = (name for name in (*FRESH, *(f"n_{place}" for place in range(1, 50))) if name not in taken)
        for axis in self._all_axes():
            root = axis.root()
            root.size = root.size or Name(0, next(fresh))
            letters = [part.full for part in root.size.walk() if isinstance(part, Name)]
            self.found.known |= {full: Size("") for full in letters if not self.search.names.is_known(full)}
        self.found.doubts += counted.doubts()
        self.found.taken |= {name for name, domain in self.found.known.items() if isinstance(domain, Size)}

    def _all_axes(self) -> list[Axis]:
        return [
            *self.entries.reduced,
            *(axis for axes in self.entries.arrays.values() for axis in axes),
            *self.entries.labelled.values(),
            *self.entries.letters.values(),
        ]

    def _in_words(self) -> list[str]:
        """How the names were read that nothing but the whole decides about."""
        own = {name: axes for name, axes in self.entries.arrays.items() if name in self.names}
        own = {name: axes for name, axes in own.items() if len(axes) > self.search.explicit(name)}
        kinds: dict[str, list[str]] = {}
        for name, axes in own.items():
            more = len(axes) - self.search.explicit(name)
            if self.search.explicit(name):
                kinds.setdefault("one vector for each index" if more == 1 else "one matrix for each index", []).append(
                    name
                )
            else:
                sizes = " by ".join(map(shown_size, axes))
                kinds.setdefault(f"a vector ({sizes})" if more == 1 else f"a matrix ({sizes})", []).append(name)
        if numbers := sorted(self._between() | self._varied_numbers()):
            kinds["a number"] = numbers
        return [f"{', '.join(names)}: read as {kind}" for kind, names in kinds.items()]

    def _between(self) -> set[str]:
        """The numbers that stand between arrays, where others may have a matrix: the a of x^T a x."""
        found: set[str] = set()
        for factors in (
            p.factors for s in self.sketches for n in s.parts.nodes() for p in n.walk() if isinstance(p, Times)
        ):
            held = [any(isinstance(p, Name) and p.full in self.entries.arrays for p in f.walk()) for f in factors]
            found |= {
                factor.full
                for place, factor in enumerate(factors)
                if isinstance(factor, Name) and self._is_number(factor.full)
                if any(held[:place]) and any(held[place + 1 :])
            }
        return found

    def _varied_numbers(self) -> set[str]:
        """The numbers by which a program is differentiated as if each were one among arrays: the w of w*x - t."""
        varied = {v.full for v in self.search.variables if isinstance(v, Name)} if self.loose else set()
        return {name for name in varied if self.entries.arrays and self._is_number(name)}

    def _is_number(self, name: str) -> bool:
        return name in self.names and name not in self.entries.arrays and not self.search.names.is_known(name)
