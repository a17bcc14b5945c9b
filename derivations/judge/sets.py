"""The set that a symbol lives in, read from words like ``real``, ``(0,1)``, ``{0,1}``, ``> -1``, ``range,1,2``."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from derivations.errors import LossaryError
from derivations.language.domains import Domain, Label01, LabelSign, Model, Positive, Probability, Real, Size

NUMBER = r"\s*([+-]?\d{1,9}(?:\.\d{1,12})?(?:e-\d{1,2}|e\+?\d|/\d{1,9})?)\s*"
MOST = 6  # integers of an unbounded set that are tried
KNOWN: dict[str, type[Domain]] = {
    "real": Real, "positive": Positive, "(0,1)": Probability, "[0,1]": Label01, "{-1,+1}": LabelSign, "size": Size,
    "model": Model,
}  # fmt: skip
SAME = {
    "reals": "real", "any": "real", "r": "real", "> 0": "positive", ">0": "positive", "probability": "(0,1)",
    "nonnegative": ">= 0", "non-negative": ">= 0", "negative": "< 0", "nonpositive": "<= 0", "unit": "[0,1]",
    "{-1,1}": "{-1,+1}", "{+1,-1}": "{-1,+1}", "{1,-1}": "{-1,+1}", "binary": "{0,1}", "nonzero": "real",
    "positive integer": "integer >= 1", "nonnegative integer": "integer >= 0", "natural": "integer >= 1",
    "integer": "integer >= -3",
}  # fmt: skip
FORMS = "real, positive, model, (0,1), [0,1], [0,1), {0,1}, {-1,+1}, > -1, >= 0, integer >= 1, range,a,b or expr,E"


@lru_cache(maxsize=256)
def domain_of(text: str, meaning: str = "") -> Domain:
    """The domain that the text names.

    Raises:
        LossaryError: it names none.
    """
    words = " ".join(text.lower().split()).replace(", ", ",")
    words = SAME.get(words, words)
    if words in KNOWN:
        return KNOWN[words](meaning)
    if match := re.fullmatch(r"\{(" + NUMBER + r"(?:," + NUMBER + r")*)\}", words):
        return _finite(words, meaning, tuple(map(Fraction, match[1].split(","))))
    if match := re.fullmatch(r"integer\s*(>=?)" + NUMBER, words):
        first = int(Fraction(match[2])) + (match[1] == ">")
        return _endless(words, meaning, first)
    if match := re.fullmatch(rf"range,{NUMBER},{NUMBER}", words):
        return _interval(words, meaning, (Fraction(match[1]), Fraction(match[2])), (False, False))
    if match := re.fullmatch(rf"([(\[]){NUMBER},{NUMBER}([)\]])", words):
        ends = match[1] == "[", match[4] == "]"
        return _interval(words, meaning, (Fraction(match[2]), Fraction(match[3])), ends)
    if match := re.fullmatch(rf"([<>])(=?){NUMBER}", words):
        closed, end = bool(match[2]), Fraction(match[3])
        if match[1] == ">":
            return _interval(words, meaning, (end, None), (closed, False))
        return _interval(words, meaning, (None, end), (False, closed))
    msg = f"{text!r} is no domain that is known here: write {FORMS}"
    raise LossaryError(msg)


def _finite(name: str, meaning: str, values: tuple[Fraction, ...]) -> Domain:
    whole = all(value.denominator == 1 for value in values)
    assumptions = {
        "real": True,
        **({"integer": True} if whole else {}),
        **({"positive": True} if min(values) > 0 else {}),
    }
    return _made(name, meaning, values=values, assumptions=assumptions)


def _endless(name: str, meaning: str, first: int) -> Domain:
    """All whole numbers from the first on."""
    sign = {"positive": True} if first > 0 else {"nonnegative": True} if first == 0 else {"real": True}
    return _made(
        name,
        meaning,
        tried=tuple(first + i for i in range(MOST)),
        whole=True,
        interval=(Fraction(first), None),
        ends=(True, False),
        assumptions={"integer": True, **sign},
    )


def _interval(
    name: str, meaning: str, interval: tuple[Fraction | None, Fraction | None], ends: tuple[bool, bool]
) -> Domain:
    low, high = interval
    if low is not None and high is not None and low >= high:
        msg = f"{name}: the interval is empty: its first number must be less than its second"
        raise LossaryError(msg)
    positive = low is not None and (low > 0 or (low == 0 and not ends[0]))
    return _made(name, meaning, interval=interval, ends=ends, assumptions={"positive" if positive else "real": True})


def _made(name: str, meaning: str, **fields: object) -> Domain:
    kind = type("Stated", (Domain,), {"name": name, "tex": rf"\text{{{name}}}", **fields})
    made: Domain = kind(meaning)
    return made
