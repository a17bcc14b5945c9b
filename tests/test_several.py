"""A loss by several variables: one script, a derivation for each, and names that lead to every one of them."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sympy import IndexedBase, Sum, Symbol, exp, symbols

from derivations.catalogue import Catalogue, Entry, load_catalogue, the_catalogue
from derivations.catalogue.workers import checked, silent
from derivations.cli import lossary
from derivations.errors import LossaryError
from derivations.judge import find
from derivations.judge.answers import load_answers
from derivations.language.domains import Index, Intermediate, Real, Size
from derivations.language.functions import sigma
from derivations.language.loss import Loss
from derivations.language.several import plain_name
from derivations.publish.pages import page_of
from derivations.publish.redirects import redirects

mu, t, v = symbols("mu t v")
i, j, k, m, n = symbols("i j k m n")
W, b, x, z, a, y = map(IndexedBase, ("W", "b", "x", "z", "a", "y"))
GAUSSIAN = {
    "id": "L222",
    "expression": v / 2 + (t - mu) ** 2 * exp(-v) / 2,
    "symbols": {mu: Real("mean"), t: Real("target"), v: Real("log-variance")},
    "source": "a test",
}
DENSE = {  # a layer of sigmoids, by its weights, its biases and its inputs
    "id": "L333",
    "expression": Sum((a[j] - y[j]) ** 2, (j, 1, m)),
    "wrt": (W[j, i], b[j], x[i]),
    "backward": True,
    "definitions": [(z[j], Sum(W[j, k] * x[k], (k, 1, n)) + b[j]), (a[j], sigma(z[j]))],
    "symbols": {
        W: Real("weights", shape=(m, n)),
        b: Real("biases", shape=(m,)),
        x: Real("inputs", shape=(n,)),
        y: Real("targets", shape=(m,)),
        z: Intermediate("sum", shape=(m,)),
        a: Intermediate("output", shape=(m,)),
        i: Index("input", last=n),
        j: Index("output", last=m),
        n: Size("inputs"),
        m: Size("outputs"),
    },
    "source": "a test",
}
SCRIPT = '''"""Gaussian"""

from sympy import exp, symbols

from derivations.language import Loss, Real

mu, t, v = symbols("mu t v")

loss = Loss(
    id="{id}",
    expression=v / 2 + (t - mu) ** 2 * exp(-v) / 2,
    symbols={{mu: Real("mean"), t: Real("target"), v: Real("log-variance")}},
    source="a test",
    {fields}
)
'''


def gaussian(**fields: Any) -> Loss:
    return Loss(**{**GAUSSIAN, "wrt": (mu, v), **fields})


def entry_of(loss: Loss) -> Entry:
    family = the_catalogue().families[0]
    return Entry("a-test", family, "A test", "A test.", Path("a test"), loss)


def add(folder: Path, name: str, loss_id: str, fields: str = "wrt=(mu, v),") -> None:
    (folder / "family").mkdir(exist_ok=True)
    (folder / "family" / f"{name}.py").write_text(SCRIPT.format(id=loss_id, fields=fields))


def run(*arguments: str) -> str:
    result = CliRunner().invoke(lossary, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout


# -- what a script states ----------------------------------------------------------------------------------------------


def test_a_loss_by_several_variables_is_that_by_the_first() -> None:
    loss = gaussian()
    assert [str(w) for w in loss.variables] == ["mu", "v"]
    assert str(loss.wrt) == "mu"
    assert loss.by(v).wrt == loss.others[0].wrt == loss.variables[1]
    assert (loss.address, loss.by(v).address) == ("L222", "L222.v")
    with pytest.raises(LossaryError, match=r"t is not in wrt, which has mu, v"):
        loss.by(t)


def test_one_variable_is_as_before() -> None:
    loss = gaussian(wrt=v, mistakes=[(v, "no")])
    assert (loss.others, loss.address, len(loss.mistakes)) == ((), "L222", 1)
    assert repr(gaussian(wrt=(v,))) == repr(gaussian(wrt=v))


@pytest.mark.parametrize("field", ["closing", "other_forms", "mistakes"])
def test_lines_belong_to_the_variable_that_they_name(field: str) -> None:
    stated = gaussian(**{field: {v: [(v, "of v")], mu: [(mu, "of mu"), (mu + 1, "of mu too")]}})
    assert [len(getattr(part, field)) for part in (stated, *stated.others)] == [2, 1]
    of_the_first = gaussian(**{field: [(mu, "of mu")]})
    assert [len(getattr(part, field)) for part in (of_the_first, *of_the_first.others)] == [1, 0]


def test_an_index_that_names_components_of_another_variable_is_none_of_this_one() -> None:
    dense = Loss(**DENSE)  # type: ignore[arg-type]
    by_biases = dense.by(b[j])
    assert "i" not in map(str, by_biases.symbols)
    assert list(map(str, dense.all_symbols)) == ["W", "b", "x", "y", "z", "a", "i", "j", "n", "m"]


@pytest.mark.parametrize(
    "name,plain", [("mu", "mu"), ("w_1", "w_1"), ("t1", "t_1"), ("t", "t"), ("W^{(1)}", "W1"), ("μ", "μ")]
)
def test_a_name_in_an_address_is_no_number_of_a_step(name: str, plain: str) -> None:
    assert plain_name(Symbol(name)) == plain


BAD = {
    "none": ({"wrt": ()}, r"wrt is empty: name the variable, such as"),
    "twice": ({"wrt": (mu, mu)}, r"wrt has mu twice: .*leave one out"),
    "one array twice": ({"wrt": (x[i], x[j])}, r"wrt has x\[i\] and x\[j\]: one derivation serves all components"),
    "no symbol": ({"wrt": (mu, v**2)}, r"wrt must be a symbol .*, not v\*\*2"),
    "a text": ({"wrt": (mu, "v")}, r"wrt must be a symbol .*, not 'v'"),
    "not in the loss": ({"wrt": (mu, Symbol("q"))}, r"the symbol q in wrt has no domain"),
    "without effect": (
        {"wrt": (mu, Symbol("q")), "symbols": {**GAUSSIAN["symbols"], Symbol("q"): Real("")}},  # type: ignore[dict-item]
        r"does not depend on q",
    ),
    "lines of none": ({"closing": {t: []}}, r"closing speaks of t, which is not in wrt: its keys must be among mu, v"),
    "names of none": ({"former": {t: "L333"}}, r"former speaks of t, which is not in wrt"),
    "no name": ({"former": "No Slug"}, r"former: 'No Slug' is no id such as L7KF, and no slug"),
    "a name twice": ({"former": ["L333", "l333"]}, r"former: 'l333' occurs twice"),
    "no names": ({"former": 3}, r"former must be a list of ids and slugs"),
    "alike in addresses": ({"wrt": (Symbol("w^1"), Symbol("w1"))}, r"wrt has w\^1 and w1, which are both w1 in addr"),
}


@pytest.mark.parametrize("fields,message", BAD.values(), ids=BAD)
def test_what_makes_no_sense_is_said_in_one_line(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(LossaryError, match=message) as error:
        gaussian(**fields)
    assert "\n" not in str(error.value)


# -- what follows from it ----------------------------------------------------------------------------------------------


def test_a_layer_by_weights_biases_and_inputs_is_proved_backwards() -> None:
    entry = entry_of(Loss(**DENSE))  # type: ignore[arg-type]
    for part in entry.parts:
        assert part.failures == ()
        assert part.gradient_level == "proved"
        assert part.agreement is not None
    gradients = [part.derivation.gradient for part in entry.parts]
    assert list(map(str, gradients[:2])) == [
        "2*(1 - a[j])*(a[j] - y[j])*a[j]*x[i]",
        "2*(1 - a[j])*(a[j] - y[j])*a[j]",
    ]
    assert gradients[2].has(Sum)
    assert [part.address(1) for part in entry.parts] == ["L333.1", "L333.b.1", "L333.x.1"]


def test_the_checks_name_the_variable() -> None:
    entry = entry_of(gaussian(mistakes={v: [(v / 2 * 0 + (1 - (t - mu) ** 2 * exp(-v)) / 2, "right, in truth")]}))
    assert entry.failures == ()
    (failure, *_) = entry.parts[1].failures
    assert failure.address.startswith("L222.v ")


def test_parts_of_a_loss_survive_the_way_to_a_worker(tmp_path: Path) -> None:
    add(tmp_path, "gaussian", "L222")
    (entry,) = load_catalogue(tmp_path).entries
    for part in entry.parts:
        again = pickle.loads(pickle.dumps(part))  # noqa: S301  (our own)
        assert (again.id, again.loss.wrt, again.page.id) == (part.id, part.loss.wrt, "L222")
    found = list(checked(entry.parts, silent, workers=2))
    assert [(part.id, error, part.report.ok) for part, error in found] == [("L222", None, True), ("L222.v", None, True)]


# -- names -------------------------------------------------------------------------------------------------------------


def test_former_names_and_variables_lead_to_the_right_derivation() -> None:
    find_by = the_catalogue().find
    for name in (
        "L7KF",
        "l7kf",
        "gaussian-covariance",
        "vectors/gaussian-covariance",
        "L4ZC.S",
        "multivariate-gaussian.s",
    ):
        assert find_by(name).id == "L4ZC.S"
    for name in ("L4ZC", "gaussian-mean", "L4ZC.mu", "multivariate-gaussian"):
        assert find_by(name).id == "L4ZC"
    assert find_by("nn.BCELoss").slug == "binary-cross-entropy"  # a dot in another name is no variable
    told = r"multivariate-gaussian has no variable q: .* with respect to mu, S; .* as in L4ZC.1"
    with pytest.raises(LossaryError, match=told):
        find_by("L4ZC.q")


def test_capitals_count_where_two_variables_differ_in_nothing_else() -> None:
    w, W = symbols("w W")
    loss = Loss(id="L222", expression=w * W**2, wrt=(w, W), symbols={w: Real(""), W: Real("")}, source="a test")
    entry = entry_of(loss)
    assert [part.id for part in map(entry.part, "wW") if part] == ["L222", "L222.W"]


def test_every_variable_of_every_loss_is_found_by_its_names(catalogue: Catalogue) -> None:
    ids = [part.id for part in catalogue.parts]
    assert len(ids) == len(set(ids)) > len(catalogue.entries)
    for part in catalogue.parts:
        for name in (part.id, part.slug, f"{part.page.id}.{part.variable}", *part.loss.former):
            assert catalogue.find(name) is part


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return the_catalogue()


def test_a_name_leads_to_one_derivation_only(tmp_path: Path) -> None:
    add(tmp_path, "one", "L222", 'wrt=(mu, v), former={mu: "L444", v: "old"},')
    add(tmp_path, "other", "L333", 'wrt=(mu, v), former={v: ["L444"]},')
    add(tmp_path, "third", "L555", 'wrt=v, former="L222",')
    add(tmp_path, "fourth", "L666", 'wrt=(mu, v), former={mu: "past", v: "past"},')
    add(tmp_path, "fifth", "L777", 'wrt=v, former="fifth",')
    found = load_catalogue(tmp_path)
    assert [entry.slug for entry in found.entries] == ["one"]
    said = {script.slug: script.error for script in found.broken}
    assert re.search(r"other\.py: former: L444 is what .*one\.py is called", said["other"])
    assert re.search(r"third\.py: former: L222 is what .*one\.py is called", said["third"])
    assert re.search(r"fourth\.py: former: past stands at mu too", said["fourth"])
    assert re.search(r"fifth\.py: former: fifth is what the loss is called now", said["fifth"])


def test_a_fresh_id_is_no_former_one(tmp_path: Path) -> None:
    add(tmp_path, "one", "L222", 'wrt=v, former="L444",')
    found = load_catalogue(tmp_path)
    assert {found.fresh_id() for _ in range(50)}.isdisjoint({"L222", "L444"})
    assert {part.loss.former for part in found.parts} == {("L444",)}


def test_a_new_script_takes_no_former_name(tmp_path: Path) -> None:
    add(tmp_path, "one", "L222", 'wrt=v, former="old-name",')
    result = CliRunner().invoke(lossary, ["--losses", str(tmp_path), "new", "family/old_name"])
    assert result.exit_code == 2
    assert re.search(r"old_name is a former name of .*one\.py, and still leads there: choose another", result.stderr)
    assert not (tmp_path / "family" / "old_name.py").exists()


def test_questions_speak_of_a_variable_by_new_and_former_names(tmp_path: Path) -> None:
    losses = tmp_path / "losses"
    losses.mkdir()
    add(losses, "gaussian", "L222", 'wrt=(mu, v), former={v: ("L444", "log-variance")},')
    (tmp_path / "questions").mkdir()
    for number, loss in enumerate(("gaussian.v", "log-variance", "L444")):
        (tmp_path / "questions" / f"q{number}.py").write_text(
            '"""Is it?"""\n\nfrom sympy import exp, symbols\n\nfrom derivations.language import Answer, Claim\n\n'
            f'mu, t, v = symbols("mu t v")\nanswer = Answer(id="Q22{number + 2}", loss="{loss}", short="Yes", '
            'claims=[Claim((1 - (t - mu) ** 2 * exp(-v)) / 2, "exact", "it is")])\n'
        )
    answers = load_answers(load_catalogue(losses))
    assert [asked.entry.id for asked in answers] == ["L222.v"] * 3
    assert [asked.failures for asked in answers] == [()] * 3


# -- commands ----------------------------------------------------------------------------------------------------------


def test_show_gives_all_gradients_or_the_one_that_was_named() -> None:
    whole, part = run("show", "L4ZC"), run("show", "gaussian-covariance")
    assert whole.count("\nGradient") == 2
    assert part.count("\nGradient") == 1
    for text in (
        "Derivation with respect to μ_k",
        "Derivation with respect to S_kl",
        "Common mistakes with respect to S_kl",
        "L4ZC.S.1",
        "L4ZC.1 ",
    ):
        assert text in whole
    assert "Derivation with respect to μ_k" not in part
    for form, heading in (
        ("markdown", "## Derivation with respect to $S_{kl}$"),
        ("latex", r"\subsection*{Derivation with respect to $S_{kl}$}"),
    ):
        assert heading in run("show", "L4ZC", "--format", form)


def test_show_as_json_has_the_other_variables() -> None:
    shown = json.loads(run("show", "L4ZC", "--format", "json"))
    (other,) = shown["others"]
    assert (shown["wrt"], other["wrt"], other["address"]) == ("mu[k]", "S[k, l]", "L4ZC.S")
    assert (other["confirmed"], other["level"], other["lines"][0]["address"]) == (True, "proved", "L4ZC.S.1")
    assert [name for name in shown["former"] if "/" not in name] == ["gaussian-mean", "L7KF", "gaussian-covariance"]
    assert list(shown["symbols"]) == ["x", "mu", "S", "r", "k", "l", "n"]


@pytest.mark.parametrize(
    "name,where",
    [
        ("L7KF.3", "entry L4ZC.S.3, version 0.1.0, 2026. https://lossary.example/L4ZC.html#L4ZC.S.3"),
        ("l4zc.s.t2", "entry L4ZC.S.t2, version 0.1.0, 2026. https://lossary.example/L4ZC.html#L4ZC.S.t2"),
        ("huber.2", "entry L5W8.2, version 0.1.0, 2026. https://lossary.example/L5W8.html#L5W8.2"),
        ("gaussian-covariance", "entry L4ZC.S, version 0.1.0, 2026. https://lossary.example/L4ZC.html#L4ZC.S"),
    ],
)
def test_a_line_and_a_variable_can_be_cited(name: str, where: str) -> None:
    assert where in run("cite", name)


@pytest.mark.parametrize(
    "name,message",
    [
        ("L7KF.99", r"L7KF\.99: there is no such line in multivariate-gaussian\.S: the last is L4ZC\.S\.4"),
        ("huber.0", r"huber\.0: there is no such line in huber: the last is L5W8\.\d+"),
        ("huber.t999", r"no such step of the full tree in huber: the last is L5W8\.t\d+"),
        ("hubber.2", r"no loss is called 'hubber\.2'"),
    ],
)
def test_a_line_that_is_not_there_is_not_cited(name: str, message: str) -> None:
    result = CliRunner().invoke(lossary, ["cite", name])
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.search(message, result.stderr)


CLAIM = "-(t-mu)*exp(-v)"


@pytest.mark.parametrize("loss,wrt", [("gaussian-log-variance", "mu"), ("gaussian-log-variance.mu", "")])
def test_a_claim_is_judged_by_the_variable_that_was_named(loss: str, wrt: str) -> None:
    assert run("check", loss, *(["--wrt", wrt] if wrt else []), "--claim", CLAIM).startswith("✓ exact")
    assert not run("check", "gaussian-log-variance", "--claim", CLAIM).startswith("✓ exact")


@pytest.mark.parametrize("wrt", ["v", "v_ij", "v[a,b]", "v_{ij}"])
def test_the_variable_may_be_an_array_and_have_other_letters(wrt: str) -> None:
    found = run("factors", "rashid-network", "--wrt", wrt)
    assert "x_i" in found
    assert "With respect to" not in found


def test_factors_are_listed_for_each_variable() -> None:
    assert re.findall(r"(?m)^With respect to (\S+)$", run("factors", "gaussian-log-variance")) == ["v", "μ"]
    items = json.loads(run("factors", "gaussian-log-variance", "--format", "json"))
    assert {item["wrt"] for item in items} == {"v", "mu"}


def test_find_says_by_which_variable() -> None:
    key = the_catalogue().find("LJ5Z.V")
    assert [match.entry.id for match in find(key.derivation.gradient, [key.page])] == ["LJ5Z.V"]
    assert "LB75.mu  gaussian-divergence.mu, with respect to μ_j: " in run("find", "mu_j")


def test_list_and_verify_name_the_variables() -> None:
    assert re.search(r"LN4F .* with respect to v, μ\n", run("list"))
    assert re.findall(r"ok +(\S+)  (\S+):", run("verify", "LN4F")) == [
        ("LN4F", "gaussian-log-variance"),
        ("LN4F.mu", "gaussian-log-variance.mu"),
    ]


# -- pages -------------------------------------------------------------------------------------------------------------


def test_a_page_has_a_card_with_all_gradients_and_a_section_for_each() -> None:
    page = page_of(the_catalogue().find("gaussian-log-variance"), the_catalogue())
    card = page[page.index("lg-card") : page.index("</section>")]
    assert card.count('class="lg-gradient"') == 2
    assert card.count("<dt>Holds</dt>") == 1
    assert page.index("{ #LN4F.v ") < page.index("### Derivation { #derivation-v ") < page.index("{ #LN4F.mu ")
    assert 'id="LN4F.mu.1"' in page


def test_gradients_that_hold_in_different_places_say_so_each() -> None:
    page = page_of(the_catalogue().find("cosine-distance"), the_catalogue())
    assert re.findall(r"<dt>Holds</dt><dd>where \$(\w)", page) == ["a", "b"]
    assert re.findall(r'<a href="#(where-it-fails-\w)">', page) == ["where-it-fails-u", "where-it-fails-v"]


def test_a_former_address_in_another_family_leads_back(tmp_path: Path) -> None:
    add(tmp_path, "gaussian", "L222", 'wrt=(mu, v), former={v: ("L444", "elsewhere/log-variance")},')
    (entry,) = load_catalogue(tmp_path).entries
    assert [(to.path, to.url) for to in redirects(entry)] == [
        ("L222.html", "losses/family/gaussian.html"),
        ("L444.html", "losses/family/gaussian.html#L222.v"),
        ("losses/elsewhere/log-variance.html", "../family/gaussian.html#L222.v"),
    ]


def test_a_loss_that_was_typed_is_derived_by_each_variable() -> None:
    result = CliRunner().invoke(lossary, ["derive", "(w*x + b - t)^2", "--wrt", "w", "--wrt", "b"])
    assert result.exit_code == 0, result.output
    assert "∂L/∂w = 2 x · (w x + b − t)" in result.output
    assert "∂L/∂b = 2 (w x + b − t)" in result.output
    assert "b.1  proved" in result.output


def test_no_variable_is_asked_for_twice() -> None:
    result = CliRunner().invoke(lossary, ["derive", "(w*x - t)^2", "--wrt", "w", "--wrt", "w"])
    assert (result.exit_code, "wrt has w twice" in result.output) == (2, True)
