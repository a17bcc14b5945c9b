"""What ``lossary show`` says of a loss, whatever the format: formulas and prose in one of three styles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Expr, Ge, Gt, Le, Lt, Symbol

from derivations.calculus.boundary import Boundary
from derivations.calculus.lines import Chain, Line
from derivations.calculus.reasons import Reason
from derivations.catalogue import Entry
from derivations.catalogue.boundaries import Ranges
from derivations.catalogue.data import adjoints, chains, definitions, for_every, ranges_of
from derivations.catalogue.symbols import differentiable, domain_tex, domain_text
from derivations.cli.verify import bent, sentence
from derivations.judge import Judgement, judged_mistakes, what_it_adds
from derivations.language.about import Code
from derivations.language.domains import Domain
from derivations.language.functions import Adjoint, D
from derivations.language.stated import LimitLine, Mistake
from derivations.matrix import Equation
from derivations.notation import plain_tex, tex, unicode_prose, unicode_text
from derivations.publish.boundaries import Said, boundary_view
from derivations.publish.curvature import curvature_words
from derivations.publish.entries import sort
from derivations.publish.phrases import VERDICTS
from derivations.publish.properties import property_views

ORDERED = Gt | Ge | Lt | Le  # what a loss needs to have a value, without which it has no slopes either
EVERYWHERE = "for all values of the symbols in their domains"
PATHS = r"$\mathrm{d}$ counts all paths, $\partial$ the direct one, the rest held fixed"


@dataclass(frozen=True)
class Style:
    """How formulas and prose are written.

    Args:
        formula: of an expression and an order: the bare formula.
        matrix: which of the two forms of a matrix formula, TeX and text, it takes.
        inline: of a bare formula: the same inside prose.
        prose: of prose with TeX between dollar signs.
        domain: of the domain of a symbol.
    """

    formula: Callable[..., str]
    inline: Callable[[str], str]
    prose: Callable[[str], str]
    domain: Callable[[Domain], str]
    matrix: int


def tex_formula(expression: Any, order: Any = None) -> str:
    """TeX without the marks of a line."""
    return plain_tex(tex(expression, order))


TERMINAL = Style(unicode_text, str, unicode_prose, domain_text, matrix=1)
TEX = Style(tex_formula, lambda text: f"${text}$", str, domain_tex, matrix=0)


@dataclass(frozen=True)
class Equality:
    """A line of the derivation: its address, the formula, why it holds, how sure that is, and the bookkeeping."""

    address: str
    formula: str
    reason: str
    level: str
    quiet: str = ""


@dataclass(frozen=True)
class Equations:
    """A chain of equations: its left side, its lines, and the case that it is for, if it is for one only."""

    left: str
    lines: list[Equality]
    case: str = ""


@dataclass(frozen=True)
class InMatrices:
    """The gradient in matrix form: equations, each with its layers; shapes, what signs mean, how it was checked."""

    equations: list[tuple[str, str]]
    shapes: list[tuple[str, str]]
    signs: str
    checked: str


@dataclass(frozen=True)
class OfVariable:
    """What is said of the gradient by one variable; `by` ends the headings, where there are several.

    A mistake is the claim, the verdict on it, and what is said of it.
    """

    by: str
    gradient: str
    adjoints: list[tuple[str, str]]
    holds: str
    paths: str
    chains: list[Equations]
    matrix: InMatrices | None
    boundaries: list[str]
    limits: list[str]
    mistakes: list[tuple[str, str, str]]
    second: str
    second_chains: list[Equations]
    curvature: list[str]
    properties: list[tuple[str, str]]


@dataclass(frozen=True)
class Outline:
    """All that is said of a loss, in one style; its place in the catalogue is empty if it has none."""

    title: str
    place: str
    aliases: str
    lead: str
    names: list[tuple[str, str]]
    loss: str
    variables: list[OfVariable]
    why: str
    symbols: list[tuple[str, str, str]]
    code: list[tuple[str, str]]
    instead: list[tuple[str, str]]
    evidence: list[str]
    sources: list[str]


def lines_of(chains: Iterable[Equations]) -> list[Equality]:
    """The lines of all chains."""
    return [line for chain in chains for line in chain.lines]


def outline(entry: Entry, style: Style) -> Outline:
    """The outline of a loss."""
    writers = [_Writer(part, style) for part in entry.parts]
    return writers[0].outline([writer.variable() for writer in writers], [writer.evidence() for writer in writers])


def in_batch(code: Code) -> str:
    """What a call makes of a batch, and how it differs, in words."""
    return f"{code.library}, reduction {code.reduction}{f'; {code.note}' if code.note else ''}"


class _Writer:
    def __init__(self, entry: Entry, style: Style) -> None:
        self.entry, self.style = entry, style
        self.order = entry.derivation.order

    def formula(self, expression: Any) -> str:
        return self.style.formula(expression, self.order)

    def inline(self, expression: Any) -> str:
        return self.style.inline(self.formula(expression))

    def outline(self, variables: list[OfVariable], evidence: list[str]) -> Outline:
        entry, loss = self.entry, self.entry.loss
        return Outline(
            title=entry.title,
            place=f"{entry.id}, {entry.family.slug}/{entry.slug}" if entry.slug else "",
            aliases=f"Also called {', '.join(loss.aliases)}." if loss.aliases else "",
            lead=self.style.prose(entry.lead),
            names=[self.name(name, value) for name, value in definitions(loss)],
            loss=f"{self.formula(Symbol(loss.name))} = {self.formula(loss.expression)}",
            variables=variables,
            why=self.style.prose(loss.why),
            symbols=[self.symbol(symbol, domain) for symbol, domain in loss.all_symbols.items()],
            code=[(code.call, self.style.prose(in_batch(code))) for code in loss.in_code],
            instead=[(hint.name, self.style.prose(hint.why)) for hint in loss.see_instead],
            evidence=evidence,
            sources=[source.line for source in loss.source],
        )

    def variable(self) -> OfVariable:
        entry, loss, derivation = self.entry, self.entry.loss, self.entry.derivation
        return OfVariable(
            by=f" with respect to {self.inline(loss.wrt)}" if self.is_one_of_several else "",
            gradient=f"{self.formula(loss.slope)} = {self.formula(derivation.gradient)}",
            adjoints=[self.adjoint(chain) for chain in adjoints(derivation)],
            holds=self.holds(),
            paths=self.style.prose(PATHS) if loss.backward else "",
            chains=[self.equations(chain, lines) for chain, lines in chains(derivation)],
            matrix=self.in_matrices(),
            boundaries=[self.boundary(boundary) for boundary in entry.boundaries],
            limits=[self.limit(*pair) for pair in zip(loss.limits, entry.report.limits, strict=True)],
            mistakes=[*map(self.mistake, loss.mistakes, judged_mistakes(entry))],
            properties=[(view.text, view.why) for view in property_views(entry, self.inline)],
            **self.second(),
        )

    def mistake(self, mistake: Mistake, judgement: Judgement) -> tuple[str, str, str]:
        """A mistake: what was done wrong, and how it belongs to the gradient if it is not simply wrong."""
        said, added = self.style.prose(mistake.why), what_it_adds(judgement)
        if added is not None:
            said += f". The judge: {added.template.format(*map(self.inline, added.parts))}"
        return self.formula(mistake.claim), VERDICTS[judgement.verdict].word, said

    def second(self) -> dict[str, Any]:
        """The same of the second derivative, if there is one."""
        loss, entry = self.entry.loss, self.entry.second
        if entry is None:
            return {"second": "", "second_chains": [], "curvature": []}
        writer = _Writer(entry, self.style)
        sign = self.formula(D(D(Symbol(loss.name), loss.wrt), loss.second))
        where = [writer.holds()] if writer.holds() != EVERYWHERE else []
        beside, below = (where, []) if self.style is TERMINAL else ([], [f"It holds {each}." for each in where])
        return {
            "second": "    ".join([f"{sign} = {writer.formula(entry.derivation.gradient)}", *beside]),
            "second_chains": [writer.equations(chain, lines) for chain, lines in chains(entry.derivation)],
            "curvature": [*below, *curvature_words(self.entry, self.inline)],
        }

    @property
    def is_one_of_several(self) -> bool:
        return len(self.entry.page.parts) > 1

    def evidence(self) -> str:
        said = "; ".join([sentence(self.entry.report, self.inline), *map(bent, filter(None, [self.entry.second]))])
        return f"With respect to {self.inline(self.entry.loss.wrt)}: {said}" if self.is_one_of_several else said

    def symbol(self, symbol: Any, domain: Domain) -> tuple[str, str, str]:
        return self.inline(symbol), self.style.prose(domain.meaning), self.style.domain(domain)

    def name(self, name: Basic, value: Basic) -> tuple[str, str]:
        """An intermediate as an equation, and the values of its indices."""
        return f"{self.formula(name)} = {self.formula(value)}", self.ranges(ranges_of(name, self.entry.loss))

    def ranges(self, ranges: Ranges) -> str:
        dots = self.style.prose(r"$\ldots$").strip("$")
        found = [self.style.inline(f"{self.formula(i)} = 1, {dots}, {self.formula(n)}") for i, n in ranges.items()]
        return f"for {' and '.join(found)}" if found else ""

    def adjoint(self, chain: Chain) -> tuple[str, str]:
        """An adjoint that the gradient is written in, and the case."""
        case = "" if chain.condition is None else f"for {self.inline(chain.condition)}"
        return f"{self.formula(chain.left)} = {self.formula(chain.result)}", case

    def limit(self, limit: LimitLine, points: int) -> str:
        """What the gradient tends to."""
        arrow = self.style.prose(r"$\to$").strip("$ ")
        place = self.style.inline(f"{self.formula(limit.parameter)} {arrow} {self.formula(limit.value)}")
        about = f"{self.inline(limit.expression)} – {self.style.prose(limit.reason)}"
        return f"as {place}: {about} (checked ever closer to it at {points} points, not proved)"

    def condition(self, condition: Basic) -> str:
        """A condition; with the indices for every value of which it is meant."""
        indices = [self.inline(index) for index in for_every([condition], self.entry.loss)]
        return self.inline(condition) + (f" for every {', '.join(indices)}" if indices else "")

    def in_matrices(self) -> InMatrices | None:
        form, agreement = self.entry.matrix, self.entry.agreement
        if form is None or agreement is None:
            return None
        stated = [equation for equation in (form.stated_as, form.stated_in_full) if equation]
        in_full = [form.gradient, *([form.in_full] if form.in_full else [])]
        checked = (
            f"Derived a second time, by reverse mode on whole arrays. {agreement.components} components agree with the "
            f"index form, at {agreement.points} exact points in {agreement.sizes} sizes, to {agreement.digits} digits."
        )
        return InMatrices(
            [self.in_layers(line) for line in (*form.definitions, *stated, *in_full, *form.adjoints)],
            [(self.inline(form.array(name)), self.shape(shape)) for name, shape in form.shapes.items()],
            form.signs[self.style.matrix],
            checked,
        )

    def in_layers(self, equation: Equation) -> tuple[str, str]:
        """A line of the matrix form, and the layers that it is for."""
        one, condition = self.style.matrix, equation.condition
        case = self.ranges(dict(equation.ranges)) if condition is None else f"for {self.inline(condition)}"
        return f"{equation.left[one]} = {equation.right[one]}", case

    def shape(self, shape: tuple[str, str]) -> str:
        own = shape[self.style.matrix]
        return "a number" if own == "1" else self.style.inline(own)

    def holds(self) -> str:
        derivation, first = self.entry.derivation, self.entry.first
        values = [c for c in first.derivation.conditions if isinstance(c, ORDERED)] if first else []
        needed = list(dict.fromkeys(map(self.condition, (*values, *derivation.conditions))))
        needed += [f"{self.inline(need)} has a value" for need in self.entry.loss.needs]
        needed += [f"{self.inline(model)} is {often}" for model, often in differentiable(derivation)]
        return f"where {' and '.join(needed)}" if needed else EVERYWHERE

    def equations(self, chain: Chain, lines: Iterable[Line]) -> Equations:
        case = "" if chain.condition is None else self.formula(chain.condition)
        return Equations(self.left(chain.left), [self.line(line) for line in lines], case)

    def left(self, left: Expr) -> str:
        """The left side; an adjoint that has a short name is introduced by it."""
        if isinstance(left, Adjoint) and left.name is not None:
            return f"{self.formula(left)} = {self.formula(Adjoint(left.loss, left.variable))}"
        return self.formula(left)

    def line(self, line: Line) -> Equality:
        level = self.entry.level(line.number) or "NOT CONFIRMED"
        formula, named, quiet = self.formula(line.shown), self.reasons(line.named), self.reasons(line.quiet)
        also = "also: " if line in self.entry.derivation.other_forms else ""
        return Equality(self.entry.address(line.number), formula, also + named, level, quiet)

    def reasons(self, reasons: Iterable[Reason]) -> str:
        """The reasons, those by one rule together."""
        by_rule: dict[str, list[Reason]] = {}
        for reason in reasons:
            by_rule.setdefault(reason.rule.name, []).append(reason)
        return "; ".join(self.rule(name, of_it) for name, of_it in by_rule.items())

    def rule(self, name: str, reasons: list[Reason]) -> str:
        remarks = list(dict.fromkeys(filter(None, map(self.remark, reasons))))
        conditions = [condition for reason in reasons for condition in reason.conditions]
        needs = f", needs {self.all(conditions)}" if conditions else ""
        link = " " if remarks and remarks[0].startswith("of ") else ": "
        said = " and ".join(filter(None, (", ".join(remarks[:-1]), *remarks[-1:])))
        return f"{name}{link if remarks else ''}{self.style.prose(said)}{needs}"

    def remark(self, reason: Reason) -> str:
        remark = reason.remark
        for letter, expression in reason.letters.items():
            remark = remark.replace(f"{{{letter}}}", self.inline(expression))
        return remark

    def all(self, relations: Iterable[Basic]) -> str:
        return ", ".join(dict.fromkeys(map(self.condition, relations)))

    def boundary(self, boundary: Boundary) -> str:
        view = boundary_view(boundary, self.entry.loss, self.inline, sort(self.entry))
        return f"{view.name} at {view.place}: {' '.join(map(self.said, view.said))}"

    def said(self, said: Said) -> str:
        """A sentence about a boundary, with the set that it ends in."""
        written = (said.formula, said.brief)[self.style.matrix]
        return f"{said.text} {self.style.inline(written)}." if written else said.text
