r"""Clipped value loss

Half the larger of two squared errors: that of the value, and that of the value kept within $\varepsilon$ of what it was
before. It is what implementations of PPO add for the value network.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, clip, largest

V, V_old, R, epsilon = symbols("V V_old R epsilon")

loss = Loss(
    id="LZZ7",
    expression=largest((V - R) ** 2, (clip(V, V_old - epsilon, V_old + epsilon) - R) ** 2) / 2,
    wrt=V,
    symbols={
        V: Real("value of the state, a prediction"),
        V_old: Real("value that the network gave before, fixed"),
        R: Real("return, the target"),
        epsilon: Positive("clip range, such as 0.2"),
    },
    source="OpenAI Baselines, baselines/ppo2/model.py (2017), as cited in PyTorch RL, issue 1977",
    mistakes=[
        (V - R, "the clip was overlooked"),
        (clip(V, V_old - epsilon, V_old + epsilon) - R, "the slope of the clip was dropped: beyond it, it is 0"),
        (2 * (V - R), "the half and the clip were dropped"),
    ],
    aliases=["PPO value loss", "cliprange value"],
    used_for="the value network beside PPO",
    why=(
        "Near the old value it is the squared loss. Once the value has moved by $\\varepsilon$ towards the return, the "
        "clipped error is the larger of the two, and its slope is 0; if it has moved away, the plain error is, and it "
        "pulls back. It is found in code rather than in the paper of PPO, and experiments do not agree on its use."
    ),
    see_instead=[("half-squared", "without the clip"), ("ppo-clip", "the clip of the policy")],
)
