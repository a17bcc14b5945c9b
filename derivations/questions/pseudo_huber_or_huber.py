r"""Is the gradient of the pseudo-Huber loss the same as that of the Huber loss?

No. Both begin like the error and end at $\pm\delta$. But that of the Huber loss follows the error exactly up to
$\delta$ and then stops, while that of the pseudo-Huber loss bends all the way: at the error $\delta$ it is only
$\delta/\sqrt{2}$.
"""

from sympy import sqrt, symbols

from derivations.language import Answer, Claim, Section, clip

p, t, delta = symbols("p t delta")
root = sqrt(1 + ((p - t) / delta) ** 2)

answer = Answer(
    id="Q3FT",
    loss="pseudo-huber",
    short="No, only near the target and far from it",
    claims=[
        Claim(
            clip(p - t, -delta, delta),
            "wrong",
            "the gradient of the Huber loss: at every error but 0 it is larger in size",
        ),
        Claim((p - t) / root, "exact", "the error, divided by a root that grows with it"),
        Claim(
            delta * (p - t) / root, "positive-scale", "one $\\delta$ was left over from the $\\delta^2$ before the root"
        ),
        Claim(
            (p - t) / root, "wrong", "the other way round: the Huber loss does not bend before $\\delta$", loss="huber"
        ),
    ],
    sections=[
        Section(
            "Does it matter?",
            "For the fit, little: with the same $\\delta$ the pseudo-Huber loss is a bit more forgiving at middle "
            "errors. For the method, more: the Huber loss has the second derivative 0 beyond $\\delta$, and a method "
            "that divides by it, as Newton's and gradient boosting do, has nothing to divide by. That of the "
            "pseudo-Huber loss is positive everywhere.",
        ),
        Section(
            "Which one does a library mean?",
            "PyTorch, Keras and Optax mean the Huber loss. XGBoost's `reg:pseudohubererror` and SciPy's "
            "`pseudo_huber` mean the smooth one. A loss that is called smooth L1 is the first, divided by its "
            "threshold.",
        ),
    ],
    see=["charbonnier", "smooth-l1"],
)
