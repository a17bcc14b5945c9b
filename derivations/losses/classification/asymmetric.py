r"""Asymmetric loss

A binary cross-entropy in which each label has a focusing power of its own, and probabilities below $m$ count as 0 for
the label 0: an easy negative costs nothing at all.
"""

from sympy import Integer, log, symbols

from derivations.language import (
    Intermediate,
    Interval,
    Label01,
    Loss,
    Positive,
    Real,
    Source,
    branches,
    otherwise,
    sigma,
)

z, t, a, b, m, p, q = symbols("z t a b m p q")
positive, shift = t * (1 - p) ** a * (a * p * log(p) + p - 1), (Integer(0), otherwise)
negative = p * (1 - p) * branches((q**b / (1 - q) - b * q ** (b - 1) * log(1 - q), q > 0), shift)

loss = Loss(
    id="L59W",
    expression=-t * (1 - p) ** a * log(p) - (1 - t) * branches((q**b * log(1 - q), q > 0), shift),
    wrt=z,
    backward=True,
    definitions=[(p, sigma(z)), (q, p - m)],
    symbols={
        z: Real("logit: any real number"),
        t: Label01("label, 0 or 1, fixed"),
        a: Positive("focusing power for the label 1, often 1"),
        b: Interval("focusing power for the label 0, above 1, often 4", within="(1, oo)"),
        m: Interval("margin: a smaller probability costs nothing for the label 0; often 0.05", within="[0, 1)"),
        p: Intermediate("predicted probability of the label 1", within="(0, 1)"),
        q: Intermediate("what it exceeds the margin by", within="(-1, 1)"),
    },
    source=Source(
        "T. Ridnik, E. Ben-Baruch, N. Zamir, A. Noy, I. Friedman, M. Protter and L. Zelnik-Manor, Asymmetric loss for "
        "multi-label classification, ICCV 2021",
        arxiv="2009.14119",
    ),
    closing=[(positive + (1 - t) * negative, "common factors taken out")],
    mistakes=[
        (
            t * (1 - p) ** a * (p - 1) + (1 - t) * p * (1 - p) * branches((q**b / (1 - q), q > 0), shift),
            "the powers were held fixed, as the authors' code does under `disable_torch_grad_focal_loss`",
        ),
        (
            positive + (1 - t) * p**b * (p - b * (1 - p) * log(1 - p)),
            "the margin was dropped: an easy negative has no slope at all",
        ),
        (p - t, "the gradient of the plain cross-entropy"),
    ],
    aliases=["ASL", "AsymmetricLossMultiLabel"],
    used_for="many labels at once, of which few hold",
    why=(
        "With many labels almost all targets are 0, and their gradients together drown those of the few that hold. The "
        "larger power for the label 0 takes weight from easy negatives, and the margin cuts off the easiest: there the "
        "gradient is 0. For the label 1 it is the focal loss. The authors' code can hold the powers fixed while "
        "the slope is taken; that is another gradient."
    ),
    see_instead=[("focal", "one power for both labels, and no margin")],
)
