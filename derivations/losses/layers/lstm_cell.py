r"""LSTM cell, backwards

One step of one unit of a network with long short-term memory. A memory is kept in part, added to, and put out in part;
each part is a gate. Given are the slopes of a loss with respect to the output and to the memory, as later steps send
them back.
"""

from sympy import symbols, tanh

from derivations.language import Intermediate, Loss, Real, Source, sigma

p, q, r, s, m = symbols("p q r s m")
f, i, o, u, c, h, g, e = symbols("f i o u c h g e")
memory = e + g * o * (1 - tanh(c) ** 2)

loss = Loss(
    id="LRFJ",
    expression=g * h + e * c,
    wrt=(m, p, q, r, s),
    backward=True,
    definitions=[
        (f, sigma(p)),
        (i, sigma(q)),
        (u, tanh(r)),
        (o, sigma(s)),
        (c, f * m + i * u),
        (h, o * tanh(c)),
    ],
    symbols={
        m: Real("input that is the memory of the step before"),
        p: Real("input of the forget gate"),
        q: Real("input of the input gate"),
        r: Real("input of the candidate"),
        s: Real("input of the output gate"),
        f: Intermediate("forget gate", within="(0, 1)"),
        i: Intermediate("input gate", within="(0, 1)"),
        u: Intermediate("candidate, what may be added", within="(-1, 1)"),
        o: Intermediate("output gate", within="(0, 1)"),
        c: Intermediate("memory"),
        h: Intermediate("output", within="(-1, 1)"),
        g: Real("slope of the loss with respect to the output, given"),
        e: Real("slope of the loss with respect to the memory through later steps, given"),
    },
    source=[
        Source(
            "F. A. Gers, J. Schmidhuber and F. Cummins, Learning to forget: continual prediction with LSTM, Neural "
            "Computation 12 (2000), 2451-2471, which added the forget gate",
            doi="10.1162/089976600300015015",
        ),
        Source(
            "S. Hochreiter and J. Schmidhuber, Long short-term memory, Neural Computation 9 (1997), 1735-1780",
            doi="10.1162/neco.1997.9.8.1735",
        ),
    ],
    mistakes={
        m: [
            (g * o * (1 - tanh(c) ** 2) * f, "what later steps send back through the memory was left out"),
            (memory, "the forget gate, by which the memory was multiplied, is missing"),
            (memory * f * (1 - f), "the slope of the forget gate stands where the gate itself belongs"),
            ((e + g * o) * f, "the slope of the tanh is missing"),
        ],
        p: [
            (memory * m * f, "the factor $1-f$ of the sigmoid's slope is missing"),
            (memory * f * (1 - f), "the memory of the step before, which the gate multiplies, is missing"),
        ],
        q: [
            (memory * i * (1 - i), "the candidate, which the gate multiplies, is missing"),
            (memory * m * i * (1 - i), "this gate multiplies the candidate, not the memory"),
        ],
        r: [
            (memory * i * u * (1 - u), "the candidate is a tanh: its slope is $1-u^2$"),
            (memory * (1 - u**2), "the input gate is missing"),
        ],
        s: [
            (g * c * o * (1 - o), "the tanh of the memory is missing"),
            ((g + e) * tanh(c) * o * (1 - o), "the memory does not pass through the output gate"),
        ],
    },
    aliases=["LSTM unit", "long short-term memory", "nn.LSTMCell"],
    used_for="sequences with long memory",
    why=(
        "On the direct path from memory to memory the gradient is multiplied by the forget gate alone: no weights and "
        "no slope of a tanh stand between; the other paths lead through the output and the gates. While that gate is "
        "open, the gradient arrives from far back, which a plain recurrent network cannot do. The inputs of the gates "
        "are linear functions of input and former output, as in a dense layer."
    ),
    see_instead=[
        ("gru-cell", "with two gates, and without a memory beside the output"),
        ("recurrent-network", "without gates, over all steps"),
    ],
)
