"""What the judge can tell: a claim for each verdict, and for each kind of fault that it recognises.

The claims are judged at the build. They stand in `templates/cases.yaml` beside what the judge says of them; if it says
something else, nothing is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from derivations.catalogue.kept import Kept
from derivations.errors import LossaryError
from derivations.judge.judgement import Judgement
from derivations.judge.question import Question
from derivations.judge.records import Record, judge_record, question_of, read_records
from derivations.notation import tex
from derivations.publish.entries import in_a_row
from derivations.publish.phrases import VERDICTS, VerdictView, point, sentence, surely
from derivations.publish.sources import templates_folder

FILE = "cases.yaml"
SECOND = r"\frac{{\partial^2 L}}{{\partial {0}^2}}"
FIRST = r"\frac{{\partial L}}{{\partial {0}}}"


@dataclass(frozen=True)
class CaseView:
    """One claim, as a row of the table.

    Args:
        loss: the loss that was typed, as TeX.
        claims: the claimed slopes, each an equation as TeX.
        verdict: the verdict.
        surely: how sure it is, if it is proved.
        reason: what the judge says.
        point: where the claim is refuted, if a point shows it.
    """

    id: str
    loss: str
    claims: list[str]
    verdict: VerdictView
    surely: str
    reason: str
    point: str


def cases(kept: Kept) -> list[CaseView]:
    """All rows, in the order of the file.

    Raises:
        LossaryError: the judge says something else than the file.
    """
    file = templates_folder() / FILE
    return kept.made(FILE, [file], lambda: [_view(record, file) for record in read_records(file)])


def _view(record: Record, file: Path) -> CaseView:
    result = judge_record(record)
    if result.judgement is None:
        msg = f"{file}, line {record.line}: {result.error}"
        raise LossaryError(msg)
    said = said_of(result.judgement)
    stated = record.fields["verdict"], record.fields.get("kind", "")
    if said != stated:
        msg = f"{file}, line {record.line}: the judge says {' '.join(said)}, not {' '.join(stated)}"
        raise LossaryError(msg)
    question = question_of(record.fields)
    return CaseView(
        record.id,
        in_a_row(f"L={tex(question.loss.expression)}"),
        _claims(question),
        VERDICTS[result.judgement.verdict],
        surely(result.judgement) if result.judgement.level == "proved" else "",  # else the reason says so
        sentence(result.judgement.reason),
        _where(result.judgement),
    )


def said_of(judgement: Judgement) -> tuple[str, str]:
    """The verdict, and the kind of fault that is named first, if any is."""
    return judgement.verdict, judgement.diagnoses[0].kind if judgement.diagnoses else ""


def _claims(question: Question) -> list[str]:
    slope = FIRST if question.order == 1 else SECOND
    pairs = zip(question.wrt, question.claims, strict=True)
    return [in_a_row(f"{slope.format(tex(w))}={tex(claim)}") for w, claim in pairs]


def _where(judgement: Judgement) -> str:
    example = judgement.counterexample
    return point(example) if judgement.verdict == "wrong" and example is not None else ""
