"""R1 penalty

Half the squared length of the discriminator's gradient at a real sample. Here the discriminator is linear in features
of its input, so that the gradient with respect to its weights can be written down.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, k, l, m, n, gamma = symbols("i k l m n gamma")
w, J, g = map(IndexedBase, ("w", "J", "g"))

loss = Loss(
    id="LVPJ",
    expression=gamma / 2 * Sum(g[i] ** 2, (i, 1, n)),
    wrt=w[k],
    definitions=[(g[i], Sum(w[l] * J[l, i], (l, 1, m)))],
    symbols={
        w: Real("weights of the features", shape=(m,)),
        J: Real("slopes of the features with respect to the input, at a real sample", shape=(m, n)),
        g: Intermediate("gradient of the discriminator with respect to its input", shape=(n,)),
        gamma: Positive("weight of the penalty"),
        k: Index("index of the weight", last=m),
        n: Size("number of components of the input"),
        m: Size("number of features"),
    },
    source=Source(
        "L. Mescheder, A. Geiger and S. Nowozin, Which training methods for GANs do actually converge? (2018)",
        arxiv="1801.04406",
    ),
    mistakes=[
        (gamma * w[k], "the slopes of the features were dropped: that is weight decay"),
        (
            2 * gamma * Sum(J[k, i] * g[i], (i, 1, n)),
            "the half was dropped: beside a second loss it is no common factor",
        ),
        (
            gamma / 2 * Sum(J[k, i] ** 2 * w[k], (i, 1, n)),
            "the square of the sum was taken for a sum of squares",
        ),
    ],
    aliases=["R1 regularisation", "R1 gradient penalty", "zero-centred gradient penalty"],
    used_for="discriminators that should come to rest, as in StyleGAN",
    why=(
        "The gradient is the sensitivity of each feature, weighted by that of the whole discriminator. It draws the "
        "discriminator to be flat at real samples: where the generator has become right, nothing should push it away. "
        "In a deep network the slopes of the features depend on weights too, and a program differentiates twice."
    ),
    see_instead=[("gradient-penalty", "draws the length of the gradient to 1"), ("ridge", "a penalty on the weights")],
)
