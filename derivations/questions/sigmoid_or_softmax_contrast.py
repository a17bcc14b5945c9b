r"""CLIP or SigLIP: does a sigmoid change the gradient?

Each has the form "probability minus label", but the probabilities differ. A softmax looks at a whole row and a whole
column: raise one similarity, and all others of its row get less. A sigmoid looks at its own cell alone.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, symbols

from derivations.language import Answer, Claim, Section, sigma

j, k, l, n, t = symbols("j k l n t")
S, y, z, p, q = map(IndexedBase, ("S", "y", "z", "p", "q"))
label = (1 + y[k, l]) / 2

answer = Answer(
    id="QCMK",
    loss="siglip",
    short="Yes: each cell stands for itself",
    claims=[
        Claim(t * (sigma(z[k, l]) - label) / n, "exact", "probability minus label, with the label 0 or 1"),
        Claim(-t * y[k, l] * sigma(-y[k, l] * z[k, l]) / n, "exact", "the same with the label $-1$ or $1$"),
        Claim(
            t * (exp(z[k, l]) / Sum(exp(z[k, j]), (j, 1, n)) - label) / n,
            "wrong",
            "the softmax of the row: it belongs to the loss of CLIP",
        ),
        Claim(
            (p[k, l] + q[k, l] - 2 * KroneckerDelta(k, l)) / (2 * n),
            "exact",
            "the mean of a softmax over the row and one over the column",
            loss="clip",
        ),
    ],
    sections=[
        Section(
            "Why it matters in practice",
            "The softmax needs the sums of all rows and columns, so all devices must share their similarities. The "
            "sigmoid needs no sum. But of $n^2$ cells only $n$ are pairs, so at the start the many others would push "
            "all similarities down: a learnt bias takes that up.",
        ),
    ],
    see=["info-nce", "negative-sampling", "softmax-cross-entropy"],
)
