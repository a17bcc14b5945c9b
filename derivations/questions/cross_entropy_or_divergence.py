r"""Cross-entropy and KL have the same gradient: are they the same loss?

They have the same gradient with respect to the model, and so the same steps and the same minimiser. Their values differ
by the entropy of the target, which the model cannot change. As soon as something else than the model moves, such as
a teacher or a smoothing of the labels, they are two losses.
"""

from sympy import IndexedBase, log, symbols

from derivations.language import Answer, Claim, Section

k = symbols("k")
z, p, q, t = map(IndexedBase, ("z", "p", "q", "t"))

answer = Answer(
    id="QKZN",
    loss="kullback-leibler-of-logits",
    short="The same steps, another value",
    claims=[
        Claim(q[k] - p[k], "exact", "the entropy of the target has the slope 0"),
        Claim(
            p[k] - t[k], "exact", "the same, with the names of that page", loss="softmax-cross-entropy-of-soft-targets"
        ),
        Claim(q[k] - p[k] + log(p[k]) + 1, "wrong", "the entropy of the target was differentiated too"),
        Claim(
            q[k] * (log(q[k] / p[k]) + 1),
            "wrong",
            "the entropy of the *model* was put in: that is the reverse divergence",
        ),
    ],
    sections=[
        Section(
            "What the value tells",
            "The divergence is 0 when the model has copied the target. The cross-entropy then stands at the entropy "
            "of the target, 0 only for a target that is certain. So a cross-entropy of 0.3 with soft labels may be "
            "perfect, and a divergence of 0.3 is not.",
        ),
        Section(
            "When they part",
            "If the target is itself computed from parameters that are trained, as in mutual learning, its entropy "
            "has a gradient. Then the divergence draws the target to the model as well. Hold the target fixed, and "
            "the two agree again.",
        ),
    ],
    see=["entropy", "kullback-leibler"],
    goes_on=["divergence-behind-a-softmax"],
)
