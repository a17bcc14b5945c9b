"""The catalogue: finds the scripts, and gives for each loss what follows from it: derivation, matrix form, report.

For use in Python, see the page of the site of that name:

    from derivations import catalogue

    huber = catalogue.find("huber")
    huber.gradient
"""

from derivations.catalogue.catalogue import SCRIPTS, Catalogue, load_catalogue, the_catalogue
from derivations.catalogue.families import Family
from derivations.catalogue.losses import Entry, load_entry
from derivations.catalogue.scripts import Broken

__all__ = [
    "SCRIPTS",
    "Broken",
    "Catalogue",
    "Entry",
    "Family",
    "find",
    "load_catalogue",
    "load_entry",
    "the_catalogue",
]


def find(name: str) -> Entry:
    """The loss with this slug, id, former or other name; by another variable than its first as in `huber.t`.

    Raises:
        LossaryError: there is none; it names the nearest.
    """
    return the_catalogue().find(name)
