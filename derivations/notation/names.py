"""Names of symbols: m_x is m with the subscript x, delta is a Greek letter, w_jk has two indices."""

from __future__ import annotations

import re

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "lamda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "ell": "ℓ",
}  # fmt: skip
TEX_SPELLING = {"lamda": "lambda", "epsilon": "varepsilon", "phi": "varphi"}
SIGN = re.compile(r"^([A-Za-z]?)(plus|minus)([0-9]*)$")
WORD = 3  # so many letters are a word, set upright


def is_greek(text: str) -> bool:
    """Does the text start with the name of a Greek letter?"""
    return re.split(r"[^A-Za-z]", text)[0] in GREEK


def _with_signs(token: str) -> str:
    """The t+1 below the name that is read for V_{t+1}, which is called tplus1 so that it is a name."""
    return SIGN.sub(lambda found: f"{found[1]}{'+' if found[2] == 'plus' else '-'}{found[3]}", token)


def split_name(name: str) -> tuple[str, list[str]]:
    """The letter and its subscripts: m_x is m and x, z1 is z and 1."""
    letter, *subscripts = name.split("_")
    subscripts = list(map(_with_signs, subscripts))
    digits = re.fullmatch(r"([A-Za-z]+?)(\d+)", letter)
    return (digits[1], [digits[2], *subscripts]) if digits else (letter, subscripts)


def tex_name(name: str) -> str:
    """The name in TeX."""
    letter, subscripts = split_name(name)
    return with_subscript(_tex_token(letter), "".join(map(_tex_token, subscripts)))


def with_subscript(text: str, subscript: str) -> str:
    """The text with a TeX subscript; braces only where they are needed."""
    if not subscript:
        return text
    return f"{text}_{subscript}" if len(subscript) == 1 else f"{text}_{{{subscript}}}"


def _tex_token(token: str) -> str:
    stem = token.rstrip("'")
    primes = token[len(stem) :]
    if stem in GREEK:
        return "\\" + TEX_SPELLING.get(stem, stem) + primes
    return (rf"\mathrm{{{stem}}}" if len(stem) >= WORD and stem.isalnum() else stem) + primes


def unicode_name(name: str) -> str:
    """The name for the terminal."""
    letter, subscripts = split_name(name)
    below = "".join(subscripts)
    below = f"{{{below}}}".replace("-", "−") if len(below) > 1 and set("+-") & set(below) else below.replace("-", "−")
    return "_".join(GREEK.get(token, token) for token in [letter, below] if token)
