"""Works out, in parallel, what the pages say and takes time to find: evidence, audits, judgements.

Each finding is kept by what it follows from, so that an edit of one script renews little else.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from derivations.catalogue import SCRIPTS, Entry, the_catalogue
from derivations.catalogue.catalogue import scripts_below
from derivations.catalogue.kept import NOTHING, Kept, Read, Stated, digest
from derivations.catalogue.losses import Derived
from derivations.catalogue.workers import About, Progress, each
from derivations.errors import LossaryError
from derivations.judge import compared_with_all, known_losses
from derivations.judge.answers import Asked
from derivations.judge.faults.elsewhere import Consulted, consulting
from derivations.judge.profiles import Sketch, prepared, sketch_of
from derivations.patience import SCRIPT, stage
from derivations.publish.audit import Audit, SameView, factor_views, same_views
from derivations.publish.mistakes import judged_views
from derivations.publish.questions import QuestionPage, question_page

# Kinds of findings.
CHECKS, FACTORS, MISTAKES, SKETCH, SAME, PAGE = "checks", "factors", "mistakes", "sketch", "same gradient", "page"
Subject = Entry | Asked
Wanted = tuple[Subject, tuple[str, ...]]  # of a loss or a question the kinds of findings

HERE = 2_000  # pairs of losses are compared before workers would have started
# As long as an entry or a question is in use, so that `lossary serve` works out only what has changed.
_known: WeakKeyDictionary[Subject, dict[str, Any]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Findings:
    """What the pages need beside the scripts.

    Args:
        audits: that of each loss by each of its variables, but of those that are told already.
        same: for each of them, told or not, the others with its gradient.
        questions: the page of each question.
    """

    audits: dict[Entry, Audit]
    same: dict[Entry, list[SameView]]
    questions: list[QuestionPage]


def gather(
    entries: Iterable[Entry],
    answers: Iterable[Asked],
    progress: Progress,
    kept: Kept = NOTHING,
    seconds: float = SCRIPT,
    told: Collection[Entry] = (),
) -> Findings:
    """Leave every entry that is not told yet with its report and agreement, and return the rest.

    Args:
        entries: the losses.
        answers: the questions.
        progress: called with a line about each piece of work.
        kept: what was found before, and is not worked out again.
        seconds: the limit on each of them.
        told: losses of which nothing is needed but which others have the same gradient.

    Raises:
        LossaryError: the first failure, in the order of losses and questions; also of one that took too many seconds.
    """
    entries, answers = list(entries), list(answers)
    shelf = _Shelf(kept, entries)
    parts = [part for entry in entries for part in entry.parts]
    untold = [part for part in parts if part.page not in told]
    for work, found in shelf.worked_out(
        [(part, (CHECKS, FACTORS, MISTAKES, SKETCH)) for part in untold], seconds, progress
    ):
        shelf.put(work.subject, found)
    for part in untold:
        part.keep(*_known[part][CHECKS])
    sound = [part for part in parts if part not in untold or not part.failures]  # others will not be published
    alike: list[Wanted] = [(part, (SAME,)) for part in sound]
    pages: list[Wanted] = [(asked, (PAGE,)) for asked in answers]
    for wanted in (alike, pages):  # what compares losses follows on their derivations
        for work, found in shelf.worked_out(wanted, seconds, progress):
            shelf.put(work.subject, found)
    audits = {part: Audit(_known[part][FACTORS].said, _known[part][MISTAKES]) for part in untold}
    questions = [_known[asked][PAGE].said for asked in answers]
    return Findings(audits, {part: shelf.same(part) if part in sound else [] for part in parts}, questions)


def audited(entry: Entry, others: Compared) -> str:
    """Stands for what was said of the factors of a loss, by all its variables; empty if it is to be said anew."""
    found = [others.standing(FACTORS, part) for part in entry.parts]
    said = [repr(audit.said) for audit in found if audit is not None]
    return digest(*said) if len(said) == len(found) else ""


def audit(entry: Entry) -> Audit:
    """That of one loss by one variable, worked out here and now."""
    return Audit(factor_views(entry), judged_views(entry))


@dataclass
class Said:
    """What was found of a claim, and by which other losses: it stands until one of these changes.

    Args:
        said: the finding.
        consulted: with what other losses were compared.
        against: what stands for the content of each of these losses.
        named: the same of those that are named in it.
    """

    said: Any
    consulted: Consulted
    against: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


class Compared:
    """The losses with which the judge compares every claim, by what stands for their content."""

    def __init__(self, entries: Collection[Entry], kept: Kept) -> None:
        ours = any(entry.path.is_relative_to(SCRIPTS) for entry in entries)
        losses = compared_with_all(entries) if ours else known_losses()
        self.kept = kept
        self.losses = {self._content(entry.path): entry for entry in losses}

    def _content(self, path: Path) -> str:
        return self.kept.content(Stated(path, titled=True))

    def standing(self, kind: str, subject: Subject) -> Said | None:
        """What was found before, if it still stands."""
        known = _known.setdefault(subject, {})
        found = known.get(kind) or self.kept.get(f"{kind} {subject.id}", _reads(subject))
        if found is None or not self.leave(found):
            known.pop(kind, None)
            return None
        if found.against != self.losses.keys():
            found.against = frozenset(self.losses)
            self.kept.put(f"{kind} {subject.id}", _reads(subject), found)
        known[kind] = found
        return found

    def leave(self, found: Said) -> bool:
        """Do the losses leave it as it is? None that it names is gone, and of the new ones none can be meant."""
        new = [entry for content, entry in self.losses.items() if content not in found.against]
        if not found.named <= self.losses.keys() or (new and not found.consulted.whole):
            return False
        return not any(place.may_hold(entry) for entry in new for place in found.consulted.places)

    def signed(self, found: Said) -> Said:
        """The finding with the losses by which it was found."""
        named = frozenset(map(self._content, found.consulted.named))
        return Said(found.said, replace(found.consulted, named=[]), frozenset(self.losses), named)


def _reads(subject: Subject) -> list[Read]:
    """The scripts from which a finding follows, beside those of the losses that were consulted.

    Which losses have the same gradient is kept for each of them.
    """
    if isinstance(subject, Asked):
        return [subject.path, *(Stated(entry.path, titled=True) for entry in subject.entries.values())]
    return [Stated(subject.path)]


@dataclass(frozen=True)
class Work(About):
    """What is to be worked out of a loss or a question.

    Args:
        subject: the loss or the question.
        kinds: of the findings.
        others: the losses with which a loss has not been compared.
        derived: the derivations that are known of all these, and of those that the question is about, by their ids.
        sketches: likewise those with which the loss is compared.
    """

    subject: Subject
    kinds: tuple[str, ...]
    others: tuple[Entry, ...] = ()
    derived: Mapping[str, Derived] = field(default_factory=dict)
    sketches: Mapping[str, bytes] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:
        """To a worker process the other losses go as the paths of their scripts, which it reads once."""
        paths = [entry.path for entry in self.others]
        return _arrived, (self.subject, self.kinds, paths, self.derived, self.sketches)

    @property
    def losses(self) -> Iterable[Entry]:
        """Those with which it has to do."""
        if isinstance(self.subject, Asked):
            return self.subject.entries.values()
        return (self.subject, *(part for entry in self.others for part in entry.parts))


def _arrived(subject: Subject, kinds: tuple[str, ...], paths: list[Path], *known: Mapping[str, Any]) -> Work:
    others = the_catalogue(subject.path.parents[1]).of_scripts(paths) if paths else ()
    return Work(subject, kinds, others, *known)


class _Shelf:
    """Where findings are kept: in memory, and on disk by the content of the scripts that they follow from."""

    def __init__(self, kept: Kept, entries: list[Entry]) -> None:
        self.kept = kept
        self.contents: dict[Path, dict[Path, str]] = {}  # of the scripts below a folder, read once
        self.by_path = {entry.path: entry for entry in entries}
        self.places = {part.id: place for place, entry in enumerate(entries) for part in entry.parts}
        self.compared = Compared(entries, kept)

    def worked_out(
        self, wanted: Iterable[Wanted], seconds: float, progress: Progress
    ) -> Iterator[tuple[Work, dict[str, Any]]]:
        """What is missing of all this, each piece with what was found; the first failure ends it."""
        waiting = [work for subject, kinds in wanted if (work := self.what_is_missing(subject, kinds)).kinds]
        pairs = sum(len(work.others) for work in waiting)
        workers = 1 if 0 < pairs <= HERE else None  # where all are loaded already
        for work, found in zip(waiting, each(_work_out, waiting, seconds, progress, workers), strict=True):
            if isinstance(found, LossaryError):
                raise found
            yield work, found

    def what_is_missing(self, subject: Subject, kinds: tuple[str, ...]) -> Work:
        """Take what was found before of these kinds, and name the rest."""
        known = _known.setdefault(subject, {})
        for kind in kinds:
            if kind in (FACTORS, PAGE):
                self.compared.standing(kind, subject)
                continue
            found = None if kind in known else self.kept.get(f"{kind} {subject.id}", _reads(subject))
            if found is not None:
                known[kind] = found
        others: list[Path] = []
        if SAME in kinds and isinstance(subject, Entry):
            others = [path for path, name in self.others(subject).items() if name not in known.get(SAME, {})]
        missing = tuple(k for k in kinds if k not in known or (k == SAME and others))
        work = Work(subject, missing, self.of_scripts(others))
        return replace(work, derived=self.derived(work), sketches=self.sketches(work)) if missing else work

    def of_scripts(self, paths: Collection[Path]) -> tuple[Entry, ...]:
        """What stands in these scripts, of which some may not be among the losses."""
        ours = [self.by_path[path] for path in paths if path in self.by_path]
        rest = [path for path in paths if path not in self.by_path]
        return (*ours, *(the_catalogue(rest[0].parents[1]).of_scripts(rest) if rest else ()))

    def derived(self, work: Work) -> Mapping[str, Derived]:
        """The derivations that are known of the losses with which the work has to do."""
        found = {entry.id: self.checks(entry) for entry in work.losses}
        return {name: checks[-1] for name, checks in found.items() if checks}

    def sketches(self, work: Work) -> Mapping[str, bytes]:
        """The sketches that are known of these losses, if it compares them."""
        found = {part.id: self.known(SKETCH, part) for part in work.losses if work.others}
        return {name: sketch for name, sketch in found.items() if sketch}

    def checks(self, entry: Entry) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self.known(CHECKS, entry)
        return found

    def known(self, kind: str, entry: Entry) -> Any | None:
        """What was found of this kind, now or before."""
        known = _known.setdefault(entry, {})
        found = known.get(kind) or self.kept.get(f"{kind} {entry.id}", _reads(entry))
        return found and known.setdefault(kind, found)

    def put(self, subject: Subject, found: dict[str, Any]) -> None:
        """Keep what was found; of losses as they are no more nothing."""
        known = _known[subject]
        if SAME in found and isinstance(subject, Entry):
            names = self.others(subject)
            same = known.get(SAME, {}) | {names[path]: matches for path, matches in found[SAME].items()}
            found[SAME] = {name: same.get(name, []) for name in names.values()}  # of a broken script there is no loss
        for kind, finding in found.items():
            known[kind] = self.compared.signed(finding) if isinstance(finding, Said) else finding
            self.kept.put(f"{kind} {subject.id}", _reads(subject), known[kind])

    def others(self, entry: Entry) -> Mapping[Path, str]:
        """The scripts of the other losses of its catalogue, each with what stands for its content."""
        folder = entry.path.parents[1]
        if folder not in self.contents:
            self.contents[folder] = {path: self.kept.content(Stated(path)) for path in scripts_below(folder)}
        others = dict(self.contents[folder])
        others.pop(entry.path, None)
        return others

    def same(self, entry: Entry) -> list[SameView]:
        """Equal gradients first, and then as the losses stand in the catalogue."""
        known = _known[entry]
        matches = [match for name in self.others(entry).values() for match in known[SAME][name]]
        matches.sort(key=lambda match: (match[0], self.places.get(match[1].id, len(self.places)), match[1].id))
        return [view for _, view in matches]


def _work_out(work: Work) -> dict[str, Any]:
    subject, found = work.subject, dict[str, Any]()
    for entry in work.losses:
        entry.take(work.derived.get(entry.id, (None, None)))
    if isinstance(subject, Asked):
        with stage("judging the claims"), consulting() as consulted:
            return {PAGE: Said(question_page(subject), consulted)}
    if CHECKS in work.kinds:
        found[CHECKS] = subject.findings
    sound = CHECKS not in work.kinds or not subject.failures
    if FACTORS in work.kinds:
        with consulting() as consulted:
            found[FACTORS] = Said(factor_views(subject) if sound else [], consulted)
    if MISTAKES in work.kinds:
        found[MISTAKES] = judged_views(subject) if sound else []
    if SKETCH in work.kinds and sound:
        found[SKETCH] = pickle.dumps(sketch_of(subject))
    if SAME in work.kinds:
        with prepared({name: _opened(sketch) for name, sketch in work.sketches.items()}):
            found[SAME] = same_views(subject, work.others)
    return found


@lru_cache(maxsize=1024)
def _opened(sketch: bytes) -> Sketch | None:
    found: Sketch | None = pickle.loads(sketch)  # noqa: S301  (our own; see Kept)
    return found
