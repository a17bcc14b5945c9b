r"""Temperature scaling

The softmax cross-entropy of logits that are divided by a temperature $T$, as a function of the temperature: one number
that makes a trained classifier less sure, or more.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Source

j, k, i, y, K, T = symbols("j k i y K T")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="LMD3",
    expression=-log(p[y]),
    wrt=(T, z[k]),
    definitions=[(p[i], exp(z[i] / T) / Sum(exp(z[j] / T), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$ at temperature $T$", shape=(K,), within="(0, 1)"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
        T: Positive("temperature, the same for all examples", varies=False),
    },
    source=Source(
        "C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, On calibration of modern neural networks, ICML 2017, section "
        "4.2",
        arxiv="1706.04599",
    ),
    mistakes={
        T: [
            (Sum(p[i] * z[i], (i, 1, K)) - z[y], "the derivative of $1/T$ is missing: it is $-1/T^2$"),
            ((Sum(p[i] * z[i], (i, 1, K)) - z[y]) / T**2, "the minus of $-1/T^2$ was dropped"),
            (z[y] / T**2, "the sum below the line was treated as a constant: it depends on the temperature too"),
        ],
        z[k]: [
            (p[k] - KroneckerDelta(k, y), "the inner derivative is missing: $z_k/T$ has the slope $1/T$"),
            (T * (p[k] - KroneckerDelta(k, y)), "the temperature was multiplied in: it stands below the line"),
        ],
    },
    aliases=["softmax with temperature", "temperature softmax", "calibration by temperature"],
    used_for="making the probabilities of a trained classifier honest",
    why=(
        "With respect to $T$ the gradient is the logit of the right class minus the mean logit, divided by $T^2$: if "
        "right classes have higher logits than the model expects on average, a lower temperature fits better. With "
        "respect to a logit it is the error of the probability, divided by $T$. The order of the classes stays, "
        "whatever $T$ is."
    ),
    in_code=[("torch.nn.functional.cross_entropy(z / T, y)", "mean")],
    see_instead=[
        ("softmax-cross-entropy", "without a temperature"),
        ("distillation", "two models at one temperature, and a factor $T^2$"),
    ],
)
