r"""May the rest of Rashid's gradient be dropped too, like the 2?

The book drops the 2, because the learning rate takes care of it. The other factors are not like the 2: they change from
weight to weight and from step to step, and no single learning rate can stand for a number that changes.

The letters are those of the book: $o_k$ is the output of the node, and $o_j$ an output of the layer before it.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section, sigma

i, j, k, n, o_k = symbols("i j k n o_k")
w, o, t = map(IndexedBase, ("w", "o", "t"))
z_k = Sum(w[i, k] * o[i], (i, 1, n))
error, slope = t[k] - o_k, sigma(z_k) * (1 - sigma(z_k))

answer = Answer(
    id="QSM3",
    loss="sigmoid-node",
    short="No, only the 2 may go",
    claims=[
        Claim(-error * (1 - sigma(z_k)) * o[j], "wrong", "$\\sigma$ was dropped: “it lies between 0 and 1”"),
        Claim(error, "wrong", "all but $t-o$ was dropped: one number for all weights, without its minus"),
        Claim(-error * slope * o[j], "positive-scale", "what the book keeps: a doubled learning rate undoes it"),
        Claim(-2 * error * slope * o[j], "exact", "the whole gradient, with nothing dropped"),
        Claim(-error * o[j], "wrong", "both factors of the slope were dropped: the gradient of the cross-entropy"),
        Claim(-2 * error * slope, "wrong", "without its own input each weight of a node moves alike"),
        Claim(error * slope * o[j], "negated", "the minus was dropped: it is a factor too, and not a positive one"),
    ],
    sections=[
        Section(
            "Three conditions for a factor",
            "A factor may be left out of a gradient if it is\n\n1. **constant**: free of everything that is learnt, so "
            "that it is the same at every step;\n2. **positive**: a negative one turns every step round;\n3. "
            "**common**: the same before every component, and before the slope of every example.\n\nThen only the "
            "length of a step changes, and the learning rate makes up for that. If one of the three fails, so may the "
            "direction.",
            anchor="conditions",
        ),
        Section(
            "“But they lie between 0 and 1”",
            "So they do, and so the claimed step and the true one go the same way for *one* weight. But a gradient is "
            "a direction in the space of all weights. A factor between 0 and 1 is positive, but it is neither constant "
            "nor common: it differs from weight to weight or from example to example, and that turns the direction.",
        ),
        Section(
            "When people do leave out σ(1 - σ)",
            "When they minimise another loss. With the cross-entropy of a sigmoid output the slope of the sigmoid "
            "cancels; what is left is the error times the input. Nothing was dropped there: it is the full gradient of "
            "that loss, and its minimiser over several examples lies elsewhere.",
        ),
    ],
    see=["binary-cross-entropy-with-logit", "rashid-network"],
    goes_on=["half-the-loss", "sigmoid-slope-in-the-cross-entropy"],
    source=("Data Science Stack Exchange, question 81943", "https://datascience.stackexchange.com/questions/81943"),
)
