r"""Log-sum-exp

A smooth maximum, $\log\sum_i e^{z_i}$: never less than the largest number, and close to it once that stands out. It is
the logarithm of the denominator of a softmax.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Source

i, k, K = symbols("i k K")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="LZ9X",
    name="A",
    expression=log(Sum(exp(z[i]), (i, 1, K))),
    wrt=z[k],
    definitions=[(p[k], exp(z[k]) / Sum(exp(z[i]), (i, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("softmax, for class $k$", shape=(K,), within="(0, 1)"),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source=Source("S. Boyd and L. Vandenberghe, Convex Optimization (Cambridge University Press, 2004), section 3.1.5"),
    mistakes=[
        (1 / Sum(exp(z[i]), (i, 1, K)), "the inner derivative $e^{z_k}$ is missing"),
        (exp(z[k]), "the slope of the logarithm, one over the sum, is missing"),
        (1 - p[k], "this is the slope of $-\\log p_k$ with its sign turned"),
    ],
    aliases=["logsumexp", "smooth maximum"],
    used_for="a smooth maximum, and sums of probabilities given as logarithms",
    why=(
        "The slopes are the softmax: positive, with the sum 1. The slope of a maximum is 1 for the largest number and "
        "0 for the others; here that 1 is shared out. The cross-entropy of a softmax is log-sum-exp minus one logit, "
        "so its gradient is $p_k-\\delta_{ky}$."
    ),
    in_code=[("torch.logsumexp(z, dim=0)", "none"), ("jax.nn.logsumexp(z)", "none")],
)
