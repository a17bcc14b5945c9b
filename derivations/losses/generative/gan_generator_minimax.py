"""GAN generator, minimax

The logarithm of the probability that the discriminator sees through the generated sample: what the generator minimises
in the game as it was first written down.
"""

from sympy import log, symbols

from derivations.language import Loss, Real, Source, sigma

z = symbols("z")

loss = Loss(
    id="L6C8",
    expression=log(1 - sigma(z)),
    wrt=z,
    symbols={
        z: Real("logit of the discriminator for a generated sample; $\\sigma(z)$: the probability that it is real")
    },
    source=Source("I. Goodfellow et al., Generative adversarial networks (2014), equation 1"),
    mistakes=[
        (sigma(z), "the inner minus of $1-\\sigma(z)$ was dropped"),
        (sigma(z) - 1, "the gradient of the non-saturating loss"),
        (
            -1 / (1 - sigma(z)),
            "the slope of the sigmoid is missing: this is with respect to the probability, not the logit",
        ),
    ],
    aliases=["saturating GAN loss", "minimax GAN loss", "GAN generator loss"],
    used_for="the theory of GANs; in practice the non-saturating loss",
    why=(
        "The gradient is minus the probability that the sample is real. Where the discriminator is sure that it is "
        "not, the gradient is nearly 0: the generator learns least where it is worst, at the start above all. The loss "
        "is minus the discriminator's term for the sample, so that the game has the sum 0, and in theory minimises the "
        "divergence of Jensen and Shannon."
    ),
    see_instead=[("gan-generator", "the same goal, with a slope that is large where the sample is bad")],
)
