r"""Is weight decay the same as an L2 penalty?

The gradients are the same: $\lambda w$, if the penalty is written with a half. With plain gradient descent the steps
are the same too, as each shrinks every weight by the same fraction. With Adam they are not.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section

j, lam = symbols("j lambda")
w = IndexedBase("w")

answer = Answer(
    id="QPC4",
    loss="half-squared-l2-norm",
    short="Same gradient, but not always the same step",
    claims=[
        Claim(lam * w[j], "exact", "what `weight_decay` adds to the gradient in PyTorch's SGD"),
        Claim(2 * lam * w[j], "positive-scale", "the gradient of the penalty without the half"),
        Claim(2 * lam * w[j], "exact", "the square brings down a 2, and no half cancels it", loss="squared-l2-norm"),
        Claim(lam * w[j], "positive-scale", "the same $\\lambda$ is half as strong here", loss="squared-l2-norm"),
    ],
    sections=[
        Section(
            "What Adam does to a penalty",
            "Adam divides each component by a running mean of its size. If the penalty is part of the "
            "gradient, it is divided too: weights with large gradients are hardly shrunk. AdamW leaves the gradient "
            "alone, and shrinks the weights in a step of its own.",
        ),
        Section(
            "When you compare two settings of λ",
            "Look whether there is a half, and whether the decay is multiplied by the learning rate. A $\\lambda$ from "
            "one paper may be half or double that of another.",
        ),
    ],
    see=["ridge", "elastic-weight-consolidation"],
    goes_on=["half-or-not"],
)
