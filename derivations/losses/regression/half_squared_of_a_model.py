"""Half squared loss of a model

Half the square of the error of a model with weight $w$. Nothing is assumed of the model but that it has a derivative.
"""

from sympy import symbols

from derivations.language import Loss, Model, Prime, Real, model

w, t = symbols("w t")
m = model("m_x")

loss = Loss(
    id="L6VH",
    expression=(m(w) - t) ** 2 / 2,
    wrt=w,
    symbols={
        w: Real("weight of the model (of several weights, any one of them)"),
        t: Real("target, fixed: it does not depend on $w$"),
        m: Model("the model at input $x$, as a function of its weight"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 5.2",
    mistakes=[
        (
            m(w) - t,
            "the inner derivative is missing: this is the slope with respect to the prediction, not to the weight",
        ),
        ((t - m(w)) * Prime(m(w)), "prediction and target changed places"),
    ],
    used_for="any model, fitted by squared errors with a half",
    why=(
        "The gradient is the error times the slope of the model: both must be other than 0 for a step to be made. "
        "Backpropagation begins with this product. The half only cancels the 2; textbooks on networks write it for "
        "that."
    ),
)
