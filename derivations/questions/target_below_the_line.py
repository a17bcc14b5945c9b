r"""May the target below the line be dropped from the gradient of the percentage error?

No. It does not depend on the prediction, so it is a constant for the derivative of one example. But it differs from
example to example, and decides how much each of them counts. A factor may go only if all examples share it, such as the
100.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, magnitude, sign

p, t = symbols("p t")

answer = Answer(
    id="Q6R6",
    loss="absolute-percentage",
    short="No, it weighs the examples; only the 100 may go",
    claims=[
        Claim(
            100 * sign(p - t), "wrong", "the target was dropped: this is 100 times the gradient of the absolute loss"
        ),
        Claim(100 * sign(p - t) / magnitude(t), "exact", "a sign, weighted by one over the size of the target"),
        Claim(sign(p - t) / magnitude(t), "positive-scale", "only the 100 went, and that is the same for all"),
        Claim(100 * sign(p - t) / t, "wrong", "the bars were dropped: for a negative target the sign is turned"),
    ],
    sections=[
        Section(
            "What the mean over many examples does",
            "The gradient of a mean is the mean of the gradients, so each example brings its own weight $1/|t|$. A "
            "target of 1 pulls a hundred times as hard as one of 100. The best constant prediction is therefore a "
            "weighted median that lies low: forecasts that were trained this way are too small on average.",
        ),
        Section(
            "What to do",
            "If small targets should not decide, take the absolute loss, or logarithms. If the number is only "
            "reported, nothing needs to be differentiated at all.",
        ),
    ],
    see=["absolute", "squared-log", "symmetric-percentage"],
)
