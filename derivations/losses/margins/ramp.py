r"""Ramp loss

The hinge, cut off at 1: no example costs more than 1, however wrong it is.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Real, Source, clip, step

a = symbols("a")

loss = Loss(
    id="LK6T",
    expression=clip(1 - a, 0, 1),
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=Source(
        "R. Collobert, F. Sinz, J. Weston and L. Bottou, Trading convexity for scalability, ICML 2006, 201-208",
    ),
    mistakes=[
        (-step(1 - a), "the hinge's slope: where the margin is negative, this loss is flat"),
        (step(1 - a) * step(a), "the inner derivative is missing: $1-a$ falls as $a$ grows"),
        (Integer(-1), "the slope of the middle part, used everywhere"),
    ],
    aliases=["truncated hinge loss", "robust hinge loss"],
    used_for="support vector machines on data with wrong labels",
    why=(
        "Only examples whose margin is between 0 and 1 have a slope: what is right beyond the margin, and what is "
        "plainly wrong, is left alone. So wrong labels do no harm, and there are fewer support vectors. In return the "
        "loss is not convex, and an example that starts on the wrong side is not corrected by itself."
    ),
    see_instead=[
        ("hinge", "without the upper end: convex"),
        ("sigmoid-margin", "a smooth form of the same idea"),
    ],
)
