"""The commands."""

# ruff: noqa: PLC0415  (the engine, the judge, MkDocs and pybtex are loaded by the commands that need them: others start fast)

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from io import TextIOWrapper
from math import isnan
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from derivations import SELDOM, __version__
from derivations.catalogue import Broken, Catalogue, Entry, data, load_catalogue, load_entry, the_catalogue
from derivations.catalogue.scripts import Read, read_script
from derivations.cli.errors import Mendable, Tidy
from derivations.cli.progress import progress
from derivations.cli.script import new_script
from derivations.cli.terminal import say, warn
from derivations.errors import LossaryError
from derivations.language.written import Order
from derivations.notation import FUNCTION_NAMES, unicode_text
from derivations.patience import MOST, QUESTION, SCRIPT, at_most, stage

if TYPE_CHECKING:
    from derivations.judge.answers import Asked

FORMS = ("text", "markdown", "latex", "json")  # in which a loss is shown
CODE = ("numpy", "torch", "jax", "c")  # the languages of code
WHATS = ("value", "gradient", "second")  # what there is code for
KEYS = "\n".join(f"  {key:<34}{meaning}" for key, meaning in data.KEYS.items())
NAMES = "\n".join(f"  {name:<34}{meaning}" for name, meaning in FUNCTION_NAMES.items())


@dataclass
class Scripts:
    """The scripts that the command works on, read when they are needed."""

    directory: Path | None
    read: Read = read_script

    @cached_property
    def catalogue(self) -> Catalogue:
        if self.directory is None and self.read is read_script:
            return the_catalogue()  # with which the judge compares: what is derived for one serves both
        return load_catalogue(self.directory, partial(load_entry, read=self.read))

    @cached_property
    def questions(self) -> tuple[tuple[Asked, ...], tuple[Broken, ...]]:
        """Those that can be read, and the scripts of those that cannot."""
        from derivations.judge.answers import read_answers

        return read_answers(self.catalogue, self.read)

    def question(self, name: str) -> Asked | None:
        """The one of this slug or id, if there is one.

        Raises:
            LossaryError: its script is broken.
        """
        from derivations.judge.answers import find_asked

        return find_asked(self.catalogue, name, self.read)

    @property
    def answers(self) -> tuple[Asked, ...]:
        return self.questions[0]

    @property
    def broken(self) -> tuple[Broken, ...]:
        """What is left out of that which was read so far."""
        read = vars(self)
        losses = self.catalogue.left_out if "catalogue" in read else ()
        return losses + (self.questions[1] if "questions" in read else ())

    def chosen(self, names: tuple[str, ...]) -> tuple[Entry, ...]:
        """The entries of these names, or all, each by every variable of its loss."""
        found = map(self.catalogue.find, names) if names else self.catalogue.entries
        chosen = (entry.first or entry for entry in found)
        return tuple(dict.fromkeys(part for entry in chosen for part in entry.parts))


pass_scripts = click.make_pass_decorator(Scripts)


class Finite(click.FloatRange):
    """A number from a range, in which not-a-number is not, though it is neither below nor above."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number."""
        number = super().convert(value, param, ctx)
        if isnan(number):
            self.fail(f"{value} is no number.", param, ctx)
        return number


def time_option(default: float, what: str) -> Callable[..., Any]:
    """How long the command may take."""
    text = f"The limit on {what}, in seconds of work: what else the machine does meanwhile does not count."
    kind = Finite(min=0, min_open=True, max=MOST)
    return click.option(
        "--time", "seconds", type=kind, metavar="SECONDS", default=default, show_default=True, help=text
    )


def write(form: str, entry: Entry, marked: str = "") -> str:
    """The loss in some format, as text with an arrow at the line of this address. It takes time as well."""
    from derivations.cli.show import FORMATS, as_text

    with stage("writing it down"):
        return as_text(entry, marked) if marked and form == "text" else FORMATS[form](entry)


@click.group(cls=Tidy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="lossary", message="%(prog)s %(version)s")
@click.option(
    "--losses",
    "directory",
    metavar="DIRECTORY",
    type=click.Path(path_type=Path),
    help="Work on the scripts in this folder, FAMILY/NAME.py, instead of those of Lossary.",
)
@click.pass_context
def lossary(context: click.Context, directory: Path | None) -> None:
    """Lossary: losses and their gradients, derived line by line and checked by machine.

    Start with `lossary list`, then look at one loss: `lossary show huber`. Wherever a loss is asked for, its slug
    (huber), its permanent id (L5W8), both family and slug (robust/huber), a former or another name (MAE) will do;
    if it has several variables, the name of one may follow: triplet-margin.p.

    The exit status is 0 if a command did what it was asked; a claim that is wrong is a verdict, and ends with 0 too. It
    is 1 if a check failed (verify, derive) or nothing was found (find, list), 2 if what was asked cannot be read or
    done, and 130 after Ctrl-C.
    """
    context.obj = Scripts(directory)


def epilog(*examples: str) -> str:
    """Examples for the end of a help text."""
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)


@lossary.command(
    "list",
    epilog=epilog("lossary list", "lossary list cross entropy", "lossary list --json | python -m json.tool")
    + f"\n\n\b\nKeys of --json:\n{KEYS}"
    + f"\n\n\b\nNames in the SymPy text of --json, beyond SymPy's own:\n{NAMES}",
)
@click.argument("words", metavar="[WORD]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array, its expressions as SymPy text.")
@time_option(QUESTION, "each loss of --json")
@pass_scripts
def list_losses(scripts: Scripts, words: tuple[str, ...], seconds: float, *, as_json: bool) -> None:
    """List all losses, or those that are called so: by title, family, another name or a function of a library.

    One line each: the permanent id, the slug, and the loss itself; of several variables, their names. The exit status
    is 1 if there is none.
    """
    wanted = [word.casefold() for phrase in words for word in phrase.split()]
    called = ((entry, _names(entry)) for entry in scripts.catalogue.entries)
    entries = [entry for entry, names in called if all(word in names for word in wanted)]
    if words and not entries:
        say(f"lossary: no loss is called {' '.join(words)}; `lossary list` shows all", err=True)
        sys.exit(1)
    if not entries and not as_json:
        where = scripts.catalogue.directory
        cure = f"`lossary --losses {where} new FAMILY/NAME` writes one"
        say(f"lossary: {where} has no script of a loss, FAMILY/NAME.py: {cure}", err=True)
        sys.exit(1)
    if as_json:
        say(json.dumps(_summaries(entries, seconds), ensure_ascii=False, indent=2))
        return
    width = max((len(entry.slug) for entry in entries), default=0)
    for family in scripts.catalogue.families:
        members = [entry for entry in entries if entry.family == family]
        if members:
            say(family.title)
        for entry in members:
            say(f"  {entry.id}  {entry.slug:<{width}}  {_formulas(entry)}{_variables(entry)}")


def _names(entry: Entry) -> str:
    """All that it is called."""
    calls = (code.call for code in entry.loss.in_code)
    return "\n".join((entry.id, entry.slug, entry.title, entry.family.title, *entry.loss.aliases, *calls)).casefold()


def _summaries(entries: Sequence[Entry], seconds: float) -> list[dict[str, Any]]:
    """An item for each loss that can be derived; of the others standard error tells."""
    found, errors = [], []
    for entry in entries:
        try:
            with at_most(seconds, entry.slug):
                found.append(data.summary(entry))
        except LossaryError as error:
            errors.append(error)
    if errors and not found:
        raise errors[0]
    for failed in errors:
        warn(str(failed))
    return found


def _formulas(entry: Entry) -> str:
    """The loss and its intermediates, in one line."""
    order = Order(entry.loss.written)
    known = [f"{unicode_text(name)} = {unicode_text(value, order)}" for name, value in data.definitions(entry.loss)]
    return ", ".join([unicode_text(entry.loss.expression, order), *known])


def _variables(entry: Entry) -> str:
    """What the loss is differentiated by, if that is more than one thing."""
    several = entry.loss.variables if len(entry.parts) > 1 else ()
    return f"  with respect to {', '.join(map(unicode_text, several))}" if several else ""


@lossary.command(
    "show", epilog=epilog("lossary show huber", "lossary show L5W8.2", "lossary show L5W8 --format latex > huber.tex")
)
@click.argument("name", metavar="LOSS")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@time_option(QUESTION, "the whole of it")
@pass_scripts
def show_loss(scripts: Scripts, name: str, form: str, seconds: float) -> None:
    """Show how the gradient of a loss is derived.

    Every line equals the line above it; below it stand its address, its level (proved by algebra, or checked at exact
    points), the rule, and the condition under which the rule holds. The address of a line, such as L5W8.2, will do for
    the loss too: as text it then has an arrow at that line.
    """
    with progress() as report, at_most(seconds, name):
        found, line = scripts.catalogue.at(name)
        entry = found.first or found
        report(f"{entry.id} {entry.title}")
        text = write(form, entry, found.address(line) if line else "")
    say(text)


@lossary.command(
    "code",
    epilog=epilog(
        "lossary code huber --to numpy",
        "lossary code focal --to c --what gradient > focal.c",
        "lossary code gaussian-mixture.mu --to torch",
    ),
)
@click.argument("name", metavar="LOSS")
@click.option("--to", type=click.Choice(CODE), required=True, help="The language.")
@click.option("--what", type=click.Choice(WHATS), help="Only this; if not said, all that there is.")
@time_option(QUESTION, "the whole of it")
@pass_scripts
def code_loss(scripts: Scripts, name: str, to: str, what: str | None, seconds: float) -> None:
    """Write code for a loss, its gradient and its second derivative.

    It is made of the formulas of the page, rewritten so that digits survive: log(1 + exp(z)) by a softplus that does
    not overflow, 1 - sigma(z) as sigma(-z). Arrays are those of the language, in C pointers with sizes; what counts
    from 1 on a page counts from 0 in code. How exact it is stands on the page.
    """
    from derivations.code.generate import code_of

    found = scripts.catalogue.find(name)
    entry = found.first or found
    with progress() as report, at_most(seconds, entry.slug):
        report(f"{entry.id} {entry.title}")
        text = code_of(entry, to, what or ("second" if found.first else ""))
    say(text.rstrip())


@lossary.command("verify", epilog=epilog("lossary verify", "lossary verify huber hinge", "lossary verify half-or-not"))
@click.argument("names", metavar="[LOSS|QUESTION]...", nargs=-1)
@time_option(SCRIPT, "each loss and each question")
@pass_scripts
def verify_scripts(scripts: Scripts, names: tuple[str, ...], seconds: float) -> None:
    """Check derivations by algebra and exact evaluation, and the answers to questions; all of them, or those named.

    That each line equals the line above it, and the gradient the slope of the loss itself, is proved where algebra can,
    and compared at exact points on every branch and both sides of every boundary; known mistakes must be refused. Where
    there is a matrix form, every component of it is compared with the index form. Of each claim that a question is
    about, the judge must say what the page says, and every line of its theorems must hold. The exit status is 1 if
    anything fails, and the output then names the line and the point; it is 2 if a script is broken, or takes too long.
    """
    from derivations.catalogue.workers import checked
    from derivations.cli import verify
    from derivations.judge.answers import judged

    questions = [(name, scripts.question(name)) for name in names]
    answers = [asked for _, asked in questions if asked] if names else scripts.answers
    losses = tuple(name for name, asked in questions if not asked)
    entries = scripts.chosen(losses) if losses or not names else ()
    status = 2 if scripts.broken and not names else 0
    with progress() as report:
        for entry, error in checked(entries, report, seconds=seconds):
            report("")
            status = max(status, _told(error) if error else _shown(verify.lines(entry), bool(entry.failures)))
        for asked, failures in judged(answers, report, seconds=seconds):
            report("")
            if isinstance(failures, LossaryError):
                status = max(status, _told(failures))
            else:
                status = max(status, _shown(verify.answer_lines(asked, failures), bool(failures)))
    sys.exit(status)


def _shown(lines: Sequence[str], failed: bool) -> int:  # noqa: FBT001  (it is what the status says)
    say("\n".join(lines))
    return int(failed)


def _told(error: LossaryError) -> int:
    Mendable(" ".join(str(error).split())).show()
    return Mendable.exit_code


@lossary.command("new", epilog=epilog("lossary new regression/pinball", "lossary --losses my_losses new robust/tukey"))
@click.argument("place", metavar="FAMILY/NAME")
@pass_scripts
def new_loss(scripts: Scripts, place: str) -> None:
    """Write a script for a new loss, with a fresh id, for you to fill in.

    The script is one file of assignments; the page, the tests and the listing follow from it.
    """
    path = new_script(scripts.catalogue, place)
    slug = path.stem.replace("_", "-")
    lossary_there = "lossary" if scripts.directory is None else f"lossary --losses {quote(str(scripts.directory))}"
    say(f"{path}\nFill it in, then try: {lossary_there} show {slug}; {lossary_there} verify {slug}")


def main() -> None:
    """The command as the shell calls it."""
    gc.set_threshold(SELDOM)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # formulas, whatever the locale
    lossary(prog_name="lossary")
