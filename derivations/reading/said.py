"""In which order terms and factors were typed, for those who print what was read."""

from __future__ import annotations

from derivations.language.written import Said, power
from derivations.reading.tree import Apply, Entry, Group, Inverse, Minus, Name, Node, Number, Plus, Power, Times, Total


def said(node: Node) -> Said:
    """What a tree says."""
    match node:
        case Number():
            return Said("number", data=int(node.value) if node.value.denominator == 1 else "")
        case Name():
            return _name(node)
        case Entry():
            return _name(node.base)
        case Group():
            return said(node.inner)
        case Plus():
            return Said("sum", tuple(map(said, node.terms)))
        case Minus():
            return Said("minus", (said(node.inner),))
        case Times():
            return Said("product", tuple(map(said, node.factors)))
        case Inverse():
            return Said("over", (said(node.inner),))
        case Power():
            return power(said(node.base), said(node.exponent))
        case Total():
            return said(node.body)
        case Apply(known=True):
            return Said("other", tuple(map(said, node.arguments)))
    return Said("other", tuple(map(said, node.parts)))


def _name(name: Name) -> Said:
    """The whole name, or the letter of an array: that of w_i may be either."""
    return Said("other", tuple(Said("name", data=text) for text in dict.fromkeys((name.full, name.letter))))
