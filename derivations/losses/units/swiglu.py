r"""SwiGLU

A value times the SiLU of a gate, the unit in the feed-forward layers of many language models. Value and gate are two
linear functions of the same inputs.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, sigma

a, b = symbols("a b")

loss = Loss(
    id="L2WV",
    name="y",
    expression=a * sigma(a) * b,
    wrt=(a, b),
    symbols={a: Real("input that is the gate, before the SiLU"), b: Real("input that is the value")},
    source=Source("N. Shazeer, GLU variants improve Transformer (2020)", arxiv="2002.05202"),
    mistakes={
        a: [
            (b * sigma(a), "the sigmoid was held fixed, though it depends on $a$ too"),
            (b * sigma(a) * (1 - sigma(a)), "this is how the GLU does it, with a sigmoid alone as the gate"),
            (sigma(a) * (1 + a * (1 - sigma(a))), "the value $b$, which the gate multiplies, is missing"),
        ],
        b: [
            (sigma(a), "the factor $a$ is missing: the gate is a SiLU, not a sigmoid"),
            (a, "the sigmoid of the gate was left out"),
            (b * a * sigma(a), "the value was left in: the output is linear in it"),
        ],
    },
    aliases=["Swish GLU", "gated SiLU", "LlamaMLP"],
    used_for="feed-forward layers of language models such as Llama",
    why=(
        "The output is linear in the value, so its slope there is the gate itself. With respect to the gate it is the "
        "value times the slope of a SiLU. Each factor is what the other is multiplied by: if one is 0, the other "
        "receives nothing."
    ),
    in_code=[("torch.mul(torch.nn.functional.silu(a), b)", "none"), ("jax.numpy.multiply(jax.nn.silu(a), b)", "none")],
    see_instead=[("glu", "with a sigmoid in place of the SiLU"), ("silu", "the gate alone")],
)
