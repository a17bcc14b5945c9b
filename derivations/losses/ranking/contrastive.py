"""Contrastive loss

A pair of the same kind ($y=1$) is drawn together; a pair of different kinds ($y=0$) is pushed apart until its distance
reaches the margin. Hadsell, Chopra and LeCun number the labels the other way round: their $Y=0$ stands for a pair of
the same kind.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Positive, Real, Size, positive_part

i, j, n, m, y = symbols("i j n m y")
u, v, d = IndexedBase("u"), IndexedBase("v"), symbols("d")

loss = Loss(
    id="L6BQ",
    former="vectors/contrastive",
    expression=y * d**2 / 2 + (1 - y) * positive_part(m - d) ** 2 / 2,
    wrt=(u[j], v[j]),
    definitions=[(d, sqrt(Sum((u[i] - v[i]) ** 2, (i, 1, n))))],
    symbols={
        u: Real("first vector", shape=(n,)),
        v: Real("second vector", shape=(n,)),
        y: Label01("1 for a pair of the same kind, 0 for one of different kinds; between, if unsure"),
        d: Intermediate("distance between the two", within="[0, oo)"),
        m: Positive("margin: the distance at which a different pair is left alone"),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
    },
    source="R. Hadsell, S. Chopra and Y. LeCun, Dimensionality reduction by learning an invariant mapping, CVPR 2006",
    mistakes={
        u[j]: [
            (
                y * (u[j] - v[j]) - (1 - y) * positive_part(m - d),
                "the slope of the distance, $(u_j-v_j)/d$, is missing in the second term",
            ),
            (
                y * (u[j] - v[j]) + (1 - y) * positive_part(m - d) * (u[j] - v[j]) / d,
                "the inner minus of $m-d$ is missing",
            ),
        ],
        v[j]: [(y * (u[j] - v[j]), "the gradient with respect to $u$, for a pair of the same kind")],
    },
    aliases=["contrastive pair loss", "Siamese loss"],
    used_for="pairs of which one knows whether they are alike",
    why=(
        "Two alike are drawn together in proportion to their distance; two unlike are pushed apart by the amount that "
        "is missing to the margin, and left alone beyond it. Without the margin the unlike would be pushed for ever. "
        "It trains Siamese networks, which compare faces or signatures."
    ),
    see_instead=[
        ("triplet-margin", "compares two distances, and needs no absolute margin"),
        ("info-nce", "the loss of contrastive learning today: a softmax over many candidates"),
    ],
)
