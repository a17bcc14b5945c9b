r"""Linear recurrence, backwards

A state that is multiplied by a number and added to at each step, as in state-space models and in exponential averages.
Given are the slopes $g_t$ of a loss with respect to the states, each for its own step.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Adjoints, Index, Intermediate, Layers, Loss, Real, Source

t, l, T = symbols("t l T")
a, b, h, g, e = map(IndexedBase, ("a", "b", "h", "g", "e"))

loss = Loss(
    id="L6C6",
    expression=Sum(g[t] * h[t], (t, 1, T)),
    wrt=(b[l], a[l]),
    backward=True,
    adjoints={h: e},
    definitions=[(h[t], a[t] * h[t - 1] + b[t])],
    symbols={
        a: Real("inputs, the factors by which the state is kept", shape=(T,)),
        b: Real("inputs, what is added", shape=(T,)),
        h: Intermediate("state after step $t$; one more, $t=0$, is the start", shape=(T,)),
        g: Real("slopes of the loss with respect to each state by itself, given", shape=(T,)),
        e: Adjoints("short for $\\mathrm{d}L/\\mathrm{d}h_t$", shape=(T,)),
        l: Index("index of the step", last=T),
        T: Layers("number of steps"),
    },
    source=Source(
        "A. Gu and T. Dao, Mamba: linear-time sequence modeling with selective state spaces (2023)", arxiv="2312.00752"
    ),
    mistakes={
        b[l]: [
            (g[l], "the later steps, which the state also changes, were left out"),
            (a[l] * e[l], "the factor of the own step stands only before the older state"),
        ],
        a[l]: [
            (g[l] * h[l - 1], "the later steps, which the state also changes, were left out"),
            (e[l] * h[l], "the factor multiplies the state of the step before"),
            (e[l], "the state of the step before, which the factor multiplies, is missing"),
        ],
    },
    aliases=["state-space model", "SSM", "selective scan", "linear recurrent unit"],
    used_for="long sequences, in one pass or in parallel",
    why=(
        "The way back is a recurrence of the same kind, from the last step to the first, with the factor of the next "
        "step: $e_t=g_t+a_{t+1}e_{t+1}$. So both ways can be computed by the same parallel scan. Factors below 1 make "
        "the gradient fade, as they make the memory fade."
    ),
    see_instead=[("recurrent-network", "with a tanh at each step, and weights shared by all steps")],
)
