r"""Student-t: why does an outlier stop pulling?

Because the error stands above *and* below the line. Near the target the slope grows with the error; beyond an error of
$\sigma\sqrt\nu$ it falls again, like one over the error. A distribution with heavy tails expects an outlier now and
then, and does not bend the prediction for it.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, sign

mu, t, nu, s, b = symbols("mu t nu sigma b")
r = mu - t

answer = Answer(
    id="QW75",
    loss="student-t-likelihood",
    short="The error divides as well as multiplies",
    claims=[
        Claim(r / s**2, "wrong", "the slope of the normal distribution, which grows without bound"),
        Claim((nu + 1) * r / (nu * s**2 + r**2), "exact", "falls like $(\\nu+1)/r$ for a large error"),
        Claim((nu + 1) * r / (nu * s**2), "wrong", "the logarithm was forgotten: it divides by its argument"),
        Claim((nu + 1) * sign(r) / s, "wrong", "the slope of a Laplace distribution, which stays constant far out"),
        Claim(sign(r) / b, "exact", "here an outlier pulls as hard as any other target", loss="laplace-likelihood"),
    ],
    sections=[
        Section(
            "The price",
            "A slope that falls again means that the loss is not convex. A prediction that starts far from all "
            "targets is hardly pulled at all, and two heaps of targets can have two minimisers. So begin with a loss "
            "that is convex, or with many degrees of freedom.",
        ),
        Section(
            "How heavy the tails are",
            "The degrees of freedom $\\nu$ decide. For $\\nu=1$ it is the Cauchy distribution; as $\\nu\\to\\infty$ "
            "the slope becomes that of the normal distribution. People often take 4, or let the data choose.",
        ),
    ],
    see=["general-robust", "gaussian-standard-deviation", "huber"],
    goes_on=["clipping-and-the-huber-loss"],
)
