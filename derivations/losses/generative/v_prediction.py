r"""v-prediction of a diffusion model

The squared distance of a network's output from $v=\alpha\varepsilon-\sigma x$, a mixture of noise and input that is
balanced at all times.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Probability, Real, Size, Source

i, j, n, alpha, scale = symbols("i j n alpha sigma")
p, e, x, v = map(IndexedBase, ("p", "e", "x", "v"))

loss = Loss(
    id="LNK4",
    expression=Sum((p[i] - v[i]) ** 2, (i, 1, n)),
    wrt=p[j],
    definitions=[(v[i], alpha * e[i] - scale * x[i])],
    symbols={
        p: Real("prediction, given the noisy input $\\alpha x+\\sigma\\varepsilon$ and the time", shape=(n,)),
        e: Real("noise $\\varepsilon$ that was added, drawn from the standard normal", shape=(n,)),
        x: Real("input without noise", shape=(n,)),
        v: Intermediate("target", shape=(n,)),
        alpha: Probability("share of the input in the mixture", varies=True),
        scale: Probability("share of the noise; $\\alpha^2+\\sigma^2=1$", varies=True),
        j: Index("index of the component", last=n),
        n: Size("number of components of the input"),
    },
    constraints=[(alpha**2 + scale**2, 1)],
    source=Source("T. Salimans and J. Ho, Progressive distillation for fast sampling of diffusion models (2022)"),
    mistakes=[
        (2 * (p[j] - e[j]), "the target of noise prediction was used"),
        (2 * (p[j] - alpha * x[j] - scale * e[j]), "the noisy input was used as target"),
        (2 * (v[j] - p[j]), "prediction and target changed places"),
    ],
    aliases=["v-parameterisation", "v-parameterization", "velocity parameterization"],
    used_for="diffusion models, and their distillation into few steps",
    why=(
        "Twice the error of the output. With little noise the target is nearly the noise, with much noise nearly minus "
        "the input, so it is never the easy one of the two. Noise and input follow from the output and the noisy "
        "input; in terms of the noise the loss is that of noise prediction, divided by $\\alpha^2$."
    ),
    see_instead=[("ddpm", "the noise is the target"), ("flow-matching", "the target is input minus noise")],
)
