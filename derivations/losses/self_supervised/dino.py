r"""DINO loss

A student sees one view of an image, a teacher another. The student should give the same probabilities as the teacher,
which are centred, sharpened by a low temperature, and held fixed.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Source

i, j, k, K, tau, rho = symbols("i j k K tau rho")
s, t, c, p, q = map(IndexedBase, ("s", "t", "c", "p", "q"))

loss = Loss(
    id="LWM3",
    expression=-Sum(q[i] * log(p[i]), (i, 1, K)),
    wrt=s[k],
    definitions=[
        (p[i], exp(s[i] / tau) / Sum(exp(s[j] / tau), (j, 1, K))),
        (q[i], exp((t[i] - c[i]) / rho) / Sum(exp((t[j] - c[j]) / rho), (j, 1, K))),
    ],
    symbols={
        s: Real("logits of the student", shape=(K,)),
        t: Real("logits of the teacher, held fixed", shape=(K,)),
        c: Real("centre: a running mean of the teacher's logits, held fixed", shape=(K,)),
        p: Intermediate("probability by the student", shape=(K,), within="(0, 1)"),
        q: Intermediate("probability by the teacher", shape=(K,), within="(0, 1)"),
        tau: Positive("temperature of the student"),
        rho: Positive("temperature of the teacher, the lower of the two"),
        k: Index("index of the output", last=K),
        K: Classes("number of outputs"),
    },
    source=Source("M. Caron et al., Emerging properties in self-supervised vision transformers, ICCV 2021"),
    closing=[((p[k] - q[k]) / tau, "what is added comes first")],
    mistakes=[
        (p[k] - q[k], "the temperature of the student was dropped: it divides the slope too"),
        ((p[k] - q[k]) / rho, "the temperature of the teacher: its logits are held fixed"),
        (
            -q[k] * (1 - p[k]) / tau,
            "only the term of the output itself was differentiated: its logit is in all probabilities",
        ),
    ],
    aliases=["self-distillation", "self-distillation with no labels"],
    used_for="embeddings without labels, from a teacher that follows the student",
    why=(
        "The slope is the difference of the two probabilities, over the student's temperature. None flows to the "
        "teacher, whose weights are a running mean of the student's; were it differentiated, both could agree on a "
        "constant. Centring and sharpening pull in opposite directions, and together prevent that."
    ),
    in_code=[("torch.nn.functional.cross_entropy(s / tau, torch.softmax((t - c) / rho, 0))", "mean")],
    see_instead=[
        ("softmax-cross-entropy-of-soft-targets", "the same with temperature 1 and targets from elsewhere"),
        ("byol", "compares two vectors instead of two distributions"),
    ],
)
