"""Words that people expect to work, and names that might be functions: what to write in their place."""

from __future__ import annotations

from difflib import get_close_matches

from derivations.reading.letters import GREEK_NAMES
from derivations.reading.tree import Name
from derivations.reading.vocabulary import KNOWN

# As torch.nn.functional has them, with terms or arguments that others have otherwise.
LOSSES = (
    *("kl_div", "hinge_embedding_loss", "margin_ranking_loss"),
    *("triplet_margin_loss", "cosine_embedding_loss", "gaussian_nll_loss"),
)
NOT_READ = {
    "prod": "products over an index are not read",
    "binomial": "binomials are not read: write gamma functions",
    "floor": "floor is not read: it has no useful slope",
    "round": "round is not read: it has no useful slope",
    "argmax": "argmax is not read: it has no useful slope",
    "var": "var divides by n in NumPy and by n - 1 in PyTorch: write np.var(u) or torch.var(u)",
    "std": "std divides by n in NumPy and by n - 1 in PyTorch: write np.std(u) or torch.std(u)",
    "cbrt": "cbrt is not read: write u^(1/3)",
    "ceil": "ceil is not read: it has no useful slope",
    "BCE": "BCE is not read: write -(t*log(p) + (1 - t)*log(1 - p))",
    "MSE": "MSE is not read without its arguments: write MSE(p, t)",
    **dict.fromkeys(("KL", "D_KL"), "KL is not read: write sum(p_i*log(p_i/q_i), i=1..n)"),
    "CE": "CE is not read: write the cross-entropy out",
    **dict.fromkeys(LOSSES, "this loss of libraries is not read: write the loss out, such as mean((p - t)^2)"),
}


BESSEL = "of the Bessel functions only besseli is supported"

# Functions that have a meaning of their own elsewhere, so that they are no models unless somebody says so.
NOT_SUPPORTED = {
    **dict.fromkeys(("besselj", "besselk", "bessely", "ive", "jv", "kv", "j0", "j1", "k0", "k1"), BESSEL),
    **dict.fromkeys((f"{letter}_{order}" for letter in "JKY" for order in (0, 1, 2)), BESSEL),
    **dict.fromkeys(
        ("erfinv", "probit", "zeta", "gammainc", "uppergamma", "lowergamma", "Ei", "expint", "polylog", "DiracDelta"),
        "this special function is not supported yet",
    ),
}  # fmt: skip


def undeclared(name: Name) -> str:
    """Why a name that is applied is no model unless somebody says so; empty for letters such as m, f or h_theta."""
    full = name.full
    declare = f"declare a model: --symbol {full}:model"
    if full in NOT_SUPPORTED:
        return f"{NOT_SUPPORTED[full]}. Or {declare}"
    letter = name.letter.partition("_")[0]  # the f of an f with an accent, f_hat
    if len(letter) == 1 or letter in GREEK_NAMES:
        return ""
    near = get_close_matches(full, KNOWN, 1, 0.7) or get_close_matches(full.lower(), KNOWN, 1, 0.7)
    meant = f"did you mean {KNOWN[near[0]].form}? Or" if near else f"write {full}*(...) for a product, or"
    return f"{full} is no function known here: {meant} {declare}"
