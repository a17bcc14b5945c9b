"""The Jinja environment: one list of the filters that templates may use, and what to say when a template fails."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup, escape

from derivations import __version__
from derivations.errors import LossaryError
from derivations.publish.glossary import statements
from derivations.publish.mathml import INLINE
from derivations.publish.sources import site_url, templates_folder

NO_HTML = str.maketrans({"<": "&lt;", "`": "&#96;", "$": "&#36;"})
NO_MARKDOWN = str.maketrans({sign: f"&#{ord(sign)};" for sign in "\\`*_{}[]()!$"})
EXPLAINED = {"its Jacobian is not symmetric": "checking.html#no-gradient"}  # terms of the judge, and where they are
OPERATOR = re.compile(r" ([−+=·<>≤≥→]) ")
BELOW = re.compile(r"(?<=\w)_(?:[{(]([^{}()]*)[)}]|(\w+))")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
INDICES = re.compile(r"..|[^\Waeou\d_]+")  # letters side by side, as in w_ij; a word, as in h_old, has a vowel
FORMULA_OR_CODE = re.compile(rf"(?:{INLINE.pattern})|`([^`\n]+)`")


def markdown(text: str) -> Markup:
    """A text that is Markdown already, formulas between dollar signs included."""
    return Markup(text)  # noqa: S704  (written in our scripts and modules)


def inline(tex: str, room: str = "") -> Markup:
    """A formula in a line of text; the Markdown extension turns it into MathML, in rows if its room is too small."""
    return markdown(f"${_in_room(tex, room)}$")


def display(tex: str, room: str = "") -> Markup:
    """A formula that stands by itself."""
    return markdown(f"$${_in_room(tex, room)}$$")


def _in_room(tex: str, room: str) -> str:
    return (rf"\room{{{room}}}" if room else "") + " ".join(tex.split())


def prose(text: str) -> Markup:
    """A text inside HTML, where Markdown does not look: formulas stay, `code` becomes <code>, all else is escaped."""
    return _with_formulas(text, lambda between: markdown(str(escape(between)).replace("$", "&#36;")))


def whole(text: str) -> Markup:
    """A title, in which no line breaks at an operator, as in p − t."""
    return escape(OPERATOR.sub("\N{NO-BREAK SPACE}\\1\N{NO-BREAK SPACE}", text))


def judged(text: str, root: str) -> Markup:
    """What the judge says, inside HTML: terms that a page explains lead to it from the page with this root."""
    said = prose(text)
    for term, address in EXPLAINED.items():
        said = said.replace(term, markdown(f'<a href="{root}{address}">{term}</a>'))
    return said


def written(text: str) -> Markup:
    """Markdown that a script wrote: links, lists and emphasis, formulas and code, but no HTML."""
    return _with_formulas(text, lambda between: markdown(between.translate(NO_HTML)))


def _with_formulas(text: str, rest: Callable[[str], Markup]) -> Markup:
    pieces, end = [], 0
    for found in FORMULA_OR_CODE.finditer(text):
        code = found[2]
        formula = markdown(found[0].replace("<", r"\lt ")) if code is None else _code(code)
        pieces += [rest(text[end : found.start()]), formula]
        end = found.end()
    return Markup().join([*pieces, rest(text[end:])])


def _code(text: str) -> Markup:
    """As HTML, for Markdown might see another beginning and end of it than we do."""
    return markdown(f"<code>{str(escape(text)).translate(NO_MARKDOWN)}</code>")


def literal(text: str) -> Markup:
    """A text to be shown letter for letter: the Markdown extension must see no dollar sign in it."""
    return markdown(str(escape(text)).replace("$", "&#36;"))


def heard(text: str) -> Markup:
    """A text for the ear, letter for letter but for subscripts: z_1 is z₁, and w_ij is w sub i j."""
    return literal(BELOW.sub(lambda found: _below(found[1] or found[2]), text))


def _below(script: str) -> str:
    digits = script.replace(",", "")
    if digits.isdecimal():
        return digits.translate(SUBSCRIPTS)
    return " sub " + (" ".join(script) if INDICES.fullmatch(script) else script)


def attribute(text: str) -> Markup:
    """A text in an attribute, on one line."""
    return markdown(str(literal(text)).replace("\n", "&#10;"))


def yaml(text: str) -> Markup:
    """A text in the head of a page, from where the theme puts it into HTML as it is."""
    return markdown(json.dumps(str(escape(text)), ensure_ascii=False))


FILTERS: tuple[Callable[..., Markup], ...] = (
    markdown,
    written,
    inline,
    display,
    prose,
    whole,
    judged,
    literal,
    heard,
    attribute,
    yaml,
)


def renderer(folder: Path | None = None) -> Renderer:
    """The templates, with what every page may name."""
    return Renderer(folder, edition=__version__, site_url=site_url(), statements=statements())


class Renderer:
    """Renders templates; a failure names the template, the line and what is wrong.

    Args:
        folder: where the templates are; those of this checkout or installation, if none is given.
    """

    def __init__(self, folder: Path | None = None, **everywhere: Any) -> None:
        self.folder = folder or templates_folder()
        self.environment = Environment(
            loader=FileSystemLoader(self.folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self.environment.filters.update({function.__name__: function for function in FILTERS})
        self.environment.globals.update(everywhere)

    def __call__(self, template: str, **values: Any) -> str:
        """The text of a template.

        Raises:
            LossaryError: if the template fails.
        """
        try:
            text = self.environment.get_template(template).render(**values)
        except LossaryError:
            raise
        except Exception as error:
            msg = f"{self._place(template, error)}: {self._complaint(error)}"
            raise LossaryError(msg) from error
        return _tidy(text)

    def _place(self, template: str, error: Exception) -> str:
        """The innermost template that had a part in the failure, and the line."""
        if isinstance(error, TemplateSyntaxError):
            return f"{error.filename or self.folder / template}, line {error.lineno}"
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if Path(frame.filename).is_relative_to(self.folder)
        ]
        return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else str(self.folder / template)

    def _complaint(self, error: Exception) -> str:
        kind = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
        return f"{kind}{' '.join(str(error).split())}: mend the template"


def _tidy(text: str) -> str:
    """No spaces at the ends of lines, and never two blank lines: what the tags of the template leave behind."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"
