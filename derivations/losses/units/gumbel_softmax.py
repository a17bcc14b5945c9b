r"""Gumbel-softmax

A softmax of logits to which fixed noise was added, at a temperature $\tau$. With noise from the Gumbel distribution it
is a smooth stand-in for a random choice among $K$ classes.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Source

i, j, k, K, tau = symbols("i j k K tau")
z, n, a, p = map(IndexedBase, ("z", "n", "a", "p"))

loss = Loss(
    id="LVQD",
    name="p_i",
    expression=exp(a[i]) / Sum(exp(a[k]), (k, 1, K)),
    wrt=z[j],
    definitions=[
        (a[i], (z[i] + n[i]) / tau),
        (p[i], exp(a[i]) / Sum(exp(a[k]), (k, 1, K))),
    ],
    symbols={
        z: Real("logits", shape=(K,)),
        n: Real("noise, drawn once and then fixed", shape=(K,)),
        tau: Positive("temperature"),
        a: Intermediate("noisy logit, divided by the temperature", shape=(K,)),
        p: Intermediate("output for class $i$", shape=(K,), within="(0, 1)"),
        i: Index("index of the output", last=K),
        j: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "E. Jang, S. Gu and B. Poole, Categorical reparameterization with Gumbel-softmax (ICLR, 2017)",
        arxiv="1611.01144",
    ),
    mistakes=[
        (p[i] * (KroneckerDelta(i, j) - p[j]), "the inner derivative $1/\\tau$ is missing"),
        (tau * p[i] * (KroneckerDelta(i, j) - p[j]), "the temperature divides: it was multiplied"),
        (p[i] * (1 - p[i]) / tau, "right for $i=j$ only: all logits share one sum"),
    ],
    aliases=["concrete distribution", "Gumbel softmax trick", "relaxed one-hot"],
    used_for="random choices through which a gradient shall pass",
    why=(
        "The noise does not depend on the logits, so the slope is that of a softmax, divided by the temperature. A low "
        "temperature makes the outputs nearly one-hot: then the slopes are mostly 0, and large where two classes are "
        "close. A high one makes them tame, but the outputs are no choice any more."
    ),
    in_code=[("jax.numpy.take(jax.nn.softmax((z + n) / tau), i)", "none")],
    see_instead=[("softmax", "without noise, at the temperature 1"), ("straight-through", "a hard choice instead")],
)
