"""The shapes of arrays that somebody typed, told by the sums that run over them and the indices that they share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sympy import Basic, Eq, Expr, Indexed, KroneckerDelta, Ne, Sum, Symbol, expand
from sympy.core.function import UndefinedFunction

from derivations.errors import LossaryError
from derivations.language.domains import Classes, Domain, Index, Indices, Intermediate, Real, Size
from derivations.language.functions import Named, inverse_entry, log_det
from derivations.language.over import Over, Place
from derivations.language.shapes import base_of, ends_of, free_names
from derivations.notation import unicode_text

Axis = tuple[str, int]  # the name of an array, and which of its indices
LAST = -1  # instead of an index: up to where the entries of an array of indices run
Ranges = Mapping[Symbol, tuple[Expr, Expr]]  # of a bound index its first and last value


def array_domains(
    written: Iterable[Expr], definitions: Iterable[tuple[Expr, Expr]], stated: Mapping[str, Domain]
) -> dict[str, Domain]:
    """A domain for every array, free index and size in what was written.

    Args:
        written: the loss, the variables and the claims.
        definitions: named intermediates, as (name, value); the indices of a name are its own.
        stated: domains that the asker gave; those of arrays keep their values and get a shape.

    Raises:
        LossaryError: an array that is used with different numbers of indices, or sums that do not fit it.
    """
    census = _Census({name: domain for name, domain in stated.items() if isinstance(domain, Indices)})
    for expression in written:
        census.look(expression, {})
    for number, (name, value) in enumerate(definitions):
        own = {i: Symbol(f"{i}@{number}") for i in name.indices} if isinstance(name, Indexed) else {}
        census.look(name.xreplace(own), {})
        census.look(value.xreplace(own), {})
    census.settle({name for name, domain in stated.items() if not isinstance(domain, Index)})
    defined = {name.base.label.name for name, _ in definitions if isinstance(name, Indexed)}
    return census.domains(defined, stated)


class UnboundIndexError(LossaryError):
    """A claim with an index that nothing binds: it is no formula of what was asked about."""


class SizesError(LossaryError):
    """The axes of an array have more sizes than one.

    Args:
        arrays: their names.
        sizes: up to where the sums over them run.
        entries: the numbers of entries that stand beside the sums.
    """

    def __init__(self, arrays: Iterable[str], sizes: Sequence[Expr], entries: Sequence[Expr]) -> None:
        self.sizes, self.entries = (*sizes, *entries), entries
        self.which = f"the sums over {', '.join(sorted(arrays))} run to {' and to '.join(map(str, sizes))}"
        super().__init__(f"{self.which}{self._beside() if entries else ': which is its size?'}")

    def _beside(self) -> str:
        numbers = " and ".join(map(str, self.entries))
        cure = "write the sum up to a number, or the entry with an index"
        return f", and an entry has the number {numbers}: whether there are so many is not said; {cure}"


def domains_of(written: Iterable[Expr], definitions: Iterable[tuple[Expr, Expr]]) -> dict[str, Domain]:
    """A domain for every name that has none: any real number, or an intermediate if it is defined."""
    named = {str(base_of(name)) for name, _ in definitions}
    found = set().union(*map(free_names, written))
    for name, value in definitions:
        found |= (free_names(name) | free_names(value)) - {*(name.indices if isinstance(name, Indexed) else ())}
    names = sorted(str(name) for name in found if not isinstance(name, UndefinedFunction))
    return {name: Intermediate("") if name in named else Real("") for name in names}


def compared_in(claims: Iterable[Expr]) -> set[str]:
    """The names that a delta compares, which no array need have: the k of delta_ky."""
    return {str(s) for claim in claims for delta in claim.atoms(KroneckerDelta) for s in delta.free_symbols}


def check_indices(
    counting: set[str],
    expression: Expr,
    wrt: Sequence[Expr],
    definitions: Iterable[tuple[Expr, Expr]],
    claims: Iterable[Expr],
) -> None:
    """Has every index a meaning: is it bound by a sum, or one of the variables or of the loss?

    Args:
        counting: the names of the indices.
        expression: the loss.
        wrt: the variables.
        definitions: named intermediates, as (name, value).
        claims: the claims.

    Raises:
        LossaryError: one in a definition has none.
        UnboundIndexError: one in a claim has none.
    """

    def free(formula: Expr) -> set[str]:
        return {str(name) for name in free_names(formula)} & counting

    known = set().union(*map(free, (expression, *wrt, *(name for name, _ in definitions if name.is_Symbol))))
    for name, value in definitions:
        for index in sorted(free(value) - free(name) - known):
            msg = f"the definition of {unicode_text(name)} holds the index {index}, which nothing binds: "
            raise LossaryError(msg + f"give it to the name as well, as in p_{index} = x_{index}, or sum over {index}")
    for claim in claims:
        for index in sorted(free(claim) - known):
            by = next((w for w in wrt if len(free(w)) == 1 and not free(w) & free(claim)), None)
            if by is None:
                cure = f", and which neither the loss nor the variable has: sum over it, as in sum(..., {index}=1..n)"
            else:
                (own,) = free(by)
                cure = f": the gradient is by {unicode_text(by)}, so write {own} for {index} if its own term is meant, "
                cure += f"or sum over {index}"
            msg = f"the claim {unicode_text(claim)} holds the index {index}, which nothing binds{cure}"
            raise UnboundIndexError(msg)


@dataclass
class _Census:
    """What belongs together: axes that one index runs along have one size."""

    labels: Mapping[str, Indices]  # arrays that were said to hold indices
    ranks: dict[str, int] = field(default_factory=dict)
    groups: list[set[Axis | Symbol]] = field(default_factory=list)
    sizes: dict[Axis, list[Expr]] = field(default_factory=dict)
    entries: dict[Axis, list[Expr]] = field(default_factory=dict)  # numbers of entries, of which there are as many
    named: set[Symbol] = field(default_factory=set)  # sizes that somebody wrote
    compared: list[tuple[Basic, Basic, Ranges]] = field(default_factory=list)  # what may be equal, with the sums around

    def look(self, node: Basic, ranges: Ranges) -> None:
        if isinstance(node, Indexed):
            self._array(node, ranges)
        elif isinstance(node, log_det | inverse_entry):  # of a square array; a determinant holds it as its first entry
            name = node.args[0].base.label.name
            self.ranks.setdefault(name, 2)
            self._join((name, 0), (name, 1))
            for entry in node.args if isinstance(node, inverse_entry) else ():
                self.look(entry, ranges)
        elif isinstance(node, KroneckerDelta | Eq | Ne):
            self.compared += [(*pair, ranges) for pair in (node.args[:2], node.args[1::-1])]
            for part in node.args[:2]:
                self.look(part, ranges)
        elif isinstance(node, Over):
            self.named |= {s for s in node.ends[1].free_symbols if isinstance(s, Symbol) and s not in ranges}
            self.look(node.term, {**ranges, node.index: node.ends})
        elif isinstance(node, Sum):
            inner = dict(ranges)
            for index, low, high in reversed(node.limits):
                inner[index] = (low, high)
                self.named |= {s for s in high.free_symbols if isinstance(s, Symbol) and s not in inner}
            self.look(node.function, inner)
        else:
            for part in (node.definition,) if isinstance(node, Named) else node.args:
                self.look(part, ranges)

    def settle(self, stated: Collection[str]) -> None:
        """The y of a delta_ky under a sum over k runs as far as k does, and so does an entry of an array of labels."""
        for one, other, ranges in self.compared:
            if not isinstance(other, Symbol) or not other.is_integer or other in self.named or other.name in stated:
                continue
            is_free = isinstance(one, Symbol) and one.is_integer and one not in {*ranges, *self.named}
            if isinstance(one, Symbol) and is_free and one.name not in stated:
                axis: Axis = (one.name, 0)
                self._join(axis, one)
            elif isinstance(one, Indexed) and one.base.label.name in self.labels:
                axis = (one.base.label.name, LAST)
            else:
                continue
            if other in ranges:
                self.sizes.setdefault(axis, []).append(ends_of(other, ranges)[1])
            else:
                self._join(axis, other)

    def _array(self, node: Indexed, ranges: Ranges) -> None:
        name = node.base.label.name
        if self.ranks.setdefault(name, len(node.indices)) != len(node.indices):
            msg = (
                f"{name} is used with {self.ranks[name]} indices and with {len(node.indices)}: give it the same always"
            )
            raise LossaryError(msg)
        if name in self.labels:
            self._join((name, LAST))
        for place, index in enumerate(node.indices):
            self._axis((name, place), index, ranges)

    def _axis(self, axis: Axis, index: Expr, ranges: Ranges) -> None:
        letters = [s for s in index.free_symbols if isinstance(s, Symbol)]
        self._join(axis)
        if isinstance(index, Place):
            self.look(index, ranges)
            self.sizes.setdefault(axis, []).append(index.ends[1])
        elif isinstance(index, Indexed) and index.base.label.name in self.labels:
            self.look(index, ranges)
            last = self.labels[index.base.label.name].last
            self.sizes.setdefault(axis, []).extend([] if last is None else [last])
            self._join(axis, (index.base.label.name, LAST))
        elif len(letters) == 1 and letters[0] in ranges:
            self.sizes.setdefault(axis, []).append(ends_of(index, ranges)[1])
        elif index in letters:
            self._join(axis, index)
        elif index.is_Integer:
            self.entries.setdefault(axis, []).append(index)
        elif len(letters) == 1 and (index - letters[0]).is_Integer:
            pass  # a neighbour of the entry that is asked about says nothing of how many there are
        else:
            msg = f"{index} is no index that can be counted: write a letter, a number, or a summed letter plus a number"
            raise LossaryError(msg)

    def _join(self, *members: Axis | Symbol) -> None:
        together = set(members).union(*(group for group in self.groups if group & set(members)))
        self.groups = [group for group in self.groups if not group & together] + [together]

    def domains(self, defined: set[str], stated: Mapping[str, Domain]) -> dict[str, Domain]:
        taken = {*self.ranks, *stated, *(s.name for group in self.groups for s in group if isinstance(s, Symbol))}
        taken |= {size.name for size in self.named}
        found: dict[str, Domain] = {size.name: Size("") for size in sorted(self.named, key=str)}
        lengths: dict[Axis | Symbol, Expr] = {}
        for group in sorted(self.groups, key=lambda group: min(map(str, group))):
            length = self._length(group)
            if length is None:
                length = Symbol(next(_fresh(group, taken)), integer=True, positive=True)
                taken.add(length.name)
                found[length.name] = Classes("")
            lengths |= dict.fromkeys(group, length)
        found |= {s.name: Index("", last=lengths[s]) for s in lengths if isinstance(s, Symbol) and "@" not in s.name}
        for name, rank in self.ranks.items():
            shape = tuple(lengths[name, place] for place in range(rank))
            domain = Intermediate("") if name in defined else stated.get(name, Real(""))
            if isinstance(domain, Indices) and domain.last is None:
                domain = replace(domain, last=lengths[name, LAST])
            found[name] = replace(domain, shape=shape)
        return found

    def _length(self, group: set[Axis | Symbol]) -> Expr | None:
        """The largest of the sizes that the sums over these axes ask for."""
        axes = sorted(axis for axis in group if isinstance(axis, tuple))
        sizes = list(dict.fromkeys(size for axis in axes for size in self.sizes.get(axis, [])))
        whole = [size for size in sizes if not size.free_symbols & self._letters()]  # up to an index, it is a part
        for size in sizes if not whole else ():
            for index in sorted(size.free_symbols & group, key=str):
                msg = f"{index} is the end of a sum and an index of what is added up: write another letter for one"
                raise LossaryError(msg)
        sizes = whole or sizes
        entries = list(dict.fromkeys(number for axis in axes for number in self.entries.get(axis, [])))
        every = [*sizes, *entries]
        every = [size for size in every if size != 1] or every  # whatever the size, there is a first entry
        for size in every:
            if all((gap := expand(size - other)).is_Integer and gap >= 0 for other in every):
                return size
        if every:
            raise SizesError({axis[0] for axis in axes}, sizes, [n for n in entries if n in every and n not in sizes])
        return None

    def _letters(self) -> set[Symbol]:
        """The indices that no sum binds."""
        return {member for group in self.groups for member in group if isinstance(member, Symbol)}


def _fresh(group: set[Axis | Symbol], taken: set[str]) -> Iterator[str]:
    """A name for a size: the capital of the index that runs to it."""
    letters = sorted(s.name.partition("@")[0].upper() for s in group if isinstance(s, Symbol))
    yield from (letter for letter in (*letters, "N", "M", "K") if letter not in taken)
    yield from (f"N_{number}" for number in range(1, 100) if f"N_{number}" not in taken)
