r"""Gaussian likelihood: may the ½ be missing from one of the two terms?

One term grows with the squared error, the other with the width of the normal distribution. Their balance decides which
variance is best. With a half in one of them alone, the best variance is wrong by a factor of 2.
"""

from sympy import Rational, exp, symbols

from derivations.language import Answer, Claim, Section

mu, t, v = symbols("mu t v")
surprise, half = (t - mu) ** 2 * exp(-v), Rational(1, 2)

answer = Answer(
    id="QSCN",
    loss="gaussian-log-variance",
    short="No: both terms or none",
    claims=[
        Claim(half - surprise, "wrong", "the second term counts double: the variance comes out twice too large"),
        Claim(half - surprise / 2, "exact", "0 where the variance is the squared error"),
        Claim(1 - surprise, "positive-scale", "the half dropped from both terms: the same minimiser"),
        Claim(
            half / 2 - surprise / 2, "wrong", "the logarithm of the deviation was used in place of that of the variance"
        ),
        Claim(surprise / 2 - half, "negated", "the gradient of the log-likelihood: the loss is minus that"),
    ],
    sections=[
        Section(
            "How to check such a formula",
            "Ask where it is 0. For one target the best variance is the squared error, so at $e^v=(t-\\mu)^2$ the "
            "gradient must vanish. And compare it with a difference of the loss at two close points: that is how this "
            "mistake was found.",
        ),
        Section(
            "Variance, deviation or logarithm?",
            "The three have different gradients. A network that puts out any real number gives the logarithm $v$ of "
            "the variance; the deviation is then $e^{v/2}$, and its logarithm is $v/2$.",
        ),
    ],
    see=["gaussian-divergence", "multivariate-gaussian"],
    source=[
        ("VAE-Torch, issue 4", "https://github.com/y0ast/VAE-Torch/issues/4"),
        ("VAE-Torch, issue 13", "https://github.com/y0ast/VAE-Torch/issues/13"),
    ],
)
