r"""Student-t negative log-likelihood

Minus the log-likelihood of a target under a Student-t distribution, whose tails are heavy; the fewer the degrees of
freedom $\nu$, the heavier. What depends on $\nu$ alone is left out.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Real, Source

mu, t, nu, s = symbols("mu t nu sigma")
r = mu - t

loss = Loss(
    id="L5GH",
    expression=(nu + 1) / 2 * log(1 + r**2 / (nu * s**2)) + log(s),
    wrt=(mu, s),
    symbols={
        mu: Real("predicted location"),
        s: Positive("predicted scale"),
        nu: Positive("degrees of freedom, fixed"),
        t: Real("target, fixed"),
    },
    source=Source(
        "K. L. Lange, R. J. A. Little and J. M. G. Taylor, Robust statistical modeling using the t distribution, "
        "Journal of the American Statistical Association 84 (1989), 881-896",
        doi="10.1080/01621459.1989.10478852",
    ),
    mistakes={
        mu: [
            (r / s**2, "the gradient of the normal distribution: right in the limit $\\nu\\to\\infty$ only"),
            (r / (nu * s**2 + r**2), "the factor $\\nu+1$ in front was dropped"),
            ((nu + 1) * r / (nu * s**2), "the outer logarithm was forgotten: it divides by its argument"),
            ((nu + 1) * r / (nu + r**2), "the scale was dropped: right for $\\sigma=1$ only"),
        ],
        s: [
            (1 / s, "the first term was treated as a constant: the scale stands in it too"),
            (1 / s + (nu + 1) * r**2 / (s * (nu * s**2 + r**2)), "the inner minus of $1/\\sigma^2$ is missing"),
            (1 / s - r**2 / s**3, "the slope for the normal distribution: right in the limit $\\nu\\to\\infty$ only"),
        ],
    },
    aliases=["Student-t NLL", "Student-t", "Student t loss", "t-distribution NLL"],
    used_for="errors of which some are wild, with a scale of their own",
    why=(
        "For small errors the slope grows with the error, as for the normal distribution. It is largest at an error of "
        "$\\sigma$ times the root of $\\nu$, and falls again beyond, like $(\\nu+1)$ over the error: the further out "
        "an outlier lies, the less it counts, since heavy tails expect outliers now and then. The price is that the "
        "loss is not convex."
    ),
    in_code=[
        (
            "torch.distributions.StudentT(nu, mu, sigma).log_prob(t).neg()",
            "none",
            "with the terms that depend on $\\nu$ alone",
        ),
    ],
    see_instead=[("general-robust", "its limit $\\alpha\\to0$ has the same shape, without a likelihood")],
)
