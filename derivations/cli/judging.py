"""The commands that answer questions: derive, check, factors, find."""

# ruff: noqa: PLC0415  (the judge and the parser are loaded by the commands that need them)

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from derivations.cli.commands import FORMS, Scripts, epilog, lossary, pass_scripts, time_option, write
from derivations.cli.errors import Mendable
from derivations.cli.formulas import OfFormulas, OfRecords, formula_options, symbol_option
from derivations.cli.progress import progress
from derivations.cli.terminal import say
from derivations.errors import LossaryError
from derivations.notation import sympy_text
from derivations.patience import QUESTION, at_most, stage

if TYPE_CHECKING:
    from derivations.cli.typed import Typed
    from derivations.judge import Judgement

T = TypeVar("T")
READS = """
Formulas are read as people type them: ^ or **, |x|, sigma(z), relu(u), max(0, u), where(x > 0, x, 0), ln, 2x, m(w) and
m'(w) for a model of which nothing is known, w_1, sum(w[j]*x[j], j=1..n); vectors and matrices too, ||y - Xw||^2, w^T x,
X^-1, tr(A); and code, np.mean((p - t)**2), X.T @ e, c ? u : v. How names were taken is said with the answer. What has a
command of LaTeX is read as LaTeX, and all with --latex. What was typed is judged as it was typed: x/x has no value at
x = 0.
"""


@lossary.command(
    "derive",
    cls=OfFormulas,
    epilog=epilog('lossary derive "abs(m(w) - t)" --wrt w', 'lossary derive "(p-t)^2/2" --wrt p --format latex'),
)
@click.argument("formula", metavar="EXPRESSION")
@formula_options
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@time_option(QUESTION, "the whole of it")
@pass_scripts
def derive_yours(scripts: Scripts, /, formula: str, form: str, seconds: float, **typed: Any) -> None:
    """Derive the gradient of a loss of your own, and check it on the spot.

    What is not confirmed is said in the first line, and the exit status is then 1.
    """
    from derivations.cli.typed import as_typed
    from derivations.cli.verify import failure_text
    from derivations.cli.yours import your_entry, your_loss

    losses = scripts.catalogue
    with progress() as note, at_most(seconds, formula):
        note("deriving and checking")
        entry = your_entry(_read(lambda: your_loss(as_typed(formula, **typed), losses)))
        failures = entry.failures
        text = write(form, entry)
    say(text)
    for failure in failures:
        say(failure_text(failure), err=True)
    sys.exit(int(bool(failures)))


derive_yours.help = f"{derive_yours.help}\n{READS}"


@lossary.command(
    "check",
    cls=OfRecords,
    epilog=epilog(
        'lossary check L4K7 --claim "m_x\'(w)"',
        'lossary check "(p-t)^2" --wrt p --claim "p - t"',
        "lossary check --file claims.yaml --format json",
    ),
)
@click.argument("loss", required=False)
@formula_options
@click.option("--claim", "claims", multiple=True, metavar="FORMULA", help="What you think it is; one for each --wrt.")
@click.option(
    "--layout",
    type=click.Choice(("column", "row")),
    default="column",
    show_default=True,
    help="Is the gradient with respect to a column a column too, or a row?",
)
@click.option("--order", type=click.IntRange(1, 2), default=1, show_default=True, help="2 for second derivatives.")
@click.option(
    "--steps",
    type=click.Path(path_type=Path),
    help="A file with a whole derivation, a line or an equals sign after another: which is the first wrong line?",
)
@click.option("--file", "file", type=click.Path(path_type=Path), help="A YAML file of claims, to judge them all.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@time_option(QUESTION, "each claim")
@pass_scripts
def check_claim(  # noqa: PLR0913, PLR0917  (its options)
    scripts: Scripts,
    /,
    loss: str | None,
    claims: tuple[str, ...],
    order: int,
    file: Path | None,
    steps: Path | None,
    form: str,
    seconds: float,
    **typed: Any,
) -> Judgement | None:
    """Judge a claim: is this the gradient, and if not, what is wrong with it?

    LOSS is a slug, an id or a formula. The verdict is exact, positive-scale, negated, convention, wrong (with the fault
    and a point that shows it) or undecided. What is right is proved, or agrees wherever it was tried: it says which.
    Of a chain of several equals signs, every part is judged, up to the first that is wrong.

    The exit status is 0 if there is a verdict, whatever it is: a program reads it with --format json. It is 2 if what
    was asked cannot be read or takes too long, also of any record of --file; the others are judged all the same.
    """
    from derivations.cli import claims as shown
    from derivations.cli.heard import heard, plain_claims
    from derivations.cli.typed import as_typed
    from derivations.reading.tokens import refuse_size

    if file is not None:
        _check_file(file, form, seconds)
        return None
    if loss is None or not (claims or steps):
        msg = 'say what to judge: lossary check LOSS --wrt NAME --claim "FORMULA", or --file claims.yaml'
        raise LossaryError(msg)
    if claims and steps:
        msg = "a derivation or a claim, not both: leave out --claim, or --steps, or write the claim as its last line"
        raise LossaryError(msg)
    for text in claims:
        refuse_size(text)
    said = as_typed(loss, *claims, **typed)
    claims = _read(lambda: plain_claims(said, scripts.catalogue, claims))
    if steps is not None or (len(claims) == 1 and _is_chain(claims[0], said)):
        return _check_steps(said, scripts, steps, claims, order, form, seconds)
    from derivations.cli.verdict import verdict_as_heard

    with at_most(seconds, f"{loss}, {claims[0]}"):
        spoken = heard(said, scripts.catalogue, claims, order)
        judgement, entry = verdict_as_heard(spoken, scripts.catalogue)
        text = shown.as_json(judgement) if form == "json" else shown.as_text(judgement, entry)
    say(text)
    return judgement


def _read(read: Callable[[], T]) -> T:
    with stage("reading it"):
        return read()


def _is_chain(claim: str, said: Typed) -> bool:
    from derivations.cli.lines import chain_of

    return bool(chain_of(claim, said.beside, latex=said.latex))


def _check_steps(  # noqa: PLR0917  (as they were typed)
    said: Typed, scripts: Scripts, file: Path | None, claims: tuple[str, ...], order: int, form: str, seconds: float
) -> Judgement | None:
    """The judgement on the last line that was judged: on the first that is wrong, if one is."""
    from derivations.cli import steps
    from derivations.cli.lines import chain_of, read_steps

    beside, latex = said.beside, said.latex
    lines = read_steps(file, beside, latex=latex) if file is not None else chain_of(claims[0], beside, latex=latex)
    with at_most(seconds * len(lines), f"{said.loss}, {len(lines)} lines"):
        found = steps.judge_steps(said, scripts.catalogue, lines, order)
        text = steps.as_json(found) if form == "json" else steps.as_text(lines, found)
    say(text)
    return next((step.judgement for step in reversed(found) if step.judgement), None)


def _check_file(file: Path, form: str, seconds: float) -> None:
    from derivations.cli.claims import in_a_line
    from derivations.judge.records import judge_file

    unread = 0
    for result in judge_file(file, seconds):
        unread += result.judgement is None
        if form == "json":
            say(json.dumps(result.data(), ensure_ascii=False))
        elif result.judgement is None:
            say(f"{f'{result.id} (line {result.line})' if result.id else f'line {result.line}'}: {result.error}")
        else:
            say(f"{result.id}: {in_a_line(result.judgement)}")
    if unread:
        records = "1 record" if unread == 1 else f"{unread} records"
        say(f"lossary: {records} could not be judged; each is reported with its line", err=True)
        sys.exit(Mendable.exit_code)


@lossary.command(
    "factors", cls=OfFormulas, epilog=epilog("lossary factors sigmoid-node", 'lossary factors "3*(p-t)^2" --wrt p')
)
@click.argument("loss")
@formula_options
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@time_option(QUESTION, "the whole of it")
@pass_scripts
def audit_factors(scripts: Scripts, /, loss: str, form: str, seconds: float, **typed: Any) -> None:
    """List the factors of a gradient, and say which may be dropped.

    A factor may go if it is constant in the variables, positive, and common to every component: then the learning rate
    absorbs it. Of a loss with several variables, each gradient has its own list.
    """
    from derivations.cli import claims as shown
    from derivations.cli.typed import as_typed
    from derivations.cli.yours import your_loss
    from derivations.judge import factors

    losses = scripts.catalogue
    with at_most(seconds, loss):
        yours = _read(lambda: your_loss(as_typed(loss, **typed), losses))
        with stage("auditing the factors"):
            found = {part.wrt: factors(part) for part in (yours, *yours.others)}
    if form == "json":
        items = [{"wrt": sympy_text(w), **factor.data()} for w, audited in found.items() for factor in audited]
        say(json.dumps(items, ensure_ascii=False, indent=2))
    else:
        say("\n\n".join("\n".join(shown.audit_lines(w, audited, len(found))) for w, audited in found.items()))


@lossary.command("find", cls=OfFormulas, epilog=epilog('lossary find "sigma(z) - t"'))
@click.argument("formula", metavar="GRADIENT")
@click.option("--latex", is_flag=True, help="Read the formula as LaTeX, also if it has no command.")
@symbol_option
@time_option(QUESTION, "the whole of it")
@pass_scripts
def find_losses(scripts: Scripts, formula: str, *, latex: bool, symbols: tuple[str, ...], seconds: float) -> None:
    """Find the losses that have this gradient, up to the names of symbols, a positive factor and the sign.

    The exit status is 1 if there is none.
    """
    from derivations.cli import claims as shown
    from derivations.cli.gradients import gradients_typed, in_names_of
    from derivations.cli.typed import is_latex
    from derivations.judge import find, sketches_kept

    entries, latex = scripts.catalogue.entries, latex or is_latex(formula)
    with sketches_kept(entries), at_most(seconds, formula):
        for said in _read(lambda: list(gradients_typed(formula, symbols, latex=latex))):
            matches = find(said.expression, entries)
            if said.indices and not matches:  # in whole arrays, whose sizes every loss calls otherwise
                parts = [part for entry in entries for part in entry.parts]
                own = [(in_names_of(formula, part, latex=latex), part) for part in parts]
                matches = [
                    found for gradient, entry in own if gradient is not None for found in find(gradient, [entry])
                ]
            if matches:
                break
        text = "\n".join((*shown.match_lines(matches), *(f"({remark})" for remark in said.remarks)))
        say(text)
    sys.exit(int(not matches))
