"""Load balancing of a mixture of experts

The number of experts times the sum, over experts, of the share of tokens sent there and the router's mean probability
for it: least where all experts get the same.
"""

from sympy import IndexedBase, Sum, exp, symbols

from derivations.language import Classes, Index, Intermediate, Label01, Loss, Positive, Real, Size, Source

i, j, s, t, k, N, T, alpha = symbols("i j s t k N T alpha")
z, p, f, c = map(IndexedBase, ("z", "p", "f", "c"))

loss = Loss(
    id="L8GQ",
    expression=alpha * N / T * Sum(Sum(f[i] * p[s, i], (i, 1, N)), (s, 1, T)),
    wrt=z[t, k],
    definitions=[(p[s, i], exp(z[s, i]) / Sum(exp(z[s, j]), (j, 1, N)))],
    symbols={
        z: Real("logits of the router, a row for each token", shape=(T, N)),
        p: Intermediate("probabilities of the router", shape=(T, N), within="(0, 1)"),
        f: Label01("share of the tokens that were sent to an expert, held fixed", shape=(N,)),
        alpha: Positive("weight of the loss, such as 0.01"),
        t: Index("index of the token", last=T),
        k: Index("index of the expert", last=N),
        N: Classes("number of experts"),
        T: Size("number of tokens"),
    },
    source=Source("W. Fedus, B. Zoph and N. Shazeer, Switch transformers (2021), equation 4"),
    mistakes=[
        (
            alpha * N / T * p[t, k] * f[k],
            "the normalisation of the softmax was overlooked: the mean over all experts is missing",
        ),
        (alpha * N / T * f[k], "the gradient with respect to the probability: the slope of the softmax is missing"),
        (
            alpha * N * p[t, k] * (f[k] - Sum(f[i] * p[t, i], (i, 1, N))),
            "the number of tokens was dropped: the probability is a mean over them",
        ),
    ],
    aliases=["Switch auxiliary loss", "router auxiliary loss", "load balancing loss"],
    used_for="routers that should use all of their experts",
    why=(
        "A logit is lowered if its expert gets more than the token's mean share, and raised if it gets less. The share "
        "itself comes from a choice and has no slope, so all of the gradient flows through the probabilities. If all "
        "shares are equal the gradient is 0."
    ),
    see_instead=[("softmax", "the slope that is used here")],
)
