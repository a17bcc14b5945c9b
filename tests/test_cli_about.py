"""What the command says of a loss beside its formulas: other names, why, calls, what not to confuse, and sources."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pybtex.database import parse_string

from derivations.catalogue import the_catalogue
from derivations.cli.commands import lossary

CALL = "torch.nn.L1Loss()(input, target)"
SCRIPT = '''"""Squared loss

The square of the error.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source

p, t = symbols("p t")

loss = Loss(
    id="L222",
    expression=(p - t) ** 2,
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target")},
    source=[
        Source("A. Author, A paper & more, 100% true", doi="10.1007/978-0-387-21606-5_9", arxiv="1807.03748v2"),
        Source("A book", from_memory=True),
        "a test",
    ],
    aliases=["MSE", "nn.MSELoss"],
    why="The gradient is twice the error: $2(p-t)$.",
    in_code=[("torch.nn.L1Loss()(input, target)", "mean", "where $p>t$"), ("optax.l2_loss(p, t)", "none")],
    see_instead=[("other", "it has no $2$")],
)
'''
OTHER = '''"""Other loss"""

from sympy import symbols

from derivations.language import Loss, Real

p = symbols("p")

loss = Loss(id="L333", expression=p**2, wrt=p, symbols={p: Real("prediction")}, source="a test")
'''


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    (tmp_path / "family").mkdir()
    (tmp_path / "family" / "squared_loss.py").write_text(SCRIPT)
    (tmp_path / "family" / "other.py").write_text(OTHER)
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(lossary, list(map(str, arguments)))


def told(scripts: Path, *arguments: str) -> str:
    result = run("--losses", scripts, *arguments)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def data_of(scripts: Path, name: str) -> dict[str, Any]:
    return dict(json.loads(told(scripts, "show", name, "--format", "json")))


@pytest.mark.parametrize("name", ["MSE", "mse", "nn.MSELoss", "torch.nn.MSELoss"])
@pytest.mark.parametrize("command", ["show", "verify", "cite"])
def test_a_command_takes_another_name(scripts: Path, command: str, name: str) -> None:
    assert "L222" in told(scripts, command, name)


def test_a_claim_is_judged_by_another_name(scripts: Path) -> None:
    assert "exact" in told(scripts, "check", "MSE", "--wrt", "p", "--claim", "2*(p-t)")


def test_show_says_all_of_it_in_the_terminal(scripts: Path) -> None:
    text = told(scripts, "show", "squared-loss")
    assert text.splitlines()[1] == "Also called MSE, nn.MSELoss."
    assert re.search(r"Holds .*\n(.+\n)*\nThe gradient is twice the error: 2\(p−t\)\.\n\nSymbols", text)
    assert f"In code\n  {CALL} – PyTorch, reduction mean; where p > t\n  optax.l2_loss(p, t) – Optax" in text
    assert "Not to be confused with\n  other – it has no 2\n" in text
    assert "https://doi.org/10.1007/978-0-387-21606-5_9" in text
    assert "https://arxiv.org/abs/1807.03748v2" in text
    assert "A book, cited from memory" in text


def test_what_a_script_does_not_state_is_not_shown(scripts: Path) -> None:
    text = told(scripts, "show", "other")
    for words in ("Also called", "In code", "confused", "memory"):
        assert words not in text
    assert text.splitlines()[1] == ""


@pytest.mark.parametrize("form, sign", [("markdown", "`"), ("latex", "")])
def test_show_says_it_in_every_format(scripts: Path, form: str, sign: str) -> None:
    text = told(scripts, "show", "MSE", "--format", form)
    assert "Also called MSE, nn.MSELoss." in text
    assert "The gradient is twice the error: $2(p-t)$." in text
    assert f"{sign}{CALL}{sign}" in text
    assert f"{sign}other{sign}" in text
    assert text.index("Also called") < text.index("The gradient is twice") < text.index("Symbols")


def test_json_has_every_field(scripts: Path) -> None:
    data = data_of(scripts, "MSE")
    assert data["aliases"] == ["MSE", "nn.MSELoss"]
    assert data["why"] == "The gradient is twice the error: 2(p−t)."
    first = {"library": "PyTorch", "function": "torch.nn.L1Loss", "arguments": "()(input, target)", "reduction": "mean"}
    assert data["in_code"][0] == {**first, "note": "where p > t"}
    assert data["in_code"][1]["reduction"] == "none"
    assert data["see_instead"] == [{"loss": "other", "why": "it has no 2"}]
    assert data["source"][0] == {
        "text": "A. Author, A paper & more, 100% true",
        "doi": "10.1007/978-0-387-21606-5_9",
        "arxiv": "1807.03748v2",
        "from_memory": False,
    }
    assert data["source"][2] == {"text": "a test", "doi": "", "arxiv": "", "from_memory": False}


def test_the_list_counts_what_was_cited_from_memory(scripts: Path) -> None:
    items = json.loads(told(scripts, "list", "--json"))
    assert {item["slug"]: item["from_memory"] for item in items} == {"squared-loss": 1, "other": 0}
    assert {item["slug"]: item["aliases"] for item in items} == {"squared-loss": ["MSE", "nn.MSELoss"], "other": []}


# -- sources -----------------------------------------------------------------------------------------------------------


def test_the_sources_read_back_from_bibtex(scripts: Path) -> None:
    text = told(scripts, "cite", "MSE", "--sources", "--format", "bibtex")
    read = parse_string(text, "bibtex").entries
    assert list(read) == [f"lossary:L222:source{number}" for number in (1, 2, 3)]
    first, second, third = (entry.fields for entry in read.values())
    assert first["title"] == r"A. Author, A paper \& more, 100\% true"
    assert (first["doi"], first["eprint"]) == ("10.1007/978-0-387-21606-5_9", "1807.03748v2")
    assert first["archiveprefix"] == "arXiv"
    assert second["note"] == "cited from memory"
    assert set(third) == {"title"}


def test_the_sources_read_back_from_csl_json(scripts: Path) -> None:
    first, second, third = json.loads(told(scripts, "cite", "MSE", "--sources", "--format", "csl-json"))
    assert first["DOI"] == "10.1007/978-0-387-21606-5_9"
    assert first["URL"] == "https://doi.org/10.1007/978-0-387-21606-5_9"
    assert first["number"] == "arXiv:1807.03748v2"
    assert second == {"id": "lossary:L222:source2", "type": "document", "title": "A book", "note": "cited from memory"}
    assert third["title"] == "a test"


def test_the_sources_are_told_one_a_line(scripts: Path) -> None:
    lines = told(scripts, "cite", "MSE", "--sources").splitlines()
    assert [line.split(",")[0] for line in lines] == ["A. Author", "A book", "a test"]


@pytest.mark.parametrize("form", ["text", "bibtex", "csl-json", "ris"])
def test_the_sources_of_every_loss_can_be_cited(form: str) -> None:
    for entry in the_catalogue().entries[::7]:
        assert run("cite", entry.id, "--sources", "--format", form).exit_code == 0


# -- new ---------------------------------------------------------------------------------------------------------------


def test_new_names_every_field_and_works_at_once(scripts: Path) -> None:
    told(scripts, "new", "family/fresh")
    path = scripts / "family" / "fresh.py"
    text = path.read_text()
    for field in ("aliases=", "why=", "in_code=", "see_instead=", "doi=", "arxiv=", "from_memory=True"):
        assert field in text
    assert max(map(len, text.splitlines())) <= 120
    assert data_of(scripts, "fresh")["from_memory"] == 1
    assert "Also called" not in told(scripts, "show", "fresh")


def test_what_the_template_suggests_is_right(scripts: Path) -> None:
    """Each example of a comment, put in."""
    told(scripts, "new", "family/fresh")
    path = scripts / "family" / "fresh.py"
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines):
        found = re.match(r"    (aliases|in_code|see_instead)=\[\],  # .*?: (.*)", line)
        if found:
            lines[number] = f"    {found[1]}=[{found[2]}],".replace("huber", "other")
    assert "\n".join(lines).count("[]") == 1
    path.write_text("\n".join(lines))
    data = data_of(scripts, "fresh")
    assert (len(data["aliases"]), len(data["in_code"]), len(data["see_instead"])) == (2, 1, 1)


# -- bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before, after, message",
    [
        ('["MSE", "nn.MSELoss"]', '"MSE"', r"squared_loss\.py, line \d+: aliases must be a list of names"),
        ('"MSE"', '"other"', r"squared_loss\.py: aliases: 'other' is what .*other\.py is called"),
        ('why="The', 'why=3, name="The', r"squared_loss\.py, line \d+: why must be a text, not 3"),
        ("torch.nn", "nn", r"squared_loss\.py, line \d+: in_code: .* begins with nn: write it as one types it"),
        ('"mean"', '"average"', r"squared_loss\.py, line \d+: in_code: the reduction of .* is one of none, mean"),
        ('("other"', '("ohter"', r"squared_loss\.py: see_instead: no loss is called 'ohter': did you mean other\?"),
        ("10.1007/978", "doi:10.1007/978", r"squared_loss\.py, line \d+: source: doi must be a DOI such as"),
        ("1807.03748v2", "arXiv:1807.03748", r"squared_loss\.py, line \d+: source: arxiv must be an arXiv id such as"),
        ("from_memory=True", "from_memory=1", r"squared_loss\.py, line \d+: source: from_memory must be True or False"),
        ("from_memory=True", "memory=True", r"squared_loss\.py, line \d+: TypeError: .*memory"),
    ],
)
def test_a_wrong_field_is_one_line_with_file_thing_and_cure(
    scripts: Path, before: str, after: str, message: str
) -> None:
    path = scripts / "family" / "squared_loss.py"
    assert before in SCRIPT
    path.write_text(SCRIPT.replace(before, after))
    result = run("--losses", scripts, "show", "squared-loss")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert re.search(message, result.stderr), result.stderr
