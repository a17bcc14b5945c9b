"""Noise prediction of a diffusion model

The squared distance of the noise that was added to an input from the noise that a network sees in the mixture.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Real, Size, Source

i, j, n = symbols("i j n")
p, e = IndexedBase("p"), IndexedBase("e")

loss = Loss(
    id="L6PQ",
    expression=Sum((p[i] - e[i]) ** 2, (i, 1, n)),
    wrt=p[j],
    symbols={
        p: Real("prediction of the noise, given the noisy input and the time", shape=(n,)),
        e: Real("noise that was added, drawn from the standard normal", shape=(n,)),
        j: Index("index of the component", last=n),
        n: Size("number of components of the input"),
    },
    source=Source(
        "J. Ho, A. Jain and P. Abbeel, Denoising diffusion probabilistic models (2020), equation 14", arxiv="2006.11239"
    ),
    mistakes=[
        (2 * (e[j] - p[j]), "prediction and noise changed places"),
        (p[j] - e[j], "the 2 of the square was forgotten"),
        (2 * p[j], "the noise was dropped: it is fixed, but not 0"),
    ],
    aliases=["epsilon prediction", "simple diffusion loss", "denoising diffusion"],
    used_for="diffusion models",
    why=(
        "Twice the error of the predicted noise. The bound on the likelihood would weight each time differently; the "
        "simple loss drops the weights, and so looks more at noisy inputs, which makes better pictures. The best "
        "prediction is the mean of the noise given the noisy input: minus the deviation of the noise times the score."
    ),
    in_code=[
        ("torch.nn.MSELoss(reduction='sum')(p, e)", "sum"),
    ],
    see_instead=[
        ("v-prediction", "the network puts out another mixture"),
        ("denoising-score", "the same up to scale: the network puts out the score"),
    ],
)
