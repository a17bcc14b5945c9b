"""The domains of symbols in words, for the terminal and for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sympy.core.function import UndefinedFunction

from derivations.language.domains import Domain, Index, Indices, Model, Size
from derivations.language.functions import Prime
from derivations.notation import sympy_text, tex

if TYPE_CHECKING:
    from derivations.calculus.lines import Derivation

OFTEN = {1: "differentiable", 2: "twice differentiable", 3: "three times differentiable"}


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


def domain_tex(domain: Domain) -> str:
    """The domain as TeX between dollar signs."""
    if isinstance(domain, Index):
        return rf"$\{{1,\ldots,{tex(domain.last)}\}}$"
    sizes = r"\times ".join(map(tex, domain.shape))
    if isinstance(domain, Indices):
        return rf"$\{{1,\ldots,{tex(domain.last)}\}}^{{{sizes}}}$"
    if not domain.shape:
        return f"${domain.tex}$"
    return f"${domain.tex}^{{{sizes}}}$"


def differentiable(derivation: Derivation) -> list[tuple[UndefinedFunction, str]]:
    """The unspecified models whose slopes come up on the lines, each with how often it must be differentiable."""
    times: dict[UndefinedFunction, int] = {}
    for line in derivation.all_lines:
        for slope in sorted(line.expression.atoms(Prime), key=str):
            model = slope.applied.func
            times[model] = max(times.get(model, 0), len(slope.positions))
    return [(model, OFTEN.get(most, f"{most} times differentiable")) for model, most in times.items()]
