r"""GELU with tanh

The usual approximation of the Gaussian error linear unit. In place of the normal distribution function it takes a tanh
of a cubic, which was cheaper to compute.
"""

from sympy import pi, sqrt, symbols, tanh

from derivations.language import Intermediate, Loss, Phi, Positive, Real, Source, phi

z, u, c = symbols("z u c")
a = sqrt(2 / pi)

loss = Loss(
    id="L4RK",
    name="y",
    expression=z * (1 + tanh(u)) / 2,
    wrt=z,
    definitions=[(u, a * (z + c * z**3))],
    symbols={
        z: Real("input, the sum that enters the unit"),
        u: Intermediate("argument of the tanh"),
        c: Positive("coefficient of the cube, 0.044715 in practice"),
    },
    source=Source("D. Hendrycks and K. Gimpel, Gaussian error linear units (GELUs) (2016)", arxiv="1606.08415"),
    mistakes=[
        ((1 + tanh(u)) / 2, "the tanh was held fixed, though it depends on $z$ too"),
        ((1 + tanh(u)) / 2 + z * (1 - tanh(u) ** 2) / 2, "the inner derivative of the cubic is missing"),
        (
            (1 + tanh(u)) / 2 + z * (1 - tanh(u) ** 2) * a * (1 + c * z**2) / 2,
            "the 3 of the cube did not come down",
        ),
        (Phi(z) + z * phi(z), "this is the slope of the exact GELU, which is close to it but not the same"),
    ],
    aliases=["tanh GELU", "approximate GELU", "gelu new", "gelu pytorch tanh"],
    used_for="the GELU of GPT-2 and of many older implementations",
    why=(
        "The slope has the same two terms as that of the exact unit: the weight, and the input times the slope of the "
        "weight. The second holds the inner derivative of the cubic, which is where it is mostly got wrong. Value and "
        "slope must come from the same form: a slope of the exact unit for values of this one fails a gradient check."
    ),
    in_code=[
        ("torch.nn.functional.gelu(z, approximate='tanh')", "none", "its coefficient is fixed at 0.044715"),
        ("jax.nn.gelu(z)", "none", "its coefficient is fixed at 0.044715"),
    ],
    see_instead=[("gelu", "the exact unit, $z\\,\\Phi(z)$")],
)
