"""The glossary of rules: each rule as plain data, and the lines that name it."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, preorder_traversal
from sympy.core.function import AppliedUndef

from derivations.calculus.rules import Rule
from derivations.catalogue import Catalogue
from derivations.notation import tex
from derivations.publish.entries import page_url
from derivations.publish.steps import conditions, remark_about


@dataclass(frozen=True)
class RuleView:
    """An entry of the glossary of rules; `where` is where its example holds."""

    name: str
    anchor: str
    statement: str
    conditions: list[str]
    condition: str
    remark: str
    example: str
    where: list[str]
    used_in: list[tuple[str, str]]
    derived_on: tuple[str, str] | None


def rule_view(rule: Rule, used_in: list[tuple[str, str]], catalogue: Catalogue) -> RuleView:
    """A rule: its statement is the rule itself, applied to its general case; and the page on which it is derived."""
    needs = [] if rule.condition else conditions(rule.conditions(rule.pattern, rule.wrt))
    is_of_a_line = rule.wrt is None and "{" in rule.remark  # it speaks of what stands beside it
    remark = "" if is_of_a_line else remark_about(rule.remark, u=rule.pattern, w=rule.wrt)
    statement, example = _equation(*rule.statement), _equation(*rule.exemplified)
    where = conditions(rule.conditions(rule.example, rule.wrt))
    page = next((entry for entry in catalogue.entries if entry.slug == rule.derived_on), None)
    derived_on = (page.title, page_url(page)) if page else None
    said = "; ".join(filter(None, (smooth(rule), rule.condition)))
    return RuleView(
        name=rule.name,
        anchor=rule.anchor,
        statement=statement,
        conditions=needs,
        condition=said,
        remark="" if remark == rule.condition else remark,
        example="" if example == statement else example,
        where=where,
        used_in=used_in,
        derived_on=derived_on,
    )


def smooth(rule: Rule) -> str:
    """What every rule of differentiation asks of the functions that it is stated for."""
    if rule.wrt is None:
        return ""
    named = dict.fromkeys(node.func for node in preorder_traversal(rule.pattern) if isinstance(node, AppliedUndef))
    names = sorted(f"${tex(function)}$" for function in named if function.__name__ in ("f", "g", "f_i"))
    at = f"differentiable at ${tex(rule.wrt)}$"
    return f"{' and '.join(names)} {'are' if len(names) > 1 else 'is'} {at}" if names else ""


def _equation(before: Expr, after: Expr) -> str:
    left, right = tex(before), tex(after)
    return "" if left == right else f"{left} = {right}"


def uses(catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """For every rule, by name, the lines that name it: address and URL."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entry in (each for part in catalogue.parts for each in (part, part.second) if each):
        for line in entry.derivation.all_lines:
            address = f"{entry.id}.{line.number}"
            for name in dict.fromkeys(reason.rule.name for reason in line.reasons):
                found.setdefault(name, []).append((address, f"{page_url(entry.page)}#{address}"))
    return found
