"""Code in C: plain loops, arrays as pointers, their sizes as arguments."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, KroneckerDelta, S, Symbol
from sympy.tensor.indexed import Indexed

from derivations.code.naming import NoCode, plain
from derivations.code.repeated import repeated
from derivations.code.workspaces import WorkspaceWriter
from derivations.language.domains import Size
from derivations.language.functions import Branches, Named
from derivations.language.over import Place


class CWriter(WorkspaceWriter):
    """Prints a kernel as a C function."""

    # numbers

    def _print_Integer(self, node: Integer) -> str:
        text = super()._print_Integer(node)
        return text if "e" in text else f"{text}.0"

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
        return self.moved(node) or f"{self.whole_number(node)} - 1"

    def whole_number(self, node: Expr) -> str:
        """A size, or what is worked out of sizes and indices."""
        if node.is_Integer:
            return str(int(node))
        if isinstance(node, Symbol):
            inside = node in self.letters or node in self.whole
            return f"({self.index(node)} + 1)" if inside else plain(node.name)
        if isinstance(node, Indexed | Place):
            return f"({self.index(node)} + 1)"
        return self.worked_out(node)

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
        if node.base in self.steps:
            return self.stepped(node)
        shape = self.shapes.get(node.base)
        if shape is None:
            msg = f"{self.kernel.name}: {node} is no argument"
            raise NoCode(msg)
        return self.cell(plain(str(node.base)), [self.index(index) for index in node.indices], shape)

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
        for remark in kernel.remarks:
            self.blocks[0].add(f"// {remark}")
        self.arrays_first()
        opened = []
        place = self.blocks[0]
        for axis in kernel.axes:
            block = self.opened(axis, S.One, kernel.range_of(axis), place)
            opened.append((block, place, axis))
            place = block
        text = self.text(value)
        if kernel.axes:
            shape = tuple(map(kernel.range_of, kernel.axes))
            place.add(f"{self.cell('out', [self.letters[axis] for axis in kernel.axes], shape)} = {text};")
        for block, outside, axis in reversed(opened):
            self.closed(block, outside, axis)
        if not kernel.axes and self.memory:
            self.blocks[0].add(f"const double {(result := self.fresh('result'))} = {text};")
            text = result
        for name in self.memory:
            self.blocks[0].add(f"free({name});")
        if not kernel.axes:
            self.blocks[0].add(f"return {text};")
        return "\n".join([f"{head} {{", *self.blocks[0].lines, "}"])

    def _declared(self, argument: Any) -> str:
        if argument.is_function:
            return f"double (*{argument.name})(double)"
        kind = "int" if argument.whole else "double"
        return f"const {kind} *{argument.name}" if argument.shape else f"{kind} {argument.name}"
