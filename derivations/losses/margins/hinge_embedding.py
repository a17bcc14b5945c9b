r"""Hinge embedding loss

For a distance $x$ between two things: the distance itself, if they are alike; if they are not, the amount by which it
falls short of the margin $m$.
"""

from sympy import Integer, symbols

from derivations.language import LabelSign, Loss, Positive, Real, Source, branches, otherwise, positive_part, step

x, m, y = symbols("x m y")

loss = Loss(
    id="LVC2",
    expression=branches((x, y > 0), (positive_part(m - x), otherwise)),
    wrt=x,
    symbols={
        x: Real("input: a distance between two things; the formula takes any number"),
        m: Positive("margin: the distance that unlike things should have"),
        y: LabelSign("label: $+1$ for things that are alike, $-1$ for others"),
    },
    source=Source("PyTorch documentation, torch.nn.HingeEmbeddingLoss"),
    mistakes=[
        (-y * step(m - x), "the hinge of a score: here the two labels have different formulas"),
        (
            branches((Integer(1), y > 0), (step(m - x), otherwise)),
            "the inner derivative of $m-x$ is missing: it is $-1$",
        ),
        (branches((Integer(1), y > 0), (Integer(-1), otherwise)), "beyond the margin unlike things are left alone"),
    ],
    aliases=["nn.HingeEmbeddingLoss"],
    used_for="pairs that are alike or not, given their distance",
    why=(
        "Pairs that are alike are always drawn together, with slope 1; pairs that are not are pushed apart until their "
        "distance is $m$. The loss takes a distance, not a score: with $x<0$ and $y=1$ it would fall without end. In "
        "spite of its name it is not the hinge loss of a classifier."
    ),
    in_code=[("torch.nn.HingeEmbeddingLoss(margin=m)(x, y)", "mean")],
    see_instead=[
        ("hinge-of-a-score", "the hinge loss of a classifier, for a score"),
        ("contrastive", "takes squares, and the two vectors"),
    ],
)
