r"""Binary cross-entropy of a logit

The cross-entropy of the probability $\sigma(z)$ that a logit $z$ stands for. The slope of the sigmoid cancels against
the denominators, and what is left is the error of the probability.
"""

from sympy import log, symbols

from derivations.language import Label01, Loss, Real, sigma

z, t = symbols("z t")

loss = Loss(
    id="L9S2",
    expression=-t * log(sigma(z)) - (1 - t) * log(1 - sigma(z)),
    wrt=z,
    symbols={
        z: Real("logit: any real number; $\\sigma(z)$ is the predicted probability of the label 1"),
        t: Label01("label, 0 or 1; a soft label may lie between"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.2",
    mistakes=[
        (
            (sigma(z) - t) * sigma(z) * (1 - sigma(z)),
            "the slope of the sigmoid was multiplied in twice: it has cancelled",
        ),
        (
            (sigma(z) - t) / (sigma(z) * (1 - sigma(z))),
            "the gradient in the probability: the slope of the sigmoid is missing",
        ),
        (z - t, "the sigmoid was dropped: the error is that of the probability, not of the logit"),
        (t - sigma(z), "the sign is turned: this points away from the label"),
    ],
)
