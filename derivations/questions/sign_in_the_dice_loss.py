r"""Dice: which sign does the gradient have?

That depends on what is made small. The Dice coefficient should grow, so the loss is 1 minus it, or minus it, and its
gradient has the opposite sign of that of the coefficient. The paper of V-Net states the gradient of the coefficient.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section

k, s, I, D = symbols("k s I D")
p, t = map(IndexedBase, ("p", "t"))

answer = Answer(
    id="QZ4G",
    loss="dice-squared",
    short="Minus that of the coefficient",
    claims=[
        Claim(
            2 * (t[k] * D / D**2 - 2 * p[k] * I / D**2),
            "negated",
            "the gradient of the coefficient, as the paper of V-Net states it",
        ),
        Claim(-2 * (t[k] * D / D**2 - 2 * p[k] * I / D**2), "exact", "the gradient of 1 minus the coefficient"),
        Claim(
            -2 * t[k] / D - 4 * p[k] * I / D**2,
            "wrong",
            "the minus of the quotient rule was dropped",
        ),
        Claim(
            -2 * t[k] / D + (2 * I + s) / D**2,
            "exact",
            "with the sizes themselves below the line: the factor $2p_k$ becomes 1",
            loss="dice",
        ),
    ],
    sections=[
        Section(
            "Two minus signs",
            "One comes from the quotient rule: what the overlap gains is set against what the denominator gains. The "
            "other comes from turning a measure into a loss. To flip one of them spoils the formula, to flip the "
            "other only turns climbing into descending.",
        ),
        Section(
            "What to do",
            "Look at a pixel of the true mask whose probability is low. Its probability should grow, so the gradient "
            "of the loss must be negative there. If your code is positive there, a sign is missing.",
        ),
    ],
    see=["jaccard", "tversky"],
    source=("VNet, issue 32", "https://github.com/faustomilletari/VNet/issues/32"),
)
