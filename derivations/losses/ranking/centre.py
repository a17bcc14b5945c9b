"""Centre loss

Half the squared distance of an example from the centre of its class, which is learnt along with the embedding.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Classes, Index, Loss, Real, Size

i, j, l, y, n, K = symbols("i j l y n K")
x, C = IndexedBase("x"), IndexedBase("C")

loss = Loss(
    id="LVFB",
    expression=Sum((x[i] - C[y, i]) ** 2, (i, 1, n)) / 2,
    wrt=(x[j], C[l, j]),
    symbols={
        x: Real("embedding of the example", shape=(n,)),
        C: Real("centres of the classes, one per row", shape=(K, n)),
        y: Index("the class of the example", last=K),
        l: Index("index of a class", last=K),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
        K: Classes("number of classes"),
    },
    source=(
        "Y. Wen, K. Zhang, Z. Li and Y. Qiao, A discriminative feature learning approach for deep face recognition, "
        "ECCV 2016"
    ),
    mistakes={
        x[j]: [
            (2 * (x[j] - C[y, j]), "the half before the square was forgotten"),
            (C[y, j] - x[j], "example and centre changed places"),
        ],
        C[l, j]: [(C[l, j] - x[j], "every centre was moved; only that of the class of the example stands in the loss")],
    },
    aliases=["center loss"],
    used_for="classes that should be tight, beside a softmax loss",
    why=(
        "The example is drawn to the centre of its class and the centre to the example. Alone, the loss would pull all "
        "of them into one point; so it is added, with a small factor, to a softmax cross-entropy that keeps the "
        "classes apart."
    ),
    see_instead=[("proxy-nca", "keeps other classes away as well")],
)
