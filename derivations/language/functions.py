"""The functions that a loss is written with, kept folded as the field writes them: sigma(z) stays sigma(z).

None of these evaluates itself, except at an explicit number where its value is exact, so that no derivation changes
shape behind the reader's back. What their slopes are is the business of ``calculus.rules``; how they look, of
``notation``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Self

from sympy import Basic, Expr, Function, IndexedBase, Integer, Pow, S, Symbol, Tuple, sympify
from sympy.core.relational import Relational

from derivations.language.over import Extreme, LargestOver, Place, SmallestOver, over_index

otherwise = S.true


class FoldedFunction(Function):
    """A real function of one real variable that SymPy must not rewrite."""

    nargs = 1

    @classmethod
    def eval(cls, u: Expr) -> Expr | None:
        return cls.at_number(u) if u.is_Rational else None

    @classmethod
    def at_number(cls, u: Expr) -> Expr | None:  # noqa: ARG003
        """The value at the rational number u, if it is rational itself."""
        return None

    def _eval_is_extended_real(self) -> bool:
        return True

    def _eval_is_real(self) -> bool:
        return True


class sigma(FoldedFunction):
    """Logistic sigmoid, 1/(1 + exp(-z)): the real line to (0, 1)."""

    def _eval_is_positive(self) -> bool:
        return True


class softplus(FoldedFunction):
    """log(1 + exp(z)): the real line to (0, oo)."""

    def _eval_is_positive(self) -> bool:
        return True


class Phi(FoldedFunction):
    """Distribution function of the standard normal: the real line to (0, 1)."""

    @classmethod
    def at_number(cls, u: Expr) -> Expr | None:
        return S.Half if u == 0 else None

    def _eval_is_positive(self) -> bool:
        return True


class phi(FoldedFunction):
    """Density of the standard normal, exp(-x^2/2)/sqrt(2 pi)."""

    def _eval_is_positive(self) -> bool:
        return True


class held(FoldedFunction):
    """u itself, held fixed while a slope is taken: its value is u, its derivative 0 (a stop of the gradient)."""

    @classmethod
    def eval(cls, u: Expr) -> Expr | None:
        return u if u.is_number or isinstance(u, held) else None

    def _eval_is_positive(self) -> bool | None:
        return self.args[0].is_positive

    def _eval_is_nonnegative(self) -> bool | None:
        return self.args[0].is_nonnegative


def is_moving(u: Basic, name: Basic) -> bool:
    """Does u hold the name anywhere but in what is held fixed, and in places of maxima, which do not move with it?"""
    if isinstance(u, held | Place):
        return False
    return u == name or any(is_moving(part, name) for part in u.args)


class magnitude(FoldedFunction):
    """Absolute value |u|, keeping the sign inside that the author wrote (SymPy's Abs turns m - t into t - m)."""

    @classmethod
    def at_number(cls, u: Expr) -> Expr:
        return abs(u)

    def _eval_is_nonnegative(self) -> bool:
        return True


class sign(FoldedFunction):
    """-1, 0 or 1, as u is negative, zero or positive."""

    @classmethod
    def at_number(cls, u: Expr) -> Expr:
        return Integer(bool(u > 0) - bool(u < 0))


class positive_part(FoldedFunction):
    """max(0, u), also written (u)_+ and relu(u)."""

    @classmethod
    def at_number(cls, u: Expr) -> Expr:
        return u if u > 0 else S.Zero

    def _eval_is_nonnegative(self) -> bool:
        return True


class step(FoldedFunction):
    """1 if u > 0, else 0; printed as the bracket [u > 0]."""

    @classmethod
    def at_number(cls, u: Expr) -> Expr:
        return Integer(int(bool(u > 0)))

    def _eval_is_nonnegative(self) -> bool:
        return True


class clip(Function):
    """clip(u, low, high): the number of [low, high] that is nearest to u."""

    nargs = 3

    @classmethod
    def eval(cls, *_: Expr) -> None:
        return None

    def _eval_is_real(self) -> bool:
        return True


class _Extreme(Function):
    """The largest or the smallest of several numbers; the arguments stay as they were written.

    ``largest(s[j], (j, 1, K), but=y)`` is that over an index; the values in `but` are left out.
    """

    choose: ClassVar[Callable[..., Expr]]
    over: ClassVar[type[Extreme]]

    def __new__(cls, *args: Any, but: Any = (), **options: Any) -> Any:
        if but != () or any(isinstance(arg, tuple | Tuple) for arg in args):
            return over_index(cls.over, cls.__name__, args, but)
        return super().__new__(cls, *args, **options)

    @classmethod
    def eval(cls, *args: Expr) -> Expr | None:
        if not args:
            msg = f"{cls.__name__} takes at least 1 argument (0 given)"
            raise TypeError(msg)
        if len(args) == 1:
            return args[0]
        return cls.choose(args) if all(u.is_Rational for u in args) else None

    def _eval_is_real(self) -> bool:
        return True

    @property
    def switches(self) -> tuple[Expr, ...]:
        """The first less the best of the others, the second less the best of those after it, and so on."""
        return tuple(u - self.func(*self.args[i:]) for i, u in enumerate(self.args[:-1], start=1))


class largest(_Extreme):
    """The largest of several numbers, max(u, v, ...)."""

    choose, over = max, LargestOver


class smallest(_Extreme):
    """The smallest of several numbers, min(u, v, ...)."""

    choose, over = min, SmallestOver


def maximum(*terms: Expr) -> Expr:
    """The largest; beside a 0 the positive part."""
    others = [term for term in terms if term != 0]
    return positive_part(*others) if len(others) == 1 < len(terms) else largest(*terms)


def minimum(*terms: Expr) -> Expr:
    """The smallest; beside a 0 the negative of a positive part."""
    others = [term for term in terms if term != 0]
    return -positive_part(-others[0]) if len(others) == 1 < len(terms) else smallest(*terms)


class Branches(Expr):
    """A function by cases: the value of the first pair (value, condition) whose condition holds.

    Unlike SymPy's Piecewise it never reorders, merges or rewrites its cases.
    """

    is_commutative = True

    def __new__(cls, *flat: Basic) -> Self:
        return Expr.__new__(cls, *flat)

    @property
    def cases(self) -> list[tuple[Expr, Basic]]:
        return list(zip(self.args[::2], self.args[1::2], strict=True))

    def _eval_is_real(self) -> bool:
        return True


class Bracket(Branches):
    """A value [condition on indices], Iverson's bracket: the value, or 0 where the condition fails."""

    @property
    def value(self) -> Expr:
        return self.args[0]

    @property
    def condition(self) -> Relational:
        return self.args[1]


def bracket(value: Expr, condition: Relational) -> Bracket:
    """The value where the condition holds, else 0; the value need not exist there."""
    return Bracket(value, condition, S.Zero, otherwise)


def model(name: str, components: int = 0) -> Any:
    """An unspecified differentiable model, such as m_x: applied to its weights it gives one real number.

    With components it gives an array: of its arguments, so many say which entry is meant. ``model("m", components=1)``
    is applied as m(k, w), and printed as m_k(w).
    """
    return Function(name, real=True, **({"components": components} if components else {}))


def components_of(applied: Basic) -> int:
    """How many arguments of an applied model are indices."""
    return int(getattr(type(applied), "components", 0))


def takes_any_exponent(power: Pow) -> bool:
    """Does a name stand in the exponent that may be any number, as in x^a? All around x > 0 alone it has a value."""
    return not (power.base.is_number or power.exp.is_number or power.exp.is_integer)


class Prime(Expr):
    """The derivative of an unspecified model by its arguments at the given positions (0-based).

    Prime(m(w)) is m'(w), and Prime(m(w), 0, 0) is m''(w).
    """

    is_commutative = True

    def __new__(cls, applied: Expr, *positions: Any) -> Self:
        return Expr.__new__(cls, applied, *sorted(map(Integer, positions or (0,))))

    @property
    def applied(self) -> Expr:
        return self.args[0]

    @property
    def positions(self) -> tuple[int, ...]:
        return tuple(map(int, self.args[1:]))

    def _eval_is_real(self) -> bool:
        return True


class Named(Expr):
    """A named intermediate: printed by its name (o_k), equal to its definition."""

    is_commutative = True

    def __new__(cls, name: str | Symbol, definition: Any) -> Self:
        return Expr.__new__(cls, Symbol(name) if isinstance(name, str) else name, sympify(definition))

    @property
    def name(self) -> Expr:
        return self.args[0]

    @property
    def definition(self) -> Expr:
        return self.args[1]

    @property
    def free_symbols(self) -> set[Basic]:
        return self.definition.free_symbols

    def _eval_is_real(self) -> bool:
        return True


class log_det(Expr):
    """The logarithm of the determinant of a square array: ``log_det(S)``.

    It holds the array as its first entry S[1, 1], so that whoever walks an expression meets arrays as entries only.
    """

    is_commutative = True

    def __new__(cls, array: Any) -> Self:
        return Expr.__new__(cls, array[1, 1] if isinstance(array, IndexedBase) else array)

    @property
    def array(self) -> Basic:
        return self.args[0].base

    def _eval_is_real(self) -> bool:
        return True


class inverse_entry(Expr):
    """An entry of the inverse of a square array: ``inverse_entry(S[i, j])`` is that of S^-1 in row i and column j."""

    is_commutative = True

    def __new__(cls, place: Expr) -> Self:
        return Expr.__new__(cls, place)

    @property
    def array(self) -> Basic:
        return self.args[0].base

    @property
    def indices(self) -> tuple[Basic, ...]:
        return self.args[0].indices

    def _eval_is_real(self) -> bool:
        return True


class D(Expr):
    """A derivative not yet taken: D(u, w) is d/dw[u], a hole for the next rule. Never evaluates itself."""

    is_commutative = True

    def __new__(cls, u: Any, w: Expr) -> Self:
        return Expr.__new__(cls, sympify(u), w)

    @property
    def inner(self) -> Expr:
        return self.args[0]

    @property
    def wrt(self) -> Expr:
        return self.args[1]

    def _eval_is_real(self) -> bool:
        return True


class Adjoint(Expr):
    """The derivative of the whole loss by a named intermediate or a weight, through everything that comes after it.

    Adjoint(E, z[k]) is dE/dz[k]. Where D(u, w) holds all other intermediates fixed, an adjoint lets those that follow
    move. A third argument is the short name under which the script wants it printed, such as delta[k].
    """

    is_commutative = True

    def __new__(cls, loss: Expr, variable: Expr, *name: Expr) -> Self:
        return Expr.__new__(cls, loss, variable, *name)

    @property
    def loss(self) -> Expr:
        return self.args[0]

    @property
    def variable(self) -> Expr:
        return self.args[1]

    @property
    def name(self) -> Expr | None:
        return self.args[2] if len(self.args) > 2 else None  # noqa: PLR2004

    def _eval_is_real(self) -> bool:
        return True


# Where one of these changes its formula: the expressions whose sign decides which formula holds.
def switches_of(node: Basic) -> tuple[Expr, ...]:
    """The expressions whose sign decides which formula the function `node` itself (not its arguments) uses."""
    if isinstance(node, magnitude | sign | positive_part | step):
        return (node.args[0],)
    if isinstance(node, largest | smallest):
        return node.switches
    if isinstance(node, clip):
        u, low, high = node.args
        return (u - low, u - high)
    if isinstance(node, Branches):
        return tuple(condition.lhs - condition.rhs for _, condition in node.cases if isinstance(condition, Relational))
    return ()
