r"""PPO's clipped value loss

Half the larger of two squared errors: that of the value, and that of $c$, the number within $\varepsilon$ of the old
value that comes closest to the return. Code clips the value instead, and gets the same loss.
"""

from sympy import Integer, symbols

from derivations.language import Intermediate, Loss, Positive, Real, Source, branches, clip, largest, otherwise

V, V_old, R, epsilon, c = symbols("V V_old R epsilon c")
clipped = clip(V, V_old - epsilon, V_old + epsilon)
own, nearest, other = (V - R) ** 2, (c - R) ** 2, (clipped - R) ** 2

loss = Loss(
    id="LZZ7",
    expression=largest(own, nearest) / 2,
    wrt=V,
    definitions=[(c, clip(R, V_old - epsilon, V_old + epsilon))],
    symbols={
        V: Real("value of the state, a prediction"),
        V_old: Real("value that the network gave before, fixed", varies=True),
        R: Real("return, the target", varies=True),
        epsilon: Positive("clip range, such as 0.2"),
        c: Intermediate("what comes closest to the return within the clip range"),
    },
    source=Source(
        "L. Engstrom, A. Ilyas, S. Santurkar, D. Tsipras, F. Janoos, L. Rudolph and A. Madry, Implementation matters "
        "in deep RL: a case study on PPO and TRPO, ICLR 2020",
        arxiv="2005.12729",
    ),
    closing=[
        (branches((V - R, own >= nearest), (Integer(0), otherwise)), "the bracket is 1 or 0"),
    ],
    mistakes=[
        (
            branches((V - R, own <= other), (Integer(0), otherwise)),
            "the smaller of the two errors was taken, as the policy's objective does: a loss needs the larger",
        ),
        (clipped - R, "the slope of the clip was dropped: where the value is clipped, it is 0"),
        (V - R, "the clip was overlooked: this is the half squared loss"),
    ],
    aliases=["PPO value loss", "value function clipping", "clipped value loss", "cliprange_value", "vf_clip"],
    used_for="the value network beside PPO",
    why=(
        "As long as the value is further from the return than $c$, it is half the squared loss. Once it comes closer, "
        "the slope is 0: on one batch the value shall not run ahead of the policy. Where the return lies within the "
        "range, nothing is clipped. It is found in code rather than in the paper of PPO, and "
        "experiments do not agree on its use."
    ),
    see_instead=[("half-squared", "without the clip"), ("ppo-clip", "the clip of the policy")],
)
