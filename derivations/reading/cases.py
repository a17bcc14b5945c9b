"""Functions by cases: conditions as comparisons, `and`, `or` and `not` as cases inside cases."""

from __future__ import annotations

from typing import Any, Protocol

from sympy import Eq, Expr, Ge, Gt, KroneckerDelta, Le, Lt, Ne, S, true
from sympy.logic.boolalg import BooleanAtom

from derivations.language.functions import Branches, otherwise, step
from derivations.reading.tree import Always, Compare, Group, Logic, Node, without_brackets

RELATIONS: dict[str, Any] = {"<": Lt, "<=": Le, ">": Gt, ">=": Ge, "==": Eq, "!=": Ne}
# On which signs of left - right each comparison holds.
SIGNS = {"<": {-1}, "<=": {-1, 0}, ">": {1}, ">=": {0, 1}, "==": {0}, "!=": {-1, 1}}


class BuilderLike(Protocol):
    """What this needs of ``build.Builder``."""

    remarks: list[str]
    measure: Any
    needs: list[Expr]

    def apart(self, node: Node) -> tuple[Expr, list[Expr]]: ...
    def build(self, node: Node) -> Expr: ...
    def counts(self, side: Expr) -> bool: ...
    def fail(self, message: str, at: int) -> Any: ...


class Chooser:
    """Chooses between values."""

    def __init__(self, builder: BuilderLike) -> None:
        self.builder = builder

    def cases(self, pairs: tuple[tuple[Node, Node], ...]) -> Expr:
        """The value of the first pair whose condition holds."""
        *first, (value, last) = pairs
        if not _is_always(last):
            self._check_complete([condition for _, condition in pairs])
        chosen, needs = self.builder.apart(value)
        mark = len(self.builder.needs)
        for value, condition in reversed(first):
            built, own = self.builder.apart(value)
            chosen = self.choose(condition, built, chosen)
            decided = self.builder.needs[mark:]
            # A value is needed on its own side of the condition; on the other side the need is 1.
            own = [self.choose(condition, need, S.One) for need in own]
            needs = [*decided, *own, *(self.choose(condition, S.One, need) for need in needs)]
            del self.builder.needs[mark:]
        self.builder.needs += needs
        return chosen

    def one_or_zero(self, condition: Node) -> Expr:
        return self.choose(condition, S.One, S.Zero)

    def choose(self, condition: Node, yes: Expr, no: Expr) -> Expr:
        """`yes` where the condition holds, else `no`."""
        match condition:
            case Group():
                return self.choose(condition.inner, yes, no)
            case Always():
                return yes if condition.holds else no
            case Logic(word="not", conditions=(inner,)):
                return self.choose(inner, no, yes)
            case Logic(word="and", conditions=(*most, last)):
                return self._fold(most, self.choose(last, yes, no), no, both=True)
            case Logic(word="or", conditions=(*most, last)):
                return self._fold(most, yes, self.choose(last, yes, no), both=False)
            case Compare():
                return self._compared(condition, yes, no)
        return self.builder.fail("expected a condition such as x > 0", condition.at)

    def _fold(self, conditions: list[Node], yes: Expr, no: Expr, *, both: bool) -> Expr:
        for condition in reversed(conditions):
            chosen = self.builder.measure.passed(self.choose(condition, yes, no))
            yes, no = (chosen, no) if both else (yes, chosen)
        return yes if both else no

    def _compared(self, condition: Compare, yes: Expr, no: Expr) -> Expr:
        sides = [condition.first, *(side for _, side in condition.rest)]
        signs = [sign for sign, _ in condition.rest]
        built = [self.builder.build(side) for side in sides]
        for left, sign, right in reversed(list(zip(built, signs, built[1:], strict=False))):
            yes = self.builder.measure.passed(self._one(left, sign, right, yes, no, condition.at))
        return yes

    def _one(self, left: Expr, sign: str, right: Expr, yes: Expr, no: Expr, at: int) -> Expr:
        relation = self.relation(left, sign, right, at)
        if isinstance(relation, BooleanAtom) or yes == no:
            return yes if relation == true else no
        if (yes, no) == (S.One, S.Zero) and sign in ("<", ">"):
            return step(left - right if sign == ">" else right - left)
        if (yes, no) == (S.One, S.Zero) and sign == "==" and all(map(self.builder.counts, (left, right))):
            return KroneckerDelta(left, right)
        rest = no.args if isinstance(no, Branches) else (no, otherwise)
        return Branches(yes, relation, *rest)

    def relation(self, left: Expr, sign: str, right: Expr, at: int) -> Any:
        """The comparison; true or false where that is known of all values."""
        if not (left - right).free_symbols:
            self.builder.fail(
                "this condition compares two numbers, so it is always or never true: what should vary?", at
            )
        try:
            decided = RELATIONS[sign](left, right)
        except TypeError:  # SymPy's, which compares real numbers only
            self.builder.fail("a side of this condition is nowhere a real number: what should it be?", at)
        return decided if isinstance(decided, BooleanAtom) else RELATIONS[sign](left, right, evaluate=False)

    def _check_complete(self, conditions: list[Node]) -> None:
        """Cases without an `otherwise` are read if they leave out one point at most: the last one is taken there."""
        covered: set[int] = set()
        switch = None
        for condition in map(without_brackets, conditions):
            sides = self._sides(condition)
            if sides is None:
                break
            sign, difference = sides
            switch = difference if switch is None else switch
            if difference not in (switch, -switch):
                break
            covered |= {s if difference == switch else -s for s in SIGNS[sign]}
        if not covered >= {-1, 1}:
            self.builder.fail(
                "these cases leave some values out: end them with (value, True), or with 'otherwise'", conditions[-1].at
            )
        if 0 not in covered:
            self.builder.remarks.append(f"the cases say nothing of {switch} = 0; the last one is taken there")

    def _sides(self, condition: Node) -> tuple[str, Expr] | None:
        match condition:
            case Compare(rest=((sign, right),)):
                return sign, self.builder.build(condition.first) - self.builder.build(right)
        return None


def _is_always(node: Node) -> bool:
    node = without_brackets(node)
    return isinstance(node, Always) and node.holds
