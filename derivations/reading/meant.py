"""What a claim calls otherwise than the loss: yhat for its y_hat, N for its n, p for its softmax(z)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from derivations.reading.axes import moved
from derivations.reading.kinds import PIECE, is_total_of_all, over_index
from derivations.reading.letters import WORD
from derivations.reading.names import SIZES, SPELLINGS, WIDTHS, Names
from derivations.reading.sorting import Parts, defined_name
from derivations.reading.tree import (
    Apply,
    Component,
    Entry,
    Inverse,
    Minus,
    Name,
    Node,
    Number,
    Plus,
    Power,
    Total,
    with_parts,
    without_brackets,
)
from derivations.reading.whole import KINDS_OF_LOSS

EULER = "e"
PLAIN = {spelled: letter for letter, others in SPELLINGS.items() for spelled in others}
PROBABILITIES = {  # what people call the softmax or the sigmoid of their scores
    *("p", "P", "s", "S", "a", "A", "o", "pi", "y_hat", "yhat", "p_hat", "phat"),
    *("prob", "probs", "pred", "preds", "output", "out", "y_pred", "ypred"),
}
SOFTMAX, SIGMA = "softmax", "sigma"
SCORES = {  # functions that hold a softmax or a sigmoid of their first argument
    **dict.fromkeys(("softmax", "Softmax", "log_softmax", "logsoftmax", "LogSoftmax"), SOFTMAX),
    **dict.fromkeys(("logsumexp", "LSE", "lse", "cross_entropy"), SOFTMAX),
    **dict.fromkeys(("sigma", "sigmoid", "expit", "binary_cross_entropy_with_logits"), SIGMA),
}
IN_WORDS = {SOFTMAX: "softmax", SIGMA: "sigmoid"}


@dataclass(frozen=True)
class Meant:
    """What names of the claims stand for.

    Args:
        letters: names that the loss spells otherwise.
        values: names of what the loss has no name for.
        remarks: how they were read.
    """

    letters: Mapping[str, Name] = field(default_factory=dict)
    values: Mapping[str, Apply] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def named(self, parts: Parts) -> Parts:
        """The parts in the words of the loss."""
        return parts.changed(self._change) if self.letters or self.values else parts

    def _change(self, node: Node) -> Node:
        match node:
            case Apply():  # a function is no letter
                return replace(node, arguments=tuple(map(self._change, node.arguments)))
            case Name() if node.full in self.values:
                return self._value(node, node.full, ())
            case Name() if node.letter in self.values and node.below:
                indices = tuple(Name(node.at, piece) for piece in PIECE.findall(node.below))
                return self._value(node, node.letter, indices)
            case Name() if node.full in self.letters:
                return replace(self.letters[node.full], at=node.at)
            case Name() if node.letter in self.letters:
                return replace(node, letter=self.letters[node.letter].letter)
            case Entry(base=base) if base.full in self.values:
                return self._value(node, base.full, tuple(map(self._change, node.indices)))
        return with_parts(node, self._change)

    def _value(self, node: Node, full: str, indices: tuple[Node, ...]) -> Node:
        value = moved(self.values[full], node.at)
        return Component(node.at, value, indices) if indices else value


def meant_by(texts: Mapping[str, Sequence[Parts]], names: Names) -> Meant:
    """What the names of the claims mean that stand in nothing else, told by the loss.

    Raises:
        ReadingError: one of them may be a number or a name.
    """
    claims, own = texts.get("claim", ()), [p for role, parts in texts.items() if role != "claim" for p in parts]
    if "loss" not in texts:
        return Meant()
    letters, remarks = _of_the_question(texts, names)
    own = [Meant(letters).named(parts) for parts in own]
    mine = [part for parts in own for node in parts.nodes() for part in node.walk()]
    told = _names_of(mine) | {*names.domains, *letters}
    told |= {defined_name(item.left) for parts in claims for item in parts.definitions}
    _refuse_euler(claims, told)
    strange = {part.full: part for parts in claims for node in parts.nodes() for part in _letters_in(node)}
    strange = {full: name for full, name in strange.items() if not {full, name.letter} & told}
    values = dict[str, Apply]()
    below = {sign for part in mine if isinstance(part, Name) and len(part.below) < WORD for sign in part.below}
    below |= {p.full for e in mine if isinstance(e, Entry) for i in e.indices for p in i.walk() if isinstance(p, Name)}
    for full, name in strange.items():
        key, spelled = _spelled_by(full, name, mine) or (full, _size_for(full, mine))
        is_label = name.letter in below  # the p of s_p is no softmax
        is_probability = not is_label and (full in PROBABILITIES or name.letter in PROBABILITIES)
        value = _scores(mine) if is_probability else None
        if spelled is not None:
            letters[key] = spelled
            remarks.append(f"in the claim, {full} was read as the {spelled.full} of the loss")
        elif value is not None:
            kept = full if full in PROBABILITIES else name.letter
            values[kept] = value
            what = f"the {IN_WORDS[value.function.full]} of the loss"
            remarks.append(f"in the claim, {kept} was read as {what}: say --where '{kept} = ...' if it is not")
    for key, spelled in letters.items():
        _refuse_both(claims, key, spelled.full)
    return Meant(letters, values, list(dict.fromkeys(remarks)))


def _of_the_question(texts: Mapping[str, Sequence[Parts]], names: Names) -> tuple[dict[str, Name], list[str]]:
    """The names of the loss that what stands beside it spells otherwise: --wrt w_1 beside its w1."""
    beside = texts.get("beside", ())
    defined = [item for parts in beside for item in parts.definitions]
    mine = [part for node in (*texts["loss"][0].nodes(), *(d.right for d in defined)) for part in node.walk()]
    told = _names_of(mine) | {*names.domains}
    for full in {part.full for part in mine if isinstance(part, Name) and part.below.isdigit()}:
        _refuse_both(texts["loss"], full, full.replace("_", ""))
    asked = [node for parts in texts.get("variable", ()) for node in parts.formulas]
    asked += [node for parts in beside for node in parts.conditions]
    asked += [item.left for item in defined if not isinstance(item.left, Apply)]
    letters, remarks = dict[str, Name](), list[str]()
    for name in (part for node in asked for part in _letters_in(node) if not {part.full, part.letter} & told):
        if found := _spelled_by(name.full, name, mine):
            letters[found[0]] = found[1]
            remarks.append(f"{name.full} was read as the {found[1].full} of the loss")
    return letters, remarks


def _names_of(nodes: Sequence[Node]) -> set[str]:
    return {full for part in nodes if isinstance(part, Name) for full in (part.full, part.letter)}


def _refuse_both(texts: Sequence[Parts], one: str, other: str) -> None:
    """A text that holds both spellings may mean one name or two."""
    for parts in texts:
        names = {full for node in parts.nodes() for part in _letters_in(node) for full in (part.full, part.letter)}
        if {one, other} <= names:
            parts.fail(
                f"{one} and {other} both stand here: write one of them if they are the same, or another letter", 0
            )


def _letters_in(node: Node, bound: frozenset[str] = frozenset()) -> Iterator[Name]:
    """The names that stand for something: no functions, and no indices of sums."""
    match node:
        case Name():
            yield from () if node.full in bound else (node,)
        case Apply() if total := over_index(node):
            yield from _letters_in(total, bound)
        case Apply():
            for argument in node.arguments:
                yield from _letters_in(argument, bound)
        case Total():
            for part in (node.body, node.low, node.high):
                yield from () if part is None else _letters_in(part, bound | {node.index.full})
        case Entry():
            yield from _letters_in(node.base, bound)
        case Component():
            yield from _letters_in(node.inner, bound)
        case _:
            for part in node.parts:
                yield from _letters_in(part, bound)


def _refuse_euler(claims: Sequence[Parts], told: set[str]) -> None:
    """A bare e that the loss does not hold may be the error: nobody writes Euler's number so but below a power."""
    for parts in claims if EULER not in told else ():
        for node in parts.nodes():
            bases = {id(part.base) for part in node.walk() if isinstance(part, Power)}
            for part in _letters_in(node):
                if part.full == EULER and id(part) not in bases:
                    msg = "what is e? say --where 'e = ...' if it is a name, or write exp(1) for Euler's number"
                    parts.fail(msg, part.at)


def _spelled_by(full: str, name: Name, mine: Sequence[Node]) -> tuple[str, Name] | None:
    """The one name of the loss that differs in its spelling alone from the whole name or its letter, and from which."""
    near = {part.letter: Name(0, part.letter) for part in mine if isinstance(part, Name)}
    near |= {part.full: Name(0, part.letter, part.below) for part in mine if isinstance(part, Name) and part.below}
    for key in dict.fromkeys((name.letter, full)):
        found = {spelled for spelled in near if _key(spelled) == _key(key)} if len(key) > 1 else set()
        if len(found) == 1:
            return key, near[found.pop()]
    return None


def _key(full: str) -> str:
    letter = full.replace("_", "")
    return f"{letter.replace('hat', '')} hat" if "hat" in letter else PLAIN.get(letter, letter)


def _size_for(full: str, mine: Sequence[Node]) -> Name | None:
    """The n of the loss for an N of the claim, if it has that letter, or is all that is counted and no width."""
    totals = [total for part in mine if (total := _as_total(part))]
    indices = {total.index.full for total in totals}
    sizes = {t.high.full: t.high for t in totals if isinstance(t.high, Name) and t.high.full not in indices}
    if full not in SIZES or not sizes:
        return None
    same = [size for letter, size in sizes.items() if letter.lower() == full.lower()]
    is_all = len(sizes) == 1 and not any(map(is_total_of_all, mine)) and all(total.high for total in totals)
    only = [size for letter, size in sizes.items() if is_all and letter not in WIDTHS]
    return same[0] if len(same) == 1 else only[0] if only else None


def _as_total(node: Node) -> Total | None:
    return node if isinstance(node, Total) else over_index(node) if isinstance(node, Apply) else None


def _scores(mine: Sequence[Node]) -> Apply | None:
    """The one softmax, or the one sigmoid, that the loss holds."""
    found = {value: None for part in mine for value in _score(part)}
    return next(iter(found)) if len(found) == 1 else None


def _score(node: Node) -> Iterator[Apply]:
    match node:
        case Apply(known=True, function=function, arguments=(argument, *options)):
            kind = SCORES.get(KINDS_OF_LOSS.get(function.full, function.full), "")
            if kind and not isinstance(without_brackets(argument), Minus):
                yield _called(kind, argument, options if function.full.lower().endswith(SOFTMAX) else ())
            elif function.full in ("sum", "Sum") and (score := _exponent(argument)) is not None:
                yield _called(SOFTMAX, _without_index(score))
            elif function.full in ONE_MORE and (score := ONE_MORE[function.full](argument)) is not None:
                yield from _sigmoid_of(score)
        case Total(body=body, index=index) if (score := _exponent(body)) is not None:
            match without_brackets(score):
                case Name(letter=letter, below=below) if below == index.full:
                    yield _called(SOFTMAX, Name(0, letter))
                case Entry(base=base, indices=(Name(full=full),)) if full == index.full:
                    yield _called(SOFTMAX, base)
        case Inverse(inner=inner) if (score := _beside_one(inner)) is not None:
            if isinstance(opposite := without_brackets(score), Minus):
                yield _called(SIGMA, opposite.inner)


def _without_index(score: Node) -> Node:
    """The s of sum(exp(s_j)), which runs over j although it does not say so."""
    match without_brackets(score):
        case Name(letter=letter, below=below) if len(below) == 1 and below.isalpha():
            return Name(0, letter)
        case Entry(base=base, indices=(Name(below=""),)):
            return base
    return score


def _sigmoid_of(score: Node) -> Iterator[Apply]:
    if not isinstance(without_brackets(score), Minus):
        yield _called(SIGMA, score)


def _called(kind: str, argument: Node, options: Sequence[Node] = ()) -> Apply:
    arguments = (without_brackets(argument), *options)
    return Apply(0, Name(0, kind), tuple(moved(part, 0) for part in arguments), known=True)


def _exponent(node: Node) -> Node | None:
    """The z of exp(z) or e^z."""
    match without_brackets(node):
        case Apply(known=True, function=Name(full="exp"), arguments=(argument,)):
            return argument
        case Power(base=Name(full="e"), exponent=exponent):
            return exponent
    return None


def _beside_one(node: Node) -> Node | None:
    """The z of 1 + exp(z)."""
    match without_brackets(node):
        case Plus(terms=(one, other)):
            for number, term in ((one, other), (other, one)):
                if isinstance(number, Number) and number.value == 1:
                    return _exponent(term)
    return None


ONE_MORE = {"log1p": _exponent, "log": _beside_one}  # how the z of log(1 + exp(z)) is found in what stands in brackets
