"""Absolute loss of a model

How far the output $m_x(w)$ of a model with weight $w$ is from the target $t$. Nothing is assumed of the model but that
it has a derivative.
"""

from sympy import symbols

from derivations.language import Loss, Model, Prime, Real, magnitude, model, sign

w, t = symbols("w t")
m = model("m_x")

loss = Loss(
    id="L4K7",
    expression=magnitude(m(w) - t),
    wrt=w,
    symbols={
        w: Real("weight of the model (of several weights, any one of them)"),
        t: Real("target, fixed: it does not depend on $w$"),
        m: Model("the model at input $x$, as a function of its weight"),
    },
    source="S. Boyd and L. Vandenberghe, Convex Optimization (Cambridge University Press, 2004), section 6.1",
    other_forms=[((m(w) - t) / magnitude(m(w) - t) * Prime(m(w)), "$\\operatorname{sign}u=u/|u|$ where $u\\ne0$")],
    mistakes=[
        (
            Prime(m(w)),
            "the target was dropped, and the sign with it: this is the gradient of the model, not of its loss",
        ),
        (
            sign(m(w) - t),
            "the inner derivative is missing: this is the slope with respect to the prediction, not to the weight",
        ),
        (sign(t - m(w)) * Prime(m(w)), "prediction and target changed places"),
    ],
    used_for="any model, fitted by absolute errors",
    why=(
        "The gradient is the slope of the model, with the sign of the error: a large error counts no more than a "
        "small one. The target stands in that sign, so it is no constant that drops out. At an error of 0 there is "
        "no gradient, unless the slope of the model is 0 there."
    ),
)
