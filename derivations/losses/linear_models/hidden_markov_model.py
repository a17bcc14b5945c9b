r"""Hidden Markov model

Minus the log-likelihood of a sequence whose states are not seen. The forward recursion adds up all paths of states; its
adjoint is the backward recursion.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Adjoints, Index, Intermediate, Layers, Loss, Positive, Probability, Size, Source

i, j, k, s, t, T, n = symbols("i j k s t T n")
A, B, a, b = map(IndexedBase, ("A", "B", "a", "b"))

loss = Loss(
    id="LJMB",
    expression=-log(Sum(a[T, i], (i, 1, n))),
    wrt=B[s, k],
    backward=True,
    adjoints={a: b},
    definitions=[(a[t, i], B[t, i] * Sum(a[t - 1, j] * A[j, i], (j, 1, n)))],
    symbols={
        A: Probability("probability of a step from state $j$ to state $i$", shape=(n, n)),
        B: Positive("likelihood of what was seen at step $t$, in state $i$", shape=(T, n)),
        a: Intermediate(
            "forward variable: all paths that end in state $i$ at step $t$; one more row, $t=0$, holds the start",
            shape=(T, n),
            within="(0, oo)",
        ),
        b: Adjoints("short for $\\mathrm{d}L/\\mathrm{d}a_{t,i}$", shape=(T, n)),
        s: Index("the step", last=T),
        k: Index("index of the state", last=n),
        T: Layers("number of steps"),
        n: Size("number of states"),
    },
    source=Source(
        "L. R. Rabiner, A tutorial on hidden Markov models and selected applications in speech recognition, "
        "Proceedings of the IEEE 77 (1989), 257-286, section III.A"
    ),
    mistakes=[
        (b[s, k] * a[s, k], "the slope with respect to $\\log B_{sk}$: a factor $B_{sk}$ too many"),
        (
            -Sum(a[s - 1, j] * A[j, k], (j, 1, n)) / Sum(a[s, i], (i, 1, n)),
            "the later steps were dropped: a state also counts for what follows it",
        ),
        (b[s, k] * a[s - 1, k], "the step between the states was dropped: the path may come from any state before"),
    ],
    aliases=["HMM", "forward algorithm", "forward-backward algorithm", "Baum-Welch"],
    used_for="sequences with hidden states: speech, genes, behaviour",
    why=(
        "Times $B_{sk}$, the slope is minus the probability that the state was $k$ at step $s$, given the whole "
        "sequence. The backward recursion $b$ need not be invented: it is backpropagation through the forward one. "
        "Over long sequences the forward variables become tiny, so programs rescale them or take logarithms."
    ),
    see_instead=[
        ("conditional-random-field", "scores instead of probabilities, and the labels are known"),
        ("recurrent-network", "the same kind of recursion, with states that are numbers"),
        ("ctc", "the order of the states is known, but not the steps at which they change"),
    ],
)
