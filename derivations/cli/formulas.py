"""Commands whose arguments are formulas, and the options of all that read them."""

# ruff: noqa: PLC0415  (the fields of a record are loaded by who asks for help)

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import click


class OfFormulas(click.Command):
    """A command whose arguments are formulas, which may begin with a minus."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What begins with one minus and is no option is a formula."""
        options = {name: option for option in self.get_params(ctx) for name in option.opts}
        plain: list[str] = []
        formulas: list[str] = []
        left = iter(args)
        for word in left:
            if word == "--":
                formulas += left
            elif word.startswith("-") and not word.startswith("--") and word not in options:
                formulas.append(word)
            else:
                plain.append(word)
                option = options.get(word)
                if isinstance(option, click.Option) and not option.is_flag:
                    plain += list(islice(left, 1))
        try:
            return super().parse_args(ctx, [*plain, "--", *formulas] if formulas else plain)
        except click.UsageError as error:
            if error.message.startswith("Got unexpected extra argument") and "--wrt" in options:
                claim = " and what you think it is with --claim" if "--claim" in options else ""
                msg = f"{error.message}: say the variable with --wrt{claim}"
                raise click.UsageError(msg, ctx) from error
            raise


class OfRecords(OfFormulas):
    """A command that takes a file of records as well: its help ends with their fields."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, and the fields."""
        from derivations.language.records import FIELDS, REQUIRED

        super().format_epilog(ctx, formatter)
        with formatter.section(f"Fields of a record of --file, a YAML list ({', '.join(REQUIRED)} are needed)"):
            formatter.write_dl(list(FIELDS.items()))


symbol_option = click.option(
    "--symbol",
    "symbols",
    multiple=True,
    metavar="NAME:WORDS",
    help="What a name is. Its domain: real, positive, (0,1), {0,1}, {-1,+1}, > -1 ..., model; real, if not said. Its "
    "role: hyper (a positive constant of the training, such as lambda), size, label, data. Its shape: number, vector, "
    "matrix, symmetric, vector(K), matrix(n,d). Several words may stand side by side. A name of several letters that "
    "is applied, as in net(w), must be said to be a model. Repeatable.",
)


def formula_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every command that reads formulas takes."""
    for option in (
        click.option("--latex", is_flag=True, help="Read the formulas as LaTeX, also if none has a command."),
        click.option(
            "--where",
            multiple=True,
            metavar="TEXT",
            help="A condition (x > 0), a constraint (p + q = 1) or a named intermediate (o = sigma(z), p_i = w*x_i); "
            "beside a loss of the catalogue, a name that the claim uses. Repeatable.",
        ),
        symbol_option,
        click.option(
            "--wrt", multiple=True, metavar="NAME", help="The variable to differentiate with respect to. Repeatable."
        ),
    ):
        command = option(command)
    return command
