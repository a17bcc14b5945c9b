"""Rashid's network

A network with one hidden layer of sigmoids. Its squared error has a slope with respect to each weight from a hidden
node to an output node, and to each weight from an input to a hidden node. To a hidden node the error comes back through
all output nodes. The book writes $o_j$ for the outputs of the hidden nodes; here they are $h_j$.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Real, Size, sigma

i, j, k, n, H, K = symbols("i j k n H K")
x, v, w, u, h, z, o, t = map(IndexedBase, ("x", "v", "w", "u", "h", "z", "o", "t"))
back = Sum(w[j, k] * (t[k] - o[k]), (k, 1, K))

loss = Loss(
    id="L4GP",
    name="E",
    expression=Sum((t[k] - o[k]) ** 2, (k, 1, K)),
    wrt=(w[j, k], v[i, j]),
    former={w[j, k]: "hidden-to-output", v[i, j]: ("L8TC", "input-to-hidden")},
    backward=True,
    definitions=[
        (u[j], Sum(v[i, j] * x[i], (i, 1, n))),
        (h[j], sigma(u[j])),
        (z[k], Sum(w[j, k] * h[j], (j, 1, H))),
        (o[k], sigma(z[k])),
    ],
    symbols={
        x: Real("inputs", shape=(n,)),
        v: Real("weights from the inputs to the hidden nodes", shape=(n, H)),
        u: Intermediate("sum that enters hidden node $j$", shape=(H,)),
        h: Intermediate("output of hidden node $j$", shape=(H,), within="(0, 1)"),
        w: Real("weights from the hidden nodes to the output nodes", shape=(H, K)),
        z: Intermediate("sum that enters output node $k$", shape=(K,)),
        o: Intermediate("output of node $k$", shape=(K,), within="(0, 1)"),
        t: Label01("targets, fixed", shape=(K,)),
        i: Index("index of the input", last=n),
        j: Index("index of the hidden node", last=H),
        k: Index("index of the output node", last=K),
        n: Size("number of inputs"),
        H: Size("number of hidden nodes"),
        K: Size("number of output nodes"),
    },
    source="T. Rashid, Make Your Own Neural Network (CreateSpace, 2016), part 1, which goes on to drop the factor 2",
    mistakes={
        w[j, k]: [
            (
                -2 * (t[k] - o[k]) * h[j],
                "the slope of the sigmoid was dropped: it lies between 0 and 1, but varies with the weights",
            ),
            (2 * (t[k] - o[k]) * o[k] * (1 - o[k]) * h[j], "the inner minus of $t_k-o_k$ is missing"),
            (
                -2 * (t[k] - o[k]) * z[k] * (1 - z[k]) * h[j],
                "$s(1-s)$ is the slope of the sigmoid if $s$ is its output; here its input was put in",
            ),
        ],
        v[i, j]: [
            (
                -2 * back * h[j] * (1 - h[j]) * x[i],
                "the shortcut $W^{\\top}e$: the slopes $o_k(1-o_k)$ of the output nodes were dropped",
            ),
            (
                -2 * Sum(w[j, k] * (t[k] - o[k]) * o[k] * (1 - o[k]), (k, 1, K)) * x[i],
                "the slope of the hidden node is missing",
            ),
        ],
    },
    aliases=["Make Your Own Neural Network", "three-layer sigmoid network"],
    used_for="learning backpropagation with sigmoids",
    why=(
        "Each output node sends its error back, multiplied by the slope of its sigmoid and by the weight to the hidden "
        "node; there they add up, and the slope of the hidden sigmoid comes in. These slopes are at most $1/4$: "
        "unless the weights are large, every layer makes the errors smaller."
    ),
    see_instead=[
        ("softmax-network", "tanh units, and a cross-entropy"),
        ("deep-network", "any number of layers, and any activation"),
    ],
)
