r"""The divergence term of my autoencoder: eᵛ - 1, or 1 - eᵛ?

A variational autoencoder is written down in two ways: a bound that is climbed, and a loss that is descended. The
divergence stands in the bound with a minus and in the loss with a plus, and so do their slopes.
"""

from sympy import IndexedBase, exp, symbols

from derivations.language import Answer, Claim, Section

j = symbols("j")
mu, v = IndexedBase("mu"), IndexedBase("v")

answer = Answer(
    id="QJV9",
    loss="gaussian-divergence",
    short="In a loss eᵛ - 1, and half of it",
    claims=[
        Claim((exp(v[j]) - 1) / 2, "exact", "positive where the variance is above 1"),
        Claim((1 - exp(v[j])) / 2, "negated", "the slope of the bound, of which the divergence is taken off"),
        Claim(
            exp(v[j]) - 1, "positive-scale", "right for twice the divergence; beside a second term it is not harmless"
        ),
        Claim(exp(v[j]) / 2, "wrong", "without the 1 the variance would shrink to nothing"),
        Claim((mu[j] ** 2 + exp(v[j]) - 1) / 2, "wrong", "the means do not depend on the variances"),
    ],
    sections=[
        Section(
            "How to tell",
            "The divergence is smallest where the two distributions agree, at a variance of 1, which is $v=0$. Take a "
            "variance above 1: descending must make it smaller.",
        ),
        Section(
            "The half and the other term",
            "The divergence is added to the error of the reconstruction. So its half may be dropped only if the other "
            "term is doubled as well. To change the weight on purpose is another model, known as the "
            "$\\beta$-variational autoencoder.",
        ),
    ],
    see=["gaussian-log-variance"],
    source=("Stack Overflow, question 49579990", "https://stackoverflow.com/questions/49579990"),
)
