"""Arrays that C works out before the result, in memory that it takes and frees: inverses, and recurrences."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, S, Symbol
from sympy.tensor.indexed import Indexed

from derivations.code.loops import Block, LoopWriter
from derivations.code.naming import NoCode, plain
from derivations.code.recurrences import Steps
from derivations.code.shapes import Kernel
from derivations.language.domains import Intermediate, PositiveDefinite
from derivations.language.functions import inverse_entry, log_det

INVERTED = "inverted"
INVERTED_TEXT = """\
// Inverts a positive definite matrix of n rows in place; returns the logarithm of its determinant.
static double inverted(int n, double *a) {
    double log_det = 0.0;
    for (int k = 0; k < n; ++k) {
        const double pivot = a[k*n + k];
        log_det += log(pivot);
        a[k*n + k] = 1.0;
        for (int j = 0; j < n; ++j) {
            a[k*n + j] /= pivot;
        }
        for (int i = 0; i < n; ++i) {
            if (i != k) {
                const double factor = a[i*n + k];
                a[i*n + k] = 0.0;
                for (int j = 0; j < n; ++j) {
                    a[i*n + j] -= factor*a[k*n + j];
                }
            }
        }
    }
    return log_det;
}"""


class WorkspaceWriter(LoopWriter):
    """Prints arrays of the way in C."""

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(kernel)
        self.memory: list[str] = []
        self.inverses: dict[Any, tuple[str, str]] = {}
        self.names: dict[Any, str] = {}

    def cell(self, name: str, places: list[str], shape: tuple[Expr, ...]) -> str:
        """An entry of an array, whose rows lie one after the other."""
        text = places[0]
        for size, place in zip(shape[1:], places[1:], strict=True):
            before = f"({text})" if " " in text else text
            text = place if text == "0" else f"{before}*{self.whole_number(size)} + {place}"
        return f"{name}[{text}]"

    def index(self, node: Expr) -> str:
        """An index, counted from 0."""
        raise NotImplementedError

    def arrays_first(self) -> None:
        """Everything that is worked out before the result."""
        value = self.kernel.value
        arrays = {node.array for node in value.atoms(inverse_entry, log_det)}
        for array in sorted(arrays, key=str):
            self._inverse(array, with_log=any(node.array == array for node in value.atoms(log_det)))
        forward, back = ([one for one in self.kernel.steps if (one.last is None) == ahead] for ahead in (True, False))
        for one in self.kernel.steps:
            self.names[one.base] = self.taken_memory(plain(str(one.base)), one)
        for one in forward:
            if one.has_start:
                given = f"{plain(str(one.base))}0"
                self._filled(one, "0", lambda places, given=given, one=one: self._start(given, places, one))
        if forward:
            self._stepped_through(forward)
        for one in back:
            self._filled(one, f"{self.whole_number(one.shape[0])} - 1", lambda _, one=one: self.text(one.last))
        if back:
            self._stepped_through(back, back=True)

    # whole matrices

    def _inverse(self, array: Any, *, with_log: bool) -> None:
        domain = self.kernel.loss.symbols[array]
        if not isinstance(domain, PositiveDefinite | Intermediate):
            msg = f"{self.kernel.name}: the inverse of {array}, which may be not positive definite, has no code in C"
            raise NoCode(msg)
        indices = (Symbol("i", integer=True, positive=True), Symbol("j", integer=True, positive=True))
        value: Expr = array[indices]
        if array in self.kernel.definitions:
            indices, value = self.kernel.definitions[array]
        size, name = domain.shape[0], self.fresh(f"{plain(str(array))}_inverse")
        top = self.blocks[0]
        self._taken(name, (size, size))
        places, blocks = self._opened(indices, (size, size), top)
        text = self.text(value)
        self.blocks[-1].add(f"{self.cell(name, places, (size, size))} = {text};")
        self._closed(indices, blocks)
        log = self.fresh("log_det") if with_log else ""
        top.add(f"{f'const double {log} = ' if with_log else ''}{INVERTED}({self.whole_number(size)}, {name});")
        self.helpers.append(INVERTED)
        self.inverses[array] = (name, log)

    def _print_log_det(self, node: log_det) -> str:
        return self.inverses[node.array][1]

    def _print_inverse_entry(self, node: inverse_entry) -> str:
        shape = self.kernel.loss.symbols[node.array].shape
        return self.cell(self.inverses[node.array][0], [self.index(index) for index in node.indices], shape)

    # step by step

    def taken_memory(self, stem: str, one: Steps) -> str:
        name = self.fresh(stem)
        self._taken(name, (one.shape[0] + 1 if one.has_start else one.shape[0], *one.shape[1:]))
        return name

    def _taken(self, name: str, shape: tuple[Expr, ...]) -> None:
        count = "*".join(map(self.whole_number, shape))
        self.blocks[0].add(f"double *{name} = malloc(sizeof(double)*{count});")
        self.memory.append(name)

    def _opened(
        self, indices: tuple[Symbol, ...], shape: tuple[Expr, ...], home: Block
    ) -> tuple[list[str], list[tuple[Block, Block]]]:
        blocks = []
        for index, size in zip(indices, shape, strict=True):
            block = self.opened(index, S.One, size, home)
            blocks.append((block, home))
            home = block
        return [self.letters[index] for index in indices], blocks

    def _closed(self, indices: tuple[Symbol, ...], blocks: list[tuple[Block, Block]]) -> None:
        for index, (block, home) in reversed(list(zip(indices, blocks, strict=True))):
            self.closed(block, home, index)

    def _filled(self, one: Steps, row: str, text_of: Any) -> None:
        """A row, entry by entry, in the innermost block that is open."""
        places, blocks = self._opened(one.indices[1:], one.shape[1:], self.blocks[-1])
        text = text_of(places)
        self.blocks[-1].add(f"{self.cell(self.names[one.base], [row, *places], one.shape)} = {text};")
        self._closed(one.indices[1:], blocks)

    def _start(self, given: str, places: list[str], one: Steps) -> str:
        return self.cell(given, places, one.shape[1:]) if places else given

    def _stepped_through(self, several: list[Steps], *, back: bool = False) -> None:
        step, count = several[0].step, several[0].shape[0]
        if any(one.step != step for one in several):
            msg = f"{self.kernel.name}: {several[0].base} and {several[-1].base} have steps of different names"
            raise NoCode(msg)
        home = self.blocks[0]
        block = self.opened(step, S.One, count, home, back=back)
        for one in several:
            row = self.index(step + 1) if one.has_start else self.index(step)
            self._filled(one, row, lambda _, one=one: self.text(one.value))
        self.closed(block, home, step)

    def stepped(self, node: Indexed) -> str:
        """An entry: a row that is given comes before that of the first step."""
        one = self.steps[node.base]
        first, *rest = node.indices
        step = first.as_coeff_Add()[1]
        row = self.index(first)
        if one.has_start:
            row = self.index(first + Integer(1)) if step in self.letters else self.whole_number(first)
        return self.cell(self.names[node.base], [row, *map(self.index, rest)], one.shape)
