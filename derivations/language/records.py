"""The fields of a record in a file of claims."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from derivations.errors import LossaryError

REQUIRED = ("loss", "symbols", "wrt", "claimed")
FIELDS = {
    "id": "a name for the record",
    "loss": "a formula",
    "symbols": "a mapping, name: domain, or name: {domain, role, shape}. domain: real | positive | > -1 | (0,1) | "
    "[0,1] | {0,1} | {-1,+1} | integer >= 2 | range,a,b | expr,E (computed from the others, and held fixed) | index "
    "(with `last`: a letter that names a component, as j of w_j; with a shape an array of labels, as y of w_{y_i}). "
    "role: param | data | label | hyper (constant during training) | size; a scale may depend on the last two only. "
    "shape: the sizes of an array, such as [n, d] or n; its entries are then written w_j or w[j]",
    "wrt": "the variable, or a list of them",
    "claimed": "a formula for each variable, or a list of them",
    "order": "1, if not said; or 2: the second derivative by each variable separately",
    "functions": "a mapping, name: formula: what an unspecified function m(w) may be put in for",
    "assume": "a condition, or a list of them",
    "layout": "how the claim is laid out, if not like the variable: row-vector, transpose",
    "instance": "for which sizes the formulas were written out, such as N=2",
    "alt_instance": "a mapping of loss, symbols, wrt, claimed: the same for another size",
}
LIKE = 0.8  # how much the name of a field must be like another to be meant for it


def check_fields(fields: Mapping[str, Any]) -> None:
    """Are all there that are needed? Another is not read, unless it is meant for one that would be.

    Raises:
        LossaryError: it names all that are missing, and all that are misspelt.
    """
    absent = [name for name in FIELDS if name not in fields]
    near = {str(name): get_close_matches(str(name), absent, 1, LIKE) for name in fields if name not in FIELDS}
    wrong = [f"there is no field {name}: is {meant[0]} meant?" for name, meant in near.items() if meant]
    missing = [name for name in REQUIRED if fields.get(name) in (None, "", [], {})]
    if missing:
        listed = " and ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
        wrong.append(f"the field{'s' * (len(missing) > 1)} {listed} {'are' if len(missing) > 1 else 'is'} missing")
    if wrong:
        raise LossaryError("; ".join(wrong))
