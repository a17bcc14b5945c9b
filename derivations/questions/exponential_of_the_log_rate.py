r"""Poisson loss with log_input: where does the exp go?

Into the first term, and it stays there in the gradient. A model that gives the logarithm $z$ of the rate has the loss
$e^z-tz$ and the gradient $e^z-t$. A model that gives the rate $\lambda$ has $\lambda-t\log\lambda$ and $1-t/\lambda$.
"""

from sympy import exp, symbols

from derivations.language import Answer, Claim, Section

z, t, lam = symbols("z t lambda")

answer = Answer(
    id="QF62",
    loss="poisson-of-log-rate",
    short="It stays: eᶻ - t",
    claims=[
        Claim(1 - t * exp(-z), "wrong", "the slope with respect to the rate: the factor $e^z$ is missing"),
        Claim(exp(z) - t, "exact", "rate minus count"),
        Claim(z - t, "wrong", "the logarithm of a rate was compared with a count"),
        Claim(1 - t / lam, "exact", "here the rate itself is the variable", loss="poisson-of-rate"),
        Claim(exp(lam) - t, "wrong", "the exponential was applied to what is a rate already", loss="poisson-of-rate"),
    ],
    sections=[
        Section(
            "Which one does my library take?",
            "`torch.nn.PoissonNLLLoss` takes the logarithm unless you set `log_input=False`; `keras.losses.Poisson` "
            "takes the rate. A network whose last layer is a softplus gives rates, one without such a layer gives "
            "logarithms.",
        ),
        Section(
            "Is the missing factor harmless?",
            "No: the rate differs from example to example, and the gradient of a network is a sum over examples.",
        ),
    ],
    see=["poisson-regression", "negative-binomial-likelihood"],
    goes_on=["rate-or-its-logarithm"],
)
