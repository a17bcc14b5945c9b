r"""Periodic loss

How far apart two angles are, or two times of the day: errors that differ by a whole period $c$ count the same.
"""

from sympy import cos, pi, sin, symbols

from derivations.language import Loss, Positive, Real, Source

p, t, c = symbols("p t c")
turn = 2 * pi * (p - t) / c

loss = Loss(
    id="LRPQ",
    expression=1 - cos(turn),
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed"), c: Positive("period")},
    source=Source("LossFunctions.jl, documentation, Distance-based losses, PeriodicLoss"),
    mistakes=[
        (sin(turn), "the inner derivative $2\\pi/c$ is missing"),
        (-2 * pi / c * sin(turn), "the slope of the cosine has a minus of its own, and two of them cancel"),
        (
            2 * pi / c * sin(2 * pi * p / c),
            "the target was dropped, because it is a constant; but it stands inside the sine",
        ),
    ],
    aliases=["PeriodicLoss", "cosine loss of an angle", "circular loss"],
    used_for="angles, hours and other values that come round again",
    why=(
        "The slope is a sine of the error: close to the target it is proportional to the error, a quarter of a period "
        "away it is largest, and on the far side it is 0, where both ways round are equally long. Up to a factor and a "
        "constant it is minus the log-likelihood of a von Mises distribution."
    ),
    see_instead=[("squared", "takes 359 degrees and 1 degree to be far apart")],
)
