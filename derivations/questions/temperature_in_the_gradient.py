r"""Softmax with a temperature: where does it go in the gradient?

Below the line: the logit is divided by $T$, so the chain rule puts $1/T$ before the slope. In distillation the loss has
a factor $T^2$ in front, and of the three, one $T$ is left.
"""

from sympy import IndexedBase, KroneckerDelta, symbols

from derivations.language import Answer, Claim, Section

k, y, T = symbols("k y T")
p, q = map(IndexedBase, ("p", "q"))
error = p[k] - KroneckerDelta(k, y)

answer = Answer(
    id="QJ44",
    loss="temperature-scaling.z",
    short="It divides, once",
    claims=[
        Claim(error, "positive-scale", "the inner derivative $1/T$ was forgotten"),
        Claim(error / T, "exact", "the error of the probability at that temperature, divided by $T$"),
        Claim(error / T**2, "positive-scale", "divided twice"),
        Claim(T * (q[k] - p[k]), "exact", "distillation, with $T^2$ in front of the loss", loss="distillation"),
        Claim(q[k] - p[k], "positive-scale", "distillation: one factor $T$ was lost", loss="distillation"),
    ],
    sections=[
        Section(
            "Why distillation multiplies by T squared",
            "At a high temperature all probabilities are close to $1/K$, and the error $q_k-p_k$ is close to the "
            "difference of the logits, divided by $KT$. With the $1/T$ of the chain rule the slope shrinks like "
            "$1/T^2$. The factor $T^2$ makes up for that, so that a second loss at temperature 1 keeps its weight.",
        ),
        Section(
            "Is a factor of no importance?",
            "For one loss alone it only changes the learning rate. If two losses are added, or if the temperature is "
            "learnt, it changes where the minimum lies.",
        ),
    ],
    see=["info-nce", "softmax-cross-entropy"],
)
