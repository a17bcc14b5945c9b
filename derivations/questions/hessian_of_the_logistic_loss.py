r"""What is the Hessian of the logistic loss?

The slope of the probability: $\sigma(z)(1-\sigma(z))$ with respect to the logit, since the gradient is $\sigma(z)-t$
and the label is constant. It does not depend on the label, and it is not the square of the gradient.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, sigma

z, t = symbols("z t")
s = sigma(z)

answer = Answer(
    id="QDQ4",
    loss="sigmoid",
    short="p(1 - p), whatever the label is",
    claims=[
        Claim(s**2, "wrong", "the square of the gradient, for the label 0"),
        Claim(s * (1 - s), "exact", "the slope of the probability"),
        Claim((s - 1) ** 2, "wrong", "the square of the gradient, for the label 1"),
        Claim(s * (1 - s) * (1 - 2 * s), "wrong", "differentiated once too often"),
        Claim(sigma(z) - t, "exact", "the gradient that it is the slope of", loss="binary-cross-entropy-with-logit"),
    ],
    sections=[
        Section(
            "With weights",
            "For $z=w^\\top x$ the chain rule multiplies by the input twice: the Hessian of one example is "
            "$p(1-p)\\,xx^\\top$, and of all of them $X^\\top SX$ with $p_i(1-p_i)$ on the diagonal of $S$. It is "
            "never negative, so the loss is convex; and as $p(1-p)$ is at most $\\frac14$, its curvature is bounded.",
        ),
        Section(
            "And the square of the gradient?",
            "If labels really come up with probability $p$, the mean of $(p-t)^2$ is $p(1-p)$: mean square of the "
            "gradient and Hessian agree, and both are called Fisher information. For one label they differ.",
        ),
    ],
    see=["logistic-regression", "binary-cross-entropy-with-logit"],
)
