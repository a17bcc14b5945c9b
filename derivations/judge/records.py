"""Files of claims, and one verdict for each record.

A file is a YAML list of mappings, whose fields are those of language/records.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from sympy import Basic, Eq, Expr, Integer, Symbol
from sympy.core.function import AppliedUndef

from derivations.errors import LossaryError
from derivations.judge.judgement import Judgement, Phrase, literal
from derivations.judge.question import Question, ask
from derivations.judge.sets import domain_of
from derivations.judge.verdicts import judge
from derivations.language.domains import Domain, Index, Indices, Model, Size
from derivations.language.functions import D, Prime
from derivations.language.records import check_fields
from derivations.patience import QUESTION, at_most, stage
from derivations.reading import read
from derivations.reading.files import text_of

MOST_BYTES, MOST_RECORDS, MOST_SYMBOLS, MOST_BRACKETS = 5 * 2**20, 10_000, 200, 50
ROLES = ("param", "data", "label", "hyper", "size")


class _Loader(yaml.SafeLoader):
    """PyYAML's, but for brackets in brackets without end, over which it would take for ever."""

    def fetch_flow_collection_start(self, token: Any) -> None:
        """One more bracket is open."""
        if self.flow_level >= MOST_BRACKETS:
            problem = f"more than {MOST_BRACKETS} brackets inside one another: is one left open?"
            raise yaml.scanner.ScannerError(None, None, problem, self.get_mark())
        super().fetch_flow_collection_start(token)


@dataclass(frozen=True)
class RecordVerdict:
    """What became of one record: a judgement, or an error that says why there is none."""

    id: str
    line: int
    judgement: Judgement | None = None
    error: str = ""

    def data(self) -> dict[str, Any]:
        """For a program."""
        if self.judgement is None:
            return {"id": self.id, "line": self.line, "error": self.error}
        return {"id": self.id, **self.judgement.data()}


@dataclass(frozen=True)
class Record:
    """One record as it stands in the file."""

    id: str
    line: int
    fields: Any
    error: str = ""


def judge_file(path: Path, seconds: float = QUESTION) -> Iterator[RecordVerdict]:
    """One result a record, in the order of the file, each within this time.

    Raises:
        LossaryError: there is no such file, it is too large, or it is no list of records.
    """
    with at_most(seconds, str(path)), stage("reading the YAML"):
        records = read_records(path)
    for record in records:
        yield judge_record(record, seconds)


def judge_record(record: Record, seconds: float = QUESTION) -> RecordVerdict:
    """The verdict on one record; a broken one is reported, not raised."""
    if record.error:
        return RecordVerdict(record.id, record.line, error=record.error)
    try:
        with at_most(seconds, "reading the record"):
            question = question_of(record.fields)
    except (LossaryError, RecursionError, ValueError) as error:  # ValueError: an integer too long to be written
        return RecordVerdict(record.id, record.line, error=_one_line(error))
    try:
        with at_most(seconds, "the record"), stage("judging the claim"):
            return RecordVerdict(record.id, record.line, _judged(question, record.fields))
    except Exception as error:  # noqa: BLE001  (whatever one record does, the others go on)
        reason = literal(_one_line(error))
        return RecordVerdict(
            record.id, record.line, Judgement("undecided", Phrase(f"it could not be judged: {reason}"))
        )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _judged(question: Question, fields: Mapping[str, Any]) -> Judgement:
    """The verdict for any function m(w); if that is `wrong`, the one for the function that the record states."""
    judgement = judge(question)
    if judgement.verdict == "wrong" and fields.get("functions"):
        stated = judge(question_of(fields, put_in_functions=True))
        return judgement if stated.verdict == "wrong" else stated
    return judgement


def read_records(path: Path) -> list[Record]:
    """The records of a file, each with its line.

    Raises:
        LossaryError: there is no such file, it is too large, or it is no list of records.
    """
    records = _records(text_of(path, MOST_BYTES), path)
    if len(records) > MOST_RECORDS:
        msg = f"{path}: {len(records)} records, more than {MOST_RECORDS}: split it"
        raise LossaryError(msg)
    return records


def _records(text: str, path: Path) -> list[Record]:
    try:
        node = yaml.compose(text, Loader=_Loader)
        rows = yaml.load(text, Loader=_Loader)  # noqa: S506  (a safe loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return _piece_by_piece(text, path)
    if not isinstance(rows, list):
        msg = f"{path}, line 1: a file of claims is a YAML list of records, each beginning with '- id: ...'"
        raise LossaryError(msg)
    return [_record(row, place.start_mark.line + 1) for row, place in zip(rows, node.value, strict=True)]


def _record(fields: Any, line: int) -> Record:
    if not isinstance(fields, dict):
        return Record("", line, None, "a record is a mapping that begins with '- id: ...'")
    name = fields.get("id", "")
    try:
        return Record("" if isinstance(name, list | dict) else str(name), line, fields)
    except ValueError as error:
        return Record("", line, None, f"id: {_one_line(error)}")


def _piece_by_piece(text: str, path: Path) -> list[Record]:
    """The file is no YAML as a whole: each record by itself, with those before it that it refers to."""
    starts = [match.start() for match in re.finditer(r"^- ", text, re.MULTILINE)]
    if not starts:
        msg = f"{path}, line 1: a file of claims is a YAML list of records, each beginning with '- id: ...'"
        raise LossaryError(msg)
    pieces = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [_piece(pieces, i, text[: starts[i]].count("\n") + 1) for i in range(len(pieces))]


def _piece(pieces: Sequence[str], i: int, line: int) -> Record:
    anchors = set(re.findall(r"(?<=[ \[,])\*(\w+)", pieces[i]))
    before = pieces[:i] if anchors else ()
    needed = [piece for piece in before if any(f"&{anchor}" in piece for anchor in anchors)]
    try:
        return _record(yaml.load("".join([*needed, pieces[i]]), Loader=_Loader)[-1], line)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        name = re.match(r"- id:\s*(\S+)", pieces[i])
        mark = getattr(error, "problem_mark", None)
        offset = mark.line - sum(piece.count("\n") for piece in needed) if mark else 0
        problem = getattr(error, "problem", None) or _one_line(error)
        return Record(name[1] if name else "", line, None, f"line {line + max(0, offset)}: no YAML: {problem}")


def question_of(fields: Mapping[str, Any], *, put_in_functions: bool = False) -> Question:
    """The question that a record asks.

    Raises:
        LossaryError: a field is missing, or cannot be read.
    """
    check_fields(fields)
    other = fields.get("alt_instance")
    return _Form(fields, put_in_functions=put_in_functions).question(
        _Form({**fields, **other}, put_in_functions=put_in_functions).question() if isinstance(other, dict) else None
    )


class _Form:
    """One record, read field by field."""

    def __init__(self, fields: Mapping[str, Any], *, put_in_functions: bool) -> None:
        self.fields = fields
        self.computed: dict[str, str] = {}
        self.domains: dict[str, Domain] = {}
        self.roles: dict[str, Any] = {}
        self.functions: dict[str, Expr] = {}
        self._read_symbols()
        stated = fields.get("functions")
        self.names = {
            **self.domains,
            **dict.fromkeys(map(str, stated if isinstance(stated, dict) else ()), Model("function")),
        }
        if put_in_functions:
            self.functions = self._functions()

    def _read_symbols(self) -> None:
        symbols = self.fields["symbols"]
        if not isinstance(symbols, dict) or len(symbols) > MOST_SYMBOLS:
            msg = f"symbols must be a mapping of at most {MOST_SYMBOLS} names, such as w: {{domain: real, role: param}}"
            raise LossaryError(msg)
        for key, about in symbols.items():
            stated = {"domain": about} if isinstance(about, str) else about
            self._read_symbol(str(key), stated if isinstance(stated, dict) else {})

    def _read_symbol(self, name: str, about: Mapping[str, Any]) -> None:
        domain, role = str(about.get("domain", "real")), about.get("role", "data")
        if role not in ROLES:
            msg = f"symbols: the role of {name} must be one of {', '.join(ROLES)}, not {role!r}"
            raise LossaryError(msg)
        if domain.startswith("expr,"):
            self.computed[name], domain = domain.removeprefix("expr,"), "real"
        shape = tuple(_size(size, f"the shape of {name}") for size in _axes(about.get("shape")))
        if domain == "index":
            kind, last = Indices if shape else Index, _size(about.get("last"), f"the last {name}")
            self.domains[name], self.roles[name] = kind("", shape=shape, last=last), "data"
            return
        self.domains[name], self.roles[name] = domain_of(domain), role
        if shape:
            self.domains[name] = replace(self.domains[name], shape=shape)

    def formula(self, text: Any, where: str) -> Expr:
        return self.typed(text, where)[0]

    def typed(self, text: Any, where: str) -> tuple[Expr, tuple[Expr, ...]]:
        """A formula, and what it needs beside what it shows."""
        if not isinstance(text, str | int | float) or isinstance(text, bool):
            msg = f"{where}: a formula was expected, not {type(text).__name__}"
            raise LossaryError(msg)
        said = read(str(text), self.names, closed=True)
        expression, *needs = (_put_in(u, self.functions) for u in (said.expression, *said.needs))
        return expression, tuple(needs)

    def _claim(self, text: Any) -> tuple[Expr, tuple[Expr, ...]]:
        """A claim; what a left side says is not looked at here, and the variables stand in a field of their own."""
        if isinstance(text, str) and (left := read(text, self.names, closed=True).left):
            msg = f"claimed: write the formula alone, without {left} ="
            raise LossaryError(msg)
        return self.typed(text, "claimed")

    def question(self, other_size: Question | None = None) -> Question:
        order = self.fields.get("order", 1)
        assumed = [c for text in _listed(self.fields.get("assume") or [], "assume") for c in self._conditions(text)]
        loss, loss_needs = self.typed(_sympy(self.fields["loss"]), "loss")
        claims = [self._claim(text) for text in _listed(_sympy(self.fields["claimed"]), "claimed")]
        return ask(
            loss,
            self.domains,
            [self.formula(name, "wrt") for name in _listed(self.fields["wrt"], "wrt")],
            [claim for claim, _ in claims],
            order=order if isinstance(order, int) else 0,
            roles=self.roles,
            given=assumed,
            computed={name: self.formula(text, f"symbols: {name}") for name, text in self.computed.items()},
            layout=str(self.fields.get("layout") or ""),
            symmetric="symmetric" in f"{self.fields.get('instance', '')} {self.fields.get('layout', '')}",
            other_size=other_size,
            needs=[needs for _, needs in claims],
            loss_needs=loss_needs,
        )

    def _conditions(self, text: Any) -> tuple[Basic, ...]:
        said = read(f"0, {text}", self.names, closed=True)
        conditions = (*said.conditions, *(Eq(*pair, evaluate=False) for pair in said.definitions))
        if not conditions:
            msg = f"assume: a condition was expected, such as x > 0, not {text!r}"
            raise LossaryError(msg)
        return conditions

    def _functions(self) -> dict[str, Expr]:
        stated = self.fields.get("functions") or {}
        return {str(name): self.formula(text, f"functions: {name}") for name, text in stated.items()}


def _axes(shape: Any) -> list[Any]:
    return [] if shape is None else shape if isinstance(shape, list) else [shape]


def _size(size: Any, of: str) -> Symbol | Integer:
    """A size of an array: a number, or a letter."""
    if isinstance(size, int) and not isinstance(size, bool) and size > 0:
        return Integer(size)
    if isinstance(size, str) and size.isidentifier():
        return Symbol(size, **Size("").assumptions)
    msg = f"symbols: {of} must be a number or a letter such as n, or for a shape a list of these, not {size!r}"
    raise LossaryError(msg)


def _sympy(field: Any) -> Any:
    return field.get("sympy", "") if isinstance(field, dict) else field


def _listed(field: Any, where: str) -> list[Any]:
    rows = field if isinstance(field, list) else [field]
    if any(isinstance(row, list | dict) for row in rows):
        msg = f"{where}: a list of formulas was expected"
        raise LossaryError(msg)
    return rows


def _put_in(expression: Expr, functions: Mapping[str, Expr]) -> Expr:
    """The expression with m(w) replaced by what the record states for it; only where m is applied to plain names."""
    changes: dict[Basic, Expr] = {}
    for prime in expression.atoms(Prime):
        if prime.applied.func.__name__ in functions and all(isinstance(u, Symbol) for u in prime.applied.args):
            inner = functions[prime.applied.func.__name__]
            for position in prime.positions:
                inner = D(inner, prime.applied.args[position])
            changes[prime] = inner
    for applied in expression.atoms(AppliedUndef):
        if applied.func.__name__ in functions:
            changes[applied] = functions[applied.func.__name__]
    return expression.xreplace(changes)
