"""Signs other than ASCII that people paste into a formula, and what each stands for."""

from __future__ import annotations

import unicodedata

_LOWER = (  # in the order of the alphabet; omicron and the second sigma are left out
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi - pi rho - sigma tau upsilon phi chi psi"
    " omega"
)
_UPPER = {
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_VARIANTS = {"ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "ϱ": "rho", "µ": "mu", "ℓ": "ell"}

# Greek letters, but for those that cannot be told from Latin ones.
GREEK: dict[str, str] = {
    **{chr(0x3B1 + place): name for place, name in enumerate(_LOWER.split()) if name != "-"},
    **_UPPER,
    **_VARIANTS,
}
GREEK_NAMES = frozenset(GREEK.values())

# Signs that stand for one sign of ASCII, or for a word.
INFINITY = "∞"
SIGNS = {
    INFINITY: INFINITY,
    "−": "-", "–": "-", "—": "-", "·": "*", "⋅": "*", "×": "*", "∙": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/",
    "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "!=", "′": "'", "’": "'", "∣": "|",
    "∧": "and", "∨": "or", "∈": "in", "⊙": "odot", "∘": "odot", "⟨": "⟨", "⟩": "⟩",
}  # fmt: skip
WORDS = {"∑": "sum", "Σ": "sum", "∏": "prod", "√": "sqrt"}
FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)}
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n", strict=True))
WORD = 3  # so many letters below a name are a word
LABELS_ABOVE = {**SUPERSCRIPTS, **dict(zip("ⁱʲᵏˡᵐˢᵗ", "ijklmst", strict=True))}  # within ⁽ ⁾, which are no powers
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
SPACES = " \t\n\r\u00a0\u2002\u2003\u2009\u202f"
ACCENTED = {"ŷ": "y_hat"}
PARTIAL = "∂"
MATHEMATICAL = range(0x1D400, 0x1D800)  # 𝑥 and 𝜎, as a PDF gives them


def normal(character: str) -> str:
    """A mathematical letter as the plain one, the sign of a partial derivative as d; anything else as it is."""
    if character == PARTIAL:
        return "d"
    plain = unicodedata.normalize("NFKC", character) if ord(character) in MATHEMATICAL else character
    return plain if len(plain) == 1 else character


def described(character: str) -> str:
    """What to call a character that a formula may not hold."""
    name = unicodedata.name(character, "")
    code = f"U+{ord(character):04X}"
    if not character.isprintable() or not name:
        return f"a character that cannot be seen, {code} {name}".rstrip()
    if character.isascii():
        return f"'{character}'"
    twin = unicodedata.normalize("NFKC", character)
    hint = f", not {twin}" if twin.isascii() and twin.isalnum() else ""
    return f"{code} {name}{hint}"
