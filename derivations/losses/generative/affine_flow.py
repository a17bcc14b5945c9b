"""Affine flow

Minus the log-likelihood of a normalising flow of one affine step: the input is shifted and scaled to a standard normal
variable, and the scale is paid for.
"""

from sympy import exp, symbols

from derivations.language import Intermediate, Loss, Real, Source

x, b, s, z = symbols("x b s z")

loss = Loss(
    id="L9KG",
    expression=z**2 / 2 + s,
    wrt=(s, b),
    definitions=[(z, (x - b) * exp(-s))],
    symbols={
        s: Real("logarithm of the scale, given by a network"),
        b: Real("shift, given by a network"),
        x: Real("input, a component of the data"),
        z: Intermediate("the variable that should be standard normal"),
    },
    source=Source(
        "L. Dinh, J. Sohl-Dickstein and S. Bengio, Density estimation using Real NVP (2016)", arxiv="1605.08803"
    ),
    mistakes={
        s: [
            (-(z**2), "the determinant was dropped: then a larger scale would always be better"),
            (1 + z**2, "the inner minus of $e^{-s}$ was dropped"),
            (1 - z, "the square was differentiated as if it were linear"),
        ],
        b: [
            (-z, "the scale was dropped: the shift comes before it"),
            (z * exp(-s), "the inner minus of $x-b$ was dropped"),
        ],
    },
    aliases=["normalizing flow", "RealNVP", "affine coupling layer", "change of variables"],
    used_for="densities by invertible networks",
    why=(
        "With respect to $s$ the slope is $1-z^2$: in the mean it is 0 where the mean of $z^2$ is 1. With respect "
        "to $b$ it is $-z$, over the scale: in the mean 0 where it has mean 0. The term $s$ is minus the logarithm of "
        "the slope $\\mathrm{d}z/\\mathrm{d}x$; without it all inputs would be squeezed into a point."
    ),
    see_instead=[("gaussian-log-variance", "the same formula, with $v=2s$: mean and variance of a target")],
)
