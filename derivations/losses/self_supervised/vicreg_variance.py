r"""VICReg: the variance term

A component of the embeddings should keep a standard deviation of at least $\gamma$ over the batch: a hinge on the
standard deviation, which keeps the embedding from collapsing. VICReg takes the mean over all components.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Source, positive_part, step

i, j, k, n, mu, v, s, gamma, eps = symbols("i j k n mu v S gamma epsilon")
z = IndexedBase("z")

loss = Loss(
    id="LPKH",
    expression=positive_part(gamma - s),
    wrt=z[j],
    definitions=[
        (mu, Sum(z[k], (k, 1, n)) / n),
        (v, Sum((z[i] - mu) ** 2, (i, 1, n)) / (n - 1)),
        (s, sqrt(v + eps)),
    ],
    symbols={
        z: Real("the component, one number for each example of the batch", shape=(n,)),
        mu: Intermediate("mean over the batch"),
        v: Intermediate("variance over the batch", within="[0, oo)"),
        s: Intermediate("standard deviation over the batch", within="(0, oo)"),
        gamma: Positive("least standard deviation that is wanted"),
        eps: Positive("a small number that keeps the root away from 0"),
        j: Index("index of the example", last=n),
        n: Classes("number of examples in the batch"),
    },
    source=Source(
        "A. Bardes, J. Ponce and Y. LeCun, VICReg: variance-invariance-covariance regularization for self-supervised "
        "learning, ICLR 2022",
        arxiv="2105.04906",
    ),
    mistakes=[
        (
            -2 * step(gamma - s) * (z[j] - mu) / (n - 1),
            "the variance was differentiated, not its root, which brings $1/(2S)$",
        ),
        (-(z[j] - mu) / ((n - 1) * s), "the bracket was dropped: beyond $\\gamma$ the term is flat"),
        (step(gamma - s) * (z[j] - mu) / ((n - 1) * s), "the inner minus of $\\gamma-S$ was lost"),
    ],
    aliases=["variance hinge", "VICReg"],
    used_for="embeddings that must not collapse to a constant",
    why=(
        "Where a component varies too little, each example is pushed away from the mean of the batch, in proportion to "
        "its deviation in units of $S$. That the mean moves too does not show in the slope, as deviations sum to 0. "
        "The root matters: the slope of the variance itself fades as the examples come together, that of $S$ only once "
        "their deviations are as small as the root of $\\varepsilon$."
    ),
    see_instead=[("vicreg-covariance", "the other term that prevents collapse")],
)
