r"""Boundary loss

The probabilities of a mask, each times the distance of its pixel from the true boundary: negative inside the true mask,
positive outside.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source, sigma

i, k, n = symbols("i k n")
z, p, d = map(IndexedBase, ("z", "p", "d"))

loss = Loss(
    id="L577",
    expression=Sum(d[i] * p[i], (i, 1, n)),
    wrt=z[k],
    definitions=[(p[i], sigma(z[i]))],
    symbols={
        z: Real("logits of the pixels", shape=(n,)),
        p: Intermediate("probability that pixel $i$ belongs to the mask", shape=(n,), within="(0, 1)"),
        d: Real("distance of each pixel from the true boundary, negative inside; fixed", shape=(n,)),
        k: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=Source(
        "H. Kervadec, J. Bouchtiba, C. Desrosiers, E. Granger, J. Dolz and I. Ben Ayed, Boundary loss for highly "
        "unbalanced segmentation, MIDL 2019",
        arxiv="1812.07032",
    ),
    mistakes=[
        (d[k], "the gradient with respect to the probability: the slope of the sigmoid is missing"),
        (d[k] * p[k], "the derivative of the sigmoid was taken for the sigmoid itself"),
        (p[k] * (1 - p[k]), "the distance was dropped"),
    ],
    aliases=["surface loss", "distance-map loss"],
    used_for="masks whose boundary matters, beside a Dice loss",
    why=(
        "Each pixel is pulled up inside the true mask and pushed down outside, in proportion to its distance from the "
        "boundary and to the slope of the sigmoid. A pixel marked far away so costs most. The distances are computed "
        "once from the true mask. The loss is linear in the probabilities, and is added to one that measures regions."
    ),
    see_instead=[("dice", "measures the regions, not the boundary")],
)
