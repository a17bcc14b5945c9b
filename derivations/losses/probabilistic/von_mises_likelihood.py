r"""Von Mises negative log-likelihood

Minus the log-likelihood of an angle under a von Mises distribution, the bell curve on a circle, without the constant.
Direction and concentration are both predicted.
"""

from sympy import besseli, cos, log, sin, symbols

from derivations.language import Loss, Positive, Real, Source

mu, t, kappa = symbols("mu t kappa")

loss = Loss(
    id="LS3B",
    expression=log(besseli(0, kappa)) - kappa * cos(mu - t),
    wrt=(mu, kappa),
    symbols={
        mu: Real("predicted direction, in radians"),
        kappa: Positive("predicted concentration"),
        t: Real("angle, fixed, in radians"),
    },
    source=Source(
        "S. R. Jammalamadaka and A. SenGupta, Topics in Circular Statistics (World Scientific, 2001), section 2.2.4"
    ),
    mistakes={
        mu: [
            (-kappa * sin(mu - t), "the slope of the cosine is minus the sine: the two minus signs cancel"),
            (kappa * (mu - t), "the sine was taken for its angle: right for small errors only"),
            (sin(mu - t), "the concentration in front was dropped"),
        ],
        kappa: [
            (-cos(mu - t), "the normaliser was treated as a constant: the concentration stands in it"),
            (1 / besseli(0, kappa) - cos(mu - t), "the slope of the Bessel function was forgotten: it is $I_1$"),
            (besseli(1, kappa) - cos(mu - t), "the outer logarithm was forgotten: it divides by $I_0$"),
        ],
    },
    aliases=["von Mises NLL", "angular NLL"],
    used_for="angles, times of day, directions",
    why=(
        "With respect to the direction the slope is the sine of the error: full turns make no difference, and right "
        "behind, at half a turn, the slope is 0. With respect to the concentration it is the expected cosine, "
        "$I_1(\\kappa)/I_0(\\kappa)$, minus the observed one. For large $\\kappa$ it is the normal distribution with "
        "the variance $1/\\kappa$."
    ),
    in_code=[
        (
            "torch.distributions.VonMises(mu, kappa).log_prob(t).neg()",
            "none",
            "with the constant $\\log2\\pi$; its Bessel function is a polynomial, right to seven digits",
        )
    ],
    see_instead=[("gaussian-variance", "for numbers on a line, of which $2\\pi$ is not 0")],
)
