"""Triplet margin loss

The anchor should be nearer to the positive example than to the negative one, by a margin. Distances are squared.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, positive_part, step

i, j, n, m = symbols("i j n m")
a, p, q, d = (*map(IndexedBase, ("a", "p", "q")), symbols("d"))

loss = Loss(
    id="L57C",
    expression=positive_part(d),
    wrt=a[j],
    definitions=[(d, Sum((a[i] - p[i]) ** 2, (i, 1, n)) - Sum((a[i] - q[i]) ** 2, (i, 1, n)) + m)],
    symbols={
        a: Real("anchor", shape=(n,)),
        p: Real("positive example, fixed", shape=(n,)),
        q: Real("negative example, fixed", shape=(n,)),
        d: Intermediate("what is missing of the margin"),
        m: Positive("margin"),
        j: Index("names the component", last=n),
        n: Size("number of components"),
    },
    source="F. Schroff, D. Kalenichenko and J. Philbin, FaceNet, CVPR 2015, section 3.1",
    mistakes=[
        (2 * (q[j] - p[j]), "the active side everywhere: beyond the margin the loss is flat"),
        (2 * step(d) * (a[j] - p[j]), "the negative example was dropped"),
    ],
)
