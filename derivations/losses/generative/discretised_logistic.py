"""Discretised logistic likelihood

Minus the logarithm of the probability that a logistic distribution gives to a whole number: its share between half a
step below and half a step above.
"""

from sympy import Rational, log, symbols

from derivations.language import Count, Intermediate, Loss, Positive, Real, Source, sigma

x, mu, s, p, q = symbols("x mu s p q")
half = Rational(1, 2)

loss = Loss(
    id="LDB7",
    expression=-log(p - q),
    wrt=mu,
    definitions=[(p, sigma((x + half - mu) / s)), (q, sigma((x - half - mu) / s))],
    symbols={
        mu: Real("mean, predicted"),
        s: Positive("scale, predicted", varies=True),
        x: Count("value of a pixel, a whole number", varies=True),
        p: Intermediate("share of the distribution below the upper edge", within="(0, 1)"),
        q: Intermediate("share of the distribution below the lower edge", within="(0, 1)"),
    },
    source=Source("T. Salimans et al., PixelCNN++ (2017), equation 2", arxiv="1701.05517"),
    closing=[((1 - p - q) / s, "because $p(1-p)-q(1-q)=(p-q)(1-p-q)$")],
    mistakes=[
        (1 - p - q, "the inner derivative $1/s$ was dropped"),
        ((p + q - 1) / s, "the inner minus of $x-\\mu$ was dropped"),
        ((1 - 2 * sigma((x - mu) / s)) / s, "the gradient of the density: right only where a step is small"),
    ],
    aliases=["discretized logistic mixture", "PixelCNN++"],
    used_for="pixels and other whole numbers, one at a time",
    why=(
        "The gradient compares the mean of the two shares with a half: it is 0 where the pixel's value is the mean. "
        "Far off it tends to $\\pm1/s$, so that an outlier pulls no harder than that. A density would let the loss "
        "fall for ever as the scale shrinks; the probability of a whole number is at most 1."
    ),
    see_instead=[("log-cosh", "a similar slope, without a scale to be learned")],
)
