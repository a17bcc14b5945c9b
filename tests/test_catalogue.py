"""The catalogue finds scripts, checks them, and says what is wrong with a broken one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from derivations.catalogue import load_catalogue, the_catalogue
from derivations.catalogue.losses import load_entry
from derivations.errors import LossaryError
from derivations.language.functions import Named
from derivations.language.loss import ID_PATTERN
from derivations.language.shapes import base_of
from derivations.notation import unicode_text
from derivations.publish.boundaries import boundary_view

SCRIPT = '''"""Squared loss

The square of the error.
"""

from sympy import symbols

from derivations.language.domains import Real
from derivations.language.loss import Loss

p, t = symbols("p t")

loss = Loss(
    id="L222",
    expression=(p - t) ** 2,
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target")},
    source="a test",
)
'''


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    (tmp_path / "family").mkdir()
    (tmp_path / "family" / "__init__.py").write_text('"""A family\n\nOf tests.\n"""\n')
    (tmp_path / "family" / "half_squared.py").write_text(SCRIPT)
    return tmp_path


def test_one_file_is_enough(scripts: Path) -> None:
    (entry,) = load_catalogue(scripts).entries
    assert (entry.slug, entry.id, entry.title, entry.lead) == (
        "half-squared",
        "L222",
        "Squared loss",
        "The square of the error.",
    )
    assert (entry.family.slug, entry.family.title, entry.family.note) == ("family", "A family", "Of tests.")
    assert str(entry.derivation.gradient) == "2*(p - t)"
    assert entry.report.ok


def test_a_family_without_a_docstring_takes_the_name_of_its_folder(scripts: Path) -> None:
    (scripts / "family" / "__init__.py").unlink()
    assert load_catalogue(scripts).families[0].title == "Family"


@pytest.mark.parametrize(
    "name", ["half-squared", "half_squared", "HALF-SQUARED", "L222", "l222", "family/half-squared"]
)
def test_a_loss_answers_to_slug_id_and_path(scripts: Path, name: str) -> None:
    assert load_catalogue(scripts).find(name).id == "L222"


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(LossaryError, match=r"no loss is called 'hubber': did you mean huber"):
        load_catalogue().find("hubber")


@pytest.mark.parametrize(
    "change,message",
    [
        (("source=", "sauce="), r"half_squared\.py.*sauce"),
        (('    source="a test",\n', ""), r"half_squared\.py.*is missing .*'source'"),
        (("wrt=p", "wrt=q"), r"half_squared\.py, line 1\d: NameError: name 'q' is not defined: make it"),
        (("(p - t) ** 2", "(p - t) ^ 2"), "a power is written with"),
        (("wrt=p", "wrt=p, alias=[]"), r"Loss\(...\) has no field alias$"),
        (
            ("p, t = symbols", "import numpy.nothing\np, t = symbols"),
            "a script needs sympy and derivations.language only",
        ),
        (("Squared loss", "Squared $p - t loss"), r"line 1: after 'Squared': a \$ without another"),
        (('"target"', r'r"target $\frac{t$"'), "is not closed"),
        (('t: Real("target")', ""), r"half_squared\.py, line 1\d: the symbol t in expression has no domain"),
        (("loss = Loss", "squared = Loss"), r"half_squared\.py: the field loss is missing"),
        (("p, t = symbols", "p, t == symbols("), r"half_squared\.py, line \d+: "),
        (
            ("p, t = symbols", "def f(): pass\np, t = symbols"),
            r"line \d+: `def f\(\): ...` in a script, which may hold",
        ),
        (("p, t = symbols", "if True: pass\np, t = symbols"), r"line \d+: `if True: ...` in a script"),
        (("p, t = symbols", "for _ in (): pass\np, t = symbols"), r"line \d+: `for _ in \(\): ...` in a script"),
        (("p, t = symbols", "print()\np, t = symbols"), r"line \d+: `print\(\)` in a script"),
        (('"""Squared loss\n\nThe square of the error.\n"""', ""), r"no docstring: its first line is the title"),
    ],
)
def test_a_broken_script_is_named_with_the_cure(scripts: Path, change: tuple[str, str], message: str) -> None:
    path = scripts / "family" / "half_squared.py"
    before = path.read_text()
    path.write_text(before.replace(*change))
    assert path.read_text() != before
    with pytest.raises(LossaryError, match=message) as caught:
        load_catalogue(scripts)
    assert "\n" not in str(caught.value)


def test_an_expression_without_a_rule_names_script_and_cure(scripts: Path) -> None:
    path = scripts / "family" / "half_squared.py"
    text = (
        path.read_text()
        .replace("import symbols", "import besselj, symbols")
        .replace("(p - t) ** 2", "besselj(0, p - t)")
    )
    path.write_text(text)
    (entry,) = load_catalogue(scripts).entries
    with pytest.raises(LossaryError, match=r"half_squared\.py: no rule .*besselj.*rules\.py"):
        _ = entry.derivation


@pytest.mark.parametrize(
    "folder,name,text,field",
    [
        ("family", "other.py", SCRIPT, "id"),
        ("other", "half_squared.py", SCRIPT.replace("L222", "L333"), "slug"),
    ],
)
def test_ids_and_slugs_are_taken_once(scripts: Path, folder: str, name: str, text: str, field: str) -> None:
    (scripts / folder).mkdir(exist_ok=True)
    (scripts / folder / name).write_text(text)
    catalogue = load_catalogue(scripts)
    (broken,) = catalogue.broken
    assert re.search(rf"the {field} .* is taken by .*\.py: choose another", broken.error)
    assert [entry.id for entry in catalogue.entries] == ["L222"]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LossaryError, match="no such folder"):
        load_catalogue(tmp_path / "nowhere")


def test_a_fresh_id_is_new_and_well_formed() -> None:
    catalogue = the_catalogue()
    fresh = catalogue.fresh_id()
    assert re.fullmatch(ID_PATTERN, fresh)
    assert fresh not in {entry.id for entry in catalogue.entries}


def test_nothing_is_said_of_a_boundary_that_was_not_tested() -> None:
    entry = load_entry(the_catalogue().find("absolute").path)
    assert [boundary.kind for boundary in entry.boundaries] == ["kink"]
    entry.keep(replace(entry.report, untested=frozenset({0})), None)
    (boundary,) = entry.boundaries
    assert boundary.kind == "untested"
    assert (boundary.below, boundary.slopes, boundary.subdifferential) == (None, None, None)
    view = boundary_view(boundary, entry.loss)
    assert view.name == "Left open"
    assert "no point was found" in view.said[0].text


def test_no_loss_is_stated_as_one_of_its_own_names() -> None:
    assert [part.slug for part in the_catalogue().parts if isinstance(part.loss.expression, Named)] == []


def test_probabilities_of_a_target_add_up_to_1_at_every_point() -> None:
    """What one differentiates by moves entry by entry, and so may add up to something else."""
    for entry in the_catalogue().entries:
        variables = {base_of(part.loss.wrt) for part in entry.parts}
        for name, domain in entry.loss.symbols.items():
            if re.match(r"target (probabilities|for each class)", domain.meaning) and name not in variables:
                assert any(left.has(name) for left, _ in entry.loss.constraints), f"{entry.slug}: {name}"


def test_a_bracket_keeps_the_order_of_its_author() -> None:
    """Also of a relation that is turned round as it is printed: 1 - y s > 0 is y s < 1."""
    entry = the_catalogue().find("lovasz-hinge")
    assert "[y_k s_k < 1]" in unicode_text(entry.derivation.gradient, entry.derivation.order)
