r"""Connectionist temporal classification

Minus the log-probability of a sequence of labels, when nobody says which step shows which. A forward recursion adds up
all paths; the denominators of the softmax are the same for each of them, and stand outside.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Adjoints, Classes, Index, Intermediate, Layers, Loss, Real, Source

i, j, k, s, t, T, n, K = symbols("i j k s t T n K")
M, a, b, u, z = map(IndexedBase, ("M", "a", "b", "u", "z"))
stays, moves, skips = KroneckerDelta(i, j), KroneckerDelta(i, j + 1), KroneckerDelta(i, j + 2)
y, shown = exp(z[s, k]) / Sum(exp(z[s, j]), (j, 1, K)), KroneckerDelta(k, u[i])

loss = Loss(
    id="L8Q7",
    expression=Sum(log(Sum(exp(z[t, j]), (j, 1, K))), (t, 1, T)) - log(a[T, n - 1] + a[T, n]),
    wrt=z[s, k],
    backward=True,
    adjoints={a: b},
    constraints=[a[T, n - 1] + a[T, n] > 0],
    definitions=[
        (M[j, i], stays + moves + skips * (1 - KroneckerDelta(u[i], u[j]))),
        (a[t, i], exp(z[t, u[i]]) * Sum(a[t - 1, j] * M[j, i], (j, 1, n))),
    ],
    closing=[(y + Sum(shown * a[s, i] * b[s, i], (i, 1, n)), "definition of $a_{si}$")],
    symbols={
        z: Real("logit of the class $k$ at step $t$", shape=(T, K)),
        u: Index("what each place shows: the labels, and a blank before, between and after them", shape=(n,), last=K),
        M: Intermediate("1 if a path may go from place $j$ to $i$: stay, move on, or skip a blank", shape=(n, n)),
        a: Intermediate(
            "forward variable: all paths to place $i$ at step $t$; row $t=0$ is given: for labels 1 at place 1, else 0",
            (T, n),
            within="[0, oo)",
        ),
        b: Adjoints("short for $\\mathrm{d}L/\\mathrm{d}a_{t,i}$", shape=(T, n)),
        s: Index("the step", last=T),
        k: Index("the class", last=K),
        T: Layers("number of steps"),
        n: Classes("number of places: $2l+1$ for $l$ labels"),
        K: Classes("number of classes, the blank among them"),
    },
    source=Source(
        "A. Graves, S. Fernández, F. Gomez and J. Schmidhuber, Connectionist temporal classification, ICML 2006, "
        "section 4",
        doi="10.1145/1143844.1143891",
    ),
    mistakes=[
        (Sum(shown * a[s, i] * b[s, i], (i, 1, n)), "the slope with respect to the log-probability"),
        (y, "only the denominators were differentiated, not the sum over the paths"),
        (y + b[s, n] * a[s, n], "not all places of the class were added up"),
        (y - Sum(shown * a[s, i], (i, 1, n)) / Sum(a[s, i], (i, 1, n)), "what follows a place was left out"),
    ],
    aliases=["CTCLoss", "ctc_loss"],
    used_for="speech and handwriting, where labels come without times",
    why=(
        "$-a_{si}b_{si}$ is the probability of place $i$ at step $s$, given all labels. So the slope is that of the "
        "softmax cross-entropy, with soft targets that the model makes itself. No path is left, and the loss is "
        "infinite, if there are fewer steps than labels and pairs of equal neighbours."
    ),
    in_code=[
        ("torch.nn.CTCLoss()(log_probs, targets, T, l)", "mean", "divides by $l$; its gradient is in the logits"),
        ("optax.ctc_loss(z, logit_paddings, labels, label_paddings)", "none", "labels without blanks"),
        ("keras.losses.CTC()(y_true, z)", "sum_over_batch_size", "labels without blanks"),
    ],
    see_instead=[("hidden-markov-model", "the same recursion; probabilities of the steps from state to state")],
)
