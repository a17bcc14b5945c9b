"""What a loss answers to: other names lead to it and belong to it alone, and hints to other losses lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivations.catalogue import Catalogue, Entry, load_catalogue, the_catalogue
from derivations.errors import LossaryError
from derivations.judge.answers import load_answers
from derivations.publish.live import Scripts

SCRIPT = '''"""Squared loss"""

from sympy import symbols

from derivations.language import Loss, Real

p, t = symbols("p t")

loss = Loss(
    id="{}",
    expression=(p - t) ** 2,
    wrt=p,
    symbols={{p: Real("prediction"), t: Real("target")}},
    source="a test",
    {}
)
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "family").mkdir()
    return tmp_path


def add(folder: Path, name: str, loss_id: str, fields: str = "") -> None:
    (folder / "family" / f"{name}.py").write_text(SCRIPT.format(loss_id, fields))


def broken(folder: Path) -> dict[str, str]:
    """What is wrong with the scripts that are left out."""
    return {script.slug: script.error for script in load_catalogue(folder).broken}


# -- other names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["MAE", "mae", " Mae ", "nn.L1Loss", "L1Loss", "torch.nn.L1Loss", "L1 loss", "l1-loss", "L1_loss"]
)
def test_a_loss_answers_to_its_other_names(folder: Path, name: str) -> None:
    add(folder, "absolute", "L222", 'aliases=["MAE", "nn.L1Loss", "L1 loss"],')
    assert load_catalogue(folder).find(name).slug == "absolute"


def test_every_loss_answers_to_all_its_names_and_to_no_other() -> None:
    catalogue = the_catalogue()
    assert catalogue.broken == ()
    for entry in catalogue.entries:
        for name in (entry.slug, entry.id, entry.id.lower(), f"{entry.family.slug}/{entry.slug}", *entry.loss.aliases):
            assert catalogue.find(name) is entry


def test_no_other_name_is_that_of_a_question() -> None:
    names = {asked.slug for asked in load_answers(the_catalogue())}
    assert not names & {alias.lower() for entry in the_catalogue().entries for alias in entry.loss.aliases}


@pytest.mark.parametrize(
    "name, message",
    [
        ("hubber", r"no loss is called 'hubber': did you mean huber\?"),
        ("lovasz", r"did you mean lovasz-hinge, lovasz-softmax"),
        ("L4K", r"did you mean L4K7 \(absolute-of-a-model\), "),
        ("L4K77", r"did you mean L4K7 \(absolute-of-a-model\)\?"),
        ("MEA", r"did you mean .*absolute \(MAE\)"),
        ("nn.L1Los", r"did you mean .*absolute \(nn\.L1Loss\)"),
        ("nothing of the kind", r"`lossary list` shows all"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, message: str) -> None:
    with pytest.raises(LossaryError, match=message):
        the_catalogue().find(name)


def test_a_loss_is_suggested_once(folder: Path) -> None:
    add(folder, "absolute", "L222", 'aliases=["absolute error", "absolute errors"],')
    with pytest.raises(LossaryError) as caught:
        load_catalogue(folder).find("absolute erro")
    assert str(caught.value).count("absolute (") == 1


@pytest.mark.parametrize("alias", ["MAE", "mae", "nn.MAE"])
def test_two_losses_cannot_share_a_name(folder: Path, alias: str) -> None:
    add(folder, "a", "L222", 'aliases=["MAE"],')
    add(folder, "b", "L333", f'aliases=["{alias}"],')
    (error,) = broken(folder).values()
    assert f"b.py: aliases: '{alias}' is what " in error
    assert "a.py is called: only one of the two may have the name" in error
    assert "\n" not in error
    assert load_catalogue(folder).find("MAE").slug == "a"


@pytest.mark.parametrize("place", ["a", "zz"])
@pytest.mark.parametrize("alias", ["z_loss", "Z loss", "nn.Z-loss"])
def test_a_name_cannot_be_the_slug_of_another(folder: Path, place: str, alias: str) -> None:
    """The script that takes the name is at fault, wherever it stands in the order of reading."""
    add(folder, place, "L222", f'aliases=["{alias}"],')
    add(folder, "z_loss", "L333")
    ((slug, error),) = broken(folder).items()
    assert slug == place
    assert f"aliases: '{alias}' is what " in error
    assert "z_loss.py is called" in error
    assert [entry.slug for entry in load_catalogue(folder).entries] == ["z-loss"]


def test_a_name_that_the_loss_has_already_is_refused(folder: Path) -> None:
    add(folder, "absolute", "L222", 'aliases=["Absolute"],')
    with pytest.raises(LossaryError, match=r"absolute\.py: aliases: 'Absolute' is the slug of the loss itself: leave"):
        load_catalogue(folder)


def test_a_clash_harms_one_script_alone(folder: Path) -> None:
    """The names of a script that is left out are free."""
    add(folder, "a", "L222", 'aliases=["MAE"],')
    add(folder, "b", "L333", 'aliases=["MAE", "L1"],')
    add(folder, "c", "L444", 'aliases=["L1"],')
    assert list(broken(folder)) == ["b"]
    assert load_catalogue(folder).find("L1").slug == "c"
    with pytest.raises(LossaryError, match=r"b\.py: aliases"):
        load_catalogue(folder).find("b")


# -- hints to other losses ---------------------------------------------------------------------------------------------


def hints(catalogue: Catalogue, name: str) -> list[tuple[Entry, str]]:
    return list(catalogue.instead(catalogue.find(name)))


@pytest.mark.parametrize("name", ["b", "B", "L333", "l333", "family/b"])
def test_a_hint_leads_to_another_loss(folder: Path, name: str) -> None:
    add(folder, "a", "L222", f'see_instead=[("{name}", "is smooth")],')
    add(folder, "b", "L333")
    catalogue = load_catalogue(folder)
    assert catalogue.broken == ()
    assert hints(catalogue, "a") == [(catalogue.find("b"), "is smooth")]
    assert hints(catalogue, "b") == []


@pytest.mark.parametrize(
    "name, message",
    [
        ("mub", r"a\.py: see_instead: no loss is called 'mub': did you mean mube\?"),
        ("L999", r"a\.py: see_instead: no loss is called 'L999'"),
        ("MAE", r"a\.py: see_instead: no loss is called 'MAE': did you mean mube \(MAE\)\?"),
        ("a", r"a\.py: see_instead: 'a' is the loss itself: name another"),
        ("l222", r"a\.py: see_instead: 'l222' is the loss itself"),
    ],
)
def test_a_hint_that_leads_nowhere_is_an_error_of_its_script(folder: Path, name: str, message: str) -> None:
    add(folder, "a", "L222", f'see_instead=[("{name}", "why")],')
    add(folder, "mube", "L333", 'aliases=["MAE"],')
    catalogue = load_catalogue(folder)
    assert [entry.slug for entry in catalogue.entries] == ["mube"]
    with pytest.raises(LossaryError, match=message):
        catalogue.find("a")


@pytest.mark.parametrize("name", ["b", "family/b", "L333"])
@pytest.mark.parametrize("fault", ["wrong=1,", 'aliases=["a"],'])
def test_a_hint_to_a_broken_script_harms_nothing(folder: Path, name: str, fault: str) -> None:
    add(folder, "a", "L222", f'see_instead=[("{name}", "why")],')
    add(folder, "b", "L333", fault)
    assert list(broken(folder)) == ["b"]
    assert hints(load_catalogue(folder), "a") == []


@pytest.mark.parametrize("name", ["half-squared", "regression/half_squared"])
def test_a_hint_to_a_loss_of_lossary_is_right_in_a_folder_of_ones_own(folder: Path, name: str) -> None:
    """So a script of Lossary can be copied, and changed."""
    add(folder, "a", "L222", f'see_instead=[("{name}", "why")],')
    catalogue = load_catalogue(folder)
    assert catalogue.broken == ()
    assert hints(catalogue, "a") == []


def test_a_hint_is_followed_as_far_as_the_catalogue_goes() -> None:
    whole = the_catalogue()
    part = Catalogue(whole.directory, (whole.find("squared"), whole.find("half-squared")))
    assert [other.slug for other, _ in hints(part, "squared")] == ["half-squared"]
    assert {other.slug for other, _ in hints(whole, "squared")} == {"half-squared", "mean-squared"}


def test_while_one_works_a_script_with_a_clash_stays_as_it_was(folder: Path) -> None:
    add(folder, "a", "L222", 'aliases=["MAE"],')
    add(folder, "b", "L333")
    scripts = Scripts(folder)
    assert len(scripts.catalogue().entries) == 2
    add(folder, "b", "L333", 'aliases=["MAE"],')
    catalogue = scripts.catalogue()
    assert [script.slug for script in catalogue.broken] == ["b"]
    assert [(entry.slug, entry.loss.aliases) for entry in catalogue.entries] == [("a", ("MAE",)), ("b", ())]
