r"""f-divergence

The general form of many divergences: the mean, under the prediction $q$, of a function $f$ of the ratio $p_i/q_i$. It
is a divergence if $f$ is convex and $f(1)=0$; the gradient holds for any differentiable $f$.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Classes, Index, Loss, Model, Prime, Probability, Source, model

i, k, K = symbols("i k K")
p, q = IndexedBase("p"), IndexedBase("q")
f = model("f")
ratio = p[k] / q[k]

loss = Loss(
    id="LVSV",
    expression=Sum(q[i] * f(p[i] / q[i]), (i, 1, K)),
    wrt=(q[k], p[k]),
    symbols={
        q: Probability("predicted probabilities", shape=(K,)),
        p: Probability("target probabilities", shape=(K,)),
        f: Model("function of the ratio, of which only differentiability is used"),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source=Source(
        "S. Nowozin, B. Cseke and R. Tomioka, f-GAN: Training generative neural samplers using variational divergence "
        "minimization (2016), section 2.1",
        arxiv="1606.00709",
    ),
    mistakes={
        q[k]: [
            (f(ratio), "the ratio was treated as a constant, although $q_k$ stands in it"),
            (f(ratio) + ratio * Prime(f(ratio)), "the inner minus of $1/q_k$ is missing"),
            (-ratio * Prime(f(ratio)), "the factor in front was treated as a constant"),
            (Prime(f(ratio)), "the slope with respect to the target"),
        ],
        p[k]: [
            (q[k] * Prime(f(ratio)), "the inner derivative is missing: the ratio has the slope $1/q_k$"),
            (Prime(f(ratio)) / q[k], "the factor in front was dropped: it cancels the inner derivative"),
        ],
    },
    aliases=["Csiszar f-divergence", "phi-divergence", "Ali-Silvey distance"],
    used_for="proving things for many divergences at once",
    why=(
        "With respect to the target the slope is $f'$ at the ratio. With respect to the prediction it is what the "
        "tangent of $f$ at the ratio has at 0, as $q_k$ stands in front and below the line. The loss is convex if $f$ "
        "is. Choose $f(u)=u\\log u$ for the Kullback-Leibler divergence, $-\\log u$ for the reverse one, $(u-1)^2$ for "
        "Pearson's, $|u-1|/2$ for the total variation."
    ),
    see_instead=[
        ("kullback-leibler", "the case $f(u)=u\\log u$"),
        ("bregman", "another general form; only the Kullback-Leibler divergence belongs to both"),
    ],
)
