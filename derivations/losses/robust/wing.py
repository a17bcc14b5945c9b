r"""Wing loss

A logarithm of the error where it is smaller than $w$, and the absolute error minus a constant beyond: medium and small
errors count for more than in the absolute loss.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Real, Source, branches, magnitude, otherwise, sign

p, t, w, eps = symbols("p t w epsilon")
size = magnitude(p - t)

loss = Loss(
    id="LJ7F",
    expression=branches((w * log(1 + size / eps), size < w), (size - (w - w * log(1 + w / eps)), otherwise)),
    wrt=p,
    symbols={
        p: Real("prediction, a coordinate"),
        t: Real("target, fixed"),
        w: Positive("the error at which the loss turns from logarithm to line"),
        eps: Positive("how sharp the middle is: there the slope is $w/\\varepsilon$"),
    },
    source=Source(
        "Z.-H. Feng, J. Kittler, M. Awais, P. Huber and X.-J. Wu, Wing loss for robust facial landmark localisation "
        "with convolutional neural networks, CVPR 2018, equation 5",
        arxiv="1711.06753",
    ),
    mistakes=[
        (
            branches((w * sign(p - t) / (1 + size / eps), size < w), (sign(p - t), otherwise)),
            "the inner derivative $1/\\varepsilon$ is missing",
        ),
        (sign(p - t), "the outer branch was used everywhere: inside, the slope depends on the error"),
        (
            branches((w / (eps + size), size < w), (1, otherwise)),
            "the sign of the error was dropped: right above the target only",
        ),
    ],
    aliases=["WingLoss", "wing loss function"],
    used_for="landmarks of faces, where small errors matter",
    why=(
        "Inside, the slope is largest close to the target, $w/\\varepsilon$, and falls with the error; outside it is a "
        "sign, as in the absolute loss. So small errors go on pulling when the large ones are gone. The constant makes "
        "the two pieces meet; their slopes do not, and there is a kink at the target too."
    ),
    see_instead=[
        ("smooth-l1", "does the opposite: small errors count for less"),
        ("absolute", "the same slope everywhere"),
    ],
)
