r"""Total variation distance

Half the sum of the absolute differences of the probabilities: the largest difference that two distributions can show
in the probability of any event.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Classes, Index, Loss, Probability, Simplex, Source, magnitude, sign

i, k, K = symbols("i k K")
p, q = IndexedBase("p"), IndexedBase("q")

loss = Loss(
    id="LBPS",
    expression=Sum(magnitude(q[i] - p[i]), (i, 1, K)) / 2,
    wrt=q[k],
    symbols={
        q: Probability("predicted probabilities", shape=(K,)),
        p: Simplex("target probabilities, fixed", shape=(K,)),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source=Source("T. M. Cover and J. A. Thomas, Elements of Information Theory (2nd ed., Wiley, 2006), section 11.6"),
    mistakes=[
        (sign(q[k] - p[k]), "the half in front of the sum was dropped"),
        (sign(p[k] - q[k]) / 2, "prediction and target changed places"),
        ((q[k] - p[k]) / 2, "the difference itself was taken, as if it were squared"),
        (sign(q[k]) / 2, "the target was dropped, because it is a constant; but it stands inside the absolute value"),
    ],
    aliases=["TV distance", "statistical distance", "TVD"],
    used_for="the largest error in the probability of any event",
    why=(
        "The gradient is half a sign: all probabilities that are too large are pushed down alike, however large the "
        "error. So the distance is a poor loss for learning, with a kink at every right answer; it serves to measure. "
        "Pinsker's inequality bounds it by the root of half the Kullback-Leibler divergence, which is easier to "
        "descend."
    ),
    see_instead=[
        ("total-variation", "a penalty on the differences of neighbours, such as the pixels of a picture"),
        ("squared-hellinger", "bounds it from both sides, and has no kinks"),
    ],
)
