"""Functions of whole arrays, written out: sums, means, norms, softmax, traces, determinants."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from derivations.reading.axes import (
    Axis,
    Indices,
    Value,
    misfit,
    moved,
    number,
    squeezed,
    turned,
    unread,
    without_single_axes,
)
from derivations.reading.extremes import extreme_of_entries
from derivations.reading.factors import as_factor
from derivations.reading.matrices import OfMatrices
from derivations.reading.options import Options, as_typed, axes_of, fewer_of, options_of, order_of, plain_of
from derivations.reading.products import flat_times
from derivations.reading.rebound import with_letter
from derivations.reading.tree import (
    Apply,
    Group,
    Inverse,
    Listing,
    Minus,
    Name,
    Node,
    Number,
    Plus,
    Power,
    Times,
    Total,
    applied,
    without_brackets,
)

TWO_ARGUMENTS = {"multiply", "subtract", "add", "divide"}


class Reductions(OfMatrices):
    """Writes functions of arrays out."""

    added_up: Node | None = None  # the entries chosen by a condition, right below a sum

    @abstractmethod
    def free_letters(self, node: Node, rank: int = 0) -> list[str]:
        """The indices in a part of the text that no sum binds."""

    @abstractmethod
    def own_letter(self, letter: str, node: Node) -> str:
        """The same letter for a sum over it, or another one where a sum around it has it."""

    @abstractmethod
    def refuse_bound(self, node: Node) -> None:
        """Refuse the mean of a part of the text with an index that a sum around it binds."""

    def of_whole(self, node: Apply) -> Value:
        """The value of a function of arrays; whatever option nothing has looked at is refused."""
        plain, options = plain_of(node), options_of(node)
        if not plain:
            unread(f"{node.function.full} of what? Its argument is missing", node.at)
        value = self._of_arguments(node, plain, options)
        for name, left in options.items():
            unread(f"{as_typed(node)} with {name}=... is not read here: write out what it does", left.at)
        return value

    def _of_arguments(self, node: Apply, plain: Sequence[Node], options: Options) -> Value:
        name, at = node.function.full, node.at
        if name in TWO_ARGUMENTS:
            return self._by_sign(name, at, [self.lower(argument) for argument in plain])
        match name:
            case "sum" | "Sum" | "mean" | "average":
                return self._summed(node, plain, options, mean=name in ("mean", "average"))
            case "dot" | "inner" | "matmul" | "vdot" | "outer":
                return self._dot(node, *map(self.lower, map(as_factor, plain)))
            case "eye" | "identity" | "ones" | "zeros":
                return self._constant(name, plain, at)
            case "len" | "numel" | "size":
                return self._count(node, plain, options)
            case "variance" | "deviation" | "sample_variance" | "sample_deviation":
                return self._spread(node, plain, options)
        value = self.lower(plain[0])
        if extreme_of_entries(node):
            axes, keep = axes_of(options, value)
            return self.extreme(node, value, axes, keep=keep)
        match name:
            case "norm":
                order, (axes, keep) = order_of(options.pop("ord", None)), axes_of(options, value)
                self.check_order(plain[0], value, order, axes)
                return self.length(value, at, order, axes, keep=keep)
            case "transpose" | "squeeze":
                is_turned = name == "transpose"
                return turned(value, flat=self.flat) if is_turned else squeezed(value, axes_of(options, value)[0], at)
            case "tr" | "trace" | "inv" | "diag" | "det" | "logdet":
                return self.of_matrix(name, value, plain[0], at)
            case "CrossEntropy" | "crossentropy":
                return self._cross_entropy(at, value, self.lower(plain[1]))
        return self._softmax(node, value, options)

    # -- sums

    def _summed(self, node: Apply, plain: Sequence[Node], options: Options, *, mean: bool) -> Value:
        body, at = plain[0], node.at
        self.added_up = None if mean else _chosen_in(body)
        value = self.lower(body)
        if mean and value.rank and not self.code:
            self.refuse_bound(body)
        free = [] if value.rank and self.code else self.free_letters(body, value.rank)
        if free:
            total: Node = body
            for letter in reversed(free):
                own = self.own_letter(letter, body) if len(free) == 1 else letter
                total = Total(at, with_letter(total, letter, own), Name(at, own), number(at, 1), None)
            self.remark(f"the {'mean' if mean else 'sum'} that names no index was taken over {' and '.join(free)}")
            before = len(self.reduced)
            found = self.lower(total)
            return self.shared_out(found, self.reduced[before : before + len(free)], at) if mean else found
        if not value.rank:
            unread(f"{node.function.full} of a number: which array or which index is meant?", at)
        axes, keep = axes_of(options, value)
        if (weights := options.pop("weights", None)) is not None:
            return self.weighted(value, self.lower(weights), at, axes, keep=keep)
        return (self.averaged if mean else self.total)(value, at, axes, keep=keep)

    def weighted(self, value: Value, weights: Value, at: int, axes: list[int] | None, *, keep: bool) -> Value:
        """The sum of what is weighted, divided by that of the weights."""
        if weights.rank != value.rank:
            unread("the weights of a mean are read where there is one for each entry", at)
        above = self.entrywise(at, (weights, value), lambda parts: flat_times(at, *parts))
        over, under = self.total(above, at, axes, keep=keep), self.total(weights, at, axes, keep=keep)
        return replace(over, entry=lambda i: flat_times(at, over.entry(i), Inverse(at, under.entry(i))))

    def _spread(self, node: Apply, plain: Sequence[Node], options: Options) -> Value:
        """The variance by n or by n - 1, or its root."""
        at, name = node.at, node.function.full
        value = self.lower(plain[0])
        if not value.rank:
            unread("the variance of a number: of which entries?", at)
        axes, keep = axes_of(options, value)
        less = fewer_of(options, node)
        over = list(range(value.rank)) if axes is None else axes
        middle = self.averaged(value, at, over, keep=True)
        apart = self.entrywise(at, (value, middle), lambda parts: Group(at, Plus(at, (parts[0], Minus(at, parts[1])))))
        squares = replace(apart, entry=lambda i: Power(at, apart.entry(i), number(at, 2)))
        summed, count = self.total(squares, at, over, keep=keep), [value.axes[axis] for axis in over]
        default = "torch.var and torch.std divide by n - 1" if "sample" in name else "np.var and np.std divide by n"
        is_default = less == ("sample" in name)
        self.remark(
            f"{default}, and so was it read" if is_default else f"it was divided by n{f' - {less}' if less else ''}"
        )

        def entry(indices: Indices) -> Node:
            size = self.count(count, at)
            below = Group(at, Plus(at, (size, Minus(at, number(at, less))))) if less else size
            found = Times(at, (summed.entry(indices), Inverse(at, below)))
            return applied(at, "sqrt", found) if "deviation" in name else found

        return replace(summed, entry=entry)

    def _count(self, node: Apply, plain: Sequence[Node], options: Options) -> Value:
        axes = self._axes_counted(node, plain, options)
        return Value((), lambda _: self.count(axes, node.at))

    def _axes_counted(self, node: Apply, plain: Sequence[Node], options: Options) -> Sequence[Axis]:
        """The axes whose places len(u) counts."""
        value = self.lower(plain[0])
        if not value.rank:
            unread("how many entries does a number have? this is no array", node.at)
        is_length = node.function.full == "len" and "axis" not in options
        over, _ = axes_of(options, value)
        return [value.axes[axis] for axis in over or range(1 if is_length else value.rank)]

    # -- products

    def _by_sign(self, name: str, at: int, parts: Sequence[Value]) -> Value:
        def made(entries: list[Node]) -> Node:
            left, right = (Group(at, entry) for entry in entries)
            match name:
                case "multiply":
                    return flat_times(at, left, right)
                case "divide":
                    return flat_times(at, left, Inverse(at, right))
            return Plus(at, (left, Minus(at, right) if name == "subtract" else right))

        return self.entrywise(at, parts, made)

    def _dot(self, node: Apply, left: Value, right: Value) -> Value:
        name, at = node.function.full, node.at
        if name == "outer":
            left, right = without_single_axes(left, 1), without_single_axes(right, 1)
            if self.code and not left.rank == right.rank == 1:
                misfit("outer takes two vectors: write the product out", at)
            return self.matrix_product(left, replace(turned(right, flat=False), row=True), at)
        if not left.rank or not right.rank:
            return self.multiply(left, right, at)
        if left.rank == right.rank == 1:
            return self.contracted(left, right, at)
        if name in ("inner", "vdot"):
            unread(f"{name} of matrices is not read: write A @ B.T or np.sum(A*B), whichever is meant", at)
        return self.matrix_product(left, right, at)

    def _cross_entropy(self, at: int, targets: Value, probabilities: Value) -> Value:
        logs = replace(probabilities, entry=lambda i: applied(at, "log", probabilities.entry(i)))
        products = self.entrywise(at, (targets, logs), lambda parts: flat_times(at, *parts))
        summed = self.total(products, at)
        return Value((), lambda i: Minus(at, summed.entry(i)))

    # -- softmax

    def _softmax(self, node: Apply, value: Value, options: Options) -> Value:
        """Along the last axis, if none is said."""
        at, name = node.at, node.function.full.lower()
        if not value.rank:
            misfit(f"{node.function.full} of a number: it takes a vector", at)
        axes, keep = axes_of(options, value)
        if axes is None and value.rank > 1:
            if name in ("logsumexp", "lse"):
                unread(f"{node.function.full} of a matrix: along which axis? write axis=1 for one in each row", at)
            self.remark(f"{node.function.full} of a matrix was taken along each row: axis=1")
        over = axes or [value.rank - 1]
        powers = replace(value, entry=lambda i: applied(at, "exp", value.entry(i)))
        below = self.total(powers, at, over, keep=keep or name not in ("logsumexp", "lse"))
        logs = Value(below.axes, lambda i: applied(at, "log", below.entry(i)))
        if name in ("logsumexp", "lse"):
            return logs
        if name == "softmax":
            return replace(value, entry=lambda i: flat_times(at, powers.entry(i), Inverse(at, below.entry(i))))
        return replace(value, entry=lambda i: Group(at, Plus(at, (value.entry(i), Minus(at, logs.entry(i))))))

    # -- arrays of constants

    def _constant(self, name: str, plain: Sequence[Node], at: int) -> Value:
        """The identity matrix, and arrays of ones and zeros."""
        sizes = plain[0].items if isinstance(plain[0], Listing) else plain
        axes, delta = tuple(map(self._axis_of, sizes)), Name(at, "KroneckerDelta")
        if name in ("ones", "zeros"):
            return Value(axes, lambda _: number(at, int(name == "ones")))
        return Value((axes[0], axes[0]), lambda indices: Apply(at, delta, (indices[0], indices[1]), known=True))

    def _axis_of(self, size: Node) -> Axis:
        """The direction that has so many places."""
        match without_brackets(size):
            case Name() | Number() as written:
                return Axis(size=moved(written, 0))
            case Apply(known=True, function=Name(full="len" | "size" | "numel")) as counted:
                axes = self._axes_counted(counted, plain_of(counted), options_of(counted))
                if len(axes) == 1:
                    return axes[0]
        return unread("the size of such an array is read as a letter, a number or len(w)", size.at)


def _chosen_in(body: Node) -> Node:
    """The x[y > 0] of x[y > 0] and of its powers, which are 0 where nothing is chosen."""
    inner = without_brackets(body)
    while isinstance(inner, Power) and isinstance(inner.exponent, Number) and inner.exponent.value > 0:
        inner = without_brackets(inner.base)
    return inner
