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


class log1p_over(Stable):
    """log(1 + u/v) for positive v and u > -v."""

    nargs: ClassVar = 2


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


class digamma(Stable):
    """The derivative of log(gamma(u)) for u > 0."""


class trigamma(Stable):
    """The second derivative of log(gamma(u)) for u > 0."""


class tetragamma(Stable):
    """The third derivative of log(gamma(u)) for u > 0."""


class log_i0(Stable):
    """log(I_0(u)) for u >= 0."""


class bessel_ratio(Stable):
    """I_1(u)/I_0(u) for u >= 0."""


class bessel_ratio_less(Stable):
    """1 - I_1(u)/I_0(u) for u >= 0."""


class bessel_ratio_slope(Stable):
    """1 - r/u - r^2 with r = I_1(u)/I_0(u) for u > 0: the derivative of r."""


class log_beta(Stable):
    """log(gamma(u) gamma(v)/gamma(u + v)) for positive u and v."""

    nargs: ClassVar = 2


class log_gamma_rest(Stable):
    """log(gamma(u)) - u log(v w) + v w for positive u, v and w."""

    nargs: ClassVar = 3


class gamma_surprise(Stable):
    """log(gamma(u)) - u log(v w) + v w + log(w) for positive u, v and w: minus the logarithm of a gamma density."""

    nargs: ClassVar = 3


class beta_surprise(Stable):
    """log(gamma(u) gamma(v)/gamma(u + v)) - (u - 1) log(w) - (v - 1) log(1 - w) for positive u and v, and 0 < w < 1.

    That is minus the logarithm of a beta density.
    """

    nargs: ClassVar = 3


class digamma_less_log(Stable):
    """digamma(u) - log(v w) for positive u, v and w."""

    nargs: ClassVar = 3


class digamma_gap(Stable):
    """digamma(u + v) - digamma(u) for positive u and v."""

    nargs: ClassVar = 2


class trigamma_gap(Stable):
    """trigamma(u) - trigamma(u + v) for positive u and v."""

    nargs: ClassVar = 2


class log1p_ratio(Stable):
    """log((1 + u)/(1 + v)) for u and v above -1."""

    nargs: ClassVar = 2


class softplus_times(Stable):
    """log(1 + v exp(u)) for positive v."""

    nargs: ClassVar = 2


class softplus_over(Stable):
    """log(1 + v exp(u)/w) for v/w > 0, also where v/w is beyond the range."""

    nargs: ClassVar = 3


class softplus_times_by(Stable):
    """log(1 + v exp(u))/v for positive v, also where v exp(u) has vanished."""

    nargs: ClassVar = 2


class sigma_times_over(Stable):
    """exp(u)/(w + v exp(u)) for v and w of one sign."""

    nargs: ClassVar = 3


class sigma_beside(Stable):
    """u v sigma(w), also where sigma(w) alone has lost its digits, or u v is beyond the range."""

    nargs: ClassVar = 3


class slope_beside(Stable):
    """u v sigma(w) sigma(-w), likewise."""

    nargs: ClassVar = 3


class sigma_by(Stable):
    """u sigma(v), also where sigma(v) alone has lost its digits, or has vanished."""

    nargs: ClassVar = 2


class slope_by(Stable):
    """u sigma(v) sigma(-v), likewise."""

    nargs: ClassVar = 2


class sech_square_by(Stable):
    """u/cosh(v)^2, likewise."""

    nargs: ClassVar = 2


class exp_sigma(Stable):
    """exp(u) sigma(v), also where exp(u) is beyond the range."""

    nargs: ClassVar = 2


class softplus_rest(Stable):
    """softplus(u) - exp(u)."""


class softplus_rest_sigma(Stable):
    """(softplus(u) - exp(u)) sigma(v), also where exp(u) is beyond the range."""

    nargs: ClassVar = 2


class sigma_distance_power(Stable):
    """|u - sigma(v)|^w."""

    nargs: ClassVar = 3


class log_sigma_plus(Stable):
    """log(sigma(u) + v) for sigma(u) + v > 0."""

    nargs: ClassVar = 2


class atan_gap(Stable):
    """atan(u/v) - atan(x/y) for positive u, v, x and y."""

    nargs: ClassVar = 4


class divergence(Stable):
    """u log(u/v) - u + v for u >= 0 and positive v, which is 0 where they are equal."""

    nargs: ClassVar = 2


class ratio_rest(Stable):
    """u/v - 1 - log(u/v) for positive u and v, which is 0 where they are equal."""

    nargs: ClassVar = 2


class ratio_rest_times(Stable):
    """u (v/w - 1 - log(v/w)) for positive v and w, also where v/w is beyond the range."""

    nargs: ClassVar = 3


class times_over(Stable):
    """u v/w, multiplied and divided in the order that keeps to the range if the result does."""

    nargs: ClassVar = 3


class square_less(Stable):
    """(w u^2/v^2 - 1)/v^2 for positive v and w, also where the square is beyond the range."""

    nargs: ClassVar = 3


class square_ratio_rest(Stable):
    """u^2/v^2 - 1 - 2 log(u/v) for positive u and v, which is 0 where they are equal."""

    nargs: ClassVar = 2


class power_gap(Stable):
    """(u^w + (w - 1) v^w - w u v^(w - 1))/(w (w - 1)) for positive u and v, which is 0 where they are equal."""

    nargs: ClassVar = 3


class sigma_times(Stable):
    """v exp(u)/(1 + v exp(u)) for positive v."""

    nargs: ClassVar = 2


class log_Phi(Stable):
    """log(Phi(u)), Phi being the distribution function of the standard normal."""


class phi_by_Phi(Stable):
    """phi(u)/Phi(u), the density of the standard normal by its distribution function."""


class phi_by_Phi_rest(Stable):
    """u + phi(u)/Phi(u), which falls to 0 as u falls."""


class grouped(Stable):
    """u as it stands: a part that is stable already, which nothing rewrites and no sum takes apart."""


class power_less(Stable):
    """u^(v - w), where v - w may have lost the digits of a small v."""

    nargs: ClassVar = 3


class power_less_times(Stable):
    """u v^(w - x) for v >= 0, also where the power is beyond the range."""

    nargs: ClassVar = 4


class ratio_power(Stable):
    """(u/v)^w for positive u and v, also where u/v is beyond the range."""

    nargs: ClassVar = 3


class power_less_over(Stable):
    """y (1 + u^2/(v^2 w))^(x - 1)/v^2 for positive v and w, also where the square is beyond the range."""

    nargs: ClassVar = 5


class log_exp_plus(Stable):
    """log(exp(u) + v) for positive v."""

    nargs: ClassVar = 2


class product_over(Stable):
    """u v/w, where w is at least as large as u and v."""

    nargs: ClassVar = 3


class damped(Stable):
    """u v; 0 where u has vanished, even if v has overflowed."""

    nargs: ClassVar = 2


class exp_times(Stable):
    """u exp(v), also where exp(v) alone is beyond the range of floating-point numbers."""

    nargs: ClassVar = 2


class times(Stable):
    """u v w, multiplied in the order that keeps to the range if the result does."""

    nargs: ClassVar = 3


class product_over_square(Stable):
    """u v/w^2, multiplied and divided in the order that keeps to the range if the result does."""

    nargs: ClassVar = 3


class square_and_product(Stable):
    """u^2 + v w, also where both are infinite, and v w has a minus."""

    nargs: ClassVar = 3


class exp_times_both(Stable):
    """u v exp(w), also where exp(w), or a product of two, is beyond the range."""

    nargs: ClassVar = 3


class expm1_times(Stable):
    """u (exp(v) - 1), also where exp(v) alone is beyond the range."""

    nargs: ClassVar = 2


class expm1_times_both(Stable):
    """u v (exp(w) - 1)."""

    nargs: ClassVar = 3


class softplus_product(Stable):
    """u log(1 + exp(v w)), also where v w is beyond the range."""

    nargs: ClassVar = 3


class square_over(Stable):
    """w u^2/v, also where u/v is beyond the range."""

    nargs: ClassVar = 3


class exp_rest_times(Stable):
    """u (exp(v) - 1 - v), also where exp(v) alone is beyond the range."""

    nargs: ClassVar = 2


class exp_rest_product(Stable):
    """u (exp(v w) - 1 - v w), also where v w is beyond the range."""

    nargs: ClassVar = 3


class log_times(Stable):
    """log(u v) for positive u and v, also where u v is beyond the range."""

    nargs: ClassVar = 2


class sigma_slope(Stable):
    """sigma(u) sigma(-u), the slope of sigma."""


class tanh_softplus(Stable):
    """tanh(softplus(u))."""


class sech_softplus(Stable):
    """1/cosh(softplus(u))."""


class logit(Stable):
    """log(u/(1 - u)) for u between 0 and 1."""


class sigma_less(Stable):
    """v sigma(u) - w for numbers v > w > 0: 0 where u = log(w/(v - w))."""

    nargs: ClassVar = 3


class sigma_gap(Stable):
    """sigma(u) - sigma(v), where w is u - v."""

    nargs: ClassVar = 3


class sigma_slope_over_gap(Stable):
    """sigma(u) sigma(-u)/(sigma(u) - sigma(v)), where w is u - v."""

    nargs: ClassVar = 3


class sigma_curve_over_gap(Stable):
    """sigma(u) sigma(-u)/(sigma(u) - sigma(v)) + tanh(u/2), where w is u - v."""

    nargs: ClassVar = 3


class log_mixture(Stable):
    """log(v + (1 - v) exp(u)) for u <= 0 and v from 0 to 1."""

    nargs: ClassVar = 2


class fmod(Stable):
    """u less the multiple of v next to it towards 0, which is exact."""

    nargs: ClassVar = 2


class scaled_tanh(Stable):
    """v tanh(u/v)."""

    nargs: ClassVar = 2


class scaled_expm1(Stable):
    """v (exp(u/v) - 1)."""

    nargs: ClassVar = 2


class expm1_over(Stable):
    """w (exp(u v) - 1)/v for positive v."""

    nargs: ClassVar = 3


class scaled_sin(Stable):
    """v sin(u/v)."""

    nargs: ClassVar = 2


class scaled_log1p_square(Stable):
    """v^2 log(1 + u^2/v^2)."""

    nargs: ClassVar = 2


class scaled_log1p_rest(Stable):
    """v^2 (log(1 + u/v) - u/v) for positive v and u >= 0."""

    nargs: ClassVar = 2


class log_hypot_over(Stable):
    """log(sqrt(v^2 + u^2/w)) for positive v and w, also where the quotient is beyond the range."""

    nargs: ClassVar = 3


class log1p_square_over(Stable):
    """log(1 + u^2/(v^2 w)) for positive w."""

    nargs: ClassVar = 3
