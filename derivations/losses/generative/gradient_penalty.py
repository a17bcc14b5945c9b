"""Gradient penalty

The squared distance of the length of the critic's gradient from 1: it keeps the critic of a Wasserstein GAN from being
too steep, or too flat.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, n, a, lambda_ = symbols("i j n a lambda")
g = IndexedBase("g")

loss = Loss(
    id="L3FQ",
    expression=lambda_ * (a - 1) ** 2,
    wrt=g[j],
    definitions=[(a, sqrt(Sum(g[i] ** 2, (i, 1, n))))],
    symbols={
        g: Real(
            "gradient of the critic with respect to its input, at a point between a real and a generated sample",
            shape=(n,),
        ),
        a: Intermediate("its length", within="[0, oo)"),
        lambda_: Positive("weight of the penalty, such as 10"),
        j: Index("index of the component", last=n),
        n: Size("number of components of the input"),
    },
    source=Source("I. Gulrajani et al., Improved training of Wasserstein GANs (2017)", arxiv="1704.00028"),
    mistakes=[
        (2 * lambda_ * (a - 1), "the slope of the length, $g_j/a$, is missing: it gives the direction"),
        (2 * lambda_ * g[j], "the gradient of the squared length, without the 1"),
        (2 * lambda_ * (a**2 - 1) * g[j], "the length was squared before it was compared with 1"),
        ((a - 1) * g[j] / a, "the factor $2\\lambda$ was dropped: beside a second loss it is no common factor"),
    ],
    aliases=["WGAN-GP", "Lipschitz penalty"],
    used_for="critics of Wasserstein GANs",
    why=(
        "The slope points along the critic's gradient, and shortens it if it is longer than 1, lengthens it if it is "
        "shorter. At $g=0$ there is a kink: code that takes a root there returns no number. To reach the weights a "
        "program must differentiate a gradient once more."
    ),
    see_instead=[("r1-penalty", "draws the gradient to 0, at real samples only")],
)
