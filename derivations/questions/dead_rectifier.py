r"""A ReLU is off: what is its gradient at 0 and below?

Below 0 it is 0, for the weights as well as for the inputs: while the unit is off, none of them changes its output. At 0
there is no slope, as it is 0 on the left and 1 on the right; any choice between is right almost everywhere.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section, branches, otherwise, step

k, t, o, z = symbols("k t o z")
x = IndexedBase("x")
linear = -2 * (t - o) * x[k]

answer = Answer(
    id="Q767",
    loss="rectifier-unit",
    short="0 below, and a choice at 0",
    claims=[
        Claim(linear, "wrong", "the rectifier was left out: this is the gradient of a linear unit"),
        Claim(linear * step(z), "exact", "where the unit is off nothing comes back; this picks 0 at 0"),
        Claim(branches((linear, z >= 0), (0, otherwise)), "exact", "picks the slope of the right side at 0"),
        Claim(linear * o, "wrong", "the output stands where the slope of the rectifier belongs"),
        Claim(
            branches((1, z >= 0), (0, otherwise)), "exact", "the activation alone; this picks 1 at 0", loss="rectifier"
        ),
        Claim(z * step(z), "wrong", "the value of the activation, not its slope", loss="rectifier"),
    ],
    sections=[
        Section(
            "When is a unit dead?",
            "When its sum is negative for every example. Then all its slopes are 0, no step moves its weights, and so "
            "the sum stays negative. It happens after too large a step, mostly to the shift. A unit that is off for "
            "some examples only is not dead: the others move it.",
        ),
        Section(
            "What helps",
            "A smaller learning rate, normalisation before the unit, or an activation that lets a little through on "
            "the left, such as the leaky ReLU. What to take at 0 hardly matters: a sum is exactly 0 by chance only, "
            "unless inputs and shift are 0 from the start.",
        ),
    ],
    see=["leaky-relu", "elu", "gelu"],
)
