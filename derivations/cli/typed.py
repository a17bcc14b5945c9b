"""What was typed, and what its texts tell of each other before any is read for good."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from sympy import Indexed

from derivations.catalogue import Catalogue, Entry
from derivations.cli.called import LOSS_NAMES, LOSS_WORDS
from derivations.errors import LossaryError
from derivations.language.domains import Domain, Index, Indices, Model, Real
from derivations.language.indices import bound_indices
from derivations.language.shapes import base_of
from derivations.reading import Reading, ReadingError, limits, read
from derivations.reading.latex_signs import is_plain_name
from derivations.reading.letters import GREEK_NAMES

Known = dict[Any, Domain]
WORDS = r"[a-z]{4,}(?:[-_/][a-z]+)*|L[A-Z0-9]{3}"  # what can only be meant as the name of a loss
PHRASE = re.compile(  # the same in several words: cross entropy of softmax
    r"(?=.*\b(?:loss|entropy|error|divergence|regression|likelihood|penalty)\b)[a-z]{2}[a-z-]*(?:\s+[a-z]{2}[a-z-]*)+",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"^\s*(?:[A-Za-z][A-Za-z0-9-]+\s+)*[A-Za-z][A-Za-z0-9-]{2,}\s*:(?![=:])\s*(?=\S)"
)  # elastic net: ...
DEFINES = r"(?=[^\s=,;]+\s*=(?!=))"  # the a = of a name that is defined
WHERE = re.compile(rf"[\s,;]+(?:where|with)\s+{DEFINES}")
WITH = re.compile(rf"(?<=[\s,;])with\s+{DEFINES}")
AND = re.compile(rf",?\s+and\s+{DEFINES}")
SORT = r"(?P<name>[A-Za-z]\w*)\s+(?:is\s+)?(?:an?\s+)?(?P<kind>symmetric|positive|vector|matrix)(?:\s+matrix)?"
KIND = re.compile(rf"(?:(?:where|with|and|for)\s+)?{SORT}")  # A is symmetric
OF_KIND = re.compile(rf"\s+(?=(?:where|with|for)\s+{SORT}\s*$)")
LONGEST_NAME = 80
ARRAYS = ("array", "labels")
CONSTANTS = ("e", "pi")  # unless somebody says that they are names
TURNED = r"(?:\s*\^\s*(?:T|\{\s*T\s*\}|\\top|\{\s*\\top\s*\})|ᵀ|\.T|')"
NAME = r"\\?[A-Za-z]+"
SYMMETRIC = re.compile(
    rf"\s*(?P<a>{NAME})\s*=\s*(?P=a){TURNED}\s*"
    rf"|\s*(?P<b>{NAME})_\{{?(?P<i>[a-z])(?P<j>[a-z])\}}?\s*=\s*(?P=b)_\{{?(?P=j)(?P=i)\}}?\s*"
)
BOUND = re.compile(r"(?:(?:np\.)?sum\s*\(.*\)|\|\|.*\|\||‖.*‖|\\\|.*\\\|)\s*=[^=]+")  # sum(p) = 1, ||w|| = 1
MADE = re.compile(r"(?P<name>[A-Za-z]\w*)\s*=\s*(?P<call>(?:torch\.)?nn\.[A-Z]\w*\([^()]*\))\s*(?:[;,\n]\s*|$)")
SIGN = re.compile(r"\\(?P<is>begin|end)\s*\{[^}]*\}?|.", re.DOTALL)
HASH = r"(?:^|(?<=\s))#\s.*|(?<=[\w\s)\]}|'])#[ \t]*[A-Za-z]{2}.*"  # one letter may be a set that is counted
COMMENT = {False: re.compile(HASH), True: re.compile(rf"{HASH}|(?<!\\)%.*")}  # of LaTeX?
ENDS = re.compile(r"(?:\\[,;:! ]|[\s,;]|(?<!\.)\.)+$")  # what ends a sentence
OF_LATEX = re.compile(r"\\[A-Za-z|(\[]|\$")  # which a formula in plain text never holds
OPENING, CLOSING = ("(", "[", "{", "begin"), (")", "]", "}", "end")


@dataclass(frozen=True)
class Typed:
    """What was typed; see ``as_typed``.

    Args:
        loss: a slug or an id of the catalogue, or a formula.
        wrt: the variables.
        symbols: statements such as ``t:real`` or ``delta:positive``.
        where: constraints, conditions and named intermediates.
        latex: are the formulas LaTeX?
        layout: how the claims are laid out, if not like the variable: row.
        intermediate: is it a part of a loss that is differentiated?
    """

    loss: str
    wrt: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    latex: bool = False
    layout: str = ""
    intermediate: bool = False

    @property
    def beside(self) -> str:
        """The loss and what stands beside it."""
        return " ".join((self.loss, *self.where))

    def read(self, text: str, names: Known | None = None, **options: Any) -> Reading:
        """A formula, in the way in which it was typed."""
        return read(text, names, latex=self.latex, **options)

    def variable(self, text: str, names: Known, **options: Any) -> Reading:
        """What to differentiate by; nobody writes a backslash for a plain name."""
        if any(sign in ",;" for _, sign in outside(text)):
            msg = f"wrt: {text}: name each variable by itself, as in --wrt x --wrt y"
            raise LossaryError(msg)
        return read(text, names, latex=self.latex and not is_plain_name(text), **options)


def as_typed(loss: str, *claims: str, latex: bool = False, **beside: Any) -> Typed:
    """A loss and the options of a command, taken apart; in LaTeX too, if one of these or a claim has a command."""
    typed = Typed(loss, **beside)
    texts = (loss, *claims, *typed.wrt, *typed.where)
    return taken_apart(replace(typed, latex=latex or is_latex(*texts)))


def is_latex(*texts: str) -> bool:
    """Has one of these formulas a command or a dollar sign of LaTeX?"""
    return any(map(OF_LATEX.search, texts))


def taken_apart(typed: Typed) -> Typed:
    """The loss without its title and comments, and apart from it every statement that stands within or beside it."""
    if max(map(len, (typed.loss, *typed.where))) > limits.LENGTH:
        return typed  # it is refused as it is
    loss, *beside = _loss_first(without_comments(typed.loss, latex=typed.latex))
    told = [*beside, *(part for text in typed.where for part in _statements(text))]
    kinds = [KIND.fullmatch(text.strip()) for text in told]
    where = tuple(text for text, kind in zip(told, kinds, strict=True) if not kind)
    stated = (f"{kind['name']}:{kind['kind']}" for kind in kinds if kind)
    return replace(typed, loss=loss.strip(), where=where, symbols=tuple(dict.fromkeys((*typed.symbols, *stated))))


def symmetric(typed: Typed, names: Iterable[str]) -> Typed:
    """The same with A^T = A for every way of saying that A is symmetric: A = A^T, A_ij = A_ji, or these names."""
    told = [SYMMETRIC.fullmatch(text) for text in typed.where]
    where = [f"{found['a'] or found['b']}^T = {found['a'] or found['b']}" if found else text
             for found, text in zip(told, typed.where, strict=True)]  # fmt: skip
    where += [f"{spelled}^T = {spelled}" for name in names for spelled in [_spelled(name, latex=typed.latex)]]
    return replace(typed, where=tuple(dict.fromkeys(where)))


def _spelled(name: str, *, latex: bool) -> str:
    return f"\\{name}" if latex and name in GREEK_NAMES else name


def entry_named(catalogue: Catalogue, name: str) -> Entry | None:
    """The entry of this name; None if the text is a formula."""
    if len(name) > LONGEST_NAME:
        return None
    is_name = re.fullmatch(WORDS, name.strip()) or PHRASE.fullmatch(name.strip())
    return catalogue.find(name) if is_name else catalogue.named(name)


def entry_meant(typed: Typed, catalogue: Catalogue) -> Entry | None:
    """The entry of the loss that was typed, by the variable that was typed if it is one of its own."""
    entry = entry_named(catalogue, typed.loss)
    if entry is None or len(typed.wrt) != 1:
        return entry
    (text,) = typed.wrt
    by_name = {str(base_of(part.loss.wrt)): part for part in entry.page.parts}
    name = text.strip()
    if name not in by_name:  # a bare w stands for the w[j, k] of the loss
        name = str(base_of(typed.variable(text, dict(entry.page.loss.all_symbols), at=()).expression))
    return by_name.get(name, entry)


def without_comments(text: str, *, latex: bool = False) -> str:
    """The text without what is said of its lines behind a # that stands alone; in LaTeX behind a % as well."""
    return COMMENT[latex].sub("", text)


def with_names_apart(claim: str) -> str:
    """The claim, and between commas what it says of its names: p - y, p = sigma(z) for p - y where p = sigma(z)."""
    return AND.sub(", ", WHERE.sub(", ", claim)) if WHERE.search(claim) else claim


def sides(text: str) -> tuple[str, str, str]:
    """The text before the first equals sign outside brackets, that sign, and what follows."""
    place = next((place for place, sign in outside(text) if sign == "="), None)
    return (text, "", "") if place is None else (text[:place], "=", text[place + 1 :])


def items(text: str) -> list[str]:
    """What stands between the commas and semicolons outside brackets."""
    return cut(text, [place for place, sign in outside(text) if sign in ",;" and text[place - 1 : place] != "\\"])


def _statements(text: str) -> list[str]:
    """The n = 3 and m = 4 of "n = 3, m = 4"; a text as it is, if a part of it states nothing."""
    parts = [part.strip() for part in items(text)]
    is_each = all(any(sign in "=<>≤≥≠∈" for _, sign in outside(part)) and ".." not in part for part in parts)
    return parts if is_each else [text]


def _without_makers(text: str) -> str:
    """Of criterion = nn.MSELoss(); criterion(p, t) the nn.MSELoss()(p, t)."""
    for made in MADE.finditer(text):
        text = re.sub(rf"(?<![\w.]){made['name']}\s*\(", f"{made['call']}(", text.replace(made[0], ""))
    return text


def _loss_first(text: str) -> list[str]:
    """The loss without its title, and what is said of it apart: that A is symmetric, or what a program computes before.

    A program states its loss last: z = X @ w, then p = sigmoid(z), then loss = np.mean((p - y)**2).
    """
    text = OF_KIND.sub(", ", TITLE.sub("", _without_makers(text)))
    text = AND.sub(", ", WITH.sub("where ", text)) if WITH.search(text) else text
    lines = [line for line in cut(text, [place for place, sign in outside(text) if sign in ",;\n"]) if line.strip()]
    if _is_program([sides(line)[0].partition("(")[0].strip() for line in lines], lines):
        return [lines[-1], *(line.strip() for line in lines[:-1])]
    kinds = [line for line in lines[1:] if any(kind.fullmatch(line.strip()) for kind in (KIND, SYMMETRIC, BOUND))]
    return [", ".join(line for line in lines if line not in kinds), *kinds] if kinds else [text]


def _is_program(names: Sequence[str], lines: Sequence[str]) -> bool:
    """Does every line but the last define a name that others use, and the last one the loss, which they do not?"""
    pairs = list(zip(names, lines, strict=True))
    if len(pairs) <= 1 or not all(re.fullmatch(r"[A-Za-z]\w*", name) and sides(line)[1] for name, line in pairs):
        return False
    used = [any(re.search(rf"(?<![A-Za-z_]){name}(?![A-Za-z_])", sides(line)[2]) for line in lines) for name in names]
    losses = [name in LOSS_NAMES or name.lower() in LOSS_WORDS for name in names]
    return all(used[:-1]) and not used[-1] and losses.count(True) == 1 and losses[-1]


def cut(text: str, places: Iterable[int]) -> list[str]:
    """The parts of a text without the signs at these places."""
    ends = [-1, *places, len(text)]
    return [text[start + 1 : end] for start, end in pairwise(ends)]


def outside(text: str) -> Iterator[tuple[int, str]]:
    """The signs outside brackets, and outside what LaTeX begins and ends, each with its place."""
    depth = 0
    for found in SIGN.finditer(text):
        sign = found["is"] or found[0]
        depth += (sign in OPENING) - (sign in CLOSING)
        if depth <= 0 and len(sign) == 1:
            yield found.start(), sign


def models(stated: Mapping[str, Domain]) -> Known:
    return {name: domain for name, domain in stated.items() if isinstance(domain, Model)}


def shared(typed: Typed, claims: Sequence[str], stated: Mapping[str, Domain]) -> Known:
    """What is known before anything is read: what was stated, and what any of the texts shows of the others.

    The p_i of a loss is an entry of p, if the loss sums over i; so x_i is an entry of x in what --where says of p_i.
    """
    texts = (typed.loss, *typed.where, *typed.wrt, *claims)
    found: Known = models(stated)
    before = -1
    while before < len(found):
        before = len(found)
        for text in texts:
            left, equals, right = sides(text)
            here: Known = {}  # indices of one side are indices of the other
            for side in (left, right, left) if equals else (left,):
                with suppress(LossaryError):
                    said = typed.read(side, found | here)
                    here |= {name: kind.domain() for name, kind in said.symbols.items() if kind.kind == "index"}
                    arrays = {name: kind.domain() for name, kind in said.symbols.items() if kind.kind in ARRAYS}
                    found |= {name: d for name, d in arrays.items() if not isinstance(found.get(name), Indices)}
                    found |= {str(index): Index("") for index in bound_indices(said.expression) if str(index) in side}
    for name in stated:
        with suppress(ReadingError):
            if name not in found and isinstance(typed.read(name, found).expression, Indexed):
                msg = f"--symbol {name}: this is an entry of an array here: say it of the array, by its letter alone"
                raise LossaryError(msg)
    return found | {name: replace(d, shape=found[name].shape) if name in found else d for name, d in stated.items()}


def named_beside(typed: Typed) -> Known:
    """The plain names that --where defines or that are varied, so that the e of a loss is not Euler's number."""
    left = [side.strip() for side, equals, _ in map(sides, typed.where) if equals] + [w.strip() for w in typed.wrt]
    return {name: Real("") for name in left if name in CONSTANTS}
