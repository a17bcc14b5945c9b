r"""Maxout

The largest of several numbers, the pieces, each of which is mostly a linear function of the inputs. So the unit learns
its own shape: with two pieces it can be a rectifier or an absolute value. Here it has a squared error, to see what
comes back.
"""

from sympy import IndexedBase, KroneckerDelta, symbols

from derivations.language import Classes, Index, Loss, Real, Source, arg_largest, largest

k, l, K, t = symbols("k l K t")
z = IndexedBase("z")
y, winner = largest(z[k], (k, 1, K)), arg_largest(z[k], (k, 1, K))

loss = Loss(
    id="L62F",
    name="E",
    expression=(y - t) ** 2 / 2,
    wrt=z[l],
    symbols={
        z: Real("inputs, the values of the pieces", shape=(K,)),
        t: Real("target, fixed"),
        l: Index("index of the piece", last=K),
        K: Classes("number of pieces"),
    },
    source=Source(
        "I. J. Goodfellow, D. Warde-Farley, M. Mirza, A. Courville and Y. Bengio, Maxout networks (ICML, 2013)",
        arxiv="1302.4389",
    ),
    mistakes=[
        (y - t, "every piece got the gradient: those that are not the largest change nothing"),
        ((y - t) / K, "this is the slope of the mean of the pieces"),
        ((y - t) * z[l] * KroneckerDelta(l, winner), "the value of the piece stands where its slope, 1, belongs"),
        ((y - t) * KroneckerDelta(l, 1), "the first piece was taken, whichever is the largest"),
    ],
    aliases=["maxout unit", "maximum of several numbers"],
    used_for="units that learn their own shape",
    why=(
        "The unit is a switch: for each input one piece is in force, and the others receive nothing. Unlike a "
        "rectifier it is never off, as some piece is always the largest. A piece that never wins learns nothing, "
        "though."
    ),
    see_instead=[
        ("max-pooling", "the largest of the inputs in each window"),
        ("rectifier", "the larger of 0 and one number"),
        ("log-sum-exp", "a smooth maximum, in which every number has a share"),
    ],
)
