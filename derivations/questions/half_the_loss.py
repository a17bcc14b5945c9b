r"""Does half the loss have the same minimum?

It has the same *minimiser*: the weights at which the loss is smallest. Its *minimum*, the smallest value, is half as
large. So a factor before the whole loss is a matter of taste, as long as loss and gradient have the same one.
"""

from sympy import Eq, IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, D, Model, Positive, Prime, Real, Section, Statement, Theorem, model

i, k, m, lam, w, v, c = symbols("i k m lambda w v c")
X, r, W = map(IndexedBase, ("X", "r", "w"))
L = model("L")
fit = Sum(r[i] * X[i, k], (i, 1, m))

answer = Answer(
    id="QH4F",
    loss="least-squares",
    short="The same minimiser, but half the minimum",
    claims=[
        Claim(fit, "positive-scale", "the gradient of half the loss: 0 at the same weights"),
        Claim(2 * fit, "exact", "the gradient of the whole loss"),
        Claim(fit + lam * W[k], "positive-scale", "half of both terms: 0 at the same weights", loss="ridge"),
        Claim(fit + 2 * lam * W[k], "wrong", "half of one term alone: 0 at other weights", loss="ridge"),
    ],
    theorems=[
        Theorem(
            title="Any positive factor",
            says="Let $c$ be a positive number, such as $\\tfrac12$, and $v$ a minimiser of $L$: for every $w$ the "
            "difference $L(w)-L(v)$ is at least 0.",
            symbols={L: Model("a loss"), w: Real(""), v: Real(""), c: Positive("")},
            lines=[
                Statement(Eq(c * L(w) - c * L(v), c * (L(w) - L(v))), "so this difference is at least 0 too"),
                Statement(Eq(D(c * L(w), w), c * Prime(L(w))), "the slope is 0 at the same weights"),
                Statement(Eq(L(v) - c * L(v), (1 - c) * L(v)), "but the smallest values are not the same"),
            ],
            ends="So $v$ is a minimiser of $c\\,L$ as well, and the same argument with $1/c$ leads back. The minima "
            "$L(v)$ and $c\\,L(v)$ are equal only if $c=1$ or $L(v)=0$. $\\square$",
        ),
    ],
    sections=[
        Section(
            "What the factor does change",
            "The length of every step, unless the learning rate is changed with it; the value that is reported; and "
            "the balance with a second term that does not have the factor.",
        ),
    ],
    goes_on=["half-or-not", "penalty-without-its-two"],
    source=("Data Science Stack Exchange, question 81943", "https://datascience.stackexchange.com/questions/81943"),
)
