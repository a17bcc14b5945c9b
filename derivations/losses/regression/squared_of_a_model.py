"""Squared loss of a model

The square of the error of a model with weight $w$. Nothing is assumed of the model but that it has a derivative.
"""

from sympy import symbols

from derivations.language import Loss, Model, Prime, Real, model

w, t = symbols("w t")
m = model("m_x")

loss = Loss(
    id="L8QZ",
    expression=(m(w) - t) ** 2,
    wrt=w,
    symbols={
        w: Real("weight of the model (of several weights, any one of them)"),
        t: Real("target, fixed: it does not depend on $w$"),
        m: Model("the model at input $x$, as a function of its weight"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 5.2",
    mistakes=[
        (
            2 * (m(w) - t),
            "the inner derivative is missing: this is the slope with respect to the prediction, not to the weight",
        ),
        (2 * m(w) * Prime(m(w)), "the target was dropped, because it is a constant; but it stands inside the square"),
        (2 * (t - m(w)) * Prime(m(w)), "prediction and target changed places"),
    ],
    used_for="any model, fitted by squared errors",
    why=(
        "The gradient is twice the error times the slope of the model. Where the model is flat nothing is learnt, "
        "however large the error: this is why squared errors behind a sigmoid learn slowly at first."
    ),
)
