r"""Generalised Jensen-Shannon divergence of a student

The divergence of a teacher and of a student from a mixture of both, $\beta\,\mathrm{KL}(t\|m)+(1-\beta)\,
\mathrm{KL}(p\|m)$, written as entropies. The parameter $\beta$ leads from the one direction of the Kullback-Leibler
divergence to the other.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Probability, Real, Simplex, Source

i, j, k, K, beta = symbols("i j k K beta")
z, p, t, m = map(IndexedBase, ("z", "p", "t", "m"))
student = Sum(p[i] * (log(p[i]) - log(m[i])), (i, 1, K))
ratio = log(p[k]) - log(m[k])

loss = Loss(
    id="LFJT",
    expression=beta * Sum(t[i] * log(t[i]), (i, 1, K))
    + (1 - beta) * Sum(p[i] * log(p[i]), (i, 1, K))
    - Sum(m[i] * log(m[i]), (i, 1, K)),
    wrt=z[k],
    definitions=[
        (p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K))),
        (m[i], beta * t[i] + (1 - beta) * p[i]),
    ],
    symbols={
        z: Real("logits of the student", shape=(K,)),
        t: Simplex("probabilities of the teacher, fixed", shape=(K,)),
        p: Intermediate("probabilities of the student, the softmax of the logits", shape=(K,), within="(0, 1)"),
        m: Intermediate("mixture of both", shape=(K,), within="(0, 1)"),
        beta: Probability("weight of the teacher in the mixture"),
        k: Index("index of the logit", last=K),
        K: Classes("number of tokens in the vocabulary"),
    },
    source=Source(
        "R. Agarwal et al., On-policy distillation of language models: learning from self-generated mistakes (2023)",
        arxiv="2306.13649",
    ),
    closing=[
        (
            (1 - beta) * p[k] * (ratio - student),
            "what came in through the mixture cancels, and the $p_i$ add up to 1",
        )
    ],
    mistakes=[
        (
            (1 - beta) * p[k] * ratio,
            "the normalisation of the softmax was overlooked: the mean over all tokens is missing",
        ),
        (
            (1 - beta) * p[k] * (ratio - Sum(t[i] * (log(p[i]) - log(m[i])), (i, 1, K))),
            "the mean was taken over the teacher: the softmax brings the student's",
        ),
        ((1 - beta) * (p[k] - t[k]), "the gradient of the cross-entropy with the teacher's probabilities"),
    ],
    aliases=["GKD", "generalized knowledge distillation", "generalized JSD", "GKDTrainer"],
    used_for="distilling a language model on answers of its own",
    why=(
        "The slope compares the log-ratio of student to mixture at one token with its mean. What comes in through the "
        "mixture cancels: the loss is least in it just there. Divided by $\\beta$ or by $1-\\beta$ the loss tends to "
        "one of the two Kullback-Leibler divergences at an end."
    ),
    see_instead=[
        (
            "softmax-cross-entropy-of-soft-targets",
            "the divergence of the teacher from the student alone, up to a constant",
        ),
    ],
)
