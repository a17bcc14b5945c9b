"""TD error, squared (semi-gradient)

Half the square of the temporal-difference error: the reward plus the discounted value of the next state, held fixed as
a target, minus the value of the state.
"""

from sympy import symbols

from derivations.language import Intermediate, Loss, Model, Prime, Probability, Real, held, model

w, R, gamma, delta = symbols("w R gamma delta")
V, U = model("V"), model("V_next")

loss = Loss(
    id="LWKW",
    expression=delta**2 / 2,
    wrt=w,
    definitions=[(delta, R + gamma * held(U(w)) - V(w))],
    symbols={
        w: Real("weight of the value function"),
        R: Real("reward"),
        gamma: Probability("discount"),
        delta: Intermediate("error: target minus value"),
        V: Model("value of the state"),
        U: Model("value of the next state"),
    },
    source=(
        "R. S. Sutton and A. G. Barto, Reinforcement Learning: An Introduction, 2nd edition (MIT Press, 2018), "
        "section 9.3"
    ),
    mistakes=[
        (delta * (gamma * Prime(U(w)) - Prime(V(w))), "the target was not held fixed: the gradient of the residual"),
        (delta * Prime(V(w)), "the inner minus of the error was dropped"),
        (-delta, "the slope of the value function was dropped"),
        (-(R - V(w)) * Prime(V(w)), "the value of the next state was dropped, and not only its slope"),
    ],
    aliases=["temporal difference learning", "semi-gradient TD", "bootstrapped value loss"],
    used_for="learning how good a state is, from one step at a time",
    why=(
        "A step moves the value of the state towards the target, in proportion to the error. The target holds the same "
        "weights, but no slope: it is a better guess because it has seen the reward, and must not be drawn down to the "
        "old one. What is left is not the gradient of any fixed loss, whence the name semi-gradient; code detaches the "
        "target, or keeps it in a second network."
    ),
    see_instead=[
        ("td-residual", "lets the target move too"),
        ("squared-of-a-model", "the same with a target that holds no weights"),
    ],
)
