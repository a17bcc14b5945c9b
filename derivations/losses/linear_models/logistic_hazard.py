r"""Logistic hazard

Survival in discrete time: in each interval that a person reaches, a logit says how likely the event is there. Survived
intervals and the last one add up as binary cross-entropies.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Label01, Loss, Real, Size, Source, sigma, softplus

j, k, n, T, c = symbols("j k n T c")
z = IndexedBase("z")

loss = Loss(
    id="L6YQ",
    expression=Sum(softplus(z[j]), (j, 1, T)) - c * z[T],
    wrt=z[k],
    symbols={
        z: Real("logits of the hazards, one for each interval", shape=(n,)),
        T: Index("the interval in which the person was last seen", last=n),
        c: Label01("1 for an event in that interval, 0 for a time that is censored"),
        k: Index("index of the interval", last=n),
        n: Size("number of intervals"),
    },
    source=Source(
        "M. F. Gensheimer and B. Narasimhan, A scalable discrete-time survival model for neural networks (2018)",
        arxiv="1805.00917",
    ),
    mistakes=[
        (sigma(z[k]) - c, "every interval was taken for the last: also intervals that were survived, or never reached"),
        (sigma(z[T]) - c, "the slope for the last interval was given to every one"),
        (sigma(z[k]), "the event was left out, and intervals after the last one were counted"),
    ],
    aliases=["nnet-survival", "discrete-time hazard", "NLLLogistiHazardLoss", "discrete-time survival"],
    used_for="survival times by a network, in intervals",
    why=(
        "An interval that was survived pulls its hazard down by the hazard itself, the last one by hazard minus event. "
        "Intervals after it get the slope 0, as nothing is known of them. So a network with one output for each "
        "interval learns from censored times too, and no hazards need be proportional."
    ),
    see_instead=[
        ("cox-regression", "only the order of the times counts"),
        ("binary-cross-entropy-with-logit", "the loss of one interval"),
    ],
)
