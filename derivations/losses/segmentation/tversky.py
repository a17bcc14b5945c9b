r"""Tversky loss

A soft Dice loss with a weight for each kind of mistake: $\alpha$ for pixels that were marked wrongly, $\beta$ for
pixels that were missed.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Positive, Probability, Size, Source

i, k, n, A, D, alpha, beta = symbols("i k n A D alpha beta")
p, t = IndexedBase("p"), IndexedBase("t")

loss = Loss(
    id="LTX3",
    expression=1 - A / D,
    wrt=p[k],
    definitions=[
        (A, Sum(p[i] * t[i], (i, 1, n))),
        (D, A + alpha * Sum(p[i] * (1 - t[i]), (i, 1, n)) + beta * Sum((1 - p[i]) * t[i], (i, 1, n))),
    ],
    symbols={
        p: Probability("prediction: probability that a pixel belongs to the mask", shape=(n,)),
        t: Label01("target: 1 for the pixels of the true mask, 0 for the others", shape=(n,)),
        A: Intermediate("true positives", within="[0, oo)"),
        D: Intermediate("true positives, and the mistakes with their weights", within="(0, oo)"),
        alpha: Positive("weight of the false positives"),
        beta: Positive("weight of the false negatives"),
        k: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=Source(
        "S. S. M. Salehi, D. Erdogmus and A. Gholipour, Tversky loss function for image segmentation using 3D fully "
        "convolutional deep networks, MLMI 2017",
        arxiv="1706.05721",
    ),
    mistakes=[
        (-t[k] / D, "the denominator was treated as a constant: it depends on every pixel"),
        (
            -t[k] / D + A * (t[k] + alpha * (1 - t[k]) + beta * t[k]) / D**2,
            "a pixel that was missed is missed less as $p_k$ grows: the sign of $\\beta$ is minus",
        ),
        (
            -t[k] / D + A * (t[k] + beta * (1 - t[k]) - alpha * t[k]) / D**2,
            "the two weights changed places",
        ),
    ],
    aliases=["Tversky index loss", "TverskyLoss"],
    used_for="small masks of which no pixel should be missed",
    why=(
        "With $\\beta>\\alpha$ a pixel that was missed costs more than one that was marked wrongly, which suits "
        "lesions that must not be overlooked. With $\\alpha=\\beta=\\frac12$ it is the soft Dice loss, with both 1 the "
        "soft Jaccard loss. Papers and libraries do not agree which letter stands for which mistake: check before you "
        "set them."
    ),
    in_code=[
        (
            "keras.losses.Tversky(alpha=beta, beta=alpha)(t, p)",
            "sum_over_batch_size",
            "in Keras 3.15 $\\alpha$ weighs what was missed, $\\beta$ what was marked wrongly",
        ),
    ],
    see_instead=[
        ("dice", "both weights one half"),
        ("focal-tversky", "a power of this loss"),
    ],
)
