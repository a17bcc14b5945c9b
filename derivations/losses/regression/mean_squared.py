"""Mean squared loss over a batch

The squared losses of a batch, divided by their number: the $1/n$ stays in the gradient.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Real, Size, Source

i, j, n = symbols("i j n")
p, t = IndexedBase("p"), IndexedBase("t")

loss = Loss(
    id="L288",
    expression=Sum((p[i] - t[i]) ** 2, (i, 1, n)) / n,
    wrt=p[j],
    symbols={
        p: Real("predictions", shape=(n,)),
        t: Real("targets, fixed", shape=(n,)),
        j: Index("index of the prediction", last=n),
        n: Size("number of examples in the batch"),
    },
    source=Source("I. Goodfellow, Y. Bengio and A. Courville, Deep Learning (MIT Press, 2016), section 5.1.4"),
    mistakes=[
        (2 * (p[j] - t[j]), "the gradient of the sum, not of the mean: $n$ times as long"),
        (
            2 * Sum(p[i] - t[i], (i, 1, n)) / n,
            "the errors of the other examples were added: they do not depend on $p_j$",
        ),
    ],
    aliases=["MSE", "mean squared error", "mean square error", "nn.MSELoss"],
    used_for="a batch of predictions: what libraries call MSE",
    why=(
        "Each prediction gets twice its own error, divided by the number of examples: the other examples do not "
        "matter. Because of the mean, the size of a step does not depend on the size of the batch. Most libraries mean "
        "this loss when they say squared error."
    ),
    in_code=[
        ("torch.nn.MSELoss()(p, t)", "mean"),
        ("keras.losses.MeanSquaredError()(t, p)", "sum_over_batch_size"),
        ("sklearn.metrics.mean_squared_error(t, p)", "mean"),
    ],
    see_instead=[
        ("squared", "the loss of one example: no number of examples divides its gradient"),
        ("root-mean-squared", "the root of this loss: the same minimiser, but one more factor in the gradient"),
    ],
)
