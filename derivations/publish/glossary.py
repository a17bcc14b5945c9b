"""The glossary of rules: each rule as plain data, and the lines that name it."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr

from derivations.calculus.rules import Rule
from derivations.catalogue import Catalogue
from derivations.notation import tex
from derivations.publish.entries import page_url
from derivations.publish.steps import conditions, remark_about


@dataclass(frozen=True)
class RuleView:
    """An entry of the glossary of rules."""

    name: str
    anchor: str
    statement: str
    conditions: list[str]
    condition: str
    remark: str
    example: str
    used_in: list[tuple[str, str]]
    derived_on: tuple[str, str] | None


def rule_view(rule: Rule, used_in: list[tuple[str, str]], catalogue: Catalogue) -> RuleView:
    """A rule: its statement is the rule itself, applied to its general case; and the page on which it is derived."""
    needs = conditions(rule.conditions(rule.pattern, rule.wrt))
    remark = remark_about(rule.remark, u=rule.pattern, w=rule.wrt)
    statement, example = _equation(rule, rule.pattern), _equation(rule, rule.example)
    page = next((entry for entry in catalogue.entries if entry.slug == rule.derived_on), None)
    derived_on = (page.title, page_url(page)) if page else None
    return RuleView(rule.name, rule.anchor, statement, needs, rule.condition, remark, example, used_in, derived_on)


def _equation(rule: Rule, u: Expr) -> str:
    before, after = tex(rule.before(u)), tex(rule.after(u, rule.wrt))
    return "" if before == after else f"{before} = {after}"


def uses(catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """For every rule, by name, the lines that name it: address and URL."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entry in (each for part in catalogue.parts for each in (part, part.second) if each):
        for line in entry.derivation.all_lines:
            address = f"{entry.id}.{line.number}"
            for name in dict.fromkeys(reason.rule.name for reason in line.reasons):
                found.setdefault(name, []).append((address, f"{page_url(entry.page)}#{address}"))
    return found
