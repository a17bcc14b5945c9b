r"""The target is a constant. Doesn't it drop out of the gradient?

The *derivative* of $t$ is zero, and that is all that the constant rule says. But $t$ also stands inside the function
that is differentiated, and there it stays: it decides on which side of the target the prediction lies.

For many weights the claim was $\nabla L(w)=\nabla m_x(w)$, with the update $w\leftarrow w-\alpha\,\nabla L(w)$. The
gradient is $\nabla L(w)=\operatorname{sign}(m_x(w)-t)\,\nabla m_x(w)$. Below stands one component of each, for any one
of the weights; the sign is common to all of them.
"""

from sympy import IndexedBase, Rational, Sum, symbols

from derivations.language import Answer, Claim, Descent, Prime, Section, magnitude, model, sign

t, w, i, k, m = symbols("t w i k m")
X, r = IndexedBase("X"), IndexedBase("r")
m_x = model("m_x")
error = m_x(w) - t

answer = Answer(
    id="Q3M8",
    loss="absolute-of-a-model",
    short="It does not drop out",
    claims=[
        Claim(Prime(m_x(w)), "wrong", "this is the slope of the model alone: it does not know where the target is"),
        Claim(sign(error) * Prime(m_x(w)), "exact", "the target stays inside the sign"),
        Claim(error / magnitude(error) * Prime(m_x(w)), "exact", "the same, with the sign as a quotient"),
        Claim(Sum(X[i, k], (i, 1, m)), "wrong", "the same claim for a linear model", loss="least-absolute-deviations"),
        Claim(Sum(sign(r[i]) * X[i, k], (i, 1, m)), "exact", "a sign per example", loss="least-absolute-deviations"),
    ],
    descent=Descent(
        model=(0, 2),
        at={t: 3},
        start=4,
        rate=Rational(3, 10),
        steps=9,
        says="The loss $|m_x(w)-t|$ for the model $m_x(w)=2w$ and the target $t=3$, from $w=4$ with $\\alpha=0.3$. "
        "With the gradient (solid) the steps come to the target and then stay within one step of it. With the claim "
        "(dashed) every step goes the same way, and past the target the loss rises without end.",
    ),
    sections=[
        Section(
            "When a constant does drop out",
            "When it is a term of its own, outside every function of $w$: the slope of $f(w)+c$ is that of $f(w)$. So "
            "$t$ drops out of $m_x(w)-t$. It does not drop out of $|m_x(w)-t|$, because the outer slope is taken *at* "
            "$m_x(w)-t$. The same holds for every constant that a loss compares a prediction with.",
        ),
        Section(
            "Two forms of one gradient",
            "Books write $\\operatorname{sign}(u)$ or $u/|u|$, with $u=m_x(w)-t$. They are the same: for $u>0$ the "
            "quotient is $u/u=1$, for $u<0$ it is $u/(-u)=-1$. At $u=0$ the sign says 0, and the quotient has no "
            "value. The loss has a kink there and no slope, unless $m_x'(w)$ is 0 too: then its slope is 0, as the "
            "form with the sign says. The quotient misses that point, so that of it the judge says only that it agrees "
            "wherever it was tried.",
        ),
    ],
    see=["absolute", "squared-of-a-model"],
    goes_on=["every-distance-depends-on-its-target", "derivative-at-the-kink"],
    source=("Cross Validated, question 551779", "https://stats.stackexchange.com/questions/551779"),
)
