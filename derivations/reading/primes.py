"""What a prime behind a name means: a derivative, a transpose, or another letter."""

from __future__ import annotations

from derivations.reading.bare import Bare
from derivations.reading.kinds import OVER_INDEX
from derivations.reading.names import Names
from derivations.reading.tokens import Token

ENDS = {",", ")", "}", "|"}  # after which a prime can be no transpose


class Primes(Bare):
    """Reads primes, by how the names in the text are used elsewhere."""

    def __init__(self, tokens: list[Token], text: str, names: Names) -> None:
        super().__init__(tokens, text, names)
        after = dict(zip(map(id, tokens), tokens[1:], strict=False))
        formula = tokens[self.left_side :]
        self.bare = {t.full for t in formula if t.is_name and after[id(t)].text not in ("(", "'")}
        self.bound = {t.text for t in tokens if t.is_name and after[id(t)].text == "="}
        self.bound |= {t.below for t in tokens if t.text in {"sum", "prod", *OVER_INDEX} and t.below}
        self.called = {t.full for t in tokens if t.is_name and after[id(t)].text == "("}
        self.primed = {t.full for t in tokens if t.is_name and after[id(t)].text == "'"}

    def is_another(self, token: Token) -> bool:
        """Is it the a' of max_{a'} Q(s', a'), another letter than a, rather than a derivative?"""
        is_inside = self.sees("'") and self.brackets > 0 and self.tokens[self.place + 1].text in ENDS
        is_letter = len(token.text) == 1 and token.text.islower() and not token.bold
        return is_inside and is_letter and not (token.full in self.called or self.names.is_model(token.full))

    def primes(self, token: Token) -> int:
        primes = 0
        while self.accept("'"):
            primes += 1
        is_turned = primes == 1 and (token.text.isupper() or token.bold or self.sees_factor())
        if primes == 1 and not (is_turned or self.sees("(")) and self._is_row(token):
            self.names.remarks.append(f"{token.text}' was read as {token.text} transposed")
            is_turned = True
        if primes and not self.sees("(") and not is_turned:
            self.fail(f"expected '(' after {token.text}': a derivative is written m'(w)")
        if primes and self.sees("(") and token.text.isupper() and token.full in self.bare:
            self.place -= 1  # X'(Xw - y): X stands alone elsewhere, so this is no function
            self.tokens[self.place].text = "ᵀ"
            return 0
        return primes

    def _is_row(self, token: Token) -> bool:
        """Is it the x' of e*x', as programs write it, where x and a matrix such as A stand in the same text?"""
        before = self.tokens[self.tokens.index(token) - 1].text if token in self.tokens else ""
        return before in ("*", "@") and token.full in self.bare and self.names_matrix()

    def names_matrix(self) -> bool:
        """Is there a capital letter, so that a prime behind a vector is a transpose?"""
        return any(token.is_name and len(token.text) == 1 and token.text.isupper() for token in self.tokens)
