"""Works out, in parallel, what the pages say and takes time to find: evidence, audits, judgements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from derivations.catalogue import Entry
from derivations.catalogue.workers import Progress, Task, in_order
from derivations.judge.answers import Asked
from derivations.publish.audit import Audit, audit
from derivations.publish.questions import QuestionPage, question_page

# As long as an entry or a question is in use, so that `lossary serve` works out only what has changed.
_known: WeakKeyDictionary[Entry | Asked, Any] = WeakKeyDictionary()


@dataclass(frozen=True)
class Findings:
    """What the pages need beside the scripts.

    Args:
        audits: that of each loss.
        questions: the page of each question.
    """

    audits: dict[Entry, Audit]
    questions: list[QuestionPage]


def gather(entries: Iterable[Entry], answers: Iterable[Asked], progress: Progress) -> Findings:
    """Leave every entry with its report and agreement, and return the rest.

    Raises:
        LossaryError: the first failure, in the order of losses and questions.
    """
    entries, answers = list(entries), list(answers)
    subjects: list[Entry | Asked] = [*entries, *answers]
    waiting = [subject for subject in subjects if subject not in _known]
    tasks = [Task(_work_out, subject, f"{subject.id} {subject.title}") for subject in waiting]
    for subject, found in zip(waiting, in_order(tasks, progress), strict=True):
        _known[subject] = found
    for entry in entries:
        report, agreement, _ = _known[entry]
        entry.keep(report, agreement)
    return Findings({entry: _known[entry][2] for entry in entries}, [_known[asked] for asked in answers])


def _work_out(subject: Entry | Asked) -> Any:
    if isinstance(subject, Asked):
        return question_page(subject)
    known = subject.report, subject.agreement
    return (*known, Audit([], []) if subject.failures else audit(subject))
