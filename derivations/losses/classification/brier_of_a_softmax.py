r"""Multi-class Brier score of logits

The squared error between the probabilities of a softmax and the targets.
"""

from sympy import IndexedBase, Sum, exp, symbols

from derivations.language import Classes, ClosedSimplex, Index, Intermediate, Loss, Real, Source

j, k, i, K = symbols("j k i K")
z, p, t = map(IndexedBase, ("z", "p", "t"))

loss = Loss(
    id="LF2J",
    expression=Sum((p[i] - t[i]) ** 2, (i, 1, K)),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        t: ClosedSimplex("targets, fixed", shape=(K,)),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950), "
        "1-3",
    ),
    mistakes=[
        (2 * (p[k] - t[k]), "the gradient with respect to the probability: the softmax was left out"),
        (
            2 * (p[k] - t[k]) * p[k] * (1 - p[k]),
            "the diagonal of the softmax's Jacobian alone: each logit moves all probabilities",
        ),
        (
            p[k] * ((p[k] - t[k]) - Sum(p[j] * (p[j] - t[j]), (j, 1, K))),
            "the 2 of the square was lost",
        ),
    ],
    aliases=["multiclass Brier score", "squared error of a softmax", "quadratic score"],
    used_for="probabilities that should be honest, without a logarithm",
    why=(
        "Each logit gets its own error minus the mean error, weighted with the probabilities, times twice its "
        "probability. So a class whose probability is near 0 hardly moves, even if it is the right one: a classifier "
        "that is sure and wrong learns slowly, which the cross-entropy prevents. As a score it is bounded by 2, and "
        "honest forecasts minimise its mean."
    ),
    see_instead=[("softmax-cross-entropy-of-soft-targets", "the factor $p_k$ has cancelled")],
)
