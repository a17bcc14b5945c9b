r"""Is p - t the slope with respect to the probability, or to the logit?

To the logit. With respect to the probability itself the slope has a denominator, and the slope of the sigmoid, which
would cancel it, is not there yet. So a formula is right or wrong only together with its variable.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, sigma

p, t, z = symbols("p t z")
s = sigma(z)
probability = "binary-cross-entropy"

answer = Answer(
    id="QZV8",
    loss="binary-cross-entropy-with-logit",
    short="With respect to the logit",
    claims=[
        Claim(s - t, "exact", "the slope with respect to the logit, with $\\sigma(z)$ for the probability"),
        Claim(
            p - t, "wrong", "with respect to the probability itself, the denominator $p(1-p)$ stays", loss=probability
        ),
        Claim((p - t) / (p * (1 - p)), "exact", "the slope with respect to the probability", loss=probability),
        Claim(-t / p + (1 - t) / (1 - p), "exact", "the same, as two fractions", loss=probability),
        Claim(-t / s + (1 - t) / (1 - s), "wrong", "the slope with respect to the probability, used for the logit"),
    ],
    sections=[
        Section(
            "How the two fit together",
            "By the chain rule. The slope with respect to the logit is the slope with respect to the probability, "
            "times the slope of the sigmoid, which is $p(1-p)$. It cancels the whole denominator.",
        ),
        Section(
            "What to do",
            "Multiply by the slope of the sigmoid once: either in the loss or in the layer before it. Code that does "
            "it in both places, or in none, has the mistake above. Where you can, let one function take the logit: "
            "nothing is then divided by a probability that was rounded to 0.",
        ),
    ],
    see=["logistic-regression"],
    source=[
        ("tf-encrypted, pull request 727", "https://github.com/tf-encrypted/tf-encrypted/pull/727"),
        ("tgboost, issue 9", "https://github.com/wepe/tgboost/issues/9"),
    ],
)
