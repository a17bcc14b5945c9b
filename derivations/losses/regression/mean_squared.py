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
        j: Index("names the prediction", last=n),
        n: Size("number of examples in the batch"),
    },
    source=Source(
        "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2nd ed., Springer, "
        "2009), section 2.4",
        doi="10.1007/978-0-387-84858-7",
    ),
    mistakes=[
        (2 * (p[j] - t[j]), "the gradient of the sum, not of the mean: $n$ times too long"),
        (2 * Sum(p[i] - t[i], (i, 1, n)) / n, "the other examples do not depend on $p_j$"),
    ],
    aliases=["MSE", "mean squared error", "mean square error", "nn.MSELoss"],
    why=(
        "Each prediction gets twice its own error, divided by the number of examples: the other examples do not matter "
        "to it. The mean keeps the size of a step apart from the size of the batch. Most libraries mean this loss when "
        "they say squared error."
    ),
    in_code=[
        ("torch.nn.MSELoss()(input, target)", "mean"),
        ("keras.losses.MeanSquaredError()(y_true, y_pred)", "sum_over_batch_size"),
        ("sklearn.metrics.mean_squared_error(y_true, y_pred)", "mean"),
    ],
    see_instead=[
        ("squared", "the loss of one example: no number of examples divides its gradient"),
        ("root-mean-squared", "the root of this loss: the same minimiser, but one more factor in the gradient"),
    ],
)
