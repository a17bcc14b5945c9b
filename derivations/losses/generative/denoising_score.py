r"""Denoising score matching

Half the squared distance of a predicted score from $-\varepsilon/\sigma$, the score of the noise that was added.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Positive, Real, Size, Source

i, j, n, scale = symbols("i j n sigma")
s, e = IndexedBase("s"), IndexedBase("e")

loss = Loss(
    id="LXV5",
    expression=Sum((s[i] + e[i] / scale) ** 2, (i, 1, n)) / 2,
    wrt=s[j],
    symbols={
        s: Real("score that the network predicts: the gradient of the log-density at the noisy input", shape=(n,)),
        e: Real("noise, drawn from the standard normal; $\\sigma$ times it was added", shape=(n,)),
        scale: Positive("standard deviation of the noise"),
        j: Index("index of the component", last=n),
        n: Size("number of components of the input"),
    },
    source=[
        Source(
            "Y. Song and S. Ermon, Generative modeling by estimating gradients of the data distribution (2019)",
            arxiv="1907.05600",
        ),
        Source(
            "P. Vincent, A connection between score matching and denoising autoencoders, Neural Computation 23 "
            "(2011), 1661-1674",
            doi="10.1162/NECO_a_00142",
        ),
    ],
    mistakes=[
        (s[j] - e[j] / scale, "the sign of the target: the score points back to the input, against the noise"),
        (s[j] + e[j], "the deviation was dropped: large noise would count too much"),
        (s[j] + e[j] / scale**2, "the noise was divided by the deviation twice: it is already of variance 1"),
    ],
    aliases=["DSM", "noise conditional score network", "NCSN"],
    used_for="models of the score, which lead from noise to data",
    why=(
        "The error of the score. The true score of the noisy data is not known, but its mean given the noisy input is "
        "that of the noise, so the target may be put in its place. With small noise the targets are huge; in practice "
        "the loss is multiplied by $\\sigma^2$, and is then that of noise prediction."
    ),
    see_instead=[
        ("ddpm", "the network puts out the noise, $-\\sigma$ times the score"),
        ("gaussian-score-matching", "without added noise"),
    ],
)
