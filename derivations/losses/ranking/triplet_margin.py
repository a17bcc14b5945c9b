"""Triplet margin loss

The anchor should be nearer to the positive example than to the negative one, by a margin. The distances are squared, as
in FaceNet; many libraries take the distances themselves, and that is another loss.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source, positive_part, step

i, j, n, m = symbols("i j n m")
a, p, q, d = (*map(IndexedBase, ("a", "p", "q")), symbols("d"))

loss = Loss(
    id="L57C",
    former="vectors/triplet-margin",
    expression=positive_part(d),
    wrt=(a[j], p[j], q[j]),
    definitions=[(d, Sum((a[i] - p[i]) ** 2, (i, 1, n)) - Sum((a[i] - q[i]) ** 2, (i, 1, n)) + m)],
    symbols={
        a: Real("anchor", shape=(n,)),
        p: Real("positive example", shape=(n,)),
        q: Real("negative example", shape=(n,)),
        d: Intermediate("by how much the margin is missed"),
        m: Positive("margin"),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
    },
    source=Source(
        "F. Schroff, D. Kalenichenko and J. Philbin, FaceNet, CVPR 2015, section 3.1",
        doi="10.1109/CVPR.2015.7298682",
        arxiv="1503.03832",
    ),
    mistakes={
        a[j]: [
            (2 * (q[j] - p[j]), "the bracket was dropped: beyond the margin the loss is flat"),
            (2 * step(d) * (a[j] - p[j]), "the negative example was dropped"),
        ],
        p[j]: [(2 * step(d) * (a[j] - p[j]), "the inner minus of $a-p$ is missing")],
        q[j]: [(2 * step(d) * (q[j] - a[j]), "the sign of the distance to the negative example was lost")],
    },
    aliases=["triplet loss", "FaceNet loss"],
    used_for="embeddings in which like is nearer than unlike",
    why=(
        "While the margin is missed, descent moves the anchor along the line from the negative to the positive "
        "example, with the same force wherever the anchor is. It moves the positive example towards the anchor, and "
        "the negative one away. Once the margin is met, all three slopes are 0: most triplets soon teach nothing, so "
        "it matters which ones are picked."
    ),
    see_instead=[
        ("triplet-distance", "takes the distances themselves"),
        ("contrastive", "takes pairs and a label instead of triplets"),
    ],
)
