"""The functions of analysis that a formula may hold, beyond those that everybody knows."""

from __future__ import annotations

from sympy import Expr, LambertW, besseli, digamma, erf, exp, gamma, loggamma, pi, polygamma, sqrt

from derivations.language.functions import Phi, held, phi
from derivations.reading import limits
from derivations.reading.known import Known


def gamma_function(u: Expr) -> Expr:
    """The gamma function by its logarithm, for which there is a rule."""
    return gamma(u) if u.is_number else exp(loggamma(u))


SPECIAL: tuple[Known, ...] = (
    Known(
        names=(
            "sg",
            "held",
            "detach",
            "stop_gradient",
            "stopgradient",
            "stop_grad",
            "stopgrad",
            "no_grad",
            "StopGradient",
        ),
        takes="u",
        make=held,
        says="u itself, held fixed while a slope is taken: a stop of the gradient",
    ),
    Known(names=("erf",), takes="u", make=erf, says="error function"),
    Known(names=("erfc",), takes="u", make=lambda u: 1 - erf(u), says="1 - erf(u)"),
    Known(
        names=("Phi", "normcdf", "norm_cdf", "Normcdf", "ndtr"),
        takes="x",
        make=Phi,
        says="distribution function of the standard normal",
        slope=phi,
    ),
    Known(
        names=("phi", "normpdf", "norm_pdf"),
        takes="x",
        make=phi,
        says="density of the standard normal",
        slope=lambda x: -x * phi(x),
    ),
    Known(
        names=("normal_density",),
        takes="x, m, v",
        make=lambda x, m, v: exp(-((x - m) ** 2) / (2 * v)) / sqrt(2 * pi * v),
        least=3,
        most=3,
        says="density of the normal distribution with mean m and variance v; N(x|m, v) is the same",
    ),
    Known(
        names=("gamma", "Gamma"), takes="u", make=gamma_function, says="gamma function, for u > 0", grows=limits.GAMMA
    ),
    Known(
        names=("factorial",),
        takes="n",
        make=lambda n: gamma_function(n + 1),
        says="gamma(n + 1)",
        grows=limits.GAMMA,
    ),
    Known(
        names=("loggamma", "lgamma", "gammaln"),
        takes="u",
        make=loggamma,
        says="log(gamma(u))",
        slope=digamma,
        grows=limits.GAMMA,
    ),
    Known(
        names=("digamma", "psi"),
        takes="u",
        make=digamma,
        says="derivative of loggamma(u)",
        slope=lambda u: polygamma(1, u),
        grows=limits.GAMMA,
    ),
    Known(
        names=("trigamma",),
        takes="u",
        make=lambda u: polygamma(1, u),
        says="derivative of digamma(u)",
        grows=limits.GAMMA,
    ),
    Known(
        names=("polygamma",),
        takes="n, u",
        make=polygamma,
        least=2,
        most=2,
        says="derivative of digamma, n times",
        grows=limits.GAMMA,
    ),
    Known(
        names=("besseli", "iv"),
        takes="n, x",
        make=besseli,
        least=2,
        most=2,
        says="modified Bessel function of the first kind, of order n = 0, 1, ...",
        grows=limits.POWER,
    ),
    Known(
        names=("I_0", "i0"),
        takes="x",
        make=lambda x: besseli(0, x),
        says="besseli(0, x)",
        slope=lambda x: besseli(1, x),
        grows=limits.POWER,
    ),
    Known(names=("I_1", "i1"), takes="x", make=lambda x: besseli(1, x), says="besseli(1, x)", grows=limits.POWER),
    Known(names=("I_2",), takes="x", make=lambda x: besseli(2, x), says="besseli(2, x)", grows=limits.POWER),
    Known(names=("LambertW", "lambertw"), takes="u", make=LambertW, says="the v with v exp(v) = u"),
)
