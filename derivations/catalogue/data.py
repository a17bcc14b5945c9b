"""A loss as plain data, for ``list --json``, ``show --format json`` and the site. Every expression is SymPy text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sympy import Basic, preorder_traversal
from sympy.tensor.indexed import Indexed

from derivations.catalogue.boundaries import Ranges, as_text, boundary_data
from derivations.catalogue.losses import Entry
from derivations.catalogue.properties import property_data
from derivations.catalogue.symbols import domain_name, has_shape
from derivations.language.about import Code
from derivations.language.domains import Size
from derivations.language.functions import Adjoint, Named
from derivations.language.loss import Loss
from derivations.language.written import Order
from derivations.notation import put_in, sympy_text, tidy_relation, unicode_prose, unicode_text

if TYPE_CHECKING:
    from derivations.calculus.lines import Chain, Derivation, Line
    from derivations.calculus.trace import Step
    from derivations.evidence import Refutation
    from derivations.matrix import Equation, MatrixForm

Judged = Callable[[Entry], Sequence[dict[str, Any]]]

KEYS = {  # of a summary, those that do not speak for themselves
    "aliases": "other names to which the loss answers",
    "former": "ids and slugs under which its derivations stood before",
    "from_memory": "how many of its sources nobody has looked up yet",
    "loss, gradient": "in index notation",
    "definitions": "named intermediates, in the order in which they are computed",
    "confirmed": "does `verify` confirm all of it? null where nothing was checked: to list is quick",
    "level": "of the gradient, in `show` also of each line: proved, checked; null if neither",
    "equalities, proved": "how many lines, steps and gradients there are, how many are proved; or null",
    "second": "the second derivative and what it says; null if none, or not checked",
    "properties": "what is proved of the loss as that moves, or refuted; null if not checked",
    "wrt": "what the loss is differentiated with respect to; of several variables the first",
    "adjoints": "slopes in which the gradient of a network is written, with their cases",
    "conditions": "where the gradient holds",
    "for_every": "indices that a definition or the conditions are meant for, with their values",
    "matrix": "the gradient in matrix form, as plain text and LaTeX; null if there is none",
    "others": "for its other variables: the address, wrt, gradient and what follows from it",
    "symbols": "the domain of every symbol",
    "sizes": "what each size counts",
    "shapes": "the sizes of every array; [] for a number",
}


def summary(entry: Entry) -> dict[str, Any]:
    """An item of the list."""
    loss = entry.loss
    symbols = loss.all_symbols
    return {
        "id": entry.id or None,  # none of these three, if the loss is in no catalogue
        "slug": entry.slug or None,
        "family": entry.family.slug or None,
        "title": entry.title,
        "aliases": list(loss.aliases),
        "former": [name for part in entry.parts for name in part.loss.former],
        "from_memory": sum(source.from_memory for source in loss.source),
        "loss": sympy_text(loss.expression, Order(loss.written)),
        "definitions": [_definition(name, value, loss) for name, value in definitions(loss)],
        **_summary_by(entry),
        "others": [{"address": part.id, **_summary_by(part)} for part in entry.parts[1:]],
        "symbols": {sympy_text(symbol): domain_name(domain) for symbol, domain in symbols.items()},
        "sizes": {sympy_text(s): unicode_prose(d.meaning) for s, d in symbols.items() if isinstance(d, Size)},
        "shapes": {sympy_text(s): list(map(sympy_text, d.shape)) for s, d in symbols.items() if has_shape(d)},
    }


def _summary_by(entry: Entry) -> dict[str, Any]:
    """What is listed of a gradient."""
    conditions = entry.derivation.conditions
    return {
        **(_surety(entry) if entry.is_checked else dict.fromkeys(("confirmed", "level", "equalities", "proved"))),
        "wrt": sympy_text(entry.loss.wrt),
        "gradient": sympy_text(entry.derivation.gradient, entry.derivation.order),
        "adjoints": [_adjoint(chain, entry.derivation.order) for chain in adjoints(entry.derivation)],
        "conditions": relations(conditions),
        "for_every": as_text(for_every(conditions, entry.loss)),
        "matrix": _matrix(entry.matrix),
        "second": _second(entry.second) if entry.is_checked and entry.second else None,
        "properties": property_data(entry.properties) if entry.is_checked else None,
    }


def _second(entry: Entry) -> dict[str, Any]:
    """A second derivative. Of convex and concave true is proved, false shown by a point, null not known."""
    found = entry.curvature
    return {
        "address": entry.id,
        "wrt": sympy_text(entry.loss.wrt),
        "value": sympy_text(entry.derivation.gradient, entry.derivation.order),
        "level": entry.gradient_level,
        "conditions": relations(entry.derivation.conditions),
        "convex": True if found.convex else False if found.negative else None,
        "concave": True if found.concave else False if found.positive else None,
        "strongly": found.strongly,  # with the constant low
        "bounded": found.bounded,  # and without kinks
        **{name: end if end is None else sympy_text(end) for name, end in (("low", found.low), ("high", found.high))},
    }


def full(entry: Entry, judged: Judged) -> dict[str, Any]:
    """All that is known of a loss.

    Args:
        entry: the loss.
        judged: what the judge, on a floor above, says of each mistake of an entry.
    """
    loss = entry.loss
    return {
        **summary(entry),
        **_full_by(entry, judged),
        "others": [{"address": part.id, **_summary_by(part), **_full_by(part, judged)} for part in entry.parts[1:]],
        "lead": unicode_prose(" ".join(entry.lead.split())),
        "why": unicode_prose(loss.why),
        "meanings": {sympy_text(symbol): unicode_prose(domain.meaning) for symbol, domain in loss.all_symbols.items()},
        "in_code": [_code(code) for code in loss.in_code],
        "see_instead": [{"loss": hint.name, "why": unicode_prose(hint.why)} for hint in loss.see_instead],
        "source": [asdict(source) for source in loss.source],
    }


def _full_by(entry: Entry, judged: Judged) -> dict[str, Any]:
    """All that is known of a gradient."""
    derivation, second = entry.derivation, entry.second
    return {
        **_surety(entry),
        "lines": _all_lines(entry),
        "tree": [_step(entry, f"t{number}", step) for number, step in enumerate(derivation.tree, start=1)],
        "boundaries": [boundary_data(boundary) for boundary in entry.boundaries],
        "limits": [
            {
                "as": f"{sympy_text(limit.parameter)} -> {sympy_text(limit.value)}",
                "gradient": sympy_text(limit.expression, derivation.order),
                "what": unicode_prose(limit.reason),
                "points": points,
            }
            for limit, points in zip(entry.loss.limits, entry.report.limits, strict=True)
        ],
        "mistakes": [
            _mistake(*pair, derivation.order) for pair in zip(entry.report.refutations, judged(entry), strict=True)
        ],
        "properties": property_data(entry.properties),
        "evidence": evidence(entry),
        "second": _second(second) | {"lines": _all_lines(second)} if second else None,
    }


def _all_lines(entry: Entry) -> list[dict[str, Any]]:
    return [item for chain, lines in chains(entry.derivation) for item in _lines(entry, chain, lines)]


def _surety(entry: Entry) -> dict[str, Any]:
    """Does it stand, and how surely?"""
    report = entry.report
    return {
        "confirmed": not entry.failures,
        "level": entry.gradient_level,
        "equalities": report.equations,
        "proved": report.proved,
    }


def definitions(loss: Loss) -> list[tuple[Basic, Basic]]:
    """The named intermediates: those that the script lists, then those that it names inside the loss."""
    listed = [(definition.name, definition.value) for definition in loss.definitions]
    bases = {definition.base for definition in loss.definitions}
    named = dict.fromkeys(node for node in preorder_traversal(loss.expression) if isinstance(node, Named))
    inside = [(node.name, node.definition) for node in named if getattr(node.name, "base", node.name) not in bases]
    return listed + inside


def adjoints(derivation: Derivation) -> list[Chain]:
    """The chains of those adjoints that stand in the gradient by name: without them it says nothing."""
    used = [node.variable for node in derivation.gradient.atoms(Adjoint)]
    arrays = {getattr(variable, "base", variable) for variable in used}
    chains = (chain for chain in derivation.chains[:-1] if isinstance(chain.left, Adjoint))
    return [chain for chain in chains if getattr(chain.left.variable, "base", chain.left.variable) in arrays]


def ranges_of(name: Basic, loss: Loss) -> Ranges:
    """The indices of a component such as r[i], with their last values."""
    if not (isinstance(name, Indexed) and name.base in loss.symbols):
        return {}
    return dict(zip(name.indices, loss.symbols[name.base].shape, strict=True))


def for_every(conditions: Iterable[Basic], loss: Loss) -> Ranges:
    """The indices for every value of which the conditions are meant: those that name no component of the gradient."""
    named = loss.wrt.free_symbols | loss.expression.free_symbols
    sizes = {symbol for symbol, domain in loss.symbols.items() if isinstance(domain, Size)}
    return {
        index: last
        for condition in conditions
        for node in sorted(condition.atoms(Indexed), key=str)
        for index, last in ranges_of(node, loss).items()
        if index in condition.free_symbols - named - sizes
    }


def relations(found: Iterable[Basic]) -> list[str]:
    """Conditions as text, each once."""
    return list(dict.fromkeys(sympy_text(tidy_relation(relation)) for relation in found))


def evidence(entry: Entry) -> dict[str, Any]:
    """The figures of the run."""
    report, agreement = entry.report, entry.agreement
    return {
        "ok": not entry.failures,
        "lines": report.equations,
        "proved": report.proved,
        "points": report.points,
        "digits": report.digits,
        "mistakes_refused": len(report.refutations),
        "mutants_refused": report.mutants,
        "unseen": relations(side.relation for side in report.unseen),
        "matrix_form": agreement
        and {"points": agreement.points, "components": agreement.components, "digits": agreement.digits},
        "failures": [str(failure) for failure in entry.failures],
    }


def remark(text: str, **letters: Any) -> str:
    """A remark for the terminal, {u} and {w} replaced by what they stand for."""
    said = {letter: unicode_text(expression) for letter, expression in letters.items() if expression is not None}
    return unicode_prose(put_in(text, said))


def chains(derivation: Derivation) -> list[tuple[Chain, tuple[Line, ...]]]:
    """The chains of equations with their lines; the gradient's own comes last, and goes on in its other forms."""
    *earlier, last = derivation.chains
    return [*((chain, chain.lines) for chain in earlier), (last, last.lines + derivation.other_forms)]


def _code(code: Code) -> dict[str, str]:
    parts = {"library": code.library, "function": code.function, "arguments": code.arguments}
    return {**parts, "reduction": code.reduction, "note": unicode_prose(code.note)}


def _definition(name: Basic, value: Basic, loss: Loss) -> dict[str, Any]:
    text = sympy_text(value, Order(loss.written))
    return {"name": sympy_text(name), "value": text, "for_every": as_text(ranges_of(name, loss))}


def _adjoint(chain: Chain, order: Order) -> dict[str, Any]:
    return {"name": sympy_text(chain.left), "value": sympy_text(chain.result, order), "case": _case(chain)}


def _case(chain: Chain) -> str | None:
    return None if chain.condition is None else sympy_text(chain.condition)


def _matrix(form: MatrixForm | None) -> dict[str, Any] | None:
    if form is None:
        return None
    return {
        "wrt": sympy_text(form.gradient.name),
        "shape": list(map(sympy_text, form.node.shape)),
        **_both(form.gradient.right),
        "in_full": form.in_full and _both(form.in_full.right),
        "loss": form.stated_as and _both(form.stated_as.right),
        "definitions": {sympy_text(equation.name): _both(equation.right) for equation in form.definitions},
        "adjoints": [_matrix_adjoint(equation) for equation in form.adjoints],
    }


def _matrix_adjoint(equation: Equation) -> dict[str, Any]:
    case = None if equation.condition is None else sympy_text(equation.condition)
    return {"name": sympy_text(equation.name), **_both(equation.right), "case": case}


def _both(tex_and_text: tuple[str, str]) -> dict[str, str]:
    tex, text = tex_and_text
    return {"text": text, "latex": tex}


def _lines(entry: Entry, chain: Chain, lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    of, case = sympy_text(chain.left), _case(chain)
    above = [chain.left, *(line.shown for line in lines)]
    return [_line(entry, line, before) | {"of": of, "case": case} for line, before in zip(lines, above, strict=False)]


def _line(entry: Entry, line: Line, before: Basic) -> dict[str, Any]:
    remarks = [remark(reason.remark, **reason.letters) for reason in line.named if reason.remark]
    order = entry.derivation.order
    return {
        "address": entry.address(line.number),
        "level": entry.level(line.number),
        "also": line in entry.derivation.other_forms,  # another form of the gradient
        "rule": list(dict.fromkeys(reason.rule.name for reason in line.named)),
        "bookkeeping": list(dict.fromkeys(reason.rule.name for reason in line.quiet)),
        "before": sympy_text(before, order),
        "after": sympy_text(line.shown, order),
        "conditions": relations(line.conditions),
        "for_every": as_text(for_every(line.conditions, entry.loss)),
        "remark": "; ".join(dict.fromkeys(remarks)),
    }


def _step(entry: Entry, name: str, step: Step) -> dict[str, Any]:
    return {
        "address": entry.address(name),
        "level": entry.level(name),
        "rule": step.rule.name,
        "before": sympy_text(step.before, entry.derivation.order),
        "after": sympy_text(step.after, entry.derivation.order),
        "conditions": relations(step.conditions),
    }


def _mistake(refutation: Refutation, said: dict[str, Any], order: Order) -> dict[str, Any]:
    from derivations.evidence import describe  # noqa: PLC0415  (a list says nothing of points)

    return {
        "claim": sympy_text(refutation.claim, order),
        **said,
        "why": unicode_prose(refutation.why),
        "point": {sympy_text(name): str(number) for name, number in describe(refutation.point)},
        "claimed": str(refutation.claimed),
        "true": str(refutation.true),
    }
