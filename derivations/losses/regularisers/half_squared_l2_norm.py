"""Half the L2 penalty

Half the squared length of the weights, times the strength. The half cancels the 2 that the squares bring down.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Positive, Real, Size, Source

i, j, n, lam = symbols("i j n lambda")
w = IndexedBase("w")

loss = Loss(
    id="LXR5",
    expression=lam * Sum(w[i] ** 2, (i, 1, n)) / 2,
    wrt=w[j],
    symbols={
        w: Real("weights", shape=(n,)),
        lam: Positive("strength of the penalty"),
        j: Index("index of the weight", last=n),
        n: Size("number of weights"),
    },
    source=Source(
        "I. Loshchilov and F. Hutter, Decoupled weight decay regularization, ICLR 2019, section 2", arxiv="1711.05101"
    ),
    mistakes=[
        (2 * lam * w[j], "the gradient of the penalty without the half"),
        (lam * Sum(w[i], (i, 1, n)), "the other weights were added: their squares do not depend on $w_j$"),
        (lam * w[j] / 2, "the half was kept, but the 2 of the square was forgotten"),
    ],
    aliases=["weight decay", "half the ridge penalty", "add_decayed_weights"],
    used_for="small weights, in networks trained with weight decay",
    why=(
        "The gradient is the weight itself, times the strength: a step of plain gradient descent shrinks every weight "
        "by the same fraction, and that is weight decay. This holds for plain gradient descent only. Adam divides the "
        "gradient, penalty included, by a number of its own for each weight; AdamW takes the decay out of the "
        "gradient for that reason."
    ),
    in_code=[("optax.l2_loss(w * lam**0.5).sum()", "none", "`l2_loss` returns half the square of each entry")],
    see_instead=[("squared-l2-norm", "without the half: twice the gradient")],
)
