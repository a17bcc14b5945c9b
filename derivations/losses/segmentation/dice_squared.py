r"""Soft Dice loss with squares

1 minus the Dice coefficient with squares below the line, as in V-Net: twice the overlap of a predicted mask and the
true one, divided by the sum of their squared lengths.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Probability, Size, Source

i, k, n, I, D = symbols("i k n I D")
p, t = IndexedBase("p"), IndexedBase("t")

loss = Loss(
    id="L23X",
    expression=1 - 2 * I / D,
    wrt=p[k],
    definitions=[(I, Sum(p[i] * t[i], (i, 1, n))), (D, Sum(p[i] ** 2, (i, 1, n)) + Sum(t[i] ** 2, (i, 1, n)))],
    symbols={
        p: Probability("prediction: probability that a pixel belongs to the mask", shape=(n,)),
        t: Label01("target: 1 for the pixels of the true mask, 0 for the others", shape=(n,)),
        I: Intermediate("overlap", within="[0, oo)"),
        D: Intermediate("sum of the squares of both", within="(0, oo)"),
        k: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=Source(
        "F. Milletari, N. Navab and S.-A. Ahmadi, V-Net: fully convolutional neural networks for volumetric medical "
        "image segmentation, 3DV 2016, section 3",
        arxiv="1606.04797",
    ),
    closing=[(2 * (2 * p[k] * I - t[k] * D) / D**2, "the positive term written first")],
    mistakes=[
        (-2 * t[k] / D - 4 * p[k] * I / D**2, "the minus of the quotient rule was dropped"),
        (2 * (t[k] * D - 2 * p[k] * I) / D**2, "the gradient of the Dice coefficient, not of 1 minus it"),
        (-2 * t[k] / D + 2 * I / D**2, "the inner derivative of the square is missing: it is $2p_k$"),
        (-2 * (t[k] * D - 2 * p[k] * I) / D, "the denominator was not squared"),
    ],
    aliases=["V-Net loss", "V-Net Dice loss", "squared Dice loss"],
    used_for="segmentation of volumes, as in V-Net",
    why=(
        "Of the pixels outside the true mask, those with a high probability are pushed down most: their slope is "
        "proportional to $p_k$, where with the plain sizes below the line all have the same. A perfect mask of zeros "
        "and ones has the value 0. The loss goes back to V-Net, whose paper states the gradient of the coefficient, "
        "which is to be made large."
    ),
    see_instead=[("dice", "the sizes themselves below the line")],
)
