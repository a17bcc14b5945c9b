r"""GLU, the gated linear unit

A value times the sigmoid of a gate. Value and gate are two linear functions of the same inputs, so the network learns
what passes.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, sigma

a, b = symbols("a b")

loss = Loss(
    id="LVGX",
    name="y",
    expression=a * sigma(b),
    wrt=(a, b),
    symbols={a: Real("input that is the value"), b: Real("input that is the gate, before the sigmoid")},
    source=Source(
        "Y. N. Dauphin, A. Fan, M. Auli and D. Grangier, Language modeling with gated convolutional networks (ICML, "
        "2017)",
        arxiv="1612.08083",
    ),
    mistakes={
        a: [
            (1, "the gate was left out"),
            (sigma(b) * (1 - sigma(b)), "the slope of the gate stands where the gate itself belongs"),
            (sigma(b) + a * sigma(b) * (1 - sigma(b)), "value and gate were taken for the same number, as in the SiLU"),
        ],
        b: [
            (a * sigma(b), "this is the output: the factor $1-\\sigma(b)$ is missing"),
            (sigma(b) * (1 - sigma(b)), "the value, which the gate multiplies, is missing"),
        ],
    },
    aliases=["gated linear unit"],
    used_for="units whose passage is learnt, in text and speech",
    why=(
        "The value has a straight way back, weighed by the gate alone: that is why the unit is called linear. The gate "
        "receives a gradient as far as it is neither open nor shut, and in proportion to the value."
    ),
    in_code=[("torch.mul(a, torch.sigmoid(b))", "none")],
    see_instead=[("swiglu", "with a SiLU in place of the sigmoid"), ("silu", "value and gate are the same number")],
)
