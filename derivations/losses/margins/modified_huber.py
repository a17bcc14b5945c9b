r"""Modified Huber loss

The squared hinge as long as the margin is at least $-1$; below, it goes on in a straight line.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, branches, otherwise, positive_part, step

a = symbols("a")

loss = Loss(
    id="LQY2",
    expression=branches((positive_part(1 - a) ** 2, a >= -1), (-4 * a, otherwise)),
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=Source("scikit-learn documentation, example 'SGD: convex loss functions', modified Huber loss"),
    mistakes=[
        (-2 * positive_part(1 - a), "the squared hinge's slope, used everywhere: below $-1$ it no longer grows"),
        (
            branches((2 * positive_part(1 - a), a >= -1), (-4, otherwise)),
            "the inner derivative of $1-a$ is missing in the first branch",
        ),
        (-4 * step(1 - a), "the outer branch was used everywhere: near the margin the slope fades"),
        (branches((-2 * positive_part(1 - a), a >= -1), (-4 * a, otherwise)), "the outer branch was left as it was"),
    ],
    aliases=["ModifiedHuberLoss", "modified Huber classification loss"],
    used_for="classifiers on data with some wrong labels",
    why=(
        "Between $-1$ and 1 the gradient is that of the squared hinge; below $-1$ it stays at $-4$, so that an example "
        "with a wrong label does not pull ever harder. The two parts meet in value and slope. In scikit-learn it is a "
        "loss for stochastic gradient descent that also yields probabilities."
    ),
    see_instead=[
        ("squared-hinge", "the same for margins above $-1$"),
        ("huber", "for regression: the error takes the place of the margin"),
    ],
)
