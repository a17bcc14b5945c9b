r"""SELU, the scaled ELU

An exponential linear unit times a constant $\lambda$. The two constants, $\lambda\approx1.0507$ and
$\alpha\approx1.6733$, are such that outputs of mean 0 and variance 1 keep them from layer to layer.
"""

from sympy import exp, symbols

from derivations.language import Loss, Positive, Real, Source, branches, otherwise

z, alpha, lambda_ = symbols("z alpha lambda")

loss = Loss(
    id="LBR8",
    name="y",
    expression=branches((lambda_ * z, z > 0), (lambda_ * alpha * (exp(z) - 1), otherwise)),
    wrt=z,
    symbols={
        z: Real("input, the sum that enters the unit"),
        lambda_: Positive("scale, 1.0507 in practice"),
        alpha: Positive("size of the lowest value before scaling, 1.6733 in practice"),
    },
    source=Source(
        "G. Klambauer, T. Unterthiner, A. Mayr and S. Hochreiter, Self-normalizing neural networks (NIPS, 2017)",
        arxiv="1706.02515",
    ),
    mistakes=[
        (
            branches((1, z > 0), (alpha * exp(z), otherwise)),
            "the scale $\\lambda$ was dropped on both sides: this is the slope of the ELU",
        ),
        (
            branches((lambda_, z > 0), (alpha * exp(z), otherwise)),
            "the scale $\\lambda$ was applied on the right only: it stands before both cases",
        ),
        (
            branches((lambda_, z > 0), (lambda_ * alpha * (exp(z) - 1), otherwise)),
            "on the left, this is the value and not the slope",
        ),
    ],
    aliases=["scaled exponential linear unit", "self-normalizing unit"],
    used_for="deep networks that normalise themselves",
    why=(
        "On the right, the slope is $\\lambda$, a little more than 1, which makes small variances grow; far out on "
        "the left it fades, which damps large ones. Between the two lies the fixed point that gives the two "
        "constants. As $\\alpha$ is not 1, the slope jumps at 0."
    ),
    in_code=[
        ("torch.nn.functional.selu(z)", "none", "its two constants are fixed: lambda at 1.0507, alpha at 1.6733"),
        ("jax.nn.selu(z)", "none", "its two constants are fixed: lambda at 1.0507, alpha at 1.6733"),
    ],
    see_instead=[("elu", "the same without the scale $\\lambda$")],
)
