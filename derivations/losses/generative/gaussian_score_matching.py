"""Score matching of a Gaussian

Half the square of the model's score, plus the derivative of the score: a loss that needs no normalising constant. Here
the model is a normal distribution.
"""

from sympy import symbols

from derivations.language import Intermediate, Loss, Positive, Real

x, mu, v, s = symbols("x mu v s")

loss = Loss(
    id="LJJ4",
    expression=s**2 / 2 - 1 / v,
    wrt=(v, mu),
    definitions=[(s, (mu - x) / v)],
    symbols={
        v: Positive("variance of the model"),
        mu: Real("mean of the model"),
        x: Real("input, one number"),
        s: Intermediate("score: the slope of the log-density with respect to the input; its own slope is $-1/v$"),
    },
    source=(
        "A. Hyvärinen, Estimation of non-normalized statistical models by score matching, Journal of Machine Learning "
        "Research 6 (2005), 695-709"
    ),
    mistakes={
        v: [
            (-(s**2) / v, "the slope of the score was dropped: then a larger variance would always be better"),
            (1 / (2 * v) - s**2 / 2, "the gradient of the log-likelihood's loss, which has the same minimiser"),
            (s**2 / v + 1 / v**2, "the inner minus of $1/v$ was dropped"),
        ],
        mu: [
            (s, "the inner derivative $1/v$ was dropped"),
            (-s / v, "input and mean changed places"),
        ],
    },
    aliases=["Hyvärinen score", "Fisher divergence", "implicit score matching"],
    used_for="models whose normalising constant is not known",
    why=(
        "In the mean over data the gradient is 0 where mean and variance are those of the data, as with maximum "
        "likelihood. Score and slope are taken with respect to the input, so a constant factor of the density drops "
        "out. In many dimensions the slope is a trace that is dear to compute; adding noise avoids it."
    ),
    see_instead=[("denoising-score", "with added noise, and without the slope of the score")],
)
