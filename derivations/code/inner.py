"""Arrays that code works out before its result: inverses of matrices, and recurrences, step by step."""

from __future__ import annotations

from typing import Any, ClassVar

from sympy import Expr, Symbol
from sympy.tensor.indexed import Indexed

from derivations.code.axes import AxesWriter
from derivations.code.naming import NoCode, plain
from derivations.code.recurrences import Steps
from derivations.language.functions import inverse_entry, log_det

STEP = "    "


class InnerWriter(AxesWriter):
    """Prints arrays of the way for NumPy, PyTorch and JAX."""

    begins: ClassVar[str] = "[{name}0]"

    def defined(self, base: Any, indices: tuple[Symbol, ...], shape: tuple[Expr, ...], value: Expr) -> str:
        """The name of an intermediate that is an array."""
        raise NotImplementedError

    # whole matrices

    def matrix(self, array: Any) -> str:
        if array in self.shapes:
            return plain(str(array))
        indices, value = self.kernel.definitions[array]
        return self.defined(array, indices, self.kernel.loss.symbols[array].shape, value)

    def _print_log_det(self, node: log_det) -> str:
        return f"{self.array}.linalg.slogdet({self.matrix(node.array)})[1]"

    def _print_inverse_entry(self, node: inverse_entry) -> str:
        name = plain(str(node.array))
        key = Symbol(f"inverse of {name}")
        if key not in self.names:
            text = f"{self.array}.linalg.inv({self.matrix(node.array)})"
            self.names[key] = self.fresh(f"{name}_inverse")
            self.lines.append(f"{self.names[key]} = {text}")
        return self.entry(self.names[key], node.indices, self.kernel.loss.symbols[node.array].shape)

    # step by step

    def step_by_step(self) -> None:
        """Every array, first those from the first step to the last, then those back."""
        forward, back = ([one for one in self.kernel.steps if (one.last is None) == ahead] for ahead in (True, False))
        for one in self.kernel.steps:
            self.names[one.base] = self.fresh(plain(str(one.base)))
        if forward:
            self.lines += [self._begun(one) for one in forward]
            self._loop(forward, "range({last})")
        if back:
            for one, last_value in ((one, one.last) for one in back if one.last is not None):
                name, last = self.names[one.base], self.whole_number(one.shape[0])
                self.lines.append(f"{name} = [None]*{last}")
                self.lines.append(f"{name}[{last} - 1] = {self._component(one, last_value)}")
            self._loop(back, "range({last} - 2, -1, -1)")
        used = {node.base for node in self.kernel.value.atoms(Indexed)}
        for one in self.kernel.steps:
            if one.base in used:
                name = self.names[one.base]
                self.lines.append(f"{name} = {self.array}.stack({name})")

    def _begun(self, one: Steps) -> str:
        name = self.names[one.base]
        return f"{name} = [{plain(str(one.base))}0]" if one.has_start else f"{name} = []"

    def _loop(self, several: list[Steps], over: str) -> None:
        step = several[0].step
        if any(one.step != step for one in several):
            msg = f"{self.kernel.name}: {several[0].base} and {several[-1].base} have steps of different names"
            raise NoCode(msg)
        letter = self.fresh(plain(step.name))
        self.whole.add(step)
        texts = [self._component(one, one.value) for one in several]  # what they name is worked out before the loop
        self.lines.append(f"for {letter} in {over.format(last=self.whole_number(several[0].shape[0]))}:")
        for one, text in zip(several, texts, strict=True):
            name = self.names[one.base]
            self.lines.append(STEP + (f"{name}.append({text})" if one.last is None else f"{name}[{letter}] = {text}"))
        self.whole.discard(step)
        self.taken.discard(letter)

    def _component(self, one: Steps, value: Expr) -> str:
        """The text of all entries of a step."""
        context, self.context = self.context, one.indices[1:]
        self.dimension.update(zip(one.indices[1:], one.shape[1:], strict=True))
        text = self.text(value)
        missing = [index for index in one.indices[1:] if index not in value.free_symbols]
        if missing:
            sizes = ", ".join(self.whole_number(size) for size in one.shape[1:])
            text = f"{self.array}.broadcast_to({text}, ({sizes},))"
        self.context = context
        return text

    def stepped(self, node: Indexed) -> str:
        """An entry, in a loop by the number of its row, else with the steps along an axis."""
        one = self.steps[node.base]
        first, *rest = node.indices
        number, step = first.as_coeff_Add()
        row = first + 1 if one.has_start else first
        name = self.names[node.base]
        if step not in self.context:
            text = self.whole_number(first) if one.has_start and step not in self.whole else self.index(row)
            return self.entry(f"{name}[{text}]", tuple(rest), one.shape[1:])
        if one.has_start:
            name += "[1:]" if number == 0 else "[:-1]"
        return self.entry(name, (step, *rest), one.shape)
