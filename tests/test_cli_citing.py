"""`lossary cite`: several at once, in every format, and what a text mentions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pybtex.database import parse_string

from derivations.cli import lossary
from derivations.cli.citing import CITATIONS

TEXT = r"""
We use an LSTM, the loss L4K7 and \cite{lossary:L5W8.2}; see L4K7 again, and (L4ZC.S.1). Then L6G9.
The next sentence.And https://lossary.example/L2C9.html#L2C9.second.1 is a line, L7KF.1 was one of another name.
L3H6.And so on; LZZZ, l2n5, XL8QZ, L8QZx and 1L8QZ2 are none. A question: QHDS.
"""
MENTIONED = ["L4K7", "L5W8.2", "L4ZC.S.1", "L6G9", "L2C9.second.1", "L3H6", "QHDS"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(lossary, [*map(str, arguments)])


def refused(*arguments: object) -> str:
    result = run("cite", *arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1), result.output
    return result.stderr.strip()


def written(folder: Path, text: str | bytes, name: str = "thesis.tex") -> Path:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder / name


def ids(text: str, form: str) -> list[str]:
    """The ids of a file of references."""
    if form == "bibtex":
        return [key.removeprefix("lossary:") for key in parse_string(text, "bibtex").entries]
    if form == "csl-json":
        return [item["number"] for item in json.loads(text)]
    return re.findall(r"^M1  - (.+)$" if form == "ris" else r"entry ([\w.]+),", text, re.MULTILINE)


@pytest.mark.parametrize("form", CITATIONS)
def test_several_are_one_file_and_each_is_cited_once(form: str) -> None:
    result = run("cite", "huber", "L4K7.2", "QHDS", "L5W8", "triplet-margin.p", "--format", form)
    assert result.exit_code == 0, result.output
    assert ids(result.stdout, form) == ["L5W8", "L4K7.2", "QHDS", *ids(run("cite", "triplet-margin.p").stdout, "text")]


@pytest.mark.parametrize("form", CITATIONS)
def test_what_a_text_mentions_is_cited_in_its_order_and_nothing_else(tmp_path: Path, form: str) -> None:
    result = run("cite", "--used-in", written(tmp_path, TEXT), "--format", form)
    assert result.exit_code == 0, result.output
    assert ids(result.stdout, form) == MENTIONED


def test_names_and_several_texts_go_together(tmp_path: Path) -> None:
    one, other = written(tmp_path, "L5W8"), written(tmp_path, "L6G9, L5W8", "other.md")
    assert ids(run("cite", "L4K7", "--used-in", one, "--used-in", other).stdout, "text") == ["L4K7", "L5W8", "L6G9"]


def test_the_sources_of_several_are_told_once_each() -> None:
    both = run("cite", "huber", "hinge", "L5W8.2", "--sources", "--format", "ris")
    titles = re.findall(r"^TI  - (.+)$", both.stdout, re.MULTILINE)
    assert len(titles) == len(set(titles)) > 1
    assert "DO  - 10.1214/aoms/1177703732" in both.stdout


def test_ris_has_a_tag_on_each_line_and_an_end_to_each_record() -> None:
    lines = run("cite", "huber", "hinge", "--format", "ris").stdout.splitlines()
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*|", line) for line in lines)
    assert [line[:2] for line in lines if line[:2] in {"TY", "ER"}] == ["TY", "ER"] * 2


@pytest.mark.parametrize("text", ["An LSTM, and nothing else.", "", "L4K7x XL4K7 l4k7"])
def test_a_text_without_ids_says_so(tmp_path: Path, text: str) -> None:
    message = refused("--used-in", written(tmp_path, text))
    assert "thesis.tex: mentions no id, such as L4K7" in message


def test_a_line_that_is_not_there_is_named_with_the_text(tmp_path: Path) -> None:
    message = refused("--used-in", written(tmp_path, "See L4K7 and L4K7.99."))
    assert re.search(r"thesis\.tex: L4K7\.99: there is no such line .* the last is L4K7\.3", message)


@pytest.mark.parametrize("name", ["thesis.tex", "nowhere.tex", ""])
def test_what_is_no_text_is_refused(tmp_path: Path, name: str) -> None:
    written(tmp_path, b"\xff\xfe\x00L4K7")
    assert "cannot be read" in refused("--used-in", tmp_path / name)


def test_nothing_to_cite_is_wrong_usage() -> None:
    result = run("cite")
    assert result.exit_code == 2
    assert "name a loss, a line or a question" in result.stderr


def test_one_wrong_name_prints_nothing() -> None:
    assert "did you mean huber" in refused("L4K7", "hubber")
