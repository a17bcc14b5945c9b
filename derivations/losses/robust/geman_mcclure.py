r"""Geman-McClure loss

A loss that levels off: an error counts at most 2, however large it is.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source

p, t, c = symbols("p t c")
ratio = ((p - t) / c) ** 2

loss = Loss(
    id="LPGH",
    expression=2 * ratio / (ratio + 4),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        c: Positive("scale: the size at which an error begins to count as an outlier"),
    },
    source=Source("J. T. Barron, A general and adaptive robust loss function (2019), section 1", arxiv="1701.03077"),
    mistakes=[
        (4 * (p - t) / (c**2 * (ratio + 4)), "the square below the line was treated as a constant"),
        (16 * (p - t) / (c**2 * (ratio + 4)), "the sum below the line comes squared from the quotient rule"),
        (8 / (ratio + 4) ** 2, "the inner derivative $2(p-t)/c^2$ is missing"),
    ],
    aliases=["Geman McClure loss function", "Geman and McClure loss"],
    used_for="matching shapes and scans when many pairs are wrong",
    why=(
        "Near the target the slope is the error over $c^2$. It is largest at an error of $2c/\\sqrt{3}$, and then "
        "falls like the third power of the distance: a wild pair soon pulls no more. The loss is not convex, so it "
        "needs a good start. The constants are Barron's; others leave out the 2 and the 4."
    ),
    see_instead=[
        ("cauchy", "does not level off: it grows like a logarithm"),
        ("welsch", "levels off too, and its slope falls faster than any power"),
    ],
)
