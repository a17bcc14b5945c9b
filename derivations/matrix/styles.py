"""The signs that matrix expressions are written with: TeX for the page, Unicode for the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sympy import Add, Expr, Symbol, latex
from sympy.printing.pretty.pretty_symbology import pretty_symbol

PLUS, ENTRYWISE, QUOTIENT, PRODUCT, POWER, ATOM = range(
    6
)  # how tightly a printed form holds together, from loose to tight
COMMANDS = ("exp", "log", "sin", "cos", "sinh", "cosh", "tanh", "sigma")
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Names:
    """How names of symbols look. Whoever prints other formulas beside these passes what prints the names in those."""

    tex: Callable[[str], str] = lambda name: latex(Symbol(name))
    text: Callable[[str], str] = pretty_symbol


@dataclass(frozen=True, kw_only=True)
class Style:
    """For each kind of form a template; %s is the text of its part."""

    minus: str
    dot: str
    slash: str
    ones: str
    transposed: str
    inverse: str
    inverse_transposed: str
    entrywise_power: str
    root: str
    norms: tuple[str, str]
    diag: str
    trace: str
    log_det: str
    subscripted: Callable[[str, str], str]
    slope: str
    total: str
    prime: str
    number: str
    fraction: Callable[[Sequence[str], Sequence[str]], str]
    quotient: int  # how tightly it holds together
    above_bar: int  # how tight a form must be to need no brackets there
    below_bar: int
    under_root: int
    functions: Mapping[str, str]
    function: str
    bracket: Callable[[str], str]
    raised: Callable[[str, str], str]
    joined: Callable[[Sequence[str]], str]


def _tex_joined(texts: Sequence[str]) -> str:
    r"""A command such as \lambda needs a space before a letter; so does a number before a number."""
    text = ""
    for part in texts:
        apart = re.search(r"\\[A-Za-z]+$", text) and part[0].isalpha()
        text += " " * bool(apart) + part
    return text


def _braced(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def _text_joined(texts: Sequence[str]) -> str:
    """Names of several signs and words stand apart from letters beside them."""
    text = ""
    for last, part in zip(["", *texts], texts, strict=False):
        word = re.match(r"[a-z]{2}", part) or re.fullmatch(r"[^\W\d_][^\Wᵀ]+", last)
        text += " " * bool(last and word and last[-1].isalnum() and part[0].isalpha()) + part
    return text


def _apart(base: str) -> str:
    """In brackets, if it has a subscript already: TeX refuses a second one, and nobody could tell them apart."""
    return f"({base})" if re.search(r"_(\\?\w+|\{[^{}]*\})$", base) else base


def affine(index: Expr, name: Callable[[str], str], minus: str = "-") -> str:
    """A size or an index, such as n + 1 or l - 1, as a reader knows it from subscripts: without spaces."""
    constant, letters = index.as_coeff_Add()
    terms = [_multiple(term, name) for term in Add.make_args(letters) if term != 0]
    terms += [str(abs(constant))] if constant or not terms else []
    return "+".join(terms) if constant >= 0 else "+".join(terms[:-1]) + minus + terms[-1]


def _multiple(term: Expr, name: Callable[[str], str]) -> str:
    number, letter = term.as_coeff_Mul()
    return ("" if number == 1 else str(number)) + (name(letter.name) if isinstance(letter, Symbol) else str(letter))


def _tex_fraction(above: Sequence[str], below: Sequence[str]) -> str:
    return rf"\frac{{{_tex_joined(above)}}}{{{_tex_joined(below)}}}"


def _text_fraction(above: Sequence[str], below: Sequence[str]) -> str:
    divisor = _text_joined(below)
    return f"{_text_joined(above)}/{divisor if len(below) == 1 else f'({divisor})'}"


TEX = Style(
    minus="-",
    dot=r" \odot ",
    slash=r" \oslash ",
    ones=r"\mathbf{1}",
    transposed=r"%s^{\top}",
    inverse="%s^{-1}",
    inverse_transposed=r"%s^{-\top}",
    entrywise_power=r"%s^{\odot %s}",
    root=r"\sqrt{%s}",
    norms=(r"\|%s\|", r"\|%s\|_F"),
    diag=r"\operatorname{diag}(%s)",
    trace=r"\operatorname{tr}(%s)",
    log_det=r"\log\det %s",
    subscripted=lambda base, index: f"{_apart(base)}_{{{index}}}",
    slope=r"\frac{\partial %s}{\partial %s}",
    total=r"\frac{\mathrm{d}%s}{\mathrm{d}%s}",
    prime="'",
    number=r"\tfrac{%s}{%s}",
    fraction=_tex_fraction,
    quotient=PRODUCT,
    above_bar=PLUS,
    below_bar=PLUS,
    under_root=PLUS,
    functions={
        **{name: rf"\{name}(%s)" for name in COMMANDS},
        "magnitude": "|%s|",
        "positive_part": "(%s)_+",
        "step": "[%s > 0]",
    },
    function=r"\operatorname{%s}(%%s)",
    bracket=lambda text: rf"\Bigl({text}\Bigr)" if r"\frac" in text else f"({text})",
    raised=lambda base, exponent: f"{base}^{_braced(exponent)}",
    joined=_tex_joined,
)

TEXT = Style(
    minus="−",
    dot=" ⊙ ",
    slash=" ⊘ ",
    ones="𝟏",
    transposed="%sᵀ",
    inverse="%s⁻¹",
    inverse_transposed="%s⁻ᵀ",
    entrywise_power="%s^⊙%s",
    root="√%s",
    norms=("‖%s‖", "‖%s‖_F"),
    diag="diag(%s)",
    trace="tr(%s)",
    log_det="log det %s",
    subscripted=lambda base, index: f"{_apart(base)}_{_braced(index)}",
    slope="∂%s/∂%s",
    total="d%s/d%s",
    prime="′",
    number="(%s/%s)",
    fraction=_text_fraction,
    quotient=QUOTIENT,
    above_bar=PRODUCT,
    below_bar=POWER,
    under_root=ATOM,
    functions={"sigma": "σ(%s)", "magnitude": "|%s|", "positive_part": "(%s)₊", "step": "[%s > 0]"},
    function="%s(%%s)",
    bracket=lambda text: f"({text})",
    raised=lambda base, exponent: (
        base + exponent.translate(SUPERSCRIPTS) if "/" not in exponent else f"{base}^({exponent})"
    ),
    joined=_text_joined,
)
