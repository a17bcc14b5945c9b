r"""VICReg: the covariance term

Two different components of the embeddings should not vary together: the square of their covariance over the batch.
VICReg adds these squares over all pairs of components, and divides by the number of components.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Source

i, j, n, mu, nu, c = symbols("i j n mu nu c")
u, v = IndexedBase("u"), IndexedBase("v")

loss = Loss(
    id="L2H8",
    expression=c**2,
    wrt=u[j],
    backward=True,
    definitions=[
        (mu, Sum(u[i], (i, 1, n)) / n),
        (nu, Sum(v[i], (i, 1, n)) / n),
        (c, Sum((u[i] - mu) * (v[i] - nu), (i, 1, n)) / (n - 1)),
    ],
    closing=[(2 * c * (v[j] - nu) / (n - 1), "deviations from the mean sum to 0")],
    symbols={
        u: Real("the first component, one number for each example of the batch", shape=(n,)),
        v: Real("the second component, likewise", shape=(n,)),
        mu: Intermediate("mean of the first over the batch"),
        nu: Intermediate("mean of the second over the batch"),
        c: Intermediate("covariance of the two"),
        j: Index("index of the example", last=n),
        n: Classes("number of examples in the batch"),
    },
    source=Source(
        "A. Bardes, J. Ponce and Y. LeCun, VICReg: variance-invariance-covariance regularization for self-supervised "
        "learning, ICLR 2022",
        arxiv="2105.04906",
    ),
    mistakes=[
        (2 * c * v[j] / (n - 1), "the mean was not taken away: only deviations count"),
        (2 * c * (u[j] - mu) / (n - 1), "the component itself was put where the other one belongs"),
        ((v[j] - nu) / (n - 1), "the covariance is missing: this is the slope of $c$, not of its square"),
    ],
    aliases=["decorrelation loss", "covariance penalty"],
    used_for="embeddings whose components should not repeat each other",
    why=(
        "Each example moves one component against the deviation of the other, the more the stronger the two are "
        "correlated. That the mean moves too makes no difference, as deviations from the mean sum to 0. The variance "
        "term keeps components alive, this one keeps them different."
    ),
    see_instead=[("barlow-twins", "looks at correlations between two embeddings")],
)
