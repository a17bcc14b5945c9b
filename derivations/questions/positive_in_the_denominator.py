r"""InfoNCE: does the positive example belong in the denominator?

In InfoNCE it does: the loss is a softmax over all keys, the right one among them. Then the pull towards the right key
fades as its probability nears 1. Some losses leave it out; then the pull never fades, and the loss has no lower bound.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, symbols

from derivations.language import Answer, Claim, Section

i, j, k, l, y, K, tau, Z = symbols("i j k l y K tau Z")
V, p, d = map(IndexedBase, ("V", "p", "d"))
all_keys = Sum(p[k] * V[k, j], (k, 1, K))

answer = Answer(
    id="QRGS",
    loss="info-nce",
    short="Yes, it is one of the candidates",
    claims=[
        Claim((all_keys - V[l, j]) / tau, "exact", "the softmax runs over all keys, the right one included"),
        Claim(
            ((all_keys - p[l] * V[l, j]) / (1 - p[l]) - V[l, j]) / tau,
            "wrong",
            "the right key was left out of the sum: another loss, whose pull never fades",
        ),
        Claim((all_keys - p[l] * V[l, j] - V[l, j]) / tau, "wrong", "left out of the gradient, but not of the softmax"),
        Claim(
            KroneckerDelta(k, y) - (1 - KroneckerDelta(k, y)) * exp(-d[k]) / Z,
            "exact",
            "a loss that does leave it out: the slope for the right class is always 1",
            loss="proxy-nca",
        ),
    ],
    sections=[
        Section(
            "What is left out of the sum in SimCLR",
            "The anchor itself, which is most similar to itself. The other view of the same image stays in. In code "
            "the diagonal is masked, and it is easy to mask too much or too little.",
        ),
    ],
    see=["nt-xent", "n-pairs", "proxy-nca", "softmax-cross-entropy"],
)
