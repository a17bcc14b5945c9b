"""Hinge GAN discriminator

Real samples should have a score of 1 or more, generated samples one of $-1$ or less; what is missing is added up.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Real, Source, positive_part, step

s_r, s_g = symbols("s_r s_g")

loss = Loss(
    id="LGPY",
    expression=positive_part(1 - s_r) + positive_part(1 + s_g),
    wrt=(s_r, s_g),
    symbols={s_r: Real("score of a real sample"), s_g: Real("score of a generated sample")},
    source=Source("J. H. Lim and J. C. Ye, Geometric GAN (2017)", arxiv="1705.02894"),
    mistakes={
        s_r: [
            (step(1 - s_r), "the inner minus of $1-s_r$ was dropped"),
            (Integer(-1), "the slope below the margin, used everywhere"),
            (-step(-s_r), "the margin was taken at 0 instead of 1"),
        ],
        s_g: [
            (-step(1 + s_g), "the sign of the real sample's term was used"),
            (step(1 - s_g), "the margin of the real sample was used"),
        ],
    },
    aliases=["hinge GAN loss", "geometric GAN", "discriminator hinge loss"],
    used_for="GANs for large images",
    why=(
        "A sample beyond its margin no longer pulls at the discriminator, so that it works on samples near the border. "
        "The generator's loss beside it is $-s_g$, without a hinge: its slope $-1$ never fades. The pair is the usual "
        "choice of large image models."
    ),
    see_instead=[("hinge", "the same shape for labels"), ("wgan", "without the margins")],
)
