"""Code in C: plain loops, arrays as pointers, their sizes as arguments."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, KroneckerDelta, Mul, S, Symbol
from sympy.tensor.indexed import Indexed

from derivations.code.loops import LoopWriter
from derivations.code.naming import NoCode, plain
from derivations.code.writer import repeated
from derivations.language.domains import Size
from derivations.language.functions import Branches, Named
from derivations.language.over import Place


class CWriter(LoopWriter):
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
        if kernel.remark:
            self.blocks[0].add(f"// {kernel.remark}")
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
