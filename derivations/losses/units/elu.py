r"""ELU, the exponential linear unit

The number itself if it is positive; else an exponential that bends smoothly down to $-\alpha$. Unlike the rectifier, it
has negative values too, so that the mean of many units is closer to 0.
"""

from sympy import exp, symbols

from derivations.language import Loss, Positive, Real, Source, branches, otherwise, step

z, alpha = symbols("z alpha")

loss = Loss(
    id="L76T",
    name="y",
    expression=branches((z, z > 0), (alpha * (exp(z) - 1), otherwise)),
    wrt=z,
    symbols={
        z: Real("input, the sum that enters the unit"),
        alpha: Positive("size of the lowest value, mostly 1"),
    },
    source=Source(
        "D.-A. Clevert, T. Unterthiner and S. Hochreiter, Fast and accurate deep network learning by exponential "
        "linear units (ELUs) (ICLR, 2016)",
        arxiv="1511.07289",
    ),
    mistakes=[
        (
            branches((1, z > 0), (alpha * (exp(z) - 1), otherwise)),
            "on the left, this is the value: the constant $-\\alpha$ has no slope",
        ),
        (branches((1, z > 0), (exp(z), otherwise)), "the factor $\\alpha$ was dropped on the left"),
        (step(z), "the left was taken for flat, as in the rectifier"),
    ],
    aliases=["exponential linear unit"],
    used_for="units with a mean close to 0, without a dead side",
    why=(
        "On the left, the slope $\\alpha e^z$ is the value plus $\\alpha$, so code finds it from the output alone. It "
        "fades far out, but is nowhere 0. With $\\alpha=1$ the two sides meet with the same slope; with any other "
        "$\\alpha$ there is a kink at 0."
    ),
    in_code=[
        ("torch.nn.functional.elu(z, alpha=alpha)", "none"),
        ("jax.nn.elu(z, alpha=alpha)", "none"),
        ("keras.ops.elu(z, alpha=alpha)", "none"),
    ],
    see_instead=[
        ("celu", "the same for $\\alpha=1$; there $\\alpha$ also divides the exponent, and there is never a kink"),
        ("selu", "an ELU times a second constant"),
    ],
)
