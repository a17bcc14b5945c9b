"""The functions of whole arrays: ``arrays`` writes them out entry by entry before anything is built."""

from __future__ import annotations

from derivations.reading.known import Known

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
    Known(names=("diag",), takes="u", says="the matrix with u on its diagonal"),
    Known(names=("len",), takes="u", most=2, says="how many entries u has"),
    Known(names=("softmax", "Softmax"), takes="z", most=2, says="vector with the entries exp(z_k)/sum_j exp(z_j)"),
    Known(names=("log_softmax", "logsoftmax", "LogSoftmax"), takes="z", most=2, says="log(softmax(z))"),
    Known(names=("logsumexp", "LSE", "lse"), takes="z", most=2, says="log of the sum of exp(z_k)"),
    Known(
        names=("CrossEntropy", "crossentropy"),
        takes="t, p",
        least=2,
        most=2,
        says="-sum of t_k log p_k, for targets t and probabilities p",
    ),
)

NAMES = {name for function in WHOLE for name in function.names}
