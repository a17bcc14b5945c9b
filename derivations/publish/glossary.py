"""The glossary of rules, chapter by chapter: each rule as plain data, with its proof and the pages that use it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from markdown.extensions.toc import slugify
from sympy import Expr, preorder_traversal
from sympy.core.function import AppliedUndef

from derivations.calculus.rules import RULES, Rule
from derivations.catalogue import Catalogue, Entry
from derivations.errors import LossaryError
from derivations.notation import tex, tidy_relation, unicode_text
from derivations.publish.entries import page_url
from derivations.publish.sources import templates_folder
from derivations.publish.steps import conditions, remark_about

CHAPTERS = "chapters.md"  # in the folder of the templates
FEW = 4  # pages that are named at once; the others are folded

Link = tuple[str, str]  # a title, and an address from the root of the site


@dataclass(frozen=True)
class Chapter:
    """A chapter as it is written: the names of its rules, each with its proof, or nothing if a page derives it."""

    title: str
    note: str
    proofs: dict[str, str]


@dataclass(frozen=True)
class RuleView:
    """An entry of the glossary.

    Args:
        where: where its example holds.
        used_on: titles of pages, each with the first line there that names the rule.
    """

    name: str
    anchor: str
    statement: str
    conditions: list[str]
    condition: str
    remark: str
    proof: str
    example: str
    where: list[str]
    used_on: list[Link]
    derived_on: Link | None

    @property
    def used_first(self) -> list[Link]:
        return self.used_on[:FEW]

    @property
    def used_also(self) -> list[Link]:
        return self.used_on[FEW:]


@dataclass(frozen=True)
class ChapterView:
    """A chapter of the glossary."""

    slug: str
    title: str
    note: str
    rules: list[RuleView]


@dataclass(frozen=True)
class Use:
    """The first line of a page that names a rule."""

    rule: str
    title: str
    url: str


def glossary(catalogue: Catalogue, named: Iterable[Use]) -> list[ChapterView]:
    """All rules, in the order in which a student meets them.

    Args:
        catalogue: the losses, on whose pages some rules are derived.
        named: the lines of all pages that name a rule.

    Raises:
        LossaryError: a rule stands in no chapter, or a chapter names a rule that is none.
    """
    rules, used = {rule.name: rule for rule in RULES}, dict[str, list[Link]]()
    for use in named:
        used.setdefault(use.rule, []).append((use.title, use.url))
    chapters = chapters_in((templates_folder() / CHAPTERS).read_text(encoding="utf-8"))
    placed = {name for chapter in chapters for name in chapter.proofs}
    for name in sorted(rules.keys() ^ placed):
        lack = "stands in no chapter: add it, with its proof" if name in rules else "is no rule: take it out"
        msg = f"{templates_folder() / CHAPTERS}: {name!r} {lack}"
        raise LossaryError(msg)
    return [
        ChapterView(
            slugify(chapter.title, "-"),
            chapter.title,
            chapter.note,
            [rule_view(rules[name], proof, used.get(name, []), catalogue) for name, proof in chapter.proofs.items()],
        )
        for chapter in chapters
    ]


def chapters_in(text: str) -> list[Chapter]:
    """The chapters: each begins with ##, and each rule in it with ###."""
    found = []
    for chapter in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        head, *rules = re.split(r"^### ", chapter, flags=re.MULTILINE)
        title, note = _headed(head)
        found.append(Chapter(title, note, dict(map(_headed, rules))))
    return found


def _headed(text: str) -> tuple[str, str]:
    """A heading, and the text below it in one line."""
    heading, _, below = text.partition("\n")
    return heading.strip(), " ".join(below.split())


def rule_view(rule: Rule, proof: str, used_on: list[Link], catalogue: Catalogue) -> RuleView:
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
        proof=proof,
        used_on=used_on,
        derived_on=derived_on,
    )


def smooth(rule: Rule) -> str:
    """What every rule of differentiation asks of the functions that it is stated for."""
    if rule.wrt is None:
        return ""
    named = dict.fromkeys(node.func for node in preorder_traversal(rule.pattern) if isinstance(node, AppliedUndef))
    names = sorted(f"${tex(function)}$" for function in named if function.__name__ in ("f", "g", "f_i", "f_j"))
    at = f"differentiable at ${tex(rule.wrt)}$"
    return f"{' and '.join(names)} {'are' if len(names) > 1 else 'is'} {at}" if names else ""


def _equation(before: Expr, after: Expr) -> str:
    left, right = tex(before), tex(after)
    return "" if left == right else f"{left} = {right}"


@cache
def statements() -> dict[str, str]:
    """For every rule, by its anchor, what it says in a line of plain text; nothing, if words alone can say it."""
    return {rule.anchor: _statement(rule) for rule in RULES}


def _statement(rule: Rule) -> str:
    before, after = map(unicode_text, rule.statement)
    equation = "" if before == after else f"{before} = {after}"
    needs = " and ".join(unicode_text(tidy_relation(each)) for each in rule.conditions(rule.pattern, rule.wrt))
    return equation + (f", needs {needs}" if equation and needs and not rule.condition else "")


def uses(entry: Entry) -> Iterator[Use]:
    """The rules that the page of a loss names, each with the first line there that does."""
    first: dict[str, str] = {}
    for each in (each for part in entry.parts for each in (part, part.second) if each):
        for line in each.derivation.all_lines:
            for reason in line.reasons:
                first.setdefault(reason.rule.name, f"{page_url(entry)}#{each.address(line.number)}")
    yield from (Use(name, entry.title, url) for name, url in first.items())
