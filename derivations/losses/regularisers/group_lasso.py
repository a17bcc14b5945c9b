r"""Group lasso

The length of a group of weights as a penalty: it sets whole groups to 0 together. Yuan and Lin also multiply by the
root of the size of the group; here that factor is part of $\lambda$.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, sign

i, j, n, lam = symbols("i j n lambda")
w, a = IndexedBase("w"), symbols("a")

loss = Loss(
    id="LQT9",
    former="vectors/group-lasso",
    expression=lam * a,
    wrt=w[j],
    definitions=[(a, sqrt(Sum(w[i] ** 2, (i, 1, n))))],
    symbols={
        w: Real("weights of the group", shape=(n,)),
        a: Intermediate("length of the group", within="[0, oo)"),
        lam: Positive("strength of the penalty"),
        j: Index("index of the weight", last=n),
        n: Size("number of weights in the group"),
    },
    source=(
        "M. Yuan and Y. Lin, Model selection and estimation in regression with grouped variables, JRSS B 68 "
        "(2006), 49-67"
    ),
    mistakes=[
        (2 * lam * w[j], "the gradient of the ridge penalty, the squared length"),
        (lam * sign(w[j]), "the gradient of the penalty of the lasso: it looks at each weight alone"),
        (lam / (2 * a), "the slope of the root alone: the inner derivative is missing"),
    ],
    aliases=["group L1 penalty", "L2 norm", "Euclidean norm"],
    used_for="weights that should vanish in groups",
    why=(
        "The gradient is a vector of length $\\lambda$ along $w$: the group is pulled to 0 with the same force however "
        "short it is, as a single weight is by the L1 penalty. So a whole group, such as the weights of one feature in "
        "all outputs, ends at 0 or stays. At $w=0$ there is a tip instead of a slope."
    ),
    in_code=[
        ("torch.linalg.vector_norm(lam * w)", "none"),
        ("jax.numpy.linalg.norm(lam * w)", "none"),
        ("optax.safe_norm(lam * w, 0)", "none"),
    ],
    see_instead=[
        ("squared-l2-norm", "the square of the length: it sets no weight to 0"),
        ("l1-norm", "looks at each weight by itself"),
    ],
)
