"""The structure of a typeset formula: signs, fractions, brackets. How each looks is for TeX or the terminal to say."""

# ruff: noqa: N802, N815  (methods bear the names of SymPy's classes)

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sympy import Add, Eq, Expr, Indexed, IndexedBase, Integer, Mul, Ne, Pow, S, Symbol
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.core.relational import Relational, StrictGreaterThan
from sympy.functions import log

from derivations.calculus.marks import Marked
from derivations.errors import LossaryError
from derivations.language.functions import Adjoint, Named, components_of, inverse_entry, log_det
from derivations.language.over import Lettered
from derivations.language.written import Order
from derivations.notation.order import arrange
from derivations.notation.piece import ATOM, BLOCK, CALL, LETTER, NUMBER, PRODUCT, REACH, RELATION, SUM, Piece
from derivations.notation.products import (
    apart,
    decimal,
    is_below,
    is_decimal,
    number_and_factors,
    reciprocal,
    stands_beside,
    times,
)
from derivations.notation.relations import is_negative, unmarked

PLACES = "ArgLargest", "ArgSmallest"
MANY_ZEROS = 6  # from here on nobody counts them: 10^6 instead of 1000000


class Typesetter:
    """Walks an arranged expression. A subclass says how fractions, powers, brackets and so on look.

    Args:
        order: how the author wrote terms and factors, for a relation that is made while one prints.
    """

    operators: dict[str, str]
    minus: str
    function_names: dict[str, str]

    def __init__(self, order: Order | None = None) -> None:
        self.order = order

    def show(self, expression: Any) -> Piece:
        """The expression, by the method that bears the name of its class. A model bears a name of its author's."""
        classes: Sequence[type] = type(expression).__mro__
        if isinstance(expression, AppliedUndef | UndefinedFunction):
            classes = (AppliedUndef if isinstance(expression, AppliedUndef) else UndefinedFunction,)
        for cls in classes:
            method: Callable[[Any], Piece] | None = getattr(self, f"show_{cls.__name__}", None)
            if method:
                return method(expression)
        name = type(expression).__name__
        msg = f"no notation for {name} in {expression}: add show_{name} to derivations/notation"
        raise LossaryError(msg)

    def at_least(self, level: int, expression: Any) -> Piece:
        """The expression, in brackets if it does not hold together as tightly as its place needs."""
        piece = self.show(expression)
        return piece if piece.level >= level else self.bracket(piece)

    # -- what a subclass says ----------------------------------------------------------------------------------------
    def name(self, name: str) -> str:
        raise NotImplementedError

    def bracket(self, piece: Piece, left: str = "(", right: str = ")") -> Piece:
        raise NotImplementedError

    def subscript(self, base: Piece, indices: Sequence[Any]) -> Piece:
        raise NotImplementedError

    def fraction(self, above: Expr, below: Expr) -> Piece:
        raise NotImplementedError

    def joined(self, pieces: Sequence[Piece]) -> str:
        raise NotImplementedError

    def derivative(self, of: Piece, by: Piece, *, total: bool = False) -> Piece:
        """The derivative of a letter, as a quotient: with a d if it is the total one, along all paths."""
        raise NotImplementedError

    def fitting(self, factors: Sequence[Expr]) -> int:
        """How many of the factors, from the left, are written over a denominator that is a mere number."""
        raise NotImplementedError

    # -- sums and products -------------------------------------------------------------------------------------------
    def show_Add(self, expression: Add) -> Piece:
        texts: list[str] = []
        tall = 0
        for term in expression.args:
            text, height = self._term(term)
            texts.append(text if text.startswith(self.minus) or not texts else f"+ {text}")
            tall = max(tall, height)
        return Piece(" ".join([texts[0], *map(self._spaced, texts[1:])]), SUM, tall)

    def _spaced(self, text: str) -> str:
        return f"{self.minus} {text[len(self.minus) :]}" if text.startswith(self.minus) else text

    def _term(self, term: Expr) -> tuple[str, int]:
        """A term with its minus sign, if it has one. A marked run of terms has the sign of its first outside."""
        inner = unmarked(term)
        if isinstance(term, Marked) and isinstance(inner, Add):
            piece = self.show(term.expression)
            sign_text = self.minus if piece.text.startswith(self.minus) else ""
            return sign_text + self.mark(replace(piece, text=piece.text[len(sign_text) :]), term.kind).text, piece.tall
        piece = self.show(term)
        if piece.level <= SUM and not is_negative(term):
            piece = self.bracket(piece)
        return piece.text, piece.tall

    def show_Mul(self, expression: Mul) -> Piece:
        number, factors = number_and_factors(expression)
        if number.is_negative:
            piece = self._product(-number, factors)
            piece = self.bracket(piece) if piece.level <= SUM else piece
            return replace(piece, text=self.minus + piece.text, level=SUM)
        return self._product(number, factors)

    def _product(self, number: Any, factors: Sequence[Expr]) -> Piece:
        if any(map(is_below, factors)):
            factors = [part for factor in factors for part in apart(factor)]
        below = [reciprocal(factor) for factor in factors if is_below(factor)]
        others = [factor for factor in factors if not is_below(factor)]
        beside = [factor for factor in others if stands_beside(factor)]
        above = [factor for factor in others if not stands_beside(factor)]
        over = len(above) if below else self.fitting(above) if number.q != 1 else 0
        if below or over:
            lead = [self.fraction(times(number.p, above[:over]), times(number.q, below))]
            return self._in_a_row(lead, [*above[over:], *beside])
        return self._in_a_row([] if number == 1 else [self.show(number)], factors)

    def _in_a_row(self, lead: list[Piece], factors: Sequence[Expr]) -> Piece:
        if len(lead) + len(factors) == 1:
            return lead[0] if lead else self.show(factors[0])
        pieces = lead + [self._closed(factor) for factor in factors[:-1]] + [self.at_least(REACH, factors[-1])]
        level = REACH if pieces[-1].level == REACH else PRODUCT
        return Piece(self.joined(pieces), level, max(piece.tall for piece in pieces))

    def _closed(self, factor: Expr) -> Piece:
        """A factor that others follow: log p would take them in, so it becomes log(p)."""
        piece = self.show(factor)
        if piece.level == REACH and isinstance(factor, log):
            return self.call(self.function_names["log"], factor.args)
        return piece if piece.level > REACH else self.bracket(piece)

    def show_Pow(self, expression: Pow) -> Piece:
        if is_below(expression):
            return self.fraction(S.One, reciprocal(expression))
        if expression.exp == S.Half:
            return self.root(expression.base)
        return self.power(expression.base, expression.exp)

    def root(self, radicand: Expr) -> Piece:
        raise NotImplementedError

    def power(self, base: Expr, exponent: Expr) -> Piece:
        raise NotImplementedError

    # -- leaves ------------------------------------------------------------------------------------------------------
    def show_Symbol(self, symbol: Symbol) -> Piece:
        return Piece(self.name(symbol.name), kind=LETTER)

    def show_UndefinedFunction(self, function: UndefinedFunction) -> Piece:
        return Piece(self.name(function.__name__), kind=LETTER)

    def show_IndexedBase(self, array: IndexedBase) -> Piece:
        return Piece(self.name(str(array.label)), kind=LETTER)

    def show_Named(self, named: Named) -> Piece:
        return self.show(arrange(named.name))

    def show_Adjoint(self, adjoint: Adjoint) -> Piece:
        if adjoint.name is not None:
            return self.show(adjoint.name)
        return self.derivative(self.show(adjoint.loss), self.show(adjoint.variable), total=True)

    def show_NegativeInfinity(self, number: Expr) -> Piece:
        return Piece(f"{self.minus}{self.show(-number).text}", SUM)

    def show_Integer(self, number: Integer) -> Piece:
        if number < 0:
            return Piece(f"{self.minus}{self.show(-number).text}", SUM, kind=NUMBER)
        zeros = len(str(number)) - 1
        if zeros >= MANY_ZEROS and number == 10**zeros:
            return replace(self.power(Integer(10), Integer(zeros)), kind=NUMBER)
        return Piece(str(number), kind=NUMBER)

    def show_Rational(self, number: Any) -> Piece:
        if number < 0:
            piece = self.show(-number)
            return replace(piece, text=self.minus + piece.text, level=SUM)
        if is_decimal(number):
            return Piece(decimal(number), kind=NUMBER)
        return self.fraction(Integer(number.p), Integer(number.q))

    def show_Float(self, number: Any) -> Piece:
        text = str(number)
        return Piece(text.replace("-", self.minus, 1), SUM if number < 0 else ATOM, kind=NUMBER)

    def show_Indexed(self, indexed: Indexed) -> Piece:
        return self.subscript(self.show(indexed.base), indexed.indices)

    def show_log_det(self, applied: log_det) -> Piece:
        array = self.show(applied.array)
        return Piece(f"{self.function_names['log_det']} {array.text}", REACH, kind=CALL)

    def show_inverse_entry(self, entry: inverse_entry) -> Piece:
        inverse = self.bracket(self.power(entry.array, S.NegativeOne))
        return self.subscript(replace(inverse, tall=0, kind=LETTER), entry.indices)

    def show_Lettered(self, node: Lettered) -> Piece:
        """The maximum of a term over an index, its place, or the second largest."""
        head = self.under(node.kind, self._range(node))
        return Piece(f"{head} {self.at_least(REACH, node.term).text}", REACH, 2, BLOCK)

    def _range(self, node: Lettered) -> list[Piece]:
        """What to write below: where the index runs, and what it leaves out. A place runs where the maximum does."""
        letter, low, high = node.range
        without = [self.in_index(Ne(letter, value, evaluate=False)) for value in node.but]
        if node.kind in PLACES:
            return without or [self.in_index(letter)]
        return [self.between(letter, low, high), *without]

    def between(self, letter: Any, low: Any, high: Any) -> Piece:
        """That the letter runs from low to high."""
        ends = [self.in_index(part).text for part in (low, letter, high)]
        return Piece(f"{self.operators['<=']} ".join(ends))

    def under(self, kind: str, below: Sequence[Piece]) -> str:
        """The sign for it, with what stands below."""
        raise NotImplementedError

    def in_index(self, expression: Any) -> Piece:
        """Something in the small print of an index."""
        raise NotImplementedError

    def show_KroneckerDelta(self, delta: Expr) -> Piece:
        if any(isinstance(index, Lettered) for index in delta.args):
            one, other = sorted(delta.args, key=lambda index: isinstance(index, Lettered))
            return self.bracket(self.show(Eq(one, other, evaluate=False)), "[", "]")
        return self.subscript(Piece(self.name("delta"), kind=LETTER), delta.args)

    # -- functions ---------------------------------------------------------------------------------------------------
    def call(self, name: str, arguments: Iterable[Any]) -> Piece:
        """name(arguments)."""
        inside = [self.show(argument) for argument in arguments]
        whole = Piece(", ".join(piece.text for piece in inside), SUM, max(piece.tall for piece in inside))
        bracket = self.bracket(whole)
        return Piece(name + bracket.text, ATOM, bracket.tall, CALL)

    def show_Application(self, applied: Any) -> Piece:
        name = type(applied).__name__
        if name not in self.function_names:
            msg = f"no notation for the function {name}: add it to derivations/notation"
            raise LossaryError(msg)
        return self.call(self.function_names[name], applied.args)

    def show_AppliedUndef(self, applied: AppliedUndef) -> Piece:
        return self.call(self.model_name(applied), applied.args[components_of(applied) :])

    def model_name(self, applied: AppliedUndef) -> str:
        """The name of a model; of one with components, with their indices below."""
        name, indices = Piece(self.name(type(applied).__name__), kind=LETTER), applied.args[: components_of(applied)]
        return self.subscript(name, indices).text if indices else name.text

    def show_polygamma(self, applied: Expr) -> Piece:
        order, argument = applied.args
        return self.call(self.function_names["digamma"] + "'" * int(order), [argument])

    def show_besseli(self, applied: Expr) -> Piece:
        order, argument = applied.args
        name = self.subscript(Piece(self.function_names["besseli"], kind=LETTER), [order])
        return self.call(name.text, [argument])

    def show_positive_part(self, applied: Expr) -> Piece:
        return self.call(self.function_names["Max"], [S.Zero, *applied.args])

    def show_magnitude(self, applied: Expr) -> Piece:
        bars = self.bracket(replace(self.show(applied.args[0]), level=SUM), "|", "|")
        return replace(bars, kind=CALL)

    show_Abs = show_magnitude

    def show_step(self, applied: Expr) -> Piece:
        relation = self.show(arrange(StrictGreaterThan(applied.args[0], 0, evaluate=False), self.order))
        return self.bracket(relation, "[", "]")

    # -- relations ---------------------------------------------------------------------------------------------------
    def show_Relational(self, relation: Relational) -> Piece:
        left, right = self.show(relation.lhs), self.show(relation.rhs)
        text = f"{left.text} {self.operators[relation.rel_op]} {right.text}"
        return Piece(text, RELATION, max(left.tall, right.tall))

    def mark(self, piece: Piece, kind: str) -> Piece:  # noqa: ARG002
        """The piece, marked where the medium can."""
        return piece

    def show_Marked(self, marked: Marked) -> Piece:
        return self.mark(self.show(marked.expression), marked.kind)
