"""KTO (Kahneman-Tversky optimisation)

A single answer with the label good or bad: its gain over a reference point, seen through a sigmoid that flattens large
gains and large losses.
"""

from sympy import symbols

from derivations.language import LabelSign, Loss, Positive, Real, Source, sigma

h, z, y, beta = symbols("h z y beta")

loss = Loss(
    id="LDG2",
    expression=1 - sigma(y * beta * (h - z)),
    wrt=h,
    symbols={
        h: Real("log-ratio of the answer: its log-probability under the policy minus that under the reference"),
        z: Real("reference point, an estimate of the divergence from the reference, held fixed"),
        y: LabelSign("label: $+1$ for a good answer, $-1$ for a bad one"),
        beta: Positive("weight of the reference: the larger, the closer the policy keeps to it"),
    },
    source=Source(
        "K. Ethayarajh et al., KTO: model alignment as prospect theoretic optimization (2024)", arxiv="2402.01306"
    ),
    mistakes=[
        (
            -beta * sigma(y * beta * (h - z)) * (1 - sigma(y * beta * (h - z))),
            "the label was dropped: right for good answers only",
        ),
        (
            -y * sigma(y * beta * (h - z)) * (1 - sigma(y * beta * (h - z))),
            "the inner derivative $\\beta$ was dropped",
        ),
        (-y * beta * sigma(-y * beta * (h - z)), "the gradient of the logarithm: this loss has none"),
    ],
    aliases=["Kahneman–Tversky optimization", "KTOTrainer"],
    used_for="single answers marked good or bad, without pairs",
    why=(
        "The slope is steepest where the answer stands at the reference point, and fades on both sides: an answer that "
        "is far ahead is left alone, and so is one that is hopelessly behind, perhaps because its label is wrong. The "
        "shape is that of a utility in the prospect theory of Kahneman and Tversky. The reference point must not pass "
        "a gradient."
    ),
    see_instead=[
        ("bco", "the logarithm of the sigmoid: answers that are far behind keep their pull"),
        ("dpo", "needs pairs of answers"),
    ],
)
