r"""Asymmetric loss

A binary cross-entropy in which each label has a focusing power of its own, and probabilities below $m$ count as 0 for
the label 0: an easy negative costs nothing at all.
"""

from sympy import Integer, log, symbols

from derivations.language import (
    Intermediate,
    Label01,
    Loss,
    Positive,
    Probability,
    Real,
    Source,
    branches,
    otherwise,
    sigma,
)

z, t, a, b, m, p = symbols("z t a b m p")
negative = branches(
    (p * (1 - p) * ((p - m) ** b / (1 - p + m) - b * (p - m) ** (b - 1) * log(1 - p + m)), p > m),
    (Integer(0), otherwise),
)

loss = Loss(
    id="L59W",
    expression=-t * (1 - p) ** a * log(p)
    - (1 - t) * branches(((p - m) ** b * log(1 - p + m), p > m), (Integer(0), otherwise)),
    wrt=z,
    definitions=[(p, sigma(z))],
    symbols={
        z: Real("logit: any real number"),
        t: Label01("label, 0 or 1, fixed"),
        a: Positive("focusing power for the label 1, often 1"),
        b: Positive("focusing power for the label 0, often 4"),
        m: Probability("probability below which the label 0 costs nothing, such as 0.05"),
        p: Intermediate("predicted probability of the label 1", within="(0, 1)"),
    },
    source=Source(
        "T. Ridnik and others, Asymmetric loss for multi-label classification, ICCV 2021",
        arxiv="2009.14119",
    ),
    closing=[
        (t * (1 - p) ** a * (a * p * log(p) + p - 1) + (1 - t) * negative, "common factors taken out"),
    ],
    mistakes=[
        (p - t, "the gradient of the plain cross-entropy"),
        (
            t * (1 - p) ** a * (p - 1) + (1 - t) * branches((p * (p - m) ** b, p > m), (Integer(0), otherwise)),
            "the powers were treated as constants: they depend on the logit too",
        ),
    ],
    aliases=["ASL", "AsymmetricLossMultiLabel"],
    used_for="many labels at once, of which few hold",
    why=(
        "With many labels almost all targets are 0, and their gradients together drown those of the few that hold. The "
        "larger power for the label 0 takes weight from easy negatives, and the shift by $m$ cuts off the easiest: "
        "there the gradient is 0. For the label 1 it is the focal loss."
    ),
    see_instead=[("focal", "one power for both labels, and no shift")],
)
