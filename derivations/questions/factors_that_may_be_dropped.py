r"""May the rest of Rashid's gradient be dropped too, like the 2?

The book drops the 2, because the learning rate takes care of it. The other factors are not like the 2: they change from
weight to weight and from step to step, and no single learning rate can stand for a number that changes. A factor may go
only if it is the same in every component and at every step, and positive.
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
        Claim(-error * o[j], "wrong", "the gradient of another loss: the cross-entropy"),
        Claim(-2 * error * slope * o[j], "exact", "the whole gradient, with nothing dropped"),
        Claim(
            -error * slope * o[j], "positive-scale", "the 2 is the same everywhere: a doubled learning rate undoes it"
        ),
        Claim(
            -2 * error * slope,
            "wrong",
            "without its own input each weight of a node moves alike; no loss at all has this gradient",
        ),
        Claim(-slope * o[j], "wrong", "without the error, a node that is right counts as much as one that is wrong"),
        Claim(error * slope * o[j], "negated", "a dropped minus is a factor too, and not a positive one"),
    ],
    sections=[
        Section(
            "“But they lie between 0 and 1”",
            "So they do, and so the claimed step and the true one point to the same side for *one* weight. But a "
            "gradient is a direction in the space of all weights. Factors that differ from weight to weight, or "
            "from example to example, turn that direction.",
        ),
        Section(
            "When people do leave out σ(1 - σ)",
            "When they minimise another loss. With the cross-entropy of a sigmoid output the slope of the sigmoid "
            "cancels; what is left is the error times the input. Nothing was dropped there: it is the full gradient "
            "of that loss, and its minimum over several examples lies elsewhere.",
        ),
        Section(
            "What to do",
            "Ask three things of a factor: is it free of everything that is learnt and of the data, is it positive, "
            "and does it stand before every component? Three times yes, and it may go.",
        ),
    ],
    see=["binary-cross-entropy-with-logit", "rashid-network"],
    source="T. Rashid, Make Your Own Neural Network (2016), part 1",
)
