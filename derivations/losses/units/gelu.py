r"""GELU, the Gaussian error linear unit

A number times the probability $\Phi(z)$ that a standard normal number is less than it. So the input is weighed by its
own size, smoothly, where a rectifier switches.
"""

from sympy import symbols

from derivations.language import Loss, Phi, Real, Source, phi

z = symbols("z")

loss = Loss(
    id="LW8N",
    name="y",
    expression=z * Phi(z),
    wrt=z,
    symbols={z: Real("input, the sum that enters the unit")},
    source=Source("D. Hendrycks and K. Gimpel, Gaussian error linear units (GELUs) (2016)", arxiv="1606.08415"),
    mistakes=[
        (Phi(z), "the weight $\\Phi(z)$ was held fixed, though it depends on $z$ too"),
        (Phi(z) + phi(z), "the factor $z$ before the density is missing"),
        (z * phi(z), "only the second factor was differentiated"),
        (phi(z), "the product of the slopes, not the slope of the product"),
    ],
    aliases=["Gaussian error linear unit", "exact GELU"],
    used_for="units of transformers such as BERT and GPT",
    why=(
        "The slope $\\Phi(z)+z\\,\\varphi(z)$ is one half at 0, and close to that of the rectifier far out. In "
        "between it exceeds 1 a little on the right, and is negative on the left, where the function dips below 0. "
        "Some libraries compute an approximation with tanh unless told otherwise."
    ),
    in_code=[
        ("torch.nn.functional.gelu(z)", "none"),
        ("jax.nn.gelu(z, approximate=False)", "none"),
        ("keras.ops.gelu(z, approximate=False)", "none"),
    ],
    see_instead=[
        ("gelu-tanh", "the approximation with tanh, which is a function of its own with a slope of its own"),
        ("swish", "with $\\beta=1.702$ another approximation, by a sigmoid"),
    ],
)
