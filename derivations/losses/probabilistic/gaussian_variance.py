r"""Gaussian negative log-likelihood with a variance

Minus the log-likelihood of a target under a normal distribution whose mean and variance are both predicted, without the
constant.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Real, Source

mu, t, v = symbols("mu t v")

loss = Loss(
    id="L2RX",
    expression=(log(v) + (mu - t) ** 2 / v) / 2,
    wrt=(v, mu),
    symbols={
        v: Positive("predicted variance"),
        mu: Real("predicted mean"),
        t: Real("target, fixed"),
    },
    source=[
        Source("PyTorch documentation, torch.nn.GaussianNLLLoss (2025)"),
        Source(
            "D. A. Nix and A. S. Weigend, Estimating the mean and variance of the target probability distribution, "
            "IEEE International Conference on Neural Networks (1994), 55-60",
            doi="10.1109/ICNN.1994.374138",
        ),
    ],
    mistakes={
        v: [
            (1 / (2 * v), "the quadratic term was treated as a constant: the variance stands in it too"),
            ((1 - (mu - t) ** 2 / v) / 2, "the slope with respect to the logarithm of the variance"),
            (1 / v - (mu - t) ** 2 / v**3, "the slope with respect to the standard deviation, with $v$ in its place"),
            ((1 / v + (mu - t) ** 2 / v**2) / 2, "the inner minus of $1/v$ is missing"),
        ],
        mu: [
            (mu - t, "the variance was dropped: the error is divided by it"),
            ((mu - t) / (2 * v), "the half was kept, but the 2 of the square was forgotten"),
        ],
    },
    aliases=["nn.GaussianNLLLoss", "heteroscedastic loss", "Gaussian NLL of a variance"],
    used_for="a prediction that says how sure it is of itself",
    why=(
        "The variance is drawn to the squared error, at which its slope is 0. The mean is drawn to the target with the "
        "force of the error over the variance, so that examples which the model calls noisy count little. Near $v=0$ "
        "the slopes grow beyond all bounds; so libraries keep the variance above a small number, and most people "
        "predict its logarithm instead."
    ),
    in_code=[
        ("torch.nn.GaussianNLLLoss()(mu, t, v)", "mean", "takes no variance below its `eps`, $10^{-6}$"),
    ],
    see_instead=[
        ("gaussian-log-variance", "the same loss, for a network that gives the logarithm"),
        ("gaussian-standard-deviation", "the same loss, for a network that gives the standard deviation"),
    ],
)
