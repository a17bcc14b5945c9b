"""Deterministic policy gradient

Minus the value that a critic gives to the action of the policy: the policy is moved so that the critic likes its action
better.
"""

from sympy import symbols

from derivations.language import Loss, Model, Prime, Real, Source, model

theta, a = symbols("theta a")
Q, mu = model("Q"), model("mu")

loss = Loss(
    id="LSF5",
    expression=-Q(mu(theta)),
    wrt=theta,
    symbols={
        theta: Real("weight of the policy"),
        mu: Model("action of the policy in a state"),
        Q: Model("value of an action in that state, given by the critic, whose own weights are fixed"),
    },
    source=[
        Source("D. Silver et al., Deterministic policy gradient algorithms, ICML 2014"),
        Source(
            "T. P. Lillicrap et al., Continuous control with deep reinforcement learning (2015)", arxiv="1509.02971"
        ),
    ],
    mistakes=[
        (Prime(Q(mu(theta))) * Prime(mu(theta)), "the gradient of the value: the loss is minus that"),
        (-Prime(Q(mu(theta))), "the slope of the policy was dropped"),
        (-Q(mu(theta)) * Prime(mu(theta)), "the value of the action in the place of the critic's slope"),
    ],
    aliases=["DDPG", "TD3 actor loss", "actor loss of a critic"],
    used_for="policies with continuous actions and a differentiable critic",
    why=(
        "The chain rule through the critic: in which direction a change of the action is worth more, times how the "
        "weight changes the action. Nothing is drawn at random, so there is no log-probability. The critic passes the "
        "gradient on, but its own weights must not be changed by this loss."
    ),
    see_instead=[("policy-gradient", "for random actions: needs no slope of the reward")],
)
