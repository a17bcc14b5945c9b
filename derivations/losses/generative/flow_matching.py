"""Conditional flow matching

The squared distance of a predicted velocity from the straight way between a noise vector and an input.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Real, Size, Source

i, j, n = symbols("i j n")
p, x, e = map(IndexedBase, ("p", "x", "e"))

loss = Loss(
    id="LV9W",
    expression=Sum((p[i] - (x[i] - e[i])) ** 2, (i, 1, n)),
    wrt=p[j],
    symbols={
        p: Real("prediction of the velocity, at a point $(1-t)e+tx$ on the way", shape=(n,)),
        x: Real("input, the end of the way", shape=(n,)),
        e: Real("noise, the start of the way", shape=(n,)),
        j: Index("index of the component", last=n),
        n: Size("number of components of the input"),
    },
    source=[
        Source("Y. Lipman et al., Flow matching for generative modeling (2022)", arxiv="2210.02747"),
        Source(
            "X. Liu, C. Gong and Q. Liu, Flow straight and fast: learning to generate and transfer data with rectified "
            "flow (2022)",
            arxiv="2209.03003",
        ),
    ],
    mistakes=[
        (2 * (p[j] - (e[j] - x[j])), "start and end of the way changed places"),
        (2 * (p[j] - x[j]), "the velocity was taken for the end of the way"),
        (2 * (x[j] - e[j] - p[j]), "prediction and target changed places"),
    ],
    aliases=["rectified flow", "CFM", "velocity prediction"],
    used_for="generative models that follow a flow from noise to data",
    why=(
        "Twice the error of the velocity. Many ways cross at a point; the best prediction there is the mean of their "
        "velocities, and a sample that follows these means ends up distributed as the data. Papers number the ends of "
        "the way differently: check the sign of the target."
    ),
    in_code=[("torch.nn.MSELoss(reduction='sum')(p, x - e)", "sum")],
    see_instead=[("ddpm", "predicts the noise")],
)
