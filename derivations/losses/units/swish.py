r"""Swish

A number times the sigmoid of $\beta$ times that number. With $\beta=1$ it is the SiLU, with $\beta=1.702$ it is known
as quick GELU, and for large $\beta$ it becomes a rectifier.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, sigma

z, beta = symbols("z beta")
s = sigma(beta * z)

loss = Loss(
    id="LVFN",
    name="y",
    expression=z * s,
    wrt=(z, beta),
    symbols={
        z: Real("input, the sum that enters the unit"),
        beta: Positive("sharpness, fixed or learnt"),
    },
    source=Source(
        "P. Ramachandran, B. Zoph and Q. V. Le, Searching for activation functions (2017)", arxiv="1710.05941"
    ),
    mistakes={
        z: [
            (s + z * s * (1 - s), "the inner derivative $\\beta$ is missing"),
            (s, "the sigmoid was held fixed, though it depends on $z$ too"),
            (z * s + s * (beta - beta * z * s), "the form for $\\beta=1$, with $\\beta$ put in the wrong places"),
            (beta * z * s * (1 - s), "only the second factor was differentiated"),
        ],
        beta: [
            (z * s * (1 - s), "the inner derivative, the number itself, is missing: it makes a square with the first"),
            (s * (1 - s), "both factors $z$ are missing: the one before the sigmoid and the one within"),
        ],
    },
    aliases=["quick GELU", "swish-beta"],
    used_for="units between a straight line and a rectifier",
    why=(
        "The first term is the weight, the sigmoid; the second says how the weight itself moves. A small "
        "$\\beta$ makes the unit nearly straight, a large one nearly a rectifier, and training may choose: the slope "
        "with respect to $\\beta$ is never negative."
    ),
    in_code=[("jax.nn.swish(z)", "none", "its sharpness is fixed at 1")],
    see_instead=[("silu", "the same for $\\beta=1$"), ("gelu", "the normal distribution in place of the sigmoid")],
)
