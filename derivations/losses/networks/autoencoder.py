r"""Autoencoder

A network that should reproduce its input through a small hidden layer: half the squared error of the reconstruction.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source, sigma

i, j, k, l, n, H = symbols("i j k l n H")
W, V, x, z, h, e = map(IndexedBase, ("W", "V", "x", "z", "h", "e"))
back = Sum(V[i, k] * e[i], (i, 1, n))

loss = Loss(
    id="L8V9",
    name="E",
    expression=Sum(e[i] ** 2, (i, 1, n)) / 2,
    wrt=(V[l, k], W[k, l]),
    backward=True,
    definitions=[
        (z[j], Sum(W[j, i] * x[i], (i, 1, n))),
        (h[j], sigma(z[j])),
        (e[i], Sum(V[i, j] * h[j], (j, 1, H)) - x[i]),
    ],
    symbols={
        W: Real("weights of the encoder", shape=(H, n)),
        V: Real("weights of the decoder", shape=(n, H)),
        x: Real("inputs, which are the targets too", shape=(n,)),
        z: Intermediate("sum that enters hidden unit $j$", shape=(H,)),
        h: Intermediate("code: output of hidden unit $j$", shape=(H,), within="(0, 1)"),
        e: Intermediate("error of the reconstruction", shape=(n,)),
        k: Index("index of the hidden unit", last=H),
        l: Index("index of the input", last=n),
        n: Size("number of inputs"),
        H: Size("number of hidden units"),
    },
    source=Source("I. Goodfellow, Y. Bengio and A. Courville, Deep Learning (MIT Press, 2016), chapter 14"),
    mistakes={
        V[l, k]: [
            (e[l] * z[k], "the sum that enters the unit was taken instead of its output"),
            (-e[l] * h[k], "input and reconstruction changed places"),
        ],
        W[k, l]: [
            (back * x[l], "the slope of the hidden unit is missing"),
            (
                h[k] * (1 - h[k]) * (back - V[l, k] * e[l]) * x[l],
                "the output of the same index was left out of the sum",
            ),
        ],
    },
    aliases=["auto-encoder", "reconstruction loss"],
    used_for="codes of data without labels",
    why=(
        "The decoder learns from error times code, the encoder from the errors that come back through the decoder. The "
        "input is also the target, but it is fixed: nothing is differentiated through it. With linear units and a "
        "narrow code it finds the plane of principal component analysis."
    ),
    see_instead=[("tied-autoencoder", "the decoder is the transpose of the encoder")],
)
