"""The losses of libraries, by the formula that their documentation gives, averaged as their default is.

Only those are read whose formula and whose order of arguments every library of that name shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from derivations.reading.axes import Axis, Indices, Value, misfit, moved, number, unread
from derivations.reading.compared import sides_of
from derivations.reading.grammar import Grammar
from derivations.reading.names import Names
from derivations.reading.options import Options, axes_of, is_true
from derivations.reading.places import Places
from derivations.reading.products import flat_times
from derivations.reading.sums import place_of_extreme
from derivations.reading.tokens import tokens_of
from derivations.reading.tree import (
    Apply,
    Entry,
    Group,
    Inverse,
    Minus,
    Name,
    Node,
    Number,
    Plus,
    Word,
    applied,
    without_brackets,
)
from derivations.reading.whole import KINDS_OF_LOSS


@dataclass(frozen=True)
class Documented:
    """A loss of libraries, entry by entry.

    Args:
        takes: its arguments in the order of the call.
        formula: what is averaged.
        options: further letters of the formula, each with its value if the call does not say it.
        given: the formula with an option that the call need not have.
    """

    takes: tuple[str, ...]
    formula: str
    options: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)


LOSSES: dict[str, Documented] = {
    "mse_loss": Documented(("p", "t"), "(p - t)^2"),
    "l1_loss": Documented(("p", "t"), "|p - t|"),
    "smooth_l1_loss": Documented(
        ("p", "t"), "where(|p - t| < beta, (p - t)^2/(2*beta), |p - t| - beta/2)", {"beta": 1}
    ),
    "huber_loss": Documented(
        ("p", "t"), "where(|p - t| < delta, (p - t)^2/2, delta*(|p - t| - delta/2))", {"delta": 1}
    ),
    "binary_cross_entropy": Documented(
        ("p", "t"),
        "-(t*log(p) + (1 - t)*log(1 - p))",
        given={"weight": "-weight*(t*log(p) + (1 - t)*log(1 - p))"},
    ),
    "binary_cross_entropy_with_logits": Documented(
        ("z", "t"),
        "-(t*log(sigma(z)) + (1 - t)*log(1 - sigma(z)))",
        given={
            "weight": "-weight*(t*log(sigma(z)) + (1 - t)*log(1 - sigma(z)))",
            "pos_weight": "-(pos_weight*t*log(sigma(z)) + (1 - t)*log(1 - sigma(z)))",
        },
    ),
    "soft_margin_loss": Documented(("z", "y"), "log(1 + exp(-y*z))"),
    "poisson_nll_loss": Documented(("z", "t"), "exp(z) - t*z"),
}


class Libraries(Places):
    """Writes the losses of libraries out, and the targets that go with them."""

    def run_as_labels(self, node: Node) -> None:
        """The y_i that is compared with an index runs as far as that does."""
        one, other = sides_of(node) or (node, node)
        for index, label in ((one, other), (other, one)):
            base = label.base.full if isinstance(label, Entry) else label.letter if isinstance(label, Name) else ""
            if isinstance(index, Name) and index.full in self.letters and base in self.labels and base in self.arrays:
                axis = self.letters[index.full]
                self.join(self.labelled.setdefault(base, axis), axis, node.at)

    def _of_arguments(self, node: Apply, plain: Sequence[Node], options: Options) -> Value:
        kind = KINDS_OF_LOSS.get(node.function.full, "")
        if kind in LOSSES:
            return self._documented(node, LOSSES[kind], plain, options)
        if kind:
            return self._of_labels(node, plain, options, scores=kind == "cross_entropy")
        if node.function.full == "cosine_similarity":
            return self._cosine(node, options, *map(self.lower, plain))
        if node.function.full in ("onehot", "one_hot"):
            options.pop("num_classes", None)  # it only says where the classes end
            return self._one_hot(self.lower(plain[0]), plain[0])
        return super()._of_arguments(node, plain, options)

    def _cosine(self, node: Apply, options: Options, one: Value, other: Value) -> Value:
        axes_of(options, one)
        if one.rank != 1 or other.rank != 1:
            misfit(f"{node.function.full} takes two vectors", node.at)
        self.remark(f"{node.function.full}(u, v) was taken as dot(u, v)/(norm(u)*norm(v))")
        dot, *lengths = self.contracted(one, other, node.at), *(self.length(u, node.at, "2") for u in (one, other))
        return Value((), lambda i: flat_times(node.at, dot.entry(i), *(Inverse(node.at, u.entry(i)) for u in lengths)))

    def _documented(self, node: Apply, loss: Documented, plain: Sequence[Node], options: Options) -> Value:
        self._refuse_variants(node, options)
        formula, more = loss.formula, [name for name in loss.given if name in options]
        if len(more) > 1:
            unread(f"{node.function.full} with {' and '.join(more)} is not read: write the loss out", node.at)
        values = {name: self.lower(argument) for name, argument in zip(loss.takes, plain, strict=True)}
        self.unlike += len({value.rank for value in values.values()}) > 1
        for name, default in loss.options.items():
            values[name] = self.lower(options.pop(name, number(node.at, default)))
        for name in more:
            formula, values[name] = loss.given[name], self.lower(options.pop(name))
        is_root = not is_true(options.pop("squared", None), otherwise=True)
        around, self.arguments = self.arguments, values
        terms = self.lower(moved(_tree(formula), node.at))
        self.arguments = around
        found = self._reduced(node, terms, options, formula, ", ".join(loss.takes))
        if is_root and terms.rank > 1:
            unread("the root of the error of each column is not read: write it out", node.at)
        root = Name(node.at, "sqrt")
        return replace(found, entry=lambda i: Apply(node.at, root, (found.entry(i),), known=True)) if is_root else found

    @staticmethod
    def _refuse_variants(node: Apply, options: Options) -> None:
        if not is_true(options.pop("log_input", None), otherwise=True):
            unread("log_input=False adds 1e-8 below the logarithm: write mean(z - t*log(z)) or with it", node.at)
        if is_true(options.pop("full", None)):
            unread("full=True adds terms of the targets alone: leave it out", node.at)

    def _reduced(
        self, node: Apply, terms: Value, options: Options, formula: str, takes: str, weights: Value | None = None
    ) -> Value:
        """The mean over all entries, or their sum, or all of them."""
        how = options.pop("reduction", Word(node.at, "mean"))
        if not isinstance(how, Word) or how.text not in ("mean", "sum", "none"):
            unread(f"{node.function.full} is read with reduction='mean', 'sum' or 'none'", how.at)
        over = f"the {how.text} of " if terms.rank and how.text != "none" else ""
        self.remark(f"{node.function.full}({takes}) was taken as {over}{formula}")
        if how.text == "mean" and weights:
            return self.weighted(terms, weights, node.at, None, keep=False)
        terms = terms if weights is None else self._times(weights, terms, node.at)
        if not terms.rank or how.text == "none":
            return terms
        return self.averaged(terms, node.at) if how.text == "mean" else self.total(terms, node.at)

    # -- labels

    def _of_labels(self, node: Apply, plain: Sequence[Node], options: Options, *, scores: bool) -> Value:
        """Minus the logarithms of the probabilities of the targets: of labels, or of one probability for each class."""
        at = node.at
        weights, smoothing = (
            self.lower(options.pop(n)) if n in options else None for n in ("weight", "label_smoothing")
        )
        if weights and smoothing:
            unread(f"{node.function.full} with weight and label_smoothing is not read: write the loss out", at)
        if (weights and weights.rank != 1) or (smoothing and smoothing.rank):
            unread("the weights are a vector with one for each class, and label_smoothing is a number", at)
        given, targets = self.lower(plain[0]), self.lower(plain[1])
        if not given.rank:
            misfit(f"{node.function.full} of a number: it takes a vector", at)
        logs = self._softmax(applied(at, "log_softmax", plain[0]), given, {}) if scores else given
        if targets.rank == given.rank and scores:
            weighted = logs if weights is None else self._times(weights, logs, at)
            summed, weights = self.total(self._times(targets, weighted, at), at, [given.rank - 1]), None
            losses = replace(summed, entry=lambda i: Minus(at, summed.entry(i)))
            takes, what = "z, t", "-sum of t_k log(softmax(z)_k), for targets t"
        elif targets.rank == given.rank - 1:
            self._label(targets, given.axes[-1], plain[1])
            losses = Value(
                self._shared(targets, given, at),
                lambda i: Minus(at, Group(at, logs.entry((*i, self._place(targets, i))))),
            )
            weights = weights and self._of_each(weights, losses, given.axes[-1], targets, at)
            takes = "z, y" if scores else "logp, y"
            what = "-log(softmax(z)_y), for labels y" if scores else "-logp_y, for labels y"
        else:
            misfit(f"{node.function.full}: the targets are labels, one fewer axis, or of the same shape", at)
        if smoothing:
            losses = self._smoothed(losses, logs, smoothing.entry(()), at)
            what = f"{what}, smoothed"
        return self._reduced(node, losses, options, what, takes, weights)

    def _times(self, one: Value, other: Value, at: int) -> Value:
        return self.entrywise(at, (one, other), lambda parts: flat_times(at, *parts))

    def _of_each(self, weights: Value, losses: Value, classes: Axis, targets: Value, at: int) -> Value:
        """The weight of the class of each example."""
        self.join(weights.axes[0], classes, at)
        return replace(losses, entry=lambda i: weights.entry((self._place(targets, i),)))

    def _smoothed(self, losses: Value, logs: Value, share: Node, at: int) -> Value:
        """A share of the target goes to all classes alike."""
        summed, classes = self.total(logs, at, [logs.rank - 1]), logs.axes[-1:]
        rest = Group(at, Plus(at, (number(at, 1), Minus(at, Group(at, share)))))

        def entry(indices: Indices) -> Node:
            alike = flat_times(at, Group(at, share), summed.entry(indices), Inverse(at, self.count(classes, at)))
            return Group(at, Plus(at, (flat_times(at, rest, losses.entry(indices)), Minus(at, alike))))

        return replace(losses, entry=entry)

    def _shared(self, targets: Value, given: Value, at: int) -> tuple[Axis, ...]:
        for one, other in zip(targets.axes, given.axes, strict=False):
            self.join(one, other, at)
        return targets.axes

    def _label(self, targets: Value, classes: Axis, node: Node) -> None:
        """A label runs along the axis of the classes."""
        place = self._place(targets, tuple(Name(node.at, f"@{axis}") for axis in range(targets.rank)))
        if isinstance(place, Name):
            self._run(place.full, classes, node.at)
        elif isinstance(place, Entry):
            self.join(self.labelled.setdefault(place.base.full, classes), classes, node.at)
        elif not (isinstance(place, Number) or place_of_extreme(place)):
            unread("a label is a letter, or an entry of an array of labels", node.at)

    def _place(self, labels: Value, indices: Indices) -> Node:
        """The class as an index."""
        place = without_brackets(labels.entry(indices))
        return self._counted(place) if isinstance(place, Number) else place

    def _one_hot(self, labels: Value, node: Node) -> Value:
        classes = Axis()
        self._label(labels, classes, node)
        delta = Name(node.at, "KroneckerDelta")
        axes = (*labels.axes, classes)
        return Value(axes, lambda i: Apply(node.at, delta, (i[-1], self._place(labels, i[:-1])), known=True))


@lru_cache(maxsize=32)
def _tree(formula: str) -> Node:
    names = Names(None)
    return Grammar(tokens_of(formula, names), formula, names).parse()
