"""Names, and what follows them: is f(x) a function of x, or f times x?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from derivations.reading.cursor import CLOSING
from derivations.reading.factors import (
    COEFFICIENTS,
    is_function_letter,
    is_odd_argument,
    is_product,
    may_be_function,
    side_by_side,
    times,
)
from derivations.reading.given import DENSITY, OF_DENSITY, density
from derivations.reading.kinds import OVER_INDEX
from derivations.reading.letters import GREEK_NAMES, WORD
from derivations.reading.names import MATRICES
from derivations.reading.primes import Primes
from derivations.reading.sums import COMPARISONS, LOGIC
from derivations.reading.tokens import Token
from derivations.reading.tree import (
    Apply,
    Compare,
    Entry,
    Group,
    Keyword,
    Logic,
    Name,
    Node,
    Norm,
    Number,
    Power,
    Slice,
    Times,
    Transposed,
    applied,
    iverson,
)
from derivations.reading.unread import NOT_READ
from derivations.reading.vocabulary import KNOWN, LETTERS, misspelt, takes_bare

LOSSES = {"BCE", "MSE", "CE"}  # not read, unless something else bears the name
DELTA = "delta"  # Kronecker's, of two indices or of a condition
CONSTANTS = {"pi", "e"}  # are never called
EXPECTATION = "an expectation is not read: write 1/n*sum_i for the mean of n examples, or sum_x p(x)"


class Applied(Primes):
    """Reads names, their indices and their arguments."""

    def name(self, token: Token) -> Node:
        token = self._in_capitals(token)
        known = self.names.is_known(token.full)
        if not known and (bound := self._over_an_index(token)):
            return bound
        node = Name(token.at, token.text, token.below, token.bold)
        if token.text.removesuffix("'") in KNOWN and token.below == "prime" and self.sees("("):
            return self.applied(replace(token, below=""), Name(token.at, token.text), 1)
        if token.text == "indicator" and not known and self.sees("[", "{", "_"):
            return self.indicator()
        is_over_index = token.text in {*KNOWN, *NOT_READ} - LETTERS and token.full not in KNOWN and not _is_word(token)
        if not known and token.below and is_over_index:
            self.fail(f"{token.text} over an index is not read: write it out", token.at)
        if self.is_another(token):
            self.take()
            return Name(token.at, f"{token.text}_prime", token.below)
        primes = self.primes(token)
        if primes and not self.sees("("):
            return Transposed(token.at, node)
        if primes or (self.sees("(") and (token.full in self.names.told.functions or self._is_applied(token))):
            return self.applied(token, node, primes)
        if self.sees("[") and not self.next.spaced and self.has_brackets_for_indices(token):
            return self._entry(node)
        if self.sees("[") and not self.is_plain and not known and token.full in {*KNOWN} - LETTERS:
            return self.applied(token, node, 0)
        if self.sees("_"):
            return self._entry_below(token, node)
        if takes_bare(token) and not known:
            return self.called_bare(token, node)
        if token.kind == "name" and token.text in LOSSES and not known and not self.is_left:
            self.fail(NOT_READ[token.text], token.at)
        return node

    def _over_an_index(self, token: Token) -> Node | None:
        """A sum, a product or a maximum over an index; a mean without brackets; a logarithm to a base."""
        if token.text in ("sum", "Sum") and not token.below:
            token = self._sum_in_words(token)
        has_limits = bool(token.below) or self.sees("_", "^")
        if token.text in ("sum", "Sum") and (has_limits or self.sees("(") or self.starts_operand(self.next)):
            return self.total(token)
        if token.text == "prod" and (has_limits or self.sees("(")):
            return self.product_over(token)
        if token.text in OVER_INDEX and not _is_word(token) and (token.below or self.sees("_")):
            return self.over_an_index(token)
        if token.text == "log" and token.full not in KNOWN and self.is_base(token.below):
            return self.to_base(token)
        return self.mean(token)

    def _sum_in_words(self, token: Token) -> Token:
        """The sum over i of what follows, as people say it."""
        over, index, of = self.tokens[self.place : self.place + 3] if self.place + 3 < len(self.tokens) else 3 * [token]
        if (over.text, over.below, of.text, of.below) != ("over", "", "of", "") or not index.is_name or index.below:
            return token
        self.place += 3
        return replace(token, below=index.text)

    def _in_capitals(self, token: Token) -> Token:
        """EXP(x) and Log(x), as a spreadsheet and other programs write them."""
        full = token.full
        is_spelled_so = len(full) > 1 and full not in KNOWN and (full.isupper() or full.istitle())
        is_own = full in self.names.told.functions or self.names.is_known(full)
        if self.sees("(") and is_spelled_so and full.lower() in KNOWN and not is_own:
            return replace(token, text=full.lower(), below="")
        return token

    def _is_applied(self, token: Token) -> bool:
        """A name right before a bracket: is it a function, or a factor?"""
        full, function = token.full, KNOWN.get(token.full) if may_be_function(token) else None
        either = f"may be {full} times a bracket or a function: write {full}*(...)"
        if self.names.is_known(full):
            if function and not self.names.is_model(full):
                self.fail(f"{full}(...) {either}, or sigmoid(...) and the like", token.at)
            return self.names.is_model(full) or full in self.names.vectors
        if self._is_factor(token, is_function=function is not None):
            return False
        if function:
            if full in self.bare and full in LETTERS:
                self.fail(
                    f"{full} stands both alone and before a bracket: write {full}*(...) or sigmoid(...)", token.at
                )
            if full == "phi" and self._sees_sum():
                self.fail(f"{full}(...) {either}, or normpdf(...) for the density of the normal", token.at)
            return True
        if full in CONSTANTS:
            self.fail(f"{full}(...) {either}; a function is declared {full}:model", token.at)
        if full in self.bare or (token.text in COEFFICIENTS and self._sees_sum()):
            if full in self.primed:
                self.fail(f"{full} stands both alone and with a prime: is it a number or a function?", token.at)
            return False
        if (instead := NOT_READ.get(full) or NOT_READ.get(token.text)) and not self.is_left:
            self.fail(instead, token.at)
        if (meant := misspelt(full)) and full not in self.primed:
            self.fail(f"{full} is no function of ours: did you mean {meant}?", token.at)
        if self.next.spaced and self.is_plain:
            self.fail(f"{full} (...) {either} or {full}(...)", token.at)
        return True

    def _is_factor(self, token: Token, *, is_function: bool) -> bool:
        """Can it only be a factor: an entry, 1 for equal indices, a constant, or a name with a thin space behind it?"""
        full = token.full
        if is_function or self._is_entry(token):
            return self._is_entry(token)
        if token.text == "delta" and len(token.below.replace("_", "")) == 2 and full not in self.primed:  # noqa: PLR2004
            return True  # Kronecker's
        is_after_number = self.place > 1 and self.tokens[self.place - 2].kind == "number"
        if full in self.names.told.values or (token.below and token.text in self.names.told.values):
            return True
        if full == "pi" and (is_after_number or self._sees_sum()):
            return True  # as in 2 pi (x - y); pi(a) may be a policy
        if self.next.spaced and self.is_plain and self.names.told.whole and full in MATRICES and self._sees_sum():
            return True  # as in (x - m)^T C (x - m)
        is_apart = self.next.spaced and not self.is_plain
        return is_apart and not is_function_letter(full) and full not in self.primed

    def _sees_sum(self) -> bool:
        """Does the bracket that opens here hold one sum?"""
        depth, signs = 0, set()
        for before, token in pairwise(self.tokens[self.place :]):
            depth += (before.is_op and before.text in CLOSING) - (token.is_op and token.text in CLOSING.values())
            if depth < 1:
                break
            if depth == 1 and token.is_op and before.text not in CLOSING:
                signs.add(token.text)
        return bool(signs & {"+", "-"}) and not signs & {",", ";"}

    def _is_entry(self, token: Token) -> bool:
        """Is it an entry of an array, which no bracket can be applied to?"""
        is_entry = self.names.is_array(token.text) or bool(self.bound & set(token.below))
        return bool(token.below) and (is_entry or self.has_another(token))

    def applied(self, token: Token, node: Name, primes: int) -> Node:
        opened = self.accept("[") or self.expect("(")
        is_defined = token.full in self.names.told.functions
        known = may_be_function(token) and not (is_defined or self.names.is_model(token.full))
        arguments = self.arguments(opened, token.full if known else "")
        if token.full in ("I", DELTA) and len(arguments) == 1 and isinstance(arguments[0], Compare | Logic):
            return iverson(arguments[0])
        if token.full in {*LOGIC, *COMPARISONS} and not self.names.is_known(token.full):
            return self.condition_of(token, arguments)
        if token.full[:1].isupper() and known and self.sees("(") and all(isinstance(a, Keyword) for a in arguments):
            arguments = (*self.arguments(self.take(), token.full), *arguments)  # as in nn.MSELoss()(p, t)
        sure = primes or known or is_defined or self.names.is_known(token.full) or token.full in self.primed
        full = token.full
        if full in self.names.ranks and not (primes or known) and len(arguments) == 1:
            return times(node, Group(opened.at, arguments[0]))
        if not sure and is_product(full, arguments, whole=self.names.told.whole):
            self.names.remarks.append(f"{full}(...) was read as a product; a function would be declared {full}:model")
            return times(node, Group(opened.at, arguments[0]))
        if not sure and is_odd_argument(full, arguments):
            either = f"{full}(...) may be a product or a function"
            self.fail(f"{either}: write {full}*(...), or say what {full} is", token.at)
        if full == DELTA and not (sure or primes) and self._are_indices(arguments):
            self.names.remarks.append("delta of two indices was read as 1 if these are equal, else 0")
            return applied(token.at, "KroneckerDelta", *arguments)
        if full == DENSITY and not (sure or primes) and len(arguments) == OF_DENSITY:
            return density(node, arguments, self.names.remarks)
        return self.call(Apply(token.at, node, arguments, primes, known), of=self.is_of_library(token))

    def _are_indices(self, arguments: tuple[Node, ...]) -> bool:
        """Are these the two indices of Kronecker's delta(k, y)?"""
        return len(arguments) == 2 and all(isinstance(part, Name | Number | Entry) for part in arguments)  # noqa: PLR2004

    def indices_in(self, opened: Token) -> tuple[Node, ...]:
        """Indices between brackets, slices among them."""
        return self.inside(opened, lambda: self.items(self._index))

    def _index(self) -> Node:
        at, low, high = self.next.at, None, None
        if not self.sees(":"):
            low = self.parse()
        if not self.accept(":"):
            return low or Number(at, Fraction(0))
        if not self.sees(",", "]"):
            high = self.parse()
        return Slice(at, low, high)

    def _entry(self, base: Name) -> Node:
        """w[j, k], or w times [condition]."""
        opened = self.take()
        indices = self.indices_in(opened)
        if base.full == "E" and isinstance(indices[0], Power | Times | Apply | Norm):
            self.fail(EXPECTATION, base.at)
        if len(indices) == 1 and isinstance(indices[0], Compare | Logic):
            return Times(base.at, (base, iverson(indices[0])), chosen=True)
        return Entry(base.at, base, indices)

    def has_brackets_for_indices(self, token: Token) -> bool:  # noqa: ARG002  (LaTeX has to look)
        """May w[j, k] be an entry, rather than a product?"""
        return True

    def _entry_below(self, token: Token, base: Name) -> Node:
        """w_{j,k} or w_{i+1}."""
        at = self.take().at
        if not self.sees("{") or token.text in KNOWN:
            sign = self.next.text if self.sees("+", "-") else ""
            twin = f"{base.full}_{sign} may be a positive part or a name: write max(0, {base.full}), or another letter"
            self.fail(twin if sign else "expected a name, a number or {...} below the name", at)
        return Entry(base.at, base, side_by_side(self.indices_in(self.take())))


def _is_word(token: Token) -> bool:
    """Does a word stand below it, as in abs_val and log_pi_ref, which are names?"""
    first = token.below.split("_")[0]
    return first.isalpha() and (len(first) >= WORD or first in GREEK_NAMES)
