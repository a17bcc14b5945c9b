r"""A weight is used twice: do its two gradients add?

Yes. Each use of the weight is a way on which it acts on the loss, and the slopes of all ways add up. No mean is taken,
and no use may be left out.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, k, l, n = symbols("i k l n")
W, x, h, e = map(IndexedBase, ("W", "x", "h", "e"))
decoder, encoder = e[l] * h[k], Sum(W[k, i] * e[i], (i, 1, n)) * x[l]

answer = Answer(
    id="Q7B3",
    loss="tied-autoencoder",
    short="Yes, they add",
    claims=[
        Claim(decoder + encoder, "exact", "one term for each use"),
        Claim(decoder, "wrong", "only the second use was counted"),
        Claim(encoder, "wrong", "only the first use was counted"),
        Claim((decoder + encoder) / 2, "positive-scale", "the mean of the two: half of the gradient"),
        Claim(2 * decoder, "wrong", "one of the two was doubled, but their slopes differ"),
    ],
    sections=[
        Section(
            "Where weights are shared",
            "A recurrent network uses its weights at every step, a convolution at every place, a Siamese network for "
            "both of its inputs, a language model often for words on both ends. In each of them all uses add up.",
        ),
        Section(
            "What libraries do",
            "Automatic differentiation adds into `.grad` without being asked, for every use. It also adds over several "
            "calls of `backward`, until you set the gradient to zero.",
        ),
    ],
    see=["autoencoder", "recurrent-network", "matrix-factorisation"],
)
