"""The printer that all languages share: sums, products that seldom overflow on the way, powers, cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from sympy import Add, Basic, Expr, Integer, Mul, Pow, Rational, S, Sum, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.printing.codeprinter import CodePrinter
from sympy.printing.precedence import PRECEDENCE, precedence
from sympy.tensor.indexed import Indexed

from derivations.code.functions import grouped
from derivations.code.helpers import HELPERS
from derivations.code.languages import TITLES, Language, called
from derivations.code.models import function_name
from derivations.code.naming import NoCode, plain
from derivations.code.pairing import (
    BOUNDED,
    SHORT_POWER,
    begins_with_a_side,
    decays_second,
    in_turn,
    is_square,
    paired,
    sides,
)
from derivations.code.shapes import Kernel
from derivations.code.terms import PAIR
from derivations.language.functions import Named, Prime

PRODUCT = PRECEDENCE["Mul"]
CONSTANTS = {"Pi": "math.pi", "Exp1": "math.e", "EulerGamma": "0.5772156649015329"}
DIGITS, LEAST = 53, 1000  # bits of a number of double precision, and of what it may be divided by
MANY = 10**6  # no numerator that a reader takes in
LONG = 8  # digits of a number that is easier to read as a power of ten


class Writer(CodePrinter):
    """Prints the expression of a kernel, and notes which helpers it calls."""

    printmethod = "_lossary_code"  # entries of arrays print themselves by the method of SymPy's own name
    language: ClassVar[Language]

    def __init__(self, kernel: Kernel) -> None:
        super().__init__({"order": "none"})
        self.kernel = kernel
        self.helpers: list[str] = []
        self.lines: list[str] = []
        self.repeated: dict[Expr, int] = {}
        self.taken = {a.name for a in kernel.arguments} | {plain(s.name) for s in kernel.sizes}
        self.shapes = {a.symbol: a.shape for a in kernel.arguments if a.shape}
        self.whole = {a.symbol for a in kernel.arguments if a.whole}
        self.steps = {one.base: one for one in kernel.steps}

    def fresh(self, stem: str) -> str:
        """A name that nothing has yet."""
        name, number = stem, 1
        while name in self.taken:
            number += 1
            name = f"{stem}{number}"
        self.taken.add(name)
        return name

    def emptyPrinter(self, node: Any) -> str:
        msg = f"{self.kernel.name}: {type(node).__name__} has no counterpart in {TITLES[self.language.key]}"
        raise NoCode(msg)

    def _print_not_supported(self, node: Any) -> str:
        return str(self.emptyPrinter(node))

    def is_fixed(self, node: Basic) -> bool:
        """Is it a number that is known before any array is looked at?"""
        return not node.free_symbols - set(self.kernel.sizes)

    def text(self, node: Basic) -> str:
        if node.is_number and isinstance(node, Mul | Pow) and not node.is_Rational:
            return repr(float(node.evalf(25)))
        return str(self._print(node))

    def wrapped(self, node: Basic, level: int) -> str:
        text = self.text(node)
        return f"({text})" if self._level(node) < level and not text.isidentifier() else text

    def _level(self, node: Basic) -> int:
        if isinstance(node, Rational) and node.q > 1 and not _is_dyadic(node):
            return PRODUCT if node > 0 else PRECEDENCE["Add"]
        if node.is_number and isinstance(node, Mul | Pow) and not node.is_Rational:
            return int(PRECEDENCE["Atom" if node.is_positive else "Add"])
        if isinstance(node, Add | Mul | Pow | Integer | Rational):
            return int(precedence(node))
        return int(PRECEDENCE["Atom"])

    # numbers and names

    def _print_Integer(self, node: Integer) -> str:
        return _as_power(node) or str(int(node))

    def _print_Rational(self, node: Rational) -> str:
        if abs(node.p) == 1 and (below := _as_power(Integer(node.q))):
            return f"{'-' if node < 0 else ''}{below.replace('e', 'e-')}"
        return repr(float(node)) if _is_dyadic(node) else f"{int(node.p)}/{int(node.q)}"

    def _print_Half(self, node: Rational) -> str:
        return self._print_Rational(node)

    def _print_Pi(self, _: Expr) -> str:
        return CONSTANTS["Pi"]

    def _print_Exp1(self, _: Expr) -> str:
        return CONSTANTS["Exp1"]

    def _print_EulerGamma(self, _: Expr) -> str:
        return CONSTANTS["EulerGamma"]

    def _print_Symbol(self, node: Symbol) -> str:
        return plain(node.name)

    # sums, products, powers

    def _print_Add(self, node: Add) -> str:
        terms = sorted(node.args, key=lambda term: term.could_extract_minus_sign())
        text = self._term(terms[0], PRECEDENCE["Add"])
        for term in terms[1:]:
            if term.could_extract_minus_sign():
                text += f" - {self._term(negated(term), PRODUCT)}"
            else:
                text += f" + {self._term(term, PRECEDENCE['Add'])}"
        return text

    def _term(self, term: Expr, level: int) -> str:
        """A term of a sum: there a product stands together anyway."""
        inside = term.args[0] if isinstance(term, grouped) else term
        return self.wrapped(inside if isinstance(inside, Mul) else term, level)

    def _print_Mul(self, node: Mul) -> str:
        if node.args[0] == S.NegativeOne:
            rest = node.args[1] if len(node.args) == 2 else Mul(*node.args[1:])
            return f"-{self.wrapped(rest, PRODUCT + 1 if isinstance(rest, Add) else PRODUCT)}"
        number = node.args[0] if node.args[0].is_Rational else S.One
        if number < 0:
            rest = Mul(-number, *node.args[1:], evaluate=False) if number != -1 else Mul(*node.args[1:])
            return f"-{self._factors(rest)}"
        return self._factors(node)

    def _factors(self, node: Expr) -> str:
        """Numerators in turn, each over its share of the denominators, equal factors apart.

        So the way is seldom beyond the range.
        """
        number, above, below = sides(node)
        if not below and number == 1 and len(above) == 1 < above[0][1]:
            return self._print_Pow(above[0][0] ** above[0][1])
        tops, bottoms = in_turn(decays_second(above, self.kernel.bounded)), [b for b, n in below for _ in range(n)]
        top, bottom = (Integer(number.p), Integer(number.q)) if isinstance(number, Rational) else (number, S.One)
        if bottom != 1 and abs(top) > MANY and _is_dyadic(number):
            top, bottom = number, S.One  # as a decimal
        half = top == 1 and bottom in (2, 4) and len(tops) > 1
        if half:
            top, bottom = top / bottom, S.One
        if half and not bottoms and all(t.is_Symbol and t.is_positive for t in tops) and 1 < len(set(tops)) < len(tops):
            # the first of them may be next to 0, and have no bit to lose; of what is squared last nothing would be left
            return f"{self._factors(Mul(*tops[:-1]))}*({self._over(top)}*{self._below(tops[-1])})"
        late = node.has(*BOUNDED) or (top.is_Integer and not node.has(Indexed))  # the rest may be small
        last = late and len(set(tops)) > 1 and not isinstance(tops[0], BOUNDED)
        first = half or (not bottoms and bool(tops) and top != 1 and not last)
        parts = [self._over(top)] if first or (not tops and not (top == 1 and not bottoms)) else []
        text = parts[0] if parts else ""
        pairs, rest = paired(tops, bottoms, self.kernel.bounded) if tops else ([], bottoms)
        if top == 1 != bottom and not bottoms and len(tops) > PAIR:
            pairs, bottom = [(tops[0], [bottom]), *pairs[1:]], S.One
        is_early = top.is_Integer and top != 1 and not parts and begins_with_a_side(pairs)  # before it is next to 0
        for n, (one, under) in enumerate(pairs):
            over = "".join(f"/{self._below(each)}" for each in under)
            if n == 0 and is_early:
                text = f"{self._over(top)}*({self._over(one)}{over})"
            elif n == PAIR and text and is_square(pairs):  # both halves are of one size
                text += f"*({self._over(one)}{over}*({self._over(pairs[-1][0])}/{self._below(pairs[-1][1][0])}))"
                break
            elif text:
                text += f"*({self._over(one)}{over})" if over else f"*{self._below(one)}"
            else:
                text = f"{self._over(one)}{over}"
        text = "/".join([text or self._one(), *map(self._below, rest)])
        text += "" if top == 1 or parts or is_early else f"*{self._below(top)}"
        return text if bottom == 1 else f"{text}/{self._below(bottom)}"

    def _over(self, node: Expr) -> str:
        return self.wrapped(node, PRODUCT)

    def _below(self, node: Expr) -> str:
        return self.wrapped(node, PRODUCT + 1)

    def _one(self) -> str:
        return "1"

    def _print_Pow(self, node: Pow) -> str:
        base, n = node.args
        if n == S.Half:
            return self.call("sqrt", [base])
        if n == -S.Half:
            return f"{self._one()}/{self.call('sqrt', [base])}"
        if n.is_Integer and -SHORT_POWER <= n < -1:
            return self._factors(node)
        if n.is_Integer and n < 0:
            return f"{self._one()}/{self._below(base if n == -1 else base ** (-n))}"
        return self.power(base, n)

    def power(self, base: Expr, n: Expr) -> str:
        raise NotImplementedError

    # functions

    def call(self, function: str, arguments: list[Expr]) -> str:
        """The call of a function, or of the helper that stands in for it."""
        name, write = self.name_of(function, arguments), self.text
        if name is None:
            write = self.given
            if function not in HELPERS:
                msg = f"{self.kernel.name}: the function {function} has no counterpart in {TITLES[self.language.key]}"
                raise NoCode(msg)
            name = HELPERS[function].name
            if function not in self.helpers:
                self.helpers.append(function)
        return f"{name}({', '.join(map(write, arguments))})"

    def given(self, node: Basic) -> str:
        """What a helper is given."""
        return self.text(node)

    def name_of(self, function: str, arguments: list[Expr]) -> str | None:  # noqa: ARG002
        return called(function, self.language)

    def _print_Function(self, node: Expr) -> str:
        if isinstance(node, AppliedUndef):
            return f"{function_name(node)}({self.text(node.args[0])})"
        method = getattr(self, f"write_{type(node).__name__}", None)
        return str(method(*node.args)) if method else self.call(type(node).__name__, list(node.args))

    def _print_Prime(self, node: Prime) -> str:
        return f"{function_name(node)}({self.text(node.applied.args[0])})"

    def write_grouped(self, u: Expr) -> str:
        text = self.text(u)
        return text if text.isidentifier() else f"({text})"

    def _print_Named(self, node: Named) -> str:
        raise NotImplementedError

    def whole_number(self, node: Expr) -> str:
        """A size, or what is worked out of sizes and indices."""
        raise NotImplementedError

    def worked_out(self, node: Expr) -> str:
        """A product, or a sum with its number at the end, of whole numbers."""
        if isinstance(node, Mul):
            return f"({'*'.join(map(self.whole_number, node.args))})"
        number, rest = node.as_coeff_Add()
        text = " + ".join(map(self.whole_number, Add.make_args(rest)))
        return f"({text} {'-' if number < 0 else '+'} {abs(number)})" if number != 0 else f"({text})"

    def moved(self, index: Expr) -> str:
        """The text of an index a fixed number of places off another one, counted from 0; else nothing."""
        number, other = index.as_coeff_Add()
        if not isinstance(other, Symbol) or number == 0:
            return ""
        return f"{self.index(other)} {'+' if number > 0 else '-'} {abs(int(number))}"

    def index(self, node: Expr) -> str:
        """An index, counted from 0."""
        raise NotImplementedError

    def _print_Relational(self, node: Relational) -> str:
        left, right = node.args
        return f"{self.text(left)} {node.rel_op} {self.text(right)}"


def negated(term: Expr) -> Expr:
    """A term with a minus sign without it."""
    if isinstance(term, Mul) and term.args[0].is_Rational:
        number, *rest = term.args
        if number == -1:
            return rest[0] if len(rest) == 1 else Mul(*rest)
        return Mul(-number, *rest, evaluate=False)
    return -term


def with_own_indices(node: Sum, around: Iterable[Basic]) -> Sum:
    """The sum with other letters for indices that are in use around it."""
    taken = set(around) & {limit[0] for limit in node.limits}
    if not taken:
        return node
    others = {index: Symbol(f"_{index.name}", integer=True, positive=True) for index in taken}
    return with_own_indices(
        node.func(node.function.xreplace(others), *[_renamed(limit, others) for limit in node.limits]), around
    )


def _renamed(limit: Any, others: dict[Basic, Symbol]) -> tuple[Any, ...]:
    index, low, high = limit
    return others.get(index, index), low.xreplace(others), high.xreplace(others)


def _as_power(node: Integer) -> str:
    """A long power of ten as one that is easy to read; else nothing."""
    digits, sign = str(abs(int(node))), "-" if node < 0 else ""
    is_power = len(digits) > LONG and int(digits) == 10 ** (len(digits) - 1)
    return f"{sign}1e{len(digits) - 1}" if is_power else ""


def _is_dyadic(node: Rational) -> bool:
    """Is it a number of double precision?"""
    return node.q & (node.q - 1) == 0 and abs(node.p).bit_length() <= DIGITS and node.q.bit_length() < LEAST
