r"""Focal loss: where is the slope of the softmax in its gradient?

With respect to the logits it is there, in the factor $p_k-\delta_{ky}$. A formula without it is the slope with respect
to the probability $p_y$: right for that variable, and not what a network gets from its last layer.
"""

from sympy import IndexedBase, KroneckerDelta, log, symbols

from derivations.language import Answer, Claim, Section

k, y, z, gamma, label, p = symbols("k y z gamma y p")
q = IndexedBase("p")
delta = KroneckerDelta(k, y)

answer = Answer(
    id="Q79J",
    loss="softmax-focal",
    short="In the factor that all softmax losses share",
    claims=[
        Claim(
            (1 - q[y]) ** (gamma - 1) * (gamma * log(q[y]) - 1 / q[y] + 1),
            "wrong",
            "the slope with respect to the probability $p_y$",
        ),
        Claim(
            (1 - q[y]) ** (gamma - 1) * (1 - q[y] - gamma * q[y] * log(q[y])) * (q[k] - delta),
            "exact",
            "times the slope of the softmax, $p_y(\\delta_{ky}-p_k)$",
        ),
        Claim((1 - q[y]) ** gamma * (q[k] - delta), "wrong", "the power was treated as a constant weight"),
        Claim(
            label * (1 - p) ** gamma * (gamma * p * log(p) + p - 1),
            "exact",
            "two classes and one logit: the slope of the sigmoid is $yp(1-p)$",
            loss="focal",
        ),
    ],
    sections=[
        Section(
            "Two variables, two formulas",
            "Both sides of the dispute had a right formula. Deep learning code multiplies slopes layer by layer: if "
            "the loss layer takes probabilities, its gradient is the first formula, and the softmax layer multiplies "
            "its own slope in; if it takes logits, it is the second. To use the first in the place of the second "
            "leaves a factor out that depends on the logits.",
        ),
        Section(
            "May the power be held fixed?",
            "As a weight it looks harmless, and some code does detach it. But then the descent follows another loss: "
            "for $\\gamma=2$ the second term is about twice as large as the first where $p_y$ is near 1.",
        ),
    ],
    see=["softmax-cross-entropy"],
    source=("focal-loss, issue 1", "https://github.com/unsky/focal-loss/issues/1"),
)
