"""Checks: every symbol has a domain, every index a range, every array one shape, every intermediate one definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from sympy import Basic, Dummy, Expr, Integer, Sum, Symbol, expand
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.tensor.indexed import Indexed

from derivations.errors import LossaryError
from derivations.language.domains import Domain, Index, Indices, Intermediate
from derivations.language.functions import Branches, Named, components_of, inverse_entry, log_det
from derivations.language.over import Lettered, Over, Place

Ranges = Mapping[Basic, tuple[Any, Any]]  # the first and the last value of each index, the outermost first


class DefinitionLike(Protocol):
    """A named intermediate; see ``derivations.language.loss.Definition``."""

    name: Expr
    value: Expr

    @property
    def base(self) -> Basic: ...
    @property
    def indices(self) -> tuple[Basic, ...]: ...
    def at(self, node: Expr) -> Expr:
        """The value for the indices of this node."""


def base_of(name: Basic) -> Basic:
    """The array of a component, or the symbol itself."""
    return name.base if isinstance(name, Indexed) else name


def free_names(expression: Basic) -> set[Basic | UndefinedFunction]:
    """The symbols, arrays and models that the value of an expression depends on (not its bound indices)."""
    if isinstance(expression, Symbol):
        return {expression}
    if isinstance(expression, Indexed):
        return {expression.base}.union(*map(free_names, expression.indices))
    if isinstance(expression, Named):
        return free_names(expression.definition)
    if isinstance(expression, Sum):
        names = free_names(expression.function)
        for index, *ends in expression.limits:  # the innermost first: its ends may depend on those around it
            names = (names - {index}).union(*map(free_names, ends))
        return names
    if isinstance(expression, Over):
        return (free_names(expression.term) - {expression.index}).union(*map(free_names, expression.args[2:]))
    own = {expression.func} if isinstance(expression, AppliedUndef) else set()
    return own.union(*map(free_names, expression.args))


def check(
    wrt: Expr,
    symbols: Mapping[Any, Domain],
    definitions: Iterable[DefinitionLike],
    expressions: Iterable[tuple[str, Expr]],
    *,
    backward: bool = False,
) -> None:
    """Check the symbols of a loss.

    Raises:
        LossaryError: a symbol without a domain, an index without a range or bound twice, an array used in another shape
            than it was declared, an intermediate that is not defined, defined twice or defined by itself, a loss that
            does not depend on its variable.
    """
    definitions, expressions = list(definitions), list(expressions)
    ranges = {symbol: (1, domain.last) for symbol, domain in symbols.items() if isinstance(domain, Index)}
    _check_definitions(symbols, definitions)
    _check_layers(definitions, backward=backward)
    if not backward:
        check_whole(expressions, {definition.base for definition in definitions})
    own = {f"the definition of {d.name}": _own_ranges(d, symbols) for d in definitions}
    for where, expression in expressions:
        _check_names(where, expression, set(symbols) | set(own.get(where, ())))
        _check_shapes(where, expression, symbols, {**ranges, **own.get(where, {})})
    _check_dependence(wrt, dict(expressions)["expression"], definitions)


def check_whole(expressions: Iterable[tuple[str, Expr]], defined: set[Basic]) -> None:
    """A determinant or an inverse needs all entries of its array, which forwards would all be written out."""
    for where, expression in expressions:
        for node in sorted(expression.atoms(log_det, inverse_entry), key=str):
            if node.array in defined:
                name, what = node.array, "determinant" if isinstance(node, log_det) else "inverse"
                msg = (
                    f"the {what} of {name} in {where}: {name} is given by a formula, of which no {what} is taken: "
                    f"leave the formula out and say what {name} is, such as symmetric; in a script, set backward=True"
                )
                raise LossaryError(msg)


def _check_names(where: str, expression: Expr, known: set[Any]) -> None:
    indices = {index for node in expression.atoms(Indexed) for index in node.indices}
    for missing in sorted(free_names(expression) - known, key=str):
        if missing in indices:
            cure = f"bind it by a Sum, or add {missing}: Index('what it names', last=n)"
            msg = f"the free index {missing} in {where} has no range: {cure}"
        else:
            cure = f"add it to symbols, such as {missing}: Real('what it is')"
            msg = f"the symbol {missing} in {where} has no domain: {cure}"
        raise LossaryError(msg)


def _own_ranges(definition: DefinitionLike, symbols: Mapping[Any, Domain]) -> dict[Basic, tuple[Any, Any]]:
    sizes = symbols[definition.base].shape
    return {index: (1, size) for index, size in zip(definition.indices, sizes, strict=True)}


def _check_definitions(symbols: Mapping[Any, Domain], definitions: list[DefinitionLike]) -> None:
    names = [definition.base for definition in definitions]
    for symbol, domain in symbols.items():
        if isinstance(domain, Intermediate) and symbol not in names:
            msg = f"the intermediate {symbol} is not defined: add ({symbol}, its value) to definitions"
            raise LossaryError(msg)
    for definition in definitions:
        _check_definition(definition, symbols, names)
    _check_order(definitions)


def _check_definition(definition: DefinitionLike, symbols: Mapping[Any, Domain], names: list[Basic]) -> None:
    base, indices = definition.base, definition.indices
    where = f"the definition of {definition.name}"
    if not isinstance(symbols.get(base), Intermediate):
        msg = f"{where}: {base} needs a domain: add {base}: Intermediate('what it is') to symbols"
    elif names.count(base) > 1:
        msg = f"the intermediate {base} is defined twice: keep one of the definitions"
    elif len(set(indices)) < len(indices) or not all(isinstance(index, Symbol) for index in indices):
        msg = f"{where}: its indices must be different letters"
    elif len(indices) != len(symbols[base].shape):
        msg = f"{where}: {base} has the shape {_shape(symbols[base])}, but {len(indices)} indices"
    else:
        return
    raise LossaryError(msg)


def _shape(domain: Domain) -> str:
    return "(" + ", ".join(map(str, domain.shape)) + ("," if len(domain.shape) == 1 else "") + ")"


def _check_order(definitions: list[DefinitionLike]) -> None:
    """Following the definitions never leads back to where one started, except to a layer before."""
    needs = {d.base: {other.base for other in definitions if _uses(d, other.base)} for d in definitions}
    names = {d.base: d.name for d in definitions}
    done: set[Basic] = set()

    def visit(base: Basic, path: tuple[Basic, ...]) -> None:
        if base in path:
            circle = " -> ".join(str(names[b]) for b in (*path[path.index(base) :], base))
            msg = f"the definitions go in a circle: {circle}"
            raise LossaryError(msg)
        if base not in done:
            for other in sorted(needs[base], key=str):
                visit(other, (*path, base))
            done.add(base)

    for definition in definitions:
        visit(definition.base, ())


def _check_layers(definitions: list[DefinitionLike], *, backward: bool) -> None:
    for definition in definitions:
        reached = {definition.base}
        for _ in definitions:
            reached |= {name for d in definitions if d.base in reached for name in free_names(d.value)}
            if not backward and definition.base in {
                n for d in definitions if d.base in reached for n in free_names(d.value)
            }:
                msg = f"the definition of {definition.name} goes back to a layer before: set backward=True"
                raise LossaryError(msg)


def _uses(definition: DefinitionLike, base: Basic) -> bool:
    """Does the definition use this intermediate, other than in a layer before its own?"""
    if isinstance(base, Symbol):
        return bool(definition.value.has(base))
    return any(node.base == base and not _is_before(node, definition) for node in definition.value.atoms(Indexed))


def _is_before(node: Indexed, definition: DefinitionLike) -> bool:
    """Whether the node is taken at an index of the definition less 1, 2, ...: a[l - 1, j] in that of z[l, i]."""
    steps = [index - own for index, own in zip(node.indices, definition.indices, strict=False)]
    return any(isinstance(step, Integer) and step < 0 for step in steps)


def _check_shapes(where: str, expression: Basic, symbols: Mapping[Any, Domain], ranges: Ranges) -> None:
    """Every array with as many indices as its shape, every index over the range that the shape gives."""
    if isinstance(expression, Named):
        return _check_shapes(where, expression.definition, symbols, ranges)
    if isinstance(expression, Sum):
        return _check_shapes(where, expression.function, symbols, {**ranges, **_bound(where, expression)})
    if isinstance(expression, Over):
        return _check_over(where, expression, symbols, ranges)
    if isinstance(expression, Indexed):
        return _check_array(where, expression, symbols, ranges)
    if isinstance(expression, Branches):
        return _check_cases(where, expression, symbols, ranges)
    if isinstance(expression, AppliedUndef):
        _check_components(where, expression, symbols[expression.func], ranges)
    if isinstance(expression, log_det | inverse_entry):
        _check_square(where, expression, symbols[expression.array])
    for part in expression.args:
        _check_shapes(where, part, symbols, ranges)
    return None


def _check_components(where: str, applied: AppliedUndef, domain: Domain, ranges: Ranges) -> None:
    """A model with components has one index for each size of its shape."""
    count, name = components_of(applied), type(applied).__name__
    if count != len(domain.shape):
        cure = f"model({name!r}, components={len(domain.shape)})" if domain.shape else "shape=(n,) in its domain"
        msg = f"{applied} in {where}: {name} has the shape {_shape(domain)}, and {count} components: write {cure}"
        raise LossaryError(msg)
    for index, size in zip(applied.args, domain.shape, strict=False):
        _check_index((f"{name}[{{}}] in {{}}", index, where), index, size, domain, ranges, index)


def _check_over(where: str, node: Over, symbols: Mapping[Any, Domain], ranges: Ranges) -> None:
    """The term over the range of the index; and what else stands in it."""
    for part in node.args[2:]:
        _check_shapes(where, part, symbols, ranges)
    shown = Lettered.of(node)
    _check_shapes(where, shown.term, symbols, {**ranges, shown.range[0]: node.ends})


def _check_cases(where: str, expression: Branches, symbols: Mapping[Any, Domain], ranges: Ranges) -> None:
    """In a case that a comparison of indices guards, the index may stay inside the array where the case holds."""
    for value, condition in expression.cases:
        if not condition.free_symbols & ranges.keys():
            _check_shapes(where, value, symbols, ranges)


def _check_square(where: str, node: log_det | inverse_entry, domain: Domain) -> None:
    what = f"{type(node).__name__} of {node.array} in {where}"
    if len(domain.shape) != 2 or domain.shape[0] != domain.shape[1]:  # noqa: PLR2004
        msg = f"{what}: {node.array} has the shape {_shape(domain)}, which is not square"
        raise LossaryError(msg)


def _bound(where: str, total: Sum) -> dict[Basic, tuple[Any, Any]]:
    inside = [limit[0] for node in total.function.atoms(Sum) for limit in node.limits]
    here = [limit[0] for limit in total.limits]
    for index in here:
        if here.count(index) > 1 or index in inside:
            msg = f"the index {index} is bound twice in {where}: give the inner sum another letter"
            raise LossaryError(msg)
    return {index: (low, high) for index, low, high in reversed(total.limits)}


def _check_array(where: str, node: Indexed, symbols: Mapping[Any, Domain], ranges: Ranges) -> None:
    domain = symbols[node.base]
    if len(node.indices) != len(domain.shape):
        msg = f"{node} in {where}: {node.base} has the shape {_shape(domain)}, but {len(node.indices)} indices"
        raise LossaryError(msg)
    letters: dict[Basic, Dummy] = {}
    for entry in sorted({entry for index in node.indices for entry in _entries(index)}, key=str):
        kind = symbols[entry.base]
        if not isinstance(kind, Indices):
            cure = f"give {entry.base} the domain Index('what it says', shape=..., last=n)"
            msg = f"{node} in {where}: {entry} stands for an index, but is no whole number from 1 to a size: {cure}"
            raise LossaryError(msg)
        _check_shapes(where, entry, symbols, ranges)
        letters[entry] = Dummy(integer=True, positive=True)
        ranges = {**ranges, letters[entry]: (1, kind.last)}
    for index, size in zip(node.indices, domain.shape, strict=True):
        _check_index(("{} in {}", node, where), index.xreplace(letters), size, domain, ranges, index)


def _entries(index: Basic) -> Iterator[Indexed]:
    """The entries of arrays that an index is written with; those inside the place of a maximum are none of its own."""
    if isinstance(index, Indexed):
        yield index
    elif not isinstance(index, Place):
        for part in index.args:
            yield from _entries(part)


def _check_index(named: tuple[Any, ...], index: Expr, size: Any, domain: Domain, ranges: Ranges, written: Expr) -> None:
    """From 1 to the size; but what stands before the first layer is the input of a network.

    A message calls it what `named` says: a form, and what is put in there.
    """
    lowest, highest = ends_of(index, ranges)
    above = expand(size - highest)
    is_bound = index.free_symbols & ranges.keys() or index.has(Place)
    if not above.is_nonnegative if is_bound else above.is_negative:
        runs = f"runs to {highest}" if highest != index else "is too high"
        what, array = _called(named)
        msg = f"{what}: the index {written} {runs}, but {array} has the shape {_shape(domain)}"
        raise LossaryError(msg)
    if expand(lowest - 1).is_negative and not isinstance(domain, Intermediate):
        cure = "let it run from a later value" if lowest != index else "write the number of an entry"
        what, array = _called(named)
        msg = f"{what}: the index {written} begins at {lowest}, but {array} at 1: {cure}"
        raise LossaryError(msg)


def _called(named: tuple[Any, ...]) -> tuple[str, str]:
    """What is wrong, with its place; and the array alone."""
    form, *parts = named
    what = form.format(*parts)
    return what, what.split("[", maxsplit=1)[0]


def ends_of(index: Expr, ranges: Ranges) -> tuple[Expr, Expr]:
    """The lowest and the highest value of an index, where those that it depends on take theirs."""
    places = {place: Dummy(integer=True, positive=True) for place in index.atoms(Place)}
    ranges = {**ranges, **{letter: place.ends for place, letter in places.items()}}
    lowest = highest = expand(index.xreplace(places))
    for letter, (low, high) in reversed([*ranges.items()]):
        falls = index.coeff(letter).is_negative
        lowest = expand(lowest.xreplace({letter: high if falls else low}))
        highest = expand(highest.xreplace({letter: low if falls else high}))
    return lowest, highest


def _check_dependence(wrt: Expr, loss: Expr, definitions: list[DefinitionLike]) -> None:
    base = wrt.base if isinstance(wrt, Indexed) else wrt
    reached = free_names(loss)
    for _ in definitions:
        reached |= {name for d in definitions if d.base in reached for name in free_names(d.value)}
    if base not in reached:
        raise independent(wrt, map(str, reached))


SHORT = 3  # letters of a product without signs


def independent(wrt: object, names: Iterable[str]) -> LossaryError:
    """What to say where a loss does not depend on what it is to be differentiated by, but on these."""
    listed = ", ".join(sorted(names))
    has = f"its names are {listed}" if listed else "it comes to a constant, and has no names"
    entries = [name for name in sorted(names) if "_" in name and name.partition("_")[0] == base_name(wrt)]
    products = [name for name in sorted(names) if 1 < len(name) <= SHORT and str(wrt) in name and name.isalpha()]
    cure = f"; write {'*'.join(products[0])} if {products[0]} is a product" if products and len(str(wrt)) == 1 else ""
    cure += f"; {entries[0]} is one number unless a sum runs over its indices: write the sum out" if entries else ""
    return LossaryError(f"wrt: the loss does not depend on {wrt}: {has}{cure}")


def base_name(wrt: object) -> str:
    """The letter of A_mn or A[m, n]."""
    return str(wrt).partition("[")[0].partition("_")[0]
