r"""Cox regression

The partial likelihood of Cox. Somebody has an event: how likely was it to be this person, among all who were still at
risk? The examples are in the order of their times, so that those from $i$ on are at risk at time $i$.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Real, Size, Source

i, j, k, m, n, d = symbols("i j k m n d")
X, b, eta, c = map(IndexedBase, ("X", "beta", "eta", "c"))
at_risk = Sum(exp(eta[j]), (j, i, n))
mean = Sum(X[j, k] * exp(eta[j]), (j, i, n)) / at_risk

loss = Loss(
    id="L46W",
    expression=Sum(c[i] * (log(at_risk) - eta[i]), (i, 1, n)),
    wrt=b[k],
    definitions=[(eta[i], Sum(X[i, m] * b[m], (m, 1, d)))],
    symbols={
        X: Real("covariates, one person per row, in the order of the times", shape=(n, d)),
        b: Real("coefficients", shape=(d,)),
        eta: Intermediate("log-risk of person $i$", shape=(n,)),
        c: Label01("1 for an event, 0 for a time that is censored; between them, a weight of the event", shape=(n,)),
        k: Index("index of the coefficient", last=d),
        n: Size("number of persons"),
        d: Size("number of covariates"),
    },
    source=Source(
        "D. R. Cox, Regression models and life-tables, Journal of the Royal Statistical Society B 34 (1972), 187-220",
        doi="10.1111/j.2517-6161.1972.tb00899.x",
    ),
    mistakes=[
        (
            Sum(c[i] * (Sum(X[j, k] * exp(eta[j]), (j, 1, n)) / Sum(exp(eta[j]), (j, 1, n)) - X[i, k]), (i, 1, n)),
            "the mean was taken over everybody: those who had an event before, or left, are no longer at risk",
        ),
        (
            Sum(mean - X[i, k], (i, 1, n)),
            "the factor $c_i$ was dropped: a time that is censored has no term of its own",
        ),
        (-Sum(c[i] * X[i, k], (i, 1, n)), "the logarithm of the sum was dropped: it depends on the coefficients too"),
    ],
    aliases=["Cox partial likelihood", "proportional hazards loss", "survival:cox"],
    used_for="survival times, of which some are censored",
    why=(
        "Each event adds a difference: the mean of the covariate over all who are at risk, weighted by their risk, "
        "minus the covariate of the person who had the event. The loss is convex in all coefficients together, being "
        "made of logarithms of sums of exponentials. At the best coefficients these differences sum to 0. Of the times "
        "only the order matters. Equal times need a rule of their own, such as Breslow's or Efron's."
    ),
    see_instead=[("softmax-cross-entropy", "the same for one event: the classes are those at risk")],
)
