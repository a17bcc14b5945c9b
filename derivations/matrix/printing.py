r"""Matrix expressions as people write them: ``2X^{\top}(Xw - y)`` for the page, ``2Xᵀ(Xw − y)`` for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Rational

from derivations.language.written import NOTHING, Written
from derivations.matrix.forms import Form
from derivations.matrix.styles import ATOM, ENTRYWISE, PLUS, POWER, PRODUCT, Style, affine

HALF = Rational(1, 2)


Short = tuple[tuple[frozenset[str], str], ...]  # the names in what an intermediate stands for, and its own


def written(form: Form, style: Style, name: Callable[[str], str], author: Written = NOTHING, short: Short = ()) -> str:
    """The form in this style.

    Args:
        form: what is printed.
        style: how.
        name: says how the name of a symbol looks.
        author: gives the order of terms.
        short: the intermediates that were put in, for which the author wrote their names.
    """
    return Writer(style, name, author, short).show(form).text


@dataclass(frozen=True)
class Piece:
    """A printed form, and how tightly it holds together."""

    text: str
    level: int = ATOM


@dataclass(frozen=True)
class Writer:
    """Prints forms: ``show_plus`` those with the head "plus", and so on."""

    style: Style
    name: Callable[[str], str]
    author: Written = NOTHING
    short: Short = ()

    def show(self, form: Form) -> Piece:
        return getattr(self, "show_" + form.head.replace(" ", "_"))(form)

    def within(self, form: Form, level: int = ATOM) -> str:
        """The text of the form, in brackets if it does not hold together as tightly as this level."""
        piece = self.show(form)
        return piece.text if piece.level >= level else self.style.bracket(piece.text)

    def inside(self, form: Form) -> str:
        """The text of the form's one part, for between brackets or bars."""
        return self.show(form.parts[0]).text

    def show_name(self, form: Form) -> Piece:
        return Piece(self.name(form.data.name))

    def show_member(self, form: Form) -> Piece:
        base, label = form.data
        return Piece(self.style.subscripted(self.name(base.name), self._index(label)))

    def show_slice(self, form: Form) -> Piece:
        spans = [":" if span is None else ":".join(map(self._index, span)) for span in form.data]
        return Piece(self.style.subscripted(self.within(form.parts[0]), ",".join(spans)))

    def _index(self, index: Expr) -> str:
        return affine(index, self.name, self.style.minus)

    def show_number(self, form: Form) -> Piece:
        text = self._number(abs(form.data))
        return Piece(self.style.minus + text, PLUS) if form.data < 0 else Piece(text)

    def show_ones(self, _: Form) -> Piece:
        return Piece(self.style.ones)

    def show_identity(self, _: Form) -> Piece:
        return Piece("I")

    def show_basis(self, form: Form) -> Piece:
        return Piece(self.style.subscripted("e", self._index(form.data)))

    def show_entry(self, form: Form) -> Piece:
        return Piece(self.style.subscripted(self.inside(form), self._index(form.data)))

    def show_transposed(self, form: Form) -> Piece:
        (part,) = form.parts
        if part.head == "inverse":
            return Piece(self.style.inverse_transposed % self.within(part.parts[0]), POWER)
        return Piece(self.style.transposed % self.within(part), POWER)

    def show_inverse(self, form: Form) -> Piece:
        return Piece(self.style.inverse % self.within(form.parts[0]), POWER)

    def show_power(self, form: Form) -> Piece:
        if form.data == HALF:
            return Piece(self.style.root % self.within(form.parts[0], self.style.under_root))
        return Piece(self.style.raised(self.within(form.parts[0]), str(form.data)), POWER)

    def show_entrywise_power(self, form: Form) -> Piece:
        return Piece(self.style.entrywise_power % (self.within(form.parts[0]), form.data), POWER)

    def show_norm(self, form: Form) -> Piece:
        return Piece(self.style.norms[form.data - 1] % self.inside(form))

    def show_diag(self, form: Form) -> Piece:
        return Piece(self.style.diag % self.inside(form))

    show_diagonal = show_diag

    def show_trace(self, form: Form) -> Piece:
        return Piece(self.style.trace % self.inside(form))

    def show_log_det(self, form: Form) -> Piece:
        return Piece(self.style.log_det % self.within(form.parts[0]), PRODUCT)

    def show_call(self, form: Form) -> Piece:
        function, is_model = form.data
        stem = function.rstrip("'")
        model = self.name(stem) + self.style.prime * (len(function) - len(stem)) + "(%s)"
        known = self.style.functions.get(function, self.style.function % function)
        return Piece((model if is_model else known) % self.inside(form))

    def show_times(self, form: Form) -> Piece:
        return Piece(self.style.joined([self.within(part, PRODUCT) for part in form.parts]), PRODUCT)

    def show_plus(self, form: Form) -> Piece:
        text, minus = "", self.style.minus
        for term in self._in_order(form.parts):
            sign, bare = (minus, term[1:]) if term.startswith(minus) else ("+", term)
            text += f" {sign} {bare}" if text else term
        return Piece(text, PLUS)

    def _in_order(self, terms: Sequence[Form]) -> list[str]:
        """The terms as their author wrote such a sum; else what is positive first, and what they mention first."""
        texts = [(self.show(term).text, self._as_written(_names_in(term)) & self.author.letters) for term in terms]
        parts = [(text.startswith(self.style.minus), names) for text, names in texts]
        ranks: Sequence[Any] | None = self.author.terms(parts, [_is_heavy(term) for term in terms])
        if ranks is None:
            ranks = [(minus, bool(names) != minus, self.author.rank(names)) for minus, names in parts]
        return [text for _, (text, _) in sorted(zip(ranks, texts, strict=True), key=lambda pair: pair[0])]

    def _as_written(self, names: frozenset[str]) -> frozenset[str]:
        for inside, intermediate in self.short:
            names = names - inside | {intermediate} if inside <= names else names
        return names

    def show_hadamard(self, form: Form) -> Piece:
        """Factors first, then divisors."""
        below = [part for part in form.parts if part.head == "entrywise power" and part.data < 0]
        above = [part for part in form.parts if part not in below] or [below.pop(0)]
        factors = self.style.dot.join(self.within(part, PRODUCT) for part in above)
        divisors = [self.style.slash + self.within(_inverted(part), PRODUCT) for part in below]
        return Piece(factors + "".join(divisors), ENTRYWISE)

    def show_scaled(self, form: Form) -> Piece:
        number, has_rest = form.data
        scalars = form.parts[:-1] if has_rest else form.parts
        below = [_inverted(part) for part in scalars if part.head == "power" and part.data < 0]
        above = [part for part in scalars if not (part.head == "power" and part.data < 0)]
        front = self._front(abs(number), above, below, alone=PRODUCT if not has_rest and len(above) == 1 else POWER)
        rest = [self.within(form.parts[-1], PRODUCT if front else ENTRYWISE)] if has_rest else []
        level = self.style.quotient if below and not rest else PRODUCT
        if below and rest and self.style.quotient < PRODUCT:
            front = [self.style.bracket(front[0])]
        text = self.style.joined([*front, *rest] or [self._number(abs(number))])
        return Piece(self.style.minus + text, PLUS) if number < 0 else Piece(text, level)

    def _front(self, number: Rational, above: Sequence[Form], below: Sequence[Form], alone: int) -> list[str]:
        """Numbers and scalars, as one fraction if something is divided by a scalar."""
        if below:
            top = self._row(number.p, above, self.style.above_bar)
            return [self.style.fraction(top, self._row(number.q, below, self.style.below_bar))]
        texts = [self.within(part, alone) for part in above]
        return [self._number(number), *texts] if number != 1 else texts

    def _row(self, number: int, scalars: Sequence[Form], alone: int) -> Sequence[str]:
        """A number and scalars side by side, long roots last; a scalar alone needs to be no tighter than `alone`."""
        if number == 1 and len(scalars) == 1:
            return [self.within(scalars[0], alone)]
        texts = [self.within(part, POWER) for part in sorted(scalars, key=_is_long_root)]
        return [str(number), *texts] if number != 1 or not texts else texts

    def _number(self, number: Rational) -> str:
        return str(number) if number.q == 1 else self.style.number % (number.p, number.q)


def _is_long_root(form: Form) -> bool:
    """Of more than a name? It stands last in a row: what comes behind its bar looks as if it stood under it."""
    return form.head == "power" and form.data == HALF and bool(form.parts[0].parts)


def _is_heavy(term: Form) -> bool:
    """Is it more than a name and what stands before it?"""
    return bool(term.parts[-1].parts if term.head == "scaled" else term.parts)


def _names_in(form: Form) -> frozenset[str]:
    """The names of arrays and numbers."""
    own = {form.data} if form.head == "name" else {form.data[0]} if form.head == "member" else ()
    return frozenset(base.name for base in own).union(*map(_names_in, form.parts))


def _inverted(form: Form) -> Form:
    """What a power with a negative exponent divides by."""
    return form.parts[0] if form.data == -1 else Form(form.head, form.parts, -form.data)
