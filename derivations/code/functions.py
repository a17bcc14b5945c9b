"""Functions that keep their digits where the plain formula loses them. What they are equal to stands in helpers.py."""

from __future__ import annotations

from typing import ClassVar

from sympy import Expr, Function


class Stable(Function):
    """A real function that SymPy must not rewrite, not even at a number."""

    nargs: ClassVar = 1

    @classmethod
    def eval(cls, *_: Expr) -> Expr | None:
        return None

    def _eval_is_real(self) -> bool:
        return True


class log1p(Stable):
    """log(1 + u)."""


class expm1(Stable):
    """exp(u) - 1."""


class hypot(Stable):
    """sqrt(u^2 + v^2), which overflows only where that itself does."""

    nargs: ClassVar = 2

    def _eval_is_nonnegative(self) -> bool:
        return True


class erfc(Stable):
    """1 - erf(u); SymPy's own writes erfc(-u) as 2 - erfc(u), which loses what erfc(-u) has."""


class log1mexp(Stable):
    """log(1 - exp(u)) for u < 0."""


class exp_rest(Stable):
    """exp(u) - 1 - u."""


class log1p_rest(Stable):
    """log(1 + u) - u."""


class sech(Stable):
    """1/cosh(u)."""


class log_cosh(Stable):
    """log(cosh(u))."""


class log1p_square(Stable):
    """log(1 + u^2/v^2)."""

    nargs: ClassVar = 2


class log_ratio(Stable):
    """log(u/v) for positive u and v."""

    nargs: ClassVar = 2


class i0e(Stable):
    """exp(-u) I_0(u) for u >= 0, the modified Bessel function without its growth."""


class i1e(Stable):
    """exp(-u) I_1(u) for u >= 0."""


class log1p_ratio(Stable):
    """log((1 + u)/(1 + v)) for u and v above -1."""

    nargs: ClassVar = 2


class softplus_times(Stable):
    """log(1 + v exp(u)) for positive v."""

    nargs: ClassVar = 2


class log_Phi(Stable):
    """log(Phi(u)), Phi being the distribution function of the standard normal."""


class phi_by_Phi(Stable):
    """phi(u)/Phi(u), the density of the standard normal by its distribution function."""


class phi_by_Phi_rest(Stable):
    """u + phi(u)/Phi(u), which falls to 0 as u falls."""
