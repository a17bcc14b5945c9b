r"""VAE: which terms carry the gradient to the encoder?

Both. The divergence does at once, the decoder's term through the drawn variable $z=\mu+e^{v/2}\varepsilon$: there the
noise is a constant, and mean and variance are not. With respect to the log-variance $v$ the slope of $e^{v/2}$ is
$e^{v/2}/2$.
"""

from sympy import exp, symbols

from derivations.language import Answer, Claim, Prime, Section, model

mu, v, epsilon, z = symbols("mu v epsilon z")
ell = model("ell")

answer = Answer(
    id="QGR5",
    loss="reparameterised-elbo.v",
    short="The divergence, and the decoder through z",
    claims=[
        Claim((exp(v) - 1) / 2, "wrong", "the drawn variable was treated as a constant"),
        Claim(
            (exp(v / 2) * epsilon * Prime(ell(z)) + exp(v) - 1) / 2,
            "exact",
            "the half of the exponent stands before both",
        ),
        Claim(
            exp(v / 2) * epsilon * Prime(ell(z)) + (exp(v) - 1) / 2,
            "wrong",
            "the half was dropped in one term only",
        ),
        Claim(Prime(ell(z)) + mu, "exact", "with respect to the mean", loss="reparameterised-elbo"),
        Claim(mu, "wrong", "the drawn variable was treated as a constant here too", loss="reparameterised-elbo"),
    ],
    sections=[
        Section(
            "In code",
            "`z = mu + exp(v / 2) * eps` with `eps` drawn: then all is done. A call that draws from a distribution "
            "may cut the gradient instead; in PyTorch `sample()` does, `rsample()` does not.",
        ),
        Section(
            "If the code is discrete",
            "Then there is no slope of the draw, and the decoder's term needs the score function, as in the policy "
            "gradient, or a copied gradient, as in VQ-VAE.",
        ),
    ],
    see=["gaussian-divergence", "vq-vae", "policy-gradient"],
)
