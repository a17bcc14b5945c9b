r"""Scale-invariant logarithmic loss

The mean squared error of logarithms, minus a part of the square of their mean error. With $\lambda=1$ it does not
matter if all predictions are too large by the same factor.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Positive, Size, Source

i, j, n, lam = symbols("i j n lambda")
p, t, d = map(IndexedBase, ("p", "t", "d"))

loss = Loss(
    id="L4Z6",
    expression=Sum(d[i] ** 2, (i, 1, n)) / n - lam / n**2 * Sum(d[i], (i, 1, n)) ** 2,
    wrt=p[j],
    definitions=[(d[i], log(p[i]) - log(t[i]))],
    symbols={
        p: Positive("predicted depths", shape=(n,)),
        t: Positive("targets, fixed", shape=(n,)),
        d: Intermediate("error of the logarithm at pixel $i$", shape=(n,)),
        lam: Label01("share of the common factor that is forgiven"),
        j: Index("index of the pixel", last=n),
        n: Size("number of pixels"),
    },
    source=Source(
        "D. Eigen, C. Puhrsch and R. Fergus, Depth map prediction from a single image using a multi-scale deep "
        "network (2014)",
        arxiv="1406.2283",
    ),
    mistakes=[
        (2 * d[j] / (n * p[j]), "the second term was dropped: every prediction also moves the mean"),
        (
            2 / n * (d[j] - lam / n * Sum(d[i], (i, 1, n))),
            "the inner derivative $1/p_j$ is missing: this is the slope with respect to $\\log p_j$",
        ),
        (
            2 / (n * p[j]) * (d[j] - lam * Sum(d[i], (i, 1, n))),
            "one $1/n$ was lost: the mean of the errors is meant, not their sum",
        ),
    ],
    aliases=["SILog", "scale-invariant log loss", "SI log loss", "scale-invariant depth loss"],
    used_for="depth from one image, where the scale is unknown",
    why=(
        "At each pixel the gradient is its error, minus $\\lambda$ times the mean error, divided by the prediction. "
        "With $\\lambda=1$ this is the variance of the errors: a common factor is free. Eigen and others took "
        "$\\lambda=1/2$; today's depth networks take about 0.85, and often the root of the loss."
    ),
    see_instead=[("squared-log", "one example, with 1 added inside the logarithms, and no common factor forgiven")],
)
