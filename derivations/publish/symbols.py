"""What to say about a symbol in the table of a page: its domain, and the functions that stand in the formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sympy import Add, Basic, Indexed, IndexedBase, KroneckerDelta
from sympy.functions import besseli, log, loggamma, polygamma

from derivations.language.domains import Domain, Index, Indices, Model
from derivations.language.functions import (
    Phi,
    clip,
    held,
    largest,
    phi,
    positive_part,
    sigma,
    sign,
    smallest,
    softplus,
    step,
)
from derivations.language.over import ArgLargest, ArgSmallest, LargestOver, SecondLargest, SecondSmallest, SmallestOver
from derivations.notation import tex


@dataclass(frozen=True)
class SymbolRow:
    """A row of the table of symbols: the symbol as TeX, and prose."""

    tex: str
    meaning: str
    domain: str


FUNCTIONS: dict[type[Basic], SymbolRow] = {
    log: SymbolRow(r"\log", "natural logarithm", r"$(0,\infty)\to\mathbb{R}$"),
    sigma: SymbolRow(r"\sigma", r"sigmoid, $\sigma(z)=1/(1+e^{-z})$", r"$\mathbb{R}\to(0,1)$"),
    softplus: SymbolRow(
        r"\operatorname{softplus}", r"$\operatorname{softplus}(z)=\log(1+e^z)$", r"$\mathbb{R}\to(0,\infty)$"
    ),
    sign: SymbolRow(
        r"\operatorname{sign}",
        "$-1$, $0$ or $1$, as its argument is negative, zero or positive",
        r"$\mathbb{R}\to\{-1,0,1\}$",
    ),
    positive_part: SymbolRow(r"\max(0,u)", "$u$ where it is positive, else $0$", r"$\mathbb{R}\to[0,\infty)$"),
    step: SymbolRow("[u>0]", "Iverson bracket: $1$ where what it says holds, else $0$", r"$\{0,1\}$"),
    clip: SymbolRow(
        r"\operatorname{clip}(u,a,b)",
        "the number from $a$ to $b$ that is nearest to $u$",
        r"$\mathbb{R}^3\to\mathbb{R}$",
    ),
    largest: SymbolRow(r"\max(u,v)", "the largest of its arguments", r"$\mathbb{R}^2\to\mathbb{R}$"),
    smallest: SymbolRow(r"\min(u,v)", "the smallest of its arguments", r"$\mathbb{R}^2\to\mathbb{R}$"),
    LargestOver: SymbolRow(r"\max_j u_j", "the largest of the $u_j$", r"$\mathbb{R}^n\to\mathbb{R}$"),
    SmallestOver: SymbolRow(r"\min_j u_j", "the smallest of the $u_j$", r"$\mathbb{R}^n\to\mathbb{R}$"),
    ArgLargest: SymbolRow(
        r"\arg\max_j u_j",
        "the $j$ at which $u_j$ is the largest, among those of which the maximum is taken",
        r"$\mathbb{R}^n\to\{1,\ldots,n\}$",
    ),
    ArgSmallest: SymbolRow(
        r"\arg\min_j u_j",
        "the $j$ at which $u_j$ is the smallest, among those of which the minimum is taken",
        r"$\mathbb{R}^n\to\{1,\ldots,n\}$",
    ),
    SecondLargest: SymbolRow(
        r"\operatorname*{second\,max}_j u_j",
        "the second largest of the $u_j$: the largest itself, where that is taken twice",
        r"$\mathbb{R}^n\to\mathbb{R}$",
    ),
    SecondSmallest: SymbolRow(
        r"\operatorname*{second\,min}_j u_j",
        "the second smallest of the $u_j$: the smallest itself, where that is taken twice",
        r"$\mathbb{R}^n\to\mathbb{R}$",
    ),
    held: SymbolRow(
        r"\operatorname{sg}(u)",
        "$u$ itself, held fixed while a slope is taken (a stop of the gradient)",
        r"$\mathbb{R}\to\mathbb{R}$",
    ),
    Phi: SymbolRow(r"\Phi", "distribution function of the standard normal", r"$\mathbb{R}\to(0,1)$"),
    phi: SymbolRow(r"\varphi", r"its density, $\varphi(x)=e^{-x^2/2}/\sqrt{2\pi}$", r"$\mathbb{R}\to(0,1)$"),
    besseli: SymbolRow("I_n", "modified Bessel function of the first kind", r"$\mathbb{R}\to\mathbb{R}$"),
    loggamma: SymbolRow(r"\log\Gamma", "logarithm of the gamma function", r"$(0,\infty)\to\mathbb{R}$"),
    polygamma: SymbolRow(r"\psi", r"digamma function, the derivative of $\log\Gamma$", r"$(0,\infty)\to\mathbb{R}$"),
    KroneckerDelta: SymbolRow(r"\delta_{ij}", "Kronecker delta: $1$ where $i=j$, else $0$", r"$\{0,1\}$"),
}


LETTER = re.compile(r"[A-Za-z](?![A-Za-z])|\\(?!operatorname|max|min|arg|log|mathbf)[A-Za-z]+")
ARGUMENTS = ("u", "v", "a", "b", "x", "z")  # letters of the rows above that only stand for an argument
OTHERS = ("s", "q", "r", "c", "d", "h", "g", "m", "w", "y")  # what is written instead, where a loss has such a symbol


def symbol_rows(symbols: Mapping[Any, Domain], shown: Iterable[Basic]) -> list[SymbolRow]:
    """The symbols with their domains, then the functions that stand in the expressions `shown`."""
    nodes = dict.fromkeys(node for expression in shown for node in _nodes(expression))
    domains = {symbol: _from_zero(symbol, domain, symbols, nodes) for symbol, domain in symbols.items()}
    own = [SymbolRow(_name(symbol), domain.meaning, _domain(domain)) for symbol, domain in domains.items()]
    used = set(map(type, nodes))
    taken = {glyph(row.tex) for row in own}
    return own + [_apart(row, taken) for function, row in FUNCTIONS.items() if function in used]


def glyph(tex: str) -> str:
    """The letter of a name, without what stands below it; the name of a function in words is a glyph as a whole."""
    letter = LETTER.match(tex.removeprefix(r"\mathbf{"))
    return letter[0] if letter else tex


def _from_zero(symbol: Any, domain: Domain, symbols: Mapping[Any, Domain], nodes: Iterable[Basic]) -> Domain:
    """The domain with one more row, if the formulas go back to row 0, as a[l - 1, i] does where l begins with 1."""
    back = set[int]()
    for node in nodes:
        if isinstance(node, Indexed) and node.base == symbol:
            for axis, index in enumerate(node.indices):
                before = symbols.get(index + 1)
                if isinstance(before, Index) and domain.shape[axis : axis + 1] == (before.last,):
                    back.add(axis)
    shape = tuple(size + int(axis in back) for axis, size in enumerate(domain.shape))
    return replace(domain, shape=shape) if back else domain


def _apart(row: SymbolRow, taken: set[str]) -> SymbolRow:
    """The row of a function, its arguments called otherwise than any symbol of the loss."""
    free = (letter for letter in OTHERS if letter not in taken)
    letters = {letter: next(free) for letter in ARGUMENTS if letter in taken}
    put = partial(re.sub, r"(?<![A-Za-z\\])[a-z](?![A-Za-z])", lambda found: letters.get(found[0], found[0]))
    return SymbolRow(put(row.tex), re.sub(r"\$[^$]*\$", lambda formula: put(formula[0]), row.meaning), row.domain)


def _nodes(expression: Basic) -> Iterable[Basic]:
    yield expression
    for part in expression.args:
        yield from _nodes(part)


def _name(symbol: Any) -> str:
    return tex(symbol.label) if isinstance(symbol, IndexedBase) else tex(symbol)


def _domain(domain: Domain) -> str:
    if isinstance(domain, Index):
        return rf"$\{{1,\ldots,{tex(domain.last)}\}}$"
    if isinstance(domain, Indices):
        sizes = _sizes(domain)
        return rf"$\{{1,\ldots,{tex(domain.last)}\}}^{{{sizes}}}$"
    if isinstance(domain, Model) and domain.shape:
        sizes = _sizes(domain)
        return rf"$\mathbb{{R}}\to\mathbb{{R}}^{{{sizes}}}$, differentiable"
    if not domain.shape:
        return re.sub(
            r"\\text\{(.*)\}\$$", r"$\1", f"${domain.tex}$"
        )  # words after a formula may be broken, a formula not
    return f"${domain.tex}^{{{_sizes(domain)}}}$"


def _sizes(domain: Domain) -> str:
    sizes = [
        f"({tex(size)})" if isinstance(size, Add) and len(domain.shape) > 1 else tex(size) for size in domain.shape
    ]
    return r"\times ".join(sizes)
