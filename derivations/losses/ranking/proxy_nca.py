r"""Proxy-NCA loss

An example should be nearer to the proxy of its own class than to those of other classes. The proxy of its own class is
left out of the sum below.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Nonnegative, Source

i, j, k, y, K, Z = symbols("i j k y K Z")
d = IndexedBase("d")

loss = Loss(
    id="LPKM",
    expression=d[y] + log(Z),
    wrt=d[k],
    definitions=[(Z, Sum(exp(-d[j]), (j, 1, K)) - exp(-d[y]))],
    symbols={
        d: Nonnegative("squared distances of the example to the proxies of the classes", shape=(K,)),
        Z: Intermediate("sum over all classes but the right one", within="(0, oo)"),
        y: Index("the right class", last=K),
        k: Index("index of the class", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "Y. Movshovitz-Attias, A. Toshev, T. K. Leung, S. Ioffe and S. Singh, No fuss distance metric learning using "
        "proxies, ICCV 2017",
    ),
    mistakes=[
        (
            KroneckerDelta(k, y) - exp(-d[k]) / (Z + exp(-d[y])),
            "the right class was counted in the sum: that is the softmax cross-entropy of minus the distances",
        ),
        (-(1 - KroneckerDelta(k, y)) * exp(-d[k]) / Z, "the term of the right class was dropped"),
    ],
    aliases=["ProxyNCALoss", "proxy neighbourhood component analysis"],
    used_for="embeddings by class, with few comparisons",
    why=(
        "The distance to the right proxy has the slope 1, however small it is; the others share $-1$ by a softmax of "
        "minus the distances. As the right class is not in the sum, the pull never fades, and the loss has no lower "
        "bound: with it in the sum, as in many libraries, it is a softmax cross-entropy."
    ),
    see_instead=[("proxy-anchor", "takes all examples of a class together")],
)
