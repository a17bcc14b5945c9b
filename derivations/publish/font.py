"""The font of the formulas and titles: STIX Two Math, cut down to the characters that the site uses.

The font comes with the package ziamath, under the SIL Open Font License; its notice stays in the file.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset

from derivations.errors import LossaryError

FILE_NAME = "stix2math.woff2"
NOTICES = [0, 1, 2, 4, 5, 6, 13, 14]  # of the font's name table: copyright, names, version, licence
ITALIC = [*range(0x1D434, 0x1D468), 0x210E, *range(0x1D6FC, 0x1D71C)]  # what browsers make of one-letter <mi>
ALWAYS = "–—‘’“”…−·±×∕=≠<>≤≥∝∎✓✗→∞√∑∏∫∂∇∈ℝ′″‴()[]{}|‖⌈⌉⌊⌋⟨⟩ΑΒΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμνξπρστυφχψωϵϕ"


def characters(pages: Iterable[str]) -> str:
    """What the font must be able to print for these pages: ASCII, mathematics, and whatever else occurs in them."""
    used = set(map(chr, [*range(32, 127), *ITALIC])) | set(ALWAYS)
    used.update(*map(html.unescape, pages))
    return "".join(sorted(used - {"\n"}))


def subset_font(text: str) -> bytes:
    """The font with the characters of the text, as WOFF2; the same text gives the same bytes.

    Raises:
        LossaryError: if the package that brings the font is not installed.
    """
    options = subset.Options(
        layout_features=["math", "ssty", "dtls", "flac", "kern", "liga"],
        flavor="woff2",
        hinting=False,
        notdef_outline=True,
        name_IDs=NOTICES,
        recalc_timestamp=False,
    )
    out = io.BytesIO()
    with closing(subset.load_font(str(source()), options)) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        subset.save_font(font, out, options)
    return out.getvalue()


def source() -> Path:
    """The file of the font; ziamath itself is not needed, and not imported."""
    package = find_spec("ziamath")
    path = Path(package.origin or "").parent / "fonts" / "STIXTwoMath-Regular.ttf" if package else Path()
    if not path.is_file():
        msg = "the font STIX Two Math is missing: install the package ziamath"
        raise LossaryError(msg)
    return path
