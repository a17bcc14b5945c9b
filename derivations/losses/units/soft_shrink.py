r"""Soft shrinkage

A number moved by $\lambda$ towards 0; what is smaller than $\lambda$ becomes 0. It is the step that solves the lasso
one weight at a time.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, magnitude, positive_part, sign, step

z, lambda_ = symbols("z lambda")

loss = Loss(
    id="L72J",
    name="y",
    expression=positive_part(z - lambda_) - positive_part(-z - lambda_),
    wrt=z,
    symbols={
        z: Real("input, a number or a weight"),
        lambda_: Positive("threshold"),
    },
    source=Source("PyTorch, torch.nn.Softshrink (documentation)"),
    other_forms=[(step(magnitude(z) - lambda_), "1 outside the threshold and 0 within: that is what the step is")],
    mistakes=[
        (sign(z) * step(magnitude(z) - lambda_), "the slope is 1 on both sides: the unit rises with $z$"),
        (1, "right outside the threshold only"),
        (step(z - lambda_), "the negative side was left out"),
    ],
    aliases=["soft thresholding", "soft threshold", "nn.Softshrink", "shrinkage operator"],
    used_for="sparse codes, and steps of the lasso",
    why=(
        "Outside the threshold every number is moved by the same amount, so the slope is 1; within, it is 0. It is the "
        "proximal step of the absolute penalty: the $y$ at which $(y-z)^2/2+\\lambda|y|$ is smallest."
    ),
    in_code=[
        (
            "torch.nn.functional.softshrink(z, lambd=lam)",
            "none",
            "takes the threshold as a plain number, not as a tensor",
        ),
    ],
    see_instead=[("lasso", "the penalty of which this is the step")],
)
