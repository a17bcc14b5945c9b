"""Points are drawn where the logarithms of a loss have a value, and nowhere else is left out."""

from __future__ import annotations

import pytest

from derivations.catalogue import the_catalogue
from derivations.cli.asked import question
from derivations.cli.typed import Typed
from derivations.evidence.narrowed import narrowed

CASES = [
    ("-mean(y*log(p) + (1-y)*log(1-p))", "p", "p", (0, 1)),
    ("sum(y_i*log(p_i), i=1..n)", "p_k", "p", (0, None)),
    ("log(3 - 2*p)*t", "p", "p", (None, "3/2")),
    ("sum(y_i*log(p_i), i=2..n) + sum(p_i, i=1..n)", "p_k", "p", None),  # not of every entry
    ("where(t > 0, log(p), p)", "p", "p", None),  # not everywhere
    ("max(log(p), 0)", "p", "t", None),
    ("log(p - t)", "p", "p", None),  # of no name alone
    ("log(p) + log(-p)", "p", "p", None),  # empty
]


@pytest.mark.parametrize("loss, wrt, name, ends", CASES, ids=[loss for loss, *_ in CASES])
def test_a_name_is_drawn_where_the_loss_has_a_value(loss: str, wrt: str, name: str, ends: tuple | None) -> None:
    asked = question(Typed(loss, (wrt,), ()), the_catalogue(), ["0"])
    found = {str(key): domain for key, domain in narrowed(asked.loss).items()}
    assert (name in found) == (ends is not None)
    if ends is not None:
        assert [None if end is None else str(end) for end in found[name].interval] == [
            None if end is None else str(end) for end in ends
        ]
