"""What a script states about a loss: ``Loss``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sympy import Basic, Eq, Expr, IndexedBase, Symbol, sympify
from sympy.core.function import UndefinedFunction
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from derivations.errors import LossaryError
from derivations.language import about, properties, shapes
from derivations.language.domains import Domain, Index, settled
from derivations.language.functions import Adjoint, D, Named
from derivations.language.indices import same_letters, substitute
from derivations.language.names import plain_names
from derivations.language.over import Place
from derivations.language.presumed import presumed
from derivations.language.several import OF_ONE_VARIABLE, SECOND, by_variable, plain_name
from derivations.language.spelled import in_our_words
from derivations.language.stated import Closing, Mistake, check_limits, granted_apart, limit_lines
from derivations.language.written import NOTHING, Written

ID_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no vowels, so no words; nothing that looks like 0, 1, I, L or O
ID_PATTERN = f"L[{ID_ALPHABET}]{{3}}"
ABOUT = {  # what is said beside the formulas, and what reads it
    "source": about.sources,
    "used_for": about.used_for,
    "why": about.why,
    "in_code": about.codes,
    "see_instead": about.insteads,
}
ANONYMOUS = ""  # the id of a loss that somebody typed, and that is in no catalogue


@dataclass(frozen=True)
class Definition:
    """A named intermediate, such as z[k] = sum_j w[j, k] x[j]; its free indices run over the shape of its domain."""

    name: Expr
    value: Expr

    @property
    def base(self) -> Basic:
        """The array, or the symbol itself if it has no index."""
        return self.name.base if isinstance(self.name, Indexed) else self.name

    @property
    def indices(self) -> tuple[Basic, ...]:
        return self.name.indices if isinstance(self.name, Indexed) else ()

    def at(self, node: Expr, avoid: Iterable[Basic] = ()) -> Expr:
        """The value for other indices: those of z[j] where the definition says z[k]; no sum binds one of `avoid`."""
        indices = node.indices if isinstance(node, Indexed) else ()
        return substitute(self.value, dict(zip(self.indices, indices, strict=True)), avoid)


@dataclass(frozen=True, kw_only=True, eq=False)
class Loss:
    """One loss, as its script states it; equal to itself alone, so that what follows from it can be kept with it.

    Args:
        id: permanent and meaning-free, such as ``L4K7``; ``lossary new`` makes one. Empty for a loss that is in no
            catalogue, which needs no source either.
        expression: the loss, in the functions of ``derivations.language.functions`` and SymPy.
        wrt: what to differentiate by: a symbol, or an indexed symbol such as ``w[j, k]``; or a tuple of several, each
            with a derivation of its own. Such a loss is that by the first of them; ``by`` gives the others.
        symbols: for every symbol, array, model and free index its ``Domain``.
        source: where the loss and its gradient are written down: a text, or a ``Source`` with DOI or arXiv id; may be
            a list of several.
        name: what the loss is called in formulas.
        definitions: the named intermediates as ``(name, value)``, in the order in which a reader needs them.
        backward: derive backwards, with one adjoint equation for each definition (networks); else forwards, by one
            chain.
        adjoints: short names for adjoints: ``{z: delta}`` prints dE/dz[k] as delta[k].
        constraints: what holds between symbols: equations as ``(left, right)`` or ``Eq(left, right)``, which the
            gradient's last lines may use, and inequalities such as ``a < b``.
        closing: last lines of the derivation as ``(expression, reason)``; the last is the gradient. This and the next
            five may be a dict with a list for each variable; a list speaks of the first.
        other_forms: further forms that equal the gradient, as ``(expression, reason)``.
        limits: what the gradient tends to as a parameter goes to a value, as ``(parameter, value, expression, what it
            is)``; the referee tries it ever closer to the value.
        mistakes: wrong answers that people give, as ``(expression, why)``.
        properties: what the referee must confirm of the loss as the variable moves, such as ``["convex", ("Lipschitz",
            delta)]``; it finds most of it by itself. See ``derivations.language.properties``.
        former: ids and slugs under which the derivation stood before, and at which it is still found.
        second: what to differentiate by a second time, such as ``z[l]`` for a gradient by ``z[k]``; the same variable,
            if not said. It may be a dict too.
        needs: what must have a value too, although the formula does not show it; of a loss that somebody typed.
        aliases: other names by which it is looked for, such as ``"MAE"`` or ``"nn.L1Loss"``.
        used_for: what one takes it for, in a few words for the table of its family, such as "errors of which some are
            wild".
        why: two or three sentences: what the gradient says, where the loss comes from, when it is used.
        in_code: how libraries call it, as ``(call, default reduction)`` or ``(call, default reduction, note)``; see
            ``Code``.
        see_instead: losses that are easily confused with it, as ``(slug or id, why it is not the same)``.

    Raises:
        LossaryError: a field of the wrong kind, or a symbol without a domain.
    """

    id: str
    expression: Expr
    wrt: Any  # after reading: one variable
    symbols: dict[Any, Domain]
    source: Any
    name: str = "L"
    definitions: Sequence[Any] = ()
    backward: bool = False
    adjoints: dict[Any, Any] = field(default_factory=dict)
    constraints: Sequence[Any] = ()
    closing: Any = ()
    other_forms: Any = ()
    limits: Any = ()
    mistakes: Any = ()
    properties: Any = ()
    former: Any = ()
    second: Any = ()  # after reading: one variable
    needs: Sequence[Expr] = ()
    aliases: Sequence[str] = ()
    used_for: str = ""
    why: str = ""
    in_code: Sequence[Any] = ()
    see_instead: Sequence[Any] = ()
    relations: Sequence[Any] = ()  # the inequalities among the constraints, moved here
    written: Written = NOTHING  # in which order; whoever reads the script, or what was typed, puts it here
    others: tuple[Loss, ...] = field(default=(), init=False)  # the same loss by its other variables
    key: str = field(default="", init=False)  # the name of such a variable in addresses; the first needs none
    order: tuple[str, ...] = field(default=(), init=False)  # of all symbols, as the script lists them

    def __post_init__(self) -> None:
        self._take_variables()
        self._check_kinds()
        typed = {s: Symbol(s.name, **d.assumptions) for s, d in self.symbols.items() if isinstance(s, Symbol)}

        def settle(value: Any) -> Expr:
            return sympify(value, strict=True).xreplace(typed)

        def put(name: str, value: Any) -> None:
            object.__setattr__(self, name, value)

        put("symbols", {typed.get(s, s): settled(d, settle) for s, d in self.symbols.items()})
        put("aliases", about.aliases(self.aliases, is_id))
        put("former", about.former(self.former, is_id))
        for name, reader in ABOUT.items():
            put(name, reader(getattr(self, name)))
        put("definitions", tuple(Definition(settle(name), settle(value)) for name, value in self.definitions))

        def read(where: str, value: Any) -> Expr:
            return plain_names(where, in_our_words(where, settle(value)), self.definitions)

        put(
            "definitions",
            tuple(replace(d, value=read(f"the definition of {d.name}", d.value)) for d in self.definitions),
        )
        put("expression", read("expression", self.expression))
        put("wrt", read("wrt", self.wrt))
        put("second", self.wrt if self.second == () else read("second", self.second))
        relations = [item for item in self.constraints if isinstance(item, Relational) and not isinstance(item, Eq)]
        pairs = [item.args if isinstance(item, Eq) else item for item in self.constraints if item not in relations]
        put("relations", tuple(read("constraints", relation) for relation in (*self.relations, *relations)))
        of_domains = (domain.equation(name) for name, domain in self.symbols.items() if isinstance(name, IndexedBase))
        stated = [(read("constraints", left), read("constraints", right)) for left, right in pairs]
        known = {same_letters(left - right) for left, right in stated}
        given = [pair for pair in of_domains if pair is not None and same_letters(pair[0] - pair[1]) not in known]
        put("constraints", (*stated, *given))
        put("closing", tuple(Closing(read("closing", e), why) for e, why in self.closing))
        put("other_forms", tuple(Closing(read("other_forms", e), why) for e, why in self.other_forms))
        put("limits", tuple(limit.settled(settle, partial(read, "limits")) for limit in limit_lines(self.limits)))
        put("mistakes", tuple(Mistake(read("mistakes", e), why) for e, why in self.mistakes))
        put("properties", tuple(one.read(read) for one in properties.declared(self.properties)))
        check_limits(self.limits, self.symbols, self.wrt)
        shapes.check(self.wrt, self.symbols, self.definitions, self.expressions(), backward=self.backward)
        put("expression", self.named(self.expression))
        put("constraints", tuple((self.named(left), self.named(right)) for left, right in self.constraints))
        put("relations", tuple(map(self.named, granted_apart(self.relations))))
        for name in ("closing", "other_forms", "limits"):
            put(name, tuple(replace(line, expression=self.named(line.expression)) for line in getattr(self, name)))
        put("mistakes", tuple(replace(mistake, claim=self.named(mistake.claim)) for mistake in self.mistakes))

    def _take_variables(self) -> None:
        """Keep what is said of the first variable, and make a loss of what is said of each other."""
        object.__setattr__(self, "order", tuple(map(str, self.symbols)))
        stated = {name: getattr(self, name) for name in OF_ONE_VARIABLE}
        first, *others = by_variable(self.wrt, self.symbols, self.expression, stated)
        parts = [replace(self, **fields) for fields in others]
        for part in parts:
            object.__setattr__(part, "key", plain_name(part.wrt))
        for name, value in (*first.items(), ("others", tuple(parts))):
            object.__setattr__(self, name, value)

    def _check_kinds(self) -> None:
        for message in self._wrong_kinds():
            raise LossaryError(message)

    def _wrong_kinds(self) -> Iterator[str]:
        """For each field that is not of the right kind: what to say."""
        form = f"of the form L4K7 (L and three of {ID_ALPHABET}): take one from `lossary new`"
        if self.id != ANONYMOUS and not re.fullmatch(ID_PATTERN, str(self.id)):
            yield f"id {self.id!r} is not {form}"
        if self.id != ANONYMOUS and not self.source:
            yield "source is empty: say where the formula is written down"
        if not isinstance(self.expression, Basic):
            yield f"expression must be a SymPy expression, not {self.expression!r}"
        for symbol, domain in self.symbols.items():
            if not isinstance(symbol, Symbol | IndexedBase | UndefinedFunction):
                yield f"symbols: {symbol!r} is not a symbol, an array or a model"
            if not isinstance(domain, Domain):
                yield f"symbols: the domain of {symbol} must be one such as Real('prediction'), not {domain!r}"
        if self.second != () and not isinstance(self.second, Symbol | Indexed):
            yield f"second must be a symbol or an indexed symbol such as z[l], not {self.second!r}"
        for name in ("definitions", "constraints", "closing", "other_forms", "mistakes"):
            kind = str if name in ("closing", "other_forms", "mistakes") else Basic | int
            for item in getattr(self, name):
                if name == "constraints" and isinstance(item, Relational):
                    continue
                if not (isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], kind)):  # noqa: PLR2004
                    second = "reason" if kind is str else "value"
                    yield f"{name} must hold pairs (expression, {second}), not {item!r}"
        yield from presumed(self.symbols, self.expression, *(value for pair in self.definitions for value in pair))

    @property
    def address(self) -> str:
        """The id; by another variable than the first, with its name: L4K7.v."""
        return ".".join(filter(None, (self.id, self.key)))

    def called(self, part: str) -> str:
        """What a message calls a part of the loss: with the address, if there is one."""
        return f"{self.address} {part}" if self.address else part

    @property
    def variables(self) -> tuple[Expr, ...]:
        """All that the loss is differentiated by, the first one first."""
        return (self.wrt, *(other.wrt for other in self.others))

    def alone(self) -> Loss:
        """The loss by its first variable only."""
        one = copy(self)
        object.__setattr__(one, "others", ())
        return one

    def sloped(self, gradient: Expr) -> Loss:
        """The gradient as a loss of its own: its gradient is the second derivative.

        Raises:
            LossaryError: it is none, as it does not depend on the variable.
        """
        one = replace(
            self.alone(),
            expression=gradient,
            wrt=self.second,
            second=(),
            definitions=[(definition.name, definition.value) for definition in self.definitions],
            closing=(),
            other_forms=(),
            limits=(),
            mistakes=(),
            properties=(),
            former=(),
            aliases=(),
            in_code=(),
            see_instead=(),
        )
        object.__setattr__(one, "key", ".".join(filter(None, (self.key, SECOND))))
        return one

    def by(self, variable: Expr) -> Loss:
        """The loss by one of its variables.

        Raises:
            LossaryError: it is not differentiated by this one.
        """
        for part in (self, *self.others):
            if str(variable) == str(part.wrt):  # that of a script has no assumptions yet
                return part
        msg = f"{variable} is not in wrt, which has {', '.join(map(str, self.variables))}"
        raise LossaryError(msg)

    @property
    def all_symbols(self) -> dict[Any, Domain]:
        """The domain of every symbol, also of the indices that name a component of other variables."""
        found = {s: d for part in (*reversed(self.others), self) for s, d in part.symbols.items()}
        return dict(sorted(found.items(), key=lambda pair: self.order.index(str(pair[0]))))

    @property
    def equations(self) -> tuple[Basic, ...]:
        """The constraints that are equations, as relations."""
        return tuple(Eq(left, right, evaluate=False) for left, right in self.constraints)

    @property
    def stated(self) -> tuple[Basic, ...]:
        """All that the script says holds between the symbols: the loss is differentiated, and checked, only there."""
        return (*self.equations, *self.relations)

    @property
    def free_indices(self) -> set[Basic]:
        """The indices that name a component, rather than run through a sum."""
        return {symbol for symbol, domain in self.symbols.items() if isinstance(domain, Index)}

    def named(self, expression: Basic) -> Expr:
        """The expression with every intermediate as a ``Named``, which carries its definition with it.

        Of a loss that is derived backwards, the intermediates stay plain symbols.
        """
        known = {} if self.backward else {definition.base: definition for definition in self.definitions}
        short = {name: base for base, name in self.adjoints.items()}
        if isinstance(expression, Indexed) and known and expression.has(Place):
            expression = expression.base[tuple(map(self.named, expression.indices))]
        base = expression.base if isinstance(expression, Indexed) else expression
        if base in known:
            return Named(expression, self.named(known[base].at(expression, self.free_indices)))
        if base in short:
            return self.adjoint(short[base][expression.indices] if isinstance(expression, Indexed) else short[base])
        if isinstance(expression, Indexed | Named | Adjoint) or not expression.args or not (known or short):
            return expression
        return expression.func(*map(self.named, expression.args))

    def adjoint(self, variable: Expr) -> Adjoint:
        """The derivative of the whole loss by an intermediate or a weight."""
        short = self.adjoints.get(variable.base if isinstance(variable, Indexed) else variable)
        indices = variable.indices if isinstance(variable, Indexed) else ()
        name = () if short is None else (short[indices] if indices else short,)
        return Adjoint(Symbol(self.name), variable, *name)

    @property
    def slope(self) -> Expr:
        """The sign for its derivative by `wrt`: along all paths, if it is derived backwards."""
        return self.adjoint(self.wrt) if self.backward else D(Symbol(self.name), self.wrt)

    def check_short_name(self, adjoint: Adjoint) -> None:
        """Is it called as the loss calls it, if by a short name?

        Raises:
            LossaryError: by another one, or with other indices.
        """
        right = self.adjoint(adjoint.variable)
        if adjoint.name not in (None, right.name):
            what = f"the derivative with respect to {adjoint.variable}"
            msg = f"{adjoint.name} is no name of {what}: write {right.name or right}"
            raise LossaryError(msg)

    def expressions(self) -> list[tuple[str, Expr]]:
        """Every expression of the script, each with the name of its field."""
        return [
            ("expression", self.expression),
            ("wrt", self.wrt),
            ("second", self.second),
            *((f"the definition of {d.name}", d.value) for d in self.definitions),
            *(("constraints", side) for pair in self.constraints for side in pair),
            *(("constraints", side) for relation in self.relations for side in relation.args),
            *(("closing", line.expression) for line in self.closing),
            *(("other_forms", line.expression) for line in self.other_forms),
            *(("limits", limit.expression) for limit in self.limits),
            *(("mistakes", mistake.claim) for mistake in self.mistakes),
            *properties.values(self.properties),
        ]


def is_id(name: str) -> bool:
    """Has it the form of a permanent id, of a loss or of a question, whatever the case?"""
    return bool(re.fullmatch(f"[LQ][{ID_ALPHABET}]{{3}}", name, re.IGNORECASE))
