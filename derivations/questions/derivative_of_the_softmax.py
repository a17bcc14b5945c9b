r"""Is the derivative of the softmax p(1 - p), as for the sigmoid?

On the diagonal only, where the logit belongs to the same class. All logits share one sum, so a logit that grows makes
every other probability smaller: there the slope is minus the product of the two probabilities.
"""

from sympy import IndexedBase, KroneckerDelta, symbols

from derivations.language import Answer, Claim, Section

i, j, k, y = symbols("i j k y")
p = IndexedBase("p")

answer = Answer(
    id="QVYK",
    loss="softmax",
    short="No, on the diagonal only",
    claims=[
        Claim(p[i] * (1 - p[i]), "wrong", "right for $i=j$, and wrong everywhere else"),
        Claim(p[i] * (KroneckerDelta(i, j) - p[j]), "exact", "both cases in one: $\\delta_{ij}$ is 1 on the diagonal"),
        Claim(-p[i] * p[j], "wrong", "right off the diagonal, and wrong on it"),
        Claim(p[i] * (1 - p[i]) * KroneckerDelta(i, j), "wrong", "the diagonal alone, with zeros beside it"),
        Claim(
            p[k] - KroneckerDelta(k, y),
            "exact",
            "the cross-entropy of the softmax: the products add up to this",
            loss="softmax-cross-entropy",
        ),
    ],
    sections=[
        Section(
            "Why there is a whole matrix",
            "The softmax takes $K$ logits and gives $K$ probabilities, so it has $K^2$ slopes. The probabilities sum "
            "to 1 whatever the logits are. So the slopes with respect to one logit sum to 0. The diagonal alone does "
            "not.",
        ),
        Section(
            "What to do in code",
            "Do not build the matrix. Take the slopes $g_i$ of the loss with respect to the probabilities, subtract "
            "their mean weighted with $p$, and multiply by $p$: $p_j(g_j-\\sum_ip_ig_i)$. Better still, take loss and "
            "softmax together.",
        ),
    ],
    see=["softmax-regression"],
    source=[
        ("libnd4j, issue 440", "https://github.com/deeplearning4j/libnd4j/issues/440"),
        ("Odyssey, issue 2134", "https://github.com/HomericIntelligence/Odyssey/issues/2134"),
    ],
)
