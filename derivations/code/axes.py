"""Arrays with an axis for each index: how an entry is written where other indices run too."""

from __future__ import annotations

from typing import Any, ClassVar

from sympy import Expr, Integer, KroneckerDelta, Symbol
from sympy.tensor.indexed import Indexed

from derivations.code.naming import NoCode, plain
from derivations.code.shapes import Kernel
from derivations.code.writer import Writer
from derivations.language.functions import Named
from derivations.language.over import Place

LONG = 2**31  # whole numbers from here on are written as numbers of floating point


class AxesWriter(Writer):
    """Prints entries of arrays.

    The `context` are the indices around the part that is printed. An array is printed with the axes of the indices
    that it has, aligned to the right end of the context, so that parts broadcast against each other.
    """

    array: ClassVar[str]
    axis: ClassVar[str] = "axis"

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(kernel)
        self.context: tuple[Symbol, ...] = kernel.axes
        self.ranges: dict[Symbol, str] = {}
        self.names: dict[Expr, str] = {}
        self.dimension: dict[Symbol, Expr] = {}
        self.masked = False  # is what is written now worked out everywhere, but not taken everywhere?

    # names

    def _print(self, node: Any, **options: Any) -> str:
        if isinstance(node, Expr) and node in self.repeated and not isinstance(node, Named):
            return self.aligned(self.kept(node), node)
        return str(super()._print(node, **options))

    def kept(self, node: Expr) -> str:
        """The name of a part that stands there several times, worked out once, with the axes that it needs."""
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

    def _print_Integer(self, node: Integer) -> str:
        text = super()._print_Integer(node)
        return text if abs(node) < LONG or "e" in text else f"{text}.0"

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
            return plain(node.name) if node in self.whole else f"{plain(node.name)} - 1"
        if isinstance(node, Place):
            return self.place(node)
        if isinstance(node, Indexed):
            return self._print_Indexed(node)
        if node.is_Integer:
            return str(int(node) - 1)
        return self.moved(node) or f"{self.whole_number(node)} - 1"

    def whole_number(self, node: Expr) -> str:
        if node.is_Integer:
            return str(int(node))
        if isinstance(node, Symbol) and node not in self.context and node not in self.whole:
            return plain(node.name)
        if isinstance(node, Symbol | Indexed | Place):
            return f"({self.index(node)} + 1)"
        return self.worked_out(node)

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
            text = f"{text}.T" if len(own) == 2 else self.permuted(text, order)
        slots = [":" if index in own else "None" for index in rest]
        return text if "None" not in slots else f"{text}[{', '.join(slots)}]"

    def permuted(self, text: str, order: list[int]) -> str:
        return f"{self.array}.transpose({text}, ({', '.join(map(str, order))}))"

    def _print_Indexed(self, node: Indexed) -> str:
        if node.base in self.steps:
            return self.stepped(node)
        if node.base not in self.shapes:
            msg = f"{self.kernel.name}: {node} is no argument"
            raise NoCode(msg)
        return self.entry(plain(str(node.base)), node.indices, self.shapes[node.base])

    def entry(self, name: str, indices: tuple[Expr, ...], shape: tuple[Expr, ...]) -> str:
        """An array at its indices: the whole of it, where they run along its axes, else what they pick."""
        fixed = next((n for n, index in enumerate(indices) if index.free_symbols & set(self.context)), len(indices))
        rest = indices[fixed:]
        plainly = len(set(rest)) == len(rest) and all(
            isinstance(index, Symbol) and index in self.context and self.dimension[index] == size
            for index, size in zip(rest, shape[fixed:], strict=True)
        )
        if plainly:
            picked = f"[{', '.join(map(self.index, indices[:fixed]))}]" if fixed else ""
            return self.placed(f"{name}{picked}", rest) if rest else f"{name}{picked}"
        return f"{name}[{', '.join(map(self.index_within, indices, shape))}]"

    def index_within(self, node: Expr, size: Expr) -> str:
        """An index; one that is worked out stays within the array where what it picks may be masked."""
        text = self.index(node)
        worked_out = node.is_Add and node.free_symbols & set(self.context)
        return f"{self.array}.clip({text}, 0, {self.whole_number(size)} - 1)" if self.masked and worked_out else text

    def _print_KroneckerDelta(self, node: KroneckerDelta) -> str:
        row, column = node.args[:2]
        if {row, column} <= set(self.context) and self.dimension[row] == self.dimension[column]:
            return self.placed(self.identity(self.whole_number(self.dimension[row])), (row, column))
        first, second = map(self.index, (row, column))
        return self.truth(f"{first} == {second}")

    def identity(self, size: str) -> str:
        """The identity matrix."""
        return f"{self.array}.eye({size})"

    def truth(self, condition: str) -> str:
        """1 where it holds, 0 elsewhere."""
        return f"{self.array}.where({condition}, 1.0, 0.0)"

    def stepped(self, node: Indexed) -> str:
        """An entry of an array that is worked out step by step."""
        raise NotImplementedError

    def place(self, node: Place) -> str:
        """The index at which a term is the largest, or the smallest."""
        raise NotImplementedError
