"""TD residual

Half the square of the temporal-difference error, with a target that moves with the weights: the Bellman residual of one
step.
"""

from sympy import symbols

from derivations.language import Intermediate, Loss, Model, Prime, Probability, Real, model

w, R, gamma, delta = symbols("w R gamma delta")
V, U = model("V"), model("V_next")

loss = Loss(
    id="L587",
    expression=delta**2 / 2,
    wrt=w,
    definitions=[(delta, R + gamma * U(w) - V(w))],
    symbols={
        w: Real("weight of the value function"),
        R: Real("reward"),
        gamma: Probability("discount"),
        delta: Intermediate("error: target minus value"),
        V: Model("value of the state"),
        U: Model("value of the next state"),
    },
    source="L. Baird, Residual algorithms: reinforcement learning with function approximation, ICML 1995",
    mistakes=[
        (-delta * Prime(V(w)), "the target was held fixed: the semi-gradient"),
        (delta * (Prime(U(w)) - Prime(V(w))), "the discount was dropped"),
        (delta * (Prime(V(w)) - gamma * Prime(U(w))), "the two slopes changed places"),
    ],
    aliases=["residual gradient", "Bellman residual", "Bellman error"],
    used_for="learning values where the semi-gradient diverges",
    why=(
        "This is a true gradient, so descent comes to rest. But it also draws the value of the next state towards that "
        "of the state, against the flow of time. And where the next state is random, the mean of the square holds the "
        "variance of the target as well, unless two next states are drawn. So it is slower, and seldom used."
    ),
    see_instead=[("td-error", "holds the target fixed")],
)
