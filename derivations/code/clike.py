"""Code in C: plain loops, arrays as pointers, their sizes as arguments."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, KroneckerDelta, Mul, S, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.code.languages import C_
from derivations.code.shapes import Kernel, NoCode, plain
from derivations.code.writer import Writer, repeated, with_own_indices
from derivations.language.domains import Size
from derivations.language.functions import Branches, Named
from derivations.language.over import LETTERS, LargestOver, Over, Place, SmallestOver

STEP = "    "


class Block:
    """The lines of a function body, or of a loop in it, with what is known there by name."""

    def __init__(self, indices: tuple[Symbol, ...], depth: int) -> None:
        self.indices = indices
        self.depth = depth
        self.lines: list[str] = []
        self.known: dict[Expr, str] = {}
        self.head = ""
        self.former: str | None = None  # what the index is called outside of the loop

    def add(self, line: str) -> None:
        self.lines.append(STEP * self.depth + line)


class CWriter(Writer):
    """Prints a kernel as a C function."""

    language = C_

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(kernel)
        self.blocks = [Block((), 1)]
        self.repeated: dict[Expr, int] = {}
        self.letters: dict[Symbol, str] = {}
        self.taken = {a.name for a in kernel.arguments} | {plain(s.name) for s in kernel.sizes} | {"out"}
        self.shapes = {a.symbol: a.shape for a in kernel.arguments if a.shape}
        self.whole = {a.symbol for a in kernel.arguments if a.whole}

    # names

    def fresh(self, stem: str) -> str:
        """A name that nothing has yet."""
        name, number = stem, 1
        while name in self.taken:
            number += 1
            name = f"{stem}{number}"
        self.taken.add(name)
        return name

    def block_of(self, node: Expr) -> Block:
        """The outermost block in which everything that the node depends on is known."""
        free = node.free_symbols
        for block in reversed(self.blocks):
            if free & set(block.indices):
                return block
        return self.blocks[0]

    def kept(self, node: Expr, stem: str) -> str:
        """The name of a value that is worked out once, as far out as can be."""
        for block in self.blocks:
            if node in block.known:
                return block.known[node]
        home = self.block_of(node)
        inner = self.blocks[self.blocks.index(home) + 1 :]
        del self.blocks[self.blocks.index(home) + 1 :]
        text = super()._print(node)
        name = self.fresh(stem)
        home.add(f"const double {name} = {text};")
        home.known[node] = name
        self.blocks += inner
        return name

    def _print(self, node: Any, **options: Any) -> str:
        if isinstance(node, Expr) and node in self.repeated and not isinstance(node, Named | Sum | Over):
            return self.kept(node, "v")
        if isinstance(node, Expr) and node.is_Function and self.block_of(node) is not self.blocks[-1]:
            return self.kept(node, "v")
        return str(super()._print(node, **options))

    # numbers

    def _print_Integer(self, node: Integer) -> str:
        return f"{int(node)}.0"

    def _print_Rational(self, node: Any) -> str:
        text = super()._print_Rational(node)
        return text if "/" not in text else f"{int(node.p)}.0/{int(node.q)}.0"

    def _print_Pi(self, _: Expr) -> str:
        return "3.14159265358979323846"

    def _print_Exp1(self, _: Expr) -> str:
        return "2.71828182845904523536"

    def _one(self) -> str:
        return "1.0"

    def _print_Symbol(self, node: Symbol) -> str:
        if node in self.letters or node in self.whole:
            return f"({self.index(node)} + 1)"
        if isinstance(self.kernel.loss.all_symbols.get(node), Size):
            return f"(double){plain(node.name)}"
        return plain(node.name)

    def index(self, node: Expr) -> str:
        """An index, counted from 0."""
        if isinstance(node, Symbol) and (node in self.letters or node in self.whole):
            return self.letters.get(node) or plain(node.name)
        if isinstance(node, Place):
            return self.place(node)
        if isinstance(node, Indexed):
            return self._print_Indexed(node)
        if node.is_Integer:
            return str(int(node) - 1)
        return f"{self.whole_number(node)} - 1"

    def whole_number(self, node: Expr) -> str:
        """A size, or what is worked out of sizes and indices."""
        if node.is_Integer:
            return str(int(node))
        if isinstance(node, Symbol):
            inside = node in self.letters or node in self.whole
            return f"({self.index(node)} + 1)" if inside else plain(node.name)
        if isinstance(node, Indexed | Place):
            return f"({self.index(node)} + 1)"
        sign = "*" if isinstance(node, Mul) else " + "
        return "(" + sign.join(self.whole_number(part) for part in node.args) + ")"

    def power(self, base: Expr, n: Expr) -> str:
        if n == 2:
            text = self.text(base)
            if text.isidentifier():
                return f"{text}*{text}"
            name = self.kept(base, "v") if self.block_of(base) is self.blocks[-1] else text
            return f"{name}*{name}" if name.isidentifier() else f"pow({text}, 2.0)"
        return f"pow({self.text(base)}, {self.text(n)})"

    # arrays

    def _print_Indexed(self, node: Indexed) -> str:
        shape = self.shapes.get(node.base)
        if shape is None:
            msg = f"{self.kernel.name}: {node} is no argument"
            raise NoCode(msg)
        places = [self.index(index) for index in node.indices]
        text = places[0]
        for size, place in zip(shape[1:], places[1:], strict=True):
            text = (
                f"({text})*{self.whole_number(size)} + {place}"
                if " " in text
                else f"{text}*{self.whole_number(size)} + {place}"
            )
        return f"{plain(str(node.base))}[{text}]"

    def _print_KroneckerDelta(self, node: KroneckerDelta) -> str:
        first, second = map(self.index, node.args[:2])
        return f"({first} == {second})"

    def _print_Named(self, node: Named) -> str:
        base = node.name.base if isinstance(node.name, Indexed) else None
        if base in self.kernel.definitions:
            indices, value = self.kernel.definitions[base]
            from derivations.language.indices import substitute  # noqa: PLC0415

            value = substitute(value, dict(zip(indices, node.name.indices, strict=True)), node.free_symbols)
            return self.kept_as(node, value, plain(str(base)))
        return self.kept_as(node, node.definition, plain(str(base or node.name)))

    def kept_as(self, node: Expr, value: Expr, stem: str) -> str:
        if value.is_number and not value.args:
            return self.text(value)
        for block in self.blocks:
            if node in block.known:
                return block.known[node]
        name = self.kept(value, stem)
        self.block_of(node).known[node] = name
        return name

    def opened(self, index: Symbol, low: Expr, high: Expr, home: Block) -> Block:
        """A loop over an index, in a block of its own. What it needs may still be worked out before it."""
        stems = (*(() if index.name.startswith("_") else (plain(index.name),)), *LETTERS)
        free = next(letter for letter in stems if letter not in self.taken)
        self.taken.add(free)
        first = "0" if low == 1 else f"{self.whole_number(low)} - 1"
        head = f"for (int {free} = {first}; {free} < {self.whole_number(high)}; ++{free}) {{"
        block = Block((index,), home.depth + 1)
        block.head, block.former = head, self.letters.get(index)
        self.letters[index] = free
        self.blocks.append(block)
        return block

    def closed(self, block: Block, home: Block, index: Symbol) -> None:
        self.blocks.remove(block)
        home.add(block.head)
        home.lines += block.lines
        home.add("}")
        self.taken.discard(self.letters.pop(index))
        if block.former is not None:
            self.letters[index] = block.former

    def _loop(self, node: Expr, make: Any) -> str:
        """A value that a loop works out, in the outermost block where it can stand."""
        for block in self.blocks:
            if node in block.known:
                return block.known[node]
        home = self.block_of(node)
        at = self.blocks.index(home)
        inner, self.blocks = self.blocks[at + 1 :], self.blocks[: at + 1]
        name = make(home)
        home.known[node] = name
        self.blocks += inner
        return str(name)

    def _print_Sum(self, node: Sum) -> str:
        node = with_own_indices(node, self.letters)

        def make(home: Block) -> str:
            name = self.fresh("sum")
            home.add(f"double {name} = 0.0;")
            opened: list[tuple[Block, Block, Symbol]] = []
            place = home
            for index, low, high in reversed(node.limits):
                block = self.opened(index, low, high, place)
                opened.append((block, place, index))
                place = block
            text = self.text(node.function)
            place.add(f"{name} += {text};")
            for block, outside, index in reversed(opened):
                self.closed(block, outside, index)
            return name

        return self._loop(node, make)

    def _extreme(self, node: Over, *, place: bool) -> str:
        def make(home: Block) -> str:
            name = self.fresh("best")
            where = self.fresh("at") if place else ""
            home.add(f"double {name} = {'-' if node.side > 0 else ''}INFINITY;")
            if place:
                home.add(f"int {where} = 0;")
            block = self.opened(node.index, *node.ends, home)
            left_out = " && ".join(f"{self.letters[node.index]} != {self.index(but)}" for but in node.but)
            text = self.text(node.term)
            sign = ">" if node.side > 0 else "<"
            test = " && ".join(filter(None, (left_out, f"{text} {sign} {name}")))
            then = f"{name} = {text};" + (f" {where} = {self.letters[node.index]};" if place else "")
            block.add(f"if ({test}) {{ {then} }}")
            self.closed(block, home, node.index)
            return where or name

        return self._loop(node, make)

    def _print_LargestOver(self, node: LargestOver) -> str:
        return self._extreme(node, place=False)

    def _print_SmallestOver(self, node: SmallestOver) -> str:
        return self._extreme(node, place=False)

    def place(self, node: Place) -> str:
        return self._extreme(node, place=True)

    def _print_log_det(self, node: Expr) -> str:
        return str(self.emptyPrinter(node))

    _print_inverse_entry = _print_log_det

    # cases

    def _print_Branches(self, node: Branches) -> str:
        *first, (last, _) = node.cases
        text = self.text(last)
        for value, condition in reversed(first):
            text = f"({self.text(condition)} ? {self.text(value)} : {text})"
        return text

    _print_Bracket = _print_Branches

    def write_step(self, u: Expr) -> str:
        return f"({self.text(u)} > 0.0 ? 1.0 : 0.0)"

    def write_sign(self, u: Expr) -> str:
        text = self.text(u)
        return f"(double)(({text} > 0.0) - ({text} < 0.0))"

    def write_positive_part(self, u: Expr) -> str:
        return f"fmax({self.text(u)}, 0.0)"

    def write_clip(self, u: Expr, low: Expr, high: Expr) -> str:
        return f"fmin(fmax({self.text(u)}, {self.text(low)}), {self.text(high)})"

    def _nested(self, name: str, args: tuple[Expr, ...]) -> str:
        text = self.text(args[-1])
        for arg in reversed(args[:-1]):
            text = f"{name}({self.text(arg)}, {text})"
        return text

    def write_largest(self, *args: Expr) -> str:
        return self._nested("fmax", args)

    def write_smallest(self, *args: Expr) -> str:
        return self._nested("fmin", args)

    # the function

    def function(self, static: bool = False) -> str:  # noqa: FBT001, FBT002
        """The whole function."""
        kernel, value = self.kernel, self.kernel.value
        self.repeated = repeated(value)
        sizes = [f"int {plain(s.name)}" for s in kernel.sizes]
        given = [self._declared(a) for a in kernel.arguments]
        out = ["double *out"] if kernel.axes else []
        kind = f"{'static ' if static else ''}{'void' if kernel.axes else 'double'}"
        head = f"{kind} {kernel.name}({', '.join([*sizes, *given, *out])})"
        opened = []
        place = self.blocks[0]
        for axis in kernel.axes:
            block = self.opened(axis, S.One, kernel.range_of(axis), place)
            opened.append((block, place, axis))
            place = block
        text = self.text(value)
        if not kernel.axes:
            place.add(f"return {text};")
        else:
            target = self.letters[kernel.axes[0]]
            for axis in kernel.axes[1:]:
                target = (
                    f"({target})*{self.whole_number(kernel.range_of(axis))} + {self.letters[axis]}"
                    if " " in target
                    else (f"{target}*{self.whole_number(kernel.range_of(axis))} + {self.letters[axis]}")
                )
            place.add(f"out[{target}] = {text};")
        for block, outside, axis in reversed(opened):
            self.closed(block, outside, axis)
        return "\n".join([f"{head} {{", *self.blocks[0].lines, "}"])

    def _declared(self, argument: Any) -> str:
        kind = "int" if argument.whole else "double"
        return f"const {kind} *{argument.name}" if argument.shape else f"{kind} {argument.name}"
