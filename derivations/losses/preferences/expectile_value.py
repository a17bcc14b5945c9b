"""Expectile loss of values (IQL)

The squared error of a state's value, with a larger weight where an action was worth more: the value comes to lie near
that of the best actions on record.
"""

from sympy import symbols

from derivations.language import Loss, Probability, Real, Source, branches, otherwise

V, Q, tau = symbols("V Q tau")

loss = Loss(
    id="LGXG",
    expression=branches(((1 - tau) * (Q - V) ** 2, Q < V), (tau * (Q - V) ** 2, otherwise)),
    wrt=V,
    symbols={
        V: Real("value of the state, a prediction"),
        Q: Real("value of the action on record, held fixed"),
        tau: Probability("expectile, such as 0.7: the nearer to 1, the nearer to the best action"),
    },
    source=Source(
        "I. Kostrikov, A. Nair and S. Levine, Offline reinforcement learning with implicit Q-learning (2021)",
        arxiv="2110.06169",
    ),
    mistakes=[
        (2 * (V - Q), "the weight was dropped"),
        (
            branches((2 * tau * (V - Q), Q < V), (2 * (1 - tau) * (V - Q), otherwise)),
            "the two weights changed places",
        ),
        (branches((1 - tau, Q < V), (-tau, otherwise)), "the gradient of the pinball loss, which gives a quantile"),
    ],
    aliases=["IQL value loss", "implicit Q-learning"],
    used_for="values of the best recorded actions, without trying others",
    why=(
        "With $\\tau=1/2$ it is the squared loss, and the value is the mean over the actions on record. With $\\tau$ "
        "near 1 an action that was better than the value pulls harder than one that was worse. So the maximum is "
        "approached without asking for the value of an action that nobody took."
    ),
    see_instead=[("td-error", "the plain squared error")],
)
