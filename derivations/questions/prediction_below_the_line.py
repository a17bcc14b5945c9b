r"""Is the prediction below the line of the symmetric percentage error a constant?

No. It moves with the prediction above the line, so the quotient rule has a second term. Without that term,
where both are positive, the gradient is too long above the target and too short below it.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, magnitude, sign

p, t, s = symbols("p t s")
error = magnitude(p - t)

answer = Answer(
    id="Q578",
    loss="symmetric-percentage",
    short="No, the quotient rule has two terms",
    claims=[
        Claim(2 * sign(p - t) / s, "wrong", "the sum below the line was treated as a constant"),
        Claim(2 * sign(p - t) / s - 2 * error * sign(p) / s**2, "exact", "the quotient rule, with the slope of $|p|$"),
        Claim(2 * sign(p - t) / s + 2 * error * sign(p) / s**2, "wrong", "the minus of the quotient rule was lost"),
    ],
    sections=[
        Section(
            "How symmetric is it?",
            "In prediction and target, yes: they may change places. In over- and underestimating, no: with a target "
            "of 100, a prediction of 110 costs 0.095 and one of 90 costs 0.105. And where prediction and target have "
            "different signs, the two terms cancel: the loss is 2, and the slope 0.",
        ),
        Section(
            "If you want it to be a constant",
            "You may hold the sum below the line fixed on purpose, as a weight that is looked up and not "
            "differentiated. That is another rule for the steps, and the gradient of no loss.",
        ),
    ],
    see=["absolute-percentage", "absolute"],
)
