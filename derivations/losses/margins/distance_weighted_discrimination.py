r"""Distance weighted discrimination

The loss of generalised DWD: a straight line for small margins, and beyond $q/(q+1)$ a tail that falls like $a^{-q}$ and
never ends.
"""

from sympy import Integer, symbols

from derivations.language import Loss, Positive, Real, Source, branches, otherwise, step

a, q = symbols("a q")
share = q / (q + 1)

loss = Loss(
    id="LV85",
    expression=branches((1 - a, a <= share), (q**q / (q + 1) ** (q + 1) * a ** (-q), otherwise)),
    wrt=a,
    symbols={
        a: Real("margin: the label, $-1$ or $+1$, times the score"),
        q: Positive("power with which the tail falls"),
    },
    source=[
        Source("JuliaML, LossFunctions.jl, src/supervised/margin.jl, DWDMarginLoss"),
        Source(
            "J. S. Marron, M. J. Todd and J. Ahn, Distance-weighted discrimination, Journal of the American "
            "Statistical Association 102 (2007), 1267-1271",
            doi="10.1198/016214507000001120",
        ),
    ],
    mistakes=[
        (Integer(-1), "the slope of the straight part, used everywhere"),
        (-step(1 - a), "the hinge's slope: the tail of this loss never becomes flat"),
        (
            branches((Integer(-1), a <= share), (share ** (q + 1) * a ** (-q - 1), otherwise)),
            "the exponent $-q$ was brought down without its sign",
        ),
    ],
    aliases=["DWD", "DWDMarginLoss"],
    properties=["convex"],
    used_for="linear classification with many more features than examples",
    why=(
        "An example with a small margin pulls with slope $-1$, as under the hinge. One that is safely right still "
        "pulls a little, the less the further away it is: all data count, not only support vectors. The two parts meet "
        "in value and slope. The loss comes from statistics of high-dimensional data."
    ),
    see_instead=[("hinge", "flat beyond the margin 1")],
)
