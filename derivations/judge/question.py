"""What is asked: a loss, what to differentiate by, and the gradient that somebody claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import starmap, zip_longest
from typing import Any, Literal

from sympy import Basic, Eq, Expr, Indexed, IndexedBase, Integer, Pow, Rational, Symbol
from sympy.core.function import AppliedUndef

from derivations.errors import LossaryError
from derivations.judge.arrays import array_domains, check_indices, compared_in, domains_of
from derivations.judge.forms import in_vocabulary
from derivations.judge.indexed import counts
from derivations.judge.varied import beyond
from derivations.language.domains import Domain, Index, Indices, Label01, LabelSign, Model, Size
from derivations.language.functions import Adjoint, Named, model
from derivations.language.indices import rename_bound, substitute
from derivations.language.loss import ANONYMOUS, Loss
from derivations.language.regions import told_apart
from derivations.language.shapes import base_of, free_names
from derivations.notation import unicode_text
from derivations.reading.needs import lost, needs_of

Role = Literal["param", "data", "label", "hyper", "size"]
CONSTANT = ("hyper", "size")  # during training
MOST_COMPONENTS = 64


@dataclass(frozen=True)
class Question:
    """A claim about the gradient of a loss. Make one with ``ask`` or ``ask_about``.

    Args:
        loss: the loss.
        wrt: what to differentiate by, one for each component.
        claims: the claimed derivatives, in the same order.
        order: 1, or 2 for the second derivative in each of `wrt` separately.
        roles: of every symbol that is no parameter: is it data, a label, a hyper-parameter or a size?
        given: relations that the asker says hold, such as o > y.
        computed: symbols that follow from others but are held fixed while differentiating.
        layout: how the claim is laid out, if not like the variable: ``row-vector``, ``transpose`` ...
        symmetric: the variables are the entries of a symmetric matrix.
        declared_symmetric: names of matrices that the asker declared to be symmetric, as others are positive.
        other_size: the same question for another number of examples or outputs, if the asker wrote out one instance.
        needs: of each claim, what must have a value for the claim to have one as it was typed, though it does not show
            it any more; in the same order, or nothing at all.
        loss_needs: the same of the loss.
        of_slope: is the loss a component of the gradient of another, so that its slope is a second derivative?
        warned: does the judge know the mistakes that the page of the loss warns against?
        intermediate: is what is differentiated a part of a loss, by which nobody descends?
    """

    loss: Loss
    wrt: tuple[Expr, ...]
    claims: tuple[Expr, ...]
    order: int = 1
    roles: Mapping[Any, Role] = field(default_factory=dict)
    given: tuple[Basic, ...] = ()
    computed: Mapping[Symbol, Expr] = field(default_factory=dict)
    layout: str = ""
    symmetric: bool = False
    declared_symmetric: tuple[str, ...] = ()
    other_size: Question | None = None
    needs: tuple[tuple[Expr, ...], ...] = ()
    loss_needs: tuple[Expr, ...] = ()
    of_slope: bool = False
    warned: bool = True
    intermediate: bool = False

    def __post_init__(self) -> None:
        if len(self.wrt) != len(self.claims):
            claims, variables = _count(len(self.claims), "claim"), _count(len(self.wrt), "variable")
            msg = f"{claims} for {variables}: give one claim for each variable"
            raise LossaryError(msg)
        if not 0 < len(self.wrt) <= MOST_COMPONENTS:
            msg = f"{len(self.wrt)} components: between 1 and {MOST_COMPONENTS} can be judged at once"
            raise LossaryError(msg)
        if self.order not in (1, 2):
            msg = f"order {self.order}: only first and second derivatives are judged; write 1 or 2"
            raise LossaryError(msg)
        for formula in (*self.claims, *(need for needs in self.needs for need in needs)):
            _check_names(formula, self.loss)

    def needs_of(self, number: int) -> tuple[Expr, ...]:
        """What the claim of this number needs beside what it shows."""
        return self.needs[number] if self.needs else ()

    @property
    def is_second(self) -> bool:
        """Are the claims second derivatives?"""
        return self.order != 1 or self.of_slope

    @property
    def of(self) -> str:
        """What is claimed."""
        if self.is_second:
            return "second derivative"
        return "slope" if self.intermediate else "gradient"

    @property
    def constants(self) -> tuple[Any, ...]:
        """The symbols that stay as they are during training, hyper-parameters and sizes."""
        return tuple(s for s in self.loss.symbols if self.role(s) in CONSTANT and s not in self.computed)

    @property
    def sizes(self) -> set[Any]:
        return {s for s in self.loss.symbols if self.role(s) == "size"}

    def role(self, symbol: Any) -> Role:
        return self.roles.get(symbol, "data")


def ask(  # noqa: PLR0913  (one for each field of the form)
    expression: Expr,
    symbols: Mapping[str, Domain],
    wrt: Sequence[Expr],
    claims: Sequence[Expr],
    *,
    order: int = 1,
    roles: Mapping[str, Role] | None = None,
    given: Iterable[Basic] = (),
    constraints: Iterable[tuple[Expr, Expr]] = (),
    computed: Mapping[str, Expr] | None = None,
    definitions: Iterable[tuple[Expr, Expr]] = (),
    layout: str = "",
    symmetric: bool = False,
    other_size: Question | None = None,
    fold: bool = True,
    needs: Sequence[Sequence[Expr]] = (),
    loss_needs: Sequence[Expr] = (),
) -> Question:
    """A question about an expression of the user's.

    Args:
        expression: the loss.
        symbols: the domain of every name; names that are not given are real, models are found by themselves.
        wrt: the variables.
        claims: a claimed derivative for each.
        order: 1 or 2.
        roles: for each name whether it is param, data, label, hyper or size; data, if nothing is said.
        given: conditions that hold; an equation among them is a constraint.
        constraints: equations that hold, as (left, right).
        computed: what names stand for that follow from others.
        definitions: named intermediates, as (name, value); that of a name which is a variable itself is passed over.
        layout: see ``Question``.
        symmetric: see ``Question``.
        other_size: see ``Question``.
        fold: see ``in_vocabulary``.
        needs: see ``Question``.
        loss_needs: see ``Question``.

    Raises:
        LossaryError: the question makes no sense; it says why.
    """
    given = list(map(_relation, given))
    stated = _pairs([*constraints, *(relation.args for relation in given if isinstance(relation, Eq))])
    constraints = list(starmap(_without_root, stated))
    definitions = beyond(_pairs(definitions), wrt)
    expression, *claims = map(_expression, (expression, *claims))
    written = [expression, *claims, *(side for pair in constraints for side in pair)]
    written += [*(computed or {}).values(), *wrt, *loss_needs, *(need for each in needs for need in each)]
    symbols = {name: domain for name, domain in symbols.items() if not isinstance(domain, Model)}  # these are applied
    arrays = array_domains(written, definitions, symbols)
    names = {**domains_of(written, definitions), **symbols, **arrays}
    written += [side for pair in definitions for side in pair]
    counting = {n for n, d in arrays.items() if isinstance(d, Index)} | (compared_in(claims) - symbols.keys())
    check_indices(counting, expression, wrt, definitions, claims)
    typed = {name: Symbol(name, **domain.assumptions) for name, domain in names.items()}
    domains = {_base(typed[name], written): _in_symbols(domain, typed) for name, domain in names.items()}

    def put(u: Expr) -> Expr:
        return told_apart(in_vocabulary(u, typed, fold=fold))

    variables, values = tuple(map(put, wrt)), [(put(name), put(value)) for name, value in definitions]
    loss = Loss(
        id=ANONYMOUS,
        expression=put(expression),
        wrt=_one_that_matters(put(expression), variables, values),
        symbols={**domains, **_models_of(map(put, written))},
        source=(),
        definitions=tuple(values),
        constraints=tuple((put(left), put(right)) for left, right in constraints),
    )
    return Question(
        loss=loss,
        wrt=variables,
        claims=tuple(loss.named(put(claim)) for claim in claims),
        order=order,
        roles={s: _role_of(s, loss, variables, roles or {}) for s in loss.symbols},
        given=tuple(r.func(put(r.lhs), put(r.rhs), evaluate=False) for r in given if not isinstance(r, Eq)),
        computed={typed[name]: put(value) for name, value in (computed or {}).items()},
        layout=layout,
        symmetric=symmetric,
        other_size=other_size,
        needs=tuple(tuple(loss.named(put(need)) for need in each) for each in needs),
        loss_needs=tuple(loss.named(put(need)) for need in loss_needs),
    )


def ask_about(
    loss: Loss,
    claims: Sequence[Expr],
    wrt: Sequence[Expr] = (),
    *,
    order: int = 1,
    roles: Mapping[str, Role] | None = None,
    needs: Sequence[Sequence[Expr]] = (),
) -> Question:
    """A question about a loss of the catalogue; its own variable, if none is given."""
    typed = {s.name: s for s in loss.symbols if isinstance(s, Symbol)}
    known = {str(node.name): node for node in loss.expression.atoms(Named) if isinstance(node.name, Symbol)}

    taken = [s for s, domain in loss.symbols.items() if isinstance(s, Symbol) and not isinstance(domain, Index)]

    def put(u: Expr) -> Expr:
        return _by_name(rename_bound(in_vocabulary(u, typed), taken, within_names=True), known)

    variables = tuple(map(put, wrt)) or (loss.wrt,)
    formulas = tuple(map(put, claims))
    needed = [tuple(map(put, (*each, *needs_of(claim)))) for each, claim in zip_longest(needs, claims, fillvalue=())]
    for formula in (*variables, *formulas, *(need for each in needed for need in each)):
        _check_ranks(formula, loss)
    letters = _other_letters(loss, variables, formulas)
    variables = tuple(substitute(w, letters) for w in variables)

    def settle(formulas: Iterable[Expr]) -> tuple[Expr, ...]:
        return tuple(loss.named(substitute(formula, letters)) for formula in formulas)

    stated = {s: _role_of(s, loss, variables, roles or {}) for s in loss.symbols}
    formulas = settle(formulas)
    hidden = tuple(lost(settle(each), formula) for each, formula in zip(needed, formulas, strict=True))
    return Question(loss, variables, formulas, order, stated, needs=hidden)


def may_be_about(loss: Loss, names: Iterable[Any]) -> bool:
    """May a formula in these names be asked about the loss? If not, ``ask_about`` would say so at length."""
    known = _known_names(loss)
    strange = [name for name in names if str(name) not in known]
    return not strange or (len(strange) == 1 and isinstance(strange[0], Symbol))  # one letter may be a free index


@lru_cache(maxsize=1024)
def _known_names(loss: Loss) -> frozenset[str]:
    known = {str(s) for s in (*loss.symbols, loss.name, *(index for d in loss.definitions for index in d.indices))}
    flat = {str(node.name).partition("_")[0] for node in loss.expression.atoms(Named)}  # o[k] may be what is o_k here
    return frozenset(known | flat)


def _by_name(u: Expr, known: Mapping[str, Named]) -> Expr:
    """The expression with o[k] read as the intermediate that the loss calls o_k."""
    flat = {node: f"{node.base.label.name}_{''.join(map(str, node.indices))}" for node in u.atoms(Indexed)}
    return u.xreplace({node: known[name] for node, name in flat.items() if name in known})


def _check_ranks(formula: Expr, loss: Loss) -> None:
    """Has every array as many indices as in the loss?"""
    for node in sorted(formula.atoms(Indexed), key=str):
        rank = len(loss.symbols[node.base].shape) if node.base in loss.symbols else len(node.indices)
        if rank != len(node.indices):
            msg = f"{unicode_text(node)}: in this loss {node.base} takes {rank} indices, not {len(node.indices)}"
            raise LossaryError(msg)


def _other_letters(loss: Loss, wrt: Sequence[Expr], claims: Sequence[Expr]) -> dict[Basic, Expr]:
    """The letters of the asker's free indices, where the loss has others: those of the variable, or a single one."""
    own = loss.wrt.indices if isinstance(loss.wrt, Indexed) else ()
    (first, *others) = wrt
    if not own or others or not isinstance(first, Indexed) or first.base != loss.wrt.base:
        return {}
    letters = {old: new for old, new in zip(first.indices, own, strict=True) if isinstance(old, Symbol) and old != new}
    free = set().union(*map(free_names, claims))
    strange = [s for s in free - set(loss.symbols) if isinstance(s, Symbol) and s.name != loss.name]
    unused = [s for s in own if s not in free]
    if not letters and len(strange) == 1 and len(unused) == 1 and any(counts(strange[0], claim) for claim in claims):
        letters = {strange[0]: unused[0]}
    return letters


def _in_symbols(domain: Domain, typed: Mapping[str, Symbol]) -> Domain:
    """The domain with its sizes as they stand in the loss."""
    shape = tuple(in_vocabulary(size, typed) for size in domain.shape)
    if isinstance(domain, Index | Indices):
        return replace(domain, shape=shape, last=in_vocabulary(domain.last, typed))
    return replace(domain, shape=shape) if shape else domain


def _expression(number: Any) -> Expr:
    return Integer(number) if isinstance(number, int) else number


def _pairs(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[Expr, Expr]]:
    return [(_expression(left), _expression(right)) for left, right in pairs]


def _without_root(left: Expr, right: Expr) -> tuple[Expr, Expr]:
    """The equation u = c^2 for sqrt(u) = c, which has rational solutions where that has few."""
    if isinstance(right, Pow):
        left, right = right, left
    is_root = isinstance(left, Pow) and left.exp == Rational(1, 2) and right.is_number and right.is_nonnegative
    return (left.base, right**2) if is_root else (left, right)


def _relation(relation: Basic) -> Basic:
    if not relation.is_Relational:
        msg = f"{relation} is no condition: write one such as x > 0"
        raise LossaryError(msg)
    return relation


def _base(symbol: Symbol, written: Iterable[Expr]) -> Any:
    """The array of that name, if it is used as one."""
    arrays = {a.label.name: a for u in written for a in u.atoms(IndexedBase)}
    return arrays.get(symbol.name, symbol)


def _models_of(written: Iterable[Expr]) -> dict[Any, Domain]:
    names = {node.func.__name__ for u in written for node in u.atoms(AppliedUndef)}
    return {model(name): Model("an unspecified model") for name in sorted(names)}


def _one_that_matters(expression: Expr, wrt: tuple[Expr, ...], definitions: list[tuple[Expr, Expr]]) -> Expr:
    """The first of the variables that the loss depends on."""
    reached = free_names(expression)
    for name, value in reversed(definitions):
        reached |= free_names(value) if base_of(name) in reached else set()
    return next((w for w in wrt if base_of(w) in reached), wrt[0])


def _role_of(symbol: Any, loss: Loss, wrt: tuple[Expr, ...], stated: Mapping[str, Role]) -> Role:
    """The role that was stated, else what the domain suggests."""
    domain = loss.symbols[symbol]
    if isinstance(domain, Size | Index | Indices):
        return "size" if isinstance(domain, Size) else "data"
    if str(symbol) in stated:
        return stated[str(symbol)]
    if symbol in {base_of(w) for w in wrt}:
        return "param"
    if isinstance(domain, Label01 | LabelSign) or set(domain.values) == {0, 1}:
        return "label"
    is_setting = domain.interval != (None, None) and not domain.shape and not domain.varies
    return "hyper" if loss.id != ANONYMOUS and is_setting and isinstance(symbol, Symbol) else "data"


def _check_names(claim: Expr, loss: Loss) -> None:
    known = {*loss.symbols, Symbol(loss.name), *(index for d in loss.definitions for index in d.indices)}
    for name in sorted(free_names(claim) - known, key=str):
        have, shown = ", ".join(sorted(map(str, loss.symbols))), unicode_text(name) if isinstance(name, Expr) else name
        msg = f"{shown} in the claim {unicode_text(claim)} does not occur in the loss: its symbols are {have}"
        if isinstance(name, Symbol) and len(name.name) == 1 and isinstance(loss.wrt, Indexed):
            msg += f"; the gradient is by {unicode_text(loss.wrt)}, so these are the letters of its indices"
        raise LossaryError(msg)
    for node in sorted(claim.atoms(Adjoint), key=str):
        loss.check_short_name(node)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
