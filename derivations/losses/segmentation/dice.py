r"""Soft Dice loss

1 minus the Dice coefficient of a predicted mask and the true one: twice their overlap, divided by the sum of their
sizes. The small number $s$ above and below keeps empty masks from dividing 0 by 0.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Positive, Probability, Size, Source

i, k, n, s, I, D = symbols("i k n s I D")
p, t = IndexedBase("p"), IndexedBase("t")

loss = Loss(
    id="L7DF",
    expression=1 - (2 * I + s) / D,
    wrt=p[k],
    definitions=[(I, Sum(p[i] * t[i], (i, 1, n))), (D, Sum(p[i], (i, 1, n)) + Sum(t[i], (i, 1, n)) + s)],
    symbols={
        p: Probability("prediction: probability that a pixel belongs to the mask", shape=(n,)),
        t: Label01("target: 1 for the pixels of the true mask, 0 for the others", shape=(n,)),
        I: Intermediate("overlap", within="[0, oo)"),
        D: Intermediate("sum of the two sizes, and $s$", within="(0, oo)"),
        s: Positive("smoothing, such as 1"),
        k: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=[
        Source("Keras documentation, keras.losses.Dice"),
        Source(
            "M. Drozdzal, E. Vorontsov, G. Chartrand, S. Kadoury and C. Pal, The importance of skip connections in "
            "biomedical image segmentation (2016), section 3",
            arxiv="1608.04117",
        ),
    ],
    closing=[((2 * I + s - 2 * t[k] * D) / D**2, "brought to one denominator")],
    mistakes=[
        (-2 * t[k] / D, "the denominator was treated as a constant: it depends on every pixel"),
        (-2 * t[k] / D - (2 * I + s) / D**2, "the minus of the quotient rule was dropped"),
        ((2 * I + s) / D**2, "the numerator was treated as a constant"),
        (2 * t[k] / D - (2 * I + s) / D**2, "the gradient of the Dice coefficient, not of 1 minus it"),
    ],
    aliases=["Dice loss", "soft Dice", "DSC loss", "F1 loss", "DiceLoss"],
    used_for="masks that are small against the image",
    why=(
        "Every pixel outside the true mask gets the same slope, $(2I+s)/D^2$, and every pixel inside it that minus "
        "$2/D$: only the overlap and the sizes count, not how many pixels of background there are. So a small mask is "
        "not drowned, as it is under the cross-entropy. Where prediction and mask hardly overlap, and $s$ is small, a "
        "pixel outside has hardly a slope, and one inside nearly $-2/D$; it is often added to a cross-entropy."
    ),
    in_code=[
        (
            "keras.losses.Dice()(t, p)",
            "sum_over_batch_size",
            "has its $\\epsilon=10^{-7}$ in the place of $s$",
        ),
        (
            "optax.losses.binary_dice_loss(jax.scipy.special.logit(p), t, smooth=s / 2)",
            "none",
            "takes logits; adds its smoothing to the overlap, not to twice the overlap",
        ),
    ],
    see_instead=[
        ("dice-squared", "squares below the line, as in V-Net"),
        ("jaccard", "divides the overlap by the union"),
    ],
)
