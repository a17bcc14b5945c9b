r"""Logit soft-capping

A tanh stretched by $c$ in both directions: small logits pass nearly unchanged, and none exceeds $c$.
"""

from sympy import cosh, symbols, tanh

from derivations.language import Loss, Positive, Real, Source

z, c = symbols("z c")

loss = Loss(
    id="LRBJ",
    name="y",
    expression=c * tanh(z / c),
    wrt=z,
    symbols={z: Real("logit"), c: Positive("cap, such as 30")},
    source=Source("Gemma Team, Gemma 2: improving open language models at a practical size (2024)"),
    mistakes=[
        ((1 - tanh(z / c) ** 2) / c, "the factor $c$ before the tanh was dropped"),
        (c * (1 - tanh(z / c) ** 2), "the inner derivative $1/c$ is missing: it cancels the factor $c$"),
        (1 - tanh(z) ** 2, "the logit was not divided by $c$"),
    ],
    other_forms=[(1 / cosh(z / c) ** 2, "$1-\\tanh^2u=1/\\cosh^2u$")],
    aliases=["softcap", "logit softcapping", "tanh capping"],
    used_for="logits and attention scores that shall stay bounded",
    why=(
        "The inner derivative $1/c$ cancels the factor $c$, so the slope is 1 at 0 and fades as the logit comes near "
        "the cap. Unlike a hard cut, it never becomes exactly 0. Code that caps on the way forward and forgets this "
        "factor on the way back gives large logits too large a gradient."
    ),
    in_code=[("torch.mul(c, torch.tanh(z / c))", "none")],
    see_instead=[("hard-tanh", "a hard cut"), ("hyperbolic-tangent", "the same for $c=1$")],
)
