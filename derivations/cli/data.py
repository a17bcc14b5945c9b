"""A loss as plain data, for ``list --json`` and ``show --format json``. Every expression is SymPy text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import Basic, preorder_traversal

from derivations.calculus.kinks import Boundary
from derivations.calculus.lines import Chain, Derivation, Line
from derivations.calculus.trace import Step
from derivations.catalogue import Entry
from derivations.domains import Domain, Index
from derivations.evidence import Refutation, describe
from derivations.functions import Named
from derivations.loss import Loss
from derivations.notation import sympy_text, tidy_relation, unicode_prose, unicode_text


def summary(entry: Entry) -> dict[str, Any]:
    """An item of the list."""
    loss = entry.loss
    return {
        "id": entry.id,
        "slug": entry.slug,
        "family": entry.family.slug,
        "title": entry.title,
        "loss": sympy_text(loss.expression),
        "definitions": {sympy_text(name): sympy_text(value) for name, value in definitions(loss)},
        "wrt": sympy_text(loss.wrt),
        "gradient": sympy_text(entry.derivation.gradient),
        "conditions": relations(entry.derivation.conditions),
        "symbols": {sympy_text(symbol): domain_name(domain) for symbol, domain in loss.symbols.items()},
    }


def full(entry: Entry) -> dict[str, Any]:
    """All that is known of a loss."""
    loss, derivation = entry.loss, entry.derivation
    return {
        **summary(entry),
        "lead": unicode_prose(" ".join(entry.lead.split())),
        "meanings": {sympy_text(symbol): unicode_prose(domain.meaning) for symbol, domain in loss.symbols.items()},
        "lines": [item for chain, lines in chains(derivation) for item in _lines(entry, chain, lines)],
        "tree": [_step(f"{entry.id}.t{number}", step) for number, step in enumerate(derivation.tree, start=1)],
        "boundaries": [_boundary(boundary) for boundary in derivation.boundaries],
        "mistakes": [_mistake(refutation) for refutation in entry.report.refutations],
        "evidence": evidence(entry),
        "source": list(loss.source),
    }


def definitions(loss: Loss) -> list[tuple[Basic, Basic]]:
    """The named intermediates: those that the script lists, then those that it names inside the loss."""
    listed = [(definition.name, definition.value) for definition in loss.definitions]
    bases = {definition.base for definition in loss.definitions}
    named = dict.fromkeys(node for node in preorder_traversal(loss.expression) if isinstance(node, Named))
    inside = [(node.name, node.definition) for node in named if getattr(node.name, "base", node.name) not in bases]
    return listed + inside


def relations(found: Iterable[Basic]) -> list[str]:
    """Conditions as text, each once."""
    return list(dict.fromkeys(sympy_text(tidy_relation(relation)) for relation in found))


def domain_name(domain: Domain) -> str:
    """The domain of a symbol: real, (0,1), real[n, K], index 1..n."""
    if isinstance(domain, Index):
        return f"index 1..{sympy_text(domain.last)}"
    shape = ", ".join(map(sympy_text, domain.shape))
    return f"{domain.name}[{shape}]" if shape else domain.name


def evidence(entry: Entry) -> dict[str, Any]:
    """The figures of the run."""
    report = entry.report
    return {
        "ok": report.ok,
        "lines": report.equations,
        "points": report.points,
        "digits": report.digits,
        "mistakes_refused": len(report.refutations),
        "mutants_refused": report.mutants,
        "failures": [str(failure) for failure in report.failures],
    }


def remark(text: str, **letters: Any) -> str:
    """A remark for the terminal, {u} and {w} replaced by what they stand for."""
    for letter, expression in letters.items():
        text = text if expression is None else text.replace(f"{{{letter}}}", unicode_text(expression))
    return unicode_prose(text)


def chains(derivation: Derivation) -> list[tuple[Chain, tuple[Line, ...]]]:
    """The chains of equations with their lines; the gradient's own comes last, and goes on in its other forms."""
    *earlier, last = derivation.chains
    return [*((chain, chain.lines) for chain in earlier), (last, last.lines + derivation.other_forms)]


def _lines(entry: Entry, chain: Chain, lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    case = None if chain.condition is None else sympy_text(chain.condition)
    above = [chain.left, *(line.expression for line in lines)]
    return [_line(entry, line, before) | {"case": case} for line, before in zip(lines, above, strict=False)]


def _line(entry: Entry, line: Line, before: Basic) -> dict[str, Any]:
    remarks = [remark(reason.remark, u=reason.subject, w=reason.wrt) for reason in line.reasons if reason.remark]
    return {
        "address": f"{entry.id}.{line.number}",
        "rule": list(dict.fromkeys(reason.rule.name for reason in line.reasons)),
        "before": sympy_text(before),
        "after": sympy_text(line.expression),
        "conditions": relations(line.conditions),
        "remark": "; ".join(dict.fromkeys(remarks)),
    }


def _step(address: str, step: Step) -> dict[str, Any]:
    return {
        "address": address,
        "rule": step.rule.name,
        "before": sympy_text(step.before),
        "after": sympy_text(step.after),
        "conditions": relations(step.conditions),
    }


def _mistake(refutation: Refutation) -> dict[str, Any]:
    return {
        "claim": sympy_text(refutation.claim),
        "why": unicode_prose(refutation.why),
        "point": {sympy_text(name): str(number) for name, number in describe(refutation.point)},
        "claimed": str(refutation.claimed),
        "true": str(refutation.true),
    }


def _boundary(boundary: Boundary) -> dict[str, Any]:
    def pair(ends: tuple[Basic, Basic] | None) -> list[str] | None:
        return [sympy_text(end) for end in ends] if ends else None

    return {
        "kind": boundary.kind,
        "where": sympy_text(tidy_relation(boundary.where)),
        "variable": sympy_text(boundary.variable),
        "slopes": pair((boundary.below, boundary.above) if boundary.below is not None else None),
        "slopes_in_wrt": pair(boundary.slopes),
        "subdifferential": pair(boundary.subdifferential),
    }
