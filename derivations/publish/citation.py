"""How to cite an entry, and its sources: records, printed as BibTeX, as CSL-JSON and as plain references."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pybtex.database import BibliographyData, Entry, Person

from derivations import __version__
from derivations.catalogue import Entry as LossEntry
from derivations.language.about import FROM_MEMORY, Source
from derivations.publish.sources import settings, site_url

AUTHOR = "Lossary contributors"


class Citable(Protocol):
    """What a citation needs of an entry of the catalogue."""

    @property
    def id(self) -> str:
        """The permanent id."""

    @property
    def title(self) -> str:
        """The title of its page."""


@dataclass(frozen=True)
class Record:
    """What every form of the citation says."""

    id: str
    title: str
    version: str
    released: str
    url: str

    @property
    def year(self) -> str:
        return self.released[:4]

    @property
    def where(self) -> str:
        return f"entry {self.id}, version {self.version}"


def record(entry: Citable, line: str = "") -> Record:
    """The record of an entry, or of a line of it. Its address goes by the id, which outlives names and families."""
    released = str(settings()["extra"]["released"])
    page, address = entry.id.partition(".")[0], ".".join(filter(None, (entry.id, line)))
    url = f"{site_url()}{page}.html" + (f"#{address}" if address != page else "")
    return Record(address, entry.title, __version__, released, url)


def typeset(text: str) -> str:
    """A title with the signs of a printed page: p − t for p - t, ’ for '."""
    return re.sub(r"(?<= )-(?= )|(?<![\w)])-(?=\d)", "−", text).replace("'", "’")


def plain(of: Record) -> str:
    """The reference as a sentence."""
    return f"{AUTHOR}: “{typeset(of.title)}”. Lossary, {of.where}, {of.year}. {of.url}"


def bibtex(of: Record) -> str:
    """The reference for BibTeX and BibLaTeX; the title as it was typed, since TeX has its own signs."""
    fields = {"title": of.title, "howpublished": f"Lossary, {of.where}", "year": of.year, "url": of.url}
    # The braces keep BibTeX from taking the name apart into first and last.
    entry = Entry("misc", fields=fields, persons={"author": [Person(last=f"{{{AUTHOR}}}")]})
    return str(BibliographyData({f"lossary:{of.id}": entry}).to_string("bibtex")).strip()


def csl_json(of: Record) -> str:
    """The reference for Zotero, pandoc and others that read CSL-JSON."""
    item = {
        "id": f"lossary:{of.id}",
        "type": "entry-dictionary",
        "title": typeset(of.title),
        "container-title": "Lossary",
        "author": [{"literal": AUTHOR}],
        "number": of.id,
        "version": of.version,
        "issued": {"date-parts": [[int(part) for part in of.released.split("-")]]},
        "URL": of.url,
    }
    return json.dumps([item], ensure_ascii=False, indent=2)


def _sources_as_text(_: str, sources: Sequence[Source]) -> str:
    return "\n".join(source.line for source in sources)


def _sources_as_bibtex(name: str, sources: Sequence[Source]) -> str:
    """An entry for each source. Its DOI and its arXiv id stand as they are: signs that TeX minds would break them."""
    found = []
    for number, source in enumerate(sources, start=1):
        fields = {"title": source.text} | ({"note": FROM_MEMORY} if source.from_memory else {})
        entry = BibliographyData({f"{name}:source{number}": Entry("misc", fields=fields)}).to_string("bibtex").strip()
        links = {"doi": source.doi, "eprint": source.arxiv, "archiveprefix": source.arxiv and "arXiv"}
        lines = [f'    {key} = "{value}"' for key, value in links.items() if value]
        found.append(",\n".join([entry.removesuffix("\n}"), *lines]) + "\n}")
    return "\n\n".join(found)


def _sources_as_csl_json(name: str, sources: Sequence[Source]) -> str:
    items = []
    for number, source in enumerate(sources, start=1):
        links = {"DOI": source.doi, "number": source.arxiv and f"arXiv:{source.arxiv}"}
        links |= {"URL": next(iter(source.links.values()), ""), "note": FROM_MEMORY if source.from_memory else ""}
        item = {"id": f"{name}:source{number}", "type": "document", "title": source.text}
        items.append(item | {key: value for key, value in links.items() if value})
    return json.dumps(items, ensure_ascii=False, indent=2)


FORMATS: dict[str, Callable[[Record], str]] = {"text": plain, "bibtex": bibtex, "csl-json": csl_json}


def cite(entry: Citable, form: str = "text", line: str = "") -> str:
    """The citation of an entry, or of the line of this number, in one of FORMATS."""
    return FORMATS[form](record(entry, line))


OF_SOURCES: dict[str, Callable[[str, Sequence[Source]], str]] = {
    "text": _sources_as_text,
    "bibtex": _sources_as_bibtex,
    "csl-json": _sources_as_csl_json,
}


def cite_sources(entry: LossEntry, form: str = "text") -> str:
    """The sources of a loss in one of FORMATS."""
    return OF_SOURCES[form](f"lossary:{entry.id}", entry.loss.source)
