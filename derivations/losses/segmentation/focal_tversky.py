r"""Focal Tversky loss

A power of the Tversky loss: with an exponent below 1, masks that are nearly right count for more; with one above 1, for
less.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Positive, Probability, Size, Source

i, k, n, A, D, T, alpha, beta, gamma = symbols("i k n A D T alpha beta gamma")
p, t = IndexedBase("p"), IndexedBase("t")
slope = -t[k] / D + A * (t[k] + alpha * (1 - t[k]) - beta * t[k]) / D**2

loss = Loss(
    id="LHM7",
    expression=(1 - T) ** gamma,
    wrt=p[k],
    definitions=[
        (A, Sum(p[i] * t[i], (i, 1, n))),
        (D, A + alpha * Sum(p[i] * (1 - t[i]), (i, 1, n)) + beta * Sum((1 - p[i]) * t[i], (i, 1, n))),
        (T, A / D),
    ],
    symbols={
        p: Probability("prediction: probability that a pixel belongs to the mask", shape=(n,)),
        t: Label01("target: 1 for the pixels of the true mask, 0 for the others", shape=(n,)),
        A: Intermediate("true positives", within="[0, oo)"),
        D: Intermediate("true positives, and the mistakes with their weights", within="(0, oo)"),
        T: Intermediate("Tversky index", within="[0, 1)"),
        alpha: Positive("weight of the false positives"),
        beta: Positive("weight of the false negatives"),
        gamma: Positive("exponent; the paper has its reciprocal"),
        k: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=Source(
        "N. Abraham and N. M. Khan, A novel focal Tversky loss function with improved attention U-Net for lesion "
        "segmentation, ISBI 2019",
        arxiv="1810.07842",
    ),
    mistakes=[
        (slope, "the power was dropped: this is the gradient of the Tversky loss"),
        (gamma * (1 - T) ** (gamma - 1), "the inner derivative, that of the Tversky loss, is missing"),
        (gamma * (1 - T) ** gamma * slope, "the exponent was not lowered by 1"),
    ],
    aliases=["FTL", "FocalTverskyLoss"],
    used_for="small lesions, when easy images should not dominate",
    why=(
        "The gradient is that of the Tversky loss, times $\\gamma(1-T)^{\\gamma-1}$, the same factor for all pixels of "
        "an image. So the power changes how much an image counts, not in which direction. Authors write the exponent "
        "as $\\gamma$ or as $1/\\gamma$: with $\\frac43$ in the paper, the exponent here is $\\frac34$."
    ),
    see_instead=[("tversky", "without the power")],
)
