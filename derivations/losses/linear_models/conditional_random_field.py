r"""Conditional random field

Minus the log-probability of a sequence of labels: $u_1$ before the first step, then $y_1$ to $y_T$. Each pair of
neighbouring labels has a score, and the normaliser adds up all sequences by a forward recursion. So $u_t=y_{t-1}$ from
the second step on, and $a_{0j}=1$ for every label $j$; the gradient holds without that as well.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Adjoints, Index, Intermediate, Layers, Loss, Real, Size, Source

i, j, k, l, s, t, T, n = symbols("i j k l s t T n")
S, a, b, u, y = map(IndexedBase, ("S", "a", "b", "u", "y"))
seen = KroneckerDelta(k, u[s]) * KroneckerDelta(l, y[s])

loss = Loss(
    id="LHF3",
    expression=log(Sum(a[T, i], (i, 1, n))) - Sum(S[t, u[t], y[t]], (t, 1, T)),
    wrt=S[s, k, l],
    backward=True,
    adjoints={a: b},
    definitions=[(a[t, i], Sum(a[t - 1, j] * exp(S[t, j, i]), (j, 1, n)))],
    symbols={
        S: Real("score of the label $i$ at step $t$ after the label $j$", shape=(T, n, n)),
        a: Intermediate(
            "forward variable: all sequences that end in label $i$ at step $t$; one more row, $t=0$, is all 1",
            shape=(T, n),
            within="(0, oo)",
        ),
        b: Adjoints("short for $\\mathrm{d}L/\\mathrm{d}a_{t,i}$", shape=(T, n)),
        u: Index("the right labels before each step: $u_t=y_{t-1}$", shape=(T,), last=n),
        y: Index("the right labels at each step", shape=(T,), last=n),
        s: Index("the step", last=T),
        k: Index("the label before it", last=n),
        l: Index("the label at it", last=n),
        T: Layers("number of steps"),
        n: Size("number of labels"),
    },
    source=Source("C. Sutton and A. McCallum, An introduction to conditional random fields (2010)", arxiv="1011.4088"),
    mistakes=[
        (
            b[s, l] * a[s - 1, k] * exp(S[s, k, l]),
            "the right labels were dropped: only the normaliser was differentiated",
        ),
        (
            seen - b[s, l] * a[s - 1, k] * exp(S[s, k, l]),
            "the gradient of the log-likelihood: the loss is minus that",
        ),
        (b[s, l] * a[s - 1, k] - seen, "the inner derivative of the exponential, the exponential itself, is missing"),
    ],
    aliases=["CRF", "linear-chain CRF", "torchcrf", "crf_log_likelihood"],
    used_for="labels of the words of a sentence",
    why=(
        "The slope is the probability that the model gives this pair of labels at this step, minus 1 if the pair is "
        "the right one: the softmax cross-entropy again, over pairs. If a score is a sum, such as that of a word and "
        "that of a transition, each summand gets the slopes of all pairs in which it stands."
    ),
    see_instead=[
        ("hidden-markov-model", "probabilities instead of scores, and the states are not known"),
        ("softmax-cross-entropy", "one label, without neighbours"),
    ],
)
