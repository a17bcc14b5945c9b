"""GAN discriminator

The binary cross-entropy of real samples with the label 1 and generated samples with the label 0, one of each.
"""

from sympy import log, symbols

from derivations.language import Loss, Real, Source, sigma

z_r, z_g = symbols("z_r z_g")

loss = Loss(
    id="LPV9",
    expression=-log(sigma(z_r)) - log(1 - sigma(z_g)),
    wrt=(z_r, z_g),
    symbols={z_r: Real("logit for a real sample"), z_g: Real("logit for a generated sample")},
    source=Source("I. Goodfellow et al., Generative adversarial networks (2014), equation 1"),
    mistakes={
        z_r: [
            (1 - sigma(z_r), "the gradient of what is maximised: the loss is minus the game's value"),
            (sigma(z_r), "the label of a generated sample was used"),
            (
                -1 / sigma(z_r),
                "the slope of the sigmoid is missing: this is with respect to the probability, not the logit",
            ),
        ],
        z_g: [
            (sigma(z_g) - 1, "the label of a real sample was used: that is the generator's slope"),
            (-sigma(z_g), "the inner minus of $1-\\sigma$ was dropped"),
        ],
    },
    aliases=["GAN loss", "vanilla GAN", "discriminator loss"],
    used_for="discriminators of GANs",
    why=(
        "Probability minus label, for each sample by itself. If the discriminator is trained to its best, $\\sigma$ is "
        "the share of real samples at each place, and the loss tells the divergence of Jensen and Shannon. Some "
        "libraries take half of it, or the mean of both terms. Generated samples must be detached here, so that the "
        "generator does not help."
    ),
    in_code=[
        (
            "torch.add(torch.nn.functional.softplus(-z_r), torch.nn.functional.softplus(z_g))",
            "none",
        )
    ],
    see_instead=[
        ("gan-generator", "the other player"),
        ("binary-cross-entropy-with-logit", "one sample of either kind"),
    ],
)
