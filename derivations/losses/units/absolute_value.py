r"""Absolute value

The size of a number: the number itself if it is positive, else the number with its sign turned. Each case is a straight
line; where they meet, at 0, there is a corner and no slope.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, branches, magnitude, otherwise, sign

u = symbols("u")

loss = Loss(
    id="LK4R",
    name="y",
    expression=branches((u, u > 0), (-u, otherwise)),
    wrt=u,
    symbols={u: Real("a number")},
    source=Source("M. Spivak, Calculus (4th ed., Publish or Perish), chapter 9"),
    mistakes=[
        (1, "right for a positive number only"),
        (magnitude(u), "this is the value, not the slope"),
        (sign(u) * u, "$u\\operatorname{sign}u$ is the value again"),
    ],
    other_forms=[(sign(u), "1 where $u>0$ and $-1$ where $u<0$: that is what the sign is")],
    aliases=["modulus", "size of a number", "abs"],
    used_for="sizes without a sign",
    why="The slope says on which side of 0 the number lies, and not how far from it: 1 on the right, $-1$ on the left.",
    in_code=[("torch.abs(u)", "none"), ("jax.numpy.abs(u)", "none")],
    see_instead=[("absolute", "the absolute loss: the size of an error, $|p-t|$")],
)
