r"""Negative log-likelihood of a label

Minus the log-probability of the right class, where the model gives log-probabilities.
"""

from sympy import IndexedBase, Integer, KroneckerDelta, exp, symbols

from derivations.language import Classes, Index, Loss, Real, Source

k, y, K = symbols("k y K")
x = IndexedBase("x")

loss = Loss(
    id="L5DW",
    expression=-x[y],
    wrt=x[k],
    symbols={
        x: Real("input: log-probabilities, such as a log-softmax returns", shape=(K,)),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the class", last=K),
        K: Classes("number of classes"),
    },
    source=Source("PyTorch documentation, torch.nn.NLLLoss"),
    mistakes=[
        (exp(x[k]) - KroneckerDelta(k, y), "the gradient with respect to the logits, before the log-softmax"),
        (Integer(-1), "right for the right class only: the others do not occur"),
        (-KroneckerDelta(k, y) / x[k], "a logarithm was taken once more: the input is a logarithm already"),
    ],
    aliases=["NLL", "nn.NLLLoss", "nll_loss"],
    used_for="models that give log-probabilities",
    why=(
        "The gradient is $-1$ at the right class and 0 elsewhere, whatever the input: this function picks an entry, "
        "and the rest of the work is done by the log-softmax before it. The two together are the softmax "
        "cross-entropy, with probability minus label as gradient. The function does not check that its input is a "
        "logarithm."
    ),
    in_code=[("torch.nn.NLLLoss()(x, y)", "mean", "takes log-probabilities, not probabilities")],
    see_instead=[
        ("softmax-cross-entropy", "takes logits, with the log-softmax inside"),
        ("binary-cross-entropy", "two classes, and a probability"),
    ],
)
