"""Citations can be read back, and all forms say the same."""

from __future__ import annotations

import json

import pytest
from pybtex.database import parse_string

from derivations import __version__
from derivations.catalogue import Catalogue
from derivations.publish.citation import FORMATS, cite
from derivations.publish.sources import site_url


def test_bibtex_reads_back(catalogue: Catalogue) -> None:
    entry = catalogue.find("L4K7")
    read = parse_string(cite(entry, "bibtex"), "bibtex").entries["lossary:L4K7"]
    assert read.fields["title"] == entry.title
    assert read.fields["url"] == f"{site_url()}L4K7.html"
    assert [str(person) for person in read.persons["author"]] == ["{Lossary contributors}"]


def test_csl_json_reads_back(catalogue: Catalogue) -> None:
    (read,) = json.loads(cite(catalogue.find("huber"), "csl-json"))
    assert (read["title"], read["version"], read["number"]) == ("Huber loss", __version__, "L5W8")
    assert read["issued"]["date-parts"][0][0] >= 2026


def test_ris_says_the_same_as_csl_json(catalogue: Catalogue) -> None:
    entry = catalogue.find("huber")
    tags = dict(line.split("  - ") for line in cite(entry, "ris", "2").splitlines())
    (item,) = json.loads(cite(entry, "csl-json", "2"))
    assert (tags["TI"], tags["UR"], tags["ET"], tags["M1"]) == tuple(
        item[name] for name in ("title", "URL", "version", "number")
    )
    assert tags["DA"].split("/") == [f"{part:02}" for part in item["issued"]["date-parts"][0]]


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_names_id_version_and_address(catalogue: Catalogue, form: str) -> None:
    text = cite(catalogue.find("hinge"), form)
    for part in ("L6G9", __version__, f"{site_url()}L6G9.html", "Hinge loss"):
        assert part in text


def test_signs_that_tex_minds_survive() -> None:
    class Odd:
        id, title = "L222", "Loss of 10% & more_or_less #1"

    read = parse_string(cite(Odd(), "bibtex"), "bibtex").entries["lossary:L222"]
    assert read.fields["title"] == r"Loss of 10\% \& more\_or\_less \#1"


def test_a_title_is_cited_with_the_signs_of_a_printed_page() -> None:
    class Asked:
        id, title = "Q222", "Is it 2(p - t)?"

    assert "2(p − t)" in cite(Asked())
    assert json.loads(cite(Asked(), "csl-json"))[0]["title"] == "Is it 2(p − t)?"
