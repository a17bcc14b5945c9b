"""The names that are known beforehand, and what each is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from sympy import Basic, IndexedBase, Symbol

from derivations.language.domains import Domain, Index, Model
from derivations.language.functions import model

MOST_LETTERS = 3  # of a product without a sign


@dataclass
class Told:
    """What texts that belong together tell of their names before any of them is read.

    Args:
        whole: is anything said of whole arrays?
        functions: all functions that any of them defines, as in f(x) = ...
        values: names that they define as values or differentiate by, which are not applied.
        varied: the indices of what is differentiated by.
        words: names of several letters that are no products.
        levels: letters that are the number of a layer, as in a^L and a^{[l-1]}.
        summed: letters over which any of them sums, as in sum_{i=1}^m x^{(i)}.
        above: letters that stand in brackets above others, as in y^(i), and number entries.
        signed: letters of which there are two, as in s_+ and s_-.
        fixed: letters that count entries of the loss and that nothing in it binds.
        compared: labels of the loss, see ``compared_in``; None, if nobody has looked for them.
    """

    whole: bool = False
    functions: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    varied: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    levels: set[str] = field(default_factory=set)
    summed: set[str] = field(default_factory=set)
    above: set[str] = field(default_factory=set)
    signed: set[str] = field(default_factory=set)
    fixed: set[str] = field(default_factory=set)
    compared: set[str] | None = None

    def with_functions(self, functions: Iterable[str]) -> Told:
        """The same, for one of the texts, which may tell more; with these functions besides."""
        return replace(
            self, functions=self.functions.union(functions), values=set(self.values), summed=set(self.summed)
        )


class Names:
    """Known names with their domains, such as ``{"w": Real("weight", shape=(n,)), "m": Model("model")}``.

    Keys may be text, or the symbols, arrays and models of a ``Loss``, which then stand in the expression that is read.
    """

    def __init__(
        self, names: Mapping[Any, Domain] | None, letters: Iterable[str] = (), ranks: Mapping[str, int] | None = None
    ) -> None:
        self.domains: dict[str, Domain] = {_name(key): domain for key, domain in (names or {}).items()}
        self._keys: dict[str, Any] = {_name(key): key for key in (names or {})}
        self._add_spellings()
        self.ranks = dict(ranks or {})  # of names that were said to be a number, a vector or a matrix
        self.told = Told()
        self.vectors: set[str] = set()  # functions whose entries are defined, as in [S(y)]_k = ...
        self.remarks: list[str] = []  # what was taken one way though another is possible
        self.places: set[str] = set()  # the indices of what is differentiated by, in a text about that derivative
        self.labels: set[str] = set()  # numbers of classes in a loss that is known
        self.letters = frozenset(letters)  # those that stand for themselves in any of the texts that are read together

    def _add_spellings(self) -> None:
        """Other spellings of the Greek letters of a loss: lam is its lambda, l_w its ell_w."""
        for full, key in list(self._keys.items()):
            letter, line, below = full.partition("_")
            for spelled in () if isinstance(key, str) else SPELLINGS.get(letter, ()):
                if spelled + line + below not in self.domains:
                    self.domains[spelled + line + below], self._keys[spelled + line + below] = self.domains[full], key

    def is_product(self, word: str) -> bool:
        """Is the word a product of letters, each of which stands for itself elsewhere?"""
        if not 1 < len(word) <= MOST_LETTERS or not word.isalpha() or word[0] == "d" or word in self.domains:
            return False
        if word == "KL" and not self.letters.issuperset(word):
            return False  # the divergence KL(p||q)
        known = self.letters | {letter for letter in word if self.is_known(letter)}
        is_matrix = self.told.whole and len(word) == 2 and word[0].isupper()  # noqa: PLR2004  (the Xw of ||y - Xw||)
        return is_matrix or self.letters.issuperset(word) or (known.issuperset(word) and any(map(self.is_array, word)))

    def is_known(self, full: str) -> bool:
        return full in self.domains

    def add(self, full: str, domain: Domain) -> None:
        """Know one more name, unless it is known already."""
        if full not in self.domains:
            self.domains[full], self._keys[full] = domain, full

    def is_model(self, full: str) -> bool:
        return isinstance(self.domains.get(full), Model)

    def is_array(self, full: str) -> bool:
        return full in self.domains and bool(self.domains[full].shape)

    def is_index(self, full: str) -> bool:
        return isinstance(self.domains.get(full), Index)

    def no_array(self, full: str) -> str:
        """Why the name takes no index."""
        label = f": it is an index itself; write [k = {full}] for the 1 at its place, or onehot({full}) for all of them"
        return f"{full} is no array here, so it takes no index{label if self.is_index(full) else ''}"

    def shape(self, full: str) -> tuple[Any, ...]:
        return self.domains[full].shape if full in self.domains else ()

    def rank(self, full: str) -> int | None:
        """How many axes it was said to have; None, if nobody did."""
        return self.ranks.get(full)

    def object(self, full: str) -> Any:
        """The symbol, array or model of this name."""
        key, domain = self._keys[full], self.domains[full]
        if isinstance(key, IndexedBase) or (not isinstance(key, str | Symbol) and self.is_model(full)):
            return key
        if self.is_model(full):
            return model(full)
        if isinstance(key, Symbol):
            return Symbol(key.name, **domain.assumptions)
        return IndexedBase(full) if domain.shape else Symbol(full, **domain.assumptions)

    def like(self, full: str, others: Iterable[str] = ()) -> str:
        """A known name that this one may have been meant to be, as the end of a message."""
        if len(full) > 1 and all(letter in self.domains for letter in full):
            return f"write {'*'.join(full)} if it is a product"
        near = get_close_matches(full, [*self.domains, *others], n=1)
        known = ", ".join(sorted(self.domains)) or "none"
        return f"did you mean {near[0]}?" if near else f"the names known here are {known}"


def _name(key: Any) -> str:
    if isinstance(key, str):
        return key
    return str(key.label if isinstance(key, IndexedBase) else key if isinstance(key, Basic) else key.__name__)


SIZES = ("n", "N", "m", "M")  # how people call the number of their examples
BATCHES = ("B", "T")  # the same, and that of steps, but only where the loss does not hold it
CLASSES = ("K", "C")  # and that of what each of them has, likewise: classes
FEATURES = ("d", "D")
WIDTHS = (*CLASSES, *FEATURES)
FRESH = ("n", "d", "K", "m", "p", "q", "r", "N", "M", "D")  # for sizes that nobody named
DATA = ("X", "x")  # whose columns are features
IDENTITY = "I"  # beside matrices
SPELLINGS = {"lambda": ("lam", "lmbda", "lambd"), "epsilon": ("eps",), "ell": ("l",)}  # as code and keyboards have them
SPELLED = {spelled for others in SPELLINGS.values() for spelled in others}
COUNTS_AND_COEFFICIENTS = {
    *"bcdeknmNKTMCDEJL",
    *(
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "eps",
        "eta",
        "lambda",
        "lam",
        "kappa",
        "tau",
        "rho",
        "sigma",
        "pi",
    ),
    *("margin", "scale", "temperature", "temp", "C", "smooth", "lr", "nu"),
}
PARAMETERS = {*COUNTS_AND_COEFFICIENTS, "a", "w", "mu", "theta", "slope", "intercept", "weight", "bias"}
NUMBER = re.compile(r"_?[0-9]+$")
TARGETS = {"y", "t", "r", "c", "b"}  # numbers rather than vectors, where an index stands below them
MATRICES = {*"ABCDFGHKMPQRSTUVWXYZ", "Sigma", "Lambda", "Theta", "Omega", "Phi", "Psi"}
MATRIX = re.compile(r"[A-Z](?:_?[A-Za-z0-9]+)?")  # X, and the W_1, W2, W^{[l]} and W_q of layers
BIASES = {"b", "bias"}  # one for each column, where they are added to a matrix
MODEL, ENTRIES = "model", "entries"  # how the variable of a program stands: as the w of w*x + b - t; as the p of p - t


def is_parameter(full: str) -> bool:
    """Do people call the parameter of a model so: w, theta_0, beta1?"""
    return NUMBER.sub("", full) in PARAMETERS


def likely_rank(full: str, rank: int, *, explicit: int, bold: bool, habit: str, factor: bool) -> float:
    """How unlikely it is that a name has so many axes, from 0: by its letter, and by how it was written.

    Args:
        full: the name.
        rank: how many axes.
        explicit: with how many indices it is written.
        bold: is it printed bold?
        habit: how it stands, if somebody differentiates by it as a whole where vectors are added up as in a program.
        factor: may it be a factor of vectors, so that a capital is a matrix?
    """
    more = rank - explicit  # axes without an index
    if full == IDENTITY and not explicit:
        return (1.0, 9.0, 0.0)[more]
    if bold:
        wanted = 2 if full[:1].isupper() and not explicit else 1
        return 0.0 if more == wanted else 4.0 + abs(more - wanted)
    if explicit:
        return (0.0, 2.5 if full in TARGETS else 2.0, 9.0)[more]
    if full in MATRICES or (MATRIX.fullmatch(full) and (factor or full not in COUNTS_AND_COEFFICIENTS)):
        return (2.5, 2.0, 0.0)[more]
    if habit:
        return (0.0, 0.7, 6.0)[more] if habit == MODEL else (0.7, 0.0, 4.0)[more]
    if full in COUNTS_AND_COEFFICIENTS:
        return (0.0, 1.0, 6.0)[more]
    return (1.1, 0.0, 5.0)[more]
