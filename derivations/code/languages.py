"""What each function is called in each language: one table. A function that stands in none has a helper, or no code."""

from __future__ import annotations

from dataclasses import dataclass, field

NUMPY, TORCH, JAX, C = LANGUAGES = ("numpy", "torch", "jax", "c")
TITLES = {NUMPY: "NumPy", TORCH: "PyTorch", JAX: "JAX", C: "C"}

# Functions that are called alike: the name in formulas, and in NumPy, PyTorch, JAX and C. None: there is none.
NAMES: dict[str, tuple[str | None, str | None, str | None, str | None]] = {
    "exp": ("np.exp", "torch.exp", "jnp.exp", "exp"),
    "log": ("np.log", "torch.log", "jnp.log", "log"),
    "log1p": ("np.log1p", "torch.log1p", "jnp.log1p", "log1p"),
    "expm1": ("np.expm1", "torch.expm1", "jnp.expm1", "expm1"),
    "sqrt": ("np.sqrt", "torch.sqrt", "jnp.sqrt", "sqrt"),
    "fmod": ("np.fmod", "torch.fmod", "jnp.fmod", "fmod"),
    "hypot": ("np.hypot", "torch.hypot", "jnp.hypot", "hypot"),
    "sin": ("np.sin", "torch.sin", "jnp.sin", "sin"),
    "cos": ("np.cos", "torch.cos", "jnp.cos", "cos"),
    "tan": ("np.tan", "torch.tan", "jnp.tan", "tan"),
    "atan": ("np.arctan", "torch.atan", "jnp.arctan", "atan"),
    "asin": ("np.arcsin", "torch.asin", "jnp.arcsin", "asin"),
    "acos": ("np.arccos", "torch.acos", "jnp.arccos", "acos"),
    "sinh": ("np.sinh", "torch.sinh", "jnp.sinh", "sinh"),
    "cosh": ("np.cosh", "torch.cosh", "jnp.cosh", "cosh"),
    "tanh": ("np.tanh", "torch.tanh", "jnp.tanh", "tanh"),
    "magnitude": ("np.abs", "torch.abs", "jnp.abs", "fabs"),
    "sign": ("np.sign", "torch.sign", "jnp.sign", None),
    "erf": ("special.erf", "torch.special.erf", "special.erf", "erf"),
    "erfc": ("special.erfc", "torch.special.erfc", "special.erfc", "erfc"),
    "i0e": ("special.i0e", "torch.special.i0e", "special.i0e", None),
    "i1e": ("special.i1e", "torch.special.i1e", "special.i1e", None),
    "loggamma": ("special.gammaln", "torch.special.gammaln", "special.gammaln", "lgamma"),
    "digamma": ("special.digamma", "torch.special.digamma", "special.digamma", None),
}


@dataclass(frozen=True)
class Language:
    """How a language of arrays says what others say too.

    Args:
        key: as in ``--to``.
        place: the position in the rows of NAMES.
        imports: what its code begins with; a line stands only if its name is used.
        array: the module of arrays.
        axis: what a function calls the axis that it runs along.
    """

    key: str
    place: int
    imports: dict[str, str] = field(default_factory=dict)
    array: str = ""
    axis: str = "axis"


NUMPY_, TORCH_, JAX_, C_ = (
    Language(
        NUMPY, 0, {"math.": "import math", "np.": "import numpy as np", "special.": "from scipy import special"}, "np"
    ),
    Language(TORCH, 1, {"math.": "import math", "torch.": "import torch"}, "torch", "dim"),
    Language(
        JAX,
        2,
        {"math.": "import math", "jnp.": "import jax.numpy as jnp", "special.": "from jax.scipy import special"},
        "jnp",
    ),
    Language(C, 3),
)
BY_KEY = {language.key: language for language in (NUMPY_, TORCH_, JAX_, C_)}


def called(function: str, language: Language) -> str | None:
    """The function in the language, if it has it."""
    return NAMES[function][language.place] if function in NAMES else None
