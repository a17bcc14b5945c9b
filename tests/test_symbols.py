"""The table of symbols of each page: one letter, one kind of thing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection

import pytest
from sympy import IndexedBase, KroneckerDelta, Symbol, symbols

from derivations.catalogue import Entry, the_catalogue
from derivations.catalogue.data import adjoints
from derivations.judge.answers import load_answers
from derivations.language import Real, positive_part, sigma
from derivations.publish.symbols import ARGUMENTS, SymbolRow, glyph, symbol_rows

CATALOGUE = the_catalogue()
OTHER_GLYPH = re.compile(r"\\epsilon|\\phi(?![a-z])")  # the page writes \varepsilon and \varphi


def rows_of(entry: Entry) -> list[SymbolRow]:
    derived = [each for part in entry.parts for each in (part, part.second) if each]
    shown = [line.expression for each in derived for line in each.derivation.all_lines]
    return symbol_rows(entry.loss.all_symbols, [entry.loss.expression, *shown])


def meanings(entry: Entry) -> list[str]:
    return [domain.meaning for domain in entry.loss.symbols.values()]


def letters_of(row: SymbolRow) -> set[str]:
    """The letters in the formulas of a row."""
    formulas = [row.tex, *re.findall(r"\$([^$]*)\$", row.meaning)]
    return {letter for formula in formulas for letter in re.findall(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])", formula)}


def test_the_letter_of_a_name() -> None:
    assert [glyph(tex) for tex in (r"\delta_{ij}", "o_k", "m_x", r"\sigma", r"\max(0,u)", r"\operatorname{sg}(u)")] == [
        r"\delta", "o", "m", r"\sigma", r"\max(0,u)", r"\operatorname{sg}(u)"
    ]  # fmt: skip


def mixed(rows: Collection[SymbolRow]) -> set[str]:
    """The names whose letter stands for things of several kinds: the meanings do not begin with the same word."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        kinds[glyph(row.tex)].add(row.meaning.split()[0])
    return {row.tex for row in rows if len(kinds[glyph(row.tex)]) > 1}


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.slug)
def test_a_letter_stands_for_one_kind_of_thing(entry: Entry) -> None:
    rows = rows_of(entry)
    assert not mixed(rows) - set(FAMILIES.get(entry.slug, ()))
    assert max(Counter(row.tex for row in rows).values()) == 1


# A name with an index may stand beside its array, if the page says what it is: Rashid's o_k among the outputs o_j.
FAMILIES = {"sigmoid-node": ("o", "o_k")}


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.slug)
def test_the_argument_of_a_function_has_a_letter_of_its_own(entry: Entry) -> None:
    rows = rows_of(entry)
    own = {glyph(row.tex) for row in rows[: len(entry.loss.all_symbols)]}
    for row in rows[len(entry.loss.all_symbols) :]:
        assert not letters_of(row) & own & set(ARGUMENTS), row


def test_letters_are_changed_only_where_they_clash() -> None:
    u, z = symbols("u z")
    shown = [positive_part(z), sigma(z)]
    kept = symbol_rows({Symbol("t"): Real("target")}, shown)
    assert [row.tex for row in kept] == ["t", r"\sigma", r"\max(0,u)"]
    _, _, logistic, part = symbol_rows({u: Real("one"), z: Real("other")}, shown)
    assert part.tex == r"\max(0,s)"
    assert part.meaning == "$s$ where it is positive, else $0$"
    assert logistic.meaning == r"sigmoid, $\sigma(q)=1/(1+e^{-q})$"


def test_a_clash_is_seen() -> None:
    delta = IndexedBase("delta")
    rows = symbol_rows({delta: Real("error of a layer", shape=(symbols("n"),))}, [KroneckerDelta(*symbols("i j"))])
    assert [glyph(row.tex) for row in rows] == [r"\delta", r"\delta"]
    assert mixed(rows) == {row.tex for row in rows}


def test_names_of_one_kind_may_share_a_letter() -> None:
    w, l = symbols("r_w r_l")
    rows = symbol_rows({w: Real("reward of the chosen answer"), l: Real("reward of the rejected answer")}, [])
    assert not mixed(rows)
    assert mixed([*rows, SymbolRow("r_t", "ratio of two probabilities", "")]) == {"r_w", "r_l", "r_t"}


def test_a_letter_has_one_form_in_formulas_and_in_prose() -> None:
    texts = {
        part.slug: [d.meaning for d in part.loss.symbols.values()] + [part.lead, part.loss.why]
        for part in CATALOGUE.parts
    }
    texts |= {asked.slug: [asked.lead, *(s.text for s in asked.answer.sections)] for asked in load_answers(CATALOGUE)}
    assert {slug for slug, said in texts.items() if any(map(OTHER_GLYPH.search, said))} == set()


@pytest.mark.parametrize("entry", [part for part in CATALOGUE.parts if part.loss.adjoints], ids=lambda part: part.slug)
def test_an_adjoint_is_no_kronecker_delta(entry: Entry) -> None:
    assert adjoints(entry.derivation)
    assert not {glyph(str(base.label)) for base in entry.loss.adjoints.values()} & {"delta"}


@pytest.mark.parametrize(
    "slug, name, domain",
    [("deep-network", "a", r"$\mathbb{R}^{(L + 1)\times n}$"), ("deep-network", "t", r"$\mathbb{R}^{n}$")],
)
def test_an_array_that_begins_with_row_0_has_one_row_more(slug: str, name: str, domain: str) -> None:
    rows = rows_of(CATALOGUE.find(slug))
    assert {row.tex: row.domain for row in rows}[name] == domain
