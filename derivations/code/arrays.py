"""Code for NumPy, PyTorch and JAX: whole arrays, each index an axis, the innermost on the right."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from sympy import Expr, Sum, Symbol
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from derivations.code.inner import InnerWriter
from derivations.code.naming import plain
from derivations.code.repeated import repeated
from derivations.code.shapes import Kernel
from derivations.code.shared import shared
from derivations.code.writer import with_own_indices
from derivations.language.functions import Branches, Named
from derivations.language.over import LargestOver, Over, Place, SmallestOver

STEP = "    "


class ArrayWriter(InnerWriter):
    """Prints a kernel as a function of arrays."""

    # names for intermediates

    def _print_Named(self, node: Named) -> str:
        base = node.name.base if isinstance(node.name, Indexed) else None
        if base in self.kernel.definitions:
            indices, value = self.kernel.definitions[base]
            shape = tuple(self.kernel.loss.symbols[base].shape)
            name = self.defined(base, indices, shape, value)
            return self.entry(name, node.name.indices, shape)
        if node.definition.is_number:
            return self.text(node.definition)
        if base is not None or node.free_symbols & set(self.context):
            if not set(self.context) & node.free_symbols - set(self.kernel.axes):
                return self.aligned(self.kept_as(node), node)
            return f"({self.text(node.definition)})"
        return self.kept_as(node)

    def kept_as(self, node: Named) -> str:
        if node not in self.names:
            context, self.context = self.context, self.own(node, self.kernel.axes)
            text = self.text(node.definition)
            self.context = context
            self.names[node] = self.fresh(plain(str(getattr(node.name, "base", node.name))))
            self.lines.append(f"{self.names[node]} = {text}")
        return self.names[node]

    def defined(self, base: Any, indices: tuple[Symbol, ...], shape: tuple[Expr, ...], value: Expr) -> str:
        if base not in self.names:
            context, dimension, parts = self.context, dict(self.dimension), self.repeated
            self.context, self.repeated = tuple(indices), {}
            self.dimension.update(zip(indices, shape, strict=True))
            text = self.text(value)
            self.context, self.dimension, self.repeated = context, dimension, parts
            self.names[base] = self.fresh(plain(str(base)))
            self.lines.append(f"{self.names[base]} = {text}")
        return self.names[base]

    # sums and extremes

    def _print_Sum(self, node: Sum) -> str:
        node = with_own_indices(node, self.context)
        (index, low, high), *inner = reversed(node.limits)
        function = Sum(node.function, *reversed(inner)) if inner else node.function
        if not function.has(index) and low == 1:
            return f"{self.whole_number(high)}*{self.wrapped(function, 51)}"
        context, self.context = self.context, self.own(node, self.context)
        own = self.context
        last = self.dimension.get(high, high)  # to be summed up to an index around: over all, with a mask
        self.inside(index, last)
        text = self.behind_a_mask(self.text, function) if low != 1 or last != high else self.text(function)
        outside = [f"{self.whole_number(index)} >= {self.whole_number(low)}"] if low != 1 else []
        outside += [f"{self.whole_number(index)} <= {self.whole_number(high)}"] if last != high else []
        for condition in outside:
            text = f"{self.array}.where({condition}, {text}, 0.0)"
        self.context = own
        text = self.reduced("sum", text)
        self.context = context
        return self.placed(text, own) if own else text

    def inside(self, index: Symbol, high: Expr) -> None:
        self.context = (*self.context, index)
        self.dimension[index] = high

    def reduced(self, name: str, text: str) -> str:
        """The sum, the largest, the place of the largest along the innermost axis."""
        along = f", {self.axis}=-1" if self.context else ""
        return f"{self.array}.{name}({text}{along})"

    def _extreme(self, node: Over, name: str) -> str:
        low, high = node.ends
        context, self.context = self.context, self.own(node, self.context)
        own = self.context
        self.inside(node.index, high)
        text = self.text(node.term)
        left_out = [f"{self.index(node.index)} == {self.index(but)}" for but in node.but]
        if low != 1:
            left_out.append(f"{self.whole_number(node.index)} < {self.whole_number(low)}")
        bottom = "-math.inf" if node.side > 0 else "math.inf"
        for condition in left_out:
            text = f"{self.array}.where({condition}, {bottom}, {text})"
        self.context = own
        text = self.reduced(name, text)
        self.context = context
        return self.placed(text, own) if own else text

    def _print_LargestOver(self, node: LargestOver) -> str:
        return self._extreme(node, self.largest)

    def _print_SmallestOver(self, node: SmallestOver) -> str:
        return self._extreme(node, self.smallest)

    largest: ClassVar[str] = "max"
    smallest: ClassVar[str] = "min"

    def place(self, node: Place) -> str:
        return self._extreme(node, "argmax" if node.side > 0 else "argmin")

    # cases

    def _print_Branches(self, node: Branches) -> str:
        *first, (last, _) = node.cases
        text = self.behind_a_mask(self.constant, last)
        for value, condition in reversed(first):
            text = f"{self.array}.where({self.text(condition)}, {self.behind_a_mask(self.constant, value)}, {text})"
        return text

    _print_Bracket = _print_Branches

    def behind_a_mask(self, write: Callable[[Expr], str], node: Expr) -> str:
        """What is worked out everywhere, but not taken everywhere."""
        around, self.masked = self.masked, True
        text = write(node)
        self.masked = around
        return text

    def constant(self, node: Expr) -> str:
        """A value that may be a number, and shall then be one of floating point."""
        text = self.text(node)
        return f"{text}.0" if node.is_Integer and "e" not in text else text

    def _print_Relational(self, node: Relational) -> str:
        return " ".join([self.text(node.lhs), node.rel_op, self.text(node.rhs)])

    def write_step(self, u: Expr) -> str:
        return self.truth(f"{self.wrapped(u, 36)} > 0")

    def write_positive_part(self, u: Expr) -> str:
        return f"{self.array}.maximum({self.text(u)}, 0.0)"

    def write_clip(self, u: Expr, low: Expr, high: Expr) -> str:
        return f"{self.array}.clip({', '.join(map(self.text, (u, low, high)))})"

    def _nested(self, name: str, args: tuple[Expr, ...]) -> str:
        text = self.text(args[-1])
        for arg in reversed(args[:-1]):
            text = f"{self.array}.{name}({self.text(arg)}, {text})"
        return text

    def write_largest(self, *args: Expr) -> str:
        return self._nested("maximum", args)

    def write_smallest(self, *args: Expr) -> str:
        return self._nested("minimum", args)

    special: ClassVar[str] = "special"

    def write_trigamma(self, u: Expr) -> str:
        return f"{self.special}.polygamma(1, {self.text(u)})"

    def write_tetragamma(self, u: Expr) -> str:
        return f"{self.special}.polygamma(2, {self.text(u)})"

    # the function

    def function(self, static: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        """The whole function."""
        kernel = self.kernel
        self.dimension.update({axis: kernel.range_of(axis) for axis in kernel.axes})
        self.step_by_step()
        self.repeated = repeated_in_reach(kernel)
        value = self.result(kernel.value)
        body = shared([*self.lines, f"return {value}"], self.fresh)
        sizes = self._sizes("\n".join(body))
        given = [argument.name for argument in kernel.arguments] + [name for name, text in sizes if not text]
        body = [*(f"{name} = {text}" for name, text in sizes if text), *body]
        body = [*(f"# {remark}" for remark in kernel.remarks), *body]
        return "\n".join([f"def {kernel.name}({', '.join(given)}):", *(STEP + line for line in body)])

    def _sizes(self, text: str) -> list[tuple[str, str | None]]:
        """The sizes that the code names, each as it is read off the shape of an array, if it is that of one."""
        used = set(re.findall(r"[A-Za-z_]\w*", text))
        wanted = [size for size in self.kernel.sizes if plain(size.name) in used]
        return [(plain(size.name), self._measured(size)) for size in wanted]

    def _measured(self, size: Symbol) -> str | None:
        for array, shape in self.shapes.items():
            for place, length in enumerate(shape):
                rest = length - size
                if size in length.free_symbols and rest.is_Integer:
                    text = f"{plain(str(array))}.shape[{place}]"
                    return text if rest == 0 else f"{text} - {int(rest)}"
        return None

    def result(self, value: Expr) -> str:
        """What is returned, with all the axes that it shall have."""
        axes = self.kernel.axes
        text = self.text(value)
        if not axes:
            first = next((a.name for a in self.kernel.arguments if not a.whole), None)
            constant = not value.free_symbols - set(self.kernel.sizes)
            return self.filled(first, text) if constant and first and first not in map(str, self.shapes) else text
        if set(axes) <= value.free_symbols or self._reaches(value):
            return text
        return self.broadcast(text, axes)

    def _reaches(self, value: Expr) -> bool:
        return set(self.kernel.axes) <= value.free_symbols

    def filled(self, first: str, text: str) -> str:
        return f"{self.array}.full_like({first}, {text})"

    def broadcast(self, text: str, axes: tuple[Symbol, ...]) -> str:
        shape = ", ".join(self.whole_number(self.kernel.range_of(axis)) for axis in axes)
        return f"{self.array}.broadcast_to({text}, ({shape}{',' if len(axes) == 1 else ''}))"


def repeated_in_reach(kernel: Kernel) -> dict[Expr, int]:
    """The parts that stand there several times and depend on no index that a sum binds."""
    bound = {limit[0] for node in kernel.value.atoms(Sum) for limit in node.limits}
    bound |= {node.index for node in kernel.value.atoms(Over)}
    found = repeated(kernel.value)
    return {node: count for node, count in found.items() if not node.free_symbols & bound}
