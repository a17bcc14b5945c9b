"""Log-cosh loss

Close to half the square of a small error, and close to the size of a large one, with no seam in between.
"""

from sympy import cosh, exp, log, symbols, tanh

from derivations.language import Loss, Real

p, t = symbols("p t")

loss = Loss(
    id="L6D2",
    expression=log(cosh(p - t)),
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed")},
    source=(
        "R. A. Saleh and A. K. M. E. Saleh, Statistical properties of the log-cosh loss function used in machine "
        "learning, arXiv:2208.04564 (2022)"
    ),
    closing=[(tanh(p - t), "$\\sinh u/\\cosh u=\\tanh u$")],
    other_forms=[(1 - 2 / (exp(2 * (p - t)) + 1), "$\\tanh u=1-2/(e^{2u}+1)$")],
    mistakes=[
        (1 / cosh(p - t), "the inner derivative is missing: only the logarithm was differentiated"),
        (1 - tanh(p - t) ** 2, "this is the slope of the gradient, the second derivative"),
        (tanh(p), "the target was dropped, because it is a constant; but it stands inside the function"),
    ],
)
