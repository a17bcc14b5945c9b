r"""What is the derivative of swish?

It is $\sigma(z)+z\,\sigma(z)(1-\sigma(z))$, both terms of the product rule. Often it is written with the output $y$:
$y+\sigma(z)(1-y)$. With a factor $\beta$ inside, that form changes in two places.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, sigma

z, beta = symbols("z beta")
s, y = sigma(z), z * sigma(z)
s_beta, y_beta = sigma(beta * z), z * sigma(beta * z)

answer = Answer(
    id="QBCP",
    loss="silu",
    short="The sigmoid, plus the input times its slope",
    claims=[
        Claim(s, "wrong", "the sigmoid was held fixed, though it depends on the input"),
        Claim(s + z * s * (1 - s), "exact", "both terms of the product rule"),
        Claim(y + s * (1 - y), "exact", "in terms of the output"),
        Claim(s * (1 - s), "wrong", "the slope of the sigmoid: the factor before it was left out"),
        Claim(y * (1 - y), "wrong", "the formula of the sigmoid, with the output of the swish put in"),
        Claim(s_beta + beta * z * s_beta * (1 - s_beta), "exact", "with a factor in the sigmoid", loss="swish"),
        Claim(beta * y_beta + s_beta * (1 - beta * y_beta), "exact", "in terms of the output", loss="swish"),
        Claim(y_beta + s_beta * (1 - y_beta), "wrong", "the form for $\\beta=1$", loss="swish"),
        Claim(y_beta + s_beta * (beta - beta * y_beta), "wrong", "$\\beta$ was put in the wrong places", loss="swish"),
    ],
    sections=[
        Section(
            "A quick check",
            "At 0 the slope is one half, for every $\\beta$. Far out on the right it is 1, far out on the left 0. The "
            "slope of the sigmoid alone is a quarter at 0, and 0 on both sides.",
        ),
        Section(
            "Why can it exceed 1?",
            "On the right both terms are positive, and the first is nearly 1 already. The largest slope is about 1.1, "
            "near $\\beta z=2.4$.",
        ),
    ],
    see=["swish", "gelu", "swiglu"],
)
