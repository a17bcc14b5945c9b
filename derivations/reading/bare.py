"""Functions of one factor without brackets: ln p, tanh^2 u, sin^-1 x, log_b x."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from derivations.reading.factors import times
from derivations.reading.sums import Sums
from derivations.reading.tokens import Token
from derivations.reading.tree import Apply, Name, Node, Number, Power, without_brackets
from derivations.reading.vocabulary import KNOWN, takes_bare

INVERSES = {name: f"a{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}
PROBABILITIES = "pq"  # what stands below a log that is a name, as in log_p


class Bare(Sums):
    """Reads functions whose argument may stand without brackets."""

    factor_power = 0  # how tightly signs must bind to stand in an argument without brackets

    @abstractmethod
    def applied(self, token: Token, node: Name, primes: int) -> Node:
        """A function of what stands in the brackets that open here."""

    def called_bare(self, token: Token, node: Name) -> Node:
        """A function of one factor without brackets: ln p, ln 2x, tanh^2 u."""
        if self.sees("^") and (inverse := self._inverse(token)):
            token, node = inverse, Name(token.at, inverse.text)
        squared = self.exponent_of_function(token) if self.sees("^") else None
        if self.sees("("):
            applied = self.applied(token, node, 0)
        elif self.starts_operand(self.next):
            applied = Apply(token.at, node, (self._bare_argument(token),), known=True)
        else:
            self.fail(f"{token.full} is a function: write {KNOWN[token.full].form}", token.at)
        return Power(token.at, applied, squared) if squared else applied

    def _inverse(self, token: Token) -> Token | None:
        """The function that undoes this one, if a -1 stands above: asin for sin^-1; such are known of some only."""
        above = [sign.text for sign in self.tokens[self.place + 1 : self.place + 5]]
        length = 3 if above[:2] == ["-", "1"] else 5 if above in (["{", "-", "1", "}"], ["(", "-", "1", ")"]) else 0
        if not length or token.full not in INVERSES:
            return None
        self.place += length
        self.names.remarks.append(f"{token.full}^-1 was read as the inverse function, {INVERSES[token.full]}")
        return replace(token, text=INVERSES[token.full], below="")

    def is_base(self, below: str) -> bool:
        """Is it the b of log_b(x), rather than that of a name such as log_p?"""
        return (len(below) == 1 and below not in PROBABILITIES) and (
            self.sees("(") or (not self.is_plain and self.starts_operand(self.next))
        )

    def to_base(self, token: Token) -> Node:
        """log_b(x), the logarithm to base b."""
        found = self.called_bare(replace(token, below=""), Name(token.at, "log"))
        self.names.remarks.append(f"log_{token.below} was read as the logarithm to base {token.below}")
        if isinstance(found, Apply) and len(found.arguments) == 1:
            return replace(found, arguments=(*found.arguments, Name(token.at, token.below)))
        return self.fail(f"a logarithm to base {token.below} is written log(u, {token.below})", token.at)

    def exponent_of_function(self, token: Token) -> Node:
        """The 2 of tanh^2 u; what undoes a function is read where it has a name (see ``_inverse``)."""
        self.take()
        found = without_brackets(self.exponent())
        if not (isinstance(found, Number) and found.value > 0):
            self.fail(f"only a positive number may stand here: write ({token.text}(...))^(...)", found.at)
        self.open_exponent = -1
        return found

    def _bare_argument(self, token: Token) -> Node:
        is_number = self.next.kind == "number" and token.text != "sqrt"
        found = self.parse(self.factor_power)
        if is_number and self.starts_operand(self.next) and not takes_bare(self.next):
            found = times(found, self.parse(self.factor_power))
        if self.starts_operand(self.next) and not takes_bare(self.next):
            self.fail(f"does this still belong to {token.text}? write {token.text}(...)")
        return found
