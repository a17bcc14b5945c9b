"""What losses are sorted by: the kind of variable of a gradient, and properties that the run has found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from derivations.catalogue import Entry
from derivations.language.properties import (
    CALIBRATED,
    CONVEX,
    LIPSCHITZ,
    MINIMUM,
    SMOOTH,
    STRICTLY,
    STRONGLY,
    SYMMETRIC,
)
from derivations.language.shapes import base_of


@dataclass(frozen=True)
class Trait:
    """Something that some losses have in common: its name in an address, and what a reader is told."""

    slug: str
    label: str


# Each kind with the words that name it in the meaning of a variable, of which the first to come decides.
KINDS: tuple[tuple[Trait, str], ...] = (
    (Trait("prediction", "predictions"), r"prediction|output"),
    (Trait("probability", "probabilities"), r"probabilit"),
    (Trait("score", "logits and scores"), r"logit|score|margin"),
    (Trait("weight", "weights"), r"weight|coefficient|intercept|loading|bias|left factor|right factor"),
    (
        Trait("moment", "means and variances"),
        r"mean|variance|covariance|precision|standard deviation|concentration|scale",
    ),
    (Trait("vector", "vectors"), r"vector|embedding|query|key|anchor|example"),
    (Trait("input", "inputs and signals"), r"input|sum that enters|signal|number|argument|angle"),
)
OTHER = Trait("other", "others")


def kind_of(entry: Entry) -> Trait:
    """The kind of variable that the gradient is taken with respect to."""
    meaning = re.split(r"[:;,(]", _meaning(entry))[0]
    found = [(word.start(), kind) for kind, pattern in KINDS if (word := re.search(pattern, meaning))]
    return min(found, key=lambda each: each[0])[1] if found else OTHER


def _meaning(entry: Entry) -> str:
    symbols = entry.loss.all_symbols
    return (symbols.get(entry.loss.wrt) or symbols[base_of(entry.loss.wrt)]).meaning


def every(name: str) -> Callable[[Entry], bool]:
    """Is this proved of a loss by each of its variables?"""
    return lambda entry: all(part.properties.has(name) for part in entry.parts)


def has_kink(entry: Entry) -> bool:
    """Is there a place at which the slope jumps, by one of its variables?"""
    return any(boundary.kind in {"kink", "tie", "jump"} for part in entry.parts for boundary in part.boundaries)


def is_not_convex(entry: Entry) -> bool:
    """Does a point show that it is not convex, by one of its variables?"""
    return any(part.properties.lacks(CONVEX) for part in entry.parts)


def is_calibrated(entry: Entry) -> bool:
    """Is it a loss of the margin that is proved to be classification-calibrated?"""
    return any(part.properties.has(CALIBRATED) for part in entry.parts)


PROPERTIES: tuple[tuple[Trait, Callable[[Entry], bool]], ...] = (
    (Trait("convex", "convex in each component"), every(CONVEX)),
    (Trait("strictly-convex", "strictly convex in each component"), every(STRICTLY)),
    (Trait("strongly-convex", "strongly convex in each component"), every(STRONGLY)),
    (Trait("not-convex", "not convex"), is_not_convex),
    (Trait("lipschitz", "Lipschitz in each component"), every(LIPSCHITZ)),
    (Trait("smooth", "smooth in each component: bounded curvature"), every(SMOOTH)),
    (Trait("minimum", "attains its minimum"), every(MINIMUM)),
    (Trait("symmetric", "symmetric in prediction and target"), every(SYMMETRIC)),
    (Trait("calibrated", "classification-calibrated"), is_calibrated),
    (Trait("kinks", "has kinks"), has_kink),
    (Trait("no-kinks", "has no kinks"), lambda entry: not has_kink(entry)),
    (Trait("matrix-form", "matrix form"), lambda entry: any(part.matrix for part in entry.parts)),
    (Trait("in-code", "calls in code"), lambda entry: bool(entry.loss.in_code)),
)


def traits_of(entry: Entry) -> list[str]:
    """The slugs of all that a loss is sorted by: family, kinds of its variables, properties."""
    kinds = dict.fromkeys(kind_of(part).slug for part in entry.parts)
    return [entry.family.slug, *kinds, *(trait.slug for trait, holds in PROPERTIES if holds(entry))]


def in_use(traits: Iterable[Trait], found: Sequence[Sequence[str]]) -> Iterator[Trait]:
    """Those by which something can be told from the rest."""
    having = Counter(slug for each in found for slug in set(each))
    yield from (trait for trait in traits if 0 < having[trait.slug] < len(found))
