r"""Softsign

A number divided by one plus its size. It runs from $-1$ to 1, as tanh does, but comes near these bounds far more
slowly.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, magnitude, sign

z = symbols("z")

loss = Loss(
    id="L4JK",
    name="y",
    expression=z / (1 + magnitude(z)),
    wrt=z,
    symbols={z: Real("input, the sum that enters the unit")},
    source=Source("PyTorch, torch.nn.Softsign (documentation)"),
    mistakes=[
        (1 / (1 + magnitude(z)), "the denominator was held fixed, though it depends on $z$ too"),
        (sign(z), "the slope of the denominator alone"),
        (1 - (z / (1 + magnitude(z))) ** 2, "this is how tanh does it: one minus the square of the output"),
        ((1 + 2 * magnitude(z)) / (1 + magnitude(z)) ** 2, "the second term of the quotient rule has the wrong sign"),
    ],
    aliases=["ElliotSig"],
    used_for="a bounded unit whose slope fades slowly",
    why=(
        "The two terms of the quotient rule cancel all but a 1, so the slope is $1/(1+|z|)^2$. It fades as "
        "$1/z^2$, where that of tanh fades exponentially: a unit far out still learns a little. The kink of $|z|$ at 0 "
        "does no harm, as the factor $z$ is 0 there."
    ),
    in_code=[
        ("torch.nn.functional.softsign(z)", "none"),
        ("jax.nn.soft_sign(z)", "none"),
        ("keras.ops.softsign(z)", "none"),
    ],
    see_instead=[("hyperbolic-tangent", "the same bounds, reached exponentially")],
)
