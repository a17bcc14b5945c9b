"""The catalogue: finds the scripts, and gives for each loss what follows from it: derivation, matrix form, report."""

from derivations.catalogue.losses import SCRIPTS, Catalogue, Entry, Family, load_catalogue, load_entry, the_catalogue

__all__ = ["SCRIPTS", "Catalogue", "Entry", "Family", "load_catalogue", "load_entry", "the_catalogue"]
