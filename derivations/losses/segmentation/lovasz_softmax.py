r"""Lovász-softmax

The errors of the pixels, each times a weight that depends on their order, as in the Lovász hinge; but the errors are
those of probabilities. One class; the order is given here, and so are the weights.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Label01, Loss, Nonnegative, Probability, Size, Source, magnitude, sign

i, k, n = symbols("i k n")
p, t, g = map(IndexedBase, ("p", "t", "g"))

loss = Loss(
    id="L4V3",
    expression=Sum(g[i] * magnitude(t[i] - p[i]), (i, 1, n)),
    wrt=p[k],
    symbols={
        p: Probability("prediction: probability that a pixel belongs to the class", shape=(n,)),
        t: Label01("target: 1 for the pixels of the class, 0 for the others", shape=(n,)),
        g: Nonnegative("weight of each pixel, by its place in the order; fixed", shape=(n,)),
        k: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=Source(
        "M. Berman, A. R. Triki and M. B. Blaschko, The Lovász-Softmax loss: a tractable surrogate for the "
        "optimization of the intersection-over-union measure in neural networks, CVPR 2018",
        arxiv="1705.08790",
    ),
    mistakes=[
        (g[k], "the sign was dropped: right for pixels that do not belong to the class"),
        (g[k] * sign(t[k] - p[k]), "the inner derivative of $t_k-p_k$ is missing: it is $-1$"),
        (sign(p[k] - t[k]), "the weight was dropped: this is a sum of absolute errors"),
    ],
    aliases=["Lovasz softmax loss"],
    used_for="several classes of pixels, judged by intersection over union",
    why=(
        "The slope of a pixel is its weight, with the minus for pixels of the class: its probability should grow. The "
        "weights are the steps by which the Jaccard loss grows as pixels are added in the order of their errors, the "
        "largest first; a pixel with a large error so counts for more. The loss of all classes is the mean."
    ),
    see_instead=[
        ("lovasz-hinge", "for scores"),
        ("jaccard", "a smooth form of the same measure"),
    ],
)
