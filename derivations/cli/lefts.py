"""What stands left of the equals sign: in dL/dw = ..., the slope of what, by what, how often, times which factor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from derivations.cli.called import APPLIED, BARE, HAT, LOOK, LOSS_NAMES, STEP, UPDATE, is_mere_name, of_loss
from derivations.cli.typed import CLOSING, OPENING, SIGN, cut, items, outside
from derivations.errors import LossaryError
from derivations.reading.letters import ACCENTED, GREEK, SUBSCRIPTS

ACCENT = r"(?:\\(?:hat|bar|tilde|mathbf|mathcal|bm|boldsymbol)\s+)?"
GROUP = r"\{(?:[^{}]|\{[^{}]*\})*\}"
LABEL = r"\^(?:[A-Za-z]|\{[^{}]*[A-Za-z\[(][^{}]*\}|[\[(]\w+[\])])"  # no power: the L of a^L, the [2] of W^{[2]}
NAME = ACCENT + rf"(?!\\left(?![A-Za-z]))\\?[^\W\d_²³]+[^\W²³]*(?:_?{GROUP}|_\w|\[[^\[\]]*\]|{LABEL})*"
D = r"(?:d|∂|\\partial(?![A-Za-z])|\\(?:mathrm|text)\s*(?:\{d\}|d))\s*"
TWICE = r"(?:\s*\^\s*(?:2|\{\s*2\s*\})|²)"
ARGUMENTS = r"(?:\s*(?:\\left)?\((?:[^()]|\([^()]*\))*\))?"
ABOVE = rf"{D}(?P<twice#>{TWICE}|2(?=[A-Za-z\\]))?\s*\(?(?P<of#>{NAME})(?P<held#>{ARGUMENTS})\)?\s*"
# What follows the bar.
BELOW = rf"{D}(?P<open#>\()?(?P<by#>{NAME})(?(open#)\))(?P<square#>{TWICE})?(?:\s*{D}(?P<also#>{NAME})(?!\w|\s*/))?"
WITHIN = BELOW.replace("#", "2").replace(NAME, NAME + ARGUMENTS, 1)
QUOTIENT = re.compile(
    rf"(?:(?<![A-Za-z_\\]){ABOVE.replace('#', '1')}/\s*(?:\(\s*(?={D}))?{BELOW.replace('#', '1')}(?:(?<=\w)\))?"
    rf"|\\[dt]?frac\s*\{{\s*{ABOVE.replace('#', '2')}\}}\s*\{{\s*{WITHIN}\s*\}})"
)
UNNAMED = re.compile(
    rf"{D}(?P<of1>{NAME}){ARGUMENTS}\s*/\s*{D}\((?P<by1>[^()]+)\)"
    rf"|\\[dt]?frac\s*\{{\s*{D}(?P<of2>{NAME}){ARGUMENTS}\s*\}}\s*\{{\s*{D}\(\s*(?P<by2>[^()]+)\)\s*\}}"
)
NABLA = re.compile(
    rf"(?P<sign>∇|(?<![A-Za-z])\\?nabla(?![A-Za-z])|(?:∂|\\partial)(?=\s*_)|(?<![\w.])[Gg]rad(?:ient)?(?![A-Za-z]))(?P<twice>{TWICE})?\s*"
    rf"(?:_\s*(?:\{{(?P<group>[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*)\}}|(?P<at>\\?[A-Za-z]+)))?\s*(?P<of>{NAME})?(?P<held>{ARGUMENTS})"
)
PRIMED = re.compile(rf"(?P<of>{NAME})(?P<primes>['′]+|\^\{{?\s*(?:\\prime\s*)+\}}?)\s*(?P<held>{ARGUMENTS})")
IN_CODE = re.compile(rf"(?P<by1>{NAME})[._]grad|d(?P<of>[A-Za-z]+)_d(?P<by2>\w+)|d[A-Z]d(?P<by3>\w+)")
SAID = re.compile(rf"(?:d\s+|d(?=[(\[|])|∂\s*|\\partial\s+)(?P<formula>[^/=]+)/\s*{D}(?P<by>{NAME})")  # d log p/dz
COURSE = re.compile(
    r"(?:d|∂|\\partial\s+|\\mathrm\s*\{d\}\s*)(?P<by>(?:[A-Za-z]|\\[a-z]+)[0-9]*(?:[_^](?:\w|\{[^{}]*\}))*)"
)  # dz for dL/dz
OPERATOR = re.compile(
    rf"(?:(?<![\w\\]){D}/\s*{D}(?P<by1>{NAME})|\\[dt]?frac\s*\{{\s*{D}\}}\s*\{{\s*{D}(?P<by2>{NAME})\s*\}})\s*"
)
BY_NABLA = re.compile(
    r"(?:∇|\\?nabla(?![A-Za-z]))\s*_\s*(?:\{(?P<by1>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|(?P<by2>\\?[A-Za-z]+))\s*"
)
OVER = re.compile(rf"\\[dt]?frac\s*(?P<open>\{{)\s*{D}|(?<![\w\\])[d∂]\s*(?=[(\[])")
BY_STROKE = re.compile(rf"\s*/\s*{D}(?P<by>{NAME})")
BY_FRACTION = re.compile(rf"\s*\{{\s*{D}(?P<by>{NAME})\s*\}}")
GOES_ON = re.compile(r"\s*[\w^({\[²³ᵀ']|\s*\\(?!cdot|times|right|[,;! ])")
SIZE, SIZED = re.compile(r"\\(?:left|[bB]igg?l?)\s*[(\[]"), len(r"\left  (") + 1  # before a bracket
ALONE = re.compile(rf"{NAME}{ARGUMENTS}")
TURNED = re.compile(r"\^\s*(?:T|\\top|\{\s*(?:T|\\top)\s*\})$")
TOGETHER = re.compile(r"([A-Za-z])d([A-Za-z])")  # the xdy of d^2L/dxdy
BETWEEN = re.compile(r"(?:\s|\*|·|\\cdot(?![A-Za-z])|\\times(?![A-Za-z])|\\[,;! ])*")
ENVIRONMENT = re.compile(  # what stands around formulas
    r"\\(?:begin|end)\s*\{(?:align|aligned|equation|gather|split|eqnarray|multline|math|displaymath)\*?\}|\$\$?"
    r"|(?<!\\)\\[\[\]()]"
)
AROUND = re.compile(r"^(?:[\s&:]|\\[,;:! ]|\\q?quad|\\displaystyle)+|(?:[\s&:]|\\[,;:! ]|\\q?quad)+$")
EQUALS = re.compile(r"(?<![<>!=])=(?!=)")
LETTERS_BELOW = 2  # so many letters below a name are indices, more are a word


@dataclass(frozen=True)
class Spelled:
    """A name as it was typed: its letter with what stands above it, and what stands below it."""

    letter: str
    below: str = ""

    @property
    def is_entry(self) -> bool:
        """Are letters below it, which run?"""
        return self.below.isalpha() and len(self.below) <= LETTERS_BELOW

    @property
    def whole(self) -> str:
        return self.letter + self.below


def spelled(name: str) -> Spelled:
    """The name without what only tells how it looks."""
    plain = LOOK.sub("", "".join(ACCENTED.get(sign, sign) for sign in name))
    plain = HAT.sub(lambda found: (found[2] or found[3] or found[4]) + (found[1] or found[5]), plain)
    plain = "".join(f"_{SUBSCRIPTS[sign]}" if sign in SUBSCRIPTS else GREEK.get(sign, sign) for sign in plain)
    plain = re.sub(r"\[([^\[\]]*)\]", lambda found: found[0] if _is_above(found) else f"_{found[1]}", plain)
    above = "".join(re.findall(r"\^(?:\{[^{}]*\}|[\[(]\w+[\])]|[A-Za-z0-9])", plain))
    rest = re.sub(r"\^(?:\{[^{}]*\}|[\[(]\w+[\])]|[A-Za-z0-9])", "", plain)
    letter, *below = re.split(r"_", re.sub(r"[\s\\{},]", "", rest))
    return Spelled(letter + re.sub(r"[\s\\{}\[\]()^]", "", above), "".join(below))


def _is_above(found: re.Match[str]) -> bool:
    return found.string[: found.start()].rstrip("{ ").endswith("^")


def is_same(one: str, other: str) -> bool:
    """Are these the same name, however it is written: w_1, w1 and w_{1}?"""
    return spelled(one).whole == spelled(other).whole


@dataclass(frozen=True)
class Left:
    """A left side.

    Args:
        text: as it was typed.
        kind: slope; unnamed, if it is one by a formula, as dL/d(2p); loss, if it is the name of the loss; name, if it
            may call a gradient so, such as delta; course, the dz of courses; formula, if it is one that is to be
            differentiated; or strange.
        of: what is differentiated, a name or a formula; empty, if it does not say.
        by: the variable; empty, if it does not say.
        order: how often; 0, if it does not say.
        factor: what it is multiplied by.
        also: another variable, of a second derivative by two.
        at: what stands in brackets behind it: the p of L'(p), or a point at which the slope is taken.
    """

    text: str
    kind: str
    of: str = ""
    by: str = ""
    order: int = 0
    factor: str = ""
    also: str = ""
    at: str = ""


def left_of(text: str) -> Left:
    """What a left side says."""
    text = AROUND.sub("", text)
    found = _by_formula(text) or _slope(text) or _of_formula(text)
    if found is not None:
        return found if _is_whole(found) else Left(text, "strange")
    if attribute := IN_CODE.fullmatch(text):
        by = next(filter(None, attribute.group("by1", "by2", "by3")))
        return Left(text, "slope", attribute["of"] or "", by, 1)
    if course := COURSE.fullmatch(text):
        return Left(text, "course", by=course["by"])
    if ALONE.fullmatch(text) and is_mere_name(text) and not STEP.match(text):
        name = re.match(NAME, text)
        is_loss = name is not None and spelled(name[0]).letter in LOSS_NAMES
        return Left(text, "loss" if is_loss else "name", of=name[0] if name else text)
    return Left(text, "strange")


def _is_whole(left: Left) -> bool:
    """Is it a slope by a name, of a formula or a name, and not a part of more: of (dL/dp)^2, of dL/dlog p?"""
    depths = [*accumulate((sign in OPENING) - (sign in CLOSING) for sign in left.factor)]
    is_factor = not depths or (min(depths) >= 0 and depths[-1] == 0)
    is_name = all(is_mere_name(name) and spelled(name).whole not in BARE for name in (left.by, left.also))
    return is_factor and is_name


def _slope(text: str) -> Left | None:
    """Slopes side by side as in the chain rule, with a factor before them."""
    found = list(QUOTIENT.finditer(text))
    if found and re.compile(ARGUMENTS).fullmatch(text, found[-1].end()):
        if not all(BETWEEN.fullmatch(text, a.end(), b.start()) for a, b in pairwise(found)):
            return None
        return replace(_chained(text, found), at=_within_brackets(text[found[-1].end() :]))
    for pattern in (NABLA, PRIMED):
        for last in pattern.finditer(text):
            if last.end() == len(text) and (last.start() == 0 or not text[last.start() - 1].isalpha()):
                at = _within_brackets(last["held"])
                by, order = _said(last, at)
                at = "" if by and pattern is NABLA and re.search(NAME, at) else at
                factor = _factor(text[: last.start()])
                return Left(text, "slope", last["of"] or "", by, order, factor, at=at)
    return None


def _within_brackets(text: str) -> str:
    """The p of (p), in LaTeX too."""
    return re.sub(r"\\(?:left|right)(?![A-Za-z])", "", text).strip().removeprefix("(").removesuffix(")").strip()


def _said(found: re.Match[str], at: str) -> tuple[str, int]:
    """By what, and how often."""
    if found.re is NABLA:
        return found["group"] or found["at"] or "", 2 if found["twice"] else 1
    primes = found["primes"].count("prime") or sum(sign in "'′" for sign in found["primes"])
    return (at if re.fullmatch(NAME, at) else ""), primes


def _chained(text: str, found: Sequence[re.Match[str]]) -> Left:
    """The slope that a product of slopes comes to: dL/da * da/dz is dL/dz."""
    above = [_group(match, "of") for match in found]
    below = [by_of(match) for match in found]
    factor = _factor(text[: found[0].start()])
    if len(found) == 1:
        order, name = 2 if _group(found[0], "twice") else 1, spelled(above[0]).whole
        if (formula := f"{above[0]}{_group(found[0], 'held')}" if name in BARE else of_loss(name)) and not factor:
            return Left(text, "formula" if order == 1 else "strange", formula, below[0], order)
        also = TURNED.sub("", _group(found[0], "also"))  # as in dw dw^T
        if also and order == 1:
            return Left(text, "strange")
        if order == 2 and (both := TOGETHER.fullmatch(below[0])):  # noqa: PLR2004
            below, also = [both[1]], both[2]
        return Left(text, "slope", above[0], below[0], order, factor, "" if is_same(also, below[0]) else also)
    tops, bottoms = Counter(spelled(name) for name in above), Counter(spelled(name) for name in below)
    top, bottom = list((tops - bottoms).elements()), list((bottoms - tops).elements())
    if len(top) != 1 or len(bottom) != 1 or any(_group(match, "twice") for match in found):
        return Left(text, "strange")
    of = next(name for name in above if spelled(name) == top[0])
    return Left(text, "slope", of, next(name for name in below if spelled(name) == bottom[0]), 1, factor)


def by_of(found: re.Match[str]) -> str:
    """The variable of a quotient, with the 2 above it if that is a part of it: dL/ds^2 is by the square of s."""
    squared = _group(found, "square") and not _group(found, "twice")
    return _group(found, "by") + ("^2" if squared else "")


def _group(found: re.Match[str], name: str) -> str:
    return next(filter(None, (found[f"{name}{number}"] for number in (1, 2))), "")


def slopes_in(text: str) -> Iterator[tuple[tuple[int, int], tuple[Spelled, Spelled]]]:
    """The first derivatives in a text, dL/da as well as the dz of courses: where, and of what by what."""
    for found in QUOTIENT.finditer(text):
        yield found.span(), (spelled(_group(found, "of")), spelled(by_of(found)))
    for found in re.finditer(rf"(?<![\w\\/^]){COURSE.pattern}(?!\w|\s*/)", text):
        yield found.span(), (Spelled(""), spelled(found["by"]))


def _factor(text: str) -> str:
    """What stands before a slope, without the sign of the product."""
    return re.sub(rf"{BETWEEN.pattern}$", "", text).strip()


def _by_formula(text: str) -> Left | None:
    """The dL/d(2p) of what is no letter; that of a square is read."""
    found = UNNAMED.fullmatch(text)
    of, by = (_group(found, name) for name in ("of", "by")) if found else ("", "")
    if not by or re.fullmatch(NAME, by):
        return None
    square = re.fullmatch(rf"(?P<name>{NAME}){TWICE}", by)
    return Left(text, "slope" if square else "unnamed", of, f"{square['name']}^2" if square else by, 1)


def _of_formula(text: str) -> Left | None:
    """The d/dw (w x - t)^2, whose formula is to be differentiated."""
    for pattern in (OPERATOR, BY_NABLA):
        start = pattern.match(text)
        if start and (rest := text[start.end() :].strip()):
            return _of(text, rest, start["by1"] or start["by2"])
    if said := SAID.fullmatch(text):
        return _of(text, said["formula"].strip(), said["by"])
    whole = next((found for found in applied_in(text) if found.span == (0, len(text))), None)
    return _of(text, whole.formula, whole.by) if whole else None


def _of(text: str, formula: str, by: str) -> Left:
    """The slope of a formula, or of a loss that it calls by its name."""
    while formula[:1] in ("(", "[") and group_end(formula, 0) == len(formula):
        formula = formula[1:-1].strip()
    name = re.match(NAME, formula)
    is_function = name is not None and spelled(name[0]).whole in APPLIED and name[0] != formula
    is_name = name is not None and not is_function and ALONE.fullmatch(formula)
    return Left(text, "slope" if is_name else "formula", name[0] if name and is_name else formula, by, 1)


@dataclass(frozen=True)
class Applied:
    """A derivative of what stands in brackets: where, of what, and by what."""

    span: tuple[int, int]
    formula: str
    by: str


def applied_in(text: str) -> Iterator[Applied]:
    """The d/dp ( ... ), d( ... )/dp and what LaTeX calls so; none where it is open how far the formula goes."""
    for found in OPERATOR.finditer(text):
        end = group_end(text, found.end())
        if end and not GOES_ON.match(text, end):
            yield Applied((found.start(), end), text[found.end() : end], found["by1"] or found["by2"])
    for found in OVER.finditer(text):
        is_fraction = bool(found["open"])
        end = group_end(text, found.start("open") if is_fraction else found.end()) or 0
        below = (BY_FRACTION if is_fraction else BY_STROKE).match(text, end)
        formula = text[found.end() : end - is_fraction].strip()
        if end and below and not re.fullmatch(rf"{NAME}{ARGUMENTS}", formula):
            yield Applied((found.start(), below.end()), formula, below["by"])


def group_end(text: str, at: int) -> int:
    """Where the brackets end that open here; 0 if none do."""
    depth = 0
    for found in SIGN.finditer(text, at):
        sign = found["is"] or found[0]
        depth += (sign in OPENING) - (sign in CLOSING)
        if not depth and sign in CLOSING:
            return found.end()
        if not depth and not (found.end() - at < SIZED and SIZE.match(text, at)):
            return 0
    return 0


def label_of(loss: str) -> Spelled:
    """What a loss is called where it was typed, the y of y = w x + b; an empty name, if it has none."""
    text, _, _ = parted(loss)
    left = left_of(text)
    return spelled(left.of) if text and left.kind in ("name", "loss") else Spelled("")


def check_no_update(line: str) -> None:
    """Refuse p -= 2(p - t) and w := w - a g, which say what a step does.

    Raises:
        LossaryError: it is such a rule.
    """
    text = AROUND.sub("", ENVIRONMENT.sub(" ", line))
    places = {place for place, _ in outside(text)}
    is_step = any(found.start() in places for found in UPDATE.finditer(text))
    left, *rights = cut(text, sorted(place for place in places if EQUALS.match(text, place)))
    name, moved = AROUND.sub("", left), re.match(rf"\s*(?P<name>{NAME})\s*[-+−]", rights[0]) if rights else None
    if is_step or (moved and re.fullmatch(NAME, name) and is_same(moved["name"], name)):
        msg = f"{text.strip()} is an update rule, no slope: give the gradient in it alone, without the learning rate"
        raise LossaryError(msg)


def parted(claim: str) -> tuple[str, str, str]:
    """The left side of a claim, what follows the equals sign, and what stands beside that; without one, the claim.

    Raises:
        LossaryError: it is an update rule.
    """
    check_no_update(claim)
    plain = ENVIRONMENT.sub(" ", claim)
    first = items(plain)[0]
    rest = plain[len(first) :]
    place = next((place for place, sign in outside(first) if sign == "=" and EQUALS.match(first, place)), None)
    if place is None:
        return "", claim, ""
    return (AROUND.sub("", first[:place]), first[place + 1 :].strip(), rest)
