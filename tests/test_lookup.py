"""One loss is looked up without the others: what is found so is what is found among all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from derivations.catalogue import SCRIPTS, load_catalogue, the_catalogue
from derivations.catalogue.catalogue import OwnCatalogue, scripts_below
from derivations.catalogue.lookup import scripts_of_symbols, scripts_that_name
from derivations.catalogue.naming import by_name
from derivations.errors import LossaryError

MINIMAL = 'from x import y\n\nloss = Loss(id="L222", symbols={symbols}{more})\n'


def test_every_name_leads_to_its_script_alone() -> None:
    for name, entry in by_name(the_catalogue().entries).items():
        assert list(scripts_that_name({name}, [entry.path])), name


@pytest.mark.parametrize("name", ["huber", "L5W8", "MAE", "robust/huber", "L8TC", "rashid-network.v", "huber.second"])
def test_what_is_found_alone_is_what_is_found_among_all(name: str) -> None:
    alone, among_all = OwnCatalogue(SCRIPTS).named(name), the_catalogue().find(name)
    assert alone is not None
    assert (alone.path, alone.id, alone.slug) == (among_all.path, among_all.id, among_all.slug)


def test_one_that_was_read_alone_is_the_same_object_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    few = [path for path in scripts_below(SCRIPTS) if path.parent.name == "regression"]
    monkeypatch.setattr("derivations.catalogue.catalogue.scripts_below", lambda _: few)
    own = OwnCatalogue(SCRIPTS)
    alone = own.named("squared")
    assert alone is not None
    assert not own.left_out
    assert alone in own.entries
    assert own.named("squared") is alone


def test_losses_of_so_many_symbols_are_those_among_all() -> None:
    whole = load_catalogue()
    assert [e.id for e in OwnCatalogue(SCRIPTS).of_symbols(2)] == [e.id for e in whole.of_symbols(2)]


@pytest.mark.parametrize(
    "text, may_be",
    [
        (MINIMAL.format(symbols="{p: Real(), t: Real()}", more=""), True),
        (MINIMAL.format(symbols="{p: Real()}", more=""), False),
        (MINIMAL.format(symbols="{p: Real(), **others}", more=""), True),
        (MINIMAL.format(symbols="known", more=""), True),
        ("loss = built()\n", True),
        ("loss = (\n", True),
    ],
)
def test_what_cannot_be_told_from_the_text_is_read(tmp_path: Path, text: str, may_be: bool) -> None:  # noqa: FBT001
    path = tmp_path / "one.py"
    path.write_text(text)
    assert bool(list(scripts_of_symbols(2, [path]))) is may_be


def test_a_script_that_is_no_python_is_found_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "robust" / "my_loss.py"
    path.parent.mkdir()
    path.write_text("my loss = (\n")
    assert list(scripts_that_name({"my-loss"}, [path])) == [path]
    assert list(scripts_that_name({"robust/my-loss"}, [path])) == [path]
    assert list(scripts_that_name({"loss"}, [path])) == []


@pytest.mark.parametrize("formula", ["(p-t)^2", "w", "sigma(z) - t", "", "a.b.c", "L1 + L2"])
def test_a_formula_has_the_name_of_no_loss(formula: str) -> None:
    own = OwnCatalogue(SCRIPTS)
    assert own.named(formula) is None
    assert not own.left_out


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A folder of some of our scripts, as somebody has it who writes one among them."""
    for name in ("__init__", "absolute", "half_squared", "log_cosh"):
        shutil.copy(next(SCRIPTS.glob(f"*/{name}.py")), tmp_path / f"{name}.py")
    family = tmp_path / "losses" / "regression"
    family.mkdir(parents=True)
    for path in tmp_path.glob("*.py"):
        shutil.move(path, family)
    return family


def changed(family: Path, new: str, *pairs: tuple[str, str]) -> None:
    """A script made from that of half the square, as one makes one's first."""
    text = (family / "half_squared.py").read_text()
    for old, put in pairs:
        assert old in text
        text = text.replace(old, put)
    (family / new).write_text(text)


ID = ('"L2N5"', '"L222"')


@pytest.mark.parametrize(
    "pairs, asked, error",
    [
        ([], "my_loss", "the id L2N5 is taken by .*half_squared.py"),
        (
            [ID, ("    used_for=", '    aliases=["MAE"],\n    used_for=')],
            "my-loss",
            "'MAE' is what .*absolute.py is called",
        ),
        ([ID, ("    used_for=", '    see_instead=[("none", "x")],\n    used_for=')], "L222", "no loss is called"),
    ],
)
def test_a_name_of_two_scripts_is_told_as_among_all(
    few: Path,
    pairs: list[tuple[str, str]],
    asked: str,
    error: str,
) -> None:
    changed(few, "my_loss.py", *pairs)
    with pytest.raises(LossaryError, match=error):
        OwnCatalogue(few.parent).find(asked)
    assert OwnCatalogue(few.parent).find("MAE").slug == "absolute"
    assert OwnCatalogue(few.parent).find("L2N5").slug == "half-squared"


def test_a_script_that_is_no_text_spoils_no_other(few: Path) -> None:
    (few / "a.py").write_bytes(b'"""\xe9t\xe9"""\n')
    (few / "b.py").mkdir()
    own = OwnCatalogue(few.parent)
    assert own.find("MAE").slug == "absolute"
    assert [entry.slug for entry in own.of_symbols(2)] == ["absolute", "half-squared"]


def test_a_name_of_dots_alone_is_no_name(few: Path) -> None:
    with pytest.raises(LossaryError, match="no loss is called"):
        OwnCatalogue(few.parent).find("." * 3000)
