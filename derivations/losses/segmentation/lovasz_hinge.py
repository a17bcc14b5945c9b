r"""Lovász hinge

The hinge losses of the pixels, each times a weight that depends on their order: sorted from the largest to the
smallest, pixel by pixel, the weight says by how much the Jaccard loss grows if this pixel is wrong too. The order is
given here, and so are the weights.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, LabelSign, Loss, Nonnegative, Real, Size, Source, positive_part, step

i, k, n = symbols("i k n")
s, y, g = map(IndexedBase, ("s", "y", "g"))

loss = Loss(
    id="LT5K",
    expression=Sum(g[i] * positive_part(1 - y[i] * s[i]), (i, 1, n)),
    wrt=s[k],
    symbols={
        s: Real("scores of the pixels", shape=(n,)),
        y: LabelSign("labels of the pixels: $+1$ in the mask, $-1$ outside", shape=(n,)),
        g: Nonnegative("weight of each pixel, by its place in the order; fixed", shape=(n,)),
        k: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=[
        Source(
            "M. Berman, A. R. Triki and M. B. Blaschko, The Lovász-Softmax loss: a tractable surrogate for the "
            "optimization of the intersection-over-union measure in neural networks, CVPR 2018",
            arxiv="1705.08790",
        ),
        Source(
            "J. Yu and M. B. Blaschko, The Lovász hinge: a novel convex surrogate for submodular losses, IEEE "
            "Transactions on Pattern Analysis and Machine Intelligence (2018)",
            doi="10.1109/tpami.2018.2883039",
        ),
    ],
    mistakes=[
        (-g[k] * step(1 - y[k] * s[k]), "the label was dropped: right for pixels of the mask only"),
        (-y[k] * step(1 - y[k] * s[k]), "the weight was dropped: this is a sum of plain hinge losses"),
        (-y[k] * g[k], "beyond the margin the hinge is flat"),
    ],
    aliases=["LovaszLoss", "Lovasz hinge loss", "binary Lovász loss"],
    used_for="two classes of pixels, judged by intersection over union",
    why=(
        "Each pixel has the slope of a hinge, times its weight. Where no two pixels tie, the order stays under a small "
        "step, so the weights count as constants; at a tie the loss has a kink. The loss is convex in the scores: of "
        "all orders, the one that is taken gives the largest sum."
    ),
    see_instead=[
        ("hinge-of-a-score", "one pixel"),
        ("lovasz-softmax", "for probabilities"),
        ("jaccard", "a smooth form of the same measure"),
    ],
)
