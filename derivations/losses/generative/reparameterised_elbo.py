r"""VAE loss through the reparameterisation

The loss of a variational autoencoder, for one latent variable and one draw: minus the log-likelihood of the decoder at
$z=\mu+e^{v/2}\varepsilon$, and the divergence of the code from the standard normal.
"""

from sympy import exp, symbols

from derivations.language import Intermediate, Loss, Model, Prime, Real, Source, model

mu, v, epsilon, z = symbols("mu v epsilon z")
ell = model("ell")

loss = Loss(
    id="LSJV",
    expression=ell(z) + (mu**2 + exp(v) - 1 - v) / 2,
    wrt=(mu, v),
    definitions=[(z, mu + exp(v / 2) * epsilon)],
    symbols={
        mu: Real("mean of the code, given by the encoder"),
        v: Real("logarithm of the variance of the code, given by the encoder"),
        epsilon: Real("noise, drawn from the standard normal and then fixed"),
        z: Intermediate("latent variable, drawn from the code"),
        ell: Model("minus the log-likelihood that the decoder gives to the input"),
    },
    source=Source(
        "D. P. Kingma and M. Welling, Auto-encoding variational Bayes (2013), section 2.3", arxiv="1312.6114"
    ),
    mistakes={
        mu: [
            (mu, "the decoder's term was dropped, as if the drawn variable were a constant"),
            (Prime(ell(z)), "the divergence was dropped"),
            (Prime(ell(z)) - mu, "the slope of the lower bound for the divergence, that of the loss for the rest"),
        ],
        v: [
            ((exp(v) - 1) / 2, "the decoder's term was dropped, as if the drawn variable were a constant"),
            (
                exp(v / 2) * epsilon * Prime(ell(z)) + (exp(v) - 1) / 2,
                "the half of the exponent was dropped: the deviation is $e^{v/2}$",
            ),
            (
                epsilon * Prime(ell(z)) / 2 + (exp(v) - 1) / 2,
                "the deviation was dropped: the slope of $e^{v/2}$ is $e^{v/2}/2$",
            ),
        ],
    },
    aliases=["VAE", "ELBO", "evidence lower bound", "reparameterization trick", "pathwise gradient"],
    used_for="variational autoencoders: the gradient of the encoder",
    why=(
        "The encoder is reached in two ways. Through the drawn variable come the decoder's slope $\\ell'(z)$ and, for "
        "the variance, the same slope times the noise: a variance grows where the noise did good. From the divergence "
        "come $\\mu$ and $(e^v-1)/2$, whatever was drawn. The reparameterisation lets the gradient pass because the "
        "randomness is in $\\varepsilon$, which depends on no weight."
    ),
    see_instead=[("gaussian-divergence", "the second part alone")],
)
