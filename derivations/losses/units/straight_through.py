r"""Straight-through unit

A unit that puts out 0 or 1, written so that code which differentiates takes it for the identity: the number, plus what
is missing to the hard output, held fixed. Its value is the step, and its gradient is by design not that of a step.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, held, sigma, step

z = symbols("z")

loss = Loss(
    id="LXC5",
    name="y",
    expression=z + held(step(z) - z),
    wrt=z,
    symbols={z: Real("input, the sum that enters the unit")},
    source=Source(
        "Y. Bengio, N. Léonard and A. Courville, Estimating or propagating gradients through stochastic neurons for "
        "conditional computation (2013)",
        arxiv="1308.3432",
    ),
    mistakes=[
        (0, "the slope of the step, which is what the trick is there to avoid"),
        (step(z), "this is the value, not the slope"),
        (sigma(z) * (1 - sigma(z)), "a slope borrowed from a sigmoid: another estimator, not this one"),
    ],
    aliases=["straight-through estimator", "STE", "binary unit", "fake quantisation"],
    used_for="units and weights of one bit, quantised networks",
    why=(
        "A step has the slope 0 wherever it has one, so no gradient would come through. Here the gradient passes as "
        "if the unit were not there. That is an estimate, and no derivative of the value: the loss need not fall "
        "along it, and a check by differences fails."
    ),
    in_code=[("jax.numpy.add(z, jax.lax.stop_gradient((z > 0) - z))", "none")],
    see_instead=[("rectifier", "a unit with a slope of its own"), ("gumbel-softmax", "a smooth stand-in for a choice")],
)
