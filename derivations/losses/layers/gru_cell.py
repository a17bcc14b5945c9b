r"""GRU cell, backwards

One step of one unit of a gated recurrent network. The new state is a mean of the old one and a candidate; a second gate
says how much of the old state the candidate sees. Given is the slope $g$ of a loss with respect to the new state.
"""

from sympy import symbols, tanh

from derivations.language import Intermediate, Loss, Real, Source, sigma

p, s, a, q, b = symbols("p s a q b")
u, r, n, h, g = symbols("u r n h g")
candidate = g * (1 - u) * (1 - n**2)

loss = Loss(
    id="LNG9",
    expression=g * h,
    wrt=(b, p, s, a, q),
    backward=True,
    definitions=[
        (u, sigma(p)),
        (r, sigma(s)),
        (n, tanh(a + r * q)),
        (h, (1 - u) * n + u * b),
    ],
    symbols={
        b: Real("input that is the state of the step before, on its straight way"),
        p: Real("input of the update gate"),
        s: Real("input of the reset gate"),
        a: Real("input of the candidate, from the present"),
        q: Real("input of the candidate, from the state of the step before"),
        u: Intermediate("update gate, the share of the old state", within="(0, 1)"),
        r: Intermediate("reset gate", within="(0, 1)"),
        n: Intermediate("candidate", within="(-1, 1)"),
        h: Intermediate("new state"),
        g: Real("slope of the loss with respect to the new state, given"),
    },
    source=Source(
        "K. Cho et al., Learning phrase representations using RNN encoder-decoder for statistical machine translation "
        "(EMNLP, 2014)",
        arxiv="1406.1078",
    ),
    mistakes={
        b: [
            (g * (1 - u), "the gate was taken the other way round: $u$ is the share of the old state"),
            (g, "the update gate is missing"),
            (g * u * (1 - u), "the slope of the gate stands where the gate itself belongs"),
        ],
        p: [
            (g * (n - b) * u * (1 - u), "old state and candidate changed places"),
            (g * b * u * (1 - u), "the candidate, whose share falls as that of the old state rises, was left out"),
            (g * (b - n), "the slope of the sigmoid is missing"),
        ],
        s: [
            (candidate * r * (1 - r), "what the reset gate multiplies is missing"),
            (g * (1 - u) * q * r * (1 - r), "the slope of the tanh is missing"),
        ],
        a: [
            (g * (1 - u), "the slope of the tanh is missing"),
            (g * u * (1 - n**2), "the gate was taken the other way round: the candidate has the share $1-u$"),
        ],
        q: [
            (candidate, "the reset gate is missing"),
            (candidate * r * (1 - r), "the slope of the reset gate stands where the gate itself belongs"),
        ],
    },
    aliases=["GRU", "gated recurrent unit", "nn.GRUCell"],
    used_for="sequences, with fewer weights than an LSTM",
    why=(
        "On the straight way from state to state the gradient is multiplied by the update gate alone. The old state "
        "also acts through both gates and the candidate, whose inputs are linear functions of it; those ways are "
        "added. Books differ in which of the two has the share $u$. In the paper the reset gate acts on the old state "
        "before the weights of the candidate do; here it acts after them, as in PyTorch."
    ),
    see_instead=[("lstm-cell", "with three gates, and a memory beside the output")],
)
