"""Letters that count something, though nothing that is summed runs up to them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from sympy import Mul, Sum

from derivations.reading import Reading
from derivations.reading.names import SIZES

READ_AS_COUNT = "{0} was read as a number of entries, 1, 2, 3 ...: say --symbol {0}:real if it is not"


def counts_in(loss: Reading, others: AbstractSet[str], remarks: list[str]) -> list[str]:
    """The n of 1/n sum_{i=1}^N u_i, which nobody means to be negative or a fraction; but for these other names."""
    numbers = {name for name, kind in loss.symbols.items() if kind.kind == "scalar"}.intersection(SIZES) - others
    over_sums = [u for u in loss.expression.atoms(Mul) if any(isinstance(part, Sum) for part in u.args)]
    divisors = {str(part.base) for u in over_sums for part in u.args if part.is_Pow and part.exp.is_negative}
    found = sorted(numbers & divisors)
    remarks += [READ_AS_COUNT.format(name) for name in found]
    return found
