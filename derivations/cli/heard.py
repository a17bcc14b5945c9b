"""What claims say before their equals signs, and what is asked then: by another variable, or of an intermediate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sympy import Indexed

from derivations.catalogue import Catalogue
from derivations.cli.called import LOGARITHMS, LOOK, LOSS_NAMES, STEP, may_be_loss
from derivations.cli.lefts import ARGUMENTS, BETWEEN, NAME, D, Left, Spelled, is_same, left_of, parted, spelled
from derivations.cli.named import Named, named_in
from derivations.cli.typed import ENDS, Typed, entry_meant, items, outside, sides, with_names_apart, without_comments
from derivations.errors import LossaryError

SECOND = 2
ORDERS = {1: "a first derivative", 2: "a second derivative"}


@dataclass(frozen=True)
class Heard:
    """What is asked, by what the left sides say.

    Args:
        typed: the question.
        claims: the claims without what is left of their equals signs, one for each variable.
        notes: what the left sides changed.
        order: which derivative is claimed.
        also: another variable, by which a second derivative is taken too; empty, if there is none.
        instead: the left side that made another question of it; empty, if none did.
        beside: the same question of what a left side differentiates, if that is a formula and not the loss as typed.
    """

    typed: Typed
    claims: tuple[str, ...]
    notes: tuple[str, ...] = ()
    order: int = 1
    also: str = ""
    instead: str = ""
    beside: Typed | None = None


def plain_claims(typed: Typed, catalogue: Catalogue, claims: Sequence[str]) -> tuple[str, ...]:
    """The claims without comments, and without the g of dL/dp = g = 2(p - t), if that name stands nowhere else.

    Raises:
        LossaryError: the loss cannot be read.
    """
    said = [with_names_apart(ENDS.sub("", without_comments(claim, latex=typed.latex))) for claim in claims]
    return tuple(_without_names(typed, catalogue, claim) for claim in said)


def _without_names(typed: Typed, catalogue: Catalogue, claim: str) -> str:
    left, right, rest = parted(claim)
    name, value, _ = parted(right)
    if not left or left_of(left).kind not in ("slope", "course") or not re.fullmatch(NAME, name):
        return claim
    named = named_in(typed, catalogue, [])
    if {spelled(name).letter, spelled(name).whole} & {*named.letters, *named.variables}:
        return claim
    return _without_names(typed, catalogue, f"{left} = {value}{rest}")


def heard(typed: Typed, catalogue: Catalogue, claims: Sequence[str], order: int = 1) -> Heard:
    """The question and the plain claims, by what the left sides say.

    Raises:
        LossaryError: a left side says something of which the question is not.
    """
    parts = [parted(claim) for claim in claims]
    if not any(left for left, _, _ in parts):
        return Heard(typed, tuple(claims), order=order)
    if any(parted(right)[0] for _, right, _ in parts):
        msg = "several equals signs in a claim: give one formula alone, or the lines in a file, with --steps"
        raise LossaryError(msg)
    rights = tuple(f"{right}{rest}" for _, right, rest in parts)
    written = [left_of(left) if left else Left("", "name") for left, _, _ in parts]
    order = SECOND if {left.order for left in written} == {SECOND} else order
    lefts = _Lefts(typed, named_in(typed, catalogue, rights), order, is_own=entry_meant(typed, catalogue) is None)
    lines = [(right, rest) for _, right, rest in parts]
    if len(written) == 1 and lefts.is_differential(written[0]):
        written, lines = [Left("", "name")], [(lefts.of_differential(written[0], lines[0][0]), lines[0][1])]
    said = [lefts.checked(left) if left.text else left for left in written]
    if len(claims) > 1 and (both := next((left for left in said if left.also), None)):
        msg = f"the claim speaks of {both.text}, a second derivative by two variables: give it alone"
        raise LossaryError(msg)
    claims = [lefts.without_factor(left, right) + rest for left, (right, rest) in zip(said, lines, strict=True)]
    found = lefts.matched(said, claims) if len(claims) > 1 else lefts.aimed(said[0], claims[0])
    return replace(found, order=order, also=said[0].also)


@dataclass
class _Lefts:
    """Left sides beside one question."""

    typed: Typed
    named: Named
    order: int
    is_own: bool  # is the loss typed as a formula?
    defined: dict[str, str] = field(init=False)
    functions: set[str] = field(init=False)

    def __post_init__(self) -> None:
        beside = (*self.typed.where, *items(self.typed.loss)[1:])
        names = {sides(text)[0]: text for text in beside if sides(text)[1]}
        self.defined = {spelled(name).whole: text for name, text in names.items() if "(" not in name}
        self.functions = {spelled(name.partition("(")[0]).letter for name in names if "(" in name}

    @property
    def first(self) -> str:
        return self.named.variables[0].strip() if self.named.variables else "w"

    @property
    def losses(self) -> set[str]:
        """What the loss may be called: its own name, and those that are usual."""
        return {*LOSS_NAMES, self.named.label.letter} - self.named.letters

    @property
    def cure(self) -> str:
        return f"leave the left side out, or write it as dL/d{self.first}"

    def checked(self, left: Left) -> Left:
        """The left side, a slope or a name that says nothing.

        Raises:
            LossaryError: it says something that is no slope of the loss.
        """
        name = spelled(left.of) if left.of and left.kind != "formula" else Spelled("")
        is_loss = left.kind == "loss" or (left.kind == "name" and name.letter == self.named.label.letter)
        match left.kind:
            case "strange":
                self._refuse(f"what stands before the equals sign, {left.text}, is no slope: {self.cure}")
            case "unnamed":
                self._refuse(
                    f"{left.text} is a slope by {left.by}, and it is taken by a letter: write one of its own for "
                    f"{left.by}, such as u, also in the loss, or write d{left.of}/d{self.first}"
                )
            case "course" if self.is_differential(left):
                self._refuse(f"{left.text} is a differential, no slope: write d{left.by}/d{self.first} = ...")
            case "course":
                return replace(left, kind="slope")
            case "loss" | "name" if name.letter in self.named.letters or name.whole in self.named.letters:
                self._refuse(f"the claim says what {left.of} is, which is a letter of the loss: {self.cure}")
            case "loss" | "name" if is_loss and name.below in self.named.letters:  # the L_p of some books
                return self.checked(replace(left, kind="slope", by=name.below, order=1))
            case "loss" | "name" if is_loss:
                self._refuse(
                    f"the claim says what {left.of} is, the loss, not its gradient: write d{left.of}/d{self.first}"
                )
            case "slope":
                self._check_slope(left, name)
                return self._taken_at(left)
        return left

    def is_differential(self, left: Left) -> bool:
        """Is it the dL of dL = ... dp?"""
        return left.kind == "course" and spelled(left.by).letter in self.losses

    def of_differential(self, left: Left, right: str) -> str:
        """The 2(p - t) of dL = 2(p - t) dp.

        Raises:
            LossaryError: it is no number times the differential of the one variable.
        """
        found = re.fullmatch(rf"(?P<slope>.*?){BETWEEN.pattern}(?<![A-Za-z_\\]){D}(?P<by>{NAME})\s*", right)
        slope = found["slope"].strip() if found else ""
        is_sum = any(sign in "+-−" and slope[:place].strip() for place, sign in outside(slope))
        is_own = found and len(self.named.variables) == 1 and is_same(found["by"], self.first)
        if not is_own or is_sum or self.order > 1 or self.first not in self.named.numbers or "d" in self.named.letters:
            cure = f"write d{left.by}/d{self.first} = ..."
            self._refuse(
                f"{left.text} is a differential, no slope, and is read as a number times d{self.first}: {cure}"
            )
        return f"{slope}1" if slope in ("", "-", "−", "+") else slope

    def _taken_at(self, left: Left) -> Left:
        """The slope, by what stands in brackets behind it if that is one of the letters.

        Raises:
            LossaryError: it is the value of a slope at a point.
        """
        inside = [part.strip() for part in re.split(r"[,;|]", left.at) if part.strip()]
        letters = [name for name in inside if {spelled(name).letter, spelled(name).whole} & self.named.letters]
        by = (left.by,) if left.by else self.named.variables
        is_own = any(is_same(name, w) or _is_of(name, w) for name in letters for w in by)
        is_of_names = all(re.fullmatch(NAME, part) for part in inside)
        if not is_of_names or (letters and not is_own and (left.by or letters[1:])):
            self._refuse(f"the claim speaks of {left.text}, the value of a slope at one point: {self.cure}")
        return left if is_own or not letters else replace(left, by=letters[0])

    def _check_slope(self, left: Left, name: Spelled) -> None:
        if left.order > SECOND:
            self._refuse(f"the claim speaks of {left.text}, but only first and second derivatives are judged")
        if left.order and left.order != self.order:
            says = f"the claim speaks of {left.text}, {ORDERS[left.order]}"
            cure = "add --order 2" if left.order > self.order else f"leave out --order 2, or write d^2L/d{self.first}^2"
            self._refuse(f"{says}, but {ORDERS[self.order]} was asked for: {cure}")
        label = self.named.label
        is_own = not left.of or name.letter == label.letter or name.whole in self.defined
        if is_own and name.is_entry and label.is_entry and name.letter == label.letter and name.below != label.below:
            self._refuse(
                f"the claim speaks of {left.text}, but the loss is {label.letter}_{label.below}: use its letters"
            )
        if not is_own and {name.letter, name.whole} & {*self.named.letters, *self.functions}:
            self._refuse(
                f"the claim speaks of {left.text}, but {left.of} is a letter of the loss, not its name: {self.cure}"
            )
        is_said = may_be_loss(name.letter) or (may_be_loss(name.below) and not STEP.match(name.letter))  # total_loss
        if not (is_own or is_said):
            self._refuse(f"the claim speaks of {left.text}, but nothing says what {left.of} is: {self.cure}")

    def without_factor(self, left: Left, right: str) -> str:
        """The claim, where a constant factor on the left is taken into account."""
        if not left.factor:
            return right
        if left.factor in ("-", "−"):
            return f"-({right})"
        factor = self.typed.read(left.factor)
        varied = {spelled(by).letter for by in (*self.named.variables, left.by)}
        found = factor.expression
        if found.is_zero or found.atoms(Indexed) or varied & {spelled(name).letter for name in factor.symbols}:
            self._refuse(f"{left.factor} before the slope, in {left.text}, is no constant other than 0: {self.cure}")
        return rf"\frac{{{right}}}{{{left.factor}}}" if self.typed.latex else f"({right})/({left.factor})"

    def aimed(self, left: Left, claim: str) -> Heard:
        """The question of which a single claim speaks."""
        typed, beside, whole = self.typed, None, ""
        if left.kind == "formula" and (name := self._loss_within(left.of)):
            inner = self._of_loss(left, name)
            if not _is_logarithm(left.of, name):
                return self._instead(inner, claim, left)
            beside = inner  # log L is what many call the loss itself
        elif left.kind == "formula" and not _is_loss(left.of, typed.loss):
            beside = replace(typed, loss=left.of, wrt=(left.by,) if left.by else typed.wrt)
        elif left.kind != "formula":
            whole = spelled(left.of).whole
        if whole and whole in self.defined and whole != self.named.label.whole:
            where = tuple(text for text in (*typed.where, *items(typed.loss)[1:]) if text != self.defined[whole])
            wrt = (left.by,) if left.by else typed.wrt
            part = replace(typed, loss=self.defined[whole], wrt=wrt, where=where, intermediate=True)
            return self._instead(part, claim, left)
        own = [w for w in self.named.variables if _is_of(left.by, w)]
        if not left.by or (own and not left.also and len(typed.wrt) < 2) or self._is_all(left.by):  # noqa: PLR2004
            return Heard(typed, (claim,), beside=beside)
        return self._instead(replace(typed, wrt=tuple(own[:1]) or (left.by,)), claim, left, beside)

    def _loss_within(self, formula: str) -> str:
        """The name of the loss in a formula of it, the L of log L."""
        return next((name for name in re.findall(NAME, formula) if spelled(name).letter in self.losses - {""}), "")

    def _of_loss(self, left: Left, name: str) -> Typed:
        """The question about a formula of the loss.

        Raises:
            LossaryError: the loss is one of the catalogue.
        """
        if not self.is_own:
            self._refuse(f"the claim speaks of {left.text}, the slope of a formula of the loss: {self.cure}")
        first, *rest = items(self.typed.loss)
        loss = sides(first)[2] or first
        formula = re.sub(re.escape(name) + ARGUMENTS, lambda _: name, left.of)
        where = (*self.typed.where, *rest, f"{name} = {loss}")
        wrt = (left.by,) if left.by else self.typed.wrt
        return replace(self.typed, loss=formula, where=where, wrt=wrt, intermediate=True)

    def _is_all(self, by: str) -> bool:
        """Is it the x of x_1 and x_2, of which the claim is a vector?"""
        letters = {spelled(w).letter for w in self.named.variables}
        return len(self.named.variables) > 1 and letters == {spelled(by).whole} and not letters & self.named.letters

    @staticmethod
    def _instead(typed: Typed, claim: str, left: Left, beside: Typed | None = None) -> Heard:
        note = f"it was judged as what its left side says, {left.text}"
        return Heard(typed, (claim,), (note,), instead=left.text, beside=beside)

    def matched(self, lefts: Sequence[Left], claims: Sequence[str]) -> Heard:
        """Several claims, each for the variable that its left side names.

        Raises:
            LossaryError: there is no such variable among those of the question, or there are two claims for one.
        """
        if not self.named.variables and all(left.by and left.kind == "slope" for left in lefts):
            by = tuple(left.by for left in lefts)
            self.typed, self.named = replace(self.typed, wrt=by), replace(self.named, variables=by)
        variables = list(self.named.variables)
        found: dict[str, str] = {}
        for left, claim in zip(lefts, claims, strict=True):
            if left.kind == "formula" or spelled(left.of).whole in self.defined:
                self._refuse(f"the claim speaks of {left.text}: give it alone")
            if not left.by:
                continue
            own = next((w for w in variables if _is_of(left.by, w)), None)
            if own is None:
                self._refuse(
                    f"the claim speaks of {left.text}, but the question is by {' and '.join(variables)}: "
                    f"add --wrt {left.by}"
                )
            elif own in found:
                self._refuse(f"two claims speak of the slope by {own}: leave one out")
            else:
                found[own] = claim
        rest = iter([claim for left, claim in zip(lefts, claims, strict=True) if not left.by])
        if len(claims) != len(variables):
            return Heard(self.typed, tuple(claims))
        ordered = tuple(found[w] if w in found else next(rest) for w in variables)
        notes = ("each claim was judged by the variable that its left side names",) if ordered != tuple(claims) else ()
        return Heard(self.typed, ordered, notes)

    @staticmethod
    def _refuse(message: str) -> None:
        raise LossaryError(message)


def _is_of(by: str, variable: str) -> bool:
    """Does a left side by this speak of the variable? The dL/dp of dL/dp_i does; that by another entry does not."""
    one, own = spelled(by), spelled(variable)
    return one.whole == own.whole or (one.letter == own.letter and not one.below and own.is_entry)


def _is_logarithm(formula: str, name: str) -> bool:
    """Is it the logarithm of what has this name, and nothing else?"""
    log, rest = re.sub(r"[\s\\(){}]", "", formula), re.sub(r"[\s\\(){}]", "", name)
    return log.removesuffix(rest) in LOGARITHMS


def _is_loss(formula: str, loss: str) -> bool:
    """Is what a left side differentiates the loss, as it was typed?"""
    first = items(loss)[0]
    return _bare(formula) in (_bare(first), _bare(sides(first)[2] or first))


def _bare(text: str) -> str:
    plain = re.sub(r"[\s{}]|\\(?:left|right)(?![A-Za-z])|\\[,;! ]", "", LOOK.sub("", text))
    return plain[1:-1] if re.fullmatch(r"[(\[][^()\[\]]*[)\]]", plain) else plain
