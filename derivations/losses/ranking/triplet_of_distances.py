"""Triplet margin loss of distances

The anchor should be nearer to the positive example than to the negative one, by a margin. The distances are not
squared: this is the form of most libraries.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Source, positive_part, step

i, j, n, m, d, e, h = symbols("i j n m d e h")
a, p, q = map(IndexedBase, ("a", "p", "q"))
missing = step(h)

loss = Loss(
    id="LVQS",
    expression=positive_part(h),
    wrt=(a[j], p[j]),
    definitions=[
        (d, sqrt(Sum((a[i] - p[i]) ** 2, (i, 1, n)))),
        (e, sqrt(Sum((a[i] - q[i]) ** 2, (i, 1, n)))),
        (h, d - e + m),
    ],
    symbols={
        a: Real("anchor", shape=(n,)),
        p: Real("positive example", shape=(n,)),
        q: Real("negative example", shape=(n,)),
        d: Intermediate("distance of the positive example", within="[0, oo)"),
        e: Intermediate("distance of the negative example", within="[0, oo)"),
        h: Intermediate("by how much the margin is missed"),
        m: Positive("margin"),
        j: Index("index of the component", last=n),
        n: Classes("number of components, 2 or more"),
    },
    source=Source("PyTorch documentation, torch.nn.TripletMarginLoss"),
    mistakes={
        a[j]: [
            (2 * missing * (q[j] - p[j]), "the gradient for squared distances: there the anchor cancels"),
            (missing * ((a[j] - p[j]) - (a[j] - q[j])), "the two distances are missing from the denominators"),
            ((a[j] - p[j]) / d - (a[j] - q[j]) / e, "the bracket was dropped: beyond the margin the loss is flat"),
        ],
        p[j]: [(missing * (a[j] - p[j]) / d, "the inner minus of $a-p$ is missing")],
    },
    aliases=["nn.TripletMarginLoss", "triplet_margin_loss", "triplet loss with Euclidean distance"],
    used_for="embeddings in which like is nearer than unlike",
    why=(
        "Both examples pull and push with force 1, however far away they are: each term is a vector of length 1 along "
        "the line to its example. With squared distances the force would grow with the distance. The negative "
        "example is pushed as the positive one is drawn. Where the anchor "
        "meets an example there is a tip instead of a slope."
    ),
    in_code=[
        (
            "torch.nn.TripletMarginLoss(margin=m)(a, p, q)",
            "mean",
            "adds $10^{-6}$ to each difference, unless `eps=0`",
        ),
        ("optax.losses.triplet_margin_loss(a, p, q, margin=m)", "none", "adds $10^{-6}$ under each root"),
    ],
    see_instead=[("triplet-margin", "the same with squared distances, as in FaceNet")],
)
