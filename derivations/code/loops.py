"""Loops of C: blocks, what is known in each by name, and the sums and extremes that loops work out."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Basic, Expr, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.code.languages import C_
from derivations.code.naming import plain
from derivations.code.shapes import Kernel
from derivations.code.writer import Writer, with_own_indices
from derivations.language.functions import Named
from derivations.language.indices import same_letters
from derivations.language.over import LETTERS, LargestOver, Over, Place, SmallestOver

STEP = "    "


class Block:
    """The lines of a function body, or of a loop in it, with what is known there by name."""

    def __init__(self, indices: tuple[Symbol, ...], depth: int) -> None:
        self.indices = indices
        self.depth = depth
        self.lines: list[str] = []
        self.known: dict[Basic, str] = {}
        self.head = ""
        self.former: str | None = None  # what the index is called outside of the loop

    def add(self, line: str) -> None:
        self.lines.append(STEP * self.depth + line)


class LoopWriter(Writer):
    """Prints what stands in loops. What an index, a size and a number look like is for its heirs to say."""

    language = C_

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(kernel)
        self.blocks = [Block((), 1)]
        self.letters: dict[Symbol, str] = {}
        self.taken.add("out")

    def block_of(self, node: Expr) -> Block:
        """The outermost block in which everything that the node depends on is known."""
        free = node.free_symbols
        for block in reversed(self.blocks):
            if free & set(block.indices):
                return block
        return self.blocks[0]

    def kept(self, node: Expr, stem: str) -> str:
        """The name of a value that is worked out once, as far out as can be."""
        if known := self.known(node):
            return known
        home = self.block_of(node)
        inner = self.blocks[self.blocks.index(home) + 1 :]
        del self.blocks[self.blocks.index(home) + 1 :]
        text = super()._print(node)
        name = self.fresh(stem)
        home.add(f"const double {name} = {text};")
        home.known[_alike(node)] = name
        self.blocks += inner
        return name

    def known(self, node: Expr) -> str:
        """The name of a value that is worked out already; else nothing."""
        key = _alike(node)
        return next((block.known[key] for block in self.blocks if key in block.known), "")

    def kept_as(self, node: Expr, value: Expr, stem: str) -> str:
        if value.is_number and not value.args:
            return self.text(value)
        if known := self.known(node):
            return known
        name = self.kept(value, stem)
        self.block_of(node).known[_alike(node)] = name
        return name

    def _print(self, node: Any, **options: Any) -> str:
        if isinstance(node, Expr) and node in self.repeated and not isinstance(node, Named | Sum | Over):
            return self.kept(node, "v")
        if isinstance(node, Expr) and node.is_Function and self.block_of(node) is not self.blocks[-1]:
            return self.kept(node, "v")
        return str(super()._print(node, **options))

    def opened(self, index: Symbol, low: Expr, high: Expr, home: Block, *, back: bool = False) -> Block:
        """A loop over an index, in a block of its own. What it needs may still be worked out before it.

        With `back` from the last value but one down to the first.
        """
        stems = (*(() if index.name.startswith("_") else (plain(index.name),)), *LETTERS)
        free = next(letter for letter in stems if letter not in self.taken)
        self.taken.add(free)
        first = "0" if low == 1 else f"{self.whole_number(low)} - 1"
        last = self.whole_number(high)
        head = f"for (int {free} = {first}; {free} < {last}; ++{free}) {{"
        if back:
            head = f"for (int {free} = {last} - 2; {free} >= {first}; --{free}) {{"
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
        if known := self.known(node):
            return known
        home = self.block_of(node)
        at = self.blocks.index(home)
        inner, self.blocks = self.blocks[at + 1 :], self.blocks[: at + 1]
        name = make(home)
        home.known[_alike(node)] = name
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


@lru_cache(maxsize=2**14)
def _alike(node: Expr) -> Basic:
    """The same for values that differ but in the letters of their sums."""
    return same_letters(_spelled_out(node)) if node.has(Sum, Over) else node


def _spelled_out(node: Basic) -> Basic:
    """Without names, two of which may be called alike."""
    if isinstance(node, Named):
        return _spelled_out(node.definition)
    return node.func(*map(_spelled_out, node.args)) if node.args and not isinstance(node, Indexed) else node
