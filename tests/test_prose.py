"""The words of scripts, templates and messages: phrases that a student would have to guess at."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from derivations.calculus.rules import RULES
from derivations.catalogue import the_catalogue
from derivations.judge.answers import load_answers
from derivations.language.domains import Index

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "derivations"
CATALOGUE = the_catalogue()
ANSWERS = load_answers(CATALOGUE)
MADE_BY = {"judge", "publish", "cli", "matrix"}  # rooms whose sentences a reader sees

# What to write instead stands beside each.
BANNED = {
    r"\b(slope|slopes|gradient|derivative) in (a|an|the|its|one|\$\w)": "with respect to",
    r"\b(slope|gradient|derivative|differentiated) by (a|an|the|its|\$\w)": "with respect to",
    r"[Bb]y the whole of": "with respect to all of",
    r"\bone a row\b|\b\w+ a row\"": "one per row",
    r", less (the|that|1)\b|\bnumbers?, less\b": "minus",
    r"\bas its argument is\b(?! negative)": "as its argument is negative, zero or positive",
    r"called by (its|their) name": "back to the short name",
    r"taken for a constant": "treated as a constant",
    r"\bpoints? (away from|towards|uphill|downhill)\b": "the judge says directions, not a hand",
    r"\bthe same minimum\b|\bmoves? (the|no) minimum\b": "the same minimiser",
    r"\bbelong into\b": "belong in",
    r"\bmother of all\b": "say what it is",
    r"\b[Ww]ho (takes|applies)\b|[.:] Who (?![^.]*\?)": "If you take",
}
EXCUSED = {  # a phrase that is right where it stands
    "Does half the loss have the same minimum?",
    "What is left points from the positive example to the negative one.",
}
ALLOWED = "|".join(map(re.escape, EXCUSED))


def texts_of_scripts() -> Iterator[tuple[str, str]]:
    """Every string of every script, docstrings included."""
    for path in sorted((PACKAGE / "losses").rglob("*.py")) + sorted((PACKAGE / "questions").glob("*.py")):
        yield from strings_in(path)


def strings_in(path: Path) -> Iterator[tuple[str, str]]:
    """Every string of a module but its comments; of an f-string the parts between the braces."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield f"{path.relative_to(ROOT)}:{node.lineno}", " ".join(node.value.split())


def texts_of_rooms() -> Iterator[tuple[str, str]]:
    """What the rooms say that write sentences: strings with a blank that are no docstrings."""
    for room in sorted(MADE_BY):
        for path in sorted((PACKAGE / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            kinds = ast.Module | ast.ClassDef | ast.FunctionDef
            own = {ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, kinds)}
            docstrings = {" ".join(text.split()) for text in own if text}
            yield from ((where, text) for where, text in strings_in(path) if text not in docstrings)


def texts_of_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.md")):
        without = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        yield from ((f"{path.relative_to(ROOT)}:{n}", line) for n, line in enumerate(without.splitlines(), start=1))


def texts_of_rules() -> Iterator[tuple[str, str]]:
    for rule in RULES:
        yield from ((rule.name, text) for text in (rule.remark, rule.condition) if text)


def banned_in(texts: Iterable[tuple[str, str]]) -> list[str]:
    return [
        f"{where}: {hit[0]!r}: write {cure!r}"
        for where, text in texts
        for phrase, cure in BANNED.items()
        for hit in re.finditer(phrase, re.sub(ALLOWED, "", text))
    ]


@pytest.mark.parametrize("texts", [texts_of_scripts, texts_of_rooms, texts_of_templates, texts_of_rules])
def test_no_text_says_what_a_student_must_guess_at(texts: object) -> None:
    assert banned_in(texts()) == []  # type: ignore[operator]


def test_no_command_of_tex_has_two_backslashes() -> None:
    """As where a text was made raw, and kept what stood there before: `\\log` is a new line, and then the letters."""
    assert [where for where, text in texts_of_scripts() if re.search(r"\\\\[A-Za-z]", text)] == []


@pytest.mark.parametrize(
    "text",
    ["the slope in the weight", "differentiated by the whole", "data, one a row", "x, less the mean",
     "the sign is turned: this points away from the label", "it moves the minimum", "-1, 0 or 1, as its argument is",
     "Too early. Who first sets it gets 0."],
)  # fmt: skip
def test_the_phrases_are_found_where_they_stand(text: str) -> None:
    assert banned_in([("here", text)])


def test_an_excuse_is_needed() -> None:
    everything = " ".join(text for texts in (texts_of_scripts, texts_of_rooms) for _, text in texts())
    assert [excuse for excuse in EXCUSED if excuse not in everything] == []


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.slug)
def test_an_index_says_of_what_it_is_one(entry: object) -> None:
    loss = entry.loss  # type: ignore[attr-defined]
    for symbol, domain in loss.all_symbols.items():
        if isinstance(domain, Index):
            assert re.match(r"index of |(the|a) ", domain.meaning), (symbol, domain.meaning)


@pytest.mark.parametrize("asked", ANSWERS, ids=lambda asked: asked.slug)
def test_an_answer_has_plain_words_and_ends_its_sentences(asked: object) -> None:
    answer = asked.answer  # type: ignore[attr-defined]
    assert asked.title.endswith("?")  # type: ignore[attr-defined]
    assert "^" not in asked.title + answer.short  # type: ignore[attr-defined]  (titles are no formulas)
    for section in answer.sections:
        assert section.text.rstrip().endswith((".", "$\\square$"))
    for paragraph in asked.lead.split("\n\n"):  # type: ignore[attr-defined]
        assert paragraph.count("$") % 2 == 0
        assert "\n" not in paragraph
