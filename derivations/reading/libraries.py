"""The losses of libraries, by the formula that their documentation gives, averaged as their default is.

Only those are read whose formula and whose order of arguments every library of that name shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from derivations.reading.axes import Axis, Indices, Value, misfit, moved, number, unread
from derivations.reading.grammar import Grammar
from derivations.reading.names import Names
from derivations.reading.places import Places
from derivations.reading.products import flat_times
from derivations.reading.sums import is_keyword, place_of_extreme
from derivations.reading.tokens import tokens_of
from derivations.reading.tree import Apply, Compare, Entry, Group, Inverse, Minus, Name, Node, Number, without_brackets
from derivations.reading.whole import KINDS_OF_LOSS


@dataclass(frozen=True)
class Documented:
    """A loss of libraries, entry by entry.

    Args:
        takes: its arguments in the order of the call.
        formula: what is averaged.
        options: further arguments that are given by name, each with its value if it is not.
    """

    takes: tuple[str, ...]
    formula: str
    options: Mapping[str, str]


LOSSES: dict[str, Documented] = {
    "mse_loss": Documented(("p", "t"), "(p - t)^2", {}),
    "l1_loss": Documented(("p", "t"), "|p - t|", {}),
    "smooth_l1_loss": Documented(
        ("p", "t"), "where(|p - t| < beta, (p - t)^2/(2*beta), |p - t| - beta/2)", {"beta": "1"}
    ),
    "huber_loss": Documented(
        ("p", "t"), "where(|p - t| < delta, (p - t)^2/2, delta*(|p - t| - delta/2))", {"delta": "1"}
    ),
    "binary_cross_entropy": Documented(("p", "t"), "-(t*log(p) + (1 - t)*log(1 - p))", {}),
    "binary_cross_entropy_with_logits": Documented(("z", "t"), "-(t*log(sigma(z)) + (1 - t)*log(1 - sigma(z)))", {}),
    "soft_margin_loss": Documented(("z", "y"), "log(1 + exp(-y*z))", {}),
    "poisson_nll_loss": Documented(("z", "t"), "exp(z) - t*z", {}),
}


class Libraries(Places):
    """Writes the losses of libraries out, and the targets that go with them."""

    def _of_arguments(self, node: Apply, plain: Sequence[Node]) -> Value:
        kind = KINDS_OF_LOSS.get(node.function.full, "")
        if kind in LOSSES:
            return self._documented(node, LOSSES[kind], plain)
        if kind:
            return self._of_labels(node, plain, scores=kind == "cross_entropy")
        if node.function.full == "cosine_similarity":
            return self._cosine(node, *map(self.lower, plain[:2]))
        if node.function.full in ("onehot", "one_hot"):
            return self._one_hot(self.lower(plain[0]), plain[0])
        return super()._of_arguments(node, plain)

    def _cosine(self, node: Apply, one: Value, other: Value) -> Value:
        if one.rank != 1 or other.rank != 1:
            misfit(f"{node.function.full} takes two vectors", node.at)
        self.remark(f"{node.function.full}(u, v) was taken as dot(u, v)/(norm(u)*norm(v))")
        dot, *lengths = self.contracted(one, other, node.at), *(self.length(u, node.at, 2) for u in (one, other))
        return Value((), lambda i: flat_times(node.at, dot.entry(i), *(Inverse(node.at, u.entry(i)) for u in lengths)))

    def _documented(self, node: Apply, loss: Documented, plain: Sequence[Node]) -> Value:
        said = _options(node, {*loss.options, "reduction"})
        values = {name: self.lower(argument) for name, argument in zip(loss.takes, plain, strict=True)}
        self.unlike += len({value.rank for value in values.values()}) > 1
        for name, default in loss.options.items():
            values[name] = self.lower(said.get(name, number(node.at, int(default))))
        around, self.arguments = self.arguments, values
        terms = self.lower(moved(_tree(loss.formula), node.at))
        self.arguments = around
        return self._reduced(node, terms, said, loss.formula, ", ".join(loss.takes))

    def _reduced(self, node: Apply, terms: Value, said: Mapping[str, Node], formula: str, takes: str) -> Value:
        """The mean over all entries, or their sum."""
        how = said.get("reduction", Name(node.at, "mean"))
        word = how.full if isinstance(how, Name) else ""
        if word not in ("mean", "sum"):
            unread(f"{node.function.full} is read as a mean or a sum: reduction='mean' or 'sum'", node.at)
        over = f"the {word} of " if terms.rank else ""
        self.remark(f"{node.function.full}({takes}) was taken as {over}{formula}")
        if not terms.rank:
            return terms
        return self.averaged(terms, node.at) if word == "mean" else self.total(terms, node.at)

    # -- labels

    def _of_labels(self, node: Apply, plain: Sequence[Node], *, scores: bool) -> Value:
        """Minus the logarithms of the probabilities of the targets: of labels, or of one probability for each class."""
        at, said = node.at, _options(node, {"reduction"})
        given, targets = self.lower(plain[0]), self.lower(plain[1])
        if not given.rank:
            misfit(f"{node.function.full} of a number: it takes a vector", at)
        logs = self._softmax(Apply(at, Name(at, "log_softmax"), (plain[0],), known=True), given) if scores else given
        if targets.rank == given.rank and scores:
            terms = self.entrywise(at, (targets, logs), lambda parts: flat_times(at, *parts))
            summed = self.total(terms, at, [given.rank - 1])
            losses = replace(summed, entry=lambda i: Minus(at, summed.entry(i)))
            takes, what = "z, t", "-sum of t_k log(softmax(z)_k), for targets t"
        elif targets.rank == given.rank - 1:
            self._label(targets, given.axes[-1], plain[1])
            losses = Value(
                self._shared(targets, given, at),
                lambda i: Minus(at, Group(at, logs.entry((*i, _place(targets, i))))),
            )
            takes = "z, y" if scores else "logp, y"
            what = "-log(softmax(z)_y), for labels y" if scores else "-logp_y, for labels y"
        else:
            misfit(f"{node.function.full}: the targets are labels, one fewer axis, or of the same shape", at)
        return self._reduced(node, losses, said, what, takes)

    def _shared(self, targets: Value, given: Value, at: int) -> tuple[Axis, ...]:
        for one, other in zip(targets.axes, given.axes, strict=False):
            self.join(one, other, at)
        return targets.axes

    def _label(self, targets: Value, classes: Axis, node: Node) -> None:
        """A label runs along the axis of the classes."""
        place = _place(targets, tuple(Name(node.at, f"@{axis}") for axis in range(targets.rank)))
        if isinstance(place, Name):
            self._run(place.full, classes, node.at)
        elif isinstance(place, Entry):
            self.join(self.labelled.setdefault(place.base.full, classes), classes, node.at)
        elif not (isinstance(place, Number) or place_of_extreme(place)):
            misfit("a label is a letter, or an entry of an array of labels", node.at)

    def _one_hot(self, labels: Value, node: Node) -> Value:
        classes = Axis()
        self._label(labels, classes, node)
        delta = Name(node.at, "KroneckerDelta")
        axes = (*labels.axes, classes)
        return Value(axes, lambda i: Apply(node.at, delta, (i[-1], _place(labels, i[:-1])), known=True))


def _place(labels: Value, indices: Indices) -> Node:
    return without_brackets(labels.entry(indices))


def _options(node: Apply, known: set[str]) -> dict[str, Node]:
    """The arguments that are given by name."""
    keywords = [a for a in node.arguments if isinstance(a, Compare) and is_keyword(a)]
    said = {a.first.full: a.rest[0][1] for a in keywords if isinstance(a.first, Name)}
    if strange := sorted(set(said) - known):
        unread(f"{node.function.full} with {strange[0]}=... is not read: write the loss out", node.at)
    return said


@lru_cache(maxsize=32)
def _tree(formula: str) -> Node:
    names = Names(None)
    return Grammar(tokens_of(formula, names), formula, names).parse()
