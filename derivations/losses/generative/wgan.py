"""WGAN critic

The score of a generated sample minus that of a real one. With a bound on the critic's slope, minus its mean is the
Wasserstein distance of the two distributions.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Real, Source, sigma

s_r, s_g = symbols("s_r s_g")

loss = Loss(
    id="LCQ9",
    expression=s_g - s_r,
    wrt=(s_r, s_g),
    symbols={s_r: Real("score of a real sample"), s_g: Real("score of a generated sample")},
    source=Source("M. Arjovsky, S. Chintala and L. Bottou, Wasserstein GAN (2017)"),
    mistakes={
        s_r: [
            (Integer(1), "the sign of what is maximised: the critic's loss is minus the distance"),
            (sigma(s_r) - 1, "the gradient of a discriminator with a sigmoid: a critic has none"),
        ],
        s_g: [(Integer(-1), "the generator's slope")],
    },
    aliases=["Wasserstein GAN", "critic loss", "earth mover GAN"],
    used_for="GANs with a loss that tells how good the samples are",
    why=(
        "The slopes are constant: every sample pulls equally, however sure the critic is. So nothing saturates, but "
        "nothing stops either: without a bound on its slope the critic's scores would run away. The bound comes from "
        "clipping the weights or from a gradient penalty. The generator's loss is $-s_g$."
    ),
    see_instead=[("gradient-penalty", "the bound that goes with it"), ("gan-discriminator", "with a sigmoid")],
)
