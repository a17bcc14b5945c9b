"""GAN generator, non-saturating

Minus the logarithm of the probability with which the discriminator takes the generated sample for a real one.
"""

from sympy import log, symbols

from derivations.language import Loss, Real, Source, sigma

z = symbols("z")

loss = Loss(
    id="L5T8",
    expression=-log(sigma(z)),
    wrt=z,
    symbols={
        z: Real("logit of the discriminator for a generated sample; $\\sigma(z)$: the probability that it is real")
    },
    source=Source("I. Goodfellow et al., Generative adversarial networks (2014), section 3"),
    mistakes=[
        (1 - sigma(z), "the minus before the logarithm was dropped"),
        (-sigma(z), "the gradient of the minimax loss"),
        (sigma(z), "the label 0 was used: that is the discriminator's term for this sample"),
        (-1 / sigma(z), "the slope of the sigmoid is missing: this is with respect to the probability, not the logit"),
    ],
    aliases=["non-saturating GAN loss", "NSGAN", "log D trick"],
    used_for="generators of GANs",
    why=(
        "Probability minus label, with the label 1: the generator trains as if its samples were real. The slope is "
        "near $-1$ where the discriminator sees through the sample, and fades once it is fooled. Both generator losses "
        "fall where the logit grows, so they want the same; they differ in which samples pull hardest."
    ),
    in_code=[
        ("torch.nn.functional.binary_cross_entropy_with_logits(z, torch.ones_like(z))", "mean"),
        ("optax.sigmoid_binary_cross_entropy(z, 1.0)", "none"),
    ],
    see_instead=[
        ("gan-generator-minimax", "fades where the sample is bad"),
        ("gan-discriminator", "the other player"),
    ],
)
