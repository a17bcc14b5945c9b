"""One node of a sigmoid network

The squared error of one output node, and its slope with respect to one of the weights that lead into it. The letters
are those of the book, which writes $o$ for two things: $o_j$ is an output of the layer before, and so an input of
this node; $o_k$ is the output of the node itself. The number $n$ of inputs is left open.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Probability, Real, Size, sigma

i, j, k, n, K, o_k = symbols("i j k n K o_k")
w, o, t = IndexedBase("w"), IndexedBase("o"), IndexedBase("t")
z_k = Sum(w[i, k] * o[i], (i, 1, n))

loss = Loss(
    id="L9TN",
    name="E",
    expression=(t[k] - o_k) ** 2,
    wrt=w[j, k],
    definitions=[(o_k, sigma(z_k))],
    symbols={
        w: Real("weight from node $j$ of the layer before to node $k$", shape=(n, K)),
        o: Probability(
            "output of node $j$ of the layer before, an input here; does not depend on the weights", shape=(n,)
        ),
        o_k: Intermediate("output of node $k$ itself", within="(0, 1)"),
        t: Label01("target of node $k$, fixed", shape=(K,)),
        j: Index("index of the node at which the weight begins", last=n),
        k: Index("index of the output node", last=K),
        n: Size("number of nodes of the layer before"),
        K: Size("number of output nodes"),
    },
    source="T. Rashid, Make Your Own Neural Network (CreateSpace, 2016), part 1, which goes on to drop the factor 2",
    other_forms=[(-2 * (t[k] - o_k) * sigma(z_k) * (1 - sigma(z_k)) * o[j], "the output written out in full")],
    mistakes=[
        (
            -2 * (t[k] - o_k) * sigma(z_k) * (1 - sigma(z_k)) * Sum(o[j], (j, 1, n)),
            "all inputs were added: the weight $w_{jk}$ multiplies $o_j$ alone",
        ),
        (
            -2 * (t[k] - o_k) * o[j],
            "the slope of the sigmoid was dropped: it lies between 0 and 1, but varies with the weights",
        ),
        (
            -2 * (t[k] - o_k) * sigma(z_k) * (1 - sigma(z_k)),
            "$o_j$ is missing: this is the slope with respect to the weighted sum, not to the weight",
        ),
        (2 * (t[k] - o_k) * o_k * (1 - o_k) * o[j], "the inner minus of $t_k-o_k$ is missing"),
    ],
    aliases=["sigmoid unit with squared error"],
    used_for="learning the chain rule at one node",
    why=(
        "Four factors: the error, the slope of the sigmoid, the input, and the 2 of the square. The 2 is the same for "
        "all weights and may go into the learning rate; the others differ from weight to weight or change as it "
        "learns. Where the node is sure and wrong the slope of the sigmoid is small, and it learns slowly."
    ),
    see_instead=[("sigmoid-node-with-cross-entropy", "the slope of the sigmoid cancels")],
)
