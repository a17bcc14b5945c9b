r"""Is p - t still right when the targets do not sum to 1?

No: then the probabilities are multiplied by the sum of the targets. That factor is always there. It is invisible where
the sum is 1, as for a label or for soft targets that are probabilities themselves.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, k, K = symbols("i k K")
p, t = IndexedBase("p"), IndexedBase("t")

answer = Answer(
    id="QXYH",
    loss="softmax-of-counts",
    short="No: p is multiplied by their sum",
    claims=[
        Claim(p[k] - t[k], "wrong", "compares probabilities, which sum to 1, with targets that do not"),
        Claim(p[k] * Sum(t[i], (i, 1, K)) - t[k], "exact", "the expected counts, minus the counts"),
        Claim(
            p[k] - t[k],
            "exact",
            "right there, because that page states that the targets sum to 1",
            loss="softmax-cross-entropy-of-soft-targets",
        ),
    ],
    sections=[
        Section(
            "Where such targets come from",
            "From counts, from several right classes at once, from weights of examples, from mixing two examples with "
            "weights that do not add up to 1, and from a label row that is all zeros because the example was padded.",
        ),
        Section(
            "How to notice",
            "Add the components of the gradient. With respect to the logits of a softmax they sum to 0, because "
            "adding one number to all logits changes nothing. A gradient that does not sum to 0 is not that of a "
            "softmax.",
        ),
    ],
    see=["softmax-cross-entropy", "softmax"],
    source=("mlpack, pull request 2364", "https://github.com/mlpack/mlpack/pull/2364"),
)
