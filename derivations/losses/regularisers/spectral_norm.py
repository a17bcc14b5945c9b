r"""Spectral norm

The largest singular value of a matrix: the most by which it can stretch a vector. It is written with the singular
vectors $u$ and $v$ that belong to it, held fixed. They are the unit vectors at which $u^\top Wv$ is largest, so that
their own movement does not count to first order.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Real, Size, Source, UnitVector

i, j, k, l, m, n, lam = symbols("i j k l m n lambda")
W, u, v = map(IndexedBase, ("W", "u", "v"))
norm = Sum(u[i] * W[i, j] * v[j], (j, 1, n), (i, 1, m))

loss = Loss(
    id="LY3V",
    expression=norm,
    wrt=W[k, l],
    symbols={
        W: Real("matrix, such as the weights of a layer", shape=(m, n)),
        u: UnitVector("left singular vector of the largest singular value, held fixed", shape=(m,), follows=True),
        v: UnitVector("right singular vector of the largest singular value, held fixed", shape=(n,), follows=True),
        k: Index("index of the row", last=m),
        l: Index("index of the column", last=n),
        m: Size("number of rows"),
        n: Size("number of columns"),
    },
    source=Source(
        "T. Miyato, T. Kataoka, M. Koyama and Y. Yoshida, Spectral normalization for generative adversarial networks, "
        "ICLR 2018, section 2",
        arxiv="1802.05957",
    ),
    mistakes=[
        (
            norm * u[k] * v[l],
            "the singular value was kept as a factor: that is the best approximation of $W$ of rank 1",
        ),
        (v[l], "the left singular vector was dropped: right for a matrix of one row with $u=1$"),
        (W[k, l] / norm, "the slope of a length such as the Frobenius norm: the matrix divided by its norm"),
    ],
    aliases=["largest singular value", "operator norm", "spectral normalisation"],
    used_for="layers that must not stretch their inputs too much",
    why=(
        "The gradient is the matrix $uv^\\top$: it changes only the direction that is stretched most, and its size "
        "does not depend on $W$. Libraries find $u$ and $v$ by a few steps of power iteration, and hold them fixed as "
        "here. Where two singular values are equally large there is a kink, and any of their pairs gives a "
        "subgradient. Every norm is convex; as $u$ and $v$ move with $W$, the formula does not show it."
    ),
    see_instead=[("nuclear-norm", "the sum of all singular values")],
)
