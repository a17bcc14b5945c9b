"""What ``lossary show`` says of a loss, whatever the format: formulas and prose in one of three styles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Expr, Symbol

from derivations.calculus.kinks import Boundary
from derivations.calculus.lines import Chain, Line, Reason
from derivations.catalogue import Entry
from derivations.cli.data import chains, definitions, domain_name
from derivations.domains import Domain, Index, Model
from derivations.functions import Adjoint, D
from derivations.notation import plain_tex, tex, unicode_prose, unicode_text

Formula = Callable[..., str]


@dataclass(frozen=True)
class Style:
    """How formulas and prose are written.

    Args:
        formula: of an expression and an order: the bare formula.
        inline: of a bare formula: the same inside prose.
        prose: of prose with TeX between dollar signs.
        domain: of the domain of a symbol.
    """

    formula: Formula
    inline: Callable[[str], str]
    prose: Callable[[str], str]
    domain: Callable[[Domain], str]


def tex_formula(expression: Any, order: Any = None) -> str:
    """TeX without the marks of a line."""
    return plain_tex(tex(expression, order))


def tex_domain(domain: Domain) -> str:
    """The domain as TeX between dollar signs."""
    if isinstance(domain, Index):
        return rf"$\{{1,\ldots,{tex(domain.last)}\}}$"
    if not domain.shape:
        return f"${domain.tex}$"
    sizes = r"\times ".join(map(tex, domain.shape))
    base = domain.tex if domain.interval == (None, None) else f"({domain.tex})"
    return f"${base}^{{{sizes}}}$"


TERMINAL = Style(unicode_text, str, unicode_prose, domain_name)
TEX = Style(tex_formula, lambda text: f"${text}$", str, tex_domain)


@dataclass(frozen=True)
class Equality:
    """A line of the derivation: its address, the formula, and why it equals the line above."""

    address: str
    formula: str
    reason: str


@dataclass(frozen=True)
class Equations:
    """A chain of equations: its left side, its lines, and the case that it is for, if it is for one only."""

    left: str
    lines: list[Equality]
    case: str = ""


@dataclass(frozen=True)
class Outline:
    """All that is said of a loss, in one style."""

    id: str
    title: str
    place: str
    lead: str
    loss: list[str]
    gradient: str
    holds: str
    symbols: list[tuple[str, str, str]]
    chains: list[Equations]
    boundaries: list[str]
    mistakes: list[tuple[str, str]]
    sources: list[str]

    @property
    def lines(self) -> list[Equality]:
        """The lines of all chains."""
        return [line for chain in self.chains for line in chain.lines]


def outline(entry: Entry, style: Style) -> Outline:
    """The outline of a loss."""
    return _Writer(entry, style).outline()


class _Writer:
    def __init__(self, entry: Entry, style: Style) -> None:
        self.entry, self.style = entry, style
        self.order = entry.derivation.order

    def formula(self, expression: Any) -> str:
        return self.style.formula(expression, self.order)

    def inline(self, expression: Any) -> str:
        return self.style.inline(self.formula(expression))

    def outline(self) -> Outline:
        entry, loss, derivation = self.entry, self.entry.loss, self.entry.derivation
        known = [f"{self.formula(name)} = {self.formula(value)}" for name, value in definitions(loss)]
        return Outline(
            id=entry.id,
            title=entry.title,
            place=f"{entry.family.slug}/{entry.slug}",
            lead=self.style.prose(entry.lead),
            loss=[f"{self.formula(Symbol(loss.name))} = {self.formula(loss.expression)}", *known],
            gradient=f"{self.formula(D(Symbol(loss.name), loss.wrt))} = {self.formula(derivation.gradient)}",
            holds=self.holds(),
            symbols=[self.symbol(symbol, domain) for symbol, domain in loss.symbols.items()],
            chains=[self.equations(chain, lines) for chain, lines in chains(derivation)],
            boundaries=[self.boundary(boundary) for boundary in derivation.boundaries],
            mistakes=[(self.formula(m.claim), self.style.prose(m.why)) for m in loss.mistakes],
            sources=list(loss.source),
        )

    def symbol(self, symbol: Any, domain: Domain) -> tuple[str, str, str]:
        return self.inline(symbol), self.style.prose(domain.meaning), self.style.domain(domain)

    def holds(self) -> str:
        needed = [self.inline(condition) for condition in self.entry.derivation.conditions]
        models = [symbol for symbol, domain in self.entry.loss.symbols.items() if isinstance(domain, Model)]
        needed += [f"{self.inline(model)} is differentiable" for model in models]
        return f"where {' and '.join(needed)}" if needed else "for all values of the symbols in their domains"

    def equations(self, chain: Chain, lines: Iterable[Line]) -> Equations:
        case = "" if chain.condition is None else self.formula(chain.condition)
        return Equations(self.left(chain.left), [self.line(line) for line in lines], case)

    def left(self, left: Expr) -> str:
        """The left side; an adjoint that has a short name is introduced by it."""
        if isinstance(left, Adjoint) and left.name is not None:
            return f"{self.formula(left)} = {self.formula(Adjoint(left.loss, left.variable))}"
        return self.formula(left)

    def line(self, line: Line) -> Equality:
        reasons = dict.fromkeys(self.reason(reason) for reason in line.reasons)
        return Equality(f"{self.entry.id}.{line.number}", self.formula(line.expression), "; ".join(reasons))

    def reason(self, reason: Reason) -> str:
        remark = reason.remark
        for letter, expression in {"u": reason.subject, "w": reason.wrt}.items():
            if expression is not None:
                remark = remark.replace(f"{{{letter}}}", self.inline(expression))
        needs = f", needs {self.all(reason.conditions)}" if reason.conditions else ""
        link = " " if remark.startswith("of ") else ": "
        return f"{reason.rule.name}{link if remark else ''}{self.style.prose(remark)}{needs}"

    def all(self, relations: Iterable[Basic]) -> str:
        return ", ".join(dict.fromkeys(map(self.inline, relations)))

    def boundary(self, boundary: Boundary) -> str:
        where = self.inline(boundary.where)
        if boundary.kind == "outside":
            return f"Edge of the domain at {where}: there is no loss, and so no gradient."
        if boundary.kind == "jump":
            return f"Jump at {where}: the loss itself jumps, and has no derivative."
        if boundary.kind == "seam":
            return f"Seam at {where}: both formulas have the same value and slope, so the gradient holds there too."
        return f"Kink at {where}: no derivative. {self.slopes(boundary)}"

    def slopes(self, boundary: Boundary) -> str:
        """The one-sided slopes of a kink, in what is moved and in the variable, and the subdifferential."""
        sides = self.sides(boundary, boundary.below, boundary.above)
        text = f"The slope in {self.inline(boundary.variable)} tends to {sides}."
        if boundary.slopes and boundary.variable != self.entry.loss.wrt:
            text += f" In {self.inline(self.entry.loss.wrt)} it tends to {self.sides(boundary, *boundary.slopes)}."
        if boundary.subdifferential:
            low, high = map(self.formula, boundary.subdifferential)
            text += f" Subdifferential in {self.inline(boundary.variable)}: {self.style.inline(f'[{low}, {high}]')}."
        return text

    def sides(self, boundary: Boundary, below: Any, above: Any) -> str:
        under, over = (self.inline(relation) for relation in (boundary.switch < 0, boundary.switch > 0))
        return f"{self.inline(below)} where {under} and to {self.inline(above)} where {over}"
