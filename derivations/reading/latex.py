r"""LaTeX: what its commands mean; all else is the grammar of plain text.

An exponent, an index or an argument without braces is one sign, as TeX has it.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derivations.reading.grammar import PRODUCT, Grammar, Statement
from derivations.reading.names import Names
from derivations.reading.tokens import Token, shown
from derivations.reading.tree import (
    Apply,
    Cases,
    Entry,
    Group,
    Inverse,
    Listing,
    Name,
    Node,
    Number,
    Partial,
    Power,
    Times,
    applied,
    without_brackets,
)
from derivations.reading.vocabulary import KNOWN


class LatexGrammar(Grammar):
    """The grammar with the commands of LaTeX."""

    is_plain = False

    def __init__(self, tokens: list[Token], text: str, names: Names) -> None:
        super().__init__(tokens, text, names)
        threes = list(zip(tokens, tokens[1:], tokens[2:], strict=False))
        self.summed = {name.full for opened, name, after in threes if opened.text == "{" and after.text in ("=", "}")}
        self.summed |= names.told.summed | names.told.above
        self.summed |= {name.full for total, sign, name in threes if total.text == "sum" and sign.text == "_"}

    def starts_operand(self, token: Token) -> bool:
        return (
            super().starts_operand(token) or token.kind == "command" or (token.is_op and token.text in ("{", "cases"))
        )

    def has_brackets_for_indices(self, token: Token) -> bool:
        return self.names.is_array(token.full)

    def operand(self, power: int) -> Node:
        if self.sees("cases"):
            return self._cases()
        if self.next.kind == "text":
            return self._word()
        if self.next.kind != "command":
            return super().operand(power)
        token = self.take()
        match token.text:
            case "frac":
                top, bottom = self.argument(), self.argument()
                slope = _slope(_differentiated(top), _differentiated(bottom))
                return slope or Group(token.at, Times(token.at, (top, Inverse(bottom.at, bottom))))
            case "sqrt":
                return self._root(token)
            case "sum":
                return self.total(token)
            case "prod":
                return self.product_over(token)
        by = without_brackets(self.argument()) if self.accept("_") else None
        inner = self.parse(PRODUCT)
        slope = _slope(inner, by) if token.text == "nabla" else None
        return slope or Partial(token.at, inner)

    def infix(self, left: Node, sign: str) -> Node:
        if sign == "^" and isinstance(left, Name) and len(left.below) < 2 and (number := self._number_above()):  # noqa: PLR2004
            below: tuple[Node, ...] = (Name(left.at, left.below),) if left.below else ()
            if not below and self.accept("_"):
                below = self._indices_below()
            return Entry(left.at, Name(left.at, left.letter), (number, *below))
        if sign == "^" and isinstance(left, Power):
            self.fail("two exponents: put braces around the first power or around both exponents")
        if sign == "^" and isinstance(left, Apply) and left.known and KNOWN[left.function.full].bare:
            name = left.function.full
            self.fail(
                f"is this the power of {name} or of its argument? write (\\{name} ...)^... or \\{name}((...)^...)"
            )
        return super().infix(left, sign)

    def _number_above(self) -> Name | None:
        """The i of x^{(i)} within a sum over i."""
        above = self.tokens[self.place + 1 : self.place + 6]
        if [token.text for token in above if not token.is_name] != ["{", "(", ")", "}"] or not above[2].is_name:
            return None
        index = above[2]
        if index.full not in self.summed and not self.names.is_index(index.full):
            return None
        self.place += 6
        return Name(index.at, index.text)

    # -- arguments

    def argument(self) -> Node:
        """What TeX takes for an argument: a group, or one sign."""
        token = self.next
        if token.kind == "number" and len(token.text) > 1:
            return self._first_digit(token)
        if token.kind == "command":
            return self.operand(0)
        if self.sees("{"):
            opened = self.take()
            return Group(opened.at, self.inside(opened, self.parse))
        return self.one_argument() if not self.sees("(") else self.fail("put braces around this argument")

    def one_argument(self) -> Node:
        """The limit of a sum, without the braces around it."""
        if self.next.kind == "number" and len(self.next.text) > 1:
            self.fail(f"only the first digit of {self.next.text} belongs here: put braces around what does")
        return super().one_argument()

    def _first_digit(self, token: Token) -> Node:
        r"""The 1 of \frac12; the 2 stays."""
        if not token.text.isdigit():
            self.fail(f"put braces around {token.text}")
        rest = token.text[1:]
        self.tokens[self.place] = Token("number", rest, token.at + 1, token.end, value=Fraction(int(rest)))
        return Number(token.at, Fraction(int(token.text[0])))

    def exponent(self) -> Node:
        token = self.next
        if token.kind == "number" and len(token.text) > 1:
            self.fail(f"only the first digit of {token.text} is the exponent: write ^{{{token.text}}}")
        if token.is_op and token.text not in ("{", "("):
            self.fail(f"expected an exponent, not {shown(token)}: put braces around it")
        found = self.argument()
        inner = found.inner if isinstance(found, Group) else found
        if isinstance(inner, Group | Listing):
            self.fail(
                "brackets above a letter are a label: write the name with an index, or the exponent without brackets",
                token.at,
            )
        return found

    # -- roots and cases

    def _root(self, token: Token) -> Node:
        degree = None
        if self.sees("["):
            opened = self.take()
            degree = self.inside(opened, self.parse)
        inner = self.argument()
        if degree is not None:
            return Group(token.at, Power(token.at, inner, Inverse(degree.at, degree)))
        return applied(token.at, "sqrt", inner)

    def _cases(self) -> Node:
        opened = self.take()
        self.brackets += 1
        pairs = [self._row(opened)]
        while self.accept("newline"):
            if self.sees("endcases"):
                break
            pairs.append(self._row(opened))
        self.brackets -= 1
        self.expect("endcases", opened)
        return Cases(opened.at, tuple(pairs))

    def _row(self, opened: Token) -> tuple[Node, Node]:
        value = self.parse()
        self.accept(",")
        if not self.accept("column"):
            self.fail(
                "expected & and the condition of this case, or \\text{otherwise}",
                None if self.next.kind == "end" else opened.at,
            )
        condition = self.parse()
        self.accept(",", ";")
        return value, condition

    # -- words

    def _word(self) -> Node:
        r"""The name on the left side, as in \text{loss} = ..."""
        token = self.take()
        word = token.text.strip()
        if not word.isalpha():
            self.fail("expected a number, a name or an opening bracket, not words", token.at)
        return self.name(Token("name", word, token.at, token.end))

    def remarks(self, found: Statement) -> None:
        while self.next.kind == "text":
            token = self.take()
            words = token.text.strip()
            if words in ("wrt", "w.r.t."):
                found.variable = self._variable()
            elif words.startswith("(") and words.endswith(")"):
                found.remarks.append(words[1:-1])
            else:
                self.fail("words are not read", token.at)

    def _variable(self) -> Name:
        token = self.take()
        if not token.is_name:
            self.fail(f"expected a name, not {shown(token)}", token.at)
        return Name(token.at, token.text, token.below)


def _differentiated(node: Node) -> Node | None:
    """The m(w) of dm(w), d m(w) or a partial one."""
    match without_brackets(node):
        case Partial(inner=inner) | Times(factors=(Name(letter="d", below=""), inner)):
            return inner
    return None


def _slope(applied: Node | None, by: Node | None) -> Node | None:
    """m'(w) for the derivative of m(w) by w, where m is a function of w alone that is not ours."""
    match applied:
        case Apply(known=False, arguments=(Name() as argument,)):
            is_by_it = by is None or (isinstance(by, Name) and by.full == argument.full)
            return replace(applied, primes=applied.primes + 1) if is_by_it else None
    return None
