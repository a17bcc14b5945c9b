r"""Hyperbolic tangent

A sigmoid from $-1$ to 1: $\tanh z=\sinh z/\cosh z$. Like that of the sigmoid, its slope can be written in terms of its
value alone.
"""

from sympy import cosh, sinh, symbols, tanh

from derivations.language import Loss, Real, Source

z = symbols("z")

loss = Loss(
    id="LT7N",
    name="y",
    expression=sinh(z) / cosh(z),
    wrt=z,
    symbols={z: Real("sum that enters the unit")},
    closing=[
        (1 - sinh(z) ** 2 / cosh(z) ** 2, "each term of the numerator divided by $\\cosh^2 z$"),
        (1 - tanh(z) ** 2, "the quotient is $\\tanh z$"),
    ],
    other_forms=[(1 / cosh(z) ** 2, "$\\cosh^2 z-\\sinh^2 z=1$")],
    source=Source(
        "Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, Efficient BackProp, in Neural Networks: Tricks of the Trade "
        "(Springer, 1998)"
    ),
    mistakes=[
        (
            1 + tanh(z) ** 2,
            "right for the trigonometric tangent; the derivative of cosh is sinh, without a minus",
        ),
        (1 - tanh(z), "the value is not squared"),
        (1 / cosh(z), "cosh is not squared"),
    ],
    aliases=["tanh"],
    used_for="hidden units, and states of recurrent networks",
    why=(
        "The slope is 1 at $z=0$, four times that of a sigmoid, and falls off to 0 far out. The function is a "
        "stretched sigmoid all the same: $\\tanh z=2\\sigma(2z)-1$. Its values lie on both sides of 0, so the weights "
        "of the next unit do not all move the same way."
    ),
    in_code=[("torch.tanh(z)", "none"), ("jax.numpy.tanh(z)", "none")],
)
