"""What a program takes away: the data of the catalogue and of each loss, and what a page tells of itself."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from derivations import __version__
from derivations.catalogue import Catalogue, Entry
from derivations.notation import sympy_text
from derivations.publish.entries import page_url
from derivations.publish.machines import defined_term
from derivations.publish.sources import site_url

LIST, ENTRY = "lossary.schema.json", "entry.schema.json"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schemas(site: Path) -> dict[str, Draft202012Validator]:
    found = {name: read(site / name) for name in (LIST, ENTRY)}
    registry: Registry[Any] = Registry().with_resources((name, Resource.from_contents(s)) for name, s in found.items())
    return {name: Draft202012Validator(schema, registry=registry) for name, schema in found.items()}


def test_the_schemas_are_schemas(schemas: dict[str, Draft202012Validator]) -> None:
    for validator in schemas.values():
        Draft202012Validator.check_schema(validator.schema)


def test_the_list_keeps_its_schema(site: Path, schemas: dict[str, Draft202012Validator], catalogue: Catalogue) -> None:
    found = read(site / "lossary.json")
    schemas[LIST].validate(found)
    assert (found["$schema"], found["version"]) == (LIST, __version__)
    assert [loss["id"] for loss in found["losses"]] == [entry.id for entry in catalogue.entries]
    assert all((site / loss["url"]).is_file() and (site / loss["data"]).is_file() for loss in found["losses"])


def test_the_file_of_each_loss_keeps_its_schema(
    site: Path, schemas: dict[str, Draft202012Validator], catalogue: Catalogue
) -> None:
    for entry in catalogue.entries:
        found = read(site / f"{entry.id}.json")
        schemas[found["$schema"]].validate(found)


SPOILED = {
    "no gradient": lambda data: data.pop("gradient"),
    "a line without a rule": lambda data: data["lines"][0].pop("rule"),
    "a level that is none": lambda data: data["lines"][0].update(level="believed"),
    "a verdict that is none": lambda data: data["mistakes"][0].update(verdict="nearly"),
    "an address that is none": lambda data: data["lines"][0].update(address="line 1"),
    "a source without text": lambda data: data["source"][0].pop("text"),
    "evidence that is a word": lambda data: data["evidence"].update(points="many"),
    "an interval with one end": lambda data: data["boundaries"][0].update(subdifferential=["0"]),
    "another format": lambda data: data.update(format=2),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_the_schema_refuses_what_is_spoiled(site: Path, schemas: dict[str, Draft202012Validator], spoil: Any) -> None:
    data = deepcopy(read(site / "L3H6.json"))
    assert schemas[ENTRY].is_valid(data)
    spoil(data)
    assert not schemas[ENTRY].is_valid(data)


def test_a_file_says_what_the_entry_says(site: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        data, text = read(site / f"{entry.id}.json"), page_text(site, entry)
        said = unescape(text)
        for part, told in zip(entry.parts, [data, *data["others"]], strict=True):
            derivation = part.derivation
            assert told["gradient"] == sympy_text(derivation.gradient, derivation.order)
            assert [line["address"] for line in told["lines"]] == [part.address(n.number) for n in derivation.all_lines]
            assert {line["level"] for line in told["lines"]} == {"proved"}
            assert len(told["boundaries"]) == len(derivation.boundaries)
            assert len(told["mistakes"]) == len(part.loss.mistakes)
            assert bool(told["second"]) == bool(told["second_lines"])
            for line in (*told["lines"], *told["second_lines"]):
                assert f'id="{line["address"]}"' in text
                assert line["latex"] in said
        assert [source["doi"] for source in data["source"]] == [source.doi for source in entry.loss.source]


def test_no_formula_of_a_file_keeps_the_marks_of_a_page(site: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        text = (site / f"{entry.id}.json").read_text(encoding="utf-8")
        assert not re.search(r"\\\\(?:old|new|room)\{", text)


def page_text(site: Path, entry: Entry) -> str:
    return (site / page_url(entry)).read_text(encoding="utf-8")


def test_each_page_names_its_data(site: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        text = page_text(site, entry)
        assert f'<link rel="alternate" type="application/json" href="../../{entry.id}.json">' in text
        assert f'<a href="../../{entry.id}.json">data</a> as JSON' in text


def terms(text: str) -> list[dict[str, Any]]:
    return [json.loads(found) for found in re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', text)]


def test_each_page_is_a_term_with_its_id(site: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        (term,) = terms(page_text(site, entry))
        assert (term["@type"], term["termCode"], term["name"]) == ("DefinedTerm", entry.id, entry.title)
        assert term["url"] == f"{site_url()}{entry.id}.html"
        assert term.get("alternateName", []) == list(entry.loss.aliases)
        assert "$" not in term["description"]
    questions = [path for path in (site / "questions").glob("*.html") if path.stem != "index"]
    assert questions
    assert all(terms(path.read_text(encoding="utf-8"))[0]["termCode"].startswith("Q") for path in questions)
    assert not terms((site / "about.html").read_text(encoding="utf-8"))


def test_no_title_ends_the_script_that_it_stands_in() -> None:
    hostile = '</script><script>alert("1")</script> & <!--'
    text = defined_term("L222", hostile, hostile, [hostile])
    assert not re.search("[<>&]", text)
    assert json.loads(text)["name"] == hostile
