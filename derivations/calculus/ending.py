"""The last lines of a derivation: what the script states, or the shortest form; then what constraints make of it.

Towards the shortest form each line uses one identity, or one rewriting of ``shortening``, over the whole line. An
identity that does not shorten by itself is used where it lets the next line be shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sympy import Add, Basic, Expr, Mul, fraction, preorder_traversal

from derivations.calculus.canon import TOO_LONG, brackets, length, turned
from derivations.calculus.folding import fold, plain_names, put_in, spelled_alike, with_values
from derivations.calculus.grouping import Draft
from derivations.calculus.known import known_of
from derivations.calculus.reasons import Reason, cancelled
from derivations.calculus.rules import (
    CLOSING,
    COMMON_DENOMINATOR,
    CONSTRAINT,
    FACTORING,
    FOLDING,
    IDENTITIES,
    JOINING,
    MINUS_IN,
    MULTIPLYING_OUT,
    ONE_BASE,
    OUT_OF_SUM,
    WRITING_OUT,
    Rule,
)
from derivations.calculus.shortening import (
    Setting,
    as_written,
    divided,
    factored_anew,
    gone_from_below,
    is_below,
    names_put_in,
    opened,
    powers_of,
    reads_once,
    terms_in,
)
from derivations.language.loss import Loss
from derivations.language.stated import Closing

LIGHT = (MINUS_IN, OUT_OF_SUM)  # what may shorten an expression in which no letter comes twice
MOST = 8  # lines
SHORT = 4  # letters and signs: nothing to be saved
# How much shorter a line must be, if not by 2: brackets are multiplied out only where something cancels.
SAVING = {MINUS_IN: 1, FACTORING: 0, OUT_OF_SUM: 0, MULTIPLYING_OUT: 3}
COLLECTED = "common factors taken out, equal terms collected"
BREAKING = 2  # how much shorter still, where a bracket of the author is multiplied out


def ending(result: Expr, loss: Loss) -> list[Draft]:
    """The script's closing lines, or the shortest form that cheap algebra finds; then what constraints make of it."""
    drafts = _closings(result, loss) if loss.closing else Ending(loss).lines(result)
    last = drafts[-1].expression if drafts else result
    constrained = put_in(last, loss.constraints)
    if constrained == last:
        return drafts
    reason = Reason(CONSTRAINT, last, None, loss.equations, CONSTRAINT.remark)
    return [*drafts, Draft(constrained, {last: constrained}, (reason,)), *Ending(loss).lines(constrained)]


def _closings(result: Expr, loss: Loss) -> list[Draft]:
    above = [result, *(closing.expression for closing in loss.closing)]
    return [stated(before, closing) for before, closing in zip(above, loss.closing, strict=False)]


class Ending:
    """The way to the shortest form of a result."""

    def __init__(self, loss: Loss) -> None:
        self.loss = loss
        self.models = brackets(loss.expression)
        self.setting = Setting(frozenset(self.models), known_of(loss))
        self.found: dict[Expr, Draft | None] = {}

    def lines(self, result: Expr) -> list[Draft]:
        drafts: list[Draft] = []
        while len(drafts) < MOST:
            more = self._next(result)
            if not more:
                break
            drafts += more
            result = drafts[-1].expression
        return drafts

    def _next(self, u: Expr) -> list[Draft]:
        """The next line; or the next two, where an identity pays on the second only."""
        named = spelled_alike(fold(u, self.loss), self.loss)
        if named != u:
            return [_draft(u, named, FOLDING)]
        if length(u) > TOO_LONG:
            return []
        lines = self._by_identities(u)
        for line in lines:
            if length(line.expression) < length(u):
                return [line]
        ways = [way for way in self._ways(u, lines) if self._reading(way[-1]) < self.setting.reading(u)]
        return min(ways, key=lambda way: self._reading(way[-1]), default=[])

    def _reading(self, line: Draft) -> tuple[int, int, int]:
        return self.setting.reading(line.expression)

    def _ways(self, u: Expr, lines: list[Draft]) -> Iterator[list[Draft]]:
        """A rewriting, alone, before an identity and after one."""
        alone = self._shorter(u)
        if alone:
            yield [alone]
            yield from self._with_identity(alone)
        for line in lines:
            second = self._shorter(line.expression)
            if second:
                yield [line, second]
        if u.has(Add) and any(rule.about != (Mul,) for rule in self._of_its_kinds(u)):
            out = MULTIPLYING_OUT.after(u, replace(self.setting, brackets=frozenset()))
            yield from self._with_identity(_draft(u, out, MULTIPLYING_OUT))

    def _with_identity(self, first: Draft) -> Iterator[list[Draft]]:
        yield from ([first, line] for line in self._by_identities(first.expression))

    def _by_identities(self, u: Expr) -> list[Draft]:
        return [line for rule in self._of_its_kinds(u) if (line := self._by(rule, u))]

    def _of_its_kinds(self, u: Expr) -> list[Rule]:
        """The identities that are about a part of the expression."""
        kinds = {type(node) for node in preorder_traversal(with_values(u, self.loss))}
        return [rule for rule in IDENTITIES if any(issubclass(kind, rule.about) for kind in kinds)]

    def _by(self, rule: Rule, u: Expr) -> Draft | None:
        """The line that an identity makes."""
        open_names = with_values(u, self.loss)
        after = plain_names(rule.after(open_names, self.setting), self.loss)
        if after == u:
            return None
        return _draft(u, after, rule, conditions=rule.conditions(open_names, self.setting))

    def _shorter(self, u: Expr) -> Draft | None:
        """The line that the best of the shortenings makes, if it saves enough."""
        if u not in self.found and length(u) < SHORT:
            self.found[u] = None
        if u not in self.found:
            forms = [form for form in self._forms(u) if self._pays(u, *form)]
            after, rules = min(forms, key=lambda form: self.setting.reading(form[0]), default=(u, []))
            powers = [ONE_BASE] if powers_of(after) != powers_of(u) else []
            said = _of_division(u, after) or [*self._fitting(rules, u, after, powers), *powers]
            self.found[u] = _draft(u, after, *said) if rules else None
        return self.found[u]

    def _pays(self, u: Expr, after: Expr, rules: list[Rule]) -> bool:
        least = SAVING.get(rules[0], 2) if len(rules) == 1 else 1
        if self.setting.written(after) < self.setting.written(u) and {*rules} & {MULTIPLYING_OUT, FACTORING}:
            least += BREAKING
        if FACTORING in rules and _is_a_number_out(u, after):
            return False
        return length(after) <= length(u) - least and self.setting.reading(after) < self.setting.reading(u)

    def _fitting(self, rules: list[Rule], u: Expr, after: Expr, powers: list[Rule]) -> list[Rule | Reason]:
        """What a reader sees: where no sum has a fraction in it, none are brought together.

        Where powers of one base were put together, they were the common factor. Where common factors were taken out,
        terms may have met and been collected, and factors may have gone from below the line.
        """
        sums = [node for node in preorder_traversal(u) if isinstance(node, Add)]
        if rules == [COMMON_DENOMINATOR] and not any(fraction(term)[1] != 1 for node in sums for term in node.args):
            return [FACTORING] if powers else [MULTIPLYING_OUT, FACTORING]
        if rules != [FACTORING] or powers:
            return [*rules]
        if as_written(opened(u), self.setting) == after:
            return [MULTIPLYING_OUT]
        gone = gone_from_below(u, after)
        if gone.is_Add and after == -u * gone / turned(gone):
            return [cancelled(gone)]
        collects = terms_in(u) > terms_in(after) * terms_in(gone)
        out = Reason(FACTORING, u, None, (), COLLECTED if collects else FACTORING.remark)
        return [out] if gone == 1 else [out, cancelled(gone)]

    def _forms(self, u: Expr) -> Iterator[tuple[Expr, list[Rule]]]:
        """What each rewriting makes of it, and what two of them make in one line."""
        again = not reads_once(u)
        forms = list(self._rewritten(u, (MINUS_IN, FACTORING, OUT_OF_SUM, MULTIPLYING_OUT) if again else LIGHT))
        yield from forms
        anew = factored_anew(u, self.setting) if again else u
        if all(anew != form for form, _ in forms):
            yield anew, [MULTIPLYING_OUT, FACTORING]
        yield from self._rewritten(u, (COMMON_DENOMINATOR, JOINING) if again else ())
        open_names = names_put_in(u, self.setting)
        if open_names != u:
            short = fold(open_names, self.loss)
            yield as_written(short, self.setting), [WRITING_OUT, COMMON_DENOMINATOR]

    def _rewritten(self, u: Expr, rules: Iterable[Rule]) -> Iterator[tuple[Expr, list[Rule]]]:
        return ((as_written(rule.after(u, self.setting), self.setting), [rule]) for rule in rules)


def _is_a_number_out(u: Expr, after: Expr) -> bool:
    """Was nothing but a whole number or a root taken out, as in 2 a + 2 b?"""
    number, rest = after.as_independent(*after.free_symbols, as_Add=False)
    plain = number.is_Integer or not number.is_Rational
    return bool(u.is_Add and rest.is_Add and plain and Add(*[number * term for term in rest.args]) == u)


def _of_division(u: Expr, after: Expr) -> list[Rule | Reason]:
    """What to say where no more was done than to divide a bracket by a factor, and to put that before it."""
    factor = divided(u, after)
    if factor is None:
        return []
    number, letters = factor.as_coeff_Mul()
    if letters == 1:
        return [MINUS_IN if number == -1 else FACTORING]
    below = {part.as_base_exp()[0] for part in Mul.make_args(u) if is_below(part)}
    above = [part for part in Mul.make_args(letters) if part.as_base_exp()[0] in below and not is_below(part)]
    return [cancelled(Mul(*above))] if above else [FACTORING]


def _draft(before: Expr, after: Expr, *given: Rule | Reason, conditions: tuple[Basic, ...] = ()) -> Draft:
    reasons = [why if isinstance(why, Reason) else Reason(why, before, None, conditions, why.remark) for why in given]
    return Draft(after, {before: after}, tuple(reasons))


def stated(before: Expr, closing: Closing) -> Draft:
    return Draft(closing.expression, {before: closing.expression}, (Reason(CLOSING, before, None, (), closing.reason),))
