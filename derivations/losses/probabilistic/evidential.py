r"""Evidential cross-entropy

The expected cross-entropy if the class probabilities are themselves uncertain, Dirichlet distributed with the
concentrations $\alpha$. The more evidence for a class, the larger its concentration.
"""

from sympy import IndexedBase, Sum, digamma, polygamma, symbols

from derivations.language import Classes, ClosedSimplex, Index, Intermediate, Loss, Positive, Source

i, j, k, K, S = symbols("i j k K S")
a, t = IndexedBase("alpha"), IndexedBase("t")

loss = Loss(
    id="LRZV",
    expression=Sum(t[i] * (digamma(S) - digamma(a[i])), (i, 1, K)),
    wrt=a[k],
    definitions=[(S, Sum(a[j], (j, 1, K)))],
    symbols={
        a: Positive("concentrations", shape=(K,)),
        t: ClosedSimplex("target, one-hot or soft, fixed", shape=(K,)),
        S: Intermediate("sum of the concentrations", within="(0, oo)"),
        k: Index("index of the class", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "M. Sensoy, L. Kaplan and M. Kandemir, Evidential deep learning to quantify classification uncertainty (2018), "
        "equation 4",
        arxiv="1806.01768",
    ),
    mistakes=[
        (-t[k] * polygamma(1, a[k]), "the sum was treated as a constant: each concentration is a part of it"),
        (
            digamma(S) - t[k] * digamma(a[k]),
            "nothing was differentiated: the slope of the digamma function is trigamma",
        ),
        (1 / S - t[k] / a[k], "digamma was taken for the logarithm, to which it comes close for large arguments"),
        (t[k] * (polygamma(1, S) - polygamma(1, a[k])), "the sum stands in the terms of all classes, not of one"),
    ],
    aliases=["evidential deep learning", "EDL loss", "Dirichlet expected cross-entropy"],
    used_for="classifiers that can say: I do not know",
    why=(
        "The gradient is trigamma of the sum, minus trigamma of the concentration for the right class: evidence for "
        "the right class is raised, all other evidence lowered, the faster the less there is of it. With little "
        "evidence in total the prediction is uncertain, whichever class leads. As evidence grows, the loss becomes the "
        "cross-entropy of $\\alpha_k/S$."
    ),
    see_instead=[
        ("dirichlet-likelihood", "the likelihood of a vector of shares, not of a class"),
        ("softmax-cross-entropy", "probabilities that are certain themselves"),
    ],
)
