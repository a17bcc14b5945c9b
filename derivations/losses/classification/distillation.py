r"""Knowledge distillation

A small model, the student, learns the probabilities of a large one, the teacher, both softened by a temperature $T$:
their divergence, times $T^2$.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Simplex, Source

j, k, i, K, T = symbols("j k i K T")
z, p, q = map(IndexedBase, ("z", "p", "q"))

loss = Loss(
    id="L3WJ",
    expression=T**2 * Sum(p[i] * log(p[i] / q[i]), (i, 1, K)),
    wrt=z[k],
    definitions=[(q[i], exp(z[i] / T) / Sum(exp(z[j] / T), (j, 1, K)))],
    symbols={
        z: Real("logits of the student", shape=(K,)),
        q: Intermediate("probabilities of the student at temperature $T$", shape=(K,), within="(0, 1)"),
        p: Simplex("probabilities of the teacher at temperature $T$, fixed", shape=(K,)),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
        T: Positive("temperature"),
    },
    source=Source(
        "G. Hinton, O. Vinyals and J. Dean, Distilling the knowledge in a neural network (2015), section 2",
        arxiv="1503.02531",
    ),
    mistakes=[
        (q[k] - p[k], "one factor $T$ was lost: there is $T^2$ in front, and $1/T$ from inside the softmax"),
        ((q[k] - p[k]) / T, "the factor $T^2$ in front was forgotten"),
        (T**2 * (q[k] - p[k]), "the inner derivative is missing: $z_k/T$ has the slope $1/T$"),
        (T * (p[k] - q[k]), "student and teacher changed places"),
    ],
    aliases=["KD", "knowledge distillation loss", "soft-target distillation", "teacher-student loss"],
    used_for="training a small model on the output of a large one",
    why=(
        "The gradient is the error of the student's probabilities, times $T$. Without the factor $T^2$ it would shrink "
        "like $1/T^2$ for high temperatures: one $1/T$ comes from the chain rule, and another because soft "
        "probabilities differ less. So the factor keeps the balance with a second loss, on the true labels."
    ),
    in_code=[
        (
            "torch.nn.functional.kl_div(torch.log_softmax(z / T, -1), p, reduction='sum')",
            "mean",
            "takes the logarithm of the student's probabilities first, and has no factor $T^2$: multiply it in",
        ),
    ],
    see_instead=[("softmax-cross-entropy-of-soft-targets", "without a temperature: the same gradient for $T=1$")],
)
