r"""Could another loss be free of its target?

Not if it measures a distance. Such a loss is 0 where the prediction hits the target, and positive elsewhere. So it
turns round at the target, and its slope cannot be the same on both sides. Where it turns is where the target is.
"""

from sympy import Eq, Ge, Gt, Lt, symbols, tanh

from derivations.language import (
    Answer,
    Claim,
    D,
    Positive,
    Prime,
    Real,
    Section,
    Statement,
    Theorem,
    magnitude,
    model,
    sign,
)

p, t, e, c, s, w = symbols("p t epsilon c s w")
L, g = model("L"), model("g")

answer = Answer(
    id="QD5T",
    loss="absolute-of-a-model",
    short="No: every distance turns round at its target",
    claims=[
        Claim(Prime(model("m_x")(w)), "wrong", "the absolute loss without its target"),
        Claim(2 * p, "wrong", "the squared loss without its target", loss="squared"),
        Claim(tanh(p), "wrong", "the log-cosh loss without its target", loss="log-cosh"),
    ],
    theorems=[
        Theorem(
            title="The theorem",
            says="Let $L(p,t)$ be 0 where the prediction $p$ hits the target $t$, and positive elsewhere. As $p$ "
            "moves, let it be continuous, with a slope $g=\\partial L/\\partial p$ everywhere but at a finite number "
            "of kinks. Then $g$ depends on $t$. In the proof $\\varepsilon$ is any positive number.",
            symbols={p: Real(""), t: Real(""), e: Positive("")},
            of=["absolute", "squared", "half-squared", "huber", "log-cosh", "fair"],
            places=(p, t),
            lines=[
                Statement(Ge(L(p, t), 0), "a distance is never negative"),
                Statement(Eq(L(t, t), 0), "it is 0 where the prediction hits the target"),
                Statement(Gt(L(t + e, t), 0), "it is not constant near the target: a miss costs something"),
                Statement(
                    Gt(L(t - e, t) + L(t + e, t), 2 * L(t, t)),
                    "so it is no straight line there: for a line, both sides are equal",
                ),
                Statement(Lt(g(t - e, t), g(t + e, t)), "so its slope is not the same on both sides of the target"),
            ],
            ends="The fifth line is a check of these losses. In general: if $g$ were free of $t$, the difference "
            "$L(p,t)-L(p,u)$ for two targets $t$ and $u$ would have the slope 0 between the kinks, and, as it is "
            "continuous, be the same number for every $p$. At $p=u$ it is $L(u,t)>0$; at $p=t$ it is $-L(t,u)<0$. No "
            "number is both. $\\square$",
        ),
        Theorem(
            title="Every norm",
            says="Let $\\|\\cdot\\|$ be any norm, and $u\\ne0$ a direction, of length $c=\\|u\\|$. On the line "
            "$p=t+su$ through the target every norm is $\\|p-t\\|=\\|su\\|=c\\,|s|$: a multiple of the absolute loss.",
            symbols={s: Real(""), c: Positive(""), e: Positive("")},
            lines=[
                Statement(Eq(D(c * magnitude(s), s), c * sign(s)), "its slope along the line, off the target"),
                Statement(Gt(c * sign(e), c * sign(-e)), "the slope is $c$ beyond the target and $-c$ before it"),
            ],
            ends="So for every norm the gradient of $\\|p-t\\|$ depends on the side from which $p$ sees $t$. "
            "$\\square$",
        ),
    ],
    sections=[
        Section(
            "From the prediction to the weights",
            "By the chain rule the slope with respect to a weight is $g(m(w),t)\\,m'(w)$. It depends on $t$ wherever "
            "$m'(w)\\ne0$. A loss that is linear in $m(w)$, such as $m(w)-t$, has a gradient without $t$. But it falls "
            "for ever: it measures no distance, and has no target to hit.",
        ),
    ],
    goes_on=["target-is-constant"],
    source=("Cross Validated, question 551779", "https://stats.stackexchange.com/questions/551779"),
)
