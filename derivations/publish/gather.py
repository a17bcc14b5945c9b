"""Works out, in parallel, what the pages say and takes time to find: evidence, audits, judgements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from derivations.catalogue import SCRIPTS, Entry
from derivations.catalogue.kept import NOTHING, Kept
from derivations.catalogue.workers import Progress, each
from derivations.errors import LossaryError
from derivations.judge.answers import Asked
from derivations.patience import SCRIPT, stage
from derivations.publish.audit import Audit, audit
from derivations.publish.questions import QuestionPage, question_page

# As long as an entry or a question is in use, so that `lossary serve` works out only what has changed.
_known: WeakKeyDictionary[Entry | Asked, Any] = WeakKeyDictionary()


@dataclass(frozen=True)
class Findings:
    """What the pages need beside the scripts.

    Args:
        audits: that of each loss by each of its variables.
        questions: the page of each question.
    """

    audits: dict[Entry, Audit]
    questions: list[QuestionPage]


def gather(
    entries: Iterable[Entry],
    answers: Iterable[Asked],
    progress: Progress,
    kept: Kept = NOTHING,
    seconds: float = SCRIPT,
) -> Findings:
    """Leave every entry with its report and agreement, and return the rest.

    Args:
        entries: the losses.
        answers: the questions.
        progress: called with a line about each piece of work.
        kept: what was found before, and is not worked out again.
        seconds: the limit on each of them.

    Raises:
        LossaryError: the first failure, in the order of losses and questions; also of one that took too many seconds.
    """
    entries, answers = [part for entry in entries for part in entry.parts], list(answers)
    subjects: list[Entry | Asked] = [*entries, *answers]
    for subject in subjects:
        if subject not in _known and (found := kept.get(*_key(subject))) is not None:
            _known[subject] = found
    waiting = [subject for subject in subjects if subject not in _known]
    for subject, found in zip(waiting, each(_work_out, waiting, seconds, progress), strict=True):
        if isinstance(found, LossaryError):
            raise found
        _known[subject] = found
        kept.put(*_key(subject), found)
    for entry in entries:
        entry.keep(*_known[entry][0])
    return Findings({entry: _known[entry][1] for entry in entries}, [_known[asked] for asked in answers])


def _key(subject: Entry | Asked) -> tuple[str, list[Path]]:
    """What is found, and what it follows from: its own script, and all losses, which may have the same gradient."""
    others = sorted(SCRIPTS.glob("*/*.py"))
    read = [entry.path for entry in subject.entries.values()] if isinstance(subject, Asked) else []
    return subject.id, [subject.path, *read, *others]


def _work_out(subject: Entry | Asked) -> Any:
    if isinstance(subject, Asked):
        with stage("judging the claims"):
            return question_page(subject)
    return subject.findings, Audit([], []) if subject.failures else audit(subject)
