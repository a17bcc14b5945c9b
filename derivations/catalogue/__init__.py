"""The catalogue: finds the scripts, and gives for each loss what follows from it: derivation, matrix form, report."""

from derivations.catalogue.catalogue import SCRIPTS, Catalogue, load_catalogue, the_catalogue
from derivations.catalogue.families import Family
from derivations.catalogue.losses import Entry, load_entry
from derivations.catalogue.scripts import Broken

__all__ = ["SCRIPTS", "Broken", "Catalogue", "Entry", "Family", "load_catalogue", "load_entry", "the_catalogue"]
