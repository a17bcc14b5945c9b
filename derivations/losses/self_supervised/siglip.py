r"""SigLIP loss

A batch of images and texts: of every image and every text it is asked whether they belong together, as a question with
yes or no. The loss is the logistic loss, summed over all cells of the table and divided by the size of the batch.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, LabelSign, Loss, Positive, Real, Size, Source, sigma, softplus

i, j, k, l, n, t, b = symbols("i j k l n t b")
S, y, z = map(IndexedBase, ("S", "y", "z"))

loss = Loss(
    id="LYFP",
    expression=Sum(softplus(-y[i, j] * z[i, j]), (j, 1, n), (i, 1, n)) / n,
    wrt=S[k, l],
    definitions=[(z[i, j], t * S[i, j] + b)],
    symbols={
        S: Real("similarity of image $i$ and text $j$", shape=(n, n)),
        y: LabelSign("label: $+1$ for a pair, on the diagonal, $-1$ for all others", shape=(n, n)),
        z: Intermediate("logit of the pair", shape=(n, n)),
        t: Positive("scale, the inverse of a temperature, learnt too", varies=True),
        b: Real("bias, learnt too"),
        k: Index("index of the image", last=n),
        l: Index("index of the text", last=n),
        n: Size("number of pairs in the batch"),
    },
    source=Source(
        "X. Zhai, B. Mustafa, A. Kolesnikov and L. Beyer, Sigmoid loss for language image pre-training, ICCV 2023",
        arxiv="2303.15343",
    ),
    mistakes=[
        (-y[k, l] * sigma(-y[k, l] * z[k, l]) / n, "the scale was dropped: it multiplies the slope too"),
        (-t * y[k, l] * sigma(y[k, l] * z[k, l]) / n, "the minus inside the sigmoid was lost"),
        (-t * y[k, l] * sigma(-y[k, l] * z[k, l]), "the size of the batch was forgotten"),
    ],
    aliases=["sigmoid contrastive loss", "pairwise sigmoid loss"],
    used_for="pairs of images and texts, in batches of any size",
    why=(
        "Each cell is pushed by the probability of the wrong answer, and looks at no other cell: there is no softmax "
        "over the batch, so devices need not share a sum. Of the $n^2$ cells only $n$ are pairs; the bias, which "
        "starts far below 0, keeps the many others from ruling the first steps."
    ),
    see_instead=[
        ("clip", "a softmax over rows and columns: the cells compete"),
        ("logistic-of-a-score", "the loss of one cell"),
    ],
)
