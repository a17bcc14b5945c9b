"""From sums over letters to matrix products: which factors multiply as rows and columns, which entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Rational

from derivations.matrix import forms
from derivations.matrix.forms import Form
from derivations.matrix.tensors import MATRIX, Letter, NoMatrixForm


@dataclass(frozen=True)
class Item:
    """A matrix expression with a letter for each of its axes."""

    form: Form
    letters: tuple[Letter, ...]
    squared: Form | None = None  # what this is the square of, entry by entry

    def turned(self, letters: tuple[Letter, ...]) -> Form:
        """The form with its axes in this order."""
        return self.form if self.letters == letters else forms.transposed(self.form)


class Contraction:
    """Removes the letters that are summed over one by one, then joins what is left along those of the result."""

    def __init__(self, items: Sequence[Item], out: tuple[Letter, ...]) -> None:
        self.items, self.out = list(items), out
        self.scalars: list[Form] = []

    def run(self) -> tuple[list[Form], Form | None]:
        """The numbers that came out, and the vector or matrix."""
        self._take_norms()
        while True:
            self._multiply_entrywise()
            summed = self._summed()
            if not summed:
                return self.scalars, self._assembled()
            self._remove(min(summed, key=self._cost))

    def _summed(self) -> list[Letter]:
        return [x for x in dict.fromkeys(x for item in self.items for x in item.letters) if x not in self.out]

    def _at(self, letter: Letter) -> list[Item]:
        return [item for item in self.items if letter in item.letters]

    def _cost(self, letter: Letter) -> tuple[int, int]:
        """Vectors first; a product of two matrices later, one of three last."""
        held = self._at(letter)
        return max(len(held), 2), sum(len(item.letters) for item in held)

    def _put(self, old: Sequence[Item], new: Item) -> None:
        """The new item at the place of the first old one; a number goes to the front of the whole product."""
        place = min(index for index, item in enumerate(self.items) if any(item is each for each in old))
        rest = [item for item in self.items if not any(item is each for each in old)]
        self.items = [*rest[:place], new, *rest[place:]] if new.letters else rest
        if not new.letters:
            self.scalars.append(new.form)

    def _take_norms(self) -> None:
        """A sum of squares is the square of a norm."""
        for item in list(self.items):
            if item.squared and all(x not in self.out and len(self._at(x)) == 1 for x in item.letters):
                norm = forms.norm(item.squared, len(item.letters))
                self._put([item], Item(forms.power(norm, Rational(2)), ()))

    def _multiply_entrywise(self) -> None:
        """Joins factors with the same letters, but for the last two before a sum: an inner product or a trace."""
        for item in list(self.items):
            same = [other for other in self.items if set(other.letters) == set(item.letters)]
            alone = all(x not in self.out and len(self._at(x)) == len(same) for x in item.letters)
            joined = same[: len(same) - 1] if alone else same
            if len(joined) > 1 and joined[0] is item:
                form = forms.hadamard(other.turned(item.letters) for other in joined)
                self._put(joined, Item(form, item.letters))

    def _remove(self, letter: Letter) -> None:
        held = self._at(letter)
        if len(held) == 1 and held[0].form.head == "diagonal":
            return self._put(held, Item(forms.trace(held[0].form.parts[0]), ()))
        if len(held) == 1:
            self.items.insert(self.items.index(held[0]) + 1, Item(forms.ONES, (letter,)))
            held = self._at(letter)
        if len(held) > 2:  # noqa: PLR2004
            held = self._weighted(letter, held)
        return self._put(held, _contracted(letter, *held))

    def _weighted(self, letter: Letter, held: list[Item]) -> list[Item]:
        """Two matrices with a vector between them: the vector becomes a diagonal matrix of the second."""
        vectors = [item for item in held if len(item.letters) == 1]
        first, *others = [item for item in held if len(item.letters) == MATRIX]
        if len(vectors) != 1 or len(others) != 1:
            msg = "no matrix form: one index is summed over in more than two matrices"
            raise NoMatrixForm(msg)
        (second,) = others
        letters = (letter, _partner(second, letter))
        weighted = Item(forms.times(forms.diag(vectors[0].form), second.turned(letters)), letters)
        self._put([vectors[0], second], weighted)
        return [first, weighted]

    def _assembled(self) -> Form | None:
        """What is left: factors along the rows, along the columns, and with both."""
        if not self.items:
            return None
        both = [item.turned(self.out) for item in self.items if len(item.letters) == MATRIX]
        along = [[item.form for item in self.items if item.letters == (letter,)] for letter in self.out]
        if len(self.out) == 1:
            return forms.hadamard(along[0])
        if not both:
            return forms.times(forms.hadamard(along[0]), forms.transposed(forms.hadamard(along[1])))
        rows, columns = ([forms.diag(forms.hadamard(vectors))] if vectors else [] for vectors in along)
        middle = forms.hadamard(both)
        is_needed = middle.head != "identity" or not (rows or columns)
        return forms.times(*rows, *([middle] if is_needed else []), *columns)


def _partner(item: Item, letter: Letter) -> Any:
    return next(x for x in item.letters if x != letter)


def _contracted(letter: Letter, left: Item, right: Item) -> Item:
    """The two factors summed over the letter, and over a second one if both have it and only they are left."""
    if set(left.letters) == set(right.letters):
        if len(left.letters) == 1:
            return Item(forms.inner(left.form, right.form), ())
        return Item(forms.total(left.form, right.turned(left.letters)), ())
    if len(left.letters) == 1:
        left, right = right, left
    row = _partner(left, letter)
    if len(right.letters) == 1:
        return Item(forms.times(left.turned((row, letter)), right.form), (row,))
    column = _partner(right, letter)
    return Item(forms.times(left.turned((row, letter)), right.turned((letter, column))), (row, column))
