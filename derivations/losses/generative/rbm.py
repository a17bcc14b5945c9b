"""RBM free energy (contrastive divergence)

The free energy of a data vector minus that of a vector that the model made up, in a restricted Boltzmann machine. The
model's vector is held fixed.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Real, Size, Source, sigma, softplus

i, j, k, l, n, m = symbols("i j k l n m")
v, u, b, c, W, x, y = map(IndexedBase, ("v", "u", "b", "c", "W", "x", "y"))

loss = Loss(
    id="LRFC",
    expression=Sum(b[i] * (u[i] - v[i]), (i, 1, n)) + Sum(softplus(y[j]) - softplus(x[j]), (j, 1, m)),
    wrt=(W[k, l], b[k], c[l]),
    definitions=[
        (x[j], c[j] + Sum(W[i, j] * v[i], (i, 1, n))),
        (y[j], c[j] + Sum(W[i, j] * u[i], (i, 1, n))),
    ],
    symbols={
        W: Real("weights between visible and hidden units", shape=(n, m)),
        b: Real("biases of the visible units", shape=(n,)),
        c: Real("biases of the hidden units", shape=(m,)),
        v: Label01("input, the visible units of the data", shape=(n,)),
        u: Label01("visible units after a few steps of the model's own chain, held fixed", shape=(n,)),
        x: Intermediate("logits of the hidden units, given the data", shape=(m,)),
        y: Intermediate("logits of the hidden units, given the model's vector", shape=(m,)),
        k: Index("index of the visible unit", last=n),
        l: Index("index of the hidden unit", last=m),
        n: Size("number of visible units"),
        m: Size("number of hidden units"),
    },
    source=Source(
        "G. E. Hinton, Training products of experts by minimizing contrastive divergence, Neural Computation 14 "
        "(2002), 1771-1800",
        doi="10.1162/089976602760128018",
    ),
    mistakes={
        W[k, l]: [
            (v[k] * sigma(x[l]) - u[k] * sigma(y[l]), "the gradient of the log-likelihood: the loss is minus that"),
            (-v[k] * sigma(x[l]), "the vector that the model made up was dropped: then weights would grow for ever"),
            (u[k] * y[l] - v[k] * x[l], "the sigmoid was dropped: a hidden unit counts by its probability"),
        ],
        b[k]: [(v[k] - u[k], "the gradient of the log-likelihood: the loss is minus that")],
        c[l]: [(sigma(x[l]) - sigma(y[l]), "the gradient of the log-likelihood: the loss is minus that")],
    },
    aliases=["restricted Boltzmann machine", "contrastive divergence", "CD-k", "BernoulliRBM"],
    used_for="restricted Boltzmann machines",
    why=(
        "What occurs together in the data is learned, what occurs together in the model's own vector is unlearned, so "
        "a weight comes to rest where both agree. The true gradient would need a vector from the model in equilibrium; "
        "contrastive divergence takes a few steps from the data, and lets no gradient flow through them."
    ),
    see_instead=[("negative-sampling", "random words in the place of the model's vector")],
)
