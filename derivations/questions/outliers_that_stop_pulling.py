r"""Why does an outlier stop pulling?

Because a loss that levels off has the slope 0 where it is level. The Welsch loss multiplies the error by a bell that
falls faster than the error grows; Tukey's loss is constant from some error on. With the Huber loss an outlier pulls no
harder than others, but it never stops.
"""

from sympy import exp, symbols

from derivations.language import Answer, Claim, Section, branches, clip, otherwise
from derivations.language import magnitude as size

p, t, c = symbols("p t c")
bell = exp(-(((p - t) / c) ** 2) / 2)

answer = Answer(
    id="QTBH",
    loss="welsch",
    short="The slope of a level loss is 0",
    claims=[
        Claim(
            (p - t) / c**2, "wrong", "the bell was dropped: this is a squared loss, in which an outlier pulls hardest"
        ),
        Claim((p - t) / c**2 * bell, "exact", "the error, times a bell that is nearly 0 far out"),
        Claim(
            clip(p - t, -c, c),
            "wrong",
            "the gradient of the Huber loss: there an outlier goes on pulling",
            loss="tukey",
        ),
        Claim(
            branches(((p - t) * (1 - ((p - t) / c) ** 2) ** 2, size(p - t) <= c), (0, otherwise)),
            "exact",
            "beyond $c$ the slope is exactly 0",
            loss="tukey",
        ),
    ],
    sections=[
        Section(
            "The price",
            "A loss that levels off is not convex. If the first guess is bad, the good examples may look like "
            "outliers, and nothing pulls the fit back to them. So begin with a convex robust loss, such as Huber's, "
            "or with a large $c$ that is made smaller step by step.",
        ),
        Section(
            "How to choose $c$",
            "In units of the spread of ordinary errors, which must itself be measured robustly, by the median of "
            "their sizes. Tukey's loss is often used with $c$ at 4.685 standard deviations, Huber's with $\\delta$ at "
            "1.345: both then keep 95 per cent of the efficiency for normal errors.",
        ),
    ],
    see=["cauchy", "huber", "truncated-squared", "general-robust"],
)
