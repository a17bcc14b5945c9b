r"""I forgot the 1/n. Does the learning rate forgive it?

If it is missing from the whole gradient, yes: the steps are $n$ times as long, and a smaller learning rate repairs
that. If it is missing from one term only, no. Then fit and penalty are weighed in another way, and the minimiser moves.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, j, k, m, n, lam = symbols("i j k m n lambda")
X, w, r, p, t = map(IndexedBase, ("X", "w", "r", "p", "t"))
fit, penalty = 2 * Sum(r[i] * X[i, k], (i, 1, m)), 2 * lam * w[k]

answer = Answer(
    id="Q47S",
    loss="ridge",
    short="Not if it is missing from one term alone",
    claims=[
        Claim(
            fit / m + penalty,
            "wrong",
            "the fit was averaged, the penalty was not: so the penalty counts $m$ times as much",
        ),
        Claim((fit + penalty) / m, "convention", "both divided: the loss divided by the number of examples"),
        Claim(fit + penalty, "exact", "the loss has sums, so the gradient has sums"),
        Claim(
            2 * (p[j] - t[j]),
            "convention",
            "missing from the only term there is: the steps are longer",
            loss="mean-squared",
        ),
    ],
    sections=[
        Section(
            "When a number depends on the batch",
            "A factor $1/n$ is constant while the batches are equally large. If the last one is smaller, its examples "
            "count for more under a mean, and as much as all others under a sum.",
        ),
        Section(
            "What to do",
            "When you go from a sum to a mean, divide the strength of the penalty by the same number. Then old and new "
            "loss have the same minimiser, and only the learning rate has to change.",
        ),
    ],
    see=["least-squares", "lasso"],
    source=("ML-From-Scratch, issue 124", "https://github.com/eriklindernoren/ML-From-Scratch/issues/124"),
)
