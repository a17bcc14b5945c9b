r"""Structural similarity

One minus the SSIM of two windows of an image: a product of how alike their means are, and how alike their deviations
from these. Over an image it is averaged over many windows, in which the middle often weighs more.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, n, m, u, v, w, c, l, s, c1, c2 = symbols("i j n mu_p mu_t v w c l s c_1 c_2")
p, t = map(IndexedBase, ("p", "t"))
of_pattern, of_mean = l * (s * (p[j] - m) - (t[j] - u)) / v, s * (l * m - u) / w

loss = Loss(
    id="LKC9",
    expression=1 - l * s,
    wrt=p[j],
    backward=True,
    definitions=[
        (m, Sum(p[i], (i, 1, n)) / n),
        (u, Sum(t[i], (i, 1, n)) / n),
        (v, Sum((p[i] - m) ** 2, (i, 1, n)) / n + Sum((t[i] - u) ** 2, (i, 1, n)) / n + c2),
        (c, 2 * Sum((p[i] - m) * (t[i] - u), (i, 1, n)) / n + c2),
        (w, m**2 + u**2 + c1),
        (l, (2 * m * u + c1) / w),
        (s, c / v),
    ],
    closing=[(2 * (of_pattern + of_mean) / n, "$\\sum_i(p_i-\\mu_p)=0$ and $\\sum_i(t_i-\\mu_t)=0$")],
    symbols={
        p: Real("predicted pixels of the window", shape=(n,)),
        t: Real("targets, fixed", shape=(n,)),
        m: Intermediate("mean of the prediction"),
        u: Intermediate("mean of the target"),
        v: Intermediate("both variances and $c_2$", within="(0, oo)"),
        c: Intermediate("twice the covariance and $c_2$"),
        w: Intermediate("both squared means and $c_1$", within="(0, oo)"),
        l: Intermediate("luminance: how alike the means are"),
        s: Intermediate("contrast and structure: how alike the deviations are"),
        c1: Positive("small constant for windows that are nearly black"),
        c2: Positive("small constant for windows that are nearly flat"),
        j: Index("index of the pixel", last=n),
        n: Size("number of pixels of the window"),
    },
    source=Source(
        "Z. Wang, A. C. Bovik, H. R. Sheikh and E. P. Simoncelli, Image quality assessment: from error visibility to "
        "structural similarity, IEEE Transactions on Image Processing 13 (2004), 600-612"
    ),
    mistakes=[
        (2 * of_pattern / n, "the factor of the means was treated as a constant"),
        (
            -2 * l * (t[j] - u) / (v * n),
            "only the covariance was differentiated: the variance below the line moves too",
        ),
        (-2 * (of_pattern + of_mean) / n, "the gradient of the similarity: the loss is 1 minus that"),
    ],
    aliases=["SSIM", "SSIM loss", "structural similarity index"],
    used_for="images that should look alike, pixel by pixel or not",
    why=(
        "The gradient has two parts: one moves the pattern of the window towards that of the target, the other the "
        "mean of all its pixels by the same amount. In a flat window $v$ is small, and the pattern counts much; that "
        "is why the constants are there. The loss is not convex, and often stands beside an absolute loss."
    ),
    see_instead=[("psnr", "compares pixel by pixel")],
)
