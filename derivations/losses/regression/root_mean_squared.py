"""Root mean squared loss

The root of the mean squared loss of a batch: in the units of the target, and without a derivative where every error is
0.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, n = symbols("i j n")
p, t = IndexedBase("p"), IndexedBase("t")
R, q = symbols("R q")

loss = Loss(
    id="LZQ7",
    name="R",
    expression=sqrt(q),
    wrt=p[j],
    definitions=[(q, Sum((p[i] - t[i]) ** 2, (i, 1, n)) / n), (R, sqrt(q))],
    symbols={
        p: Real("predictions", shape=(n,)),
        t: Real("targets, fixed", shape=(n,)),
        q: Intermediate("mean squared error", within="[0, oo)"),
        R: Intermediate("the loss itself", within="[0, oo)"),
        j: Index("index of the prediction", last=n),
        n: Size("number of examples in the batch"),
    },
    source=Source("C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 1.1, equation 1.3"),
    mistakes=[
        (
            2 * (p[j] - t[j]) / n,
            "the gradient of the mean squared loss: the factor of the root is missing, and it varies",
        ),
        ((p[j] - t[j]) / (2 * n * R), "the 2 of the square was forgotten"),
    ],
    aliases=["RMSE", "root mean squared error", "root mean square error"],
    used_for="a score in the unit of the target",
    why=(
        "The gradient is the error, divided by the number of examples and by the loss: the smaller all errors are, the "
        "more a single one counts. So its length does not go to 0 with the errors, and at a perfect fit it has no "
        "value. The loss is good to report; to train, people take its square, which has the same minimiser."
    ),
    in_code=[
        ("torch.sqrt(torch.nn.functional.mse_loss(p, t))", "mean"),
        ("jax.numpy.sqrt(jax.numpy.mean((p - t) ** 2))", "mean"),
        ("sklearn.metrics.root_mean_squared_error(t, p)", "mean"),
    ],
    see_instead=[("mean-squared", "without the root: the same minimiser, and a gradient also where every error is 0")],
)
