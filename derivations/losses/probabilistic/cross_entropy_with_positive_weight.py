r"""Binary cross-entropy with a positive weight

The binary cross-entropy of a logit, in which the label 1 counts $w$ times as much as the label 0, as if each positive
example stood in the data $w$ times.
"""

from sympy import symbols

from derivations.language import Label01, Loss, Positive, Real, Source, sigma, softplus

z, t, w = symbols("z t w")

loss = Loss(
    id="LM8M",
    expression=w * t * softplus(-z) + (1 - t) * softplus(z),
    wrt=z,
    symbols={
        z: Real("logit"),
        t: Label01("label, 0 or 1; a soft label may lie between"),
        w: Positive("weight of the label 1"),
    },
    source=Source("PyTorch documentation, torch.nn.BCEWithLogitsLoss (2025)"),
    mistakes=[
        (sigma(z) - t, "the weight was dropped: right for $w=1$ only"),
        (w * (sigma(z) - t), "the weight was put before both labels"),
        (sigma(z) - w * t, "the weight was put before the label alone: it multiplies all of $\\sigma(z)-1$"),
        (w * t * (1 - sigma(z)) + (1 - t) * sigma(z), "the inner minus of softplus$(-z)$ is missing"),
    ],
    aliases=["pos_weight", "weighted binary cross-entropy", "weighted BCE"],
    used_for="labels of which 1 is rare",
    why=(
        "A positive example pulls with $w\\,(\\sigma(z)-1)$, a negative one pushes with $\\sigma(z)$. With $w$ the "
        "number of negatives per positive the two balance at $\\sigma(z)=1/2$. The price: $\\sigma(z)$ is then no "
        "longer the probability of a positive, but too large; its logit is shifted by $\\log w$."
    ),
    in_code=[
        ("torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor(w))(z, t)", "mean", "one weight for each output"),
    ],
    see_instead=[("binary-cross-entropy-with-logit", "both labels count alike")],
)
