"""The command: what it prints, how it ends, and what it says of bad input."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from derivations import __version__
from derivations.catalogue import SCRIPTS, load_catalogue, the_catalogue
from derivations.cli import lossary
from derivations.cli.citing import CITATIONS
from derivations.cli.commands import FORMS
from derivations.cli.show import FORMATS, as_json, as_latex, as_markdown, as_text
from derivations.cli.verify import lines
from derivations.evidence import Level, Unseen
from derivations.language.loss import ID_PATTERN
from derivations.notation import plain_tex
from derivations.publish.citation import FORMATS as CITATION_FORMATS
from derivations.publish.steps import aligned, chain_views

SCRIPT = '''"""Squared loss

The square of the error $p - t$.
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
    other_forms=[(2 * p - 2 * t, "multiplied out")],
    mistakes=[(p - t, "the 2 was forgotten")],
)
'''
COMMANDS = ("list", "show", "code", "cite", "derive", "check", "factors", "find", "verify", "new", "build", "serve")
COMMAND = (sys.executable, "-m", "derivations")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(lossary, [str(argument) for argument in arguments])


def refused(result: Result) -> str:
    """The one line on standard error of a command that ended with 2 and nothing else."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("lossary: error: ")
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "scripts"
    (folder / "family").mkdir(parents=True)
    (folder / "family" / "half_squared.py").write_text(SCRIPT)
    return folder


def edit(scripts: Path, *changes: tuple[str, str]) -> None:
    path = scripts / "family" / "half_squared.py"
    text = path.read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text)


# -- help --------------------------------------------------------------------------------------------------------------


def test_the_version() -> None:
    assert run("--version").stdout == f"lossary {__version__}\n"


def test_help_names_every_command_in_the_order_of_use() -> None:
    text = run("--help").stdout
    assert re.findall(r"^  (\w+) {2,}\S", text.partition("Commands:")[2], re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_explained_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"lossary {command}" in result.stdout.partition("Example")[2]
    assert max(map(len, result.stdout.splitlines())) <= 120


def test_help_documents_the_names_of_the_sympy_text() -> None:
    assert "sigma(z)" in run("list", "--help").stdout


# -- list --------------------------------------------------------------------------------------------------------------


def test_list_has_a_line_for_every_loss() -> None:
    result = run("list")
    assert result.exit_code == 0
    for entry in the_catalogue().entries:
        assert re.search(rf"^  {entry.id}  {entry.slug} ", result.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    "words", [("Binary  cross entropy", "logit"), ("BCEWITHLOGITS",), ("binary-cross-entropy-with",)]
)
def test_list_of_what_is_called_so(words: tuple[str, ...]) -> None:
    result = run("list", *words)
    assert result.exit_code == 0
    assert result.stdout.startswith("Classification\n")
    assert "binary-cross-entropy-with-logit" in result.stdout
    assert len(result.stdout.splitlines()) < 12
    assert "L4K7" not in result.stdout


def test_list_of_what_nothing_is_called() -> None:
    result = run("list", "cross", "hubber")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "lossary: no loss is called cross hubber; `lossary list` shows all\n"


def test_list_as_json() -> None:
    items = {item["slug"]: item for item in json.loads(run("list", "--json").stdout)}
    assert set(items) == {entry.slug for entry in the_catalogue().entries}
    model = items["absolute-of-a-model"]
    assert {key: model[key] for key in ("id", "family", "loss", "wrt", "gradient", "conditions", "symbols")} == {
        "id": "L4K7",
        "family": "regression",
        "loss": "Abs(m_x(w) - t)",
        "wrt": "w",
        "gradient": "sign(m_x(w) - t)*Derivative(m_x(w), w)",
        "conditions": ["Ne(m_x(w), t)"],
        "symbols": {"w": "real", "t": "real", "m_x": "differentiable model"},
    }
    assert items["sigmoid-node"]["wrt"] == "w[j, k]"
    assert items["sigmoid-node"]["symbols"]["w"] == "real[n, K]"
    assert items["sigmoid-node"]["symbols"]["j"] == "index 1..n"


def test_json_has_definitions_adjoints_sizes_shapes_and_the_matrix_form() -> None:
    items = {item["slug"]: item for item in json.loads(run("list", "--json").stdout)}
    node, deep, svm = items["rashid-network"], items["deep-network"], items["linear-svm"]
    assert [each["name"] for each in node["definitions"]] == ["u[j]", "h[j]", "z[k]", "o[k]"]
    assert node["definitions"][2] == {
        "name": "z[k]",
        "value": "Sum(w[j, k]*h[j], (j, 1, H))",
        "for_every": {"k": "1..K"},
    }
    assert node["sizes"] == {
        "n": "number of inputs",
        "H": "number of hidden nodes",
        "K": "number of output nodes",
    }
    assert (node["shapes"]["v"], node["shapes"]["t"]) == (["n", "H"], ["K"])
    assert not {"i", "n"} & node["shapes"].keys()
    assert (node["matrix"]["wrt"], node["matrix"]["shape"]) == ("w", ["H", "K"])
    assert node["matrix"]["definitions"]["z"] == {"text": "wᵀh", "latex": r"w^{\top}h"}
    assert "σ" not in node["matrix"]["text"]
    assert r"\odot" in node["matrix"]["latex"]
    assert [(each["name"], each["case"]) for each in deep["adjoints"]] == [
        ("g[L, j]", "Eq(l, L)"),
        ("g[l, j]", "l < L"),
    ]
    assert items["huber"]["matrix"] is None
    assert svm["for_every"] == {"i": "1..m"}
    assert items["lasso"]["for_every"] == {}


def test_list_of_a_folder_of_ones_own(scripts: Path) -> None:
    result = run("--losses", scripts, "list")
    assert result.stdout == "Family\n  L222  half-squared  (p − t)²\n"


# -- show and cite -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["half-squared", "half_squared", "HALF-SQUARED", "l222", "family/half-squared"])
def test_show_in_the_terminal(scripts: Path, name: str) -> None:
    text = run("--losses", scripts, "show", name).stdout
    assert text.startswith("Squared loss  (L222, family/half-squared)\n\nThe square of the error p − t.\n")
    derivation = text[text.index("Derivation\n") : text.index("\n\nSecond derivative")]
    assert derivation.splitlines() == [
        "Derivation",
        "    ∂/∂p [ (p − t)² ]",
        "  = 2 (p − t) · ∂/∂p [ p − t ]",
        "        L222.1  proved  Chain rule: outer u², inner u = p − t; Power",
        "  = 2 (p − t)",
        "        L222.2  proved  Sum and difference; Constant: t does not depend on p",
        "  = 2 p − 2 t",
        "        L222.3  proved  also: Equal form: multiplied out",
    ]
    assert re.search(
        r"\nEvidence\n  (\d+) of \1 equalities proved, all compared at \d+ exact points to \d+ digits; 1 known", text
    )


def test_show_tells_of_kinks_and_seams() -> None:
    assert "Kink at m_x(w) = t" in run("show", "L4K7").stdout
    assert "[−1, 1]" in run("show", "L4K7").stdout
    assert "Seam at p = t + δ" in run("show", "huber").stdout


def test_show_as_json_has_every_line_with_rule_before_after_and_conditions() -> None:
    data = json.loads(run("show", "absolute-of-a-model", "--format", "json").stdout)
    first, second, *_ = data["lines"]
    assert first["address"] == "L4K7.1"
    assert (first["rule"], first["bookkeeping"]) == (["Chain rule", "Absolute value"], [])
    assert second["bookkeeping"] == ["Unspecified model"]
    assert first["before"] == "Derivative(Abs(m_x(w) - t), w)"
    assert first["after"] == second["before"] == "sign(m_x(w) - t)*Derivative(m_x(w) - t, w)"
    assert first["conditions"] == ["Ne(m_x(w), t)"]
    assert [step["address"] for step in data["tree"]] == [f"L4K7.t{n}" for n in range(1, len(data["tree"]) + 1)]
    (kink,) = data["boundaries"]
    assert (kink["kind"], kink["slopes"], kink["subdifferential"]) == ("kink", ["-1", "1"], ["-1", "1"])
    assert data["evidence"]["ok"]
    assert data["evidence"]["digits"] >= 50
    assert data["mistakes"][0]["point"]


def test_json_has_the_level_of_every_line_and_the_total(scripts: Path) -> None:
    data = json.loads(run("--losses", scripts, "show", "L222", "--format", "json").stdout)
    levels = [each["level"] for each in (*data["lines"], *data["tree"])]
    assert set(levels) == {"proved"}
    assert data["level"] == "proved"
    assert data["equalities"] == data["proved"] == data["evidence"]["proved"] == len(levels) + 1  # and the gradient
    (item,) = json.loads(run("--losses", scripts, "list", "--json").stdout)
    assert [item[key] for key in ("level", "equalities", "proved")] == [None, None, None]
    help_text = run("list", "--help").stdout
    assert re.search(r"^ +level +of the gradient", help_text, re.MULTILINE)


def test_what_is_only_checked_is_said_so_in_every_format(scripts: Path) -> None:
    entry = load_catalogue(scripts).find("L222")
    levels: dict[str, Level] = {**entry.report.levels, "L222.2": "checked", "L222 gradient": "checked"}
    assert levels.keys() == entry.report.levels.keys()
    entry.keep(replace(entry.report, levels=levels, gradient="checked"), entry.agreement)
    total = f"{len(levels) - 2} of {len(levels)} equalities proved (not the gradient), all compared at"
    assert {
        "L222.1  proved  Chain rule: outer u², inner u = p − t; Power",
        "L222.2  checked  Sum and difference; Constant: t does not depend on p",
    } <= {line.strip() for line in as_text(entry).splitlines()}
    assert "- L222.2 (checked): Sum" in as_markdown(entry)
    assert r"\item L222.2 (checked): Sum" in as_latex(entry)
    assert all(total in " ".join(shown(entry).split()) for shown in (as_text, as_markdown, as_latex))
    data = json.loads(as_json(entry))
    assert [line["level"] for line in data["lines"]] == ["proved", "checked", "proved"]
    assert (data["level"], data["equalities"] - data["proved"]) == ("checked", 2)
    assert total in lines(entry)[0]


def test_every_form_shows_the_line_that_the_page_shows() -> None:
    """What is cancelled on a line stands on the line above it still, wherever that is printed."""
    entry = the_catalogue().find("softmax-cross-entropy")
    (chain,) = chain_views(entry)
    on_page = [plain_tex(line.tex).removeprefix(r"=\;") for line in chain.lines]
    assert on_page[1].startswith(r"-\frac{p_y\,\Bigl(")
    for copied in (as_markdown(entry), as_latex(entry), aligned(entry.derivation)):
        assert all(f"&= {line}" in copied for line in on_page)
    assert "  = −p_y · (∂z_y/∂z_k − Σ_{j=1..K} p_j · ∂z_j/∂z_k)/p_y" in as_text(entry)
    first, second, third, *_ = json.loads(as_json(entry))["lines"]
    assert second["after"].count("exp(z[y])") == second["after"].count("exp(-z[y])") == 1
    assert (first["after"], second["after"]) == (second["before"], third["before"])
    assert third["rule"] == ["Cancelling", "Kronecker delta"]


def test_where_nothing_was_tried_is_said_in_every_format(scripts: Path) -> None:
    entry = load_catalogue(scripts).find("L222")
    assert "no point" not in as_text(entry)
    assert json.loads(as_json(entry))["evidence"]["unseen"] == []
    unseen = (Unseen(entry.loss.wrt**2 - 3, 0), Unseen(entry.loss.wrt - 7, 1))
    entry.keep(replace(entry.report, unseen=unseen), entry.agreement)
    said = "no point was found where p² = 3, or where p > 7;"
    assert said in " ".join(as_text(entry).split())
    assert said in lines(entry)[0]
    for shown in (as_markdown, as_latex):
        assert "no point was found where $p^2 = 3$, or where $p > 7$;" in " ".join(shown(entry).split())
    assert json.loads(as_json(entry))["evidence"]["unseen"] == ["Eq(p**2, 3)", "p > 7"]


def test_what_a_script_states_is_said_where_the_gradient_holds(scripts: Path) -> None:
    edit(scripts, ('    source="a test",\n', '    source="a test",\n    constraints=[p < t, (p + t, 1)],\n'))
    show = partial(run, "--losses", scripts, "show", "L222", "--format")
    assert "Holds     where p + t = 1 and p < t\n" in show("text").stdout
    assert "The gradient holds where $p + t = 1$ and $p < t$." in show("markdown").stdout
    assert "The gradient holds where $p + t = 1$ and $p < t$." in show("latex").stdout
    assert json.loads(show("json").stdout)["conditions"] == ["Eq(p + t, 1)", "p < t"]
    assert run("--losses", scripts, "verify").exit_code == 0


def test_show_states_names_before_they_are_used_and_the_matrix_form() -> None:
    lines = run("show", "least-squares").stdout.splitlines()
    assert [line.split()[0] for line in lines if line.startswith(("Let", "Loss", "Gradient"))] == [
        "Let",
        "Loss",
        "Gradient",
    ]
    assert "Let       r_i = Σ_{j=1..n} X_ij w_j − y_i    for i = 1, …, m" in lines
    start = lines.index("Matrix form")
    assert lines[start + 1 : start + 7] == [
        "  r = Xw − y",
        "  L = ‖r‖²",
        "  L = ‖Xw − y‖²",
        "  ∂L/∂w = 2Xᵀr",
        "  ∂L/∂w = 2Xᵀ(Xw − y)",
        "  Shapes: X m × n, w n, y m, r m",
    ]
    assert re.search(r"by reverse mode on whole arrays\. \d+ components agree .* digits", " ".join(lines))


def test_show_says_for_which_indices_a_condition_is_meant() -> None:
    text = " ".join(run("show", "linear-svm").stdout.split())
    assert "Holds where a_i ≠ 1 for every i " in text
    assert "needs a_i ≠ 1 for every i" in text
    data = json.loads(run("show", "linear-svm", "--format", "json").stdout)
    assert [line["for_every"] for line in data["lines"] if line["conditions"]] == [{"i": "1..m"}]
    assert "for every i" not in run("show", "lasso").stdout


def test_show_as_json_has_the_chains_and_the_figures_of_the_matrix_form() -> None:
    data = json.loads(run("show", "deep-network", "--format", "json").stdout)
    chains = list(dict.fromkeys((line["of"], line["case"]) for line in data["lines"]))
    assert len(chains) == len(the_catalogue().find("deep-network").derivation.chains)
    assert ("g[l, j]", "l < L") in chains
    assert data["matrix"]["adjoints"][1]["case"] == "l < L"
    figures = json.loads(run("show", "ridge", "--format", "json").stdout)["evidence"]["matrix_form"]
    assert figures["digits"] >= 50
    assert figures["components"] > figures["points"] > 0


def test_show_of_a_network_says_what_its_adjoint_is() -> None:
    lines = run("show", "deep-network").stdout.splitlines()
    (place,) = [number for number, line in enumerate(lines) if line.startswith("with ")]
    assert lines[place].endswith("for l = L")
    assert lines[place + 1].endswith("for l < L")
    assert lines[place + 1].strip().startswith("g_lj = ")


@pytest.mark.parametrize(
    "entry",
    ["huber", "sigmoid-node", "binary-cross-entropy-with-logit", "hinge", "linear-svm", "deep-network", "info-nce"],
)
@pytest.mark.parametrize("form", ["markdown", "latex"])
def test_show_for_documents(entry: str, form: str) -> None:
    text = run("show", entry, "--format", form).stdout
    assert r"\old" not in text
    assert r"\new{" not in text
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
    assert text.count("$") % 2 == 0
    begun, ended = re.findall(r"\\begin\{(\w+\*?)\}", text), re.findall(r"\\end\{(\w+\*?)\}", text)
    assert sorted(begun) == sorted(ended)
    if form == "latex":
        assert text.startswith("\\documentclass")
        assert text.rstrip().endswith("\\end{document}")
        assert not re.search(r"[−≠≤≥×]", text)


def test_cite_in_every_format() -> None:
    assert "L4K7" in run("cite", "L4K7").stdout
    assert re.match(r"@\w+\{.*L4K7", run("cite", "L4K7", "--format", "bibtex").stdout)
    citation = json.loads(run("cite", "absolute-of-a-model", "--format", "csl-json").stdout)
    assert __version__ in json.dumps(citation)


# -- verify ------------------------------------------------------------------------------------------------------------


def test_verify_is_silent_about_progress_where_no_one_looks(scripts: Path) -> None:
    result = run("--losses", scripts, "verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.fullmatch(
        r"ok +L222  half-squared: (\d+) of \1 equalities proved, all compared at \d+ .*\n", result.stdout
    )


def test_verify_names_the_line_and_the_point(scripts: Path) -> None:
    edit(scripts, ('(2 * p - 2 * t, "multiplied out")', '(2 * p - t, "wrong")'))
    result = run("--losses", scripts, "verify", "half-squared")
    assert result.exit_code == 1
    assert result.stdout.startswith("FAILED  L222  half-squared")
    assert re.search(r"^ +L222\.3: differ: \S+ against \S+ at p = \S+, t = \S+ ", result.stdout, re.MULTILINE)


def test_verify_refuses_a_mistake_that_is_none(scripts: Path) -> None:
    edit(scripts, ("(p - t, ", "(2 * (p - t), "))
    result = run("--losses", scripts, "verify")
    assert result.exit_code == 1
    assert "mistake" in result.stdout


def test_verify_of_some_of_the_losses() -> None:
    result = run("verify", "L2C9", "half_squared")
    assert result.exit_code == 0
    assert [line.split()[2] for line in result.stdout.splitlines()] == ["squared:", "half-squared:"]


# -- new ---------------------------------------------------------------------------------------------------------------


def test_new_writes_a_script_that_works_at_once(scripts: Path) -> None:
    result = run("--losses", scripts, "new", "my-family/my-loss")
    path = scripts / "my_family" / "my_loss.py"
    assert result.exit_code == 0
    assert str(path) in result.stdout
    entry = load_catalogue(scripts).find("my-loss")
    assert re.fullmatch(ID_PATTERN, entry.id)
    assert (entry.title, entry.family.title) == ("My loss", "My family")
    assert run("--losses", scripts, "verify", "my-loss").exit_code == 0
    assert len(path.read_text().splitlines()) <= 25


def test_new_keeps_what_is_there(scripts: Path) -> None:
    before = (scripts / "family" / "half_squared.py").read_bytes()
    for place in ("family/half_squared", "other/half-squared"):
        assert "half_squared" in refused(run("--losses", scripts, "new", place))
    assert (scripts / "family" / "half_squared.py").read_bytes() == before
    assert not (scripts / "other").exists()


@pytest.mark.parametrize(
    "place", ["loss", "a/b/c", "/loss", "family/", "../family/loss", "family/1loss", "Family/Loss", "family/__init__"]
)
def test_new_refuses_a_name_that_is_none(scripts: Path, place: str) -> None:
    assert "FAMILY/NAME" in refused(run("--losses", scripts, "new", place))
    assert [path.name for path in scripts.iterdir()] == ["family"]


# -- bad input ---------------------------------------------------------------------------------------------------------

BROKEN = {
    "missing field": ([('    source="a test",\n', "")], "list", r"half_squared\.py.*'source'"),
    "wrong field": ([("source=", "sauce=")], "list", r"half_squared\.py.*sauce"),
    "wrong kind of field": ([("wrt=p", 'wrt="p"')], "list", r"half_squared\.py.*wrt must be"),
    "bad id": ([('"L222"', '"loss1"')], "list", r"half_squared\.py.*id 'loss1'.*lossary new"),
    "symbol without a domain": ([(', t: Real("target")', "")], "list", r"half_squared\.py.*symbol t .*has no domain"),
    "no loss": ([("loss = Loss", "squared = Loss")], "list", r"half_squared\.py.*loss is missing"),
    "syntax error": ([("p, t =", "p, t ==(")], "list", r"half_squared\.py, line \d+"),
    "def": ([("p, t =", "def f(): pass\np, t =")], "list", r"half_squared\.py, line \d+: `def"),
    "if": ([("p, t =", "if True: pass\np, t =")], "list", r"half_squared\.py, line \d+: `if"),
    "for": ([("p, t =", "for _ in (): pass\np, t =")], "list", r"half_squared\.py, line \d+: `for"),
    "no rule": (
        [("import symbols", "import airyai, symbols"), ("(p - t) ** 2", "airyai(p - t)")],
        "verify",
        r"half_squared\.py.*no rule.*airyai.*calculus/rules\.py",
    ),
}


@pytest.mark.parametrize("changes, command, message", BROKEN.values(), ids=BROKEN)
def test_a_broken_script_is_one_line_with_file_thing_and_cure(
    scripts: Path, changes: list[tuple[str, str]], command: str, message: str
) -> None:
    edit(scripts, *changes)
    assert re.search(message, refused(run("--losses", scripts, command)))


@pytest.mark.parametrize("command", [("show", "half-squared"), ("list", "--json"), ("verify",), ("build",)])
def test_no_command_goes_on_without_a_rule(
    scripts: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(scripts.parent)
    edit(scripts, *BROKEN["no rule"][0])
    assert "no rule" in refused(run("--losses", scripts, *command))


def test_a_duplicate_id_names_both_files(scripts: Path) -> None:
    (scripts / "family" / "other.py").write_text(SCRIPT)
    message = run("--losses", scripts, "list").stderr
    assert re.search(r"left out: .*other\.py.*L222.*half_squared\.py", message)


def test_a_duplicate_slug_names_both_files(scripts: Path) -> None:
    (scripts / "other").mkdir()
    (scripts / "other" / "half_squared.py").write_text(SCRIPT.replace("L222", "L333"))
    message = run("--losses", scripts, "list").stderr
    assert re.search(r"left out: .*half-squared.*", message)
    assert message.count("half_squared.py") == 2


@pytest.mark.parametrize("command", ["show", "cite", "verify"])
def test_an_unknown_loss_is_answered_with_the_nearest_names(command: str) -> None:
    assert "did you mean huber" in refused(run(command, "hubber"))


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "nowhere" in refused(run("--losses", tmp_path / "nowhere", "list"))


@pytest.mark.parametrize(
    "arguments", [["shwo"], ["show"], ["show", "huber", "--format", "pdf"], ["serve", "--port", "0"]]
)
def test_wrong_usage_is_explained(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr
    assert "Traceback" not in result.output


def add_broken(scripts: Path, line: str = "x = exit()") -> Path:
    path = scripts / "family" / "broken.py"
    path.write_text(f'"""Broken"""\n\n{line}\n')
    return path


@pytest.mark.parametrize("line", ["x = exit()", "import sys\nx = sys.exit(0)", "x = 1 / 0", "x = (", "loss = 1"])
def test_a_broken_script_harms_itself_alone(scripts: Path, line: str) -> None:
    add_broken(scripts, line)
    for command in (["list"], ["show", "half-squared"], ["check", "half-squared", "--claim", "2*(p-t)"]):
        result = run("--losses", scripts, *command)
        assert result.exit_code == 0, result.output
        assert re.fullmatch(r"lossary: left out: \S*broken\.py.*\n", result.stderr)
    for name in ("broken", "family/broken"):
        assert "broken.py" in refused(run("--losses", scripts, "show", name))


def test_verify_of_all_names_the_broken_one_and_ends_with_2(scripts: Path) -> None:
    add_broken(scripts)
    result = run("--losses", scripts, "verify")
    assert result.exit_code == 2
    assert result.stdout.startswith("ok      L222  half-squared")
    assert re.fullmatch(r"lossary: left out: \S*broken\.py, line 3: SystemExit.*\n", result.stderr)
    assert run("--losses", scripts, "verify", "half-squared").exit_code == 0
    assert run("--losses", scripts, "verify", "broken").exit_code == 2


def test_a_broken_question_harms_itself_alone(scripts: Path) -> None:
    (scripts.parent / "questions").mkdir()
    (scripts.parent / "questions" / "asked.py").write_text('"""Asked"""\n\nx = exit()\n')
    result = run("--losses", scripts, "verify")
    assert result.exit_code == 2
    assert result.stdout.startswith("ok ")
    assert "asked.py, line 3: SystemExit" in result.stderr
    assert "asked.py" in refused(run("--losses", scripts, "verify", "asked"))


def test_verify_goes_on_after_a_loss_without_a_rule(scripts: Path) -> None:
    other = SCRIPT.replace("L222", "L333")
    (scripts / "family" / "other.py").write_text(other)
    edit(scripts, *BROKEN["no rule"][0])
    result = run("--losses", scripts, "verify")
    assert result.exit_code == 2
    assert result.stdout.startswith("ok      L333  other")
    assert re.fullmatch(r"lossary: error: .*half_squared\.py: no rule.*\n", result.stderr)


def test_what_verify_would_refuse_is_said_in_the_first_line(scripts: Path) -> None:
    assert json.loads(run("--losses", scripts, "show", "L222", "--format", "json").stdout)["confirmed"] is True
    assert run("--losses", scripts, "show", "L222").stdout.startswith("Squared loss")
    edit(scripts, ('(2 * p - 2 * t, "multiplied out")', '(2 * p - t, "wrong")'))
    assert run("--losses", scripts, "verify", "L222").exit_code == 1
    for form, start in (("text", ""), ("markdown", "> "), ("latex", "% ")):
        shown = run("--losses", scripts, "show", "L222", "--format", form).stdout
        assert shown.startswith(f"{start}Not confirmed: L222.3: differ")
        assert re.search(r"L222\.2 .?(proved)", shown)
        assert re.search(r"L222\.3 .?(NOT CONFIRMED)", shown)
    data = json.loads(run("--losses", scripts, "show", "L222", "--format", "json").stdout)
    assert data["confirmed"] is False
    assert [line["level"] for line in data["lines"]] == ["proved", "proved", None]
    (item,) = json.loads(run("--losses", scripts, "list", "--json").stdout)
    assert item["confirmed"] is None


def test_no_script_gives_orders_to_the_terminal(scripts: Path) -> None:
    edit(scripts, ("Squared loss", "Squared \x1b[31mloss\x9b1m"), ('"L222"', '"L\\x1b[2J"'))
    (scripts / "family" / "good.py").write_text(SCRIPT.replace("Squared loss", "A \x1b]0;title\x07 loss"))
    for command in (["list"], ["show", "good"], ["list", "--json"], ["show", "half-squared"]):
        result = run("--losses", scripts, *command)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", result.stdout + result.stderr)


# -- build -------------------------------------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_build_of_one_script_and_a_failed_build_after_it(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(scripts.parent)
    site = scripts.parent / "public"
    result = run("--losses", scripts, "build", "--site", site)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{site / 'index.html'}\n"
    before = contents(site)
    assert "losses/family/half-squared.html" in before
    for changes, *_ in (BROKEN["missing field"], BROKEN["no rule"]):
        good = (scripts / "family" / "half_squared.py").read_text()
        edit(scripts, *changes)
        refused(run("--losses", scripts, "build", "--site", site))
        (scripts / "family" / "half_squared.py").write_text(good)
        assert contents(site) == before


def test_build_leaves_a_folder_that_is_not_ours_alone(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(scripts.parent)
    (scripts.parent / "site").mkdir()
    (scripts.parent / "site" / "thesis.txt").write_text("mine")
    assert "site" in refused(run("--losses", scripts, "build"))
    assert contents(scripts.parent / "site") == {"thesis.txt": b"mine"}


@pytest.mark.parametrize("address", ["L5W8.2", "huber.2", "L5W8.second.1", "L4ZC.S.2"])
def test_the_address_of_a_line_shows_its_derivation_with_an_arrow(address: str) -> None:
    found = run("show", address).output.splitlines()
    own = address.replace("huber", "L5W8")
    assert found[0] == f"{own} is the line with the arrow."
    (at,) = (number for number, line in enumerate(found) if line.startswith("→ = "))
    assert found[at + 1].split()[0] == own


def test_what_an_address_means_where_no_line_does() -> None:
    assert run("show", "L5W8.t2").output.startswith("L5W8.t2 is a step of the full tree")
    assert "the last is L5W8.5" in refused(run("show", "L5W8.99"))
    assert "L5W8.2 is the address of a line: `lossary show L5W8.2` shows it" in refused(run("verify", "L5W8.2"))
    assert json.loads(run("show", "L5W8.2", "--format", "json").output)["id"] == "L5W8"


# -- the real process --------------------------------------------------------------------------------------------------


def start(*arguments: str, repository: Path, **more: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*COMMAND, *arguments], cwd=repository, stdout=-1, stderr=-1, **more)


def test_formulas_come_out_whatever_the_locale(repository: Path, scripts: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    for locale in ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}):
        process = start("--losses", str(scripts), "list", repository=repository, env={**plain, **locale})
        out, error = process.communicate(timeout=60)
        assert (process.returncode, error) == (0, b"")
        assert "(p − t)²" in out.decode("utf-8")


def test_a_reader_who_has_read_enough_is_no_error(repository: Path) -> None:
    with start("list", repository=repository) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141  # as of a command that the signal ends, and no "nothing was found"


@pytest.mark.parametrize("inside", ["sympy", "click", "yaml"])
def test_ctrl_c_while_modules_are_imported_ends_quietly(inside: str, repository: Path, tmp_path: Path) -> None:
    (tmp_path / f"{inside}.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nos.abort()\n")
    path = os.pathsep.join((str(tmp_path), str(repository)))
    claims = tmp_path / "claims.yaml"  # for which YAML is loaded, within the command
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    words = ("check", "--file", str(claims))
    process = start(*words, repository=repository, env={**os.environ, "PYTHONPATH": path}, preexec_fn=heeding)
    assert (process.communicate(timeout=60), process.returncode) == ((b"", b""), 130)


def test_whoever_imports_us_keeps_their_own_way_with_ctrl_c(repository: Path) -> None:
    program = "import signal, derivations; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=repository, capture_output=True, preexec_fn=heeding, check=True)
    assert done.stdout == b"True\n"


def is_there(group: int) -> bool:
    """Is any process of the group left?"""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    "to_all", [False, True], ids=["to the command alone", "to its workers too, as a terminal does"]
)
def test_ctrl_c_ends_quietly_and_leaves_no_worker(repository: Path, tmp_path: Path, *, to_all: bool) -> None:
    for family in ("networks", "layers"):  # enough for all workers, and quick to read
        shutil.copytree(SCRIPTS / family, tmp_path / family)
    unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1"}
    # Whoever runs the tests in the background may have had Ctrl-C ignored, which a process inherits.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    command = ("--losses", str(tmp_path), "verify")
    process = start(*command, repository=repository, env=unbuffered, start_new_session=True, preexec_fn=heeding)
    assert process.stdout
    process.stdout.readline()
    time.sleep(0.05)
    if to_all:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)  # ends only when no worker holds the pipes any more
    assert process.returncode == 130
    assert error == b""
    end = time.monotonic() + 10
    while is_there(process.pid):
        assert time.monotonic() < end, "a process of the command is still there"
        time.sleep(0.05)


def test_an_error_has_no_traceback(repository: Path) -> None:
    process = start("show", "hubber", repository=repository)
    out, error = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, b"")
    assert error == b"lossary: error: no loss is called 'hubber': did you mean huber?\n"


def test_without_a_command_the_help_is_shown(repository: Path) -> None:
    out, error = start(repository=repository).communicate(timeout=60)
    assert b"Commands:" in out + error


@pytest.mark.parametrize("form", ["text", "markdown", "latex"])
def test_a_network_is_shown_with_one_chain_for_each_adjoint(form: str) -> None:
    text = run("show", "deep-network", "--format", form).stdout
    derivation = the_catalogue().find("deep-network").derivation
    assert len(derivation.chains) > 2
    addresses = [f"L6BW.{line.number}" for line in derivation.all_lines]
    assert list(dict.fromkeys(re.findall(r"L6BW\.\d+", text))) == addresses
    assert re.search(r"for \}?l (<|=) L", text)


def test_every_format_of_a_citation_is_offered() -> None:
    assert set(CITATIONS) == set(CITATION_FORMATS)
    assert set(FORMS) == set(FORMATS)
