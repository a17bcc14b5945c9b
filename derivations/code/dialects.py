"""What sets NumPy, JAX and PyTorch apart."""

from __future__ import annotations

from sympy import Expr, Symbol

from derivations.code.arrays import ArrayWriter
from derivations.code.languages import JAX, JAX_, NUMPY, NUMPY_, TORCH, TORCH_, Language
from derivations.code.shapes import Kernel


class NumpyWriter(ArrayWriter):
    """NumPy."""

    language, array = NUMPY_, "np"


class JaxWriter(ArrayWriter):
    """JAX."""

    language, array = JAX_, "jnp"


class TorchWriter(ArrayWriter):
    """PyTorch, whose functions take tensors alone."""

    language, array, axis = TORCH_, "torch", "dim"
    largest, smallest, special = "amax", "amin", "torch.special"

    def tensor(self) -> str:
        """An argument that says which floating-point numbers there are."""
        return next((a.name for a in self.kernel.arguments if not a.whole), "")

    def truth(self, condition: str) -> str:
        return f"({condition}).to({self.tensor()}.dtype)"

    def identity(self, size: str) -> str:
        return f"torch.eye({size}, dtype={self.tensor()}.dtype)"

    def constant(self, node: Expr) -> str:
        text = super().constant(node)
        return f"torch.tensor({text}, dtype={self.tensor()}.dtype)" if self.is_fixed(node) else text

    def _print_Symbol(self, node: Symbol) -> str:
        text = super()._print_Symbol(node)
        return f"{text}.to({self.tensor()}.dtype)" if node in self.context else text

    def permuted(self, text: str, order: list[int]) -> str:
        return f"{text}.permute({', '.join(map(str, order))})"

    def call(self, function: str, arguments: list[Expr]) -> str:
        if function == "hypot" and self.is_fixed(arguments[0]):
            name = self.text(arguments[1])
            return f"torch.hypot({self.constant(arguments[0])}, {name})"
        return super().call(function, arguments)

    def write_trigamma(self, u: Expr) -> str:
        return self.call("trigamma", [u])  # its own has but ten digits

    def write_tetragamma(self, u: Expr) -> str:
        return self.call("tetragamma", [u])

    def given(self, node: Expr) -> str:
        return self.constant(node)

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
