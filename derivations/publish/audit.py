"""May a factor be dropped, and which losses have the same gradient: two parts of the page of a loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.judge import Counterexample, Factor, factors, same_gradient
from derivations.notation import tex
from derivations.patience import stage
from derivations.publish.entries import in_a_row
from derivations.publish.mistakes import JudgedView
from derivations.publish.phrases import number, point, prose, sentence


@dataclass(frozen=True)
class FactorView:
    """A row of the audit: the factor, four questions about it with their answers, may it go, and why.

    One that is all of the gradient is no row but a sentence.
    """

    tex: str
    facts: list[tuple[str, str]]
    may_go: bool
    why: str
    without: str
    example: str
    is_all: bool


@dataclass(frozen=True)
class SameView:
    """Another loss with this gradient: its id, and how the two belong together."""

    id: str
    how: str


@dataclass(frozen=True)
class Audit:
    """What the judge says about a loss of the catalogue: its factors, and its mistakes in their order."""

    factors: list[FactorView]
    mistakes: list[JudgedView]


def factor_views(entry: Entry) -> list[FactorView]:
    """The factors of the gradient.

    Raises:
        LossaryError: a part of the gradient cannot be evaluated.
    """
    with _naming(entry), stage("auditing the factors"):
        return [factor_view(factor) for factor in factors(entry)]


def same_views(entry: Entry, others: Sequence[Entry]) -> dict[Path, list[tuple[int, SameView]]]:
    """For each script of these losses those with the same gradient, each with its rank: equal ones come first."""
    found: dict[Path, list[tuple[int, SameView]]] = {other.path: [] for other in others}
    with _naming(entry), stage("looking for the same gradient"):
        for match in same_gradient(entry, others):
            found[match.entry.path].append((match.rank, SameView(match.entry.id, prose(match.how))))
    return found


@contextmanager
def _naming(entry: Entry) -> Iterator[None]:
    try:
        yield
    except LossaryError as error:
        msg = f"{entry.path}: the factors of the gradient cannot be judged: {error}"
        raise LossaryError(msg) from error


def factor_view(factor: Factor) -> FactorView:
    """One factor for the page."""
    facts = [
        ("Constant", _yes(factor.constant)),
        ("Positive", _yes(factor.sign == "positive")),
        ("Common to all components", _yes(factor.every_component)),
        ("Common to all examples", _in_examples(factor)),
    ]
    return FactorView(
        tex=in_a_row(tex(factor.expression)),
        facts=facts,
        may_go=factor.absorbable,
        why=sentence(factor.why),
        without=" ".join(sentence(diagnosis.phrase) for diagnosis in factor.without),
        example="" if factor.counterexample is None else _example(factor.counterexample),
        is_all=factor.is_all,
    )


def _yes(is_so: bool) -> str:  # noqa: FBT001
    return "yes" if is_so else "no"


def _in_examples(factor: Factor) -> str:
    shared = ", ".join(f"${tex(name)}$" for name in factor.sharing)
    return f"if they share {shared}" if shared else _yes(factor.every_example)


def _example(example: Counterexample) -> str:
    """The point, with what is left of the gradient and the gradient itself."""
    left, true = (_tuple(list(map(number, numbers))) for numbers in (example.claimed, example.true))
    return f"At {point(example)}: without it ${left}$, the gradient is ${true}$."


def _tuple(numbers: list[str]) -> str:
    return numbers[0] if len(numbers) == 1 else f"({', '.join(numbers)})"
