"""The functions of whole arrays: ``arrays`` writes them out entry by entry before anything is built."""

from __future__ import annotations

from derivations.reading.known import Known


def _loss(names: str, takes: str = "p, t") -> Known:
    first, *_ = own = tuple(names.split())
    return Known(names=own, takes=takes, least=2, most=4, says=f"the loss that libraries call {first}, averaged")


OF_LIBRARIES: tuple[Known, ...] = (
    _loss("mse_loss MSELoss MSE mean_squared_error"),
    _loss("l1_loss L1Loss MAE mean_absolute_error"),
    _loss("smooth_l1_loss SmoothL1Loss"),
    _loss("huber_loss HuberLoss"),
    _loss("binary_cross_entropy BCELoss"),
    _loss("binary_cross_entropy_with_logits BCEWithLogitsLoss", "z, t"),
    _loss("soft_margin_loss SoftMarginLoss", "z, y"),
    _loss("poisson_nll_loss PoissonNLLLoss", "z, t"),
    _loss("cross_entropy CrossEntropyLoss", "z, y"),
    _loss("nll_loss NLLLoss", "logp, y"),
)
KINDS_OF_LOSS = {name: function.names[0] for function in OF_LIBRARIES for name in function.names}

WHOLE: tuple[Known, ...] = (
    Known(names=("mean", "average"), takes="u", most=4, says="sum of all entries of u, divided by their number"),
    Known(names=("norm",), takes="u", most=3, says="length of u; ||u||, ||u||_1 and ||A||_F are read too"),
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
    Known(names=("transpose",), takes="A", says="A^T"),
    Known(names=("tr", "trace"), takes="A", says="sum of the diagonal of A", bare=True),
    Known(names=("det",), takes="A", says="determinant of A, read in log(det(A))", bare=True),
    Known(names=("logdet",), takes="A", says="log(det(A))", bare=True),
    Known(names=("inv",), takes="A", says="A^-1"),
    Known(names=("eye", "identity"), takes="n", says="identity matrix; eye(n)[y] is onehot(y)"),
    Known(names=("ones",), takes="n, d", most=2, says="vector or matrix of ones; ones((n, d)) is the same"),
    Known(names=("zeros",), takes="n, d", most=2, says="the same of zeros"),
    Known(names=("diag",), takes="u", says="the matrix with u on its diagonal"),
    Known(names=("len",), takes="u", most=2, says="how many entries u has"),
    Known(names=("numel", "size"), takes="A", most=2, says="how many entries A has along all its axes"),
    Known(names=("softmax", "Softmax"), takes="z", most=2, says="vector with the entries exp(z_k)/sum_j exp(z_j)"),
    Known(names=("log_softmax", "logsoftmax", "LogSoftmax"), takes="z", most=2, says="log(softmax(z))"),
    Known(names=("logsumexp", "LSE", "lse"), takes="z", most=3, says="log of the sum of exp(z_k)"),
    Known(
        names=("CrossEntropy", "crossentropy"),
        takes="t, p",
        least=2,
        most=2,
        says="-sum of t_k log p_k, for targets t and probabilities p",
    ),
    Known(names=("onehot", "one_hot"), takes="y", most=2, says="vector with 1 at the place y and 0 elsewhere"),
    Known(names=("variance",), takes="u", most=4, says="mean of (u - mean(u))^2; np.var(u) is the same"),
    Known(names=("deviation",), takes="u", most=4, says="its root; np.std(u) is the same"),
    Known(names=("sample_variance",), takes="u", most=4, says="the same by n - 1; torch.var(u) is that"),
    Known(names=("sample_deviation",), takes="u", most=4, says="its root; torch.std(u) is the same"),
    Known(
        names=("cosine_similarity",),
        takes="u, v",
        least=2,
        most=4,
        says="dot(u, v)/(norm(u)*norm(v)) of two vectors",
    ),
    *OF_LIBRARIES,
)

NAMES = {name for function in WHOLE for name in function.names}
