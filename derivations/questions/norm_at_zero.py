r"""What is the gradient of a norm at 0?

There is none. The length of a vector has a tip at 0, like a cone: it rises in every direction with the slope 1. Away
from 0 the gradient is the vector divided by its length; at 0 that is $0/0$, and programs answer in different ways.
"""

from sympy import IndexedBase, Integer, symbols

from derivations.language import Answer, Claim, Section, branches, otherwise

j, a, lam = symbols("j a lambda")
w = IndexedBase("w")

answer = Answer(
    id="QSPH",
    loss="group-lasso",
    short="There is none; any vector of length at most 1 is a subgradient",
    claims=[
        Claim(lam * w[j] / a, "exact", "wherever there is a gradient; at 0 it divides 0 by 0"),
        Claim(
            branches((Integer(0), a <= 0), (lam * w[j] / a, otherwise)),
            "exact",
            "the same elsewhere; at 0 it chooses the middle one of the subgradients",
        ),
        Claim(lam * w[j] / a**2, "wrong", "divided by the squared length: the slope would grow without bound near 0"),
        Claim(2 * lam * w[j], "wrong", "the gradient of the squared length, which has none of these troubles"),
    ],
    sections=[
        Section(
            "What programs return",
            "PyTorch returns zeros for the norm of a zero vector, JAX returns nan. If the norm is built by hand, as "
            "the root of a sum of squares, most libraries return nan: the slope of the root is infinite there, and "
            "the slope of the squares is 0. One nan spoils all weights at the next step.",
        ),
        Section(
            "What to do",
            "Square the norm if the squared one will do. Else add a small number under the root, or mask the vector "
            "before the root is taken, not after it: a mask behind it multiplies a nan.",
        ),
    ],
    see=["squared-l2-norm", "root-mean-squared"],
    goes_on=["length-or-its-square"],
)
