"""How to cite an entry, and its sources: records, printed as BibTeX, CSL-JSON, RIS and plain references."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

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


def plain(records: Sequence[Record]) -> str:
    """Each reference as a sentence, on a line of its own."""
    return "\n".join(f"{AUTHOR}: “{typeset(of.title)}”. Lossary, {of.where}, {of.year}. {of.url}" for of in records)


def bibtex(records: Sequence[Record]) -> str:
    """The references for BibTeX and BibLaTeX; titles as they were typed, since TeX has its own signs."""
    found = {}
    for of in records:
        fields = {"title": of.title, "howpublished": f"Lossary, {of.where}", "year": of.year, "url": of.url}
        # The braces keep BibTeX from taking the name apart into first and last.
        found[_key(of)] = Entry("misc", fields=fields, persons={"author": [Person(last=f"{{{AUTHOR}}}")]})
    return str(BibliographyData(found).to_string("bibtex")).strip()


def csl_json(records: Sequence[Record]) -> str:
    """The references for Zotero, pandoc and others that read CSL-JSON."""
    return json.dumps([_csl(of) for of in records], ensure_ascii=False, indent=2)


def _csl(of: Record) -> dict[str, Any]:
    return {
        "id": _key(of),
        "type": "entry-dictionary",
        "title": typeset(of.title),
        "container-title": "Lossary",
        "author": [{"literal": AUTHOR}],
        "number": of.id,
        "version": of.version,
        "issued": {"date-parts": [[int(part) for part in of.released.split("-")]]},
        "URL": of.url,
    }


def ris(records: Sequence[Record]) -> str:
    """The references for EndNote, Mendeley and others that read RIS."""
    return _ris(
        {
            "TY": "DICT",
            "ID": _key(of),
            "TI": typeset(of.title),
            "AU": AUTHOR,
            "T2": "Lossary",
            "ET": of.version,
            "M1": of.id,
            "PY": of.year,
            "DA": of.released.replace("-", "/"),
            "UR": of.url,
        }
        for of in records
    )


def _ris(items: Iterable[dict[str, str]]) -> str:
    """A tag on each line, and what is empty left out; the end of a record is a tag too."""
    lines = (["\n".join(f"{tag}  - {value}" for tag, value in item.items() if value), "ER  - "] for item in items)
    return "\n\n".join("\n".join(record) for record in lines)


def _key(of: Record) -> str:
    return f"lossary:{of.id}"


Named = tuple[str, Source]  # a source, and by which key a file of references has it


def _sources_as_text(sources: Sequence[Named]) -> str:
    return "\n".join(source.line for _, source in sources)


def _sources_as_bibtex(sources: Sequence[Named]) -> str:
    """An entry for each source. Its DOI and its arXiv id stand as they are: signs that TeX minds would break them."""
    found = []
    for key, source in sources:
        fields = {"title": source.text} | ({"note": FROM_MEMORY} if source.from_memory else {})
        entry = BibliographyData({key: Entry("misc", fields=fields)}).to_string("bibtex").strip()
        links = {"doi": source.doi, "eprint": source.arxiv, "archiveprefix": source.arxiv and "arXiv"}
        lines = [f'    {name} = "{value}"' for name, value in links.items() if value]
        found.append(",\n".join([entry.removesuffix("\n}"), *lines]) + "\n}")
    return "\n\n".join(found)


def _sources_as_csl_json(sources: Sequence[Named]) -> str:
    items = []
    for key, source in sources:
        links = {"DOI": source.doi, "number": source.arxiv and f"arXiv:{source.arxiv}"}
        links |= {"URL": _link(source), "note": FROM_MEMORY if source.from_memory else ""}
        item = {"id": key, "type": "document", "title": source.text}
        items.append(item | {name: value for name, value in links.items() if value})
    return json.dumps(items, ensure_ascii=False, indent=2)


def _sources_as_ris(sources: Sequence[Named]) -> str:
    note = {True: FROM_MEMORY, False: ""}
    return _ris(
        {
            "TY": "GEN",
            "ID": key,
            "TI": source.text,
            "DO": source.doi,
            "M1": source.arxiv and f"arXiv:{source.arxiv}",
            "UR": _link(source),
            "N1": note[source.from_memory],
        }
        for key, source in sources
    )


def _link(source: Source) -> str:
    return next(iter(source.links.values()), "")


FORMATS: dict[str, Callable[[Sequence[Record]], str]] = {
    "text": plain,
    "bibtex": bibtex,
    "csl-json": csl_json,
    "ris": ris,
}


def cite(entry: Citable, form: str = "text", line: str = "") -> str:
    """The citation of an entry, or of the line of this number, in one of FORMATS."""
    return cite_all([(entry, line)], form)


def cite_all(cited: Iterable[tuple[Citable, str]], form: str = "text") -> str:
    """The citations of entries, each with the number of a line or nothing, as one file; what comes twice, once."""
    return FORMATS[form](list(dict.fromkeys(record(entry, line) for entry, line in cited)))


OF_SOURCES: dict[str, Callable[[Sequence[Named]], str]] = {
    "text": _sources_as_text,
    "bibtex": _sources_as_bibtex,
    "csl-json": _sources_as_csl_json,
    "ris": _sources_as_ris,
}


def cite_sources(entries: Iterable[LossEntry], form: str = "text") -> str:
    """The sources of losses in one of FORMATS; what several have in common, once."""
    found: dict[Source, str] = {}
    for entry in entries:
        for number, source in enumerate(entry.loss.source, start=1):
            found.setdefault(source, f"lossary:{entry.id}:source{number}")
    return OF_SOURCES[form]([(key, source) for source, key in found.items()])
