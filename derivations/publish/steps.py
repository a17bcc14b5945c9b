"""Lines and steps as plain data: formula, address, and the reasons that stand beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sympy import Basic, Expr

from derivations.calculus.lines import Derivation, Line
from derivations.calculus.reasons import Reason
from derivations.calculus.trace import Step
from derivations.catalogue import Entry
from derivations.catalogue.data import for_every
from derivations.evidence import Level
from derivations.language.loss import Loss
from derivations.language.written import Order
from derivations.notation import plain_tex, put_in, tex, tidy_relation


@dataclass(frozen=True)
class ReasonView:
    """A rule by name, the anchor of its entry in the glossary, what it needs (TeX), and prose."""

    name: str
    anchor: str
    conditions: list[str]
    remark: str


@dataclass(frozen=True)
class ChainView:
    """A chain of equations: its left side, the case that it is for (or nothing), and its lines."""

    left: str
    case: str
    lines: list[LineView]


@dataclass(frozen=True)
class LineView:
    """A line of a derivation or of its full tree; its bookkeeping, its level, and how deep it stands in the tree.

    A line is `also` the gradient, if it is another form of what the card has.
    """

    address: str
    label: str
    tex: str
    reasons: list[ReasonView]
    quiet: list[ReasonView] = field(default_factory=list)
    level: Level | None = None
    depth: int = 0
    also: bool = False


def conditions(found: Iterable[Basic], loss: Loss | None = None) -> list[str]:
    """Relations as TeX, each once; those of a loss say for every value of which indices they are meant."""
    return list(dict.fromkeys(_condition(relation, loss) for relation in found))


def _condition(relation: Basic, loss: Loss | None) -> str:
    indices = [tex(index) for index in for_every([relation], loss)] if loss else []
    written = tex(tidy_relation(relation), Order(loss.written) if loss else None)
    return written + (rf"\text{{ for every }}{','.join(indices)}" if indices else "")


def line_view(line: Line, entry: Entry, level: Level | None = None) -> LineView:
    """A line of a derivation."""
    formula = tex(line.shown, entry.derivation.order)
    named, quiet = ([reason_view(reason, entry) for reason in part] for part in (line.named, line.quiet))
    also = line in entry.derivation.other_forms
    return LineView(entry.address(line.number), str(line.number), rf"=\;{formula}", named, quiet, level, also=also)


def reason_view(reason: Reason, entry: Entry) -> ReasonView:
    """A reason, its remark with the formulas that it speaks of, in the order in which the lines have them."""
    remark = remark_about(reason.remark, entry.derivation.order, **reason.letters)
    return ReasonView(reason.rule.name, reason.rule.anchor, conditions(reason.conditions, entry.loss), remark)


def remark_about(remark: str, order: Order | None = None, **letters: Basic | None) -> str:
    """The remark with {u} and {w} replaced by what they stand for."""
    said = {letter: f"${tex(expression, order)}$" for letter, expression in letters.items() if expression is not None}
    return put_in(remark, said)


def chain_views(entry: Entry) -> Iterator[ChainView]:
    """The chains of a derivation; the further forms of the gradient end the last of them."""
    derivation = entry.derivation
    *_, last = derivation.chains
    for chain in derivation.chains:
        lines = (*chain.lines, *derivation.other_forms) if chain is last else chain.lines
        case = "" if chain.condition is None else tex(tidy_relation(chain.condition))
        views = [line_view(line, entry, entry.level(line.number)) for line in lines]
        yield ChainView(tex(chain.left_shown, derivation.order), case, views)


def tree_views(entry: Entry) -> Iterator[LineView]:
    """Every step, addressed in the order of `Derivation.tree` and set in by its depth."""
    order, depths = entry.derivation.order, _depths(entry.derivation)
    for number, step in enumerate(entry.derivation.tree, start=1):
        formula = f"{tex(step.before, order)} = {tex(step.after, order)}"
        reason = ReasonView(step.rule.name, step.rule.anchor, conditions(step.conditions, entry.loss), "")
        name, depth = f"t{number}", depths[step.before, step.binders]
        yield LineView(entry.address(name), name, formula, [reason], level=entry.level(name), depth=depth)


def _depths(derivation: Derivation) -> dict[tuple[Basic, object], int]:
    """How deep in the tree each step stands where it first occurs."""
    depths: dict[tuple[Basic, object], int] = {}

    def visit(step: Step, depth: int) -> None:
        depths.setdefault((step.before, step.binders), depth)
        for child in step.children:
            visit(child, depth + 1)

    for chain in derivation.chains:
        visit(chain.root, 0)
    return depths


def aligned(derivation: Derivation) -> str:
    """The whole derivation as LaTeX, each chain from its left side on."""
    rows = []
    for chain in derivation.chains:
        rows += [f"{plain(chain.left, derivation)} &= {plain(chain.lines[0].shown, derivation)}"]
        rows += [f"  &= {plain(line.shown, derivation)}" for line in chain.lines[1:]]
    rows += [f"  &= {plain(line.shown, derivation)}" for line in derivation.other_forms]
    body = " \\\\\n".join(rows)
    return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"


def plain(expression: Expr, derivation: Derivation) -> str:
    """The expression as TeX without marks."""
    return plain_tex(tex(expression, derivation.order))
