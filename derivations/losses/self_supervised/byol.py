r"""BYOL loss

The squared distance between two vectors that were brought to length 1: a prediction, and the embedding of another view
of the same image, which is held fixed. It is twice the cosine distance.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, n, s, a, b = symbols("i j n s a b")
p, z = IndexedBase("p"), IndexedBase("z")

loss = Loss(
    id="LG36",
    expression=2 - 2 * s / (a * b),
    wrt=p[j],
    definitions=[
        (s, Sum(p[i] * z[i], (i, 1, n))),
        (a, sqrt(Sum(p[i] ** 2, (i, 1, n)))),
        (b, sqrt(Sum(z[i] ** 2, (i, 1, n)))),
    ],
    symbols={
        p: Real("prediction, by the network that is trained", shape=(n,)),
        z: Real("target, by the network that follows, held fixed", shape=(n,)),
        s: Intermediate("inner product"),
        a: Intermediate("length of the prediction", within="[0, oo)"),
        b: Intermediate("length of the target", within="[0, oo)"),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
    },
    source=Source(
        "J.-B. Grill et al., Bootstrap your own latent: a new approach to self-supervised learning, NeurIPS 2020, "
        "equation 2",
    ),
    mistakes=[
        (-2 * z[j] / (a * b), "the length of the prediction was treated as a constant"),
        (2 * (p[j] / a - z[j] / b), "the lengths were treated as constants: this is the slope with respect to $p/a$"),
        (s * p[j] / (a**3 * b) - z[j] / (a * b), "the 2 before the cosine was forgotten"),
    ],
    aliases=["bootstrap your own latent", "SimSiam loss", "negative cosine similarity"],
    used_for="embeddings without labels and without wrong pairs",
    why=(
        "The slope is the part of the target at a right angle to the prediction: it turns the prediction, and never "
        "makes it longer. None flows to the target. That is what keeps both networks from agreeing on a constant, "
        "which would make the loss 0. SimSiam takes half of it, minus the cosine."
    ),
    in_code=[
        ("optax.cosine_distance(p, z)", "none", "half of it"),
        ("torch.nn.CosineEmbeddingLoss()(p, z, torch.tensor(1))", "mean", "half of it"),
    ],
    see_instead=[("cosine-distance", "half of it, and both vectors are learnt"), ("dino", "compares distributions")],
)
