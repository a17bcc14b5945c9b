"""Lines that are proved together, with their normal forms shared, are those that are proved one by one."""

from __future__ import annotations

import pytest

from derivations.catalogue import the_catalogue
from derivations.evidence.proof import Prover

CATALOGUE = the_catalogue()


@pytest.mark.parametrize("slug", ["huber", "softmax-cross-entropy", "lasso", "triplet-margin", "logistic-regression"])
def test_what_is_proved_stays_the_same(slug: str) -> None:
    entry = CATALOGUE.find(slug)
    together, alone = Prover(entry.loss, together=True), Prover(entry.loss)
    for claim in entry.equations:
        sides = claim.left, claim.right, claim.binders
        assert together.equation(*sides).proved == alone.equation(*sides).proved, claim.address
        wrong = claim.left, claim.right + 1, claim.binders
        assert not together.equation(*wrong).proved
