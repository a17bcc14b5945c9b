"""From the tree to an expression of our vocabulary.

Nothing is evaluated but by SymPy's own small arithmetic, and that is bounded (see ``measure``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sympy import Add, Expr, Integer, KroneckerDelta, Pow, Rational, S, Sum, Symbol, exp
from sympy.tensor.indexed import Indexed

from derivations.language.functions import Prime, inverse_entry, log_det, model
from derivations.reading import limits
from derivations.reading.bound import PLACE_IS_AN_INDEX, Bound
from derivations.reading.cases import Chooser
from derivations.reading.errors import ReadingError
from derivations.reading.factors import within_bounds
from derivations.reading.kinds import COUNTS, Kind, over_index
from derivations.reading.known import Known
from derivations.reading.measure import Fault, check_growth, power, product
from derivations.reading.needs import needs_of_function, own_needs
from derivations.reading.no_number import why_no_number
from derivations.reading.sums import place_of_extreme, sum_of_logarithms
from derivations.reading.tree import (
    Always,
    Apply,
    Cases,
    Entry,
    Group,
    Inverse,
    Listing,
    Minus,
    Name,
    Node,
    Number,
    Partial,
    Plus,
    Power,
    Times,
    Total,
    is_differential,
    without_brackets,
)
from derivations.reading.unread import undeclared
from derivations.reading.vocabulary import KNOWN

PRIMES = 5
ORDERED = ("polygamma", "besseli")  # functions of an order that is a whole number


class Builder(Bound):
    """Builds the nodes of one text; its arguments are those of ``Symbols``."""

    def build(self, node: Node) -> Expr:
        """The expression that a node stands for."""
        try:
            return self.measure.passed(self._made(node))
        except Fault as fault:
            raise ReadingError(str(fault), self.text, node.at) from None

    def _made(self, node: Node) -> Expr:
        match node:
            case Number():
                return Rational(node.value.numerator, node.value.denominator)
            case Name():
                return self.name(node)
            case Group():
                return self.build(node.inner)
            case Plus():
                return Add(*map(self.build, node.terms))
            case Minus():
                return -self.build(node.inner)
            case Times():
                return self._product(node)
            case Inverse():
                return self._raised(self.build(node.inner), S.NegativeOne)
            case Power():
                return self._power(node)
            case Entry():
                return self.entry(node.base, [self.index(part) for part in node.indices])
            case Apply():
                return self._applied(node)
            case Cases():
                return Chooser(self).cases(node.pairs)
            case Total():
                return self._total(node)
        return self.fail(why_no_number(node), node.at)

    # -- products and powers

    def _product(self, node: Times) -> Expr:
        tops = [factor for factor in node.factors if not isinstance(factor, Inverse)]
        bottoms = [factor.inner for factor in node.factors if isinstance(factor, Inverse)]
        if any(map(self._is_differential, tops)) and any(map(self._is_differential, bottoms)):
            self.fail(why_no_number(Partial(node.at, node)), node.at)
        inside = within_bounds(node)
        return product(list(map(self.build, node.factors))) if inside is node else self.build(inside)

    def _is_differential(self, node: Node) -> bool:
        inner = without_brackets(node)
        first = inner.factors[0] if isinstance(inner, Times) else inner
        is_d = isinstance(first, Name) and first.full == "d"
        return (is_d or is_differential(node)) and not (isinstance(first, Name) and self.is_name(first.full))

    def _power(self, node: Power) -> Expr:
        exponent = self._exponent(node.at, node.exponent)
        if isinstance(node.base, Name) and node.base.full == "e" and not self.is_name("e"):
            check_growth(exponent)
            return exp(exponent)
        return self._raised(self.build(node.base), exponent)

    def _raised(self, base: Expr, exponent: Expr) -> Expr:
        self.needs += own_needs(Pow(base, exponent, evaluate=False))
        return power(base, exponent)

    def _exponent(self, at: int, exponent: Node) -> Expr:
        self.tower += 1
        if self.tower > limits.TOWER:
            self.fail(f"these are too many exponents in exponents: at most {limits.TOWER} are read", at)
        built = self.build(exponent)
        self.tower -= 1
        return built

    # -- functions

    def _applied(self, node: Apply) -> Expr:
        if not node.known:
            return self._model(node)
        function = KNOWN[node.function.full]
        if place_of_extreme(node):
            self.fail(PLACE_IS_AN_INDEX, node.at)
        total = over_index(node)
        if total is not None:
            return self.over(node, self._total(total))
        if (logs := sum_of_logarithms(node)) is not None:
            return self._total(logs)
        self._check_number_of_arguments(node, function)
        if node.primes:
            return self._primed(node, function)
        if function.make is None and function.names[0] != "pow":
            return self._form(node, function)
        arguments = self._arguments(node, function)
        if function.names[0] in ORDERED and arguments[0] not in range(limits.ORDER + 1):
            self.fail(f"{function.names[0]} is read for n = 0 to {limits.ORDER}", node.at)
        return self._raised(*arguments) if function.make is None else self._made_by(function.make, arguments)

    def _made_by(self, make: Callable[..., Expr], arguments: list[Expr]) -> Expr:
        self.needs += needs_of_function(make, arguments)
        return make(*arguments)

    def _check_number_of_arguments(self, node: Apply, function: Known) -> None:
        count, form = len(node.arguments), f"{function.form}, {function.says}"
        if not function.least <= count <= max(function.most, function.least):
            wanted = f"{function.least}" if function.most <= function.least else f"{function.least} to {function.most}"
            self.fail(f"{node.function.full} takes {wanted} arguments, here it has {count}: {form}", node.at)

    def _primed(self, node: Apply, function: Known) -> Expr:
        if function.slope is None or node.primes > 1:
            self.fail(f"this derivative of {node.function.full} is not read: write it out", node.at)
        return self._made_by(function.slope, self._arguments(node, function))

    def _arguments(self, node: Apply, function: Known) -> list[Expr]:
        if not function.grows:
            return [self.build(argument) for argument in node.arguments]
        built = [self._exponent(node.at, argument) for argument in node.arguments]
        for argument in built:
            check_growth(argument, function.grows)
        return built

    def _model(self, node: Apply) -> Expr:
        full = node.function.full
        if node.primes > PRIMES or (node.primes and len(node.arguments) != 1):
            self.fail(f"the prime at {full} is read for one argument, and at most {PRIMES} of them", node.at)
        known = self.names.is_known(full)
        if self.closed and not known and full not in self.defined:
            self.fail(f"the function {full} is not known here: {self.names.like(full, self.defined)}", node.at)
        if not known and full not in self.defined and (why := undeclared(node.function)):
            of_library = f"{full} is no function known here: write out what it does"
            self.fail(of_library if self.text[: node.at].endswith(".") else why, node.at)
        if not callable(function := self.names.object(full) if known else model(full)):
            self.fail(f"{full} is an array here, and no function: write {full}_i, or a * before a bracket", node.at)
        arguments = [self.build(argument) for argument in node.arguments]
        self._check_same_count(full, len(arguments), node.at)
        self.symbols.setdefault(full, Kind("model", function, len(arguments)))
        applied = function(*arguments)
        return Prime(applied, *[0] * node.primes) if node.primes else applied

    def _check_same_count(self, full: str, count: int, at: int) -> None:
        if (before := self.symbols.get(full)) and before.indices != count:
            self.fail(f"{full} has {before.indices} arguments in one place and {count} here", at)

    def _form(self, node: Apply, function: Known) -> Expr:
        """Functions of conditions, indices and names."""
        match function.names[0], node.arguments:
            case "where", (condition, value, other):
                return Chooser(self).cases(((value, condition), (other, Always(other.at))))
            case "Piecewise", pairs:
                return Chooser(self).cases(tuple(map(self._pair, pairs)))
            case "indicator", (condition,):
                return Chooser(self).one_or_zero(condition)
            case "KroneckerDelta", (first, second):
                return KroneckerDelta(self.index(first), self.index(second))
            case "log_det", (Name() as array,):
                self.entry(array, [Integer(1), Integer(1)])
                return log_det(self.symbols[array.full].symbol)
            case "inverse_entry", (place,):
                entry = self.build(place)
                if isinstance(entry, Indexed) and len(entry.indices) == 2:  # noqa: PLR2004
                    return inverse_entry(entry)
            case "Derivative", (applied, *variables):
                return self._derivative(node, self.build(applied), variables)
        return self.fail(f"expected {function.form}", node.at)

    def _pair(self, node: Node) -> tuple[Node, Node]:
        match node:
            case Listing(items=(value, condition)):
                return value, condition
        return self.fail("expected a pair (value, condition)", node.at)

    def _derivative(self, node: Apply, applied: Expr, variables: Iterable[Node]) -> Expr:
        """Derivative(m(w), w): of an unspecified function, by one of its arguments."""
        positions: list[int] = []
        for variable in variables:
            match variable:
                case Listing(items=(inner, Number(value=count))) if count in range(1, PRIMES + 1):
                    times = int(count)
                case _:
                    inner, times = variable, 1
            by = self.build(inner)
            if (
                not getattr(applied, "is_Function", False)
                or applied.args.count(by) != 1
                or not self._is_unspecified(applied)
            ):
                self.fail("a derivative to be taken is not read: only Derivative(m(w), w) of an unspecified m", node.at)
            positions += [applied.args.index(by)] * times
        return Prime(applied, *positions)

    def _is_unspecified(self, applied: Expr) -> bool:
        return any(kind.kind == "model" and kind.symbol == applied.func for kind in self.symbols.values())

    # -- sums

    def _total(self, node: Total) -> Sum:
        full = node.index.full
        if full in {index for index, _ in self.spans}:
            self.fail(
                f"the index {full} is bound twice: give the inner sum or mean another letter, as in 1/n*sum_j x_j",
                node.index.at,
            )
        if (self.names.is_known(full) and not self.names.is_index(full)) or node.index.below:
            self.fail(f"{full} is no index here: give the sum another letter", node.index.at)
        low, high = self.index(node.low), self.index(node.high) if node.high else None
        index = self.names.object(full) if self.names.is_known(full) else Symbol(full, **COUNTS)
        self.spans.append((full, self.terms_of(low, high)))
        if high is not None and low == 1:
            self.ends[index] = high
        body, needs = self.apart(node.body)
        self.check_span(node.at)
        self.spans.pop()
        self.ends.pop(index, None)
        limit = (index, low, self._end(node, body, index) if high is None else high)
        self.needs += [Sum(need, limit) for need in needs]
        return Sum(body, limit)

    def _end(self, node: Total, body: Expr, index: Expr) -> Expr:
        """Where a sum ends that does not say so: where its arrays do."""
        cells = sorted(body.atoms(Indexed), key=str)
        ends = {
            size
            for cell in cells
            for at, size in zip(cell.indices, self.names.shape(str(cell.base.label)), strict=False)
            if at == index
        }
        if len(ends) != 1:
            self.fail(f"up to where does {index} run? write {index}=1..n", node.at)
        (end,) = ends
        return Symbol(end, **COUNTS) if isinstance(end, str) else Integer(end) if isinstance(end, int) else end
