r"""Is the error of the hidden nodes the weights times the output errors?

That is a rule of thumb, not the chain rule. On its way back an error passes through the output nodes, and each of them
multiplies it by the slope of its sigmoid; then comes the slope of the hidden node itself. None of these factors is the
same for all weights.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, j, k, K = symbols("i j k K")
x, w, h, o, t = map(IndexedBase, ("x", "w", "h", "o", "t"))
shortcut = Sum(w[j, k] * (t[k] - o[k]), (k, 1, K))
back = Sum(w[j, k] * (t[k] - o[k]) * o[k] * (1 - o[k]), (k, 1, K))

answer = Answer(
    id="QF4M",
    loss="rashid-network.v",
    short="Not quite: two slopes are missing",
    claims=[
        Claim(-2 * shortcut * h[j] * (1 - h[j]) * x[i], "wrong", "the slopes of the output nodes were left out"),
        Claim(-2 * back * h[j] * (1 - h[j]) * x[i], "exact", "through every output node, then through the hidden one"),
        Claim(-2 * back * x[i], "wrong", "the slope of the hidden node was left out"),
        Claim(-2 * back * h[j] * x[i], "wrong", "one of the two factors of that slope is no better than none"),
        Claim(-back * h[j] * (1 - h[j]) * x[i], "positive-scale", "only the 2 may go"),
    ],
    sections=[
        Section(
            "Why networks learn with the shortcut all the same",
            "All the factors that it leaves out are positive, so each output error is sent back with the right sign. "
            "But several of them are added up, and then their sizes decide the sign of the sum. It is a method of its "
            "own, and a step of it need not make the loss smaller.",
        ),
        Section(
            "When it is exact",
            "For the output errors, when the loss is the cross-entropy: there the slope of the output node cancels, "
            "and the bare error is what has to be sent back. The slope of the hidden node stays in any case.",
        ),
    ],
    see=["rashid-network", "deep-network"],
    source=[
        ("Grokking Deep Learning, issue 50", "https://github.com/iamtrask/Grokking-Deep-Learning/issues/50"),
        ("NeuralNetworkFromScratch, pull request 3", "https://github.com/Bot-Academy/NeuralNetworkFromScratch/pull/3"),
    ],
)
