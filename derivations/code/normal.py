"""Helpers for the density and the distribution function of the standard normal."""

from __future__ import annotations

from fractions import Fraction

from sympy import exp, log, pi, sqrt

from derivations.code.functions import (
    erfc,
    log1p,
    log_Phi,
    phi_by_Phi,
    phi_by_Phi_rest,
)
from derivations.code.helper import horner, table, u
from derivations.code.mills import COEFFICIENTS
from derivations.language.functions import Branches, Phi, otherwise, phi

_x = -u
_mills = horner([Fraction(c) for c in COEFFICIENTS], (_x - 4) / (_x + 4)) / (_x + 2)  # phi(u)/Phi(u) + u for u < 0

HELPERS = table(
    (
        (Phi, "Phi", (u,), erfc(-u / sqrt(2)) / 2, Phi(u)),
        (phi, "phi", (u,), exp(-(u**2) / 2) / sqrt(2 * pi), phi(u)),
        (
            log_Phi,
            "log_Phi",
            (u,),
            Branches(
                -(u**2) / 2 - log(sqrt(2 * pi) * phi_by_Phi(u)),
                u < 0,
                log1p(-erfc(u / sqrt(2)) / 2),
                otherwise,
            ),
            log(Phi(u)),
        ),
        (
            phi_by_Phi,
            "phi_by_Phi",
            (u,),
            Branches(_mills - u, u < 0, phi(u) / Phi(u), otherwise),
            phi(u) / Phi(u),
        ),
        (
            phi_by_Phi_rest,
            "phi_by_Phi_rest",
            (u,),
            Branches(_mills, u < 0, u + phi(u) / Phi(u), otherwise),
            u + phi(u) / Phi(u),
        ),
    )
)
