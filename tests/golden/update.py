"""Write the golden pages anew: python tests/golden/update.py. Then read the difference before you keep it."""

from __future__ import annotations

from pathlib import Path

from derivations.catalogue import load_catalogue
from derivations.publish.pages import page_of

HERE = Path(__file__).parent

if __name__ == "__main__":
    catalogue = load_catalogue()
    for path in sorted(HERE.glob("*.md")):
        path.write_text(page_of(catalogue.find(path.stem), catalogue), encoding="utf-8")
        print(path)  # noqa: T201
