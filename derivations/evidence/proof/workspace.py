"""Where a proof is worked out, within one cell: the atoms that have come up, and what is known of their signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, NoReturn

from flint import fmpq
from sympy import Add, Basic, Expr, Integer, Mul, Pow, Rational, Symbol

from derivations.evidence.places import Switch
from derivations.evidence.proof.given import Given
from derivations.evidence.proof.quotients import (
    Key,
    Monomial,
    Polynomial,
    Quotient,
    Ring,
    Unproved,
    atoms_in,
    key_of,
    polynomial_key,
    rebuilt,
    terms,
)
from derivations.evidence.proof.ranges import REAL, Range, point
from derivations.evidence.proof.squares import by_squares
from derivations.evidence.proof.trees import replaced

MOST_UNITS = 24
TRIED = 3  # ratios to a fact
DEPTH = 2  # facts that are added up to settle one sign
CHAIN, CHAIN_DEPTH = 8, 4  # facts that may contradict one another, and how many of them add up
Normalize = Callable[[Any, "Workspace"], Quotient]


class Split(Exception):  # noqa: N818
    """The proof needs to know the sign of this expression."""

    def __init__(self, switch: Expr) -> None:
        super().__init__(str(switch))
        self.switch = switch


class Same(Exception):  # noqa: N818
    """The proof needs to know whether two indices are equal."""

    def __init__(self, pair: tuple[Expr, Expr]) -> None:
        super().__init__(str(pair))
        self.pair = pair


class Finer(Exception):  # noqa: N818
    """Exponents come in fractions: all roots are to be written with this unit."""

    def __init__(self, unit: int) -> None:
        super().__init__(str(unit))
        self.unit = unit


class Nowhere(Exception):  # noqa: N818
    """In this cell the expression has no value."""


@dataclass(frozen=True)
class Atom:
    """What an atom stands for.

    Args:
        kind: one word, such as ``exp`` or ``sum``.
        node: the expression that it stands for.
        letters: the bound indices that it depends on.
        range: between which numbers it lies.
        inside: what later steps need: the exponent of exp, the polynomial of a logarithm or root, the parts of a sum.
    """

    kind: str
    node: Expr
    letters: frozenset[Symbol]
    range: Range
    inside: Any = None


@dataclass(frozen=True)
class Fact:
    """What is not negative; is it positive, its bound indices, and its terms."""

    polynomial: Polynomial
    strictly: bool
    letters: frozenset[Symbol]
    terms: dict[Monomial, fmpq]


@dataclass(frozen=True)
class Pattern:
    """A constraint that holds for every value of an index: the sum, and what it is worth."""

    index: Symbol
    last: Key
    node: Expr
    value: Expr


class Workspace:
    """The atoms of one proof in one cell."""

    def __init__(self, given: Given, normalize: Normalize, size: int, unit: int = 1) -> None:
        self.given, self.normalize, self.unit = given, normalize, unit
        self.ring = Ring(size)
        self.atoms: list[Atom] = []
        self.index: dict[Key, int] = {}
        self.memo: dict[Basic, Quotient] = {}
        self.letters: set[Symbol] = set()
        self.numbers: dict[Key, int] = {}  # of the ranges of bound indices
        self.lasts: dict[Symbol, Key] = {}  # how far bound indices run
        self.known: dict[str, int] = {}  # signs of polynomials of leading coefficient 1
        self.facts: list[Fact] = []
        self.told: dict[str, tuple[bool, bool]] = {}  # what the facts say of polynomials
        self.zero: list[Polynomial] = []
        self.different: set[frozenset[Key]] = set()  # indices that are not equal
        self.same: set[frozenset[Key]] = set()  # indices that are
        self.patterns: list[Pattern] = []
        self.unsettled: list[Expr] = []  # what is raised to powers that are not fixed, and may have either sign
        self.own: tuple[Switch, ...] = given.own
        for fact in given.facts:
            u = self.of(fact)
            self.learn(u.over * u.under, strictly=False)

    def of(self, node: Basic) -> Quotient:
        """The normal form of an expression.

        Raises:
            Unproved: it holds something that the algebra does not know.
            Split, Same, Finer: it can be told only once this is settled.
            Nowhere: it has no value in this cell.
        """
        if node not in self.memo:
            if self.given.effort is not None:
                self._spend(self.given.effort)
            self.memo[node] = self.normalize(node, self)
        return self.memo[node]

    @staticmethod
    def _spend(effort: list[int]) -> None:
        effort[0] -= 1
        if effort[0] < 0:
            msg = "this is more work than was allowed"
            raise Unproved(msg)

    def number(self, value: fmpq | int) -> Quotient:
        return self.ring.number(value)

    def atom(self, key: Key, make: Callable[[], Atom]) -> int:
        """The atom with this key; a new one, if it has not come up yet."""
        if key not in self.index:
            atom = make()
            self.index[key] = self.ring.atom()
            self.atoms.append(atom)
        return self.index[key]

    def plain(self, key: Key, kind: str, node: Expr, range_: Range = REAL, inside: Any = None) -> Quotient:
        """An atom as a quotient."""
        return self.ring.of_atom(self.atom(key, lambda: Atom(kind, node, self.letters_of(node), range_, inside)))

    def letters_of(self, node: Basic) -> frozenset[Symbol]:
        return frozenset(self.letters & node.free_symbols)

    def letters_in(self, polynomial: Polynomial) -> frozenset[Symbol]:
        return frozenset().union(*(self.atoms[atom].letters for atom in atoms_in(polynomial)))

    def single(self, polynomial: Polynomial) -> int | None:
        """The atom that the polynomial is, if it is one."""
        if len(polynomial) != 1:
            return None
        ((monomial, coefficient),) = terms(polynomial)
        return monomial[0][0] if len(monomial) == 1 and monomial[0][1] == 1 and coefficient == 1 else None

    def linear(self, polynomial: Polynomial, atom: int) -> tuple[Polynomial, Quotient] | None:
        """For c x + r, where neither holds the atom x: c, and what x is where it is zero, -r/c."""
        if polynomial.degrees()[atom] != 1:
            return None
        slope, rest = self.ring.context.constant(0), self.ring.context.constant(0)
        for monomial, coefficient in terms(polynomial):
            others = tuple(pair for pair in monomial if pair[0] != atom)
            if len(others) < len(monomial):
                slope += self.ring.monomial(others, coefficient)
            else:
                rest += self.ring.monomial(others, coefficient)
        one = self.ring.one
        root = self.ring.multiply(Quotient(-rest, one), self.ring.inverse(Quotient(slope, one)))
        return slope, root

    def finer(self, denominator: int) -> NoReturn:
        unit = lcm(self.unit, denominator)
        if unit > MOST_UNITS or unit == self.unit:
            msg = f"exponents in parts of {unit}"
            raise Unproved(msg)
        raise Finer(unit)

    # Back to expressions, to put values in or to tell a reader.

    def expression(self, u: Quotient) -> Expr:
        over, under = self._polynomial(u.over), self._polynomial(u.under)
        return over if under == 1 else over / under

    def _polynomial(self, polynomial: Polynomial) -> Expr:
        return rebuilt(polynomial, self._term, Add)

    def _term(self, monomial: Monomial, c: fmpq) -> Expr:
        factors = [Pow(self.atoms[atom].node, Integer(e)) for atom, e in monomial]
        return Mul(Rational(int(c.p), int(c.q)), *factors)

    def renamed(self, u: Quotient, values: Mapping[Symbol, Expr]) -> Quotient:
        """The quotient with other indices: every atom that depends on one is worked out anew."""
        changed = {}
        for atom in atoms_in(u.over) | atoms_in(u.under):
            if self.atoms[atom].letters & values.keys() or self.atoms[atom].node in values:
                changed[atom] = self.of(replaced(self.atoms[atom].node, values))
        return self.ring.put(u, changed) if changed else u

    def replaced(self, u: Quotient, values: Mapping[Expr, Expr]) -> Quotient:
        """The quotient with some parts of its atoms replaced, such as y[i] by k."""
        changed = {}
        for atom in atoms_in(u.over) | atoms_in(u.under):
            put = replaced(self.atoms[atom].node, values)
            if put != self.atoms[atom].node:
                changed[atom] = self.of(put)
        return self.ring.put(u, changed) if changed else u

    # Signs.

    def _range(self, polynomial: Mapping[Monomial, fmpq]) -> Range:
        total = point(Fraction(0))
        for monomial, coefficient in polynomial.items():
            part = point(Fraction(int(coefficient.p), int(coefficient.q)))
            for atom, exponent in monomial:
                part = part * self.atoms[atom].range.power(exponent)
            total = total + part
        return total

    def assume(self, polynomial: Polynomial, sign: int) -> None:
        """Take the sign of a polynomial as known in this cell."""
        lead = polynomial.leading_coefficient()
        monic, side = polynomial / lead, sign if lead > 0 else -sign
        self.known[polynomial_key(monic)] = side
        if side:
            self.learn(side * monic, strictly=True)
        else:
            self.zero.append(monic)

    def learn(self, polynomial: Polynomial, *, strictly: bool) -> None:
        """Take it as known that it is not negative, or that it is positive."""
        self.facts.append(Fact(polynomial, strictly, self.letters_in(polynomial), dict(terms(polynomial))))
        self.told.clear()

    def sign_of(self, polynomial: Polynomial) -> int | None:
        """The sign of a polynomial, the same at all points of the cell; None if it is not known."""
        constant, factors = self.ring.factors(polynomial)
        sign = (constant > 0) - (constant < 0)
        for factor, exponent in factors:
            known = self.factor_sign(factor)
            if known is None:
                return None
            sign *= known if exponent % 2 else abs(known)
        return sign

    def factor_sign(self, factor: Polynomial) -> int | None:
        """The sign of a polynomial that does not factor."""
        known = self.known.get(polynomial_key(factor))
        if known is None:
            known = 1 if self.above(factor)[0] else -1 if self.above(-factor)[0] else None
        return known

    def is_nonzero(self, polynomial: Polynomial) -> bool:
        """Is it zero nowhere in the cell?"""
        constant, factors = self.ring.factors(polynomial)
        return bool(constant != 0) and all(self.factor_sign(f) or self._is_unit(f) for f, _ in factors)

    def _is_unit(self, factor: Polynomial) -> bool:
        """A name of which a power is a number, such as a label of -1 or 1."""
        atom = self.single(factor)
        value = self.ring.equations.get(-1 if atom is None else atom, (0, self.number(0)))[1].over
        return bool(value.is_constant() and not value.is_zero())

    def is_nonnegative(self, polynomial: Polynomial) -> bool:
        return any(self.above(polynomial))

    def is_contradictory(self) -> bool:
        """Do the facts about plain names exclude one of their number, so that no point lies here?

        Other facts do not count: what is written with a logarithm presumes that this has a value.
        """
        facts = [fact for fact in self.facts if not fact.letters and self._is_plain(fact.polynomial)][:CHAIN]
        for fact in facts:
            strict, weak = self._by_facts(-fact.polynomial, facts, CHAIN_DEPTH)
            if strict or (weak and fact.strictly):
                return True
        return False

    def _is_plain(self, polynomial: Polynomial) -> bool:
        return all(self.atoms[atom].kind in ("symbol", "cell") for atom in atoms_in(polynomial))

    def above(self, polynomial: Polynomial) -> tuple[bool, bool]:
        """Is it known to be positive; is it known not to be negative?

        That a bound index lies in its range says something about what holds the index, and about nothing else: the
        range may be empty.
        """
        key = polynomial_key(polynomial)
        if key not in self.told:
            letters = self.letters_in(polynomial)
            facts = [fact for fact in self.facts if fact.letters <= letters]
            self.told[key] = self._by_facts(polynomial, facts, DEPTH)
            atom = self.single(polynomial)
            if atom is not None and not self.told[key][0]:
                self.told[key] = self._beyond_roots(atom, facts, self.told[key])
            elif atom is None and not self.told[key][0]:
                self.told[key] = by_squares(polynomial, self.ring, self.told[key], self.above)
        return self.told[key]

    def _beyond_roots(self, atom: int, facts: list[Fact], known: tuple[bool, bool]) -> tuple[bool, bool]:
        """The same of an atom x by what is known of c x + r for a positive c: where r is not positive, x is."""
        found = known
        for fact in facts:
            solved = self.linear(fact.polynomial, atom)
            if solved is not None and self.sign_of(solved[0]) == 1:
                over, under = solved[1].over, self.sign_of(solved[1].under)
                strict, weak = self.above(over) if under == 1 else self.above(-over) if under == -1 else (False, False)
                found = found[0] or strict or (weak and fact.strictly), found[1] or weak
        return found

    def _by_facts(self, polynomial: Polynomial, facts: list[Fact], depth: int) -> tuple[bool, bool]:
        mine = dict(terms(polynomial))
        around = self._range(mine)
        if around.is_positive or around.is_nonnegative or not depth:
            return around.is_positive, around.is_nonnegative
        weakly = False
        for fact in facts:
            for rest in _without(polynomial, mine, fact):
                strict, weak = self._by_facts(rest, facts, depth - 1) if not rest.is_zero() else (False, True)
                if strict or (weak and fact.strictly):
                    return True, True
                weakly = weakly or weak
        return False, weakly


def _without(polynomial: Polynomial, mine: dict[Monomial, fmpq], fact: Fact) -> Iterable[Polynomial]:
    """What is left of it when a positive multiple of the fact is taken away that makes it shorter."""
    ratios = [mine[monomial] / c for monomial, c in fact.terms.items() if monomial in mine and monomial]
    return [polynomial - ratio * fact.polynomial for ratio in dict.fromkeys(ratios) if ratio > 0][:TRIED]


def key_of_pair(one: Quotient, two: Quotient) -> frozenset[Key]:
    return frozenset((key_of(one), key_of(two)))
