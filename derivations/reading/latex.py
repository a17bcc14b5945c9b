r"""LaTeX: what its commands mean; all else is the grammar of plain text.

An exponent, an index or an argument without braces is one sign, as TeX has it.
"""

from __future__ import annotations

from fractions import Fraction

from derivations.reading.grammar import PRODUCT, Grammar, Statement
from derivations.reading.tokens import Token, shown
from derivations.reading.tree import (
    Apply,
    Cases,
    Group,
    Inverse,
    Listing,
    Name,
    Node,
    Number,
    Partial,
    Power,
    Times,
)
from derivations.reading.vocabulary import KNOWN


class LatexGrammar(Grammar):
    """The grammar with the commands of LaTeX."""

    is_plain = False

    def starts_operand(self, token: Token) -> bool:
        return (
            super().starts_operand(token) or token.kind == "command" or (token.is_op and token.text in ("{", "cases"))
        )

    def has_brackets_for_indices(self, token: Token) -> bool:
        return self.names.is_array(token.full)

    def operand(self, power: int) -> Node:
        if self.sees("cases"):
            return self._cases()
        if self.next.kind != "command":
            return super().operand(power)
        token = self.take()
        match token.text:
            case "frac":
                top, bottom = self.argument(), self.argument()
                return Group(token.at, Times(token.at, (top, Inverse(bottom.at, bottom))))
            case "sqrt":
                return self._root(token)
            case "sum":
                return self.total(token)
        if self.accept("_"):
            self.argument()
        return Partial(token.at, self.parse(PRODUCT))

    def infix(self, left: Node, sign: str) -> Node:
        if sign == "^" and isinstance(left, Power):
            self.fail("two exponents: put braces around the first power or around both exponents")
        if sign == "^" and isinstance(left, Apply) and left.known and KNOWN[left.function.full].bare:
            name = left.function.full
            self.fail(
                f"is this the power of {name} or of its argument? write (\\{name} ...)^... or \\{name}((...)^...)"
            )
        return super().infix(left, sign)

    def total_of_arguments(self, token: Token) -> Node:
        return self.fail(r"a sum over what? write \sum_{i=1}^n ...", token.at)

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
        return Apply(token.at, Name(token.at, "sqrt"), (inner,), known=True)

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
