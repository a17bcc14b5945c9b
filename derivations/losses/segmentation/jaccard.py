r"""Soft Jaccard loss

1 minus the overlap of a predicted mask and the true one, divided by their union: a smooth form of the intersection over
union.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Probability, Size, Source

i, k, n, I, U = symbols("i k n I U")
p, t = IndexedBase("p"), IndexedBase("t")

loss = Loss(
    id="LT3W",
    expression=1 - I / U,
    wrt=p[k],
    definitions=[(I, Sum(p[i] * t[i], (i, 1, n))), (U, Sum(p[i], (i, 1, n)) + Sum(t[i], (i, 1, n)) - I)],
    symbols={
        p: Probability("prediction: probability that a pixel belongs to the mask", shape=(n,)),
        t: Label01("target: 1 for the pixels of the true mask, 0 for the others", shape=(n,)),
        I: Intermediate("overlap", within="[0, oo)"),
        U: Intermediate("union", within="(0, oo)"),
        k: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=[
        Source("segmentation_models_pytorch documentation, losses, JaccardLoss"),
        Source(
            "M. A. Rahman and Y. Wang, Optimizing intersection-over-union in deep neural networks for image "
            "segmentation, ISVC 2016, 234-244",
        ),
    ],
    mistakes=[
        (-t[k] / U, "the union was treated as a constant: it depends on every pixel"),
        (-t[k] / U + I / U**2, "the union loses what the overlap gains: its slope is $1-t_k$, not 1"),
        (-t[k] / U - I * (1 - t[k]) / U**2, "the minus of the quotient rule was dropped"),
    ],
    aliases=["soft IoU loss", "IoU loss for masks", "JaccardLoss", "intersection over union loss"],
    used_for="masks that are judged by intersection over union",
    why=(
        "A pixel of the true mask has the slope $-1/U$, one outside it $I/U^2$: the first counts at least as much, as "
        "the overlap is never larger than the union. With the Dice coefficient $c$, without smoothing, the measure is "
        "$c/(2-c)$: both rank two predictions alike, but the slopes differ."
    ),
    see_instead=[
        ("dice", "twice the overlap, divided by the sum of the sizes"),
        ("box-iou", "the same for boxes"),
    ],
)
