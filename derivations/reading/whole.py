"""The functions of whole arrays: ``arrays`` writes them out entry by entry before anything is built."""

from __future__ import annotations

from derivations.reading.known import Known

AXIS, KEEPS = "axis|dim", "keepdims|keepdim"
ALONG = f"{AXIS}; {KEEPS}"


def _loss(names: str, takes: str = "p, t", options: str = "; reduction") -> Known:
    first, *_ = own = tuple(names.split())
    says = f"the loss that libraries call {first}, averaged"
    return Known(names=own, takes=takes, least=2, most=2, says=says, options=options)


OF_LIBRARIES: tuple[Known, ...] = (
    _loss("mse_loss MSELoss MSE mean_squared_error", options="; reduction, squared"),
    _loss("l1_loss L1Loss MAE mean_absolute_error"),
    _loss("smooth_l1_loss SmoothL1Loss", options="; reduction, beta"),
    _loss("huber_loss HuberLoss", options="; reduction, delta"),
    _loss("binary_cross_entropy BCELoss", options="weight; reduction"),
    _loss("binary_cross_entropy_with_logits BCEWithLogitsLoss", "z, t", "weight; reduction, pos_weight"),
    _loss("soft_margin_loss SoftMarginLoss", "z, y"),
    _loss("poisson_nll_loss PoissonNLLLoss", "z, t", "; reduction, log_input, full"),
    _loss("cross_entropy CrossEntropyLoss", "z, y", "weight; reduction, label_smoothing"),
    _loss("nll_loss NLLLoss", "logp, y", "weight; reduction"),
)


def _spread(name: str, says: str) -> Known:
    return Known(names=(name,), takes="u", says=says, options=f"{AXIS}; {KEEPS}, ddof|correction, unbiased")


OF_LABELS = {"cross_entropy", "nll_loss"}  # of them, those of labels
KINDS_OF_LOSS = {name: function.names[0] for function in OF_LIBRARIES for name in function.names}

WHOLE: tuple[Known, ...] = (
    Known(names=("mean",), takes="u", options=ALONG, says="sum of all entries of u, divided by their number"),
    Known(
        names=("average",),
        takes="u",
        options=f"{AXIS}; {KEEPS}, weights",
        says="the same; average(u, weights=w) is sum(w*u)/sum(w)",
    ),
    Known(
        names=("norm",),
        takes="u",
        options=f"ord|p, {AXIS}; {KEEPS}",
        says="length of u; norm(u, 1), norm(u, inf), ||u||, ||u||_1 and ||A||_F are read too",
    ),
    Known(
        names=("dot", "inner", "matmul", "vdot"),
        takes="u, v",
        least=2,
        most=2,
        says="product of two arrays as vectors and matrices; u @ v, u^T v and <u, v> (in LaTeX) are the same",
    ),
    Known(names=("outer",), takes="u, v", least=2, most=2, says="the matrix u v^T"),
    Known(names=("multiply",), takes="u, v", least=2, most=2, says="product entry by entry"),
    Known(names=("subtract",), takes="u, v", least=2, most=2, says="u - v"),
    Known(names=("add",), takes="u, v", least=2, most=2, says="u + v"),
    Known(names=("divide",), takes="u, v", least=2, most=2, says="u/v, entry by entry"),
    Known(names=("squeeze",), takes="u", options=AXIS, says="u without the axes of one place that keepdims left"),
    Known(names=("transpose",), takes="A", says="A^T"),
    Known(names=("tr", "trace"), takes="A", says="sum of the diagonal of A", bare=True),
    Known(names=("det",), takes="A", says="determinant of A, where it is positive", bare=True),
    Known(names=("logdet",), takes="A", says="log(det(A))", bare=True),
    Known(names=("inv",), takes="A", says="A^-1"),
    Known(names=("eye", "identity"), takes="n", says="identity matrix; eye(n)[y] is onehot(y)"),
    Known(names=("ones",), takes="n, d", most=2, says="vector or matrix of ones; ones((n, d)) is the same"),
    Known(names=("zeros",), takes="n, d", most=2, says="the same of zeros"),
    Known(names=("diag",), takes="u", says="the matrix with u on its diagonal"),
    Known(names=("len",), takes="u", says="how many entries u has", options="axis|dim"),
    Known(names=("numel", "size"), takes="A", says="how many entries A has along all its axes", options="axis|dim"),
    Known(
        names=("softmax", "Softmax"), takes="z", options=AXIS, says="vector with the entries exp(z_k)/sum_j exp(z_j)"
    ),
    Known(names=("log_softmax", "logsoftmax", "LogSoftmax"), takes="z", options=AXIS, says="log(softmax(z))"),
    Known(names=("logsumexp", "LSE", "lse"), takes="z", options=ALONG, says="log of the sum of exp(z_k)"),
    Known(
        names=("CrossEntropy", "crossentropy"),
        takes="t, p",
        named="target, input",
        least=2,
        most=2,
        says="-sum of t_k log p_k, for targets t and probabilities p",
    ),
    Known(
        names=("onehot", "one_hot"),
        takes="y",
        options="num_classes|depth",
        says="vector with 1 at the place y and 0 elsewhere",
    ),
    _spread("variance", "mean of (u - mean(u))^2; np.var(u) is the same"),
    _spread("deviation", "its root; np.std(u) is the same"),
    _spread("sample_variance", "the same by n - 1; torch.var(u) is that"),
    _spread("sample_deviation", "its root; torch.std(u) is the same"),
    Known(
        names=("cosine_similarity",),
        takes="u, v",
        least=2,
        most=2,
        options="axis|dim",
        says="dot(u, v)/(norm(u)*norm(v)) of two vectors",
    ),
    *OF_LIBRARIES,
)

NAMES = {name for function in WHOLE for name in function.names}
