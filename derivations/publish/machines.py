"""What a page tells programs: where its data is, and the term that it explains, as schema.org has it, in JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence

from derivations.notation import unicode_prose
from derivations.publish.sources import settings, site_url

# No text ends the script that it stands in.
IN_HTML = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026"})


def data_url(name: str) -> str:
    """The address of the data of the loss with this permanent id, from the root of the site."""
    return f"{name}.json"


def defined_term(name: str, title: str, description: str, also: Sequence[str] = ()) -> str:
    """A DefinedTerm of the glossary as JSON-LD.

    Args:
        name: its permanent id.
        title: what it is called.
        description: what it is, as prose with TeX between dollar signs.
        also: other names.
    """
    site = {"@type": "DefinedTermSet", "name": settings()["site_name"], "url": site_url()}
    term = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "termCode": name,
        "name": unicode_prose(title),
        "alternateName": list(also),
        "description": unicode_prose(description),
        "url": f"{site_url()}{name}.html",
        "inDefinedTermSet": site,
    }
    text = json.dumps({key: value for key, value in term.items() if value}, ensure_ascii=False, separators=(",", ":"))
    return text.translate(IN_HTML)
