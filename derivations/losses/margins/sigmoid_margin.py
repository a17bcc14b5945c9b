r"""Sigmoid loss of the margin

$1-\tanh a$ for the margin $a$: between 2 for a margin far on the wrong side, and 0 for one far on the right side.
"""

from sympy import symbols, tanh

from derivations.language import Loss, Real, Source, sigma

a = symbols("a")

loss = Loss(
    id="LGZ5",
    expression=1 - tanh(a),
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=Source("JuliaML, LossFunctions.jl, src/supervised/margin.jl, SigmoidLoss"),
    mistakes=[
        (1 - tanh(a) ** 2, "the minus before the tanh was dropped"),
        (-tanh(a) * (1 - tanh(a)), "the sigmoid's derivative $\\sigma(1-\\sigma)$ was used for the tanh"),
        (-sigma(a) * (1 - sigma(a)), "the slope of $\\sigma(-a)$; but $1-\\tanh a=2\\,\\sigma(-2a)$"),
    ],
    aliases=["SigmoidLoss", "tanh loss", "smooth ramp loss"],
    used_for="data with wrong labels: a smooth count of mistakes",
    why=(
        "The gradient is largest at the margin 0 and fades on both sides, so an example far on the wrong side hardly "
        "pulls: it may have a wrong label. The loss is bounded and smooth, and a stand-in for the count of mistakes. "
        "In return it is not convex, and examples that start far on the wrong side may stay there."
    ),
    see_instead=[
        ("ramp", "the same idea with straight lines"),
        ("logistic-of-a-score", "convex, and not bounded"),
    ],
)
