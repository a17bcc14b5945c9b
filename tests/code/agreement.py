"""How far off the result of the same formula may be: on arrays, in ulp of the largest component."""

from __future__ import annotations

from derivations.code.shapes import Kernel
from derivations.code.vectors import AGREED

# A softmax near 1, beside which the others vanish: no rule works with 1 - p as the sum of the others yet.
NEAR_1 = {
    "attention_gradient_K",
    "attention_gradient_q",
    "temperature_scaling_second_z",
    "info_nce_gradient_V",
    "info_nce_second_q",
    "gumbel_softmax_second",
    "n_pairs_second_a",
}
SATURATED = 2.0**36


def agreed(kernel: Kernel) -> float:
    return SATURATED if kernel.name in NEAR_1 else AGREED
