"""The domains of symbols in words, for the terminal and for programs."""

from __future__ import annotations

import re

from derivations.language.domains import Domain, Index, Indices, Model, Size
from derivations.notation import sympy_text


def has_shape(domain: Domain) -> bool:
    """Is it a number or an array of numbers?"""
    return not isinstance(domain, Index | Indices | Size | Model)


def domain_name(domain: Domain) -> str:
    """The domain of a symbol: real, (0,1), real[n, K], index 1..n."""
    if isinstance(domain, Index):
        return f"index 1..{sympy_text(domain.last)}"
    shape = ", ".join(map(sympy_text, domain.shape))
    if isinstance(domain, Indices):
        return f"index 1..{sympy_text(domain.last)} [{shape}]"
    return f"{domain.name}[{shape}]" if shape else domain.name


def domain_text(domain: Domain) -> str:
    """The same for the terminal, with the sign for infinity."""
    return re.sub(r"\boo\b", "∞", domain_name(domain))
