r"""CELU, the continuously differentiable ELU

An exponential linear unit in which $\alpha$ also divides the exponent. So the two sides meet at 0 with the same slope,
whatever $\alpha$ is.
"""

from sympy import exp, symbols

from derivations.language import Loss, Positive, Real, Source, branches, otherwise

z, alpha = symbols("z alpha")

loss = Loss(
    id="L842",
    name="y",
    expression=branches((z, z > 0), (alpha * (exp(z / alpha) - 1), otherwise)),
    wrt=z,
    symbols={
        z: Real("input, the sum that enters the unit"),
        alpha: Positive("size of the lowest value"),
    },
    source=Source(
        "J. T. Barron, Continuously differentiable exponential linear units (2017)",
        arxiv="1704.07483",
    ),
    mistakes=[
        (
            branches((1, z > 0), (alpha * exp(z / alpha), otherwise)),
            "the inner derivative $1/\\alpha$ is missing: it cancels the factor $\\alpha$",
        ),
        (branches((1, z > 0), (exp(z), otherwise)), "the exponent lost its $\\alpha$"),
        (
            branches((1, z > 0), (exp(z / alpha) / alpha, otherwise)),
            "the factor $\\alpha$ before the bracket was dropped",
        ),
    ],
    aliases=["continuously differentiable exponential linear unit"],
    used_for="an ELU whose slope does not jump, for every alpha",
    why=(
        "The inner derivative $1/\\alpha$ cancels the factor $\\alpha$, so the slope on the left is the exponential "
        "alone: it starts at 1 and never exceeds it. As $\\alpha$ becomes small, the unit becomes a rectifier."
    ),
    in_code=[
        ("torch.nn.functional.celu(z, alpha=alpha)", "none"),
        ("jax.nn.celu(z, alpha=alpha)", "none"),
        ("keras.ops.celu(z, alpha=alpha)", "none"),
    ],
    see_instead=[("elu", "there $\\alpha$ does not divide the exponent: the same for $\\alpha=1$ alone")],
)
