r"""Log-cosh Dice loss

The logarithm of the hyperbolic cosine of the soft Dice loss, which makes it rounder near 0.
"""

from sympy import IndexedBase, Sum, cosh, log, symbols, tanh

from derivations.language import Index, Intermediate, Label01, Loss, Probability, Size, Source

i, k, n, I, D, d = symbols("i k n I D d")
p, t = IndexedBase("p"), IndexedBase("t")
slope = -2 * t[k] / D + 2 * I / D**2

loss = Loss(
    id="LTJ9",
    expression=log(cosh(d)),
    wrt=p[k],
    definitions=[
        (I, Sum(p[i] * t[i], (i, 1, n))),
        (D, Sum(p[i], (i, 1, n)) + Sum(t[i], (i, 1, n))),
        (d, 1 - 2 * I / D),
    ],
    symbols={
        p: Probability("prediction: probability that a pixel belongs to the mask", shape=(n,)),
        t: Label01("target: 1 for the pixels of the true mask, 0 for the others", shape=(n,)),
        I: Intermediate("overlap", within="[0, oo)"),
        D: Intermediate("sum of the two sizes", within="(0, oo)"),
        d: Intermediate("soft Dice loss", within="(0, 1]"),
        k: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=Source(
        "S. Jadon, A survey of loss functions for semantic segmentation, CIBCB 2020",
        arxiv="2006.14822",
    ),
    mistakes=[
        (slope, "the outer function was dropped: this is the gradient of the Dice loss"),
        (tanh(d), "the inner derivative, that of the Dice loss, is missing"),
        (tanh(d) * -2 * t[k] / D, "the denominator was treated as a constant: it depends on every pixel"),
    ],
    aliases=["LogCoshDice", "log-cosh Dice loss"],
    used_for="segmentation, with smaller steps near the optimum",
    why=(
        "The gradient is that of the soft Dice loss, times $\\tanh d$: the same factor for all pixels, which fades as "
        "the masks come to agree. As the Dice loss lies between 0 and 1, the factor is never more than $\\tanh1$, "
        "about 0.76. The minimiser is that of the Dice loss."
    ),
    see_instead=[
        ("dice", "without the outer function"),
        ("log-cosh", "the same function of an error"),
    ],
)
