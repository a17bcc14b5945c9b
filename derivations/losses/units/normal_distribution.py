r"""Normal distribution function

The probability $\Phi(z)$ that a standard normal number is less than $z$. Its slope is the height of the bell curve
above $z$, the density $\varphi(z)$.
"""

from sympy import erf, exp, pi, sqrt, symbols

from derivations.language import Loss, Phi, Real, Source, phi

z = symbols("z")

loss = Loss(
    id="LPH5",
    name="y",
    expression=(1 + erf(z / sqrt(2))) / 2,
    wrt=z,
    symbols={z: Real("number that is not to be exceeded")},
    closing=[(phi(z), "the density of the standard normal, by its name")],
    source=Source("M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, section 26.2"),
    mistakes=[
        (exp(-(z**2) / 2) / sqrt(pi), "the inner derivative is missing: one over the root of 2"),
        (exp(-(z**2) / 2), "the constant in front was dropped, so that the area under the curve is not 1"),
        (Phi(z) * (1 - Phi(z)), "this is how a sigmoid does it; its curve has a similar shape, but not this slope"),
        (-z * phi(z), "this is the slope of the density: the derivative was taken twice"),
    ],
    aliases=["Phi", "normal CDF", "Gaussian CDF"],
    used_for="probabilities from scores, as in probit regression",
    why=(
        "The slope is largest, about 0.4, at $z=0$, and falls off faster than that of a sigmoid. Probit regression "
        "makes a probability of a score with it, and GELU weighs its input by it: the slope of $z\\,\\Phi(z)$ is "
        "$\\Phi(z)+z\\,\\varphi(z)$."
    ),
    in_code=[("torch.special.ndtr(z)", "none"), ("jax.scipy.stats.norm.cdf(z)", "none")],
)
