"""Code for NumPy, PyTorch and JAX: whole arrays, each index an axis, from the outermost on the left to the innermost."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from sympy import Add, Expr, Integer, KroneckerDelta, Mul, S, Sum, Symbol
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from derivations.code.languages import JAX, JAX_, NUMPY, NUMPY_, TORCH, TORCH_, Language
from derivations.code.shapes import Kernel, NoCode, plain
from derivations.code.writer import Writer, repeated, with_own_indices
from derivations.language.domains import Size
from derivations.language.functions import Branches, Named, inverse_entry, log_det
from derivations.language.over import LargestOver, Over, Place, SmallestOver

STEP = "    "


class ArrayWriter(Writer):
    """Prints a kernel as a function of arrays.

    The `context` are the indices around the part that is printed. An array is printed with the axes of the indices
    that it has, aligned to the right end of the context, so that parts broadcast against each other.
    """

    array: ClassVar[str]
    axis: ClassVar[str] = "axis"

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(kernel)
        self.context: tuple[Symbol, ...] = kernel.axes
        self.ranges: dict[Symbol, str] = {}
        self.repeated: dict[Expr, int] = {}
        self.names: dict[Expr, str] = {}
        self.taken = {a.name for a in kernel.arguments} | {plain(s.name) for s in kernel.sizes}
        self.shapes = {a.symbol: a.shape for a in kernel.arguments if a.shape}
        self.whole = {a.symbol for a in kernel.arguments if a.whole}
        self.dimension: dict[Symbol, Expr] = {}

    # names

    def fresh(self, stem: str) -> str:
        """A name that nothing has yet."""
        name, number = stem, 1
        while name in self.taken:
            number += 1
            name = f"{stem}{number}"
        self.taken.add(name)
        return name

    def _print(self, node: Any, **options: Any) -> str:
        if isinstance(node, Expr) and node in self.repeated and not isinstance(node, Named):
            return self.aligned(self.kept(node), node)
        return str(super()._print(node, **options))

    def kept(self, node: Expr) -> str:
        """The name of a part that stands there several times, worked out once, with those axes of the result it needs."""
        if node not in self.names:
            context, self.context = self.context, self.own(node, self.kernel.axes)
            text = str(super()._print(node))
            self.context = context
            self.names[node] = self.fresh("v")
            self.lines.append(f"{self.names[node]} = {text}")
        return self.names[node]

    @staticmethod
    def own(node: Expr, context: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
        """The indices around a part that it depends on."""
        free = node.free_symbols
        return tuple(index for index in context if index in free)

    def aligned(self, name: str, node: Expr) -> str:
        """A value that is known by a name, among the axes that there are here."""
        own = self.own(node, self.kernel.axes)
        return self.placed(name, own) if own else name

    # numbers

    def _print_Symbol(self, node: Symbol) -> str:
        if node in self.context or node in self.whole:
            return f"({self.index(node)} + 1)"
        return plain(node.name)

    def name_of(self, function: str, arguments: list[Expr]) -> str | None:
        if function in ("log", "sqrt", "exp") and all(self.is_fixed(argument) for argument in arguments):
            return f"math.{function}"
        return super().name_of(function, arguments)

    def power(self, base: Expr, n: Expr) -> str:
        return f"{self.wrapped(base, 61)}**{self.wrapped(n, 61)}"

    # indices

    def index(self, node: Expr) -> str:
        """An index, counted from 0, as an array of whole numbers with the axes that it depends on."""
        if isinstance(node, Symbol):
            if node in self.context:
                return self.placed(self.numbers(self.dimension[node]), (node,))
            return plain(node.name)
        if isinstance(node, Place):
            return self.place(node)
        if isinstance(node, Indexed):
            return self._print_Indexed(node)
        if node.is_Integer:
            return str(int(node) - 1)
        return f"{self.whole_number(node)} - 1"

    def whole_number(self, node: Expr) -> str:
        if node.is_Integer:
            return str(int(node))
        if isinstance(node, Symbol) and node not in self.context and node not in self.whole:
            return plain(node.name)
        if isinstance(node, Symbol | Indexed | Place):
            return f"({self.index(node)} + 1)"
        sign = "*" if isinstance(node, Mul) else " + "
        return "(" + sign.join(self.whole_number(part) for part in node.args) + ")"

    def numbers(self, size: Expr) -> str:
        """0, 1, 2, ..."""
        text = self.whole_number(size)
        return f"{self.array}.arange({text.removeprefix('(').removesuffix(')') if text.startswith('(') else text})"

    def placed(self, text: str, own: tuple[Symbol, ...]) -> str:
        """An array whose axes are these indices, with room for the others of the context to its right."""
        places = [self.context.index(index) for index in own]
        first = min(places)
        rest = self.context[first:]
        order = sorted(range(len(own)), key=lambda n: places[n])
        if order != list(range(len(own))):
            text = f"{text}.T" if len(own) == 2 else self.permuted(text, order)  # noqa: PLR2004
        slots = [":" if index in own else "None" for index in rest]
        return text if "None" not in slots else f"{text}[{', '.join(slots)}]"

    def permuted(self, text: str, order: list[int]) -> str:
        return f"{self.array}.transpose({text}, ({', '.join(map(str, order))}))"

    def _print_Indexed(self, node: Indexed) -> str:
        if node.base not in self.shapes:
            msg = f"{self.kernel.name}: {node} is no argument"
            raise NoCode(msg)
        return self.entry(plain(str(node.base)), node, self.shapes[node.base])

    def entry(self, name: str, node: Indexed, shape: tuple[Expr, ...]) -> str:
        """An array at its indices: the whole of it, where they run along its axes, else what they pick."""
        indices = node.indices
        plainly = len(set(indices)) == len(indices) and all(
            isinstance(index, Symbol) and index in self.context and self.dimension[index] == size
            for index, size in zip(indices, shape, strict=True)
        )
        if plainly:
            return self.placed(name, tuple(indices))
        return f"{name}[{', '.join(self.index(index) for index in indices)}]"

    def _print_KroneckerDelta(self, node: KroneckerDelta) -> str:
        first, second = map(self.index, node.args[:2])
        return self.truth(f"{first} == {second}")

    def truth(self, condition: str) -> str:
        """1 where it holds, 0 elsewhere."""
        return f"{self.array}.where({condition}, 1.0, 0.0)"

    # names for intermediates

    def _print_Named(self, node: Named) -> str:
        base = node.name.base if isinstance(node.name, Indexed) else None
        if base in self.kernel.definitions:
            indices, value = self.kernel.definitions[base]
            shape = tuple(self.kernel.loss.symbols[base].shape)
            name = self.defined(base, indices, shape, value)
            return self.entry(name, node.name, shape)
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
        self.inside(index, high)
        text = self.text(function)
        if low != 1:
            text = f"{self.array}.where({self.whole_number(index)} >= {self.whole_number(low)}, {text}, 0.0)"
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
        text = self.constant(last)
        for value, condition in reversed(first):
            text = f"{self.array}.where({self.text(condition)}, {self.constant(value)}, {text})"
        return text

    _print_Bracket = _print_Branches

    def constant(self, node: Expr) -> str:
        """A value that may be a number, and shall then be one of floating point."""
        return f"{int(node)}.0" if node.is_Integer else self.text(node)

    def _print_Relational(self, node: Relational) -> str:
        sides = " ".join([self.text(node.lhs), node.rel_op, self.text(node.rhs)])
        return sides

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

    # whole matrices

    def _print_log_det(self, node: log_det) -> str:
        return f"{self.array}.linalg.slogdet({plain(str(node.array))})[1]"

    def _print_inverse_entry(self, node: inverse_entry) -> str:
        name = plain(str(node.array))
        key = Symbol(f"inverse of {name}")
        if key not in self.names:
            self.names[key] = self.fresh(f"{name}_inverse")
            self.lines.append(f"{self.names[key]} = {self.array}.linalg.inv({name})")
        return self.entry(self.names[key], node.args[0], self.shapes[node.array])

    # the function

    def function(self, static: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        """The whole function."""
        kernel = self.kernel
        self.dimension.update({axis: kernel.range_of(axis) for axis in kernel.axes})
        self.repeated = repeated_in_reach(kernel)
        value = self.result(kernel.value)
        body = [*self.lines, f"return {value}"]
        sizes = self._sizes("\n".join(body))
        given = [argument.name for argument in kernel.arguments] + [name for name, text in sizes if not text]
        body = [*(f"{name} = {text}" for name, text in sizes if text), *body]
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


class NumpyWriter(ArrayWriter):
    """NumPy."""

    language, array = NUMPY_, "np"


class JaxWriter(ArrayWriter):
    """JAX."""

    language, array = JAX_, "jnp"


class TorchWriter(ArrayWriter):
    """PyTorch, whose functions take tensors alone."""

    language, array, axis = TORCH_, "torch", "dim"
    largest, smallest = "amax", "amin"

    def tensor(self) -> str:
        """An argument that says which floating-point numbers there are."""
        return next((a.name for a in self.kernel.arguments if not a.whole), "")

    def truth(self, condition: str) -> str:
        return f"({condition}).to({self.tensor()}.dtype)"

    def constant(self, node: Expr) -> str:
        text = super().constant(node)
        return f"torch.tensor({text}, dtype={self.tensor()}.dtype)" if self.is_fixed(node) else text

    def permuted(self, text: str, order: list[int]) -> str:
        return f"{text}.permute({', '.join(map(str, order))})"

    def call(self, function: str, arguments: list[Expr]) -> str:
        if function == "hypot" and self.is_fixed(arguments[0]):
            name = self.text(arguments[1])
            return f"torch.hypot({self.constant(arguments[0])}, {name})"
        return super().call(function, arguments)

    def write_positive_part(self, u: Expr) -> str:
        return f"torch.clamp({self.text(u)}, min=0)"

    def write_clip(self, u: Expr, low: Expr, high: Expr) -> str:
        return f"torch.clamp({', '.join(map(self.text, (u, low, high)))})"

    def _nested(self, name: str, args: tuple[Expr, ...]) -> str:
        text = self.constant(args[-1])
        for arg in reversed(args[:-1]):
            text = f"torch.{name}({self.constant(arg)}, {text})"
        return text

    def reduced(self, name: str, text: str) -> str:
        along = f", {self.axis}=-1" if self.context or name in ("amax", "amin") else ""
        return f"torch.{name}({text}{along})"

    def broadcast(self, text: str, axes: tuple[Symbol, ...]) -> str:
        return super().broadcast(f"torch.as_tensor({text}, dtype={self.tensor()}.dtype)", axes)


WRITERS: dict[str, type[ArrayWriter]] = {NUMPY: NumpyWriter, TORCH: TorchWriter, JAX: JaxWriter}


def writer(language: Language, kernel: Kernel) -> ArrayWriter:
    """The printer of a language."""
    return WRITERS[language.key](kernel)


__all__ = ["Add", "Integer", "S", "Size", "writer"]
