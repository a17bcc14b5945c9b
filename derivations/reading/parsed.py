"""A text in its parts: formulas, definitions, conditions."""

from __future__ import annotations

from derivations.reading.ahead import tokens_in
from derivations.reading.grammar import Grammar
from derivations.reading.latex import LatexGrammar
from derivations.reading.names import Names
from derivations.reading.rebound import rebound
from derivations.reading.sorting import Parts, parts_of, told_by


def parsed(text: str, names: Names, *, latex: bool, beside: bool = False) -> Parts:
    """The parts of a text."""
    tokens = tokens_in(text, names, latex=latex)
    if not latex and [token.text for token in tokens[1:-1]][-1:] == [";"]:
        del tokens[-2]  # the end of a statement, pasted with it
    functions, values = told_by(tokens, beside=beside)
    names.told.functions |= functions
    names.told.values |= values
    grammar = LatexGrammar(tokens, text, names) if latex else Grammar(tokens, text, names)
    parts, remarks = rebound(parts_of(text, grammar.statement(), beside=beside), names.letters)
    names.remarks += remarks
    return parts
