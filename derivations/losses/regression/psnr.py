r"""Peak signal-to-noise ratio

Minus the ratio of peak and mean squared error of an image, in decibels: ten times the logarithm of that error, up to a
constant.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, n, q, M = symbols("i j n q M")
p, t = map(IndexedBase, ("p", "t"))

loss = Loss(
    id="LX4G",
    expression=-10 * log(M**2 / q) / log(10),
    wrt=p[j],
    definitions=[(q, Sum((p[i] - t[i]) ** 2, (i, 1, n)) / n)],
    symbols={
        p: Real("predicted pixels", shape=(n,)),
        t: Real("targets, fixed", shape=(n,)),
        q: Intermediate("mean squared error", within="[0, oo)"),
        M: Positive("peak: the largest value of a pixel"),
        j: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=Source(
        "Q. Huynh-Thu and M. Ghanbari, Scope of validity of PSNR in image/video quality assessment, Electronics "
        "Letters 44 (2008), 800-801",
        doi="10.1049/el:20080522",
    ),
    mistakes=[
        (
            2 * (p[j] - t[j]) / n,
            "the gradient of the mean squared error: the factor of the logarithm is missing, and it varies",
        ),
        (
            20 * (p[j] - t[j]) / (n * q),
            "the natural logarithm was differentiated: that to base 10 has a $\\log10$ below the line",
        ),
        (
            10 / (log(10) * q),
            "the inner derivative is missing: this is the slope with respect to the mean squared error",
        ),
    ],
    aliases=["PSNR loss", "peak signal to noise ratio"],
    used_for="restored or compressed images, measured in decibels",
    why=(
        "The gradient is that of the mean squared error, divided by that error: close to the target the same pixel "
        "error pulls harder. The minimiser is the same, and the peak drops out. At a perfect image the loss is "
        "$-\\infty$, so it is more often a measure than a loss."
    ),
    see_instead=[
        ("mean-squared", "without the logarithm"),
    ],
)
