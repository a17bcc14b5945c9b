r"""Pseudo-Huber loss

Close to half the square of a small error, and far from the target to $\delta$ times the size of the error: the Huber
loss without a seam.
"""

from sympy import sqrt, symbols

from derivations.language import Loss, Positive, Real, Source, clip

p, t, delta = symbols("p t delta")
root = sqrt(1 + ((p - t) / delta) ** 2)

loss = Loss(
    id="LP69",
    expression=delta**2 * (root - 1),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        delta: Positive("the size of error around which the loss turns from quadratic to linear"),
    },
    source=Source(
        "R. Hartley and A. Zisserman, Multiple View Geometry in Computer Vision (2nd ed., Cambridge University Press, "
        "2004), pages 616-622"
    ),
    mistakes=[
        (clip(p - t, -delta, delta), "the gradient of the Huber loss: this one bends gradually"),
        ((p - t) / (2 * root), "the 2 of the inner square was forgotten: it cancels the half of the root"),
        (delta * (p - t) / root, "one $\\delta$ was left over: the inner derivative holds $1/\\delta^2$"),
        ((p - t) / sqrt(1 + (p - t) ** 2), "right for $\\delta=1$ only"),
    ],
    aliases=["pseudohuber", "pseudo_huber_loss", "reg:pseudohubererror", "smooth Huber loss"],
    used_for="errors of which some are wild, with two derivatives",
    why=(
        "The gradient is the error, divided by a root that grows with it, so it stays between $-\\delta$ and $\\delta$ "
        "but never reaches them. Unlike the Huber loss, it has derivatives of every order, and the second one is "
        "positive everywhere. Methods that use it, such as XGBoost's, therefore take this one."
    ),
    in_code=[
        (
            "xgboost.XGBRegressor(objective='reg:pseudohubererror', huber_slope=delta).fit(X, y)",
            "sum",
            "$\\delta$ is 1 unless told otherwise",
        ),
    ],
    see_instead=[
        ("huber", "exactly quadratic inside, exactly linear outside"),
        ("charbonnier", "the same gradient up to a factor, from the loss $\\sqrt{(p-t)^2+\\varepsilon^2}$"),
    ],
)
