"""The formats of ``lossary show``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from textwrap import fill
from typing import Any

from derivations.catalogue import Entry
from derivations.catalogue.data import full
from derivations.cli.outline import (
    TERMINAL,
    TEX,
    Equality,
    Equations,
    InMatrices,
    OfVariable,
    Outline,
    lines_of,
    outline,
)
from derivations.cli.verify import count, failure_text
from derivations.judge import judged_mistakes, what_it_adds

WIDTH = 100
ARROW = "→"  # at the line that was asked for
SIGNS = {"≠": r"$\ne$", "≤": r"$\le$", "≥": r"$\ge$", "−": "$-$", "×": r"$\times$", "·": r"$\cdot$", "′": "$'$"}


def doubt(entry: Entry) -> str:
    """What `verify` would refuse, as the first line of whatever is shown; empty, if there is nothing."""
    failures = [failure for part in entry.parts for failure in part.failures]
    if not failures:
        return ""
    more = f" (and {count(len(failures) - 1, 'further claim')})" if len(failures) > 1 else ""
    return f"Not confirmed: {failure_text(failures[0])}{more}"


def as_text(entry: Entry, marked: str = "") -> str:
    """For the terminal; the line of this address has an arrow."""
    page = outline(entry, TERMINAL)
    text = "\n".join([*_doubted(entry, "{}\n"), *_text_lines(page)])
    if not marked:
        return text
    text, lines = re.subn(rf"^ (?= = .*\n +{re.escape(marked)}  )", ARROW, text, flags=re.MULTILINE)
    where = "the line with the arrow" if lines else "a step of the full tree, which its page shows"
    return f"{marked} is {where}.\n\n{text}"


def _doubted(entry: Entry, form: str) -> list[str]:
    text = doubt(entry)
    return [form.format(text)] if text else []


def _text_lines(page: Outline) -> Iterator[str]:
    yield f"{page.title}  ({page.place})" if page.place else page.title
    yield from [fill(page.aliases, WIDTH)] if page.aliases else []
    yield ""
    yield from _paragraphs(page.lead)
    yield from _facts(page)
    yield from ["", fill(page.why, WIDTH)] if page.why else []
    yield from _heading("Symbols")
    widths = [max(len(row[column]) for row in page.symbols) for column in (0, 2)]
    yield from (f"  {name:<{widths[0]}}  {domain:<{widths[1]}}  {meaning}" for name, meaning, domain in page.symbols)
    for of in page.variables:
        yield from _heading(f"Derivation{of.by}")
        yield from _text_derivation(of.chains, of.paths)
        yield from _heading(f"Second derivative{of.by}") if of.second_chains else ()
        yield from _text_derivation(of.second_chains)
        yield from _text_matrix(of)
        yield from _text_lists(_lists_by(of))
    yield from _text_lists(_lists(page))


def _text_derivation(chains: list[Equations], paths: str = "") -> Iterator[str]:
    yield from [f"  ({paths})"] if paths else []
    for number, chain in enumerate(chains):
        yield from [""] if number else []
        yield f"    {chain.left}{f'    for {chain.case}' if chain.case else ''}"
        for line in chain.lines:
            yield f"  = {line.formula}"
            why = f"{line.address}  {line.level}  {line.reason}"
            yield fill(why, WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 16)
            if line.quiet:
                yield fill(f"({line.quiet})", WIDTH, initial_indent=" " * 16, subsequent_indent=" " * 17)


def _text_lists(lists: dict[str, list[str]]) -> Iterator[str]:
    for heading, texts in lists.items():
        yield from _heading(heading)
        yield from (fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ") for text in texts)


def _facts(page: Outline) -> Iterator[str]:
    """Each equation after those that it needs."""
    facts = [("Let", [*map(_with_range, page.names)]), ("Loss", [page.loss])]
    for of in page.variables:
        facts += [("Gradient", [of.gradient]), ("with", [*map(_with_range, of.adjoints)]), ("Holds", [of.holds])]
        said = fill(" ".join(of.curvature), WIDTH - 10).splitlines()
        facts += [("Second", [of.second, *said] if of.second else [])]
    for name, texts in facts:
        yield from (f"{label:<10}{text}" for label, text in zip([name, *[""] * len(texts)], texts, strict=False))


def _with_range(pair: tuple[str, str]) -> str:
    return "    ".join(filter(None, pair))


def _why(line: Equality) -> str:
    """The reasons of a line, with the bookkeeping in brackets."""
    return f"{line.reason} ({line.quiet})" if line.quiet else line.reason


def _text_matrix(of: OfVariable) -> Iterator[str]:
    form = of.matrix
    if form is None:
        return
    yield from _heading(f"Matrix form{of.by}")
    yield from (f"  {_with_range(pair)}" for pair in form.equations)
    shapes = f"Shapes: {', '.join(f'{name} {shape}' for name, shape in form.shapes)}"
    texts = (shapes, form.signs, form.checked)
    yield from (fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ") for text in texts)


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text


def _paragraphs(prose: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", prose):
        if paragraph:
            yield fill(" ".join(paragraph.split()), WIDTH)
            yield ""


def _lists_by(of: OfVariable, formula: Callable[[str], str] = str) -> dict[str, list[str]]:
    """The sections about a variable that are lists of sentences, those that have any."""
    sections = {
        f"Where the formula changes or fails{of.by}": of.boundaries,
        f"Properties{of.by}": [f"{what} – {why}" for what, why in of.properties],
        f"Limits of the gradient{of.by}": of.limits,
        f"Common mistakes{of.by}": [f"{formula(claim)} – {verdict}: {why}" for claim, verdict, why in of.mistakes],
    }
    return {heading: texts for heading, texts in sections.items() if texts}


def _lists(page: Outline, code: Callable[[str], str] = str) -> dict[str, list[str]]:
    """The same of the sections about the whole loss."""
    sections = {
        "In code": [f"{code(call)} – {about}" for call, about in page.code],
        "Not to be confused with": [f"{code(name)} – {why}" for name, why in page.instead],
        "Evidence": page.evidence,
        "Source": page.sources,
    }
    return {heading: texts for heading, texts in sections.items() if texts}


def as_markdown(entry: Entry) -> str:
    """Markdown with TeX between dollar signs."""
    page = outline(entry, TEX)
    return "\n".join([*_doubted(entry, "> {}\n"), *_markdown_lines(page)])


def _markdown_lines(page: Outline) -> Iterator[str]:
    yield f"# {page.title}\n"
    yield from [f"Lossary {page.place}\n"] if page.place else []
    yield from _paragraphs(page.aliases)
    yield from _paragraphs(page.lead)
    yield from (f"$${_tex_with_range(pair)}$$\n" for pair in _formulas(page))
    yield from (f"The gradient{of.by} holds {of.holds}.\n" for of in page.variables)
    yield from _paragraphs(page.why)
    yield "## Symbols\n\n| Symbol | Meaning | Domain |\n|---|---|---|"
    yield from (f"| {' | '.join(_in_table(cell) for cell in row)} |" for row in page.symbols)
    for of in page.variables:
        yield f"\n## Derivation{of.by}\n"
        yield from (f"$${_aligned(chain)}$$\n" for chain in of.chains)
        yield from (f"- {line.address} ({line.level}): {_why(line)}" for line in lines_of(of.chains))
        if of.second_chains:
            yield f"\n## Second derivative{of.by}\n"
            yield from _paragraphs(" ".join(of.curvature))
            yield from (f"$${_aligned(chain)}$$\n" for chain in of.second_chains)
            yield from (f"- {line.address} ({line.level}): {_why(line)}" for line in lines_of(of.second_chains))
        if of.matrix:
            yield f"\n## Matrix form{of.by}\n"
            yield from (f"$${_tex_with_range(pair)}$$\n" for pair in of.matrix.equations)
            yield _about_matrices(of.matrix)
        yield from _markdown_lists(_lists_by(of, TEX.inline))
    yield from _markdown_lists(_lists(page, "`{}`".format))


def _markdown_lists(lists: dict[str, list[str]]) -> Iterator[str]:
    for heading, texts in lists.items():
        yield f"\n## {heading}\n"
        yield from (f"- {text}" for text in texts)


def _formulas(page: Outline) -> list[tuple[str, str]]:
    """What is stated, each after what it needs, with the range of its indices."""
    gradients = [pair for of in page.variables for pair in _by_variable(of)]
    return [*page.names, (page.loss, ""), *gradients]


def _by_variable(of: OfVariable) -> list[tuple[str, str]]:
    return [(of.gradient, ""), *of.adjoints, *([(of.second, "")] if of.second else [])]


def _tex_with_range(pair: tuple[str, str]) -> str:
    formula, ranges = pair
    words = ranges.replace("$", "").replace("for ", r"\text{for }").replace(" and ", r"\text{ and }")
    return rf"{formula}\quad {words}" if ranges else formula


def _about_matrices(form: InMatrices) -> str:
    shapes = ", ".join(f"{name}: {shape}" for name, shape in form.shapes)
    return f"Shapes: {shapes}. {form.signs} {form.checked}"


def _in_table(text: str) -> str:
    return text.replace("|", r"\vert ")


def _aligned(chain: Equations) -> str:
    body = " \\\\\n".join(f"  &= {line.formula}" for line in chain.lines)
    return f"\\begin{{aligned}}\n{_left(chain)}\n{body}\n\\end{{aligned}}"


def _left(chain: Equations) -> str:
    return chain.left + (rf"\quad\text{{for }}{chain.case}" if chain.case else "")


def as_latex(entry: Entry) -> str:
    """A LaTeX document."""
    page = outline(entry, TEX)
    return "\n".join([*_doubted(entry, "% {}"), *_latex_lines(page, doubt(entry))])


def _latex_lines(page: Outline, doubt: str) -> Iterator[str]:
    yield "\\documentclass{article}\n\\usepackage{amsmath, amssymb}\n\\begin{document}\n"
    yield from [f"\\begin{{verbatim}}\n{fill(doubt, WIDTH)}\n\\end{{verbatim}}\n"] if doubt else []
    yield f"\\section*{{{_latex(page.title)}}}\n"
    yield from [f"Lossary {_latex(page.place)}\n"] if page.place else []
    yield from map(_latex, _paragraphs(page.aliases))
    yield from map(_latex, _paragraphs(page.lead))
    yield from (f"\\[\n{_tex_with_range(pair)}\n\\]" for pair in _formulas(page))
    yield from (f"The gradient{of.by} holds {of.holds}.\n" for of in page.variables)
    yield from map(_latex, _paragraphs(page.why))
    yield "\\subsection*{Symbols}\n\\begin{itemize}"
    yield from (f"\\item {name} in {domain}: {_latex(meaning)}" for name, meaning, domain in page.symbols)
    yield "\\end{itemize}"
    for of in page.variables:
        yield f"\n\\subsection*{{Derivation{of.by}}}"
        yield from _latex_derivation(of.chains)
        if of.second_chains:
            yield f"\n\\subsection*{{Second derivative{of.by}}}"
            yield from map(_latex, _paragraphs(" ".join(of.curvature)))
            yield from _latex_derivation(of.second_chains)
        if of.matrix:
            yield f"\n\\subsection*{{Matrix form{of.by}}}"
            yield from (f"\\[\n{_tex_with_range(pair)}\n\\]" for pair in of.matrix.equations)
            yield _about_matrices(of.matrix)
        yield from _latex_lists(_lists_by(of, TEX.inline))
    yield from _latex_lists(_lists(page))
    yield "\n\\end{document}"


def _latex_derivation(chains: list[Equations]) -> Iterator[str]:
    for chain in chains:
        yield f"\\begin{{align*}}\n{_left(chain)}"
        yield " \\\\\n".join(f"  &= {line.formula} \\tag{{{line.address}}}" for line in chain.lines)
        yield "\\end{align*}"
    yield "\\begin{itemize}"
    yield from (f"\\item {line.address} ({line.level}): {_latex(_why(line))}" for line in lines_of(chains))
    yield "\\end{itemize}"


def _latex_lists(lists: dict[str, list[str]]) -> Iterator[str]:
    for heading, texts in lists.items():
        yield f"\n\\subsection*{{{heading}}}\n\\begin{{itemize}}"
        yield from (f"\\item {_latex(text)}" for text in texts)
        yield "\\end{itemize}"


def _latex(prose: str) -> str:
    """Prose for LaTeX: what is not between dollar signs is escaped."""
    parts = re.split(r"(\$[^$]*\$)", prose)
    return "".join(part if part.startswith("$") else _escaped(part) for part in parts)


def _escaped(text: str) -> str:
    text = re.sub(r"([&%#_{}])", r"\\\1", text).replace("–", "--")
    return "".join(SIGNS.get(character, character) for character in text)


def as_json(entry: Entry) -> str:
    """All that is known, for programs."""
    return json.dumps(full(entry, _judged), ensure_ascii=False, indent=2)


def _judged(entry: Entry) -> list[dict[str, Any]]:
    """What the judge says of each mistake, for a program."""
    found = judged_mistakes(entry)
    return [{"verdict": judgement.verdict, "judge": str(what_it_adds(judgement) or "") or None} for judgement in found]


FORMATS: dict[str, Callable[[Entry], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "latex": as_latex,
    "json": as_json,
}
