r"""Smooth L1 loss

The absolute loss with its kink rounded off: quadratic where the error is at most $\beta$, and $|p-t|-\beta/2$ beyond.
It is the Huber loss divided by its threshold.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, branches, clip, magnitude, otherwise, sign

p, t, beta = symbols("p t beta")

loss = Loss(
    id="LTS4",
    expression=branches(
        ((p - t) ** 2 / (2 * beta), magnitude(p - t) < beta),
        (magnitude(p - t) - beta / 2, otherwise),
    ),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        beta: Positive("the error at which the loss turns from quadratic to linear"),
    },
    source=[
        Source("PyTorch, documentation of torch.nn.SmoothL1Loss"),
        Source("R. Girshick, Fast R-CNN, ICCV 2015", arxiv="1504.08083"),
    ],
    other_forms=[(clip((p - t) / beta, -1, 1), "the error in units of $\\beta$, cut off at $-1$ and 1")],
    mistakes=[
        (clip(p - t, -beta, beta), "the gradient of the Huber loss: it is $\\beta$ times this one"),
        (clip(p - t, -1, 1), "right for $\\beta=1$ only"),
        (sign(p - t), "the outer branch was used everywhere: near the target the slope is $(p-t)/\\beta$"),
        (
            branches(((p - t) / (2 * beta), magnitude(p - t) < beta), (sign(p - t), otherwise)),
            "the half was kept, but the 2 of the square was forgotten",
        ),
    ],
    aliases=["nn.SmoothL1Loss", "SmoothL1", "smooth L1 loss"],
    used_for="boxes and other coordinates, some of them far off",
    why=(
        "Far from the target the slope is a sign, whatever $\\beta$ is; near it the slope is the error over $\\beta$. "
        "So a smaller $\\beta$ means a steeper middle, and for $\\beta\\to0$ the loss becomes the absolute one. It "
        "came with Fast R-CNN, where errors of box corners are small once training has begun, but wild at first."
    ),
    in_code=[
        ("torch.nn.SmoothL1Loss(beta=beta)(p, t)", "mean", "$\\beta$ is 1 unless told otherwise"),
        ("torch.nn.HuberLoss(delta=beta)(p, t)", "mean", "$\\beta$ times this loss"),
        ("optax.huber_loss(p, t, delta=beta)", "none", "$\\beta$ times this loss"),
    ],
    see_instead=[
        ("huber", "$\\beta$ times this loss: there the threshold is also the largest slope"),
        ("absolute", "without the rounded middle"),
    ],
)
