r"""What is the gradient of log-sum-exp?

The softmax. The slope of the logarithm puts the sum into the denominator, and the inner derivative puts one exponential
above it. Both halves are needed; each by itself is a common answer.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, symbols

from derivations.language import Answer, Claim, Section, arg_largest

i, k, K = symbols("i k K")
z, p = IndexedBase("z"), IndexedBase("p")
total = Sum(exp(z[i]), (i, 1, K))

answer = Answer(
    id="QPJ7",
    loss="log-sum-exp",
    short="The softmax",
    claims=[
        Claim(1 / total, "wrong", "the inner derivative is missing: only the logarithm was differentiated"),
        Claim(exp(z[k]), "wrong", "the slope of the logarithm is missing"),
        Claim(exp(z[k]) / total, "exact", "outer slope times inner derivative: the softmax"),
        Claim(
            KroneckerDelta(k, arg_largest(z[i], (i, 1, K))), "wrong", "the slope of the maximum, which is not smooth"
        ),
        Claim(p[k] * (1 - p[k]), "wrong", "the softmax was differentiated once more"),
    ],
    sections=[
        Section(
            "Why the slopes sum to 1",
            "To add a number to all $z_i$ adds the same number to log-sum-exp: each exponential, and so the sum, gets "
            "the same factor. So the slopes sum to 1, as those of a mean or of a maximum do.",
        ),
        Section(
            "In code",
            "Subtract the largest $z_i$ first, and add it again at the end. The value is the same, and no exponential "
            "overflows. The gradient does not change either: what is subtracted and added again may be held fixed.",
        ),
    ],
    see=["softmax-layer", "maxout", "softmax-cross-entropy"],
)
