r"""Softplus

A smooth ramp, $\log(1+e^{z})$: close to 0 on the left, close to $z$ on the right. For the label 0 it is the
cross-entropy of a logit.
"""

from sympy import exp, log, symbols

from derivations.language import Loss, Real, sigma

z = symbols("z")

loss = Loss(
    id="LS8P",
    name="y",
    expression=log(1 + exp(z)),
    wrt=z,
    symbols={z: Real("sum that enters the unit")},
    source=(
        "C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau and R. Garcia, Incorporating second-order functional knowledge for "
        "better option pricing (NIPS, 2000)"
    ),
    mistakes=[
        (1 / (1 + exp(z)), "the inner derivative is missing: only the logarithm was differentiated"),
        (exp(z), "only what stands inside the logarithm was differentiated"),
        (1 - sigma(z), "this is the slope of $\\log\\sigma(z)$, which is the softplus of $-z$ with a minus before it"),
    ],
    aliases=["smooth ReLU"],
    used_for="positive numbers, such as scales and rates, from any number",
    why=(
        "The slope is a sigmoid: close to 0 on the left, close to 1 on the right, and one half at 0. Where the "
        "rectifier has a kink, the softplus has a slope."
    ),
    in_code=[("torch.nn.Softplus()(z)", "none"), ("jax.nn.softplus(z)", "none")],
    see_instead=[
        ("log-sigmoid", "the softplus of $-z$ with its sign turned"),
        ("rectifier", "the sharp ramp"),
    ],
)
