"""Which names are vectors and which are matrices, told by all the texts that belong together.

Every name may be a number, a vector or a matrix. The likeliest readings are tried first, and the first in which
everything fits is taken and said. A claim need not fit: then that is what is wrong with it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from derivations.language.domains import Domain, Index
from derivations.reading.axes import DecidedFault, ShapeFault, names_in
from derivations.reading.errors import ReadingError
from derivations.reading.habits import Habits
from derivations.reading.kinds import Census, is_total_of_all
from derivations.reading.names import BATCHES, MATRICES, SIZES, WIDTHS, Names, likely_rank
from derivations.reading.sorting import Parts, defined_name
from derivations.reading.sums import PAIRED
from derivations.reading.texts import (
    Sketch,
    Together,
    doubt_of_shapes,
    given_whole,
    holds_arrays,
    holds_first,
    is_statistic,
    labels_defined,
    new_axes,
    stands_bare,
)
from derivations.reading.tree import Apply, Entry, Listing, Name, Node, Total
from derivations.reading.trial import CLAIM_DOES_NOT_FIT, Trial
from derivations.reading.whole import KINDS_OF_LOSS, OF_LABELS

TRIALS = 600
MOST = 2  # axes of a value
MAP = 2.5  # what it costs to take what stands on the left of an @ for a matrix, whatever its letter
DIVISOR = 2.0  # what each axis costs of what divides and does nothing else, which is a number
DOUBT = 0.9  # by how much a second reading of the loss may be less likely than the first, and still be meant


def together(sketches: Sequence[Sketch], names: Names, *, code: bool) -> Together:
    """What the texts say of each other's names.

    Raises:
        ReadingError: they fit in no way, or one of them cannot be a number that should be.
    """
    nodes = [node for sketch in sketches for node in sketch.parts.nodes()]
    found = Together(code=code, taken=names_in(nodes) | set(names.domains))
    for sketch in sketches:
        found.functions |= sketch.parts.functions
        found.vectors |= sketch.parts.vectors
    found.loose = code or _is_loose(sketches)
    outside = [node for sketch in sketches for node in sketch.parts.outside()]
    found.first = holds_first(sketch.parts.text for sketch in sketches)
    whole = found.first or holds_arrays(nodes) or stands_bare(outside, names)
    if whole or found.functions:
        _Search(sketches, names, found, whole=whole).settle()
    return found


def _is_loose(sketches: Sequence[Sketch]) -> bool:
    """Are vectors added up in them as in a program?"""
    return any(is_statistic(part) for sketch in sketches for node in sketch.parts.nodes() for part in node.walk())


class _Search:
    """Tries one reading after another: first of the loss and what stands beside it, then of the claims.

    What a name of the loss is must not depend on the claim: else a false claim would come out right.
    """

    def __init__(self, sketches: Sequence[Sketch], names: Names, found: Together, *, whole: bool) -> None:
        self.whole = whole  # is anything said of whole arrays?
        self.sketches, self.names, self.found = sketches, names, found
        self.nodes = [node for sketch in sketches for node in sketch.parts.nodes()]
        self.variables = [s.parts.formulas[0] for s in sketches if s.role == "variable"]
        indexed = Names({**{full: Index("") for full in self._letters()}, **self._shaped()})
        indexed.told.compared = names.told.compared
        self.census = Census(self.nodes, indexed, sketches[0].parts.text, whole=True)
        self.fault: tuple[ShapeFault, Parts] | None = None
        self.own = [sketch for sketch in sketches if sketch.role != "claim"]
        self.habits = Habits([node for sketch in self.own for node in sketch.parts.nodes()], code=found.code)
        self.fixed: dict[str, int] = {}
        self.counts: set[str] = set()  # letters that only a claim can hold, which are sizes there
        self.defined = {defined_name(d.left): d for s in sketches for d in s.parts.definitions} | {}
        self.parameters = {name for names_, _ in found.functions.values() for name in names_} - self._outside()

    def _shaped(self) -> dict[Any, Domain]:
        known = self.names.domains.items()
        return {name: domain for name, domain in known if domain.shape or self.names.is_index(name)}

    def _letters(self) -> set[str]:
        """Letters that must be indices: below two names, or below a variable that stands without them elsewhere."""
        below: dict[str, set[str]] = {}
        bare = {p.full for node in self.nodes for p in node.walk() if isinstance(p, Name) and not p.below}
        whole = {part.full for node in self.nodes for part in node.walk() for part in given_whole(part)}
        named = [part for node in self.nodes for part in node.walk() if isinstance(part, Name)]
        found = {part.below for part in named if part.letter in whole and part.below in {*PAIRED}}
        for part in named:
            if len(part.below) <= MOST and part.below.isalpha() and part.below.islower():
                for letter in part.below:
                    below.setdefault(letter, set()).add(part.letter)
        for node in self.nodes:
            for name in (p for total in filter(is_total_of_all, node.walk()) for p in total.walk()):
                if isinstance(name, Name) and name.below.islower():
                    found |= {*name.below} if len(name.below) == 1 or {*PAIRED}.issuperset(name.below) else set()
        for variable in self.variables:
            if isinstance(variable, Name) and variable.below.isalpha() and len(variable.below) <= MOST:
                found |= set(variable.below) if variable.letter in bare else set()
        twice = {one for one, letters in below.items() if len(letters) > 1 and one not in bare}
        return (found | twice) - labels_defined(self.sketches)

    def _outside(self) -> set[str]:
        """The names that stand anywhere but in the functions that the texts define: the x of h(x^{(i)}), if h is."""
        definitions = [item for sketch in self.sketches for item in sketch.parts.definitions]
        sides = [side for item in definitions if isinstance(item.left, Apply) for side in (item.left, item.right)]
        functions = set(map(id, sides))
        elsewhere = [node for node in self.nodes if id(node) not in functions]
        return {self._base(part) for node in elsewhere for part in node.walk() if isinstance(part, Name)}

    # -- candidates

    def settle(self) -> None:
        """Find the reading, and write down what follows from it."""
        free = sorted(self._candidates())
        told = self._told()
        self.counts = {*SIZES, *BATCHES, *WIDTHS} - told if self.own else set()
        if len(self.own) < len(self.sketches) and self.own and not self._labelled():
            self.fixed = self._first([name for name in free if name in told], self.own)
        elif self.own:
            self._first(free, self.own)
        best = self._best(free, self.sketches)
        if best:
            _, trial, ranks = best[0]
            try:
                self._doubt_labels(free, trial, ranks)
                self._doubt_shapes(free, trial, ranks)
                trial.write_down()
            except ShapeFault as fault:
                self.fault = fault, trial.at_work
            else:
                return
        self._fail()

    def _told(self) -> set[str]:
        """The names that stand outside the claims."""
        return {self._base(p) for s in self.own for n in s.parts.nodes() for p in n.walk() if isinstance(p, Name)}

    def _labelled(self) -> list[Apply]:
        """The losses of labels, which are of one example or of many, as only the claim tells."""
        parts = [part for s in self.own for node in s.parts.nodes() for part in node.walk()]
        calls = [part for part in parts if isinstance(part, Apply) and part.known and len(part.arguments) > 1]
        return [call for call in calls if KINDS_OF_LOSS.get(call.function.full) in OF_LABELS]

    def _doubt_labels(self, free: Sequence[str], likely: Trial, chosen: dict[str, int]) -> None:
        """Note the other reading, of many examples or of one, if the loss may mean both."""
        for call in self._labelled()[:1]:
            scores, labels = (likely.entries.lower(argument).rank for argument in call.arguments[:2])
            told = self._told()
            for _, ranks in islice(self._readings([name for name in free if name in told], loose=True), TRIALS):
                other = {name: rank for name, rank in ranks.items() if rank != chosen[name]}
                trial = Trial(self, ranks, self.own, loose=True)
                with suppress(ShapeFault):
                    trial.run()
                    steps = [trial.entries.lower(argument).rank for argument in call.arguments[:2]]
                    if steps[0] - scores == steps[1] - labels != 0 and not other.keys() & MATRICES:
                        self.found.doubts.append(doubt_of_shapes({name: chosen[name] for name in other}, other))
                        return

    def _doubt_shapes(self, free: Sequence[str], likely: Trial, chosen: dict[str, int]) -> None:
        """Note a reading of the loss in which the claims fit, if they do not fit the likeliest: a batch in code."""
        if not self.fixed or likely.unfit < CLAIM_DOES_NOT_FIT:
            return
        fixed, self.fixed = self.fixed, {}
        for _, ranks in islice(self._readings(free, loose=True), TRIALS):
            trial = Trial(self, ranks, self.sketches, loose=self.found.code)
            with suppress(ShapeFault):
                trial.run()
                other = {name: rank for name, rank in ranks.items() if fixed.get(name, rank) != rank}
                if other and not trial.unfit and all(rank > chosen[name] for name, rank in other.items()):
                    held = {x: rank for x, rank in fixed.items() if rank == MOST and x.islower()}  # or they change
                    there = {**held, **other}
                    self.found.doubts.append(doubt_of_shapes({name: chosen[name] for name in there}, there))
                    break
        self.fixed = fixed

    def _first(self, free: Sequence[str], sketches: Sequence[Sketch]) -> dict[str, int]:
        """The likeliest reading of the loss; the others that may be meant are noted."""
        likely = self._best(free, sketches)
        if not likely:
            return {}
        varied = {self._base(v) for v in self.variables if isinstance(v, Name)}
        chosen = likely[0][2]
        for _, trial, ranks in likely[1:]:
            other = {name: rank for name, rank in ranks.items() if rank != chosen[name]}
            if other.keys() <= varied and (trial.loose or not trial.entries.spread):
                self.found.doubts.append(doubt_of_shapes({name: chosen[name] for name in other}, other))
        return chosen

    def _best(self, free: Sequence[str], sketches: Sequence[Sketch]) -> list[tuple[float, Trial, dict[str, int]]]:
        """The readings in which everything fits, the likeliest first, up to those that nobody may mean."""
        found: list[tuple[float, Trial, dict[str, int]]] = []
        loose = self.found.code or _is_loose(sketches)
        for count, (cost, ranks) in enumerate(self._readings(free, loose=loose)):
            if count >= TRIALS or (found and cost > min(paid for paid, *_ in found) + DOUBT):
                break
            trial = Trial(self, ranks, sketches, loose=loose)
            try:
                found.append((cost + trial.run(), trial, ranks))
            except ShapeFault as fault:
                if isinstance(fault, DecidedFault) and not found:
                    self.fault = fault, trial.at_work
                    self._fail()
                self.fault = self.fault or (fault, trial.at_work)
        found.sort(key=lambda each: each[0])
        return [each for each in found if each[0] <= found[0][0] + DOUBT]

    def _fail(self) -> None:
        if self.fault:
            fault, parts = self.fault
            raise ReadingError(fault.message, parts.text, min(fault.at, len(parts.text)))
        parts = self.sketches[0].parts
        msg = "these shapes fit in no way that was tried: say what the names are, as in --symbol X:matrix"
        raise ReadingError(msg, parts.text, 0)

    def _candidates(self) -> set[str]:
        """The names whose number of axes is to be found."""
        counts = [side for node in self.nodes for p in node.walk() for side in _counts(p)]
        ends = {n.full for side in counts for n in side.walk() if isinstance(n, Name)}
        functions = {p.function.full for node in self.nodes for p in node.walk() if isinstance(p, Apply)}
        found: set[str] = set()
        for node in self.nodes:
            found |= {self._base(part) for part in node.walk() if isinstance(part, Name)}
        found -= (
            {"ones"}
            if any(p.letter == "ones" and p.bold for n in self.nodes for p in n.walk() if isinstance(p, Name))
            else set()
        )
        found -= ends | functions | self.parameters | set(self.defined) | self.found.vectors | {""}
        found -= {index.full for node in self.nodes for index in new_axes(node)}
        found -= {"delta"} if self.explicit("delta") == MOST else set()  # Kronecker's
        found = {full for full in found if not self.census.is_index(full) or full in self.census.arrays}
        return {full for full in found if not self.names.is_known(full) or self.names.rank(full) is not None}

    def _base(self, name: Name) -> str:
        is_array = name.letter in self.census.arrays or self.names.is_array(name.letter)
        return name.letter if name.below and is_array and self.census.pieces(name) else name.full

    def explicit(self, base: str) -> int:
        """With how many indices the array was written."""
        return self.census.arrays.get(base, 0)

    def _readings(self, free: Sequence[str], *, loose: bool) -> Iterator[tuple[float, dict[str, int]]]:
        """Every way to give each name a number of axes, the likeliest first."""
        options = [sorted((self._cost(name, rank, loose=loose), rank) for rank in self._ranks(name)) for name in free]
        start = tuple(0 for _ in free)
        queue = [(sum(each[0][0] for each in options), start)]
        seen = {start}
        while queue:
            cost, picks = heapq.heappop(queue)
            yield cost, {name: options[i][pick][1] for i, (name, pick) in enumerate(zip(free, picks, strict=True))}
            for i, pick in enumerate(picks):
                if pick + 1 < len(options[i]):
                    more = (*picks[:i], pick + 1, *picks[i + 1 :])
                    if more not in seen:
                        seen.add(more)
                        heapq.heappush(queue, (cost + options[i][pick + 1][0] - options[i][pick][0], more))

    def _ranks(self, name: str) -> Sequence[int]:
        stated, explicit = self.fixed.get(name, self.names.rank(name)), self.explicit(name)
        if stated is not None or not self.whole or name in self.counts:
            return (explicit if stated is None else stated,)
        if self._is_bold(name):
            return range(explicit + 1, max(explicit, 1) + MOST)
        return range(explicit, explicit + MOST + 1) if explicit < MOST else (explicit,)

    def _is_bold(self, name: str) -> bool:
        """Is it printed bold? Of what has an index, with it: the entries y_i of a bold y are numbers."""
        parts = [part for node in self.nodes for part in node.walk()]
        bases = {id(part.base) for part in parts if isinstance(part, Entry)}
        named = [part for part in parts if isinstance(part, Name) and part.bold and self._base(part) == name]
        return any(not self.explicit(name) or part.below or id(part) in bases for part in named)

    def _cost(self, name: str, rank: int, *, loose: bool) -> float:
        if name in self.fixed:
            return 0.0
        explicit, bold = self.explicit(name), self._is_bold(name)
        whole = any(isinstance(v, Name) and v.full == name for v in self.variables)
        habit = self.habits.of(name) if whole and loose else ""
        factor = not self.found.code or self.habits.joins(name)
        if not (whole or explicit or bold) and self.habits.only_divides(name):
            return DIVISOR * rank
        cost = likely_rank(name, rank, explicit=explicit, bold=bold, habit=habit, factor=factor)
        is_map = rank == MOST and not explicit and self.habits.maps(name)
        return min(cost, MAP) if is_map else cost


def _counts(node: Node) -> tuple[Node, ...]:
    """What is a number of entries: the ends of a sum, the n of eye(n) and ones((n, d))."""
    match node:
        case Total(low=low, high=high):
            return (low,) if high is None else (low, high)
        case Apply(known=True, function=Name(full="eye" | "identity" | "ones" | "zeros"), arguments=arguments):
            sizes = (part for size in arguments for part in (size.items if isinstance(size, Listing) else (size,)))
            return tuple(size for size in sizes if isinstance(size, Name))
    return ()
