"""The lines of a matrix form as people write them, TeX and text: what is named, the loss, the gradient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from sympy import Basic, Symbol
from sympy.core.function import UndefinedFunction

from derivations.language.domains import Size
from derivations.language.loss import Loss
from derivations.language.shapes import free_names
from derivations.matrix.layers import NONE, Families, Rule
from derivations.matrix.layout import layout
from derivations.matrix.printing import Short, written
from derivations.matrix.reverse import parts_first
from derivations.matrix.signs import explained
from derivations.matrix.styles import TEX, TEXT, Names, affine
from derivations.matrix.tensors import Alias, Node, NoMatrixForm
from derivations.matrix.tidy import rebuilt

Both: TypeAlias = tuple[str, str]  # a formula as TeX and as text
SHORT, LONGEST = 16, 40  # signs of an intermediate that may be put in; of a gradient that may be shown in full


@dataclass(frozen=True)
class Equation:
    """One line of a matrix form.

    Args:
        name: what it is about: an array ``r``, that of a layer ``z[l]``, the loss, the variable of the gradient.
        left: its left side, as TeX and as text.
        right: its right side.
        condition: the layers that it is for, ``l < L``; None if it is for all.
        ranges: the letter for a layer with its last value, if it is for all.
    """

    name: Basic
    left: Both
    right: Both
    condition: Basic | None = None
    ranges: Mapping[Basic, Basic] = field(default_factory=dict)


@dataclass(frozen=True)
class Scribe:
    """Writes the nodes of a loss.

    Args:
        loss: what is differentiated.
        names: how names look.
        families: what the arrays of each layer are.
    """

    loss: Loss
    names: Names
    families: Families = NONE

    def both(self, node: Node, short: Short = ()) -> Both:
        """The node as TeX and as text."""
        form = layout(node)
        author = self.loss.written
        return written(form, TEX, self.names.tex, author, short), written(form, TEXT, self.names.text, author, short)

    def shape(self, sizes: tuple[Any, ...]) -> Both:
        """The sizes of an array; ``n`` for a column, ``1`` for a scalar."""
        tex = r" \times ".join(affine(size, self.names.tex) for size in sizes)
        text = " × ".join(affine(size, self.names.text) for size in sizes)
        return tex or "1", text or "1"

    def gradient(self, wrt: Node, node: Node) -> Equation:
        """The gradient by an array, or by a part of it."""
        tex, text = (
            (style.total if self.loss.backward else style.slope) % (name, by)
            for style, name, by in zip((TEX, TEXT), self._name(), self.both(wrt), strict=True)
        )
        array = self.families.array(self.loss.wrt.base, self.loss)
        return Equation(array, (tex, text), self.both(node), ranges=self._ranges(array))

    def in_full(self, equation: Equation, node: Node) -> Equation | None:
        """The equation for the node with its short intermediates put in, X'(Xw - y); None if long or no change."""
        right = self.both(self._with_short_values(node), self._names_put_in())
        is_short = len(right[1]) <= LONGEST
        return replace(equation, right=right) if is_short and right != equation.right else None

    def _names_put_in(self) -> Short:
        """Of each intermediate the names in its value, and its own."""
        values = [(definition.value, definition.base) for definition in self.loss.definitions]
        sizes = {symbol for symbol, domain in self.loss.all_symbols.items() if isinstance(domain, Size)}
        letters = self.loss.written.letters.difference(map(str, sizes))
        return tuple((frozenset(map(str, free_names(value))) & letters, str(base)) for value, base in values)

    def _with_short_values(self, node: Node) -> Node:
        """The node with those intermediates put in that a reader takes in at a glance."""
        if isinstance(node, Alias) and node.base not in self.loss.adjoints.values():
            with suppress(NoMatrixForm):
                inner = self._with_short_values(node.value)
                return inner if len(self.both(inner)[1]) <= SHORT else node
        return rebuilt(node, self._with_short_values)

    def stated(self, node: Node) -> Equation | None:
        """The loss itself, if it can be written with matrices."""
        with suppress(NoMatrixForm):
            return Equation(Symbol(self.loss.name), self._name(), self.both(node))
        return None

    def signs(self, wrt: Node, equations: Iterable[Equation]) -> Both:
        """How vectors and the gradient by this array are laid out, and what the signs in the equations mean."""
        formulas = " ".join(part[0] for equation in equations for part in (equation.left, equation.right))
        layer = str(self.families.layer) if self.families.rules else ""
        models = [self.names.tex(str(name)) for name in self.loss.symbols if isinstance(name, UndefinedFunction)]
        variable = self.both(wrt)
        pages, terminals = zip(*explained(formulas, variable, layer=layer, models=models), strict=True)
        return _sentence(pages), _sentence(terminals)

    def _name(self) -> Both:
        return self.names.tex(self.loss.name), self.names.text(self.loss.name)

    def definitions(self, nodes: Iterable[Node]) -> Iterator[Equation]:
        """The intermediates that the nodes need and that can be written with matrices."""
        for definition in self.loss.definitions:
            for rule in self.families.rules.get(definition.base, ()):
                with suppress(NoMatrixForm):
                    yield self._rule(rule)
        for alias in self._aliases(nodes):
            if alias.base not in self.loss.adjoints.values():
                with suppress(NoMatrixForm):
                    yield Equation(alias.base, self.both(alias), self.both(alias.value))

    def adjoints(self, node: Node) -> Iterator[Equation]:
        """The slopes with a name in the gradient, and those that these use in turn."""
        names = list(self.loss.adjoints.values())
        for alias in reversed(self._aliases([node])):
            if alias.base in names:
                yield Equation(alias.base, self.both(alias), self.both(alias.value))
        for name, rules in self.families.rules.items():
            if name in names:
                yield from map(self._rule, rules)

    def _aliases(self, nodes: Iterable[Node]) -> list[Alias]:
        values = [rule.value for rules in self.families.rules.values() for rule in rules]
        parts = [part for node in (*nodes, *values) for part in parts_first(node)]
        return [part for part in dict.fromkeys(parts) if isinstance(part, Alias)]

    def _rule(self, rule: Rule) -> Equation:
        name = rule.member.base[rule.member.label]
        ranges = {} if rule.condition is not None else self._ranges(name)
        return Equation(name, self.both(rule.member), self.both(rule.value), rule.condition, ranges)

    def _ranges(self, name: Basic) -> dict[Basic, Basic]:
        """The layers that a line holds for."""
        layer, depth = self.families.layer, self.families.depth
        return {layer: depth} if layer in name.free_symbols else {}


def _sentence(parts: Iterable[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
