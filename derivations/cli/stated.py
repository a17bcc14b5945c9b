"""What ``--symbol NAME:WORDS`` states of a name: its domain, its role, and whether it is a vector or a matrix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import get_args

from sympy import Integer, Symbol

from derivations.errors import LossaryError
from derivations.judge import domain_of
from derivations.judge.question import Role
from derivations.language.domains import Domain, Positive, Real, Size

SYMMETRIC = "symmetric"
RANKS = {"number": 0, "scalar": 0, "vector": 1, "matrix": 2}
SHAPE = re.compile(r"(vector|matrix)\s*\(\s*([A-Za-z0-9_]+)\s*(?:,\s*([A-Za-z0-9_]+)\s*)?\)")
WORDS = (
    "a domain (real, positive, (0,1) ...), a role (hyper, size, label, data), or vector, matrix, vector(K), "
    "matrix(n,d), symmetric"
)


@dataclass
class Stated:
    """What was stated.

    Args:
        domains: of each name, its shape among it if its sizes were given.
        roles: of those that have one.
        ranks: how many axes a name has, where only that was said.
        symmetric: names of symmetric matrices.
    """

    domains: dict[str, Domain] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    symmetric: list[str] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """All of which something was stated."""
        return {*self.domains, *self.roles, *self.ranks}

    @property
    def shaped(self) -> Mapping[str, Domain]:
        """The arrays whose sizes are known."""
        return {name: domain for name, domain in self.domains.items() if domain.shape}


def stated(statements: Iterable[str]) -> Stated:
    """What the statements say; several may be made of one name.

    Raises:
        LossaryError: a statement of another form, or a word that is not known.
    """
    found = Stated()
    for statement in statements:
        name, colon, words = (part.strip() for part in statement.partition(":"))
        if not (name and colon and words):
            msg = f"--symbol {statement!r}: write it as NAME:DOMAIN, such as t:real or delta:positive"
            raise LossaryError(msg)
        _state(found, name, words)
    return found


def _state(found: Stated, name: str, words: str) -> None:
    shape: tuple[Symbol | Integer, ...] = ()
    if match := SHAPE.search(words):
        sizes = [size for size in match.groups()[1:] if size]
        if len(sizes) != RANKS[match[1]]:
            msg = f"--symbol {name}:{words}: a vector has one size and a matrix two, as in vector(K) or matrix(n,d)"
            raise LossaryError(msg)
        shape = tuple(map(_size, sizes))
        words = (words[: match.start()] + words[match.end() :]).strip()
    rest = []
    for word in words.split():
        if word in RANKS:
            found.ranks[name] = RANKS[word]
        elif word == SYMMETRIC:
            found.ranks.setdefault(name, RANKS["matrix"])
            found.symmetric.append(name)
        elif word in get_args(Role):
            found.roles[name] = word  # type: ignore[assignment]
        else:
            rest.append(word)
    domain = _domain(name, " ".join(rest), found.roles.get(name), found.domains.get(name))
    if domain is not None or shape:
        found.domains[name] = replace(domain or Real(""), shape=shape) if shape else domain or Real("")
        found.ranks |= {name: len(shape)} if shape else {}


def _size(text: str) -> Symbol | Integer:
    return Integer(int(text)) if text.isdigit() else Symbol(text, integer=True, positive=True)


def _domain(name: str, words: str, role: Role | None, before: Domain | None) -> Domain | None:
    if words:
        try:
            return domain_of(words)
        except LossaryError as error:
            msg = f"--symbol {name}:{words}: {error}; or say {WORDS}"
            raise LossaryError(msg) from error
    if before is not None:
        return before
    return Size("") if role == "size" else Positive("") if role == "hyper" else None
