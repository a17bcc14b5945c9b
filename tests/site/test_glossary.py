"""The glossary of rules: every rule in one chapter, with a reason, and the pages that use it."""

from __future__ import annotations

import re
from functools import cache

import pytest

from derivations.calculus.rules import RULES
from derivations.catalogue import the_catalogue
from derivations.errors import LossaryError
from derivations.publish import glossary as module
from derivations.publish.glossary import chapters_in, glossary, uses
from derivations.publish.mathml import replace_formulas
from derivations.publish.sources import templates_folder

WHOLE = the_catalogue()


@cache
def every_use() -> tuple[module.Use, ...]:
    """Of all rules on all pages, for which every loss is derived: when a test asks, not when tests are collected."""
    return tuple(use for entry in WHOLE.entries for use in uses(entry))


@cache
def views() -> tuple[module.RuleView, ...]:
    return tuple(rule for chapter in glossary(WHOLE, every_use()) for rule in chapter.rules)


def test_the_chain_rule_comes_first() -> None:
    assert views()[0].anchor == "chain-rule"


def test_every_rule_stands_in_one_chapter() -> None:
    assert sorted(view.name for view in views()) == sorted(rule.name for rule in RULES)


@pytest.mark.parametrize("name", sorted(rule.name for rule in RULES))
def test_a_rule_has_a_proof_or_a_page_that_derives_it(name: str) -> None:
    (view,) = (view for view in views() if view.name == name)
    assert bool(view.proof) != bool(view.derived_on)
    assert "$" not in replace_formulas(view.proof)
    assert view.proof == "" or view.proof.endswith(".")
    assert not re.search(r"\{[uw]\}", view.remark)


def test_pages_are_named_by_their_titles_each_once() -> None:
    (chain,) = (view for view in views() if view.anchor == "chain-rule")
    titles = [title for title, _ in chain.used_on]
    assert len(titles) == len(set(titles)) > 20
    assert ("Absolute loss of a model", "losses/regression/absolute-of-a-model.html#L4K7.1") in chain.used_on
    assert chain.used_first + chain.used_also == chain.used_on


@pytest.mark.parametrize(
    "line, said", [("### Product", "'Product' stands in no chapter"), ("", "'Produkt' is no rule")]
)
def test_a_rule_that_has_no_place_is_named(
    line: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("templates")
    text = (templates_folder() / module.CHAPTERS).read_text(encoding="utf-8")
    changed = text.replace(f"{line}\n", "", 1) if line else f"{text}\n### Produkt\n\nWrong.\n"
    (folder / module.CHAPTERS).write_text(changed, encoding="utf-8")
    monkeypatch.setattr(module, "templates_folder", lambda: folder)
    with pytest.raises(LossaryError, match=said):
        glossary(WHOLE, every_use())


def test_chapters_are_read_from_markdown() -> None:
    (chapter,) = chapters_in("What it is.\n\n## One\n\nA note.\n\n### First\n\nIt\nis.\n\n### Second\n")
    assert (chapter.title, chapter.note, chapter.proofs) == ("One", "A note.", {"First": "It is.", "Second": ""})
