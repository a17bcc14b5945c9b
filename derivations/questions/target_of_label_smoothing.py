r"""Label smoothing: what does the gradient subtract?

The soft label. It has $\varepsilon/K$ at every class and $1-\varepsilon$ more at the right one. The gradient is
probability minus target, as ever, since the soft label sums to 1.
"""

from sympy import IndexedBase, KroneckerDelta, symbols

from derivations.language import Answer, Claim, Section

k, y, K, epsilon = symbols("k y K epsilon")
p, t = map(IndexedBase, ("p", "t"))
delta = KroneckerDelta(k, y)

answer = Answer(
    id="Q3X2",
    loss="label-smoothing",
    short="The soft label",
    claims=[
        Claim(p[k] - delta, "wrong", "the hard label was subtracted, as if nothing had been smoothed"),
        Claim(p[k] - (1 - epsilon) * delta - epsilon / K, "exact", "the soft label, one share for every class"),
        Claim(
            p[k] - (1 - epsilon) * delta - epsilon / (K - 1) * (1 - delta),
            "wrong",
            "another smoothing: the share goes to the wrong classes only, as in some code",
        ),
        Claim(
            (1 - epsilon) * (p[k] - delta) + epsilon * (p[k] - 1 / K),
            "exact",
            "the same as a mixture: with weight $\\varepsilon$, an even distribution is learnt",
        ),
        Claim(
            p[k] - t[k],
            "exact",
            "any soft label that sums to 1",
            loss="softmax-cross-entropy-of-soft-targets",
        ),
    ],
    sections=[
        Section(
            "Where it stops",
            "The gradient is zero where the probabilities equal the soft label: the right class at "
            "$1-\\varepsilon+\\varepsilon/K$, every other at $\\varepsilon/K$. These are finite logits. A hard label "
            "is reached only at infinity.",
        ),
        Section(
            "What to do",
            "Find out which smoothing your library means. PyTorch, Optax and Keras spread $\\varepsilon$ over all "
            "classes, the right one included; code that writes $K-1$ does not. With $\\varepsilon$ changed to "
            "$\\varepsilon K/(K-1)$ the first becomes the second.",
        ),
    ],
    see=["softmax-cross-entropy", "distillation"],
)
