r"""VQ-VAE codebook and commitment

The squared distance of an encoder's output from the nearest code, counted twice: once to move the code, once, with the
weight $\beta$, to move the output. What the other moves is held fixed.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Positive, Real, Size, Source, held

i, j, n, beta = symbols("i j n beta")
z, e = IndexedBase("z"), IndexedBase("e")

loss = Loss(
    id="LNPF",
    expression=Sum((held(z[i]) - e[i]) ** 2, (i, 1, n)) + beta * Sum((z[i] - held(e[i])) ** 2, (i, 1, n)),
    wrt=(e[j], z[j]),
    symbols={
        e: Real("vector of the codebook that is nearest to the output", shape=(n,)),
        z: Real("vector that the encoder puts out", shape=(n,)),
        beta: Positive("weight of the commitment, such as 0.25"),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
    },
    source=Source(
        "A. van den Oord, O. Vinyals and K. Kavukcuoglu, Neural discrete representation learning (2017), equation 3",
        arxiv="1711.00937",
    ),
    mistakes={
        e[j]: [
            (2 * (1 + beta) * (e[j] - z[j]), "nothing was held fixed: the commitment moved the code as well"),
            (2 * (z[j] - e[j]), "output and code changed places"),
            (2 * beta * (e[j] - z[j]), "the weight of the other term was used"),
        ],
        z[j]: [
            (2 * (1 + beta) * (z[j] - e[j]), "nothing was held fixed: the first term moved the output as well"),
            (2 * (z[j] - e[j]), "the weight $\\beta$ was dropped"),
        ],
    },
    aliases=["vector quantisation", "vector quantization loss", "commitment loss", "codebook loss"],
    used_for="autoencoders with a codebook of discrete codes",
    why=(
        "The value is $1+\\beta$ times one squared distance; only what is held fixed makes two terms of it. The code "
        "moves to the outputs that chose it, as in k-means, and the output keeps near its code. The choice of the "
        "nearest code has no slope: the decoder's gradient is copied from the code to the output as if they were one."
    ),
    see_instead=[("squared", "without anything held fixed")],
)
