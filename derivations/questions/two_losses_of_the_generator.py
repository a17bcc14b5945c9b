"""GAN: minimax or non-saturating loss?

Both want the same, that the discriminator take the sample for a real one, and both slopes are negative. But one is
large where the other is small. Minimax pulls hardest where the discriminator is already fooled; the non-saturating loss
pulls hardest where it is not, and that is where the generator has to learn.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, sigma

z = symbols("z")

answer = Answer(
    id="QZTG",
    loss="gan-generator",
    short="Non-saturating, unless for a proof",
    claims=[
        Claim(-sigma(z), "wrong", "the slope of the minimax loss: nearly 0 for a bad sample"),
        Claim(sigma(z) - 1, "exact", "nearly $-1$ for a bad sample"),
        Claim(sigma(z), "wrong", "the discriminator's slope for a generated sample"),
        Claim(-sigma(z), "exact", "for the minimax loss", loss="gan-generator-minimax"),
        Claim(sigma(z) - 1, "wrong", "the slope of the non-saturating loss", loss="gan-generator-minimax"),
    ],
    sections=[
        Section(
            "Not a matter of scale",
            "The quotient of the two slopes is $(1-\\sigma)/\\sigma$: it depends on the sample. No learning rate "
            "makes one loss of the other, and in a batch they weight the samples differently.",
        ),
        Section(
            "Turning the labels",
            "In code the non-saturating loss is the discriminator's own with the label of real samples. The minimax "
            "loss is minus the discriminator's loss with the label of generated ones.",
        ),
    ],
    see=["gan-discriminator", "lsgan", "wgan"],
)
