r"""σ′ of what: the node's input or its output?

The slope of the sigmoid is often written as $s(1-s)$. There $s$ is the *output* of the node, with the sigmoid already
applied. If you take $s$ for the input, you leave the sigmoid out; if you apply it to the output, you have it twice. The
mistake arises where code hands over outputs to a formula that expects inputs.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section, sigma

j, k = symbols("j k")
h, z, o, t = map(IndexedBase, ("h", "z", "o", "t"))
error = t[k] - o[k]

answer = Answer(
    id="QXN5",
    loss="rashid-network",
    short="In s(1 - s), s is the output",
    claims=[
        Claim(-2 * error * o[k] * (1 - o[k]) * h[j], "exact", "the slope, in terms of the output of the node"),
        Claim(
            -2 * error * sigma(o[k]) * (1 - sigma(o[k])) * h[j],
            "wrong",
            "the sigmoid was applied to the output: that is the sigmoid of a sigmoid",
        ),
        Claim(
            -2 * error * sigma(z[k]) * (1 - sigma(z[k])) * h[j],
            "exact",
            "the same slope, in terms of the input of the node",
        ),
        Claim(-2 * error * z[k] * (1 - z[k]) * h[j], "wrong", "the formula for outputs, applied to the input"),
    ],
    sections=[
        Section(
            "Why the output at all?",
            "Because it is there already. On the way forward the node has computed its output; on the way back one "
            "product gives the slope, and no exponential is needed. The same trick works for other activations, with "
            "another formula each: $1-a^2$ for an output $a$ of $\\tanh$.",
        ),
        Section(
            "How to find it in code",
            "Look at what the function of the slope is called with. If its argument is called `output` or "
            "`activation`, no sigmoid may stand inside. At an input of 0 the slope must be a quarter.",
        ),
    ],
    see=["sigmoid-node", "rashid-network.v"],
    source=[
        ("nanonn, issue 4", "https://github.com/zserge/nanonn/issues/4"),
        ("Grokking Deep Learning, issue 56", "https://github.com/iamtrask/Grokking-Deep-Learning/issues/56"),
    ],
)
