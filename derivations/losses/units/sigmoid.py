r"""Sigmoid

The function $\sigma(z)=1/(1+e^{-z})$ turns a logit into a probability. Its slope can be written in terms of its value
alone: where the probability is near 0 or 1, a logit hardly moves it.
"""

from sympy import exp, symbols

from derivations.language import Loss, Real, Source, sigma

z = symbols("z")

loss = Loss(
    id="LW5G",
    name="sigma",
    expression=1 / (1 + exp(-z)),
    wrt=z,
    symbols={z: Real("logit")},
    closing=[
        (
            1 / (1 + exp(-z)) * (1 - 1 / (1 + exp(-z))),
            "$e^{-z}/(1+e^{-z})=1-1/(1+e^{-z})$: the numerator is the denominator minus 1",
        ),
        (sigma(z) * (1 - sigma(z)), "$1/(1+e^{-z})$ is $\\sigma(z)$"),
    ],
    source=Source("C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.2"),
    mistakes=[
        (-1 / (1 + exp(-z)) ** 2, "the slope of the denominator, $-e^{-z}$, is missing"),
        (-exp(-z) / (1 + exp(-z)) ** 2, "the minus of the exponent was dropped: the sigmoid rises everywhere"),
        (z * (1 - z), "the slope is written in terms of the value $\\sigma(z)$; here the logit was put in its place"),
    ],
    aliases=["logistic function", "logistic sigmoid", "expit", "inverse logit"],
    used_for="probabilities from logits, and gates",
    why=(
        "The slope is at most 1/4, at $z=0$, and falls off on both sides. A network of many layers of sigmoids "
        "multiplies such slopes, and so the gradient of its early layers vanishes. In the cross-entropy the factor "
        "cancels, which is why the two go together."
    ),
    in_code=[("torch.sigmoid(z)", "none"), ("jax.nn.sigmoid(z)", "none")],
    see_instead=[("hard-sigmoid", "a cheap one of straight lines"), ("hyperbolic-tangent", "from $-1$ to 1")],
)
