r"""What is the derivative of GELU, exact and with tanh?

By the product rule it has two terms: the weight, and the input times the slope of the weight. For the exact unit that
is $\Phi(z)+z\,\varphi(z)$. The form with tanh is a function of its own, and its slope holds the inner derivative of the
cubic.
"""

from sympy import pi, sqrt, symbols, tanh

from derivations.language import Answer, Claim, Phi, Section, phi, sigma

z, u, c = symbols("z u c")
a = sqrt(2 / pi)
weight, bend = (1 + tanh(u)) / 2, z * (1 - tanh(u) ** 2) / 2

answer = Answer(
    id="Q4MF",
    loss="gelu",
    short="The weight, plus the input times the slope of the weight",
    claims=[
        Claim(Phi(z), "wrong", "the weight was held fixed, though it depends on the input"),
        Claim(Phi(z) + z * phi(z), "exact", "both terms of the product rule"),
        Claim(
            Phi(z) + z * Phi(z) * (1 - Phi(z)), "wrong", "the slope of a sigmoid was given to the normal distribution"
        ),
        Claim(
            weight + bend * a * (1 + 3 * c * z**2), "exact", "both terms, with the inner derivative", loss="gelu-tanh"
        ),
        Claim(weight + bend, "wrong", "the inner derivative of the cubic is missing", loss="gelu-tanh"),
        Claim(weight + bend * a, "wrong", "the cube was left out of the inner derivative", loss="gelu-tanh"),
        Claim(Phi(z) + z * phi(z), "wrong", "the slope of the other form", loss="gelu-tanh"),
        Claim(sigma(z) + z * sigma(z) * (1 - sigma(z)), "wrong", "the slope of the SiLU"),
    ],
    sections=[
        Section(
            "Which form is it?",
            "PyTorch takes the exact one unless told otherwise, JAX the one with tanh. Their values and slopes differ "
            "by less than a thousandth, which is enough to fail a comparison between two programs.",
        ),
        Section(
            "May the two be mixed?",
            "No: whoever computes values by one form and slopes by the other has no gradient of either. A check by "
            "differences shows it.",
        ),
    ],
    see=["gelu-tanh", "silu", "normal-distribution"],
)
