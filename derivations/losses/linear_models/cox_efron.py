r"""Cox regression with ties

The partial likelihood of one time at which several persons have an event, by Efron's rule: as they have it one after
the other in an unknown order, each time a smaller share of their risk is still there.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, l, d, n = symbols("i j k l d n")
eta, xi, R = map(IndexedBase, ("eta", "xi", "R"))

loss = Loss(
    id="LTHK",
    expression=Sum(log(R[l]), (l, 1, d)) - Sum(eta[i], (i, 1, d)),
    wrt=(eta[k], xi[j]),
    definitions=[
        (R[l], Sum(exp(xi[i]), (i, 1, n)) + l / d * Sum(exp(eta[i]), (i, 1, d))),
    ],
    symbols={
        eta: Real("log-risks of those who have the event at this time", shape=(d,)),
        xi: Real("log-risks of the others who are at risk then", shape=(n,)),
        R: Intermediate(
            "risk that is there when $l$ of the $d$ events are still to come", shape=(d,), within="(0, oo)"
        ),
        k: Index("index of a person with the event", last=d),
        j: Index("index of another person", last=n),
        d: Size("number of events at this time"),
        n: Size("number of others at risk"),
    },
    source=Source(
        "B. Efron, The efficiency of Cox's likelihood function for censored data, Journal of the American Statistical "
        "Association 72 (1977), 557-565",
        doi="10.1080/01621459.1977.10480613",
    ),
    mistakes={
        eta[k]: [
            (
                d * exp(eta[k]) / R[d] - 1,
                "Breslow's rule: all who have the event were left at risk until the last of them",
            ),
            (exp(eta[k]) * Sum(1 / R[l], (l, 1, d)) - 1, "the share $l/d$ of those who have the event was dropped"),
            (exp(eta[k]) / R[d] - 1, "only the first of the events was counted"),
        ],
        xi[j]: [
            (
                d * exp(xi[j]) / R[d],
                "Breslow's rule: all who have the event were left at risk until the last of them",
            ),
            (exp(xi[j]) / R[d], "only the first of the events was counted"),
        ],
    },
    aliases=["Efron ties", "Cox with Efron ties", "CoxPHFitter"],
    used_for="survival times of which many are equal",
    why=(
        "A person with the event gets the number of events that the model expects of them, minus the 1 that they had; "
        "the others at risk get only what is expected. Efron's rule lets the tied persons leave one by one on average, "
        "Breslow's keeps all of them to the end. Without ties, $d=1$, both are the partial likelihood of Cox."
    ),
    see_instead=[("cox-regression", "without ties, and with respect to the coefficients")],
)
