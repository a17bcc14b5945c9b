"""Least-squares GAN

The discriminator's score should be 1 for a real sample and 0 for a generated one: half the sum of the two squared
errors.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source

s_r, s_g = symbols("s_r s_g")

loss = Loss(
    id="L4C7",
    expression=(s_r - 1) ** 2 / 2 + s_g**2 / 2,
    wrt=(s_r, s_g),
    symbols={s_r: Real("score of a real sample"), s_g: Real("score of a generated sample")},
    source=Source("X. Mao et al., Least squares generative adversarial networks (2016)", arxiv="1611.04076"),
    mistakes={
        s_r: [
            (s_r, "the target 1 was dropped"),
            (1 - s_r, "score and target changed places"),
            (2 * (s_r - 1), "the half was dropped, in the gradient and not in the loss"),
        ],
        s_g: [(s_g - 1, "the target of a real sample was used: that is the generator's slope")],
    },
    aliases=["LSGAN discriminator", "least squares generative adversarial network"],
    used_for="GANs whose generated samples should lie near the border",
    why=(
        "The slope is the error of the score. It does not fade where the discriminator is sure, so a generated sample "
        "on the right side, but far off, still pulls the generator, whose own loss is $(s_g-1)^2/2$. There is no "
        "sigmoid: scores may leave $[0,1]$, and are then drawn back."
    ),
    see_instead=[("gan-discriminator", "a logistic loss"), ("half-squared", "the same of any target")],
)
