r"""Factorisation machine

Half the squared error of a linear model with products of all pairs of features, in which the weight of a pair is the
inner product of two vectors. The pairs are written in the form that takes linear time.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, f, n, d, a, b, t, p, c = symbols("i f n d a b t p c")
x, w, V, s = map(IndexedBase, ("x", "w", "V", "s"))
pairs = Sum(s[f] ** 2 - Sum(V[i, f] ** 2 * x[i] ** 2, (i, 1, n)), (f, 1, d)) / 2

loss = Loss(
    id="L6KY",
    expression=(p - t) ** 2 / 2,
    wrt=(V[a, b], w[a], c),
    definitions=[
        (s[f], Sum(V[i, f] * x[i], (i, 1, n))),
        (p, c + Sum(w[i] * x[i], (i, 1, n)) + pairs),
    ],
    symbols={
        x: Real("inputs: the features, most of them 0", shape=(n,)),
        w: Real("weights of the single features", shape=(n,)),
        c: Real("intercept"),
        V: Real("vectors of the features, one per row", shape=(n, d)),
        t: Real("target, fixed"),
        s: Intermediate("sum of the vectors of all features, component $f$", shape=(d,)),
        p: Intermediate("prediction"),
        a: Index("index of the feature", last=n),
        b: Index("index of the component of its vector", last=d),
        n: Size("number of features"),
        d: Size("length of the vectors"),
    },
    source=Source("S. Rendle, Factorization machines, ICDM 2010, section III, equation 4"),
    mistakes={
        V[a, b]: [
            ((p - t) * x[a] * s[b], "the product of the feature with itself was counted: it is no pair"),
            (x[a] * (s[b] - V[a, b] * x[a]), "the error was dropped: this is the slope of the prediction"),
            ((p - t) * (s[b] - V[a, b] * x[a]), "the feature itself, a factor of all its pairs, was dropped"),
        ],
        w[a]: [
            (p - t, "the feature was dropped: this is the slope with respect to the intercept"),
            (x[a], "the error was dropped: this is the slope of the prediction"),
        ],
        c: [((t - p), "prediction and target changed places")],
    },
    aliases=["FM", "libFM", "factorization machines", "factorization machine"],
    used_for="recommendations from many sparse features",
    why=(
        "The slope is the error, times the feature, times what all other features bring to the same component. As the "
        "sum over all features is kept, each slope takes constant time. Pairs that were never seen together get a "
        "weight all the same, through the vectors."
    ),
    see_instead=[("matrix-factorisation", "the case of two features at a time, a user and an item")],
)
