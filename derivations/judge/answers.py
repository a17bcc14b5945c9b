"""The questions: finds their scripts, and has the judge look at every claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from derivations.catalogue import Catalogue, Entry
from derivations.catalogue.scripts import Broken, Read, Script, error_at, read_script, slug_of, sorted_out
from derivations.catalogue.workers import Progress, each
from derivations.errors import LossaryError
from derivations.judge.judgement import Judgement
from derivations.judge.question import Question, ask_about
from derivations.judge.theorems import settled
from derivations.judge.verdicts import judge
from derivations.language.loss import is_id
from derivations.language.names import plain_names
from derivations.language.question import Answer, Claim
from derivations.patience import SCRIPT


@dataclass(frozen=True, eq=False)
class Asked:
    """One question: what its script states, the losses that it speaks of, and what the judge says of its claims."""

    slug: str
    title: str
    lead: str
    path: Path
    answer: Answer
    entries: Mapping[str, Entry]

    def __reduce__(self) -> tuple[Any, ...]:
        """To a worker process a question goes as the path of its script."""
        return load_asked, (self.path, self.entries)

    @property
    def id(self) -> str:
        return self.answer.id

    @property
    def entry(self) -> Entry:
        """The loss that the question is about."""
        return self.entries[self.answer.loss]

    def entry_of(self, claim: Claim) -> Entry:
        """The loss whose gradient is claimed."""
        return self.entries[claim.loss or self.answer.loss]

    def question(self, claim: Claim) -> Question:
        """The claim as the judge takes it."""
        try:
            loss = self.entry_of(claim).loss
            return ask_about(loss, [plain_names("claims", claim.formula, loss.definitions)])
        except LossaryError as error:
            raise error_at(self.path, error) from error

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """What the judge says of each claim."""
        return tuple(judge(self.question(claim)) for claim in self.answer.claims)

    @property
    def failures(self) -> tuple[str, ...]:
        """Every claim of which the judge says something else than the script, and every theorem that fails."""
        return tuple(self._differences())

    def _differences(self) -> Iterator[str]:
        for number, (claim, judgement) in enumerate(zip(self.answer.claims, self.judgements, strict=True), start=1):
            if judgement.verdict != claim.verdict:
                says = f"the script says {claim.verdict}, the judge {judgement.verdict}"
                yield f"claim {number}: {says}: {judgement.reason}"
        for theorem in self.answer.theorems:
            try:
                settled(theorem, self.entries)
            except LossaryError as error:
                yield str(error)


def questions_of(losses: Path) -> Path:
    """The folder of questions that belongs to a folder of losses."""
    return losses.parent / "questions"


def load_answers(catalogue: Catalogue) -> tuple[Asked, ...]:
    """The questions in the folder beside that of the losses, in the order of the losses; none without it.

    Raises:
        LossaryError: a script that cannot be read, a loss that is not in the catalogue, an id that two scripts share.
    """
    asked, broken = read_answers(catalogue)
    if broken:
        raise LossaryError(broken[0].error)
    return asked


def read_answers(catalogue: Catalogue, read: Read = read_script) -> tuple[tuple[Asked, ...], tuple[Broken, ...]]:
    """The questions that can be read, in the order of the losses, and the scripts of those that cannot.

    Args:
        catalogue: the losses.
        read: reads a script.
    """
    found, broken = sorted_out(_scripts(catalogue), partial(_asked, catalogue, read))
    places = {part: place for place, part in enumerate(catalogue.parts)}
    return tuple(sorted(found, key=lambda asked: places[asked.entry])), tuple(broken)


def find_asked(catalogue: Catalogue, name: str, read: Read = read_script) -> Asked | None:
    """The question with this slug or id, if there is one; the others are not read.

    Raises:
        LossaryError: there is one of this slug, and its script is broken.
    """
    wanted = slug_of(name.strip().lower())
    paths = _scripts(catalogue)
    tried = [path for path in paths if slug_of(path.stem) == wanted or (is_id(wanted) and _mentions(path, wanted))]
    found, broken = sorted_out(tried, partial(_asked, catalogue, read))
    asked = next((one for one in found if wanted in (one.slug, one.id.lower())), None)
    if asked is not None:  # an earlier script may have its id, and keeps it
        earlier = [path for path in paths if path <= asked.path and _mentions(path, asked.id.lower())]
        found, broken = sorted_out(earlier, partial(_asked, catalogue, read))
        asked = asked if any(one.slug == asked.slug for one in found) else None
    errors = (script.error for script in broken if script.slug == wanted)
    if asked is None and (error := next(errors, None)) is not None:
        raise LossaryError(error)
    return asked


def _mentions(path: Path, name: str) -> bool:
    """Does the text have this id, whatever the capitals?"""
    with suppress(OSError):
        return name in path.read_text(encoding="utf-8", errors="replace").lower()
    return False


def _scripts(catalogue: Catalogue) -> list[Path]:
    folder = questions_of(catalogue.directory)
    return sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")


def judged(
    answers: Sequence[Asked], progress: Progress, workers: int | None = None, seconds: float = SCRIPT
) -> Iterator[tuple[Asked, tuple[str, ...] | LossaryError]]:
    """Each question with its failures, or with what kept it from being judged; for the arguments see `workers.each`."""
    yield from zip(answers, each(_failures, answers, seconds, progress, workers), strict=True)


def _failures(asked: Asked) -> tuple[str, ...]:
    return asked.failures


def load_asked(path: Path, entries: Mapping[str, Entry]) -> Asked:
    """The question of one script, about losses that are known."""
    return _of(read_script(path, "answer", Answer), entries)


def _asked(catalogue: Catalogue, read: Read, path: Path) -> Asked:
    script = read(path, "answer", Answer)
    try:
        entries = {slug: catalogue.find(slug) for slug in script.stated.losses}
    except LossaryError as error:
        raise error_at(script.path, error) from error
    return _of(script, entries)


def _of(script: Script, entries: Mapping[str, Entry]) -> Asked:
    return Asked(slug_of(script.path.stem), script.title, script.prose, script.path, script.stated, entries)
